"""Where the numbers of a feature come from: the file, how it was read, what it said verbatim, and if it is so still.

The reading is done again each time that somebody asks: the kept coordinates go through the kept pipeline, and what
comes out is held against the feature, step by step of the joint grid.
"""

from enum import StrEnum

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from geodata.errors import ConfiniaError, NotFound
from geodata.geometry.crs import Floats, Operation, transform
from geodata.io.axes import Axes
from geodata.io.load_shapes import steps_of
from geodata.io.originals import Original, hashes_of
from geodata.io.store import Store
from geodata.model.feature import Feature, Kind, kind_of
from geodata.model.grid import Grid, JointGrid
from geodata.model.project import Project
from geodata.model.source import Reading, Source

_ENDS = 2
"""How many of the first and of the last points are shown where not all are."""


class Made(StrEnum):
    """How the numbers of a feature came into the project."""

    READ = "read"
    BY_HAND = "by_hand"
    ELSEWHERE = "elsewhere"


class Provenance(Struct, frozen=True, kw_only=True):
    """Where the numbers of one feature come from.

    `row` is the identifier in the source; `coordinates` are points as the source wrote them, of `points` that were
    read (None where they are not kept: they do not travel); `unchanged` tells whether the feature still has exactly
    the numbers that they became. `residual` is by how many steps of the joint grid, and `residual_mm` by how many
    millimetres at most, doing the reading again differs from it now; None where that cannot be done.
    """

    feature: str
    kind: Kind
    made: Made
    row: str = ""
    source: Source | None = None
    coordinates: tuple[str, ...] | None = None
    points: int = 0
    unchanged: bool | None = None
    residual: int | None = None
    residual_mm: int | None = None


def named_feature(project: Project, name: str) -> Feature:
    """Return the feature of this identifier, of the project or of its source; raise NotFound, also for several."""
    found = [layer[name] for layer in project.layers.values() if name in layer]
    found = found or [
        each for layer in project.layers.values() for each in layer.values() if name in _names(each) and name
    ]
    if len(found) == 1:
        return found[0]
    if not found:
        raise NotFound(f"There is no feature {name} in this project.")
    listed = ", ".join(f"{kind_of(each).replace('_', ' ')} {each.id}" for each in found[:4])
    raise NotFound(f"{len(found)} features are called {name}: {listed}; name one by its identifier.")


def where_from(store: Store, project: Project, feature: Feature, whole: bool = False) -> Provenance:
    """Return where a feature's numbers come from; `whole` gives every original point, else the first and last ones."""
    origin = getattr(feature, "origin", "")
    row = getattr(feature, "source_id", "")
    source = project.layers[Kind.SOURCE].get(origin)
    about = Provenance(feature=feature.id, kind=kind_of(feature), made=Made.BY_HAND, row=row)
    if not isinstance(source, Source):
        return about
    original = store.original(feature.id, origin)
    made = Made.READ if source.reading is not None else Made.ELSEWHERE
    if original is None or source.reading is None:
        return replace(about, made=made, source=source)
    points = tuple(original.text.split("\n"))
    residual, apart = _residual(original, source.reading, feature, project.settings.profile.grid)
    return replace(
        about, made=made, source=source, points=len(points), coordinates=points if whole else _ends(points),
        unchanged=next(hashes_of([feature])) == original.sha256, residual=residual, residual_mm=apart,
    )  # fmt: skip


def repeated(original: Original, reading: Reading, grid: JointGrid) -> Grid:
    """Return the whole steps that a reading makes of original coordinates, (n, 2); raise Refused for what it cannot."""
    numbers = original.numbers(Axes(reading.axes))
    xy: Floats = numbers[:, ::-1] if reading.axes == Axes.NORTH_EAST else numbers
    held = Operation(code=reading.operation, name="", accuracy=None, area="", pipeline=reading.pipeline)
    return steps_of(transform(np.ascontiguousarray(xy), held), grid)


def _residual(original: Original, reading: Reading, feature: Feature, grid: JointGrid) -> tuple[int | None, int | None]:
    now = _steps(feature)
    try:
        again = repeated(original, reading, grid)
    except (ConfiniaError, ValueError):
        return None, None
    if again.shape != now.shape:
        return None, None
    (ax, ay), (bx, by) = (grid.degrees(each).T for each in (again, now))
    _, _, apart = grid.ellipsoid.inv(ax, ay, bx, by)
    return int(np.abs(again - now).max(initial=0)), round(float(np.max(apart, initial=0)) * 1000)


def _steps(feature: Feature) -> Grid:
    line = getattr(feature, "line", None)
    return line.xy if line is not None else np.array([getattr(feature, "point", (0, 0))], np.int64)


def _ends(points: tuple[str, ...]) -> tuple[str, ...]:
    return points if len(points) <= 2 * _ENDS else (*points[:_ENDS], *points[-_ENDS:])


def _names(feature: Feature) -> tuple[str, ...]:
    return tuple(getattr(feature, name, "") for name in ("source_id", "label", "number", "code"))
