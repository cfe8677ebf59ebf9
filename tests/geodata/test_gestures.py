"""What a technician does, and what she cannot do."""

import pytest

from geodata.changes import gestures
from geodata.changes.delta import Delta, apply, inverse
from geodata.errors import InvalidFeature, NotFound, Refused
from geodata.geometry.measure import length
from geodata.geometry.stretch import anchor_at_turning_point, between, stretch
from geodata.model.annotation import PrivateNote
from geodata.model.feature import Kind
from geodata.model.grid import WGS84_DEGREES
from geodata.model.line import Line
from geodata.model.project import Project, Settings, no_layers
from geodata.model.segment import Segment
from geodata.model.source import Source
from geodata.model.status import Delimitation, Position, Side, View
from geodata.model.turning_point import TurningPoint

point_of = WGS84_DEGREES.point_of

LINE = Line([point_of(45, 41), point_of(45.1, 41.05), point_of(45.2, 41)], WGS84_DEGREES)
SEGMENT = Segment(id="s", source_id="04-2", line=LINE)


def project(side: Side = Side.A, *features: object) -> Project:
    empty = Project(Settings(title="Test", side=side), no_layers())
    return after(empty, [Delta(None, feature) for feature in (SEGMENT, *features)])  # type: ignore[arg-type]


def after(before: Project, deltas: list[Delta]) -> Project:
    return Project(before.settings, apply(before.layers, deltas))


@pytest.mark.parametrize("side", list(Side))
def test_marking_moves_only_the_own_sides_position(side: Side) -> None:
    held = project(side)
    marked = after(held, gestures.mark(held, SEGMENT, stretch(SEGMENT, 0, 5_000_000), View.AGREED)).segment("04-2")
    assert [s.position for s in marked.standings(side)] == [Position.ACCEPTS]
    assert marked.standings(side.other) == ()
    assert marked.delimitation is Delimitation.UNEXAMINED


def test_marking_the_same_again_changes_nothing() -> None:
    held = project()
    place = stretch(SEGMENT, 0, 5_000_000)
    once = after(held, gestures.mark(held, SEGMENT, place, View.DISPUTED, "Ridge, not stream"))
    assert gestures.mark(once, once.segment("s"), place, View.DISPUTED, "Ridge, not stream") == []


def test_marking_open_takes_a_position_back() -> None:
    held = project()
    place = stretch(SEGMENT, 0, 5_000_000)
    once = after(held, gestures.mark(held, SEGMENT, place, View.AGREED))
    assert after(once, gestures.mark(once, once.segment("s"), place, View.OPEN)) == held


def test_a_gesture_taken_back_leaves_what_was_there() -> None:
    held = project()
    deltas = gestures.mark(held, SEGMENT, stretch(SEGMENT, 10, 20), View.DISPUTED)
    assert after(after(held, deltas), inverse(deltas)) == held


def test_a_stretch_may_run_from_a_turning_point_to_another() -> None:
    first = TurningPoint(id="t1", label="101", point=LINE.start)
    second = TurningPoint(id="t2", label="102", point=point_of(45.1, 41.05))
    place = between(anchor_at_turning_point(SEGMENT, second), anchor_at_turning_point(SEGMENT, first, 340_000))
    assert (place.start.turning_point, place.start.offset, place.start.at) == ("t1", 340_000, 340_000)
    assert place.end.turning_point == "t2"
    assert place.end.point == second.point


def test_a_turning_point_far_from_the_segment_is_refused() -> None:
    with pytest.raises(InvalidFeature, match="stands"):
        anchor_at_turning_point(SEGMENT, TurningPoint(id="t", label="9", point=point_of(45.1, 41)))


def test_a_position_cannot_cite_a_source_that_is_not_in_the_register() -> None:
    held = project()
    with pytest.raises(NotFound, match="register"):
        gestures.mark(held, SEGMENT, stretch(SEGMENT, 0, 10), View.AGREED, sources=("nowhere",))


def test_a_source_is_cited_for_a_position_and_only_for_one() -> None:
    sheet = Source(id="q", title="Sheet", offered_by=Side.A)
    held = project(Side.A, sheet)
    place = stretch(SEGMENT, 0, 1_000_000)
    with pytest.raises(Refused, match="Mark the stretch first"):
        gestures.cite(held, SEGMENT, place, "q")
    marked = after(held, gestures.mark(held, SEGMENT, place, View.DISPUTED))
    cited = after(marked, gestures.cite(marked, marked.segment("s"), place, "q")).segment("s")
    assert cited.position_a[0].sources == ("q",)


def test_a_private_note_is_another_kind_of_thing() -> None:
    (delta,) = gestures.write_note(project(), "s", "Ask the archive", private=True)
    assert isinstance(delta.new, PrivateNote)
    assert delta.key[0] is Kind.PRIVATE_NOTE


def test_an_alternative_line_covers_from_where_it_leaves_to_where_it_rejoins() -> None:
    there = Line(
        [
            point_of(45.05, 41.025),
            point_of(45.1, 41.06),
            point_of(45.15, 41.025),
        ],
        WGS84_DEGREES,
    )
    back = Line(there.xy[::-1], WGS84_DEGREES)
    for drawn in (there, back):
        (delta,) = gestures.draw_variant(project(Side.B), SEGMENT, drawn)
        variant = delta.new
        assert variant.proposed_by is Side.B  # type: ignore[union-attr]
        assert variant.line == there  # type: ignore[union-attr]
        assert 0 < variant.stretch.start.at < variant.stretch.end.at < length(LINE)  # type: ignore[union-attr]


def test_what_the_other_side_holds_cannot_be_removed() -> None:
    (delta,) = gestures.write_note(project(Side.B), "s", "Stream bed")
    with pytest.raises(Refused, match="other side"):
        gestures.remove(project(Side.A, delta.new), delta.new)  # type: ignore[arg-type]


def test_what_others_refer_to_is_not_removed_from_under_them() -> None:
    sheet = Source(id="q", title="Sheet", offered_by=Side.A)
    held = project(Side.A, sheet)
    marked = after(held, gestures.mark(held, SEGMENT, stretch(SEGMENT, 0, 10), View.DISPUTED, sources=("q",)))
    with pytest.raises(Refused, match="1 other features"):
        gestures.remove(marked, sheet)
    noted = after(held, gestures.write_note(held, "s", "Stream bed"))
    with pytest.raises(Refused, match="refer to it"):
        gestures.remove(noted, SEGMENT)
    assert gestures.remove(held, SEGMENT) == [Delta(SEGMENT, None)]


def test_a_segment_on_which_the_other_side_has_a_position_is_not_removed() -> None:
    b = project(Side.B)
    marked = after(b, gestures.mark(b, SEGMENT, stretch(SEGMENT, 0, 10), View.AGREED))
    with pytest.raises(Refused, match="other side has a position"):
        gestures.remove(Project(Settings(title="Test", side=Side.A), marked.layers), marked.segment("s"))
