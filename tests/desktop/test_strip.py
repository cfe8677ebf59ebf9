"""The strip: the line pulled straight, chosen by dragging, catching on turning points, moved by keys."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication

from desktop.jobs import JobRunner
from desktop.panels.strip import Strip
from desktop.panels.strip_posts import PostKind
from desktop.panels.strip_run import SAID, Lane, run_of
from desktop.selection import Selection
from desktop.session import Session
from geodata.geometry.measure import chainages, length, point_at
from geodata.model.feature import Feature, Kind
from geodata.model.project import Settings
from geodata.model.route import Route
from geodata.model.segment import Segment
from geodata.model.status import Delimitation, Side, View
from geodata.model.turning_point import TurningPoint
from tests.geodata.strategies import id_of, line, project, segment, standing, stretch, variant

NORTH = line((45.0, 41.0), (45.01, 40.95), (45.0, 40.9))
SOUTH = line((45.0, 40.9), (45.02, 40.85), (45.0, 40.8))
RING = line((45.2, 41.0), (45.25, 41.0), (45.25, 40.95), (45.2, 41.0))
WIDTH = 1200
TURN = round(chainages(NORTH)[1] * 1000)


def features() -> tuple[Feature, ...]:
    """Two segments in a part, a third that is a part of its own, turning points at two vertices, a road across."""
    first = segment(1, line=NORTH, part="1", order=1)
    second = segment(2, line=SOUTH, part="1", order=2)
    ring = segment(3, line=RING, part="2", order=3)
    points = [
        TurningPoint(id=id_of(11), point=NORTH.start, label="101"),
        TurningPoint(id=id_of(12), point=(45_010_000_000, 40_950_000_000), label="102"),
    ]
    road = Route(id=id_of(21), line=line((44.9, 40.88), (45.1, 40.88)), code="Road 14")
    return (second, first, ring, *points, road)


@pytest.fixture
def desk(qtbot, tmp_path: Path) -> Iterator[tuple[Session, Selection, Strip]]:
    jobs = JobRunner()
    session, selection = Session(jobs), Selection()
    session.create(tmp_path / "p.gpkg", Settings(title="Valley", side=Side.A), features())
    strip = Strip(session, selection)
    qtbot.addWidget(strip)
    strip.resize(WIDTH, strip.sizeHint().height())
    strip.show()
    yield session, selection, strip
    session.close()
    jobs.close()


def place(strip: Strip, at: float) -> QPoint:
    """The pixel of a place of the run, in kilometres, on A's lane."""
    return QPoint(round(strip.view.x(at * 1e6)), 70)


def drag(qtbot, strip: Strip, start: float, end: float, release: bool = True) -> None:
    """Press at one kilometre, move to another, let go."""
    qtbot.mousePress(strip, Qt.MouseButton.LeftButton, pos=place(strip, start))
    held = Qt.MouseButton.LeftButton
    for at in ((start + end) / 2, end):
        there = QPointF(place(strip, at))
        none = Qt.KeyboardModifier.NoModifier
        QApplication.sendEvent(strip, QMouseEvent(QEvent.Type.MouseMove, there, there, held, held, none))
    if release:
        qtbot.mouseRelease(strip, held, pos=place(strip, end))


def test_the_segments_of_a_part_lie_end_to_end_in_their_order(desk):
    _, _, strip = desk
    assert [s.source_id for s in strip.run.segments] == ["S-1", "S-2"]
    assert strip.run.starts.tolist() == [0, length(NORTH), length(NORTH) + length(SOUTH)]


def test_a_drag_along_a_lane_chooses_that_stretch_of_the_segment(desk, qtbot):
    _, selection, strip = desk
    drag(qtbot, strip, 5.0, 8.0)
    assert selection.first == id_of(1)
    chosen = selection.stretch
    pixel = strip.view.scale
    assert abs(chosen.start.at - 5_000_000) <= pixel
    assert abs(chosen.end.at - 8_000_000) <= pixel
    assert chosen.start.point == point_at(NORTH, chosen.start.at)


def test_a_drag_does_not_leave_the_segment_it_began_on(desk, qtbot):
    _, selection, strip = desk
    drag(qtbot, strip, length(NORTH) / 1e6 + 7, 4.0)
    assert selection.first == id_of(2)
    assert selection.stretch.start.at == 0


def test_an_end_near_a_turning_point_stays_on_it(desk, qtbot):
    _, selection, strip = desk
    near = (TURN + 4 * strip.view.scale) / 1e6
    drag(qtbot, strip, near, 8.0)
    assert selection.stretch.start.at == TURN
    assert selection.stretch.start.turning_point == id_of(12)


def test_an_end_near_the_end_of_a_position_stays_on_it(desk, qtbot):
    session, selection, strip = desk
    session.mark(session.project.segment("S-1"), stretch(1000, 4000, segment(line=NORTH)), View.AGREED)
    drag(qtbot, strip, 4.0 + 4 * strip.view.scale / 1e6, 8.0)
    assert selection.stretch.start.at == 4_000_000


def test_escape_gives_a_drag_up(desk, qtbot):
    _, selection, strip = desk
    drag(qtbot, strip, 5.0, 8.0, release=False)
    qtbot.keyClick(strip, Qt.Key.Key_Escape)
    qtbot.mouseRelease(strip, Qt.MouseButton.LeftButton, pos=place(strip, 8.0))
    assert selection.stretch is None


def test_a_click_selects_the_segment_under_it(desk, qtbot):
    _, selection, strip = desk
    qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=place(strip, 15.0))
    assert (selection.kind, selection.first, selection.stretch) == (Kind.SEGMENT, id_of(2), None)


def test_a_segment_selected_elsewhere_brings_its_part(desk):
    _, selection, strip = desk
    selection.select(Kind.SEGMENT, (id_of(3),))
    assert strip.run.name == "2"


def test_page_down_turns_to_the_next_part_and_round_again(desk, qtbot):
    _, _, strip = desk
    names = []
    for _ in range(3):
        names.append(strip.run.name)
        qtbot.keyClick(strip, Qt.Key.Key_PageDown)
    assert names == ["1", "2", "1"]


def test_the_wheel_zooms_about_the_pointer(desk):
    _, _, strip = desk
    there = QPointF(place(strip, 6.0))
    before = strip.view.at(there.x())
    turn = QWheelEvent(
        there, there, QPoint(), QPoint(0, 480), Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(strip, turn)
    assert strip.view.scale < strip.view.widest / 1.9
    assert abs(strip.view.at(there.x()) - before) < strip.view.scale


def test_arrows_move_by_a_hundred_metres_and_with_shift_extend(desk, qtbot):
    _, selection, strip = desk
    shift, ctrl = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
    selection.select(Kind.SEGMENT, (id_of(1),))
    qtbot.keyClick(strip, Qt.Key.Key_Right)
    qtbot.keyClick(strip, Qt.Key.Key_Right, shift)
    qtbot.keyClick(strip, Qt.Key.Key_Right, shift | ctrl)
    assert (selection.stretch.start.at, selection.stretch.end.at) == (100_000, 210_000)


def test_shift_and_arrow_extend_a_stretch_that_was_chosen_elsewhere(desk, qtbot):
    _, selection, strip = desk
    selection.choose_stretch(id_of(1), stretch(1000, 2000, segment(line=NORTH)))
    qtbot.keyClick(strip, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert (selection.stretch.start.at, selection.stretch.end.at) == (1_000_000, 2_100_000)


def test_alt_and_arrow_go_from_one_turning_point_to_the_next(desk, qtbot):
    _, _, strip = desk
    qtbot.keyClick(strip, Qt.Key.Key_Home)
    qtbot.keyClick(strip, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert strip.cursor_place == TURN


def test_enter_asks_for_the_mark(desk, qtbot):
    _, _, strip = desk
    with qtbot.waitSignal(strip.mark_asked):
        qtbot.keyClick(strip, Qt.Key.Key_Return)


def test_what_is_marked_stands_in_the_lane_of_its_side_only(desk):
    session, _, strip = desk
    session.mark(session.project.segment("S-1"), stretch(1000, 2000, segment(line=NORTH)), View.DISPUTED)
    spans = strip.run.lanes[Lane.A]
    assert (spans.starts.tolist(), spans.ends.tolist()) == ([1_000_000], [2_000_000])
    assert len(strip.run.lanes[Lane.B]) == 0
    session.undo()
    assert len(strip.run.lanes[Lane.A]) == 0


def test_turning_points_and_crossings_stand_at_their_chainage(desk):
    _, _, strip = desk
    posts = strip.model.posts.between(0, strip.run.length)
    assert [(p.kind, p.label) for p in posts] == [
        (PostKind.TURNING_POINT, "101"), (PostKind.TURNING_POINT, "102"), (PostKind.CROSSING, "Road 14")
    ]  # fmt: skip
    assert posts[1].at == TURN
    assert posts[2].index == 1


def test_a_line_drawn_by_a_side_is_told_in_its_lane(desk):
    session, _, strip = desk
    drawn = variant(31, 1000, 4000, Side.A, segment(1, line=NORTH))
    session.draw_variant(session.project.segment("S-1"), drawn.line)
    assert len(strip.run.variants[Side.A]) == 1
    assert len(strip.run.variants[Side.B]) == 0


def test_the_pointer_tells_segment_and_chainage(desk, qtbot):
    _, _, strip = desk
    with qtbot.waitSignal(strip.pointed) as told:
        qtbot.mouseMove(strip, place(strip, 5.0))
    assert told.args[0] == id_of(1)
    assert abs(told.args[1] - 5_000_000) <= strip.view.scale
    assert "S-1" in strip.accessibleDescription()


def test_agreed_and_disputed_look_different_in_grey(desk):
    session, _, strip = desk
    held = session.project.segment("S-1")
    session.mark(held, stretch(0, 5000, segment(line=NORTH)), View.AGREED)
    session.mark(session.project.segment("S-1"), stretch(5000, 10000, segment(line=NORTH)), View.DISPUTED)
    grey = strip.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    row = round(strip.scene().rows.lane(Lane.A))

    def dark(start: float, end: float) -> float:
        columns = range(place(strip, start).x(), place(strip, end).x())
        return sum(grey.pixelColor(x, row).value() < 128 for x in columns) / len(columns)

    assert dark(0.2, 1.0) == 1.0
    assert 0.4 < dark(5.2, 6.2) < 0.9


def test_a_project_without_a_line_says_what_to_do(desk):
    session, _, strip = desk
    session.close()
    assert "Load border segments" in strip.scene().title


def test_the_joint_lane_shows_only_what_was_said_jointly():
    agreed_by_both = segment(1, position_a=(standing(0, 3000),), position_b=(standing(0, 3000),))
    decided = segment(2, delimitation=Delimitation.AGREED_COMMISSION, order=1)
    held = project(agreed_by_both, decided)
    run = run_of("", list(held.all(Segment)), held)
    joint = run.lanes[Lane.JOINT]
    assert [SAID[said] for said in joint.said] == [Delimitation.AGREED_COMMISSION]
    assert int(joint.starts[0]) == int(run.starts[1])


def test_the_posts_of_a_long_part_are_found_while_the_window_goes_on(qtbot, tmp_path, monkeypatch):
    monkeypatch.setattr("desktop.panels.strip_model.MANY", 1)
    jobs = JobRunner()
    session = Session(jobs)
    session.create(tmp_path / "p.gpkg", Settings(title="Valley", side=Side.A), features())
    strip = Strip(session, Selection(), jobs)
    qtbot.addWidget(strip)
    assert strip.model.posts is None
    jobs.wait()
    assert len(strip.model.posts.between(0, strip.run.length)) == 3
    session.close()
    jobs.close()


def test_the_place_under_the_pointer_on_the_map_is_shown_on_the_strip(desk):
    _, _, strip = desk
    strip.show_place(id_of(2), 1_000_000)
    assert strip.scene().picked.hover == length(NORTH) + 1_000_000
    strip.show_place("", -1)
    assert strip.scene().picked.hover is None
