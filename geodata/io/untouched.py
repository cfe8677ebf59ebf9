"""Reading without leaving a trace: the bytes, times and folder of a source are the same afterwards.

A GeoPackage in write-ahead mode would grow companions merely by being opened, and one that another program left open
keeps its newest rows in such a companion; both are read from a private copy.
"""

import hashlib
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct

from geodata.errors import FileForeign, FileLocked, FileTrouble, NotFound

_COMPANIONS = ("-wal", "-journal")
_SHAPEFILE = (".shp", ".dbf")  # what the features are made of; .shx is an index, .prj and .cpg are opinions
_SQLITE = b"SQLite format 3\0"
_TRIES = 3


class Digest(Struct, frozen=True, kw_only=True):
    """What a source was when it was read: its sha256, and that of each of its files by name.

    For a source of one file both are the plain sha256 of its bytes. For a Shapefile `sha256` is that of the sha256 of
    .shp and .dbf in turn.
    """

    sha256: str
    files: dict[str, str]


def head(path: Path, count: int = 4096) -> bytes:
    """Return the first bytes of a file; raise NotFound or FileTrouble."""
    if path.is_dir():
        raise FileForeign(f"{path} is a folder; name a file in it.")
    if not path.is_file():
        raise NotFound(f"There is no file {path}.")
    try:
        with path.open("rb") as file:
            return file.read(count)
    except OSError as problem:
        raise FileTrouble(f"{path.name} cannot be read: {problem.strerror}.") from problem


def digest(path: Path) -> Digest:
    """Return the hashes of everything that a source consists of; raise FileTrouble."""
    members = {member.name: _sha256(member) for member in _members(path)}
    hashes = list(members.values())
    whole = hashes[0] if len(hashes) == 1 else hashlib.sha256("".join(hashes).encode()).hexdigest()
    return Digest(sha256=whole, files=members)


@contextmanager
def readable(path: Path) -> Iterator[Path]:
    """Give the path at which a source can be opened without touching it; raise FileTrouble."""
    if not _needs_copy(path):
        yield path
        return
    with private_copy(path) as copy:
        yield copy


@contextmanager
def private_copy(path: Path) -> Iterator[Path]:
    """Give a copy of a database as it stands at this moment, its log taken in; raise FileTrouble."""
    with tempfile.TemporaryDirectory(prefix="confinia-") as folder:
        copy = Path(folder, path.name)
        _copy_steady(path, copy)
        yield copy


def _needs_copy(path: Path) -> bool:
    start = head(path, 20)
    return start.startswith(_SQLITE) and (start[18:20] != b"\1\1" or any(each.exists() for each in _beside(path)))


def _beside(path: Path) -> list[Path]:
    return [path.with_name(path.name + ending) for ending in _COMPANIONS]


def _members(path: Path) -> list[Path]:
    if path.suffix.lower() == ".shp":
        beside = {each.suffix.lower(): each for each in path.parent.glob(f"{_escaped(path.stem)}.*")}
        return [beside[suffix] for suffix in _SHAPEFILE if suffix in beside]
    return [path, *(each for each in _beside(path) if each.exists() and each.stat().st_size)]


def _escaped(name: str) -> str:
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in name)


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as problem:
        raise FileTrouble(f"{path.name} cannot be read: {problem.strerror}.") from problem


def _copy_steady(path: Path, copy: Path) -> None:
    """Copy a database and its companions as they stand at one moment, then make one plain file of the copy."""
    for _ in range(_TRIES):
        before = _state(path)
        try:
            for source in (path, *_beside(path)):
                if source.exists():
                    shutil.copyfile(source, copy.with_name(source.name))
        except OSError as problem:
            raise FileTrouble(f"{path.name} cannot be read: {problem.strerror}.") from problem
        if _state(path) == before:
            _fold(copy)
            return
    raise FileLocked(f"{path.name} is being written by another program; close it there first.")


def _state(path: Path) -> list[tuple[int, int]]:
    return [(each.stat().st_size, each.stat().st_mtime_ns) for each in (path, *_beside(path)) if each.exists()]


def _fold(copy: Path) -> None:
    db = sqlite3.connect(copy, isolation_level=None)
    try:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        db.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.DatabaseError as problem:
        raise FileTrouble(f"{copy.name} is damaged: {problem}. It was not touched.") from problem
    finally:
        db.close()
