"""What each item is to the two sides: one class each, with what was drawn, and counts that add up."""

import pytest
from hypothesis import HealthCheck, given, settings
from msgspec.structs import replace

from geodata.changes.comparing.compare import compare
from geodata.changes.comparing.compare_parts import parts_told
from geodata.changes.comparing.compare_positions import changed, said
from geodata.changes.comparing.comparison import POSITION, Relation, Verdict
from geodata.changes.comparing.ground import Ground
from geodata.changes.delta import Delta
from geodata.changes.documents.base import base_of
from geodata.changes.documents.changeset import change_set
from geodata.changes.documents.open_items import Conflict, open_item
from geodata.changes.edits import change_of
from geodata.changes.parts import parts_of
from geodata.geometry.redrawn import Drawn
from geodata.model.feature import Kind
from geodata.model.grid import WGS84_DEGREES
from geodata.model.line import Line
from geodata.model.marker import Marker
from geodata.model.names import Name
from geodata.model.profile import Tier
from geodata.model.project import Settings
from geodata.model.route import Route, RouteState
from geodata.model.status import Delimitation, Position, Side
from geodata.model.turning_point import TurningPoint
from tests.geodata.strategies import annotation, id_of, layers_with, line, project, segment, standing, variant
from tests.geodata.worlds import world, worlds

S1 = segment(1)
DECIDED = segment(1, delimitation=Delimitation.AGREED_COMMISSION)
TP = TurningPoint(id=id_of(8), point=(45_000_000_000, 41_000_000_000), label="101", segment=S1.id)
METRE = 9_000
thorough = settings(max_examples=settings().max_examples // 3, suppress_health_check=[HealthCheck.too_slow])


def compared(a, b, *base):
    held = world(layers_with(*(base or (S1,))), a, b)
    return compare(held.a, held.b, held.base)


def only(a, b, *base):
    """The one item of a comparison."""
    (item,) = compared(a, b, *base).items
    return item


def north(metres, feature=TP):
    """A point moved so many metres to the north."""
    x, y = feature.point
    return replace(feature, point=(x, y + metres * METRE))


def bent(held, at, east):
    """A segment with one vertex moved by steps of the grid to the east."""
    points = held.line.xy.tolist()
    points[at][0] += east
    return replace(held, line=Line([tuple(point) for point in points], WGS84_DEGREES))


def of(feature, *states):
    return [Delta(feature, state) for state in states]


# --- the classes ---


def test_equal_edits_of_both_sides_are_identical():
    item = only(of(TP, north(5)), of(TP, north(5)), S1, TP)
    assert (item.verdict, item.relation, item.tier) == (Verdict.SAME, Relation.IDENTICAL, Tier.T0)


@pytest.mark.parametrize(
    ("metres", "relation", "tier"),
    [
        (0.05, Relation.COINCIDENT, Tier.T1),
        (0.4, Relation.COINCIDENT, Tier.T2),
        (20, Relation.COINCIDENT, Tier.T3),
        (60, Relation.GEOMETRY, Tier.T4),
    ],
)
def test_a_pillar_that_both_moved_is_never_agreed_and_has_the_tier_of_how_far_apart(metres, relation, tier):
    pillar = Marker(id=id_of(9), point=TP.point, number="7")
    a, b = north(100, pillar), replace(pillar, point=(TP.point[0], TP.point[1] + round((100 + metres) * METRE)))
    item = only(of(pillar, a), of(pillar, b), S1, pillar)
    assert (item.verdict, item.relation, item.tier) == (Verdict.DIFFERENT, relation, tier)
    assert item.drawn_a.drawn is item.drawn_b.drawn is Drawn.MOVED


def test_what_one_side_did_is_that_sides_and_what_it_only_describes_is_metadata():
    assert only(of(TP, north(5)), [], S1, TP).relation is Relation.ONE_SIDE
    for change in (
        {"label": "101a"},
        {"attributes": (("sheet", "7"),)},
        {"as_read": "B 41", "source_id": "x"},
        {"names": (Name(text="Ağstafa"),)},
    ):
        item = only(of(TP, replace(TP, **change)), [], S1, TP)
        assert (item.verdict, item.relation) == (Verdict.ONLY_A, Relation.METADATA)
    assert only(of(TP, replace(north(5), label="101a")), [], S1, TP).relation is Relation.ONE_SIDE


def test_a_note_to_a_position_that_stays_is_metadata():
    on = replace(S1, position_a=(standing(0, 5000),))
    item = only(of(on, replace(on, position_a=(standing(0, 5000, note="Sheet 7"),))), [], on)
    assert (item.kind, item.relation) == (POSITION, Relation.METADATA)


def test_other_fields_of_one_feature_and_other_entries_of_one_field_are_no_conflict():
    a, b = replace(TP, height="812"), replace(TP, as_read="B 41")
    assert {i.relation for i in compared(of(TP, a), of(TP, b), S1, TP).items} == {Relation.OTHER_FIELDS}
    one, other = (replace(TP, attributes=((heading, 1),)) for heading in ("sheet", "width"))
    items = compared(of(TP, one), of(TP, other), S1, TP).items
    assert [(i.verdict, i.relation, i.fields[0].name) for i in items] == [
        (Verdict.ONLY_A, Relation.OTHER_FIELDS, "attributes/sheet"),
        (Verdict.ONLY_B, Relation.OTHER_FIELDS, "attributes/width"),
    ]


def test_one_field_that_both_changed_differently_is_the_same_field():
    route = Route(id=id_of(5), line=line(), code="M-4")
    a, b = (replace(route, state=state) for state in (RouteState.CLOSED, RouteState.OPERATING))
    assert only(of(route, a), of(route, b), route).relation is Relation.SAME_FIELD
    said_of = [
        replace(S1, position_a=(standing(0, 5000),)),
        replace(S1, position_b=(standing(0, 5000, Position.REJECTS),)),
    ]
    assert only(of(S1, said_of[0]), of(S1, said_of[1])).relation is Relation.SAME_FIELD


def test_one_line_redrawn_in_vertices_far_apart_goes_together_and_in_one_vertex_does_not():
    on = segment(1, line=line(*((45.0 + n % 2 * 0.001, 41.0 - n * 0.01) for n in range(12))))
    apart = only(of(on, bent(on, 2, 900_000)), of(on, bent(on, 9, 900_000)), on)
    assert apart.relation is Relation.OTHER_FIELDS
    one = only(of(on, bent(on, 5, 900_000)), of(on, bent(on, 5, -900_000)), on)
    assert (one.relation, one.tier) == (Relation.GEOMETRY, Tier.T4)
    near = only(of(on, bent(on, 5, 900_000)), of(on, bent(on, 5, 1_000_000)), on)
    assert (near.relation, near.tier) == (Relation.COINCIDENT, Tier.T3)


def test_removing_against_changing_is_a_conflict_both_ways_round():
    for a, b in ((None, north(5)), (north(5), None)):
        item = only(of(TP, a), of(TP, b), S1, TP)
        assert (item.verdict, item.relation) == (Verdict.DIFFERENT, Relation.DELETE_EDIT)


def test_removing_against_building_on_it_is_a_conflict_both_ways_round():
    drawn, noted = variant(20, 0, 5000, Side.B, S1), annotation(21, S1.id, Side.B)
    items = compared(of(S1, None), [Delta(None, drawn), Delta(None, noted)]).items
    assert {item.relation for item in items} == {Relation.DELETE_EDIT}
    assert {item.feature: item.against for item in items} == {
        S1.id: (drawn.id, noted.id),
        drawn.id: (S1.id,),
        noted.id: (S1.id,),
    }


def test_what_is_said_along_a_line_that_the_other_redrew_is_geometry_against_it():
    items = compared(of(S1, bent(S1, 1, 9_000_000)), of(S1, replace(S1, position_b=(standing(9000, 12_000),)))).items
    assert {item.relation for item in items} == {Relation.GEOMETRY}


def test_what_both_chairs_decided_is_touched_only_against_a_decision():
    redrawn = bent(DECIDED, 1, 9_000_000)
    assert only(of(DECIDED, redrawn), [], DECIDED).relation is Relation.DECIDED
    assert only(of(DECIDED, redrawn), of(DECIDED, redrawn), DECIDED).relation is Relation.DECIDED
    drawn = variant(20, 0, 5000, Side.B, DECIDED)
    assert only([], [Delta(None, drawn)], DECIDED).relation is Relation.DECIDED
    rejects = replace(DECIDED, position_a=(standing(0, 5000, Position.REJECTS),))
    assert only(of(DECIDED, rejects), [], DECIDED).relation is Relation.DECIDED
    accepts = replace(DECIDED, position_a=(standing(0, 5000),))
    assert only(of(DECIDED, accepts), [], DECIDED).relation is Relation.ONE_SIDE
    assert only(of(DECIDED, replace(DECIDED, straight="geodesic")), [], DECIDED).relation is Relation.METADATA
    assert only(of(TP, north(5)), [], DECIDED, TP).relation is Relation.DECIDED


def test_what_was_open_in_the_base_is_still_open():
    moved = change_of(Delta(TP, north(5)))
    waiting = open_item(Conflict.GEOMETRY, Kind.TURNING_POINT, TP.id, [moved], [])
    base = base_of(project(S1, TP), still_open=(waiting,))
    a, b = (Settings(title="", side=side, base=base.sha256, base_number=1) for side in Side)
    found = compare(change_set(of(TP, north(9)), a), change_set([], b), base)
    assert (found.items[0].still_open, found.base_number) == (waiting.id, 1)


# --- what was drawn ---


def test_what_a_side_did_to_a_line_is_told_with_vertices_and_chainages():
    item = only(of(S1, bent(S1, 1, 9_000_000)), [])
    drawing = item.drawn_a
    assert (drawing.drawn, drawing.tier, item.drawn_b) == (Drawn.MOVED, Tier.T4, None)
    (moved,) = drawing.ranges
    assert (moved.before, moved.after, moved.start) == ((1, 2), (1, 2), 0)
    assert moved.start < drawing.at < moved.end


def test_a_line_that_was_only_turned_or_written_otherwise_is_told_so():
    turned = replace(S1, line=Line(S1.line.xy[::-1], WGS84_DEGREES))
    assert only(of(S1, turned), []).drawn_a.drawn is Drawn.REVERSED
    nudged = bent(S1, 1, 100)  # a centimetre
    assert only(of(S1, nudged), []).drawn_a.drawn is Drawn.REPRESENTATION


def test_alternative_lines_tell_what_they_do_to_the_line_they_replace():
    a, b = variant(20, 0, 5000, Side.A, S1), variant(21, 0, 5000, Side.B, S1)
    item = only([Delta(None, a)], [Delta(None, b)])
    assert item.drawn_a.drawn is item.drawn_b.drawn is Drawn.MOVED
    assert item.relation is Relation.GEOMETRY


# --- counts that add up ---


@thorough
@given(worlds())
def test_every_part_of_every_edit_is_in_exactly_one_item(made):
    held = world(*made)
    for base in (held.base, None):
        found = compare(held.a, held.b, base)
        for side, deltas in ((Side.A, made[1]), (Side.B, made[2])):
            parts = [part for item in found.items for part in (item.parts_a if side is Side.A else item.parts_b)]
            own = f"position_{side.lower()}"
            told = [(part.operation, part.name) for part in parts]
            assert len(set(told)) == len(told)
            rest = {(number, name) for number, name in told if not name.startswith(f"{own}/")}
            ground = Ground(None if base is None else made[0], held.a, held.b)
            expected = {(one.edit.number, name) for one in ground.touched[side].values() for name in parts_told(one)}
            assert expected - rest <= {(number, own) for number, _ in expected}
            assert rest <= expected
            assert {number for number, name in expected - rest} <= {number for number, name in told if "/" in name}
            assert len(deltas) == found.tally[side].operations


@thorough
@given(worlds())
def test_lengths_of_positions_add_up_to_what_each_side_changed_by_itself(made):
    held = world(*made)
    for base in (held.base, None):
        found = compare(held.a, held.b, base)
        ground = Ground(None if base is None else made[0], held.a, held.b)
        for party, tally in ((found.a, found.tally[Side.A]), (found.b, found.tally[Side.B])):
            keys = [id_ for kind, id_ in ground.touched[party.side] if kind is Kind.SEGMENT]
            alone = sum(end - start for id_ in keys for start, end in changed(said(ground, party.side, id_)))
            assert tally.length == party.changed == alone


@thorough
@given(worlds())
def test_totals_by_relation_and_by_verdict_add_up_to_the_items(made):
    held = world(*made)
    found = compare(held.a, held.b, held.base)
    for totals in (found.totals, found.relations):
        assert sum(total.count for total in totals.values()) == len(found.items)
        assert sum(total.length for total in totals.values()) == found.total.length
    for side, tally in found.tally.items():
        own = [item for item in found.items if item.verdict.of(side)]
        assert tally.items == sum(tally.relations.values()) == len(own)


@thorough
@given(worlds())
def test_parts_are_the_same_as_those_of_a_merge_and_without_the_base(made):
    held = world(*made)
    known, unknown = Ground(made[0], held.a, held.b), Ground(None, held.a, held.b)
    for side, deltas in ((Side.A, made[1]), (Side.B, made[2])):
        for delta in deltas:
            assert tuple(parts_told(known.touched[side][delta.key])) == tuple(sorted(parts_of(delta)))
            assert set(parts_told(unknown.touched[side][delta.key])) == set(parts_of(delta))


@thorough
@given(worlds())
def test_relations_do_not_depend_on_the_sides(made):
    held = world(*made)
    swapped = compare(held.b, held.a, held.base)
    assert [item.relation for item in compare(held.a, held.b, held.base).items] == [i.relation for i in swapped.items]


def test_an_attribute_edit_in_each_of_a_thousand_features_is_a_thousand_modified():
    held = [Marker(id=id_of(n), point=(n * 1000, 0), number=str(n)) for n in range(20_000)]
    edits = [Delta(one, replace(one, attributes=(("state", "good"),))) for one in held[::20]]
    found = compared(edits, [], *held)
    assert len(found.items) == found.tally[Side.A].parts == 1000
    assert {item.relation for item in found.items} == {Relation.METADATA}
