"""How a row of a list is drawn: a bar for the verdict, where it is, a sign and words for what it is, and its figure."""

from dataclasses import dataclass

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.dialogs.colours import colours_of
from desktop.review.items import CHECK, ItemRole
from desktop.review.signs import draw_sign
from desktop.theme import Colours
from geodata.changes.comparing.comparison import Relation, Verdict

_PAD, _BAR, _SIGN, _BOX = 8, 4, 12, 14


@dataclass(frozen=True)
class _Places:
    """Where the parts of a row stand."""

    box: QRect
    bar: QRect
    words: QRect

    @classmethod
    def of(cls, rect: QRect, ticks: bool) -> "_Places":
        left = rect.left() + 2 * _PAD
        box = QRect(left, rect.top() + _PAD, _BOX, _BOX)
        if ticks:
            left += _BOX + _PAD
        bar = QRect(left, rect.top() + _PAD, _BAR, rect.height() - 2 * _PAD)
        words = QRect(left + _BAR + _PAD, rect.top() + _PAD, rect.right() - left - _BAR - 2 * _PAD, bar.height())
        return cls(box, bar, words)


class ItemRows(QStyledItemDelegate):
    """Draws two lines of text for a row; verdict and relation differ in shape, so that both can be read in grey."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Two lines and some air."""
        return QSize(220, 2 * QFontMetrics(option.font).height() + 2 * _PAD)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one row."""
        widget: QWidget = option.widget
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        colours = colours_of(widget)
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(colours.chosen))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, QColor(colours.hover))
        ticked = index.data(CHECK)
        places = _Places.of(rect, ticked is not None)
        if ticked is not None:
            _draw_box(painter, places.box, Qt.CheckState(ticked) == Qt.CheckState.Checked, colours)
        _draw_bar(painter, places.bar, index.data(ItemRole.VERDICT), colours)
        _draw_words(painter, places.words, index, option.font, colours)
        painter.setPen(QColor(colours.line))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.restore()

    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        """A click on the box ticks the row."""
        ticked = index.data(CHECK)
        if ticked is None or not isinstance(event, QMouseEvent) or event.type() != QEvent.Type.MouseButtonRelease:
            return False
        rect: QRect = option.rect
        around = _Places.of(rect, ticks=True).box.adjusted(-_PAD, -_PAD, _PAD // 2, _PAD)
        if not around.contains(event.position().toPoint()):
            return False
        return bool(model.setData(index, _other(Qt.CheckState(ticked)), CHECK))


def toggle(model: QAbstractItemModel, index: QModelIndex) -> None:
    """Tick a row, or take its tick away."""
    ticked = index.data(CHECK)
    if ticked is not None:
        model.setData(index, _other(Qt.CheckState(ticked)), CHECK)


def _other(state: Qt.CheckState) -> Qt.CheckState:
    return Qt.CheckState.Unchecked if state == Qt.CheckState.Checked else Qt.CheckState.Checked


def _draw_box(painter: QPainter, box: QRect, ticked: bool, colours: Colours) -> None:
    painter.save()
    painter.setPen(QPen(QColor(colours.text if ticked else colours.unexamined), 1.2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
    if ticked:
        painter.fillRect(box.adjusted(4, 4, -4, -4), QColor(colours.text))
    painter.restore()


def _draw_bar(painter: QPainter, bar: QRect, verdict: Verdict | None, colours: Colours) -> None:
    tall = bar.height()
    if verdict is Verdict.ONLY_A:
        bar.setHeight(tall // 2)
    elif verdict is Verdict.ONLY_B:
        bar.setTop(bar.top() + tall - tall // 2)
    if verdict is not None:
        colour = {Verdict.SAME: colours.agreed, Verdict.DIFFERENT: colours.disputed}.get(verdict, colours.one_sided)
        painter.fillRect(bar, QColor(colour))


def _draw_words(
    painter: QPainter, room: QRect, index: QModelIndex | QPersistentModelIndex, font: QFont, colours: Colours
) -> None:
    measure, figure = QFontMetrics(font), str(index.data(ItemRole.FIGURE) or "")
    wide = measure.horizontalAdvance(figure) + _PAD if figure else 0
    first = QRect(room.left(), room.top(), room.width(), measure.height())
    second = first.translated(0, measure.height())
    painter.setFont(font)
    painter.setPen(QColor(colours.text))
    title = measure.elidedText(str(index.data()), Qt.TextElideMode.ElideRight, first.width() - wide)
    painter.drawText(first, Qt.AlignmentFlag.AlignLeft, title)
    painter.drawText(first, Qt.AlignmentFlag.AlignRight, figure)
    relation = index.data(ItemRole.RELATION)
    if relation is not None:
        box = QRectF(second.left(), second.center().y() - _SIGN / 2 + 0.5, _SIGN, _SIGN)
        draw_sign(painter, box, Relation(relation), index.data(ItemRole.VERDICT), colours)
        second.setLeft(second.left() + _SIGN + _PAD)
    painter.setPen(QColor(colours.muted))
    under = measure.elidedText(str(index.data(ItemRole.SUBTITLE)), Qt.TextElideMode.ElideRight, second.width())
    painter.drawText(second, Qt.AlignmentFlag.AlignLeft, under)
