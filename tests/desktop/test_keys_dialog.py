"""Keys in the window: one is made as a job, pinned only after its words were compared, ended, and changed."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from PySide6.QtCore import Qt

from desktop.dialogs.keys import KeysDialog
from desktop.jobs import JobRunner
from desktop.session import Session
from geodata.changes.documents.key_record import Act
from geodata.changes.spoken import spoken
from geodata.io.key_files import read_public_key, write_pair
from geodata.io.signed_files import read_opened
from geodata.model.keys import KeyState, PublicKey
from geodata.model.project import Settings
from geodata.model.status import Side
from tests.desktop.whole_program import opened, project_file, running_program, settle
from tests.geodata.strategies import segment

LEFT = Qt.MouseButton.LeftButton
WORDS = "five plain words in order"


class Desk(NamedTuple):
    """A project of side A with the dialog of keys beside it."""

    session: Session
    jobs: JobRunner
    dialog: KeysDialog

    def settled(self) -> None:
        """Wait until everything ended and was heard."""
        self.jobs.wait()
        self.jobs.wait()


@pytest.fixture(scope="module")
def keys(tmp_path_factory) -> Path:
    """A folder with the keys a, next (of A) and b."""
    folder = tmp_path_factory.mktemp("keys")
    write_pair(folder / "a.key", WORDS, Side.A, "Head of the group")
    write_pair(folder / "next.key", WORDS, Side.A, "Next head")
    write_pair(folder / "b.key", WORDS, Side.B, "Secretary of B")
    return folder


@pytest.fixture
def desk(qtbot, tmp_path: Path) -> Iterator[Desk]:
    jobs = JobRunner()
    session = Session(jobs)
    session.create(tmp_path / "p.gpkg", Settings(title="Valley", side=Side.A), (segment(1),))
    dialog = KeysDialog(session, jobs)
    qtbot.addWidget(dialog)
    dialog.show()
    yield Desk(session, jobs, dialog)
    session.close()
    jobs.close()


def read(desk: Desk, path: Path) -> None:
    desk.dialog.show_sheet(desk.dialog.pinning)
    desk.dialog.pinning.read(path)
    desk.settled()


def pinned(desk: Desk, path: Path, side: Side) -> PublicKey:
    key = read_public_key(path)
    return desk.session.store.pin_key(PublicKey(text=key.text, side=side, label=key.label), "read by telephone")


def test_an_empty_list_teaches_what_a_pinned_key_is_for(desk):
    sheet = desk.dialog.pinned
    assert sheet._empty.isVisible()
    assert not sheet.table.isVisible()


def test_a_key_is_made_off_the_windows_thread_and_its_passphrase_is_gone_at_once(desk, tmp_path, qtbot):
    sheet = desk.dialog.making
    desk.dialog.show_sheet(sheet)
    sheet.place.choose(tmp_path / "a.key")
    sheet.first.setText(WORDS)
    assert not sheet.make.isEnabled()
    sheet.second.setText("another")
    assert "not the same yet" in sheet.trouble.text()
    sheet.second.setText(WORDS)
    qtbot.mouseClick(sheet.make, LEFT)
    assert sheet.first.text() + sheet.second.text() == ""
    assert [job.label for job in desk.jobs.jobs] == ["Making the key"]
    desk.settled()
    assert (tmp_path / "a.key").exists()
    made = read_public_key(tmp_path / "a.pub")
    assert made.side is Side.A
    qtbot.mouseClick(sheet.pin, LEFT)
    desk.settled()
    assert [key.text for key in desk.session.store.pinned_keys()] == [made.text]


def test_a_key_is_never_written_over_and_the_sheet_says_so(desk, keys):
    sheet = desk.dialog.making
    before = (keys / "a.key").read_bytes()
    sheet.place.choose(keys / "a.key")
    sheet.first.setText(WORDS)
    sheet.second.setText(WORDS)
    sheet.carry_out()
    desk.settled()
    assert "never written over" in sheet.trouble.text()
    assert (keys / "a.key").read_bytes() == before


def test_nothing_is_chosen_before_a_person_says_whose_key_it_is_and_that_the_words_were_compared(desk, keys, qtbot):
    sheet = desk.dialog.pinning
    read(desk, keys / "b.pub")
    assert not any(choice.isChecked() for choice in sheet.sides.values())
    assert not sheet.compared.isChecked()
    assert "nothing proves that yet" in sheet.claim.text()
    sheet.sides[Side.B].setChecked(True)
    assert not sheet.pin.isEnabled()
    sheet.compared.setChecked(True)
    assert sheet.pin.isEnabled()
    qtbot.mouseClick(sheet.pin, LEFT)
    desk.settled()
    assert [(key.side, key.label) for key in desk.session.store.pinned_keys()] == [(Side.B, "Secretary of B")]
    assert desk.dialog.pinned.table.item(0, 2).text() == "Secretary of B"
    assert "compared by voice" in desk.dialog.pinned.noted.text()


def test_a_word_heard_otherwise_keeps_the_key_from_being_pinned(desk, keys):
    sheet = desk.dialog.pinning
    read(desk, keys / "b.pub")
    sheet.sides[Side.B].setChecked(True)
    sheet.compared.setChecked(True)
    held = PublicKey(text=read_public_key(keys / "b.pub").text, side=Side.B)
    words = list(spoken(held.fingerprint, 12, "ru"))
    sheet.heard.edit.setText(" ".join(words))
    assert sheet.pin.isEnabled()
    sheet.heard.edit.setText(" ".join([*words[:-1], words[-1] + "x"]))
    assert not sheet.pin.isEnabled()


def test_a_key_of_the_other_side_than_its_file_says_is_not_pinned(desk, keys):
    sheet = desk.dialog.pinning
    read(desk, keys / "b.pub")
    sheet.sides[Side.A].setChecked(True)
    sheet.compared.setChecked(True)
    sheet.carry_out()
    desk.settled()
    assert "says that it is of side B" in sheet.trouble.text()
    assert desk.session.store.pinned_keys() == ()


def test_what_is_no_public_key_is_refused_with_a_sentence(desk, keys):
    read(desk, keys / "b.key")
    assert "not a public key" in desk.dialog.pinning.trouble.text()
    assert not desk.dialog.pinning.pin.isVisible()


def test_a_key_is_ended_in_this_project_and_stays_in_the_list(desk, keys, qtbot):
    pinned(desk, keys / "b.pub", Side.B)
    sheet = desk.dialog.pinned
    sheet.renew()
    sheet.last.setValue(7)
    sheet.because.setText("Another person signs")
    qtbot.mouseClick(sheet.end, LEFT)
    desk.settled()
    assert [sheet.table.item(0, column).text() for column in (3, 4)] == ["ended", "up to 7"]
    assert "Another person signs" in sheet.noted.text()
    assert not sheet.end.isEnabled()


def test_a_change_of_key_is_written_signed_with_both_and_taken(desk, keys, tmp_path, qtbot):
    old = pinned(desk, keys / "a.pub", Side.A)
    sheet = desk.dialog.changing
    sheet.renew()
    assert sheet.act() is None
    sheet.public.choose(keys / "next.pub")
    sheet.acts[Act.CHANGE].setChecked(True)
    for row, name in ((sheet.new, "next.key"), (sheet.old, "a.key")):
        row.file.choose(keys / name)
        row.passphrase.setText(WORDS)
    with qtbot.waitSignal(sheet.place_asked) as asked:
        qtbot.mouseClick(sheet.verb, LEFT)
    assert asked.args == ["a-key.confinia"]
    sheet.write(tmp_path / "a-key.confinia")
    assert sheet.new.passphrase.text() + sheet.old.passphrase.text() == ""
    desk.settled()
    assert len(read_opened(tmp_path / "a-key.confinia").members.signatures) == 2
    states = {key.id: key.state for key in desk.session.store.pinned_keys()}
    assert states.pop(old.id) is KeyState.RETIRED
    assert list(states.values()) == [KeyState.ACTIVE]


def test_a_wrong_passphrase_is_said_before_anything_is_written(desk, keys, tmp_path):
    pinned(desk, keys / "a.pub", Side.A)
    sheet = desk.dialog.changing
    sheet.renew()
    sheet.public.choose(keys / "next.pub")
    sheet.acts[Act.CHANGE].setChecked(True)
    for row, name, words in ((sheet.new, "next.key", WORDS), (sheet.old, "a.key", "something else")):
        row.file.choose(keys / name)
        row.passphrase.setText(words)
    sheet.write(tmp_path / "a-key.confinia")
    desk.settled()
    assert "passphrase does not open" in sheet.trouble.text()
    assert not (tmp_path / "a-key.confinia").exists()
    assert desk.session.store.exports() == []


def test_every_control_says_what_it_is(desk, keys):
    read(desk, keys / "b.pub")
    dialog = desk.dialog
    sheet, rows = dialog.pinning, (dialog.changing.new, dialog.changing.old)
    named = [sheet.words, sheet.heard.edit, sheet.label, sheet.ground, dialog.making.first, dialog.making.second]
    named += [dialog.pinned.table, dialog.pinned.last, dialog.pinned.because, dialog.changing.replaces]
    named += [row.passphrase for row in rows] + [row.file.verb for row in rows]
    assert all(part.accessibleName() for part in named)


def test_the_menu_opens_the_keys_once(qapp, tmp_path: Path) -> None:
    with running_program(qapp, tmp_path / "settings.ini") as program:
        assert not program.commands.action("signing-keys").isEnabled()
        opened(program, project_file(tmp_path))
        program.commands.action("signing-keys").trigger()
        first = program.documents.keys()
        assert first.isVisible()
        assert program.documents.keys() is first
        program.files.close_project()
        settle(program)
        assert not first.isVisible()
