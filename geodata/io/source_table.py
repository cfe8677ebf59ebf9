"""What a source holds before anything is made of it: formats, layers, columns, one layer as a raw table."""

from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from geodata.io.load_report import Refusal, Remark
from geodata.io.untouched import Digest

Geometries = npt.NDArray[np.object_]
Value = str | int | float | bool | None

BETWEEN = "\t"
"""What parts the two cells of a point in `RawTable.texts`."""


class Format(StrEnum):
    """What a source is written in."""

    GEOPACKAGE = "GeoPackage"
    GEOJSON = "GeoJSON"
    SHAPEFILE = "Shapefile"
    FLATGEOBUF = "FlatGeobuf"
    KML = "KML"
    GPX = "GPX"
    CSV = "CSV"

    @property
    def in_degrees(self) -> bool:
        """Whether the format itself says that coordinates are longitude and latitude of WGS 84."""
        return self in {Format.GEOJSON, Format.KML, Format.GPX}


class SourceColumn(Struct, frozen=True, kw_only=True):
    """A column of a source: its heading, "text", "integer", "real", "boolean", "date" or "list", and first values."""

    name: str
    type: str
    first: tuple[str, ...] = ()


class SourceLayer(Struct, frozen=True, kw_only=True):
    """One layer of a source.

    `geometry` is the type as GDAL words it ("LineString", "Point Z", "Unknown" for mixed); `crs` the reference system
    as the file states it, empty when it states none; `encoding` how its text is written. `axes` is the order that the
    headings of a CSV state, "east-north" or "" for none; every other format says it by itself.
    """

    name: str
    format: Format
    geometry: str
    rows: int
    crs: str
    columns: tuple[SourceColumn, ...]
    encoding: str = "UTF-8"
    axes: str = ""


class ReadOptions(Struct, frozen=True, kw_only=True):
    """What a person states where a file does not: encoding, coordinate columns of a CSV and their order (`axes`).

    `limit` is how many rows are read for a preview, 0 for all.
    """

    encoding: str = ""
    x: str = ""
    y: str = ""
    wkt: str = ""
    axes: str = ""
    limit: int = 0


@dataclass(frozen=True, eq=False)
class RawTable:
    """One layer as it is in the file, x before y: nothing transformed, repaired or left out.

    `geometries` is (n,) shapely or None; `columns` holds n values under each heading; row i is row i + 1 of the layer.
    `unreadable` says of rows by index why they cannot be taken whatever the target; `remarks` what must be said.
    `as_read` keeps the coordinates of points as text where the source wrote them as text; `texts` holds the cells of
    such a source verbatim, WKT or two coordinates with BETWEEN between them.
    """

    layer: SourceLayer
    digest: Digest
    geometries: Geometries
    columns: dict[str, list[Value]]
    unreadable: dict[int, tuple[Refusal, str]] = field(default_factory=dict)
    remarks: tuple[Remark, ...] = ()
    as_read: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.geometries)
