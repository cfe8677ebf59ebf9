"""The canvas by hand: mouse, wheel and keys do what people expect, and the window never waits."""

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QColor, QContextMenuEvent, QImage, QPainter
from PySide6.QtWidgets import QApplication

from desktop.disclaimer import disclaimer
from desktop.jobs import JobRunner
from desktop.map import pictures
from desktop.map.canvas import MapCanvas, link
from desktop.map.layers import DrawLayer
from desktop.map.overlay import Furniture, bar_length, bar_text, draw_furniture
from desktop.map.render import paint
from desktop.map.style import DARK, LIGHT, Look
from desktop.map.tools import BoxZoomTool, PanTool
from desktop.map.view import View
from geodata.cancel import unwatched
from geodata.model.reference import Columns
from tests.desktop.map_by_hand import (
    LEFT,
    MIDDLE,
    VIEW,
    degrees,
    drag,
    layer,
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


def test_the_first_layers_are_seen_whole(jobs, qtbot):
    made = MapCanvas(jobs)
    qtbot.addWidget(made)
    made.set_layers([layer()])
    made.resize(500, 200)
    with qtbot.waitExposed(made):
        made.show()
    xy = made.view.to_screen(layer().geometry.parts.xy)
    assert xy[0].tolist() == pytest.approx([32, 100], abs=0.5)
    assert xy[-1].tolist() == pytest.approx([468, 100], abs=0.5)


def test_the_picture_on_the_screen_is_what_the_worker_painted(canvas, jobs):
    settle(canvas, jobs)
    image = canvas.grab().toImage()
    assert image.pixelColor(200, 150) == QColor(LIGHT.slate)
    assert image.pixelColor(200, 120) == QColor(LIGHT.ground)


def test_dragging_with_the_left_button_moves_the_map_by_what_the_pointer_moved(canvas, qtbot):
    place = canvas.view.place(100, 60)
    drag(qtbot, canvas, LEFT, (100, 60), (110, 70), (160, 40))
    assert canvas.view.pixel(*place) == pytest.approx((160, 40), abs=1e-6)


def test_dragging_with_the_middle_button_moves_the_map_whatever_the_tool(canvas, qtbot):
    canvas.set_tool(BoxZoomTool(canvas))
    place = canvas.view.place(100, 60)
    drag(qtbot, canvas, MIDDLE, (100, 60), (160, 40))
    assert canvas.view.pixel(*place) == pytest.approx((160, 40), abs=1e-6)


def test_dragging_while_space_is_held_moves_the_map_whatever_the_tool(canvas, qtbot):
    canvas.set_tool(BoxZoomTool(canvas))
    place = canvas.view.place(100, 60)
    qtbot.keyPress(canvas, Qt.Key.Key_Space)
    drag(qtbot, canvas, LEFT, (100, 60), (160, 40))
    qtbot.keyRelease(canvas, Qt.Key.Key_Space)
    assert canvas.view.pixel(*place) == pytest.approx((160, 40), abs=1e-6)


def test_a_moved_map_is_shown_at_once_without_a_new_picture(canvas, jobs, qtbot):
    settle(canvas, jobs)
    canvas.show_view(canvas.view.panned(30, -20))
    canvas.repaint()
    assert canvas.settled
    assert canvas.grab().toImage().pixelColor(230, 130) == QColor(LIGHT.slate)


def test_beyond_the_margin_a_new_picture_is_asked_for_and_the_old_one_stands_in(canvas, jobs):
    settle(canvas, jobs)
    canvas.show_view(canvas.view.panned(70, 0))
    canvas.repaint()
    assert not canvas.settled
    assert canvas.grab().toImage().pixelColor(270, 150) == QColor(LIGHT.slate)
    settle(canvas, jobs)
    assert canvas.grab().toImage().pixelColor(270, 150) == QColor(LIGHT.slate)


def test_the_wheel_zooms_about_the_pointer(canvas):
    place = canvas.view.place(310, 40)
    wheel(canvas, (310, 40), 240)
    assert canvas.view.mpp == pytest.approx(5)
    assert canvas.view.pixel(*place) == pytest.approx((310, 40), abs=1e-6)
    wheel(canvas, (310, 40), -240)
    assert canvas.view.mpp == pytest.approx(10)


def test_a_zoomed_map_shows_the_scaled_picture_until_the_new_one_is_there(canvas, jobs):
    settle(canvas, jobs)
    wheel(canvas, (200, 150), 240)
    canvas.repaint()
    scaled = canvas.grab().toImage()
    assert QColor(scaled.pixelColor(200, 150)).lightness() < 100
    settle(canvas, jobs)
    assert canvas.grab().toImage().pixelColor(200, 150) == QColor(LIGHT.slate)


@pytest.fixture
def slow(canvas, monkeypatch) -> Iterator[dict]:
    """The real painting, held at a gate until the test lets it through; it counts who was stopped."""
    gate = {"open": threading.Event(), "reached": threading.Event(), "views": []}

    def held(scene, view, ratio, progress):
        gate["views"].append(view)
        gate["reached"].set()
        while not gate["open"].wait(0.001):
            progress.token.check()
        return paint(scene, view, ratio, progress)

    monkeypatch.setattr(pictures, "paint", held)
    yield gate
    gate["open"].set()


def test_a_picture_of_somewhere_else_is_stopped_when_the_view_moves_on(canvas, jobs, slow, qtbot):
    canvas.show_view(canvas.view.zoomed_about(200, 150, 8))
    canvas.repaint()
    qtbot.waitUntil(slow["reached"].is_set)
    canvas.show_view(canvas.view.panned(40_000, 0))
    canvas.repaint()
    qtbot.waitUntil(lambda: len(slow["views"]) == 2)
    assert not slow["open"].is_set()
    assert slow["views"][1].x == pytest.approx(canvas.view.x)
    slow["open"].set()
    settle(canvas, jobs)


def test_a_picture_that_is_still_of_use_may_end(canvas, jobs, slow, qtbot):
    canvas.show_view(canvas.view.panned(150, 0))
    canvas.repaint()
    qtbot.waitUntil(slow["reached"].is_set)
    canvas.show_view(canvas.view.panned(150, 0))
    canvas.repaint()
    assert len(slow["views"]) == 1
    slow["open"].set()
    settle(canvas, jobs)
    assert len(slow["views"]) == 2


def test_a_map_that_is_gone_hears_nothing_more(jobs, qtbot, slow):
    made = MapCanvas(jobs)
    made.resize(400, 300)
    made.set_layers([layer()])
    with qtbot.waitExposed(made):
        made.show()
    made.repaint()
    qtbot.waitUntil(slow["reached"].is_set)
    made.close()
    made.deleteLater()
    QApplication.sendPostedEvents(made, QEvent.Type.DeferredDelete.value)
    slow["open"].set()
    jobs.wait()


def test_a_click_picks_what_is_under_it_and_with_ctrl_adds(canvas, qtbot):
    with qtbot.waitSignal(canvas.picked) as caught:
        qtbot.mouseClick(canvas, LEFT, pos=QPoint(120, 153))
    hits, adding = caught.args
    assert ([hit.id for hit in hits], adding) == (["s1"], False)
    with qtbot.waitSignal(canvas.picked) as caught:
        qtbot.mouseClick(canvas, LEFT, Qt.KeyboardModifier.ControlModifier, QPoint(120, 250))
    assert caught.args == [[], True]


def test_a_drag_is_not_a_click(canvas, qtbot):
    with qtbot.assertNotEmitted(canvas.picked):
        drag(qtbot, canvas, LEFT, (120, 150), (140, 160))


def test_shift_and_drag_picks_in_a_box_and_leaves_the_map_where_it_is(canvas, qtbot):
    before = canvas.view
    with qtbot.waitSignal(canvas.boxed) as caught:
        drag(qtbot, canvas, LEFT, (100, 100), (150, 160), (180, 200), keys=Qt.KeyboardModifier.ShiftModifier)
    assert [hit.id for hit in caught.args[0]] == ["s1"]
    assert canvas.view == before


def test_what_is_under_the_pointer_is_announced_and_glows(canvas, jobs, qtbot):
    settle(canvas, jobs)
    before = canvas.grab().toImage().pixelColor(120, 153)
    with qtbot.waitSignal(canvas.hovered) as caught:
        move(canvas, (120, 152))
    assert caught.args[0].id == "s1"
    assert canvas.grab().toImage().pixelColor(120, 153) != before
    with qtbot.waitSignal(canvas.hovered) as caught:
        move(canvas, (120, 250))
    assert caught.args == [None]


def test_where_the_pointer_is_is_told_in_degrees(canvas, qtbot):
    with qtbot.waitSignal(canvas.pointed) as caught:
        move(canvas, (120, 152))
    assert caught.args == pytest.approx(list(degrees((120, 152))[0]), abs=1e-9)


def test_the_right_button_asks_for_a_menu_on_what_is_there(canvas, qtbot):
    with qtbot.waitSignal(canvas.menu_requested) as caught:
        QApplication.sendEvent(
            canvas, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, QPoint(120, 150), QPoint(5, 6))
        )
    assert caught.args[0] == QPoint(5, 6)
    assert [hit.id for hit in caught.args[1]] == ["s1"]


def test_the_keys_move_zoom_and_show_all(canvas, qtbot):
    x, y, mpp = canvas.view.x, canvas.view.y, canvas.view.mpp
    qtbot.keyClick(canvas, Qt.Key.Key_Right)
    qtbot.keyClick(canvas, Qt.Key.Key_Up)
    assert (canvas.view.x, canvas.view.y) == pytest.approx((x + 50 * mpp, y + 37.5 * mpp))
    qtbot.keyClick(canvas, Qt.Key.Key_Plus)
    assert canvas.view.mpp < mpp
    qtbot.keyClick(canvas, Qt.Key.Key_Minus)
    assert canvas.view.mpp == pytest.approx(mpp)
    qtbot.keyClick(canvas, Qt.Key.Key_Home)
    assert canvas.view == canvas.view.fitted(canvas.scene.box)


def test_escape_gives_the_left_button_back_to_selecting(canvas, qtbot):
    default = canvas.tool
    canvas.set_tool(PanTool(canvas))
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert canvas.tool is default


def test_a_drawn_box_is_what_is_seen_next(canvas, qtbot):
    canvas.set_tool(BoxZoomTool(canvas))
    corner, middle = canvas.view.place(100, 100), canvas.view.place(150, 137.5)
    drag(qtbot, canvas, LEFT, (100, 100), (150, 120), (200, 175))
    assert canvas.view.pixel(*middle) == pytest.approx((200, 150), abs=1e-6)
    assert canvas.view.pixel(*corner) == pytest.approx((0, 0), abs=1e-6)


def test_a_resized_map_keeps_its_centre_and_scale(canvas):
    canvas.resize(600, 500)
    assert (canvas.view.x, canvas.view.y, canvas.view.mpp) == (VIEW.x, VIEW.y, VIEW.mpp)
    assert (canvas.view.width, canvas.view.height) == (600, 500)


def test_linked_maps_move_together_and_show_each_other_s_pointer(canvas, jobs, qtbot):
    other = MapCanvas(jobs)
    qtbot.addWidget(other)
    other.resize(200, 300)
    other.set_layers([layer(Look.DISPUTED)])
    link(canvas, other)
    assert (other.view.x, other.view.y, other.view.mpp) == (VIEW.x, VIEW.y, VIEW.mpp)
    canvas.zoom(2)
    assert (other.view.x, other.view.mpp, other.view.width) == (canvas.view.x, canvas.view.mpp, 200)
    other.show_view(other.view.panned(40, 10))
    assert (canvas.view.x, canvas.view.y) == (other.view.x, other.view.y)
    before = other.grab().toImage()
    move(canvas, (200, 100))
    assert other.grab().toImage() != before


def test_selected_features_and_a_highlighted_stretch_glow(canvas, jobs):
    settle(canvas, jobs)
    plain = canvas.grab().toImage()
    canvas.select(["s1"])
    settle(canvas, jobs)
    assert canvas.grab().toImage().pixelColor(100, 154) != plain.pixelColor(100, 154)
    canvas.select([])
    canvas.highlight(degrees((100, 150), (200, 150)))
    settle(canvas, jobs)
    lit = canvas.grab().toImage()
    assert lit.pixelColor(150, 153) != plain.pixelColor(150, 153)
    assert lit.pixelColor(300, 153) == plain.pixelColor(300, 153)


def test_the_theme_changes_everything_at_once(canvas, jobs):
    canvas.set_theme(DARK)
    settle(canvas, jobs)
    image = canvas.grab().toImage()
    assert image.pixelColor(200, 150) == QColor(DARK.slate)
    assert image.pixelColor(200, 120) == QColor(DARK.ground)


def test_layers_made_anew_stay_as_people_set_them(canvas):
    below = DrawLayer.of("reference:x", "x", Columns.of_points(degrees((10, 10))), Look.BACKDROP_POINT)
    canvas.update_layer(canvas.scene.layers[0].shown(False).faded(0.4))
    canvas.set_layers([below, layer(Look.DISPUTED)])
    assert [one.id for one in canvas.scene.layers] == ["reference:x", "segment"]
    kept = canvas.scene.layer("segment")
    assert (kept.visible, kept.opacity, kept.looks) == (False, 0.4, (Look.DISPUTED,))


def test_a_still_image_carries_the_disclaimer_and_the_scale_bar(canvas):
    bare = paint(canvas.scene, canvas.view, 1.0, unwatched())
    image = canvas.image()
    assert image.copy(0, 250, 120, 50) != bare.copy(0, 250, 120, 50)
    assert image.copy(250, 220, 150, 45) != bare.copy(250, 220, 150, 45)


@pytest.mark.parametrize("width", [200, 300, 420, 900])
def test_the_disclaimer_is_whole_however_narrow_the_map(width):
    """Above the room that the furniture keeps to itself nothing of it is lost, because nothing is written there."""
    view = View(5e6, 5e6, 10.0, width, 400)
    whole, strip = (QImage(width, 400, QImage.Format.Format_ARGB32_Premultiplied) for _ in range(2))
    for image, draw in ((whole, draw_furniture), (strip, lambda *a: Furniture().draw(*a, 1.0))):
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw(painter, view, LIGHT, disclaimer())
        painter.end()
    assert whole == strip


@pytest.mark.parametrize(("mpp", "metres", "text"), [(1, 100, "100 m"), (50, 5000, "5 km"), (0.002, 0.2, "20 cm")])
def test_the_scale_bar_has_a_round_length_with_its_unit(mpp, metres, text):
    assert bar_length(mpp) == pytest.approx(metres)
    assert bar_text(bar_length(mpp)) == text
