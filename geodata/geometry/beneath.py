"""What lies beneath two claims: settlements in the areas between them, routes through those areas and over the lines.

The two claims are treated alike. Nothing here says to whom a settlement or a route belongs.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

from geodata.errors import InvalidFeature
from geodata.geometry.apart import Floats
from geodata.geometry.coincide_contacts import Way, scale_at, way_of
from geodata.geometry.coincide_parts import Split, ground_of
from geodata.geometry.crossed import crossed
from geodata.geometry.drawn import drawn
from geodata.geometry.measure import millimetres
from geodata.model.grid import Grid, Point
from geodata.model.line import Line

_LEAST = 0.001
"""Metres of a route in an area that are any: less is a touch."""

_LEGS = 64
"""Legs of a line of which one box tells whether a route comes near."""


@dataclass(frozen=True, slots=True, eq=False)
class Settlements:
    """Places with a name each: (n, 2) points of the grid of the lines that they are held against."""

    names: tuple[str, ...]
    points: Grid


@dataclass(frozen=True, slots=True, eq=False)
class Route:
    """A route by its id: one or several lines; where two and no more begin or end at one point, it goes on there."""

    id: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """What a route has to do with two claims.

    `inside` are (area, millimetres) for each area of the split through which it passes. `crossings_a` and
    `crossings_b` are where it crosses A's and B's lines, `along_a` and `along_b` how many millimetres of it run along
    them within the tolerance.
    """

    route: str
    inside: tuple[tuple[int, int], ...]
    crossings_a: tuple[Point, ...]
    crossings_b: tuple[Point, ...]
    along_a: int
    along_b: int

    @property
    def between(self) -> int:
        """Millimetres of the route in all areas together."""
        return sum(size for _, size in self.inside)


@dataclass(frozen=True, slots=True)
class Beneath:
    """The rows of the settlements in each area of a split, in its order; and each route that passes or crosses."""

    settlements: tuple[tuple[int, ...], ...]
    routes: tuple[Passage, ...]


def beneath(
    found: Split, a: list[Line], b: list[Line], settlements: Settlements, routes: list[Route], tolerance: float
) -> Beneath:
    """Return what lies beneath the split of these lines of A and B; a route runs along within `tolerance` metres.

    A settlement exactly on a line lies in no area. Raise InvalidFeature for routes of another grid.
    """
    if not a and not b:
        return Beneath((), ())
    claims = _Claims(found, a, b, tolerance)
    passages = [claims.passage(route) for route in routes if claims.near(route)]
    return Beneath(claims.settlements(settlements), tuple(one for one in passages if one is not None))


class _Claims:
    """Two claims, ready to be asked what lies beneath them."""

    def __init__(self, found: Split, a: list[Line], b: list[Line], tolerance: float) -> None:
        self._first = way_of((*a, *b)[0])
        self._grid = (*a, *b)[0].grid
        self._sides = [self._ways(lines) for lines in (a, b)]
        self._grounds = np.array([ground_of(part.ring) for part in found.areas], dtype=object)
        self._tree = shapely.STRtree(self._grounds)
        self._tolerance = tolerance
        boxes = [_boxes(way.xy) for ways in self._sides for way in ways]
        self._near = shapely.STRtree(np.concatenate([*boxes, shapely.envelope(self._grounds)]))

    def near(self, route: Route) -> bool:
        """Whether a route comes into the neighbourhood of a line or an area at all."""
        degrees = self._beside(np.concatenate([line.degrees() for line in route.lines]))
        reach = (self._tolerance + 1) / scale_at(np.array([np.abs(degrees[:, 1]).max()]), self._first.ellipsoid)[0]
        box = shapely.box(*(degrees.min(axis=0) - 2 * reach), *(degrees.max(axis=0) + 2 * reach))
        return bool(len(self._near.query(box)))

    def settlements(self, asked: Settlements) -> tuple[tuple[int, ...], ...]:
        """The rows of the places in each area."""
        degrees = self._beside(self._grid.degrees(asked.points))
        place, area = self._tree.query(shapely.points(degrees), predicate="within")
        return tuple(tuple(np.sort(place[area == number]).tolist()) for number in range(len(self._grounds)))

    def passage(self, route: Route) -> Passage | None:
        """What a route has to do with the claims, None when it comes near neither."""
        ways = self._ways(list(route.lines))
        inside: dict[int, float] = {}
        for way in ways:
            for area, size in self._inside(way):
                inside[area] = inside.get(area, 0.0) + size
        (crossings_a, along_a), (crossings_b, along_b) = (self._over(ways, lines) for lines in self._sides)
        if not (inside or crossings_a or crossings_b or along_a or along_b):
            return None
        rounded = tuple((area, millimetres(size)) for area, size in sorted(inside.items()))
        return Passage(route.id, rounded, crossings_a, crossings_b, along_a, along_b)

    def _ways(self, lines: list[Line]) -> list[Way]:
        """Lines, joined where one goes on at the end of another."""
        if any(line.grid != self._grid for line in lines):
            raise InvalidFeature("Lines of different joint reference systems are not compared.")
        return [way_of(line).beside(self._first) for line in drawn(lines).lines]

    def _beside(self, degrees: Floats) -> Floats:
        """Degrees with longitudes that count on from those of the first line."""
        turns = np.round((self._first.xy[0, 0] - degrees[:, 0]) / 360)
        return np.column_stack([degrees[:, 0] + 360 * turns, degrees[:, 1]])

    def _inside(self, way: Way) -> list[tuple[int, float]]:
        """The areas through which a way leads, and along how many metres of it."""
        legs = np.asarray(shapely.linestrings(np.stack([way.xy[:-1], way.xy[1:]], axis=1)), dtype=object)
        leg, area = self._tree.query(legs, predicate="intersects")
        size = np.maximum(shapely.length(legs[leg]), 1e-15)  # a point that is written twice is no leg
        share = shapely.length(shapely.intersection(legs[leg], self._grounds[area])) / size
        sizes = np.bincount(area, np.diff(way.along)[leg] * share, minlength=len(self._grounds))
        return [(number, float(sizes[number])) for number in np.flatnonzero(sizes > _LEAST).tolist()]

    def _over(self, ways: list[Way], lines: list[Way]) -> tuple[tuple[Point, ...], int]:
        """Where ways cross the lines of a side, and along how many millimetres they run along them."""
        points: list[Point] = []
        along = 0.0
        for way in ways:
            for line in lines:
                met = crossed(way, line, self._tolerance)
                points += [self._grid.point_of(*_on_globe(way.at(place))) for place in met.at]
                along += sum((end - start) % way.length if way.closed else end - start for start, end in met.along)
        return tuple(points), millimetres(along)


def _boxes(xy: Floats) -> npt.NDArray[np.object_]:
    """The boxes of so many legs each."""
    starts = np.arange(0, len(xy) - 1, _LEGS)
    ends = np.append(starts[1:], len(xy) - 1)
    low = np.minimum(np.minimum.reduceat(xy, starts), xy[ends])
    high = np.maximum(np.maximum.reduceat(xy, starts), xy[ends])
    return np.asarray(shapely.box(low[:, 0], low[:, 1], high[:, 0], high[:, 1]), dtype=object)


def _on_globe(degrees: Floats) -> tuple[float, float]:
    longitude, latitude = degrees.tolist()
    return (longitude + 180) % 360 - 180, latitude
