"""Publish: every card shows what would leave, writes it, and says path and sha256; private notes never leave."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from desktop.jobs import JobRunner
from desktop.publish.workspace import PublishWorkspace
from desktop.session import Session
from geodata.changes.delta import Delta
from geodata.geometry.profile_ready import made_ready
from geodata.geometry.profiles import ready_profile
from geodata.io.documents import read_base, read_change_set
from geodata.io.exporting import Form
from geodata.model.line import Line
from geodata.model.project import Settings
from geodata.model.segment import Segment
from geodata.model.status import Role, Side, View
from tests.geodata.strategies import id_of, segment, stretch

LEFT = Qt.MouseButton.LeftButton
GK8 = made_ready("sk42-gk8", "EPSG:1808")
SECRET = "Ask the archive before the meeting"


@pytest.fixture
def desk(qtbot, tmp_path: Path) -> Iterator[tuple[Session, JobRunner, PublishWorkspace]]:
    jobs = JobRunner()
    session = Session(jobs)
    session.create(tmp_path / "p.gpkg", Settings(title="Valley", side=Side.A), (segment(1), segment(2)))
    session.write_note(segment(1).id, SECRET, private=True)
    workspace = PublishWorkspace(session, jobs)
    qtbot.addWidget(workspace)
    workspace.show()
    jobs.wait()
    yield session, jobs, workspace
    session.close()
    jobs.close()


def with_base(desk, tmp_path) -> tuple[Session, JobRunner, PublishWorkspace]:
    """The same after the joint base was written."""
    _, jobs, workspace = desk
    workspace.base.write(tmp_path / "base.confinia")
    jobs.wait()
    jobs.wait()
    return desk


def marked(desk, tmp_path) -> tuple[Session, JobRunner, PublishWorkspace]:
    """The same after a stretch was marked, too."""
    session, jobs, workspace = with_base(desk, tmp_path)
    session.mark(session.project.segment("S-1"), stretch(0, 5000), View.AGREED, "Sheet read jointly")
    jobs.wait()
    return session, jobs, workspace


def shown(table) -> list[tuple[str, ...]]:
    """What stands in a table of what would leave, row by row."""
    model = table.model
    return [
        tuple(model.data(model.index(row, column)) for column in range(model.columnCount()))
        for row in range(model.rowCount())
    ]


def test_the_base_is_shown_before_it_is_written_and_known_by_its_hash_after(desk, tmp_path, qtbot):
    session, jobs, workspace = desk
    announced = workspace.base._preview.base.sha256
    assert announced in workspace.base.preview.text()
    assert "2 segments" in workspace.base.preview.text()
    workspace.base.write(tmp_path / "base.confinia")
    jobs.wait()
    assert read_base(tmp_path / "base.confinia").sha256 == announced
    assert announced in workspace.base.result.text()
    assert str(tmp_path / "base.confinia") in workspace.base.result.text()
    assert session.project.settings.base == announced


def test_a_further_base_is_shown_as_it_will_be_written_with_how_far_the_chains_came(desk, tmp_path):
    _, jobs, workspace = marked(desk, tmp_path)
    workspace.changes.write(tmp_path / "a1.confinia")
    jobs.wait()
    jobs.wait()
    workspace.base.further.setChecked(True)
    jobs.wait()
    announced = workspace.base._preview.base
    assert [head.sequence for head in announced.heads] == [1]
    workspace.base.write(tmp_path / "base2.confinia")
    jobs.wait()
    assert read_base(tmp_path / "base2.confinia").sha256 == announced.sha256


def test_the_button_asks_for_a_place_and_offers_a_name(desk, qtbot):
    workspace = desk[2]
    with qtbot.waitSignal(workspace.place_asked) as asked:
        qtbot.mouseClick(workspace.base.verb, LEFT)
    assert asked.args == [workspace.base, "base-001.confinia"]


def test_without_a_base_there_is_no_change_set_and_the_card_says_so(desk):
    workspace = desk[2]
    assert "There is no joint base yet" in workspace.changes.preview.text()
    assert not workspace.changes.verb.isEnabled()


def test_a_change_set_is_listed_operation_by_operation_and_written_as_shown(desk, tmp_path):
    _, jobs, workspace = marked(desk, tmp_path)
    card = workspace.changes
    card.message.setPlainText("First week")
    card.role.setCurrentIndex(card.role.findData(Role.GROUP_HEAD.value))
    card.refresh()
    jobs.wait()
    ((what, field, before, after),) = shown(card.table)
    assert (what, field, before) == ("\u0394 segment S-1", "position of A", "\u2013")
    assert "agreed \u00b7 Sheet read jointly" in after
    announced = card._preview.changes.sha256
    card.write(tmp_path / "a1.confinia")
    jobs.wait()
    written = read_change_set(tmp_path / "a1.confinia")
    assert (written.sha256, written.message, written.role) == (announced, "First week", Role.GROUP_HEAD)
    assert announced in card.result.text()


def test_writing_it_twice_is_the_same_to_the_byte_and_is_said_to_be(desk, tmp_path):
    _, jobs, workspace = marked(desk, tmp_path)
    for name in ("one", "two"):
        workspace.changes.write(tmp_path / f"{name}.confinia")
        jobs.wait()
    assert (tmp_path / "one.confinia").read_bytes() == (tmp_path / "two.confinia").read_bytes()
    assert "written again to the byte" in workspace.changes.preview.text()


def test_what_left_before_is_offered_again_as_it_was_with_its_message(desk, tmp_path):
    _, jobs, workspace = marked(desk, tmp_path)
    card = workspace.changes
    card.message.setPlainText("First week")
    card.write(tmp_path / "one.confinia")
    jobs.wait()
    card.message.clear()
    card.refresh()
    jobs.wait()
    assert "First week" in card.preview.text()
    card.write(tmp_path / "two.confinia")
    jobs.wait()
    assert (tmp_path / "one.confinia").read_bytes() == (tmp_path / "two.confinia").read_bytes()


def test_private_notes_are_counted_and_in_nothing_that_leaves(desk, tmp_path):
    _, jobs, workspace = marked(desk, tmp_path)
    assert all("One private note stays" in card.stays.text() for card in workspace.cards)
    workspace.changes.write(tmp_path / "a1.confinia")
    for form, card in workspace.exports.items():
        card.write(tmp_path / f"e.{form.value}")
    jobs.wait()
    leaving = [path for path in tmp_path.iterdir() if path.name != "p.gpkg" and not path.name.startswith("p.gpkg-")]
    assert len(leaving) >= 6
    assert [path.name for path in leaving if SECRET.encode() in path.read_bytes()] == []


def test_the_bytes_shown_are_the_bytes_that_leave(desk, tmp_path, qtbot):
    workspace = marked(desk, tmp_path)[2]
    qtbot.mouseClick(workspace.changes.bytes.toggle, LEFT)
    assert workspace.changes.bytes.toPlainText().encode() == workspace.changes._preview.changes.data


def test_after_a_change_a_further_base_has_to_be_asked_for(desk, tmp_path):
    session, jobs, workspace = marked(desk, tmp_path)
    assert not workspace.base.verb.isEnabled()
    workspace.base.further.setChecked(True)
    jobs.wait()
    assert workspace.base.verb.isEnabled()
    workspace.base.write(tmp_path / "base2.confinia")
    jobs.wait()
    assert read_base(tmp_path / "base2.confinia").number == 2
    assert session.project.settings.base_number == 2


def test_a_further_base_takes_in_a_profile_that_was_adopted_since(desk, tmp_path):
    session, jobs, workspace = with_base(desk, tmp_path)
    assert workspace.base.further.isHidden()
    adopted = ready_profile("EPSG:4326", "EPSG:1808")
    session.hand_over(lambda store, _: store.take_profile(adopted, "adopted"), done=lambda _: None)
    jobs.wait()
    jobs.wait()
    assert not workspace.base.further.isHidden()
    assert workspace.base.verb.isEnabled()  # the base that is held can be written again
    workspace.base.further.setChecked(True)
    jobs.wait()
    workspace.base.write(tmp_path / "base-2.confinia")
    jobs.wait()
    jobs.wait()
    base = read_base(tmp_path / "base-2.confinia")
    assert (base.number, base.profile) == (2, adopted)
    assert workspace.base.further.isHidden()


@pytest.mark.parametrize("form", Form)
def test_an_export_says_path_and_hash(desk, tmp_path, form):
    _, jobs, workspace = desk
    card = workspace.exports[form]
    card.write(tmp_path / f"out.{form.value}")
    jobs.wait()
    assert (tmp_path / f"out.{form.value}").exists()
    assert f"out.{form.value}" in card.result.text()


def test_the_lines_of_both_sides_leave_or_none(desk, tmp_path):
    session, jobs, workspace = desk
    session.draw_variant(session.project.segment("S-1"), segment(1).line)
    card = workspace.exports[Form.GEOJSON]
    card.variants.setChecked(False)
    card.write(tmp_path / "out.geojson")
    jobs.wait()
    kinds = [
        feature["properties"].get("kind") for feature in json.loads((tmp_path / "out.geojson").read_bytes())["features"]
    ]
    assert "variant" not in kinds
    assert "segment" in kinds


def test_what_cannot_be_written_is_said_on_the_card(desk, tmp_path):
    _, jobs, workspace = desk
    (tmp_path / "base.confinia").write_bytes(b"something else")
    workspace.base.write(tmp_path / "base.confinia")
    jobs.wait()
    assert "was not touched" in workspace.base.result.text()
    assert (tmp_path / "base.confinia").read_bytes() == b"something else"


def test_a_load_that_was_stopped_leaves_the_project_free(desk):
    session, jobs, _ = desk
    ended = []
    session.load("Load one", [Delta(None, segment(3))], ended=lambda: ended.append(True))
    jobs.jobs[0].cancel()
    jobs.wait()
    assert ended == [True]
    assert session.can_write


def test_what_would_leave_is_not_looked_at_while_another_workspace_is_shown(desk):
    _, jobs, workspace = desk
    workspace.refresh()
    workspace.hide()
    jobs.wait()
    workspace.show()
    jobs.wait()
    assert all("2 segments" in card.preview.text() for card in workspace.exports.values())
    assert "2 segments" in workspace.base.preview.text()


def test_every_export_says_in_which_system_its_own_coordinates_leave(desk, tmp_path):
    session, jobs, workspace = desk
    session.create(tmp_path / "gk.gpkg", Settings(title="Valley", side=Side.A, profile=GK8), (projected(),))
    jobs.wait()
    jobs.wait()
    for form, card in workspace.exports.items():
        card.write(tmp_path / f"out.{form.value}")
        said = card.preview.text()
        assert ("EPSG:28408, east before north" in said) == (form is Form.GPKG)
        assert ("WGS 84 (OGC:CRS84)" in said) == (form is not Form.GPKG)
    jobs.wait()
    about = json.loads((tmp_path / "out.geojson").read_text("utf-8"))["confinia"]
    assert about["crs"] in workspace.exports[Form.GEOJSON].preview.text()


def projected() -> Segment:
    """A segment in metres of zone 8."""
    ends = [GK8.grid.point_of(45.0, 41.0), GK8.grid.point_of(45.05, 41.02)]
    return Segment(id=id_of(9), source_id="S-9", line=Line(ends, GK8.grid))
