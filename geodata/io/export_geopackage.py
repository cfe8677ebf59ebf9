"""Exports as GeoPackage 1.2: a layer for each kind, one column a field, and a table that says where it comes from."""

import sqlite3
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from msgspec.structs import asdict

from geodata.io.export_tables import flat, headings
from geodata.io.export_view import Row, View, ViewKind
from geodata.io.geopackage import prepare
from geodata.model.grid import JointGrid
from geodata.model.line import Line

STAMP_TABLE = "confinia_export"

_GEOMETRY = {ViewKind.TURNING_POINT: "Point", ViewKind.MARKER: "Point", ViewKind.ANNOTATION: "Point"}


def write_geopackage(view: View, path: Path) -> None:
    """Write all rows to a new file, the same bytes for the same view."""
    import pyogrio

    before = pyogrio.get_gdal_config_option("OGR_CURRENT_DATE")
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": view.stamp.time.replace("Z", ".000Z")})
    try:
        with warnings.catch_warnings():  # GDAL has a word to say of tables without geometry
            warnings.simplefilter("ignore")
            _write_stamp(view, path)
            for kind in ViewKind:
                rows = [row for row in view.rows if row.kind is kind]
                if rows:
                    _write_layer(kind, rows, view.grid, path)
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": before})


def layer_name(kind: ViewKind) -> str:
    """Return what the layer of a kind is called."""
    return kind.plural.replace("-", "_")


def row_counts(path: Path) -> dict[str, int]:
    """Return how many rows each layer of an export holds, as they are read back."""
    db = sqlite3.connect(path.absolute().as_uri() + "?mode=ro&immutable=1", uri=True)
    try:
        prepare(db)
        if db.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            return {}
        tables = [name for (name,) in db.execute("SELECT table_name FROM gpkg_contents") if name != STAMP_TABLE]
        return {name: db.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in tables}
    finally:
        db.close()


def _write_stamp(view: View, path: Path) -> None:
    from pyogrio import raw

    said = {name: str(value) for name, value in asdict(view.stamp).items()}
    fields = [np.array(list(said), dtype=object), np.array(list(said.values()), dtype=object)]
    raw.write(
        path, None, fields, ["name", "value"], layer=STAMP_TABLE, driver="GPKG", dataset_options={"VERSION": "1.2"},
        layer_options={"DESCRIPTION": view.stamp.disclaimer},
    )  # fmt: skip


def _write_layer(kind: ViewKind, rows: list[Row], grid: JointGrid, path: Path) -> None:
    from pyogrio import raw

    names = headings(rows)
    columns = [_column([flat(row.values.get(name)) for row in rows]) for name in names]
    placed = kind is not ViewKind.SOURCE
    geometry = np.array([_wkb(row, grid) for row in rows], dtype=object) if placed else None
    raw.write(
        path,
        geometry,
        [np.array([row.id for row in rows], dtype=object), *columns],
        ["id", *names],
        layer=layer_name(kind),
        driver="GPKG",
        append=True,
        geometry_type=_GEOMETRY.get(kind, "LineString") if placed else None,
        crs=grid.crs if placed else None,
        layer_options={"GEOMETRY_NAME": "geom"} if placed else {},
    )


def _column(values: list[Any]) -> Any:
    kinds = {type(value) for value in values if value not in (None, "")}
    if kinds == {float} and None not in values:
        return np.array(values, dtype=np.float64)
    if kinds == {int} and None not in values and "" not in values:
        return np.array(values, dtype=np.int64)
    return np.array([None if value is None else str(value) for value in values], dtype=object)


def _wkb(row: Row, grid: JointGrid) -> Any:
    if row.place is None:
        return None
    if isinstance(row.place, Line):
        return shapely.to_wkb(shapely.LineString(grid.native(row.place.xy)))
    return shapely.to_wkb(shapely.Point(row.place[0] / grid.step, row.place[1] / grid.step))
