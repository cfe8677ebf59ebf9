"""A coordinate list becomes turning points, markers and a line of a project: all of it in one gesture, or nothing.

Nothing is written here: the project takes `LoadedList.deltas` like any other change. Identifiers come from the bytes of
the list and its numbers, so that both sides make the same of the same list.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely

from geodata.cancel import Progress, unwatched
from geodata.changes.delta import Delta
from geodata.errors import Refused
from geodata.io.coordinate_list import CoordinateList, read_list, table_of
from geodata.io.coordinate_list_cells import ListPoint
from geodata.io.coordinate_list_checks import precision_in_words
from geodata.io.coordinate_list_choices import Becomes, Choices, Through
from geodata.io.coordinate_list_place import Placed, placed
from geodata.io.coordinate_list_source import originals_of, source_of
from geodata.io.coordinate_list_table import ListRefused, Problem
from geodata.io.coordinate_list_words import MARKERS, TURNING_POINTS
from geodata.io.identity import identity_of
from geodata.io.mapping import Target
from geodata.io.originals import Original
from geodata.model.feature import Feature, Kind, kind_of
from geodata.model.grid import JointGrid, Point
from geodata.model.line import Line
from geodata.model.marker import Marker, MarkerKind
from geodata.model.project import Project
from geodata.model.segment import Segment
from geodata.model.source import Source
from geodata.model.turning_point import TurningPoint, TurningPointKind

WRITTEN_TO = "written to"
"""The attribute that says how exactly the list writes a point; a stated accuracy is something else."""

_KINDS = {Kind.TURNING_POINT: Target.TURNING_POINTS, Kind.MARKER: Target.MARKERS, Kind.SEGMENT: Target.SEGMENTS}
_ABOVE = 0.001


@dataclass(frozen=True, eq=False)
class LoadedList:
    """What a list comes to in a project: `features` are new, `unchanged` are in it just so.

    `found` is the list as it was understood, `place` where its points lie, `remarks` what must be said.
    """

    found: CoordinateList
    choices: Choices
    place: Placed
    features: list[Feature]
    unchanged: list[Feature]
    remarks: tuple[str, ...]

    @property
    def deltas(self) -> list[Delta]:
        """The changes that take it into the project, in one gesture."""
        return [Delta(None, feature) for feature in self.features]

    @property
    def originals(self) -> Iterator[Original]:
        """The coordinates of what is taken as they stand in the list, to be kept beside it."""
        return originals_of(self.features, self.found)

    @property
    def counted(self) -> str:
        """What would be taken, in words."""
        counts = {kind: sum(kind_of(each) is kind for each in self.features) for kind in _KINDS}
        said = [_KINDS[kind].counted(number) for kind, number in counts.items() if number]
        return ", ".join([*said[:-2], " and ".join(said[-2:])]) if said else "nothing"

    @property
    def label(self) -> str:
        """The words for it in the history."""
        return f"Load {self.counted} from {self.found.table.name}"


def load_list(
    source: Path | str | bytes, choices: Choices, project: Project, progress: Progress | None = None
) -> LoadedList:
    """Return what a list comes to in a project: a file by its path, a pasted text, or piped bytes.

    Raise ListRefused with every line that is wrong, OperationNeeded where a person has to pin the operation, Refused
    for what is not stated, and FileTrouble.
    """
    watched = progress or unwatched()
    watched.step("Reading the list", 0, 0)
    return taken_in(read_list(table_of(source, choices), choices, watched), choices, project, watched)


def taken_in(found: CoordinateList, choices: Choices, project: Project, progress: Progress | None = None) -> LoadedList:
    """Return what a list that was read comes to in a project; raise as `load_list` does."""
    watched = progress or unwatched()
    watched.step("Placing the points", 1, 3)
    place = placed(found, choices, project)
    watched.step("Comparing with the project", 2, 3)
    made = list(_features(found, choices, place, project))
    new, unchanged = _against(made, project)
    remarks = (*place.remarks, *_types_said(found, choices), *_known_numbers(new, project))
    return LoadedList(found, choices, place, new, unchanged, remarks)


def _features(found: CoordinateList, choices: Choices, place: Placed, project: Project) -> Iterator[Feature]:
    spots: list[Point] = [(x, y) for x, y in place.steps.tolist()]
    if choices.becomes is Becomes.BOTH or choices.through is not Through.NONE:
        _check_single(found, choices)
    source = source_of(found, place, project)
    yield source
    line = _line(found, choices, spots, project.settings.profile.grid, source.id)
    if line is not None:
        yield line
    turning, marking = (_identity(found, kind) for kind in (Kind.TURNING_POINT, Kind.MARKER))
    for point, spot in zip(found.points, spots, strict=True):
        if choices.becomes is not Becomes.MARKERS:
            yield _turning_point(point, spot, turning(point.number), source.id, line.id if line else "")
        if choices.becomes is not Becomes.TURNING_POINTS:
            stands_for = turning(point.number) if choices.becomes is Becomes.BOTH else ""
            other = marking(point.pair) if point.pair else ""
            yield _marker(point, spot, marking(point.number), source.id, stands_for, other)


def _identity(found: CoordinateList, kind: Kind) -> Callable[[str], str]:
    return identity_of(found.table.sha256, found.table.sheet, kind)


def _turning_point(point: ListPoint, spot: Point, id_: str, origin: str, segment: str) -> TurningPoint:
    known = point.type in TURNING_POINTS
    return TurningPoint(
        id=id_, point=spot, source_id=point.number, label=point.number, segment=segment, as_read=point.as_read,
        type=TurningPointKind(point.type) if known else TurningPointKind.ORDINARY, origin=origin,
        height=point.height, height_system=point.height_system, accuracy_mm=point.accuracy_mm,
        attributes=(*_said(point, known), *((("condition", point.condition),) if point.condition else ())),
    )  # fmt: skip


def _marker(point: ListPoint, spot: Point, id_: str, origin: str, turning_point: str, other: str) -> Marker:
    known = point.type in MARKERS
    accuracy = (("accuracy_mm", point.accuracy_mm),) if point.accuracy_mm is not None else ()
    return Marker(
        id=id_, point=spot, source_id=point.number, number=point.number, turning_point=turning_point, pair_of=other,
        type=MarkerKind(point.type) if known else MarkerKind.MAIN, as_read=point.as_read, origin=origin,
        height=point.height, height_system=point.height_system, condition=point.condition,
        attributes=(*_said(point, known), *accuracy),
    )  # fmt: skip


def _said(point: ListPoint, known: bool) -> tuple[tuple[str, str | int | bool | None], ...]:
    """The rest of a row: how exactly it is written, columns without a field, a type that is another feature's."""
    words = precision_in_words(point.precision, point.form)
    other = (("type", point.type_as_read),) if point.type and not known else ()
    return ((WRITTEN_TO, words), *other, *point.attributes)


def _check_single(found: CoordinateList, choices: Choices) -> None:
    pairs = [point for point in found.points if point.pair]
    if not pairs:
        return
    what = "a turning point" if choices.becomes is Becomes.BOTH else "a line"
    said = f"{pairs[0].number} and {pairs[0].pair} are a pair, and nothing says where {what} lies between its posts"
    reason = f"{said}; load the pairs as markers alone"
    raise ListRefused([Problem(line=pairs[0].line, reason=reason, text=f"{pairs[0].number}  {pairs[0].as_read}")])


def _line(found: CoordinateList, choices: Choices, spots: list[Point], grid: JointGrid, origin: str) -> Segment | None:
    if choices.through is Through.NONE:
        return None
    ring = choices.through is Through.RING
    least = 3 if ring else 2
    if len(spots) < least:
        raise Refused(f"The list has {len(spots)} points; {'a ring' if ring else 'a line'} needs at least {least}.")
    line = Line([*spots, spots[0]] if ring else spots, grid)
    _check_simple(found, line)
    called = found.table.name.rpartition(".")[0] or found.table.name
    return Segment(id=_identity(found, Kind.SEGMENT)("line"), line=line, source_id=called, order=1, origin=origin)


def _check_simple(found: CoordinateList, line: Line) -> None:
    """Raise ListRefused when the line through the points meets itself, naming the lines of both steps."""
    xy = line.grid.native(line.xy)
    if shapely.is_simple(shapely.linestrings(xy)):
        return
    legs = np.asarray(shapely.linestrings(np.stack([xy[:-1], xy[1:]], axis=1)), dtype=object)
    one, other = shapely.STRtree(legs).query(legs, predicate="intersects")
    count = len(found.points)
    for first, second in sorted(zip(one.tolist(), other.tolist(), strict=True)):
        if second - first > 1 and not (first == 0 and second == len(legs) - 1 and line.closed):
            from_, to = found.points[first], found.points[second]
            reason = f"the line from {to.number} on meets the one from {from_.number} on (line {from_.line:,})"
            said = f"{reason}; are the points in order?"
            raise ListRefused([Problem(line=found.points[second % count].line, reason=said, text=to.as_read)])
    raise Refused("The line through the points turns back on itself; are the points in order?")


def _against(made: list[Feature], project: Project) -> tuple[list[Feature], list[Feature]]:
    """Return what is new and what is in the project just so; raise Refused for what is there with other content."""
    new: list[Feature] = []
    unchanged: list[Feature] = []
    different = []
    for feature in made:
        known = project.layers[kind_of(feature)].get(feature.id)
        if known is None:
            new.append(feature)
        elif isinstance(feature, Source):
            continue  # it keeps what people have added to it since
        elif known == feature:
            unchanged.append(feature)
        else:
            different.append(feature)
    if different:
        named = getattr(different[0], "source_id", "")
        raise Refused(
            f"This list is in the project already, and {len(different):,} of its points with other content ({named}): "
            "it was read otherwise then, or they were changed since. Undo that loading first. Nothing was taken."
        )
    return new, unchanged


def _types_said(found: CoordinateList, choices: Choices) -> list[str]:
    if choices.becomes is Becomes.BOTH:
        return []
    words = TURNING_POINTS if choices.becomes is Becomes.TURNING_POINTS else MARKERS
    strange = sorted({point.type_as_read for point in found.points if point.type and point.type not in words})
    what = choices.becomes.value.replace("-", " ")
    return [f"Types that {what} do not have are kept as they stand: {', '.join(strange[:5])}."] if strange else []


def _known_numbers(new: list[Feature], project: Project) -> list[str]:
    """Remark numbers that the project has already, and how far off."""
    held = {(Kind.TURNING_POINT, one.label or one.source_id): one.point for one in project.all(TurningPoint)}
    held |= {(Kind.MARKER, one.number or one.source_id): one.point for one in project.all(Marker)}
    points = [each for each in new if isinstance(each, TurningPoint | Marker)]
    there = [(each, held[key]) for each in points if (key := (kind_of(each), each.source_id)) in held]
    if not there:
        return []
    first, known = there[0]
    grid = project.settings.profile.grid
    here, there_ = grid.degrees(np.array([first.point, known], np.int64))
    _, _, apart = grid.ellipsoid.inv(*here, *there_)
    where = "at the same place" if apart < _ABOVE else f"{apart:,.2f} m away"
    count = f"{len(there):,} numbers are" if len(there) > 1 else "One number is"
    return [f"{count} in the project already: {first.source_id} stands {where}. Both are kept."]
