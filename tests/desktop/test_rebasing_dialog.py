"""A later joint base came: the author sees the list, and carries the own changes there or leaves all as it is."""

from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt

from desktop.dialogs.rebasing import RebaseDialog
from geodata.changes.delta import Delta
from geodata.changes.gestures import draw_variant, mark
from geodata.io.documents import read_base
from geodata.io.handover import write_base
from geodata.io.starting import start_project_on
from geodata.io.store import Store
from geodata.model.project import Settings
from geodata.model.status import Side, View
from tests.desktop.whole_program import opened, running_program, settle
from tests.geodata.strategies import line, segment, stretch


def keep(store: Store, label: str, gesture) -> None:
    store.commit(label, gesture(store.load()))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Base 1, base 2 with what A said, and B's project on base 1 with two things said."""
    with Store.create(tmp_path / "a.gpkg", Settings(title="Valley", side=Side.A), (segment(1), segment(2))) as store:
        write_base(store, tmp_path / "base1.confinia")
        keep(store, "Mark", lambda project: mark(project, project.segment("S-1"), stretch(0, 5000), View.AGREED, "Map"))
        write_base(store, tmp_path / "base2.confinia", further=True)
    base = read_base(tmp_path / "base1.confinia")
    with start_project_on(tmp_path / "b.gpkg", Side.B, base, "Valley") as store:
        keep(store, "Mark", lambda project: mark(project, project.segment("S-1"), stretch(0, 3000), View.AGREED, "Act"))
        keep(store, "Mark", lambda project: mark(project, project.segment("S-2"), stretch(0, 2000), View.AGREED, "Act"))
    return tmp_path


def test_what_a_later_base_touches_is_listed_and_nothing_is_done_by_looking(qapp, folder: Path) -> None:
    with running_program(qapp, folder / "settings.ini") as program:
        opened(program, folder / "b.gpkg")
        receiving = program.documents.receive([folder / "base2.confinia"])
        settle(program)
        assert receiving.rebase.isVisible()
        receiving.rebase.click()
        settle(program)
        (dialog,) = program.window.findChildren(RebaseDialog)
        assert "From base 1 to base 2" in dialog.told.text()
        assert "2 carried unchanged" in dialog.told.text()
        whats = [dialog.table.item(row, 0).text() for row in range(dialog.table.rowCount())]
        assert [what[:11] for what in whats] == ["segment S-1", "segment S-2"]
        assert dialog.left_out() == []
        dialog.reject()
        assert program.session.project.settings.base_number == 1


def test_the_author_carries_the_changes_and_the_project_is_read_anew(qapp, folder: Path) -> None:
    with running_program(qapp, folder / "settings.ini") as program:
        opened(program, folder / "b.gpkg")
        dialog = program.documents.rebase(folder / "base2.confinia")
        settle(program)
        assert dialog.verb.text() == "&Carry the changes to base 2"
        dialog.verb.click()
        settle(program)
        qapp.processEvents()
        settle(program)
        assert program.session.project.settings.base_number == 2
        assert program.session.project.segment("S-1").position_a
        assert program.session.project.segment("S-1").position_b
        assert "starts from base 2 now, with 2 of your operations" in program.window.notices.sentence


def test_a_line_that_is_left_out_goes_to_a_file_of_its_own(qapp, qtbot, folder: Path) -> None:
    with running_program(qapp, folder / "settings.ini") as program:
        opened(program, folder / "b.gpkg")
        dialog = program.documents.rebase(folder / "base2.confinia")
        settle(program)
        dialog.place_asked.disconnect()
        dialog.table.item(1, 0).setCheckState(Qt.CheckState.Checked)
        with qtbot.waitSignal(dialog.place_asked) as asked:
            dialog.verb.click()
        assert asked.args == ["left-out.confinia"]
        dialog.carry_out(folder / "left-out.confinia")
        settle(program)
        qapp.processEvents()
        settle(program)
        assert (folder / "left-out.confinia").exists()
        assert not program.session.project.segment("S-2").position_b


def test_what_cannot_be_carried_waits_until_it_is_left_out(qapp, tmp_path: Path) -> None:
    before, after = line((45.0, 41.0), (45.05, 41.0), (45.1, 41.0)), line((45.0, 41.0), (45.05, 41.02), (45.1, 41.0))
    first = segment(1, line=before)
    with Store.create(tmp_path / "a.gpkg", Settings(title="Valley", side=Side.A), (first,)) as store:
        write_base(store, tmp_path / "base1.confinia")
        store.commit("Redraw", [Delta(first, replace(first, line=after))])
        write_base(store, tmp_path / "base2.confinia", further=True)
    with start_project_on(tmp_path / "b.gpkg", Side.B, read_base(tmp_path / "base1.confinia"), "Valley") as store:
        keep(store, "Draw", lambda project: draw_variant(project, project.segment("S-1"), before, "Along the crest"))
    with running_program(qapp, tmp_path / "settings.ini") as program:
        opened(program, tmp_path / "b.gpkg")
        dialog = program.documents.rebase(tmp_path / "base2.confinia")
        settle(program)
        assert "cannot be carried" in dialog.told.text()
        assert not dialog.verb.isEnabled()
        dialog.all.click()
        assert dialog.verb.isEnabled()
        dialog.reject()


def test_a_base_of_another_lineage_is_refused_with_a_sentence(qapp, folder: Path) -> None:
    with Store.create(folder / "c.gpkg", Settings(title="Hills", side=Side.A), (segment(3),)) as store:
        write_base(store, folder / "other.confinia")
    with running_program(qapp, folder / "settings.ini") as program:
        opened(program, folder / "b.gpkg")
        dialog = program.documents.rebase(folder / "other.confinia")
        settle(program)
        assert dialog.trouble.text()
        assert not dialog.verb.isEnabled()
        assert dialog.told.text() == "Nothing was changed."
        dialog.reject()
