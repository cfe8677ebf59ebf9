"""Tools that work along lines: choosing a stretch by two clicks, drawing a line vertex by vertex."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from desktop.map.overlay import draw_glow
from desktop.map.pick import Hit, nearest_on
from desktop.map.plane import Floats, to_plane
from desktop.map.runs import part_between, runs_of
from desktop.map.tools import Pointer, Surface, Tool
from geodata.model.reference import Shape

LonLat = tuple[float, float]
_SNAP = 8.0
_ON_THE_LINE = 4.0  # pixels from a line to a point that stands on it
_NO_POINTS = np.empty((0, 2))


@dataclass(frozen=True, slots=True)
class ChosenStretch:
    """Two places on one line, in degrees, in the order in which they were clicked.

    Where one was caught by a point that stands on the line, that point's id is beside it.
    """

    layer: str
    id: str
    first: LonLat
    second: LonLat
    first_post: str = ""
    second_post: str = ""


@dataclass(frozen=True, eq=False)
class _Held:
    """The line that was clicked first, in plane metres, and where: in degrees and in plane metres along it.

    `post` is the point on the line that caught the pointer, if one did.
    """

    hit: Hit
    line: Floats
    place: LonLat
    along: float
    post: Hit | None = None


class StretchTool(Tool):
    """Two clicks on one line choose the stretch between them; what would be chosen glows under the pointer.

    A point on the line catches an end that comes within reach; with Ctrl it does not.
    """

    cursor = Qt.CursorShape.CrossCursor

    def __init__(
        self,
        surface: Surface,
        line_of: Callable[[Hit], Floats | None],
        chosen: Callable[[ChosenStretch], object],
        moved: Callable[[ChosenStretch | None], object] | None = None,
        catches: Callable[[Hit], bool] | None = None,
    ) -> None:
        """Take what gives the whole line (n, 2, degrees) of a hit, or None where a stretch makes no sense.

        `chosen` hears of the stretch; `moved` of the stretch under the pointer, both places the same before the
        first click; `catches` says of a point whether it catches an end.
        """
        super().__init__(surface)
        self._line_of = line_of
        self._chosen = chosen
        self._moved = moved
        self._catches = catches
        self._held: _Held | None = None
        self._pointed: _Held | None = None

    def move(self, at: Pointer) -> None:
        """Follow the line, or take the map along."""
        super().move(at)
        if self.drag.dragging:
            return
        self._pointed = self._on_held(at) if self._held else self._on_any(at)
        if self._moved is not None:
            self._moved(self._stretch(self._held or self._pointed, self._pointed))
        self.surface.refresh()

    def release(self, at: Pointer) -> None:
        """Set the first end, or the second and be done."""
        if not self.drag.end():
            return
        if self._held is None:
            self._held = self._on_any(at)
        else:
            stretch = self._stretch(self._held, self._on_held(at))
            self._held = self._pointed = None
            if stretch is not None and stretch.first != stretch.second:
                self._chosen(stretch)
        self.surface.refresh()

    def key(self, key: Qt.Key) -> bool:
        """Backspace takes the first end back."""
        if key == Qt.Key.Key_Backspace and self._held is not None:
            self._held = None
            self.surface.refresh()
            return True
        return False

    def cancel(self) -> None:
        """Forget both ends."""
        super().cancel()
        self._held = self._pointed = None
        if self._moved is not None:
            self._moved(None)
        self.surface.refresh()

    def paint(self, painter: QPainter) -> None:
        """Let the stretch glow, and show its ends."""
        view, theme = self.surface.view, self.surface.scene.theme
        if self._held is not None and self._pointed is not None and self._held.along != self._pointed.along:
            begin, end = sorted((self._held.along / view.mpp, self._pointed.along / view.mpp))
            draw_glow(painter, part_between(runs_of(view.to_screen(self._held.line)), begin, end), theme.glow, 9.0)
        for end_ in (self._held, self._pointed):
            if end_ is not None:
                if end_.post is not None:
                    draw_catch(painter, view.pixel(*end_.place), theme.mulberry)
                draw_end(painter, view.pixel(*end_.place), theme.mulberry, theme.ground)

    def _on_any(self, at: Pointer) -> _Held | None:
        for hit in self.surface.hits_at(at.x, at.y):
            line = self._line_of(hit) if hit.shape is Shape.LINE else None
            if line is not None:
                return self._on(hit, to_plane(line), at)
        return None

    def _on_held(self, at: Pointer) -> _Held | None:
        return self._on(self._held.hit, self._held.line, at) if self._held else None

    def _on(self, hit: Hit, line: Floats, at: Pointer) -> _Held:
        view = self.surface.view
        post = None if at.ctrl else self._caught(line, at)
        near = view.pixel(post.longitude, post.latitude) if post else (at.x, at.y)
        foot, _, along = nearest_on(line, view, *near)
        return _Held(hit, line, view.place(float(foot[0]), float(foot[1])), along * view.mpp, post)

    def _caught(self, line: Floats, at: Pointer) -> Hit | None:
        """The nearest point within reach that stands on the line."""
        view = self.surface.view
        for hit in self.surface.hits_at(at.x, at.y) if self._catches else ():
            if hit.shape is not Shape.POINT or hit.distance > _SNAP or not (self._catches and self._catches(hit)):
                continue
            if nearest_on(line, view, *view.pixel(hit.longitude, hit.latitude))[1] <= _ON_THE_LINE:
                return hit
        return None

    def _stretch(self, first: _Held | None, second: _Held | None) -> ChosenStretch | None:
        if first is None or second is None:
            return None
        posts = (end.post.id if end.post else "" for end in (first, second))
        return ChosenStretch(first.hit.layer, first.hit.id, first.place, second.place, *posts)


class DrawLineTool(Tool):
    """Clicks add vertices, Backspace takes the last one back, a double click or Enter ends the line, Escape forgets it.

    A vertex within reach of a line snaps to it; with Ctrl it does not.
    """

    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, surface: Surface, drawn: Callable[[Floats], object]) -> None:
        """Take who is told of the finished line, (n, 2) degrees, n >= 2."""
        super().__init__(surface)
        self._drawn = drawn
        self._vertices: list[LonLat] = []
        self._next: LonLat | None = None

    @property
    def vertices(self) -> list[LonLat]:
        """What has been drawn so far, in degrees."""
        return list(self._vertices)

    def move(self, at: Pointer) -> None:
        """Show the next leg, or take the map along."""
        super().move(at)
        if not self.drag.dragging:
            self._next = self._place(at)
            self.surface.refresh()

    def release(self, at: Pointer) -> None:
        """Add a vertex."""
        if self.drag.end():
            place = self._place(at)
            if not self._vertices or self._vertices[-1] != place:
                self._vertices.append(place)
            self.surface.refresh()

    def double_click(self, at: Pointer) -> None:
        """End the line; its last vertex was set by the first of the two clicks."""
        self._finish()

    def key(self, key: Qt.Key) -> bool:
        """Take a vertex back, or end the line."""
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._finish()
        elif key == Qt.Key.Key_Backspace and self._vertices:
            self._vertices.pop()
            self.surface.refresh()
        else:
            return False
        return True

    def cancel(self) -> None:
        """Forget the line."""
        super().cancel()
        self._vertices, self._next = [], None
        self.surface.refresh()

    def paint(self, painter: QPainter) -> None:
        """Draw the line so far, its vertices, and the leg to the pointer."""
        places = self._vertices + ([self._next] if self._next else [])
        if not places:
            return
        view, theme = self.surface.view, self.surface.scene.theme
        xy = view.to_screen(to_plane(np.array(places)))
        draw_glow(painter, xy[: len(self._vertices)], theme.mulberry, 2.0)
        if self._vertices and self._next:
            pen = QPen(QColor(theme.mulberry), 1.2, Qt.PenStyle.DashLine)
            painter.setPen(pen)
            painter.drawLine(QPointF(*xy[-2]), QPointF(*xy[-1]))
        for x, y in xy:
            draw_end(painter, (float(x), float(y)), theme.mulberry, theme.ground)

    def _place(self, at: Pointer) -> LonLat:
        near = [] if at.ctrl else [hit for hit in self.surface.hits_at(at.x, at.y) if hit.shape is not Shape.AREA]
        if near and near[0].distance <= _SNAP:
            return near[0].longitude, near[0].latitude
        return self.surface.view.place(at.x, at.y)

    def _finish(self) -> None:
        line = np.array(self._vertices) if len(self._vertices) > 1 else _NO_POINTS
        if len(line):
            self._vertices, self._next = [], None
            self._drawn(line)
        self.surface.refresh()


def draw_catch(painter: QPainter, at: tuple[float, float], colour: str) -> None:
    """Draw a wide ring where a point has caught the pointer."""
    painter.setPen(QPen(QColor(colour), 1.4))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(QPointF(*at), 8.0, 8.0)


def draw_end(painter: QPainter, at: tuple[float, float], colour: str, ground: str) -> None:
    """Draw a ring where a line or stretch has an end or a vertex."""
    painter.setPen(QPen(QColor(colour), 1.8))
    painter.setBrush(QColor(ground))
    painter.drawEllipse(QPointF(*at), 4.2, 4.2)
