"""The items of a comparison as a Qt model, in the order along the line, filtered, and ticked for a working paper."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractListModel, QCoreApplication, QModelIndex, QPersistentModelIndex, Qt, Signal

from desktop.dialogs.figures import hectares, kilometres, metres
from desktop.dialogs.words import word
from desktop.review.relations import only, said_of
from geodata.changes.comparing.comparison import POSITION, Comparison, Item, Relation, Verdict
from geodata.model.feature import Kind
from geodata.model.status import Position

translate = QCoreApplication.translate
Index = QModelIndex | QPersistentModelIndex
CHECK = Qt.ItemDataRole.CheckStateRole


class ItemRole(IntEnum):
    """What a row tells beside its title."""

    SUBTITLE = Qt.ItemDataRole.UserRole + 1
    FIGURE = Qt.ItemDataRole.UserRole + 2
    VERDICT = Qt.ItemDataRole.UserRole + 3
    ITEM = Qt.ItemDataRole.UserRole + 4
    RELATION = Qt.ItemDataRole.UserRole + 5


@dataclass(frozen=True)
class Wanted:
    """What a filter lets through: an item that fits all of it; an empty `kind` or `text` fits every item."""

    verdicts: frozenset[Verdict] = frozenset(Verdict)
    relations: frozenset[Relation] = frozenset(Relation)
    kind: str = ""
    text: str = ""


class ItemsModel(QAbstractListModel):
    """Rows are items; a filter leaves rows out but never changes their order. `ticked` says that other ones are."""

    ticked = Signal()

    def __init__(self) -> None:
        """Start with none."""
        super().__init__()
        self._comparison: Comparison | None = None
        self._rows: list[Item] = []
        self._texts: dict[str, str] = {}
        self._ticked: set[str] = set()
        self._wanted = Wanted()

    @property
    def shown(self) -> list[Item]:
        """The items that the filter lets through."""
        return list(self._rows)

    @property
    def chosen(self) -> list[Item]:
        """The items that are ticked, those that are filtered out with them."""
        items = self._comparison.items if self._comparison else ()
        return [item for item in items if item.id in self._ticked]

    def show(self, comparison: Comparison | None) -> None:
        """Show the items of a comparison; the filters stay, and the ticks of items that are there still."""
        self._comparison = comparison
        self._texts = {}
        self._ticked &= {item.id for item in comparison.items} if comparison else set()
        self._choose()
        self.ticked.emit()

    def measured(self, comparison: Comparison) -> None:
        """Take the numbers of the same items."""
        numbered = {item.id: item for item in comparison.items}
        self._comparison = comparison
        self._rows = [numbered[item.id] for item in self._rows]
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, 0))

    def show_only(self, wanted: Wanted) -> None:
        """Show the items that fit."""
        self._wanted = wanted
        self._choose()

    def tick(self, items: Iterable[Item], ticked: bool) -> None:
        """Tick items, or take their ticks away."""
        ids = {item.id for item in items}
        self._ticked = self._ticked | ids if ticked else self._ticked - ids
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, 0), [CHECK])
        self.ticked.emit()

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

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Rows are chosen and ticked."""
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable

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
        if role == ItemRole.RELATION:
            return item.relation
        if role == ItemRole.ITEM:
            return item
        if role == CHECK:
            return Qt.CheckState.Checked if item.id in self._ticked else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(told for told in (title(item), subtitle(item), figure(item)) if told)
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Tick a row."""
        if role != CHECK:
            return False
        self.tick([self._rows[index.row()]], Qt.CheckState(value) == Qt.CheckState.Checked)
        return True

    def _choose(self) -> None:
        self.beginResetModel()
        items = self._comparison.items if self._comparison else ()
        self._rows = [item for item in items if self._fits(item)]
        self.endResetModel()

    def _fits(self, item: Item) -> bool:
        wanted = self._wanted
        if item.verdict not in wanted.verdicts or item.relation not in wanted.relations:
            return False
        if wanted.kind and item.kind != wanted.kind:
            return False
        words = _plain(wanted.text).split()
        return not words or all(each in self._text(item) for each in words)

    def _text(self, item: Item) -> str:
        if item.id not in self._texts:
            values = (value for row in item.fields for value in (row.base, row.a, row.b) if isinstance(value, str))
            self._texts[item.id] = _plain(" ".join((title(item), subtitle(item), *values)))
        return self._texts[item.id]


def verdict_word(verdict: Verdict) -> str:
    """Return what a verdict is called."""
    return {
        Verdict.SAME: translate("Review", "same on both sides"),
        Verdict.ONLY_A: only(Verdict.ONLY_A),
        Verdict.ONLY_B: only(Verdict.ONLY_B),
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
    """Return what an item is to the two sides, and what it is about; of a position, what they say."""
    said = next((row for row in item.fields if row.name == "position"), None)
    told = said_of(item)
    if item.kind != POSITION or said is None:
        return f"{told} \u00b7 {kind_word(item.kind)}"
    a, b = (word(Position(value or Position.NONE)) for value in (said.a, said.b))
    if item.verdict is Verdict.DIFFERENT:
        return translate("Review", "{0} \u00b7 A {1}, B {2}").format(told, a, b)
    return f"{told} \u00b7 {b if item.verdict is Verdict.ONLY_B else a}"


def figure(item: Item) -> str:
    """Return how much lies between the lines or how far apart they are, else how long the stretch is, else nothing."""
    if item.apart is not None and item.apart.millimetres:
        return metres(item.apart.millimetres, 1)
    if item.measured is not None and item.measured.between:
        return hectares(item.measured.between)
    return kilometres(item.length) if item.length is not None else ""


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()


def _away(item: Item, at: int) -> int:
    if item.start is None or item.end is None:
        return 10**12
    return max(item.start - at, at - item.end, 0)
