"""Opening a project file: what it must be before anything is written to it, and what each trouble is called."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from geodata.errors import FileDamaged, FileForeign, FileLocked, FileNewer, FileReadOnly, FileTrouble, NotFound
from geodata.io import geopackage

_SINCE_RECORD = "further"
"""A column that every project has whose documents are of the format that both sides read."""


def connect(path: Path, newest: int, read_only: bool) -> sqlite3.Connection:
    """Return a checked connection to the project in a file of a layout up to `newest`; raise FileTrouble."""
    check_header(path)
    writable = os.access(path, os.W_OK) and os.access(path.absolute().parent, os.W_OK)
    if not read_only and not writable:
        raise FileReadOnly(f"{path.name} cannot be written here; open it for reading only, or copy it elsewhere.")
    with translated(path):
        db = sqlite3.connect(
            _address(path, read_only), uri=True, isolation_level=None, check_same_thread=False, timeout=0.5
        )
        try:
            geopackage.prepare(db)
            _check_inside(db, path, newest)
            if not read_only:
                _hold(db)
        except BaseException:
            db.close()
            raise
    return db


def check_header(path: Path) -> None:
    """Raise NotFound when a file is not there, FileTrouble when it is no SQLite database."""
    if path.is_dir():
        raise FileForeign(f"{path} is a folder; name a project file.")
    if not path.is_file():
        raise NotFound(f"There is no file {path}.")
    try:
        with path.open("rb") as file:
            start = file.read(100)
    except OSError as problem:
        raise FileTrouble(f"{path.name} cannot be read: {problem.strerror}.") from problem
    if start[:16] != b"SQLite format 3\0":
        raise FileForeign(f"{path.name} is not a Confinia project. It was not touched.")
    if len(start) < 100:
        raise FileDamaged(f"{path.name} is cut short. It was not touched.")


def as_bytes(value: str | bytes | None) -> bytes:
    """Return a setting as it was written, also after another program saved it as text or emptied it."""
    return value.encode() if isinstance(value, str) else bytes(value or b"")


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn what SQLite and the system say into a sentence about the file."""
    try:
        yield
    except sqlite3.OperationalError as problem:
        text = str(problem)
        if "locked" in text or "busy" in text:
            raise FileLocked(f"{path.name} is open in another program; close it there first.") from problem
        if "readonly" in text or "unable to open" in text:
            raise FileReadOnly(f"{path.name} cannot be written here; choose another folder, or copy it.") from problem
        if "full" in text:
            raise FileTrouble(f"The disk is full; nothing of the last step was written to {path.name}.") from problem
        if "I/O" in text:
            raise FileTrouble(f"The disk neither reads nor writes {path.name}; it is full, or failing.") from problem
        raise FileDamaged(f"{path.name} cannot be used: {text}.") from problem
    except sqlite3.DatabaseError as problem:
        raise FileDamaged(f"{path.name} is damaged: {problem}. It was not touched.") from problem
    except OSError as problem:
        raise FileTrouble(f"{path.name} cannot be written: {problem.strerror}.") from problem


def _address(path: Path, read_only: bool) -> str:
    quoted = path.absolute().as_uri()
    if not read_only:
        return quoted + "?mode=rw"
    with path.open("rb") as file:
        logged = file.read(20)[18:] == b"\2\2"
    # A file that says it has a log but has none would grow one merely by being read; any other can be read with a lock.
    return quoted + ("?mode=ro&immutable=1" if logged and not _log(path).exists() else "?mode=ro")


def _log(path: Path) -> Path:
    return path.with_name(path.name + "-wal")


def _check_inside(db: sqlite3.Connection, path: Path, newest: int) -> None:
    (found,) = db.execute("PRAGMA quick_check(1)").fetchone()
    if found != "ok":
        raise FileDamaged(f"{path.name} is damaged: {found}. It was not touched.")
    known = db.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'confinia_settings'").fetchone()
    if not known:
        raise FileForeign(
            f"{path.name} is not a Confinia project; load its layers into one instead. It was not touched."
        )
    row = db.execute("SELECT value FROM confinia_settings WHERE key = 'format'").fetchone()
    layout = as_bytes(row[0]) if row else b""
    if not layout.isdigit():
        raise FileDamaged(f"{path.name} does not say how it is laid out. It was not touched.")
    if int(layout) > newest:
        raise FileNewer(f"{path.name} was written by a newer Confinia; use that one. It was not touched.")
    _check_age(db, path)


def _check_age(db: sqlite3.Connection, path: Path) -> None:
    """Raise FileForeign for a project from before there was a joint profile: no document of today follows its base."""
    columns = [name for (name,) in db.execute("SELECT name FROM pragma_table_info('segments')")]
    if columns and _SINCE_RECORD not in columns:
        raise FileForeign(
            f"{path.name} was made by a trial version of Confinia, before its documents had their final format. Make "
            "a new project and load its layers there. It was not touched."
        )


def begin_writing(db: sqlite3.Connection) -> None:
    """Let commits go to a log beside the file, where each is durable by itself; nothing happens the second time."""
    if not is_written(db):
        db.execute("PRAGMA journal_mode = WAL")


def is_written(db: sqlite3.Connection) -> bool:
    """Whether something was written since the file was opened, or was left in the log by a crash."""
    (mode,) = db.execute("PRAGMA journal_mode").fetchone()
    return bool(mode == "wal")


def make_plain(db: sqlite3.Connection) -> None:
    """Take the log into the file, so that it can travel alone."""
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.execute("PRAGMA journal_mode = DELETE")


def still_in_two(path: Path) -> FileTrouble:
    """Return what to say when the log could not be taken into the file."""
    return FileTrouble(
        f"Every edit is kept, but there is no room to make one file of {path.name} again: leave {_log(path).name} "
        "beside it, and open it once more when there is."
    )


def _hold(db: sqlite3.Connection) -> None:
    """Keep everybody else from writing, without writing anything."""
    db.execute("PRAGMA locking_mode = EXCLUSIVE")
    db.execute("PRAGMA synchronous = FULL")
    db.execute("PRAGMA cache_size = -65536")
    db.execute("BEGIN EXCLUSIVE")
    db.execute("COMMIT")
