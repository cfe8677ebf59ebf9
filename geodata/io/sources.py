"""Sources: files of others, read once, column by column, without touching them.

    layers(path)                       what is in a file: layers, columns, reference system, first values
    read(path, layer, options)         one layer as a RawTable: geometries, columns, and what must be said of them

GeoPackage, GeoJSON, Shapefile, FlatGeobuf, KML and GPX come through GDAL, CSV through a reader of our own. A file is
taken for what its first bytes say, not for what its name ends in.
"""

from pathlib import Path

from geodata.cancel import Progress, unwatched
from geodata.errors import FileForeign, NotFound, Refused
from geodata.io import source_csv, source_gdal
from geodata.io.source_table import Format, RawTable, ReadOptions, SourceLayer
from geodata.io.untouched import digest, head, readable

FORMATS = "GeoPackage, GeoJSON, Shapefile, FlatGeobuf, KML, GPX and CSV"


def layers(path: Path, options: ReadOptions | None = None) -> list[SourceLayer]:
    """Return the layers of a file that have geometry; raise NotFound, FileForeign or FileTrouble."""
    path, options = Path(path), options or ReadOptions()
    kind = format_of(path)
    if kind is Format.CSV:
        return [source_csv.layer(path, options)]
    with readable(path) as place:
        return source_gdal.layers(place, kind, options)


def layer_of(path: Path, name: str = "", options: ReadOptions | None = None) -> SourceLayer:
    """Return the layer of this name, or the only one; raise NotFound or Refused when that is not clear."""
    return _chosen(layers(path, options), Path(path).name, name)


def read(path: Path, layer: str = "", options: ReadOptions | None = None, progress: Progress | None = None) -> RawTable:
    """Return one layer of a file (the only one where none is named); raise FileTrouble, NotFound or Refused.

    `options.limit` reads only the first rows, for a preview.
    """
    path, options, watched = Path(path), options or ReadOptions(), progress or unwatched()
    kind = format_of(path)
    watched.step(f"Reading {path.name}", 0, 0)
    stamp = digest(path)
    if kind is Format.CSV:
        return source_csv.read(path, options, stamp)
    with readable(path) as place:
        chosen = _chosen(source_gdal.layers(place, kind, options), path.name, layer)
        return source_gdal.read(place, chosen, options, stamp)


def _chosen(found: list[SourceLayer], file: str, name: str) -> SourceLayer:
    listed = ", ".join(each.name for each in found)
    if name:
        for each in found:
            if each.name == name:
                return each
        raise NotFound(f"{file} has no layer {name}; it has {listed}.")
    if len(found) == 1:
        return found[0]
    if not found:
        raise Refused(f"{file} has no layer with geometry.")
    raise Refused(f"{file} has several layers; name one: {listed}.")


def format_of(path: Path) -> Format:
    """Return what a file is, by its first bytes; raise NotFound or FileForeign."""
    start = head(Path(path))
    for known, test in _SIGNS:
        if test(start):
            return known
    if path.suffix.lower() in {".csv", ".tsv", ".txt"} and start:
        return Format.CSV
    if path.suffix.lower() in {".dbf", ".shx", ".prj", ".cpg"}:
        raise FileForeign(f"{path.name} is a part of a Shapefile; choose the file that ends in .shp.")
    if start.startswith(b"PK\3\4"):
        raise FileForeign(f"{path.name} is packed; unpack it and choose a file that was in it.")
    if not start:
        raise FileForeign(f"{path.name} is empty.")
    raise FileForeign(f"{path.name} is none of {FORMATS}. It was not touched.")


def _is_json(start: bytes) -> bool:
    return start.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{"


def _root(start: bytes) -> bytes:
    """Return the name of the outermost element of XML, empty for anything else."""
    rest = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not rest.startswith(b"<"):
        return b""
    while rest[:2] in (b"<?", b"<!"):
        ending = b"-->" if rest.startswith(b"<!--") else b">"
        rest = rest.partition(ending)[2].lstrip()
    return rest[1:].split(None, 1)[0].partition(b">")[0].rpartition(b":")[2] if rest[:1] == b"<" else b""


_SIGNS = (
    (Format.GEOPACKAGE, lambda start: start.startswith(b"SQLite format 3\0")),
    (Format.FLATGEOBUF, lambda start: start.startswith(b"fgb")),
    (Format.SHAPEFILE, lambda start: start.startswith(b"\0\0\x27\x0a") and len(start) >= 100),
    (Format.KML, lambda start: _root(start) == b"kml"),
    (Format.GPX, lambda start: _root(start) == b"gpx"),
    (Format.GEOJSON, _is_json),
)
