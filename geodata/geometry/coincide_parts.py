"""What a split of two claims consists of, and how its areas and distances are measured."""

from dataclasses import dataclass

import numpy as np
import shapely
from pyproj import Geod

from geodata.geometry.coincide_contacts import Floats, scale_at


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of one line: its place among that side's lines, from and to in millimetres along it as it was drawn.

    On a ring `end` may lie beyond its length: then the stretch runs over the ring's beginning.
    """

    line: int
    start: int
    end: int

    @property
    def length(self) -> int:
        """Millimetres."""
        return self.end - self.start


@dataclass(frozen=True, slots=True, eq=False)
class Coincident:
    """A part along which both lines run within the tolerance; `widest` is how far apart they are there in metres."""

    a: Span
    b: Span
    widest: float


@dataclass(frozen=True, slots=True, eq=False)
class Between:
    """An area between the lines: the stretch of each that bounds it, None where a side has no line there.

    `area` is in square metres, `widest` the largest distance from either line to the other in metres. `ring` is (n, 2)
    degrees of the joint datum; it is empty where nothing is enclosed. `open` tells that the lines do not meet at an end
    of it, so that it was closed by the shortest way between their ends.
    """

    a: Span | None
    b: Span | None
    area: float
    widest: float
    ring: Floats
    open: bool = False


Part = Coincident | Between


@dataclass(frozen=True, slots=True)
class Split:
    """The parts in order from north to south, line by line, and the tolerance in metres that they were made with."""

    tolerance: float
    parts: tuple[Part, ...]

    @property
    def coincident(self) -> tuple[Coincident, ...]:
        """What coincides."""
        return tuple(part for part in self.parts if isinstance(part, Coincident))

    @property
    def areas(self) -> tuple[Between, ...]:
        """What lies between."""
        return tuple(part for part in self.parts if isinstance(part, Between))


def ring_area(ring: Floats, ellipsoid: Geod) -> float:
    """Return the geodesic area in square metres of a ring of (n, 2) degrees, also of one that crosses itself."""
    if len(ring) < 4:
        return 0.0
    whole = shapely.Polygon(ring)
    if whole.is_valid:
        return abs(float(ellipsoid.polygon_area_perimeter(ring[:, 0], ring[:, 1])[0]))
    faces = shapely.get_parts(shapely.polygonize([shapely.node(shapely.LinearRing(ring))]))
    return sum(ground_area(face, ellipsoid) for face in faces)


def ground_area(ground: shapely.Geometry, ellipsoid: Geod) -> float:
    """Return the geodesic area in square metres of a polygon, or of several, in degrees."""
    return abs(float(ellipsoid.geometry_area_perimeter(shapely.orient_polygons(ground))[0]))


def widest(one: Floats, other: Floats, ellipsoid: Geod) -> float:
    """Return the largest distance in metres from a vertex of either of two paths to the nearest place of the other."""
    return max(_farthest(one, other, ellipsoid), _farthest(other, one, ellipsoid))


def _farthest(points: Floats, path: Floats, ellipsoid: Geod) -> float:
    scale = scale_at(np.array([(points[:, 1].mean() + path[:, 1].mean()) / 2]), ellipsoid)[0]
    legs = np.asarray(shapely.linestrings(np.stack([path[:-1], path[1:]], axis=1) * scale), dtype=object)
    _, nearest = shapely.STRtree(legs).query_nearest(shapely.points(points * scale), all_matches=False)
    own = scale_at(points[:, 1], ellipsoid)
    start, way = (path[nearest] - points) * own, (path[nearest + 1] - path[nearest]) * own
    share = np.clip(-(start * way).sum(axis=1) / np.maximum((way**2).sum(axis=1), 1e-30), 0.0, 1.0)
    return float(np.hypot(*(start + share[:, None] * way).T).max())
