"""Swatches: looks as the legend and the list of layers show them, drawn by what draws the map."""

from collections.abc import Sequence
from functools import singledispatch

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPixmap

from desktop.map.areas import draw_area
from desktop.map.brush import draw_spots
from desktop.map.geometry import Parts
from desktop.map.render import draw_casing, draw_stroke
from desktop.map.runs import runs_of
from desktop.map.spacing import as_dot, at_scale
from desktop.map.style import ALL, Fill, Look, Spot, Stroke, Theme
from desktop.map.view import View
from geodata.cancel import CancelToken

WIDTH, HEIGHT = 28, 16
_NEAR = 1.0  # metres of ground to a pixel at which everything has its full sign


def swatch(theme: Theme, looks: Sequence[Look], ratio: float = 1.0, ground_mpp: float = _NEAR) -> QPixmap:
    """Return looks as one small picture, one above the other, as the map draws them at a scale in metres per pixel."""
    pixmap = QPixmap(QSize(round(WIDTH * ratio), round(HEIGHT * ratio)))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    height = HEIGHT / max(len(looks), 1)
    for place, look in enumerate(looks):
        _draw(theme.styles[look], painter, QRectF(0, place * height, WIDTH, height), theme, ground_mpp)
    painter.end()
    return pixmap


@singledispatch
def _draw(style: object, painter: QPainter, rect: QRectF, theme: Theme, ground_mpp: float) -> None:
    raise TypeError(style)


@_draw.register
def _(style: Stroke, painter: QPainter, rect: QRectF, theme: Theme, ground_mpp: float) -> None:
    y = rect.center().y()
    line = runs_of(np.array([(rect.left() + 1, y), (rect.right() - 1, y)]))
    if style.casing and ground_mpp > ALL:
        draw_casing(painter, line, style, ground_mpp, theme, CancelToken())
    draw_stroke(painter, line, style, ground_mpp, theme, CancelToken())


@_draw.register
def _(style: Spot, painter: QPainter, rect: QRectF, theme: Theme, ground_mpp: float) -> None:
    sign = as_dot(style, theme) if ground_mpp > style.dots_from else at_scale(style, ground_mpp)
    draw_spots(painter, np.array([(rect.center().x(), rect.center().y())]), sign, CancelToken())


@_draw.register
def _(style: Fill, painter: QPainter, rect: QRectF, theme: Theme, ground_mpp: float) -> None:
    box = rect.adjusted(2, 2, -2, -2)
    corners = (
        (box.left(), box.top()),
        (box.right(), box.top()),
        (box.right(), box.bottom()),
        (box.left(), box.bottom()),
    )
    ring = Parts(np.array([*corners, corners[0]]), np.array([0, 5]), np.array([0]))
    view = View(mpp=1.0, width=WIDTH, height=HEIGHT)
    draw_area(painter, ring, style, view, (0.0, 0.0, float(WIDTH), float(HEIGHT)), CancelToken())
