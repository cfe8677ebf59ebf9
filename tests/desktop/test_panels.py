"""The panels around the map, by gesture: tables, record, layers, legend, history."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QScrollBar,
)

from desktop.app.program import Program
from desktop.dialogs.figures import metres
from desktop.panels.layers import eye_of
from desktop.panels.record_segment import StretchRow
from desktop.workspaces import Workspace
from geodata.changes.delta import Delta
from geodata.geometry.measure import length
from geodata.geometry.stretch import stretch
from geodata.io.store import Store
from geodata.model.feature import Kind
from geodata.model.project import Settings
from geodata.model.status import Picture, Side, View
from tests.desktop.whole_program import NORTH, opened, project_file, running_program, settle
from tests.geodata.strategies import id_of, segment


@pytest.fixture
def valley(qapp, tmp_path: Path) -> Iterator[Program]:
    with running_program(qapp, tmp_path / "confinia.ini") as program:
        opened(program, project_file(tmp_path))
        yield program


def texts(panel) -> list[str]:
    QCoreApplication.sendPostedEvents()  # what was added to a layout comes into sight
    return [one.text() for one in panel.findChildren(QLabel) if not one.isHidden()]


def click_row(qtbot, view, row: int, keys=Qt.KeyboardModifier.NoModifier) -> None:
    place = view.visualRect(view.model().index(row, 0)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, keys, place)


def headings(table) -> dict[str, int]:
    model = table.model
    return {model.headerData(n, Qt.Orientation.Horizontal): n for n in range(model.columnCount())}


def test_the_record_says_names_of_both_sides_status_length_and_who_said_what(valley):
    valley.selection.select(Kind.SEGMENT, (id_of(1),))
    told = texts(valley.panels.record)
    assert "Section 04, S-1" in told
    assert "Արփի / İncə" in told
    assert {"agreed", "disputed", "not examined", "no legal force", "not demarcated"} <= set(told)
    assert metres(length(NORTH)) in told
    assert "Ridge." in told
    assert any(one.startswith("shared \u00b7 A \u00b7 remark") for one in told)


def test_a_stretch_in_the_record_is_chosen_by_a_click(valley, qtbot):
    valley.selection.select(Kind.SEGMENT, (id_of(1),))
    row = valley.panels.record.findChildren(StretchRow)[1]
    qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
    chosen = valley.selection.stretch
    assert (chosen.start.at, chosen.end.at) == (3_000_000, 5_000_000)
    assert "Section 04, S-1, 3.000 \u2013 5.000" in texts(valley.panels.record)


def test_several_segments_are_summed(valley):
    valley.selection.select(Kind.SEGMENT, (id_of(1), id_of(2)))
    assert "2 selected" in texts(valley.panels.record)
    assert not valley.panels.record.mark.isEnabled()


def test_a_route_has_a_record_too(valley):
    valley.selection.select(Kind.ROUTE, (id_of(3),))
    assert {"R-7", "route", "rail"} <= set(texts(valley.panels.record))


def test_nothing_selected_says_how_to_select(valley):
    assert "Nothing is selected." in texts(valley.panels.record)


def test_picking_a_row_selects_on_the_map_and_a_double_click_goes_there(valley, qtbot):
    valley.survey.bring("segments")
    view = valley.panels.segments.view
    click_row(qtbot, view, 1)
    assert valley.selection.ids == (id_of(2),)
    assert valley.canvas.scene.selected == {id_of(2)}
    click_row(qtbot, view, 0, Qt.KeyboardModifier.ControlModifier)
    assert valley.selection.ids == (id_of(1), id_of(2))
    before = valley.canvas.view
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert valley.canvas.view != before


def test_the_table_has_kilometres_by_status_and_follows_a_mark(valley):
    valley.survey.bring("segments")
    table = valley.panels.segments
    column = headings(table)["one-sided, km"]
    assert [table.model.index(row, column).data() for row in (0, 1)] == ["\u2013", "\u2013"]
    south = valley.session.project.segment("S-2")
    valley.session.mark(south, stretch(south, 0, 1_500_000), View.AGREED)
    assert table.model.index(1, column).data() == "1.500"
    assert table.model.index(1, headings(table)["A's position"]).data() == "agreed"


def test_the_table_is_narrowed_by_words_and_by_status(valley, qtbot):
    valley.survey.bring("segments")
    table = valley.panels.segments
    qtbot.keyClicks(table.search, "s-2")
    assert table.model.rowCount() == 1
    table.search.clear()
    table.narrow.setCurrentText(f"with {Picture.DISPUTED.value} stretches")
    assert [table.model.feature(row).id for row in range(table.model.rowCount())] == [id_of(1)]


def test_a_click_on_a_heading_sorts(valley, qtbot):
    valley.survey.bring("segments")
    table = valley.panels.segments
    header = table.view.horizontalHeader()
    x = header.sectionViewportPosition(headings(table)["Length, km"]) + 20
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(x, 8))
    first = table.model.feature(0).id
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(x, 8))
    assert {first, table.model.feature(0).id} == {id_of(1), id_of(2)}


def test_a_note_leads_to_what_it_is_on(valley, qtbot):
    valley.survey.bring("notes")
    click_row(qtbot, valley.panels.notes.view, 0)
    assert (valley.selection.kind, valley.selection.ids) == (Kind.SEGMENT, (id_of(1),))


def test_a_new_note_is_in_the_table_at_once(valley):
    valley.survey.bring("notes")
    valley.session.write_note(id_of(2), "Only for us.", private=True)
    table = valley.panels.notes
    assert table.model.rowCount() == 2
    table.narrow.setCurrentText("private")
    assert table.model.index(0, 0).data() == "Only for us."


def test_layers_are_hidden_by_the_eye_and_stay_hidden_after_an_edit(valley, qtbot):
    layers = valley.panels.layers
    row = layers.model.row_of("route")
    at = eye_of(layers.view.visualRect(layers.model.index(row))).center()
    qtbot.mouseClick(layers.view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert not valley.canvas.scene.layer("route").visible
    one = valley.session.project.segment("S-1")
    valley.session.mark(one, stretch(one, 6_000_000, 7_000_000), View.AGREED)
    settle(valley)
    assert not valley.canvas.scene.layer("route").visible


def test_the_order_of_layers_is_changed_by_keys_and_the_opacity_by_the_slider(valley, qtbot):
    layers = valley.panels.layers
    top = layers.model.layer(0).id
    layers.view.setCurrentIndex(layers.model.index(0))
    qtbot.keyClick(layers.view, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert layers.model.row_of(top) == 1
    assert valley.canvas.scene.layers[-2].id == top
    layers.view.setCurrentIndex(layers.model.index(0))
    layers.opacity.setValue(40)
    assert valley.canvas.scene.layers[-1].opacity == pytest.approx(0.4)


def test_the_legend_says_what_is_in_view(valley):
    said = [valley.panels.legend.list.item(row).text() for row in range(valley.panels.legend.list.count())]
    assert said[:2] == ["agreed by both", "disputed"]
    assert {"not examined", "railway", "turning point", "note"} <= set(said)


def test_a_double_click_in_the_history_steps_back_and_forth(valley, qtbot):
    for end in (1_000_000, 2_000_000):
        south = valley.session.project.segment("S-2")
        valley.session.mark(south, stretch(south, 0, end), View.DISPUTED)
    history = valley.panels.history
    history.step_to(history.model.index(1))
    assert valley.session.project.segment("S-2").position_a[0].stretch.end.at == 1_000_000
    history.step_to(history.model.index(0))
    assert valley.session.project.segment("S-2").position_a[0].stretch.end.at == 2_000_000


def test_an_empty_map_offers_to_load_and_stops_when_there_is_something(qapp, tmp_path, qtbot):
    with running_program(qapp, tmp_path / "confinia.ini") as program:
        Store.create(tmp_path / "new.gpkg", Settings(title="New", side=Side.B)).close()
        opened(program, tmp_path / "new.gpkg")
        (load,) = [one for one in program.panels.map.findChildren(QPushButton) if one.text().startswith("Load")]
        assert load.isVisible()
        program.session.load("Load", [Delta(None, segment(1))])
        settle(program)
        assert not load.isVisible()
        assert program.canvas.scene.layer("segment") is not None


def test_every_control_has_a_name_for_those_who_do_not_see_it(valley):
    valley.go_to(Workspace.PUBLISH)
    valley.go_to(Workspace.REVIEW)
    kinds = (QAbstractButton, QLineEdit, QComboBox, QAbstractItemView, QAbstractSlider, QPlainTextEdit, QProgressBar)
    controls = [one for kind in kinds for one in valley.window.findChildren(kind)]
    own = [one for one in controls if not one.isHidden() and not _made_by_qt(one)]
    assert len(own) > 60
    assert [f"{type(one).__name__} in {type(one.parent()).__name__}" for one in own if not _name(one)] == []


def _made_by_qt(control) -> bool:
    """Whether it is a part inside a control that has its name."""
    boxes = (QComboBox, QAbstractSpinBox, QLineEdit)
    inside = isinstance(control.parent(), boxes) or control.metaObject().className() == "QComboBoxListView"
    return inside or isinstance(control, QHeaderView | QScrollBar) or control.objectName().startswith("qt_")


def _name(control) -> str:
    return control.accessibleName() or getattr(control, "text", lambda: "")()
