"""The mark panel: ends typed or picked, what it replaces said first, and one durable gesture by mouse or by keys."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox

from desktop.dialogs.marking import MarkPanel
from desktop.jobs import JobRunner
from desktop.selection import Selection
from desktop.session import Session
from geodata.geometry.measure import chainages, length
from geodata.model.feature import Kind
from geodata.model.project import Settings
from geodata.model.source import Source
from geodata.model.status import Delimitation, Position, Reason, Side, View
from geodata.model.turning_point import TurningPoint
from tests.geodata.strategies import id_of, line, segment, stretch

LINE = line()
TURN = round(chainages(LINE)[1] * 1000)
SHEET = Source(id=id_of(51), title="Sheet K-38-103", offered_by=Side.A)
THEIRS = Source(id=id_of(52), title="Act of 1969", offered_by=Side.B)


@pytest.fixture
def desk(qtbot, tmp_path: Path) -> Iterator[tuple[Session, Selection, MarkPanel]]:
    jobs = JobRunner()
    session, selection = Session(jobs), Selection()
    point = TurningPoint(id=id_of(11), point=(45_010_000_000, 40_950_000_000), label="103")
    decided = segment(2, delimitation=Delimitation.AGREED_COMMISSION)
    features = (segment(1, line=LINE), decided, point, SHEET, THEIRS)
    session.create(tmp_path / "p.gpkg", Settings(title="Valley", side=Side.A), features)
    panel = MarkPanel(session, selection)
    qtbot.addWidget(panel)
    with qtbot.waitActive(panel):
        panel.show()
    yield session, selection, panel
    session.close()
    jobs.close()


def type_into(qtbot, edit: QComboBox, text: str) -> None:
    """Type in place of what stands there."""
    edit.lineEdit().selectAll()
    qtbot.keyClicks(edit.lineEdit(), text)


def said_of(session: Session, name: str = "S-1") -> list[tuple[int, int, Position]]:
    """What A says of a segment."""
    return [(s.stretch.start.at, s.stretch.end.at, s.position) for s in session.project.segment(name).position_a]


def test_a_stretch_typed_in_metres_and_kilometres_is_marked_disputed_with_reason_note_and_source(desk, qtbot):
    session, selection, panel = desk
    selection.select(Kind.SEGMENT, (id_of(1),))
    type_into(qtbot, panel.start, "4 200")
    type_into(qtbot, panel.end, "5,5 km")
    qtbot.mouseClick(panel.views[View.DISPUTED], Qt.MouseButton.LeftButton)
    panel.reason.setCurrentIndex(panel.reason.findData(Reason.RIVER.value))
    qtbot.keyClicks(panel.note, "Ridge, not stream")
    panel.sources.item(0).setCheckState(Qt.CheckState.Checked)
    qtbot.mouseClick(panel.mark, Qt.MouseButton.LeftButton)
    (standing,) = session.project.segment("S-1").position_a
    assert (standing.stretch.start.at, standing.stretch.end.at) == (4_200_000, 5_500_000)
    assert (standing.position, standing.reason) == (Position.REJECTS, Reason.RIVER)
    assert (standing.note, standing.sources) == ("Ridge, not stream", (SHEET.id,))
    assert session.history()[-1].label.startswith("Mark 4.200-5.500 km")


def test_the_whole_of_it_can_be_done_by_keys(desk, qtbot):
    session, selection, panel = desk
    selection.choose_stretch(id_of(1), stretch(1000, 3000))
    qtbot.keyClick(panel, Qt.Key.Key_D, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: panel.view is View.DISPUTED)  # Qt shows the button pressed for a moment first
    qtbot.keyClick(panel.note, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert said_of(session) == [(1_000_000, 3_000_000, Position.REJECTS)]


def test_a_stretch_can_be_given_from_a_turning_point_with_an_offset(desk, qtbot):
    session, selection, panel = desk
    selection.select(Kind.SEGMENT, (id_of(1),))
    type_into(qtbot, panel.start, "TP 103 + 340 m")
    type_into(qtbot, panel.end, "end")
    panel.carry_out()
    (standing,) = session.project.segment("S-1").position_a
    start = standing.stretch.start
    assert (start.at, start.turning_point, start.offset) == (TURN + 340_000, id_of(11), 340_000)
    assert standing.stretch.end.at == length(LINE)


def test_the_turning_points_of_the_segment_are_offered_in_order(desk):
    _, selection, panel = desk
    selection.select(Kind.SEGMENT, (id_of(1),))
    assert [panel.start.itemData(i) for i in range(panel.start.count())] == ["start", "TP 103", "end"]


def test_what_is_typed_moves_the_stretch_on_map_and_strip(desk, qtbot):
    _, selection, panel = desk
    selection.select(Kind.SEGMENT, (id_of(1),))
    type_into(qtbot, panel.start, "1 km")
    type_into(qtbot, panel.end, "2 km")
    assert (selection.stretch.start.at, selection.stretch.end.at) == (1_000_000, 2_000_000)
    assert panel.end.currentText() == "2 km"


def test_what_the_mark_would_replace_is_said_before_it_does(desk, qtbot):
    session, selection, panel = desk
    session.mark(session.project.segment("S-1"), stretch(0, 5000), View.AGREED)
    selection.choose_stretch(id_of(1), stretch(4000, 6000))
    shown = panel.findChildren(type(panel._preview))
    assert any("Replaces agreed 4\u202f000\u202fm\u20135\u202f000\u202fm" in one.text() for one in shown)


def test_a_decided_segment_is_told_to_be_a_proposal_to_reopen(desk):
    _, selection, panel = desk
    selection.choose_stretch(id_of(2), stretch(0, 1000))
    assert "reopen" in panel._preview.text()


@pytest.mark.parametrize("text", ["", "TP 999", "somewhere", "99 km", "-5"])
def test_what_is_no_place_on_the_segment_is_said_and_marks_nothing(desk, qtbot, text):
    session, selection, panel = desk
    selection.select(Kind.SEGMENT, (id_of(1),))
    type_into(qtbot, panel.start, text)
    type_into(qtbot, panel.end, "5 km")
    assert not panel.mark.isEnabled()
    assert panel._preview.text()
    panel.carry_out()
    assert said_of(session) == []


def test_open_takes_back_what_was_said(desk):
    session, selection, panel = desk
    session.mark(session.project.segment("S-1"), stretch(0, 5000), View.AGREED)
    selection.choose_stretch(id_of(1), stretch(1000, 2000))
    panel.choose(View.OPEN)
    panel.carry_out()
    assert said_of(session) == [(0, 1_000_000, Position.ACCEPTS), (2_000_000, 5_000_000, Position.ACCEPTS)]


def test_only_the_own_sides_sources_can_be_cited(desk):
    _, selection, panel = desk
    selection.select(Kind.SEGMENT, (id_of(1),))
    assert [panel.sources.item(row).text() for row in range(panel.sources.count())] == [
        "Sheet K-38-103 \u00b7 map sheet"
    ]


def test_every_control_says_what_it_is(desk):
    _, selection, panel = desk
    selection.select(Kind.SEGMENT, (id_of(1),))
    controls = [panel.start, panel.end, panel.reason, panel.note, panel.sources, *panel.views.values()]
    assert all(control.accessibleName() for control in controls)


def test_a_refusal_is_said_in_its_own_words(desk):
    session, selection, panel = desk
    selection.choose_stretch(id_of(1), stretch(0, 1000))
    panel.note.setPlainText("x" * 20_001)
    panel.carry_out()
    assert said_of(session) == []
    assert "20,000" in panel._said.text()


def test_marking_the_same_again_is_said_to_change_nothing(desk):
    session, selection, panel = desk
    selection.choose_stretch(id_of(1), stretch(0, 1000))
    panel.carry_out()
    panel.carry_out()
    assert len(session.history()) == 1
    assert panel._said.text().startswith("Nothing changed")


def test_a_method_with_a_long_name_does_not_widen_the_panel(desk):
    _, selection, panel = desk
    selection.select(Kind.SEGMENT, (segment(1).id,))
    narrow = panel.minimumSizeHint().width()
    selection.choose_stretch(segment(1).id, stretch(0, 5000))
    assert "geodesic" in panel._length.text()
    panel._length.setText("5 177.28 m, geodesic, Krassowsky 1940, as the commissions have fixed it")
    assert panel.minimumSizeHint().width() == narrow
