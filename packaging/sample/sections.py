"""The record of the line: sections, segments, turning points and markers, as both sides would write them down."""

from dataclasses import dataclass, field
from itertools import pairwise
from uuid import UUID, uuid5

import numpy as np
import paths
from border import Border
from terrain import Floats
from valley import Valley, degrees
from writing import dms

from geodata.model.grid import WGS84_DEGREES, Grid, Point
from geodata.model.line import Line
from geodata.model.marker import Marker, MarkerKind
from geodata.model.names import Name
from geodata.model.segment import Segment
from geodata.model.status import Delimitation, Demarcation, LegalForce
from geodata.model.turning_point import TurningPoint, TurningPointKind

on_grid = WGS84_DEGREES.on_grid

_SPACE = UUID("5e1f2c9a-6a0b-5d3e-9c47-2f00d1a7e5b1")
HEIGHTS = "Lake Halvin gauge"

_ENDS = (12.0, "meets", 33.5, 45.0, 55.0, "turns", "leaves", 97.0, 110.5, 124.0, 137.5, "ends")
"""Where the twelve sections end: kilometres from the north, or where the line meets or leaves a river."""

_SEGMENTS = (2, 2, 2, 3, 2, 2, 3, 2, 2, 2, 2, 2)
_SPACING = 2300.0

D, M, F = Delimitation, Demarcation, LegalForce
_STANDING = {
    "01": (D.AGREED_COMMISSION, F.COMMISSION_MINUTE, M.MARKER_SET),
    "02": (D.AGREED_COMMISSION, F.COMMISSION_MINUTE, M.PLANNED),
    "03": (D.AGREED_EXPERT, F.EXPERT_PROTOCOL, M.FIELD_MEASURED),
    "12": (D.DEFERRED, F.NONE, M.NONE),
} | dict.fromkeys(("04", "05", "06", "07", "08", "09", "10", "E1"), (D.UNDER_EXAMINATION, F.NONE, M.NONE))
"""How far both sides have come together, by section; the rest was never examined."""


@dataclass
class Record:
    """What was written down, and for each segment its vertices in plane metres."""

    segments: list[Segment] = field(default_factory=list)
    turning_points: list[TurningPoint] = field(default_factory=list)
    markers: list[Marker] = field(default_factory=list)
    plane: dict[str, Floats] = field(default_factory=dict)

    def segment(self, number: str) -> Segment:
        """Return the segment of a number such as 04-2."""
        return next(each for each in self.segments if each.source_id == number)


def fixed_id(*words: object) -> str:
    """Return the identifier of what these words name, the same in every run."""
    return str(uuid5(_SPACE, "/".join(map(str, words))))


def make_record(valley: Valley, border: Border, sites: Floats, names: list[tuple[Name, Name]]) -> Record:
    """Return the record of a line; a segment is called after a settlement nearby."""
    record, free = Record(), list(range(len(sites)))
    along = paths.running(border.line)
    grid = on_grid(degrees(border.line))
    starts = _section_starts(border, along)
    for number, (first, last) in enumerate(pairwise(starts)):
        cuts = _cuts(border.line, along, first, last, _SEGMENTS[number])
        for place, (start, end) in enumerate(pairwise(cuts), start=1):
            middle = border.line[(start + end) // 2]
            name = names[free.pop(int(np.hypot(*(sites[free] - middle).T).argmin()))]
            part = border.line[start : end + 1], grid[start : end + 1]
            _add_segment(record, f"{number + 1:02}", place, "main", part, name)
            _add_turning_points(record, valley, part, ends=(start == 0, end == len(grid) - 1))
    for number, ring in enumerate(border.rings, start=1):
        name = names[free.pop(int(np.hypot(*(sites[free] - ring.mean(axis=0)).T).argmin()))]
        part = ring, np.vstack([(around := on_grid(degrees(ring)))[:-1], around[:1]])
        _add_segment(record, f"E{number}", 1, f"enclave {number}", part, name)
        _add_turning_points(record, valley, part, ring=number)
    return record


def _section_starts(border: Border, along: Floats) -> list[int]:
    named = {"meets": border.meets, "turns": border.turns, "leaves": border.leaves, "ends": len(along) - 1}
    ends = [named[end] if isinstance(end, str) else int(np.searchsorted(along, end * 1000)) for end in _ENDS]
    return [0, *ends]


def _cuts(line: Floats, along: Floats, first: int, last: int, count: int) -> list[int]:
    """Return where a stretch is cut into about equal runs, each cut moved to a bend nearby."""
    where = np.linspace(along[first], along[last], count + 1)[1:-1]
    return [first, *(_bend(line, along, float(at), 500.0) for at in where), last]


def _bend(line: Floats, along: Floats, at: float, reach: float) -> int:
    """Return the vertex with the sharpest turn near a chainage."""
    near = np.flatnonzero(np.abs(along - at) < reach)
    near = near[(near >= 4) & (near < len(line) - 4)]
    before, after = line[near] - line[near - 4], line[near + 4] - line[near]
    turn = np.abs(np.cross(np.c_[before, np.zeros(len(near))], np.c_[after, np.zeros(len(near))])[:, 2])
    return int(near[np.round(turn).argmax()])


def _add_segment(
    record: Record, section: str, place: int, part: str, run: tuple[Floats, Grid], names: tuple[Name, Name]
) -> None:
    number = f"{section}-{place}"
    delimitation, force, demarcation = _STANDING.get(section, (D.UNEXAMINED, F.NONE, M.NONE))
    record.plane[number] = run[0]
    record.segments.append(
        Segment(
            id=fixed_id("segment", number),
            line=Line(run[1], WGS84_DEGREES),
            source_id=number,
            part=part,
            section=section,
            order=len(record.segments) + 1,
            names=names,
            delimitation=delimitation,
            legal_force=force,
            demarcation=demarcation,
        )
    )


def _add_turning_points(
    record: Record, valley: Valley, run: tuple[Floats, Grid], ends: tuple[bool, bool] = (False, False), ring: int = 0
) -> None:
    """Add a turning point at a segment's start, at bends along it, and at the end of the whole line."""
    plane, grid = run
    along = paths.running(plane)
    count = max(1, round(along[-1] / _SPACING))
    cuts = _cuts(plane, along, 0, len(plane) - 1, count)
    last = cuts if ends[1] else cuts[:-1]
    segment = record.segments[-1]
    before = sum(each.type is TurningPointKind.ENCLAVE_RING for each in record.turning_points)
    label = 300 * ring + 1 if ring else 101 + len(record.turning_points) - before
    for step, index in enumerate(last):
        end = (step == 0 and ends[0]) or (index == len(plane) - 1 and ends[1])
        kind = TurningPointKind.JUNCTION if end else TurningPointKind.ORDINARY
        place = plane[index]
        point = (int(grid[index][0]), int(grid[index][1]))
        number = str(label + step)
        record.turning_points.append(
            TurningPoint(
                id=fixed_id("turning point", number),
                point=point,
                source_id=f"TP-{number}",
                label=number,
                type=TurningPointKind.ENCLAVE_RING if ring else kind,
                segment=segment.id,
                as_read=dms(*WGS84_DEGREES.degrees_of(point)),
                height=f"{valley.height_at(place):.1f}",
                height_system=HEIGHTS,
                accuracy_mm=60 if segment.section in ("01", "02", "03") else 3000,
            )
        )
        if segment.section in ("01", "02", "03"):
            _add_markers(record, valley, plane, index, number)


def _add_markers(record: Record, valley: Valley, plane: Floats, index: int, number: str) -> None:
    """One marker on the crest; on the river a pair, one on either bank, with the line between them."""
    aside = paths.normals(plane)[index]
    wet = record.segments[-1].section == "03"
    places = [plane[index] + aside * 85, plane[index] - aside * 85] if wet else [plane[index]]
    twin = fixed_id("marker", f"{number}/1")
    for step, place in enumerate(places, start=1):
        point = grid_point(place)
        name = f"{number}/{step}" if wet else number
        record.markers.append(
            Marker(
                id=fixed_id("marker", name),
                point=point,
                source_id=f"M-{name}",
                number=name,
                type=MarkerKind.MAIN if len(record.markers) % 3 == 0 or wet else MarkerKind.INTERMEDIATE,
                turning_point=record.turning_points[-1].id,
                pair_of=twin if step == 2 else "",
                as_read=dms(*WGS84_DEGREES.degrees_of(point)),
                height=f"{valley.height_at(place) + 1.2:.1f}",
                height_system=HEIGHTS,
                condition="planned" if record.segments[-1].section == "02" else "good",
            )
        )


def measured_in_the_field(record: Record, valley: Valley) -> list[TurningPoint]:
    """Return points along section 11 that a field party measured and nobody has entered yet, a kilometre apart."""
    found: list[TurningPoint] = []
    for segment in (each for each in record.segments if each.section == "11"):
        plane = record.plane[segment.source_id]
        along = paths.running(plane)
        for at in np.arange(900, along[-1] - 500, 1000):
            place = plane[_bend(plane, along, float(at), 300.0)]
            number = f"11/{len(found) + 1}"
            found.append(
                TurningPoint(
                    id=fixed_id("turning point", number),
                    point=grid_point(place),
                    label=number,
                    height=f"{valley.height_at(place):.1f}",
                    height_system=HEIGHTS,
                    accuracy_mm=150,
                )
            )
    return found


def grid_point(place: Floats) -> Point:
    """Return a place in plane metres on the joint grid."""
    x, y = on_grid(degrees(place[None, :]))[0].tolist()
    return x, y
