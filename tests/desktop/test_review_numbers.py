"""The numbers between the lines: in the heading, in each item, and area by area along the line."""

from collections.abc import Iterator

import pytest

from desktop.review.agenda import Tab
from desktop.review.scenes import Pane
from geodata.changes.comparing.comparison import POSITION
from geodata.model.status import Side
from tests.desktop.review_desk import Desk, review_desk


@pytest.fixture
def desk(qtbot, tmp_path) -> Iterator[Desk]:
    with review_desk(qtbot, tmp_path) as found:
        found.compare()
        yield found


def parts(desk: Desk) -> list:
    return [row.value for row in desk.agenda.areas.view.rows.rows]


def test_the_heading_says_what_lies_between_the_lines(desk):
    split = desk.comparing.seen_split
    assert split.measured.between > 0
    told = desk.comparing.heading.figures.text()
    assert f"{split.measured.between / 1e4:,.2f}".replace(",", "\u202f") in told
    assert "ha between the lines" in told
    assert "apart at most" in told
    assert "on average" in told


def test_both_sides_operations_parts_and_items_are_summed_so_that_they_add_up(desk):
    for side, told in desk.comparing.heading.sums.items():
        head, summed = told.text().split(" = ")
        items = int(head.rpartition(" parts in ")[2].split()[0])
        assert sum(int(each.split()[0]) for each in summed.split(" + ")) == items
        operations = len(desk.workspace.reviewed.changes(side).changes)
        assert head.startswith(f"{side}: {operations} operations")


def test_an_item_says_how_much_lies_between_and_what_else_lies_there(desk):
    items = desk.comparing.items
    items.choose(next(row for row, one in enumerate(items.model.shown) if one.kind == "variant"))
    desk.settle()
    told = desk.told()
    assert "Between the lines" in told
    assert "Mean separation" in told
    assert "no layer of settlements is at hand" in told
    assert "R-7" in told
    assert "over A's line" in told


def test_areas_and_coincident_parts_stand_in_order_along_the_line(desk):
    split = desk.comparing.seen_split
    assert [part for _, part in parts(desk)] == list(split.parts)
    assert [number for number, _ in parts(desk) if number] == list(range(1, len(split.areas) + 1))
    desk.agenda.areas.coincident.click()
    assert [part for _, part in parts(desk)] == list(split.areas)


def test_areas_are_hatched_and_coincident_parts_marked_on_every_map(desk):
    split = desk.comparing.seen_split
    for canvas in desk.comparing.maps.panes.values():
        assert len(canvas.scene.layer("between")) == len(split.areas)
        same = [part for part in split.parts if part.area is None and part.line_a is not None]
        assert len(canvas.scene.layer("coincident")) == len(same)


def test_choosing_an_area_goes_to_it_and_says_its_size(desk, qtbot):
    desk.agenda.turn(Tab.AREAS)
    before = desk.comparing.maps.panes[Pane.A].view
    desk.agenda.areas.coincident.click()
    qtbot.keyClick(desk.agenda.areas.view, "J")
    number, part = desk.agenda.areas.view.value()
    assert number == 2
    assert f"{part.area / 1e4:,.2f}".replace(",", "\u202f") in desk.told()
    assert desk.comparing.maps.panes[Pane.A].view != before


def test_measuring_can_be_stopped_and_asked_for_again(desk):
    workspace, heading = desk.workspace, desk.comparing.heading
    desk.comparing.show_reviewed(workspace.reviewed, [])
    assert desk.comparing.seen_split is None
    workspace.measure()
    workspace.stop_measuring()
    desk.settle()
    assert desk.comparing.seen_split is None
    assert not heading.again.isHidden()
    heading.again.click()
    assert not heading.stop.isHidden()
    desk.settle()
    assert desk.comparing.seen_split is not None
    assert heading.stop.isHidden()
    assert heading.again.isHidden()


def test_the_numbers_leave_the_item_that_is_chosen_and_the_filter(desk):
    items = desk.comparing.items
    items.kind.setCurrentIndex(items.kind.findData(POSITION))
    items.kind.activated.emit(items.kind.currentIndex())
    items.choose(1)
    before = items.current().id
    desk.workspace.measure()
    desk.settle()
    assert items.current().id == before
    assert {one.kind for one in items.model.shown} == {POSITION}


def test_without_the_base_it_is_said_why_there_are_no_areas(qtbot, tmp_path):
    with review_desk(qtbot, tmp_path) as desk:
        (tmp_path / "base.confinia").unlink()
        desk.compare()
        areas = desk.agenda.areas
        assert not areas.view.rows.rows
        assert "base is not at hand" in areas._why.text()
        assert not desk.agenda.merge.verb.isEnabled()
        assert desk.session.is_open is False
        assert Side.A in desk.comparing.heading.sums
