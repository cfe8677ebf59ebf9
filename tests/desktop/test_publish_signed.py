"""Publish: signing at export, files that go with a document, and two thousand operations shown at once."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from desktop.jobs import JobRunner
from desktop.publish.workspace import PublishWorkspace
from desktop.session import Session
from desktop.settings import Memory
from desktop.workspaces import Workspace
from geodata.changes.delta import Delta
from geodata.io.key_files import write_pair
from geodata.io.signed_files import read_opened
from geodata.model.project import Settings
from geodata.model.source import Source
from geodata.model.status import Side, View
from geodata.model.variant import Variant
from tests.desktop.whole_program import opened, project_file, running_program, settle
from tests.geodata.strategies import id_of, line, segment, stretch

LEFT = Qt.MouseButton.LeftButton
WORDS = "five plain words in order"
SCAN = b"a scanned sheet"


class Desk(NamedTuple):
    """A project of side A on its base, with one stretch marked and a cited file, and the workspace Publish."""

    session: Session
    jobs: JobRunner
    workspace: PublishWorkspace
    folder: Path


@pytest.fixture(scope="module")
def key(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("keys")
    write_pair(folder / "a.key", WORDS, Side.A, "Head of the group")
    return folder / "a.key"


@pytest.fixture
def desk(qtbot, tmp_path: Path) -> Iterator[Desk]:
    jobs = JobRunner()
    session = Session(jobs)
    session.create(tmp_path / "p.gpkg", Settings(title="Valley", side=Side.A), (segment(1), segment(2)))
    workspace = PublishWorkspace(session, jobs)
    qtbot.addWidget(workspace)
    workspace.resize(1200, 800)
    workspace.show()
    workspace.base.write(tmp_path / "base.confinia")
    jobs.wait()
    session.add_source(Source(id=id_of(7), title="Sheet 7", offered_by=Side.A, sha256=hashlib.sha256(SCAN).hexdigest()))
    session.mark(session.project.segment("S-1"), stretch(0, 5000), View.AGREED, "Sheet read jointly")
    for _ in range(3):
        jobs.wait()
    yield Desk(session, jobs, workspace, tmp_path)
    session.close()
    jobs.close()


def shown(table) -> list[tuple[str, ...]]:
    """What stands in a table of what would leave, row by row."""
    model = table.model
    rows, columns = range(model.rowCount()), range(model.columnCount())
    return [tuple(model.data(model.index(row, column)) for column in columns) for row in rows]


def settled(desk: Desk) -> None:
    for _ in range(3):
        desk.jobs.wait()


def test_unsigned_is_possible_and_said(desk):
    card = desk.workspace.changes
    assert "Unsigned" in card.seal.said.text()
    card.write(desk.folder / "a1.confinia")
    settled(desk)
    assert "Unsigned." in card.result.text()
    assert read_opened(desk.folder / "a1.confinia").members.signatures == ()


def test_a_change_set_is_signed_as_it_is_written_and_the_passphrase_is_gone(desk, key):
    card = desk.workspace.changes
    card.seal.take(key)
    assert not card.verb.isEnabled()
    assert card.seal.passphrase.echoMode() is QLineEdit.EchoMode.Password
    card.seal.passphrase.setText(WORDS)
    assert card.verb.isEnabled()
    assert card.seal.said.text() == "The signature proves who exported this, and nothing more."
    card.write(desk.folder / "a1.confinia")
    assert card.seal.passphrase.text() == ""
    settled(desk)
    (signature,) = read_opened(desk.folder / "a1.confinia").members.signatures
    assert f"Signed for side A with key {signature.key_id}" in card.result.text()
    assert not card.verb.isEnabled()


def test_a_wrong_passphrase_leaves_nothing_written(desk, key):
    card = desk.workspace.changes
    card.seal.take(key)
    card.seal.passphrase.setText("something else")
    card.write(desk.folder / "a1.confinia")
    settled(desk)
    assert "passphrase does not open" in card.result.text()
    assert not (desk.folder / "a1.confinia").exists()
    assert desk.session.store.exports() == []


def test_the_base_is_signed_too_and_can_be_looked_at_feature_by_feature(desk, key, qtbot):
    card = desk.workspace.base
    assert not card.table.isVisible()
    qtbot.mouseClick(card.everything, LEFT)
    assert card.table.isVisible()
    assert card.table.model.row(0).what == "segment S-1"
    assert card.table.model.rowCount() == 2


def test_only_files_that_a_source_cites_go_with_it(desk):
    card = desk.workspace.changes
    (desk.folder / "sheet-7.tif").write_bytes(SCAN)
    (desk.folder / "letter.txt").write_text("not cited")
    card.evidence.attach([desk.folder / "sheet-7.tif", desk.folder / "letter.txt"])
    settled(desk)
    assert card.evidence.list.count() == 1
    assert "sheet-7.tif \u00b7 15 bytes \u00b7 cited by Sheet 7" in card.evidence.list.item(0).text()
    assert "letter.txt is cited by no source" in card.evidence.said.text()
    assert "where and when a photograph was taken" in card.evidence.warning.text()
    card.write(desk.folder / "a1.confinia")
    settled(desk)
    assert list(read_opened(desk.folder / "a1.confinia").members.evidence.values()) == [SCAN]
    assert card.evidence.list.count() == 0


def test_a_file_is_taken_out_again_with_the_delete_key(desk, qtbot):
    card = desk.workspace.changes
    (desk.folder / "sheet-7.tif").write_bytes(SCAN)
    card.evidence.attach([desk.folder / "sheet-7.tif"])
    settled(desk)
    card.evidence.list.setCurrentRow(0)
    card.evidence.remove.click()
    assert card.evidence.paths == ()


def test_the_chosen_row_is_read_in_full_below(desk, qtbot):
    table = desk.workspace.changes.table
    assert not table.whole.isVisible()
    places = [row for row in range(table.model.rowCount()) if table.model.row(row).field == "position of A"]
    table.view.selectRow(places[0])
    assert "segment S-1" in table.whole.text()
    assert "before: \u2013" in table.whole.text()
    assert "Sheet read jointly" in table.whole.text()


def test_a_redrawn_line_is_told_by_the_range_of_its_points(desk):
    session, base = desk.session, desk.workspace.base
    session.draw_variant(session.project.segment("S-1"), line((45.0, 41.0), (45.1, 41.0), (45.2, 40.9)), "Crest")
    settled(desk)
    base.further.setChecked(True)
    settled(desk)
    base.write(desk.folder / "base2.confinia")
    settled(desk)
    (held,) = session.project.all(Variant)
    redrawn = replace(held, line=line((45.0, 41.0), (45.1, 41.05), (45.15, 41.0), (45.2, 40.9)))
    session.load("Redraw", [Delta(held, redrawn)])
    settled(desk)
    points, whole = shown(desk.workspace.changes.table)
    assert points[:2] == ("\u0394 line Crest", "line, points 2 to 2")
    assert (points[2].count(";"), points[3].count(";")) == (0, 1)
    assert whole[0] == ""
    assert "the whole line then has sha256" in whole[3]


def test_two_thousand_operations_are_put_into_words_only_where_somebody_looks(desk):
    more = [segment(number, line=line((45.0, 41.0), (45.01, 40.9 + number * 1e-6))) for number in range(100, 2100)]
    desk.session.load("Load many", [Delta(None, one) for one in more])
    settled(desk)
    desk.workspace.refresh()
    settled(desk)
    table = desk.workspace.changes.table
    assert table.model.rowCount() > 2000
    last = table.model.rowCount() - 1
    assert table.model.data(table.model.index(last, 3))
    table.view.scrollToBottom()
    table.view.selectRow(last)
    assert table.whole.isVisible()


def test_the_path_of_the_key_is_remembered_for_the_project_and_nothing_else(qapp, tmp_path: Path, key: Path) -> None:
    with running_program(qapp, tmp_path / "settings.ini") as program:
        path = project_file(tmp_path)
        opened(program, path)
        program.go_to(Workspace.PUBLISH)
        settle(program)
        program.publish.base.seal.take(key)
        assert program.publish.changes.seal.file.path == key
        program.publish.base.seal.passphrase.setText(WORDS)
        program.files.close_project()
        opened(program, path)
        program.go_to(Workspace.PUBLISH)
        settle(program)
        assert program.publish.base.seal.file.path == key
        assert program.publish.base.seal.passphrase.text() == ""
        program.memory.write()
    assert WORDS not in (tmp_path / "settings.ini").read_text()
    assert Memory(tmp_path / "settings.ini").key_file(path) == key
