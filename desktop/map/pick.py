"""Picking: what is at a pixel, within a tolerance, and what is in a box. Distances are in pixels.

Boxes are compared first, in one step for a whole layer; only what they leave is looked at vertex by vertex.
"""

from dataclasses import dataclass

import numpy as np

from desktop.map.geometry import Parts
from desktop.map.layers import DrawLayer
from desktop.map.plane import Floats, to_degrees
from desktop.map.ragged import Integers, Truths
from desktop.map.runs import clipped
from desktop.map.scene import Scene
from desktop.map.spacing import standing
from desktop.map.style import Spot
from desktop.map.view import View
from geodata.model.reference import Shape

LINE_TOLERANCE = 6.0
POINT_TOLERANCE = 8.0
_RANK = {Shape.POINT: 0, Shape.LINE: 1, Shape.AREA: 2}


@dataclass(frozen=True, slots=True)
class Hit:
    """A feature that was met: its layer and id, its label, how far off it was and its nearest place in degrees."""

    layer: str
    id: str
    row: int
    label: str
    shape: Shape
    distance: float
    longitude: float
    latitude: float


def at_pixel(scene: Scene, view: View, px: float, py: float, tolerance: float | None = None) -> list[Hit]:
    """Return what is within tolerance of a pixel: points before lines before areas, the nearest first.

    The tolerance in pixels is 8 for points and 6 for lines unless given; areas are hit by being inside. Of features
    that are equally near, the one drawn on top comes first.
    """
    found: list[tuple[int, float, int, Hit]] = []
    for depth, layer in enumerate(reversed(scene.visible)):
        hits = _in_layer(layer, scene, view, (px, py), tolerance) if layer.pickable else []
        found += [(_RANK[hit.shape], round(hit.distance, 3), depth, hit) for hit in hits]
    found.sort(key=lambda entry: entry[:3])
    return [entry[3] for entry in found]


def in_box(scene: Scene, view: View, left: float, top: float, right: float, bottom: float) -> list[Hit]:
    """Return the features of which something lies in a box of pixels, the topmost layer first."""
    rect = (min(left, right), min(top, bottom), max(left, right), max(top, bottom))
    (low, high) = view.from_screen(np.array([(rect[0], rect[3]), (rect[2], rect[1])]))
    box = (float(low[0]), float(low[1]), float(high[0]), float(high[1]))
    hits = []
    for layer in reversed(scene.visible):
        if not layer.pickable:
            continue
        parts = layer.geometry.parts.taken(layer.geometry.touching(box))
        if layer.geometry.shape is Shape.POINT:
            rows = np.unique(parts.rows[_drawn(layer, parts.rows, scene, view)])
        else:
            rows = np.unique(clipped(view.to_screen(parts.xy), parts.offsets, parts.rows, rect).rows)
        middle = to_degrees((low + high)[None] / 2)[0]
        hits += [_hit(layer, int(row), 0.0, middle) for row in rows]
    return hits


def nearest_on(line: Floats, view: View, px: float, py: float) -> tuple[Floats, float, float]:
    """Return the place of a line (n, 2, degrees projected to plane metres) nearest to a pixel.

    The place in pixels, its distance in pixels, and how far along the line it is in pixels.
    """
    xy = view.to_screen(line)
    feet, distances, share = _feet(xy[:-1], xy[1:], (px, py))
    leg = int(distances.argmin())
    steps = np.hypot(*np.diff(xy, axis=0).T)
    return feet[leg], float(distances[leg]), float(steps[:leg].sum() + share[leg] * steps[leg])


def _drawn(layer: DrawLayer, rows: Integers, scene: Scene, view: View) -> Truths:
    """Return which points are on the map at this scale: what is not seen is not met."""
    seen = np.zeros(len(rows), np.bool_)
    chosen = np.array([layer.ids[row] in scene.selected for row in rows.tolist()], np.bool_)
    for code, look in enumerate(layer.looks):
        style = scene.theme.styles[look]
        if isinstance(style, Spot):
            signs, dots = standing(layer, rows, style, view, chosen)
            seen |= (layer.codes[rows] == code) & (signs | dots)
    return seen


def _in_layer(
    layer: DrawLayer, scene: Scene, view: View, at: tuple[float, float], tolerance: float | None
) -> list[Hit]:
    shape = layer.geometry.shape
    usual = POINT_TOLERANCE if shape is Shape.POINT else LINE_TOLERANCE
    reach = usual if tolerance is None else tolerance
    if shape is Shape.AREA:
        reach = 0.0
    (low, high) = view.from_screen(np.array([(at[0] - reach, at[1] + reach), (at[0] + reach, at[1] - reach)]))
    which = layer.geometry.touching((float(low[0]), float(low[1]), float(high[0]), float(high[1])))
    if shape is Shape.POINT and len(which):
        which = which[_drawn(layer, layer.geometry.parts.rows[which], scene, view)]
    if not len(which):
        return []
    parts = layer.geometry.parts.taken(which)
    xy = view.to_screen(parts.xy)
    if shape is Shape.AREA:
        place = to_degrees(view.from_screen(np.array([at])))[0]
        return [_hit(layer, row, 0.0, place) for row in _around(xy, parts, at)]
    feet, distances = _nearest_places(xy, parts.offsets, at) if shape is Shape.LINE else _as_points(xy, at)
    return _nearest_of_each_row(layer, view, parts.rows, feet, distances, reach)


def _nearest_of_each_row(
    layer: DrawLayer, view: View, rows: Integers, feet: Floats, distances: Floats, reach: float
) -> list[Hit]:
    order = np.lexsort((distances, rows))
    first = order[np.concatenate([[True], np.diff(rows[order]) != 0])]
    near = first[distances[first] <= reach]
    places = to_degrees(view.from_screen(feet[near]))
    return [_hit(layer, int(rows[i]), float(distances[i]), place) for i, place in zip(near, places, strict=True)]


def _as_points(xy: Floats, at: tuple[float, float]) -> tuple[Floats, Floats]:
    return xy, np.hypot(xy[:, 0] - at[0], xy[:, 1] - at[1])


def _nearest_places(xy: Floats, offsets: Integers, at: tuple[float, float]) -> tuple[Floats, Floats]:
    """The nearest place of each line and its distance; a line's last vertex is taken as a leg of no length."""
    ends = np.concatenate([xy[1:], xy[-1:]])
    ends[offsets[1:] - 1] = xy[offsets[1:] - 1]
    feet, distances, _ = _feet(xy, ends, at)
    least = np.minimum.reduceat(distances, offsets[:-1])
    is_least = distances == np.repeat(least, np.diff(offsets))
    candidates = np.flatnonzero(is_least)
    line = np.searchsorted(offsets, candidates, side="right") - 1
    _, first = np.unique(line, return_index=True)
    return feet[candidates[first]], least


def _feet(starts: Floats, ends: Floats, at: tuple[float, float]) -> tuple[Floats, Floats, Floats]:
    steps = ends - starts
    square = np.maximum((steps**2).sum(axis=1), 1e-30)
    share = np.clip(((np.array(at) - starts) * steps).sum(axis=1) / square, 0.0, 1.0)
    feet = starts + share[:, None] * steps
    return feet, np.hypot(feet[:, 0] - at[0], feet[:, 1] - at[1]), share


def _around(xy: Floats, parts: Parts, at: tuple[float, float]) -> list[int]:
    """The areas in which a pixel lies: a ray to the right crosses their rings an odd number of times."""
    a, b = xy[:-1], xy[1:]
    inner: Truths = np.ones(len(a), np.bool_)
    inner[parts.offsets[1:-1] - 1] = False
    spans_y = (a[:, 1] > at[1]) != (b[:, 1] > at[1])
    rise = np.where(spans_y, b[:, 1] - a[:, 1], 1.0)
    right = a[:, 0] + (at[1] - a[:, 1]) / rise * (b[:, 0] - a[:, 0]) > at[0]
    leg = np.flatnonzero(inner & spans_y & right)
    rows = parts.rows[np.searchsorted(parts.offsets, leg, side="right") - 1]
    found, counts = np.unique(rows, return_counts=True)
    return [int(row) for row in found[counts % 2 == 1]]


def _hit(layer: DrawLayer, row: int, distance: float, place: Floats) -> Hit:
    return Hit(
        layer=layer.id,
        id=layer.ids[row],
        row=row,
        label=layer.label(row),
        shape=layer.geometry.shape,
        distance=distance,
        longitude=float(place[0]),
        latitude=float(place[1]),
    )
