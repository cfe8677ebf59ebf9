"""Samples of how a position is drawn, for buttons and legends: drawn anew whenever the theme changes."""

from PySide6.QtCore import QLineF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QIconEngine, QPainter, QPalette, QPen, QPixmap

from desktop.theme import COLOURS, Colours, Theme
from geodata.model.status import Position

_DASHES: dict[Position, tuple[float, ...]] = {Position.REJECTS: (1.6, 0.8), Position.PROPOSES: (1.6, 0.8)}


def sample(position: Position) -> QIcon:
    """Return a short run of line as the strip draws it for this position."""
    return QIcon(_Sample(position))


class _Sample(QIconEngine):
    def __init__(self, position: Position) -> None:
        super().__init__()
        self._position = position

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        dark = QGuiApplication.palette().color(QPalette.ColorRole.Window).lightness() < 128
        colour, width = _look(self._position, COLOURS[Theme.DARK if dark else Theme.LIGHT])
        pen = QPen(QColor(colour), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)
        dash = _DASHES.get(self._position)
        if dash:
            pen.setDashPattern(list(dash))
        painter.setPen(pen)
        middle = rect.center().y() + 0.5
        painter.drawLine(QLineF(rect.left(), middle, rect.right() + 1, middle))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        drawn = QPixmap(size)
        drawn.fill(Qt.GlobalColor.transparent)
        painter = QPainter(drawn)
        self.paint(painter, QRect(0, 0, size.width(), size.height()), mode, state)
        painter.end()
        return drawn

    def clone(self) -> QIconEngine:
        return _Sample(self._position)


def _look(position: Position, colours: Colours) -> tuple[str, float]:
    if position in (Position.REJECTS, Position.PROPOSES):
        return colours.disputed, 4.0
    if position in (Position.ACCEPTS, Position.RESERVED):
        return colours.agreed, 4.0
    return colours.unexamined, 1.5
