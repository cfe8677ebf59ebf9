"""Measuring: the geodesic length along a few clicks, and the area within where the way is closed."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from desktop.map.line_tools import LonLat, draw_end
from desktop.map.plane import to_plane
from desktop.map.tools import Pointer, Surface, Tool
from geodata.errors import InvalidFeature
from geodata.geometry.area import enclosed
from geodata.geometry.measure import densified, running
from geodata.geometry.world import World
from geodata.model.line import Line

_NEAR = 9.0
"""Pixels within which a click is one on the first place."""

_PIECES = 64


@dataclass(frozen=True, slots=True)
class Measured:
    """A way on the joint ellipsoid: millimetres of all of it and of its last leg, and which way that leg sets out.

    `azimuth` is in degrees from north to the east. Of a closed way, `area` is in square metres, None where the way
    crosses itself.
    """

    total: int
    leg: int
    azimuth: float
    closed: bool = False
    area: float | None = None


class MeasureTool(Tool):
    """Clicks add places, a double click or Enter ends the way, the next click begins another; Backspace takes one back.

    A click on the first place or the key A closes it, so that there is an area. What is measured stays on the map.
    """

    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, surface: Surface, told: Callable[[Measured | None], object], world: World) -> None:
        """Take who hears of what was measured, and how the map lies to the joint grid, on which it is measured."""
        super().__init__(surface)
        self._told = told
        self._world = world
        self._places: list[LonLat] = []
        self._next: LonLat | None = None
        self._ended = False
        self._closed = False
        self._line: Line | None = None

    @property
    def measured(self) -> Measured | None:
        """What there is to say of the way, that to the pointer with it; None before there is a leg."""
        line = self._line
        if line is None:
            return None
        along = running([line])[0]
        (lon1, lat1), (lon2, lat2) = line.degrees()[-2:]
        azimuth, _, _ = line.grid.ellipsoid.inv(lon1, lat1, lon2, lat2)
        square = enclosed(line.degrees(), line.grid.ellipsoid) if self._closed else None
        return Measured(int(along[-1]), int(along[-1] - along[-2]), float(azimuth) % 360.0, self._closed, square)

    def move(self, at: Pointer) -> None:
        """Measure to the pointer, or take the map along."""
        super().move(at)
        if not self.drag.dragging:
            self._next = self.surface.view.place(at.x, at.y)
            self._tell()

    def release(self, at: Pointer) -> None:
        """Add a place, close the way, or begin another."""
        if not self.drag.end():
            return
        if self._ended:
            self._places, self._ended, self._closed = [], False, False
        place = self.surface.view.place(at.x, at.y)
        if self._on_first(at):
            self._close()
        elif not self._places or self._places[-1] != place:
            self._places.append(place)
        self._tell()

    def double_click(self, at: Pointer) -> None:
        """End the way; its last place was set, or the way closed, by the first of the two clicks."""
        self._end()

    def key(self, key: Qt.Key) -> bool:
        """Take a place back, close the way, or end it."""
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._end()
        elif key == Qt.Key.Key_A:
            self._close()
            self._tell()
        elif key == Qt.Key.Key_Backspace and self._places:
            if not self._closed:
                self._places.pop()
            self._ended = self._closed = False
            self._tell()
        else:
            return False
        return True

    def cancel(self) -> None:
        """Forget the way."""
        super().cancel()
        self._places, self._next, self._ended, self._closed = [], None, False, False
        self._tell()

    def paint(self, painter: QPainter) -> None:
        """Draw the way as it is measured, along geodesics, the leg to the pointer, and the area within."""
        if not self._places:
            return
        theme = self.surface.scene.theme
        if self._line is not None:
            way = QPolygonF(self._on_screen(self._world.degrees(_curved(self._line).xy)))
            if self._closed:
                veil = QColor(theme.ink)
                veil.setAlpha(28)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(veil)
                painter.drawPolygon(way)
                painter.setBrush(Qt.BrushStyle.NoBrush)
            for colour, width in ((theme.ground, 4.0), (theme.ink, 1.6)):
                painter.setPen(QPen(QColor(colour), width))
                painter.drawPolyline(way)
        for at in self._on_screen(np.array(self._way())):
            draw_end(painter, (at.x(), at.y()), theme.ink, theme.ground)

    def _way(self) -> list[LonLat]:
        """The places clicked, and where the way leads from them."""
        if self._closed:
            return [*self._places, self._places[0]]
        leads_on = self._next and not self._ended and self._places[-1:] not in ([], [self._next])
        return [*self._places, self._next] if self._next and leads_on else self._places

    def _on_screen(self, degrees: np.ndarray) -> list[QPointF]:
        return [QPointF(*at) for at in self.surface.view.to_screen(to_plane(degrees)).tolist()]

    def _on_first(self, at: Pointer) -> bool:
        if len(self._places) < 3:
            return False
        (first,) = self._on_screen(np.array(self._places[:1]))
        return (first - QPointF(at.x, at.y)).manhattanLength() <= _NEAR

    def _close(self) -> None:
        if len(self._places) >= 3:
            self._ended = self._closed = True

    def _end(self) -> None:
        self._ended = bool(self._places)
        self._tell()

    def _tell(self) -> None:
        self._line = self._measurable()
        self._told(self.measured)
        self.surface.refresh()

    def _measurable(self) -> Line | None:
        """The way on the joint grid; None where it has no leg or leaves what that grid can hold."""
        way = self._way()
        if len(way) < 2:
            return None
        try:
            return self._world.line_of(np.array(way))
        except InvalidFeature:
            return None


def _curved(line: Line) -> Line:
    """Return a line with so many points on its geodesics that they are seen to bend where they do."""
    whole = running([line])[0][-1] / 1000
    try:
        return densified(line, whole / _PIECES) if whole > _PIECES else line
    except InvalidFeature:
        return line  # the shortest way leads off what the grid can hold
