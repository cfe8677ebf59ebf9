"""The dialog of coordinate lists: what was read, what is wrong with it, where it lies; nothing before Load."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit

from desktop.dialogs.coordinate_list import ListDialog
from desktop.jobs import JobRunner
from desktop.session import Session
from geodata.io.axes import Axes
from geodata.io.coordinate_list_choices import Through
from geodata.model.project import Settings
from geodata.model.segment import Segment
from geodata.model.status import Side
from geodata.model.turning_point import TurningPoint
from tests.desktop.whole_program import running_program
from tests.geodata.workbooks import sheet, workbook_of

GOOD = "№;B;L;H (БС77)\n1;41°06'33.0\";45°03'12.4\";1200\n2;41°06'43.0\";45°03'22.4\";1210\n"
WRONG = GOOD + "3;41°61'33.0\";45°03'12.4\";1200\n4;41°06'53.0\";;1200\n"
METRES = "№\tX\tY\n1\t4 551 234,57\t8 512 345,68\n2\t4 551 334,57\t8 512 445,68\n"


@pytest.fixture
def desk(qapp, tmp_path: Path) -> Iterator[tuple[Session, JobRunner]]:
    jobs = JobRunner()
    session = Session(jobs)
    session.create(tmp_path / "p.gpkg", Settings(title="Valley", side=Side.A))
    yield session, jobs
    session.close()
    jobs.close()


def opened(desk, qtbot, source: Path | str, crs: str = "") -> ListDialog:
    """The dialog on a list, read with what it says itself."""
    session, jobs = desk
    dialog = ListDialog(session, jobs, source)
    qtbot.addWidget(dialog)
    dialog.show()
    jobs.wait()
    if crs:
        state(dialog, jobs, crs=crs)
    return dialog


def state(dialog: ListDialog, jobs: JobRunner, crs: str = "") -> None:
    """State something, and wait until the list was read with it."""
    if crs:
        dialog.form.crs.setCurrentText(crs)
    dialog.form.changed.emit()
    jobs.wait()


def shown(dialog: ListDialog, row: int) -> list[str]:
    """What a row of the table says."""
    return [str(dialog.rows.index(row, column).data()) for column in range(dialog.rows.columnCount())]


def headings(dialog: ListDialog) -> list[str]:
    """What stands above the table."""
    return [dialog.rows.headerData(place, Qt.Orientation.Horizontal) for place in range(dialog.rows.columnCount())]


def test_a_list_is_shown_as_it_stands_with_what_its_columns_hold(desk, qtbot) -> None:
    dialog = opened(desk, qtbot, GOOD)
    assert headings(dialog) == ["line", "number", "latitude", "longitude", "height"]
    assert shown(dialog, 1) == ["2", "1", "41°06'33.0\"", "45°03'12.4\"", "1200"]
    assert "does not say its reference system" in dialog.said.text()
    assert not dialog.load.isEnabled()


def test_it_is_loaded_as_one_gesture_when_all_is_stated(desk, qtbot) -> None:
    session, jobs = desk
    dialog = opened(desk, qtbot, GOOD, crs="EPSG:4326")
    assert "Load 2 turning points" in dialog.load.text()
    assert not session.store.history()
    with qtbot.waitSignal(dialog.loaded) as told:
        qtbot.mouseClick(dialog.load, Qt.MouseButton.LeftButton)
    jobs.wait()
    assert told.args == ["2 turning points"]
    assert [step.label for step in session.store.history()] == ["Load 2 turning points from pasted text"]
    assert [point.label for point in session.project.all(TurningPoint)] == ["1", "2"]
    assert not dialog.isVisible()


def test_wrong_lines_are_marked_with_their_reason_and_stop_all_of_it(desk, qtbot) -> None:
    dialog = opened(desk, qtbot, WRONG, crs="EPSG:4326")
    assert headings(dialog)[1] == "why it is wrong"
    assert "61 minutes" in shown(dialog, 3)[1]
    assert shown(dialog, 4)[1] == "the longitude is missing"
    assert dialog.said.text().startswith("2 lines are wrong; nothing is loaded until each is right.")
    assert len(dialog.text.extraSelections()) == 2
    assert not dialog.load.isEnabled()
    dialog.carry_out()
    assert not desk[0].store.history()


def test_the_next_wrong_line_is_a_key_away(desk, qtbot) -> None:
    dialog = opened(desk, qtbot, WRONG, crs="EPSG:4326")
    assert dialog.next_wrong.isVisible()
    visited = []
    for _ in range(3):
        dialog.go_to_next()
        visited.append(dialog.view.currentIndex().row())
    assert visited == [3, 4, 3]


def test_a_pasted_text_is_corrected_in_place(desk, qtbot) -> None:
    _, jobs = desk
    dialog = opened(desk, qtbot, WRONG, crs="EPSG:4326")
    dialog.text.setPlainText(WRONG.replace("61'", "06'").replace("4;41°06'53.0\";;", "4;41°06'53.0\";45°03'32.4\";"))
    dialog.read()
    jobs.wait()
    assert dialog.said.text() == ""
    assert "Load 4 turning points" in dialog.load.text()


def test_the_axes_are_asked_where_the_headings_leave_them_open(desk, qtbot) -> None:
    _, jobs = desk
    assert not opened(desk, qtbot, GOOD).form.axes.isVisible()
    dialog = opened(desk, qtbot, METRES, crs="EPSG:28408")
    assert dialog.form.axes.isVisible()
    assert "do not say which of them goes to the north" in dialog.said.text()
    dialog.form.axes.setCurrentIndex(dialog.form.axes.findData(Axes.NORTH_EAST))
    state(dialog, jobs)
    assert dialog.form.operation.isVisible()
    assert "the choice of operation moves the line" in dialog.said.text()
    dialog.form.operation.setCurrentIndex(dialog.form.operation.findData("EPSG:15865"))
    dialog.form.through.setCurrentIndex(dialog.form.through.findData(Through.SEGMENT))
    state(dialog, jobs)
    assert "Load 2 turning points and 1 segment" in dialog.load.text()
    dialog.carry_out()
    jobs.wait()
    assert len(next(desk[0].project.all(Segment)).line) == 2


def test_what_seems_implausible_is_named_and_may_be_insisted_on(desk, qtbot) -> None:
    _, jobs = desk
    dialog = opened(desk, qtbot, METRES.replace("8 51", "51"), crs="EPSG:28408")
    dialog.form.axes.setCurrentIndex(dialog.form.axes.findData(Axes.NORTH_EAST))
    state(dialog, jobs)
    assert "lack the number of the zone" in dialog.said.text()
    assert not dialog.form.operation.isVisible()
    assert not dialog.load.isEnabled()
    assert dialog.form.insist.isVisible()
    dialog.form.insist.setChecked(True)
    jobs.wait()
    assert "the choice of operation moves the line" in dialog.said.text()
    dialog.form.operation.setCurrentIndex(1)
    state(dialog, jobs)
    assert dialog.load.isEnabled()


def test_columns_without_a_heading_are_stated_one_by_one(desk, qtbot) -> None:
    _, jobs = desk
    dialog = opened(desk, qtbot, "1;41.1;45.05\n2;41.2;45.06\n", crs="EPSG:4326")
    assert "no heading says" in dialog.said.text()
    for place, spec in enumerate(("number", "latitude", "longitude")):
        dialog.form.choose_column(place)
        dialog.form.say_column(spec)
        jobs.wait()
    assert headings(dialog) == ["line", "number", "latitude", "longitude"]
    assert dialog.load.isEnabled()


def test_what_parts_the_cells_may_be_stated(desk, qtbot) -> None:
    _, jobs = desk
    dialog = opened(desk, qtbot, "№,B,L\n1,41 06 33,45 03 12\n", crs="EPSG:4326")
    assert dialog.load.isEnabled()
    dialog.form.delimiter.setCurrentIndex(dialog.form.delimiter.findData(";"))
    state(dialog, jobs)
    assert not dialog.load.isEnabled()
    assert shown(dialog, 1)[-1] == "1,41 06 33,45 03 12"


def test_the_sheet_of_a_workbook_is_asked_for(desk, qtbot, tmp_path: Path) -> None:
    _, jobs = desk
    file = tmp_path / "list.xlsx"
    rows = {"A": sheet([["№", "B", "L"], ["1", "41.1", "45.05"]]), "B": sheet([["№", "B", "L"], ["9", "41", "45"]])}
    file.write_bytes(workbook_of(rows))
    dialog = opened(desk, qtbot, file, crs="EPSG:4326")
    assert not dialog.text.isVisible()
    assert "several sheets" in dialog.said.text()
    assert dialog.form.sheet.isVisible()
    dialog.form.sheet.setCurrentIndex(dialog.form.sheet.findData("B"))
    state(dialog, jobs)
    assert shown(dialog, 1) == ["2", "9", "41", "45"]
    assert dialog.load.isEnabled()


def test_a_point_and_its_row_find_one_another(desk, qtbot) -> None:
    dialog = opened(desk, qtbot, GOOD, crs="EPSG:4326")
    dialog.map.picked.emit(1)
    assert dialog.view.currentIndex().row() == 2


def test_what_was_understood_is_said(desk, qtbot) -> None:
    dialog = opened(desk, qtbot, GOOD, crs="EPSG:4326")
    understood = " ".join(dialog.look.understood)
    assert "written to 0.1″" in understood
    assert "Heights: БС77." in understood
    assert "First 1 at 41° 06' 33.0\" N 45° 03' 12.4\" E" in understood


def test_everything_has_a_name_and_can_be_reached_by_keyboard(desk, qtbot) -> None:
    dialog = opened(desk, qtbot, WRONG, crs="EPSG:28408")
    for widget in [each for kind in (QComboBox, QCheckBox, QLineEdit) for each in dialog.findChildren(kind)]:
        if widget.isVisible() and not isinstance(widget.parent(), QComboBox):
            assert widget.accessibleName() or getattr(widget, "text", str)(), widget
            assert widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert dialog.view.accessibleName()
    assert dialog.text.accessibleName()


def test_closing_it_leaves_no_trace(desk, qtbot) -> None:
    dialog = opened(desk, qtbot, GOOD, crs="EPSG:4326")
    dialog.reject()
    desk[1].wait()
    assert not desk[0].store.history()


def test_what_was_copied_is_pasted_from_the_menu_and_a_workbook_may_be_dropped(qapp, tmp_path: Path) -> None:
    file = tmp_path / "list.xlsx"
    file.write_bytes(workbook_of({"A": sheet([["№", "B", "L"], ["1", "41.1", "45.05"]])}))
    QGuiApplication.clipboard().setText(GOOD)
    with running_program(qapp, tmp_path / "settings.ini") as program:
        assert program.files.paste_list() is None
        program.session.create(tmp_path / "p.gpkg", Settings(title="Valley", side=Side.A))
        pasted = program.files.paste_list()
        assert pasted is not None
        assert pasted.text.toPlainText() == GOOD
        pasted.reject()
        program.files.take([file])
        program.jobs.wait()
        dropped = program.window.findChildren(ListDialog)[-1]
        assert dropped.source == file
        assert dropped.look.table is not None
        dropped.reject()
