"""What GDAL does not tell of a source: curves it straightened, measures it left out, reference systems it did not know,
the code page of a Shapefile and whether it is whole.
"""

import codecs
import re
import sqlite3
import struct
from pathlib import Path

import numpy as np
import numpy.typing as npt

from geodata.errors import FileDamaged, Refused
from geodata.geometry.crs import reference_system
from geodata.io.geopackage import wkb_of_blob
from geodata.io.source_table import Format, SourceLayer

_CURVES = {"CIRCULARSTRING": 8, "COMPOUNDCURVE": 9, "CURVEPOLYGON": 10, "MULTICURVE": 11, "MULTISURFACE": 12}
_STRAIGHT = {"Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon"}
_UNSTATED_PAGES = {0x00, 0x57}  # none, and "whatever this computer uses"
_MEASURED_SHAPES = {21, 23, 25, 28}
_CRS_MEMBER = re.compile(rb'"crs"\s*:\s*\{[^{}]*\{[^{}]*"name"\s*:\s*"([^"\\]{1,300})"')


def curved_rows(path: Path, layer: SourceLayer, fids: npt.NDArray[np.int64]) -> list[int]:
    """Return the indices of rows that hold a curve, of the rows with these feature numbers."""
    if layer.format is Format.GEOPACKAGE:
        codes = _codes(path, layer.name)
        return [row for row, fid in enumerate(fids.tolist()) if codes.get(fid, 0) % 1000 in _CURVES.values()]
    if layer.format is not Format.FLATGEOBUF or layer.geometry.removesuffix(" Z") in _STRAIGHT:
        return []
    from pyogrio import raw

    named = " OR ".join(f"OGR_GEOMETRY = '{name}'" for name in _CURVES)
    _, curved, _, _ = raw.read(path, layer=layer.name, columns=[], where=named, return_fids=True)
    return np.flatnonzero(np.isin(fids, curved)).tolist()


def has_measures(path: Path, layer: SourceLayer) -> bool:
    """Tell whether a layer has M values, which are not read."""
    if layer.format is Format.GEOPACKAGE:
        return any(code % 1_000_000 // 1000 in (2, 3) for code in _codes(path, layer.name).values())
    if layer.format is Format.SHAPEFILE:
        with path.open("rb") as file:
            return int.from_bytes(file.read(36)[32:], "little") in _MEASURED_SHAPES
    return layer.format is Format.FLATGEOBUF and _warned_of_measures(path)


def names_unknown_system(path: Path) -> bool:
    """Tell whether a GeoJSON names, at its head, a reference system that nobody knows; GDAL takes that for WGS 84."""
    with path.open("rb") as file:
        named = _CRS_MEMBER.search(file.read(4096))
    if named is None:
        return False
    try:
        reference_system(named[1].decode("utf-8", "replace"))
    except Refused:
        return True
    return False


def check_whole(path: Path) -> None:
    """Raise FileDamaged for a Shapefile that is shorter than it says; GDAL reads what it lost as no geometry."""
    with path.open("rb") as file:
        stated = 2 * int.from_bytes(file.read(28)[24:], "big")
    size = path.stat().st_size
    if size < stated:
        raise FileDamaged(f"{path.name} is cut short: {size:,} of {stated:,} bytes are there. It was not touched.")


def without_attributes(path: Path) -> str:
    """Return what to say of a Shapefile that came without its table, nothing for one that is whole."""
    if any(each.suffix.lower() == ".dbf" for each in path.parent.iterdir() if each.stem == path.stem):
        return ""
    return f"There is no {path.stem}.dbf beside {path.name}, so its rows have no columns."


def shapefile_encoding(path: Path) -> tuple[str | None, str]:
    """Return the encoding of a Shapefile's text as Python calls it (None: as its .dbf says) and what to say of it.

    Raise Refused when nothing states it and the text is not UTF-8 either.
    """
    beside = {each.suffix.lower(): each for each in path.parent.iterdir() if each.stem == path.stem}
    if ".cpg" in beside:
        stated = beside[".cpg"].read_text("ascii", errors="replace").strip()
        found = _codec(stated)
        if found is None:
            raise Refused(f"{beside['.cpg'].name} names an encoding that is not known, “{stated[:40]}”; state it.")
        return found, ""
    if ".dbf" not in beside:
        return None, ""
    data = beside[".dbf"].read_bytes()
    if len(data) > 29 and data[29] not in _UNSTATED_PAGES:
        return None, ""
    text = data[32:]
    if text.isascii():
        return "UTF-8", ""
    try:
        text.decode("utf-8")
    except UnicodeDecodeError:
        raise Refused(
            f"Nothing says how the text in {beside['.dbf'].name} is encoded, and it is not UTF-8; "
            "state it, for example cp1251 for Russian."
        ) from None
    return "UTF-8", f"Nothing says how the text in {path.name} is encoded; it reads as UTF-8 and was taken so."


def _codec(stated: str) -> str | None:
    """Return Python's name of an encoding as a .cpg file writes it: UTF-8, 1251, ANSI 1251, ISO 88595."""
    number = re.search(r"\d{3,5}", stated)
    tries = [stated, stated.replace(" ", "-")]
    if number:
        digits = number.group()
        tries += ["utf-8"] if digits == "65001" else [f"cp{digits}", f"iso8859-{digits.removeprefix('8859')}"]
    for name in tries:
        try:
            return codecs.lookup(name).name
        except LookupError:
            continue
    return None


def _codes(path: Path, table: str) -> dict[int, int]:
    """Return the WKB type code of each row of a GeoPackage layer by feature number, as written in the file."""
    db = sqlite3.connect(path.absolute().as_uri() + "?mode=ro&immutable=1", uri=True)
    try:
        row = db.execute(
            "SELECT column_name, geometry_type_name, m FROM gpkg_geometry_columns WHERE table_name = ?", (table,)
        ).fetchone()
        if row is None or (row[1].upper() in {each.upper() for each in _STRAIGHT} and not row[2]):
            return {}
        quoted, column = (name.replace('"', '""') for name in (table, row[0]))
        found = db.execute(f'SELECT rowid, substr("{column}", 1, 128) FROM "{quoted}"')
        return {fid: _code(blob) for fid, blob in found if blob is not None}
    except (
        sqlite3.DatabaseError
    ):  # a view without row numbers, say; GDAL has read it, and it holds no curves of its own
        return {}
    finally:
        db.close()


def _code(blob: bytes) -> int:
    """Return the ISO type code of a GeoPackage blob; 1000s for Z, 2000s for M, 3000s for both."""
    try:
        wkb = wkb_of_blob(blob)
        (code,) = struct.unpack_from("<I" if wkb[0] == 1 else ">I", wkb, 1)
    except (ValueError, struct.error, IndexError, KeyError):
        return 0
    extended = (1000 if code & 0x80000000 else 0) + (2000 if code & 0x40000000 else 0)
    return int((code & 0x0FFFFFFF) + extended)


def _warned_of_measures(path: Path) -> bool:
    """FlatGeobuf says it in its header, which only GDAL reads; it warns of what it leaves out."""
    import warnings

    import pyogrio

    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        pyogrio.read_info(path)
    return any("Measured" in str(each.message) for each in said)
