"""Swatches: a look as a small image, for the legend and the list of layers. Drawn by what draws the map."""

import math

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter

from desktop.map.areas import draw_area
from desktop.map.brush import draw_spots
from desktop.map.geometry import Parts
from desktop.map.render import draw_stroke
from desktop.map.runs import runs_of
from desktop.map.style import Fill, Look, Spot, Theme
from desktop.map.view import View
from geodata.cancel import CancelToken


def swatch(look: Look, theme: Theme, width: int = 32, height: int = 16, ratio: float = 1.0) -> QImage:
    """Return a look on a transparent ground, in logical pixels."""
    image = QImage(math.ceil(width * ratio), math.ceil(height * ratio), QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    style, never = theme.styles[look], CancelToken()
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if isinstance(style, Spot):
        draw_spots(painter, np.array([[width / 2, height / 2]]), style, never)
    elif isinstance(style, Fill):
        corners = np.array([(1, 1), (width - 1, 1), (width - 1, height - 1), (1, height - 1), (1, 1)], np.float64)
        ring = Parts(corners, np.array([0, 5], np.int64), np.zeros(1, np.int64))
        draw_area(painter, ring, style, View(width=width, height=height), (0, 0, width, height), never)
    else:
        line = np.array([(1.0, height / 2), (width - 1.0, height / 2)])
        draw_stroke(painter, runs_of(line), style, 1.0, theme, never)
    painter.end()
    return image
