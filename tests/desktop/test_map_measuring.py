"""Measuring on the map: geodesic lengths along clicks, the same as everywhere else in the program."""

from collections.abc import Iterator
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from desktop.jobs import JobRunner
from desktop.map.canvas import MapCanvas
from desktop.map.measure_tool import MeasureTool
from geodata.geometry.measure import distance
from geodata.model.grid import WGS84_DEGREES
from tests.desktop.map_by_hand import LEFT, degrees, move, running_jobs, settle, shown_canvas

PLACES = [(60, 60), (200, 90), (300, 240)]


@pytest.fixture
def jobs(qapp: QApplication) -> Iterator[JobRunner]:
    yield from running_jobs()


@pytest.fixture
def canvas(jobs, qtbot) -> MapCanvas:
    return shown_canvas(jobs, qtbot)


@pytest.fixture
def told(canvas) -> list[tuple[int, int]]:
    heard: list[tuple[int, int]] = []
    canvas.set_tool(MeasureTool(canvas, lambda total, leg: heard.append((total, leg))))
    return heard


def legs() -> list[float]:
    ends = [WGS84_DEGREES.point_of(*place) for place in degrees(*PLACES)]
    return [distance(a, b, WGS84_DEGREES) * 1000 for a, b in pairwise(ends)]


def click(qtbot, canvas, places=PLACES):
    for place in places:
        qtbot.mouseClick(canvas, LEFT, pos=QPoint(*place))


def test_the_length_is_the_sum_of_geodesic_legs_and_the_last_is_told_beside_it(canvas, qtbot, told):
    click(qtbot, canvas)
    assert told[-1] == (pytest.approx(sum(legs()), abs=3), pytest.approx(legs()[1], abs=3))


def test_the_leg_to_the_pointer_counts_while_the_way_is_open(canvas, qtbot, told):
    click(qtbot, canvas, PLACES[:2])
    move(canvas, PLACES[2])
    assert told[-1][0] == pytest.approx(sum(legs()), abs=3)


def test_a_way_that_has_ended_no_longer_follows_the_pointer(canvas, qtbot, told):
    click(qtbot, canvas, PLACES[:2])
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    move(canvas, PLACES[2])
    assert told[-1][0] == pytest.approx(legs()[0], abs=3)
    click(qtbot, canvas, PLACES[2:])
    assert told[-1] == (0, 0)


def test_backspace_takes_a_place_back_and_escape_all_of_them(canvas, qtbot, told):
    click(qtbot, canvas)
    qtbot.keyClick(canvas, Qt.Key.Key_Backspace)
    assert told[-1][0] == pytest.approx(legs()[0], abs=3)
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert told[-1] == (0, 0)
    assert not isinstance(canvas.tool, MeasureTool)


def test_what_is_measured_is_drawn(canvas, jobs, qtbot, told):
    settle(canvas, jobs)
    plain = canvas.grab().toImage()
    click(qtbot, canvas, PLACES[:2])
    assert canvas.grab().toImage().pixelColor(130, 75) != plain.pixelColor(130, 75)
