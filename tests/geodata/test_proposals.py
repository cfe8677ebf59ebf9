"""What both sides added may be one thing: proposed by where it is and how it is called, and said only by the sides."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from geodata.changes.comparing.compare import compare
from geodata.changes.comparing.comparison import Relation, Verdict
from geodata.changes.comparing.proposals import proposed
from geodata.changes.delta import Delta
from geodata.changes.gestures import say_same
from geodata.errors import InvalidFeature, NotFound, Refused
from geodata.geometry.measure import densified
from geodata.model.alias import alias
from geodata.model.feature import Kind
from geodata.model.grid import WGS84_DEGREES
from geodata.model.line import Line
from geodata.model.names import Name, nfc
from geodata.model.profile import Tier
from geodata.model.source import Reading, Source
from geodata.model.status import Side
from geodata.model.turning_point import TurningPoint
from tests.geodata.strategies import id_of, layers_with, line, project, segment, variant
from tests.geodata.worlds import world

S1 = segment(1)
METRE = 9_000
"""About as many steps of the grid to the north."""


def point(number, metres=0, **fields):
    """A turning point so many metres north of a place."""
    return TurningPoint(id=id_of(number), point=(45_000_000_000, 41_000_000_000 + metres * METRE), **fields)


def looked(a, b, *base):
    """What is proposed of what A and B added."""
    held = world(layers_with(S1, *base), [Delta(None, one) for one in a], [Delta(None, one) for one in b])
    return proposed(compare(held.a, held.b, held.base), held.a, held.b, held.base)


def pairs(comparison):
    return [(each.a, each.b) for each in comparison.proposals]


def test_a_point_that_both_sides_set_is_proposed_with_why_and_how_far_apart():
    (found,) = looked([point(10, label="101")], [point(20, 3, label="101")]).proposals
    assert (found.kind, found.a, found.b) == (Kind.TURNING_POINT, id_of(10), id_of(20))
    assert found.why == ("place", "label")
    assert found.apart == pytest.approx(3000, abs=10)
    assert found.tier is Tier.T2
    assert not found.said_by


def test_points_beyond_the_accuracy_of_maps_are_not_proposed():
    assert not looked([point(10, label="101")], [point(20, 60, label="101")]).proposals


def test_points_that_are_called_otherwise_are_not_proposed_though_they_lie_near():
    assert not looked([point(10, label="101")], [point(20, 3, label="102")]).proposals
    assert looked([point(10, label="101")], [point(20, label="102")]).proposals  # in one place


def test_names_are_compared_sign_by_sign_and_never_by_folding_case():
    by = {"names": (Name(text=nfc("İrəvan")),)}
    near, other = point(20, 3, names=(Name(text=nfc("I\u0307rəvan")),)), point(20, 3, names=(Name(text="irəvan"),))
    assert looked([point(10, **by)], [near]).proposals[0].why == ("place", "names")
    assert looked([point(10, **by)], [other]).proposals[0].why == ("place",)


def test_of_two_that_are_equally_good_none_is_proposed_and_that_is_said():
    found = looked([point(10)], [point(20, 3), point(21, -3)])
    assert found.proposals == ()
    assert [(doubt.a, doubt.b) for doubt in found.doubts] == [((id_of(10),), (id_of(20), id_of(21)))]


def test_a_name_tells_two_near_ones_apart():
    found = looked([point(10, label="7")], [point(20, 3), point(21, -3, label="7")])
    assert pairs(found) == [(id_of(10), id_of(21))]
    assert found.doubts == ()


def test_lines_that_run_together_are_proposed_however_many_vertices_they_have():
    beside = segment(11, line=Line([(x + 20_000, y) for x, y in line().xy.tolist()], WGS84_DEGREES), source_id="B-7")
    one = segment(10, source_id="A-3")
    other = replace(beside, line=Line(densified(beside.line, 200.0).xy[::-1], WGS84_DEGREES))
    (found,) = looked([one], [other]).proposals
    assert (found.a, found.b, found.share) == (one.id, other.id, 1000)
    assert 0 < found.apart < 2000
    assert found.why == ("place",)


def test_lines_that_only_cross_are_not_proposed():
    across = segment(11, line=line((44.9, 40.9), (45.1, 40.9)))
    assert not looked([segment(10)], [across]).proposals


def test_a_source_of_one_title_and_number_is_proposed():
    act = {"title": "Акт 7", "number": "7"}
    a, b = (Source(id=id_of(n), offered_by=side, **act) for n, side in ((10, Side.A), (20, Side.B)))
    (found,) = looked([a], [b]).proposals
    assert found.why == ("title", "number")
    assert not looked([a], [replace(b, number="8")]).proposals


def test_two_layers_of_one_file_are_two_sources():
    a, b = (
        Source(
            id=id_of(n),
            title=layer,
            offered_by=side,
            sha256="ab" * 32,
            reading=Reading(file="region.gpkg", sha256="ab" * 32, layer=layer, crs="EPSG:4326"),
        )
        for n, side, layer in ((10, Side.A, "one"), (20, Side.B, "other"))
    )
    assert not looked([a], [b]).proposals
    assert looked([a], [replace(b, reading=a.reading)]).proposals[0].why == ("sha256",)


def test_alternative_lines_are_each_sides_own():
    a, b = variant(10, 0, 5000, Side.A, S1), variant(20, 0, 5000, Side.B, S1)
    assert not looked([a], [b]).proposals


@given(st.lists(st.tuples(st.sampled_from(Side), st.integers(0, 30), st.sampled_from(["", "1", "2"])), max_size=7))
def test_proposals_are_one_for_one_and_mirrored_when_the_sides_are_exchanged(drawn):
    made = [(side, point(10 + n, 7 * place, label=label)) for n, (side, place, label) in enumerate(drawn)]
    a, b = ([one for side, one in made if side is wanted] for wanted in Side)
    found, glass = looked(a, b), looked(b, a)
    assert sorted(pairs(found)) == sorted((two, one) for one, two in pairs(glass))
    assert sorted((d.a, d.b) for d in found.doubts) == sorted((d.b, d.a) for d in glass.doubts)
    for side in (0, 1):
        named = [pair[side] for pair in pairs(found)]
        assert len(named) == len(set(named))
    assert pairs(looked(a[::-1], b[::-1])) == pairs(found)


# --- what the sides say ---


def test_what_both_sides_say_to_be_one_is_compared_as_one_feature():
    a, b = point(10, label="101", height="812"), point(20, 60, label="101", height="813")
    said = [alias(a.id, b.id, side) for side in Side]
    found = looked([a, said[0]], [b, said[1]])
    (item,) = [item for item in found.items if item.kind == Kind.TURNING_POINT]
    assert (item.feature, item.also, item.verdict, item.relation) == (a.id, b.id, Verdict.DIFFERENT, Relation.GEOMETRY)
    assert [field.name for field in item.fields] == ["exists", "height", "point"]
    assert (item.edits_a, item.edits_b) == ((1,), (1,))
    (proposal,) = found.proposals
    assert proposal.confirmed


def test_what_both_sides_set_alike_and_say_to_be_one_is_identical():
    a, b = point(10, label="101"), point(20, label="101")
    found = looked([a, alias(a.id, b.id, Side.A)], [b, alias(a.id, b.id, Side.B)])
    (item,) = [item for item in found.items if item.kind == Kind.TURNING_POINT]
    assert (item.verdict, item.relation) == (Verdict.SAME, Relation.IDENTICAL)


def test_what_one_side_says_to_be_one_stays_two_items_and_is_listed_with_that_side():
    a, b = point(10, label="101"), point(20, 60, label="101")
    found = looked([a, alias(a.id, b.id, Side.A)], [b])
    assert len([item for item in found.items if item.kind == Kind.TURNING_POINT]) == 2
    (proposal,) = found.proposals
    assert (proposal.a, proposal.b, proposal.said_by, proposal.why) == (a.id, b.id, (Side.A,), ())
    assert [item.label for item in found.items if item.kind == Kind.ALIAS] == ["101 = 101"]


def test_saying_it_again_changes_nothing():
    held = project(point(10))
    (said,) = say_same(held, id_of(10), id_of(20))
    assert said.new == alias(id_of(10), id_of(20), Side.A)
    assert say_same(project(point(10), said.new), id_of(20), id_of(10)) == []


def test_only_two_features_of_one_kind_can_be_one():
    held = project(point(10), S1)
    with pytest.raises(Refused, match="one kind"):
        say_same(held, id_of(10), S1.id)
    with pytest.raises(NotFound):
        say_same(held, id_of(50), id_of(51))
    with pytest.raises(InvalidFeature):
        say_same(held, id_of(10), id_of(10))
    with pytest.raises(InvalidFeature):
        say_same(held, id_of(10), "101")
