"""Sources through GDAL: one layer as plain columns; a data frame or a GDAL handle never leaves a function here."""

import json
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from geodata.errors import FileDamaged, FileTrouble, Refused
from geodata.io.gdal_words import words_of
from geodata.io.load_report import Note, Refusal, Remark
from geodata.io.source_kinds import (
    check_whole,
    curved_rows,
    has_measures,
    names_unknown_system,
    shapefile_encoding,
    without_attributes,
)
from geodata.io.source_table import Format, RawTable, ReadOptions, SourceColumn, SourceLayer, Value
from geodata.io.untouched import Digest
from geodata.model.names import nfc

_FIRST = 5
_EXACT = 2**53
_TYPES = {"OFTInteger": "integer", "OFTInteger64": "integer", "OFTReal": "real", "OFTString": "text"}
_TIMES = {"OFTDate": "date", "OFTTime": "date", "OFTDateTime": "date"}
_FILLED_BY_GDAL: dict[str, set[Value]] = {
    "tessellate": {-1, 0, 1}, "extrude": {0}, "visibility": {-1}, "altitudeMode": set(), "drawOrder": set(),
    "icon": set(), "timestamp": set(), "begin": set(), "end": set(), "description": set(), "snippet": set(),
}  # fmt: skip
"""Columns that GDAL shows for every KML, and what they hold where the file says nothing of the ground."""


def layers(path: Path, kind: Format, options: ReadOptions) -> list[SourceLayer]:
    """Return the layers that have geometry, of a GPX only those that hold something; raise FileDamaged."""
    import pyogrio

    with _translated(path, kind):
        names = [str(name) for name, geometry in pyogrio.list_layers(path) if geometry is not None]
        found = [_layer(path, kind, name, options) for name in names]
    return [each for each in found if each.rows or kind is not Format.GPX]


def read(path: Path, layer: SourceLayer, options: ReadOptions, stamp: Digest) -> RawTable:
    """Return one layer; raise FileDamaged, or Refused where its text is in another encoding than stated."""
    import shapely
    from pyogrio import raw

    kind = layer.format
    with _translated(path, kind):
        encoding, remarks = _encoding(path, kind, options)
        if kind is Format.SHAPEFILE:
            check_whole(path)
        meta, fids, wkb, fields = raw.read(
            path, layer=layer.name, encoding=encoding, max_features=options.limit or None,
            return_fids=True, datetime_as_string=True,
        )  # fmt: skip
        columns, left = _columns(path, layer.name, meta, fields, encoding)
        measured = has_measures(path, layer)
        curved = curved_rows(path, layer, fids)
    if len(fids) < layer.rows and not options.limit:
        raise FileDamaged(
            f"{path.name} says that it has {layer.rows:,} rows, but only {len(fids):,} can be read. It was not touched."
        )
    kept = {column.name for column in layer.columns}
    columns = {name: values for name, values in columns.items() if name in kept}
    with np.errstate(all="ignore"):  # a NaN is found out later, row by row
        geometries = shapely.from_wkb(wkb, on_invalid="ignore")
    there = np.array([each is not None for each in wkb], dtype=bool)
    lost = np.flatnonzero((geometries == None) & there)  # noqa: E711
    unreadable = {int(row): (Refusal.UNREADABLE, "its geometry cannot be read") for row in lost}
    unreadable |= dict.fromkeys(curved, (Refusal.CURVE, "it is a curve; only straight runs are taken"))
    if measured:
        said = "The measures (M) of this layer are not kept; chainage is computed from the line."
        remarks.append(Remark(code=Note.MEASURES, sentence=said))
    return RawTable(layer, stamp, geometries, columns, unreadable, tuple(remarks + left))


@contextmanager
def _translated(path: Path, kind: Format) -> Iterator[None]:
    """Turn what GDAL and the system say into a sentence about the file."""
    from pyogrio.errors import DataLayerError, DataSourceError, FeatureError

    try:
        with warnings.catch_warnings():  # what GDAL warns of is found out here row by row, and said in the report
            warnings.simplefilter("ignore")
            yield
    except (DataSourceError, DataLayerError, FeatureError) as problem:
        said = words_of(problem).replace(str(path), path.name)
        raise FileDamaged(f"{path.name} cannot be read: {said}. It was not touched.") from problem
    except OSError as problem:
        name = Path(problem.filename or path).name
        raise FileTrouble(f"{name} cannot be read: {problem.strerror}. It was not touched.") from problem
    except (UnicodeDecodeError, LookupError) as problem:
        if kind is not Format.SHAPEFILE:
            raise FileDamaged(f"The text in {path.name} is not UTF-8, as {kind} prescribes; write it so.") from problem
        raise Refused(
            f"The text in {path.name} is not in the encoding that was taken for it ({problem}); "
            "state another one, for example UTF-8 or cp1251."
        ) from problem


def _layer(path: Path, kind: Format, name: str, options: ReadOptions) -> SourceLayer:
    import pyogrio
    from pyogrio import raw

    try:
        encoding, _ = _encoding(path, kind, options)
    except Refused:  # a list of layers can be shown before a person has stated the encoding; reading cannot
        encoding = "cp1252"
    info = pyogrio.read_info(path, layer=name, encoding=encoding, force_feature_count=True)
    whole = kind in (Format.KML, Format.GPX)  # which of their columns are real, only all rows tell
    meta, _, _, fields = raw.read(
        path, layer=name, encoding=encoding, max_features=None if whole else _FIRST, read_geometry=False,
        datetime_as_string=True,
    )  # fmt: skip
    types = {nfc(str(each)): _type(meta, index) for index, each in enumerate(meta["fields"])}
    values, _ = _columns(path, name, meta, fields, encoding)
    columns = {heading: held for heading, held in values.items() if not (whole and _invented(kind, heading, held))}
    return SourceLayer(
        name=name,
        format=kind,
        geometry=info["geometry_type"] or "None",
        rows=int(info["features"]),
        crs="" if kind is Format.GEOJSON and names_unknown_system(path) else _crs(info["crs"]),
        columns=tuple(
            SourceColumn(name=heading, type=types[heading], first=tuple(map(_shown, held[:_FIRST])))
            for heading, held in columns.items()
        ),
        encoding=encoding or info["encoding"] or "UTF-8",
    )


def _crs(stated: str | None) -> str:
    """Return the reference system that a file states; GDAL makes one up for a GeoPackage that states none."""
    made_up = ("Undefined geographic SRS", "Undefined Cartesian SRS", "Undefined SRS")
    return "" if stated is None or any(name in stated for name in made_up) else str(stated)


def _encoding(path: Path, kind: Format, options: ReadOptions) -> tuple[str | None, list[Remark]]:
    if kind is not Format.SHAPEFILE:
        return None, []
    alone = without_attributes(path)
    remarks = [Remark(code=Note.COLUMN, sentence=alone)] if alone else []
    if options.encoding:
        return options.encoding, remarks
    encoding, sentence = shapefile_encoding(path)
    return encoding, [*remarks, *([Remark(code=Note.ENCODING, sentence=sentence)] if sentence else [])]


def _type(meta: dict[str, Any], index: int) -> str:
    if meta["ogr_subtypes"][index] == "OFSTBoolean":
        return "boolean"
    name = meta["ogr_types"][index]
    return _TYPES.get(name) or _TIMES.get(name) or ("binary" if name == "OFTBinary" else "list")


def _columns(
    path: Path, layer: str, meta: dict[str, Any], fields: list[Any], encoding: str | None
) -> tuple[dict[str, list[Value]], list[Remark]]:
    """Return the values under each heading as plain Python, and remarks on columns that cannot be kept."""
    columns: dict[str, list[Value]] = {}
    remarks = []
    for index, heading in enumerate(map(str, meta["fields"])):
        kind = _type(meta, index)
        if kind == "binary":
            said = f"Column {heading} holds binary data and is not taken."
            remarks.append(Remark(code=Note.COLUMN, sentence=said))
            continue
        values = _values(fields[index], kind)
        if kind == "integer" and any(isinstance(value, int) and abs(value) >= _EXACT for value in values):
            values = _exact(path, layer, heading, values, encoding)
        columns[nfc(heading)] = values
    return columns, remarks


def _values(column: Any, kind: str) -> list[Value]:
    plain = column.tolist()
    if column.dtype == object:
        return [_listed(value) if kind == "list" and value is not None else value for value in plain]
    if column.dtype.kind != "f":
        return plain  # type: ignore[no-any-return]
    missing = np.isnan(column).tolist()
    if kind == "real":
        return [None if gone else value for value, gone in zip(plain, missing, strict=True)]
    whole = bool if kind == "boolean" else int  # GDAL's integers come as floats where some are missing
    return [None if gone else whole(value) for value, gone in zip(plain, missing, strict=True)]


def _listed(value: Any) -> str:
    return json.dumps(value.tolist() if hasattr(value, "tolist") else list(value), ensure_ascii=False)


def _exact(path: Path, layer: str, heading: str, values: list[Value], encoding: str | None) -> list[Value]:
    """Read a column of large integers again without its gaps, because those came rounded to floats."""
    from pyogrio import raw

    if None not in values:
        return values
    quoted = heading.replace('"', '""')
    _, _, _, (whole,) = raw.read(
        path, layer=layer, columns=[heading], read_geometry=False, where=f'"{quoted}" IS NOT NULL', encoding=encoding
    )
    rest = iter(whole.tolist())
    return [value if value is None else next(rest) for value in values]


def _invented(kind: Format, name: str, values: list[Value]) -> bool:
    """Tell whether GDAL shows a column of KML or GPX that the file itself does not fill."""
    usual = _FILLED_BY_GDAL.get(name, set()) if kind is Format.KML else set()
    return all(value is None or value in usual for value in values)


def _shown(value: Value) -> str:
    return "" if value is None else str(value)
