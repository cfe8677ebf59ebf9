"""Where a route crosses a line, and where it runs along it: told by where both run, not by the vertices they have.

A crossing is where the route comes to the line on one side of it and leaves on the other, wherever in between it may
touch it. Where it comes and leaves on the same side it only touches; and where it begins or ends on the line, or goes
round the end of it, it crosses nothing.
"""

from dataclasses import dataclass

import numpy as np

from geodata.geometry.apart import Floats, Paths, farthest, feet
from geodata.geometry.coincide_contacts import Contact, Way, contacts, scale_at
from geodata.geometry.coincide_pair import turned

_TOUCH = 0.001
"""Metres within which a route is on a line: no coordinate is known more closely."""

_BESIDE, _WINDOW = 0.005, 0.25
"""Metres from where a route leaves a line at which is asked on which side it is; metres of line that are looked at."""

_LONG = 10
"""How many times the tolerance a stretch within it is long, so that it is along a line and does not merely cross it."""


@dataclass(frozen=True, slots=True)
class Crossed:
    """Metres on the route at which it crosses the line; and (from, to) in metres of where it runs along it.

    On a route that leads back to its beginning `from` may lie beyond `to`.
    """

    at: tuple[float, ...]
    along: tuple[tuple[float, float], ...]


def crossed(route: Way, line: Way, tolerance: float) -> Crossed:
    """Return where a route crosses a line, and where it runs along it within a tolerance in metres.

    However often a route goes to and fro over a line while it runs along it: that is one crossing if it leaves on the
    other side than it came from, and none if not. Coming within the tolerance is no crossing.
    """
    near = _near(line, route, tolerance)
    if near is None:
        return Crossed((), ())
    if route.closed:
        return _of_ring(route, near, tolerance)
    return _crossed(route, near, tolerance)


def _crossed(route: Way, line: Way, tolerance: float) -> Crossed:
    at = [run[0].a0 for run in _runs(contacts(route, line, _TOUCH)) if _sides(run, route, line) == -1]
    near = _runs(contacts(route, line, tolerance)) if tolerance > _TOUCH else []
    spans = [(run[0].a0, max(one.a1 for one in run)) for run in near]
    along = tuple((start, end) for start, end in spans if end - start > _LONG * tolerance)
    for start, end in along:
        inside = [place for place in at if start <= place <= end]
        at = [place for place in at if place not in inside[len(inside) % 2 :]]
    return Crossed(tuple(at), along)


def _of_ring(route: Way, line: Way, tolerance: float) -> Crossed:
    """Begin a route that leads back to its beginning where it is farthest from the line."""
    row = int(farthest(Paths.one(route.xy), Paths.one(line.xy), route.ellipsoid)[1][0])
    begin = float(route.along[row])
    opened = turned(route, begin)
    found = _crossed(Way(opened.xy, opened.along, False, opened.ellipsoid), line, tolerance)
    along = tuple(((start + begin) % route.length, (end + begin) % route.length) for start, end in found.along)
    return Crossed(tuple((place + begin) % route.length for place in found.at), along)


def _near(line: Way, route: Way, tolerance: float) -> Way | None:
    """What of a line may meet a route: from where it comes into the route's box to where it leaves it for good."""
    reach = (2 * tolerance + 1) / scale_at(np.array([np.abs(line.xy[:, 1]).max()]), line.ellipsoid)[0]
    low, high = route.xy.min(axis=0) - reach, route.xy.max(axis=0) + reach
    ends = line.xy[:-1], line.xy[1:]
    inside = (np.maximum(*ends) >= low).all(axis=1) & (np.minimum(*ends) <= high).all(axis=1)
    legs = np.flatnonzero(inside)
    if not len(legs):
        return None
    first, last = int(legs[0]), int(legs[-1]) + 1
    if line.closed and (first == 0 or last == len(line.along) - 1):
        return line
    return line.part(float(line.along[first]), float(line.along[last]))


def _runs(found: list[Contact]) -> list[list[Contact]]:
    """Contacts that are one stretch of the route."""
    runs: list[list[Contact]] = []
    reach = -np.inf
    for one in sorted(found, key=lambda contact: contact.a0):
        if not runs or one.a0 > reach + _TOUCH:
            runs.append([])
        runs[-1].append(one)
        reach = max(reach, one.a1)
    return runs


def _sides(run: list[Contact], route: Way, line: Way) -> int:
    """-1 where a route leaves a line on the other side than it came from, 1 on the same, 0 where there is no side."""
    start, end = run[0].a0 - _BESIDE, max(one.a1 for one in run) + _BESIDE
    if start < 0 or end > route.length:
        return 0
    low, high = min(one.b0 for one in run), max(one.b1 for one in run)
    if line.closed:
        line, low, high = _opened_afar(line, low, high, run)
    window = line.part(max(low - _WINDOW, 0.0), min(high + _WINDOW, line.length))
    return _side(route.at(start), window) * _side(route.at(end), window)


def _opened_afar(ring: Way, low: float, high: float, run: list[Contact]) -> tuple[Way, float, float]:
    """A ring that begins where the route is not, and from where to where it touches it."""
    over = high - low > ring.length / 2 and len(run) > 1  # the contacts lie on either side of the ring's beginning
    if over:
        halves = [[one for one in run if (one.b0 < ring.length / 2) is early] for early in (True, False)]
        low, high = min(one.b0 for one in halves[1]), max(one.b1 for one in halves[0]) + ring.length
    begin = ((low + high) / 2 + ring.length / 2) % ring.length
    return turned(ring, begin), (low - begin) % ring.length, (low - begin) % ring.length + high - low


def _side(place: Floats, window: Way) -> int:
    """1 to the left of a line, -1 to the right of it, 0 beyond its end."""
    found = feet(Paths.one(place[None]), Paths.one(window.xy), window.ellipsoid)
    leg, share = int(found.leg[0]), float(found.share[0])
    plane = (window.xy - place) * scale_at(place[1:], window.ellipsoid)[0]
    ways = np.diff(plane, axis=0)
    if 0 < share < 1:
        return int(np.sign(_cross(ways[leg], -plane[leg])))
    before, after = (leg - 1, leg) if share == 0 else (leg, leg + 1)
    if before < 0 or after >= len(ways):
        return 0
    turn = _cross(ways[before], ways[after]) / max(float(np.hypot(*ways[before]) * np.hypot(*ways[after])), 1e-30)
    if abs(turn) > 1e-6:  # what is nearest to a corner lies outside of it
        return int(-np.sign(turn))
    return int(np.sign(_cross(ways[before], -plane[leg if share == 0 else leg + 1])))


def _cross(one: Floats, other: Floats) -> float:
    return float(one[0] * other[1] - one[1] * other[0])
