"""The items of a comparison as a Qt model, in the order along the line, filtered by verdict and kind."""

from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractListModel, QCoreApplication, QModelIndex, QPersistentModelIndex, Qt

from desktop.dialogs.figures import kilometres, metres
from desktop.dialogs.words import word
from geodata.changes.comparison import POSITION, Comparison, Item, Verdict
from geodata.model.feature import Kind
from geodata.model.status import Position

translate = QCoreApplication.translate
Index = QModelIndex | QPersistentModelIndex


class ItemRole(IntEnum):
    """What a row tells beside its title."""

    SUBTITLE = Qt.ItemDataRole.UserRole + 1
    FIGURE = Qt.ItemDataRole.UserRole + 2
    VERDICT = Qt.ItemDataRole.UserRole + 3
    ITEM = Qt.ItemDataRole.UserRole + 4


class ItemsModel(QAbstractListModel):
    """Rows are items; a filter leaves rows out but never changes their order."""

    def __init__(self) -> None:
        """Start with none."""
        super().__init__()
        self._comparison: Comparison | None = None
        self._rows: list[Item] = []
        self._verdicts = set(Verdict)
        self._kind = ""

    def show(self, comparison: Comparison | None) -> None:
        """Show the items of a comparison; the filters stay."""
        self._comparison = comparison
        self._choose()

    def show_only(self, verdicts: set[Verdict], kind: str) -> None:
        """Show items with one of these verdicts and of this kind; no kind: of all."""
        self._verdicts, self._kind = verdicts, kind
        self._choose()

    def item(self, row: int) -> Item:
        """Return the item of a row."""
        return self._rows[row]

    def row_of(self, id_: str) -> int:
        """Return the row of an item, -1 where it is filtered out."""
        return next((row for row, item in enumerate(self._rows) if item.id == id_), -1)

    def row_at(self, segment: str, at: int) -> int:
        """Return the row of what was clicked: on this segment, around this chainage; -1 for nothing."""
        rows = [row for row, item in enumerate(self._rows) if segment in (item.segment, item.feature)]
        return min(rows, key=lambda row: _away(self._rows[row], at), default=-1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return how many items are shown."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a row tells."""
        item = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return title(item)
        if role == ItemRole.SUBTITLE:
            return subtitle(item)
        if role == ItemRole.FIGURE:
            return figure(item)
        if role == ItemRole.VERDICT:
            return item.verdict
        if role == ItemRole.ITEM:
            return item
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join((title(item), subtitle(item), figure(item)))
        return None

    def _choose(self) -> None:
        self.beginResetModel()
        items = self._comparison.items if self._comparison else ()
        self._rows = [
            item for item in items if item.verdict in self._verdicts and (not self._kind or item.kind == self._kind)
        ]
        self.endResetModel()


def verdict_word(verdict: Verdict) -> str:
    """Return what a verdict is called."""
    return {
        Verdict.SAME: translate("Review", "same on both sides"),
        Verdict.ONLY_A: translate("Review", "only A"),
        Verdict.ONLY_B: translate("Review", "only B"),
        Verdict.DIFFERENT: translate("Review", "both, and different"),
    }[verdict]


def kind_word(kind: str) -> str:
    """Return what the kind of an item is called."""
    return translate("Review", "position") if kind == POSITION else word(Kind(kind))


def title(item: Item) -> str:
    """Return where an item is: what it is on, and from where to where in kilometres."""
    if item.start is None or item.end is None:
        return item.label
    return f"{item.label} \u00b7 {item.start / 1e6:,.3f} \u2013 {item.end / 1e6:,.3f}"


def subtitle(item: Item) -> str:
    """Return what an item is about and how the sides stand to each other; of a position, what they say."""
    said = next((row for row in item.fields if row.name == "position"), None)
    if item.kind != POSITION or said is None:
        return f"{kind_word(item.kind)} \u00b7 {verdict_word(item.verdict)}"
    a, b = (word(Position(value or Position.NONE)) for value in (said.a, said.b))
    if item.verdict is Verdict.DIFFERENT:
        return translate("Review", "A {0} \u00b7 B {1}").format(a, b)
    return f"{verdict_word(item.verdict)} \u00b7 {b if item.verdict is Verdict.ONLY_B else a}"


def figure(item: Item) -> str:
    """Return how far apart the lines are, else how long the stretch is, else nothing."""
    if item.apart is not None and item.apart.millimetres:
        return metres(item.apart.millimetres, 1)
    return kilometres(item.length) if item.length is not None else ""


def _away(item: Item, at: int) -> int:
    if item.start is None or item.end is None:
        return 10**12
    return max(item.start - at, at - item.end, 0)
