"""Measuring on the map: geodesic lengths and areas along clicks, the same as everywhere else in the program."""

from collections.abc import Iterator
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from desktop.dialogs import figures
from desktop.jobs import JobRunner
from desktop.map.canvas import MapCanvas
from desktop.map.measure_tool import Measured, MeasureTool
from geodata.geometry.area import area
from geodata.geometry.measure import distance
from geodata.geometry.profiles import ready_profile
from geodata.geometry.world import world_of
from geodata.model.line import Line
from geodata.model.profile import WGS84, JointProfile
from tests.desktop.map_by_hand import LEFT, degrees, move, running_jobs, settle, shown_canvas

PLACES = [(60, 60), (200, 90), (300, 240)]
PROFILES = {"WGS 84": WGS84, "SK-42 GK zone 8": ready_profile("EPSG:28408", "EPSG:1808")}


@pytest.fixture(params=PROFILES)
def profile(request: pytest.FixtureRequest) -> JointProfile:
    return PROFILES[request.param]


@pytest.fixture
def jobs(qapp: QApplication) -> Iterator[JobRunner]:
    yield from running_jobs()


@pytest.fixture
def canvas(jobs, qtbot) -> MapCanvas:
    return shown_canvas(jobs, qtbot)


@pytest.fixture
def told(canvas, profile) -> list[Measured | None]:
    heard: list[Measured | None] = []
    canvas.set_tool(MeasureTool(canvas, heard.append, world_of(profile)))
    return heard


def way(profile: JointProfile, *pixels: tuple[int, int]) -> Line:
    return world_of(profile).line_of(degrees(*pixels))


def legs(profile: JointProfile) -> list[float]:
    points = [tuple(point) for point in way(profile, *PLACES).xy.tolist()]
    return [distance(a, b, profile.grid) * 1000 for a, b in pairwise(points)]


def click(qtbot, canvas, places=PLACES):
    for place in places:
        qtbot.mouseClick(canvas, LEFT, pos=QPoint(*place))


def test_the_length_is_the_sum_of_geodesic_legs_on_the_joint_ellipsoid(canvas, qtbot, told, profile):
    click(qtbot, canvas)
    found, expected = told[-1], legs(profile)
    assert (found.total, found.leg) == (pytest.approx(sum(expected), abs=1), pytest.approx(expected[1], abs=1))
    assert not found.closed
    (lon1, lat1), (lon2, lat2) = way(profile, *PLACES[1:]).degrees()
    assert found.azimuth == pytest.approx(profile.grid.ellipsoid.inv(lon1, lat1, lon2, lat2)[0] % 360)


def test_the_joint_ellipsoid_is_the_one_that_is_measured_on(canvas, qtbot, told, profile):
    click(qtbot, canvas)
    on_wgs84 = sum(legs(WGS84))
    assert (told[-1].total == pytest.approx(on_wgs84, abs=1)) is (profile == WGS84)
    assert told[-1].total == pytest.approx(on_wgs84, rel=2e-5)


def test_the_leg_to_the_pointer_counts_while_the_way_is_open(canvas, qtbot, told, profile):
    click(qtbot, canvas, PLACES[:2])
    move(canvas, PLACES[2])
    assert told[-1].total == pytest.approx(sum(legs(profile)), abs=1)


def test_a_way_that_has_ended_no_longer_follows_the_pointer(canvas, qtbot, told, profile):
    click(qtbot, canvas, PLACES[:2])
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    move(canvas, PLACES[2])
    assert told[-1].total == pytest.approx(legs(profile)[0], abs=1)
    click(qtbot, canvas, PLACES[2:])
    assert told[-1] is None


@pytest.mark.parametrize("closing", ["click", "double click", "key"])
def test_a_closed_way_has_an_area_and_the_length_around(canvas, qtbot, told, profile, closing):
    click(qtbot, canvas)
    if closing == "key":
        qtbot.keyClick(canvas, Qt.Key.Key_A)
    else:
        click(qtbot, canvas, [(PLACES[0][0] + 2, PLACES[0][1] - 2)])
    if closing == "double click":
        qtbot.mouseDClick(canvas, LEFT, pos=QPoint(*PLACES[0]))
    found = told[-1]
    ring = way(profile, *PLACES, PLACES[0])
    assert found.closed
    assert found.area == pytest.approx(area(ring), rel=1e-9)
    assert found.total > sum(legs(profile))
    move(canvas, (10, 10))
    assert told[-1] == found


def test_a_way_that_crosses_itself_is_measured_but_has_no_area(canvas, qtbot, told):
    click(qtbot, canvas, [(60, 60), (300, 240), (300, 60), (60, 240)])
    qtbot.keyClick(canvas, Qt.Key.Key_A)
    assert told[-1].closed
    assert told[-1].area is None
    assert told[-1].total > 0


def test_two_places_cannot_be_closed(canvas, qtbot, told):
    click(qtbot, canvas, PLACES[:2])
    qtbot.keyClick(canvas, Qt.Key.Key_A)
    assert not told[-1].closed


def test_backspace_opens_the_way_takes_a_place_back_and_escape_all_of_them(canvas, qtbot, told, profile):
    click(qtbot, canvas)
    qtbot.keyClick(canvas, Qt.Key.Key_A)
    qtbot.keyClick(canvas, Qt.Key.Key_Backspace)
    assert not told[-1].closed
    assert told[-1].total == pytest.approx(sum(legs(profile)), abs=1)
    qtbot.keyClick(canvas, Qt.Key.Key_Backspace)
    assert told[-1].total == pytest.approx(legs(profile)[0], abs=1)
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert told[-1] is None
    assert not isinstance(canvas.tool, MeasureTool)


def test_what_is_measured_is_drawn_and_what_is_closed_is_shaded(canvas, jobs, qtbot, told):
    settle(canvas, jobs)
    plain = canvas.grab().toImage()
    click(qtbot, canvas)
    way_there = canvas.grab().toImage()
    assert way_there.pixelColor(130, 75) != plain.pixelColor(130, 75)
    assert way_there.pixelColor(190, 120) == plain.pixelColor(190, 120)
    qtbot.keyClick(canvas, Qt.Key.Key_A)
    assert canvas.grab().toImage().pixelColor(190, 120) != plain.pixelColor(190, 120)


@pytest.mark.parametrize(
    ("square", "text"),
    [
        (0.0, "0 m²"),
        (8_123.4, "8 123 m²"),
        (10_000.0, "1.000 ha"),
        (123_456.0, "12.346 ha"),
        (3_456_000.0, "3.456 km²"),
    ],
)
def test_an_area_is_told_in_the_unit_that_fits(square: float, text: str) -> None:
    assert figures.area(square).replace(figures.THIN, " ") == text


@pytest.mark.parametrize(("degrees_", "text"), [(0.0, "000.0°"), (87.26, "087.3°"), (359.97, "000.0°")])
def test_an_azimuth_is_told_in_three_places(degrees_: float, text: str) -> None:
    assert figures.azimuth(degrees_) == text
