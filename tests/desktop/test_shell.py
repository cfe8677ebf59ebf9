"""The window as a whole: projects are opened, worked on, closed and found again as they were left."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QPushButton

from desktop.app.program import Program
from desktop.dialogs.new_project import NewProjectDialog
from desktop.main_window import START
from desktop.start_page import WayIn
from desktop.theme import Theme
from desktop.workspaces import Workspace
from geodata.io.store import Store
from geodata.model.feature import Kind
from geodata.model.status import Position, View
from tests.desktop.whole_program import NORTH, opened, project_file, running_program, settle
from tests.geodata.strategies import id_of


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    return tmp_path / "confinia.ini"


@pytest.fixture
def program(qapp, settings: Path) -> Iterator[Program]:
    with running_program(qapp, settings) as made:
        yield made


@pytest.fixture
def valley(program: Program, tmp_path: Path) -> Program:
    opened(program, project_file(tmp_path))
    return program


def give(qtbot, program: Program, keys: str) -> None:
    """Type a command into the palette and press Enter."""
    qtbot.keyClick(program.window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    if keys.isascii():
        qtbot.keyClicks(program.palette.box, keys)
    else:
        program.palette.box.insert(keys)  # comes from an input method; QTest types ASCII only
    qtbot.keyClick(program.palette.box, Qt.Key.Key_Return)


def pixel_of(program: Program, longitude: float, latitude: float) -> QPoint:
    x, y = program.canvas.view.pixel(longitude, latitude)
    return QPoint(round(x), round(y))


def offers(program: Program) -> list[str]:
    return [one.text() for one in program.window.notices.findChildren(QPushButton) if not one.isHidden()]


def test_without_a_project_the_start_page_offers_the_ways_in(program):
    assert program.window.shown == START
    names = [way.accessibleName() for way in program.start_page.findChildren(WayIn)]
    assert names == ["New project", "Open a project", "Start from a joint base", "Look at the sample"]


def test_a_project_that_was_opened_is_offered_again(qapp, settings, tmp_path):
    path = project_file(tmp_path)
    with running_program(qapp, settings) as program:
        opened(program, path)
    with running_program(qapp, settings) as program:
        (way,) = [way for way in program.start_page.findChildren(WayIn) if way.accessibleName() == "valley"]
        way.click()
        settle(program)
        assert program.session.project.settings.title == "Valley"
        assert program.workspace is Workspace.SURVEY


def test_an_open_project_is_on_the_map_in_the_tables_and_in_the_sums(valley):
    assert {layer.id for layer in valley.canvas.scene.layers} >= {"segment", "route", "turning_point", "annotation"}
    valley.survey.bring("segments")
    assert valley.panels.segments.model.rowCount() == 2
    assert "3.000 agreed \u00b7 2.000 disputed \u00b7 0.000 one-sided" in valley.status.sums.text()
    assert valley.window.title.text() == "Valley \u00b7 side A \u00b7 saved"


def test_a_click_on_the_line_selects_it_everywhere(valley, qtbot):
    valley.survey.bring("segments")
    longitude, latitude = (NORTH.degrees()[0] + NORTH.degrees()[1]) / 2
    qtbot.mouseClick(valley.canvas, Qt.MouseButton.LeftButton, pos=pixel_of(valley, longitude, latitude))
    assert (valley.selection.kind, valley.selection.ids) == (Kind.SEGMENT, (id_of(1),))
    chosen = valley.panels.segments.view.selectionModel().selectedRows()
    assert [valley.panels.segments.model.feature(index.row()).id for index in chosen] == [id_of(1)]
    assert valley.panels.record.mark.isEnabled()


def test_a_stretch_is_chosen_by_two_clicks_and_marked_and_taken_back_by_keys(valley, qtbot):
    qtbot.keyClick(valley.window, Qt.Key.Key_S)
    first, second = (45.007, 40.965), (45.006, 40.93)
    for place in (first, second):
        qtbot.mouseMove(valley.canvas, pixel_of(valley, *place))
        qtbot.mouseClick(valley.canvas, Qt.MouseButton.LeftButton, pos=pixel_of(valley, *place))
    stretch = valley.selection.stretch
    assert stretch is not None
    assert not valley.survey.dock("mark").isHidden()
    valley.panels.mark.choose(View.DISPUTED)
    qtbot.keyClick(valley.panels.mark, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    said = valley.session.project.segment("S-1").position_a[-1]
    assert (said.position, said.stretch.end.at) == (Position.REJECTS, stretch.end.at)
    qtbot.keyClick(valley.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(valley.session.project.segment("S-1").position_a) == 2
    assert not valley.panels.history.model.can_undo
    assert valley.panels.history.model.can_redo


def test_a_command_is_found_by_letters_and_given_with_enter(valley, qtbot):
    give(qtbot, valley, "dark")
    assert valley.appearance.theme is Theme.DARK
    assert valley.canvas.scene.theme.name == "dark"


def test_a_feature_is_found_by_its_identifier_and_shown(valley, qtbot):
    give(qtbot, valley, "go to s-2")
    assert valley.selection.ids == (id_of(2),)
    box = valley.canvas.scene.box_of(frozenset({id_of(2)}))
    seen = valley.canvas.view.box
    assert seen[0] < box[0] < box[2] < seen[2]


def test_a_feature_is_found_by_either_sides_name_whatever_the_case(valley, qtbot):
    for typed in ("արփի", "İNCƏ"):
        valley.selection.clear()
        give(qtbot, valley, typed)
        assert valley.selection.ids == (id_of(1),)


def test_the_palette_leaves_with_escape_and_changes_nothing(valley, qtbot):
    qtbot.keyClick(valley.window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert valley.palette.isVisible()
    qtbot.keyClick(valley.palette.box, Qt.Key.Key_Escape)
    assert not valley.palette.isVisible()
    assert valley.selection.first is None


def test_a_file_that_another_program_holds_gets_a_sentence_and_the_window_goes_on(program, tmp_path):
    path = project_file(tmp_path)
    with Store.open(path):
        opened(program, path)
        assert program.window.notices.sentence == "valley.gpkg is open in another program; close it there first."
        assert offers(program) == ["Open for reading only"]
    assert program.window.shown == START


def test_a_file_of_somebody_else_is_named_and_not_touched(program, tmp_path):
    path = tmp_path / "letter.gpkg"
    path.write_bytes(b"Dear colleague")
    opened(program, path)
    assert program.window.notices.sentence == "letter.gpkg is not a Confinia project. It was not touched."
    assert path.read_bytes() == b"Dear colleague"


def test_a_project_opened_for_reading_only_says_so_and_cannot_be_marked(program, tmp_path):
    path = project_file(tmp_path)
    program.files.open(path, read_only=True)
    settle(program)
    assert program.window.title.text() == "Valley \u00b7 side A \u00b7 for reading only"
    program.selection.select(Kind.SEGMENT, (id_of(1),))
    assert not program.panels.record.mark.isEnabled()
    assert not program.commands.action("mark-agreed").isEnabled()


def test_a_project_dropped_onto_the_window_is_opened(program, tmp_path):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(project_file(tmp_path)))])
    none = Qt.KeyboardModifier.NoModifier
    event = QDropEvent(QPointF(300, 300), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, none)
    program.window.dropEvent(event)
    settle(program)
    assert program.session.is_open


def test_a_layer_without_a_project_asks_for_one_first(program, tmp_path):
    program.files.take([tmp_path / "line.geojson"])
    assert program.window.notices.sentence.startswith("Open or make a project first")


def test_panels_theme_and_view_are_found_as_they_were_left(qapp, settings, tmp_path):
    path = project_file(tmp_path)
    with running_program(qapp, settings) as program:
        opened(program, path)
        program.wear(Theme.DARK)
        program.turn_panel("history")
        program.canvas.zoom(4.0)
        left = program.canvas.view
    with running_program(qapp, settings) as program:
        assert program.appearance.theme is Theme.DARK
        opened(program, path)
        assert program.survey.dock("history").isHidden()
        view = program.canvas.view
        assert (view.x, view.y, view.mpp) == pytest.approx((left.x, left.y, left.mpp), rel=1e-9)


def test_the_layout_can_be_reset(valley, qtbot):
    for id_ in ("history", "layers", "strip"):
        valley.turn_panel(id_)
    give(qtbot, valley, "reset layout")
    assert not any(valley.survey.dock(id_).isHidden() for id_ in ("history", "layers", "strip", "record"))
    assert valley.survey.dock("mark").isHidden()


def test_the_workspaces_are_reached_by_their_keys(valley, qtbot):
    qtbot.keyClick(valley.window, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    assert valley.workspace is Workspace.ROUTES
    qtbot.keyClick(valley.window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert valley.workspace is Workspace.SURVEY


def test_a_letter_typed_into_a_search_box_is_no_command(valley, qtbot):
    valley.survey.bring("segments")
    valley.selection.select(Kind.SEGMENT, (id_of(1),))
    box = valley.panels.segments.search
    box.setFocus()
    qtbot.keyClicks(box, "mnslw")
    assert box.text() == "mnslw"
    assert valley.survey.dock("mark").isHidden()


def test_one_panel_at_a_time_stands_beside_the_record_and_escape_puts_it_away(valley, qtbot):
    valley.selection.select(Kind.SEGMENT, (id_of(1),))
    for id_ in ("mark", "note"):
        valley.commands.run(id_)
    assert valley.survey.dock("mark").isHidden()
    assert not valley.survey.dock("note").isHidden()
    valley.line.record()
    assert not valley.survey.dock("record").isHidden()


def test_every_command_has_a_name_of_its_own_and_no_two_share_a_key(valley):
    texts = [(command.menu, command.text) for command in valley.commands]
    assert len(set(texts)) == len(texts)
    keys = [key for command in valley.commands if (key := valley.commands.shortcut(command.id))]
    assert sorted(keys) == sorted(set(keys))


def test_closing_the_project_returns_to_the_start_page(valley):
    valley.commands.run("close")
    assert valley.window.shown == START
    assert valley.status.sums.text() == ""
    assert valley.canvas.scene.layers == ()


def test_recent_projects_are_in_the_file_menu_too(valley, tmp_path):
    menu = valley.window.menu("File")
    (recent,) = [action.menu() for action in menu.actions() if action.menu() is not None]
    recent.aboutToShow.emit()
    assert [action.text() for action in recent.actions()] == ["valley.gpkg"]


def test_a_change_set_dropped_alone_in_review_waits_there_for_the_other(valley, tmp_path):
    valley.go_to(Workspace.PUBLISH)
    valley.publish.base.write(tmp_path / "base.confinia")
    settle(valley)
    valley.publish.changes.write(tmp_path / "a.confinia")
    settle(valley)
    valley.go_to(Workspace.REVIEW)
    valley.files.take([tmp_path / "a.confinia"])
    settle(valley)
    assert valley.workspace is Workspace.REVIEW
    assert valley.review.reviewed is None


def test_a_joint_base_dropped_while_nothing_is_open_offers_a_new_project(valley, tmp_path):
    valley.publish.base.write(tmp_path / "base.confinia")
    settle(valley)
    valley.files.close_project()
    valley.files.take([tmp_path / "base.confinia"])
    settle(valley)
    (dialog,) = valley.window.findChildren(NewProjectDialog)
    assert dialog.name.text() == "Valley"
    dialog.close()


def test_a_project_that_is_open_here_is_not_called_open_elsewhere(valley, tmp_path):
    opened(valley, valley.session.store.path)
    assert "is open here already" in valley.window.notices.sentence
    assert valley.session.can_write


def test_news_go_when_another_gesture_overtakes_them_and_troubles_stay(valley):
    valley.window.notices.news("Marked. Undo takes it back.")
    valley.commands.run("next-segment")
    valley.commands.run("mark-agreed")
    assert valley.window.notices.sentence == ""
    valley.window.notices.trouble("The disk is full.")
    valley.session.undo()
    assert valley.window.notices.sentence == "The disk is full."


def test_a_project_asked_for_twice_at_once_is_opened_once(program, tmp_path):
    path = project_file(tmp_path)
    program.files.open(path)
    program.files.open(path)
    settle(program)
    assert program.session.can_write
    assert program.window.notices.sentence == ""


def test_a_project_that_was_taken_away_says_so_and_nothing_is_lost_in_the_window(valley):
    before = valley.session.project
    valley.session.store.path.unlink()
    valley.commands.run("next-segment")
    valley.commands.run("mark-agreed")
    assert "is no longer where it was opened" in valley.window.notices.sentence
    assert valley.session.project is before
