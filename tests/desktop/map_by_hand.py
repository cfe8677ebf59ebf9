"""A map by hand: the same small map for every test of gestures, and the mouse that moves over it."""

from collections.abc import Iterator

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication

from desktop.jobs import JobRunner
from desktop.map.canvas import MapCanvas
from desktop.map.layers import DrawLayer
from desktop.map.plane import to_degrees
from desktop.map.style import Look
from desktop.map.view import View
from geodata.model.reference import Columns

LEFT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton
VIEW = View(5_000_000.0, 5_000_000.0, 10.0, 400, 300)


def degrees(*pixels):
    return to_degrees(VIEW.from_screen(np.array(pixels, np.float64)))


LINE = [(50, 150), (200, 150), (350, 150)]


def layer(look=Look.AGREED):
    return DrawLayer.of("segment", "Line", Columns.of_lines([degrees(*LINE)]), look, ids=["s1"], labels=["04-2"])


def running_jobs() -> Iterator[JobRunner]:
    runner = JobRunner()
    crashes = []
    runner.crashed.connect(crashes.append)
    yield runner
    runner.close()
    assert crashes == []


def shown_canvas(jobs, qtbot) -> MapCanvas:
    made = MapCanvas(jobs)
    qtbot.addWidget(made)
    made.resize(400, 300)
    made.set_layers([layer()])
    with qtbot.waitExposed(made):
        made.show()
    made.show_view(VIEW)
    settle(made, jobs)
    return made


def settle(canvas: MapCanvas, jobs: JobRunner):
    canvas.repaint()
    jobs.wait()
    canvas.repaint()


def drag(qtbot, canvas, button, start, *steps, keys=Qt.KeyboardModifier.NoModifier):
    qtbot.mousePress(canvas, button, keys, QPoint(*start))
    for step in steps:
        move(canvas, step, button, keys)
    qtbot.mouseRelease(canvas, button, keys, QPoint(*steps[-1]))


def move(canvas, at, buttons=Qt.MouseButton.NoButton, keys=Qt.KeyboardModifier.NoModifier):
    place = QPointF(*at)
    event = QMouseEvent(QEvent.Type.MouseMove, place, canvas.mapToGlobal(place), Qt.MouseButton.NoButton, buttons, keys)
    QApplication.sendEvent(canvas, event)


def wheel(canvas, at, turn):
    place = QPointF(*at)
    event = QWheelEvent(
        place,
        canvas.mapToGlobal(place),
        QPoint(),
        QPoint(0, turn),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(canvas, event)
