"""The merge in the review: counts that add up, hashes to read aloud, open items with base, A and B; nothing decided."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QAbstractButton

from desktop.review.agenda import Tab
from desktop.review.scenes import Pane
from geodata.changes.documents.open_items import Conflict
from geodata.changes.merging.merge import merge
from geodata.io.documents import read_document
from tests.desktop.review_desk import Desk, made, review_desk


@pytest.fixture
def desk(qtbot, tmp_path) -> Iterator[Desk]:
    with review_desk(qtbot, tmp_path) as found:
        found.compare()
        found.comparing.merge_wanted()
        found.settle()
        yield found


def go_to(desk: Desk, conflict: Conflict) -> None:
    rows = desk.agenda.merge.view.rows.rows
    desk.agenda.merge.view.choose(next(row for row, each in enumerate(rows) if each.value.conflict is conflict))


def test_the_counts_of_each_side_add_up(desk):
    for given in desk.agenda.merge.found.document.inputs:
        told = desk.agenda.merge.counts[given.side].text()
        parts, _, summed = told.partition(" = ")
        assert parts == f"{given.side}: {given.parts} parts"
        assert sum(int(each.split()[0]) for each in summed.split(" + ")) == given.parts


def test_it_is_the_merge_that_the_command_line_makes_and_so_are_its_hashes(desk):
    whole = made()
    document = merge(whole.base, whole.b, whole.a).document
    panel = desk.agenda.merge
    assert panel.found.document.data == document.data
    assert panel.state.told.toolTip() == document.state
    assert panel.document.told.toolTip() == document.sha256
    assert document.sha256[:12] in panel.document.aloud.toolTip()


def test_every_open_item_is_listed_with_its_conflict_in_words(desk):
    panel = desk.agenda.merge
    assert [row.value for row in panel.view.rows.rows] == list(panel.found.document.open)
    assert {row.subtitle for row in panel.view.rows.rows} >= {
        "both changed the same, differently",
        "one removes it, the other changes it or builds on it",
    }
    assert desk.agenda.tabs.tabText(Tab.MERGE) == f"Open {len(panel.found.document.open)}"


def test_an_open_item_shows_base_a_and_b_and_where_it_is(desk):
    go_to(desk, Conflict.FIELD)
    assert desk.comparing.fields.texts()["height"] == ["193.2", "195.3", "194.6"]
    assert desk.comparing.maps.panes[Pane.A].mark.place == pytest.approx((45.1, 40.9))
    assert "It stays open until both chairs decide it." in desk.told()


def test_what_one_removed_and_the_other_changed_shows_both(desk):
    go_to(desk, Conflict.DELETED)
    texts = desk.comparing.fields.texts()
    assert texts["is there"] == ["yes", "no", "yes"]
    assert texts["label"][2] == "108 bis"


def test_j_and_k_go_through_the_open_items(desk, qtbot):
    view = desk.agenda.merge.view
    first = view.value()
    qtbot.keyClick(view, "J")
    assert view.value() is not first
    qtbot.keyClick(view, "K")
    assert view.value() is first


def test_nothing_can_be_decided_here(desk):
    names = [each.text().lower() for each in desk.workspace.findChildren(QAbstractButton)]
    assert not [name for name in names if any(word in name for word in ("resolve", "accept", "reject", "decide"))]


def test_the_merge_is_written_and_its_open_items_stay_open_in_the_next(desk, tmp_path, qtbot):
    with qtbot.waitSignal(desk.workspace.place_asked) as asked:
        desk.agenda.merge.write.click()
    name, take = asked.args
    assert name.endswith(".confinia")
    take(tmp_path / name)
    desk.settle()
    written = read_document(tmp_path / name)
    assert written.data == desk.agenda.merge.found.document.data
    desk.workspace.take_earlier(tmp_path / name)
    desk.settle()
    panel = desk.agenda.merge
    assert {item.id for item in written.open} == panel.found.before
    assert "open before" in panel.view.rows.rows[0].subtitle
    assert name in panel.said.text()


def test_a_change_set_in_place_of_an_earlier_merge_is_refused_in_a_sentence(desk):
    desk.workspace.take_earlier(desk.files[0])
    desk.settle()
    assert "not a merge" in desk.agenda.merge.told.text()
    assert desk.agenda.merge.view.isHidden()
