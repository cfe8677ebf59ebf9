"""The plot of what lies between two lines as they are, and once a cause is taken back: two courses over one axis."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from desktop.dialogs.colours import colours_of
from desktop.theme import Colours
from geodata.geometry.displacement_findings import Diagnosis
from geodata.geometry.displacement_signatures import Cause
from geodata.geometry.displacement_words import metres

_LEFT, _RIGHT, _TOP, _FOOT = 64.0, 24.0, 34.0, 10.0


class ResidualPlot(QWidget):
    """Draws the distances before and after; a dashed course is what is, a solid one what the cause leaves."""

    def __init__(self) -> None:
        """Start empty."""
        super().__init__()
        self._found: Diagnosis | None = None
        self.setAccessibleName(self.tr("Distances as they are and without the cause"))

    def show_diagnosis(self, found: Diagnosis | None) -> None:
        """Show what a diagnosis leaves, or nothing."""
        self._found = found
        said = self.tr("as they are {0}, without the cause {1}, as root mean squares")
        words = "" if found is None else said.format(metres(found.before.rms), metres(found.after.rms))
        self.setAccessibleDescription(words)
        self.update()

    def sizeHint(self) -> QSize:
        """A strip as wide as there is room."""
        return QSize(600, 112)

    def minimumSizeHint(self) -> QSize:
        """High enough to tell two courses apart."""
        return QSize(200, 84)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw both courses, the axis and what they mean."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = colours_of(self)
        painter.fillRect(self.rect(), QColor(colours.panel))
        if self._found is not None and len(self._found.trace.at) > 1:
            self._draw(painter, self._found, colours)
        painter.end()

    def _draw(self, painter: QPainter, found: Diagnosis, colours: Colours) -> None:
        room = QRectF(_LEFT, _TOP, self.width() - _LEFT - _RIGHT, self.height() - _TOP - _FOOT)
        most = max(*found.trace.before, *found.trace.after, 0.001)
        painter.setPen(QPen(QColor(colours.unexamined), 1))
        painter.drawLine(room.bottomLeft(), room.bottomRight())
        beside = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.setPen(QColor(colours.muted))
        painter.drawText(QRectF(0, room.top() - 8, _LEFT - 8, 16), beside, metres(most))
        painter.drawText(QRectF(0, room.bottom() - 8, _LEFT - 8, 16), beside, "0")
        before = QPen(QColor(colours.muted), 1.6, Qt.PenStyle.DashLine)
        after = QPen(QColor(colours.action), 1.8)
        x = self._legend(painter, 14.0, before, self.tr("as they are, {0}").format(metres(found.before.rms)), colours)
        courses = [(before, found.trace.before)]
        if found.is_hint and found.cause is not Cause.ROUNDING:  # what was rounded off cannot be taken back
            self._legend(painter, x, after, self.tr("without the cause, {0}").format(metres(found.after.rms)), colours)
            courses.append((after, found.trace.after))
        for pen, values in courses:
            painter.setPen(pen)
            painter.drawPolyline(_course(room, found.trace.at, values, most))

    def _legend(self, painter: QPainter, x: float, pen: QPen, text: str, colours: Colours) -> float:
        """A piece of the course and what it means; return where the next one starts."""
        painter.setPen(pen)
        painter.drawLine(QPointF(x, 12), QPointF(x + 28, 12))
        painter.setPen(QColor(colours.text))
        painter.drawText(QPointF(x + 36, 16), text)
        return x + 36 + painter.fontMetrics().horizontalAdvance(text) + 24


def _course(room: QRectF, at: tuple[float, ...], values: tuple[float, ...], most: float) -> QPolygonF:
    along = np.asarray(at)
    xs = room.left() + (along - along[0]) / max(float(along[-1] - along[0]), 1e-9) * room.width()
    ys = room.bottom() - np.asarray(values) / most * room.height()
    return QPolygonF([QPointF(x, y) for x, y in zip(xs.tolist(), ys.tolist(), strict=True)])
