"""How features lie in the project's tables: one table a kind, one column a field, geometry where QGIS expects it."""

import sqlite3
import types
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

import msgspec

from geodata.changes.codec import canonical, value_of
from geodata.changes.delta import Delta
from geodata.errors import ConfiniaError, FileDamaged, StaleDelta
from geodata.io import geopackage
from geodata.model.feature import TYPES, Feature, Kind
from geodata.model.line import Line

TABLES: dict[Kind, tuple[str, str]] = {
    Kind.SEGMENT: ("segments", "LINESTRING"),
    Kind.TURNING_POINT: ("turning_points", "POINT"),
    Kind.MARKER: ("markers", "POINT"),
    Kind.VARIANT: ("variants", "LINESTRING"),
    Kind.ROUTE: ("routes", "LINESTRING"),
    Kind.SOURCE: ("sources", ""),
    Kind.ANNOTATION: ("annotations", ""),
    Kind.PRIVATE_NOTE: ("private_notes", ""),
}
"""Kind to table and geometry type; tables without one are GeoPackage attribute tables."""


@dataclass(frozen=True)
class Column:
    """One field of a feature as a column: its SQL type, and how a value goes in and comes out."""

    field: str
    name: str
    sql: str
    write: Callable[[Any], Any]
    read: Callable[[Any], Any]


def create(db: sqlite3.Connection) -> None:
    """Add the empty table of each kind."""
    for kind, (table, geometry) in TABLES.items():
        columns = ", ".join(f'"{column.name}" {column.sql}' for column in columns_of(kind) if column.name != "geom")
        title = f"Confinia: {table.replace('_', ' ')}"
        if geometry:
            geopackage.create_feature_table(db, table, geometry, columns, title)
        else:
            geopackage.create_attribute_table(db, table, columns, title)


@cache
def columns_of(kind: Kind) -> tuple[Column, ...]:
    """Return the columns of a kind, in the order of its fields."""
    hints = get_type_hints(TYPES[kind])
    return tuple(_column(name, hints[name]) for name in TYPES[kind].__struct_fields__)


def read_all(db: sqlite3.Connection, kind: Kind) -> dict[str, Feature]:
    """Return every feature of a kind by id; raise FileDamaged for a row that is none."""
    columns = columns_of(kind)
    names = ", ".join(f'"{column.name}"' for column in columns)
    rows = db.execute(f'SELECT {names} FROM "{TABLES[kind][0]}" ORDER BY fid')
    return {feature.id: feature for feature in _features(kind, columns, rows)}


def write(db: sqlite3.Connection, deltas: Iterable[Delta]) -> None:
    """Bring the tables from before to after the changes; raise StaleDelta when a row to change is not there."""
    for kind, added, changed, removed in _batches(deltas):
        table, columns = TABLES[kind][0], columns_of(kind)
        names = ", ".join(f'"{column.name}"' for column in columns)
        marks = ", ".join("?" * len(columns))
        sets = ", ".join(f'"{column.name}" = ?' for column in columns)
        db.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', (_row(columns, one) for one in added))
        for feature in changed:
            _require(db.execute(f'UPDATE "{table}" SET {sets} WHERE id = ?', [*_row(columns, feature), feature.id]))
        for feature in removed:
            _require(db.execute(f'DELETE FROM "{table}" WHERE id = ?', (feature.id,)))


def _batches(deltas: Iterable[Delta]) -> Iterator[tuple[Kind, list[Feature], list[Feature], list[Feature]]]:
    """Group runs of one kind; a change set never touches a feature twice in one gesture."""
    groups: dict[Kind, tuple[list[Feature], list[Feature], list[Feature]]] = {}
    for delta in deltas:
        added, changed, removed = groups.setdefault(delta.key[0], ([], [], []))
        if delta.new is None:
            removed.append(delta.feature)
        elif delta.old is None:
            added.append(delta.new)
        else:
            changed.append(delta.new)
    for kind, (added, changed, removed) in groups.items():
        yield kind, added, changed, removed


def _require(cursor: sqlite3.Cursor) -> None:
    if cursor.rowcount != 1:
        raise StaleDelta("The project file does not hold what this change starts from.")


def _row(columns: tuple[Column, ...], feature: Feature) -> list[Any]:
    return [column.write(getattr(feature, column.field)) for column in columns]


def _features(kind: Kind, columns: tuple[Column, ...], rows: Iterable[tuple[Any, ...]]) -> Iterator[Feature]:
    type_ = TYPES[kind]
    fields = type_.__struct_fields__
    readers = [column.read for column in columns]
    for row in rows:
        try:
            given = {
                name: read(value) for name, read, value in zip(fields, readers, row, strict=True) if value is not None
            }
            yield type_(**given)
        except (ConfiniaError, ValueError, TypeError, msgspec.MsgspecError) as problem:
            table = TABLES[kind][0]
            raise FileDamaged(f"Table {table} holds a row that is not whole: {problem}") from problem


def _column(name: str, hint: Any) -> Column:
    if hint is Line:
        return Column(name, "geom", "BLOB", geopackage.line_blob, geopackage.line_of_blob)
    if name == "point":
        return Column(name, "geom", "BLOB", geopackage.point_blob, geopackage.point_of_blob)
    if name == "id":
        return Column(name, name, "TEXT NOT NULL UNIQUE", str, str)
    plain = _plain(hint)
    if plain is int:
        return Column(name, name, "INTEGER", _same, _same)
    if plain is str:
        return Column(name, name, "TEXT", _same, _same)
    if isinstance(plain, type) and issubclass(plain, StrEnum):
        return Column(name, name, "TEXT", str, plain)
    return Column(name, name, "TEXT", _as_json, lambda text: _of_json(text, hint))


def _plain(hint: Any) -> Any:
    """Return the type inside `X | None`, else the type itself."""
    if get_origin(hint) in (Union, types.UnionType):
        inner = [one for one in get_args(hint) if one is not type(None)]
        return inner[0] if len(inner) == 1 else hint
    return hint


def _same(value: Any) -> Any:
    return value


def _as_json(value: Any) -> str | None:
    return canonical(value).decode() if value not in ((), None) else None


def _of_json(text: str, hint: Any) -> Any:
    return value_of(msgspec.json.decode(text), hint)
