"""Tables to be read row by row, whose columns share the width by weight, so that none has to be scrolled to."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from desktop.panels.parts import GRID


def as_list(table: QTableView, name: str, weights: Sequence[int]) -> None:
    """Make a table a quiet list: one row is chosen at a time, nothing is edited, each column has its share."""
    table.setAccessibleName(name)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setTabKeyNavigation(False)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    table.verticalHeader().hide()
    header = table.horizontalHeader()
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setHighlightSections(False)
    SharedColumns(table, weights)


def airy_rows(table: QTableView) -> int:
    """Give every row the height that the text of the table needs, and return it."""
    high = table.fontMetrics().height() + 2 * GRID
    table.verticalHeader().setDefaultSectionSize(high)
    return high


class SharedColumns(QObject):
    """Follows the width of one table."""

    def __init__(self, table: QTableView, weights: Sequence[int]) -> None:
        """Give each column its share of the table's width."""
        super().__init__(table)
        self._table, self._weights = table, tuple(weights)
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        table.horizontalHeader().setStretchLastSection(True)
        table.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self._table.viewport():
            wide, total = self._table.viewport().width(), sum(self._weights)
            for column, weight in enumerate(self._weights[:-1]):
                self._table.horizontalHeader().resizeSection(column, wide * weight // total)
        return False
