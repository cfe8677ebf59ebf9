"""CSV by our own reader: WKT or two coordinate columns, any usual delimiter, decimal commas, degrees as D° M′ S″."""

import codecs
import csv
import io
import re
from pathlib import Path

import numpy as np
import numpy.typing as npt
from msgspec.structs import replace

from geodata.errors import FileDamaged, FileTrouble, Refused
from geodata.geometry.written import LATITUDE, LONGITUDE, read_number
from geodata.io.axes import Axes
from geodata.io.load_report import Refusal
from geodata.io.mapping import is_own
from geodata.io.source_table import BETWEEN, Format, Geometries, RawTable, ReadOptions, SourceColumn, SourceLayer, Value
from geodata.io.untouched import Digest
from geodata.model.names import nfc

Floats = npt.NDArray[np.float64]

_FIRST = 5
_DELIMITERS = ",;\t|"
_WKT = {"wkt", "geometry", "geom", "the_geom", "wkt_geom", "shape"}
_EAST = ("lon", "lng", "long", "longitude", "easting", "east", "долгота", "երկայնություն", "uzunluq")
_NORTH = ("lat", "latitude", "northing", "north", "широта", "լայնություն", "enlik")
_X, _Y = (*_EAST, "x"), (*_NORTH, "y")
_LETTERS = (re.compile("[EWВЗ]", re.IGNORECASE), re.compile("[NSСЮ]", re.IGNORECASE))
_CURVE = re.compile(
    r"\s*(?:SRID=\d+;)?\s*(CIRCULARSTRING|COMPOUNDCURVE|CURVEPOLYGON|MULTICURVE|MULTISURFACE)", re.IGNORECASE
)


def layer(path: Path, options: ReadOptions) -> SourceLayer:
    """Return a CSV as a layer; its geometry columns are guessed from their headings where nobody states them."""
    try:
        rows, encoding = _rows(path, options.encoding)
    except Refused:  # the heading can be shown before a person has stated the encoding; reading cannot go on
        rows, encoding = _rows(path, "latin-1")
    heading = _heading(path, rows)
    first = rows[1 : _FIRST + 1]
    columns = tuple(
        SourceColumn(name=name, type="text", first=tuple(row[index] for row in first if index < len(row)))
        for index, name in enumerate(heading)
    )
    chosen = guessed(heading, options)
    kind = "Unknown" if chosen.wkt else "Point" if chosen.x and chosen.y else "None"
    found = SourceLayer(
        name=nfc(path.stem), format=Format.CSV, geometry=kind, rows=len(rows) - 1, crs="", columns=columns,
        encoding=encoding, axes=_axes(chosen.x, chosen.y, columns),
    )  # fmt: skip
    return replace(found, axes=Axes.EAST_NORTH) if is_own(heading, found) else found  # our exports write x to the east


def _axes(x: str, y: str, columns: tuple[SourceColumn, ...]) -> Axes:
    """Which of both columns goes to the east, as their headings say, or the letters of the compass in their cells."""
    first = {column.name: column.first for column in columns}
    ways = {Axes.EAST_NORTH: (x, y), Axes.NORTH_EAST: (y, x)}
    for axes, (east, north) in ways.items():
        if _plain(east) in _EAST and _plain(north) in _NORTH:
            return axes
    for axes, (east, north) in ways.items():
        cells = list(zip(first.get(east, ()), first.get(north, ()), strict=False))  # a short row lacks one
        if cells and all(_LETTERS[0].search(cell) and _LETTERS[1].search(other) for cell, other in cells):
            return axes
    return Axes.UNSTATED


def _plain(heading: str) -> str:
    return heading.casefold().strip()


def guessed(heading: list[str], options: ReadOptions) -> ReadOptions:
    """Return the options with the coordinate columns that headings suggest, where none is stated."""
    if options.wkt or options.x or options.y:
        return options
    plain = {_plain(name): name for name in heading}
    wkt = next((plain[name] for name in plain if name in _WKT), "")
    x = next((plain[name] for name in _X if name in plain), "")
    y = next((plain[name] for name in _Y if name in plain), "")
    if wkt:
        return ReadOptions(encoding=options.encoding, limit=options.limit, wkt=wkt)
    return ReadOptions(encoding=options.encoding, limit=options.limit, x=x if y else "", y=y if x else "")


def read(path: Path, options: ReadOptions, stamp: Digest) -> RawTable:
    """Return the table of a CSV; raise Refused without coordinate columns, FileTrouble or FileDamaged."""
    rows, _ = _rows(path, options.encoding)
    heading = _heading(path, rows)
    body = rows[1 : options.limit + 1] if options.limit else rows[1:]
    chosen = guessed(heading, options)
    unreadable = {
        index: (Refusal.UNREADABLE, f"it has {len(row)} cells where the heading has {len(heading)}")
        for index, row in enumerate(body)
        if len(row) != len(heading)
    }
    padded = [(row + [""] * len(heading))[: len(heading)] for row in body]
    cells = dict(zip(heading, map(list, zip(*padded, strict=True)), strict=True)) if padded else {}
    for name in (chosen.wkt, chosen.x, chosen.y):
        if name and name not in heading:
            raise Refused(f"{path.name} has no column {name}; it has {', '.join(heading)}.")
    found = layer(path, options)
    geometries, problems, texts = _geometries(path, cells, chosen, Axes(options.axes or found.axes))
    taken: dict[str, list[Value]] = {
        name: [nfc(value) for value in values]
        for name, values in cells.items()
        if name not in (chosen.wkt, chosen.x, chosen.y)
    }
    as_read = [] if chosen.wkt else [" ".join(map(str.strip, text.split(BETWEEN))) for text in texts]
    return RawTable(found, stamp, geometries, taken, problems | unreadable, (), as_read, texts)


def _rows(path: Path, stated: str) -> tuple[list[list[str]], str]:
    try:
        data = path.read_bytes()
    except OSError as problem:
        raise FileTrouble(f"{path.name} cannot be read: {problem.strerror}.") from problem
    encoding = stated or _marked(data)
    try:
        text = data.decode(encoding)
    except LookupError:
        raise Refused(f"The encoding {encoding} is not known; state it like UTF-8 or cp1251.") from None
    except UnicodeError:
        raise Refused(f"{path.name} is not {encoding}; state its encoding, for example cp1251.") from None
    csv.field_size_limit(1 << 30)
    try:
        lines = io.StringIO(text.removeprefix("\ufeff"), newline="")
        reader = csv.reader(lines, delimiter=_delimiter(text), strict=True)  # else an open quote swallows what follows
        return [row for row in reader if row], encoding
    except csv.Error as problem:
        raise FileDamaged(
            f"{path.name} cannot be read as a table: up to line {reader.line_num:,} a quotation mark is not closed, or "
            f"not doubled inside its cell ({problem}). It was not touched."
        ) from problem


def _marked(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    return "utf-8-sig" if data.startswith(codecs.BOM_UTF8) else "utf-8"


def _delimiter(text: str) -> str:
    bare = re.sub(r'"[^"]*"', "", text.partition("\n")[0])
    return max(_DELIMITERS, key=bare.count)


def _heading(path: Path, rows: list[list[str]]) -> list[str]:
    if not rows:
        raise FileDamaged(f"{path.name} is empty.")
    heading = [nfc(name.strip()) for name in rows[0]]
    doubled = sorted({name for name in heading if heading.count(name) > 1})
    if doubled:
        raise Refused(f"{path.name} has two columns called {doubled[0] or '(nothing)'}; rename one.")
    return heading


def _geometries(
    path: Path, cells: dict[str, list[str]], chosen: ReadOptions, axes: Axes
) -> tuple[Geometries, dict[int, tuple[Refusal, str]], list[str]]:
    """The geometry of each row, what is wrong with some, and each row's coordinates as they are written."""
    if chosen.wkt:
        texts = cells.get(chosen.wkt, [])
        return *_of_wkt(texts), texts
    if chosen.x and chosen.y:
        pairs = list(zip(cells.get(chosen.x, []), cells.get(chosen.y, []), strict=True))
        return *_of_pairs(pairs, axes), [x + BETWEEN + y for x, y in pairs]
    raise Refused(f"Nothing says where {path.name} keeps coordinates; state a WKT column, or one for x and one for y.")


def _of_wkt(texts: list[str]) -> tuple[Geometries, dict[int, tuple[Refusal, str]]]:
    import shapely

    plain = np.array([text.strip() or None for text in texts], dtype=object)
    with np.errstate(all="ignore"):  # a NaN is found out later, row by row
        found = np.asarray(shapely.from_wkt(_without_curves(plain), on_invalid="ignore"), dtype=object)
    problems = {}
    for row in np.flatnonzero((found == None) & (plain != None)).tolist():  # noqa: E711
        if _CURVE.match(plain[row]):
            problems[row] = (Refusal.CURVE, "it is a curve; only straight runs are taken")
        else:
            problems[row] = (Refusal.UNREADABLE, f"“{plain[row][:40]}” is not WKT")
    return found, problems


def _without_curves(texts: Geometries) -> Geometries:
    """GEOS refuses the whole array for one curve in it."""
    return np.array([None if text is None or _CURVE.match(text) else text for text in texts], dtype=object)


def _of_pairs(pairs: list[tuple[str, str]], axes: Axes) -> tuple[Geometries, dict[int, tuple[Refusal, str]]]:
    import shapely

    xy = np.zeros((len(pairs), 2))
    missing, problems = [], {}
    for row, (x, y) in enumerate(pairs):
        if not x.strip() and not y.strip():
            missing.append(row)
            continue
        try:
            xy[row] = numbers_of(x, y, axes)
        except Refused as problem:
            problems[row] = (Refusal.UNREADABLE, problem.sentence.removesuffix("."))
    points = np.atleast_1d(np.asarray(shapely.points(xy), dtype=object)) if pairs else np.empty(0, object)
    points[missing] = None
    return points, problems


def numbers_of(x: str, y: str, axes: Axes) -> tuple[float, float]:
    """Return two cells as numbers in the order in which they stand; raise Refused for what is no coordinate."""
    letters = (LATITUDE, LONGITUDE) if axes is Axes.NORTH_EAST else (LONGITUDE, LATITUDE)
    return read_number(x, letters[0]).value, read_number(y, letters[1]).value
