"""Which column of a list is what: proposed from its heading, stated by a person where it has none, checked as a whole.

Nothing is guessed from the numbers: a list without a heading needs its columns stated. What was taken for what is
part of the answer, so that a person sees it before anything is written.
"""

import re
from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from geodata.errors import Refused
from geodata.io.coordinate_list_table import ListRow, ListTable, whole
from geodata.io.coordinate_list_words import AXES, COORDINATES, Heading, Part, Role, parts_only, settled

_FIRST = 20
"""Rows in which a heading is looked for; above it stand titles."""

_ONCE = (Role.NUMBER, Role.HEIGHT_SYSTEM, Role.TYPE, Role.PAIR, Role.ACCURACY, Role.CONDITION)
_NO_UNITS = ("km", "cm", "mm", "ft", "gon", "rad")
_NUMERIC = re.compile(r"\s*[NSEWСЮВЗ]?\s*[+-]?\d")
_SPEC = re.compile(r"(?P<role>[a-z-]+)(?::(?P<part>deg|min|sec))?(?:@(?P<post>\w))?")


class Column(Struct, frozen=True, kw_only=True):
    """One column: its place from 0, what it holds, which part of an angle, its unit, for which post, its heading.

    `system` is the height system that its heading names.
    """

    index: int
    role: Role
    part: Part | None = None
    unit: str = ""
    post: str = ""
    heading: str = ""
    system: str = ""

    @property
    def spec(self) -> str:
        """The column as a person states it: latitude, latitude:min, latitude@A."""
        return self.role.value + (f":{self.part}" if self.part else "") + (f"@{self.post}" if self.post else "")

    @property
    def called(self) -> str:
        """What to call it in a sentence: what it holds, with its post and part."""
        part = {"deg": "degrees of ", "min": "minutes of ", "sec": "seconds of "}.get(self.part or "", "")
        return part + self.role.value.replace("-", " ") + (f" of post {self.post}" if self.post else "")


class Layout(Struct, frozen=True, kw_only=True):
    """The columns of a list; the rows (from 0) of its heading, if any; the first row of numbers; what must be said."""

    columns: tuple[Column, ...]
    heading: tuple[int, ...] = ()
    first: int = 0
    remarks: tuple[str, ...] = ()

    def of(self, role: Role, post: str = "") -> tuple[Column, ...]:
        """Return the columns of a role, for one post."""
        return tuple(each for each in self.columns if each.role is role and each.post == post)

    @property
    def axes(self) -> tuple[Role, Role]:
        """The two roles that say where a point is, the one to the north first; x and y are not decided."""
        roles = {each.role for each in self.columns}
        return next(pair for pair in AXES if set(pair) <= roles)

    @property
    def posts(self) -> tuple[str, ...]:
        """The posts of which each row has coordinates: one without a name, or both of a pair."""
        return tuple(dict.fromkeys(each.post for each in self.columns if each.role in COORDINATES))


def layout_of(table: ListTable, stated: Iterable[str] = ()) -> Layout:
    """Return which column is what; `stated` ("number", "latitude:min", "-") goes before headings.

    Raise ListRefused when that is not clear, Refused for a word that is none.
    """
    if not table.rows:
        raise whole(0, f"{table.name} holds nothing; a list of coordinates is needed")
    said = list(stated)
    heading = _heading_row(table)
    above = _heading_above(table, heading)
    columns = _stated(said, table) if said else _read(table, heading, above)
    first = heading[-1] + 1 if heading else _titles(table) if said else 0
    titles = table.rows[: heading[0] - bool(above) if heading else first]
    if early := next((row for row in titles if _is_numbers(row)), None):
        raise whole(early.line, "a point stands above the heading; put the heading first", early.text)
    remarks = [f"Title passed over: “{row.text[:120]}”." for row in titles]
    if first < len(table.rows) and _numbered(table.rows[first].cells, len(columns)):
        remarks.append(f"The row that numbers the columns was passed over (line {table.rows[first].line}).")
        first += 1
    layout = Layout(columns=columns, heading=heading, first=first, remarks=tuple(remarks))
    _check(layout, table, bool(said))
    return layout


def headings_of(table: ListTable, layout: Layout) -> list[str]:
    """Return the text above each column, empty where there is none."""
    known = {each.index: each.heading for each in layout.columns}
    return [known.get(index, "") for index in range(table.width)]


def _titles(table: ListTable) -> int:
    """How many rows without a digit stand before the first with one: titles, or a heading in words not known here."""
    rows = range(min(_FIRST, len(table.rows)))
    return next((row for row in rows if any(sign.isdigit() for sign in table.rows[row].text)), 0)


def _is_numbers(row: ListRow) -> bool:
    """Whether most cells of a row are numbers, so that it is no title."""
    filled = [cell for cell in row.cells if cell.strip()]
    return len(filled) > 1 and sum(_NUMERIC.match(cell) is not None for cell in filled) * 2 > len(filled)


def _heading_row(table: ListTable) -> tuple[int, ...]:
    """The rows of the heading: the first that names coordinates, with a second one of units below it."""
    for index, row in enumerate(table.rows[:_FIRST]):
        found = settled(list(row.cells))
        roles = [each.role for each in found if each.role]
        named = [role for role in roles if role in COORDINATES]
        plain = not any(re.match(r"\s*[+-]?\d", cell) for cell in row.cells)
        if len(set(named)) > 1 or (named and len(roles) > 1 and plain):
            below = table.rows[index + 1 : index + 2]
            return (index, index + 1) if below and parts_only(below[0].cells) else (index,)
    return ()


def _heading_above(table: ListTable, heading: tuple[int, ...]) -> tuple[str, ...]:
    """The cells of a row that the heading goes on from: “№, Coordinates, –” above “–, B, L”; nothing for a title."""
    if not heading or heading[0] == 0:
        return ()
    cells, below = table.rows[heading[0] - 1].cells, table.rows[heading[0]].cells
    known = {each.role for each in settled(list(below))}
    added = {each.role for each, under in zip(settled(list(cells)), (*below, *[""] * len(cells)), strict=False)
             if not under.strip()}  # fmt: skip
    return cells if Role.NUMBER in added - known and not _is_numbers(table.rows[heading[0] - 1]) else ()


def _read(table: ListTable, heading: tuple[int, ...], above: tuple[str, ...]) -> tuple[Column, ...]:
    if not heading:
        first = table.rows[0]
        many = f"{len(first.cells)} columns"
        reason = f"no heading says what the {many} are; state them, for example number,latitude,longitude,height"
        raise whole(first.line, reason, first.text)
    cells = list(table.rows[heading[0]].cells)
    units = list(table.rows[heading[1]].cells) if len(heading) > 1 else []
    width = max(len(cells), len(units), len(above))
    cells += [""] * (width - len(cells))
    cells = [cell if cell.strip() else over for cell, over in zip(cells, (*above, *[""] * width), strict=False)]
    units += [""] * (width - len(units))
    return tuple(_columns(cells, [settled([unit])[0] if unit else None for unit in units], settled(cells)))


def _columns(cells: list[str], units: list[Heading | None], found: list[Heading]) -> Iterable[Column]:
    last: Column | None = None
    for index, (cell, unit, known) in enumerate(zip(cells, units, found, strict=True)):
        part = known.part or (unit.part if unit else None)
        measure = known.unit or (unit.unit if unit else "")
        carried = known.role is None and part is not None and (not cell.strip() or known.unit != "") and not known.rest
        if carried and last is not None and last.role in COORDINATES:
            yield Column(index=index, role=last.role, part=part, unit=measure, post=last.post, heading=cell)
            continue
        role = known.role or (Role.KEPT if cell.strip() else Role.SKIPPED)
        system = known.rest if role is Role.HEIGHT else ""
        part = part if role in COORDINATES else None
        last = Column(
            index=index, role=role, part=part, unit=measure, post=known.post, heading=" ".join(cell.split()),
            system=system,
        )  # fmt: skip
        yield last


def _stated(said: list[str], table: ListTable) -> tuple[Column, ...]:
    if len(said) != table.width:
        raise Refused(f"{len(said)} columns are stated, but the list has {table.width}; write - for one to leave out.")
    found = []
    for index, text in enumerate(said):
        spec = _SPEC.fullmatch(text.strip().lower()) if text.strip() != "-" else None
        if text.strip() != "-" and (spec is None or spec["role"] not in set(Role)):
            listed = ", ".join(role.value for role in Role)
            raise Refused(f"“{text}” is not what a column can hold; state one of: {listed}.")
        role = Role(spec["role"]) if spec else Role.SKIPPED
        part = Part(spec["part"]) if spec and spec["part"] else None
        post = (spec["post"] or "").upper() if spec else ""
        found.append(Column(index=index, role=role, part=part, post=post, heading=_above(table, index)))
    return tuple(found)


def _above(table: ListTable, index: int) -> str:
    heading = _heading_row(table)
    cells = table.rows[heading[0]].cells if heading else ()
    return " ".join(cells[index].split()) if index < len(cells) else ""


def _numbered(cells: tuple[str, ...], width: int) -> bool:
    return width > 2 and list(cells) == [str(number) for number in range(1, width + 1)]


def _check(layout: Layout, table: ListTable, stated: bool) -> None:
    line = table.rows[layout.heading[0]].line if layout.heading else 0
    text = table.rows[layout.heading[0]].text if layout.heading else ""
    _check_coordinates(layout, line, text)
    if not any(each.role is Role.NUMBER for each in layout.columns):
        raise whole(line, "no column holds the numbers of the points; name one, or add it", text)
    for role in _ONCE:
        named = layout.of(role)
        if len(named) > 1:
            both = f"columns {named[0].index + 1} and {named[1].index + 1} both hold the {named[0].called}"
            raise whole(line, f"{both}; state which one does", text)
    for column in layout.columns:
        if column.role in COORDINATES and column.unit in _NO_UNITS:
            reason = f"the {column.called} is in {column.unit}; coordinates are taken in degrees or metres"
            raise whole(line, reason, text)
    for column in () if stated else layout.columns:
        if column.role is Role.SKIPPED and (row := _filled(table, layout, column.index)):
            reason = f"column {column.index + 1} has no heading, but something stands in it; name it or leave it out"
            raise whole(table.rows[row].line, reason, table.rows[row].text)
    if layout.first >= len(table.rows):
        raise whole(line, "nothing stands below the heading", text)


def _filled(table: ListTable, layout: Layout, index: int) -> int:
    rows = range(layout.first, len(table.rows))
    return next((row for row in rows if index < len(table.rows[row].cells) and table.rows[row].cells[index]), 0)


def _check_coordinates(layout: Layout, line: int, text: str) -> None:
    found = [each for each in layout.columns if each.role in COORDINATES]
    pairs = [pair for pair in AXES if {each.role for each in found} & set(pair)]
    if not found:
        raise whole(line, "no column holds coordinates; latitude and longitude, or x and y, are needed", text)
    if len(pairs) > 1 and all(set(pair) <= {each.role for each in found} for pair in pairs):
        named = " and ".join(f"{pair[0].value} and {pair[1].value}" for pair in pairs)
        raise whole(
            line, f"the list holds coordinates twice ({named}); state which to take, and - for the others", text
        )
    for post in layout.posts:
        roles = {each.role for each in found if each.post == post}
        pair = next((pair for pair in AXES if roles == set(pair)), None)
        if pair is None:
            have = found[0].called if len(roles) == 1 else ", ".join(sorted(roles))
            other = next((b if a in roles else a for a, b in AXES if {a, b} & roles), Role.LATITUDE)
            raise whole(line, f"there is a column for the {have}, but none for the {other.value} beside it", text)
        for role in pair:
            _check_parts(layout.of(role, post), line, text)
    if len(layout.posts) > 2 or (len(layout.posts) == 2 and "" in layout.posts):
        raise whole(line, "the columns of two posts need their names, such as B1 L1 B2 L2 or B (A), L (A)", text)


def _check_parts(columns: tuple[Column, ...], line: int, text: str) -> None:
    if len(columns) == 1:
        return
    parts = [each.part for each in columns]
    if None in parts or len(set(parts)) < len(parts):
        both = f"columns {columns[0].index + 1} and {columns[1].index + 1} both hold the {columns[0].role.value}"
        raise whole(line, f"{both}; one list has one of them, or degrees, minutes and seconds apart", text)
    if parts not in ([Part.DEGREES, Part.MINUTES], [Part.DEGREES, Part.MINUTES, Part.SECONDS]):
        raise whole(line, "degrees, minutes and seconds have to stand in this order, beginning with degrees", text)


def alone(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Return columns as they are read: one that holds a whole angle has no part, whatever unit its heading says."""
    return tuple(replace(each, part=None) for each in columns) if len(columns) == 1 else columns
