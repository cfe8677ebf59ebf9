"""Reference layers inside the project file: ordinary GeoPackage layers whose table names begin with `reference_`."""

import hashlib
import sqlite3
from typing import Any

import msgspec
import numpy as np
import shapely

from geodata.io import geopackage
from geodata.model.reference import Columns, ReferenceLayer, Shape

_PREFIX = "reference_"
_GEOMETRY = {Shape.POINT: "MULTIPOINT", Shape.LINE: "MULTILINESTRING", Shape.AREA: "GEOMETRY"}


def add(db: sqlite3.Connection, layer: ReferenceLayer) -> None:
    """Write a layer as a feature table, replacing one of the same name."""
    remove(db, layer.name)
    table = _table(layer.name)
    geometry = _GEOMETRY[layer.columns.shape]
    geopackage.create_feature_table(db, table, geometry, "label TEXT, attributes TEXT", layer.columns.shape.value)
    db.execute("UPDATE gpkg_contents SET identifier = ? WHERE table_name = ?", (layer.name, table))
    shapes = _geometries(layer.columns)
    headings = list(layer.attributes)
    values = list(zip(*layer.attributes.values(), strict=True)) if headings else [()] * len(shapes)
    labels = layer.labels or [""] * len(shapes)
    rows = (
        (_blob(shape), label, msgspec.json.encode(dict(zip(headings, row, strict=True))).decode())
        for shape, label, row in zip(shapes, labels, values, strict=True)
    )
    db.executemany(f'INSERT INTO "{table}" (geom, label, attributes) VALUES (?, ?, ?)', rows)


def remove(db: sqlite3.Connection, name: str) -> None:
    """Take a layer out; nothing happens when there is none of this name."""
    table = _table(name)
    if not db.execute("SELECT 1 FROM gpkg_contents WHERE table_name = ?", (table,)).fetchone():
        return
    db.execute(f'DROP TABLE "rtree_{table}_geom"')
    db.execute(f'DROP TABLE "{table}"')
    for system in ("gpkg_extensions", "gpkg_geometry_columns", "gpkg_contents"):
        db.execute(f"DELETE FROM {system} WHERE table_name = ?", (table,))


def read_all(db: sqlite3.Connection) -> list[ReferenceLayer]:
    """Return the layers in the order in which they were added."""
    sql = "SELECT table_name, identifier, description FROM gpkg_contents WHERE table_name GLOB ? ORDER BY rowid"
    rows = db.execute(sql, (_PREFIX + "*",)).fetchall()
    return [_read(db, table, name, Shape(shape)) for table, name, shape in rows]


def refresh_extents(db: sqlite3.Connection) -> None:
    """Write the extent of each layer where other programs look for it."""
    for (table,) in db.execute("SELECT table_name FROM gpkg_geometry_columns").fetchall():
        box = db.execute(f'SELECT min(minx), min(miny), max(maxx), max(maxy) FROM "rtree_{table}_geom"').fetchone()
        sql = "UPDATE gpkg_contents SET min_x = ?, min_y = ?, max_x = ?, max_y = ? WHERE table_name = ?"
        db.execute(sql, (*box, table))


def _read(db: sqlite3.Connection, table: str, name: str, shape: Shape) -> ReferenceLayer:
    rows = db.execute(f'SELECT geom, label, attributes FROM "{table}" ORDER BY fid').fetchall()
    shapes = shapely.from_wkb([geopackage.wkb_of_blob(row[0]) for row in rows])
    records: list[dict[str, Any]] = [msgspec.json.decode(row[2]) for row in rows]
    headings = list(records[0]) if records else []
    columns = Columns.of_geometries(np.asarray(shapes, dtype=object), shape)
    attributes = {heading: [one.get(heading) for one in records] for heading in headings}
    return ReferenceLayer(name, columns, [row[1] for row in rows], attributes)


def _geometries(columns: Columns) -> Any:
    """Return one geometry for each row: rings become areas by the even-odd rule, as they are drawn."""
    part_of: Any = np.repeat(np.arange(len(columns)), np.diff(columns.offsets))
    if columns.shape is Shape.POINT:
        return shapely.multipoints(_array(shapely.points(columns.xy)), indices=columns.rows)
    if columns.shape is Shape.LINE:
        return shapely.multilinestrings(_array(shapely.linestrings(columns.xy, indices=part_of)), indices=columns.rows)
    rings = _array(shapely.linearrings(columns.xy, indices=part_of))
    return shapely.build_area(shapely.geometrycollections(rings, indices=columns.rows))


def _array(shapes: object) -> Any:
    return np.atleast_1d(np.asarray(shapes, dtype=object))


def _blob(shape: shapely.Geometry) -> bytes:
    header = b"GP\0\1" + geopackage.SRS.to_bytes(4, "little")
    return header + shapely.to_wkb(shape, byte_order=1, output_dimension=2)


def _table(name: str) -> str:
    return _PREFIX + hashlib.sha256(name.encode()).hexdigest()[:12]
