"""Files that are there whole or not at all: written under another name, durable, read back, and only then named."""

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from geodata.errors import FileDamaged, FileReadOnly, FileTrouble


def write_whole(path: Path, data: bytes) -> None:
    """Write bytes under a name; raise FileTrouble, and then what was there is there still."""

    def write(fresh: Path) -> None:
        fresh.write_bytes(data)
        if fresh.read_bytes() != data:
            raise FileDamaged(f"{path.name} did not read back as it was written; the disk may be failing.")

    put_in_place(path, write)


def put_in_place(path: Path, write: Callable[[Path], None]) -> None:
    """Let `write` fill another file beside `path`, and give that the name once it is durable; raise FileTrouble."""
    fresh = path.with_name(f".{path.stem}.{os.getpid()}.new{path.suffix}")
    try:
        write(fresh)
        with fresh.open("rb+") as file:
            os.fsync(file.fileno())
        fresh.replace(path)
        _settle(path.absolute().parent)
    except PermissionError as problem:
        raise FileReadOnly(f"{path.name} cannot be written here; choose another folder.") from problem
    except OSError as problem:
        raise FileTrouble(f"{path.name} cannot be written: {problem.strerror}.") from problem
    finally:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)


def _settle(folder: Path) -> None:
    """Make the new name itself durable, where the system lets a folder be synchronised."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
