"""The picture: pixel by pixel what a look promises, in light and dark, in grey, at any scale."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage

from desktop.map.areas import hatch_lines
from desktop.map.labels import size_of
from desktop.map.layers import DrawLayer
from desktop.map.plane import to_degrees
from desktop.map.render import paint
from desktop.map.scene import Scene
from desktop.map.style import DARK, LIGHT, Fill, Look, Spot, Stroke, words
from desktop.map.view import View, box_of_degrees
from geodata.cancel import Progress, unwatched
from geodata.errors import Cancelled
from geodata.model.reference import Columns, Shape

pytestmark = pytest.mark.usefixtures("qapp")
VIEW = View(0.0, 0.0, 10.0, 240, 120)
STANDINGS = (Look.AGREED, Look.DISPUTED, Look.ONE_SIDED, Look.UNEXAMINED, Look.CLAIM_A, Look.CLAIM_B)


def degrees(*pixels):
    return to_degrees(VIEW.from_screen(np.array(pixels, np.float64)))


def line_layer(look, *pixels, id_="line", **more):
    return DrawLayer.of(id_, "Line", Columns.of_lines([degrees(*pixels)]), look, ids=[id_], **more)


def picture(*layers, theme=LIGHT, view=VIEW, **more):
    return paint(Scene(layers=layers, theme=theme, with_grid=False, **more), view, 1.0, unwatched())


def differs(image: QImage, x: int, y: int, theme=LIGHT) -> bool:
    one, ground = image.pixelColor(x, y), QColor(theme.ground)
    return max(abs(a - b) for a, b in zip(one.getRgb(), ground.getRgb(), strict=True)) > 1  # what rounding leaves


def as_numbers(image: QImage) -> np.ndarray:
    return np.frombuffer(image.constBits(), np.uint8).astype(int)


def row_of(image: QImage, y: int, theme=LIGHT) -> str:
    return "".join("#" if differs(image, x, y, theme) else "." for x in range(image.width()))


def test_an_agreed_line_is_solid_and_has_the_colour_of_its_theme():
    for theme in (LIGHT, DARK):
        image = picture(line_layer(Look.AGREED, (0, 60.5), (240, 60.5)), theme=theme)
        assert "." not in row_of(image, 60, theme)
        assert image.pixelColor(120, 60) == QColor(theme.slate)


def test_a_disputed_line_has_dashes_of_eight_pixels_and_gaps_of_four():
    image = picture(line_layer(Look.DISPUTED, (0, 60.5), (240, 60.5)))
    assert row_of(image, 60)[:36] == "########....########....########...."
    assert image.pixelColor(3, 60) == QColor(LIGHT.mulberry)


def test_the_two_claims_have_their_own_dashes_at_the_same_width():
    a = picture(line_layer(Look.CLAIM_A, (0, 60.5), (240, 60.5)))
    b = picture(line_layer(Look.CLAIM_B, (0, 60.5), (240, 60.5)))
    assert row_of(a, 60)[:26] == "##########...##########..."
    assert row_of(b, 60)[:18] == "###...###...###..."
    styles = [LIGHT.styles[Look.CLAIM_A], LIGHT.styles[Look.CLAIM_B]]
    assert [s.width for s in styles if isinstance(s, Stroke)] == [2.4, 2.4]


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_neither_claim_lies_on_top_of_the_other(theme):
    a = line_layer(Look.CLAIM_A, (0, 60.5), (240, 60.5), id_="a")
    b = line_layer(Look.CLAIM_B, (0, 60.5), (240, 60.5), id_="b")
    one, other = (as_numbers(picture(*order, theme=theme)) for order in ((a, b), (b, a)))
    assert np.abs(one - other).max() <= 2  # of 255: what rounding leaves


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_the_claims_are_equally_light_in_grey(theme):
    greys = [QColor(theme.violet).lightnessF(), QColor(theme.ochre).lightnessF()]
    luminances = [_luminance(QColor(colour)) for colour in (theme.violet, theme.ochre)]
    assert abs(luminances[0] - luminances[1]) < 0.13, greys


def _luminance(colour: QColor) -> float:
    return 0.2126 * colour.redF() + 0.7152 * colour.greenF() + 0.0722 * colour.blueF()


def test_every_standing_can_be_told_from_every_other_without_colour():
    patterns = set()
    for look in STANDINGS:
        grey = picture(line_layer(look, (0, 60.5), (240, 60.5))).convertToFormat(QImage.Format.Format_Grayscale8)
        dark = [grey.pixelColor(x, 60).value() < 245 for x in range(240)]
        thick = sum(grey.pixelColor(1, y).value() < 245 for y in range(120))
        patterns.add((tuple(dark), thick > 2))
    assert len(patterns) == len(STANDINGS)


def test_every_standing_has_a_word_of_its_own():
    assert len({words()[look] for look in STANDINGS}) == len(STANDINGS)
    assert set(words()) == set(Look)


def test_every_look_has_a_style_in_both_themes():
    for theme in (LIGHT, DARK):
        assert set(theme.styles) == set(Look)
        assert all(isinstance(style, Stroke | Spot | Fill) for style in theme.styles.values())


def test_a_railway_has_ticks_and_a_railway_far_away_has_none():
    near = picture(line_layer(Look.RAIL, (0, 60.5), (240, 60.5)), view=replace(VIEW, mpp=2.0))
    ticks = [x for x in range(240) if differs(near, x, 57)]
    steps = np.diff([x for x in ticks if x - 1 not in ticks])
    assert set(steps.tolist()) <= {13, 14, 15}
    far = picture(line_layer(Look.RAIL, (0, 60.5), (240, 60.5)), view=replace(VIEW, mpp=100.0))
    assert not any(differs(far, x, 57) for x in range(240))


def test_a_road_is_a_double_line():
    image = picture(line_layer(Look.ROAD, (0, 60.5), (240, 60.5)), view=replace(VIEW, mpp=2.0))
    across = [image.pixelColor(120, y).value() for y in range(58, 68)]  # the line is at 62.5 in this view
    inside = across[4]
    assert min(across[:4]) < inside > min(across[5:])


def test_the_same_scene_makes_the_same_picture_byte_for_byte():
    layers = [line_layer(look, (5, 9 * i), (230, 9 * i + 30), id_=look) for i, look in enumerate(STANDINGS)]
    assert picture(*layers) == picture(*layers)


def test_a_part_of_the_map_looks_the_same_from_another_window():
    layer = line_layer(Look.DISPUTED, (-3000, 20), (80, 61), (3000, 90))
    here, there = picture(layer), picture(layer, view=VIEW.panned(17, -9))
    one, other = as_numbers(here.copy(20, 30, 150, 60)), as_numbers(there.copy(37, 21, 150, 60))
    assert np.abs(one - other).max() <= 1  # of 255: what rounding leaves


def test_what_is_far_outside_costs_nothing_and_leaves_no_trace():
    deep = View(0.0, 0.0, 0.01, 240, 120)
    image = picture(line_layer(Look.DISPUTED, (-3000, 60), (3000, 60)), view=deep)
    assert differs(image, 120, 60) or differs(image, 126, 60)


def test_between_the_lines_is_hatched_both_ways():
    ring = degrees((20, 20), (220, 20), (220, 100), (20, 100), (20, 20))
    columns = Columns.of_lines([ring])
    area = Columns(Shape.AREA, columns.xy, columns.offsets, columns.rows)
    image = picture(DrawLayer.of("between", "Between", area, Look.BETWEEN))
    inside = row_of(image, 60)[25:215]
    assert 0 < inside.count("#") < len(inside)
    assert "#" not in row_of(image, 10)
    style = LIGHT.styles[Look.BETWEEN]
    assert isinstance(style, Fill)
    for degrees_, _ in style.hatches:
        lines = hatch_lines(degrees_, style.spacing, VIEW, (0, 0, 240, 120))
        legs = lines.xy[lines.offsets[1:] - 1] - lines.xy[lines.offsets[:-1]]
        assert np.allclose(np.degrees(np.arctan2(-legs[:, 1], legs[:, 0])), degrees_)


def test_a_hole_in_an_area_stays_empty():
    outer = degrees((20, 20), (220, 20), (220, 100), (20, 100), (20, 20))
    inner = degrees((80, 40), (160, 40), (160, 80), (80, 80), (80, 40))
    columns = Columns.of_lines([outer, inner])
    lake = Columns(Shape.AREA, columns.xy, columns.offsets, np.zeros(2, np.int64))
    image = picture(DrawLayer.of("lake", "Lake", lake, Look.LAKE, ids=["lake"]))
    assert differs(image, 40, 60)
    assert not differs(image, 120, 60)


def test_an_area_that_reaches_far_beyond_the_window_still_fills_it():
    far = 1e6
    ring = degrees((-far, -far), (far, -far), (far, far), (-far, far), (-far, -far))
    columns = Columns.of_lines([np.clip(ring, -80, 80)])
    area = Columns(Shape.AREA, columns.xy, columns.offsets, columns.rows)
    image = picture(DrawLayer.of("lake", "Lake", area, Look.LAKE))
    assert image.pixelColor(120, 60) == QColor(LIGHT.water)


def test_a_turning_point_is_a_ring_and_a_marker_a_diamond():
    points = Columns.of_points(degrees((60, 60)))
    ring = picture(DrawLayer.of("tp", "Points", points, Look.TURNING_POINT))
    assert not differs(ring, 60, 60)
    assert differs(ring, 64, 60)
    assert differs(ring, 63, 63)
    diamond = picture(DrawLayer.of("m", "Markers", points, Look.MARKER))
    assert differs(diamond, 60, 54)
    assert not differs(diamond, 65, 65)


def test_a_selected_line_glows_around_itself_and_keeps_its_own_colour():
    layer = line_layer(Look.AGREED, (0, 60.5), (240, 60.5))
    plain, lit = picture(layer), picture(layer, selected=frozenset(["line"]))
    assert not differs(plain, 120, 64)
    assert differs(lit, 120, 64)
    assert lit.pixelColor(120, 60) == plain.pixelColor(120, 60)


def test_a_hidden_layer_is_not_drawn_and_a_faded_one_is_paler():
    layer = line_layer(Look.AGREED, (0, 60.5), (240, 60.5))
    assert not differs(picture(layer.shown(False)), 120, 60)
    half, full = picture(layer.faded(0.5)).pixelColor(120, 60), picture(layer).pixelColor(120, 60)
    assert full.value() < half.value() < QColor(LIGHT.ground).value()


def test_where_faded_lines_cross_they_do_not_add_up():
    columns = Columns.of_lines([degrees((0, 60.5), (240, 60.5)), degrees((120.5, 0), (120.5, 120))])
    layer = DrawLayer.of("cross", "Cross", columns, Look.AGREED).faded(0.5)
    image = picture(layer)
    assert image.pixelColor(120, 60) == image.pixelColor(60, 60)


def test_a_picture_for_a_fine_screen_has_more_pixels_of_the_same_map():
    layer = line_layer(Look.AGREED, (0, 60), (240, 60))
    image = paint(Scene(layers=(layer,), with_grid=False), VIEW, 2.0, unwatched())
    assert (image.width(), image.height()) == (480, 240)
    assert image.pixelColor(240, 120) == QColor(LIGHT.slate)


def test_painting_stops_when_it_is_told_to():
    progress = Progress()
    progress.token.cancel()
    with pytest.raises(Cancelled):
        paint(Scene(layers=(line_layer(Look.AGREED, (0, 60), (240, 60)),)), VIEW, 1.0, progress)


def test_an_empty_scene_is_the_ground_with_its_grid():
    image = paint(Scene(), VIEW, 1.0, unwatched())
    colours = {image.pixelColor(x, 60).name() for x in range(240)}
    assert colours <= {LIGHT.ground, LIGHT.grid}


def test_both_names_of_a_place_stand_at_the_same_size_in_four_scripts():
    for name in ("Velmora\nVəlmora", "Тасмер\nԹասմեր", "ორდენი\nOrden"):
        one, two = name.split("\n")
        assert size_of(name, 12.5)[1] == size_of(one, 12.5)[1] + size_of(two, 12.5)[1]


def test_names_do_not_cover_each_other_and_the_larger_place_is_named_first():
    points = Columns.of_points(degrees((100, 60), (104, 60), (102, 62)))
    layer = DrawLayer.of(
        "towns", "Towns", points, Look.SETTLEMENT, labels=["Aaaa", "Bbbb", "Cccc"], weights=np.array([1.0, 9.0, 5.0])
    )
    scene = Scene(layers=(layer,), with_grid=False)
    alone = Scene(layers=(replace(layer, labels=["", "Bbbb", ""]),), with_grid=False)
    image, only = paint(scene, VIEW, 1.0, unwatched()), paint(alone, VIEW, 1.0, unwatched())
    right_of_it = (112, 52, 30, 16)
    assert image.copy(*right_of_it) == only.copy(*right_of_it)


def test_a_map_of_the_whole_world_can_be_drawn():
    view = View(width=400, height=400).fitted(box_of_degrees((-180, -85, 180, 85)))
    line = DrawLayer.of("l", "L", Columns.of_lines([np.array([(-180.0, 0.0), (180.0, 0.0)])]), Look.AGREED)
    assert differs(paint(Scene(layers=(line,), with_grid=False), view, 1.0, unwatched()), 200, 200)
