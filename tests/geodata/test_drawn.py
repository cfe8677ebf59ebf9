"""Claims in pieces: however many lines a side drew its claim in, what is found is the same, and told of these lines."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.geometry.between import Numbers, numbers
from geodata.geometry.coincide import split
from geodata.geometry.coincide_parts import Span
from geodata.geometry.drawn import drawn
from geodata.geometry.measure import length
from geodata.model.line import Line
from tests.geodata.plans import plan


def in_pieces(line: Line, cuts: list[int], chance: np.random.Generator) -> list[Line]:
    """A line cut at some of its vertices; the pieces in any order, and drawn either way."""
    at = sorted({0, len(line.xy) - 1, *(1 + cut % (len(line.xy) - 2) for cut in cuts)})
    pieces = [Line(line.xy[start : end + 1][:: chance.choice([1, -1])], line.grid) for start, end in pairwise(at)]
    return [pieces[place] for place in chance.permutation(len(pieces))]


def counted(a: list[Line], b: list[Line]) -> Numbers:
    whole_a, whole_b = drawn(a).lines, drawn(b).lines
    return numbers(split(whole_a, whole_b, 5.0), whole_a, whole_b)


courses = st.lists(st.floats(-300, 300), min_size=4, max_size=20)
cuts = st.lists(st.integers(0, 100), max_size=8)


@given(one=courses, other=courses, cuts_a=cuts, cuts_b=cuts, seed=st.integers(0, 99))
@settings(max_examples=40, deadline=None)
def test_a_claim_in_pieces_is_split_like_one_line(one, other, cuts_a, cuts_b, seed):
    chance = np.random.default_rng(seed)
    a = plan(*((x, 500 * place) for place, x in enumerate(one)))
    b = plan(*((x, 480 * place + 7) for place, x in enumerate(other)))
    plain, found = counted([a], [b]), counted(in_pieces(a, cuts_a, chance), in_pieces(b, cuts_b, chance))
    assert found.between == pytest.approx(plain.between, abs=1)
    assert found.coincident_a == pytest.approx(plain.coincident_a, abs=len(plain.areas) + 1)
    assert found.coincident_b == pytest.approx(plain.coincident_b, abs=len(plain.areas) + 1)
    assert sorted(found.areas) == pytest.approx(sorted(plain.areas), abs=1)


@given(course=courses, cuts=cuts, seed=st.integers(0, 99))
@settings(max_examples=40, deadline=None)
def test_what_is_told_of_the_pieces_is_each_of_them_once(course, cuts, seed):
    line = plan(*((x, 500 * place) for place, x in enumerate(course)))
    pieces = in_pieces(line, cuts, np.random.default_rng(seed))
    whole = drawn(pieces)
    assert [len(each) for each in whole.pieces] == [len(pieces)]
    total = sum(map(length, pieces))
    ends = [0, total // 3, total // 2, total]
    told = [span for start, end in pairwise(ends) for span in whole.given(Span(0, start, end))]
    assert sum(span.length for span in told) == total
    for number, piece in enumerate(pieces):
        own = sorted((span.start, span.end) for span in told if span.line == number)
        assert (own[0][0], own[-1][1]) == (0, length(piece))
        assert all(before[1] == after[0] for before, after in pairwise(own))


def test_a_ring_in_pieces_is_a_ring_and_a_stretch_over_its_beginning_is_told_of_both_ends():
    pieces = [plan((0, 0), (1000, 0), (1000, 1000)), plan((0, 0), (0, 1000), (1000, 1000))]
    whole = drawn(pieces)
    assert [line.closed for line in whole.lines] == [True]
    told = whole.given(Span(0, 3_500_000, 4_500_000))
    assert [span.line for span in told] == [1, 0]
    assert sum(span.length for span in told) == pytest.approx(1_000_000, abs=3)


def test_lines_stay_apart_where_three_of_them_meet_and_a_ring_stays_whole():
    star = [plan((0, 0), (0, 1000)), plan((0, 0), (1000, 0)), plan((0, 0), (-1000, 0))]
    ring = plan((5000, 0), (6000, 0), (6000, 1000), (5000, 0))
    assert drawn([*star, ring]).lines == [*star, ring]
    assert drawn([]).lines == []


def test_a_place_without_length_is_told_of_one_line():
    whole = drawn([plan((0, 0), (0, 1000)), plan((0, 1000), (0, 3000))])
    assert len(whole.given(Span(0, 1_000_000, 1_000_000))) == 1
