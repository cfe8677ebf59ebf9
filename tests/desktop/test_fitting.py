"""Text where there is little room: nothing lies on anything else, nothing is lost, every theme is followed."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QLabel, QMenuBar, QPushButton, QStyleOptionViewItem, QTableWidgetItem

from desktop.dialogs.words import counted
from desktop.icons import icon
from desktop.jobs import JobRunner
from desktop.map.canvas import MapCanvas
from desktop.panels.fitting import Copyable, Elided
from desktop.panels.map_panel import _PointerLabel
from desktop.panels.parts import figures
from desktop.review.comparing import Comparing
from desktop.review.fields import FieldsPanel
from desktop.review.wrapping import QuietRole
from desktop.session import Session
from geodata.model.feature import Kind
from tests.desktop.whole_program import opened, project_file, running_program

HASH = "d133fdfcd38c451963a38c6981e32aeaeb89b4931aff7e486799b69c83ffb4ec"


@pytest.fixture
def fields(qtbot) -> FieldsPanel:
    """The field table of the review with two rows, one of them long."""
    panel = FieldsPanel()
    qtbot.addWidget(panel)
    panel.table.setRowCount(2)
    for row, text in enumerate(("agreed", "Sheet TR-31-07-2, \u00ab\u0540\u0561\u056c\u057e\u056b\u0576\u00bb " * 6)):
        name = QTableWidgetItem("sources")
        name.setData(QuietRole, True)
        panel.table.setItem(row, 0, name)
        panel.table.setItem(row, 2, QTableWidgetItem(text))
    panel.resize(300, 700)
    panel.show()
    return panel


def redness(panel: FieldsPanel, row: int, column: int) -> int:
    """How red the reddest place of a cell is on the screen."""
    table = panel.table
    place = table.visualItemRect(table.item(row, column))
    image = table.viewport().grab(QRect(place)).toImage()
    pixels = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    return max(pixel.red() - pixel.blue() for pixel in pixels)


def test_a_quiet_cell_takes_the_colour_of_a_theme_that_is_put_on_later(fields):
    palette = QPalette(fields.palette())
    palette.setColor(QPalette.ColorRole.PlaceholderText, QColor("#ff0000"))
    fields.setPalette(palette)
    assert redness(fields, 0, 0) > 100
    assert redness(fields, 0, 2) < 100


def test_no_row_is_lower_than_its_text_when_text_grows_or_the_panel_narrows(fields, qtbot):
    font = fields.font()
    font.setPixelSize(20)
    fields.setFont(font)
    fields.resize(260, 700)
    table = fields.table

    def all_fit() -> bool:
        option = QStyleOptionViewItem()
        option.initFrom(table)
        index, delegate = table.model().index, table.itemDelegate()
        needed = [delegate.sizeHint(option, index(row, 2)).height() for row in range(table.rowCount())]
        return [table.rowHeight(row) >= high for row, high in enumerate(needed)] == [True, True]

    assert not all_fit()
    qtbot.waitUntil(all_fit)


def test_a_long_line_ends_in_an_ellipsis_and_is_whole_in_the_tooltip(qtbot):
    line = Elided("Farthest apart: 442.0 m on 05-2 \u00b7 2.581 \u2013 4.205")
    qtbot.addWidget(line)
    assert line.minimumSizeHint().width() < line.sizeHint().width() / 2
    assert line.toolTip() == line.text()


def test_a_hash_is_broken_where_room_ends_and_copied_in_one(qtbot):
    shown = Copyable("What was written")
    qtbot.addWidget(shown)
    shown.setText(HASH)
    shown.resize(1000, 40)
    shown.show()
    one_line = shown.height()
    shown.resize(200, 40)
    qtbot.waitUntil(lambda: shown.height() > 2 * one_line)
    shown.selectAll()
    assert shown.textCursor().selectedText() == HASH


def test_one_is_said_otherwise_than_many():
    assert counted(Kind.SEGMENT, 1) == "1 segment"
    assert counted(Kind.TURNING_POINT, 77) == "77 turning points"
    assert counted("stretch", 2) == "2 stretches"


def test_with_large_text_every_menu_is_there_and_no_card_hides_its_text(qapp, qtbot, tmp_path: Path):
    with running_program(qapp, tmp_path / "settings.ini") as program:
        program.window.resize(1280, 720)
        program.enlarge(7)
        opened(program, project_file(tmp_path))
        program.commands.run("workspace-publish")
        program.jobs.wait()
        bar = program.window.menuWidget().findChild(QMenuBar)
        assert bar.width() >= bar.sizeHint().width()
        cards = program.publish.cards
        qtbot.waitUntil(lambda: all(card.height() >= card.layout().heightForWidth(card.width()) for card in cards))
        for card in cards:
            assert card.preview.height() >= card.preview.document().size().height()


def test_an_icon_has_as_many_pixels_as_a_fine_screen(qapp):
    drawn = icon("select").pixmap(QSize(20, 20), 2.0)
    assert (drawn.width(), drawn.devicePixelRatio()) == (40, 2.0)


def test_no_heading_of_a_table_is_cut_when_text_grows(qapp, qtbot, tmp_path: Path):
    with running_program(qapp, tmp_path / "settings.ini") as program:
        opened(program, project_file(tmp_path))
        program.survey.bring("segments")
        program.enlarge(7)
        header = program.panels.segments.view.horizontalHeader()
        columns = range(header.count())
        qtbot.waitUntil(lambda: all(header.sectionSize(one) >= header.sectionSizeHint(one) for one in columns))


def test_a_method_with_a_long_name_breaks_only_where_it_would_be_cut_off(qtbot):
    row = figures("Length", "335 335.84 m", "geodesic, Krassowsky 1940")
    qtbot.addWidget(row)
    method = row.findChildren(QLabel)[-1]
    name, high = method.fontMetrics().horizontalAdvance(method.text()), method.fontMetrics().height()
    assert method.sizeHint().width() > name
    assert row.minimumSizeHint().width() < row.sizeHint().width() - name // 4
    assert method.heightForWidth(method.minimumSizeHint().width()) > 1.5 * high
    assert method.heightForWidth(name + 1) < 1.5 * high


def test_the_bar_of_the_review_breaks_where_its_buttons_would_be_cut_off(qtbot):
    jobs = JobRunner()
    comparing = Comparing(Session(jobs), jobs)
    qtbot.addWidget(comparing)
    comparing.setMinimumSize(1, 1)  # as in the window, which may be smaller than all would like
    comparing.show()
    for width in (1800, 600):
        comparing.resize(width, 600)
        comparing.layout().activate()
        buttons = [each for each in comparing.findChildren(QPushButton) if each.parent() is comparing]
        assert all(each.width() >= each.minimumSizeHint().width() for each in buttons)
        assert (len({each.geometry().center().y() for each in buttons}) == 2) == (width == 600)
    jobs.close()


def test_what_is_said_beside_the_pointer_stays_on_the_map(qtbot):
    jobs = JobRunner()
    canvas = MapCanvas(jobs)
    qtbot.addWidget(canvas)
    canvas.resize(300, 300)
    beside = _PointerLabel(canvas)
    beside.say("17.340 km\u00b2 \u00b7 30.973 km around \u00b7 geodesic, Krassowsky 1940")
    assert canvas.rect().contains(beside.geometry())
    assert beside.height() >= beside.heightForWidth(beside.width()) > 1.5 * beside.fontMetrics().height()
    beside.say("1 m")
    assert beside.height() < 2 * beside.fontMetrics().height()
    jobs.close()


def test_the_sums_of_the_line_are_never_cut_off_before_the_scale_steps_back(qapp, tmp_path):
    with running_program(qapp, tmp_path / "confinia.ini") as program:
        opened(program, project_file(tmp_path))
        status = program.status
        for width in (1900, 500):
            status.resize(width, status.height())
            assert status.scale.isHidden() == (width == 500)


def test_a_scale_that_grows_longer_steps_back_instead_of_cutting_the_sums(qapp, tmp_path):
    with running_program(qapp, tmp_path / "confinia.ini") as program:
        opened(program, project_file(tmp_path))
        status, view = program.status, program.canvas.view
        status.show_view(replace(view, mpp=1.0))
        for width in range(1900, 300, -20):
            status.setFixedWidth(width)
            status.resize(width, status.height())
            if status.scale.isHidden():
                break
        status.setFixedWidth(width + 20)
        status.resize(width + 20, status.height())
        assert not status.scale.isHidden()
        status.show_view(replace(view, mpp=500_000.0))
        assert status.scale.isHidden()
