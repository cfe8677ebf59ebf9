"""A project read as it stands now from a copy in memory, which touches nothing: one that another program holds, or what
an open one keeps of documents, for another thread."""

import sqlite3
from pathlib import Path

from geodata.errors import FileLocked, FileReadOnly
from geodata.io import store_documents, store_keys
from geodata.io.store import Store
from geodata.io.store_making import FORMAT
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


def documents_of(store: Store) -> Store:
    """Return what an open project keeps of documents and keys, with its settings and no features; raise FileTrouble.

    It is read by whoever wants to, in any thread, while the project is worked on.
    """
    source = store._db  # noqa: SLF001  # copying a store is its own business, in a file of its own
    memory = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    with translated(store.path):
        for table in ("confinia_settings", store_documents.TABLE, store_keys.TABLE):
            made = source.execute(
                "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?", (table,)
            ).fetchone()
            if made is not None:
                memory.execute(made[0])
                rows = source.execute(f"SELECT * FROM {table}").fetchall()
                if rows:
                    memory.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)
    return Store(memory, store.path, read_only=True)
