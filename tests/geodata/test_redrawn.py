"""What somebody did to a line, told for what it is: from a mere rewriting to a shift, whichever way it is drawn."""

from itertools import pairwise

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.errors import InvalidFeature
from geodata.geometry.measure import length, locate
from geodata.geometry.profiles import ready_profile
from geodata.geometry.redrawn import Drawn, VertexRange, moved, redrawn, tier_of
from geodata.geometry.world import world_of
from geodata.model.grid import WGS84_DEGREES
from geodata.model.line import Line
from geodata.model.profile import WGS84, Tier, Tolerances
from tests.geodata.plans import plan

TOLERANCES = Tolerances()
PLACES = [(120 * np.sin(0.9 * k), 80.0 * k) for k in range(60)]
LINE = plan(*PLACES)
ANGLES = np.linspace(0, 2 * np.pi, 49)[:-1]
CIRCLE = [((1000 + 80 * np.cos(5 * t)) * np.cos(t), 5000 + (1000 + 80 * np.cos(5 * t)) * np.sin(t)) for t in ANGLES]
RING = plan(*CIRCLE, CIRCLE[0])


def back(line: Line) -> Line:
    return Line(line.xy[::-1], line.grid)


def dense(line: Line, parts: int = 4) -> Line:
    """The line with points added on its legs."""
    more = [np.linspace(p, q, parts, endpoint=False) for p, q in pairwise(line.degrees())]
    return Line(line.grid.on_grid(np.vstack([*more, line.degrees()[-1:]])), line.grid)


def begun_at(ring: Line, place: int) -> Line:
    xy = np.roll(ring.xy[:-1], -place, axis=0)
    return Line(np.vstack([xy, xy[:1]]), ring.grid)


def shifted(line: Line, steps: int) -> Line:
    """The line some steps of the grid to the north: 9,000 are a metre."""
    return Line(line.xy + np.array([0, steps]), line.grid)


def told(before: Line, after: Line) -> tuple[Drawn, bool, Tier]:
    found = redrawn(before, after, TOLERANCES)
    assert ~redrawn(after, before, TOLERANCES) == found
    assert ~~found == found
    return found.drawn, found.reversed, found.tier


def test_a_line_that_nobody_touched_is_the_same():
    assert told(LINE, Line(LINE.xy, LINE.grid)) == (Drawn.SAME, False, Tier.T0)


def test_saving_again_with_six_decimals_is_only_another_representation():
    saved = Line(np.rint(LINE.xy / 1000).astype(np.int64) * 1000, LINE.grid)
    assert told(LINE, saved) == (Drawn.REPRESENTATION, False, Tier.T1)
    found = redrawn(LINE, saved, TOLERANCES)
    assert 0 < found.apart <= 70
    assert found.ranges == ()


def test_a_vertex_written_twice_is_only_another_representation():
    twice = Line(np.insert(LINE.xy, 7, LINE.xy[7], axis=0), LINE.grid)
    assert told(LINE, twice) == (Drawn.REPRESENTATION, False, Tier.T0)


@pytest.mark.parametrize("place", [1, 17, 47])
def test_a_ring_that_begins_elsewhere_is_only_another_representation(place):
    assert told(RING, begun_at(RING, place)) == (Drawn.REPRESENTATION, False, Tier.T0)
    assert told(RING, back(begun_at(RING, place))) == (Drawn.REVERSED, True, Tier.T0)


def test_a_line_walked_back_is_reversed_also_when_it_was_rounded():
    assert told(LINE, back(LINE)) == (Drawn.REVERSED, True, Tier.T0)
    assert told(LINE, back(shifted(LINE, 500))) == (Drawn.REVERSED, True, Tier.T1)


@pytest.mark.parametrize("turn", [False, True])
@pytest.mark.parametrize("line", [LINE, RING], ids=["line", "ring"])
def test_points_that_are_added_or_left_out_on_a_line_densify_it(line, turn):
    other = dense(begun_at(line, 5) if line.closed else line)
    other = back(other) if turn else other
    assert told(line, other) == (Drawn.DENSIFIED, turn, Tier.T1)
    assert redrawn(line, other, TOLERANCES).apart <= 1


def test_the_ranges_name_the_vertices_that_differ():
    xy = LINE.xy
    more = Line(np.insert(xy, 10, (xy[9] + xy[10]) // 2, axis=0), LINE.grid)
    assert redrawn(LINE, more, TOLERANCES).ranges == (VertexRange((10, 10), (10, 11)),)
    assert redrawn(LINE, back(more), TOLERANCES).ranges == (VertexRange((10, 10), (50, 51)),)
    ends = Line(xy[2:-3], LINE.grid)
    assert redrawn(LINE, ends, TOLERANCES).ranges == (VertexRange((0, 2), (0, 0)), VertexRange((57, 60), (55, 55)))
    dragged = xy.copy()
    dragged[[20, 21, 40]] += 30_000
    ranges = redrawn(LINE, Line(dragged, LINE.grid), TOLERANCES).ranges
    assert ranges == (VertexRange((20, 22), (20, 22)), VertexRange((40, 41), (40, 41)))


def test_the_range_of_a_ring_may_run_over_its_beginning():
    xy = RING.xy.copy()
    xy[[0, -1]] += 40_000
    xy[[1, 47]] += 40_000
    found = redrawn(RING, Line(xy, RING.grid), TOLERANCES)
    assert found.ranges == (VertexRange((47, 50), (47, 50)),)
    assert found.drawn is Drawn.MOVED


def test_a_vertex_that_was_dragged_is_moved_however_little_and_where_is_told():
    xy = LINE.xy.copy()
    xy[30] += [0, 9 * 2000]  # two metres north
    after = Line(xy, LINE.grid)
    assert told(LINE, after) == (Drawn.MOVED, False, Tier.T2)
    found = redrawn(LINE, after, TOLERANCES)
    assert found.apart <= 2000
    assert locate(LINE, found.before.point)[1] < 0.001
    assert locate(after, found.after.point)[0] == pytest.approx(found.after.at, abs=1)


def test_a_line_shifted_as_a_whole_is_moved_by_what_it_was_shifted():
    assert told(LINE, shifted(LINE, 9 * 5000)) == (Drawn.MOVED, False, Tier.T2)
    assert told(LINE, shifted(LINE, 9 * 40_000)) == (Drawn.MOVED, False, Tier.T3)
    assert told(LINE, shifted(LINE, 9 * 400_000)) == (Drawn.MOVED, False, Tier.T4)
    assert told(LINE, back(shifted(LINE, 9 * 5000))) == (Drawn.MOVED, True, Tier.T2)
    assert told(RING, back(shifted(begun_at(RING, 9), 9 * 5000))) == (Drawn.MOVED, True, Tier.T2)
    assert told(RING, shifted(begun_at(RING, 31), 9 * 5000)) == (Drawn.MOVED, False, Tier.T2)


def test_a_straight_line_shifted_along_itself_lies_apart_only_at_its_ends():
    straight = plan(*((0, 100 * k) for k in range(20)))
    after = plan(*((0, 100 * k + 30) for k in range(20)))
    assert told(straight, after) == (Drawn.MOVED, False, Tier.T3)
    assert redrawn(straight, after, TOLERANCES).apart == pytest.approx(30_000, abs=2)


def test_the_same_course_drawn_with_other_vertices_is_redigitised():
    course = [(120 * np.sin(0.9 * y / 80), y) for y in np.linspace(0, PLACES[-1][1], 173)]
    assert told(LINE, plan(*course)) == (Drawn.REDIGITISED, False, Tier.T3)
    assert told(LINE, plan(*course[::-1])) == (Drawn.REDIGITISED, True, Tier.T3)


def test_what_lies_farther_than_maps_are_accurate_is_moved_whatever_its_vertices():
    course = [(120 * np.sin(0.9 * y / 80) + 70, y) for y in np.linspace(0, PLACES[-1][1], 173)]
    assert told(LINE, plan(*course)) == (Drawn.MOVED, False, Tier.T4)
    assert told(LINE, dense(shifted(LINE, 9 * 100_000))) == (Drawn.MOVED, False, Tier.T4)


def test_one_vertex_pulled_between_straight_legs_is_measured_by_hand():
    straight, pulled = plan((0, 0), (0, 2000)), plan((0, 0), (20, 1000), (0, 2000))
    found = redrawn(straight, pulled, TOLERANCES)
    assert found.drawn is Drawn.REDIGITISED  # a vertex came in: nothing stood in its place before
    assert found.apart == pytest.approx(20_000, abs=20)
    assert found.before.at == pytest.approx(1_000_000, abs=500)
    assert found.after.at == pytest.approx(1_000_200, abs=1000)


def test_the_tolerances_of_the_profile_decide():
    after = shifted(LINE, 4500)  # half a metre
    assert redrawn(LINE, after, TOLERANCES).drawn is Drawn.MOVED
    assert redrawn(LINE, after, Tolerances(rounding_mm=600)).drawn is Drawn.REPRESENTATION
    assert redrawn(LINE, dense(after, 3), Tolerances(map_mm=300, transformation_mm=200)).drawn is Drawn.MOVED
    assert tier_of(LINE, after, msgspec.structs.replace(WGS84, tolerances=Tolerances(rounding_mm=600))) is Tier.T1
    assert tier_of(LINE, back(LINE), WGS84) is Tier.T0


def test_points_have_a_tier_too():
    here = (45 * 10**9, 40 * 10**9)
    assert moved(here, here, WGS84_DEGREES, TOLERANCES) == (Tier.T0, 0)
    north = (here[0], here[1] + 1)
    assert moved(here, north, WGS84_DEGREES, TOLERANCES) == (Tier.T1, 0)
    away = (here[0], here[1] + 9 * 5000)
    assert moved(here, away, WGS84_DEGREES, TOLERANCES) == (Tier.T2, pytest.approx(4997, abs=2))


def test_a_projected_grid_tells_the_same():
    world = world_of(ready_profile("EPSG:32638"))
    a, b = (world.line_of(line.degrees()) for line in (LINE, shifted(LINE, 9 * 5000)))
    found = redrawn(a, b, TOLERANCES)
    assert (found.drawn, found.tier) == (Drawn.MOVED, Tier.T2)
    assert found.apart == pytest.approx(redrawn(LINE, shifted(LINE, 9 * 5000), TOLERANCES).apart, abs=2)
    with pytest.raises(InvalidFeature, match="different joint reference systems"):
        redrawn(a, LINE, TOLERANCES)


def test_lines_across_180_degrees_and_lines_of_two_points_are_told_too():
    turned = Line(np.column_stack([(LINE.xy[:, 0] + 315 * 10**9) % (360 * 10**9) - 180 * 10**9, LINE.xy[:, 1]]),
                  LINE.grid)  # fmt: skip
    assert np.ptp(turned.xy[:, 0]) > 359 * 10**9
    assert told(turned, dense_across(turned)) == (Drawn.DENSIFIED, False, Tier.T1)
    here, there = plan((0, 0), (0, 0)), plan((0, 0), (0, 1))
    assert told(here, there) == (Drawn.MOVED, False, Tier.T2)
    assert told(here, back(here)) == (Drawn.SAME, False, Tier.T0)
    assert told(plan((0, 0), (0, 900)), plan((0, 900), (0, 0))) == (Drawn.REVERSED, True, Tier.T0)


def dense_across(line: Line) -> Line:
    """The line with a point in the middle of each leg that is not cut by 180 degrees."""
    rows = []
    for p, q in pairwise(line.xy.tolist()):
        rows.append(p)
        if abs(p[0] - q[0]) < 10**9:
            rows.append([(p[0] + q[0]) // 2, (p[1] + q[1]) // 2])
    return Line([*map(tuple, rows), line.end], line.grid)


walks = st.lists(st.tuples(st.floats(-90, 90), st.floats(5, 150)), min_size=4, max_size=30)


@given(steps=walks, edit=st.sampled_from(["drag", "leave", "add", "shift", "round"]), turn=st.booleans(),
       ring=st.booleans(), start=st.integers(0, 40), size=st.integers(-400_000, 400_000))  # fmt: skip
@settings(max_examples=150, deadline=None)
def test_whatever_was_done_is_mirrored_and_does_not_depend_on_direction_or_beginning(
    steps, edit, turn, ring, start, size
):
    places = np.cumsum(np.array(steps), axis=0)
    line = plan(*places, places[0]) if ring else plan(*places)
    xy = line.xy.copy()
    middle = len(xy) // 2
    if edit == "drag":
        xy[middle] += size
    elif edit == "leave":
        xy = np.delete(xy, middle, axis=0)
    elif edit == "add":
        xy = np.insert(xy, middle, (xy[middle - 1] + xy[middle]) // 2 + size, axis=0)
    elif edit == "shift":
        xy += size
    else:
        xy = np.rint(xy / 1000).astype(np.int64) * 1000
    after = Line(xy, line.grid)
    found = redrawn(line, after, TOLERANCES)
    assert ~redrawn(after, line, TOLERANCES) == found
    assert found.tier is TOLERANCES.tier(found.apart, found.tier is Tier.T0)
    for each, place in ((line, found.before), (after, found.after)):
        assert 0 <= place.at <= length(each)
        assert locate(each, place.point)[1] < 0.002
    if edit in ("round", "leave") or (edit == "drag" and size):
        assert found.drawn is not Drawn.SAME or after == line
    other = begun_at(after, start % (len(after) - 1)) if ring else after
    other = back(other) if turn else other
    again = redrawn(line, other, TOLERANCES)
    assert again.apart == pytest.approx(found.apart, abs=1)
    if found.drawn not in (Drawn.SAME, Drawn.REPRESENTATION):
        assert again.drawn is found.drawn


def test_a_range_of_a_line_of_50_000_vertices_is_found():
    chance = np.random.default_rng(5)
    course = np.cumsum(chance.normal(0, 20, (50_000, 2)) + np.array([0, 20]), axis=0) * [0.2, 0.5]
    line = plan(*course)
    xy = np.delete(line.xy, slice(40_000, 40_003), axis=0)
    xy[200:260, 1] += 9 * 3000
    found = redrawn(line, Line(xy[::-1], line.grid), TOLERANCES)
    assert found.reversed
    assert [one.before for one in found.ranges] == [(200, 260), (40_000, 40_003)]
    assert found.apart == pytest.approx(2997, abs=5)
