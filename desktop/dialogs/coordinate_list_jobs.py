"""The job of the coordinate list dialog: what a list comes to with what is stated of it, as far as that can be said."""

from dataclasses import dataclass, field
from pathlib import Path

from geodata.cancel import Progress
from geodata.errors import Cancelled, ConfiniaError
from geodata.geometry.world import world_of
from geodata.io.coordinate_list import read_list, table_of
from geodata.io.coordinate_list_choices import Choices
from geodata.io.coordinate_list_columns import Layout, layout_of
from geodata.io.coordinate_list_loading import LoadedList, taken_in
from geodata.io.coordinate_list_place import ends_of
from geodata.io.coordinate_list_table import MOST_BYTES, ListRefused, ListTable, Problem
from geodata.io.coordinate_list_xlsx import is_workbook, sheets_of
from geodata.io.coordinate_list_xml import read_bytes
from geodata.model.project import Project
from geodata.model.reference import Columns
from geodata.model.segment import Segment


@dataclass(eq=False)
class Look:
    """A list as far as it can be read: rows, columns, wrong lines, or what it comes to in the project.

    `trouble` says why there is nothing to load yet; `understood` how it was read; `columns` its points in degrees of
    WGS 84, point by point, and `ground` the segments that the project has already.
    """

    sheets: tuple[str, ...] = ()
    table: ListTable | None = None
    layout: Layout | None = None
    problems: tuple[Problem, ...] = ()
    trouble: ConfiniaError | None = None
    understood: tuple[str, ...] = ()
    loaded: LoadedList | None = None
    columns: Columns = field(default_factory=lambda: Columns.of_lines([]))
    ground: Columns = field(default_factory=lambda: Columns.of_lines([]))


def looked_at(source: Path | str, choices: Choices, project: Project, progress: Progress) -> Look:
    """Return what a list comes to with what is stated of it; nothing is written, and no failure is thrown (a job)."""
    look = Look()
    try:
        _fill(look, source, choices, project, progress)
    except Cancelled:
        raise
    except ListRefused as refused:
        look.trouble, look.problems = refused, refused.problems
    except ConfiniaError as problem:
        look.trouble = problem
    return look


def _fill(look: Look, source: Path | str, choices: Choices, project: Project, progress: Progress) -> None:
    """Go on as far as it can be gone; what is known by then stays in `look`."""
    progress.step("Reading the list", 0, 0)
    world = world_of(project.settings.profile)
    look.ground = Columns.of_lines([world.degrees(segment.line.xy) for segment in project.all(Segment)])
    if isinstance(source, Path) and is_workbook(data := read_bytes(source, MOST_BYTES)):
        look.sheets = sheets_of(data, source.name)
    look.table = table_of(source, choices)
    look.layout = layout_of(look.table, choices.columns)
    found = read_list(look.table, choices, progress)
    look.understood = found.understood
    loaded = taken_in(found, choices, project, progress)
    first, last = ends_of(found, loaded.place)
    look.understood = (*found.understood, f"First {first}; last {last}.", *loaded.remarks)
    look.columns = Columns.of_points(loaded.place.world)
    look.loaded = loaded
