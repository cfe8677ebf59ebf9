"""Cells whose text wraps inside long words too, and that say all they hold: identifiers and names are not cut short."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPalette, QTextDocument, QTextOption
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QTableView

_PAD = 4


class Wrapping(QStyledItemDelegate):
    """Draws the text of a cell over as many lines as it needs in the column's width."""

    def __init__(self, table: QTableView) -> None:
        """Draw for a table."""
        super().__init__(table)
        self._table = table

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """As high as all of the text."""
        wide = self._table.columnWidth(index.column())
        return QSize(wide, round(self._document(option, index, wide).size().height()) + _PAD)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw all of the text."""
        rect: QRect = option.rect
        document = self._document(option, index, rect.width())
        painter.save()
        painter.translate(rect.topLeft())
        brush = index.data(Qt.ItemDataRole.ForegroundRole)
        colour = brush.color() if brush is not None else option.palette.color(QPalette.ColorRole.Text)
        painter.setPen(colour)
        context = document.documentLayout().PaintContext()
        context.palette = QPalette(option.palette)
        context.palette.setColor(QPalette.ColorRole.Text, colour)
        document.documentLayout().draw(painter, context)
        painter.restore()

    def _document(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex, wide: int
    ) -> QTextDocument:
        made = QTextDocument()
        made.setDocumentMargin(_PAD)
        wrapping = QTextOption()
        wrapping.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        made.setDefaultTextOption(wrapping)
        made.setDefaultFont(index.data(Qt.ItemDataRole.FontRole) or option.font)
        made.setPlainText(str(index.data()))
        made.setTextWidth(wide)
        return made
