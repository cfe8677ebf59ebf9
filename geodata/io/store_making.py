"""A project file from nothing: its tables, its settings, and what it starts with, in one transaction."""

import sqlite3
from pathlib import Path

from geodata.changes.codec import canonical
from geodata.changes.delta import Delta
from geodata.io import (
    geopackage,
    journal,
    store_documents,
    store_outside,
    store_profiles,
    store_reference,
    store_tables,
)
from geodata.io.store_documents import Document
from geodata.model.project import Settings

FORMAT = 1
"""The number of the project file's layout; a higher one is refused."""


def make_file(path: Path, settings: Settings, deltas: list[Delta], base: Document | None) -> None:
    """Write a new project that holds what the deltas bring, which is what is in `base` where there is one."""
    db = sqlite3.connect(path, isolation_level=None)
    try:
        geopackage.prepare(db)
        _fill(db, settings, deltas, base)
    finally:
        db.close()


def _fill(db: sqlite3.Connection, settings: Settings, deltas: list[Delta], base: Document | None) -> None:
    db.execute("BEGIN IMMEDIATE")
    geopackage.create_system_tables(db)
    store_tables.create(db, settings.profile.grid)
    journal.create(db)
    geopackage.create_attribute_table(
        db, "confinia_settings", "key TEXT NOT NULL UNIQUE, value BLOB", "Confinia: the project's settings"
    )
    store_documents.create(db)
    db.executemany(
        "INSERT INTO confinia_settings (key, value) VALUES (?, ?)",
        [("format", str(FORMAT).encode()), ("settings", canonical(settings)), ("floor", b"0")],
    )
    if base is not None:
        store_documents.keep(db, "base", base)
    whence = "when the project was made" if base is None else f"from joint base {base.sequence}, {base.sha256}"
    store_profiles.remember(db, settings.profile, whence)
    store_tables.write(db, deltas, settings.profile.grid)
    store_outside.create(db)
    store_reference.refresh_extents(db)
    db.execute("COMMIT")
