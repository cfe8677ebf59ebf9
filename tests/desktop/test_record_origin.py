"""Every feature says where its numbers come from, whether they repeat, and what is straight between its points."""

import pytest
from msgspec.structs import replace
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton, QTextEdit

from desktop.dialogs.choices import Question
from desktop.dialogs.origins import came_from, said_of_origin
from desktop.dialogs.source import SourcePanel
from desktop.models.tally import Tally
from desktop.panels.record import RecordPanel
from desktop.selection import Selection
from geodata.changes.delta import Delta
from geodata.model.feature import Kind
from geodata.model.segment import Segment
from geodata.model.source import Source
from geodata.model.turning_point import TurningPoint
from tests.desktop.gate_by_hand import desk, opened, sk42, state, table
from tests.desktop.whole_program import NORTH, project_file, running_program, settle
from tests.desktop.whole_program import opened as opened_in_window
from tests.geodata.strategies import id_of


@pytest.fixture
def here(qapp, tmp_path):
    with desk(tmp_path) as both:
        yield both


@pytest.fixture
def loaded(here, qtbot, tmp_path):
    """A project into which a list of a scanned catalogue was loaded."""
    session, jobs = here
    dialog = opened(here, qtbot, table(tmp_path / "list.csv", "X,Y", sk42()[:, ::-1]))
    state(dialog, jobs, "EPSG:28408", "north-east", "EPSG:15865", "scan/")
    for box in dialog.form.gate.sheet.absent.values():
        box.click()
    dialog.check_all()
    jobs.wait()
    dialog.carry_out()
    jobs.wait()
    return session, jobs


def record(qtbot, session, jobs, kind: Kind, id_: str) -> RecordPanel:
    """The record of one feature."""
    selection = Selection()
    panel = RecordPanel(session, selection, Tally(session, jobs))
    panel.selection = selection
    qtbot.addWidget(panel)
    selection.select(kind, (id_,))
    return panel


def said(panel) -> str:
    """All that the record says."""
    return "\n".join(one.text() for one in panel._inside.findChildren(QLabel) if not one.isHidden())


def first_point(session):
    return next(iter(session.project.layers[Kind.TURNING_POINT].values()))


def test_a_feature_says_file_system_operation_versions_and_sheet(loaded, qtbot):
    session, jobs = loaded
    told = said(record(qtbot, session, jobs, Kind.TURNING_POINT, first_point(session).id))
    for part in ("list.csv", "EPSG:28408", "EPSG:15865", "4.5\u202fm", "north first, then east", "not on the sheet"):
        assert part in told
    assert "it repeats exactly" in told


def test_coordinates_as_they_stood_are_shown_and_copied(loaded, qtbot):
    session, jobs = loaded
    panel = record(qtbot, session, jobs, Kind.TURNING_POINT, first_point(session).id)
    (shown,) = panel._inside.findChildren(QTextEdit)
    north, east = (f"{value:.2f}" for value in sk42()[0][::-1])
    assert shown.toPlainText().split() == [north, east]
    next(one for one in panel._inside.findChildren(QPushButton) if one.text() == "Copy all").click()
    assert QGuiApplication.clipboard().text().split() == [north, east]


def test_a_feature_that_was_moved_says_by_how_much(loaded, qtbot):
    session, jobs = loaded
    point = first_point(session)
    moved = replace(point, point=(point.point[0] + 9, point.point[1]))
    session.load("move", [Delta(point, moved)])
    jobs.wait()
    assert "up to 9 steps" in said(record(qtbot, session, jobs, Kind.TURNING_POINT, point.id))


def test_what_was_drawn_by_hand_says_so(here, qtbot):
    session, jobs = here
    (segment,) = session.project.all(Segment)
    assert "drawn or typed here" in said(record(qtbot, session, jobs, Kind.SEGMENT, segment.id))


def test_all_that_came_from_a_source_is_selected_together(loaded, qtbot):
    session, _ = loaded
    (source,) = session.project.all(Source)
    selection = Selection()
    panel = SourcePanel(session, selection)
    qtbot.addWidget(panel)
    panel.register.setCurrentRow(0)
    assert "EPSG:15865" in panel.register.item(0).text()
    with qtbot.waitSignal(selection.shown):
        panel.show_all.click()
    assert set(selection.ids) == set(session.project.layers[Kind.TURNING_POINT])
    assert said_of_origin(came_from(session.project, source.id)) == "9 turning points came from it."


def test_what_is_straight_is_asked_where_it_matters_and_stated_before_there_is_a_base(here, qtbot):
    session, jobs = here
    (segment,) = session.project.all(Segment)
    session.state_straight(segment, "")
    panel = record(qtbot, session, jobs, Kind.SEGMENT, segment.id)
    (asked,) = panel._inside.findChildren(Question)
    asked.show_value("geodesic")
    asked.activated.emit(asked.currentIndex())
    (stated,) = session.project.all(Segment)
    assert stated.straight == "geodesic"


def test_a_sheet_in_the_register_says_how_it_is_read(here, qtbot):
    session, _ = here
    panel = SourcePanel(session, Selection())
    qtbot.addWidget(panel)
    panel.fields["sheet"].setText("\u041a38-103-\u0410")
    assert "Read as K-38-103-\u0410" in panel._sheet_said.text()
    panel.fields["title"].setText("General Staff map")
    panel.fields["print_year"].setText("1978")
    panel.method.show_value("digitised_on_tablet")
    panel.carry_out()
    (source,) = session.project.all(Source)
    assert (source.sheet, source.print_year, source.method) == ("\u041a38-103-\u0410", 1978, "digitised_on_tablet")


def test_a_command_shows_what_came_from_the_same_source(qapp, tmp_path):
    with running_program(qapp, tmp_path / "s.ini") as program:
        opened_in_window(program, project_file(tmp_path))
        read = Source(id=id_of(80), title="list.csv")
        points = [TurningPoint(id=id_of(81 + step), point=NORTH.start, origin=read.id) for step in range(3)]
        program.session.load("Load", [Delta(None, one) for one in (read, *points)])
        settle(program)
        assert not program.line.has_origin()
        program.selection.select(Kind.TURNING_POINT, (points[0].id,))
        program.commands.run("origin")
        assert set(program.selection.ids) == {point.id for point in points}
