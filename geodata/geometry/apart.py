"""How far places lie from the nearest place of a path: many paths at once, each place held against the path of its own.

What is nearest is found on a conformal map, where near is near in every direction and at every latitude; how far it is,
on the ellipsoid.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import Geod

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

_FEW, _AT_ONCE = 2_000, 1_000_000
"""Pairs of places and legs up to which all of a path are looked at; and how many pairs are looked at at a time."""

_BLOCK = 16
"""Places one after another of which one tells how far the others can lie at most."""


@dataclass(frozen=True, slots=True, eq=False)
class Paths:
    """Paths one after another: (n, 2) degrees, path `i` from row `starts[i]` up to `starts[i + 1]`.

    Legs are short, as those of a `Way`. A path has two places or more where it is one that others are held against.
    """

    xy: Floats
    starts: Integers

    @classmethod
    def one(cls, xy: Floats) -> "Paths":
        """Return a single path."""
        return cls(xy, np.array([0, len(xy)]))

    @classmethod
    def many(cls, several: list[Floats]) -> "Paths":
        """Return paths from the (n, 2) degrees of each."""
        return cls(np.concatenate(several), np.cumsum([0, *map(len, several)]))

    @classmethod
    def cut_out(cls, xy: Floats, along: Floats, starts: Floats, ends: Floats) -> "Paths":
        """Return stretches of a path of (n, 2) degrees and (n,) metres, from and to (m,) metres each.

        Each has both its ends and the vertices on the way.
        """
        inner = np.searchsorted(along, starts, "right")
        counts = np.maximum(np.searchsorted(along, ends, "left") - inner, 0) + 2
        first = np.append(0, np.cumsum(counts))
        rows = np.arange(first[-1]) + np.repeat(inner - first[:-1] - 1, counts)
        found = xy[np.clip(rows, 0, len(xy) - 1)]
        found[first[:-1]], found[first[1:] - 1] = places_at(xy, along, starts), places_at(xy, along, ends)
        return cls(found, first)

    def __getitem__(self, number: int) -> Floats:
        """Return (n, 2) degrees of one of them."""
        start, end = self.starts[number : number + 2].tolist()
        return self.xy[start:end]


@dataclass(frozen=True, slots=True, eq=False)
class Feet:
    """For each of (n,) places: `metres` to what is nearest, on the leg from row `leg` to the next, at a `share`."""

    metres: Floats
    leg: Integers
    share: Floats


def feet(places: Paths, paths: Paths, ellipsoid: Geod) -> Feet:
    """Return for each place what is nearest to it on the path of the same number."""
    here, there = on_map(places.xy, ellipsoid), on_map(paths.xy, ellipsoid)
    leg = np.empty(len(here), np.int64)
    own = np.diff(places.starts) * np.diff(paths.starts) > _FEW
    for number in np.flatnonzero(own).tolist():
        first, last = places.starts[number : number + 2].tolist()
        start, end = paths.starts[number : number + 2].tolist()
        leg[first:last] = start + _nearest_of_many(here[first:last], there[start:end])
    of = np.repeat(np.arange(len(own)), np.diff(places.starts))
    few = np.flatnonzero(~own[of])
    for part in _portions(np.diff(paths.starts)[of[few]]):
        rows = few[part]
        leg[rows] = _nearest_of_few(here[rows], there, paths.starts[of[rows]], paths.starts[of[rows] + 1])
    share = _shares(there[leg + 1] - there[leg], here - there[leg])
    foot = paths.xy[leg] + share[:, None] * (paths.xy[leg + 1] - paths.xy[leg])
    _, _, metres = ellipsoid.inv(places.xy[:, 0], places.xy[:, 1], foot[:, 0], foot[:, 1])
    return Feet(np.asarray(metres), leg, share)


def farthest(places: Paths, paths: Paths, ellipsoid: Geod) -> tuple[Floats, Integers]:
    """Return for each path the metres to the farthest place of the same number, and the row of that place.

    Places lie in the order of a line, so that one tells something of its neighbours.
    """
    metres, rows = np.zeros(len(places.starts) - 1), places.starts[:-1].copy()
    own = np.diff(places.starts) * np.diff(paths.starts) > _FEW
    for number in np.flatnonzero(own).tolist():
        start, end = places.starts[number : number + 2].tolist()
        path = paths[number]
        metres[number], row = _farthest(places.xy[start:end], path, ellipsoid)
        rows[number] = start + row
    few = np.flatnonzero(~own & (np.diff(places.starts) > 0))
    if len(few):
        some, kept = _chosen(places, few)
        found = feet(some, _chosen(paths, few)[0], ellipsoid).metres
        metres[few] = np.maximum.reduceat(found, some.starts[:-1])
        far = found == np.repeat(metres[few], np.diff(some.starts))
        first = np.flatnonzero(far)[np.searchsorted(np.flatnonzero(far), some.starts[:-1])]
        rows[few] = kept[first]
    return metres, rows


def widest(one: Paths, other: Paths, ellipsoid: Geod) -> Floats:
    """Return for each pair of paths the largest distance in metres from a place of either to what is nearest of it."""
    return np.maximum(farthest(one, other, ellipsoid)[0], farthest(other, one, ellipsoid)[0])


def places_at(xy: Floats, along: Floats, metres: Floats) -> Floats:
    """Return (m, 2) degrees of places on a path of short legs, by (m,) metres of the (n,) metres of its places."""
    return np.column_stack([np.interp(metres, along, xy[:, axis]) for axis in (0, 1)])


def on_map(degrees: Floats, ellipsoid: Geod) -> Floats:
    """Return (n, 2) degrees on Mercator's map of the ellipsoid, in metres of the equator."""
    sine = np.sin(np.radians(degrees[:, 1]))
    eccentricity = np.sqrt(ellipsoid.es)
    north = np.arctanh(sine) - eccentricity * np.arctanh(eccentricity * sine)
    return np.asarray(ellipsoid.a * np.column_stack([np.radians(degrees[:, 0]), north]), np.float64)


def _farthest(places: Floats, path: Floats, ellipsoid: Geod) -> tuple[float, int]:
    """Look at one place of each block first, and at the others where the farthest may be among them."""
    blocks = np.arange(len(places)) // _BLOCK
    middle = np.minimum(np.arange(blocks[-1] + 1) * _BLOCK + _BLOCK // 2, len(places) - 1)
    target = Paths.one(path)
    first = feet(Paths.one(places[middle]), target, ellipsoid).metres
    to = places[middle][blocks]
    _, _, away = ellipsoid.inv(places[:, 0], places[:, 1], to[:, 0], to[:, 1])
    rows = np.flatnonzero(np.asarray(away) + first[blocks] >= first.max() * (1 - 1e-9))
    apart = feet(Paths.one(places[rows]), target, ellipsoid).metres
    most = int(apart.argmax())
    return float(apart[most]), int(rows[most])


def _chosen(paths: Paths, numbers: Integers) -> tuple[Paths, Integers]:
    """Some of the paths, and the rows that they had."""
    sizes = np.diff(paths.starts)[numbers]
    starts = np.append(0, np.cumsum(sizes))
    rows = np.repeat(paths.starts[numbers] - starts[:-1], sizes) + np.arange(starts[-1])
    return Paths(paths.xy[rows], starts), rows


def _portions(sizes: Integers) -> Iterator[slice]:
    """Slices of places that have no more than so many legs to look at together."""
    ends = np.cumsum(sizes)
    start = 0
    while start < len(sizes):
        gone = int(ends[start - 1]) if start else 0
        end = max(int(np.searchsorted(ends, gone + _AT_ONCE, "right")), start + 1)
        yield slice(start, end)
        start = end


def _nearest_of_few(here: Floats, there: Floats, starts: Integers, ends: Integers) -> Integers:
    """The nearest leg of each place, of those from row `starts` to `ends`: each is looked at."""
    sizes = ends - starts - 1
    first = np.append(0, np.cumsum(sizes))
    place = np.repeat(np.arange(len(here)), sizes)
    leg = np.repeat(starts - first[:-1], sizes) + np.arange(first[-1])
    way, to = there[leg + 1] - there[leg], here[place] - there[leg]
    share = _shares(way, to)
    square = ((to - share[:, None] * way) ** 2).sum(axis=1)
    least = np.flatnonzero(square == np.repeat(np.minimum.reduceat(square, first[:-1]), sizes))
    found: Integers = leg[least[np.searchsorted(least, first[:-1])]]
    return found


def _nearest_of_many(here: Floats, there: Floats) -> Integers:
    legs = np.asarray(shapely.linestrings(np.stack([there[:-1], there[1:]], axis=1)), dtype=object)
    _, nearest = shapely.STRtree(legs).query_nearest(shapely.points(here), all_matches=False)
    found: Integers = nearest
    return found


def _shares(way: Floats, to: Floats) -> Floats:
    """Where on each leg, as a share of it, the nearest place to another lies."""
    found: Floats = np.clip((way * to).sum(axis=1) / np.maximum((way**2).sum(axis=1), 1e-30), 0.0, 1.0)
    return found
