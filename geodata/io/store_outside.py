"""Edits made by other programs: QGIS may change a table, and no such change may slip past the journal.

Triggers note the id of every row that is written while we are not the ones who write; on opening, what they noted
becomes one gesture of its own, with its old and new, that the history shows and undo takes back.
"""

import sqlite3

from geodata.changes.codec import decode
from geodata.changes.delta import Delta
from geodata.changes.documents.base import Base
from geodata.errors import FileDamaged
from geodata.io import geopackage, journal
from geodata.io.store_tables import TABLES, read_all
from geodata.model.feature import Feature, Kind
from geodata.model.grid import JointGrid

LABEL = "Edited in another program"

_EVENTS = {"insert": ("NEW",), "update": ("OLD", "NEW"), "delete": ("OLD",)}
"""What another program may do to a row, and which identifiers it then had or has."""


def create(db: sqlite3.Connection) -> None:
    """Begin to watch the tables; what was written before is ours."""
    columns = "kind TEXT NOT NULL, id TEXT NOT NULL"
    geopackage.create_attribute_table(db, "confinia_outside", columns, "Confinia: rows written by other programs")
    for kind, (table, _) in TABLES.items():
        for event, rows in _EVENTS.items():
            noted = ", ".join(f"('{kind.value}', {row}.id)" for row in rows)
            db.execute(
                f'CREATE TRIGGER "{_trigger(table, event)}" AFTER {event.upper()} ON "{table}" '
                "WHEN NOT EXISTS (SELECT 1 FROM confinia_settings WHERE key = 'writing') "
                f"BEGIN INSERT INTO confinia_outside (kind, id) VALUES {noted}; END"
            )


def check_watched(db: sqlite3.Connection) -> None:
    """Raise FileDamaged when another program put a table of its own in the place of one that is watched."""
    there = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
    for table, _ in TABLES.values():
        if not {_trigger(table, event) for event in _EVENTS} <= there:
            raise FileDamaged(
                f"Another program has made the table {table} anew, so what it changed cannot be told. Take an earlier "
                "copy of this project, and load that table into it."
            )


def _trigger(table: str, event: str) -> str:
    return f"outside_{table}_{event}"


def touched(db: sqlite3.Connection) -> bool:
    """Whether another program wrote a row since we last looked."""
    return db.execute("SELECT 1 FROM confinia_outside LIMIT 1").fetchone() is not None


def changed(db: sqlite3.Connection, grid: JointGrid) -> list[Delta]:
    """Return what others changed since we last looked; raise FileDamaged when what they wrote is no feature."""
    rows = {(Kind(kind), id_) for kind, id_ in db.execute("SELECT DISTINCT kind, id FROM confinia_outside")}
    before = _known(db, grid)
    deltas = []
    for kind in Kind:
        ids = sorted(id_ for one, id_ in rows if one is kind)
        after = read_all(db, kind, grid) if ids else {}
        for id_ in ids:
            old, new = before.get((kind, id_)), after.get(id_)
            if old != new:
                deltas.append(Delta(old, new))
    return deltas


def adopt(db: sqlite3.Connection, deltas: list[Delta]) -> None:
    """Write into the journal what others changed; inside a transaction."""
    if deltas:
        journal.add(db, LABEL, deltas)
    db.execute("DELETE FROM confinia_outside")


def _known(db: sqlite3.Connection, grid: JointGrid) -> dict[tuple[Kind, str], Feature | None]:
    """Return every feature as the base and the journal know it."""
    known: dict[tuple[Kind, str], Feature | None] = {}
    row = db.execute("SELECT data FROM confinia_documents WHERE role = 'base' ORDER BY sequence LIMIT 1").fetchone()
    if row is not None:
        base = decode(bytes(row[0]), Base, grid)
        known = {Delta(None, feature).key: feature for feature in base.features}
    for delta in journal.standing_since(db, 0, grid):
        known[delta.key] = delta.new
    return known
