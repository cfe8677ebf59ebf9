"""The table of what would leave, and below it the chosen row in full."""

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QTableView, QVBoxLayout, QWidget

from desktop.dialogs.columns import airy_rows, as_list
from desktop.panels.fitting import Copyable
from desktop.panels.parts import GRID, flat
from desktop.publish.leaving_rows import Row, Rows

Index = QModelIndex | QPersistentModelIndex
_HIGH = 240
_LONGEST = 300
"""Characters of a cell that are drawn; the chosen row stands below in full."""


class LeavingModel(QAbstractTableModel):
    """Rows of what would leave; a feature is named in the first of its rows only."""

    def __init__(self) -> None:
        """Start empty."""
        super().__init__()
        self._rows: Rows = _NONE

    def show_rows(self, rows: Rows | None) -> None:
        """Hold other rows, or none."""
        self.beginResetModel()
        self._rows = _NONE if rows is None else rows
        self.endResetModel()

    def row(self, number: int) -> Row:
        """Return a row in full."""
        return self._rows[number]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(Row._fields)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (self.tr("what"), self.tr("field"), self.tr("before"), self.tr("after"))[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        held, column = self._rows[index.row()], index.column()
        again = column == 0 and index.row() > 0 and self._rows[index.row() - 1].what == held.what
        if again and role == Qt.ItemDataRole.DisplayRole:
            return ""
        return " \u00b7 ".join(held[column].split("\n"))[:_LONGEST]


class LeavingTable(QWidget):
    """What would leave, row by row. The keyboard goes through it; the chosen row is read in full below."""

    def __init__(self, name: str) -> None:
        """Start empty; `name` is what the table is called when it is read aloud."""
        super().__init__()
        self.view = QTableView()
        self.model = LeavingModel()
        self.whole = Copyable(self.tr("The chosen row in full"))
        self.view.setModel(self.model)
        self._arrange(name)

    def show_rows(self, rows: Rows | None) -> None:
        """Show other rows, or none."""
        self.model.show_rows(rows)
        self.whole.setText("")
        self.whole.hide()
        self.view.setVisible(self.model.rowCount() > 0)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def _show_whole(self, index: QModelIndex) -> None:
        if not index.isValid():
            return
        row = self.model.row(index.row())
        lines = [" \u00b7 ".join(filter(None, (row.what, row.field)))]
        lines += [text for text in (row.before, row.after) if text] if not row.field else _both(row, self)
        self.whole.setText("\n".join(lines))
        self.whole.show()

    def _fit(self) -> None:
        """Be as high as the rows, up to a limit."""
        row = airy_rows(self.view)
        head = self.view.horizontalHeader().sizeHint().height()
        self.view.setFixedHeight(min(_HIGH, row * self.model.rowCount() + head) + 2 * self.view.frameWidth() + 2)

    def _arrange(self, name: str) -> None:
        as_list(self.view, name, (4, 3, 6, 6))
        self.view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.selectionModel().currentRowChanged.connect(lambda now, _: self._show_whole(now))
        column = flat(QVBoxLayout(self), GRID)
        column.addWidget(self.view)
        column.addWidget(self.whole)
        self.show_rows(None)


def _both(row: Row, asker: QWidget) -> list[str]:
    return [asker.tr("before: {0}").format(row.before), asker.tr("after: {0}").format(row.after)]


class _Nothing:
    def __len__(self) -> int:
        return 0

    def __getitem__(self, row: int) -> Row:
        raise IndexError(row)


_NONE = _Nothing()
