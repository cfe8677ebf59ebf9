"""The panels for notes, sources and lines, and the dialog for a new project."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt

from desktop.dialogs.new_project import NewProjectDialog
from desktop.dialogs.note import NotePanel
from desktop.dialogs.source import SourcePanel
from desktop.dialogs.variant import VariantPanel
from desktop.jobs import JobRunner
from desktop.selection import Selection
from desktop.session import Session
from geodata.changes.documents.base import base_of
from geodata.io.documents import write_document
from geodata.model.annotation import Annotation, NoteKind, PrivateNote
from geodata.model.feature import Kind
from geodata.model.project import Settings
from geodata.model.source import Source, SourceKind
from geodata.model.status import Side, View
from geodata.model.variant import Variant, VariantState
from tests.geodata.strategies import id_of, line, project, segment, stretch, variant

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def jobs(qapp) -> Iterator[JobRunner]:
    made = JobRunner()
    yield made
    made.close()


@pytest.fixture
def desk(jobs, tmp_path: Path) -> Iterator[tuple[Session, Selection]]:
    session, selection = Session(jobs), Selection()
    own = variant(31, 1000, 4000, Side.A, segment(1), label="A-1")
    theirs = variant(32, 1000, 4000, Side.B, segment(1))
    session.create(tmp_path / "p.gpkg", Settings(title="Valley", side=Side.A), (segment(1), own, theirs))
    selection.select(Kind.SEGMENT, (id_of(1),))
    yield session, selection
    session.close()


def test_a_shared_and_a_private_note_go_their_own_ways(desk, qtbot):
    session, selection = desk
    panel = NotePanel(session, selection)
    qtbot.addWidget(panel)
    panel.kind.setCurrentIndex(panel.kind.findData(NoteKind.QUESTION.value))
    qtbot.keyClicks(panel.shared, "Which edition?")
    qtbot.mouseClick(panel.write_shared, LEFT)
    qtbot.keyClicks(panel.private, "Ask the archive first")
    qtbot.mouseClick(panel.write_private, LEFT)
    (shared,), (private,) = session.project.all(Annotation), session.project.all(PrivateNote)
    assert (shared.text, shared.type, shared.by, shared.target) == (
        "Which edition?", NoteKind.QUESTION, Side.A, id_of(1)
    )  # fmt: skip
    assert private.text == "Ask the archive first"
    assert (panel.shared.toPlainText(), panel.private.toPlainText()) == ("", "")


def test_a_note_is_on_the_chosen_stretch_unless_that_is_unticked(desk, qtbot):
    session, selection = desk
    panel = NotePanel(session, selection)
    qtbot.addWidget(panel)
    selection.choose_stretch(id_of(1), stretch(1000, 2000))
    panel.shared.setPlainText("Here.")
    panel.write(private=False)
    panel.on_stretch.setChecked(False)
    panel.shared.setPlainText("Everywhere.")
    panel.write(private=False)
    notes = {note.text: note.stretch for note in session.project.all(Annotation)}
    assert notes["Here."].start.at == 1_000_000
    assert notes["Everywhere."] is None


def test_the_private_box_says_that_it_stays(desk, qtbot):
    session, selection = desk
    panel = NotePanel(session, selection)
    qtbot.addWidget(panel)
    texts = [one.text() for one in panel.findChildren(type(panel._said))]
    assert any("Stays in this project; never in a change set" in text for text in texts)


def test_an_empty_note_is_refused_in_a_sentence(desk, qtbot):
    session, selection = desk
    panel = NotePanel(session, selection)
    qtbot.addWidget(panel)
    qtbot.mouseClick(panel.write_shared, LEFT)
    assert panel._said.text() == "The note is empty."


def test_a_source_is_entered_with_survey_and_duty_year_and_cited(desk, qtbot):
    session, selection = desk
    session.mark(session.project.segment("S-1"), stretch(1000, 2000), View.DISPUTED)
    panel = SourcePanel(session, selection)
    qtbot.addWidget(panel)
    panel.type.setCurrentIndex(panel.type.findData(SourceKind.MAP.value))
    typed = {"title": "Sheet K-38-103", "scale": "100000", "survey_year": "1976", "duty_year": "1979"}
    for name, text in typed.items():
        qtbot.keyClicks(panel.fields[name], text)
    qtbot.mouseClick(panel.enter, LEFT)
    (source,) = session.project.all(Source)
    assert (source.title, source.scale, source.survey_year, source.duty_year) == ("Sheet K-38-103", 100_000, 1976, 1979)
    selection.choose_stretch(id_of(1), stretch(1000, 2000))
    qtbot.mouseClick(panel.cite, LEFT)
    assert session.project.segment("S-1").position_a[0].sources == (source.id,)


def test_a_source_without_a_title_is_refused_in_a_sentence(desk, qtbot):
    session, selection = desk
    panel = SourcePanel(session, selection)
    qtbot.addWidget(panel)
    qtbot.mouseClick(panel.enter, LEFT)
    assert panel._said.text() == "A source needs a title."
    assert not list(session.project.all(Source))


def test_a_year_that_cannot_be_is_refused_and_stays_as_typed(desk, qtbot):
    session, selection = desk
    panel = SourcePanel(session, selection)
    qtbot.addWidget(panel)
    panel.fields["title"].setText("Sheet")
    qtbot.keyClicks(panel.fields["survey_year"], "19")
    qtbot.mouseClick(panel.enter, LEFT)
    assert not list(session.project.all(Source))
    assert panel.fields["survey_year"].text() == "19"


def bulge() -> np.ndarray:
    """A line that leaves the segment and comes back to it, in degrees."""
    return np.array([[45.0, 41.0], [45.02, 40.97], [45.01, 40.95]])


def test_a_drawn_line_is_measured_before_it_is_put_on_the_table(desk, qtbot):
    session, selection = desk
    panel = VariantPanel(session, selection, session._jobs)
    qtbot.addWidget(panel)
    before = len(list(session.project.all(Variant)))
    with qtbot.waitSignal(panel.line_changed):
        panel.take_degrees(bulge())
    assert "from the base's line" in panel._measures.text()
    assert len(list(session.project.all(Variant))) == before
    qtbot.keyClicks(panel.name, "Ridge")
    qtbot.mouseClick(panel.propose, LEFT)
    drawn = [one for one in session.project.all(Variant) if one.label == "Ridge"]
    assert [(one.proposed_by, one.segment, len(one.line)) for one in drawn] == [(Side.A, id_of(1), 3)]


def test_a_line_is_taken_from_a_file(desk, qtbot, tmp_path):
    session, selection = desk
    file = tmp_path / "ridge.geojson"
    places = bulge().tolist()
    file.write_text(
        '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"Ridge"},'
        f'"geometry":{{"type":"LineString","coordinates":{places}}}}}]}}'
    )
    panel = VariantPanel(session, selection, session._jobs)
    qtbot.addWidget(panel)
    panel.read(file)
    session._jobs.wait()
    assert panel.propose.isEnabled()
    panel.carry_out()
    own = [one for one in session.project.all(Variant) if one.proposed_by is Side.A]
    assert len(own) == 2
    (origin,) = {session.project.get(Source, one.origin).title for one in own if one.origin}
    assert origin == "ridge.geojson, ridge"


def test_a_file_without_a_line_is_said_to_have_none(desk, qtbot, tmp_path):
    session, selection = desk
    file = tmp_path / "post.geojson"
    file.write_text(
        '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},'
        '"geometry":{"type":"Point","coordinates":[45,41]}}]}'
    )
    panel = VariantPanel(session, selection, session._jobs)
    qtbot.addWidget(panel)
    panel.read(file)
    session._jobs.wait()
    assert "has no line" in panel._said.text()
    assert not panel.propose.isEnabled()


def test_only_the_own_lines_are_listed_and_one_is_withdrawn(desk, qtbot):
    session, selection = desk
    panel = VariantPanel(session, selection, session._jobs)
    qtbot.addWidget(panel)
    assert panel.drawn.count() == 1
    panel.drawn.setCurrentRow(0)
    qtbot.mouseClick(panel.withdraw, LEFT)
    assert session.project.get(Variant, id_of(31)).state is VariantState.WITHDRAWN
    assert not panel.withdraw.isEnabled()


def test_neither_side_is_chosen_beforehand(qtbot, jobs, tmp_path):
    dialog = NewProjectDialog(Session(jobs), jobs)
    qtbot.addWidget(dialog)
    dialog.name.setText("Two Rivers")
    dialog.set_place(tmp_path / "two")
    assert dialog.side is None
    assert not dialog.make.isEnabled()


def test_a_new_project_is_made_and_opened(qtbot, jobs, tmp_path):
    session = Session(jobs)
    dialog = NewProjectDialog(session, jobs)
    qtbot.addWidget(dialog)
    qtbot.keyClicks(dialog.name, "Two Rivers")
    dialog.set_place(tmp_path / "two")
    dialog.sides[Side.B].click()
    with qtbot.waitSignal(dialog.made):
        qtbot.mouseClick(dialog.make, LEFT)
    assert (session.project.settings.title, session.project.settings.side) == ("Two Rivers", Side.B)
    assert (tmp_path / "two.gpkg").exists()
    session.close()


def test_a_project_starts_from_a_joint_base_that_says_what_it_is(qtbot, jobs, tmp_path):
    base = base_of(project(segment(1), segment(2, line=line((45.1, 41.0), (45.1, 40.9))), title="Valley"))
    file = tmp_path / "base.confinia"
    write_document(file, base)
    session = Session(jobs)
    dialog = NewProjectDialog(session, jobs)
    qtbot.addWidget(dialog)
    dialog.set_base(file)
    jobs.wait()
    assert "base 1: 2 segments" in dialog._base_said.text()
    assert dialog.name.text() == "Valley"
    dialog.set_place(tmp_path / "b.gpkg")
    dialog.sides[Side.B].click()
    dialog.carry_out()
    jobs.wait()
    assert session.project.settings.base == base.sha256
    assert len(session.project.layers[Kind.SEGMENT]) == 2
    session.close()


def test_a_name_that_is_taken_is_refused_and_the_file_is_left_alone(qtbot, jobs, tmp_path):
    taken = tmp_path / "taken.gpkg"
    taken.write_bytes(b"something else")
    dialog = NewProjectDialog(Session(jobs), jobs)
    qtbot.addWidget(dialog)
    dialog.name.setText("Two Rivers")
    dialog.set_place(taken)
    dialog.sides[Side.A].click()
    dialog.carry_out()
    jobs.wait()
    assert "exists already" in dialog._said.text()
    assert taken.read_bytes() == b"something else"
