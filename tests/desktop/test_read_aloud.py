"""A hash is read aloud: the words, what is copied, what is heard, and the places where a hash is shown."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from desktop.dialogs.new_project import NewProjectDialog
from desktop.dialogs.read_aloud import ReadAloud, ReadAloudButton, in_every_language
from desktop.jobs import JobRunner
from desktop.session import Session
from desktop.workspaces import Workspace
from geodata.changes.spoken import LANGUAGES, spoken
from geodata.io.documents import read_base, read_change_set
from geodata.resources import resource
from tests.desktop.whole_program import opened, project_file, running_program, settle

HASH = "00ff7f8001" + 27 * "02"
WORDS = spoken(HASH, 6)


@pytest.fixture
def aloud(qtbot) -> ReadAloud:
    made = ReadAloud("Joint base 1", HASH)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)  # pytest-qt closes it
    qtbot.addWidget(made)
    made.show()
    return made


def column(dialog: ReadAloud, number: int) -> tuple[str, ...]:
    return tuple(dialog.table.item(row, number).text() for row in range(dialog.table.rowCount()))


def test_the_words_stand_in_a_column_for_each_language(aloud: ReadAloud) -> None:
    for number, language in enumerate(LANGUAGES):
        assert column(aloud, number) == spoken(HASH, 6, language)
    assert aloud.digits.text() == HASH


def test_the_words_of_the_chosen_language_are_copied_by_key(aloud: ReadAloud, qtbot) -> None:
    aloud.table.setFocus()
    qtbot.keyClick(aloud.table, Qt.Key.Key_Right)
    qtbot.keyClick(aloud.table, Qt.Key.Key_Right)
    aloud.copy_words()
    assert QGuiApplication.clipboard().text() == " ".join(spoken(HASH, 6, "hy"))
    aloud.copy_all()
    assert QGuiApplication.clipboard().text() == f"{in_every_language(HASH)}\nsha256 {HASH}"


def test_what_is_heard_in_any_language_is_compared_word_by_word(aloud: ReadAloud) -> None:
    aloud.heard.setText("Accordion ЗЕБРА")
    assert "The same so far: 2 of 6" in aloud.said.text()
    aloud.heard.setText(", ".join(spoken(HASH, 6, "az")).upper())
    assert "All 6 words are the same" in aloud.said.text()
    aloud.heard.setText("accordion lemon")
    assert "Word 2 is another" in aloud.said.text()
    aloud.heard.setText("accordion zebar")
    assert "zebra" in aloud.said.text()
    assert "not one of the words" in aloud.said.text()
    aloud.heard.setText(" ".join([*WORDS, "lemon"]))
    assert "only 6" in aloud.said.text()


def test_a_key_is_read_with_twelve_words(qtbot) -> None:
    made = ReadAloud("Key of B", HASH, 12)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    assert column(made, 1) == spoken(HASH, 12, "ru")


def test_every_control_says_what_it_is(aloud: ReadAloud) -> None:
    for control in (aloud.table, aloud.digits, aloud.heard):
        assert control.accessibleName()
        assert control.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_the_button_tells_the_words_and_opens_them_once(qtbot) -> None:
    room = QWidget()
    qtbot.addWidget(room)
    button = ReadAloudButton()
    button.setParent(room)
    assert not button.isEnabled()
    button.tell("Joint base 1", HASH)
    assert HASH in button.toolTip()
    assert all(" ".join(spoken(HASH, 6, language)) in button.toolTip() for language in LANGUAGES)
    with qtbot.waitSignal(button.opened) as first:
        button.click()
    with qtbot.waitSignal(button.opened) as second:
        button.click()
    assert not first.args[0].isVisible()
    assert second.args[0].isVisible()
    second.args[0].close()
    button.forget()
    assert not button.isEnabled()


def test_what_is_no_hash_is_not_read_aloud(qtbot) -> None:
    button = ReadAloudButton()
    qtbot.addWidget(button)
    button.tell("Joint base 1", "abc")
    assert not button.isEnabled()
    assert "64 digits" in button.toolTip()


def test_the_window_reads_aloud_what_the_project_starts_from_and_what_leaves(qtbot, qapp, tmp_path: Path) -> None:
    with running_program(qapp, tmp_path / "settings.ini") as program:
        opened(program, project_file(tmp_path))
        assert not program.status.base.isEnabled()
        program.go_to(Workspace.PUBLISH)
        settle(program)
        card = program.publish.base
        assert " ".join(spoken(card._preview.base.sha256, 6, "hy")) in card.aloud.toolTip()
        card.write(tmp_path / "base.confinia")
        settle(program)
        base = read_base(tmp_path / "base.confinia").sha256
        assert " ".join(spoken(base, 6, "az")) in program.status.base.toolTip()
        with qtbot.waitSignal(program.status.base.opened) as shown:
            program.commands.action("read-base").trigger()
        assert shown.args[0].digits.text() == base
        shown.args[0].close()
        program.files.close_project()
        assert not program.status.base.isEnabled()


def test_the_review_reads_aloud_what_it_compares(qtbot, qapp, tmp_path: Path) -> None:
    with running_program(qapp, tmp_path / "settings.ini") as program:
        program.go_to(Workspace.REVIEW)
        files = [resource("sample", f"{side}-0001.confinia") for side in "ab"]
        program.review.compare(*files)
        settle(program)
        told = [button.toolTip() for button in program.review.comparing.findChildren(ReadAloudButton)]
        first = read_change_set(files[0])
        for sha256 in (first.sha256, read_change_set(files[1]).sha256, first.base):
            assert any(sha256 in text and " ".join(spoken(sha256, 6)) in text for text in told)


def test_a_base_that_was_given_is_read_aloud_before_a_project_starts_from_it(qtbot) -> None:
    jobs = JobRunner()
    dialog = NewProjectDialog(Session(jobs), jobs)
    qtbot.addWidget(dialog)
    dialog.show()
    assert not dialog.aloud.isVisible()
    dialog.set_base(resource("sample", "base.confinia"))
    jobs.wait()
    assert " ".join(spoken(read_base(resource("sample", "base.confinia")).sha256, 6, "ru")) in dialog.aloud.toolTip()
    assert dialog.aloud.isVisible()
    jobs.close()
