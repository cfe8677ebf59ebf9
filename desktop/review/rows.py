"""A plain list of rows as a Qt model: two lines of words, a figure, and what each row stands for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QListView

from desktop.review.item_rows import ItemRows
from desktop.review.items import ItemRole
from geodata.changes.comparing.comparison import Relation, Verdict

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Row:
    """One row: `value` is what it stands for; a verdict gives it a bar, a relation a sign."""

    title: str
    subtitle: str
    value: Any
    figure: str = ""
    verdict: Verdict | None = None
    relation: Relation | None = None


class RowsModel(QAbstractListModel):
    """Rows as they are given."""

    def __init__(self) -> None:
        """Start with none."""
        super().__init__()
        self.rows: Sequence[Row] = ()

    def show(self, rows: Sequence[Row]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        known: dict[int, Any] = {
            Qt.ItemDataRole.DisplayRole: row.title,
            Qt.ItemDataRole.ToolTipRole: f"{row.title}\n{row.subtitle}",
            Qt.ItemDataRole.AccessibleTextRole: ", ".join(filter(None, (row.title, row.subtitle, row.figure))),
            ItemRole.SUBTITLE: row.subtitle,
            ItemRole.FIGURE: row.figure,
            ItemRole.VERDICT: row.verdict,
            ItemRole.RELATION: row.relation,
        }
        return known.get(role)


class RowsView(QListView):
    """Shows such rows and goes through them. `chosen` carries what the chosen row stands for, or None."""

    chosen = Signal(object)

    def __init__(self, name: str) -> None:
        """Start empty; `name` is what the list is called when it is read aloud."""
        super().__init__()
        self.rows = RowsModel()
        self.setModel(self.rows)
        self.setItemDelegate(ItemRows(self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setAccessibleName(name)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.selectionModel().currentChanged.connect(lambda *_: self.chosen.emit(self.value()))

    def show_rows(self, rows: Sequence[Row], keep: bool = False) -> None:
        """Show other rows and go to the first; with `keep`, stay at the row with the same number."""
        here = self.currentIndex().row() if keep else 0
        self.rows.show(rows)
        self.choose(min(max(here, 0), len(rows) - 1))

    def value(self) -> Any:
        """Return what the chosen row stands for, None where none is chosen."""
        row = self.currentIndex().row()
        return self.rows.rows[row].value if 0 <= row < len(self.rows.rows) else None

    def choose(self, row: int) -> None:
        """Go to a row."""
        if 0 <= row < len(self.rows.rows):
            self.setCurrentIndex(self.rows.index(row, 0))
            self.scrollTo(self.currentIndex())

    def step(self, rows: int) -> None:
        """Go so many rows on, stopping at either end."""
        self.choose(min(max(self.currentIndex().row() + rows, 0), len(self.rows.rows) - 1))
