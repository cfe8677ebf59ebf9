"""The list of items: filters by verdict, kind and text, and the items, to be gone through and ticked."""

from collections.abc import Collection

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QLabel, QLineEdit, QListView, QVBoxLayout, QWidget

from desktop.dialogs.figures import count, kilometres
from desktop.panels.parts import GRID, button, card, flat, label, readable, rule
from desktop.review.item_rows import ItemRows, toggle
from desktop.review.items import ItemsModel, Wanted, kind_word, verdict_word
from geodata.changes.comparing.comparison import Comparison, Item, Relation, Verdict
from geodata.changes.comparing.comparison_numbers import Total
from geodata.geometry.displacement_words import sentence

_ORDER = (Verdict.DIFFERENT, Verdict.ONLY_A, Verdict.ONLY_B, Verdict.SAME)
_TYPING_MS = 120


class ItemList(QWidget):
    """A filter on each verdict, on kinds and words, and the items. `chosen` carries the Item, or None."""

    chosen = Signal(object)
    ticked = Signal()
    all_asked = Signal()

    def __init__(self) -> None:
        """Start with no comparison."""
        super().__init__()
        self.model = ItemsModel()
        self.view = QListView()
        self.kind = QComboBox()
        self.text = QLineEdit()
        self.all = button(self.tr("Show all items"), self.show_all)
        self.verdicts: dict[Verdict, QCheckBox] = {}
        self._relations: frozenset[Relation] = frozenset(Relation)
        self._counts: dict[Verdict, tuple[QLabel, QLabel]] = {}
        self.hints = readable("")
        self._notice = card(self.hints)
        self._shown = label("", "small")
        self._none = label(self.tr("No item fits the filter."), "muted", wrap=True)
        self._typing = QTimer(self, interval=_TYPING_MS, singleShot=True)
        self._arrange()
        self.view.selectionModel().currentChanged.connect(lambda *_: self.chosen.emit(self.current()))
        self.model.ticked.connect(self._tell_shown)
        self.model.ticked.connect(self.ticked)
        self._typing.timeout.connect(self._filter)

    def show_comparison(self, comparison: Comparison) -> None:
        """Show another comparison and go to its first item."""
        self._tell_hints(comparison)
        for verdict, total in comparison.totals.items():
            self._tell(verdict, total)
        self._fill_kinds(comparison)
        self.model.show(comparison)
        self._filter()
        self.step(0)

    def show_relations(self, relations: Collection[Relation]) -> None:
        """Show only items of some relations."""
        self._relations = frozenset(relations)
        self._filter()

    def show_all(self) -> None:
        """Let every item through."""
        for choice in self.verdicts.values():
            choice.setChecked(True)
        self.kind.setCurrentIndex(0)
        self.text.clear()
        self.all_asked.emit()
        self._filter()

    def current(self) -> Item | None:
        """Return the item that is chosen."""
        row = self.view.currentIndex().row()
        return self.model.item(row) if 0 <= row < self.model.rowCount() else None

    def choose(self, row: int) -> None:
        """Go to a row."""
        if 0 <= row < self.model.rowCount():
            self.view.setCurrentIndex(self.model.index(row, 0))
            self.view.scrollTo(self.view.currentIndex())

    def step(self, rows: int) -> None:
        """Go so many rows on, stopping at either end."""
        here = max(self.view.currentIndex().row(), 0)
        self.choose(min(max(here + rows, 0), self.model.rowCount() - 1))

    def toggle(self) -> None:
        """Tick the chosen item, or take its tick away."""
        toggle(self.model, self.view.currentIndex())

    def tick_shown(self) -> None:
        """Tick all items that are shown; where all are ticked, take the ticks away."""
        shown = self.model.shown
        ids = {item.id for item in self.model.chosen}
        self.model.tick(shown, any(item.id not in ids for item in shown))

    def _filter(self) -> None:
        before = self.current()
        verdicts = frozenset(verdict for verdict, choice in self.verdicts.items() if choice.isChecked())
        self.model.show_only(Wanted(verdicts, self._relations, str(self.kind.currentData() or ""), self.text.text()))
        self.choose(max(self.model.row_of(before.id), 0) if before else 0)
        self._tell_shown()
        none = not self.model.rowCount()
        self._none.setVisible(none)
        self.all.setVisible(none)
        self.view.setVisible(not none)
        if none:
            self.chosen.emit(None)

    def _tell_shown(self) -> None:
        ticked = len(self.model.chosen)
        told = self.tr("{0} shown, north to south").format(count(self.model.rowCount()))
        self._shown.setText(self.tr("{0} \u00b7 {1} ticked").format(told, count(ticked)) if ticked else told)

    def _tell_hints(self, comparison: Comparison) -> None:
        """One notice for what many items share, so that it is not read as many disputes."""
        said = self.tr("A hint to both sides, for {0} of these items: {1}")
        told = [said.format(count(len(hint.items)), sentence(hint.diagnosis)) for hint in comparison.hints]
        self.hints.setText("\n\n".join(told))
        self._notice.setVisible(bool(told))

    def _tell(self, verdict: Verdict, total: Total) -> None:
        figures = self._counts[verdict]
        for shown, text in zip(figures, (count(total.count), kilometres(total.length)), strict=True):
            shown.setText(text)
        self.verdicts[verdict].setAccessibleDescription(f"{total.count}, {kilometres(total.length)}")

    def _fill_kinds(self, comparison: Comparison) -> None:
        kinds = dict.fromkeys(item.kind for item in comparison.items)
        self.kind.blockSignals(True)
        self.kind.clear()
        self.kind.addItem(self.tr("everything"), "")
        for kind in kinds:
            self.kind.addItem(kind_word(kind), kind)
        self.kind.blockSignals(False)

    # --- arrangement -------------------------------------------------------------------------------------------------

    def _arrange(self) -> None:
        self.view.setModel(self.model)
        self.view.setItemDelegate(ItemRows(self.view))
        self.view.setUniformItemSizes(True)
        self.view.setMouseTracking(True)
        self.view.setAccessibleName(self.tr("Items along the line"))
        self.view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.kind.setAccessibleName(self.tr("What is shown"))
        self.kind.activated.connect(lambda _: self._filter())
        self.text.setPlaceholderText(self.tr("Find in the items"))
        self.text.setAccessibleName(self.tr("Words that an item must have"))
        self.text.setClearButtonEnabled(True)
        self.text.textChanged.connect(lambda _: self._typing.start())
        self.text.returnPressed.connect(self.view.setFocus)
        column = flat(QVBoxLayout(self))
        column.addLayout(self._filters())
        notice = QVBoxLayout()
        notice.setContentsMargins(GRID, 0, GRID, GRID)
        notice.addWidget(self._notice)
        column.addLayout(notice)
        column.addWidget(rule())
        column.addWidget(self.view, 1)
        column.addLayout(self._empty())
        self._keys()

    def _empty(self) -> QVBoxLayout:
        inside = QVBoxLayout()
        inside.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        inside.addWidget(self._none)
        inside.addWidget(self.all, 0, Qt.AlignmentFlag.AlignLeft)
        self._none.hide()
        self.all.hide()
        return inside

    def _filters(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        grid.setHorizontalSpacing(GRID)
        grid.setVerticalSpacing(GRID // 2)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for row, verdict in enumerate(_ORDER):
            choice = QCheckBox(verdict_word(verdict))
            choice.setChecked(True)
            choice.setToolTip(self.tr("Show or hide these"))
            choice.clicked.connect(self._filter)
            figures = label("0", "muted"), label("", "muted")
            self.verdicts[verdict], self._counts[verdict] = choice, figures
            grid.addWidget(choice, row, 0)
            grid.addWidget(figures[0], row, 1, right)
            grid.addWidget(figures[1], row, 2, right)
        grid.addWidget(self.text, len(_ORDER), 0)
        grid.addWidget(self.kind, len(_ORDER), 1, 1, 2)
        grid.addWidget(self._shown, len(_ORDER) + 1, 0, 1, 3)
        grid.setColumnStretch(0, 1)
        return grid

    def _keys(self) -> None:
        for key, slot in (("Space", self.toggle), ("Ctrl+A", self.tick_shown)):
            shortcut = QShortcut(QKeySequence(key), self.view, context=Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(slot)
