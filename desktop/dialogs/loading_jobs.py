"""Jobs of the load dialog: what is in a file, its first rows, and what all of it comes to in the project."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from desktop.dialogs.gate_ground import Ground, Places
from geodata.cancel import Progress
from geodata.errors import Cancelled, ConfiniaError
from geodata.geometry.world import world_of
from geodata.io.load_preview import Preview, preview
from geodata.io.load_reference import LoadedReference, load_reference
from geodata.io.loading import Loaded, load
from geodata.io.mapping import Mapping, Target
from geodata.io.source_table import SourceLayer
from geodata.io.sources import layers
from geodata.model.marker import Marker
from geodata.model.project import Project
from geodata.model.reference import Columns, Shape
from geodata.model.route import Route
from geodata.model.segment import Segment
from geodata.model.turning_point import TurningPoint

FIRST_ROWS = 50
"""Rows shown before anything is decided."""

Outcome = Loaded | LoadedReference


def layers_of_file(path: Path, progress: Progress) -> list[SourceLayer]:
    """Return the layers of a file (a job); raise NotFound, FileForeign or FileTrouble."""
    progress.step(f"Reading {path.name}", 0, 0)
    return layers(path)


@dataclass(frozen=True, eq=False)
class FirstRows:
    """The first rows as a mapping would take them, or why they cannot be shown; and where they would lie."""

    preview: Preview | str
    ground: Ground | None = None


def first_rows(path: Path, places: Places, mapping: Mapping, progress: Progress) -> FirstRows:
    """Return the first rows of a file, with the sentence why where they cannot be shown (a job)."""
    try:
        ground = places.ground(mapping, FIRST_ROWS, progress)
    except Cancelled:
        raise
    except ConfiniaError as problem:
        return FirstRows(problem.sentence)
    try:
        return FirstRows(preview(path, mapping, places.profile, FIRST_ROWS, progress), ground)
    except Cancelled:
        raise
    except ConfiniaError as problem:
        return FirstRows(problem.sentence, ground)


def line_of_project(project: Project, progress: Progress) -> Columns:
    """Return the line that a project holds, to be seen beside what is loaded (a job): degrees of WGS 84."""
    progress.step("Drawing the project's line", 0, 0)
    world = world_of(project.settings.profile)
    return Columns.of_lines([world.degrees(segment.line.xy) for segment in project.all(Segment)])


@dataclass(frozen=True, eq=False)
class Checked:
    """What all rows come to, and what would be taken, to be drawn."""

    found: Outcome
    columns: Columns


def checked(path: Path, mapping: Mapping, project: Project, update: bool, progress: Progress) -> Checked:
    """Return what all rows come to; nothing is written (a job). Raise as `load` and `load_reference` do."""
    if mapping.target is Target.REFERENCE:
        reference = load_reference(path, mapping, project.settings.profile, progress)
        return Checked(reference, reference.layer.columns)
    found = load(path, mapping, project, update, progress)
    features, world = [delta.new for delta in found.deltas], world_of(project.settings.profile)
    if mapping.target.shape is Shape.POINT:
        points = [one.point for one in features if isinstance(one, TurningPoint | Marker)]
        return Checked(found, Columns.of_points(world.degrees(np.array(points, np.int64).reshape(-1, 2))))
    lines = [world.degrees(one.line.xy) for one in features if isinstance(one, Segment | Route)]
    return Checked(found, Columns.of_lines(lines))


def taken(found: Outcome) -> int:
    """Return how many rows or features would be taken."""
    if isinstance(found, Loaded):
        return found.taken
    return found.source.rows - len(found.report.refused)
