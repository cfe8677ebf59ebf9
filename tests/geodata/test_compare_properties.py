"""What holds for every comparison: no operation lost, no side favoured, the same whoever asks first."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from geodata.changes.comparing.compare import compare
from geodata.changes.comparing.comparison import POSITION, Field, Relation
from geodata.changes.delta import Delta
from geodata.model.feature import Kind
from geodata.model.line import Line
from geodata.model.segment import Segment
from geodata.model.status import Side
from tests.geodata.strategies import layers_with, segment, variant
from tests.geodata.worlds import mirrored_delta, mirrored_layers, world, worlds

thorough = settings(max_examples=settings().max_examples // 3, suppress_health_check=[HealthCheck.too_slow])


@thorough
@given(worlds())
def test_the_order_of_the_two_documents_does_not_matter(made):
    held = world(*made)
    assert compare(held.a, held.b, held.base) == compare(held.b, held.a, held.base)


@thorough
@given(worlds())
def test_every_operation_of_either_side_is_in_an_item(made):
    held = world(*made)
    for base in (held.base, None):
        items = compare(held.a, held.b, base).items
        assert {n for item in items for n in item.edits_a} == set(range(1, len(held.a.changes) + 1))
        assert {n for item in items for n in item.edits_b} == set(range(1, len(held.b.changes) + 1))


@thorough
@given(worlds())
def test_every_item_says_who_did_what(made):
    held = world(*made)
    for item in compare(held.a, held.b, held.base).items:
        assert bool(item.edits_a) == item.verdict.of(Side.A)
        assert bool(item.edits_b) == item.verdict.of(Side.B)
        assert item.fields


@thorough
@given(worlds())
def test_exchanging_the_sides_gives_the_mirrored_comparison(made):
    base, a, b = made
    held = world(base, a, b)
    glass = world(mirrored_layers(base), [mirrored_delta(delta) for delta in b], [mirrored_delta(delta) for delta in a])
    one, other = compare(held.a, held.b, held.base), compare(glass.a, glass.b, glass.base)
    assert [_seen(item) for item in one.items] == [_seen(_in_the_glass(item)) for item in other.items]
    assert {verdict.mirrored: total for verdict, total in one.totals.items()} == other.totals


def _in_the_glass(item):
    return replace(
        item,
        verdict=item.verdict.mirrored,
        fields=tuple(_field_in_the_glass(field) for field in item.fields),
        lines=replace(item.lines, a=item.lines.b, b=item.lines.a),
        spots=replace(item.spots, a=item.spots.b, b=item.spots.a),
        edits_a=item.edits_b,
        edits_b=item.edits_a,
        parts_a=_parts_in_the_glass(item.parts_b),
        parts_b=_parts_in_the_glass(item.parts_a),
        drawn_a=item.drawn_b,
        drawn_b=item.drawn_a,
    )


def _parts_in_the_glass(parts):
    glass = str.maketrans("ab", "ba")
    return tuple(
        replace(part, name=f"position_{part.name[9:10].translate(glass)}{part.name[10:]}")
        if part.name.startswith("position_")
        else part
        for part in parts
    )


def _field_in_the_glass(field):
    names = {"position_a": "position_b", "position_b": "position_a"}
    base = (
        {"A": field.base["B"], "B": field.base["A"]}
        if isinstance(field.base, dict) and "A" in field.base
        else field.base
    )
    a, b = field.b, field.a
    if field.name in ("by", "proposed_by"):
        base, a, b = ({"A": "B", "B": "A"}.get(value, value) for value in (base, a, b))
    return Field(names.get(field.name, field.name), base, a, b)


def _seen(item):
    return replace(item, id="", fields=tuple(sorted(item.fields, key=lambda field: field.name)))


@thorough
@given(worlds())
def test_when_both_sides_do_the_same_everything_is_the_same(made):
    base, a, _ = made
    shared = [delta for delta in a if delta.key[0] in (Kind.SEGMENT, Kind.TURNING_POINT)]
    alike = {one.id: replace(one, position_b=one.position_a) for one in base[Kind.SEGMENT].values()}
    base = layers_with(*alike.values(), *base[Kind.TURNING_POINT].values())
    ours = [_on(base, delta) for delta in shared]
    theirs = [mirrored_delta(delta) for delta in ours]
    held = world(base, ours, theirs)
    comparison = compare(held.a, held.b, held.base)
    assert not comparison.differs
    assert {item.separation_m for item in comparison.items} <= {0, None}
    assert {item.relation for item in comparison.items} <= {Relation.IDENTICAL, Relation.DECIDED}


def _on(base, delta):
    """The same change where both sides said the same before."""
    if not isinstance(delta.old, Segment):
        return delta
    old = base[Kind.SEGMENT][delta.old.id]
    return Delta(old, replace(delta.new, position_b=old.position_b))


@thorough
@given(worlds())
def test_identifiers_of_items_are_distinct_and_do_not_depend_on_the_base_being_found(made):
    held = world(*made)
    items = compare(held.a, held.b, held.base).items
    assert len({item.id for item in items}) == len(items)
    assert [item.id for item in items] == [item.id for item in compare(held.b, held.a, held.base).items]


@thorough
@given(worlds())
def test_positions_of_one_segment_do_not_overlap(made):
    held = world(*made)
    reach = {}
    for item in compare(held.a, held.b, held.base).items:
        if item.kind == POSITION:
            assert item.start >= reach.get(item.segment, 0)
            reach[item.segment] = item.end
            assert item.length == item.end - item.start > 0
            assert isinstance(item.lines.base, Line)


@given(st.lists(st.tuples(st.sampled_from(Side), st.integers(0, 18), st.integers(1, 6)), max_size=10))
def test_alternative_lines_meet_exactly_where_those_of_the_other_side_overlap(drawn):
    on = segment(1)
    lines = [
        (side, start, start + long, variant(100 + number, start * 1000, (start + long) * 1000, side, on))
        for number, (side, start, long) in enumerate(drawn)
        if start + long <= 20
    ]
    held = world(layers_with(on), *([Delta(None, one[3]) for one in lines if one[0] is side] for side in Side))
    numbers = {side: sorted(one[3].id for one in lines if one[0] is side) for side in Side}
    found = {
        frozenset([numbers[Side.A][n - 1] for n in item.edits_a] + [numbers[Side.B][n - 1] for n in item.edits_b])
        for item in compare(held.a, held.b, held.base).items
    }
    assert found == _hanging_together(lines)


def _hanging_together(lines):
    """The same, asked pair by pair."""
    runs = [{one[3].id} for one in lines]
    for one in lines:
        for other in lines:
            if one[0] is not other[0] and one[1] < other[2] and other[1] < one[2]:
                met = [run for run in runs if one[3].id in run or other[3].id in run]
                runs = [run for run in runs if run not in met] + [set().union(*met)]
    return {frozenset(run) for run in runs}
