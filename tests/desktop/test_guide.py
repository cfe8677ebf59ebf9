"""The guide: every page is there, links lead from one to another, and it stands beside the work."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QColor, QPalette

from desktop.guide import PAGES, Guide, page_text
from geodata.resources import resource
from tests.desktop.whole_program import running_program


@pytest.fixture
def guide(qtbot) -> Guide:
    made = Guide(None)
    qtbot.addWidget(made)
    made.show()
    return made


def test_every_page_that_is_written_can_be_read(guide):
    assert {path.stem for path in resource("help").glob("*.md")} == set(PAGES)
    for row, name in enumerate(PAGES):
        guide.pages.setCurrentRow(row)
        assert guide.page == name
        assert guide.text.document().blockCount() > 5


def test_every_link_leads_to_a_page_or_stays(guide):
    links = {link for name in PAGES for link in re.findall(r"\]\(([^)]+)\)", page_text(name))}
    assert {link.partition("#")[0].removesuffix(".md") for link in links} <= set(PAGES)
    guide.text.anchorClicked.emit(QUrl("marking.md"))
    assert (guide.page, guide.pages.currentRow()) == ("marking", 1)
    guide.text.anchorClicked.emit(QUrl("https://example.org/"))
    assert guide.page == "marking"
    guide.text.backward()
    assert (guide.page, guide.pages.currentRow()) == ("index", 0)


def test_a_page_follows_the_theme(guide):
    palette = QPalette(guide.palette())
    palette.setColor(QPalette.ColorRole.Text, QColor("#ff0000"))
    guide.text.setPalette(palette)
    image = guide.text.viewport().grab().toImage()
    pixels = (image.pixelColor(x, y) for x in range(image.width()) for y in range(200))
    assert any(pixel.red() - pixel.blue() > 100 for pixel in pixels)


def test_f1_opens_the_guide_and_the_keys_stand_in_it(qapp, qtbot, tmp_path: Path):
    with running_program(qapp, tmp_path / "settings.ini") as program:
        with qtbot.waitActive(program.window):
            program.window.activateWindow()
        qtbot.keyClick(program.window, Qt.Key.Key_F1)
        (guide,) = program.window.findChildren(Guide)
        assert guide.isVisible()
        assert not guide.isModal()
        program.commands.run("keys")
        assert guide.page == "keyboard"
        assert "Ctrl+K" in guide.text.toPlainText()
