"""The maps of the review: A's and B's view linked, beside each other, over each other, swiped, or in turn."""

from enum import StrEnum

from PySide6.QtCore import QEvent, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop.dialogs.colours import colours_of
from desktop.jobs import JobRunner
from desktop.map.canvas import MapCanvas, link
from desktop.map.plane import Floats
from desktop.map.style import DARK, LIGHT
from desktop.map.view import Box
from desktop.panels.parts import chip
from desktop.review.scenes import Layered, Pane

_TURN_MS = 700
_GAP = 1


class Arrangement(StrEnum):
    """How the two views are held against each other; the keys 1 to 4."""

    BESIDE = "side by side"
    OVER = "overlay"
    SWIPE = "swipe"
    TURN = "flicker"


class Maps(QWidget):
    """A's map, B's map, and one with both. All show the same place; `picked` carries list[Hit]."""

    picked = Signal(object)

    def __init__(self, jobs: JobRunner) -> None:
        """Draw with `jobs`."""
        super().__init__()
        self.panes = {pane: MapCanvas(jobs, self) for pane in Pane}
        self._tags = {pane: chip("", "") for pane in Pane}
        self._arrangement = Arrangement.BESIDE
        self._handle = _Handle(self)
        self._timer = QTimer(self, interval=_TURN_MS)
        self._timer.timeout.connect(self._turn)
        a, b, both = self.panes.values()
        link(a, b)
        link(a, both)
        for pane, canvas in self.panes.items():
            canvas.picked.connect(lambda hits, _: self.picked.emit(hits))
            self._tags[pane].setParent(canvas)
            self._tags[pane].move(12, 12)
        self._name()
        self._wear()

    @property
    def arrangement(self) -> Arrangement:
        """How they are held against each other now."""
        return self._arrangement

    def arrange(self, arrangement: Arrangement) -> None:
        """Hold them against each other in another way; the place stays."""
        self._arrangement = arrangement
        self._timer.stop()
        if arrangement is Arrangement.TURN:
            self._timer.start()
        self._settle()

    def show_layers(self, layered: Layered) -> None:
        """Draw other layers; the first time, see all of them."""
        for pane, layers in layered.items():
            self.panes[pane].set_layers(layers)
        self.panes[Pane.A].zoom_to_all()

    def renew(self, layered: Layered) -> None:
        """Draw some layers anew; the others and the place stay."""
        for pane, layers in layered.items():
            scene = self.panes[pane].scene
            for layer in layers:
                if len(layer) or len(scene.layer(layer.id) or ()):
                    scene = scene.with_layer(layer)
            if scene is not self.panes[pane].scene:
                self.panes[pane].show_scene(scene)

    def mark(self, places: dict[Pane, tuple[float, float]]) -> None:
        """Mark one place in degrees on each map, or none."""
        for pane, canvas in self.panes.items():
            if pane in places:
                canvas.mark.put(*places[pane])
            else:
                canvas.mark.remove()
            canvas.update()

    def go_to(self, degrees: Box) -> None:
        """See a box in degrees on all of them."""
        self.panes[Pane.BOTH if self._arrangement is Arrangement.OVER else Pane.A].zoom_to(degrees)

    def light(self, lines: dict[Pane, list[Floats]]) -> None:
        """Let lines glow, on each map its own."""
        for pane, canvas in self.panes.items():
            canvas.highlight(*lines.get(pane, []))

    def swipe_to(self, share: float) -> None:
        """Put the edge between A and B at a share of the width."""
        self._handle.share = min(max(share, 0.0), 1.0)
        self._settle()

    def _settle(self) -> None:
        """Put every map where the arrangement wants it."""
        a, b, both = self.panes.values()
        whole, beside = self.rect(), self._arrangement is Arrangement.BESIDE
        half = (self.width() - _GAP) // 2
        a.setGeometry(QRect(0, 0, half, self.height()) if beside else whole)
        b.setGeometry(QRect(half + _GAP, 0, self.width() - half - _GAP, self.height()) if beside else whole)
        both.setGeometry(whole)
        over, swipe = self._arrangement is Arrangement.OVER, self._arrangement is Arrangement.SWIPE
        a.setVisible(not over)
        b.setVisible(not over)
        both.setVisible(over)
        edge = round(self.width() * self._handle.share)
        if swipe:
            b.setMask(QRegion(edge, 0, max(self.width() - edge, 1), self.height()))
        else:
            b.clearMask()
        self._tags[Pane.B].move(edge + 12 if swipe else 12, 12)
        b.raise_()
        self._handle.setVisible(swipe)
        self._handle.setGeometry(edge - 4, 0, 9, self.height())
        self._handle.raise_()

    def _turn(self) -> None:
        if self.isVisible():
            shown = self.panes[Pane.B]
            shown.setVisible(not shown.isVisible())

    def _name(self) -> None:
        said = {Pane.A: self.tr("A's view"), Pane.B: self.tr("B's view"), Pane.BOTH: self.tr("both, neither on top")}
        for pane, text in said.items():
            self._tags[pane].setText(text)
            self._tags[pane].adjustSize()
            self._tags[pane].setAutoFillBackground(True)
            self.panes[pane].setAccessibleName(text)

    def _wear(self) -> None:
        theme = DARK if self.palette().window().color().lightness() < 128 else LIGHT
        for canvas in self.panes.values():
            canvas.set_theme(theme)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the arrangement."""
        self._settle()

    def changeEvent(self, event: QEvent) -> None:
        """Follow another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._wear()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line between the two."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), colours_of(self).line)
        painter.end()


class _Handle(QWidget):
    """The edge between A and B when swiping: dragged, or moved by the arrow keys."""

    def __init__(self, maps: Maps) -> None:
        super().__init__(maps)
        self._maps = maps
        self.share = 0.5
        self.setCursor(Qt.CursorShape.SplitHCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Edge between A and B"))
        self.hide()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        x = self.mapToParent(event.position().toPoint()).x()
        self._maps.swipe_to(x / max(self._maps.width(), 1))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -0.02, Qt.Key.Key_Right: 0.02}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self._maps.swipe_to(self.share + step)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(QRect(3, 0, 3, self.height()), colours_of(self).focus)
        painter.end()
