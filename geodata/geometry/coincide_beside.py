"""What two ways have beside each other up to ends that do not meet, and what either has beyond the other's end.

An area is closed by the shortest way from where one line ends to the other line. That says something only where this
way is short against what it closes: it is never longer than half of the shorter stretch. Where it would be longer, the
lines have nothing beside each other. The measure of it depends on where the lines run, and not on their scale.
"""

from dataclasses import dataclass
from itertools import product

import numpy as np
from pyproj import Geod

from geodata.geometry.coincide_contacts import Floats, Way, scale_at

Bounds = tuple[float, float]
"""Metres on a way, from and to."""

CLOSED = 2.0
"""How many times the shorter stretch of an area is at least so long as the way by which an end of it is closed."""


@dataclass(frozen=True, slots=True)
class Beside:
    """A stretch of either way, the farthest of the free ends in metres, and how much line speaks for it, in metres."""

    on_a: Bounds
    on_b: Bounds
    farthest: float
    weight: float


@dataclass(frozen=True, slots=True)
class _Closing:
    """A way from a place on A to one on B by which an area may be closed: its length and its place, for a choice."""

    a: float
    b: float
    metres: float
    place: tuple[float, ...]


def beside(a: Way, b: Way, on_a: Bounds, on_b: Bounds, free: tuple[bool, bool], tolerance: float) -> Beside | None:
    """Return what of two stretches lies beside each other, None for nothing; `free` tells which ends need not meet.

    Ends that lie farther past each other than they lie apart are not closed with each other: then the line that goes on
    is cut where it is nearest to the end of the other. Of what is possible the longest is taken, less the closings.
    """
    if on_a[1] <= on_a[0] or on_b[1] <= on_b[0]:
        return None
    starts = _closings(a, b, on_a, on_b, 0, tolerance) if free[0] else [_Closing(on_a[0], on_b[0], 0.0, ())]
    ends = _closings(a, b, on_a, on_b, 1, tolerance) if free[1] else [_Closing(on_a[1], on_b[1], 0.0, ())]
    found = [_weighed(start, end) for start, end in product(starts, ends)]
    best = max(found, key=lambda one: (round(one[0].weight, 6), one[1]))[0]
    return best if best.weight > 0 else None


def _weighed(start: _Closing, end: _Closing) -> tuple[Beside, tuple[float, ...]]:
    farthest = max(start.metres, end.metres)
    weight = min(end.a - start.a, end.b - start.b) - CLOSED * farthest
    return Beside((start.a, end.a), (start.b, end.b), farthest, weight), start.place + end.place


def _closings(a: Way, b: Way, on_a: Bounds, on_b: Bounds, last: int, tolerance: float) -> list[_Closing]:
    """From the end of A to what is nearest of B, and the other way round; a ring has no end."""
    end_a, end_b = on_a[last], on_b[last]
    here, there = a.at(end_a), b.at(end_b)
    found = []
    if not a.closed:
        foot = nearest(b, here, *on_b)
        found.append(_closing(a, b, end_a, foot, abs(foot - end_b), (end_a, end_b), tolerance))
    if not b.closed:
        foot = nearest(a, there, *on_a)
        found.append(_closing(a, b, foot, end_b, abs(foot - end_a), (end_a, end_b), tolerance))
    return found


def _closing(a: Way, b: Way, at_a: float, at_b: float, past: float, ends: Bounds, tolerance: float) -> _Closing:
    metres = distance(a.at(at_a), b.at(at_b), a.ellipsoid)
    if past <= max(metres, tolerance):
        at_a, at_b = ends
        metres = distance(a.at(at_a), b.at(at_b), a.ellipsoid)
    places = sorted(place.tolist() for place in (a.at(at_a), b.at(at_b)))
    return _Closing(at_a, at_b, metres, tuple(places[0] + places[1]))


def distance(one: Floats, other: Floats, ellipsoid: Geod) -> float:
    """Return metres between two places in degrees."""
    return float(ellipsoid.inv(one[0], one[1], other[0], other[1])[2])


def nearest(way: Way, place: Floats, first: float, last: float) -> float:
    """Return the metres on a way, within a stretch of it, of what is nearest to a place."""
    legs = np.flatnonzero((way.along[1:] >= first) & (way.along[:-1] <= last))
    scale = scale_at(place[1:], way.ellipsoid)
    start, axis = (way.xy[legs] - place) * scale, (way.xy[legs + 1] - way.xy[legs]) * scale
    share = np.clip(-(start * axis).sum(axis=1) / np.maximum((axis**2).sum(axis=1), 1e-30), 0.0, 1.0)
    best = int(np.hypot(*(start + share[:, None] * axis).T).argmin())
    leg = legs[best]
    metres = way.along[leg] + share[best] * (way.along[leg + 1] - way.along[leg])
    return float(np.clip(metres, first, last))


def weight_beside(a: Way, b: Way) -> float:
    """Return how many metres of two whole open ways lie beside each other, less what closes them; 0 for none."""
    if a.closed or b.closed or not _may_be(a, b):
        return 0.0
    return max(_weight(a, b), _weight(a, b.reversed))


def against(a: Way, b: Way) -> bool | None:
    """Return whether two open ways that lie beside each other run against each other; None where they do not."""
    if a.closed or b.closed:
        return None
    alike, opposed = _weight(a, b), _weight(a, b.reversed)
    return opposed > alike if alike or opposed else None


def _weight(a: Way, b: Way) -> float:
    found = beside(a, b, (0.0, a.length), (0.0, b.length), (True, True), 0.0)
    return found.weight if found else 0.0


def _may_be(a: Way, b: Way) -> bool:
    """Whether the boxes of two ways are no farther apart than half of the shorter is long."""
    low, high = np.maximum(a.xy.min(axis=0), b.xy.min(axis=0)), np.minimum(a.xy.max(axis=0), b.xy.max(axis=0))
    north = float(np.abs(np.concatenate([a.xy[:, 1], b.xy[:, 1]])).max())
    apart = np.maximum(low - high, 0.0) * scale_at(np.array([north]), a.ellipsoid)[0] * (0.99, 0.98)
    return bool(np.hypot(*apart) <= min(a.length, b.length) / CLOSED)
