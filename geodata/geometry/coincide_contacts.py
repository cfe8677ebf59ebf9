"""Where two lines run within a tolerance of each other: contacts, told by chainage on both, the same from either side.

A place is in contact when the other line passes within the tolerance of it. That is worked out leg against leg: the
part of one leg that lies within the tolerance of another is one interval, because what lies so near a leg is convex.
The result depends on where the lines run and not on where their vertices lie.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import Geod

from geodata.errors import InvalidFeature, Refused
from geodata.geometry.apart import Paths
from geodata.model.line import Line

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

STEP = 75.0
"""Metres: no leg is longer while contacts are sought, so that geodesic and chord differ by 0.1 mm, at 60 N by 0.2."""

_NORTHMOST = 85.0
"""Degrees of latitude beyond which a map of a neighbourhood is too little flat to hold lines against each other."""

_LEGS, _AT_ONCE = 256, 100_000
"""Legs of one way that are looked up in the other, and pairs of legs that are measured at once."""

_MOST = 40_000_000
"""Pairs of legs: two lines of 50,000 vertices on 1,000 km have ten million within a kilometre of each other."""


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
        return np.vstack([self.at(start), self.xy[self._inside(start, end)], self.at(end)])

    def part(self, start: float, end: float) -> "Way":
        """Return what lies between two places, in metres from the start, as an open way."""
        along = np.concatenate([[start], self.along[self._inside(start, end)], [end]])
        return Way(self.between(start, end), along - start, False, self.ellipsoid)

    def at(self, metres: float) -> Floats:
        """Return (2,) degrees of a place by its metres from the start."""
        leg = min(max(int(np.searchsorted(self.along, metres, "right")) - 1, 0), len(self.along) - 2)
        start, end = self.along[leg : leg + 2].tolist()
        share = min(max((metres - start) / (end - start), 0.0), 1.0) if end > start else 0.0
        found: Floats = self.xy[leg] + share * (self.xy[leg + 1] - self.xy[leg])
        return found

    def stretches(self, starts: Floats, ends: Floats) -> Paths:
        """Return what lies between (n,) and (n,) places, in metres from the start."""
        return Paths.cut_out(self.xy, self.along, starts, ends)

    def beside(self, other: "Way") -> "Way":
        """Return the same way with longitudes counted on from those of another, also across 180 degrees."""
        turns = round(float(other.xy[:, 0].mean() - self.xy[:, 0].mean()) / 360)
        return Way(self.xy + np.array([360.0 * turns, 0.0]), self.along, self.closed, self.ellipsoid) if turns else self

    def _inside(self, start: float, end: float) -> slice:
        """The vertices that lie between two places."""
        return slice(int(np.searchsorted(self.along, start, "right")), int(np.searchsorted(self.along, end, "left")))


@dataclass(frozen=True, slots=True)
class Contact:
    """A stretch along which two ways are within the tolerance: metres on the one and on the other."""

    a0: float
    a1: float
    b0: float
    b1: float
    widest: float = 0.0
    """How far apart both are there in metres, once that was looked into."""

    @property
    def weight(self) -> float:
        """How much line is in it, for choosing between contacts that exclude each other."""
        return (self.a1 - self.a0) + (self.b1 - self.b0)


def way_of(line: Line) -> Way:
    """Return a line as a way of short legs; the points that are added lie on its geodesics.

    Longitudes go on beyond 180 degrees where the line does. Raise InvalidFeature for a line near or around a pole.
    """
    xy, ellipsoid = line.degrees(), line.grid.ellipsoid
    if not (np.abs(xy[:, 1]) <= _NORTHMOST).all():
        raise InvalidFeature(f"Lines beyond {_NORTHMOST:g} degrees of latitude are not held against each other.")
    azimuth, _, size = ellipsoid.inv(*xy[:-1].T, *xy[1:].T)
    count = np.maximum(np.ceil(np.asarray(size) / STEP), 1).astype(np.int64)
    leg = np.repeat(np.arange(len(count)), count)
    share = (np.arange(len(leg)) - np.repeat(np.cumsum(count) - count, count)) / count[leg]
    start = xy[leg]
    lon, lat, _ = ellipsoid.fwd(start[:, 0], start[:, 1], np.asarray(azimuth)[leg], share * np.asarray(size)[leg])
    fine = np.where((share > 0)[:, None], np.column_stack([lon, lat]), xy[leg])
    along = np.append(0.0, np.cumsum(size))
    fine = _continuous(np.vstack([fine, xy[-1:]]), line.closed)
    return Way(
        fine,
        np.append(along[leg] + share * np.asarray(size)[leg], along[-1]),
        line.closed and len(fine) > 3,
        ellipsoid,
    )


def _continuous(xy: Floats, closed: bool) -> Floats:
    """Degrees whose longitudes make no jump at 180."""
    xy = np.column_stack([np.unwrap(xy[:, 0], period=360.0), xy[:, 1]]) if np.ptp(xy[:, 0]) > 180 else xy
    if not (np.abs(xy[:, 1]) <= _NORTHMOST).all() or (closed and abs(xy[-1, 0] - xy[0, 0]) > 1):
        raise InvalidFeature("A line around a pole or beside it cannot be held against another.")
    return xy


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
    found = [_spans(a, b, *near) for near in _near_legs(a, b, tolerance)]
    spans = np.concatenate(found) if found else np.empty((0, 4))
    if not len(spans):
        return []
    pairs, of_pair = np.unique(np.column_stack([_runs(spans[:, :2]), _runs(spans[:, 2:])]), axis=0, return_inverse=True)
    ends = (
        *_extent(spans[:, :2], of_pair.ravel(), len(pairs)),
        *_extent(spans[:, 2:], of_pair.ravel(), len(pairs)),
    )
    return sorted((Contact(*row) for row in np.column_stack(ends).tolist()), key=lambda one: (one.a0, one.b0))


def alike(a: Way, b: Way, tolerance: float) -> float:
    """Return along how many metres more two ways run alike than against each other, where they are in contact."""
    return sum(_alike(a, b, *near) for near in _near_legs(a, b, tolerance))


def _alike(a: Way, b: Way, on_a: Integers, on_b: Integers, t: Floats, s: Floats) -> float:
    scale = scale_at((a.xy[on_a, 1] + b.xy[on_b, 1]) / 2, a.ellipsoid)
    there, beside = ((way.xy[on + 1] - way.xy[on]) * scale for way, on in ((a, on_a), (b, on_b)))
    size = np.maximum(np.hypot(*there.T) * np.hypot(*beside.T), 1e-12)
    metres = np.diff(_metres(a, on_a, t), axis=1) + np.diff(_metres(b, on_b, s), axis=1)
    return float(((there * beside).sum(axis=1) / size * metres[:, 0]).sum())


def _spans(a: Way, b: Way, on_a: Integers, on_b: Integers, t: Floats, s: Floats) -> Floats:
    """Return (n, 4) metres from and to on both ways; legs of B one after another that lie near as a whole are one."""
    order = np.lexsort((on_b, on_a))
    on_a, on_b, t, s = on_a[order], on_b[order], t[order], s[order]
    whole = (t[:, 0] == 0) & (t[:, 1] == 1) & (s[:, 0] == 0) & (s[:, 1] == 1)
    onward = whole[1:] & whole[:-1] & (on_a[1:] == on_a[:-1]) & (on_b[1:] == on_b[:-1] + 1)
    first, last = np.append(True, ~onward), np.append(~onward, True)
    of_a, of_b = _metres(a, on_a, t), _metres(b, on_b, s)
    return np.column_stack([of_a[first], of_b[first, 0], of_b[last, 1]])


def _near_legs(a: Way, b: Way, tolerance: float) -> Iterator[tuple[Integers, Integers, Floats, Floats]]:
    """The legs within the tolerance: their numbers, and (k, 2) from where to where of each, as shares of the leg.

    Some at a time, and Raise Refused where there are more than can be looked into.
    """
    north = np.abs(np.concatenate([a.xy, b.xy])[:, 1]).max()
    reach = tolerance / scale_at(np.array([north]), a.ellipsoid)[0] * 1.01
    tree, boxes = shapely.STRtree(_boxes(b, np.zeros(2))), _boxes(a, reach)
    every = -(-len(boxes) // _LEGS)
    if len(tree.query(boxes[::every])[0]) * every > _MOST:
        raise Refused(
            f"Too much of both lines lies within {tolerance:g} m of the other to be told apart; "
            "take a smaller tolerance, or shorter lines."
        )
    for start in range(0, len(boxes), _LEGS):
        on_a, on_b = tree.query(boxes[start : start + _LEGS])
        for cut in range(0, len(on_a), _AT_ONCE):
            near = _near(a, b, on_a[cut : cut + _AT_ONCE] + start, on_b[cut : cut + _AT_ONCE], tolerance)
            if len(near[0]):
                yield near


def _near(
    a: Way, b: Way, on_a: Integers, on_b: Integers, tolerance: float
) -> tuple[Integers, Integers, Floats, Floats]:
    scale = scale_at((a.xy[on_a, 1] + b.xy[on_b, 1]) / 2, a.ellipsoid)  # the same from either side
    origin = a.xy[on_a]
    p, q = np.zeros_like(origin), (a.xy[on_a + 1] - origin) * scale
    u, v = (b.xy[on_b] - origin) * scale, (b.xy[on_b + 1] - origin) * scale
    t, s = _within(p, q, u, v, tolerance), _within(u, v, p, q, tolerance)
    near = (t[:, 0] <= t[:, 1]) & (s[:, 0] <= s[:, 1])
    return on_a[near], on_b[near], t[near], s[near]


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
