"""What somebody did to a line: nothing, wrote it otherwise, turned it, drew it with other vertices, or moved it.

What is said of B and A is what is said of A and B with both exchanged. It depends on where the lines run and which
vertices they have in common, not on where a ring was begun and not on which vertices were added in between.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from geodata.errors import InvalidFeature
from geodata.geometry.measure import distance, millimetres
from geodata.geometry.redrawn_apart import Place, farthest_of
from geodata.geometry.redrawn_kept import Course, Integers, Kept, kept
from geodata.model.grid import JointGrid, Point
from geodata.model.line import Line
from geodata.model.profile import JointProfile, Tier, Tolerances


class Drawn(StrEnum):
    """What was done to a line, of the following the last that is true; T1 and T3 are those of the joint profile.

    SAME: number for number. REPRESENTATION: each vertex has its counterpart within T1, in the same order, and none is
    more or less; a ring may begin elsewhere, and a vertex may be written twice. REVERSED: just so, and walked back.
    DENSIFIED: vertices came, went or slid along the line, and no place of either line is farther than T1 from the
    other; thinned counts with it. REDIGITISED: drawn with other vertices, within T3. MOVED: farther than T3 somewhere,
    or only such vertices lie elsewhere, farther than T1, as stand one for one in each other's place: in a range of as
    many vertices in which each leg changed by less than half of its length.
    """

    SAME = "same"
    REPRESENTATION = "representation"
    REVERSED = "reversed"
    DENSIFIED = "densified"
    REDIGITISED = "redigitised"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class VertexRange:
    """Vertices that differ: from and up to which place of the line before, and of the line after, each as it is drawn.

    Where vertices only came or went, one of the two is empty and tells where. On a ring `end` may lie beyond its number
    of vertices: then the range runs over its beginning.
    """

    before: tuple[int, int]
    after: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Redrawn:
    """What was done to a line. `drawn` says it also of a line that runs back now, which `reversed` tells.

    `apart` is in millimetres how far at most a place of either line lies from the other, between vertices that both
    have; `before` and `after` are where. Vertices within T1 of each other count as one and are in no range.
    """

    drawn: Drawn
    reversed: bool
    tier: Tier
    apart: int
    before: Place
    after: Place
    ranges: tuple[VertexRange, ...] = ()

    def __invert__(self) -> "Redrawn":
        """Return what was done to the line after, to make it the one before."""
        ranges = sorted((VertexRange(one.after, one.before) for one in self.ranges), key=lambda one: one.before)
        return replace(self, before=self.after, after=self.before, ranges=tuple(ranges))


def redrawn(before: Line, after: Line, tolerances: Tolerances) -> Redrawn:
    """Return what was done to a line; raise InvalidFeature for lines of different grids, or at a pole."""
    if before.grid != after.grid:
        raise InvalidFeature("Lines of different joint reference systems are not compared.")
    if before == after:
        start = Place(0, before.start)
        return Redrawn(Drawn.SAME, False, Tier.T0, 0, start, start)
    if (len(before), before.data) > (len(after), after.data):
        return ~_redrawn(after, before, tolerances)
    return _redrawn(before, after, tolerances)


def tier_of(a: Line, b: Line, profile: JointProfile) -> Tier:
    """Return the tier of two lines: T0 for the same vertices, also read back or from elsewhere, else by distance."""
    return redrawn(a, b, profile.tolerances).tier


def moved(before: Point, after: Point, grid: JointGrid, tolerances: Tolerances) -> tuple[Tier, int]:
    """Return the tier of a point that lies elsewhere, and how far in millimetres."""
    apart = 0 if before == after else millimetres(distance(before, after, grid))
    return tolerances.tier(apart, before == after), apart


def _redrawn(one: Line, other: Line, tolerances: Tolerances) -> Redrawn:
    found = kept(one, other, tolerances.rounding_mm / 1000)
    gaps = _gaps(found)
    far = farthest_of(found, gaps)
    turned = found.other.back
    drawn = Drawn.REVERSED if turned else Drawn.REPRESENTATION
    if len(gaps):
        drawn = _drawn(found, gaps[far.of_gaps > tolerances.rounding_mm], far.millimetres, tolerances)
    same = not len(gaps) and (found.one.line.xy[found.one.rows] == found.other.line.xy[found.other.rows]).all()
    tier = tolerances.tier(far.millimetres, bool(same))
    return Redrawn(drawn, turned, tier, far.millimetres, far.on_one, far.on_other, _ranges(found, gaps))


def _gaps(found: Kept) -> Integers:
    """(n, 4) places on both courses before and after which vertices are kept, with others in between."""
    on_one = np.concatenate([[-1], found.on_one, [len(found.one.rows)]])
    on_other = np.concatenate([[-1], found.on_other, [len(found.other.rows)]])
    gaps = np.column_stack([on_one[:-1], on_one[1:], on_other[:-1], on_other[1:]])
    return gaps[(np.diff(on_one) > 1) | (np.diff(on_other) > 1)]


def _drawn(found: Kept, wide: Integers, apart: int, tolerances: Tolerances) -> Drawn:
    if apart <= tolerances.rounding_mm:
        return Drawn.DENSIFIED
    if apart > tolerances.map_mm or all(_one_for_one(found, gap) for gap in wide.tolist()):
        return Drawn.MOVED
    return Drawn.REDIGITISED


def _one_for_one(found: Kept, gap: list[int]) -> bool:
    """Whether vertices were put elsewhere, each for itself, and none is new."""
    a, b, c, d = gap
    if b - a != d - c or b - a == 2:
        return b - a == d - c
    here, there = found.one.degrees[a + 1 : b], found.other.degrees[c + 1 : d]
    scale = np.array([np.cos(np.radians(here[0, 1])), 1.0])
    legs = [np.diff(xy, axis=0) * scale for xy in (here, there)]
    least = np.minimum(*(np.hypot(*each.T) for each in legs))
    return bool((np.hypot(*(legs[1] - legs[0]).T) < least / 2).all())


def _ranges(found: Kept, gaps: Integers) -> tuple[VertexRange, ...]:
    before, after = _rows(found.one, gaps[:, 0], gaps[:, 1]), _rows(found.other, gaps[:, 2], gaps[:, 3])
    ranges = [VertexRange(one, other) for one, other in zip(before, after, strict=True)]
    return tuple(sorted(ranges, key=lambda each: each.before))


def _rows(course: Course, before: Integers, after: Integers) -> list[tuple[int, int]]:
    """From and up to which rows of the line lie the vertices between (n,) and (n,) places of a course."""
    ends = (len(course.line), -1) if course.back else (-1, len(course.line))
    rows = np.concatenate([ends[:1], course.rows, ends[1:]])  # a place on the course is the next one here
    first, last = (after, before + 2) if course.back else (before + 2, after)
    start, end = rows[first], rows[last]
    end = np.where(end < start, end + len(course.line) - 1, end) + 1
    empty = after - before == 1
    start = np.where(empty, rows[after + 1 if course.back else before + 1] + 1, start)
    return list(zip(start.tolist(), np.where(empty, start, end).tolist(), strict=True))
