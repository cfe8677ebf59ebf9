"""Comparing: where both sides agree and differ, with nothing lost and nothing tilted."""

import pytest
from msgspec.structs import replace

from geodata.changes.comparing.compare import compare
from geodata.changes.comparing.comparison import POSITION, Field, Verdict
from geodata.changes.delta import Delta
from geodata.changes.documents.changeset import change_set
from geodata.errors import BaseMismatch, DocumentRefused, ProfileMismatch, Refused
from geodata.geometry.measure import length, separation
from geodata.geometry.profiles import ready_profile
from geodata.model.feature import Kind
from geodata.model.project import Settings
from geodata.model.status import Position, Side
from geodata.model.turning_point import TurningPoint
from geodata.model.variant import VariantState
from tests.geodata.strategies import annotation, id_of, layers_with, line, private_note, segment, standing, variant
from tests.geodata.worlds import world

ACCEPTS, REJECTS = Position.ACCEPTS, Position.REJECTS
S1 = segment(1)


def says(side, *said, on=S1):
    """What it comes to when a side says this of a segment."""
    return Delta(on, replace(on, **{f"position_{side.lower()}": said}))


def compared(a, b, *base, ground=True):
    """Both sides' changes compared on a base of these features (S-1 when none is given)."""
    held = world(layers_with(*(base or (S1,))), a, b)
    return compare(held.a, held.b, held.base if ground else None)


def verdicts(comparison):
    return [(item.start // 1000, item.end // 1000, item.verdict) for item in comparison.items]


# --- positions along the line ---


def test_what_one_side_agrees_and_the_other_agrees_in_part_falls_into_two_stretches():
    a = says("A", standing(0, 5000, note="Sheet read jointly"))
    b = says("B", standing(0, 4200), standing(4200, 5000, REJECTS, "Ridge, not stream"))
    comparison = compared([a], [b])
    assert verdicts(comparison) == [(0, 4200, Verdict.SAME), (4200, 5000, Verdict.DIFFERENT)]
    same, different = comparison.items
    assert same.fields == (
        Field("position", "no_position", "accepts", "accepts"),
        Field("note", None, "Sheet read jointly", None),
    )
    assert different.fields == (
        Field("position", "no_position", "accepts", "rejects"),
        Field("note", None, "Sheet read jointly", "Ridge, not stream"),
    )
    assert (same.length, different.length) == (4_200_000, 800_000)
    assert comparison.differs


def test_what_only_one_side_says_is_that_sides_only():
    comparison = compared([says("A", standing(0, 3000))], [says("B", standing(2000, 5000))])
    assert verdicts(comparison) == [
        (0, 2000, Verdict.ONLY_A),
        (2000, 3000, Verdict.SAME),
        (3000, 5000, Verdict.ONLY_B),
    ]


def test_what_the_other_side_says_in_the_base_stands_beside_what_is_new():
    on = replace(S1, position_b=(standing(1000, 2000, REJECTS),))
    comparison = compared([says("A", standing(0, 3000), on=on)], [], on)
    assert verdicts(comparison) == [(start, start + 1000, Verdict.ONLY_A) for start in (0, 1000, 2000)]
    assert [item.fields[0].b for item in comparison.items] == ["no_position", "rejects", "no_position"]
    assert comparison.items[1].fields[0].base == {"A": "no_position", "B": "rejects"}


def test_both_dispute_a_stretch_and_are_not_at_one_while_their_lines_lie_apart():
    there, further = (
        line((45.0, 41.0), (45.012, 40.98), (45.0, 40.95)),
        line((45.0, 41.0), (45.03, 40.98), (45.0, 40.95)),
    )
    a, b = says("A", standing(0, 5000, REJECTS)), says("B", standing(0, 5000, REJECTS))
    assert verdicts(compared([a], [b])) == [(0, 5000, Verdict.SAME)]
    drawn_a, drawn_b = variant(7, 0, 5000, Side.A, S1, line=there), variant(8, 0, 5000, Side.B, S1, line=further)
    comparison = compared([a, Delta(None, drawn_a)], [b, Delta(None, drawn_b)])
    (position,) = [item for item in comparison.items if item.kind == POSITION]
    assert (position.verdict, position.length) == (Verdict.DIFFERENT, 5_000_000)
    assert position.separation_m > 100


def test_a_position_taken_back_is_a_change():
    on = replace(S1, position_a=(standing(0, 5000),))
    comparison = compared([says("A", on=on)], [], on)
    assert verdicts(comparison) == [(0, 5000, Verdict.ONLY_A)]
    assert comparison.items[0].fields[0] == Field(
        "position", {"A": "accepts", "B": "no_position"}, "no_position", "no_position"
    )


def test_what_did_not_change_is_no_item():
    on = replace(S1, position_a=(standing(0, 5000),), position_b=(standing(0, 5000),))
    both = says("A", standing(0, 5000), standing(6000, 7000), on=on)
    assert verdicts(compared([both], [], on)) == [(6000, 7000, Verdict.ONLY_A)]


def test_stretches_that_say_the_same_are_one_item():
    a = says("A", standing(0, 2000), standing(2000, 5000))
    assert verdicts(compared([a], [])) == [(0, 5000, Verdict.ONLY_A)]


def test_a_change_of_anchors_alone_is_an_item_too():
    on = replace(S1, position_a=(standing(0, 5000),))
    said = on.position_a[0]
    moved = replace(said, stretch=replace(said.stretch, end=replace(said.stretch.end, turning_point=id_of(9))))
    (item,) = compared([says("A", moved, on=on)], [], on).items
    assert (item.kind, item.verdict, item.edits_a) == (Kind.SEGMENT, Verdict.ONLY_A, (1,))
    assert item.fields[0].name == "position_a"


# --- other fields and features ---


def test_two_names_for_one_thing_differ_field_by_field():
    point = TurningPoint(id=id_of(8), point=(45_000_000_000, 41_000_000_000), label="101", segment=S1.id)
    a = Delta(point, replace(point, label="101a", height="812.4", as_read="B 41"))
    b = Delta(point, replace(point, label="101b", height="812.4", height_system="Baltic 1977"))
    items = {item.verdict: item for item in compared([a], [b], S1, point).items}
    assert items[Verdict.DIFFERENT].fields == (Field("label", "101", "101a", "101b"),)
    assert items[Verdict.SAME].fields == (Field("height", "", "812.4", "812.4"),)
    assert items[Verdict.ONLY_A].fields == (Field("as_read", "", "B 41", ""),)
    assert items[Verdict.ONLY_B].fields == (Field("height_system", "", "", "Baltic 1977"),)
    assert {(item.label, item.segment) for item in items.values()} == {("101", S1.id)}


def test_a_point_that_both_sides_moved_lies_apart_by_the_distance_between():
    point = TurningPoint(id=id_of(8), point=(45_000_000_000, 41_000_000_000), label="101", segment=S1.id)
    a, b = (replace(point, point=(45_000_000_000, 41_000_000_000 + north)) for north in (900_000, -900_000))
    (item,) = compared([Delta(point, a)], [Delta(point, b)], S1, point).items
    assert item.verdict is Verdict.DIFFERENT
    assert (item.spots.base, item.spots.a, item.spots.b) == (point.point, a.point, b.point)
    assert item.separation_m == pytest.approx(199.9, abs=0.1)


def test_removing_against_changing_differs_both_ways_round():
    point = TurningPoint(id=id_of(8), point=(0, 0), label="101")
    removed, changed = Delta(point, None), Delta(point, replace(point, label="102"))
    for a, b, there in ((removed, changed, (False, True)), (changed, removed, (True, False))):
        (item,) = compared([a], [b], S1, point).items
        assert item.verdict is Verdict.DIFFERENT
        assert item.fields[0] == Field("exists", True, *there)


def test_removing_and_removing_is_the_same():
    point = TurningPoint(id=id_of(8), point=(0, 0))
    (item,) = compared([Delta(point, None)], [Delta(point, None)], S1, point).items
    assert (item.verdict, item.fields) == (Verdict.SAME, (Field("exists", True, False, False),))


def test_a_note_is_its_sides_only():
    note = annotation(9, S1.id, Side.B, "See act 7", stretch=standing(1000, 2000).stretch)
    (item,) = compared([], [Delta(None, note)]).items
    assert (item.verdict, item.label, item.start, item.length) == (Verdict.ONLY_B, "S-1", 1_000_000, None)
    assert Field("exists", False, False, True) in item.fields
    assert Field("text", None, None, "See act 7") in item.fields


def test_a_line_that_changed_is_named_by_its_length_and_hash_not_spelled_out():
    other = line((45.0, 41.0), (45.02, 40.82))
    (item,) = compared([Delta(S1, replace(S1, line=other))], []).items
    assert (item.lines.base, item.lines.a) == (S1.line, other)
    assert item.fields[0].name == "line"
    assert item.fields[0].a["points"] == 2
    assert item.fields[0].a["length_mm"] == length(other)


# --- alternative lines ---


def test_lines_of_both_sides_that_overlap_are_one_item_geometry_against_geometry():
    ours, others = variant(20, 2000, 6000, Side.A, S1), variant(21, 4000, 8000, Side.B, S1)
    (item,) = compared([Delta(None, ours)], [Delta(None, others)]).items
    assert (item.kind, item.verdict) == (Kind.VARIANT, Verdict.DIFFERENT)
    assert (item.start, item.end) == (2_000_000, 8_000_000)
    assert (item.edits_a, item.edits_b) == ((1,), (1,))
    assert item.length is None


def test_the_largest_separation_is_measured_between_the_lines_both_ways():
    ours, others = variant(20, 2000, 6000, Side.A, S1), variant(21, 2000, 6000, Side.B, S1)
    (item,) = compared([Delta(None, ours)], [Delta(None, others)]).items
    expected = max(separation(ours.line, others.line)[0], separation(others.line, ours.line)[0])
    assert item.separation_m == pytest.approx(expected, abs=0.001)
    assert expected > 1000
    assert 2_000_000 < item.apart.at < 6_000_000


def test_against_the_base_line_a_variant_lies_as_far_as_it_bulges():
    (item,) = compared([Delta(None, variant(20, 2000, 6000, Side.A, S1))], []).items
    assert (item.verdict, item.lines.b) == (Verdict.ONLY_A, item.lines.base)
    assert item.separation_m == pytest.approx(separation(item.lines.a, item.lines.base)[0], abs=0.001)


def test_the_claim_in_a_stretch_is_the_sides_line_where_it_drew_one():
    drawn = variant(20, 2000, 6000, Side.A, S1)
    comparison = compared(
        [says("A", standing(1000, 7000, REJECTS)), Delta(None, drawn)], [says("B", standing(1000, 7000))]
    )
    said = next(item for item in comparison.items if item.kind == POSITION)
    assert said.lines.b == said.lines.base
    assert set(map(tuple, drawn.line.xy)) <= set(map(tuple, said.lines.a.xy))
    assert (said.lines.a.start, said.lines.a.end) == (said.lines.base.start, said.lines.base.end)
    assert said.separation_m > 500


def test_in_a_part_of_its_stretch_a_variant_counts_in_part():
    drawn = variant(20, 2000, 6000, Side.A, S1)
    comparison = compared([Delta(None, drawn)], [says("B", standing(2000, 3000))])
    said = next(item for item in comparison.items if item.kind == POSITION)
    assert length(said.lines.a) < length(drawn.line) / 2
    assert said.separation_m < next(item for item in comparison.items if item.kind == Kind.VARIANT).separation_m


def test_a_line_off_the_table_claims_nothing():
    drawn = variant(20, 2000, 6000, Side.A, S1)
    withdrawn = Delta(drawn, replace(drawn, state=VariantState.WITHDRAWN))
    (item,) = compared([withdrawn], [], S1, drawn).items
    assert item.separation_m == 0


def test_the_same_line_from_both_sides_is_the_same():
    one = variant(20, 2000, 6000, Side.A, S1)
    other = replace(one, id=id_of(21), proposed_by=Side.B, label="Sheet 7")
    (item,) = compared([Delta(None, one)], [Delta(None, other)]).items
    assert (item.verdict, item.separation_m) == (Verdict.SAME, 0)
    assert Field("label", None, "", "Sheet 7") in item.fields


def test_lines_of_both_sides_that_do_not_meet_are_items_of_their_own():
    comparison = compared(
        [Delta(None, variant(20, 0, 2000, Side.A, S1))], [Delta(None, variant(21, 4000, 6000, Side.B, S1))]
    )
    assert [item.verdict for item in comparison.items] == [Verdict.ONLY_A, Verdict.ONLY_B]


# --- the whole ---


def test_items_are_called_up_from_north_to_south_and_along_the_line():
    north = segment(9, line=line((45.0, 41.5), (45.0, 41.4)))
    first, second = segment(5, order=1, line=line((45.0, 39.5), (45.0, 39.3))), segment(4, order=2)
    point = TurningPoint(id=id_of(8), point=(0, 0))
    a = [
        says("A", standing(2000, 3000), standing(4000, 5000)),
        says("A", standing(0, 1000, on=north), on=north),
        says("A", standing(0, 1000, on=first), on=first),
        Delta(None, point),
    ]
    b = [says("B", standing(0, 1000, on=second), on=second)]
    comparison = compared(a, b, S1, north, first, second)
    assert [(item.label, item.start) for item in comparison.items] == [
        ("S-9", 0),
        ("S-1", 2_000_000),
        ("S-1", 4_000_000),
        ("S-5", 0),
        ("S-4", 0),
        (point.id, None),
    ]


def test_totals_add_up():
    a = says("A", standing(0, 5000))
    b = says("B", standing(0, 4200), standing(4200, 5000, REJECTS), standing(9000, 9500))
    comparison = compared([a, Delta(None, annotation(9, S1.id))], [b])
    totals = comparison.totals
    assert {verdict: (total.count, total.length) for verdict, total in totals.items()} == {
        Verdict.SAME: (1, 4_200_000),
        Verdict.ONLY_A: (1, 0),
        Verdict.ONLY_B: (1, 500_000),
        Verdict.DIFFERENT: (1, 800_000),
    }
    assert comparison.total.count == sum(total.count for total in totals.values()) == len(comparison.items)
    assert comparison.total.length == sum(total.length for total in totals.values())


def test_without_changes_there_is_nothing_to_compare():
    comparison = compared([], [])
    assert (comparison.items, comparison.differs) == ((), False)


def test_without_the_base_stretches_are_compared_but_not_measured():
    a = says("A", standing(0, 5000))
    b = says("B", standing(0, 4200), standing(4200, 5000, REJECTS))
    comparison = compared([a], [b], ground=False)
    assert not comparison.base_found
    assert verdicts(comparison) == [(0, 4200, Verdict.SAME), (4200, 5000, Verdict.DIFFERENT)]
    assert {item.apart for item in comparison.items} == {None}
    assert all(item.box for item in comparison.items)


def test_a_private_note_is_in_no_comparison():
    comparison = compared([Delta(None, private_note(77, S1.id))], [])
    assert comparison.items == ()


def test_change_sets_from_different_bases_are_refused_by_naming_both():
    one, other = world(layers_with(S1), [], []), world(layers_with(segment(2)), [], [])
    with pytest.raises(BaseMismatch) as refusal:
        compare(one.a, other.b)
    assert one.base.sha256[:12] in refusal.value.sentence
    assert other.base.sha256[:12] in refusal.value.sentence
    assert refusal.value.exit_code == 7


def test_a_base_that_neither_starts_from_is_refused():
    one, other = world(layers_with(S1), [], []), world(layers_with(segment(2)), [], [])
    with pytest.raises(BaseMismatch, match="The base given is"):
        compare(one.a, one.b, other.base)


def test_one_side_alone_cannot_be_compared():
    held = world(layers_with(S1), [says("A", standing(0, 5000))], [])
    with pytest.raises(Refused, match="side A's"):
        compare(held.a, held.a, held.base)


def test_change_sets_under_different_profiles_are_refused():
    held = world(layers_with(S1), [], [])
    elsewhere = Settings(
        title="Valley", side=Side.B, base=held.base.sha256, profile=ready_profile("EPSG:28408", "EPSG:1808")
    )
    with pytest.raises(ProfileMismatch, match=r"different joint profiles, .*operation for EPSG:4326"):
        compare(held.a, change_set([], elsewhere), held.base)


def test_both_sides_compare_under_a_profile_that_both_adopted_since_the_base():
    held = world(layers_with(S1), [], [])
    adopted = ready_profile("EPSG:4326", "EPSG:1808")
    settings = [Settings(title="Valley", side=side, base=held.base.sha256, profile=adopted) for side in Side]
    a, b = change_set([says("A", standing(0, 5000))], settings[0]), change_set([], settings[1])
    found = compare(a, b, held.base)
    assert found.profile == adopted
    assert found.items[0].verdict is Verdict.ONLY_A


def test_change_sets_on_another_grid_than_their_base_are_refused():
    held = world(layers_with(S1), [], [])
    plane = ready_profile("EPSG:32638")
    a, b = (change_set([], Settings(title="", side=side, base=held.base.sha256, profile=plane)) for side in Side)
    with pytest.raises(ProfileMismatch, match="another grid"):
        compare(a, b, held.base)


def test_a_change_set_that_does_not_fit_its_base_is_refused():
    held = world(layers_with(S1), [], [])
    stale = change_set([says("B", standing(0, 1000), on=segment(1, section="N"))], _settings(held))
    (fine,) = compare(held.a, stale, held.base).items  # what it changes is as in the base
    assert fine.verdict is Verdict.ONLY_B
    wrong = change_set([Delta(segment(3), replace(segment(3), section="S"))], _settings(held))
    with pytest.raises(DocumentRefused, match="not in the base"):
        compare(held.a, wrong, held.base)


def _settings(held):
    return Settings(title="Valley", side=Side.B, base=held.base.sha256, base_number=1)
