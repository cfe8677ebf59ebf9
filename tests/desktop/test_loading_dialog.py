"""The load dialog: columns mapped, first rows seen, every row checked; nothing is written before Load."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from desktop.dialogs.loading import LoadDialog
from desktop.jobs import JobRunner
from desktop.session import Session
from geodata.io.mapping import Target
from geodata.model.feature import Kind
from geodata.model.project import Settings
from geodata.model.route import Route
from geodata.model.segment import Segment
from geodata.model.status import Side

LEFT = Qt.MouseButton.LeftButton
GOOD = [[45.0, 41.0], [45.01, 40.95], [45.0, 40.9]]
CROSSING = [[45.0, 41.0], [45.1, 40.9], [45.1, 41.0], [45.0, 40.9]]


def geojson(path: Path, *rows: tuple[dict, list | None]) -> Path:
    """A file of lines; None: a row without geometry."""
    features = [
        {
            "type": "Feature",
            "properties": properties,
            "geometry": None if places is None else {"type": "LineString", "coordinates": places},
        }
        for properties, places in rows
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False))
    return path


def lines(folder: Path) -> Path:
    """Two good lines, one that crosses itself, one without geometry."""
    return geojson(
        folder / "border_lines.geojson",
        ({"line_id": "l-1", "name": "Աղստև"}, GOOD),
        ({"line_id": "l-2", "name": "Ağstafa"}, [[45.2, 41.0], [45.2, 40.9]]),
        ({"line_id": "l-3", "name": "x"}, CROSSING),
        ({"line_id": "l-4", "name": "y"}, None),
    )


@pytest.fixture
def desk(qapp, tmp_path: Path) -> Iterator[tuple[Session, JobRunner]]:
    jobs = JobRunner()
    session = Session(jobs)
    session.create(tmp_path / "p.gpkg", Settings(title="Valley", side=Side.A))
    yield session, jobs
    session.close()
    jobs.close()


def opened(desk, qtbot, path: Path) -> LoadDialog:
    """The dialog on a file, its first rows shown."""
    session, jobs = desk
    dialog = LoadDialog(session, jobs, path)
    qtbot.addWidget(dialog)
    dialog.show()
    jobs.wait()
    return dialog


def answered(dialog: LoadDialog, crs: str = "", axes: str = "") -> None:
    """Says of the source what the file does not: its kind is not stated, the rest as given."""
    gate = dialog.form.gate
    if crs:
        gate.crs.show_answer(crs)
    if axes:
        dialog.form.gate.axes.buttons[axes].click()
    gate.kind.show_value("")
    gate.changed.emit()


def checked(desk, qtbot, path: Path) -> LoadDialog:
    """The dialog after every row was checked."""
    dialog = opened(desk, qtbot, path)
    answered(dialog)
    qtbot.mouseClick(dialog.check, LEFT)
    desk[1].wait()
    return dialog


def test_columns_are_guessed_and_the_first_rows_shown_on_map_and_table(desk, qtbot, tmp_path):
    dialog = opened(desk, qtbot, lines(tmp_path))
    mapping = dialog.mapping()
    assert (mapping.target, mapping.id, [name.column for name in mapping.names]) == (
        Target.SEGMENTS, "line_id", ["name"]
    )  # fmt: skip
    table = dialog.pane.table
    assert table.rowCount() == 4
    assert table.item(0, 1).text() == "Աղստև"
    assert len(dialog.pane.canvas.scene.layers[0]) == 2


def test_nothing_is_written_before_load(desk, qtbot, tmp_path):
    session, _ = desk
    dialog = checked(desk, qtbot, lines(tmp_path))
    assert dialog.load.text() == "&Load 2 segments"
    assert not session.project.layers[Kind.SEGMENT]
    assert session.history() == []


def test_every_refused_row_is_named_with_its_reason_and_can_be_looked_at(desk, qtbot, tmp_path):
    dialog = checked(desk, qtbot, lines(tmp_path))
    model = dialog.report.refused
    told = [[model.index(row, column).data() for column in range(3)] for row in range(model.rowCount())]
    assert [row[:2] for row in told] == [["3", "l-3"], ["4", "l-4"]]
    assert all(row[2] for row in told)
    before = dialog.pane.canvas.view
    dialog.report.view.selectRow(0)
    assert dialog.pane.canvas.view != before


def test_loading_is_one_step_that_undo_takes_back(desk, qtbot, tmp_path):
    session, _ = desk
    dialog = checked(desk, qtbot, lines(tmp_path))
    with qtbot.waitSignal(dialog.loaded) as told:
        qtbot.mouseClick(dialog.load, LEFT)
    assert told.args == [2]
    segments = list(session.project.all(Segment))
    assert [(one.source_id, one.names[0].text) for one in segments] == [("l-1", "Աղստև"), ("l-2", "Ağstafa")]
    assert len(session.history()) == 1
    session.undo()
    assert not session.project.layers[Kind.SEGMENT]


def test_the_same_file_again_has_nothing_new(desk, qtbot, tmp_path):
    _, jobs = desk
    first = checked(desk, qtbot, lines(tmp_path))
    first.carry_out()
    jobs.wait()
    again = checked(desk, qtbot, lines(tmp_path))
    assert not again.load.isEnabled()
    assert len(again._outcome.unchanged) == 2


def test_the_mapping_is_remembered_for_files_of_the_same_columns(desk, qtbot, tmp_path):
    _, jobs = desk
    file = geojson(tmp_path / "one.geojson", ({"a": "1", "b": "x"}, GOOD))
    dialog = opened(desk, qtbot, file)
    assert dialog.mapping().id == ""
    box = dialog.form.columns["id"]
    box.setCurrentIndex(box.findData("a"))
    answered(dialog)
    dialog.check_all()
    jobs.wait()
    dialog.carry_out()
    jobs.wait()
    other = geojson(tmp_path / "two.geojson", ({"a": "2", "b": "y"}, [[45.3, 41.0], [45.3, 40.9]]))
    assert opened(desk, qtbot, other).mapping().id == "a"


def test_another_role_makes_other_features(desk, qtbot, tmp_path):
    session, jobs = desk
    dialog = opened(desk, qtbot, geojson(tmp_path / "ways.geojson", ({"code": "M4", "railway": "rail"}, GOOD)))
    dialog.choose_role(Target.ROUTES)
    jobs.wait()
    assert "mode" in dialog.form.columns
    answered(dialog)
    dialog.check_all()
    jobs.wait()
    dialog.carry_out()
    jobs.wait()
    assert [route.source_id for route in session.project.all(Route)] == ["M4"]


def test_a_layer_that_only_lies_beneath_is_kept_as_reference(desk, qtbot, tmp_path):
    session, jobs = desk
    dialog = opened(desk, qtbot, geojson(tmp_path / "rivers.geojson", ({"name": "Virmel"}, GOOD)))
    dialog.choose_role(Target.REFERENCE)
    jobs.wait()
    dialog.check_all()
    jobs.wait()
    with qtbot.waitSignal(session.references_changed):
        dialog.carry_out()
    assert [layer.name for layer in session.references()] == ["rivers"]
    assert not session.history()


def test_a_file_that_states_no_reference_system_asks_for_one(desk, qtbot, tmp_path):
    session, jobs = desk
    file = tmp_path / "points.csv"
    file.write_text("number,x,y\n101,45.0,41.0\n102,45.0,40.9\n")
    dialog = opened(desk, qtbot, file)
    dialog.choose_role(Target.TURNING_POINTS)
    jobs.wait()
    answered(dialog)
    assert dialog.form.gate.crs.isVisible()
    assert dialog.questions() == ["Reference system", "Order of the axes"]
    assert not dialog.check.isEnabled()
    answered(dialog, "EPSG:4326", "east-north")
    jobs.wait()
    assert dialog.questions() == []
    dialog.check_all()
    jobs.wait()
    dialog.carry_out()
    jobs.wait()
    assert len(session.project.layers[Kind.TURNING_POINT]) == 2


def test_where_several_operations_apply_a_person_has_to_choose(desk, qtbot, tmp_path):
    _, jobs = desk
    file = tmp_path / "points.csv"
    file.write_text("number,x,y\n101,8500000,4540000\n102,8501000,4541000\n")
    dialog = opened(desk, qtbot, file)
    dialog.choose_role(Target.TURNING_POINTS)
    answered(dialog, "EPSG:28408", "east-north")
    dialog.go_to_question()
    jobs.wait()
    qtbot.waitUntil(lambda: dialog.questions() == ["Operation to the joint system"])
    choices = dialog.form.gate.operation
    assert choices.isVisible()
    assert {"EPSG:15865", "EPSG:1808"} <= set(choices.buttons)
    assert choices.value == ""
    choices.buttons["EPSG:15865"].click()
    jobs.wait()
    dialog.check_all()
    jobs.wait()
    assert dialog.load.text() == "&Load 2 turning points"
    assert dialog.mapping().operation == "EPSG:15865"


def test_other_content_is_taken_only_when_asked_for(desk, qtbot, tmp_path):
    session, jobs = desk
    file = geojson(tmp_path / "a.geojson", ({"line_id": "l-1", "name": "One"}, GOOD))
    checked(desk, qtbot, file).carry_out()
    jobs.wait()
    geojson(file, ({"line_id": "l-1", "name": "Another"}, GOOD))
    dialog = checked(desk, qtbot, file)
    assert not dialog.load.isEnabled()
    dialog.report.update_box.setChecked(True)
    jobs.wait()
    dialog.carry_out()
    jobs.wait()
    (segment,) = session.project.all(Segment)
    assert segment.names[0].text == "Another"


def test_the_source_is_the_same_afterwards(desk, qtbot, tmp_path):
    _, jobs = desk
    file = lines(tmp_path)
    os.utime(file, ns=(10**18, 10**18))
    before = file.read_bytes(), file.stat().st_mtime_ns
    checked(desk, qtbot, file).carry_out()
    jobs.wait()
    assert (file.read_bytes(), file.stat().st_mtime_ns) == before


def test_leaving_while_it_reads_stops_it_and_writes_nothing(desk, qtbot, tmp_path):
    session, jobs = desk
    dialog = opened(desk, qtbot, lines(tmp_path))
    dialog.check_all()
    dialog.reject()
    jobs.wait()
    assert session.can_write
    assert session.history() == []


def test_a_file_of_something_else_is_refused_in_a_sentence(desk, qtbot, tmp_path):
    file = tmp_path / "letter.pdf"
    file.write_bytes(b"%PDF-1.7 nothing of ours")
    dialog = opened(desk, qtbot, file)
    assert "is none of" in dialog._said.text()
    assert not dialog.check.isEnabled()
