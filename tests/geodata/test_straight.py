"""Straight is stated: how far a geodesic and the straight line of a grid lie apart, and when a line leaves it open."""

import numpy as np
import pytest
from geographiclib.geodesic import Geodesic
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from geodata.errors import InvalidFeature
from geodata.geometry.crs import OperationNeeded
from geodata.geometry.measure import densified, length, separation
from geodata.geometry.profiles import ready_profile
from geodata.geometry.straight import (
    check_stated,
    deviations,
    doubt,
    doubted,
    doubts,
    followed,
    is_stated,
    lengths_apart,
    readings,
)
from geodata.model.grid import WGS84_DEGREES
from geodata.model.line import Line
from geodata.model.profile import WGS84, JointProfile, Tolerances

DEGREES, UTM = "EPSG:4326", "EPSG:32638"
GK8 = ready_profile("EPSG:28408", "EPSG:1808")
SK42 = ready_profile("EPSG:4284", "EPSG:1808")
UTM38 = ready_profile(UTM, "EPSG:15865")
PROFILES = {"WGS 84": WGS84, "SK-42": SK42, "GK zone 8": GK8, "UTM 38N": UTM38}


def line(profile: JointProfile, *places: tuple[float, float]) -> Line:
    """A line of a profile's grid through degrees on its datum."""
    return Line([profile.grid.point_of(*place) for place in places], profile.grid)


def chord(metres: float, azimuth: float, start: tuple[float, float] = (46.15, 39.9)) -> Line:
    """A leg of so many metres in a direction, on WGS 84."""
    end = Geodesic.WGS84.Direct(start[1], start[0], azimuth, metres)
    return line(WGS84, start, (end["lon2"], end["lat2"]))


@pytest.mark.parametrize(("metres", "apart"), [(5_000, 0.41), (20_000, 6.5)])
def test_a_chord_to_the_east_lies_apart_from_one_straight_in_degrees(metres: float, apart: float) -> None:
    found = deviations(chord(metres, 90), DEGREES, WGS84)[0]
    assert found == pytest.approx(apart, rel=0.02)


@pytest.mark.parametrize(("metres", "apart"), [(5_000, 0.007), (20_000, 0.12)])
def test_a_chord_lies_less_apart_from_one_straight_in_utm(metres: float, apart: float) -> None:
    found = deviations(chord(metres, 0), UTM, WGS84)[0]
    assert found == pytest.approx(apart, abs=0.002)


def test_a_meridian_is_straight_in_degrees_and_a_central_one_in_its_zone() -> None:
    assert deviations(chord(20_000, 0), DEGREES, WGS84)[0] < 1e-4
    assert deviations(chord(20_000, 0, (45.0, 40.0)), UTM, WGS84)[0] < 1e-4


@pytest.mark.parametrize("azimuth", [0, 37, 90, 123, 201, 270])
def test_a_deviation_is_what_a_slow_search_finds(azimuth: float) -> None:
    """Two thousand places of the straight line, each to the nearest piece of the geodesic."""
    leg = chord(12_000, azimuth)
    (lon1, lat1), (lon2, lat2) = leg.degrees()
    share = np.linspace(0, 1, 2001)
    there = Geodesic.WGS84.InverseLine(lat1, lon1, lat2, lon2)
    ran = [there.Position(each * there.s13) for each in share]
    geodesic = np.array([[each["lon2"], each["lat2"]] for each in ran])
    straight = np.column_stack([lon1 + share * (lon2 - lon1), lat1 + share * (lat2 - lat1)])
    scale = np.array([np.cos(np.radians((lat1 + lat2) / 2)) * 111_320, 111_040])
    steps = np.diff(geodesic, axis=0) * scale
    normal = np.column_stack([-steps[:, 1], steps[:, 0]]) / np.linalg.norm(steps, axis=1)[:, None]
    places = [np.linalg.norm((each - geodesic[:-1]) * scale, axis=1).argmin() for each in straight]
    nearest = np.array(places)
    slow = np.abs((((straight - geodesic[nearest]) * scale) * normal[nearest]).sum(axis=1)).max()
    assert deviations(leg, DEGREES, WGS84)[0] == pytest.approx(slow, rel=0.01, abs=1e-4)


def test_a_doubt_names_the_leg_its_length_the_distance_and_where_it_is() -> None:
    short, long = (45.0, 41.0), (45.01, 41.0)
    held = line(WGS84, short, long, (45.07, 41.0), (45.071, 41.01))
    found = doubt(held, "", WGS84)
    assert found is not None
    assert (found.leg, found.system) == (2, DEGREES)
    assert found.at_mm == length(line(WGS84, short, long))
    assert found.length_mm == pytest.approx(length(line(WGS84, long, (45.07, 41.0))), abs=1)
    assert found.apart_mm == pytest.approx(deviations(held, DEGREES, WGS84)[1] * 1000, abs=1)


@pytest.mark.parametrize("stated", ["geodesic", "natural", DEGREES, "EPSG:28408"])
def test_a_line_that_says_what_is_straight_leaves_no_doubt(stated: str) -> None:
    assert doubt(chord(20_000, 90), stated, WGS84) is None
    assert doubt(chord(20_000, 90), "", WGS84) is not None


def test_what_lies_within_rounding_is_no_doubt_and_the_profile_says_what_rounding_is() -> None:
    leg = chord(5_000, 90)
    coarse = replace(WGS84, tolerances=Tolerances(rounding_mm=500))
    assert doubt(leg, "", WGS84) is not None
    assert doubt(leg, "", coarse) is None
    assert doubt(chord(2_000, 90), "", WGS84) is None


@given(st.lists(st.tuples(st.floats(43, 48), st.floats(38, 42)), min_size=2, max_size=6, unique=True))
def test_no_leg_in_doubt_is_left_out_for_being_short(places: list[tuple[float, float]]) -> None:
    held = line(WGS84, *[(45 + (x - 45) * 0.05, y) for x, y in places])
    apart = np.maximum(deviations(held, DEGREES, WGS84), deviations(held, UTM, WGS84))
    assert [each.leg for each in doubts(held, "", WGS84)] == (np.flatnonzero(apart > 0.1) + 1).tolist()


@given(st.lists(st.lists(st.tuples(st.floats(43, 48), st.floats(38, 42)), min_size=2, max_size=5), max_size=5))
def test_many_lines_are_doubted_as_each_by_itself(many: list[list[tuple[float, float]]]) -> None:
    for profile in (WGS84, GK8):
        lines = [line(profile, *[(45 + (x - 45) * 0.03, y) for x, y in places]) for places in many]
        single = [(number, each) for number, one in enumerate(lines) for each in doubts(one, "", profile)]
        assert doubted(lines, profile) == single


@pytest.mark.parametrize("name", PROFILES)
def test_a_plane_joint_grid_and_its_degrees_are_the_readings_or_degrees_and_their_zone(name: str) -> None:
    expected = {
        "WGS 84": (DEGREES, UTM),
        "SK-42": ("EPSG:4284", "EPSG:28408"),
        "GK zone 8": ("EPSG:4284", "EPSG:28408"),
        "UTM 38N": (DEGREES, UTM),
    }
    assert readings(PROFILES[name], 45.0, 41.0) == expected[name]


_ON_WGS84, _ON_SK42 = (DEGREES, UTM), ("EPSG:4284", "EPSG:28408", "EPSG:2590")


@pytest.mark.parametrize(
    ("name", "stated"),
    [(name, code) for name in PROFILES for code in (_ON_WGS84 if name == "WGS 84" else _ON_WGS84 + _ON_SK42)],
)
def test_a_followed_line_runs_where_it_says_within_a_tenth_of_rounding(name: str, stated: str) -> None:
    profile = PROFILES[name]
    held = line(profile, (45.8, 40.9), (46.1, 41.0), (46.1, 41.01), (46.3, 40.7))
    bent = followed(held, stated, profile)
    assert deviations(bent, stated, profile).max() <= 0.0102  # each point itself lies on the grid
    kept = {tuple(point) for point in held.xy.tolist()}
    assert kept <= {tuple(point) for point in bent.xy.tolist()}
    assert followed(bent, stated, profile) == bent or len(followed(bent, stated, profile)) < len(bent) * 2


def test_a_parallel_followed_in_degrees_is_the_parallel_and_longer_than_the_geodesic() -> None:
    held = line(WGS84, (45.0, 41.0), (45.5, 41.0))
    bent = followed(held, DEGREES, WGS84)
    assert set(bent.xy[:, 1].tolist()) == {41_000_000_000}
    assert separation(bent, held)[0] == pytest.approx(deviations(held, DEGREES, WGS84)[0], abs=0.05)
    assert lengths_apart(held, DEGREES, WGS84) == length(bent) - length(held) > 0


@pytest.mark.parametrize("stated", ["", "geodesic", "natural"])
def test_a_line_of_geodesics_is_followed_as_it_is(stated: str) -> None:
    held = chord(20_000, 90)
    assert followed(held, stated, WGS84) is held


def test_points_on_its_geodesics_take_the_doubt_away() -> None:
    held = chord(20_000, 90)
    assert doubt(densified(held, 500), "", WGS84) is None


def test_another_datum_without_a_pinned_operation_is_refused() -> None:
    with pytest.raises(OperationNeeded):
        deviations(chord(5_000, 90), "EPSG:28408", WGS84)


@pytest.mark.parametrize("value", ["", "geodesic", "natural", "EPSG:4284", "EPSG:28408", "EPSG:32638"])
def test_a_statement_in_canonical_form_stands_in_a_document(value: str) -> None:
    assert is_stated(value)
    assert check_stated(value) == value


@pytest.mark.parametrize(
    "value", ["straight", "Geodesic", "EPSG:5705", "EPSG:4978", "EPSG:0", "epsg:4326", "28408", "EPSG:99999999", " "]
)
def test_anything_else_does_not(value: str) -> None:
    assert not is_stated(value)


def test_a_person_may_write_it_in_any_case_and_is_told_what_says_nothing() -> None:
    assert check_stated(" Geodesic ") == "geodesic"
    assert check_stated("epsg:28408") == "EPSG:28408"
    with pytest.raises(InvalidFeature, match="does not say what is straight"):
        check_stated("EPSG:5705")


def test_a_line_far_from_the_region_is_read_in_its_own_zone() -> None:
    far = Line([WGS84_DEGREES.point_of(1.3, -31.0), WGS84_DEGREES.point_of(1.4, -31.0)], WGS84_DEGREES)
    assert readings(WGS84, 1.3, -31.0) == (DEGREES, "EPSG:32731")
    found = doubt(far, "", WGS84)
    assert found is not None
    assert found.apart_mm < 2_500
