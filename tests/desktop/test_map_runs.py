"""Runs: what is clipped, thinned, dashed and ticked is what the line is, to within half a pixel."""

from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from desktop.map.geometry import WITHIN, cell_of, geometry_of, level_of
from desktop.map.ragged import keep, offsets_of, spans
from desktop.map.runs import Runs, clipped, dashed, part_between, places, runs_of, specks
from geodata.model.reference import Columns, Shape

RECT = (0.0, 0.0, 100.0, 100.0)
polylines = st.lists(
    hnp.arrays(np.float64, st.tuples(st.integers(2, 12), st.just(2)), elements=st.floats(-300, 400, width=32)),
    min_size=1,
    max_size=5,
)


def clip(lines):
    columns = Columns.of_lines(lines)
    return clipped(columns.xy, columns.offsets, columns.rows, RECT)


def pieces(runs: Runs) -> list[np.ndarray]:
    return [runs.xy[a:b] for a, b in zip(runs.offsets[:-1], runs.offsets[1:], strict=True)]


def total(runs: Runs) -> float:
    return float(sum(np.hypot(*np.diff(piece, axis=0).T).sum() for piece in pieces(runs)))


def test_numbers_are_counted_on_from_each_start():
    assert spans(np.array([5, 20, 7]), np.array([2, 0, 3])).tolist() == [5, 6, 7, 8, 9]


def test_offsets_stay_true_when_vertices_go():
    kept = np.array([True, False, True, True, False, True])
    assert keep(np.array([0, 3, 3, 6]), kept).tolist() == [0, 2, 2, 4]
    assert offsets_of(np.array([2, 0, 2])).tolist() == [0, 2, 2, 4]


@given(lines=polylines)
def test_what_is_clipped_is_what_lies_in_the_window(lines):
    runs = clip(lines)
    window = shapely.box(*RECT)
    for row, line in enumerate(lines):
        if np.ptp(line, axis=0).max() == 0:
            continue
        inside = shapely.LineString(line).intersection(window)
        mine = [piece for piece, owner in zip(pieces(runs), runs.rows, strict=True) if owner == row]
        drawn = sum(np.hypot(*np.diff(piece, axis=0).T).sum() for piece in mine)
        counted = sum(shapely.LineString(leg).intersection(window).length for leg in pairwise(line))
        assert drawn == pytest.approx(counted, abs=1e-6)
        assert inside.is_empty or mine


@given(lines=polylines)
def test_nothing_outside_the_window_is_left_to_draw(lines):
    runs = clip(lines)
    assert (runs.xy >= -1e-6).all()
    assert (runs.xy <= 100 + 1e-6).all()


@given(lines=polylines)
def test_the_way_along_a_line_is_counted_from_its_own_start(lines):
    runs = clip(lines)
    for piece, first, after, row in zip(pieces(runs), runs.offsets[:-1], runs.offsets[1:], runs.rows, strict=True):
        line = shapely.LineString(lines[row])
        for vertex, along in zip(piece, runs.along[first:after], strict=True):
            place = np.array(line.interpolate(along).coords[0])
            assert place == pytest.approx(vertex, abs=1e-6)


def test_a_line_inside_the_window_keeps_every_vertex_as_it_is():
    line = np.array([[10.1, 20.2], [30.3, 40.4], [50.5, 10.6]])
    runs = clip([line])
    assert np.array_equal(runs.xy, line)


def test_a_line_that_leaves_and_returns_becomes_two_runs():
    runs = clip([np.array([[50.0, 50.0], [150.0, 50.0], [150.0, 60.0], [50.0, 60.0]])])
    assert [piece.tolist() for piece in pieces(runs)] == [[[50, 50], [100, 50]], [[100, 60], [50, 60]]]
    assert runs.along.tolist() == [0, 50, 160, 210]


def test_dashes_have_the_lengths_of_their_pattern_and_go_round_corners():
    dashes = dashed(runs_of(np.array([[0.0, 0.0], [6.0, 0.0], [6.0, 20.0]])), (8, 4))
    assert [piece.tolist() for piece in pieces(dashes)] == [
        [[0, 0], [6, 0], [6, 2]],
        [[6, 6], [6, 14]],
        [[6, 18], [6, 20]],
    ]


def test_dash_and_dot_alternate():
    dashes = dashed(runs_of(np.array([[0.0, 0.0], [19.0, 0.0]])), (9, 4, 2, 4))
    assert [piece[:, 0].tolist() for piece in pieces(dashes)] == [[0, 9], [13, 15]]


@given(shift=st.floats(-40, 40))
def test_dashes_stand_still_while_the_window_moves(shift):
    line = np.array([[-200.0, 50.0], [300.0, 50.0]])
    here = dashed(clipped(line, np.array([0, 2]), np.zeros(1, np.int64), RECT), (8, 4))
    rect = (shift, 0.0, 100.0 + shift, 100.0)
    there = dashed(clipped(line, np.array([0, 2]), np.zeros(1, np.int64), rect), (8, 4))
    inner = {round(x, 6) for x in here.xy[:, 0] if max(0, shift) + 1 < x < min(100, 100 + shift) - 1}
    seen = {round(x, 6) for x in there.xy[:, 0] if max(0, shift) + 1 < x < min(100, 100 + shift) - 1}
    assert inner == seen


@given(lines=polylines)
def test_two_thirds_of_a_line_are_dash_in_a_pattern_of_eight_and_four(lines):
    runs = clip(lines)
    assert total(dashed(runs, (8, 4))) <= total(runs) + 1e-6
    assert total(dashed(runs, (8, 4))) + total(dashed(runs, (0, 8, 4, 0))) == pytest.approx(
        total(runs), abs=0.5 * (2 * total(runs) / 12 + 2 * len(runs) + 2)
    )


def test_ticks_stand_at_equal_distances_across_the_line():
    at, along = places(runs_of(np.array([[0.0, 0.0], [30.0, 0.0], [30.0, 30.0]])), 20)
    assert at.tolist() == [[10, 0], [30, 0], [30, 20]]
    assert along[0].tolist() == [1, 0]
    assert along[2].tolist() == [0, 1]


def test_a_part_of_a_line_between_two_places_has_the_vertices_between_them():
    part = part_between(runs_of(np.array([[0.0, 0.0], [10.0, 0.0], [10.0, 10.0]])), 5, 15)
    assert part.tolist() == [[5, 0], [10, 0], [10, 5]]


def test_of_lines_in_one_pixel_one_is_drawn():
    dots = [np.array([[5.2, 5.2], [5.4, 5.4]]), np.array([[5.6, 5.6], [5.7, 5.7]]), np.array([[7.2, 5.2], [7.4, 5.4]])]
    runs = clip([*dots, np.array([[5.1, 5.1], [40.0, 5.1]])])
    assert specks(runs).tolist() == [True, False, True, True]


@given(lines=polylines, mpp=st.floats(0.01, 500))
def test_a_thinned_line_lies_within_half_a_pixel_of_the_true_one(lines, mpp):
    parts = geometry_of(Columns.of_lines([line / 100 for line in lines])).parts
    thin = parts.thinned(cell_of(level_of(mpp)))
    for i in range(len(parts)):
        true = shapely.LineString(parts.xy[parts.offsets[i] : parts.offsets[i + 1]])
        drawn = shapely.LineString(thin.xy[thin.offsets[i] : thin.offsets[i + 1]])
        apart = max(shapely.distance(shapely.points(vertex), drawn) for vertex in true.coords)
        assert apart <= WITHIN * mpp * (1 + 1e-9) + 1e-6


def walk(vertices: int) -> np.ndarray:
    steps = np.random.default_rng(7).normal(0, 0.0002, (vertices, 2))
    return np.cumsum(steps, axis=0) + np.array([45.0, 41.0])


def test_a_level_made_from_a_finer_level_is_the_level_made_from_the_source():
    geometry = geometry_of(Columns.of_lines([walk(4000), walk(3000) + 0.2]))
    for level in (3, 5, 8):
        kept = geometry._level(level)
        anew = geometry.parts.thinned(cell_of(level))
        assert np.array_equal(kept.xy, anew.xy)
        assert np.array_equal(kept.offsets, anew.offsets)


def test_large_layers_are_seen_from_a_copy_that_was_thinned_once():
    geometry = geometry_of(Columns.of_lines([walk(100_000), walk(100_000) + 0.5]))
    box = geometry.box
    assert box is not None
    first = geometry.seen(box, 300.0)
    assert len(first.xy) < 100_000
    assert geometry._levels.keys() == {8}
    assert np.array_equal(geometry.seen(box, 511.0).xy, first.xy)


def test_only_what_touches_the_window_is_looked_at():
    geometry = geometry_of(Columns.of_lines([walk(100), walk(100) + 5]))
    assert geometry.touching(geometry.boxes[:, 1]).tolist() == [1]


def test_a_layer_without_anything_has_no_box():
    empty = Columns(Shape.LINE, np.empty((0, 2)), np.zeros(1, np.int64), np.empty(0, np.int64))
    assert geometry_of(empty).box is None
