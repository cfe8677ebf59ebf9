"""The plane and the view: what goes to the screen comes back, and what was asked for is what is seen."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.map.plane import HALF_ROUND, NORTHERNMOST, ground_scale, to_degrees, to_plane
from desktop.map.view import CLOSEST, FARTHEST, View, box_of_degrees
from geodata.model.grid import WGS84_ELLIPSOID

longitudes = st.floats(-180, 180)
latitudes = st.floats(-84.9, 84.9)
pixels = st.floats(0, 1600)
metres = st.floats(-HALF_ROUND / 2, HALF_ROUND / 2)
views = st.builds(View, metres, metres, st.floats(CLOSEST, FARTHEST), st.integers(200, 3000), st.integers(200, 3000))


@given(longitude=longitudes, latitude=latitudes)
def test_a_place_comes_back_from_the_plane_to_within_a_micrometre_of_a_degree(longitude, latitude):
    back = to_degrees(to_plane(np.array([[longitude, latitude]])))
    assert back[0] == pytest.approx([longitude, latitude], abs=1e-12)


def test_the_world_is_a_square():
    corner = to_plane(np.array([[180.0, NORTHERNMOST]]))
    assert corner[0] == pytest.approx([HALF_ROUND, HALF_ROUND], rel=1e-12)


def test_a_pole_is_drawn_at_the_edge_and_not_at_infinity():
    assert to_plane(np.array([[0.0, 90.0]]))[0, 1] == pytest.approx(HALF_ROUND)


@given(latitude=st.floats(-70, 70))
def test_a_plane_metre_is_the_ground_metre_that_the_ellipsoid_says_to_within_a_percent(latitude):
    (_, y) = to_plane(np.array([[45.0, latitude]]))[0]
    _, _, ground = WGS84_ELLIPSOID.inv(45.0, latitude, 45.001, latitude)
    plane = to_plane(np.array([[45.0, latitude], [45.001, latitude]]))
    assert (plane[1, 0] - plane[0, 0]) * ground_scale(y) == pytest.approx(ground, rel=0.01)


@given(view=views, px=pixels, py=pixels)
def test_a_pixel_comes_back_from_the_plane(view, px, py):
    back = view.to_screen(view.from_screen(np.array([[px, py]])))
    assert back[0] == pytest.approx([px, py], abs=1e-4)


@given(view=views, px=pixels, py=pixels, factor=st.floats(0.1, 10))
def test_zooming_keeps_what_is_under_the_pointer_where_it_is(view, px, py, factor):
    held = view.from_screen(np.array([[px, py]]))
    zoomed = view.zoomed_about(px, py, factor)
    assert zoomed.to_screen(held)[0] == pytest.approx([px, py], abs=1e-3)


@given(view=views, dx=st.floats(-500, 500), dy=st.floats(-500, 500))
def test_panning_moves_everything_by_what_the_pointer_moved(view, dx, dy):
    place = np.array([[view.x, view.y]])
    moved = view.panned(dx, dy).to_screen(place) - view.to_screen(place)
    if abs(view.panned(dx, dy).x) < HALF_ROUND and abs(view.panned(dx, dy).y) < HALF_ROUND:
        assert moved[0] == pytest.approx([dx, dy], abs=1e-3)


@given(west=st.floats(40, 44), south=st.floats(38, 40), wide=st.floats(0.1, 5), high=st.floats(0.1, 3), view=views)
def test_a_box_that_was_asked_for_is_seen_whole_and_fills_one_direction(west, south, wide, high, view):
    box = box_of_degrees((west, south, west + wide, south + high))
    fitted = view.fitted(box, padding=20)
    low, high_ = fitted.to_screen(np.array(box).reshape(2, 2))
    spans = abs(high_ - low)
    assert spans[0] <= fitted.width - 40 + 1e-6
    assert spans[1] <= fitted.height - 40 + 1e-6
    assert min(fitted.width - 40 - spans[0], fitted.height - 40 - spans[1]) == pytest.approx(0, abs=1e-3)


def test_a_single_place_is_shown_with_what_lies_around_it():
    x, y = to_plane(np.array([[45.0, 41.0]]))[0]
    fitted = View(width=800, height=600).fitted((x, y, x, y))
    assert fitted.ground_mpp == pytest.approx(0.5 * ground_scale(y))


def test_there_is_an_end_to_zooming_both_ways():
    view = View(width=800, height=600)
    assert view.zoomed_about(0, 0, 1e-9).mpp == FARTHEST
    assert view.zoomed_about(0, 0, 1e12).mpp == CLOSEST


def test_the_scale_is_that_of_the_ground_for_a_standard_pixel():
    x, y = to_plane(np.array([[45.0, 60.0]]))[0]
    view = View(x, y, mpp=0.56, width=800, height=600)  # at 60 degrees north a plane metre is half a metre
    assert view.scale == pytest.approx(1000)


@given(one=views, other=views)
def test_a_linked_view_has_the_other_s_centre_and_scale_and_its_own_size(one, other):
    linked = one.following(other)
    assert (linked.x, linked.y, linked.mpp) == (other.x, other.y, other.mpp)
    assert (linked.width, linked.height) == (one.width, one.height)


@given(view=views, margin=st.integers(0, 500))
def test_a_grown_view_covers_the_view_and_every_pixel_stays_where_it_was(view, margin):
    grown = view.grown(margin, margin)
    assert grown.covers(view)
    place = np.array([[view.x + 3 * view.mpp, view.y]])
    assert (grown.to_screen(place) - view.to_screen(place))[0] == pytest.approx([margin, margin], abs=1e-3)


def test_views_that_show_nothing_in_common_do_not_meet():
    view = View(0, 0, 1.0, 100, 100)
    assert view.meets(view.panned(99, 0))
    assert not view.meets(view.panned(101, 0))
