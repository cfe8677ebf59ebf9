"""The plane the map is drawn in: Mercator metres on the sphere, and the way back to degrees.

Nothing is measured here: lengths and positions come from geodata.geometry on the ellipsoid. The projection is the one
of every web map (EPSG:3857, IOGP Guidance Note 7-2, 3.2.1.2 Popular Visualisation Pseudo-Mercator).
"""

import math

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

RADIUS = 6_378_137.0
HALF_ROUND = math.pi * RADIUS
"""Plane metres from the middle of the world to its edge."""
NORTHERNMOST = math.degrees(math.atan(math.sinh(math.pi)))
"""The latitude at which the square world ends, 85.05 degrees; what lies beyond is drawn there."""


def to_plane(degrees: Floats) -> Floats:
    """Return (n, 2) plane metres of (n, 2) longitude and latitude in degrees."""
    latitude = np.radians(np.clip(degrees[:, 1], -NORTHERNMOST, NORTHERNMOST))
    return np.column_stack([RADIUS * np.radians(degrees[:, 0]), RADIUS * np.arcsinh(np.tan(latitude))])


def to_degrees(plane: Floats) -> Floats:
    """Return (n, 2) longitude and latitude in degrees of (n, 2) plane metres."""
    latitude = np.degrees(np.arctan(np.sinh(plane[:, 1] / RADIUS)))
    return np.column_stack([np.degrees(plane[:, 0] / RADIUS), latitude])


def ground_scale(y: float) -> float:
    """Return how many metres on the ground one plane metre is at the plane's `y`: the cosine of the latitude."""
    return 1.0 / math.cosh(y / RADIUS)
