"""Spacing: at small scales only points that stand apart are drawn, the same ones wherever the window is."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from PySide6.QtGui import QColor

from desktop.map.features import ProjectLayers
from desktop.map.layers import DrawLayer
from desktop.map.pick import at_pixel
from desktop.map.plane import to_degrees
from desktop.map.render import paint
from desktop.map.scene import Scene
from desktop.map.spacing import FINEST, reaches, standing
from desktop.map.style import ALL, FEW, LIGHT, Look, Spot
from desktop.map.view import View
from geodata.cancel import unwatched
from geodata.changes.delta import Delta, apply
from geodata.model.feature import Kind
from geodata.model.grid import DEGREE, WGS84_DEGREES
from geodata.model.line import Line
from geodata.model.marker import Marker
from geodata.model.project import Project, Settings, no_layers
from geodata.model.reference import Columns
from geodata.model.segment import Segment
from geodata.model.status import Side
from geodata.model.turning_point import TurningPoint, TurningPointKind

SPOT = LIGHT.styles[Look.TURNING_POINT]
assert isinstance(SPOT, Spot)
points = hnp.arrays(np.float64, st.tuples(st.integers(1, 60), st.just(2)), elements=st.integers(-40_000, 40_000))


def layer_of(xy: np.ndarray) -> DrawLayer:
    made = DrawLayer.of("tp", "Points", Columns.of_points(to_degrees(xy)), Look.TURNING_POINT)
    return made.thinned(reaches(made.geometry.parts.xy))


def wandering(count: int) -> np.ndarray:
    """A line of points some 300 m from one to the next, as turning points stand."""
    return np.random.default_rng(7).normal(0, 300, (count, 2)).cumsum(axis=0)


def scale(mpp: float) -> View:
    return View(0.0, 0.0, mpp, 400, 300)


def drawn(layer: DrawLayer, view: View) -> tuple[set[int], set[int]]:
    """The rows with a sign, and with a dot, of all that the window shows."""
    rows = layer.geometry.seen(view.box, view.mpp).rows
    signs, dots = standing(layer, rows, SPOT, view, np.zeros(len(rows), np.bool_))
    return set(rows[signs].tolist()), set(rows[dots].tolist())


@given(xy=points)
def test_points_that_stay_at_a_scale_are_that_far_apart(xy):
    reach = reaches(xy)
    for step in np.unique(reach[reach > 0]):
        kept = xy[reach >= step]
        apart = np.hypot(*(kept[:, None] - kept[None]).transpose(2, 0, 1))
        assert apart[~np.eye(len(kept), dtype=bool)].min(initial=np.inf) >= step


@given(xy=points)
def test_of_points_that_fall_away_each_has_one_near_that_stays(xy):
    reach = reaches(xy)
    for step in FINEST * 2.0 ** np.arange(0, 12):
        kept, gone = xy[reach >= step], xy[reach < step]
        apart = np.hypot(*(gone[:, None] - kept[None]).transpose(2, 0, 1))
        assert (apart.min(axis=1, initial=np.inf) <= step * (1 + 2**0.5)).all()


@given(xy=points, seed=st.integers(0, 9))
def test_the_order_in_which_points_are_given_is_of_no_account(xy, seed):
    xy = np.unique(xy, axis=0)
    order = np.random.default_rng(seed).permutation(len(xy))
    assert np.array_equal(reaches(xy)[order], reaches(xy[order]))


def test_the_more_important_of_two_points_stays_longer():
    xy = np.array([(0.0, 0.0), (500.0, 0.0), (900.0, 0.0)])
    reach = reaches(xy, np.array([1.0, 3.0, 2.0]))
    assert reach[1] > reach[2]
    assert reach[1] > reach[0]


@pytest.mark.parametrize("mpp", [ALL * 1.5, ALL * 4, FEW * 1.5, FEW * 6])
def test_no_point_comes_or_goes_while_the_map_is_moved(mpp):
    layer, view = layer_of(wandering(400)), scale(mpp)
    for step in ((1, 0), (3, -2), (-7, 5), (40, 31)):
        moved = view.panned(*step)
        both = [set(layer.geometry.seen(v.box, v.mpp).rows.tolist()) for v in (view, moved)]
        for here, there in zip(drawn(layer, view), drawn(layer, moved), strict=True):
            assert here & both[1] == there & both[0]


def test_a_point_that_stands_at_a_scale_stands_at_every_larger_one():
    layer = layer_of(wandering(400))
    wide = replace(scale(1.0), width=100_000, height=100_000)
    before: set[int] = set()
    for mpp in (FEW * 40, FEW * 10, FEW * 2, FEW * 0.9, ALL * 2, ALL * 0.9):
        signs, dots = drawn(layer, replace(wide, mpp=mpp))
        assert before <= signs | dots
        before = signs | dots
    assert before == set(range(400))


@pytest.mark.parametrize("mpp", [ALL * 1.5, ALL * 4])
def test_signs_keep_their_room_and_dots_theirs(mpp):
    layer = layer_of(wandering(400))
    signs, dots = drawn(layer, replace(scale(mpp), width=100_000, height=100_000))
    for rows, room in ((signs, SPOT.room), (signs | dots, SPOT.dot_room)):
        xy = layer.geometry.parts.xy[sorted(rows)] / mpp
        apart = np.hypot(*(xy[:, None] - xy[None]).transpose(2, 0, 1))
        assert apart[~np.eye(len(xy), dtype=bool)].min() >= room


def test_to_one_in_fifty_thousand_every_point_has_its_sign():
    layer = layer_of(wandering(50))
    signs, dots = drawn(layer, replace(scale(ALL), width=100_000, height=100_000))
    assert (len(signs), len(dots)) == (50, 0)


def test_where_few_points_are_shown_most_of_the_line_is_seen():
    line = np.column_stack([np.linspace(-200, 200, 401), np.zeros(401)]) * FEW * 1.5
    road = DrawLayer.of("line", "Line", Columns.of_lines([to_degrees(line)]), Look.AGREED)
    image = paint(Scene(layers=(road, layer_of(line)), with_grid=False), scale(FEW * 1.5), 1.0, unwatched())
    solid = [image.pixelColor(x, 149) == QColor(LIGHT.slate) for x in range(image.width())]
    assert np.mean(solid) > 0.7


def test_a_selected_point_has_its_sign_at_any_scale():
    layer = layer_of(wandering(50))
    rows = np.arange(50)
    signs, _ = standing(layer, rows, SPOT, scale(FEW * 50), rows == 7)
    assert signs[7]


def test_what_is_not_drawn_is_not_picked():
    xy = np.array([(0.0, 0.0), (100.0, 0.0)])
    layer, view = layer_of(xy), scale(FEW * 0.9)
    (hidden,) = set(range(2)) - set.union(*drawn(layer, view))
    assert [hit.row for hit in at_pixel(Scene(layers=(layer,)), view, 200, 150)] == [1 - hidden]


def place(east: float, north: float = 41.0) -> tuple[int, int]:
    return round(east * DEGREE), round(north * DEGREE)


def project(*features) -> Project:
    return Project(Settings(title="Two Rivers", side=Side.A), apply(no_layers(), [Delta(None, f) for f in features]))


def test_junctions_stay_longest_then_the_ends_of_segments_then_others():
    line = Line([place(45.0), place(45.1)], WGS84_DEGREES)
    every = [TurningPoint(id=f"o{i}", point=place(45.001 + i / 1000), label=str(i)) for i in range(60)]
    end = TurningPoint(id="end", point=line.start, label="1")
    joint = TurningPoint(id="joint", point=place(45.03), type=TurningPointKind.JUNCTION)
    layers = ProjectLayers().layers(project(Segment(id="s", line=line), end, joint, *every))
    layer = next(one for one in layers if one.id == Kind.TURNING_POINT)
    reach = dict(zip(layer.ids, layer.reaches, strict=True))
    assert reach["joint"] > reach["end"] > max(reach[f"o{i}"] for i in range(15))  # those within a kilometre and more


def test_a_marker_gives_way_to_a_turning_point():
    turning = TurningPoint(id="t", point=place(45.0), label="101")
    marks = [Marker(id="near", point=place(45.0001)), Marker(id="alone", point=place(45.2))]
    layers = ProjectLayers().layers(project(turning, *marks))
    layer = next(one for one in layers if one.id == Kind.MARKER)
    reach = dict(zip(layer.ids, layer.reaches, strict=True))
    assert reach["near"] == 0
    assert reach["alone"] > 1000
