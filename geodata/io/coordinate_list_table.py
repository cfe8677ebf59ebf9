"""A coordinate list before anything is made of it: rows of cells as text, each with its line, whatever it was kept in.

A list is taken whole or not at all: what is wrong with it is a `Problem` with its line, and one is enough.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from msgspec import Struct

from geodata.errors import Refused

MOST_PROBLEMS = 50
"""Lines that are named when a list is refused; a person corrects these and asks again."""

MOST_ROWS = 100_000
MOST_BYTES = 64 << 20
MOST_CELLS = 256
LONGEST_CELL = 32_767
"""Signs in one cell: as many as a spreadsheet keeps."""

_SHOWN = 120


class Kept(StrEnum):
    """What a list is kept in."""

    TEXT = "text"
    WORKBOOK = "XLSX"


class Problem(Struct, frozen=True, kw_only=True):
    """What is wrong with one line: its number from 1 (0: with the list as a whole), why, and what stands there.

    `column` is the cell, from 0; -1 where it is not about one cell.
    """

    line: int
    reason: str
    text: str = ""
    column: int = -1

    @property
    def sentence(self) -> str:
        """The line, the reason and the text, as people read it."""
        shown = self.text if len(self.text) <= _SHOWN else self.text[: _SHOWN - 1] + "…"
        where = f"Line {self.line:,}: " if self.line else ""
        reason = self.reason if where else self.reason[:1].upper() + self.reason[1:]
        return f"{where}{reason}{f' (“{shown}”)' if shown else ''}."


class ListRefused(Refused):
    """A coordinate list that is not taken, with every line that is wrong (`problems`, up to MOST_PROBLEMS)."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep the problems in the order of the list."""
        found = sorted(problems, key=lambda each: (each.line, each.column))
        self.problems = tuple(found[:MOST_PROBLEMS])
        self.more = len(found) - len(self.problems)
        more = f" {len(found) - 1:,} more things are" if len(found) > 2 else " One more thing is"
        rest = f"{more} wrong." if len(found) > 1 else ""
        super().__init__(f"{self.problems[0].sentence}{rest} Nothing was taken.")


@dataclass(frozen=True, slots=True)
class ListRow:
    """One row: the line it begins on (from 1), its cells as text, and what is wrong with single cells by index."""

    line: int
    cells: tuple[str, ...]
    troubles: Mapping[int, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The row as one text, for a message."""
        return "  ".join(" ".join(cell.split()) for cell in self.cells).strip()

    @property
    def empty(self) -> bool:
        """Whether nothing stands in it."""
        return not self.troubles and not any(cell.strip() for cell in self.cells)


@dataclass(frozen=True, slots=True)
class ListTable:
    """All rows of a list that are not empty, and what it was: its name, hash, form, sheet, encoding and delimiter."""

    name: str
    sha256: str
    kept: Kept
    rows: tuple[ListRow, ...]
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def width(self) -> int:
        """The cells of its widest row."""
        return max((len(row.cells) for row in self.rows), default=0)


def whole(line: int, reason: str, text: str = "") -> ListRefused:
    """Return the refusal for one thing that is wrong."""
    return ListRefused([Problem(line=line, reason=reason, text=text)])


def check_size(rows: int, line: int) -> None:
    """Raise ListRefused when there are more rows than a list may have."""
    if rows > MOST_ROWS:
        raise whole(line, f"the list has more than {MOST_ROWS:,} rows; divide it")


def check_bytes(size: int) -> None:
    """Raise ListRefused when there are more bytes than a list may have."""
    if size > MOST_BYTES:
        raise whole(0, f"the list is longer than {MOST_BYTES >> 20} MB; divide it")
