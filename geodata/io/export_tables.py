"""Exports as tables and for globes: CSV with WKT and without formulas, KML with a folder for each kind."""

import csv
import io
import json
import re
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from geodata.io.export_view import Row, Stamp, View, ViewKind
from geodata.io.geojson import decimal, pairs
from geodata.model.grid import Point
from geodata.model.line import Line
from geodata.model.status import Picture

FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
"""How a cell begins that a spreadsheet may take for a formula, or that looks as if it had been kept from that."""

_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # what XML 1.0 has no way to write

_STYLES = {
    Picture.AGREED: ("ff463e2f", 3.0),
    Picture.DISPUTED: ("ff6b21a3", 3.0),
    Picture.ONE_SIDED: ("ff70675b", 2.0),
    Picture.UNEXAMINED: ("ffaba59a", 1.0),
}
"""Colour (alpha, blue, green, red) and width of a stretch; no side has a colour here."""


def flat(value: Any) -> Any:
    """Return a value as one cell: lists and records as JSON text, everything else as it is."""
    if isinstance(value, list | tuple | dict):
        return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")) if value else ""
    return value


def headings(rows: list[Row]) -> list[str]:
    """Return every heading in the order in which it first occurs."""
    return list(dict.fromkeys(name for row in rows for name in row.values))


def wkt(place: Line | Point | None) -> str:
    """Return a place as WKT with exact decimals, nothing for nowhere."""
    if place is None:
        return ""
    if isinstance(place, Line):
        return f"LINESTRING ({pairs(place, between=' ', around=', ')})"
    return f"POINT ({decimal(place[0])} {decimal(place[1])})"


def as_csv(view: View) -> bytes:
    """Return all rows as one table in UTF-8 with its mark (spreadsheets ask for it), one column of WKT at the end.

    A cell that a spreadsheet would take for a formula begins with an apostrophe.
    """
    names = headings(view.rows)
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(["kind", "id", *names, "WKT"])
    for row in view.rows:
        cells = [_cell(flat(row.values.get(name))) for name in names]
        table.writerow([row.kind.value, row.id, *cells, wkt(row.place)])
    return text.getvalue().encode("utf-8-sig")


def about(stamp: Stamp, name: str) -> bytes:
    """Return what lies beside a table that cannot say of itself where it comes from."""
    lines = [
        stamp.disclaimer,
        "",
        f"File: {name}",
        f"Project: {stamp.title}, side {stamp.side}",
        f"Joint base: {stamp.base or 'none yet'}" + (f" (number {stamp.base_number})" if stamp.base else ""),
        f"Coordinates: {stamp.crs}",
        f"Lengths: {stamp.lengths}",
        f"Written: {stamp.time} by {stamp.program}",
    ]
    return ("\n".join(lines) + "\n").encode()


def as_kml(view: View) -> bytes:
    """Return all rows that lie somewhere as KML 2.2, a folder for each kind."""
    stamp = view.stamp
    said = f"{stamp.disclaimer} Joint base: {stamp.base or 'none yet'}. Written {stamp.time} by {stamp.program}."
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2"><Document>',
        f"<name>{_xml(stamp.title)}</name><description>{_xml(said)}</description>",
        *(_style(picture) for picture in Picture),
        _data({"base": stamp.base, "crs": stamp.crs, "time": stamp.time, "disclaimer": stamp.disclaimer}),
    ]
    for kind in ViewKind:
        rows = [row for row in view.rows if row.kind is kind and row.place is not None]
        if rows:
            parts += [f"<Folder><name>{kind.plural}</name>", *map(_placemark, rows), "</Folder>"]
    return ("\n".join(parts) + "\n</Document></kml>\n").encode()


def _placemark(row: Row) -> str:
    values = {"kind": row.kind.value, "id": row.id, **row.values}
    name = next((str(row.values[each]) for each in ("name", "label", "number", "text") if row.values.get(each)), row.id)
    style = f"<styleUrl>#{_style_id(row.values['picture'])}</styleUrl>" if row.kind is ViewKind.STRETCH else ""
    return f"<Placemark><name>{_xml(name)}</name>{style}{_data(values)}{_shape(row.place)}</Placemark>"


def _shape(place: Line | Point | None) -> str:
    if isinstance(place, Line):
        return (
            f"<LineString><tessellate>1</tessellate><coordinates>{pairs(place, around=' ')}</coordinates></LineString>"
        )
    if place is None:
        return ""
    return f"<Point><coordinates>{decimal(place[0])},{decimal(place[1])}</coordinates></Point>"


def _data(values: dict[str, Any]) -> str:
    cells = ((name, flat(value)) for name, value in values.items())
    inner = "".join(
        f"<Data name={quoteattr(name)}><value>{_xml(str(value))}</value></Data>"
        for name, value in cells
        if value is not None
    )
    return f"<ExtendedData>{inner}</ExtendedData>"


def _style(picture: str) -> str:
    colour, width = _STYLES[Picture(picture)]
    line = f"<LineStyle><color>{colour}</color><width>{width}</width></LineStyle>"
    return f'<Style id="{_style_id(picture)}">{line}</Style>'


def _style_id(picture: str) -> str:
    return picture.replace(" ", "-")


def _xml(text: str) -> str:
    return escape(_FORBIDDEN.sub("\ufffd", text))


def _cell(value: Any) -> Any:
    if isinstance(value, str) and FORMULA.match(value) and not _NUMBER.fullmatch(value):
        return "'" + value
    return value
