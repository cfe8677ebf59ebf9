"""One line of A and one of B, walked the same way to the south and taken apart; and which lines belong together."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise

import numpy as np
import shapely
from pyproj import Geod

from geodata.geometry.apart import Paths, widest
from geodata.geometry.coincide_beside import Bounds, against, beside, distance, nearest
from geodata.geometry.coincide_chain import agreed
from geodata.geometry.coincide_contacts import STEP, Contact, Floats, Way, alike, contacts
from geodata.geometry.coincide_parts import Between, Coincident, Part, Span, odd_area, ring_area

_NOTHING = 1e-6
"""Metres: what is shorter is no stretch."""


@dataclass(frozen=True, slots=True, eq=False)
class _Gap:
    """What lies between two contacts: the metres on both ways, (n, 2) degrees of either, and how far they are apart."""

    before: Contact | None
    after: Contact | None
    on_a: tuple[float, float]
    on_b: tuple[float, float]
    there: Floats
    back: Floats
    widest: float


class Pair:
    """Two ways; `i` and `j` are their places among the lines of each side."""

    def __init__(self, a: Way, b: Way, tolerance: float, i: int, j: int) -> None:
        self._i, self._j, self._tolerance, self._ellipsoid = i, j, tolerance, a.ellipsoid
        self._back_a, self._back_b = _ways_back(a, b, tolerance)
        self._a, self._b = (a.reversed if self._back_a else a), (b.reversed if self._back_b else b)
        self._shift_a = self._shift_b = 0.0
        self._rings = a.closed and b.closed

    def parts(self) -> Sequence[Part]:
        """Return the parts in order; every metre of either way is in one of them."""
        if self._a.closed is not self._b.closed:
            self._begin_with_the_open_line()
        chain = agreed(self._a, self._b, self._tolerance)
        if not chain and (self._a.closed or self._b.closed):
            return [self._apart()] if common_ground(self._a, self._b) else self._each_alone()
        if self._rings:
            self._begin_together(max(chain, key=lambda one: one.weight))
            chain = agreed(self._a, self._b, self._tolerance)
        parts: list[Part] = []
        for gap in self._gaps(chain):
            parts += self._between(gap)
            if gap.after is not None:
                parts.append(self._coincident(gap.after))
        return self._joined(parts) if self._rings else parts

    def _begin_together(self, contact: Contact) -> None:
        """Let both rings begin in a contact, so that no area reaches over their beginning.

        They begin in the middle of it on one ring and at what is nearest to that on the other: on which one, is settled
        by how near that is, and not by which ring is named first.
        """
        self._shift_a, self._shift_b = _middle(self._a, self._b, contact)
        self._a, self._b = turned(self._a, self._shift_a), turned(self._b, self._shift_b)

    def _begin_with_the_open_line(self) -> None:
        """Let the ring begin where the open line comes to it, so that it does not matter where it was begun."""
        found = contacts(self._a, self._b, self._tolerance)
        heavy = [one for one in found if one.weight >= 0.01 * max(each.weight for each in found)]
        if not heavy:
            return
        if self._a.closed:
            self._shift_a = min(heavy, key=lambda one: (one.b0, -one.weight)).a0
            self._a = turned(self._a, self._shift_a)
        else:
            self._shift_b = min(heavy, key=lambda one: (one.a0, -one.weight)).b0
            self._b = turned(self._b, self._shift_b)

    def _gaps(self, chain: list[Contact]) -> list["_Gap"]:
        """What lies before, between and after contacts."""
        ends_a = [(0.0, 0.0), *((one.a0, one.a1) for one in chain), (self._a.length, 0.0)]
        ends_b = [(0.0, 0.0), *((one.b0, one.b1) for one in chain), (self._b.length, 0.0)]
        (a1, a0), (b1, b0) = np.array(ends_a).T, np.array(ends_b).T
        there, back = self._a.stretches(a0[:-1], a1[1:]), self._b.stretches(b0[:-1], b1[1:])
        wide = widest(there, back, self._ellipsoid).tolist()
        bounds = np.column_stack([a0[:-1], a1[1:], b0[:-1], b1[1:]]).tolist()
        marks = list(pairwise([None, *chain, None]))
        return [
            _Gap(*marks[place], (ends[0], ends[1]), (ends[2], ends[3]), there[place], back[place], wide[place])
            for place, ends in enumerate(bounds)
        ]

    def _between(self, gap: "_Gap") -> list[Between]:
        """The area in a gap; at a free end only what lies beside, and what goes on beyond it alone."""
        if gap.before and gap.after:
            some = gap.on_a[1] - gap.on_a[0] > _NOTHING or gap.on_b[1] - gap.on_b[0] > _NOTHING
            return [self._area(gap.on_a, gap.on_b, gap.there, gap.back, gap.widest)] if some else []
        free = (not gap.before, not gap.after)
        found = beside(self._a, self._b, gap.on_a, gap.on_b, free, self._tolerance)
        if found is None:
            return self._alone(gap.on_a, gap.on_b)
        (a0, a1), (b0, b1) = found.on_a, found.on_b
        there, back = self._a.between(a0, a1), self._b.between(b0, b1)
        wide = float(widest(Paths.one(there), Paths.one(back), self._ellipsoid)[0])
        return [
            *self._alone((gap.on_a[0], a0), (gap.on_b[0], b0)),
            self._area(found.on_a, found.on_b, there, back, wide, found.farthest > self._tolerance),
            *self._alone((a1, gap.on_a[1]), (b1, gap.on_b[1])),
        ]

    def _area(
        self, on_a: Bounds, on_b: Bounds, there: Floats, back: Floats, wide: float, unmet: bool = False
    ) -> Between:
        span_a = self._span_a(*on_a) if on_a[1] - on_a[0] > _NOTHING else None
        span_b = self._span_b(*on_b) if on_b[1] - on_b[0] > _NOTHING else None
        over, home = (_shortest(*ends, self._ellipsoid) for ends in ((there[-1], back[-1]), (back[0], there[0])))
        ring = np.vstack([there, over, back[::-1], home, there[:1]])
        return Between(span_a, span_b, ring_area(ring, self._ellipsoid), wide, ring, open=unmet)

    def _alone(self, on_a: Bounds, on_b: Bounds) -> list[Between]:
        """A stretch of either line that has nothing of the other beside it: the more northern first."""
        found: list[tuple[tuple[float, ...], Between]] = []
        for way, bounds, is_a in ((self._a, on_a, True), (self._b, on_b, False)):
            if bounds[1] - bounds[0] > _NOTHING:
                span = self._span_a(*bounds) if is_a else self._span_b(*bounds)
                stretch = way.between(*bounds)
                part = Between(span if is_a else None, None if is_a else span, 0.0, 0.0, np.empty((0, 2)), open=True)
                found.append(((-float(stretch[:, 1].max()), *stretch[-1].tolist()), part))
        return [part for _, part in sorted(found, key=lambda one: one[0])]

    def _each_alone(self) -> list[Between]:
        """Two lines of which the one has nothing to do with the other: a ring is an area of its own."""
        found = self._alone((0.0, self._a.length), (0.0, self._b.length))
        return [self._ringed(part) for part in found]

    def _ringed(self, part: Between) -> Between:
        ring = self._a if part.a else self._b
        if not ring.closed:
            return part
        return replace(part, area=ring_area(ring.xy, self._ellipsoid), ring=ring.xy, open=False)

    def _coincident(self, one: Contact) -> Coincident:
        return Coincident(self._span_a(one.a0, one.a1), self._span_b(one.b0, one.b1), one.widest)

    def _apart(self) -> Between:
        """Two rings that meet nowhere: the ground that is inside one of them only."""
        area = odd_area([self._a.xy, self._b.xy], self._ellipsoid)
        span_a, span_b = self._span_a(0.0, self._a.length), self._span_b(0.0, self._b.length)
        ring = np.vstack([self._a.xy, self._b.xy])
        wide = float(widest(Paths.one(self._a.xy), Paths.one(self._b.xy), self._ellipsoid)[0])
        return Between(span_a, span_b, area, wide, ring)

    def _joined(self, parts: list[Part]) -> list[Part]:
        """Make one part again of the contact in whose middle both rings were made to begin."""
        first, last = parts[0], parts[-1]
        if len(parts) < 2 or not isinstance(first, Coincident) or not isinstance(last, Coincident):
            return parts
        a = Span(self._i, last.a.start, last.a.end + first.a.length)
        b = Span(self._j, last.b.start, last.b.end + first.b.length)
        if self._back_a:
            a = Span(self._i, first.a.start, first.a.end + last.a.length)
        if self._back_b:
            b = Span(self._j, first.b.start, first.b.end + last.b.length)
        return [Coincident(a, b, max(first.widest, last.widest)), *parts[1:-1]]

    def _span_a(self, start: float, end: float) -> Span:
        return _span(self._i, start, end, self._a.length, self._back_a, self._shift_a)

    def _span_b(self, start: float, end: float) -> Span:
        return _span(self._j, start, end, self._b.length, self._back_b, self._shift_b)


def partners(ways_a: list[Way], ways_b: list[Way], tolerance: float) -> list[tuple[int, int]]:
    """Return which line of A belongs to which of B: by what coincides, and rings by the ground that both enclose."""
    if len(ways_a) == len(ways_b) == 1:
        return [(0, 0)]
    free_a, free_b = set(range(len(ways_a))), set(range(len(ways_b)))
    found = []
    for likeness in (partial(coinciding, tolerance=tolerance), common_ground):
        scored = [
            (score, i, j)
            for i in sorted(free_a)
            for j in sorted(free_b)
            if (score := likeness(ways_a[i], ways_b[j])) > 0
        ]
        for _, i, j in sorted(scored, key=lambda one: (-one[0], one[1] + one[2], one[1])):
            if i in free_a and j in free_b:
                found.append((i, j))
                free_a.remove(i)
                free_b.remove(j)
    return sorted(found)


def coinciding(a: Way, b: Way, tolerance: float) -> float:
    """Return how many metres of both ways together coincide, walked alike or against each other."""
    reach = 2 * tolerance / 100_000
    low, high = np.maximum(a.xy.min(axis=0), b.xy.min(axis=0)), np.minimum(a.xy.max(axis=0), b.xy.max(axis=0))
    if (low > high + reach).any():
        return 0.0
    return max(_weight(a, b, tolerance), _weight(a, b.reversed, tolerance))


def common_ground(a: Way, b: Way) -> float:
    """Return how much ground two rings have in common, in square degrees."""
    if not (a.closed and b.closed):
        return 0.0
    return float(shapely.intersection(shapely.Polygon(a.xy).buffer(0), shapely.Polygon(b.xy).buffer(0)).area)


def _ways_back(a: Way, b: Way, tolerance: float) -> tuple[bool, bool]:
    """Whether A and whether B is walked from its end to its beginning, so that both go the same way, to the south."""
    same = alike(a, b, tolerance)
    opposed = same < 0 if same else against(a, b)
    if opposed is None:
        opposed = _ends_apart(a, b.reversed) < _ends_apart(a, b)
    norths = _northward(a), _northward(b.reversed if opposed else b)
    both = sum(norths) or norths[0 if a.length > b.length else 1]  # of two that run against each other the longer
    return both > 0, (both > 0) != opposed


def _northward(way: Way) -> float:
    """Positive for a way to the north, and for a ring that runs against the clock."""
    if not way.closed:
        return float(way.xy[-1, 1] - way.xy[0, 1]) or float(way.xy[0, 0] - way.xy[-1, 0])
    middle = way.xy - way.xy[0]
    return float((middle[:-1, 0] * middle[1:, 1] - middle[1:, 0] * middle[:-1, 1]).sum())


def _weight(a: Way, b: Way, tolerance: float) -> float:
    return sum(one.weight for one in agreed(a, b, tolerance))


def _ends_apart(a: Way, b: Way) -> float:
    return distance(a.xy[0], b.xy[0], a.ellipsoid) + distance(a.xy[-1], b.xy[-1], a.ellipsoid)


def _shortest(one: Floats, other: Floats, ellipsoid: Geod) -> Floats:
    """The places on the way from one place straight to another, so close together as those of a line; without both."""
    azimuth, _, size = ellipsoid.inv(*one, *other)
    if size <= STEP:
        return np.empty((0, 2))
    steps = np.arange(STEP, size, STEP)
    from_x, from_y, ahead = (np.full(len(steps), float(each)) for each in (*one, azimuth))
    lon, lat, _ = ellipsoid.fwd(from_x, from_y, ahead, steps)
    return np.column_stack([np.asarray(lon) + 360 * np.round((one[0] - np.asarray(lon)) / 360), lat])


def _middle(a: Way, b: Way, contact: Contact) -> tuple[float, float]:
    """The metres on both ways of the middle of a contact; the same places whichever way is named first."""
    on_a, on_b = (contact.a0 + contact.a1) / 2, (contact.b0 + contact.b1) / 2
    choices = [
        (on_a, nearest(b, a.at(on_a), contact.b0, contact.b1)),
        (nearest(a, b.at(on_b), contact.a0, contact.a1), on_b),
    ]

    def rank(choice: tuple[float, float]) -> tuple[float, ...]:
        here, there = a.at(choice[0]), b.at(choice[1])
        return (round(distance(here, there, a.ellipsoid), 6), *(here + there)[::-1].tolist())

    return min(choices, key=rank)


def turned(ring: Way, metres: float) -> Way:
    """Return a ring that begins elsewhere."""
    xy = np.vstack([ring.between(metres, ring.length), ring.between(0.0, metres)[1:]])
    along = np.concatenate(
        [
            [0.0],
            ring.along[(ring.along > metres) & (ring.along < ring.length)] - metres,
            [ring.length - metres],
            ring.along[(ring.along > 0) & (ring.along < metres)] + ring.length - metres,
            [ring.length],
        ]
    )
    return Way(xy, along, True, ring.ellipsoid)


def _span(line: int, start: float, end: float, length: float, back: bool, shift: float) -> Span:
    """A stretch of a way in millimetres along the line as it was drawn."""
    start, end = start + shift, end + shift
    if back:
        start, end = length - end, length - start
    first, last = round(start * 1000), round(end * 1000)
    turns = first // round(length * 1000) if shift or first < 0 else 0
    return Span(line, first - turns * round(length * 1000), last - turns * round(length * 1000))
