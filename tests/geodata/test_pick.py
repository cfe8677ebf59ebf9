"""Picking edits out of a change set: with what they lean on, and with the rest they are the whole again."""

import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from geodata.changes.comparing.compare import compare
from geodata.changes.delta import Delta
from geodata.changes.documents.base import base_of, layers_of
from geodata.changes.documents.changeset import change_set
from geodata.changes.documents.document import document_of, packed
from geodata.changes.papers.papers import by_hash, laid_on
from geodata.changes.papers.pick import of_area, of_features, of_items, of_kinds, of_views, pick, taken_apart
from geodata.changes.papers.squash import squash
from geodata.errors import NotFound
from geodata.geometry.stretch import stretch as stretch_of
from geodata.model.feature import Kind
from geodata.model.grid import WGS84_DEGREES
from geodata.model.line import Line
from geodata.model.project import Project, Settings
from geodata.model.source import Source
from geodata.model.status import Position, Side, View
from tests.geodata.strategies import annotation, id_of, layers_with, segment, standing, variant
from tests.geodata.worlds import world, worlds

quick = settings(max_examples=settings().max_examples // 3, suppress_health_check=[HealthCheck.too_slow])

S1, S2 = segment(1), segment(2)
BASE = base_of(Project(Settings(title="Valley", side=Side.A), layers_with(S1, S2)))
SETTINGS = Settings(title="Valley", side=Side.A, base=BASE.sha256, base_number=1)
SHEET = Source(id=id_of(41), title="Sheet", offered_by=Side.A)


def made(*deltas, side=Side.A):
    return change_set(deltas, replace(SETTINGS, side=side))


@quick
@given(worlds(), st.data())
def test_what_is_picked_and_the_rest_squashed_are_the_change_set(drawn, data):
    found = world(*drawn)
    opened = taken_apart(found.base, found.a)
    chosen = set(data.draw(st.lists(st.sampled_from(opened.bits), max_size=4))) if opened.bits else set()
    apart = pick(found.base, opened, [chosen.__contains__])
    whole = squash(found.base, [apart.rest, apart.document]).document
    assert whole.changes == found.a.changes
    assert whole.after == ()
    assert len(apart.chosen) + len(apart.needed) + len(apart.remaining) == len(opened.bits)
    assert document_of(packed(apart.document)).data == apart.document.data
    assert laid_on(found.base, by_hash([apart.document]), apart.rest) == opened.after


@quick
@given(worlds())
def test_picking_all_is_the_change_set_and_picking_none_is_nothing(drawn):
    found = world(*drawn)
    opened = taken_apart(found.base, found.a)
    everything, nothing = pick(found.base, opened, []), pick(found.base, opened, [], others=True)
    assert (everything.document.changes, everything.rest.changes) == (found.a.changes, ())
    assert (nothing.document.changes, nothing.rest.changes) == ((), found.a.changes)


def test_a_note_brings_the_source_it_cites_and_the_segment_it_is_about():
    added = segment(9)
    note = replace(annotation(7, added.id, Side.A, "Seen"), sources=(SHEET.id,))
    other = replace(annotation(8, S1.id, Side.A, "Too"), sources=(SHEET.id,))
    changes = made(*(Delta(None, each) for each in (added, SHEET, note, other)))
    opened = taken_apart(BASE, changes)
    found = pick(BASE, opened, [of_features(opened, [note.id])])
    assert [bit.key[1] for bit in found.chosen] == [note.id]
    assert {bit.key[1] for bit in found.needed} == {added.id, SHEET.id}
    assert [bit.key[1] for bit in found.remaining] == [other.id]


def test_a_split_brings_both_of_its_segments():
    child = replace(segment(9), parent=S1.id)
    shorter = replace(S1, line=Line(S1.line.xy[:-1], WGS84_DEGREES))
    opened = taken_apart(BASE, made(Delta(S1, shorter), Delta(None, child)))
    for name in (S1.id, child.id):
        assert len(pick(BASE, opened, [of_features(opened, [name])]).document.changes) == 2


def test_stretches_of_one_segment_are_picked_by_what_is_said_of_them():
    said = (standing(0, 4000), standing(4000, 9000, Position.REJECTS), standing(9000, 12000))
    changes = made(Delta(S1, replace(S1, position_a=said)), Delta(S2, replace(S2, section="North")))
    opened = taken_apart(BASE, changes)
    agreed = pick(BASE, opened, [of_views([View.AGREED])])
    after = laid_on(BASE, {}, agreed.document)[Kind.SEGMENT]
    assert after[S1.id].position_a == (said[0], said[2])
    assert after[S2.id] == S2
    rest = pick(BASE, opened, [of_views([View.AGREED])], others=True)
    assert laid_on(BASE, {}, rest.document)[Kind.SEGMENT][S1.id].position_a == (said[1],)
    assert len(pick(BASE, opened, [of_kinds(["position"])]).chosen) == 3


def test_what_was_said_and_is_said_no_more_is_open():
    base = base_of(
        Project(Settings(title="Valley", side=Side.A), layers_with(replace(S1, position_a=(standing(0, 900),))))
    )
    held = layers_of(base)[Kind.SEGMENT][S1.id]
    changes = change_set([Delta(held, S1)], replace(SETTINGS, base=base.sha256))
    opened = taken_apart(base, changes)
    assert len(pick(base, opened, [of_views([View.OPEN])]).chosen) == 1
    assert not pick(base, opened, [of_views([View.AGREED, View.DISPUTED])]).chosen


def test_an_area_takes_what_touches_it_and_nothing_without_a_place():
    upper, lower = standing(0, 2000), standing(12000, 14000)
    drawn = variant(51, 12000, 15000, Side.A, S1)
    changes = made(Delta(S1, replace(S1, position_a=(upper, lower))), Delta(None, drawn), Delta(None, SHEET))
    opened = taken_apart(BASE, changes)
    north = pick(BASE, opened, [of_area(opened, shapely.box(44.9, 40.99, 45.1, 41.5))])
    assert [(bit.key[0], bit.come) for bit in north.chosen] == [(Kind.SEGMENT, (upper,))]
    south = pick(BASE, opened, [of_area(opened, shapely.box(44.9, 40.7, 45.1, 40.95))])
    assert {(bit.key[0], bit.come) for bit in south.chosen} == {(Kind.SEGMENT, (lower,)), (Kind.VARIANT, ())}


def test_items_of_a_comparison_take_the_stretches_they_lie_on():
    a = made(Delta(S1, replace(S1, position_a=(standing(0, 4000), standing(6000, 9000)))))
    b = made(Delta(S1, replace(S1, position_b=(standing(0, 4000),))), side=Side.B)
    opened = taken_apart(BASE, a)
    items = compare(a, b, BASE).items
    same = pick(BASE, opened, [of_items([item for item in items if item.verdict == "same"], Side.A)])
    assert [bit.come[0].stretch for bit in same.chosen] == [stretch_of(S1, 0, 4_000_000)]
    assert [bit.come[0].stretch.start.at for bit in same.remaining] == [6_000_000]


def test_a_feature_that_nothing_was_done_to_is_not_found():
    opened = taken_apart(BASE, made(Delta(S1, replace(S1, section="North"))))
    with pytest.raises(NotFound, match="S-2"):
        of_features(opened, ["S-2"])
