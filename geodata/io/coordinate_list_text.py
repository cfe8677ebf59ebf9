"""Coordinate lists as text: CSV, TSV, or pasted from a document; any usual delimiter, encoding and line end.

The encoding is what a byte order mark says, or UTF-8 where the bytes are that; any other is stated by a person, for
cp1251 and its neighbours cannot be told apart by looking. A pasted text has its encoding behind it.
"""

import codecs
import csv
import hashlib
import io
import re
from collections.abc import Iterator

from geodata.errors import Refused
from geodata.io.coordinate_list_table import (
    LONGEST_CELL,
    MOST_CELLS,
    Kept,
    ListRow,
    ListTable,
    check_bytes,
    check_size,
    whole,
)
from geodata.model.names import nfc

PASTED = "pasted text"
"""The name of a list that came from the clipboard or through a pipe."""

SPACES, SPACE = "spaces", "space"
"""Delimiters of a text that was set in columns: two spaces or more, or any."""

NAMES = {"\t": "tab", ";": "semicolon", "|": "bar", ",": "comma", SPACES: "two spaces or more", SPACE: "spaces"}
_BY_NAME = {"tab": "\t", "semicolon": ";", "bar": "|", "comma": ",", "space": SPACE, "spaces": SPACES}
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
_BARE = re.compile(r'(?:^|(?<=[;,\t|]))"(?:[^"]|"")*"(?=[;,\t|]|$)', re.MULTILINE)
_DECIMAL_COMMA = re.compile(r"(?<=\d),(?=\d)")
_WITH_COMMA = re.compile(r"[^,]*|[^,.]*\d,\d[^,.]*")
_WITHIN = re.compile(r"(?<=[°º'′’])[ \u00a0]+(?=\d)|(?<=[\"″”°'′’])[ \u00a0]+(?=[NSEWСЮВЗ](?:\s|$))")
_HELD = "\0"
"""Stands for a space inside an angle while spaces part the cells; none can be in a text that came so far."""

_LOOKED_AT, _HEADINGS = 1000, 20
_GAP = {SPACES: re.compile(r"[ \u00a0\u2007\u202f]{2,}|\t"), SPACE: re.compile(r"[ \u00a0\t]+")}


def table_of_bytes(data: bytes, name: str, encoding: str = "", delimiter: str = "") -> ListTable:
    """Return the rows of a text file; raise ListRefused with the line, Refused for an unknown encoding."""
    check_bytes(len(data))
    chosen = encoding or _marked(data)
    try:
        text = data.decode(chosen)
    except LookupError:
        raise Refused(f"The encoding {chosen} is not known; state it like UTF-8 or cp1251.") from None
    except UnicodeError as problem:
        line = data.count(b"\n", 0, getattr(problem, "start", 0)) + 1
        raise whole(line, f"the text is not {chosen.upper()}; state its encoding, for example cp1251") from None
    return _table(text, name, hashlib.sha256(data).hexdigest(), chosen, delimiter)


def table_of_text(text: str, delimiter: str = "", name: str = PASTED) -> ListTable:
    """Return the rows of a pasted text; its hash is that of its UTF-8. Raise ListRefused with the line."""
    data = text.encode("utf-8", "surrogatepass")
    check_bytes(len(data))
    return _table(text, name, hashlib.sha256(data).hexdigest(), "", delimiter)


def delimiter_named(text: str) -> str:
    """Return the delimiter of a name ("tab", "semicolon") or itself; raise Refused for another."""
    chosen = _BY_NAME.get(text.strip().lower(), text)
    if chosen and chosen not in NAMES:
        raise Refused(f"“{text}” is not a delimiter known here; state one of {', '.join(_BY_NAME)}.")
    return chosen


def _marked(data: bytes) -> str:
    return next((name for mark, name in _MARKS if data.startswith(mark)), "utf-8")


def _table(text: str, name: str, sha256: str, encoding: str, delimiter: str) -> ListTable:
    text = text.removeprefix("\ufeff")
    _check_letters(text)
    chosen = delimiter_named(delimiter) if delimiter else _delimiter(text)
    rows = []
    for row in _rows(nfc(text), chosen):
        _check_row(row)
        if not row.empty:
            rows.append(row)
            check_size(len(rows), row.line)
    return ListTable(name, sha256, Kept.TEXT, tuple(rows), encoding, chosen)


def _check_letters(text: str) -> None:
    for sign, reason in (
        ("\0", "there is a NUL in the text: it is no list, or in another encoding; state that"),
        ("\ufffd", "a letter was lost before the text came here (�); copy it again"),
    ):
        if sign in text:
            line = text.count("\n", 0, text.index(sign)) + 1
            raise whole(line, reason)
    broken = next((at for at, sign in enumerate(text) if "\ud800" <= sign <= "\udfff"), None)
    if broken is not None:
        raise whole(text.count("\n", 0, broken) + 1, "half a letter stands in the text; copy it again")


def _check_row(row: ListRow) -> None:
    if len(row.cells) > MOST_CELLS:
        raise whole(row.line, f"the row has {len(row.cells):,} cells; {MOST_CELLS} are the most")
    longest = max(row.cells, key=len, default="")
    if len(longest) > LONGEST_CELL:
        raise whole(row.line, f"a cell has {len(longest):,} signs; {LONGEST_CELL:,} are the most", longest[:80])


def _rows(text: str, delimiter: str) -> Iterator[ListRow]:
    if delimiter in _GAP:
        for number, line in enumerate(text.splitlines(), 1):
            cells = _GAP[delimiter].split(_WITHIN.sub(_HELD, line.strip()))
            yield ListRow(number, tuple(cell.replace(_HELD, " ") for cell in cells))
        return
    lines = io.StringIO(_seconds_in_heading(text.replace("\r\n", "\n").replace("\r", "\n"), delimiter), newline="")
    csv.field_size_limit(1 << 30)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)  # else an open quotation mark swallows what follows
    first = 1
    try:
        for cells in reader:
            yield ListRow(first, tuple(cell.strip() for cell in cells))
            first = reader.line_num + 1
    except csv.Error:
        reason = "a quotation mark is not closed, or not doubled inside its cell"
        raise whole(first, reason, text.splitlines()[first - 1][:80]) from None


def _seconds_in_heading(text: str, delimiter: str) -> str:
    """Let a cell of a heading that is only the sign of seconds be that, and not the beginning of a quoted cell."""
    apart = re.escape(delimiter)
    lone = re.compile(rf'(?:(?<=^)|(?<={apart})) *" *(?={apart}|$)')
    lines = text.split("\n")
    for index, line in enumerate(lines[:_HEADINGS]):
        if '"' in line and _heads(line):
            lines[index] = lone.sub("″", line)
    return "\n".join(lines)


def _delimiter(text: str) -> str:
    """Return what parts the cells, by all lines: a comma between digits may be a decimal comma."""
    bare = _BARE.sub("", "\n".join(text.splitlines()[:_LOOKED_AT]))
    lines = [line.strip(" \u00a0") for line in bare.split("\n") if line.strip(" \u00a0")]
    if not lines:
        return ","
    for sign in "\t;|":
        if sum(sign in line for line in lines) * 2 > len(lines):
            return sign
    if sum("," in line for line in lines) * 2 > len(lines) and not _decimal_commas(lines):
        return ","
    parted = sum(_GAP[SPACES].search(line) is not None for line in lines)
    return SPACES if parted * 2 > len(lines) else SPACE


def _decimal_commas(lines: list[str]) -> bool:
    """Whether the commas of most lines are those of numbers that spaces part."""
    if "," in _DECIMAL_COMMA.sub("", lines[0]) or (lines[0].count(",") == lines[-1].count(",") and _heads(lines[0])):
        return False
    parted = [line for line in lines if _GAP[SPACE].search(line)]
    numbers = [all(map(_WITH_COMMA.fullmatch, _GAP[SPACE].split(line))) for line in parted]
    return sum(numbers) * 2 > len(lines)


def _heads(line: str) -> bool:
    return not any(sign.isdigit() for sign in line)
