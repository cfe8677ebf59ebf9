"""The left of the review: how many items and kilometres there are by verdict, filters, and the list itself."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QLabel, QListView, QVBoxLayout, QWidget

from desktop.dialogs.figures import count, kilometres
from desktop.panels.parts import GRID, card, flat, label, readable, rule
from desktop.review.item_rows import ItemRows
from desktop.review.items import ItemsModel, kind_word, verdict_word
from geodata.changes.comparison import Comparison, Item, Total, Verdict
from geodata.geometry.displacement_words import sentence

_ORDER = (Verdict.DIFFERENT, Verdict.ONLY_A, Verdict.ONLY_B, Verdict.SAME)


class ItemList(QWidget):
    """Totals that add up, a filter on each of them, and the items. `chosen` carries the Item, or None."""

    chosen = Signal(object)

    def __init__(self) -> None:
        """Start with no comparison."""
        super().__init__()
        self.model = ItemsModel()
        self.view = QListView()
        self.kind = QComboBox()
        self.verdicts: dict[Verdict, QCheckBox] = {}
        self._counts: dict[Verdict, tuple[QLabel, QLabel]] = {}
        self.hints = readable("")
        self._notice = card(self.hints)
        self._total, self._length = label("", "title"), label("", "muted")
        self._shown = label("", "small")
        self._arrange()
        self.view.selectionModel().currentChanged.connect(lambda *_: self.chosen.emit(self.current()))

    def show_comparison(self, comparison: Comparison) -> None:
        """Show another comparison and go to its first item."""
        self._total.setText(self.tr("{0} items").format(count(comparison.total.count)))
        self._length.setText(kilometres(comparison.total.length))
        self._tell_hints(comparison)
        for verdict, total in comparison.totals.items():
            self._tell(verdict, total)
        self._fill_kinds(comparison)
        self.model.show(comparison)
        self._filter()
        self.step(0)

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

    def _filter(self) -> None:
        before = self.current()
        chosen = {verdict for verdict, choice in self.verdicts.items() if choice.isChecked()}
        self.model.show_only(chosen, str(self.kind.currentData() or ""))
        self.choose(max(self.model.row_of(before.id), 0) if before else 0)
        self._shown.setText(self.tr("{0} shown, north to south").format(count(self.model.rowCount())))
        if not self.model.rowCount():
            self.chosen.emit(None)

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

    def _arrange(self) -> None:
        self.view.setModel(self.model)
        self.view.setItemDelegate(ItemRows(self.view))
        self.view.setUniformItemSizes(True)
        self.view.setMouseTracking(True)
        self.view.setAccessibleName(self.tr("Items along the line"))
        self.view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.kind.setAccessibleName(self.tr("What is shown"))
        self.kind.activated.connect(lambda _: self._filter())
        column = flat(QVBoxLayout(self))
        column.addLayout(self._totals())
        notice = QVBoxLayout()
        notice.setContentsMargins(GRID, 0, GRID, GRID)
        notice.addWidget(self._notice)
        column.addLayout(notice)
        column.addWidget(rule())
        column.addWidget(self.view, 1)

    def _totals(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        grid.setHorizontalSpacing(GRID)
        grid.setVerticalSpacing(GRID)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        grid.addWidget(self._total, 0, 0, 1, 2)
        grid.addWidget(self._length, 0, 2, right)
        for row, verdict in enumerate(_ORDER, start=1):
            choice = QCheckBox(verdict_word(verdict))
            choice.setChecked(True)
            choice.setToolTip(self.tr("Show or hide these"))
            choice.clicked.connect(self._filter)
            figures = label("0", "muted"), label("", "muted")
            self.verdicts[verdict], self._counts[verdict] = choice, figures
            grid.addWidget(choice, row, 0)
            grid.addWidget(figures[0], row, 1, right)
            grid.addWidget(figures[1], row, 2, right)
        grid.addWidget(self.kind, len(_ORDER) + 1, 0)
        grid.addWidget(self._shown, len(_ORDER) + 1, 1, 1, 2, right)
        grid.setColumnStretch(0, 1)
        return grid
