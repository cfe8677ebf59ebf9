"""What a split of two claims consists of, and how its areas and distances are measured."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import Geod

from geodata.geometry.coincide_contacts import Floats


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
    if shapely.Polygon(ring).is_valid:
        return abs(float(ellipsoid.polygon_area_perimeter(ring[:, 0], ring[:, 1])[0]))
    return odd_area([ring], ellipsoid)


def odd_area(rings: list[Floats], ellipsoid: Geod) -> float:
    """Return the geodesic area in square metres of the ground that lies within an odd number of turns of rings.

    That is the ground on different sides of two lines; what both lines enclose lies on one side of both.
    """
    return sum(ground_area(face, ellipsoid) for face in _odd_faces(rings))


def ground_of(ring: Floats) -> shapely.Geometry:
    """Return the ground within a ring of (n, 2) degrees as a polygon, or several where the ring crosses itself."""
    if len(ring) < 4:
        return shapely.Polygon()
    whole = shapely.Polygon(ring)
    closed = ring if (ring[0] == ring[-1]).all() else np.vstack([ring, ring[:1]])
    return whole if whole.is_valid else shapely.union_all(_odd_faces([closed]))


def _odd_faces(rings: list[Floats]) -> npt.NDArray[np.object_]:
    outlines = [shapely.LinearRing(ring) for ring in rings]
    faces = shapely.get_parts(shapely.polygonize([shapely.node(shapely.union_all(outlines))]))
    odd = _turns(shapely.get_coordinates(shapely.point_on_surface(faces)), rings) % 2 == 1
    return np.asarray(faces[odd], dtype=object)


def _turns(places: Floats, rings: list[Floats]) -> npt.NDArray[np.int64]:
    """How often a ray to the east of each of (n, 2) places crosses the rings."""
    start, end = (np.concatenate(each) for each in zip(*((ring[:-1], ring[1:]) for ring in rings), strict=True))
    legs = np.asarray(shapely.linestrings(np.stack([start, end], axis=1)), dtype=object)
    beyond = np.column_stack([np.full(len(places), max(ring[:, 0].max() for ring in rings) + 1), places[:, 1]])
    ray, leg = shapely.STRtree(legs).query(shapely.linestrings(np.stack([places, beyond], axis=1)))
    (x, y), p, q = places[ray].T, start[leg], end[leg]
    passes = (p[:, 1] > y) != (q[:, 1] > y)
    rise = np.where(passes, q[:, 1] - p[:, 1], 1.0)
    crosses = passes & (p[:, 0] + (y - p[:, 1]) / rise * (q[:, 0] - p[:, 0]) > x)
    return np.bincount(ray[crosses], minlength=len(places)).astype(np.int64)


def ground_area(ground: shapely.Geometry, ellipsoid: Geod) -> float:
    """Return the geodesic area in square metres of a polygon, or of several, in degrees."""
    return abs(float(ellipsoid.geometry_area_perimeter(shapely.orient_polygons(ground))[0]))
