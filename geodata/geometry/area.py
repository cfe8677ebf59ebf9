"""Areas on the ellipsoid of the joint grid: what geodesics enclose, in square metres.

From pyproj.Geod (Karney 2013). Like a length, an area stands beside its method, `profile.method`.
"""

from collections.abc import Sequence

import numpy as np
from pyproj import Geod
from shapely import LinearRing

from geodata.errors import InvalidFeature
from geodata.model.grid import Floats
from geodata.model.line import Line


def area(ring: Line, holes: Sequence[Line] = ()) -> float:
    """Return the square metres that a closed line encloses, less its holes; which way they run does not matter.

    Raise InvalidFeature for a line that is not closed or crosses itself, or for holes larger than what they lie in.
    """
    total = _of_ring(ring) - sum(_of_ring(hole) for hole in holes)
    if total < 0:
        raise InvalidFeature("The holes are larger than the area that they lie in.")
    return total


def enclosed(degrees: Floats, ellipsoid: Geod) -> float | None:
    """Return the square metres that geodesics through (n, 2) degrees enclose, the last of them leading to the first.

    None for fewer than three places, and where the way crosses itself so that it encloses no one area.
    """
    places = np.asarray(degrees, np.float64)
    if len(places) > 1 and (places[0] == places[-1]).all():
        places = places[:-1]
    near = np.column_stack([np.unwrap(places[:, 0], period=360), places[:, 1]])  # across 180° E as well
    if len(np.unique(places, axis=0)) < 3 or not LinearRing(near).is_simple:
        return None
    square, _ = ellipsoid.polygon_area_perimeter(places[:, 0], places[:, 1])
    return abs(float(square))


def _of_ring(ring: Line) -> float:
    if not ring.closed:
        raise InvalidFeature("Only a line that returns to its start encloses an area.")
    found = enclosed(ring.degrees(), ring.grid.ellipsoid)
    if found is None:
        raise InvalidFeature("The line crosses itself, so it encloses no one area.")
    return found
