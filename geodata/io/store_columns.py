"""Fields of features as columns of tables: a whole column at a time goes in and comes out."""

import struct
import types
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, partial
from typing import Any, Union, get_args, get_origin, get_type_hints

import msgspec
import numpy as np

from geodata.changes.codec import canonical, value_of
from geodata.io.geopackage import point_blob, point_of_blob, srs_of, wkb_of_blob
from geodata.model.feature import TYPES, Feature, Kind
from geodata.model.grid import WGS84_DEGREES, JointGrid
from geodata.model.line import Line

Values = Sequence[Any]


@dataclass(frozen=True)
class Column:
    """One field as a column: its SQL type, and how a run of values goes in and comes out (None stays None)."""

    field: str
    name: str
    sql: str
    write: Callable[[Values], Values]
    read: Callable[[Values], Values]


@cache
def columns_of(kind: Kind, grid: JointGrid) -> tuple[Column, ...]:
    """Return the columns of a kind, in the order of its fields; geometry is written in the system of a grid."""
    hints = get_type_hints(TYPES[kind])
    return tuple(_column(name, hints[name], grid) for name in TYPES[kind].__struct_fields__)


def plain_columns(kind: Kind) -> tuple[Column, ...]:
    """Return the columns of a kind but its geometry, which are the same on every grid."""
    return tuple(column for column in columns_of(kind, WGS84_DEGREES) if column.name != "geom")


def rows_of(columns: tuple[Column, ...], features: Sequence[Feature]) -> list[tuple[Any, ...]]:
    """Return one row of SQL values for each feature."""
    return list(
        zip(*[column.write([getattr(one, column.field) for one in features]) for column in columns], strict=True)
    )


def features_of(kind: Kind, columns: tuple[Column, ...], rows: Sequence[tuple[Any, ...]]) -> list[Feature]:
    """Return the features of rows of SQL values; a NULL means the field's default. Raise what the values raise."""
    if not rows:
        return []
    type_ = TYPES[kind]
    defaults = dict(
        zip(type_.__struct_fields__[-len(type_.__struct_defaults__) :], type_.__struct_defaults__, strict=True)
    )
    names, values = [], []
    for column, raw in zip(columns, zip(*rows, strict=True), strict=True):
        if None in raw and column.field not in defaults:
            raise ValueError(f"its {_CALLED.get(column.name, column.name)} is missing")
        if all(value is None for value in raw):
            continue
        read = column.read(raw)
        if None in raw:
            default = defaults[column.field]
            read = [default if before is None else after for before, after in zip(raw, read, strict=True)]
        names.append(column.field)
        values.append(read)
    return [type_(**dict(zip(names, row, strict=True))) for row in zip(*values, strict=True)]


def line_blobs(lines: Values, grid: JointGrid) -> Values:
    """Return the GeoPackage blob of each line of a grid: header with envelope, then little-endian WKB."""
    if not lines:
        return []
    ends = np.cumsum([len(line) for line in lines])
    starts = np.concatenate([[0], ends[:-1]])
    xy = grid.native(np.concatenate([line.xy for line in lines])).astype("<f8")
    low, high = np.minimum.reduceat(xy, starts), np.maximum.reduceat(xy, starts)
    boxes = np.column_stack([low[:, 0], high[:, 0], low[:, 1], high[:, 1]]).astype("<f8").tobytes()
    data, head = xy.tobytes(), struct.pack("<2sBBi", b"GP", 0, 3, srs_of(grid))
    return [
        b"".join(
            (
                head,
                boxes[32 * row : 32 * row + 32],
                _LINE,
                (end - start).to_bytes(4, "little"),
                data[16 * start : 16 * end],
            )
        )
        for row, (start, end) in enumerate(zip(starts.tolist(), ends.tolist(), strict=True))
    ]


def lines_of_blobs(blobs: Values, grid: JointGrid) -> Values:
    """Return the lines on a grid of blobs in the form that `line_blobs`, QGIS and GDAL write; raise ValueError."""
    bodies = [wkb_of_blob(blob) for blob in blobs]
    if any(body[:5] != _LINE or len(body) != 9 + 16 * int.from_bytes(body[5:9], "little") for body in bodies):
        raise ValueError("its geometry is not a plain line")
    xy = np.frombuffer(b"".join([body[9:] for body in bodies]), dtype="<f8").reshape(-1, 2)
    offsets = np.cumsum([0, *((len(body) - 9) // 16 for body in bodies)])
    return Line.many(np.rint(xy * grid.step).astype(np.int64), offsets, grid)


_LINE = struct.pack("<BI", 1, 2)
_CALLED = {"geom": "geometry"}


def _column(name: str, hint: Any, grid: JointGrid) -> Column:
    if hint is Line:
        return Column(name, "geom", "BLOB", partial(line_blobs, grid=grid), partial(lines_of_blobs, grid=grid))
    if name == "point":
        return Column(
            name, "geom", "BLOB", _each(partial(point_blob, grid=grid)), _each(partial(point_of_blob, grid=grid))
        )
    plain = _plain(hint)
    if plain is int:
        return Column(name, name, "INTEGER", _same, _only(int, name, "a whole number"))
    if plain is str:
        sql = "TEXT NOT NULL UNIQUE" if name == "id" else "TEXT"
        return Column(name, name, sql, _same, _only(str, name, "text"))
    if isinstance(plain, type) and issubclass(plain, StrEnum):
        return Column(name, name, "TEXT", _words, _each(plain))
    return Column(name, name, "TEXT", _as_json, _each(lambda text: value_of(msgspec.json.decode(text), hint)))


def _plain(hint: Any) -> Any:
    """Return the type inside `X | None`, else the type itself."""
    if get_origin(hint) in (Union, types.UnionType):
        inner = [one for one in get_args(hint) if one is not type(None)]
        return inner[0] if len(inner) == 1 else hint
    return hint


def _same(values: Values) -> Values:
    return values


def _only(type_: type, name: str, what: str) -> Callable[[Values], Values]:
    """SQLite lets other programs put anything into any column."""

    def read_column(values: Values) -> Values:
        for value in values if not set(map(type, values)) <= {type_, type(None)} else ():
            if value is not None and type(value) is not type_:
                raise ValueError(f"its {name} is “{str(value)[:40]}”, which is not {what}")
        return values

    return read_column


def _words(values: Values) -> Values:
    return [None if value is None else value.value for value in values]


def _each(read: Callable[[Any], Any]) -> Callable[[Values], Values]:
    """Read value by value, each distinct one once: columns repeat themselves."""

    def read_column(values: Values) -> Values:
        known = {value: read(value) for value in set(values) if value is not None}
        return [known.get(value) for value in values]

    return read_column


def _as_json(values: Values) -> Values:
    return [canonical(value).decode() if value not in ((), None) else None for value in values]
