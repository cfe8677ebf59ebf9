"""Implausible readings, each with real numbers of the region, are named before anything is stored."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.geometry.crs import Floats, Operation, pinned, reference_system, transform, transform_back
from geodata.geometry.plausible import Code, Finding, axes_question, kilometres
from geodata.geometry.plausible_held import Held, findings
from geodata.geometry.profiles import ready_profile
from geodata.model.profile import WGS84, JointProfile

PLACES = {"Tavush": (45.14, 41.02), "Goris": (46.38, 39.5), "Meghri": (46.25, 38.9)}
HERE = np.array([[8512000.0, 4543000.0]])
EVERYWHERE = pytest.mark.parametrize("place", PLACES)


def line(place: str) -> Floats:
    """Return forty places in degrees of WGS 84, two hundred metres apart and bending."""
    x, y = PLACES[place]
    return np.array([[x + i * 0.002, y + 0.01 * np.sin(i)] for i in range(40)])


def way(system: str, pin: str = "EPSG:15865", profile: JointProfile = WGS84) -> Operation:
    """Return the operation from a system to the joint one."""
    return pinned(system, HERE, profile, "" if system in ("EPSG:4326", "EPSG:32638") else pin)


def numbers(place: str, system: str) -> Floats:
    """Return the line in another reference system, east before north."""
    return transform_back(line(place), way(system))


def moved(place: str, system: str, east: float) -> Floats:
    """Return the same with metres added to the eastings."""
    return numbers(place, system) + np.array([east, 0.0])


def found(xy: Floats, system: str, held: Floats | None = None) -> list[Finding]:
    """Return the findings for coordinates read in a system, beside a line that the project holds."""
    beside = None if held is None else Held(held, np.array([0, len(held)]))
    return findings(xy, reference_system(system), way(system), WGS84, beside)


def only(listed: list[Finding]) -> Finding:
    """Return the one finding there is."""
    (one,) = listed
    return one


@EVERYWHERE
@pytest.mark.parametrize("system", ["EPSG:4326", "EPSG:4284", "EPSG:28408", "EPSG:28468", "EPSG:32638"])
def test_what_is_read_rightly_is_not_doubted(place: str, system: str) -> None:
    assert found(numbers(place, system), system) == []
    assert found(numbers(place, system), system, line(place)) == []


@EVERYWHERE
def test_a_missing_zone_prefix_is_named(place: str) -> None:
    one = only(found(moved(place, "EPSG:28408", -8e6), "EPSG:28408", line(place)))
    assert (one.code, one.certain) == (Code.NO_PREFIX, True)
    assert "8,000 km off (EPSG:28408 has it, EPSG:28468 has not)" in one.sentence


@EVERYWHERE
def test_a_zone_prefix_where_there_is_none_is_named(place: str) -> None:
    one = only(found(numbers(place, "EPSG:28408"), "EPSG:28468", line(place)))
    assert (one.code, one.certain) == (Code.PREFIX, True)
    assert "8,000,000 m" in one.sentence


@EVERYWHERE
def test_a_doubled_zone_prefix_is_named(place: str) -> None:
    one = only(found(moved(place, "EPSG:28408", 8e6), "EPSG:28408"))
    assert (one.code, one.certain) == (Code.PREFIX, True)
    assert "a second time" in one.sentence


@EVERYWHERE
def test_metres_of_another_zone_are_named(place: str) -> None:
    one = only(found(moved(place, "EPSG:28408", 1e6), "EPSG:28408"))
    assert (one.code, one.certain) == (Code.ZONE, True)
    assert "begin with 9" in one.sentence
    assert "1,000 km off" in one.sentence


@EVERYWHERE
@pytest.mark.parametrize("system", ["EPSG:28408", "EPSG:28468", "EPSG:32638"])
def test_swapped_axes_of_metres_are_named_whatever_the_project_holds(place: str, system: str) -> None:
    one = only(found(numbers(place, system)[:, ::-1], system))
    assert (one.code, one.certain) == (Code.AXES, True)
    assert "In Soviet catalogues X is north." in one.sentence


@EVERYWHERE
@pytest.mark.parametrize(("numbered", "read"), [("EPSG:28468", "EPSG:28408"), ("EPSG:28408", "EPSG:28468")])
def test_axes_and_prefix_that_are_both_wrong_are_named_together(place: str, numbered: str, read: str) -> None:
    one = only(found(numbers(place, numbered)[:, ::-1], read))
    assert (one.code, one.certain) == (Code.AXES, True)
    assert "In Soviet catalogues X is north. Besides, the eastings" in one.sentence
    assert "the number of the zone, 8,000,000 m." in one.sentence


@EVERYWHERE
@pytest.mark.parametrize("system", ["EPSG:4326", "EPSG:4284"])
def test_swapped_degrees_are_named_by_what_the_project_holds(place: str, system: str) -> None:
    turned = numbers(place, system)[:, ::-1]
    one = only(found(turned, system, line(place)))
    assert (one.code, one.certain) == (Code.AXES, True)
    assert "the other way round 0 m" in one.sentence
    assert found(turned, system) == []  # 41 E 45 N is a place like any other while nothing says otherwise


def test_a_latitude_beyond_the_pole_is_a_swapped_longitude() -> None:
    one = only(found(np.array([[40.0, 145.0], [41.0, 145.5]]), "EPSG:4326"))
    assert (one.code, one.certain) == (Code.AXES, True)


@EVERYWHERE
def test_degrees_in_metres_and_metres_in_degrees_are_named(place: str) -> None:
    one = only(found(line(place), "EPSG:28408"))
    assert (one.code, one.certain) == (Code.DEGREES, True)
    one = only(found(numbers(place, "EPSG:28408"), "EPSG:4326"))
    assert (one.code, one.certain) == (Code.METRES, True)
    assert "SK-42 zone 8 (EPSG:28408)" in one.sentence


@EVERYWHERE
def test_gauss_krueger_read_as_utm_is_a_question_with_its_kilometres(place: str) -> None:
    one = only(found(numbers(place, "EPSG:28468"), "EPSG:32638", line(place)))
    assert (one.code, one.certain) == (Code.GRID, False)
    assert one.sentence.startswith(("The data lie about 1.8 km to the north", "The data lie about 1.9 km to the north"))
    assert "those of SK-42 Gauss-Krüger zone 8" in one.sentence


@EVERYWHERE
@pytest.mark.parametrize(("system", "prefix"), [("EPSG:28408", 8e6), ("EPSG:28468", 0.0)])
def test_utm_read_as_gauss_krueger_is_a_question_with_its_kilometres(place: str, system: str, prefix: float) -> None:
    one = only(found(moved(place, "EPSG:32638", prefix), system, line(place)))
    assert (one.code, one.certain) == (Code.GRID, False)
    assert "to the south" in one.sentence
    assert "UTM zone 38N" in one.sentence


@EVERYWHERE
def test_a_forgotten_datum_is_a_question_with_its_metres(place: str) -> None:
    one = only(found(numbers(place, "EPSG:4284"), "EPSG:4326", line(place)))
    assert (one.code, one.certain) == (Code.DATUM, False)
    assert "10" in one.sentence
    assert "m to the east" in one.sentence
    assert "on the datum SK-42" in one.sentence
    one = only(found(line(place), "EPSG:4284", line(place)))
    assert one.code is Code.DATUM
    assert "m to the west" in one.sentence


@EVERYWHERE
def test_lines_that_lie_apart_without_a_technical_cause_are_not_called_misread(place: str) -> None:
    chance = np.random.default_rng(8)
    for metres in (30, 100, 300, 2000):
        moved = line(place) + chance.normal(0, metres / 111_320, (40, 2))
        assert found(moved, "EPSG:4326", line(place)) == []


def test_what_lies_far_outside_the_area_is_refused_and_what_lies_beside_it_only_said() -> None:
    far = only(found(line("Goris") - [0, 30], "EPSG:4284"))
    assert (far.code, far.certain) == (Code.OUTSIDE, True)
    beside = only(found(transform_back(np.array([[49.5, 40.4]]), way("EPSG:28408")), "EPSG:28408"))
    assert (beside.code, beside.certain) == (Code.EDGE, False)


def test_data_of_another_country_are_a_question() -> None:
    one = only(found(line("Tavush") - [8, 0], "EPSG:4326", line("Meghri")))
    assert (one.code, one.certain) == (Code.FAR, False)
    assert " km from everything that the project holds" in one.sentence


def test_an_operation_made_for_another_area_is_said() -> None:
    one = only(findings(numbers("Meghri", "EPSG:28408"), reference_system("EPSG:28408"),
                        way("EPSG:28408", "EPSG:5044"), WGS84))  # fmt: skip
    assert (one.code, one.certain) == (Code.OPERATION, False)


def test_a_projected_joint_profile_judges_alike() -> None:
    profile = ready_profile("EPSG:28408", "EPSG:15865")
    sk42 = numbers("Tavush", "EPSG:28408")
    held = Held(profile.grid.degrees(profile.grid.of_native(sk42)), np.array([0, 40]))
    system = reference_system("EPSG:28408")
    same = pinned("EPSG:28408", sk42, profile)
    assert findings(sk42, system, same, profile, held) == []
    assert only(findings(sk42 - [8e6, 0], system, same, profile, held)).code is Code.NO_PREFIX
    world = reference_system("EPSG:4326")
    assert findings(line("Tavush"), world, pinned("EPSG:4326", HERE, profile), profile, held) == []
    forgotten = findings(numbers("Tavush", "EPSG:4284"), world, pinned("EPSG:4326", HERE, profile), profile, held)
    assert only(forgotten).code is Code.DATUM


def test_a_few_wrong_rows_among_right_ones_are_not_a_wrong_reading() -> None:
    xy = numbers("Goris", "EPSG:28408")
    xy[:10] = xy[:10, ::-1]
    assert found(xy, "EPSG:28408") == []


def test_nothing_and_no_numbers_are_not_implausible() -> None:
    assert found(np.zeros((0, 2)), "EPSG:28408") == []
    assert found(np.full((3, 2), np.nan), "EPSG:28408") == []


def test_the_question_for_axes_names_both_readings() -> None:
    said = axes_question((4543000, 8512000), reference_system("EPSG:28408"), WGS84.grid, "point 104")
    assert "north-east puts point 104 at 41° 01' 15\" N 45° 08' 29\" E" in said
    assert "east-north puts point 104 at" in said
    assert "outside the area of Pulkovo 1942" in said
    assert "(--axes)" in axes_question((1, 2), None, WGS84.grid, "point 1")


def test_distances_are_said_as_people_say_them() -> None:
    assert [kilometres(metres) for metres in (0.4, 103.2, 1834, 8e6)] == ["0 m", "103 m", "1.8 km", "8,000 km"]


@given(st.sampled_from(sorted(PLACES)), st.sampled_from(["EPSG:28408", "EPSG:32638"]))
def test_axes_swapped_twice_are_the_axes(place: str, system: str) -> None:
    xy = numbers(place, system)
    twice = xy[:, ::-1][:, ::-1]
    assert (transform(twice, way(system)) == transform(xy, way(system))).all()
    assert found(twice, system) == found(xy, system) == []
