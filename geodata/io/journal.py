"""The journal: every gesture as one row of deltas. It is the undo stack and survives closing; `changes` are its net."""

import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec

from geodata.changes.codec import Record, canonical, feature_of
from geodata.changes.delta import Delta
from geodata.errors import FileDamaged
from geodata.io import geopackage
from geodata.model.grid import JointGrid

TABLE = "confinia_journal"


@dataclass(frozen=True, slots=True)
class Entry:
    """One gesture as the history shows it; `done` is false while it is taken back, `fixed` once it is in the base."""

    number: int
    label: str
    written: str
    done: bool
    fixed: bool


def create(db: sqlite3.Connection) -> None:
    """Add the empty journal."""
    columns = "label TEXT NOT NULL, written TEXT NOT NULL, done INTEGER NOT NULL, deltas BLOB NOT NULL"
    geopackage.create_attribute_table(db, TABLE, columns, "Confinia: every edit, before and after")


def add(db: sqlite3.Connection, label: str, deltas: list[Delta]) -> None:
    """Write a gesture after the last one that stands; what was taken back before it can no longer be redone."""
    drop_undone(db)
    now = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    data = canonical([[delta.old, delta.new] for delta in deltas])
    db.execute(f"INSERT INTO {TABLE} (label, written, done, deltas) VALUES (?, ?, 1, ?)", (label, now, data))


def drop_undone(db: sqlite3.Connection) -> None:
    """Forget the gestures that were taken back."""
    db.execute(f"DELETE FROM {TABLE} WHERE done = 0")


def entries(db: sqlite3.Connection, floor: int) -> list[Entry]:
    """Return all gestures in order; those up to `floor` are part of the base."""
    rows = db.execute(f"SELECT fid, label, written, done FROM {TABLE} ORDER BY fid")
    return [Entry(fid, label, written, bool(done), fid <= floor) for fid, label, written, done in rows]


def last_done(db: sqlite3.Connection, floor: int, grid: JointGrid) -> tuple[int, list[Delta]] | None:
    """Return number and deltas of the gesture that undo takes back, or None."""
    return _one(
        db, f"SELECT fid, deltas FROM {TABLE} WHERE done = 1 AND fid > ? ORDER BY fid DESC LIMIT 1", floor, grid
    )


def first_undone(db: sqlite3.Connection, floor: int, grid: JointGrid) -> tuple[int, list[Delta]] | None:
    """Return number and deltas of the gesture that redo brings back, or None."""
    return _one(db, f"SELECT fid, deltas FROM {TABLE} WHERE done = 0 AND fid > ? ORDER BY fid LIMIT 1", floor, grid)


def set_done(db: sqlite3.Connection, number: int, done: bool) -> None:
    """Say whether a gesture stands."""
    db.execute(f"UPDATE {TABLE} SET done = ? WHERE fid = ?", (int(done), number))


def standing_since(db: sqlite3.Connection, floor: int, grid: JointGrid) -> list[Delta]:
    """Return the deltas of every gesture that stands after `floor`, in order."""
    rows = db.execute(f"SELECT deltas FROM {TABLE} WHERE done = 1 AND fid > ? ORDER BY fid", (floor,))
    return [delta for (data,) in rows for delta in _deltas(data, grid)]


def last_number(db: sqlite3.Connection) -> int:
    """Return the number of the newest gesture, 0 before there is one."""
    (number,) = db.execute(f"SELECT coalesce(max(fid), 0) FROM {TABLE}").fetchone()
    return int(number)


def _one(db: sqlite3.Connection, sql: str, floor: int, grid: JointGrid) -> tuple[int, list[Delta]] | None:
    row = db.execute(sql, (floor,)).fetchone()
    return (row[0], _deltas(row[1], grid)) if row else None


def _deltas(data: bytes, grid: JointGrid) -> list[Delta]:
    try:
        pairs = msgspec.json.decode(data, type=list[tuple[Record | None, Record | None]])
    except msgspec.MsgspecError as problem:
        raise FileDamaged(f"The journal holds a row that is not whole: {problem}") from problem
    return [Delta(*(feature_of(plain, grid) if plain else None for plain in pair)) for pair in pairs]
