"""The joint profiles that a project has had: which, since when, from where; and an empty one on another grid."""

import sqlite3
from datetime import UTC, datetime
from typing import Any

import msgspec
from msgspec import Struct

from geodata.changes.codec import canonical
from geodata.errors import FileDamaged
from geodata.geometry.profiles import profile_hash
from geodata.io import geopackage, journal
from geodata.io.store_tables import TABLES
from geodata.model.feature import Kind
from geodata.model.grid import JointGrid
from geodata.model.profile import JointProfile

TABLE = "confinia_profiles"


class Kept(Struct, frozen=True, kw_only=True):
    """A joint profile that a project took: its hash, when in UTC, from where, and what it says."""

    sha256: str
    written: str
    whence: str
    profile: JointProfile


def remember(db: sqlite3.Connection, profile: JointProfile, whence: str) -> None:
    """Write down that the project takes a profile; the table is made when it is first needed."""
    if not geopackage.has_table(db, TABLE):
        columns = "sha256 TEXT NOT NULL, written TEXT NOT NULL, whence TEXT NOT NULL, data BLOB NOT NULL"
        geopackage.create_attribute_table(db, TABLE, columns, "Confinia: the joint profiles of the project, in order")
    now = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    row = (profile_hash(profile), now, whence, canonical(profile))
    db.execute(f"INSERT INTO {TABLE} (sha256, written, whence, data) VALUES (?, ?, ?, ?)", row)


def kept(db: sqlite3.Connection) -> list[Kept]:
    """Return every profile that the project has had, in order; raise FileDamaged."""
    if not geopackage.has_table(db, TABLE):
        return []
    rows = db.execute(f"SELECT sha256, written, whence, data FROM {TABLE} ORDER BY fid").fetchall()
    try:
        return [
            Kept(sha256=hash_, written=written, whence=whence, profile=msgspec.json.decode(data, type=JointProfile))
            for hash_, written, whence, data in rows
        ]
    except (msgspec.MsgspecError, UnicodeDecodeError, TypeError) as problem:
        raise FileDamaged(f"The joint profiles kept in the project are not whole: {problem}.") from problem


def holds_coordinates(db: sqlite3.Connection) -> bool:
    """Tell whether anything in the project, or in its history that stands, has coordinates."""
    others = [table for kind, (table, _) in TABLES.items() if kind is not Kind.SOURCE]
    if any(db.execute(f'SELECT 1 FROM "{table}" LIMIT 1').fetchone() for table in others):
        return True
    rows = db.execute(f"SELECT deltas FROM {journal.TABLE} WHERE done = 1")
    return any(
        _has_coordinates(record) for (deltas,) in rows for pair in msgspec.json.decode(deltas) for record in pair
    )


def move(db: sqlite3.Connection, grid: JointGrid) -> None:
    """Bring the tables of a project without coordinates to another grid; what was undone cannot be redone there."""
    journal.drop_undone(db)
    srs = geopackage.srs_of(grid)
    db.execute("DELETE FROM gpkg_spatial_ref_sys WHERE srs_id = ? AND organization = 'NONE'", (srs,))
    geopackage.enter_system(db, grid)
    tables = [(srs, table) for table, geometry in TABLES.values() if geometry]
    db.executemany("UPDATE gpkg_contents SET srs_id = ? WHERE table_name = ?", tables)
    db.executemany("UPDATE gpkg_geometry_columns SET srs_id = ? WHERE table_name = ?", tables)


def _has_coordinates(record: Any) -> bool:
    """Tell so of a feature as the journal has it: all but a source from which nothing was read."""
    return record is not None and (record.get("kind") != Kind.SOURCE or "reading" in record)
