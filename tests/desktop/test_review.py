"""Review: two change sets become a list, two linked maps, a plot and a table; a wrong pair is refused in a sentence."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt

from desktop.jobs import JobRunner
from desktop.review.maps import Arrangement
from desktop.review.scenes import Pane, layered
from desktop.review.separation import along
from desktop.review.workspace import ReviewWorkspace
from desktop.session import Session
from geodata.cancel import unwatched
from geodata.changes.comparing.comparison import POSITION, Verdict
from geodata.changes.delta import Delta
from geodata.io.documents import write_document
from geodata.io.starting import start_project_on
from geodata.model.feature import Kind
from geodata.model.status import Position, Side
from tests.geodata.strategies import annotation, id_of, layers_with, line, segment, standing, variant
from tests.geodata.worlds import World, world

LINE = line()
BASE = (segment(1, line=LINE, order=1), segment(2, line=line((45.1, 41.0), (45.1, 40.9)), order=2))
LEFT = Qt.MouseButton.LeftButton


def said(number: int, **positions: tuple) -> Delta:
    """A change of what a side says of a segment of the base."""
    old = BASE[number - 1]
    return Delta(old, replace(old, **positions))


def made() -> World:
    """A says 0-5 km is agreed, B 0-4.2 km and disputes the rest; both drew a line for it; A wrote a note."""
    a = [
        said(1, position_a=(standing(0, 5000),)),
        Delta(None, variant(31, 4200, 5000, Side.A, BASE[0])),
        Delta(None, annotation(41, id_of(2), Side.A, "Seen.")),
    ]
    b = [
        said(1, position_b=(standing(0, 4200), standing(4200, 5000, Position.REJECTS, "Ridge, not stream"))),
        Delta(None, variant(32, 4200, 5000, Side.B, BASE[0])),
    ]
    return world(layers_with(*BASE), a, b)


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """Both change sets as files, with their base beside them."""
    whole = made()
    for name, document in (("base", whole.base), ("a1", whole.a), ("b1", whole.b)):
        write_document(tmp_path / f"{name}.confinia", document)
    return tmp_path / "a1.confinia", tmp_path / "b1.confinia"


@pytest.fixture
def desk(qtbot) -> Iterator[tuple[JobRunner, ReviewWorkspace]]:
    jobs = JobRunner()
    workspace = ReviewWorkspace(Session(jobs), jobs)
    qtbot.addWidget(workspace)
    workspace.resize(1400, 800)
    with qtbot.waitActive(workspace):
        workspace.show()
    yield jobs, workspace
    jobs.close()


def compare(desk, files) -> ReviewWorkspace:
    """Compare and wait until everything is drawn."""
    jobs, workspace = desk
    workspace.compare(*files)
    jobs.wait()
    return workspace


def rows(workspace: ReviewWorkspace) -> list[str]:
    """The list as it is read."""
    model = workspace.comparing.items.model
    return [model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(model.rowCount())]


def test_the_items_stand_in_order_along_the_line_with_what_each_side_says(desk, files):
    workspace = compare(desk, files)
    assert rows(workspace)[:2] == [
        "S-1 \u00b7 0.000 \u2013 4.200, identical \u00b7 agreed, 4.200\u202fkm",
        f"S-1 \u00b7 4.200 \u2013 5.000, same field, different \u00b7 A agreed, B disputed, {figure(workspace)}",
    ]
    assert rows(workspace)[-1].startswith("S-2, only A \u00b7 note")


def figure(workspace: ReviewWorkspace) -> str:
    """The separation of the item on which the sides differ, as the list tells it."""
    widest = workspace.reviewed.comparison.widest
    return f"{widest.apart.millimetres / 1000:,.1f}\u202fm".replace(",", "\u202f")


def test_the_order_of_the_two_files_does_not_matter(desk, files):
    forward = rows(compare(desk, files))
    assert rows(compare(desk, files[::-1])) == forward


def test_items_and_kilometres_add_up(desk, files):
    totals = compare(desk, files).reviewed.comparison
    assert sum(total.length for total in totals.totals.values()) == totals.total.length == 5_000_000
    assert sum(total.count for total in totals.totals.values()) == totals.total.count


def test_the_base_is_found_beside_the_change_sets(desk, files):
    assert compare(desk, files).reviewed.comparison.base_found


def test_without_the_base_positions_are_still_compared(desk, files):
    (files[0].parent / "base.confinia").unlink()
    workspace = compare(desk, files)
    assert not workspace.reviewed.comparison.base_found
    assert workspace.comparing.items.model.rowCount() >= 3


def test_j_and_k_go_from_item_to_item_and_both_maps_follow(desk, files, qtbot):
    workspace = compare(desk, files)
    comparing = workspace.comparing
    comparing.items.choose(0)
    first = comparing.maps.panes[Pane.A].view
    qtbot.keyClick(comparing.items.view, Qt.Key.Key_J)
    assert comparing.items.current().verdict is Verdict.DIFFERENT
    a, b = comparing.maps.panes[Pane.A].view, comparing.maps.panes[Pane.B].view
    assert a != first
    assert (a.x, a.y, a.mpp) == (b.x, b.y, b.mpp)
    qtbot.keyClick(comparing.items.view, Qt.Key.Key_K)
    assert comparing.items.view.currentIndex().row() == 0


def test_the_table_shows_base_a_and_b_field_by_field(desk, files):
    comparing = compare(desk, files).comparing
    comparing.items.choose(1)
    table = comparing.fields.table
    cells = {
        table.item(row, 0).text(): [table.item(row, column).text() for column in (1, 2, 3)]
        for row in range(table.rowCount())
    }
    assert cells["position"][1:] == ["agreed", "disputed"]
    assert cells["note"][2] == "Ridge, not stream"


def test_a_filter_by_verdict_leaves_the_order_and_the_totals(desk, files, qtbot):
    items = compare(desk, files).comparing.items
    for verdict in (Verdict.SAME, Verdict.ONLY_A, Verdict.ONLY_B):
        qtbot.mouseClick(items.verdicts[verdict], LEFT, pos=items.verdicts[verdict].rect().center() / 4)
    shown = {items.model.item(row).verdict for row in range(items.model.rowCount())}
    assert shown == {Verdict.DIFFERENT}
    heading = desk[1].comparing.heading
    assert heading.total.text() == f"{desk[1].reviewed.comparison.total.count} items"


def test_a_filter_by_kind_shows_only_that_kind(desk, files):
    items = compare(desk, files).comparing.items
    items.kind.setCurrentIndex(items.kind.findData(POSITION))
    items.kind.activated.emit(items.kind.currentIndex())
    assert {items.model.item(row).kind for row in range(items.model.rowCount())} == {POSITION}


def test_what_the_documents_say_of_themselves_is_told(desk, files):
    workspace = compare(desk, files)
    told = " ".join(one.text() for one in workspace.comparing.fields.findChildren(type(workspace.start.said)))
    for party in (workspace.reviewed.comparison.a, workspace.reviewed.comparison.b):
        assert party.sha256[:12] in told
    assert "From A" in told
    assert "From B" in told
    assert "Not signed yet" in told


def test_two_change_sets_of_one_side_are_refused_in_a_sentence(desk, files):
    workspace = compare(desk, (files[0], files[0]))
    assert workspace.reviewed is None
    assert "Both change sets are side A's" in workspace.start.said.text()


def test_change_sets_from_different_bases_are_refused_in_a_sentence(desk, files, tmp_path):
    other = world(layers_with(segment(9)), [], [])
    write_document(tmp_path / "b2.confinia", other.b)
    workspace = compare(desk, (files[0], tmp_path / "b2.confinia"))
    assert "different bases" in workspace.start.said.text()


def test_a_file_with_a_flipped_byte_is_refused_in_a_sentence_that_names_it(desk, files):
    data = bytearray(files[1].read_bytes())
    data[len(data) // 2] ^= 1
    files[1].write_bytes(data)
    workspace = compare(desk, files)
    assert workspace.reviewed is None
    assert workspace.start.said.text().startswith("b1.confinia")


def test_a_base_in_place_of_a_change_set_is_refused_in_a_sentence(desk, files):
    workspace = compare(desk, (files[0], files[0].parent / "base.confinia"))
    assert "is joint base 1" in workspace.start.said.text()


def test_files_taken_one_by_one_are_compared_when_both_sides_are_there(desk, files):
    jobs, workspace = desk
    workspace.take(files[1])
    jobs.wait()
    assert workspace.reviewed is None
    workspace.take(files[0])
    jobs.wait()
    assert workspace.reviewed is not None


def test_each_map_draws_its_sides_claim_and_the_overlay_both(desk, files):
    _, workspace = desk
    compare(desk, files)
    made = layered(workspace.reviewed, [], unwatched())
    ids = {pane: {layer.id for layer in layers if len(layer)} for pane, layers in made.items()}
    assert {"claims-A", "claims-B"} & ids[Pane.A] == {"claims-A"}
    assert {"claims-A", "claims-B"} & ids[Pane.B] == {"claims-B"}
    assert {"claims-A", "claims-B"} <= ids[Pane.BOTH]
    assert all("between" in found for found in ids.values())
    words = {label for layer in made[Pane.A] if layer.id == Kind.SEGMENT for label in layer.labels}
    assert "agreed by A" in words


def test_the_keys_one_to_four_hold_the_views_against_each_other(desk, files, qtbot):
    comparing = compare(desk, files).comparing
    maps = comparing.maps
    a, b, both = maps.panes.values()
    for key, way in zip("1234", Arrangement, strict=True):
        qtbot.keyClick(comparing.items.view, key)
        assert maps.arrangement is way
        assert both.isVisible() is (way is Arrangement.OVER)
    qtbot.keyClick(comparing.items.view, "3")
    maps.swipe_to(0.25)
    assert b.mask().boundingRect().left() == round(maps.width() * 0.25)
    qtbot.keyClick(comparing.items.view, "1")
    assert b.mask().isEmpty()
    assert a.geometry().right() < b.geometry().left()


def test_flicker_shows_the_one_then_the_other(desk, files, qtbot):
    maps = compare(desk, files).comparing.maps
    maps.arrange(Arrangement.TURN)
    shown = maps.panes[Pane.B]
    before = shown.isVisible()
    qtbot.waitUntil(lambda: shown.isVisible() is not before)


def test_the_profile_is_the_same_whichever_side_is_called_a(desk, files):
    items = compare(desk, files).reviewed.comparison.items
    item = next(one for one in items if one.apart and one.apart.millimetres)
    swapped = replace(item, lines=replace(item.lines, a=item.lines.b, b=item.lines.a))
    one, other = along(item, unwatched()), along(swapped, unwatched())
    assert np.array_equal(one.metres, other.metres)
    assert round(one.metres.max() * 1000) == item.apart.millimetres


def test_the_plot_tells_the_separation_under_the_pointer(desk, files):
    workspace = compare(desk, files)
    comparing = workspace.comparing
    comparing.items.choose(comparing.items.model.row_of(workspace.reviewed.comparison.widest.id))
    desk[0].wait()
    first, last = comparing.plot.value_at(0)[0], comparing.plot.value_at(10_000)[0]
    assert (round(first), round(last)) == (4_200_000, 5_000_000)
    assert comparing.plot.accessibleDescription().endswith("km")


def test_an_item_without_lines_says_why_there_is_no_plot(desk, files):
    comparing = compare(desk, files).comparing
    comparing.items.choose(comparing.items.model.rowCount() - 1)
    desk[0].wait()
    assert "Nothing to measure here" in comparing.plot.accessibleDescription()


@pytest.mark.parametrize(("name", "start"), [("c.html", b"<!doctype html>"), ("c.geojson", b"{"), ("c.json", b"{")])
def test_the_comparison_is_saved_in_the_form_of_its_ending(desk, files, tmp_path, name, start):
    workspace = compare(desk, files)
    workspace.save(tmp_path / name)
    desk[0].wait()
    assert (tmp_path / name).read_bytes().startswith(start)


def test_another_ending_is_refused_in_a_sentence(desk, files, tmp_path, qtbot):
    workspace = compare(desk, files)
    with qtbot.waitSignal(workspace.said) as told:
        workspace.save(tmp_path / "c.docx")
        desk[0].wait()
    assert "must end in" in told.args[0]


def test_the_open_project_lends_its_base(desk, files, tmp_path, qtbot):
    _, workspace = desk
    (tmp_path / "base.confinia").unlink()
    session = workspace._session
    whole = made()

    store = start_project_on(tmp_path / "b.gpkg", Side.B, whole.base)
    session.adopt(store, store.load())
    assert compare(desk, files).reviewed.comparison.base_found
    session.close()
