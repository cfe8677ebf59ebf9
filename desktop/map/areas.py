"""Areas: rings in pixels, filled and hatched. A hatch is anchored in the plane: it stands still while the map moves."""

import math
from itertools import pairwise

import numpy as np
import shapely
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath

from desktop.map.brush import closed_path, draw_runs
from desktop.map.geometry import Parts
from desktop.map.plane import Floats
from desktop.map.ragged import Integers, offsets_of
from desktop.map.runs import Rect, Runs, clipped
from desktop.map.style import Fill
from desktop.map.view import View
from geodata.cancel import CancelToken

_FAR = 16_000.0  # pixels beyond which Qt's raster engine loses precision


def draw_area(painter: QPainter, rings: Parts, fill: Fill, view: View, rect: Rect, token: CancelToken) -> None:
    """Draw areas given as rings in pixels, each feature with its holes; raise Cancelled when stopped."""
    bounds = np.flatnonzero(np.diff(rings.rows, prepend=-1, append=-1))
    for first, after in pairwise(bounds.tolist()):
        token.check()
        mine = rings.taken(np.arange(first, after))
        path = closed_path(*_near(mine.xy, mine.offsets, rect))
        if fill.colour:
            painter.fillPath(path, QColor(fill.colour))
        if fill.hatches:
            _hatch(painter, path, fill, view, rect, token)
    if fill.rim:
        rims = clipped(rings.xy, rings.offsets, rings.rows, rect)
        draw_runs(painter, rims, fill.rim, 1.0, token, True)


def hatch_lines(degrees: float, spacing: float, view: View, rect: Rect) -> Runs:
    """Return parallel lines over a rectangle of pixels, `degrees` from the horizontal, fixed to the plane."""
    slope = math.radians(degrees)
    along = np.array([math.cos(slope), -math.sin(slope)])
    across = np.array([math.sin(slope), math.cos(slope)])
    corners = np.array([(rect[0], rect[1]), (rect[2], rect[1]), (rect[2], rect[3]), (rect[0], rect[3])])
    (anchor,) = view.to_screen(np.zeros((1, 2)))
    phase = float(anchor @ across) % spacing
    reach = corners @ across
    low, high = math.ceil((reach.min() - phase) / spacing), math.floor((reach.max() - phase) / spacing)
    ways = (np.arange(low, high + 1) * spacing + phase)[:, None] * across
    extent = corners @ along
    ends = np.stack([ways + along * extent.min(), ways + along * extent.max()], axis=1).reshape(-1, 2)
    offsets = np.arange(0, len(ends) + 1, 2, dtype=np.int64)
    return clipped(ends, offsets, np.zeros(len(offsets) - 1, np.int64), rect)


def _hatch(painter: QPainter, path: QPainterPath, fill: Fill, view: View, rect: Rect, token: CancelToken) -> None:
    seen = path.boundingRect()
    left, top = max(seen.left(), rect[0]), max(seen.top(), rect[1])
    right, bottom = min(seen.right(), rect[2]), min(seen.bottom(), rect[3])
    if left >= right or top >= bottom:
        return
    painter.save()
    try:
        painter.setClipPath(path, Qt.ClipOperation.IntersectClip)
        for degrees, colour in fill.hatches:
            lines = hatch_lines(degrees, fill.spacing, view, (left, top, right, bottom))
            draw_runs(painter, lines, colour, 1.0, token, True)
    finally:
        painter.restore()  # also when stopped midway: Qt warns of a state that is kept


def _near(xy: Floats, offsets: Integers, rect: Rect) -> tuple[Floats, Integers]:
    """Return the rings as they are, or cut to the rectangle when they reach far beyond it."""
    if not len(xy) or np.abs(xy).max() < _FAR:
        return xy, offsets
    rings = [xy[first:after] for first, after in pairwise(offsets.tolist()) if after - first > 3]
    cut = shapely.clip_by_rect(np.array([shapely.Polygon(ring) for ring in rings], dtype=object), *rect)
    left = shapely.get_rings(cut[~shapely.is_empty(cut)])
    return shapely.get_coordinates(left), offsets_of(shapely.get_num_coordinates(left).astype(np.int64))
