"""Lines drawn on paper: metres east and south of 45 E 40 N."""

import numpy as np

from geodata.model.grid import WGS84_DEGREES, WGS84_ELLIPSOID
from geodata.model.line import Line

EAST = 1 / WGS84_ELLIPSOID.inv(45.0, 40.0, 46.0, 40.0)[2]
"""Degrees of longitude in a metre at 40 N."""

NORTH = 1 / WGS84_ELLIPSOID.inv(45.0, 39.5, 45.0, 40.5)[2]


def plan(*metres: tuple[float, float]) -> Line:
    """A line through places given in metres east and south of 45 E 40 N."""
    degrees = np.array([(45 + x * EAST, 40 - y * NORTH) for x, y in metres])
    return Line(WGS84_DEGREES.on_grid(degrees), WGS84_DEGREES)
