"""The strip: the line pulled straight, three lanes that never overlap, and what stands on it. Marking is dragging."""

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QScrollBar, QSizePolicy, QToolTip, QWidget

from desktop.dialogs.colours import colours_of
from desktop.dialogs.figures import kilometres, metres
from desktop.dialogs.words import word
from desktop.jobs import JobRunner
from desktop.panels.strip_drag import CATCH_PX, Drag
from desktop.panels.strip_keys import StripKeys
from desktop.panels.strip_model import StripModel
from desktop.panels.strip_paint import Picked, Rows, Scene, paint
from desktop.panels.strip_run import Lane, Run
from desktop.panels.strip_view import StripView
from desktop.selection import Selection
from desktop.session import Session
from geodata.changes.delta import Delta

_START_OF_DRAG_PX = 3


class Strip(QWidget):
    """One part of the line laid end to end by geodesic chainage.

    Wheel zooms, middle button or space pans, a drag along a lane chooses a stretch, a click selects a segment.
    `pointed` tells segment and chainage (millimetres) under the pointer, ("", -1) when it left; `mark_asked` comes with
    Enter.
    """

    pointed = Signal(str, int)
    mark_asked = Signal()

    def __init__(
        self,
        session: Session,
        selection: Selection,
        jobs: JobRunner | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Follow the session's project and the program's selection; what takes long is done by `jobs`, if given."""
        super().__init__(parent)
        self.model = StripModel(session, selection, jobs, self.update, self._lay_out)
        self._view = StripView(0, 0, 1)
        self._drag: Drag | None = None
        self._pressed: QPointF | None = None
        self._panned: float | None = None
        self._hover: int | None = None
        self._keys = StripKeys(self)
        self._bar = QScrollBar(Qt.Orientation.Horizontal, self)
        self._prepare()
        session.opened.connect(self.reload)
        session.closed.connect(self.reload)
        session.changed.connect(self._follow)
        selection.changed.connect(self._follow_selection)
        selection.stretch_chosen.connect(self._follow_selection)
        selection.shown.connect(self._show)
        self.reload()

    def _prepare(self) -> None:
        self.setObjectName("strip")
        self.setAccessibleName(self.tr("Strip: the line pulled straight"))
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._bar.setAccessibleName(self.tr("Scroll along the line"))
        self._bar.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._bar.valueChanged.connect(lambda value: self._set_view(self._view.starting(value * 1000.0)))

    # --- what is shown -----------------------------------------------------------------------------------------------

    @property
    def run(self) -> Run:
        """The part of the line that is shown."""
        return self.model.run

    @property
    def view(self) -> StripView:
        """What of it is in sight."""
        return self._view

    @property
    def cursor_place(self) -> int | None:
        """Where the keyboard's cursor stands, in millimetres of the run."""
        return self._keys.cursor

    def reload(self) -> None:
        """Take the project anew: the part of what is selected, else the first."""
        self.model.reload()
        self._start_over()

    def show_part(self, name: str) -> None:
        """Show another part of the line, all of it."""
        self.model.show_part(name)
        self._start_over()

    def turn_part(self, step: int) -> None:
        """Show the part so many places further on."""
        if self.model.turn_part(step):
            self._start_over()

    def fit(self) -> None:
        """Show all of the part."""
        self._set_view(self._view.fitted())

    def zoom(self, factor: float, about: float | None = None) -> None:
        """Show it `factor` times closer, about a pixel or the middle."""
        middle = self._view.left + self._view.width / 2
        self._set_view(self._view.zoomed(factor, middle if about is None else about))

    def show_span(self, start: int, end: int) -> None:
        """Bring a stretch of the run into sight."""
        self._set_view(self._view.showing(start, end))

    def show_place(self, segment: str, at: int) -> None:
        """Show a chainage in millimetres of a segment, as the pointer on the map tells it; no segment: nowhere."""
        index = self.run.places.get(segment)
        self._hover = None if index is None else self.run.reach(index)[0] + at
        self.update()

    def let_go(self) -> None:
        """Give up the drag, else the chosen stretch."""
        if self._drag is not None or self._pressed is not None:
            self._drag = self._pressed = None
        else:
            self.model.unchoose()
        self._keys.clear()
        self.update()

    @property
    def _reach(self) -> float:
        return CATCH_PX * self._view.scale

    # --- following ---------------------------------------------------------------------------------------------------

    def _start_over(self) -> None:
        self._drag = self._pressed = self._hover = None
        self._keys.clear()
        self._set_view(StripView(self.run.length, *self._frame()).fitted())

    def _lay_out(self) -> None:
        """What was laid out meanwhile is in sight, with what is selected on it."""
        self._start_over()
        self._follow_selection()

    def _follow(self, deltas: list[Delta]) -> None:
        if self.model.follow(deltas):
            self._start_over()
        self.update()

    def _follow_selection(self) -> None:
        segment = self.model.selected_segment()
        if segment is not None:
            if segment.id not in self.run.places:
                self.show_part(segment.part)
            span = self.model.chosen() or self.model.selected()
            if span is not None:
                self.show_span(*span)
        self.update()

    def _show(self, ids: list[str]) -> None:
        span = self.model.span_of(ids)
        if span is not None:
            self._set_view(self._view.around(*span))

    # --- events ------------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Start a drag along a lane, or scrolling with the middle button or space."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if not self.run.segments:
            return
        if event.button() is Qt.MouseButton.MiddleButton or self._keys.space:
            self._panned = event.position().x()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        elif event.button() is Qt.MouseButton.LeftButton:
            self._pressed = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer: scroll, draw a stretch, or tell the chainage."""
        x = event.position().x()
        if self._panned is not None:
            self._set_view(self._view.scrolled(self._panned - x))
            self._panned = x
        elif self._pressed is not None:
            self._draw_to(x, self._pressed.x())
        elif self.run.segments:
            self._point_at(x)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End scrolling or choosing; a press that did not move selects the segment."""
        drag, pressed = self._drag, self._pressed
        self._drag = self._pressed = None
        if self._panned is not None:
            self._panned = None
            self.unsetCursor()
        elif drag is not None:
            self.model.choose(drag)
        elif pressed is not None:
            self.model.select(self.run.index_at(self._view.at(pressed.x())))
        self.update()

    def _draw_to(self, x: float, pressed: float) -> None:
        if self._drag is None and abs(x - pressed) >= _START_OF_DRAG_PX:
            at = self._view.at(pressed)
            self._drag = self.model.drag_from(self.run.index_at(at), at, self._reach)
        if self._drag is not None:
            self._drag.move(self._view.at(x), self._reach)
            self.setAccessibleDescription(metres(self._drag.span[1] - self._drag.span[0]))
            self.update()

    def _point_at(self, x: float) -> None:
        self._hover = round(self._view.at(x))
        segment, along = self.model.place(self._hover)
        self.pointed.emit(segment.id, along)
        self.setAccessibleDescription(self._reading(self._hover))
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Tell no chainage any longer."""
        self._hover = None
        self.pointed.emit("", -1)
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom about the pointer; sideways or with Shift scroll."""
        turn = event.angleDelta()
        if turn.x() or event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._set_view(self._view.scrolled(-(turn.x() or turn.y()) * 0.5))
        else:
            self.zoom(1.0015 ** turn.y(), event.position().x())
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, extend, zoom, let go: see StripKeys."""
        if self.run.segments and self._keys.press(event):
            if self._keys.cursor is not None:
                self.setAccessibleDescription(self._reading(self._keys.cursor))
            self.update()
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Notice when space is let go of."""
        self._keys.release(event)
        super().keyReleaseEvent(event)

    def event(self, event: QEvent) -> bool:
        """Tell what the sides say at the pointer when it rests."""
        if isinstance(event, QHelpEvent) and self.run.segments:
            QToolTip.showText(event.globalPos(), self._reading(round(self._view.at(event.x()))), self)
            return True
        return super().event(event)

    def _reading(self, at: int) -> str:
        """What there is at a place of the run, in words."""
        segment, along = self.model.place(at)
        lines = [f"{kilometres(at)} · {segment.source_id or segment.id[:8]} + {metres(along)}"]
        for side, standing in self.model.said_at(at).items():
            lines.append(" · ".join(filter(None, (f"{side}: {word(standing.position)}", standing.note))))
        lines.append(self.model.method)
        return "\n".join(lines)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep what is in sight."""
        self._set_view(self._view.resized(*self._frame()))

    def changeEvent(self, event: QEvent) -> None:
        """Follow another theme or size of text."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.updateGeometry()
            self._set_view(self._view.resized(*self._frame()))
        self.update()

    def sizeHint(self) -> QSize:
        """As high as its rows."""
        return QSize(900, int(self._rows().height + self._bar.sizeHint().height() + 4))

    def minimumSizeHint(self) -> QSize:
        """Narrow windows keep all rows."""
        return QSize(240, self.sizeHint().height())

    # --- drawing -----------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what is in sight."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.palette().window())
        paint(painter, self.scene(), self.width())
        if self.hasFocus():
            painter.setPen(self.palette().accent().color())
            painter.drawLine(0, 0, self.width(), 0)
        painter.end()

    def scene(self) -> Scene:
        """Return everything the picture is made of."""
        view, posts = self._view, self.model.posts
        return Scene(
            run=self.run,
            view=view,
            posts=posts.between(view.first - 10 * view.scale, view.last) if posts else [],
            picked=self._picked(),
            title=self._title(),
            hint=self._hint(),
            colours=colours_of(self),
            lane_names={Lane.A: "A", Lane.B: "B", Lane.JOINT: self.tr("joint")},
            rows=self._rows(),
        )

    def _picked(self) -> Picked:
        return Picked(
            segment=self.model.selected(),
            stretch=self.model.chosen(),
            drawn=self._drag.span if self._drag else None,
            caught=self._drag.caught if self._drag else None,
            hover=self._hover,
            cursor=self._keys.cursor if self.hasFocus() else None,
        )

    def _title(self) -> str:
        if not self.run.segments:
            return self.tr("No line yet. Load border segments, and they are laid out here end to end.")
        name = self.tr("Part {0}").format(self.run.name) if self.run.name else self.tr("The line")
        return f"{name}, {self._direction()} · {self.model.length()}"

    def _direction(self) -> str:
        first, last = self.run.segments[0].line.start, self.run.segments[-1].line.end
        east, north = last[0] - first[0], last[1] - first[1]
        if east == north == 0:
            return self.tr("a ring")
        if abs(north) >= abs(east):
            return self.tr("south to north") if north > 0 else self.tr("north to south")
        return self.tr("west to east") if east > 0 else self.tr("east to west")

    def _hint(self) -> str:
        return self.tr("drag to choose · wheel to zoom · Page Up, Page Down: other parts") if self.run.segments else ""

    def _rows(self) -> Rows:
        return Rows(self.fontMetrics().height())

    def _frame(self) -> tuple[float, float]:
        left = self.fontMetrics().horizontalAdvance(self.tr("joint")) + 32
        return left, max(self.width() - left - 40.0, 1.0)

    def _set_view(self, view: StripView) -> None:
        self._view = view
        whole = view.scale >= view.widest
        self._bar.blockSignals(True)
        self._bar.setRange(0, 0 if whole else round((view.length - view.width * view.scale) / 1000))
        self._bar.setPageStep(max(1, round(view.width * view.scale / 1000)))
        self._bar.setSingleStep(max(1, self._bar.pageStep() // 20))
        self._bar.setValue(round(view.first / 1000))
        self._bar.blockSignals(False)
        self._bar.setVisible(not whole)
        high = self._bar.sizeHint().height()
        self._bar.setGeometry(round(view.left), self.height() - high, round(view.width), high)
        self.update()
