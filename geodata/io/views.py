"""Views on disk: files for reading that can be made again, put in place whole, and never over something else."""

from pathlib import Path

from geodata.errors import FileForeign, FileTrouble
from geodata.io.whole import write_whole


def write_view(path: Path, data: bytes, opening: bytes) -> None:
    """Write a view under a name; a file there is replaced only when it begins with `opening`, as views of its kind do.

    Raise FileForeign when something else has that name, FileTrouble when it cannot be written.
    """
    try:
        _check_replaceable(path, opening)
    except OSError as problem:
        raise FileTrouble(f"{path.name} cannot be read: {problem.strerror}.") from problem
    write_whole(path, data)


def _check_replaceable(path: Path, opening: bytes) -> None:
    if not path.exists():
        return
    if path.is_dir():
        raise FileForeign(f"{path.name} is a folder; name a file.")
    with path.open("rb") as file:
        start = file.read(len(opening))
    if start and start != opening:
        raise FileForeign(f"{path.name} exists and is something else; it was not touched.")
