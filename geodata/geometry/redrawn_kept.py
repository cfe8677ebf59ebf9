"""Which vertices of a line somebody kept in another line, whichever way and from wherever that is drawn.

A vertex is kept where the other line has one within the rounding, in the same order. A vertex that is repeated counts
once, and so does the first one of a ring, which closes it.
"""

from bisect import bisect_left
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

from geodata.geometry.apart import Paths, feet, on_map
from geodata.model.line import Line

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

_SAMPLES = 64
"""Places of one line from which is told which way the other runs, when they have no vertex in common."""


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """The vertices of a line in an order of reading: (n,) `rows` of the line, and (n, 2) degrees.

    The course of a ring begins anywhere and comes back: its last row is its first again.
    """

    line: Line
    rows: Integers
    degrees: Floats
    back: bool = False

    def turned(self) -> "Course":
        """Return the same vertices read the other way round."""
        return Course(self.line, self.rows[::-1], self.degrees[::-1], not self.back)

    def from_vertex(self, place: int) -> "Course":
        """Return the course of a ring that begins at another of its vertices."""
        order = (np.arange(len(self.rows)) + place) % (len(self.rows) - 1)
        return Course(self.line, self.rows[order], self.degrees[order], self.back)


@dataclass(frozen=True, slots=True, eq=False)
class Kept:
    """Two courses beside each other, and (k,) places on each of the vertices that they have in common, in order."""

    one: Course
    other: Course
    on_one: Integers
    on_other: Integers

    @property
    def apart(self) -> Floats:
        """(k,) metres between the two."""
        return _distance(self.one, self.other, self.on_one, self.on_other)


def course_of(line: Line) -> Course:
    """Return the course of a line as it is drawn, each vertex once."""
    fresh = np.append(True, (np.diff(line.xy, axis=0) != 0).any(axis=1))
    rows = np.flatnonzero(fresh)
    if len(rows) == 1:  # a line without length
        rows = np.array([0, len(line) - 1])
    return Course(line, rows, line.degrees()[rows])


def kept(one: Line, other: Line, rounding: float) -> Kept:
    """Return what two lines have in common, with vertices that lie apart by a rounding in metres taken for the same."""
    a, b = course_of(one), course_of(other)
    rings = one.closed and other.closed and min(len(a.rows), len(b.rows)) > 3
    cut = -1 if rings else None
    on_a, on_b = _met(a, b, slice(cut), rounding)
    if _against(a, b, on_b, rings):
        b, on_b = b.turned(), len(b.rows) - 1 - on_b
        on_b = on_b % (len(b.rows) - 1) if rings else on_b
    if rings:
        first, second = _beginning(a, b, on_a, on_b)
        a, b = a.from_vertex(first), b.from_vertex(second)
        on_a, on_b = (on_a - first) % (len(a.rows) - 1), (on_b - second) % (len(b.rows) - 1)
        order = np.argsort(on_a)
        on_a, on_b = on_a[order], on_b[order]
        if len(on_a):
            on_a, on_b = np.append(on_a, len(a.rows) - 1), np.append(on_b, len(b.rows) - 1)
    forward = _ascending(on_b)
    return _filled(Kept(a, b, on_a[forward], on_b[forward]), rounding)


def _met(a: Course, b: Course, but: slice, rounding: float) -> tuple[Integers, Integers]:
    """Pairs of vertices that are each other's only nearest one: first of the same numbers, then within a rounding."""
    xy_a, xy_b = a.line.xy[a.rows[but]], b.line.xy[b.rows[but]]
    on_a, on_b = _same_numbers(xy_a, xy_b)
    free_a, free_b = (np.setdiff1d(np.arange(len(xy)), on) for xy, on in ((xy_a, on_a), (xy_b, on_b)))
    if len(free_a) and len(free_b) and rounding > 0:
        near_a, near_b = _mutual(a, b, free_a, free_b, rounding)
        on_a, on_b = np.append(on_a, near_a), np.append(on_b, near_b)
    order = np.argsort(on_a)
    return on_a[order], on_b[order]


def _same_numbers(one: Integers, other: Integers) -> tuple[Integers, Integers]:
    """Rows of the same two numbers, of those that occur once on either side."""
    sides = []
    for xy in (one, other):
        seen = np.ascontiguousarray(xy).view([("x", "<i8"), ("y", "<i8")])[:, 0]
        found, rows, times = np.unique(seen, return_index=True, return_counts=True)
        sides.append((found[times == 1], rows[times == 1]))
    (seen_a, rows_a), (seen_b, rows_b) = sides
    _, in_a, in_b = np.intersect1d(seen_a, seen_b, assume_unique=True, return_indices=True)
    return rows_a[in_a], rows_b[in_b]


def _mutual(a: Course, b: Course, of_a: Integers, of_b: Integers, rounding: float) -> tuple[Integers, Integers]:
    ellipsoid = a.line.grid.ellipsoid
    here, there = (on_map(course.degrees[of], ellipsoid) for course, of in ((a, of_a), (b, of_b)))
    reach = rounding * 1.01 / np.cos(np.radians(np.abs(a.degrees[:, 1]).max()))
    on_b, by_b = _only_nearest(here, there, reach)
    on_a, by_a = _only_nearest(there, here, reach)
    back = np.full(len(there), -1)
    back[on_a] = by_a
    mutual = back[by_b] == on_b
    on_a, on_b = of_a[on_b[mutual]], of_b[by_b[mutual]]
    near = _distance(a, b, on_a, on_b) <= rounding
    return on_a[near], on_b[near]


def _only_nearest(places: Floats, others: Floats, reach: float) -> tuple[Integers, Integers]:
    """Which of the places have one nearest other, and which that is."""
    tree = shapely.STRtree(np.asarray(shapely.points(others), dtype=object))
    of, nearest = tree.query_nearest(shapely.points(places), max_distance=reach)
    alone = np.bincount(of, minlength=len(places))[of] == 1
    return of[alone], nearest[alone]


def _against(a: Course, b: Course, on_b: Integers, rings: bool) -> bool:
    """Whether two courses run against each other: by what they have in common, else by where they run."""
    steps = np.diff(on_b)
    if rings:
        around = len(b.rows) - 1
        steps = (steps + around // 2) % around - around // 2
    onward = int(np.sign(steps).sum())
    if not onward and rings:
        return _turn(a) * _turn(b) < 0
    return (onward or _trend(a, b)) < 0


def _turn(course: Course) -> float:
    """Positive for a ring against the clock."""
    xy = course.degrees - course.degrees[0]
    return float((xy[:-1, 0] * xy[1:, 1] - xy[1:, 0] * xy[:-1, 1]).sum())


def _trend(a: Course, b: Course) -> int:
    """Positive when what is nearest on B moves on as A is walked, or else when B goes the way that A goes."""
    rows = np.unique(np.linspace(0, len(a.rows) - 1, _SAMPLES).astype(np.int64))
    found = feet(Paths.one(a.degrees[rows]), Paths.one(b.degrees), a.line.grid.ellipsoid)
    onward = int(np.sign(np.diff(found.leg + found.share)).sum())
    return onward or int(np.sign(((a.degrees[-1] - a.degrees[0]) * (b.degrees[-1] - b.degrees[0])).sum()))


def _beginning(a: Course, b: Course, on_a: Integers, on_b: Integers) -> tuple[int, int]:
    """The vertices at which two rings are begun: a pair with the offset of most, else where they look most alike."""
    if len(on_a):
        offset = (on_b - on_a) % (len(b.rows) - 1)
        values, times = np.unique(offset, return_counts=True)
        place = int(np.flatnonzero(offset == values[times.argmax()])[0])
        return int(on_a[place]), int(on_b[place])
    ellipsoid = a.line.grid.ellipsoid
    here, there = on_map(a.degrees, ellipsoid), on_map(b.degrees, ellipsoid)
    if len(here) != len(there):
        return 0, int(np.hypot(*(there[:-1] - here[0]).T).argmin())
    legs = [np.fft.fft(np.diff(xy, axis=0) @ np.array([1, 1j])) for xy in (here, there)]
    return 0, int(np.fft.ifft(np.conj(legs[0]) * legs[1]).real.argmax())


def _ascending(numbers: Integers) -> Integers:
    """The places of a longest run of ascending numbers."""
    if (np.diff(numbers) > 0).all():
        return np.arange(len(numbers))
    least: list[int] = []  # the least number with which a run of each length ends
    ends: list[int] = []
    before = np.full(len(numbers), -1)
    for place, number in enumerate(numbers.tolist()):
        at = bisect_left(least, number)
        before[place] = ends[at - 1] if at else -1
        least[at : at + 1] = [number]
        ends[at : at + 1] = [place]
    run = []
    place = ends[-1]
    while place >= 0:
        run.append(place)
        place = int(before[place])
    return np.array(run[::-1])


def _filled(found: Kept, rounding: float) -> Kept:
    """With the vertices that stand one for one between others and lie within the rounding, also where many are near."""
    one, other = found.one, found.other
    on_one = np.concatenate([[-1], found.on_one, [len(one.rows)]])
    on_other = np.concatenate([[-1], found.on_other, [len(other.rows)]])
    between = np.diff(on_one) - 1
    between[between != np.diff(on_other) - 1] = 0
    step = np.arange(between.sum()) - np.repeat(np.cumsum(between) - between, between) + 1
    new_one, new_other = np.repeat(on_one[:-1], between) + step, np.repeat(on_other[:-1], between) + step
    near = _distance(one, other, new_one, new_other) <= rounding
    both = np.sort(np.append(found.on_one, new_one[near])), np.sort(np.append(found.on_other, new_other[near]))
    return Kept(one, other, *both)


def _distance(a: Course, b: Course, on_a: Integers, on_b: Integers) -> Floats:
    _, _, metres = a.line.grid.ellipsoid.inv(*a.degrees[on_a].T, *b.degrees[on_b].T)
    return np.asarray(metres, np.float64)
