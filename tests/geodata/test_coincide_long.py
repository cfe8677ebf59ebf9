"""Two long claims of many vertices: their areas against an independent implementation, and thousands of parts."""

import numpy as np
import pytest
from geographiclib.geodesic import Geodesic

from geodata.geometry.between import numbers
from geodata.geometry.coincide import split
from geodata.geometry.measure import length
from geodata.model.grid import WGS84_DEGREES
from geodata.model.line import Line


def line(seed: int, vertices: int, metres: float, noise: float = 0.0, bulge: float = 0.0) -> Line:
    south = np.linspace(0, metres, vertices)
    east = np.cumsum(np.random.default_rng(7).normal(0, 6, vertices))
    east += np.random.default_rng(seed).normal(0, noise, vertices) + bulge * np.sin(south / 3000 * (1 + seed / 10))
    return Line(WGS84_DEGREES.on_grid(np.column_stack([45 + east / 85_000, 42 - south / 111_000])), WGS84_DEGREES)


def karney(ring: np.ndarray) -> float:
    polygon = Geodesic.WGS84.Polygon()
    for longitude, latitude in ring[:-1].tolist():
        polygon.AddPoint(latitude, longitude)
    return abs(float(polygon.Compute()[2]))


def test_the_areas_between_two_lines_of_1_000_km_are_those_of_geographiclib():
    a, b = line(1, 50_000, 1e6, bulge=500), line(2, 50_000, 1e6, bulge=500)
    found = split([a], [b], 1.0)
    assert len(found.areas) > 100
    for part in found.areas:
        assert part.area == pytest.approx(karney(part.ring), rel=1e-6, abs=0.01)


def test_lines_that_cross_thousands_of_times_lose_nothing_and_mirror():
    a, b = line(1, 5000, 1e5, noise=3), line(2, 5000, 1e5, noise=3)
    found = split([a], [b], 1.0)
    told = numbers(found, [a], [b])
    assert len(found.parts) > 4000
    assert ~told == numbers(split([b], [a], 1.0), [b], [a])
    for side, whole in (("a", a), ("b", b)):
        own = sum(getattr(part, side).length for part in found.parts if getattr(part, side))
        assert own == pytest.approx(length(whole), abs=len(found.parts))
