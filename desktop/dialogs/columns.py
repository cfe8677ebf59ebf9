"""Columns of a table that share its width by weight, so that none has to be scrolled to."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QHeaderView, QTableView


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
