"""Chains and stretches: dashes run on where one part of the line follows another, cuts lie where the chainage says."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from desktop.map.chains import NONE, begun, predecessors
from desktop.map.geometry import Parts, geometry_of_parts
from desktop.map.layers import DrawLayer
from desktop.map.plane import to_degrees
from desktop.map.render import paint
from desktop.map.scene import Scene
from desktop.map.stretches import StretchesOfLine
from desktop.map.style import Look
from desktop.map.view import View
from geodata.cancel import unwatched
from geodata.geometry.measure import cut, length
from geodata.geometry.stretch import stretch
from geodata.geometry.world import world_of
from geodata.model.grid import DEGREE, WGS84_DEGREES
from geodata.model.line import Line
from geodata.model.profile import WGS84
from geodata.model.reference import Shape
from geodata.model.segment import Segment, Standing
from geodata.model.status import Position

VIEW = View(0.0, 0.0, 10.0, 240, 120)
LINE = Line([(45 * DEGREE + i * 10_000_000, 41 * DEGREE + (i % 3) * 2_000_000) for i in range(11)], WGS84_DEGREES)
BARE = Segment(id="s", line=LINE)


def standing(start, end, position=Position.ACCEPTS):
    return Standing(stretch=stretch(BARE, start, end), position=position)


def layer(*lines, look=Look.ONE_SIDED):
    xy = [VIEW.from_screen(np.array(line, np.float64)) for line in lines]
    offsets = np.cumsum([0, *map(len, xy)])
    parts = Parts(np.concatenate(xy), offsets, np.arange(len(xy)))
    codes = np.zeros(len(xy), np.int16)
    before = predecessors(parts.xy[offsets[:-1]], parts.xy[offsets[1:] - 1], codes)
    geometry = geometry_of_parts(Shape.LINE, parts).chained(before)
    return DrawLayer("line", "Line", geometry, (look,), codes, [str(row) for row in range(len(xy))])


def picture(drawn, view=VIEW):
    image = paint(Scene(layers=(drawn,), with_grid=False), view, 1.0, unwatched())
    return np.frombuffer(image.constBits(), np.uint8).astype(int)


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("look", [Look.ONE_SIDED, Look.DISPUTED, Look.RAIL])
def test_a_line_in_parts_is_drawn_like_the_line_in_one_piece(look):
    places = [(0, 20), (47, 31), (90, 60), (151, 80), (240, 85)]
    whole, parts = layer(places, look=look), layer(places[3:], places[:2], places[1:4], look=look)
    assert np.abs(picture(whole) - picture(parts)).mean() < 0.2  # of 255: caps where parts meet


@pytest.mark.usefixtures("qapp")
def test_dashes_of_a_chain_stand_still_when_its_beginning_leaves_the_window():
    chain = layer([(-400, 60), (-150, 60)], [(-150, 60), (60, 60)], [(60, 60), (400, 60)])
    here, there = (picture(chain, view).reshape(120, 240, 4) for view in (VIEW, VIEW.panned(-30, 0)))
    assert np.abs(here[:, 60:200] - there[:, 30:170]).max() <= 1


def test_where_three_of_one_look_meet_none_follows_another():
    heads, tails = np.array([(0.0, 0), (1, 0), (1, 0)]), np.array([(1.0, 0), (2, 0), (1, 5)])
    assert predecessors(heads, tails, np.zeros(3, np.int16)).tolist() == [NONE, NONE, NONE]
    assert predecessors(heads, tails, np.array([0, 0, 1], np.int16)).tolist() == [NONE, 0, NONE]


@given(lengths=st.lists(st.integers(1, 1000), min_size=1, max_size=40), seed=st.integers(0, 9))
def test_before_each_part_runs_all_that_precedes_it(lengths, seed):
    order = np.random.default_rng(seed).permutation(len(lengths))
    before = np.full(len(lengths), NONE)
    before[order[1:]] = order[:-1]
    way = begun(np.array(lengths, np.float64), before)
    assert way[order].tolist() == [0, *np.cumsum(np.array(lengths)[order])[:-1].tolist()]


def test_a_ring_of_parts_begins_everywhere_anew():
    assert begun(np.ones(3), np.array([2, 0, 1])).tolist() == [0, 0, 0]


def test_a_stretch_is_cut_where_its_chainage_says():
    start, end = 1_234_567, 6_543_210
    segment = replace(BARE, position_a=(standing(start, end),))
    drawn = StretchesOfLine().drawn([segment], world_of(WGS84))
    assert drawn.looks == [Look.UNEXAMINED, Look.ONE_SIDED, Look.UNEXAMINED]
    middle = to_degrees(drawn.parts.xy[drawn.parts.offsets[1] : drawn.parts.offsets[2]])
    exact = cut(LINE, start, end).degrees()
    assert middle == pytest.approx(exact, abs=1e-6)  # 0.1 m: a leg is drawn straight


def test_neighbours_of_one_look_are_one_stretch():
    segment = replace(BARE, position_a=(standing(0, 3_000_000), standing(3_000_000, length(LINE), Position.RESERVED)))
    drawn = StretchesOfLine().drawn([replace(segment, position_b=segment.position_a)], world_of(WGS84))
    assert len(drawn.looks) == 1


def test_only_a_segment_that_changed_is_cut_anew():
    made = StretchesOfLine()
    one, other = (replace(BARE, id=id_, position_a=(standing(0, 3_000_000),)) for id_ in ("a", "b"))
    first = made.drawn([one, other], world_of(WGS84))
    whole = made.whole([one, other], world_of(WGS84))
    changed = replace(other, position_a=(standing(0, 4_000_000),))
    second = made.drawn([one, changed], world_of(WGS84))
    assert made.whole([one, changed], world_of(WGS84)) is whole
    ends = [drawn.parts.xy[drawn.parts.offsets[1:3]] for drawn in (first, second)]
    assert np.array_equal(ends[0][0], ends[1][0])
    assert first.ids == second.ids == ["a", "a", "b", "b"]
    assert not np.array_equal(first.parts.xy, second.parts.xy)
