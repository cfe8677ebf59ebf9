"""Coordinate lists in workbooks (XLSX): what stands in the cells, not what a spreadsheet made of it.

GDAL has a driver for XLSX, but it hands over the last result of a formula as if it had been written, a date for what
Excel took for one ("12/2" becomes 12 February), numbers without the zeros that say how exactly they were written, and
nothing of merged cells and hidden rows. Those are just the ways in which a catalogue goes wrong on its way through a
spreadsheet, so the sheet is read here: the standard library's zipfile and expat, bounded (`coordinate_list_xml`), and
no further dependency.
"""

import hashlib
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from geodata.errors import FileForeign, NotFound, Refused
from geodata.io.coordinate_list_sheet import Sheet, Styles, read_sheet, strings_of, styles_of
from geodata.io.coordinate_list_table import Kept, ListRow, ListTable, check_bytes
from geodata.io.coordinate_list_xml import opened, walk
from geodata.model.names import nfc

_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_MOST_SHEETS = 16


@dataclass
class _Book:
    """The sheets of a workbook in order: name, state and part; and whether its dates count from 1904."""

    sheets: list[tuple[str, bool, str]] = field(default_factory=list)
    from_1904: bool = False


def is_workbook(data: bytes) -> bool:
    """Tell whether bytes begin like a workbook, be it one with a password or of the old kind."""
    return data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0"))


def table_of_workbook(data: bytes, name: str, sheet: str = "") -> ListTable:
    """Return the rows of one sheet, the only one that holds something where none is named.

    Raise NotFound for a sheet that is not there, Refused when several could be meant, FileForeign, FileTrouble, and
    ListRefused for one that is too large.
    """
    check_bytes(len(data))
    with opened(io.BytesIO(data), name) as book:
        known = _book(book, name)
        styles = styles_of(book)
        styles.from_1904 = known.from_1904
        strings = strings_of(book)
        found = _chosen(book, known, strings, styles, name, sheet)
    names = tuple(each for each, _, _ in known.sheets)
    remarks = [
        f"The hidden sheet {each} was not looked at."
        for each, shown, _ in known.sheets
        if not shown and each != found.name
    ]
    if found.hidden_columns:
        listed = ", ".join(found.hidden_columns)
        remarks.append(f"Column {listed} is hidden in the workbook; it was read like the others.")
    if found.cut:
        more = f" and {len(found.cut) - 1:,} more cells" if len(found.cut) > 1 else ""
        said = f"{found.cut[0]}{more} of the workbook hold more digits than they show; all digits were read."
        remarks.append(said if more else said.replace(" hold ", " holds ").replace("they show", "it shows"))
    rows = tuple(_row(row) for row in found.rows if not row.empty)
    sha256 = hashlib.sha256(data).hexdigest()
    return ListTable(
        name, sha256, Kept.WORKBOOK, rows, sheet=found.name, sheets=names,
        remarks=tuple(remarks),
    )  # fmt: skip


def sheets_of(data: bytes, name: str) -> tuple[str, ...]:
    """Return the names of the sheets of a workbook that are in sight; raise as `table_of_workbook` does."""
    with opened(io.BytesIO(data), name) as book:
        return tuple(each for each, shown, _ in _book(book, name).sheets if shown)


def _row(row: ListRow) -> ListRow:
    return ListRow(row.line, tuple(nfc(cell.strip()) for cell in row.cells), row.troubles)


def _book(book: zipfile.ZipFile, name: str) -> _Book:
    if _WORKBOOK not in book.namelist():
        raise FileForeign(f"{name} is a ZIP archive, but no workbook (.xlsx); unpack it or save the list as .xlsx.")
    parts: dict[str, str] = {}

    def related(tag: str, given: dict[str, str]) -> None:
        if tag == "Relationship":
            target = given.get("Target", "")
            parts[given.get("Id", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"

    walk(book, _RELATIONS, related, _nothing, _nothing)
    found = _Book()

    def named(tag: str, given: dict[str, str]) -> None:
        if tag == "sheet":
            shown = given.get("state", "visible") == "visible"
            part = next((value for key, value in given.items() if key.endswith(":id")), "")
            found.sheets.append((nfc(given.get("name", "")), shown, parts.get(part, "")))
        elif tag == "workbookPr":
            found.from_1904 = given.get("date1904", "0") in ("1", "true")

    walk(book, _WORKBOOK, named, _nothing, _nothing)
    found.sheets = [each for each in found.sheets if "worksheets/" in each[2]]  # a chart has no cells
    return found


def _chosen(book: zipfile.ZipFile, known: _Book, strings: list[str], styles: Styles, name: str, sheet: str) -> Sheet:
    listed = ", ".join(each for each, _, _ in known.sheets) or "none"
    if sheet:
        part = next((part for each, _, part in known.sheets if each == nfc(sheet)), None)
        if part is None:
            raise NotFound(f"{name} has no sheet {sheet}; its sheets are: {listed}.")
        return read_sheet(book, part, nfc(sheet), strings, styles)
    shown = [(each, part) for each, visible, part in known.sheets if visible]
    if len(shown) > _MOST_SHEETS:
        raise Refused(f"{name} has {len(shown)} sheets; name one (--sheet-name): {listed}.")
    held = [one for one in _read(book, shown, strings, styles) if any(not row.empty for row in one.rows)]
    if len(held) > 1:
        listed = ", ".join(one.name for one in held)
        raise Refused(f"{name} has several sheets that hold something; name one (--sheet-name): {listed}.")
    if not held:
        raise Refused(f"{name} has no sheet in sight that holds anything; its sheets are: {listed}.")
    return held[0]


def _read(book: zipfile.ZipFile, shown: list[tuple[str, str]], strings: list[str], styles: Styles) -> Iterator[Sheet]:
    for name, part in shown:
        yield read_sheet(book, part, name, strings, styles)


def _nothing(*_: object) -> None:
    """What is not asked for."""
