"""Picking: the right feature within the right tolerance, points before lines before areas."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.map.layers import DrawLayer
from desktop.map.pick import LINE_TOLERANCE, POINT_TOLERANCE, at_pixel, in_box, nearest_on
from desktop.map.plane import to_degrees
from desktop.map.scene import Scene
from desktop.map.style import Look
from desktop.map.view import View
from geodata.model.reference import Columns, Shape

VIEW = View(5_000_000.0, 5_000_000.0, 10.0, 400, 300)


def degrees(*pixels):
    return to_degrees(VIEW.from_screen(np.array(pixels, np.float64)))


def lines(id_, *polylines, **more):
    names = [f"{id_}{i}" for i in range(len(polylines))]
    return DrawLayer.of(id_, id_, Columns.of_lines([degrees(*p) for p in polylines]), Look.AGREED, ids=names, **more)


def points(id_, *pixels):
    names = [f"{id_}{i}" for i in range(len(pixels))]
    return DrawLayer.of(id_, id_, Columns.of_points(degrees(*pixels)), Look.MARKER, ids=names)


def area(id_, *rings):
    columns = Columns.of_lines([degrees(*ring) for ring in rings])
    shapes = Columns(Shape.AREA, columns.xy, columns.offsets, np.zeros(len(rings), np.int64))
    return DrawLayer.of(id_, id_, shapes, Look.LAKE, ids=[id_])


def ids(hits):
    return [hit.id for hit in hits]


@given(off=st.floats(0, 12))
def test_a_line_is_met_within_six_pixels_and_not_beyond(off):
    scene = Scene(layers=(lines("l", [(50, 100), (350, 100)]),))
    hits = at_pixel(scene, VIEW, 200, 100 + off)
    if abs(off - LINE_TOLERANCE) > 1e-3:
        assert ids(hits) == (["l0"] if off < LINE_TOLERANCE else [])


@given(off=st.floats(0, 14), turn=st.floats(0, 6.28))
def test_a_point_is_met_within_eight_pixels_in_every_direction(off, turn):
    scene = Scene(layers=(points("p", (200, 150)),))
    hits = at_pixel(scene, VIEW, 200 + off * np.cos(turn), 150 + off * np.sin(turn))
    if abs(off - POINT_TOLERANCE) > 1e-3:
        assert ids(hits) == (["p0"] if off < POINT_TOLERANCE else [])


def test_a_hit_tells_how_far_off_it_was_and_the_nearest_place():
    (hit,) = at_pixel(Scene(layers=(lines("l", [(50, 100), (350, 100)]),)), VIEW, 200, 104)
    assert hit.distance == pytest.approx(4)
    assert (hit.longitude, hit.latitude) == pytest.approx(tuple(degrees((200, 100))[0]), abs=1e-9)


def test_points_come_before_lines_and_lines_before_areas():
    lake = area("lake", [(10, 10), (390, 10), (390, 290), (10, 290), (10, 10)])
    scene = Scene(layers=(points("p", (203, 105)), lines("l", [(50, 100), (350, 100)]), lake))
    assert ids(at_pixel(scene, VIEW, 200, 100)) == ["p0", "l0", "lake"]


def test_the_nearer_of_two_lines_comes_first_and_the_upper_one_of_equals():
    scene = Scene(layers=(lines("low", [(50, 100), (350, 100)]), lines("top", [(50, 100), (350, 100)])))
    assert ids(at_pixel(scene, VIEW, 200, 101)) == ["top0", "low0"]
    scene = Scene(layers=(lines("l", [(50, 100), (350, 100)], [(50, 104), (350, 104)]),))
    assert ids(at_pixel(scene, VIEW, 200, 103)) == ["l1", "l0"]


def test_the_gap_between_the_parts_of_a_feature_is_not_the_feature():
    two = Columns.of_lines([degrees((50, 100), (100, 100)), degrees((300, 100), (350, 100))])
    layer = DrawLayer.of(
        "l", "l", Columns(Shape.LINE, two.xy, two.offsets, np.zeros(2, np.int64)), Look.AGREED, ids=["one"]
    )
    scene = Scene(layers=(layer,))
    assert ids(at_pixel(scene, VIEW, 200, 100)) == []
    assert ids(at_pixel(scene, VIEW, 320, 100)) == ["one"]


def test_nothing_is_met_in_the_hole_of_an_area():
    lake = area(
        "lake",
        [(10, 10), (390, 10), (390, 290), (10, 290), (10, 10)],
        [(100, 100), (300, 100), (300, 200), (100, 200), (100, 100)],
    )
    scene = Scene(layers=(lake,))
    assert ids(at_pixel(scene, VIEW, 50, 150)) == ["lake"]
    assert ids(at_pixel(scene, VIEW, 200, 150)) == []
    assert ids(at_pixel(scene, VIEW, 5, 150)) == []


def test_hidden_layers_and_those_that_only_lie_beneath_are_not_met():
    seen = lines("l", [(50, 100), (350, 100)])
    assert at_pixel(Scene(layers=(seen.shown(False),)), VIEW, 200, 100) == []
    beneath = lines("l", [(50, 100), (350, 100)], pickable=False)
    assert at_pixel(Scene(layers=(beneath,)), VIEW, 200, 100) == []


def test_a_box_holds_what_lies_in_it_and_what_crosses_it():
    scene = Scene(
        layers=(
            lines("l", [(120, 120), (130, 130)], [(0, 150), (400, 150)], [(0, 10), (400, 10)], [(90, 210), (210, 330)]),
            points("p", (150, 150), (250, 150)),
        )
    )
    assert ids(in_box(scene, VIEW, 200, 200, 100, 100)) == ["p0", "l0", "l1"]


def test_a_line_whose_box_meets_the_box_but_not_the_line_itself_is_not_held():
    scene = Scene(layers=(lines("l", [(0, 0), (300, 300)]),))
    assert ids(in_box(scene, VIEW, 200, 50, 280, 100)) == []
    assert ids(in_box(scene, VIEW, 80, 50, 280, 100)) == ["l0"]


def test_the_nearest_place_on_a_line_is_told_with_its_way_along_it():
    line = VIEW.from_screen(np.array([(100.0, 100.0), (200.0, 100.0), (200.0, 200.0)]))
    foot, distance, along = nearest_on(line, VIEW, 204, 150)
    assert foot.tolist() == pytest.approx([200, 150])
    assert distance == pytest.approx(4)
    assert along == pytest.approx(150)


def test_an_empty_layer_is_no_trouble():
    empty = Columns(Shape.LINE, np.empty((0, 2)), np.zeros(1, np.int64), np.empty(0, np.int64))
    scene = Scene(layers=(DrawLayer.of("e", "e", empty, Look.AGREED),))
    assert at_pixel(scene, VIEW, 200, 100) == []
    assert in_box(scene, VIEW, 0, 0, 400, 300) == []
    assert scene.box is None
