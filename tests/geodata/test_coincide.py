"""Two claims split into what coincides and what lies between: counted, measured, and the same from either side."""

from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.errors import InvalidFeature, Refused
from geodata.geometry.coincide import split
from geodata.geometry.coincide_contacts import way_of
from geodata.geometry.coincide_parts import Between, Coincident, Span, Split
from geodata.geometry.measure import length
from geodata.geometry.profiles import ready_profile
from geodata.geometry.world import world_of
from geodata.model.grid import DEGREE, WGS84_DEGREES, WGS84_ELLIPSOID
from geodata.model.line import Line
from geodata.model.profile import WGS84
from tests.geodata.plans import EAST, NORTH, plan

STRAIGHT = plan((0, 0), (0, 3000), (0, 6000), (0, 10_000))
BULGING = plan((0, 0), (0, 3000), (400, 4000), (400, 6000), (0, 7000), (0, 10_000))


def kinds(found: Split) -> list[str]:
    return ["same" if isinstance(part, Coincident) else "between" for part in found.parts]


def spans(found: Split) -> list[tuple[int | None, int | None]]:
    return [(part.a and part.a.length, part.b and part.b.length) for part in found.parts]


def accounted(found: Split, a: list[Line], b: list[Line]) -> None:
    """Every millimetre of every line is in exactly one part."""
    for lines, side in ((a, "a"), (b, "b")):
        for place, line in enumerate(lines):
            own = [span for part in found.parts if (span := getattr(part, side)) and span.line == place]
            assert sum(span.length for span in own) == pytest.approx(length(line), abs=len(own))
            ends = sorted((span.start, span.end) for span in own)
            assert all(abs(one[1] - two[0]) <= 1 for one, two in pairwise(ends))


def test_a_bulge_is_one_area_between_two_parts_that_coincide():
    found = split([STRAIGHT], [BULGING], 1.0)
    assert kinds(found) == ["same", "between", "same"]
    area = found.areas[0]
    assert area.area == pytest.approx(400 * 3000, rel=0.002)
    assert area.widest == pytest.approx(400, abs=0.5)
    assert not area.open
    accounted(found, [STRAIGHT], [BULGING])


def test_the_area_is_that_of_geographiclib():
    found = split([STRAIGHT], [BULGING], 0.001)
    ring = np.vstack([STRAIGHT.degrees()[1:3], BULGING.degrees()[1:5][::-1]])
    ring = np.array([(45.0, y) if i < 2 else (x, y) for i, (x, y) in enumerate(ring)])
    both = np.vstack([BULGING.degrees()[1:5], [BULGING.degrees()[1]]])
    expected = abs(WGS84_ELLIPSOID.polygon_area_perimeter(both[:, 0], both[:, 1])[0])
    assert found.areas[0].area == pytest.approx(expected, rel=1e-6)


def test_the_same_line_coincides_from_end_to_end():
    found = split([STRAIGHT], [STRAIGHT], 0.0)
    assert spans(found) == [(length(STRAIGHT), length(STRAIGHT))]
    assert found.coincident[0].widest < 1e-6


def test_neither_more_points_nor_the_other_direction_change_anything():
    plain = split([STRAIGHT], [BULGING], 5.0)
    more = np.vstack([np.linspace(p, q, 7)[:-1] for p, q in pairwise(BULGING.degrees())])
    dense = Line(WGS84_DEGREES.on_grid(np.vstack([more, BULGING.degrees()[-1:]])), WGS84_DEGREES)
    turned = Line(BULGING.xy[::-1], WGS84_DEGREES)
    for other in (dense, turned):
        found = split([STRAIGHT], [other], 5.0)
        assert kinds(found) == kinds(plain)
        assert [part.area for part in found.areas] == pytest.approx([part.area for part in plain.areas], rel=1e-5)
        for one, two in zip(found.parts, plain.parts, strict=True):
            assert one.a.start == pytest.approx(two.a.start, abs=20)
            assert one.a.end == pytest.approx(two.a.end, abs=20)


def test_lines_that_cross_make_an_area_on_either_side_of_each_crossing():
    wave = plan(*((300 * np.sin(y / 500), y) for y in range(0, 10_001, 50)))
    found = split([STRAIGHT], [wave], 2.0)
    assert len(found.areas) == 7  # six crossings beside the common start, the end apart
    assert found.parts[-1].open
    accounted(found, [STRAIGHT], [wave])
    whole = split([STRAIGHT], [wave], 0.01)
    expected = sum(abs(600 * 500) for _ in range(6))
    assert sum(part.area for part in whole.areas[:6]) == pytest.approx(expected, rel=0.01)


def test_a_wide_tolerance_takes_more_of_the_line_as_the_same():
    lengths = [sum(part.a.length for part in split([STRAIGHT], [BULGING], t).coincident) for t in (0.1, 10, 100, 399)]
    assert lengths == sorted(lengths)
    assert split([STRAIGHT], [BULGING], 401).areas == ()


def test_ends_that_do_not_meet_are_said_to_be_open():
    beside = plan((500, 0), (500, 4000), (0, 5000), (0, 10_000))
    found = split([STRAIGHT], [beside], 1.0)
    assert [part.open for part in found.areas] == [True]
    assert found.areas[0].area == pytest.approx(500 * 4500, rel=0.002)
    accounted(found, [STRAIGHT], [beside])


def test_a_line_that_goes_on_where_the_other_ends_encloses_nothing_there():
    shorter = plan((0, 0), (0, 6000))
    found = split([STRAIGHT], [shorter], 1.0)
    assert kinds(found) == ["same", "between"]
    last = found.areas[0]
    assert (last.b, last.area, last.open) == (None, 0.0, True)
    accounted(found, [STRAIGHT], [shorter])


def test_lines_that_meet_nowhere_are_one_open_area():
    far = plan((3000, 0), (3000, 10_000))
    found = split([STRAIGHT], [far], 7.0)
    assert kinds(found) == ["between"]
    assert found.areas[0].open
    assert found.areas[0].area == pytest.approx(3000 * 10_000, rel=0.001)


def circle(radius: float, east: float = 0.0, start: float = 0.0, turn: int = 1, bulge: float = 0.0) -> Line:
    angles = start + turn * np.linspace(0, 2 * np.pi, 361)
    size = radius + bulge * np.exp(-((np.cos(angles) - 1) ** 2) / 0.02)
    ring = [(east + r * np.cos(t), 5000 + r * np.sin(t)) for r, t in zip(size, angles, strict=True)]
    return plan(*ring[:-1], ring[0])


def test_a_ring_may_begin_anywhere_and_run_either_way():
    ring = circle(2000)
    for other in (circle(2000, start=2.0), circle(2000, turn=-1), circle(2000, start=4.0, turn=-1)):
        found = split([ring], [other], 2.0)
        assert kinds(found) == ["same"]
        accounted(found, [ring], [other])


def test_a_line_along_a_ring_coincides_with_it_wherever_the_ring_begins():
    angles = np.linspace(0.2, 5.9, 150)
    along = plan(*((2000 * np.cos(t), 5000 + 2000 * np.sin(t)) for t in angles))
    for ring in (circle(2000), circle(2000, start=0.6), circle(2000, start=4.0, turn=-1)):
        for a, b in ((ring, along), (along, ring)):
            found = split([a], [b], 5.0)
            assert [part.open for part in found.areas] == [True]
            assert found.areas[0].area == 0
            assert sum(part.a.length for part in found.coincident) == pytest.approx(5.7 * 2_000_000, rel=0.005)


def test_what_bulges_from_a_ring_is_the_area_between():
    ring, bulged = circle(2000), circle(2000, start=1.0, bulge=300)
    found = split([ring], [bulged], 1.0)
    assert sorted(kinds(found)) == ["between", "same"]
    polygons = [shapely.Polygon(each.degrees()) for each in (ring, bulged)]
    areas = [abs(WGS84_ELLIPSOID.geometry_area_perimeter(each)[0]) for each in polygons]
    assert found.areas[0].area == pytest.approx(areas[1] - areas[0], rel=0.02)
    accounted(found, [ring], [bulged])


def test_rings_that_do_not_touch_have_between_them_what_only_one_of_them_encloses():
    inner, outer = circle(1000), circle(2000)
    found = split([outer], [inner], 5.0)
    assert kinds(found) == ["between"]
    assert found.areas[0].area == pytest.approx(np.pi * 3e6, rel=0.002)


def test_an_enclave_that_only_one_side_has_is_an_area_of_its_own():
    ring = circle(1000, east=9000)
    found = split([STRAIGHT, ring], [BULGING], 1.0)
    alone = [part for part in found.areas if part.b is None]
    assert [part.a.line for part in alone] == [1]
    assert alone[0].area == pytest.approx(np.pi * 1e6, rel=0.002)
    accounted(found, [STRAIGHT, ring], [BULGING])


def test_lines_find_their_partners_whatever_the_order_they_are_given_in():
    ring, north, south = circle(1000, east=9000), plan((0, 0), (0, 4000)), plan((0, 5000), (0, 10_000))
    one = split([north, south, ring], [ring, south, north], 1.0)
    assert kinds(one) == ["same"] * 3
    assert [(part.a.line, part.b.line) for part in one.parts] == [(0, 2), (2, 0), (1, 1)]


def test_a_line_that_turns_back_beside_itself_is_not_taken_for_the_other_part():
    loop = plan((0, 0), (0, 5000), (2000, 5000), (2000, 200), (3, 200), (3, 150), (2500, 150), (2500, 10_000))
    plain = plan((0, 0), (0, 5000), (2500, 5500), (2500, 10_000))
    found = split([plain], [loop], 5.0)
    accounted(found, [plain], [loop])
    assert sum(part.a.length for part in found.coincident) > 8_000_000


def test_lines_of_different_grids_are_refused():
    zone = world_of(ready_profile("EPSG:28408", "EPSG:1808")).line_of(STRAIGHT.degrees())
    with pytest.raises(InvalidFeature, match="Lines of different joint reference systems are not compared"):
        split([STRAIGHT], [zone], 1.0)


def test_a_projected_grid_gives_the_same_parts():
    world = world_of(ready_profile("EPSG:32638"))
    a, b = (world.line_of(line.degrees()) for line in (STRAIGHT, BULGING))
    plain, found = split([STRAIGHT], [BULGING], 1.0), split([a], [b], 1.0)
    assert kinds(found) == kinds(plain)
    assert found.areas[0].area == pytest.approx(plain.areas[0].area, rel=1e-6)


wiggles = st.lists(st.floats(-60, 60), min_size=3, max_size=25)


@given(one=wiggles, other=wiggles, tolerance=st.sampled_from([0.05, 1.0, 7.0, 50.0]), turn=st.booleans())
@settings(max_examples=60, deadline=None)
def test_the_split_of_b_and_a_mirrors_that_of_a_and_b_and_loses_nothing(one, other, tolerance, turn):
    a = plan(*((x, 400 * place) for place, x in enumerate(one)))
    b = plan(*((x, 370 * place + 5) for place, x in enumerate(other)))
    b = Line(b.xy[::-1], WGS84_DEGREES) if turn else b
    found, back = split([a], [b], tolerance), split([b], [a], tolerance)
    accounted(found, [a], [b])
    assert kinds(back) == kinds(found)
    for part, same in zip(found.parts, back.parts, strict=True):
        assert (part.a and part.a.start) == pytest.approx(same.b and same.b.start, abs=1)
        assert (part.b and part.b.end) == pytest.approx(same.a and same.a.end, abs=1)
        assert part.widest == pytest.approx(same.widest, abs=1e-6)
        if isinstance(part, Between) and isinstance(same, Between):
            assert part.area == pytest.approx(same.area, abs=0.01)
            assert part.open == same.open


def test_the_ellipsoid_of_wgs_84_is_the_one_of_the_profile():
    assert WGS84.grid.ellipsoid.a == WGS84_ELLIPSOID.a


def test_what_is_said_to_coincide_lies_within_the_tolerance_everywhere():
    rng = np.random.default_rng(3)
    for tolerance in (3.0, 20.0, 100.0) * 5:
        course = np.cumsum(rng.normal(0, 150, (40, 2)), axis=0)
        a, b = plan(*course), plan(*(course + [[50 * np.sin(place), 0] for place in range(40)]))
        for part in split([a], [b], tolerance).coincident:
            here, there = (shapely.LineString(metres(each, span)) for each, span in ((a, part.a), (b, part.b)))
            apart = shapely.hausdorff_distance(here, there, densify=0.02)
            assert apart <= tolerance * 1.01 + 0.01


def metres(line: Line, span: Span) -> np.ndarray:
    return (way_of(line).between(span.start / 1000, span.end / 1000 + 1e-3) - [45, 40]) / [EAST, NORTH]


def test_ground_on_the_same_side_of_both_lines_does_not_lie_between_them():
    meander = plan((0, 0), (0, 1000), (-500, 1000), (-500, 6000), (500, 6000), (500, 4000), (-300, 4000), (-300, 2000),
                   (700, 2000), (700, 9000), (0, 9000), (0, 10_000))  # fmt: skip
    found = split([STRAIGHT], [meander], 0.01)
    west, east = 500 * 5000 - 300 * 2000, 700 * 7000 - 500 * 2000  # without the pocket in the bend on either side
    assert sum(part.area for part in found.areas) == pytest.approx(west + east, rel=1e-3)


def test_lines_across_180_degrees_are_split_like_any_other():
    turned = []
    for each in (STRAIGHT, BULGING):
        east = (each.xy[:, 0] + (135 + 180) * DEGREE - 1_000_000) % (360 * DEGREE) - 180 * DEGREE
        turned.append(Line(np.column_stack([east, each.xy[:, 1]]), WGS84_DEGREES))
    assert np.ptp(turned[1].xy[:, 0]) > 359 * DEGREE
    plain, found = split([STRAIGHT], [BULGING], 1.0), split([turned[0]], [turned[1]], 1.0)
    assert kinds(found) == kinds(plain)
    assert found.areas[0].area == pytest.approx(plain.areas[0].area, rel=1e-7)
    assert found.areas[0].widest == pytest.approx(plain.areas[0].widest, rel=1e-7)


def test_lines_at_a_pole_or_around_it_are_refused():
    pole = Line(WGS84_DEGREES.on_grid(np.array([(0, 89.9), (0, 90)])), WGS84_DEGREES)
    around = Line(WGS84_DEGREES.on_grid(np.array([(0, 70), (120, 70), (-120, 70), (0, 70)])), WGS84_DEGREES)
    for line in (pole, around):
        with pytest.raises(InvalidFeature, match="held against"):
            split([line], [STRAIGHT], 1.0)


def test_one_leg_of_500_km_coincides_with_its_geodesic_also_far_north():
    for south in (35.0, 59.0):
        ends = (45.0, south + 2), (50.0, south)
        places = [ends[0], *WGS84_ELLIPSOID.npts(*ends[0], *ends[1], 777), ends[1]]
        one, many = (Line(WGS84_DEGREES.on_grid(np.array(each)), WGS84_DEGREES) for each in (ends, places))
        found = split([one], [many], 0.0)
        assert kinds(found) == ["same"]
        assert found.coincident[0].widest < 0.001


def test_rings_that_cross_themselves_and_lines_without_length_are_told_too():
    bow = plan((0, 0), (1000, 1000), (1000, 0), (0, 1000), (0, 0))
    ring = plan((0, 3000), (1000, 3000), (1000, 4000), (0, 3000))
    areas = [part.area for part in split([bow], [ring], 1.0).areas]
    assert areas == pytest.approx([500_000, 500_000], rel=1e-3)  # no ground in common: each is its own
    here, there, back = plan((0, 0), (0, 0)), plan((0, 500), (0, 500)), plan((0, 0), (0, 50), (0, 0))
    for a in (here, there, back):
        for b in (here, there, back, STRAIGHT):
            accounted(split([a], [b], 1.0), [a], [b])


def test_lines_too_crowded_to_be_told_apart_are_refused_and_do_not_fill_the_memory():
    crowd = np.random.default_rng(0).uniform(0, 100, (8000, 2))
    with pytest.raises(Refused, match="take a smaller tolerance"):
        split([plan(*crowd)], [plan(*crowd[::-1])], 1000.0)


def test_a_short_contact_inside_a_long_one_does_not_cut_it_whichever_way_the_lines_run():
    rng = np.random.default_rng(1)
    for _ in range(40):
        course = np.cumsum(rng.normal(0, 150, (25, 2)), axis=0)
        first, last = sorted(rng.integers(0, 25, 2))
        detour = course[first] + np.cumsum(rng.normal(0, 100, (5, 2)), axis=0)
        a, b = plan(*course), plan(*course[: first + 1], *detour, *course[last:])
        turned = [Line(each.xy[::-1], WGS84_DEGREES) for each in (a, b)]
        found, back = split([a], [b], 0.0), split([turned[0]], [turned[1]], 0.0)
        assert kinds(found) == kinds(back)
        assert sum(part.area for part in found.areas) == pytest.approx(sum(part.area for part in back.areas), rel=1e-6)


def test_one_line_coincides_with_the_same_course_drawn_in_several_lines():
    cuts = (0, 2000, 5000, 9000, 10_000)
    several = [plan((0, start), (0, end)) for start, end in pairwise(cuts)]
    several[1] = Line(several[1].xy[::-1], WGS84_DEGREES)
    others = [plan((0, 0), (0, 4000)), plan((0, 4000), (0, 10_000))]
    for a, b in (([STRAIGHT], several), (several, [STRAIGHT]), (others, several)):
        found = split(a, b, 1.0)
        accounted(found, a, b)
        assert sum(part.a.length for part in found.coincident) == pytest.approx(10_000_000, abs=10_000)
        assert sum(part.b.length for part in found.coincident) == pytest.approx(10_000_000, abs=10_000)
        assert sum(part.area for part in found.areas) < 100
