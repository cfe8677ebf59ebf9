"""How a row of the list is drawn: a bar for the verdict, where it is, what it is about, and its figure on the right."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.dialogs.colours import colours_of
from desktop.review.items import ItemRole
from desktop.theme import Colours
from geodata.changes.comparison import Verdict

_PAD, _BAR = 8, 4


class ItemRows(QStyledItemDelegate):
    """Draws two lines of text for an item; the bar differs in height as well, so that it can be read in grey."""

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
        _draw_bar(painter, rect, index.data(ItemRole.VERDICT), colours)
        _draw_words(painter, rect, index, option.font, colours)
        painter.setPen(QColor(colours.line))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.restore()


def _draw_bar(painter: QPainter, rect: QRect, verdict: Verdict, colours: Colours) -> None:
    tall = rect.height() - 2 * _PAD
    box = QRect(rect.left() + 2 * _PAD, rect.top() + _PAD, _BAR, tall)
    if verdict is Verdict.ONLY_A:
        box.setHeight(tall // 2)
    elif verdict is Verdict.ONLY_B:
        box.setTop(box.top() + tall - tall // 2)
    colour = {Verdict.SAME: colours.agreed, Verdict.DIFFERENT: colours.disputed}.get(verdict, colours.one_sided)
    painter.fillRect(box, QColor(colour))


def _draw_words(
    painter: QPainter, rect: QRect, index: QModelIndex | QPersistentModelIndex, font: QFont, colours: Colours
) -> None:
    measure, figure = QFontMetrics(font), str(index.data(ItemRole.FIGURE))
    left = rect.left() + 2 * _PAD + _BAR + _PAD
    wide = measure.horizontalAdvance(figure) + _PAD
    room = rect.right() - left - _PAD
    first = QRect(left, rect.top() + _PAD, room, measure.height())
    second = first.translated(0, measure.height())
    painter.setFont(font)
    painter.setPen(QColor(colours.text))
    title = measure.elidedText(str(index.data()), Qt.TextElideMode.ElideRight, room)
    painter.drawText(first, Qt.AlignmentFlag.AlignLeft, title)
    painter.setPen(QColor(colours.muted))
    painter.drawText(second, Qt.AlignmentFlag.AlignRight, figure)
    under = measure.elidedText(str(index.data(ItemRole.SUBTITLE)), Qt.TextElideMode.ElideRight, room - wide)
    painter.drawText(second, Qt.AlignmentFlag.AlignLeft, under)
