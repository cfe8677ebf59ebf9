"""Coordinate lists as commissions write them: text or XLSX in, checked points out, or every line that is wrong.

    table_of(path | text)              rows of cells, whatever they were kept in      (coordinate_list_text, _xlsx)
    read_list(table, choices)          a CoordinateList: numbers, coordinates, heights (coordinate_list_columns, _cells)
    place_list(list, choices, project) turning points, markers, a line                (coordinate_list_loading)

A list is taken whole or not at all: one wrong line and nothing enters. What is not said in the list is asked, and what
was understood is part of the answer.
"""

from pathlib import Path

from msgspec import Struct

from geodata.cancel import Progress, unwatched
from geodata.geometry.written import Form
from geodata.io.coordinate_list_cells import ListPoint, Reading, points_of
from geodata.io.coordinate_list_checks import check_forms, check_parts, check_points, precision_in_words
from geodata.io.coordinate_list_choices import Choices
from geodata.io.coordinate_list_columns import Layout, layout_of
from geodata.io.coordinate_list_heights import check_height_system
from geodata.io.coordinate_list_table import MOST_BYTES, ListRefused, ListTable, Problem, whole
from geodata.io.coordinate_list_text import PASTED, table_of_bytes, table_of_text
from geodata.io.coordinate_list_words import Role
from geodata.io.coordinate_list_xlsx import is_workbook, table_of_workbook
from geodata.io.coordinate_list_xml import read_bytes

_EVERY = 1000


class CoordinateList(Struct, frozen=True, kw_only=True):
    """A list that holds together: what it was, how it was understood, its points in order, and what must be said."""

    table: ListTable
    layout: Layout
    points: tuple[ListPoint, ...]
    form: Form
    precision: float
    decimal_comma: bool
    remarks: tuple[str, ...] = ()

    @property
    def stated_axes(self) -> bool:
        """Whether the headings themselves say which coordinate goes to the north."""
        return self.layout.axes != (Role.X, Role.Y)

    @property
    def understood(self) -> tuple[str, ...]:
        """Sentences that say how the list was read: columns, form, precision, heights."""
        columns = [
            f"{each.called} from {f'“{each.heading}”' if each.heading else f'column {each.index + 1}'}"
            for each in self.layout.columns
            if each.role is not Role.SKIPPED and each.role is not Role.KEPT
        ]
        kept = [each.heading for each in self.layout.columns if each.role is Role.KEPT]
        said = [f"Columns: {', '.join(columns)}."]
        if kept:
            said.append(f"Kept beside each point as it stands: {', '.join(kept)}.")
        form = {Form.DMS: "degrees, minutes and seconds", Form.DECIMAL: "decimal degrees", Form.METRES: "metres"}
        said.append(f"Coordinates in {form[self.form]}, written to {precision_in_words(self.precision, self.form)}.")
        systems = sorted({point.height_system for point in self.points if point.height})
        if systems:
            said.append(f"Heights: {', '.join(systems)}.")
        return (*said, *self.remarks)


def table_of(source: Path | str | bytes, choices: Choices) -> ListTable:
    """Return the rows of a file (a path), a pasted text, or bytes from a pipe; text or workbook by its first bytes.

    Raise ListRefused with the line, Refused, NotFound, FileForeign and FileTrouble.
    """
    if isinstance(source, str):
        return table_of_text(source, choices.delimiter, PASTED)
    data = source if isinstance(source, bytes) else read_bytes(source, MOST_BYTES)
    name = PASTED if isinstance(source, bytes) else source.name
    if is_workbook(data):
        return table_of_workbook(data, name, choices.sheet)
    return table_of_bytes(data, name, choices.encoding, choices.delimiter)


def read_list(table: ListTable, choices: Choices, progress: Progress | None = None) -> CoordinateList:
    """Return the list that a table holds; raise ListRefused with every line that is wrong."""
    watched = progress or unwatched()
    check_height_system(choices.height_system)
    layout = layout_of(table, choices.columns)
    reading = Reading.of(table, layout, choices)
    points: list[ListPoint] = []
    problems: list[Problem] = []
    for index, row in enumerate(table.rows[layout.first :]):
        if index % _EVERY == 0:
            watched.step("Reading the list", index, len(table.rows))
        try:
            points += points_of(row, reading)
        except ListRefused as refused:
            problems += refused.problems
    texts = {row.line: row.text for row in table.rows}
    problems += [*check_forms(points, layout, texts), *check_parts(points, layout, texts)]
    if problems:
        raise ListRefused(problems)
    if not points:
        raise whole(0, f"{table.name} holds no points")
    checked = check_points(points, choices, texts)
    return CoordinateList(
        table=table, layout=layout, points=checked.points, form=checked.points[0].form,
        precision=max(point.precision for point in checked.points), decimal_comma=reading.decimal_comma,
        remarks=(*table.remarks, *layout.remarks, *checked.remarks),
    )  # fmt: skip
