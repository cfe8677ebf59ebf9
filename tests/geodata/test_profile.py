"""The separation of two lines along one of them, on every joint grid."""

import numpy as np
import pytest

from geodata.geometry.measure import distance, length, point_at, profile, separation
from geodata.model.grid import JointGrid
from geodata.model.line import Line
from tests.geodata.grids import GRIDS, KARNEY

ALONG = ((45.0, 41.0), (45.0, 40.9))
BESIDE = ((45.01, 41.0), (45.0, 40.95), (45.0, 40.9))


@pytest.fixture(params=GRIDS)
def grid(request: pytest.FixtureRequest) -> JointGrid:
    return GRIDS[request.param]


def both(grid: JointGrid) -> list[Line]:
    return [Line([grid.point_of(*place) for place in places], grid) for places in (ALONG, BESIDE)]


def test_the_profile_runs_from_start_to_end_in_steps_of_at_most_the_asked_length(grid: JointGrid) -> None:
    along, beside = both(grid)
    where, apart = profile(along, beside, step=50.0)
    assert where[0] == 0.0
    assert abs(where[-1] - distance(along.start, along.end, grid)) < 1e-6
    assert np.diff(where).max() <= 50.0
    assert len(where) == len(apart)


def test_where_the_lines_are_one_they_are_not_apart(grid: JointGrid) -> None:
    where, apart = profile(*both(grid))
    assert apart[where > 5600].max() < 0.05
    assert apart[0] > 700


def test_the_largest_of_the_profile_is_the_separation(grid: JointGrid) -> None:
    where, apart = profile(*both(grid))
    assert separation(*both(grid)) == (apart.max(), where[apart.argmax()])


def test_long_legs_are_compared_along_their_geodesics(grid: JointGrid) -> None:
    """A point added on the geodesic of a leg of 42 km moves nothing, although on a map of degrees it bulges 30 m."""
    ends = [grid.point_of(45.0, 41.0), grid.point_of(45.5, 41.0)]
    plain = Line(ends, grid)
    (lon1, lat1), (lon2, lat2) = plain.degrees()
    azimuth, _, metres = grid.ellipsoid.inv(lon1, lat1, lon2, lat2)
    lon, lat, _ = grid.ellipsoid.fwd(lon1, lat1, azimuth, metres / 2)
    more = Line([ends[0], grid.point_of(lon, lat), ends[1]], grid)
    assert separation(plain, more)[0] < 0.001
    assert separation(more, plain)[0] < 0.001


def test_a_distance_is_that_of_geographiclib_from_place_to_place(grid: JointGrid) -> None:
    """From the point where two lines are widest apart, to places of the other every two metres."""
    along, beside = both(grid)
    found, at = separation(beside, along)
    karney = KARNEY[next(name for name, each in GRIDS.items() if each == grid)]
    here = grid.degrees_of(point_at(beside, round(at * 1000)))
    whole = length(along)
    there = [grid.degrees_of(point_at(along, each)) for each in range(0, whole, 2_000)]
    nearest = min(karney.Inverse(here[1], here[0], lat, lon)["s12"] for lon, lat in there)
    assert found == pytest.approx(nearest, abs=0.002)
