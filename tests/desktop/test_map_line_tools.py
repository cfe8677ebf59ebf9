"""Tools along lines: a stretch by two clicks, a line vertex by vertex."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from desktop.jobs import JobRunner
from desktop.map.canvas import MapCanvas
from desktop.map.layers import DrawLayer
from desktop.map.line_tools import ChosenStretch, DrawLineTool, StretchTool
from desktop.map.style import Look
from geodata.model.reference import Columns
from tests.desktop.map_by_hand import (
    LEFT,
    LINE,
    degrees,
    drag,
    move,
    running_jobs,
    settle,
    shown_canvas,
    wheel,
)


@pytest.fixture
def jobs(qapp: QApplication) -> Iterator[JobRunner]:
    yield from running_jobs()


@pytest.fixture
def canvas(jobs, qtbot) -> MapCanvas:
    return shown_canvas(jobs, qtbot)


class TestStretch:
    """Two clicks on a line."""

    @pytest.fixture
    def told(self, canvas) -> dict:
        heard = {"chosen": [], "moved": []}
        tool = StretchTool(
            canvas,
            lambda hit: degrees(*LINE) if hit.id == "s1" else None,
            heard["chosen"].append,
            heard["moved"].append,
        )
        canvas.set_tool(tool)
        return heard

    def test_two_clicks_choose_the_stretch_between_them(self, canvas, qtbot, told):
        qtbot.mouseClick(canvas, LEFT, pos=QPoint(100, 152))
        qtbot.mouseClick(canvas, LEFT, pos=QPoint(300, 148))
        (stretch,) = told["chosen"]
        assert isinstance(stretch, ChosenStretch)
        assert (stretch.layer, stretch.id) == ("segment", "s1")
        assert stretch.first == pytest.approx(tuple(degrees((100, 150))[0]), abs=1e-9)
        assert stretch.second == pytest.approx(tuple(degrees((300, 150))[0]), abs=1e-9)

    def test_a_turning_point_within_eight_pixels_catches_an_end(self, canvas, qtbot):
        at = Columns.of_points(degrees((120, 151)))
        canvas.update_layer(DrawLayer.of("points", "Points", at, Look.TURNING_POINT, ids=["tp"]))
        chosen = []
        tool = StretchTool(canvas, lambda _: degrees(*LINE), chosen.append, None, lambda hit: hit.layer == "points")
        canvas.set_tool(tool)
        for keys in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier):
            qtbot.mouseClick(canvas, LEFT, keys, QPoint(114, 153))
            qtbot.mouseClick(canvas, LEFT, pos=QPoint(300, 150))
        caught, free = chosen
        assert (caught.first_post, caught.second_post) == ("tp", "")
        assert caught.first == pytest.approx(tuple(degrees((120, 150))[0]), abs=1e-9)
        assert free.first_post == ""
        assert free.first == pytest.approx(tuple(degrees((114, 150))[0]), abs=1e-9)

    def test_a_catch_is_shown(self, canvas, jobs, qtbot):
        at = Columns.of_points(degrees((120, 150)))
        canvas.update_layer(DrawLayer.of("points", "Points", at, Look.TURNING_POINT, ids=["tp"]))
        settle(canvas, jobs)
        canvas.set_tool(StretchTool(canvas, lambda _: degrees(*LINE), lambda _: None, None, lambda _: True))
        plain = canvas.grab().toImage()
        move(canvas, (117, 154))
        ring = QPoint(120, 142)
        assert canvas.grab().toImage().pixelColor(ring) != plain.pixelColor(ring)

    def test_a_click_beside_every_line_chooses_nothing(self, canvas, qtbot, told):
        qtbot.mouseClick(canvas, LEFT, pos=QPoint(100, 250))
        qtbot.mouseClick(canvas, LEFT, pos=QPoint(300, 250))
        assert told["chosen"] == []

    def test_the_second_end_follows_the_line_however_far_the_pointer_is(self, canvas, qtbot, told):
        qtbot.mouseClick(canvas, LEFT, pos=QPoint(100, 150))
        move(canvas, (250, 240))
        assert told["moved"][-1].second == pytest.approx(tuple(degrees((250, 150))[0]), abs=1e-9)

    def test_the_stretch_glows_before_it_is_chosen(self, canvas, jobs, qtbot, told):
        settle(canvas, jobs)
        plain = canvas.grab().toImage()
        qtbot.mouseClick(canvas, LEFT, pos=QPoint(100, 150))
        move(canvas, (250, 155))
        lit = canvas.grab().toImage()
        assert lit.pixelColor(180, 153) != plain.pixelColor(180, 153)
        assert lit.pixelColor(320, 153) == plain.pixelColor(320, 153)

    def test_the_map_can_be_dragged_and_zoomed_between_the_two_clicks(self, canvas, qtbot, told):
        qtbot.mouseClick(canvas, LEFT, pos=QPoint(100, 150))
        drag(qtbot, canvas, LEFT, (300, 50), (280, 60), (250, 90))
        wheel(canvas, (200, 150), 120)
        assert told["chosen"] == []
        px, py = canvas.view.pixel(*degrees((300, 150))[0])
        qtbot.mouseClick(canvas, LEFT, pos=QPoint(round(px), round(py)))
        (stretch,) = told["chosen"]
        assert stretch.first == pytest.approx(tuple(degrees((100, 150))[0]), abs=1e-9)
        assert stretch.second == pytest.approx(tuple(degrees((300, 150))[0]), abs=1e-4)

    def test_backspace_takes_the_first_click_back_and_escape_ends_it(self, canvas, qtbot, told):
        qtbot.mouseClick(canvas, LEFT, pos=QPoint(100, 150))
        qtbot.keyClick(canvas, Qt.Key.Key_Backspace)
        qtbot.mouseClick(canvas, LEFT, pos=QPoint(200, 150))
        qtbot.mouseClick(canvas, LEFT, pos=QPoint(300, 150))
        (stretch,) = told["chosen"]
        assert stretch.first == pytest.approx(tuple(degrees((200, 150))[0]), abs=1e-9)
        qtbot.keyClick(canvas, Qt.Key.Key_Escape)
        assert told["moved"][-1] is None
        assert not isinstance(canvas.tool, StretchTool)


class TestDrawing:
    """A line, vertex by vertex."""

    @pytest.fixture
    def drawn(self, canvas) -> list:
        lines = []
        canvas.set_tool(DrawLineTool(canvas, lines.append))
        return lines

    def test_clicks_make_vertices_and_enter_ends_the_line(self, canvas, qtbot, drawn):
        for at in ((100, 50), (200, 60), (300, 40)):
            qtbot.mouseClick(canvas, LEFT, pos=QPoint(*at))
        qtbot.keyClick(canvas, Qt.Key.Key_Return)
        assert drawn[0] == pytest.approx(degrees((100, 50), (200, 60), (300, 40)), abs=1e-9)

    def test_a_double_click_ends_the_line_with_one_vertex_there(self, canvas, qtbot, drawn):
        qtbot.mouseClick(canvas, LEFT, pos=QPoint(100, 50))
        qtbot.mouseClick(canvas, LEFT, pos=QPoint(200, 60))
        qtbot.mouseDClick(canvas, LEFT, pos=QPoint(200, 60))
        assert [len(line) for line in drawn] == [2]

    def test_a_vertex_snaps_to_a_line_unless_ctrl_is_held(self, canvas, qtbot, drawn):
        qtbot.mouseClick(canvas, LEFT, pos=QPoint(100, 154))
        qtbot.mouseClick(canvas, LEFT, Qt.KeyboardModifier.ControlModifier, QPoint(200, 154))
        qtbot.keyClick(canvas, Qt.Key.Key_Enter)
        assert drawn[0] == pytest.approx(degrees((100, 150), (200, 154)), abs=1e-9)

    def test_backspace_takes_a_vertex_back_and_escape_forgets_the_line(self, canvas, qtbot, drawn):
        for at in ((100, 50), (200, 60), (300, 40)):
            qtbot.mouseClick(canvas, LEFT, pos=QPoint(*at))
        qtbot.keyClick(canvas, Qt.Key.Key_Backspace)
        assert len(canvas.tool.vertices) == 2
        qtbot.keyClick(canvas, Qt.Key.Key_Escape)
        assert drawn == []

    def test_a_single_vertex_is_no_line(self, canvas, qtbot, drawn):
        qtbot.mouseClick(canvas, LEFT, pos=QPoint(100, 50))
        qtbot.keyClick(canvas, Qt.Key.Key_Return)
        assert drawn == []
        assert len(canvas.tool.vertices) == 1

    def test_what_is_being_drawn_is_seen(self, canvas, jobs, qtbot, drawn):
        settle(canvas, jobs)
        plain = canvas.grab().toImage()
        qtbot.mouseClick(canvas, LEFT, pos=QPoint(100, 50))
        qtbot.mouseClick(canvas, LEFT, pos=QPoint(200, 50))
        move(canvas, (300, 50))
        seen = canvas.grab().toImage()
        assert seen.pixelColor(150, 50) != plain.pixelColor(150, 50)
        assert any(seen.pixelColor(x, 50) != plain.pixelColor(x, 50) for x in range(240, 260))
