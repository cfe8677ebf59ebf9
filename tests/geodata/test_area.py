"""Areas on the ellipsoid against an independent implementation, and what must hold for any ring of any joint grid."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.errors import InvalidFeature
from geodata.geometry.area import area, enclosed
from geodata.geometry.measure import densified
from geodata.model.grid import WGS84_DEGREES, WGS84_ELLIPSOID
from geodata.model.line import Line
from tests.geodata.grids import GRIDS, KARNEY

names = st.sampled_from(list(GRIDS))


def ring(name: str, radii: list[float], metres: float = 5_000.0, about: tuple[float, float] = (45.5, 40.5)) -> Line:
    """A star-shaped ring, which never crosses itself: shares of some metres around a place."""
    turn = np.linspace(0, 2 * np.pi, len(radii), endpoint=False)
    off = np.column_stack([np.cos(turn) / 85_000, np.sin(turn) / 111_000]) * np.array(radii)[:, None] * metres
    degrees = np.vstack([off, off[:1]]) + about
    return Line(GRIDS[name].on_grid(degrees), GRIDS[name])


shares = st.lists(st.floats(0.1, 1), min_size=3, max_size=12)
sizes = st.sampled_from([20.0, 1_000.0, 50_000.0])


def by_geographiclib(name: str, held: Line) -> float:
    polygon = KARNEY[name].Polygon()
    for longitude, latitude in held.degrees()[:-1].tolist():
        polygon.AddPoint(latitude, longitude)
    return abs(polygon.Compute(False, True)[2])


@given(names, shares, sizes)
def test_an_area_agrees_with_geographiclib(name: str, radii: list[float], metres: float) -> None:
    held = ring(name, radii, metres)
    assert area(held) == pytest.approx(by_geographiclib(name, held), rel=1e-9, abs=1e-3)


@given(names, shares, st.integers(0, 11), sizes)
def test_an_area_does_not_depend_on_where_the_ring_begins_or_which_way_it_runs(
    name: str, radii: list[float], first: int, metres: float
) -> None:
    held = ring(name, radii, metres)
    turned = np.roll(held.xy[:-1], first, axis=0)
    other = Line(np.vstack([turned, turned[:1]])[::-1], held.grid)
    assert area(other) == pytest.approx(area(held), rel=1e-9, abs=1e-3)


@given(names, shares)
def test_points_added_on_the_geodesics_do_not_change_the_area(name: str, radii: list[float]) -> None:
    held = ring(name, radii, 50_000)
    more = densified(held, 2_000)
    on_the_grid = 0.0002 * 400_000  # a tenth of a millimetre along the ring
    assert abs(area(more) - area(held)) < on_the_grid


@given(names, shares)
def test_a_hole_is_taken_off(name: str, radii: list[float]) -> None:
    outer, hole = ring(name, radii), ring(name, [each * 0.5 for each in radii])
    assert area(outer, [hole]) == pytest.approx(area(outer) - area(hole))
    with pytest.raises(InvalidFeature, match="larger"):
        area(hole, [outer])


def test_a_square_kilometre_is_one_on_the_ellipsoid_and_not_in_the_plane_of_a_grid() -> None:
    """UTM shrinks by 0.9996 along its central meridian: 800 square metres in a square kilometre."""
    grid = GRIDS["UTM 38N"]
    corners = [(500_000, 4_500_000), (501_000, 4_500_000), (501_000, 4_501_000), (500_000, 4_501_000)]
    square = Line([(x * 10_000, y * 10_000) for x, y in [*corners, corners[0]]], grid)
    assert area(square) == pytest.approx(1e6 / 0.9996**2, abs=1)


def test_what_is_not_closed_or_crosses_itself_has_no_area() -> None:
    a, b, c, d = ((45.0, 41.0), (45.1, 41.1), (45.1, 41.0), (45.0, 41.1))
    points = [WGS84_DEGREES.point_of(*place) for place in (a, b, c, d)]
    with pytest.raises(InvalidFeature, match="returns to its start"):
        area(Line(points, WGS84_DEGREES))
    with pytest.raises(InvalidFeature, match="crosses itself"):
        area(Line([*points, points[0]], WGS84_DEGREES))


@pytest.mark.parametrize("places", [[], [(45, 41)], [(45, 41), (46, 41)], [(45, 41), (46, 41), (45, 41)]])
def test_fewer_than_three_places_enclose_nothing(places: list[tuple[float, float]]) -> None:
    assert enclosed(np.array(places, np.float64).reshape(-1, 2), WGS84_ELLIPSOID) is None


def test_a_ring_across_the_antimeridian_encloses_what_it_does_elsewhere() -> None:
    here = ring(min(GRIDS), [1.0, 0.6, 1.0, 0.8, 0.9])
    away = here.degrees()
    away[:, 0] += 180.0 - 45.5
    away[:, 0] = np.where(away[:, 0] > 180, away[:, 0] - 360, away[:, 0])
    assert np.ptp(away[:, 0]) > 300
    assert enclosed(away, WGS84_ELLIPSOID) == pytest.approx(enclosed(here.degrees(), WGS84_ELLIPSOID), rel=1e-9)
