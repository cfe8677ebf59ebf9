"""A project that another program holds, read as it stands now: from a copy in memory, which touches nothing."""

import sqlite3
from pathlib import Path

from geodata.errors import FileLocked, FileReadOnly
from geodata.io.store import FORMAT, Store
from geodata.io.store_opening import connect, translated
from geodata.io.untouched import private_copy


def opened_to_read(path: Path) -> Store:
    """Return a project for reading only, from a copy where the file is held or needs a log; raise FileTrouble."""
    try:
        return Store.open(path, read_only=True)
    except (FileLocked, FileReadOnly):
        return opened_copy(path)


def opened_copy(path: Path) -> Store:
    """Return a project for reading only, as it was at this moment; raise FileTrouble."""
    path = Path(path)
    memory = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    try:
        with private_copy(path) as quiet, translated(path):
            held = connect(quiet, FORMAT, read_only=True)
            try:
                held.backup(memory)
            finally:
                held.close()
    except BaseException:
        memory.close()
        raise
    return Store(memory, path, read_only=True)
