"""The GeoPackage 1.2 by its letter: header, system tables, feature tables with R-tree, and geometry blobs.

Source: OGC 12-128r14 (GeoPackage Encoding Standard 1.2), clauses 1.1.1, 1.1.3, 2.1 and annex F.3 (R-tree).
"""

import sqlite3
import struct
from collections.abc import Iterator
from contextlib import contextmanager

from pyproj import CRS
from pyproj.exceptions import CRSError

from geodata.model.grid import WGS84_DEGREES, JointGrid, Point

APPLICATION_ID = 0x47504B47
USER_VERSION = 10200
SRS = 4326
"""The number of WGS 84, in which everything lies that is not the record itself."""

_OWN_SRS = 100_000
"""The number under which a reference system without an EPSG code is entered."""

_WGS84 = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],PRIMEM["Greenwich",0],'
    'UNIT["degree",0.0174532925199433],AUTHORITY["EPSG","4326"]]'
)

_SYSTEM = """
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY,
  organization TEXT NOT NULL, organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
  description TEXT DEFAULT '', last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL,
  geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name), CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
CREATE TABLE gpkg_extensions (table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL,
  definition TEXT NOT NULL, scope TEXT NOT NULL, CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));
"""

_RTREE_TRIGGERS = """
CREATE TRIGGER "rtree_{t}_geom_insert" AFTER INSERT ON "{t}" WHEN (new.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom))
BEGIN INSERT OR REPLACE INTO "rtree_{t}_geom" VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom),
  ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;
CREATE TRIGGER "rtree_{t}_geom_update1" AFTER UPDATE OF geom ON "{t}" WHEN OLD.fid = NEW.fid AND
  (NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom))
BEGIN INSERT OR REPLACE INTO "rtree_{t}_geom" VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom),
  ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;
CREATE TRIGGER "rtree_{t}_geom_update2" AFTER UPDATE OF geom ON "{t}" WHEN OLD.fid = NEW.fid AND
  (NEW.geom ISNULL OR ST_IsEmpty(NEW.geom))
BEGIN DELETE FROM "rtree_{t}_geom" WHERE id = OLD.fid; END;
CREATE TRIGGER "rtree_{t}_geom_update3" AFTER UPDATE ON "{t}" WHEN OLD.fid != NEW.fid AND
  (NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom))
BEGIN DELETE FROM "rtree_{t}_geom" WHERE id = OLD.fid; INSERT OR REPLACE INTO "rtree_{t}_geom" VALUES (NEW.fid,
  ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;
CREATE TRIGGER "rtree_{t}_geom_update4" AFTER UPDATE ON "{t}" WHEN OLD.fid != NEW.fid AND
  (NEW.geom ISNULL OR ST_IsEmpty(NEW.geom))
BEGIN DELETE FROM "rtree_{t}_geom" WHERE id IN (OLD.fid, NEW.fid); END;
CREATE TRIGGER "rtree_{t}_geom_delete" AFTER DELETE ON "{t}" WHEN old.geom NOT NULL
BEGIN DELETE FROM "rtree_{t}_geom" WHERE id = OLD.fid; END;
"""


def prepare(db: sqlite3.Connection) -> None:
    """Register the five functions without which plain SQLite cannot write to a table that has an R-tree."""
    for name, index in (("ST_MinX", 0), ("ST_MaxX", 1), ("ST_MinY", 2), ("ST_MaxY", 3)):
        db.create_function(name, 1, lambda blob, index=index: _envelope(blob)[index], deterministic=True)
    db.create_function("ST_IsEmpty", 1, _is_empty, deterministic=True)


def create_system_tables(db: sqlite3.Connection) -> None:
    """Make an empty GeoPackage 1.2 of a new database."""
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.execute(f"PRAGMA user_version = {USER_VERSION}")
    _script(db, _SYSTEM)
    db.executemany(
        "INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, ?)",
        [
            ("Undefined cartesian", -1, "NONE", -1, "undefined", "undefined cartesian coordinates"),
            ("Undefined geographic", 0, "NONE", 0, "undefined", "undefined geographic coordinates"),
            ("WGS 84", SRS, "EPSG", SRS, _WGS84, "longitude and latitude on the ellipsoid of WGS 84"),
        ],
    )


def srs_of(grid: JointGrid) -> int:
    """Return the number under which a GeoPackage knows the reference system of a grid."""
    authority, _, code = grid.crs.partition(":")
    return int(code) if authority == "EPSG" and code.isdecimal() else _OWN_SRS


def enter_system(db: sqlite3.Connection, grid: JointGrid) -> None:
    """Enter the reference system of a grid, where it is not there yet."""
    crs, number = CRS.from_user_input(grid.crs), srs_of(grid)
    published = number != _OWN_SRS
    row = (crs.name, number, "EPSG" if published else "NONE", number, _definition(crs), "the joint system")
    db.execute("INSERT OR IGNORE INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, ?)", row)


def _definition(crs: CRS) -> str:
    """A reference system as WKT 1, which the format wants; as WKT 2 where that cannot say it."""
    try:
        return str(crs.to_wkt("WKT1_GDAL"))
    except CRSError:
        return str(crs.to_wkt())


def create_feature_table(
    db: sqlite3.Connection, table: str, geometry: str, columns: str, description: str, grid: JointGrid = WGS84_DEGREES
) -> None:
    """Add a table with `geom` of the type named in the system of a grid, the columns as SQL, and its R-tree."""
    srs = srs_of(grid)
    db.execute(f'CREATE TABLE "{table}" (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, geom {geometry}, {columns})')
    _register(db, table, "features", description, srs)
    db.execute("INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', ?, ?, 0, 0)", (table, geometry, srs))
    db.execute(f'CREATE VIRTUAL TABLE "rtree_{table}_geom" USING rtree(id, minx, maxx, miny, maxy)')
    db.execute(
        "INSERT INTO gpkg_extensions VALUES (?, 'geom', 'gpkg_rtree_index', ?, 'write-only')",
        (table, "http://www.geopackage.org/spec120/#extension_rtree"),
    )
    _script(db, _RTREE_TRIGGERS.format(t=table))


def has_table(db: sqlite3.Connection, name: str) -> bool:
    """Whether a project has a table; one made by an earlier version lacks those that came later."""
    sql = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?"
    return db.execute(sql, (name,)).fetchone() is not None


@contextmanager
def filled_at_once(db: sqlite3.Connection, table: str) -> Iterator[None]:
    """Let many rows be inserted without a trigger for each, then bring them all into the R-tree."""
    (last,) = db.execute(f'SELECT coalesce(max(fid), 0) FROM "{table}"').fetchone()
    sql = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ? AND sql LIKE '%AFTER INSERT%'"
    triggers = db.execute(sql, (table,)).fetchall()
    for name, _ in triggers:
        db.execute(f'DROP TRIGGER "{name}"')
    yield
    rows = db.execute(f'SELECT fid, geom FROM "{table}" WHERE fid > ? AND geom NOT NULL', (last,))
    boxes = ((fid, *_envelope(blob)) for fid, blob in rows if not _is_empty(blob))
    db.executemany(f'INSERT INTO "rtree_{table}_geom" VALUES (?, ?, ?, ?, ?)', boxes)
    for _, trigger in triggers:
        db.execute(trigger)


def create_attribute_table(
    db: sqlite3.Connection, table: str, columns: str, description: str, counting: str = "AUTOINCREMENT"
) -> None:
    """Add a table without geometry; without `counting` numbers may be given again, and rows come in more quickly."""
    db.execute(f'CREATE TABLE "{table}" (fid INTEGER PRIMARY KEY {counting} NOT NULL, {columns})')
    _register(db, table, "attributes", description, None)


def point_blob(point: Point, grid: JointGrid) -> bytes:
    """Return the blob of a point of a grid."""
    x, y = point[0] / grid.step, point[1] / grid.step
    return struct.pack("<2sBBiBI2d", b"GP", 0, 1, srs_of(grid), 1, 1, x, y)


def point_of_blob(blob: bytes, grid: JointGrid) -> Point:
    """Return the point of a blob on a grid; raise ValueError."""
    wkb = wkb_of_blob(blob)
    order, kind, x, y = struct.unpack_from("<BI2d", wkb)
    if order != 1 or kind != 1:
        raise ValueError("The geometry is not a plain point.")
    return round(x * grid.step), round(y * grid.step)


def wkb_of_blob(blob: bytes) -> bytes:
    """Return the WKB inside a GeoPackage geometry blob; raise ValueError."""
    if blob[:2] != b"GP" or len(blob) < 13:
        raise ValueError("The geometry is not a GeoPackage geometry.")
    return blob[8 + _ENVELOPE_BYTES[(blob[3] >> 1) & 7] :]


_ENVELOPE_BYTES = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}


def _envelope(blob: bytes | None) -> tuple[float, float, float, float] | tuple[None, None, None, None]:
    if not blob:
        return None, None, None, None
    if (blob[3] >> 1) & 7:
        return struct.unpack_from("<4d" if blob[3] & 1 else ">4d", blob, 8)
    import shapely

    west, south, east, north = shapely.bounds(shapely.from_wkb(wkb_of_blob(blob)))
    return float(west), float(east), float(south), float(north)


def _is_empty(blob: bytes | None) -> int:
    return int(blob is None or bool(blob[3] & 0x10))


def _register(db: sqlite3.Connection, table: str, data_type: str, description: str, srs: int | None) -> None:
    db.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id) VALUES (?, ?, ?, ?, ?)",
        (table, data_type, table, description, srs),
    )


def _script(db: sqlite3.Connection, sql: str) -> None:
    """Run several statements inside the open transaction (`executescript` would commit it)."""
    statement = ""
    for line in sql.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            db.execute(statement)
            statement = ""
