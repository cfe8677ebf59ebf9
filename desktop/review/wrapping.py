"""Cells whose text wraps inside long words too, and that say all they hold: identifiers and names are not cut short."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPalette, QTextCharFormat, QTextCursor, QTextDocument, QTextOption
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QTableView

_PAD = 4

QuietRole = Qt.ItemDataRole.UserRole + 1
"""Whether a cell is written in the quiet colour of whatever theme is worn."""

EmphasisRole = Qt.ItemDataRole.UserRole + 2
"""The characters of a cell that stand out: bold and underlined, so that it needs no colour."""

Emphasis = tuple[tuple[int, int], ...]
"""Runs of characters: the first, and how many."""


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
        role = QPalette.ColorRole.PlaceholderText if index.data(QuietRole) else QPalette.ColorRole.Text
        colour = self._table.palette().color(role)  # asked for here: a theme put on later holds for old cells too
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
        own = index.data(Qt.ItemDataRole.FontRole)
        made.setDefaultFont(own.resolve(option.font) if own is not None else option.font)
        made.setPlainText(str(index.data()))
        _emphasise(made, index.data(EmphasisRole) or ())
        made.setTextWidth(wide)
        return made


def _emphasise(document: QTextDocument, runs: Emphasis) -> None:
    outstanding = QTextCharFormat()
    outstanding.setFontWeight(QFont.Weight.Bold)
    outstanding.setFontUnderline(True)
    for first, number in runs:
        cursor = QTextCursor(document)
        cursor.setPosition(first)
        cursor.setPosition(first + number, QTextCursor.MoveMode.KeepAnchor)
        cursor.mergeCharFormat(outstanding)
