"""Views on disk: files for reading that can be made again, put in place whole, and never over something else."""

import os
from contextlib import suppress
from pathlib import Path

from geodata.errors import FileForeign, FileReadOnly, FileTrouble


def write_view(path: Path, data: bytes, opening: bytes) -> None:
    """Write a view under a name; a file there is replaced only when it begins with `opening`, as views of its kind do.

    Raise FileForeign when something else has that name, FileTrouble when it cannot be written.
    """
    fresh = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        _check_replaceable(path, opening)
        fresh.write_bytes(data)
        fresh.replace(path)
    except PermissionError as problem:
        raise FileReadOnly(f"{path.name} cannot be written here; choose another folder.") from problem
    except OSError as problem:
        raise FileTrouble(f"{path.name} cannot be written: {problem.strerror}.") from problem
    finally:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)


def _check_replaceable(path: Path, opening: bytes) -> None:
    if not path.exists():
        return
    if path.is_dir():
        raise FileForeign(f"{path.name} is a folder; name a file.")
    with path.open("rb") as file:
        start = file.read(len(opening))
    if start and start != opening:
        raise FileForeign(f"{path.name} exists and is something else; it was not touched.")
