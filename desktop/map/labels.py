"""Labels: names that do not cover each other, all names of a place at the same size, with a halo.

A label is drawn once into a small image and kept; placing it again costs next to nothing.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetricsF, QGuiApplication, QImage, QPainter, QPainterPath

from desktop.map.layers import DrawLayer
from desktop.map.plane import Floats
from desktop.map.ragged import Integers
from desktop.map.runs import Runs, places
from desktop.map.style import ALL, Colour, Spot, Stroke, Theme
from desktop.map.view import View
from geodata.cancel import CancelToken
from geodata.errors import NotFound
from geodata.resources import resource

FONT_PIXELS = 12.5
WORD_PIXELS = 10.5
_HALO = 3.0
_CELL = 4
_MOST = 500
_PIXELS_FOR_ONE = 15_000  # a calm map: not more than one label on so many pixels
_SHARES = (0.5, 0.3, 0.7)  # where along a line its word may stand, the best first
_STRAIGHT = 4.0  # pixels by which the line may bulge along its word
_AIR = 24.0  # a word stands along a line only where the line is so much longer


@dataclass(frozen=True, slots=True)
class _Wish:
    """A label that wants a place: its text, where, how near to the sign, how important.

    One that lies along a line has a turn in radians and the line's colour; of the wishes of one `line` only one is
    fulfilled.
    """

    text: str
    x: float
    y: float
    gap: float
    weight: float
    turn: float | None = None
    line: tuple[str, int] | None = None
    colour: Colour = ""


class Labels:
    """The labels of one picture: wishes are collected, the most important are placed, all are drawn at the end."""

    def __init__(self, view: View, theme: Theme, ratio: float) -> None:
        self._view = view
        self._theme = theme
        self._ratio = ratio
        self._wishes: list[_Wish] = []
        shape = (view.height // _CELL + 1, view.width // _CELL + 1)
        self._names, self._signs, self._lines, self._border = (np.zeros(shape, np.bool_) for _ in range(4))

    def beside(self, layer: DrawLayer, xy: Floats, rows: Integers, spot: Spot) -> None:
        """Wish the names of points beside their signs; the signs themselves keep their ground."""
        gap, near = spot.radius, self._view.ground_mpp <= ALL
        for x, y in xy[: 4 * _MOST]:
            self._signs[self._cells(QRectF(x - gap, y - gap, 2 * gap, 2 * gap))] = True
        if not len(layer.labels):
            return
        if not near and layer.reaches is not None:
            roomy = layer.reaches[rows] >= spot.name_room * self._view.mpp
            xy, rows = xy[roomy], rows[roomy]
        weights = layer.weights[rows] if layer.weights is not None else np.zeros(len(rows))
        for i in np.argsort(-weights, kind="stable")[:_MOST]:
            text = layer.label(int(rows[i]))
            if text:
                self._wishes.append(_Wish(text, float(xy[i, 0]), float(xy[i, 1]), gap, float(weights[i])))

    def along(self, layer: DrawLayer, runs: Runs, is_border: bool) -> None:
        """Wish the words of lines along the middle of what is seen of them; no name lies on a border."""
        at, _ = places(runs, float(_CELL))
        cells = np.clip((at // _CELL).astype(np.int64), 0, np.array(self._lines.shape[::-1]) - 1)
        self._lines[cells[:, 1], cells[:, 0]] = True  # names leave the lines free if they can
        if is_border:
            self._border[cells[:, 1], cells[:, 0]] = True
        if not len(layer.labels):
            return
        ways = runs.along[runs.offsets[1:] - 1] - runs.along[runs.offsets[:-1]]
        for i in np.argsort(-ways, kind="stable")[:_MOST]:
            text = layer.label(int(runs.rows[i]))
            if text and ways[i] > _AIR + 4 * len(text):
                colour = self._said_in(layer, int(runs.rows[i])) if is_border else self._theme.faint
                wishes = (_on_the_line(runs, int(i), share, text, layer.id) for share in _SHARES)
                self._wishes += [replace(wish, colour=colour) for wish in wishes if wish is not None]

    def _said_in(self, layer: DrawLayer, row: int) -> Colour:
        """The colour of a border's word is the border's own."""
        style = self._theme.styles[layer.look(row)]
        return style.colour if isinstance(style, Stroke) else self._theme.faint

    def draw(self, painter: QPainter, token: CancelToken) -> None:
        """Place the labels, the most important first, and draw those for which there is room."""
        self._wishes.sort(key=lambda wish: (-wish.weight, wish.text))
        room = max(self._view.width * self._view.height // _PIXELS_FOR_ONE, 4)
        done: set[tuple[str, int] | None] = set()
        for count, wish in enumerate(self._wishes):
            if count % 32 == 0:
                token.check()
            place = None if wish.line in done else self._placed(wish)
            if place is not None:
                self._put(painter, wish, place)
                done |= {wish.line} - {None}
                room -= 1
            if not room:
                return

    def _placed(self, wish: _Wish) -> QRectF | None:
        width, height = size_of(wish.text, _pixels(wish))
        if wish.turn is not None:
            half_x = (abs(math.cos(wish.turn)) * width + abs(math.sin(wish.turn)) * height) / 2
            half_y = (abs(math.sin(wish.turn)) * width + abs(math.cos(wish.turn)) * height) / 2
            spots = [QRectF(wish.x - half_x, wish.y - half_y, 2 * half_x, 2 * half_y)]
        else:
            spots = _places_beside(wish, width, height)
        free = [spot for spot in spots if self._is_free(spot, wish.turn is not None)]
        if not free:
            return None
        covered = [self._covered(spot, wish) for spot in free]
        place = free[int(np.argmin(covered))]
        if min(covered) and wish.weight <= 0:
            return None  # only a large place is named even where it covers something
        self._names[self._cells(place)] = True
        return place

    def _put(self, painter: QPainter, wish: _Wish, place: QRectF) -> None:
        image = _drawn(wish.text, _pixels(wish), wish.colour or self._theme.ink, self._theme.ground, self._ratio)
        if wish.turn is None:
            painter.drawImage(QPointF(place.left() - _HALO, place.top() - _HALO), image)
            return
        size = image.deviceIndependentSize()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.translate(wish.x, wish.y)
        painter.rotate(math.degrees(wish.turn))
        painter.drawImage(QPointF(-size.width() / 2, -size.height() / 2), image)
        painter.restore()

    def _cells(self, box: QRectF) -> tuple[slice, slice]:
        top, left = max(int(box.top()) // _CELL, 0), max(int(box.left()) // _CELL, 0)
        bottom, right = max(int(box.bottom()) // _CELL + 1, 0), max(int(box.right()) // _CELL + 1, 0)
        return slice(top, bottom), slice(left, right)

    def _is_free(self, box: QRectF, may_touch: bool) -> bool:
        """Whether a label would cover no other, and no border; a word along a line may touch the line."""
        cells = self._names[self._cells(box.adjusted(-_CELL, -_CELL, _CELL, _CELL))]
        if not cells.size or cells.any():
            return False
        return may_touch or not self._border[self._cells(box)].any()

    def _covered(self, box: QRectF, wish: _Wish) -> int:
        """How much of signs and lines a label would cover, in cells; a word along a line stands close to it."""
        cells = self._cells(box)
        lines = 0 if wish.turn is not None else np.count_nonzero(self._lines[cells])
        return int(np.count_nonzero(self._signs[cells])) + int(lines)


def _places_beside(wish: _Wish, width: float, height: float) -> list[QRectF]:
    off = wish.gap + _CELL
    corners = (
        (wish.x + off, wish.y - height / 2),
        (wish.x - off - width, wish.y - height / 2),
        (wish.x - width / 2, wish.y - off - height),
        (wish.x - width / 2, wish.y + off),
    )
    return [QRectF(round(x), round(y), width, height) for x, y in corners]


@lru_cache(maxsize=1)
def family() -> str:
    """Return the family of the font that travels with the program (four scripts), or the application's.

    To be called on the GUI thread first; it is remembered.
    """
    try:
        number = QFontDatabase.addApplicationFont(str(resource("fonts", "DejaVuSans.ttf")))
    except NotFound:
        return QGuiApplication.font().family()
    found: Sequence[str] = QFontDatabase.applicationFontFamilies(number)
    return found[0] if found else QGuiApplication.font().family()


def font(pixels: float) -> QFont:
    """Return the map's font at a height in pixels."""
    made = QFont(family())
    made.setPixelSize(max(round(pixels), 1))
    return made


@lru_cache(maxsize=16_384)
def size_of(text: str, pixels: float) -> tuple[float, float]:
    """Return width and height of a label of one or more lines, in pixels."""
    metrics = QFontMetricsF(font(pixels))
    lines = text.split("\n")
    return max(metrics.horizontalAdvance(line) for line in lines), metrics.height() * len(lines)


def _pixels(wish: _Wish) -> float:
    return FONT_PIXELS if wish.turn is None else WORD_PIXELS


@lru_cache(maxsize=4096)
def _drawn(text: str, pixels: float, colour: Colour, halo: Colour, ratio: float) -> QImage:
    """Return a label with its halo, `_HALO` pixels of air around it."""
    width, height = size_of(text, pixels)
    size = (math.ceil((width + 2 * _HALO) * ratio), math.ceil((height + 2 * _HALO) * ratio))
    image = QImage(*size, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    face = font(pixels)
    metrics = QFontMetricsF(face)
    lines = [
        (QPointF(_HALO, _HALO + metrics.ascent() + turn * metrics.height()), line)
        for turn, line in enumerate(text.split("\n"))
    ]
    outline = QPainterPath()
    for place, line in lines:
        outline.addText(place, face, line)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = painter.pen()
    pen.setColor(QColor(halo))
    pen.setWidthF(_HALO)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.strokePath(outline, pen)
    painter.setPen(QColor(colour))
    painter.setFont(face)
    for place, line in lines:
        painter.drawText(place, line)
    painter.end()
    return image


def _bulge(xy: Floats, x: Floats, y: Floats) -> float:
    """How far, in pixels, a line between two ends leaves the straight way from the one to the other."""
    if not len(xy):
        return 0.0
    east, north = x[2] - x[0], y[2] - y[0]
    off = (xy[:, 0] - x[0]) * north - (xy[:, 1] - y[0]) * east
    return float(np.abs(off).max() / max(math.hypot(east, north), 1e-9))


def _on_the_line(runs: Runs, i: int, share: float, text: str, layer: str) -> _Wish | None:
    """Wish a word where it can lie along the line: about a share of its way, if the line is nearly straight there."""
    first, after = int(runs.offsets[i]), int(runs.offsets[i + 1])
    along, xy = runs.along[first:after], runs.xy[first:after]
    middle, half = along[0] + share * (along[-1] - along[0]), size_of(text, WORD_PIXELS)[0] / 2 + 4
    if middle - half - _AIR / 2 < along[0] or middle + half + _AIR / 2 > along[-1]:
        return None
    x, y = (np.interp([middle - half, middle, middle + half], along, xy[:, axis]) for axis in (0, 1))
    chord = math.hypot(x[2] - x[0], y[2] - y[0])
    if chord < 1.8 * half or _bulge(xy[(along > middle - half) & (along < middle + half)], x, y) > _STRAIGHT:
        return None
    turn = math.atan2(y[2] - y[0], x[2] - x[0])
    if abs(turn) > math.pi / 2:
        turn -= math.copysign(math.pi, turn)
    off = 9.0  # above the line, so that its dashes stay readable
    at = (float(x[1] + math.sin(turn) * off), float(y[1] - math.cos(turn) * off))
    return _Wish(text, *at, gap=0.0, weight=-1.0 - abs(share - 0.5), turn=turn, line=(layer, i))
