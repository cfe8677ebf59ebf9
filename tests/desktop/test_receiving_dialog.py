"""Receiving in the window: each file is told of, refusals name their reason, and a receipt says what arrived."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from desktop.dialogs.keys import KeysDialog
from desktop.dialogs.receiving import ReceiveDialog
from desktop.jobs import JobRunner
from desktop.session import Session
from desktop.workspaces import Workspace
from geodata.changes.container import unpack
from geodata.changes.delta import Delta
from geodata.changes.documents.base import Base
from geodata.io.documents import read_base
from geodata.io.handover import write_base, write_changes
from geodata.io.key_files import read_public_key, read_secret_key, write_pair
from geodata.io.sealing import Seal
from geodata.io.signed_files import read_opened
from geodata.io.starting import start_project_on
from geodata.io.store import Store
from geodata.model.keys import PublicKey
from geodata.model.project import Settings
from geodata.model.source import Source
from geodata.model.status import Side, View
from tests.desktop.whole_program import opened, running_program, settle
from tests.geodata.strategies import id_of, segment, stretch

LEFT = Qt.MouseButton.LeftButton
SCAN = b"a scanned sheet"
WORDS = "five plain words in order"


class World(NamedTuple):
    """A folder with project a.gpkg on a joint base, and signed change sets 1 and 2 of side B; B's key beside them."""

    folder: Path
    key: PublicKey

    def file(self, name: str) -> Path:
        return self.folder / name


@pytest.fixture(scope="module")
def world(tmp_path_factory) -> World:
    folder = tmp_path_factory.mktemp("world")
    public, _ = write_pair(folder / "b.key", WORDS, Side.B, "Secretary of B")
    write_pair(folder / "a.key", WORDS, Side.A, "Head of A")
    with Store.create(folder / "maker.gpkg", Settings(title="Valley", side=Side.A), (segment(1), segment(2))) as store:
        write_base(store, folder / "base.confinia")
    base = read_base(folder / "base.confinia")
    start_project_on(folder / "a.gpkg", Side.A, base, "Valley").close()
    start_project_on(folder / "b.gpkg", Side.B, base, "Valley").close()
    seal = Seal(read_secret_key(folder / "b.key"), WORDS)
    _say(folder, "Sheet read jointly", 3000, seal, "b1.confinia")
    _say(folder, "The terrace", 5000, seal, "b2.confinia")
    with Store.open(folder / "b.gpkg") as store:
        sheet = Source(id=id_of(7), title="Sheet 7", offered_by=Side.B, sha256=hashlib.sha256(SCAN).hexdigest())
        store.commit("Enter", [Delta(None, sheet)])
        (folder / "sheet.tif").write_bytes(SCAN)
        write_changes(store, folder / "b3.confinia", seal=seal, attach=[folder / "sheet.tif"])
    _fork(folder, base, seal)
    return World(folder, PublicKey(text=read_public_key(public).text, side=Side.B, label="Secretary of B"))


def _fork(folder: Path, base: Base, seal: Seal) -> None:
    """Another machine of side B hands over another number 1."""
    with start_project_on(folder / "fork.gpkg", Side.B, base, "Valley") as store:
        write_changes(store, folder / "other-b1.confinia", message="From another machine", seal=seal)


def _say(folder: Path, note: str, end: int, seal: Seal, name: str) -> None:
    jobs = JobRunner()
    session = Session(jobs)
    session.open(folder / "b.gpkg")
    session.mark(session.project.segment("S-1"), stretch(end - 1000, end), View.AGREED, note)
    write_changes(session.store, folder / name, seal=seal)
    session.close()
    jobs.close()


class Desk(NamedTuple):
    """A copy of side A's project with the dialog beside it."""

    session: Session
    jobs: JobRunner
    dialog: ReceiveDialog

    def take(self, *files: Path) -> None:
        self.dialog.take(files)
        self.settled()

    def settled(self) -> None:
        for _ in range(2):
            self.jobs.wait()

    def column(self, number: int) -> list[str]:
        table = self.dialog.table
        return [table.item(row, number).text() for row in range(table.rowCount())]


@pytest.fixture
def desk(qtbot, tmp_path: Path, world: World) -> Iterator[Desk]:
    path = tmp_path / "a.gpkg"
    path.write_bytes(world.file("a.gpkg").read_bytes())
    jobs = JobRunner()
    session = Session(jobs)
    session.open(path)
    dialog = ReceiveDialog(session, jobs)
    qtbot.addWidget(dialog)
    dialog.show()
    yield Desk(session, jobs, dialog)
    session.close()
    jobs.close()


def test_before_anything_came_the_dialog_teaches(desk):
    assert desk.dialog._empty.isVisible()
    assert not desk.dialog.table.isVisible()


def test_a_document_by_a_pinned_key_is_accepted_and_that_agrees_to_nothing(desk, world):
    desk.session.store.pin_key(world.key, "by voice")
    desk.take(world.file("b1.confinia"))
    assert desk.column(1) == ["change set 1 of side B"]
    assert desk.column(2) == ["good: Secretary of B"]
    assert desk.column(3) == ["in its place"]
    assert desk.column(4) == ["accepted"]
    assert "agrees to nothing" in desk.dialog.whole.text()
    assert not desk.dialog.pin.isVisible()


def test_a_key_that_nobody_pinned_is_told_and_leads_to_pinning(desk, world, qtbot):
    desk.take(world.file("b1.confinia"))
    assert desk.column(2) == [f"key not pinned: {world.key.id}"]
    assert desk.column(4) == ["received"]
    assert "compare its words by voice" in desk.dialog.whole.text()
    with qtbot.waitSignal(desk.dialog.keys_asked):
        qtbot.mouseClick(desk.dialog.pin, LEFT)


def test_a_gap_is_named_and_closes_when_the_missing_one_comes(desk, world):
    desk.session.store.pin_key(world.key, "by voice")
    desk.take(world.file("b2.confinia"))
    assert desk.column(3) == ["a gap before it"]
    assert "Missing in the chain of side B: 1" in desk.dialog.told.text()
    desk.take(world.file("b1.confinia"))
    assert desk.column(3) == ["in its place", "in its place"]
    assert desk.column(4) == ["accepted", "accepted, here before"]


def test_the_same_files_again_change_nothing_and_that_is_said(desk, world):
    desk.take(world.file("b1.confinia"), world.file("b2.confinia"))
    desk.take(world.file("b2.confinia"))
    assert "Everything was here before; nothing changed." in desk.dialog.told.text()


def test_a_damaged_file_is_refused_with_its_sentence_and_the_others_are_taken(desk, world, tmp_path):
    damaged = bytearray(world.file("b1.confinia").read_bytes())
    damaged[len(damaged) // 2] ^= 1
    (tmp_path / "a-damaged.confinia").write_bytes(damaged)
    desk.take(tmp_path / "a-damaged.confinia", world.file("b1.confinia"))
    assert desk.column(4) == ["refused", "received"]
    assert desk.dialog.table.currentRow() == 0
    assert desk.dialog.whole.text().count("\n") >= 1
    assert "1 refused" in desk.dialog.told.text()


def test_a_person_refuses_for_a_reason_and_takes_it_back(desk, world, qtbot):
    desk.session.store.pin_key(world.key, "by voice")
    desk.take(world.file("b1.confinia"))
    dialog = desk.dialog
    assert not dialog.refuse.isEnabled()
    dialog.reason.setText("The message is missing")
    qtbot.mouseClick(dialog.refuse, LEFT)
    desk.settled()
    assert desk.column(4) == ["refused, here before"]
    assert "The message is missing" in dialog.whole.text()
    qtbot.mouseClick(dialog.refuse, LEFT)
    desk.settled()
    assert desk.column(4) == ["accepted, here before"]


def test_the_receipt_names_what_came_and_is_signed_where_a_key_is_chosen(desk, world, tmp_path, qtbot):
    desk.take(world.file("b1.confinia"))
    dialog = desk.dialog
    dialog.seal.take(world.file("a.key"))
    assert not dialog.verb.isEnabled()
    dialog.seal.passphrase.setText(WORDS)
    with qtbot.waitSignal(dialog.place_asked) as asked:
        qtbot.mouseClick(dialog.verb, LEFT)
    assert asked.args == ["a-receipt.confinia"]
    dialog.write(tmp_path / "a-receipt.confinia")
    desk.settled()
    held = read_opened(tmp_path / "a-receipt.confinia")
    assert len(held.members.signatures) == 1
    (entry,) = held.document.entries
    assert entry.sha256 == read_opened(world.file("b1.confinia")).document.sha256
    assert held.document.sha256 in dialog.written.text()
    assert WORDS.encode() not in unpack((tmp_path / "a-receipt.confinia").read_bytes()).document


def test_the_own_document_that_comes_back_is_nothing_to_receive(desk, tmp_path):
    write_changes(desk.session.store, tmp_path / "a1.confinia")
    desk.take(tmp_path / "a1.confinia")
    assert "handed over from this project" in desk.dialog.whole.text()
    assert not desk.dialog.reason.isEnabled()


def test_evidence_is_taken_out_under_its_hash(desk, world, tmp_path, qtbot):
    held = read_opened(world.file("b3.confinia"))
    (sha256,) = held.members.evidence
    desk.take(world.file("b1.confinia"))
    assert not desk.dialog.evidence.isVisible()
    desk.take(world.file("b3.confinia"))
    desk.dialog.table.setCurrentCell(1, 0)
    with qtbot.waitSignal(desk.dialog.folder_asked) as asked:
        qtbot.mouseClick(desk.dialog.evidence, LEFT)
    desk.dialog.save_evidence(*asked.args, tmp_path)
    desk.settled()
    assert (tmp_path / sha256).read_bytes() == SCAN
    assert "Open them with care" in desk.dialog.trouble.text()


def test_two_contents_under_one_number_are_an_alarm_that_names_both(desk, world):
    desk.session.store.pin_key(world.key, "by voice")
    desk.take(world.file("b1.confinia"), world.file("other-b1.confinia"))
    assert desk.column(3) == ["broken", "broken"]
    assert desk.dialog.whole.text().count("change set 1 of side B (") == 2


def test_every_control_says_what_it_is(desk, world):
    desk.take(world.file("b1.confinia"))
    dialog = desk.dialog
    for part in (dialog.table, dialog.whole, dialog.reason, dialog.seal.passphrase, dialog.seal.file.verb):
        assert part.accessibleName()


def test_documents_dropped_onto_the_window_are_received_and_the_key_is_pinned_from_there(
    qapp, tmp_path: Path, world: World
) -> None:
    path = tmp_path / "a.gpkg"
    path.write_bytes(world.file("a.gpkg").read_bytes())
    with running_program(qapp, tmp_path / "settings.ini") as program:
        opened(program, path)
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(world.file(name))) for name in ("b1.confinia", "b2.confinia")])
        buttons, keys = LEFT, Qt.KeyboardModifier.NoModifier
        program.window.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, mime, buttons, keys))
        settle(program)
        (dialog,) = program.window.findChildren(ReceiveDialog)
        assert dialog.table.rowCount() == 2
        dialog.pin.click()
        (keys_dialog,) = program.window.findChildren(KeysDialog)
        assert keys_dialog.sheets.currentIndex() == 2
        keys_dialog.pinning.read(world.file("b.pub"))
        settle(program)
        keys_dialog.pinning.sides[Side.B].setChecked(True)
        keys_dialog.pinning.compared.setChecked(True)
        keys_dialog.pinning.carry_out()
        settle(program)
        qapp.processEvents()
        settle(program)
        assert dialog.table.item(0, 4).text() == "accepted, here before"
        assert program.workspace is Workspace.SURVEY
        program.commands.action("receive").trigger()
        assert program.window.findChildren(ReceiveDialog) == [dialog]
