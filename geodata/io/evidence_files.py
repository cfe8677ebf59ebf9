"""Evidence on disk: taken out of a document under its hash, and nothing is written over."""

from dataclasses import dataclass
from pathlib import Path

from geodata.errors import FileForeign, FileTrouble, NotFound
from geodata.io.signed_files import read_opened
from geodata.io.whole import write_whole


@dataclass(frozen=True, slots=True)
class Written:
    """A file of evidence, how many bytes it has, and whether it was there before with the same bytes."""

    path: Path
    size: int
    again: bool


def write_evidence(file: Path, folder: Path) -> list[Written]:
    """Write the evidence in a document into a folder that is there, in the order of the hashes.

    Raise DocumentRefused for a document that is not whole, NotFound without the folder, FileForeign when something else
    has the name, FileTrouble.
    """
    evidence = read_opened(file).members.evidence
    if not folder.is_dir():
        raise NotFound(f"There is no folder {folder}.")
    return [_write(folder / hash_, data) for hash_, data in sorted(evidence.items())]


def _write(path: Path, data: bytes) -> Written:
    if path.is_symlink() or path.exists():
        if not path.is_symlink() and path.is_file() and _read(path) == data:
            return Written(path, len(data), True)
        raise FileForeign(f"{path.name} exists and is something else; it was not touched. Choose another folder.")
    write_whole(path, data)
    return Written(path, len(data), False)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as problem:
        raise FileTrouble(f"{path.name} cannot be read: {problem.strerror}.") from problem
