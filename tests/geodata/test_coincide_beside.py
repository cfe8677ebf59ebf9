"""Lines that do not meet: what they have beside each other, what either has beyond, and lines that have nothing."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.geometry.between import numbers
from geodata.geometry.coincide import split
from geodata.geometry.coincide_parts import Split
from geodata.geometry.measure import densified, length
from geodata.model.line import Line
from tests.geodata.plans import plan

STRAIGHT = plan((0, 0), (0, 3000), (0, 10_000))


def told(found: Split) -> list[tuple[int, int, float | None]]:
    """Kilometres of A and of B, and square metres, part by part."""
    return [
        (*(round(span.length / 1e6) if span else 0 for span in (part.a, part.b)), getattr(part, "area", None))
        for part in found.parts
    ]


def summed(found: Split, a: list[Line], b: list[Line]) -> tuple[int, ...]:
    counted = numbers(found, a, b)
    return (counted.coincident_a, counted.coincident_b, counted.between, counted.common_a, counted.common_b)


def test_what_goes_on_beyond_the_end_of_the_other_belongs_to_no_area():
    longer = plan((300, -20_000), (300, 40_000))
    assert told(split([STRAIGHT], [longer], 1.0)) == [
        (0, 20, 0.0),
        (10, 10, pytest.approx(3_000_000, rel=1e-3)),
        (0, 30, 0.0),
    ]


def test_ends_that_lie_beside_each_other_are_closed_with_each_other():
    nearly = plan((300, -200), (300, 9900))
    found = split([STRAIGHT], [nearly], 1.0)
    assert [(part.open, part.a.length, part.b.length) for part in found.areas] == [
        (True, length(STRAIGHT), length(nearly))
    ]


@pytest.mark.parametrize(
    "other",
    [
        plan((100_000, 0), (100_000, 10_000)),
        plan((5100, 0), (5100, 10_000)),
        plan((0, 10_500), (0, 20_000)),
        plan((-9000, 5000), (-500, 5000)),
        plan((0, 0), (10_000, 0)),
    ],
    ids=["far away", "farther than half of both", "one after the other", "across", "at a right angle from one point"],
)
def test_lines_that_have_nothing_beside_each_other_enclose_nothing(other):
    for a, b in (([STRAIGHT], [other]), ([other], [STRAIGHT])):
        found = split(a, b, 1.0)
        assert sum(part.area for part in found.areas) == 0
        assert {(part.a is None) is not (part.b is None) for part in found.areas} == {True}
        assert [area.open for area in found.areas] == [True, True]


def test_many_lines_of_one_side_find_what_lies_beside_them_of_one_line_of_the_other():
    pieces = [plan((400, at), (400, at + 4000)) for at in (0, 6000, 12_000, 18_000)]
    longer = plan((0, 0), (0, 22_000))
    found = split(pieces, [longer], 1.0)
    assert [kept for kept in told(found) if kept[2]] == [(4, 4, pytest.approx(1_600_000, rel=3e-3)) for _ in pieces]
    assert sum(part.b.length for part in found.parts if part.b) == pytest.approx(length(longer), abs=9)


def test_far_lines_are_not_held_against_each_other_because_nothing_nearer_is_left():
    far = plan((90_000, 0), (90_000, 10_000))
    found = split([STRAIGHT, far], [plan((200, 0), (200, 10_000)), plan((0, 150_000), (0, 160_000))], 1.0)
    assert [one for one in told(found) if one[2]] == [(10, 10, pytest.approx(2_000_000, rel=1e-3))]
    assert numbers(found, [STRAIGHT, far], [plan((200, 0), (200, 10_000)), far]).largest < 210_000


@pytest.mark.parametrize("scale", [0.01, 1.0, 10.0])
def test_the_rule_knows_no_scale(scale):
    a = plan((0, 0), (0, 10_000 * scale))
    b = plan((900 * scale, 4000 * scale), (1500 * scale, 20_000 * scale))
    found = split([a], [b], 0.001)
    assert [bool(area.area) for area in found.areas] == [False, True, False]
    assert max(area.area for area in found.areas) == pytest.approx(scale**2 * 6_079_000, rel=0.01)


courses = st.lists(st.floats(-700, 700), min_size=3, max_size=12)


@given(one=courses, other=courses, south=st.integers(-6000, 6000), cuts=st.lists(st.floats(0.05, 0.95), max_size=3))
@settings(max_examples=40, deadline=None)
def test_neither_sides_nor_directions_nor_vertices_change_what_lies_beside(one, other, south, cuts):
    a = plan(*((x, 900 * place) for place, x in enumerate(one)))
    b = plan(*((x + 200, 1000 * place + south) for place, x in enumerate(other)))
    found = summed(split([a], [b], 5.0), [a], [b])
    back = summed(split([b], [a], 5.0), [b], [a])
    assert (back[1], back[0], back[2], back[4], back[3]) == found
    for again in (Line(a.xy[::-1], a.grid), densified(a, 130.0)):
        assert np.allclose(summed(split([again], [b], 5.0), [again], [b]), found, rtol=1e-4, atol=2000)
