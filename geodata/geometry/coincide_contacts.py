"""Where two lines run within a tolerance of each other: contacts, told by chainage on both, the same from either side.

A place is in contact when the other line passes within the tolerance of it. That is worked out leg against leg: the
part of one leg that lies within the tolerance of another is one interval, because what lies so near a leg is convex.
The result depends on where the lines run and not on where their vertices lie.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import Geod

from geodata.model.line import Line

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

STEP = 200.0
"""Metres: no leg is longer while contacts are sought, so that a geodesic and a chord are the same to the millimetre."""


@dataclass(frozen=True, eq=False)
class Way:
    """A line as short legs: (n, 2) degrees of its datum and (n,) metres from its start; `closed` for a ring."""

    xy: Floats
    along: Floats
    closed: bool
    ellipsoid: Geod

    @property
    def length(self) -> float:
        """Metres from start to end."""
        return float(self.along[-1])

    @property
    def reversed(self) -> "Way":
        """The same way walked back."""
        return Way(self.xy[::-1].copy(), self.along[-1] - self.along[::-1], self.closed, self.ellipsoid)

    def between(self, start: float, end: float) -> Floats:
        """Return (n, 2) degrees: the place at `start`, the vertices on the way and the place at `end`, in metres."""
        inside = (self.along > start) & (self.along < end)
        return np.vstack([self.at(start), self.xy[inside], self.at(end)])

    def at(self, metres: float) -> Floats:
        """Return (2,) degrees of a place by its metres from the start."""
        return np.array([np.interp(metres, self.along, self.xy[:, axis]) for axis in (0, 1)])


@dataclass(frozen=True, slots=True)
class Contact:
    """A stretch along which two ways are within the tolerance: metres on the one and on the other."""

    a0: float
    a1: float
    b0: float
    b1: float

    @property
    def weight(self) -> float:
        """How much line is in it, for choosing between contacts that exclude each other."""
        return (self.a1 - self.a0) + (self.b1 - self.b0)


def way_of(line: Line) -> Way:
    """Return a line as a way of short legs; the points that are added lie on its geodesics."""
    xy, ellipsoid = line.degrees(), line.grid.ellipsoid
    azimuth, _, size = ellipsoid.inv(*xy[:-1].T, *xy[1:].T)
    count = np.maximum(np.ceil(np.asarray(size) / STEP), 1).astype(np.int64)
    leg = np.repeat(np.arange(len(count)), count)
    share = (np.arange(len(leg)) - np.repeat(np.cumsum(count) - count, count)) / count[leg]
    start = xy[leg]
    lon, lat, _ = ellipsoid.fwd(start[:, 0], start[:, 1], np.asarray(azimuth)[leg], share * np.asarray(size)[leg])
    fine = np.where((share > 0)[:, None], np.column_stack([lon, lat]), xy[leg])
    along = np.append(0.0, np.cumsum(size))
    return Way(
        np.vstack([fine, xy[-1:]]),
        np.append(along[leg] + share * np.asarray(size)[leg], along[-1]),
        line.closed,
        ellipsoid,
    )


def scale_at(latitudes: Floats, ellipsoid: Geod) -> Floats:
    """Return (n, 2) metres in a degree of longitude and of latitude at latitudes in degrees."""
    phi = np.radians(latitudes)
    curved = 1 - ellipsoid.es * np.sin(phi) ** 2
    east = ellipsoid.a * np.cos(phi) / np.sqrt(curved)
    north = ellipsoid.a * (1 - ellipsoid.es) / curved**1.5
    found: Floats = np.radians(1.0) * np.column_stack([east, north])
    return found


def contacts(a: Way, b: Way, tolerance: float) -> list[Contact]:
    """Return where two ways are within a tolerance in metres of each other, in the order of the first."""
    on_a, on_b, t, s = _near_legs(a, b, tolerance)
    if not len(on_a):
        return []
    of_a, of_b = _runs(_metres(a, on_a, t)), _runs(_metres(b, on_b, s))
    pairs, of_pair = np.unique(np.column_stack([of_a, of_b]), axis=0, return_inverse=True)
    ends = (
        *_extent(_metres(a, on_a, t), of_pair.ravel(), len(pairs)),
        *_extent(_metres(b, on_b, s), of_pair.ravel(), len(pairs)),
    )
    return sorted((Contact(*row) for row in np.column_stack(ends).tolist()), key=lambda one: (one.a0, one.b0))


def alike(a: Way, b: Way, tolerance: float) -> float:
    """Return along how many metres more two ways run alike than against each other, where they are in contact."""
    on_a, on_b, t, _ = _near_legs(a, b, tolerance)
    scale = scale_at(a.xy[on_a, 1], a.ellipsoid)
    there, beside = ((way.xy[on + 1] - way.xy[on]) * scale for way, on in ((a, on_a), (b, on_b)))
    size = np.maximum(np.hypot(*there.T) * np.hypot(*beside.T), 1e-12)
    return float(((there * beside).sum(axis=1) / size * np.diff(_metres(a, on_a, t), axis=1)[:, 0]).sum())


def in_order(found: list[Contact]) -> list[Contact]:
    """Return of contacts the heaviest run that goes forward on both ways, none reaching into the next.

    The others are near a place that is not their own: where a line turns back beside itself, or beside another part.
    """
    starts = sorted(found, key=lambda one: (one.a0 + one.a1, one.b0 + one.b1))
    marks = {mark: place for place, mark in enumerate(sorted({one.b0 + one.b1 for one in starts}), start=1)}
    best = [(0.0, -1)] * (len(marks) + 1)  # a Fenwick tree of the heaviest run that ends at or before a place on b
    before = [-1] * len(starts)
    for index, one in enumerate(starts):
        place = marks[one.b0 + one.b1]
        weight, last = _heaviest(best, place - 1)
        before[index] = last
        _enter(best, place, (weight + one.weight, index))
    index = _heaviest(best, len(marks))[1]
    chain = []
    while index >= 0:
        chain.append(starts[index])
        index = before[index]
    return _apart(chain[::-1])


def _apart(chain: list[Contact]) -> list[Contact]:
    """Let contacts that reach into each other end in the middle of what they share; one inside another is left out."""
    kept: list[Contact] = []
    for one in chain:
        last = kept[-1] if kept else None
        if last is None:
            kept.append(one)
            continue
        if one.a1 <= last.a1 or one.b1 <= last.b1:
            continue
        a, b = max((last.a1 + one.a0) / 2, last.a0), max((last.b1 + one.b0) / 2, last.b0)
        a_end, a_start = (last.a1, one.a0) if last.a1 <= one.a0 else (a, a)
        b_end, b_start = (last.b1, one.b0) if last.b1 <= one.b0 else (b, b)
        kept[-1] = Contact(last.a0, a_end, last.b0, b_end)
        kept.append(Contact(a_start, one.a1, b_start, one.b1))
    return kept


def _heaviest(tree: list[tuple[float, int]], place: int) -> tuple[float, int]:
    found = (0.0, -1)
    while place > 0:
        found = max(found, tree[place])
        place -= place & -place
    return found


def _enter(tree: list[tuple[float, int]], place: int, value: tuple[float, int]) -> None:
    while place < len(tree):
        tree[place] = max(tree[place], value)
        place += place & -place


def _near_legs(a: Way, b: Way, tolerance: float) -> tuple[Integers, Integers, Floats, Floats]:
    """The legs within the tolerance: their numbers, and (k, 2) from where to where of each, as shares of the leg."""
    reach = tolerance / scale_at(np.array([np.abs(np.concatenate([a.xy, b.xy])[:, 1]).max()]), a.ellipsoid)[0] * 1.01
    tree = shapely.STRtree(_boxes(b, np.zeros(2)))
    on_a, on_b = tree.query(_boxes(a, reach))
    scale = scale_at((a.xy[on_a, 1] + b.xy[on_b, 1]) / 2, a.ellipsoid)  # the same from either side
    origin = a.xy[on_a]
    p, q = np.zeros_like(origin), (a.xy[on_a + 1] - origin) * scale
    u, v = (b.xy[on_b] - origin) * scale, (b.xy[on_b + 1] - origin) * scale
    t, s = _within(p, q, u, v, tolerance), _within(u, v, p, q, tolerance)
    near = (t[:, 0] <= t[:, 1]) & (s[:, 0] <= s[:, 1])
    return on_a[near].astype(np.int64), on_b[near].astype(np.int64), t[near], s[near]


def _boxes(way: Way, reach: Floats) -> npt.NDArray[np.object_]:
    low, high = np.minimum(way.xy[:-1], way.xy[1:]) - reach, np.maximum(way.xy[:-1], way.xy[1:]) + reach
    return np.asarray(shapely.box(low[:, 0], low[:, 1], high[:, 0], high[:, 1]), dtype=object)


def _within(p: Floats, q: Floats, u: Floats, v: Floats, tolerance: float) -> Floats:
    """From where to where, as shares, each leg p-q lies within the tolerance of leg u-v; from above to where not.

    What lies within a distance of a leg is two discs and the strip between them.
    """
    way, axis = q - p, v - u
    intervals = [_in_disc(p, way, u, tolerance), _in_disc(p, way, v, tolerance), _in_strip(p, way, u, axis, tolerance)]
    low = np.min([one[:, 0] for one in intervals], axis=0)
    high = np.max([one[:, 1] for one in intervals], axis=0)
    return np.column_stack([np.maximum(low, 0.0), np.minimum(high, 1.0)])


def _in_disc(p: Floats, way: Floats, centre: Floats, radius: float) -> Floats:
    to = p - centre
    square = np.maximum((way**2).sum(axis=1), 1e-30)
    half = -(to * way).sum(axis=1) / square
    under = half**2 - ((to**2).sum(axis=1) - radius**2) / square
    root = np.sqrt(np.maximum(under, 0.0))
    return np.where((under >= 0)[:, None], np.column_stack([half - root, half + root]), _NOWHERE)


def _in_strip(p: Floats, way: Floats, u: Floats, axis: Floats, radius: float) -> Floats:
    """Between the ends of a leg and not farther from it than the radius."""
    size = np.hypot(*axis.T)
    unit = axis / np.maximum(size, 1e-12)[:, None]
    to = p - u
    forward, onward = (to * unit).sum(axis=1), (way * unit).sum(axis=1)
    aside, across = _cross(unit, to), _cross(unit, way)
    first = _between(forward, onward, np.zeros(len(p)), size)
    second = _between(aside, across, np.full(len(p), -radius), np.full(len(p), radius))
    both = np.column_stack([np.maximum(first[:, 0], second[:, 0]), np.minimum(first[:, 1], second[:, 1])])
    sound = (both[:, 0] <= both[:, 1]) & (size > 1e-12)
    return np.where(sound[:, None], both, _NOWHERE)


_NOWHERE = np.array([np.inf, -np.inf])


def _between(start: Floats, slope: Floats, low: Floats, high: Floats) -> Floats:
    """From where to where low <= start + slope t <= high."""
    flat = np.abs(slope) < 1e-12
    divisor = np.where(flat, 1.0, slope)
    ends = np.sort(np.column_stack([(low - start) / divisor, (high - start) / divisor]), axis=1)
    always = np.where(((low <= start) & (start <= high))[:, None], [-np.inf, np.inf], _NOWHERE)
    return np.where(flat[:, None], always, ends)


def _cross(one: Floats, other: Floats) -> Floats:
    found: Floats = one[:, 0] * other[:, 1] - one[:, 1] * other[:, 0]
    return found


def _metres(way: Way, legs: Integers, shares: Floats) -> Floats:
    start, size = way.along[legs], way.along[legs + 1] - way.along[legs]
    found: Floats = start[:, None] + shares * size[:, None]
    return found


_TOUCHING = 1e-6
"""Metres between two intervals that are one: the same place, computed from two legs."""


def _runs(intervals: Floats) -> Integers:
    """Return for each interval the number of the run that it is in: runs are intervals that overlap or touch."""
    order = np.argsort(intervals[:, 0], kind="stable")
    reach = np.maximum.accumulate(intervals[order, 1])
    apart = np.append(False, intervals[order[1:], 0] > reach[:-1] + _TOUCHING)
    number = np.empty(len(order), np.int64)
    number[order] = np.cumsum(apart)
    return number


def _extent(intervals: Floats, group: Integers, count: int) -> tuple[Floats, Floats]:
    low, high = np.full(count, np.inf), np.full(count, -np.inf)
    np.minimum.at(low, group, intervals[:, 0])
    np.maximum.at(high, group, intervals[:, 1])
    return low, high
