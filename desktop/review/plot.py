"""The plot of the separation along the chainage: an area, its largest value told, and the value under the pointer."""

import numpy as np
from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from desktop.dialogs.colours import colours_of, faded
from desktop.review.separation import Apart, claims_of, reach_of
from desktop.theme import Colours
from geodata.changes.comparing.comparison import Item

_LEFT, _RIGHT, _TOP, _FOOT = 64.0, 24.0, 44.0, 24.0


class SeparationPlot(QWidget):
    """Draws one profile; without one it says why there is none."""

    def __init__(self) -> None:
        """Start empty."""
        super().__init__()
        self._apart: Apart | None = None
        self._told = ""
        self._pointed: float | None = None
        self.setMouseTracking(True)
        self.setMinimumHeight(130)
        self.setAccessibleName(self.tr("Separation along the chainage"))

    def show_apart(self, item: Item | None, apart: Apart | None) -> None:
        """Show the profile of an item, or say why it has none."""
        self._apart, self._pointed = apart, None
        self._told = "" if apart is not None and not _same(item) else self._why(item)
        self.setAccessibleDescription(self._told or self._summary())
        self.update()

    def value_at(self, x: float) -> tuple[float, float] | None:
        """Return chainage in millimetres and separation in metres under a pixel."""
        if self._apart is None or self._told:
            return None
        at = self._apart.at
        place = at[0] + (x - self._room().left()) / max(self._room().width(), 1) * (at[-1] - at[0])
        place = float(np.clip(place, at[0], at[-1]))
        return place, float(np.interp(place, at, self._apart.metres))

    def sizeHint(self) -> QSize:
        """A fifth of the window."""
        return QSize(600, 160)

    def _why(self, item: Item | None) -> str:
        if item is None:
            return ""
        if claims_of(item) is None or reach_of(item) is None:
            return self.tr("Nothing to measure here: this item is not about a stretch whose two lines are known.")
        return self.tr("Both sides claim the same line here; they are not apart.") if _same(item) else ""

    def _summary(self) -> str:
        widest = self._widest()
        return self.tr("{0} m apart at {1} km").format(f"{widest[1]:,.1f}", f"{widest[0] / 1e6:,.3f}") if widest else ""

    def _widest(self) -> tuple[float, float] | None:
        """Chainage and distance where the lines lie farthest apart: to the millimetre as the comparison has it."""
        if self._apart is None:
            return None
        known = self._apart.item.apart
        if known is not None and known.at is not None:
            return float(known.at), known.millimetres / 1000
        place = int(self._apart.metres.argmax())
        return float(self._apart.at[place]), float(self._apart.metres[place])

    def _room(self) -> QRectF:
        high = self.fontMetrics().height()
        left = max(_LEFT, self.fontMetrics().horizontalAdvance("00,000.0") + 8.0)
        top, foot = max(_TOP, 2.4 * high), max(_FOOT, high + 8.0)
        return QRectF(left, top, self.width() - left - _RIGHT, self.height() - top - foot)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell the value under the pointer."""
        self._pointed = event.position().x()
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Tell none."""
        self._pointed = None
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw area, axis and largest value."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = colours_of(self)
        painter.fillRect(self.rect(), QColor(colours.panel))
        painter.setPen(QColor(colours.muted))
        painter.drawText(QPointF(14, self.fontMetrics().ascent() + 6), self.tr("Separation along the chainage, metres"))
        if self._apart is None or self._told:
            below = self.rect().adjusted(14, round(_TOP) // 2, -14, 0)
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._told)
        else:
            self._draw(painter, self._apart, colours)
        painter.end()

    def _draw(self, painter: QPainter, apart: Apart, colours: Colours) -> None:
        room, at = self._room(), apart.at
        most = max(float(apart.metres.max()), 0.001)
        xs = room.left() + (at - at[0]) / max(at[-1] - at[0], 1) * room.width()
        ys = room.bottom() - apart.metres / most * room.height()
        top = QPolygonF([QPointF(x, y) for x, y in zip(xs.tolist(), ys.tolist(), strict=True)])
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(faded(colours.disputed, 36))
        painter.drawPolygon(QPolygonF([room.bottomLeft(), *top.toList(), room.bottomRight()]))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(colours.disputed), 1.4))
        painter.drawPolyline(top)
        self._axis(painter, room, (float(at[0]), float(at[-1])), most, colours)
        widest = self._widest()
        if widest is not None:
            x = room.left() + (widest[0] - float(at[0])) / max(float(at[-1] - at[0]), 1) * room.width()
            self._mark(painter, room, min(max(x, room.left()), room.right()), *widest, colours, below=False)
        pointed = self.value_at(self._pointed) if self._pointed is not None else None
        if pointed is not None and self._pointed is not None:
            x = min(max(self._pointed, room.left()), room.right())
            self._mark(painter, room, x, *pointed, colours, below=True)

    def _axis(self, painter: QPainter, room: QRectF, ends: tuple[float, float], most: float, colours: Colours) -> None:
        painter.setPen(QPen(QColor(colours.unexamined), 1))
        painter.drawLine(QLineF(room.bottomLeft(), room.bottomRight()))
        painter.setPen(QColor(colours.muted))
        high, wide = self.fontMetrics().height(), self.fontMetrics().horizontalAdvance(f"{ends[1] / 1e6:,.3f} km ")
        for share in _ticks(room.width() / max(wide, 1)):
            x = room.left() + share * room.width()
            text = f"{(ends[0] + share * (ends[1] - ends[0])) / 1e6:,.3f} km"
            left = min(max(x - wide / 2, room.left()), room.right() - wide)
            aside = {0.0: Qt.AlignmentFlag.AlignLeft, 1.0: Qt.AlignmentFlag.AlignRight}
            flags = aside.get(share, Qt.AlignmentFlag.AlignHCenter)
            painter.drawText(QRectF(left, room.bottom() + 4, wide, high), flags, text)
        beside = QRectF(0, room.top() - high / 2, room.left() - 8, high)
        painter.drawText(beside, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, f"{most:,.1f}")
        foot = QRectF(0, room.bottom() - high / 2, room.left() - 8, high)
        painter.drawText(foot, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, "0")

    def _mark(
        self, painter: QPainter, room: QRectF, x: float, at: float, metres: float, colours: Colours, below: bool
    ) -> None:
        painter.setPen(QPen(QColor(colours.muted), 1, Qt.PenStyle.DashLine))
        painter.drawLine(QLineF(x, room.top() - 4, x, room.bottom()))
        painter.setPen(QColor(colours.text))
        text = self.tr("{0} m at {1} km").format(f"{metres:,.1f}", f"{at / 1e6:,.3f}")
        wide = painter.fontMetrics().horizontalAdvance(text)
        left = x + 6 if x + 6 + wide < self.width() else x - 6 - wide
        painter.drawText(QPointF(left, room.center().y() if below else room.top() - 6), text)


def _ticks(fitting: float) -> tuple[float, ...]:
    """The shares of the way at which a chainage is written, where so many of them fit beside each other."""
    if fitting >= 6:
        return 0.0, 0.25, 0.5, 0.75, 1.0
    return (0.0, 0.5, 1.0) if fitting >= 3.5 else (0.0, 1.0)


def _same(item: Item | None) -> bool:
    both = claims_of(item) if item is not None else None
    return both is not None and both[0] == both[1]
