"""Tools: what the left button and the keys do on the map. Small state machines behind one protocol.

Every tool lets the map be dragged: a press that moves is a drag, one that does not is a click.
"""

import math
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from desktop.map.pick import Hit
from desktop.map.scene import Scene
from desktop.map.view import View

_DRAG_FROM = 4.0


@dataclass(frozen=True, slots=True)
class Pointer:
    """Where the pointer is, in pixels, and which keys are held."""

    x: float
    y: float
    shift: bool = False
    ctrl: bool = False


class Surface(Protocol):
    """What a tool may ask of the map and do to it."""

    @property
    def view(self) -> View:
        """What is seen now."""
        ...

    @property
    def scene(self) -> Scene:
        """What is drawn now."""
        ...

    def show_view(self, view: View) -> None:
        """See something else."""
        ...

    def refresh(self) -> None:
        """Paint the tool's overlay again."""
        ...

    def hits_at(self, px: float, py: float) -> list[Hit]:
        """What is at a pixel, the nearest first."""
        ...

    def pick_at(self, pointer: Pointer) -> None:
        """Announce what was clicked."""
        ...

    def pick_in(self, box: QRectF, pointer: Pointer) -> None:
        """Announce what lies in a box."""
        ...


class Drag:
    """Tells a click from a drag, and how far the drag went since it was last asked."""

    def __init__(self) -> None:
        self.start: Pointer | None = None
        self.dragging = False
        self._last = (0.0, 0.0)

    def begin(self, at: Pointer) -> None:
        """The button went down."""
        self.start, self.dragging, self._last = at, False, (at.x, at.y)

    def step(self, at: Pointer) -> tuple[float, float] | None:
        """Return how far the pointer went since the last step, or None while it is no drag."""
        if self.start is None:
            return None
        if not self.dragging:
            self.dragging = math.hypot(at.x - self.start.x, at.y - self.start.y) >= _DRAG_FROM
            if not self.dragging:
                return None
        step = (at.x - self._last[0], at.y - self._last[1])
        self._last = (at.x, at.y)
        return step

    def end(self) -> bool:
        """The button came up; return whether it was a click."""
        clicked = self.start is not None and not self.dragging
        self.start, self.dragging = None, False
        return clicked


class Tool(Protocol):
    """One way to use the left button; what a tool does not say otherwise is that a drag moves the map.

    `hovers` says whether the map lights up what is under the pointer.
    """

    surface: Surface
    drag: Drag
    cursor: Qt.CursorShape = Qt.CursorShape.OpenHandCursor
    hovers: bool = False

    def __init__(self, surface: Surface) -> None:
        """Work on a map."""
        self.surface = surface
        self.drag = Drag()

    def press(self, at: Pointer) -> None:
        """The left button goes down."""
        self.drag.begin(at)

    def move(self, at: Pointer) -> None:
        """The pointer moves, with or without the button."""
        step = self.drag.step(at)
        if step is not None:
            self.surface.show_view(self.surface.view.panned(*step))

    def release(self, at: Pointer) -> None:
        """The left button comes up."""
        self.drag.end()

    def double_click(self, at: Pointer) -> None:
        """The left button goes down a second time."""
        self.press(at)

    def key(self, key: Qt.Key) -> bool:
        """A key was pressed; return whether it meant something here."""
        return False

    def cancel(self) -> None:
        """Forget what was begun."""
        self.drag.end()

    def paint(self, painter: QPainter) -> None:
        """Draw over the map what is being done."""


class PanTool(Tool):
    """Drags the map; a click does nothing."""


class SelectTool(Tool):
    """The default: a click selects, with Ctrl adds; Shift and drag selects in a box; a plain drag moves the map."""

    cursor = Qt.CursorShape.ArrowCursor
    hovers = True

    def __init__(self, surface: Surface) -> None:
        super().__init__(surface)
        self._box: QRectF | None = None

    def move(self, at: Pointer) -> None:
        """Draw the box wider, or take the map along."""
        start = self.drag.start
        if start is None or not start.shift:
            super().move(at)
        elif self.drag.step(at) is not None:
            self._box = QRectF(QPointF(start.x, start.y), QPointF(at.x, at.y)).normalized()
            self.surface.refresh()

    def release(self, at: Pointer) -> None:
        """Select what was clicked or boxed."""
        box, self._box = self._box, None
        if self.drag.end():
            self.surface.pick_at(at)
        elif box is not None:
            self.surface.pick_in(box, at)
            self.surface.refresh()

    def cancel(self) -> None:
        """Forget the box."""
        super().cancel()
        self._box = None
        self.surface.refresh()

    def paint(self, painter: QPainter) -> None:
        """Draw the box."""
        draw_box(painter, self._box, self.surface.scene.theme.glow)


class BoxZoomTool(Tool):
    """A box drawn with the button held is what is seen next; a click only goes closer."""

    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, surface: Surface) -> None:
        super().__init__(surface)
        self._box: QRectF | None = None

    def move(self, at: Pointer) -> None:
        """Draw the box wider."""
        start = self.drag.start
        if start is not None and self.drag.step(at) is not None:
            self._box = QRectF(QPointF(start.x, start.y), QPointF(at.x, at.y)).normalized()
            self.surface.refresh()

    def release(self, at: Pointer) -> None:
        """See what is in the box."""
        clicked, box, view = self.drag.end(), self._box, self.surface.view
        self._box = None
        if clicked:
            self.surface.show_view(view.zoomed_about(at.x, at.y, 2.0))
        elif box is not None and box.width() > 0 and box.height() > 0:
            factor = min(view.width / box.width(), view.height / box.height())
            centred = view.panned(view.width / 2 - box.center().x(), view.height / 2 - box.center().y())
            self.surface.show_view(centred.zoomed_about(view.width / 2, view.height / 2, factor))
        self.surface.refresh()

    def cancel(self) -> None:
        """Forget the box."""
        super().cancel()
        self._box = None
        self.surface.refresh()

    def paint(self, painter: QPainter) -> None:
        """Draw the box."""
        draw_box(painter, self._box, self.surface.scene.theme.glow)


def draw_box(painter: QPainter, box: QRectF | None, colour: str) -> None:
    """Draw a box that is being drawn, if there is one."""
    if box is None:
        return
    rim, veil = QColor(colour), QColor(colour)
    rim.setAlpha(255)
    veil.setAlpha(40)
    painter.setPen(QPen(rim, 1))
    painter.setBrush(veil)
    painter.drawRect(box.toRect())
