"""What mistakes do to coordinates is learnt from the operations; the measured figures of the region come out of it."""

import numpy as np
import pytest
from pyproj import Geod

from geodata.geometry.crs import published, transform_back
from geodata.geometry.displacement import diagnose
from geodata.geometry.displacement_signatures import Cause, parallels, signatures, zone_of
from geodata.model.grid import JointGrid, Unit
from geodata.model.line import Line
from tests.geodata.displaced import ZONE, wandering

TAVUSH, GORIS, MEGHRI = (45.03, 41.05), (46.34, 39.51), (46.24, 38.90)
PLACES = [TAVUSH, GORIS, MEGHRI]


def effect(place, cause, *codes, in_b=True):
    """How far east and north a mistake moves a place, metres."""
    one = next(
        one
        for one in signatures(ZONE)
        if one.cause is cause and one.operations == codes and (cause is Cause.OPERATION or one.in_b is in_b)
    )
    there = one.onward(np.array([place]))[0]
    azimuth, _, metres = Geod(ellps="WGS84").inv(*place, *there)
    return metres * np.sin(np.radians(azimuth)), metres * np.cos(np.radians(azimuth))


@pytest.mark.parametrize(
    ("code", "metres"),
    [
        ("EPSG:5044", (2.3, 2.4, 2.4)),
        ("EPSG:1267", (2.8, 2.9, 2.9)),
        ("EPSG:1807", (3.6, 3.4, 3.3)),
        ("EPSG:1808", (5.6, 4.4, 4.7)),
    ],
)
def test_the_operations_lie_as_far_apart_as_was_measured(code, metres):
    apart = [np.hypot(*effect(place, Cause.OPERATION, "EPSG:15865", code)) for place in PLACES]
    assert apart == pytest.approx(metres, abs=0.4)  # told to one decimal, for spots near these places


@pytest.mark.parametrize("place", PLACES)
def test_a_forgotten_datum_moves_a_hundred_metres_to_the_east(place):
    for code in ("EPSG:15865", "EPSG:1808", "EPSG:5044"):
        east, north = effect(place, Cause.DATUM, code)
        assert 99 < east < 106
        assert 4 < north < 14


@pytest.mark.parametrize("place", PLACES)
def test_gauss_krueger_read_as_utm_moves_nearly_two_kilometres_north(place):
    east, north = effect(place, Cause.GRID, "EPSG:15865")
    assert 1780 < north < 1930
    assert 50 < east < 180


def test_rotations_with_the_other_sign_move_as_far_as_was_measured():
    assert np.hypot(*effect(TAVUSH, Cause.ROTATION, "EPSG:15865")) == pytest.approx(29, abs=1)
    assert np.hypot(*effect(TAVUSH, Cause.ROTATION, "EPSG:1808")) == pytest.approx(1660, abs=10)


def test_every_signature_leads_back():
    here = np.array(PLACES)
    for one in signatures(ZONE):
        assert np.abs(one.back(one.onward(here)) - here).max() < 2e-7, one
        assert np.array_equal(one.mirrored.onward(here), one.back(here))


def test_the_parallel_at_which_an_operation_begins_is_known_from_its_area():
    assert 41.19 in parallels(ZONE)
    assert [zone_of(longitude) for longitude in (42.0, 45.0, 47.99, 48.0)] == [8, 8, 8, 9]


@pytest.mark.parametrize(("unit", "crs"), [(Unit.TENTH_MILLIMETRE, "EPSG:28408"), (Unit.NANODEGREE, "EPSG:4284")])
def test_operations_are_told_apart_in_a_joint_system_on_another_datum_too(unit, crs):
    grid = JointGrid(crs=crs, unit=unit)
    world = wandering(np.random.default_rng(2), 40, TAVUSH)
    to_world = {one.code: one for one in published(crs)}
    a, b = (Line(grid.of_native(transform_back(world, to_world[code])), grid) for code in ("EPSG:15865", "EPSG:1808"))
    found = diagnose(a, b)
    assert (found.cause, found.operations) == (Cause.OPERATION, ("EPSG:15865", "EPSG:1808"))
