"""One sheet of a workbook as rows of text, and what a spreadsheet did to single cells: formula, date, error, merging.

Numbers are written as the shortest text that means the same number, with the zeros that their format shows ("0.0"
shows 41.5 and 41.0): those zeros say how exactly a catalogue was written.
"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

from geodata.errors import NotFound
from geodata.io.coordinate_list_table import LONGEST_CELL, MOST_CELLS, MOST_ROWS, ListRow, check_size, whole
from geodata.io.coordinate_list_xml import walk

_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}  # built-in formats, ECMA-376 18.8.30
_DECIMALS = {1: 0, 2: 2, 3: 0, 4: 2}
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_FIXED = re.compile(r"[#,\s\u00a0]*0(?:\.(0+))?")
_PATTERN = re.compile(r"[ymdhs]", re.IGNORECASE)


@dataclass
class Styles:
    """What the formats of a workbook show: which make a date of a number, how many decimals the others show."""

    dates: set[int] = field(default_factory=set)
    decimals: dict[int, int] = field(default_factory=dict)
    from_1904: bool = False


@dataclass
class Sheet:
    """One sheet: its rows as they stand, the letters of columns that are hidden, cells that show fewer digits."""

    name: str
    rows: list[ListRow] = field(default_factory=list)
    hidden_columns: list[str] = field(default_factory=list)
    cut: list[str] = field(default_factory=list)


@dataclass
class _Cell:
    """A cell being read."""

    column: int = 0
    kind: str = "n"
    style: int = 0
    formula: str | None = None
    value: str = ""
    inline: str = ""


class _Reader:
    """Gathers a sheet from the elements as they come."""

    def __init__(self, sheet: Sheet, strings: list[str], styles: Styles) -> None:
        self.sheet, self.strings, self.styles = sheet, strings, styles
        self.line, self.hidden = 0, False
        self.cells: dict[int, tuple[str, str]] = {}
        self.cell = _Cell()
        self.inside = ""
        self.merged: list[tuple[int, int, int, int, str]] = []

    def started(self, tag: str, given: dict[str, str]) -> None:
        """Take an element."""
        if tag == "row":
            self.line = _whole(given.get("r", ""), self.line + 1)
            self.hidden = given.get("hidden") in ("1", "true")
            self.cells, self.cell = {}, _Cell(column=-1)
        elif tag == "c":
            place = _PLACE.fullmatch(given.get("r", ""))
            column = _index(place[1]) if place else self.cell.column + 1
            self.cell = _Cell(column, given.get("t", "n"), _whole(given.get("s", ""), 0))
        elif tag == "f":
            self.cell.formula, self.inside = "", tag
        elif tag in ("v", "t"):
            self.inside = tag
        elif tag == "rPh":  # how a word is pronounced
            self.inside = "rPh"
        elif tag == "mergeCell":
            self._merge(given.get("ref", ""))
        elif tag == "col" and given.get("hidden") in ("1", "true"):
            first, last = (_whole(given.get(key, ""), 1) - 1 for key in ("min", "max"))
            self.sheet.hidden_columns += [letters(index) for index in range(first, min(last + 1, MOST_CELLS))]

    def ended(self, tag: str) -> None:
        """Take what an element held."""
        if tag in ("f", "v", "t", "rPh"):
            self.inside = ""
        elif tag == "c":
            self._keep()
        elif tag == "row":
            self._end_row()

    def written(self, text: str) -> None:
        """Take a piece of text."""
        if self.inside == "f":
            self.cell.formula = (self.cell.formula or "") + text
        elif self.inside == "v":
            self.cell.value += text
        elif self.inside == "t":
            self.cell.inline += text

    def _keep(self) -> None:
        cell = self.cell
        text, trouble = _read(cell, self.strings, self.styles)
        shown = self.styles.decimals.get(cell.style)
        if cell.kind == "n" and shown is not None and len(text.partition(".")[2]) > shown:
            self.sheet.cut.append(f"{letters(cell.column)}{self.line}")
        if len(text) > LONGEST_CELL:
            raise whole(self.line, f"a cell has {len(text):,} signs; {LONGEST_CELL:,} are the most", text[:80])
        if text or trouble:
            if cell.column >= MOST_CELLS:
                raise whole(self.line, f"something stands in column {letters(cell.column)}; {MOST_CELLS} are the most")
            self.cells[cell.column] = text, trouble

    def _end_row(self) -> None:
        if not self.cells:
            return
        width = max(self.cells) + 1
        texts = tuple(self.cells.get(index, ("", ""))[0] for index in range(width))
        troubles = {index: trouble for index, (_, trouble) in self.cells.items() if trouble}
        if self.hidden:
            troubles.setdefault(min(self.cells), "the row is hidden in the workbook; show it, or take it out")
        self.sheet.rows.append(ListRow(self.line, texts, troubles))
        check_size(len(self.sheet.rows), self.line)

    def _merge(self, reference: str) -> None:
        ends = [_PLACE.fullmatch(part) for part in reference.split(":")]
        if len(ends) == 2 and ends[0] and ends[1]:
            (left, top), (right, bottom) = ((_index(end[1]), int(end[2])) for end in ends if end)
            if (left, top) != (right, bottom):
                self.merged.append((top, bottom, left, right, reference))


def read_sheet(book: zipfile.ZipFile, part: str, name: str, strings: list[str], styles: Styles) -> Sheet:
    """Return a sheet; cells that cannot be taken carry their reason. Raise ListRefused when it is too large."""
    sheet = Sheet(name)
    reader = _Reader(sheet, strings, styles)
    walk(book, part, reader.started, reader.ended, reader.written)
    _mark_merged(sheet, reader.merged)
    return sheet


def _mark_merged(sheet: Sheet, merged: list[tuple[int, int, int, int, str]]) -> None:
    if not merged:
        return
    place = {row.line: index for index, row in enumerate(sheet.rows)}
    for top, bottom, left, _, reference in merged:
        for line in range(top, min(bottom, top + MOST_ROWS) + 1):
            if line in place:
                row = sheet.rows[place[line]]
                said = f"the cells {reference} are merged into one; part them and fill each"
                sheet.rows[place[line]] = ListRow(row.line, row.cells, {left: said, **row.troubles})


def strings_of(book: zipfile.ZipFile) -> list[str]:
    """Return the shared strings of a workbook; none where it has none."""
    found: list[str] = []
    inside, phonetic = False, False

    def started(tag: str, _: dict[str, str]) -> None:
        nonlocal inside, phonetic
        if tag == "si":
            found.append("")
        phonetic = phonetic or tag == "rPh"
        inside = tag == "t" and not phonetic

    def ended(tag: str) -> None:
        nonlocal inside, phonetic
        inside, phonetic = False, phonetic and tag != "rPh"

    def written(text: str) -> None:
        if inside and found:
            found[-1] += text

    _walk_if_there(book, "xl/sharedStrings.xml", started, ended, written)
    return found


def styles_of(book: zipfile.ZipFile) -> Styles:
    """Return what the formats of a workbook show."""
    styles, codes, formats, inside = Styles(), dict[int, str](), list[int](), False

    def started(tag: str, given: dict[str, str]) -> None:
        nonlocal inside
        if tag == "numFmt":
            codes[_whole(given.get("numFmtId", ""), 0)] = given.get("formatCode", "")
        inside = inside or tag == "cellXfs"
        if tag == "xf" and inside:
            formats.append(_whole(given.get("numFmtId", ""), 0))

    def ended(tag: str) -> None:
        nonlocal inside
        inside = inside and tag != "cellXfs"

    _walk_if_there(book, "xl/styles.xml", started, ended, lambda _: None)
    for index, number in enumerate(formats):
        bare = _LITERAL.sub("", codes[number].partition(";")[0]) if number in codes else ""
        hours = codes.get(number, "").lower().startswith(("[h", "[m", "[s"))
        if number in _DATES or hours or _PATTERN.search(bare.replace("General", "")):
            styles.dates.add(index)
        elif fixed := _FIXED.fullmatch(bare):
            styles.decimals[index] = len(fixed[1] or "")
        elif number in _DECIMALS and number not in codes:
            styles.decimals[index] = _DECIMALS[number]
    return styles


def letters(column: int) -> str:
    """Return what a spreadsheet calls a column (from 0): A, B, ... Z, AA."""
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def _read(cell: _Cell, strings: list[str], styles: Styles) -> tuple[str, str]:
    """Return the text of a cell, and why it cannot be taken."""
    text = cell.value or cell.inline
    if cell.kind == "s":
        index = _whole(cell.value, -1)
        text = strings[index] if 0 <= index < len(strings) else ""
    if cell.formula is not None:
        said = f"={cell.formula}" if cell.formula else "a formula"
        return text, f"a formula stands in cell {letters(cell.column)} ({said[:40]}); put its value there"
    if cell.kind == "e":
        return text, f"the workbook shows the error {text or '#N/A'} in cell {letters(cell.column)}"
    if cell.kind == "d":
        return text, f"a date stands in cell {letters(cell.column)} ({text[:20]}); enter it as text"
    if cell.kind == "b":
        return "TRUE" if text == "1" else "FALSE", ""
    if cell.kind != "n" or not text:
        return text, ""
    if cell.style in styles.dates:
        said = _date(text, styles.from_1904)
        return said, f"the spreadsheet made a date of cell {letters(cell.column)} ({said}); enter it again as text"
    return _number(text, styles.decimals.get(cell.style, 0)), ""


def _number(text: str, decimals: int) -> str:
    try:
        value = Decimal(repr(float(text)))
    except ValueError:
        return text
    if not value.is_finite():
        return text
    plain = format(value.normalize(), "f") if value else "0"
    have = len(plain.partition(".")[2])
    return plain if have >= decimals else f"{plain}{'' if have else '.'}{'0' * (decimals - have)}"


def _date(text: str, from_1904: bool) -> str:
    try:
        day = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30)  # noqa: DTZ001 - a sheet has no zone
        moment = day + timedelta(days=float(text))
    except (ValueError, OverflowError):
        return text
    return moment.strftime("%d %b" if float(text) >= 1 else "%H:%M:%S") if float(text) >= 0 else text


def _walk_if_there(book: zipfile.ZipFile, part: str, *handlers: object) -> Iterator[None] | None:
    try:
        walk(book, part, *handlers)  # type: ignore[arg-type]
    except NotFound:
        return None
    return None


def _index(column: str) -> int:
    number = 0
    for letter in column:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _whole(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else otherwise
