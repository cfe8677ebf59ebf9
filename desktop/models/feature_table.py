"""Features as rows of columns: each column is computed once, when it is first needed; order and filter are indices."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop.models.sorting import Rows, Truths, containing, folded, sorted_rows
from geodata.model.feature import Feature

Values = Sequence[Any] | npt.NDArray[np.int64]
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, the values of many features at once, and how one value is written."""

    title: str
    values: Callable[[Sequence[Feature]], Values]
    text: Callable[[Any], str] = str
    figures: bool = False
    tip: str = ""


class FeatureTable(QAbstractTableModel):
    """A table of features; what it shows of them is decided by its columns alone."""

    def __init__(self, columns: Sequence[Column], parent: QObject | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._columns = list(columns)
        self._features: list[Feature] = []
        self._values: dict[int, Values] = {}
        self._shown: dict[int, dict[int, Any]] = {}
        self._ranks: dict[int, Rows] = {}
        self._haystack: list[str] | None = None
        self._order: Rows = np.empty(0, np.int64)
        self._places: Rows | None = None
        self._rows: dict[str, int] | None = None
        self._sorting: tuple[int, bool] | None = None
        self._needle = ""
        self._mask: Truths | None = None

    def fill(self, features: Sequence[Feature]) -> None:
        """Show these features, filtered and sorted as before."""
        self.beginResetModel()
        self._features = list(features)
        self._values, self._ranks, self._shown = {}, {}, {}
        self._haystack, self._mask, self._rows = None, None, None
        self._arrange()
        self.endResetModel()

    def revise(self, features: Sequence[Feature]) -> bool:
        """Show features anew that are in the table already; return False when one of them is not."""
        rows = self._known()
        if any(feature.id not in rows for feature in features):
            return False
        where = [rows[feature.id] for feature in features]
        for row, feature in zip(where, features, strict=True):
            self._features[row] = feature
        for column, values in self._values.items():
            self._values[column] = _patched(values, where, self._columns[column].values(features))
        self._ranks, self._shown, self._haystack = {}, {}, None
        self.repaint()
        return True

    def forget(self, titles: Sequence[str]) -> None:
        """Compute these columns again."""
        for number, column in enumerate(self._columns):
            if column.title in titles:
                self._values.pop(number, None)
                self._shown.pop(number, None)
                self._ranks.pop(number, None)
        if self._sorting and self._columns[self._sorting[0]].title in titles:
            self.rearrange()
        self.repaint()

    def repaint(self) -> None:
        """Tell the view that any cell may say something else."""
        if len(self._order):
            last = self.index(len(self._order) - 1, len(self._columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def search(self, needle: str) -> None:
        """Show only the features that contain every word, whatever its case."""
        self._needle = needle
        self.rearrange()

    def show_only(self, mask: Truths | None) -> None:
        """Show only the features that are true in (features,), or all with None."""
        self._mask = mask
        self.rearrange()

    def rearrange(self) -> None:
        """Filter and sort again."""
        self.beginResetModel()
        self._arrange()
        self.endResetModel()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; -1 returns to the order in which the features came."""
        self._sorting = (column, order is Qt.SortOrder.DescendingOrder) if column >= 0 else None
        self.rearrange()

    @property
    def features(self) -> list[Feature]:
        """All features, those filtered out included, in the order in which they came."""
        return self._features

    def feature(self, row: int) -> Feature:
        """Return the feature shown in a row."""
        return self._features[int(self._order[row])]

    def rows_of(self, ids: Sequence[str]) -> list[int]:
        """Return the rows in which these features are shown now; those filtered out have none."""
        if not ids:
            return []
        if self._places is None:
            self._places = np.full(len(self._features), -1, np.int64)
            self._places[self._order] = np.arange(len(self._order))
        known = self._known()
        rows = [int(self._places[known[id_]]) for id_ in ids if id_ in known]
        return [row for row in rows if row >= 0]

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._order)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            number = index.column()
            return self._columns[number].text(self._value(number, int(self._order[index.row()])))
        if role == Qt.ItemDataRole.TextAlignmentRole and self._columns[index.column()].figures:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        column = self._columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.tip or None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.figures else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None

    def _value(self, number: int, at: int) -> Any:
        """One value; a whole column is computed when something is sorted or searched by it, not to show a screenful."""
        if number in self._values:
            return self._values[number][at]
        known = self._shown.setdefault(number, {})
        if at not in known:
            known[at] = self._columns[number].values(self._features[at : at + 1])[0]
        return known[at]

    def _known(self) -> dict[str, int]:
        if self._rows is None:
            self._rows = {feature.id: row for row, feature in enumerate(self._features)}
        return self._rows

    def _column(self, number: int) -> Values:
        if number not in self._values:
            self._values[number] = self._columns[number].values(self._features)
        return self._values[number]

    def _arrange(self) -> None:
        order: Rows = np.arange(len(self._features), dtype=np.int64)
        if self._sorting is not None:
            number, falling = self._sorting
            if number not in self._ranks:
                self._ranks[number] = sorted_rows(self._column(number))
            order = self._ranks[number][::-1] if falling else self._ranks[number]
        if self._needle.strip():
            order = order[containing(self._texts(), self._needle)[order]]
        if self._mask is not None:
            order = order[self._mask[order]]
        self._order, self._places = order, None

    def _texts(self) -> list[str]:
        if self._haystack is None:
            shown = [number for number, column in enumerate(self._columns) if not column.figures]
            written = [list(map(self._columns[number].text, self._column(number))) for number in shown]
            self._haystack = [folded("\n".join(texts)) for texts in zip(*written, strict=True)]
        return self._haystack


def _patched(values: Values, rows: list[int], new: Values) -> Values:
    if isinstance(values, np.ndarray):
        patched = values.copy()
        patched[rows] = new
        return patched
    changed = list(values)
    for row, value in zip(rows, new, strict=True):
        changed[row] = value
    return changed
