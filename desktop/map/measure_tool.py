"""Measuring: the geodesic length along a few clicks."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from desktop.map.line_tools import LonLat, draw_end
from desktop.map.plane import to_plane
from desktop.map.tools import Pointer, Surface, Tool
from geodata.model.grid import WGS84_ELLIPSOID


class MeasureTool(Tool):
    """Clicks add places, a double click or Enter ends the way, the next click begins another; Backspace takes one back.

    What is measured stays on the map until then.
    """

    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, surface: Surface, told: Callable[[int, int], object]) -> None:
        """Take who hears of the length of the whole way and of its last leg, in millimetres."""
        super().__init__(surface)
        self._told = told
        self._places: list[LonLat] = []
        self._next: LonLat | None = None
        self._ended = False

    @property
    def lengths(self) -> list[int]:
        """The length of each leg in millimetres, that to the pointer with it."""
        places = self._places + ([self._next] if self._next and not self._ended else [])
        if len(places) < 2:
            return []
        lon, lat = zip(*places, strict=True)
        return [round(leg * 1000) for leg in WGS84_ELLIPSOID.line_lengths(lon, lat)]

    def move(self, at: Pointer) -> None:
        """Measure to the pointer, or take the map along."""
        super().move(at)
        if not self.drag.dragging:
            self._next = self.surface.view.place(at.x, at.y)
            self._tell()

    def release(self, at: Pointer) -> None:
        """Add a place, or begin another way."""
        if not self.drag.end():
            return
        if self._ended:
            self._places, self._ended = [], False
        place = self.surface.view.place(at.x, at.y)
        if not self._places or self._places[-1] != place:
            self._places.append(place)
        self._tell()

    def double_click(self, at: Pointer) -> None:
        """End the way; its last place was set by the first of the two clicks."""
        self._end()

    def key(self, key: Qt.Key) -> bool:
        """Take a place back, or end the way."""
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._end()
        elif key == Qt.Key.Key_Backspace and self._places:
            self._places.pop()
            self._ended = False
            self._tell()
        else:
            return False
        return True

    def cancel(self) -> None:
        """Forget the way."""
        super().cancel()
        self._places, self._next, self._ended = [], None, False
        self._tell()

    def paint(self, painter: QPainter) -> None:
        """Draw the way and the leg to the pointer."""
        open_end = [self._next] if self._next and self._places and not self._ended else []
        places = self._places + open_end
        if not places:
            return
        theme = self.surface.scene.theme
        xy = [QPointF(*at) for at in self.surface.view.to_screen(to_plane(np.array(places))).tolist()]
        painter.setPen(QPen(QColor(theme.ground), 4.0))
        painter.drawPolyline(xy)
        painter.setPen(QPen(QColor(theme.ink), 1.6))
        painter.drawPolyline(xy)
        for at in xy:
            draw_end(painter, (at.x(), at.y()), theme.ink, theme.ground)

    def _end(self) -> None:
        self._ended = bool(self._places)
        self._tell()

    def _tell(self) -> None:
        lengths = self.lengths
        self._told(sum(lengths), lengths[-1] if lengths else 0)
        self.surface.refresh()
