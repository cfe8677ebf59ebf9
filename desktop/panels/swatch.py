"""Swatches: a look as the legend and the list of layers show it, drawn as the map draws it."""

from functools import singledispatch

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from desktop.map.brush import draw_spots
from desktop.map.style import Fill, Look, Ornament, Spot, Stroke, Theme
from geodata.cancel import CancelToken

WIDTH, HEIGHT = 28, 16


def swatch(theme: Theme, look: Look, ratio: float = 1.0) -> QPixmap:
    """Return a look as a small picture."""
    pixmap = QPixmap(QSize(round(WIDTH * ratio), round(HEIGHT * ratio)))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw_swatch(painter, QRectF(0, 0, WIDTH, HEIGHT), theme, look)
    painter.end()
    return pixmap


def draw_swatch(painter: QPainter, rect: QRectF, theme: Theme, look: Look) -> None:
    """Draw a look into a rectangle of pixels."""
    _draw(theme.styles[look], painter, rect)


@singledispatch
def _draw(style: object, painter: QPainter, rect: QRectF) -> None:
    raise TypeError(style)


@_draw.register
def _(style: Stroke, painter: QPainter, rect: QRectF) -> None:
    y = rect.center().y()
    left, right = QPointF(rect.left() + 1, y), QPointF(rect.right() - 1, y)
    painter.setPen(_pen(style.colour, style.width, style.dash))
    painter.drawLine(left, right)
    if style.core:
        painter.setPen(_pen(style.core, style.core_width))
        painter.drawLine(left, right)
    if style.ornament is not Ornament.NONE:
        painter.setPen(_pen(style.colour, 1.2))
        step = min(style.spacing, rect.width() / 3)
        for place in np.arange(rect.left() + step / 2, rect.right(), step):
            _ornament(painter, style, float(place), y)


@_draw.register
def _(style: Spot, painter: QPainter, rect: QRectF) -> None:
    centre = rect.center()
    draw_spots(painter, np.array([[centre.x(), centre.y()]]), style, CancelToken())


@_draw.register
def _(style: Fill, painter: QPainter, rect: QRectF) -> None:
    box = rect.adjusted(2, 2, -2, -2)
    painter.save()
    painter.setClipRect(box)
    if style.colour:
        painter.fillRect(box, QColor(style.colour))
    for degrees, colour in style.hatches:
        painter.setPen(_pen(colour, 1))
        lean = box.height() if degrees > 0 else -box.height()
        for x in np.arange(box.left() - box.height(), box.right() + box.height(), 5):
            painter.drawLine(QPointF(float(x), box.bottom()), QPointF(float(x) + lean, box.top()))
    painter.restore()
    if style.rim:
        painter.setPen(_pen(style.rim, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box)


def _pen(colour: str, width: float, dash: tuple[float, ...] = ()) -> QPen:
    pen = QPen(QColor(colour), width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if dash:
        pen.setDashPattern([length / width for length in dash])
    return pen


def _ornament(painter: QPainter, style: Stroke, x: float, y: float) -> None:
    reach = style.reach
    if style.ornament is Ornament.TICKS:
        painter.drawLine(QPointF(x, y - reach), QPointF(x, y + reach))
    else:
        painter.drawLine(QPointF(x - reach, y - reach), QPointF(x + reach, y + reach))
        painter.drawLine(QPointF(x - reach, y + reach), QPointF(x + reach, y - reach))
