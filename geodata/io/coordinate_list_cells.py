"""One row of a coordinate list: its number, coordinates, height and the rest, or every reason why it is none."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from msgspec import Struct

from geodata.errors import ConfiniaError
from geodata.geometry.written import LATITUDE, LONGITUDE, Form, Number, read_number
from geodata.io.coordinate_list_choices import Choices
from geodata.io.coordinate_list_columns import Column, Layout, alone
from geodata.io.coordinate_list_slips import DECIMAL_COMMA, THOUSANDS, misplaced, slip, two_ways
from geodata.io.coordinate_list_table import Kept, ListRefused, ListRow, ListTable, Problem
from geodata.io.coordinate_list_words import COORDINATES, MARKERS, TURNING_POINTS, Part, Role, is_total, vocabulary
from geodata.model.names import Attribute

_UNSEEN = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)  # two numbers must not differ by these alone
_PART = re.compile(r"\d+(?:[.,]\d+)?")
_DIGITS = {Part.DEGREES: "°º", Part.MINUTES: "'’′", Part.SECONDS: "\"”″'′"}
_MILLIMETRES = {"m": 1000, "cm": 10, "mm": 1}
_NONE = re.compile("[-\u2010-\u2015\u2212]+")  # a dash where there is nothing
_LOWEST, _HIGHEST = -500.0, 9000.0
_FEET = re.compile(r"\d\s*(ft|feet|фут)", re.IGNORECASE)


class ListPoint(Struct, frozen=True, kw_only=True):
    """One point of a list: its line and number, both coordinates (the one to the north, or x, first), how they stand.

    `letters` are N, S, E or W where they stand at them. `precision` is the value of the last digit written, degrees or
    metres, of the coarser coordinate; `cells` are both as they stand in the list, in its order. `type` is a word of
    ours, `pair` the number of the other post.
    """

    line: int
    number: str
    first: float
    second: float
    form: Form
    forms: tuple[Form, Form]
    letters: tuple[str, str]
    precision: float
    cells: tuple[str, str]
    post: str = ""
    height: str = ""
    height_system: str = ""
    type: str = ""
    type_as_read: str = ""
    pair: str = ""
    accuracy_mm: int | None = None
    condition: str = ""
    attributes: tuple[Attribute, ...] = ()

    @property
    def as_read(self) -> str:
        """Both coordinates as they stand in the list, as one text."""
        return " ".join(self.cells)


@dataclass(frozen=True)
class Reading:
    """What is known of all rows when one is read."""

    layout: Layout
    choices: Choices
    width: int
    kept: Kept
    decimal_comma: bool
    heading: tuple[str, ...]
    by_role: dict[Role, Column]
    posts: dict[str, tuple[tuple[Column, ...], tuple[Column, ...]]]

    @classmethod
    def of(cls, table: ListTable, layout: Layout, choices: Choices) -> "Reading":
        """Look once over a whole table."""
        heading = table.rows[layout.heading[0]].cells if layout.heading else ()
        comma = choices.decimal_comma or _commas_are_decimal(table, layout)
        by_role = {column.role: column for column in reversed(layout.columns)}
        north, east = layout.axes
        posts = {post: (alone(layout.of(north, post)), alone(layout.of(east, post))) for post in layout.posts}
        return cls(layout, choices, len(layout.columns), table.kept, comma, heading, by_role, posts)


class _Row:
    """A row being read: what is wrong with it is gathered, not thrown."""

    def __init__(self, row: ListRow, reading: Reading) -> None:
        self.row, self.reading = row, reading
        self.problems: list[Problem] = []

    def cell(self, column: Column) -> str:
        return self.row.cells[column.index].strip() if column.index < len(self.row.cells) else ""

    def refuse(self, reason: str, column: int = -1) -> None:
        self.problems.append(Problem(line=self.row.line, reason=reason, text=self.row.text, column=column))

    def one(self, role: Role) -> str:
        column = self.reading.by_role.get(role)
        return self.cell(column) if column else ""

    def read(self, column: Column, function: Callable[[], Number]) -> Number | None:
        try:
            return function()
        except ConfiniaError as problem:
            self.refuse(f"{column.called}: {_lowered(problem.sentence)}", column.index)
            return None


def points_of(row: ListRow, reading: Reading) -> list[ListPoint]:
    """Return the point of a row, both where it has those of a pair; raise ListRefused with all that is wrong."""
    found = _Row(row, reading)
    _check_row(found)
    if found.problems:
        raise ListRefused(found.problems)
    number = _UNSEEN.sub("", found.one(Role.NUMBER))
    if not number:
        found.refuse("the number is missing")
    points = [point for post in reading.posts if (point := _point(found, number, post))]
    if found.problems:
        raise ListRefused(found.problems)
    return points


def _check_row(found: _Row) -> None:
    row, width = found.row, found.reading.width
    for column, said in sorted(row.troubles.items()):
        found.refuse(said, column)
    filled = [cell for cell in row.cells if cell.strip()]
    if found.reading.heading and row.cells == found.reading.heading:
        found.refuse("the heading stands here again; take it out")
    elif filled and is_total(filled[0]):
        found.refuse("this is no point but a sum; take it out")
    elif len(row.cells) > width and any(cell.strip() for cell in row.cells[width:]):
        found.refuse(f"it has {len(row.cells)} cells where there are {width} columns", width)
    elif len(filled) == 1 and not row.troubles:
        found.refuse("it has a single cell: a title or a note, and no point; take it out")
    elif found.reading.kept is Kept.TEXT and len(row.cells) < width and not row.troubles:
        found.refuse(f"it has {len(row.cells)} cells where there are {width} columns")


def _point(found: _Row, number: str, post: str) -> ListPoint | None:
    columns = found.reading.posts[post]
    first, second = (_coordinate(found, group) for group in columns)
    height, system = _height(found, post)
    accuracy = _accuracy(found)
    type_, type_as_read = _type(found)
    if found.problems or first is None or second is None:
        return None
    one, other = (" ".join(map(found.cell, group)) for group in sorted(columns, key=lambda group: group[0].index))
    return ListPoint(
        line=found.row.line,
        number=number + (f"/{post}" if post.isdigit() else post),
        first=first.value,
        second=second.value,
        form=first.form,
        forms=(first.form, second.form),
        letters=(first.letter, second.letter),
        precision=max(first.precision, second.precision),
        cells=(one, other),
        post=post,
        height=height,
        height_system=system,
        type=type_,
        type_as_read=type_as_read,
        pair=_NONE.sub("", found.one(Role.PAIR)) and found.one(Role.PAIR),
        accuracy_mm=accuracy,
        condition=found.one(Role.CONDITION),
        attributes=_attributes(found),
    )


def _coordinate(found: _Row, group: tuple[Column, ...]) -> Number | None:
    column = group[0]
    if len(group) > 1:
        return _of_parts(found, group)
    text = found.cell(column)
    if not text:
        found.refuse(f"the {column.called} is missing", column.index)
        return None
    if hint := slip(text, column.role, found.reading.decimal_comma):
        found.refuse(f"{column.called}: {hint}", column.index)
        return None
    number = found.read(column, lambda: read_number(text, _letters(column.role)))
    if number is not None and (said := misplaced(number, text, column.role)):
        found.refuse(f"{column.called}: {said}", column.index)
        return None
    return number


def _of_parts(found: _Row, group: tuple[Column, ...]) -> Number | None:
    texts = []
    for column in group:
        text = found.cell(column).strip(_DIGITS[column.part or Part.DEGREES] + " ")
        bare = text.removeprefix("-") if column.part is Part.DEGREES else text
        if not text:
            found.refuse(f"the {column.called} are missing", column.index)
        elif not _PART.fullmatch(bare):
            found.refuse(f"{column.called}: “{found.cell(column)}” is no number of {column.part}", column.index)
        elif column.part is not Part.DEGREES and float(bare.replace(",", ".")) >= 60:
            found.refuse(f"{column.called}: there are {text}, but they end at 59", column.index)
        texts.append(text)
    if found.problems:
        return None
    written = "".join(f"{text}{mark}" for text, mark in zip(texts, "°′″", strict=False))
    number = found.read(group[0], lambda: read_number(written, _letters(group[0].role)))
    if number is not None and (said := misplaced(number, written, group[0].role)):
        found.refuse(f"{group[0].called}: {said}", group[0].index)
        return None
    return number


def _letters(role: Role) -> str:
    letters = {Role.LATITUDE: LATITUDE, Role.NORTHING: LATITUDE, Role.LONGITUDE: LONGITUDE, Role.EASTING: LONGITUDE}
    return letters.get(role, LATITUDE + LONGITUDE)


def _height(found: _Row, post: str) -> tuple[str, str]:
    layout, choices = found.reading.layout, found.reading.choices
    if Role.HEIGHT not in found.reading.by_role:
        return "", ""
    columns = layout.of(Role.HEIGHT, post) or layout.of(Role.HEIGHT)
    column = columns[0] if columns else None
    text = found.cell(column) if column else ""
    if column is None or not text or _NONE.fullmatch(text):
        return "", ""
    system = found.one(Role.HEIGHT_SYSTEM) or column.system or choices.height_system
    if column.unit == "ft" or _FEET.search(text):
        found.refuse("the height is in feet; heights are taken in metres", column.index)
    elif column.unit not in ("", "m"):
        found.refuse(f"the height is in {column.unit}; heights are taken in metres", column.index)
    elif not found.reading.decimal_comma and THOUSANDS.fullmatch(text):
        found.refuse(f"height: {two_ways(text)}", column.index)
    elif (number := found.read(column, lambda: read_number(text))) and not _is_height(number):
        found.refuse(f"“{text}” is no height in metres", column.index)
    if not system:
        found.refuse("the height has no height system; state it, for example Baltic 1977", column.index)
    return text, system


def _is_height(number: Number) -> bool:
    return number.form is not Form.DMS and _LOWEST <= number.value <= _HIGHEST


def _accuracy(found: _Row) -> int | None:
    column = found.reading.by_role.get(Role.ACCURACY)
    text = found.cell(column) if column else ""
    if column is None or not text or _NONE.fullmatch(text):
        return None
    number = found.read(column, lambda: read_number(text))
    if number is None:
        return None
    if column.unit not in _MILLIMETRES:
        found.refuse("the accuracy has no unit; name it in the heading, for example accuracy (m)", column.index)
    elif number.value < 0 or number.form is Form.DMS:
        found.refuse(f"“{text}” is no accuracy", column.index)
    return round(number.value * _MILLIMETRES.get(column.unit, 1))


def _type(found: _Row) -> tuple[str, str]:
    """The type in our word and in that of the list."""
    column = found.reading.by_role.get(Role.TYPE)
    text = found.cell(column) if column else ""
    if column is None or not text:
        return "", ""
    word = vocabulary(text, MARKERS) or vocabulary(text, TURNING_POINTS)
    if not word:
        listed = ", ".join([*MARKERS, *TURNING_POINTS])
        found.refuse(f"“{text[:40]}” is no type known here; it is one of {listed}", column.index)
    return word, text


def _attributes(found: _Row) -> tuple[Attribute, ...]:
    kept = [(each.heading, found.cell(each)) for each in found.reading.layout.columns if each.role is Role.KEPT]
    ordinal = [("ordinal", found.cell(each)) for each in found.reading.layout.columns if each.role is Role.ORDINAL]
    return tuple((heading or "column", text) for heading, text in [*ordinal, *kept] if text)


def _commas_are_decimal(table: ListTable, layout: Layout) -> bool:
    """Whether some number of the list has a comma that can group no thousands."""
    places = [each.index for each in layout.columns if each.role in COORDINATES or each.role is Role.HEIGHT]
    rows = table.rows[layout.first :]
    return any(DECIMAL_COMMA.search(row.cells[place]) for row in rows for place in places if place < len(row.cells))


def _lowered(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:].removesuffix(".")
