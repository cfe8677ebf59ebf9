"""The map with its tools in the corner, and the name and chainage of what is under the pointer beside it."""

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction, QCursor, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QToolButton, QVBoxLayout, QWidget

from desktop.dialogs.figures import area, azimuth, kilometres, metres
from desktop.icons import SIZE
from desktop.map.canvas import MapCanvas
from desktop.map.line_tools import ChosenStretch, DrawLineTool, StretchTool
from desktop.map.measure_tool import Measured, MeasureTool
from desktop.map.pick import Hit
from desktop.map.plane import Floats
from desktop.map.tools import BoxZoomTool
from desktop.panels.parts import GRID, button, card, flat, label
from desktop.panels.strip_posts import NEAR_M
from desktop.selection import Selection
from desktop.session import Session
from geodata.geometry.measure import locate, point_at
from geodata.geometry.stretch import anchor, anchor_at_turning_point, between
from geodata.geometry.world import World, world_of
from geodata.model.feature import Kind
from geodata.model.profile import WGS84, JointProfile
from geodata.model.segment import Segment
from geodata.model.stretch import Anchor
from geodata.model.turning_point import TurningPoint

_EMPTY_WIDTH = 380


class MapPanel(QWidget):
    """A map to work on: choose a stretch by two clicks, draw a line, look closer."""

    stretch_chosen = Signal()
    load_asked = Signal()
    line_drawn = Signal(object)  # (n, 2) degrees
    pointed = Signal(str, int)  # segment and chainage in millimetres under the pointer; "" and -1: none

    def __init__(self, session: Session, selection: Selection, canvas: MapCanvas) -> None:
        """Put the canvas in a panel."""
        super().__init__()
        self._session, self._selection = session, selection
        self.canvas = canvas
        self._hit: Hit | None = None
        self._label = _PointerLabel(canvas)
        self._tools = QFrame(canvas)
        self._tools.setProperty("card", "true")
        column = QVBoxLayout(self._tools)
        column.setContentsMargins(3, 3, 3, 3)
        column.setSpacing(2)
        flat(QVBoxLayout(self)).addWidget(canvas)
        self._empty = self._nothing_yet()
        for signal in (session.opened, session.closed, canvas.scene_changed):
            signal.connect(self._tell_empty)
        canvas.setAccessibleName(self.tr("Map"))
        canvas.hovered.connect(self._hover)
        canvas.pointed.connect(self._point)
        canvas.left.connect(lambda: self._hover(None))
        self.setFocusProxy(canvas)

    def offer(self, actions: list[QAction | None]) -> None:
        """Put buttons for these actions in the corner of the map; None leaves a gap."""
        column = self._tools.layout()
        assert isinstance(column, QVBoxLayout)
        for action in actions:
            if action is None:
                column.addSpacing(GRID)
                continue
            button = QToolButton()
            button.setDefaultAction(action)
            button.setIconSize(QSize(SIZE, SIZE))
            button.setAccessibleName(action.text())
            key = action.shortcut().toString()
            button.setToolTip(f"{action.text()}  {key}" if key else action.text())
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            column.addWidget(button)
        self._tools.adjustSize()
        self._tools.move(GRID, GRID)

    def select_things(self) -> None:
        """Let the left button select again."""
        self.canvas.set_tool(None)

    def choose_stretch(self) -> None:
        """Let two clicks on a line choose a stretch."""
        self.canvas.set_tool(StretchTool(self.canvas, self._line_of, self._choose, self._moved, _is_turning_point))
        self.canvas.setFocus()

    def draw_line(self) -> None:
        """Let clicks draw a line, vertex by vertex."""
        self.canvas.set_tool(DrawLineTool(self.canvas, self._drawn))
        self.canvas.setFocus()

    def measure(self) -> None:
        """Let clicks measure a way and what it encloses, on the joint ellipsoid."""
        self.canvas.set_tool(MeasureTool(self.canvas, self._measured, self._world))
        self.canvas.setFocus()

    def zoom_in_box(self) -> None:
        """Let a box be drawn that is seen next."""
        self.canvas.set_tool(BoxZoomTool(self.canvas))

    def show_chainage(self, segment: str, at: int) -> None:
        """Show where a chainage in millimetres is; a negative one is nowhere."""
        found = self._segment(segment)
        if found is None or at < 0:
            self.canvas.hide_pointer()
        else:
            self.canvas.show_pointer(*self._world.degrees_of(point_at(found.line, at)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tell_empty()

    def _nothing_yet(self) -> QFrame:
        """What stands in the middle of a map with nothing on it."""
        told = self.tr("Load the line from a GeoPackage, a Shapefile, GeoJSON, KML, GPX or a CSV; or drop a file here.")
        load = button(self.tr("Load a layer\u2026"), self.load_asked.emit, "load", primary=True)
        made = card(label(self.tr("Nothing is on the map yet."), "title"), label(told, "muted", wrap=True), load)
        made.setParent(self)
        made.setFixedWidth(_EMPTY_WIDTH)
        made.hide()
        return made

    def _tell_empty(self) -> None:
        empty = self._session.is_open and not any(self._session.project.layers.values())
        self._empty.setVisible(empty and not self.canvas.scene.layers)
        self._empty.adjustSize()
        self._empty.move((self.width() - self._empty.width()) // 2, (self.height() - self._empty.height()) // 2)
        self._empty.raise_()

    @property
    def _profile(self) -> JointProfile:
        return self._session.project.settings.profile if self._session.is_open else WGS84

    @property
    def _world(self) -> World:
        return world_of(self._profile)

    def _drawn(self, degrees: Floats) -> None:
        self.select_things()
        self.line_drawn.emit(degrees)

    def _segment(self, id_: str) -> Segment | None:
        found = self._session.project.layers[Kind.SEGMENT].get(id_) if self._session.is_open else None
        return found if isinstance(found, Segment) else None

    def _line_of(self, hit: Hit) -> Floats | None:
        segment = self._segment(hit.id) if hit.layer == Kind.SEGMENT else None
        return self._world.degrees(segment.line.xy) if segment else None

    def _choose(self, chosen: ChosenStretch) -> None:
        segment = self._segment(chosen.id)
        if segment is None:
            return
        first = self._anchor(segment, chosen.first, chosen.first_post)
        second = self._anchor(segment, chosen.second, chosen.second_post)
        if first.at == second.at:
            return
        self._selection.choose_stretch(segment.id, between(first, second))
        self.select_things()
        self._label.hide()
        self.stretch_chosen.emit()

    def _anchor(self, segment: Segment, place: tuple[float, float], post: str) -> Anchor:
        """The place on the segment, tied to the turning point that caught the pointer where it stands on the line."""
        found = self._turning_point(post)
        if found is not None and locate(segment.line, found.point)[1] <= NEAR_M:
            return anchor_at_turning_point(segment, found)
        return anchor(segment, locate(segment.line, self._world.point_of(*place))[0])

    def _turning_point(self, id_: str) -> TurningPoint | None:
        found = self._session.project.layers[Kind.TURNING_POINT].get(id_)
        return found if isinstance(found, TurningPoint) else None

    def _moved(self, chosen: ChosenStretch | None) -> None:
        segment = self._segment(chosen.id) if chosen else None
        if chosen is None or segment is None:
            self._label.hide()
            return
        first, second = (
            locate(segment.line, self._world.point_of(*place))[0] for place in (chosen.first, chosen.second)
        )
        if first == second:
            told = f"{segment.source_id}  {_km(second)}"
        else:
            told = f"{segment.source_id}  {_km(first)} \u2013 {_km(second)}  ({abs(second - first) / 1e6:,.3f} km)"
        post = self._turning_point(chosen.second_post)
        self._label.say(f"{told}  \u25cb {post.label}" if post else told)

    def _measured(self, found: Measured | None) -> None:
        if found is None:
            self._label.hide()
            return
        length, method = _length(found.total), self._profile.method
        if found.closed:
            around = self.tr("{0} around").format(length)
            within = area(found.area) if found.area is not None else self.tr("it crosses itself, so it has no area")
            self._label.say(f"{within} \u00b7 {around} \u00b7 {method}")
            return
        leg = self.tr("at {0}").format(azimuth(found.azimuth))
        if found.leg != found.total:
            leg = self.tr("last leg {0} {1}").format(_length(found.leg), leg)
        self._label.say(f"{length} \u00b7 {leg} \u00b7 {method}")

    def _hover(self, hit: Hit | None) -> None:
        self._hit = hit
        if hit is None:
            self._label.hide()
            self.pointed.emit("", -1)

    def _point(self, longitude: float, latitude: float) -> None:
        hit = self._hit
        if hit is None:
            return
        segment = self._segment(hit.id) if hit.layer == Kind.SEGMENT else None
        if segment is not None:
            at = locate(segment.line, self._world.point_of(longitude, latitude))[0]
            self._label.say(f"{segment.source_id}  {_km(at)}")
            self.pointed.emit(segment.id, at)
        elif hit.label:
            self._label.say(" / ".join(hit.label.splitlines()))


class _PointerLabel(QLabel):
    """A line of text beside the pointer."""

    def __init__(self, canvas: MapCanvas) -> None:
        super().__init__(canvas)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", "pointer")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def say(self, text: str) -> None:
        """Show a text where the pointer is."""
        canvas = self.parentWidget()
        self.setText(text)
        self.setWordWrap(False)
        self.adjustSize()
        if canvas is None:
            return
        room = canvas.width() * 3 // 5  # beside the tools, which lie above it
        if self.width() > room:
            self.setWordWrap(True)
            self.resize(room, self.heightForWidth(room))
        at = canvas.mapFromGlobal(QCursor.pos()) + QPoint(2 * GRID, GRID)
        x = min(at.x(), canvas.width() - self.width() - GRID)
        y = min(at.y(), canvas.height() - self.height() - GRID)
        self.move(max(x, 0), max(y, 0))
        self.show()


def _length(millimetres: int) -> str:
    return metres(millimetres) if millimetres < 10_000_000 else kilometres(millimetres)


def _is_turning_point(hit: Hit) -> bool:
    return hit.layer == Kind.TURNING_POINT


def _km(millimetres: int) -> str:
    return f"km {millimetres / 1e6:,.3f}"
