"""The truth table of merging, row by row and both ways round, and the page of the help that shows it."""

import pytest
from msgspec.structs import replace

from geodata.changes.delta import Delta, net
from geodata.changes.documents.base import base_of
from geodata.changes.documents.changeset import change_set
from geodata.changes.documents.merge_document import merged_layers
from geodata.changes.documents.open_items import Conflict
from geodata.changes.edits import Op
from geodata.changes.merging.merge import merge
from geodata.changes.merging.weave import Fate
from geodata.errors import DocumentRefused
from geodata.model.feature import Kind
from geodata.model.project import Settings
from geodata.model.status import Side
from geodata.resources import resource
from tests.geodata.merge_laws import check_laws
from tests.geodata.merging_doings import (
    BASE,
    DECIDED,
    MARKER,
    ON,
    PILLAR,
    adds,
    adds_twin,
    both,
    changes,
    cuts,
    moves,
    nothing,
    reads,
    removes,
    says,
    splits,
)
from tests.geodata.merging_table import TABLE, row, table_lines
from tests.geodata.strategies import id_of, layers_with, project
from tests.geodata.worlds import World, world

ROWS = [each for rows in TABLE.values() for each in rows]


def made(each, first: Side) -> World:
    """The world of a row in which this side is the one."""
    deltas = {first: each.does[0](first), first.other: each.does[1](first.other)}
    return world(layers_with(*BASE), net(deltas[Side.A]), net(deltas[Side.B]))


@pytest.mark.parametrize("first", Side)
@pytest.mark.parametrize("each", ROWS, ids=lambda each: f"{each.one} - {each.other}")
def test_what_comes_is_what_the_table_says_both_ways_round(each, first):
    merged = check_laws(made(each, first))
    fates = tuple({told.fate for told in merged.fates if told.side is side} for side in (first, first.other))
    assert fates == each.fates
    assert [item.conflict for item in merged.document.open] == ([each.conflict] if each.conflict else [])


def test_the_help_shows_the_table():
    assert "\n".join(table_lines()) in resource("help", "merging.md").read_text("utf-8")


def test_every_conflict_but_the_last_resort_has_a_row():
    assert {each.conflict for each in ROWS if each.conflict} == set(Conflict) - {Conflict.UNSOUND}


def test_a_part_that_was_split_off_waits_with_the_line_it_was_cut_from():
    merged = check_laws(made(row("", "", (moves(4), splits(4)), Fate.OPEN), Side.A))
    (item,) = merged.document.open
    assert [(change.op, change.id) for change in item.b] == [(Op.MODIFY, ON.id), (Op.ADD, id_of(70))]


def test_a_source_that_both_read_is_offered_by_nobody_alone():
    found = made(row("", "", (reads, reads), Fate.AT_ONE), Side.A)
    after = merged_layers(merge(found.base, found.a, found.b).document, found.base)
    assert after[Kind.SOURCE][id_of(90)].offered_by is None


def test_one_side_alone_cannot_remove_what_both_chairs_decided():
    settings = Settings(title="Valley", side=Side.A, base=base_of(project(*BASE)).sha256, base_number=1)
    with pytest.raises(DocumentRefused, match="both decided"):
        change_set([Delta(DECIDED, None)], settings)


def test_what_is_said_along_ones_own_redrawn_line_waits_with_it():
    def redraws_and_says(side):
        (line,), (said,) = moves(4)(side), says(0, 9000)(side)
        return [Delta(ON, replace(line.new, position_a=said.new.position_a, position_b=said.new.position_b))]

    merged = check_laws(made(row("", "", (redraws_and_says, moves(4, by=-200_000)), Fate.OPEN), Side.B))
    (item,) = merged.document.open
    assert set(item.b[0].new) == {"position_b"}
    assert item.b[0].line


def test_what_one_says_along_a_line_that_both_redraw_is_measured_as_that_side_has_it():
    """A draws the beginning longer: its 7,000 m lie where the base has fewer, before B's change."""

    def redraws_and_says(side):
        on = moves(1, by=10_000_000)(side)[0].new
        return [Delta(ON, says(0, 7000, on)(side)[0].new)]

    assert not check_laws(made(row("", "", (redraws_and_says, moves(7)), Fate.APPLIED), Side.A)).document.open
    (item,) = check_laws(made(row("", "", (redraws_and_says, moves(5)), Fate.APPLIED), Side.A)).document.open
    assert (item.conflict, set(item.a[0].new)) == (Conflict.ALONG, {"position_a"})


def test_a_line_cut_shorter_than_what_the_base_says_along_it_waits():
    found = made(row("", "", (cuts(1), nothing), Fate.OPEN), Side.A)
    (item,) = merge(found.base, found.a, found.b).document.open
    assert (item.conflict, item.feature, item.b) == (Conflict.UNSOUND, ON.id, ())


def test_what_leans_on_a_twin_keeps_both_open():
    def builds(side):
        return both(adds_twin(81, "x"), adds(replace(MARKER, turning_point=id_of(81))))(side)

    merged = check_laws(made(row("", "", (adds_twin(80, "x"), builds), Fate.OPEN), Side.A))
    (item,) = merged.document.open
    assert [change.id for change in item.b] == [id_of(81), MARKER.id]


def test_removing_what_leans_on_it_waits_with_the_removal():
    def clears(side):
        return [*removes(MARKED)(side), *removes(POST)(side)]

    found = world(layers_with(MARKED, POST), clears(Side.A), changes(MARKED, label="9")(Side.B))
    (item,) = check_laws(found).document.open
    assert len(item.a) == 2
    assert len(item.b) == 1


MARKED = replace(PILLAR, id=id_of(15))
POST = replace(MARKER, turning_point=MARKED.id)
