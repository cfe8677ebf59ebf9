"""Two claims for one section, split into what coincides within a tolerance and the areas that lie between the lines.

Nothing is averaged and neither line is changed: a coincident part keeps the stretch of both. Every metre of either line
is in exactly one part. Areas are geodesic, on the ellipsoid of the lines' grid. The split of B and A is that of A and B
with the sides exchanged; it depends on where the lines run, not on how many vertices they have or which way they were
drawn.
"""

import numpy as np

from geodata.errors import InvalidFeature
from geodata.geometry.coincide_contacts import Way, way_of
from geodata.geometry.coincide_pair import Pair, partners
from geodata.geometry.coincide_parts import Between, Part, Span, Split, ring_area
from geodata.geometry.coincide_rest import rest_joined
from geodata.model.line import Line

FINEST = 0.001
"""Metres: the smallest tolerance, because no coordinate is known more closely."""


def split(a: list[Line], b: list[Line], tolerance: float) -> Split:
    """Return the parts of two claims, each of one or several lines of one grid, with a tolerance in metres.

    Two lines are held against each other where they coincide, rings also where they enclose common ground, and open
    lines where they lie beside each other: up to the end of either the way straight to the other is no longer than half
    of what it closes. The longest goes first; what is left of a line, beyond the end of the other too, is then held
    against what is left of others, because one side may have drawn in one line what the other drew in several. What
    remains stands alone, without an area. Raise InvalidFeature for lines of different grids.
    """
    if len({line.grid for line in (*a, *b)}) > 1:
        raise InvalidFeature("Lines of different joint reference systems are not compared.")
    tolerance = max(tolerance, FINEST)
    ways = [way_of(line) for line in (*a, *b)]
    ways = [way.beside(ways[0]) for way in ways]
    ways_a, ways_b = ways[: len(a)], ways[len(a) :]
    pairs = partners(ways_a, ways_b, tolerance)
    runs: list[list[Part]] = [list(Pair(ways_a[i], ways_b[j], tolerance, i, j).parts()) for i, j in pairs]
    runs += [[_alone(way, i, True)] for i, way in enumerate(ways_a) if i not in {pair[0] for pair in pairs}]
    runs += [[_alone(way, j, False)] for j, way in enumerate(ways_b) if j not in {pair[1] for pair in pairs}]
    runs = rest_joined(runs, ways_a, ways_b, tolerance, pairs)
    ordered = sorted(filter(None, runs), key=lambda run: _northmost(run[0], ways_a, ways_b))
    return Split(tolerance, tuple(part for run in ordered for part in run))


def _northmost(part: Part, ways_a: list[Way], ways_b: list[Way]) -> tuple[float, float]:
    """For the order from north to south: the northernmost place of a part, and the easternmost, in degrees."""
    found = [(part.a, ways_a), (part.b, ways_b)]
    xy = np.vstack([ways[at.line].between(at.start / 1000, at.end / 1000) for at, ways in found if at is not None])
    return -float(xy[:, 1].max()), -float(xy[:, 0].max())


def _alone(way: Way, place: int, on_a: bool) -> Between:
    """A line that the other side has nothing to set against; a ring's area is what it encloses."""
    span = Span(place, 0, round(way.length * 1000))
    ring = way.xy if way.closed else np.empty((0, 2))
    area = ring_area(ring, way.ellipsoid) if way.closed else 0.0
    return Between(span if on_a else None, None if on_a else span, area, 0.0, ring, open=not way.closed)
