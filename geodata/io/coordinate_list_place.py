"""Where the points of a list lie: its reference system, its axes, the pinned operation, and whether that can be."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geodata.errors import Refused
from geodata.geometry.crs import Operation, OperationNeeded, ReferenceSystem, pinned, reference_system, transform
from geodata.geometry.plausible import FAR_OUTSIDE, Code, Finding, axes_question, native_degrees, on_globe, within
from geodata.geometry.plausible_held import Held, findings
from geodata.geometry.world import world_of
from geodata.geometry.written import LATITUDE, LONGITUDE, Form, dms
from geodata.io.axes import Axes
from geodata.io.coordinate_list import CoordinateList
from geodata.io.coordinate_list_cells import ListPoint
from geodata.io.coordinate_list_choices import Choices
from geodata.io.coordinate_list_hints import against_the_list, proposed_system
from geodata.io.coordinate_list_table import ListRefused, Problem
from geodata.io.load_questions import Implausible
from geodata.model.grid import Grid, JointGrid
from geodata.model.project import Project

Floats = npt.NDArray[np.float64]

FAR = 100_000.0
"""Metres between two points after one another beyond which one of them was probably mistyped."""

POSTS_APART = 5_000.0
"""Metres between the two posts of a pair beyond which one of them was probably mistyped."""

_OUTLIER, _STEP = 20, 5_000.0


@dataclass(frozen=True, eq=False)
class Placed:
    """The points of a list on the ground.

    `xy` is (n, 2) coordinates as read, x east before y north; `steps` (n, 2) int64 on the joint grid; `degrees` and
    `world` (n, 2) longitude and latitude of the joint datum and of WGS 84. `axes` is the order of both in the list;
    `as_stated` are the findings on which a person insisted.
    """

    system: ReferenceSystem
    axes: Axes
    operation: Operation
    xy: Floats
    steps: Grid
    degrees: Floats
    world: Floats
    remarks: tuple[str, ...]
    as_stated: tuple[str, ...] = ()


def placed(found: CoordinateList, choices: Choices, project: Project) -> Placed:
    """Return where the points lie on the joint grid of a project.

    Raise Refused when reference system or axes are not stated or do not fit, OperationNeeded when a person has to pin
    the operation, Implausible, and ListRefused with the lines of points that lie where they cannot.
    """
    profile = project.settings.profile
    system = _system(found, choices)
    axes = _axes(found, choices, system, profile.grid)
    xy = _xy(found, axes)
    against = against_the_list(found, system)
    operation = _pinned(xy, system, choices, project, against)
    native = transform(xy, operation)
    degrees = native_degrees(native, profile.grid)
    remarks, insisted = _judged(xy, system, operation, choices, project, against)
    _check_each(found, system, degrees, any(each != Code.FILE for each in insisted) or choices.far_apart)
    remarks += [] if choices.far_apart else _check_steps(found, degrees, profile.grid)
    steps = profile.grid.of_native(native)
    world = world_of(profile).degrees(steps)
    return Placed(system, _order(found, axes), operation, xy, steps, degrees, world, tuple(remarks), insisted)


def _pinned(
    xy: Floats, system: ReferenceSystem, choices: Choices, project: Project, against: list[Finding]
) -> Operation:
    """Return the operation; what cannot be right whatever the operation is named before one is asked for."""
    try:
        return pinned(system.code, xy, project.settings.profile, choices.operation)
    except OperationNeeded as asked:
        _judged(xy, system, asked.candidates[0].operation, choices, project, against)
        raise


def _judged(
    xy: Floats,
    system: ReferenceSystem,
    operation: Operation,
    choices: Choices,
    project: Project,
    against: list[Finding],
) -> tuple[list[str], tuple[str, ...]]:
    """Return what to remark of a reading and on what a person insists; raise Implausible for what is certain."""
    said = [*findings(xy, system, operation, project.settings.profile, Held.of(project)), *against]
    certain = [each for each in said if each.certain and each.code not in choices.as_stated]
    if certain:
        raise Implausible(certain)
    return [each.sentence for each in said], tuple(each.code.value for each in said if each.certain)


def _check_each(found: CoordinateList, system: ReferenceSystem, degrees: Floats, anywhere: bool) -> None:
    """Raise ListRefused for single points off the globe, or far outside the area of their reference system."""
    there = on_globe(degrees)
    inside = there if anywhere else within(degrees, system.bounds, FAR_OUTSIDE)
    if inside.all():
        return
    where = np.where(there, f"lies far outside the area of {system.name}", "lies off the globe")
    raise ListRefused(
        _problem(found.points[index], f"{found.points[index].number} {where[index]}")
        for index in np.flatnonzero(~inside).tolist()
    )


def _system(found: CoordinateList, choices: Choices) -> ReferenceSystem:
    if not choices.crs:
        angles = found.form is not Form.METRES
        code, why = proposed_system(found)
        example = "EPSG:4326 for WGS 84, EPSG:4284 for SK-42" if angles else "EPSG:28408 for SK-42 zone 8"
        said = f"by {why} it is {code}, if that is right" if code else f"for example {example}"
        raise Refused(f"A list does not say its reference system beyond doubt; state it (--crs): {said}.")
    system = reference_system(choices.crs)
    if system.geographic and found.form is Form.METRES:
        raise Refused(f"The list is in metres, but {system.name} is in degrees; state the system of the metres.")
    if not system.geographic and found.form is not Form.METRES:
        raise Refused(f"The list is in degrees, but {system.name} is in metres; state the system of the degrees.")
    return system


def _order(found: CoordinateList, axes: Axes) -> Axes:
    """The order in which both stand in the list, whichever goes to the north."""
    north, east = found.layout.axes if axes is Axes.NORTH_EAST else reversed(found.layout.axes)
    post = found.layout.posts[0]
    first = found.layout.of(north, post)[0].index < found.layout.of(east, post)[0].index
    return Axes.NORTH_EAST if first else Axes.EAST_NORTH


def _axes(found: CoordinateList, choices: Choices, system: ReferenceSystem, grid: JointGrid) -> Axes:
    """Which of both coordinates goes to the north: said by the headings, else by a person."""
    if found.stated_axes:
        return Axes.NORTH_EAST
    lettered = _lettered(found, choices.axes)
    if lettered is not Axes.UNSTATED or choices.axes is not Axes.UNSTATED:
        return lettered or choices.axes
    first = found.points[0]
    asked = axes_question((first.first, first.second), system, grid, first.number)
    raise Refused(f"Headings X and Y do not say which of them goes to the north; {asked}.")


def _lettered(found: CoordinateList, stated: Axes) -> Axes:
    """The order of X and Y as letters at the numbers say it; raise ListRefused where one says otherwise."""
    said = {point.line: axes for point in found.points if (axes := _by_letters(point.letters)) is not Axes.UNSTATED}
    if not said:
        return Axes.UNSTATED
    expected = stated or next(iter(said.values()))
    against = [point for point in found.points if said.get(point.line, expected) is not expected]
    if against:
        reason = f"the letters at X and Y say another order of axes than {expected.value}"
        raise ListRefused(_problem(point, reason) for point in against)
    return expected


def _by_letters(letters: tuple[str, str]) -> Axes:
    if letters[0]:
        return Axes.NORTH_EAST if letters[0] in LATITUDE else Axes.EAST_NORTH
    if letters[1]:
        return Axes.NORTH_EAST if letters[1] in LONGITUDE else Axes.EAST_NORTH
    return Axes.UNSTATED


def _xy(found: CoordinateList, axes: Axes) -> Floats:
    """The coordinates as transformations take them, to the east first."""
    pairs = np.array([(point.first, point.second) for point in found.points], dtype=np.float64)
    return pairs if axes is Axes.EAST_NORTH else pairs[:, ::-1].copy()


def _check_steps(found: CoordinateList, degrees: Floats, grid: JointGrid) -> list[str]:
    """Refuse points far from those before and after them; remark one that is oddly far."""
    points = found.points
    problems = _mistyped(points, degrees, grid) + _pairs_apart(points, degrees, grid)
    if problems:
        raise ListRefused(problems)
    steps = _distances(degrees[:-1], degrees[1:], grid)
    usual = float(np.median(steps)) if len(steps) > 4 else np.inf
    odd = np.flatnonzero((steps > _STEP) & (steps > _OUTLIER * usual)).tolist()
    return [
        f"{points[index + 1].number} (line {points[index + 1].line:,}) lies {steps[index] / 1000:,.1f} km from the "
        f"point before it; the others are about {usual / 1000:,.1f} km apart."
        for index in odd[:3]
    ]


def _mistyped(points: tuple[ListPoint, ...], degrees: Floats, grid: JointGrid) -> list[Problem]:
    steps = _distances(degrees[:-1], degrees[1:], grid)
    far = np.flatnonzero(steps > FAR).tolist()
    problems, last = [], -2
    for index in far:
        if index == last + 1 and len(points) > 2:
            continue  # the way back from a point that is named already
        first = index == 0 and len(steps) > 1 and steps[1] <= FAR
        wrong, beside = (points[0], points[1]) if first else (points[index + 1], points[index])
        said = f"{wrong.number} lies {steps[index] / 1000:,.0f} km from {beside.number} beside it"
        problems.append(_problem(wrong, f"{said}; was a digit mistyped?"))
        last = index
    return problems


def _pairs_apart(points: tuple[ListPoint, ...], degrees: Floats, grid: JointGrid) -> list[Problem]:
    place = {point.number: index for index, point in enumerate(points)}
    both = [(index, place[point.pair]) for index, point in enumerate(points) if point.pair in place]
    both = [(one, other) for one, other in both if one < other]
    if not both:
        return []
    one, other = np.array(both).T
    apart = _distances(degrees[one], degrees[other], grid)
    return [
        _problem(
            points[other[index]],
            f"{points[other[index]].number} lies {apart[index] / 1000:,.1f} km from the other post of its pair, "
            f"{points[one[index]].number}",
        )
        for index in np.flatnonzero(apart > POSTS_APART).tolist()
    ]


def _distances(starts: Floats, ends: Floats, grid: JointGrid) -> Floats:
    if not len(starts):
        return np.zeros(0)
    _, _, apart = grid.ellipsoid.inv(starts[:, 0], starts[:, 1], ends[:, 0], ends[:, 1])
    return np.asarray(apart, dtype=np.float64)


def _problem(point: ListPoint, reason: str) -> Problem:
    return Problem(line=point.line, reason=reason, text=f"{point.number}  {point.as_read}")


def ends_of(found: CoordinateList, place: Placed) -> tuple[str, str]:
    """Return the first and the last point in words: number, latitude, longitude."""
    said = [
        f"{point.number} at {dms(spot[1], 1, LATITUDE)} {dms(spot[0], 1, LONGITUDE)}"
        for point, spot in ((found.points[0], place.degrees[0]), (found.points[-1], place.degrees[-1]))
    ]
    return said[0], said[1]
