"""The map: a widget that shows the last picture, asks for the next, and hands gestures to its tool."""

import math
from collections.abc import Iterable

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from desktop.disclaimer import disclaimer
from desktop.jobs import JobRunner
from desktop.map import labels, overlay, pick
from desktop.map.gestures import held, is_scroll, key_factor, key_step, pointer_of, wheel_factor
from desktop.map.layers import DrawLayer
from desktop.map.pick import Hit
from desktop.map.pictures import Pictures
from desktop.map.plane import Floats, to_plane
from desktop.map.render import paint
from desktop.map.scene import Scene
from desktop.map.style import Theme
from desktop.map.tools import Drag, Pointer, SelectTool, Tool
from desktop.map.view import Box, View, box_of_degrees
from geodata.cancel import unwatched

_FRAME_MS = 16
_GLOW_WIDTH = 9.0


class MapCanvas(QWidget):
    """The map. Panels give it layers and hear what was picked; it knows nothing of projects.

    `picked` and `boxed` carry list[Hit] and whether Ctrl was held (add to what is selected).
    """

    picked = Signal(object, bool)
    boxed = Signal(object, bool)
    hovered = Signal(object)  # Hit or None
    pointed = Signal(float, float)  # longitude, latitude
    left = Signal()
    view_changed = Signal(object)  # View
    menu_requested = Signal(object, object)  # QPoint on the screen, list[Hit]
    tool_changed = Signal(object)  # Tool
    scene_changed = Signal()  # something else is to be drawn
    drawn = Signal()  # a new picture is on the screen

    def __init__(self, jobs: JobRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scene = Scene()
        self._view = View().resized(self.width(), self.height())
        self._pictures = Pictures(jobs, self._take_picture)
        self.destroyed.connect(self._pictures.forget)
        self._default = SelectTool(self)
        self._tool: Tool = self._default
        self._drag = Drag()  # of the middle button, or of the left one while Space is held
        self._space = False
        self._wanted_box: Box | None = None
        self._lit: tuple[DrawLayer, int] | None = None
        self._highlights: list[Floats] = []
        self._furniture = overlay.Furniture()
        self._cross: tuple[float, float] | None = None
        self.mark = overlay.Mark()
        self._hover_at: QPointF | None = None
        self._hover_timer = QTimer(self, interval=_FRAME_MS, singleShot=True)
        self._hover_timer.timeout.connect(self._hover)
        labels.family()  # fonts are loaded on this thread
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setCursor(self._tool.cursor)

    # ---- what is shown

    @property
    def view(self) -> View:
        """What is seen now."""
        return self._view

    @property
    def scene(self) -> Scene:
        """What is drawn now."""
        return self._scene

    @property
    def settled(self) -> bool:
        """Whether the last picture shows what is to be seen now, and no other is in the making."""
        return self._pictures.settled(self._view, self._scene, self.devicePixelRatioF())

    def show_scene(self, scene: Scene) -> None:
        """Draw something else; a selected or lit feature that is gone goes dark."""
        self._scene = scene
        self._lit = None
        self.update()
        self.scene_changed.emit()

    def set_layers(self, layers: Iterable[DrawLayer]) -> None:
        """Draw these layers, from the lowest to the topmost; those known by id stay as people set them.

        The first time there is something to see, see all of it.
        """
        first = self._scene.box is None
        self.show_scene(self._scene.refreshed(list(layers)))
        if first:
            self.zoom_to_all()

    def update_layer(self, layer: DrawLayer) -> None:
        """Draw a layer in place of the one of the same id, or on top."""
        self.show_scene(self._scene.with_layer(layer))

    def select(self, ids: Iterable[str]) -> None:
        """Mark features as selected."""
        chosen = frozenset(ids)
        if chosen != self._scene.selected:
            self.show_scene(self._scene.with_selected(chosen))

    def set_theme(self, theme: Theme) -> None:
        """Draw in a light or dark theme."""
        self.show_scene(self._scene.in_theme(theme))

    def highlight(self, *stretches: Floats) -> None:
        """Let polylines (n, 2, degrees) glow until the next call; none: nothing glows."""
        self._highlights = [to_plane(stretch) for stretch in stretches]
        self.update()

    def show_pointer(self, longitude: float, latitude: float) -> None:
        """Show where the pointer is on a linked map."""
        self._cross = (longitude, latitude)
        self.update()

    def hide_pointer(self) -> None:
        """Stop showing where the pointer is on a linked map."""
        self._cross = None
        self.update()

    def image(self, ratio: float = 1.0) -> QImage:
        """Return what is seen, painted anew at once, with scale bar and disclaimer: for prints and documents."""
        image = paint(self._scene, self._view, ratio, unwatched())
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        overlay.draw_furniture(painter, self._view, self._scene.theme, disclaimer())
        painter.end()
        return image

    # ---- where one is

    def show_view(self, view: View) -> None:
        """See another part of the plane; its size becomes the widget's."""
        self._wanted_box = None
        self._set_view(view.resized(self.width(), self.height()))

    def follow(self, view: View) -> None:
        """See the same centre and scale as a linked map."""
        self.show_view(self._view.following(view))

    def zoom_to(self, degrees: Box) -> None:
        """See a box in degrees: least longitude, least latitude, greatest longitude, greatest latitude."""
        self.zoom_to_plane(box_of_degrees(degrees))

    def zoom_to_plane(self, box: Box | None) -> None:
        """See a box in plane metres; no box: stay."""
        if box is None:
            return
        self.show_view(self._view.fitted(box))
        self._wanted_box = None if self.isVisible() else box  # its size is not known before it is shown

    def zoom_to_all(self) -> None:
        """See all that is shown."""
        self.zoom_to_plane(self._scene.box)

    def zoom_to_layer(self, layer: str) -> None:
        """See all of a layer."""
        found = self._scene.layer(layer)
        self.zoom_to_plane(found.box if found else None)

    def zoom_to_features(self, ids: Iterable[str]) -> None:
        """See some features."""
        self.zoom_to_plane(self._scene.box_of(frozenset(ids)))

    def zoom(self, factor: float) -> None:
        """See everything `factor` times larger about the middle."""
        self.show_view(self._view.zoomed_about(self._view.width / 2, self._view.height / 2, factor))

    # ---- tools

    @property
    def tool(self) -> Tool:
        """Who holds the left button."""
        return self._tool

    def set_tool(self, tool: Tool | None = None) -> None:
        """Give the left button to a tool, or back to selecting."""
        self._tool.cancel()
        self._tool = tool or self._default
        self._light(None)
        self.setCursor(self._tool.cursor)
        self.tool_changed.emit(self._tool)
        self.update()

    def refresh(self) -> None:
        """Paint the tool's overlay again."""
        self.update()

    def hits_at(self, px: float, py: float) -> list[Hit]:
        """Return what is at a pixel, the nearest first."""
        return pick.at_pixel(self._scene, self._view, px, py)

    def pick_at(self, pointer: Pointer) -> None:
        """Announce what was clicked."""
        self.picked.emit(self.hits_at(pointer.x, pointer.y), pointer.ctrl)

    def pick_in(self, box: QRectF, pointer: Pointer) -> None:
        """Announce what lies in a box of pixels."""
        hits = pick.in_box(self._scene, self._view, box.left(), box.top(), box.right(), box.bottom())
        self.boxed.emit(hits, pointer.ctrl)

    # ---- Qt

    def sizeHint(self) -> QSize:
        """A map takes what room there is."""
        return QSize(800, 600)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Copy the last picture, draw what glows and what stands still, and ask for the next picture."""
        self._pictures.want(self._view, self._scene, self.devicePixelRatioF())
        painter = QPainter(self)
        theme = self._scene.theme
        if not self._pictures.covers(self._view):
            painter.fillRect(self.rect(), QColor(theme.ground))
        self._pictures.draw(painter, self._view)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._lit is not None:
            overlay.draw_lit_feature(painter, *self._lit, self._view, theme.hover)
        for stretch in self._highlights:
            overlay.draw_glow(painter, self._view.to_screen(stretch), theme.glow, _GLOW_WIDTH)
        self._tool.paint(painter)
        if self._cross is not None:
            overlay.draw_cross(painter, self._view.pixel(*self._cross), theme)
        self.mark.draw(painter, self._view, theme)
        self._furniture.draw(painter, self._view, theme, disclaimer(), self.devicePixelRatioF())
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the centre, or fit what was asked for before there was a size."""
        view = self._view.resized(self.width(), self.height())
        self._set_view(view.fitted(self._wanted_box) if self._wanted_box else view)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the map, or give the press to the tool."""
        self._wanted_box = None
        if event.button() == Qt.MouseButton.MiddleButton or (held(event) and self._space):
            self._drag.begin(pointer_of(event))
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        elif held(event):
            self._tool.press(pointer_of(event))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the map, or let the tool follow; say where the pointer is."""
        at = pointer_of(event)
        if self._drag.start is not None:
            step = self._drag.step(at)
            if step is not None:
                self.show_view(self._view.panned(*step))
        else:
            self._tool.move(at)
        self.pointed.emit(*self._view.place(at.x, at.y))
        self._hover_at = event.position()
        if not self._hover_timer.isActive():
            self._hover_timer.start()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go of the map, or give the release to the tool."""
        if self._drag.start is not None:
            self._drag.end()
            self.setCursor(self._tool.cursor)
        elif event.button() == Qt.MouseButton.LeftButton:
            self._tool.release(pointer_of(event))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Give the double click to the tool."""
        if held(event):
            self._tool.double_click(pointer_of(event))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom about the pointer; two fingers on a touchpad move the map."""
        if is_scroll(event):
            step = event.pixelDelta()
            self.show_view(self._view.panned(step.x(), step.y()))
        else:
            at = event.position()
            self.show_view(self._view.zoomed_about(at.x(), at.y(), wheel_factor(event)))
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move, + and - zoom, Home shows all, Escape gives up the tool."""
        key = Qt.Key(event.key())
        if self._tool.key(key):
            return
        step, factor = key_step(key), key_factor(key)
        if step is not None:
            self.show_view(self._view.panned(step[0] * self.width() / 8, step[1] * self.height() / 8))
        elif factor is not None:
            self.zoom(factor)
        elif key == Qt.Key.Key_Home:
            self.zoom_to_all()
        elif key == Qt.Key.Key_Escape:
            self.mark.remove()
            self.set_tool(None)
        elif key == Qt.Key.Key_Space:
            self._space = True
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Space no longer moves the map."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space = False
        super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QEvent) -> None:
        """Space let go of elsewhere is let go of."""
        self._space = False

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for a menu on what is under the pointer."""
        self.menu_requested.emit(event.globalPos(), self.hits_at(event.pos().x(), event.pos().y()))

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is under the pointer any more."""
        self._hover_at = None
        self._light(None)
        self.left.emit()

    def event(self, event: QEvent) -> bool:
        """Zoom when two fingers spread on a touchpad."""
        if isinstance(event, QNativeGestureEvent) and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
            at = event.position()
            self.show_view(self._view.zoomed_about(at.x(), at.y(), math.exp(event.value())))
            return True
        return super().event(event)

    # ---- inside

    def _set_view(self, view: View) -> None:
        if view != self._view:
            self._view = view
            self.view_changed.emit(view)
            self.update()

    def _take_picture(self) -> None:
        self.update()
        self.drawn.emit()

    def _hover(self) -> None:
        at = self._hover_at
        if at is None or not self._tool.hovers or self._tool.drag.dragging or self._drag.start is not None:
            return
        hits = self.hits_at(at.x(), at.y())
        self._light(hits[0] if hits else None)

    def _light(self, hit: Hit | None) -> None:
        layer = self._scene.layer(hit.layer) if hit else None
        lit = (layer, hit.row) if hit and layer else None
        if lit != self._lit:
            self._lit = lit
            self.hovered.emit(hit)
            self.update()


def link(one: MapCanvas, other: MapCanvas) -> None:
    """Let two maps move together and show each other's pointer."""
    for source, target in ((one, other), (other, one)):
        source.view_changed.connect(target.follow)
        source.pointed.connect(target.show_pointer)
        source.left.connect(target.hide_pointer)
    other.follow(one.view)
