"""One place in several reference systems, by what a joint profile pins and by nothing else."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.errors import Refused
from geodata.geometry.crs import OperationNeeded
from geodata.geometry.profiles import ready_profile
from geodata.geometry.systems import Axis, system_of, way_between
from geodata.geometry.written import Form
from geodata.model.profile import WGS84

PINNED = ready_profile("EPSG:4326", "EPSG:15865")
JOINT_GK = ready_profile("EPSG:28408", "EPSG:15865")
PLACE = (45.0534444444, 41.1091666667)


@pytest.mark.parametrize(
    ("code", "written"),
    [
        ("EPSG:4326", "45° 03' 12.4\" E  41° 06' 33.0\" N"),
        ("EPSG:4284", "45° 03' 16.9\" E  41° 06' 33.3\" N"),
        ("EPSG:28408", "X 4 552 788.80  Y 8 504 594.34"),
        ("EPSG:28468", "X 4 552 788.80  Y 504 594.34"),
        ("EPSG:32638", "E 504 487.34  N 4 550 877.09"),
    ],
)
def test_a_place_is_told_in_every_system_alike_whatever_the_joint_one_is(code: str, written: str) -> None:
    for profile in (PINNED, JOINT_GK):
        way = way_between("EPSG:4326", code, profile)
        assert system_of(code).written(*way.carry_one(*PLACE)).replace("\u202f", " ") == written
        assert way.by == ("" if code in ("EPSG:4326", "EPSG:32638") else "EPSG:15865")


def test_degrees_are_told_in_decimals_where_that_is_chosen() -> None:
    assert system_of("EPSG:4326").written(*PLACE, Form.DECIMAL) == "45.053444° E  41.109167° N"


def test_for_another_program_a_place_is_told_to_some_millimetres() -> None:
    system = system_of("EPSG:4326")
    assert system.written(*PLACE, fine=True) == "45° 03' 12.4000\" E  41° 06' 33.0000\" N"
    assert system.written(*PLACE, Form.DECIMAL, fine=True) == "45.05344444° E  41.10916667° N"
    assert system_of("EPSG:32638").written(504487.3351, 4550877.0901, fine=True).endswith("877.090")


def test_between_systems_of_one_datum_nothing_has_to_be_pinned() -> None:
    way = way_between("EPSG:28408", "EPSG:4284", WGS84)
    assert way.by == ""
    assert way.carry_one(8_504_594.34, 4_552_788.80) == pytest.approx((45.05469615, 41.10925764), abs=1e-6)
    assert way_between("EPSG:4284", "EPSG:4284", WGS84).steps == ()


def test_where_no_operation_is_pinned_nothing_is_moved() -> None:
    for source, target in (("EPSG:4326", "EPSG:28408"), ("EPSG:4284", "EPSG:32638")):
        with pytest.raises(OperationNeeded):
            way_between(source, target, WGS84)
    assert way_between("EPSG:4326", "EPSG:28408", WGS84, "EPSG:15865").by == "EPSG:15865"


def test_what_the_profile_pins_is_not_overruled() -> None:
    with pytest.raises(Refused, match="pins EPSG:15865"):
        way_between("EPSG:4326", "EPSG:4284", PINNED, "EPSG:1808")
    assert way_between("EPSG:4326", "EPSG:4284", PINNED, "EPSG:15865").by == "EPSG:15865"


@given(st.floats(43, 48), st.floats(38, 42), st.sampled_from(["EPSG:4284", "EPSG:28408", "EPSG:32638", "EPSG:2590"]))
def test_there_and_back_is_the_same_place(longitude: float, latitude: float, code: str) -> None:
    for profile in (PINNED, JOINT_GK):
        there = way_between("EPSG:4326", code, profile).carry_one(longitude, latitude)
        back = way_between(code, "EPSG:4326", profile).carry_one(*there)
        assert np.abs(np.subtract(back, (longitude, latitude))).max() < 1e-8  # a millimetre


def test_the_axes_are_called_as_the_system_calls_them() -> None:
    assert system_of("EPSG:28408").axes == (Axis("X", True), Axis("Y", False))
    assert system_of("EPSG:32638").axes == (Axis("E", False), Axis("N", True))
    assert system_of("EPSG:28408").x_north is True
    assert system_of("EPSG:3035").x_north is False
    assert system_of("EPSG:32638").x_north is None
    assert system_of("EPSG:28408").base == "EPSG:4284"
    with pytest.raises(Refused, match="choose another"):
        system_of("EPSG:4978")
    with pytest.raises(Refused, match="not a coordinate reference system"):
        system_of("EPSG:999999")


@pytest.mark.parametrize("code", ["EPSG:2263", "EPSG:4807", "EPSG:27572", "+proj=utm +zone=38 +units=ft"])
def test_feet_and_grads_are_not_taken_for_metres_and_degrees(code: str) -> None:
    with pytest.raises(Refused, match=r"counts in (US survey foot|foot|grad); choose a system of degrees or metres"):
        system_of(code)


def test_an_area_over_180_degrees_is_covered_on_both_sides() -> None:
    system = system_of("EPSG:4284")
    assert [system.covers(longitude, 60) for longitude in (19.5, 45, 179.9, -170, -168.9, -168, 19)] == [
        True, True, True, True, True, False, False,
    ]  # fmt: skip
    assert system_of("EPSG:4326").covers(180, 0)
    assert system_of("EPSG:4326").covers(-180, 0)
