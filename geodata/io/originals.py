"""Original coordinates, kept verbatim beside the converted ones: as text where the source had text, else exact doubles.

A row says of one feature what was read for it, from which source, and the sha256 of the grid numbers that it became:
where the feature has other numbers since, the row does no harm and no longer speaks of them. It never travels.
"""

import hashlib
import re
import sqlite3
import struct
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import shapely

from geodata.geometry.crs import Floats
from geodata.io import geopackage
from geodata.io.axes import Axes
from geodata.io.source_csv import numbers_of
from geodata.io.source_table import BETWEEN, Geometries
from geodata.model.feature import Feature

Integers = npt.NDArray[np.int64]
Row = tuple[str, str, bytes, str, bytes]

TABLE = "confinia_originals"
_COLUMNS = "feature TEXT NOT NULL, origin TEXT NOT NULL, sha256 BLOB NOT NULL, form TEXT NOT NULL, data BLOB NOT NULL"
_PACKED = "+zlib"
_WORTH_PACKING = 2048  # bytes; below, deflating costs more time than it saves room
_INNERMOST = re.compile(r"\(([^()]*)\)")


class Form(StrEnum):
    """How original coordinates are kept: doubles (little-endian, in the order of the file) or text as it stands.

    WKT is the text between the innermost brackets; CELLS are lines of two cells with a tab between.
    """

    XY = "xy"
    XYZ = "xyz"
    WKT = "wkt"
    CELLS = "cells"


class Original(NamedTuple):
    """What was read for one feature: its id, that of its source, the hash of what it became, and the coordinates."""

    feature: str
    origin: str
    sha256: bytes
    form: Form
    data: bytes

    @property
    def text(self) -> str:
        """The coordinates as the source wrote them, one point a line, or as the shortest decimals that say the same."""
        if self.form is Form.CELLS:
            return self.data.decode().replace(BETWEEN, "  ")
        if self.form is Form.WKT:
            return "\n".join(point.strip() for point in self.data.decode().split(","))
        return "\n".join("  ".join(map(repr, point)) for point in self.doubles.tolist())

    @property
    def doubles(self) -> Floats:
        """The doubles as (n, 2) or (n, 3), in the order of the file."""
        return np.frombuffer(self.data, "<f8").reshape(-1, 2 if self.form is Form.XY else 3)

    @property
    def turned(self) -> "Original":
        """The same with its points in the opposite order, for a line that is walked the other way."""
        if self.form is Form.CELLS:
            data = "\n".join(reversed(self.data.decode().split("\n"))).encode()
        elif self.form is Form.WKT:
            data = ",".join(reversed(self.data.decode().split(","))).encode()
        else:
            data = self.doubles[::-1].tobytes()
        return self._replace(data=data)

    def numbers(self, axes: Axes) -> Floats:
        """Return (n, 2) float64 in the order of the file; `axes` is that order. Raise Refused for what is no number."""
        if self.form is Form.CELLS:
            pairs = (line.split(BETWEEN) for line in self.data.decode().split("\n"))
            return np.array([numbers_of(x, y, axes) for x, y in pairs])
        if self.form is Form.WKT:
            return shapely.get_coordinates(shapely.from_wkt(f"MULTIPOINT ({self.data.decode()})"))
        return self.doubles[:, :2]


@dataclass(frozen=True, eq=False)
class Originals:
    """The original coordinates of the features of one load, put into words only when they are written.

    `parts` are the geometries as read, `rows` the row of each (from 0); `texts` the verbatim cells of each row (`form`
    says of what), none where the source had no text; `places` is the part of each of the features by its id.
    """

    origin: str
    form: Form
    parts: Geometries
    rows: Integers
    texts: list[str]
    features: list[Feature]
    places: dict[str, int]

    def __bool__(self) -> bool:
        """Tell whether anything taken names this source as its origin."""
        return any(getattr(one, "origin", "") == self.origin for one in self.features)

    def __iter__(self) -> Iterator[Original]:
        """Return them one after the other."""
        features = [one for one in self.features if getattr(one, "origin", "") == self.origin]
        places = [self.places[one.id] for one in features]
        read = self._texts(places) if self.texts else self._doubles(places)
        for feature, sha256, (form, data) in zip(features, hashes_of(features), read, strict=True):
            yield Original(feature.id, self.origin, sha256, form, data)

    def _doubles(self, places: list[int]) -> Iterable[tuple[Form, bytes]]:
        parts = self.parts[places]
        solid = shapely.has_z(parts)
        if not solid.any():
            data = shapely.get_coordinates(parts).astype("<f8").tobytes()
            ends = (16 * np.cumsum(shapely.get_num_coordinates(parts))).tolist()
            return [(Form.XY, data[begin:end]) for begin, end in pairwise([0, *ends])]
        runs = [shapely.get_coordinates(part, include_z=z) for part, z in zip(parts, solid.tolist(), strict=True)]
        return [(Form.XYZ if run.shape[1] == 3 else Form.XY, run.astype("<f8").tobytes()) for run in runs]

    def _texts(self, places: list[int]) -> Iterator[tuple[Form, bytes]]:
        rows = self.rows[places]
        for place, row, begin in zip(places, rows.tolist(), np.searchsorted(self.rows, rows).tolist(), strict=True):
            text = self.texts[row]
            yield self.form, (text if self.form is Form.CELLS else _piece(text, place - begin)).encode()


def hashes_of(features: Sequence[Feature]) -> Iterator[bytes]:
    """Return the sha256 of each feature's grid numbers: x0, y0, x1, y1, ... as little-endian int64."""
    for feature in features:
        line = getattr(feature, "line", None)
        data = struct.pack("<2q", *getattr(feature, "point", (0, 0))) if line is None else line.data
        yield hashlib.sha256(data).digest()


def keep_originals(db: sqlite3.Connection, originals: Iterable[Original]) -> None:
    """Write original coordinates, those of an earlier load of the same source anew; inside a transaction."""
    rows = map(_row, originals)
    first = next(rows, None)
    if first is None:
        return
    all_rows: Iterable[Row] = chain((first,), rows)
    known = _there(db)
    if not known:
        geopackage.create_attribute_table(db, TABLE, _COLUMNS, "Confinia: coordinates as they were read", counting="")
    elif db.execute(f"SELECT 1 FROM {TABLE} WHERE origin = ? LIMIT 1", (first[1],)).fetchone():
        all_rows = list(all_rows)
        db.executemany(f"DELETE FROM {TABLE} WHERE feature = ? AND origin = ?", (row[:2] for row in all_rows))
    db.executemany(f"INSERT INTO {TABLE} (feature, origin, sha256, form, data) VALUES (?, ?, ?, ?, ?)", all_rows)
    if not known:
        db.execute(f"CREATE INDEX {TABLE}_of ON {TABLE} (feature)")  # sorted at once, which is quicker than row by row


def original_of(db: sqlite3.Connection, feature: str, origin: str) -> Original | None:
    """Return what was read for a feature from a source, None where nothing is kept."""
    if not _there(db):
        return None
    sql = f"SELECT sha256, form, data FROM {TABLE} WHERE feature = ? AND origin = ? ORDER BY fid DESC"
    row = db.execute(sql, (feature, origin)).fetchone()
    if row is None:
        return None
    sha256, form, data = row
    packed = form.endswith(_PACKED)
    return Original(
        feature, origin, sha256, Form(form.removesuffix(_PACKED)), zlib.decompress(data) if packed else data
    )


def _there(db: sqlite3.Connection) -> bool:
    """Whether a project keeps any; one made by an earlier version has no table for them."""
    return db.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (TABLE,)).fetchone() is not None


def _row(original: Original) -> Row:
    form, data = original.form.value, original.data
    if len(data) >= _WORTH_PACKING:
        packed = zlib.compress(data, 1)
        if len(packed) < 0.9 * len(data):
            form, data = form + _PACKED, packed
    return original.feature, original.origin, original.sha256, form, data


def _piece(wkt: str, number: int) -> str:
    """The coordinates of one part of a WKT text, as they are written."""
    found = _INNERMOST.findall(wkt)
    if "MULTIPOINT" in wkt.upper() and len(found) == 1:
        found = found[0].split(",")
    return str(found[number]) if number < len(found) else wkt
