"""The overlay: what stands still while the map moves (scale bar, north, the disclaimer) and what glows for a moment."""

import math

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF

from desktop.map.brush import draw_runs
from desktop.map.labels import font
from desktop.map.layers import DrawLayer
from desktop.map.plane import Floats, to_plane
from desktop.map.ragged import Integers
from desktop.map.runs import Rect, clipped
from desktop.map.style import Colour, Theme
from desktop.map.view import View
from geodata.cancel import CancelToken
from geodata.model.reference import Shape

_AIR = 12.0
_LONGEST_BAR = 140.0
_STRIP = 136  # pixels above the lower edge that the furniture may take
_NEVER = CancelToken()


def bar_length(ground_mpp: float) -> float:
    """Return the longest 1, 2 or 5 times a power of ten of metres that fits the scale bar."""
    most = ground_mpp * _LONGEST_BAR
    power: float = 10.0 ** math.floor(math.log10(most))
    return max(step * power for step in (1, 2, 5) if step * power <= most)


def bar_text(metres: float) -> str:
    """Return a length with its unit."""
    if metres >= 1000:
        return f"{metres / 1000:,.0f} km"
    return f"{metres:,.0f} m" if metres >= 1 else f"{metres * 100:,.0f} cm"


def draw_furniture(painter: QPainter, view: View, theme: Theme, disclaimer: str) -> None:
    """Draw scale bar and north arrow in the lower left corner, the disclaimer in the lower right."""
    metres = bar_length(view.ground_mpp)
    width = metres / view.ground_mpp
    left, foot = _AIR + 22, view.height - _AIR
    painter.setFont(font(11))
    _draw_plate(painter, QRectF(_AIR, foot - 28, width + 24, 28), theme)
    painter.setPen(QPen(QColor(theme.ink), 1.4))
    ends = [(left, foot - 5), (left, foot), (left + width, foot), (left + width, foot - 5)]
    painter.drawPolyline(QPolygonF([QPointF(round(x) + 0.5, round(y) + 0.5) for x, y in ends]))
    painter.drawText(QRectF(left, foot - 22, max(width, 60), 16), Qt.AlignmentFlag.AlignLeft, bar_text(metres))
    _draw_north(painter, _AIR + 6, foot, theme)
    painter.setFont(font(10))
    box = _place_of_disclaimer(view, left + width, foot)
    flags = Qt.AlignmentFlag.AlignRight.value | Qt.AlignmentFlag.AlignBottom.value | Qt.TextFlag.TextWordWrap.value
    _draw_plate(painter, painter.boundingRect(box, flags, disclaimer), theme)
    painter.setPen(QColor(theme.faint))
    painter.drawText(box, flags, disclaimer)


def _place_of_disclaimer(view: View, taken: float, foot: float) -> QRectF:
    """Return the room to the right of the scale bar, or all of the width above it where that would be too narrow."""
    room = min(view.width - taken - 3 * _AIR, 430)
    if room < 250:
        return QRectF(_AIR, foot - 34 - 84, view.width - 2 * _AIR, 84)
    return QRectF(view.width - room - _AIR, foot - 56, room, 56)


def _draw_plate(painter: QPainter, box: QRectF, theme: Theme) -> None:
    """Lay a veil of the ground's colour under writing that stands over the map."""
    veil = QColor(theme.ground)
    veil.setAlpha(235)
    painter.fillRect(box.adjusted(-6, -4, 6, 4), veil)


class Furniture:
    """The furniture as one image, made anew only when something in it changes: a frame then has little to do."""

    def __init__(self) -> None:
        self._made: tuple[object, ...] = ()
        self._image = QImage()

    def draw(self, painter: QPainter, view: View, theme: Theme, disclaimer: str, ratio: float) -> None:
        """Draw it along the lower edge."""
        metres = bar_length(view.ground_mpp)
        made = (metres, round(metres / view.ground_mpp), view.width, view.height, theme.name, disclaimer, ratio)
        if made != self._made:
            self._made = made
            size = (math.ceil(view.width * ratio), math.ceil(_STRIP * ratio))
            self._image = QImage(*size, QImage.Format.Format_ARGB32_Premultiplied)
            self._image.setDevicePixelRatio(ratio)
            self._image.fill(Qt.GlobalColor.transparent)
            brush = QPainter(self._image)
            brush.setRenderHint(QPainter.RenderHint.Antialiasing)
            brush.translate(0, _STRIP - view.height)
            draw_furniture(brush, view, theme, disclaimer)
            brush.end()
        painter.drawImage(QPointF(0, view.height - _STRIP), self._image)


def _draw_north(painter: QPainter, x: float, foot: float, theme: Theme) -> None:
    painter.setPen(QPen(QColor(theme.ink), 1.2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(QPolygonF([QPointF(x - 4, foot - 1), QPointF(x, foot - 14), QPointF(x + 4, foot - 1)]))
    painter.drawText(QRectF(x - 8, foot - 30, 16, 14), Qt.AlignmentFlag.AlignCenter, "N")


def draw_glow(painter: QPainter, xy: Floats, colour: Colour, width: float) -> None:
    """Draw one polyline of pixels as a broad soft band."""
    if len(xy) < 2:
        return
    reach = 2 * width
    size = painter.viewport()
    rect = (-reach, -reach, size.width() + reach, size.height() + reach)
    _band(painter, xy, np.array([0, len(xy)], np.int64), rect, colour, width)


def draw_lit_feature(painter: QPainter, layer: DrawLayer, row: int, view: View, colour: Colour) -> None:
    """Let one feature glow: what is seen of it, drawn at once without waiting for a picture."""
    geometry = layer.geometry
    first, after = np.searchsorted(geometry.parts.rows, [row, row + 1])
    mine = geometry.parts.taken(np.arange(first, after)).thinned(view.mpp / 3)
    xy = view.to_screen(mine.xy)
    if geometry.shape is Shape.POINT:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        for x, y in xy:
            painter.drawEllipse(QPointF(x, y), 9.0, 9.0)
        return
    _band(painter, xy, mine.offsets, (-9.0, -9.0, view.width + 9.0, view.height + 9.0), colour, 9.0)


def draw_cross(painter: QPainter, at: tuple[float, float], theme: Theme) -> None:
    """Draw where the pointer is on the other of two linked maps."""
    x, y = at
    painter.setPen(QPen(QColor(theme.faint), 1.2))
    painter.drawLine(QPointF(x - 9, y), QPointF(x + 9, y))
    painter.drawLine(QPointF(x, y - 9), QPointF(x, y + 9))


class Mark:
    """A place that somebody went to, and the outline of the map sheet that it stands for; there is one or none."""

    def __init__(self) -> None:
        self._place: tuple[float, float] | None = None
        self._ring: Floats | None = None

    @property
    def place(self) -> tuple[float, float] | None:
        """Longitude and latitude of the place, None where there is none."""
        return self._place

    def put(self, longitude: float, latitude: float, ring: Floats | None = None) -> None:
        """Mark a place in degrees, with the (n, 2) degrees of an outline around it."""
        self._place, self._ring = (longitude, latitude), None if ring is None else to_plane(ring)

    def remove(self) -> None:
        """Mark nothing."""
        self._place = self._ring = None

    def draw(self, painter: QPainter, view: View, theme: Theme) -> None:
        """Draw the outline dashed, and the place as a ring with a cross that leaves its middle free."""
        if self._place is None:
            return
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self._ring is not None:
            painter.setPen(QPen(QColor(theme.ink), 1.4, Qt.PenStyle.DashLine))
            painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in view.to_screen(self._ring).tolist()]))
        x, y = view.pixel(*self._place)
        for colour, width in ((theme.ground, 5.0), (theme.ink, 2.0)):
            painter.setPen(QPen(QColor(colour), width))
            painter.drawEllipse(QPointF(x, y), 9.0, 9.0)
            for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
                painter.drawLine(QPointF(x + 5 * dx, y + 5 * dy), QPointF(x + 16 * dx, y + 16 * dy))


def _band(painter: QPainter, xy: Floats, offsets: Integers, rect: Rect, colour: Colour, width: float) -> None:
    runs = clipped(xy, offsets, np.zeros(len(offsets) - 1, np.int64), rect)
    draw_runs(painter, runs, colour, width, _NEVER, flat=True)
