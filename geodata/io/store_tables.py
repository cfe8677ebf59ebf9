"""How features lie in the project's tables: one table a kind, one column a field, geometry where QGIS expects it."""

import sqlite3
from collections.abc import Iterable
from typing import Any

import msgspec

from geodata.changes.delta import Delta
from geodata.errors import ConfiniaError, FileDamaged, StaleDelta
from geodata.io import geopackage
from geodata.io.store_columns import Column, columns_of, features_of, plain_columns, rows_of
from geodata.model.feature import Feature, Kind
from geodata.model.grid import WGS84_DEGREES, JointGrid

TABLES: dict[Kind, tuple[str, str]] = {
    Kind.SEGMENT: ("segments", "LINESTRING"),
    Kind.TURNING_POINT: ("turning_points", "POINT"),
    Kind.MARKER: ("markers", "POINT"),
    Kind.VARIANT: ("variants", "LINESTRING"),
    Kind.ROUTE: ("routes", "LINESTRING"),
    Kind.SOURCE: ("sources", ""),
    Kind.ANNOTATION: ("annotations", ""),
    Kind.ALIAS: ("aliases", ""),
    Kind.PRIVATE_NOTE: ("private_notes", ""),
}
"""Kind to table and geometry type; tables without one are GeoPackage attribute tables."""

_NO_FEATURE = (ConfiniaError, ValueError, TypeError, OverflowError, msgspec.MsgspecError)
"""What values raise that make no feature."""

MANY = 500
"""From how many new rows on the spatial index is filled in one go, and no trigger fires."""


def create(db: sqlite3.Connection, grid: JointGrid) -> None:
    """Add the empty table of each kind, its geometry in the system of a grid."""
    geopackage.enter_system(db, grid)
    for kind, (table, geometry) in TABLES.items():
        columns = ", ".join(f'"{column.name}" {column.sql}' for column in plain_columns(kind))
        title = f"Confinia: {table.replace('_', ' ')}"
        if geometry:
            geopackage.create_feature_table(db, table, geometry, columns, title, grid)
        else:
            geopackage.create_attribute_table(db, table, columns, title)


def read_all(db: sqlite3.Connection, kind: Kind, grid: JointGrid) -> dict[str, Feature]:
    """Return every feature of a kind by id; raise FileDamaged for a row that is none."""
    table, columns = TABLES[kind][0], columns_of(kind, grid)
    rows = db.execute(f'SELECT {_names(kind)} FROM "{table}" ORDER BY fid').fetchall()
    try:
        return {feature.id: feature for feature in features_of(kind, columns, rows)}
    except _NO_FEATURE as problem:
        raise _damaged(kind, columns, rows, problem) from problem


def count(db: sqlite3.Connection, kind: Kind) -> int:
    """Return how many rows the table of a kind has."""
    (number,) = db.execute(f'SELECT count(*) FROM "{TABLES[kind][0]}"').fetchone()
    return int(number)


def _damaged(kind: Kind, columns: tuple[Column, ...], rows: list[tuple[Any, ...]], problem: Exception) -> FileDamaged:
    """What to say of the first row that is no feature."""
    said = str(problem)
    name = ""
    for row in rows:
        try:
            features_of(kind, columns, [row])
        except _NO_FEATURE as found:
            said, name = str(found), f" {row[0]}"
            break
    table = TABLES[kind][0]
    return FileDamaged(f"Row{name} of table {table} is not whole: {said.rstrip('.')}. Mend it where it was written.")


def write(db: sqlite3.Connection, deltas: Iterable[Delta], grid: JointGrid) -> None:
    """Bring the tables from before to after the changes; raise StaleDelta when a row to change is not there."""
    groups: dict[Kind, list[Delta]] = {}
    for delta in deltas:
        groups.setdefault(delta.key[0], []).append(delta)
    for kind, group in groups.items():
        _remove(db, kind, [delta.feature for delta in group if delta.new is None])
        _change(db, kind, [delta.new for delta in group if delta.old and delta.new], grid)
        _add(db, kind, [delta.new for delta in group if not delta.old and delta.new], grid)


def _add(db: sqlite3.Connection, kind: Kind, features: list[Feature], grid: JointGrid) -> None:
    if not features:
        return
    (table, geometry), columns = TABLES[kind], columns_of(kind, grid)
    marks = ", ".join("?" * len(columns))
    insert = f'INSERT INTO "{table}" ({_names(kind)}) VALUES ({marks})'
    rows = rows_of(columns, features)
    if geometry and len(rows) >= MANY:
        with geopackage.filled_at_once(db, table):
            db.executemany(insert, rows)
    else:
        db.executemany(insert, rows)


def _change(db: sqlite3.Connection, kind: Kind, features: list[Feature], grid: JointGrid) -> None:
    table, columns = TABLES[kind][0], columns_of(kind, grid)
    sets = ", ".join(f'"{column.name}" = ?' for column in columns)
    for row, feature in zip(rows_of(columns, features), features, strict=True):
        _require(db.execute(f'UPDATE "{table}" SET {sets} WHERE id = ?', (*row, feature.id)))


def _remove(db: sqlite3.Connection, kind: Kind, features: list[Feature]) -> None:
    table = TABLES[kind][0]
    for feature in features:
        _require(db.execute(f'DELETE FROM "{table}" WHERE id = ?', (feature.id,)))


def _names(kind: Kind) -> str:
    return ", ".join(f'"{column.name}"' for column in columns_of(kind, WGS84_DEGREES))


def _require(cursor: sqlite3.Cursor) -> None:
    if cursor.rowcount != 1:
        raise StaleDelta("The project file does not hold what this change starts from.")
