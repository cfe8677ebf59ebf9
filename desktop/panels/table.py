"""A table with a box to search in and a choice to narrow it, linked to the selection both ways."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from desktop.dialogs.figures import count
from desktop.icons import icon
from desktop.models.feature_table import Column, FeatureTable
from desktop.models.sorting import Truths
from desktop.panels.parts import GRID, flat, label
from desktop.selection import Selection
from desktop.session import Session
from geodata.changes.delta import Delta
from geodata.model.feature import Feature, Kind, kind_of

_MOST_SELECTED = 5000  # rows that are marked one by one; nobody reads more


@dataclass(frozen=True)
class Choice:
    """One way to narrow a table: what it is called, and which features it lets through."""

    text: str
    mask: Callable[[Sequence[Feature]], Truths] | None = None


class TablePanel(QWidget):
    """The features of some kinds as a table. `shown_asked` is emitted with the ids somebody wants to see on the map."""

    shown_asked = Signal(object)  # list[str]

    def __init__(
        self,
        session: Session,
        selection: Selection,
        name: str,
        kinds: Sequence[Kind],
        columns: Sequence[Column],
        choices: Sequence[Choice],
        empty: QWidget,
        pick: Callable[[Sequence[Feature]], object] | None = None,
    ) -> None:
        """Show `kinds` in `columns`; `choices` narrow them, `empty` stands where there is nothing at all.

        `pick` hears of the features picked, the one picked last first; without it they are selected.
        """
        super().__init__()
        self._session, self._selection, self._kinds = session, selection, tuple(kinds)
        self._choices = list(choices)
        self._pick = pick or self._select
        self._stale = True
        self._following = False
        self.setAccessibleName(name)
        self.model = FeatureTable(columns, self)
        self.view = _table_view(name)
        self.view.setModel(self.model)
        self.search = _search_box(self.tr("Search in {0}").format(name.lower()))
        self.narrow = QComboBox()
        self.narrow.setAccessibleName(self.tr("Narrow {0}").format(name.lower()))
        self.narrow.addItems([choice.text for choice in choices])
        self.narrow.setVisible(len(choices) > 1)
        self._count = label("", "small")
        self._pages = QStackedWidget()
        self._arrange(empty)
        self._connect()

    def refill(self) -> None:
        """Show the project as it is now, at once when in sight, else when next in sight."""
        self._stale = True
        if self.isVisible():
            self._fill()

    def renew(self, titles: Sequence[str]) -> None:
        """Compute columns of these headings again, when they are next in sight."""
        if self._stale:
            return
        self.model.forget(titles)
        self._narrow(self.narrow.currentIndex())

    def showEvent(self, event: QShowEvent) -> None:
        if self._stale:
            self._fill()
        super().showEvent(event)
        self._widen()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            QTimer.singleShot(0, self, self._widen)  # once the headings have their new font

    def _widen(self) -> None:
        """Give every column at least the width of its heading, and every row the height of its text."""
        header = self.view.horizontalHeader()
        for column in range(self.model.columnCount()):
            header.resizeSection(column, max(header.sectionSize(column), header.sectionSizeHint(column)))
        self.view.verticalHeader().setDefaultSectionSize(self.view.fontMetrics().height() + GRID)

    def _arrange(self, empty: QWidget) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(GRID, GRID // 2, GRID, GRID // 2)
        bar.setSpacing(GRID)
        bar.addWidget(self.search, 1)
        bar.addWidget(self.narrow)
        bar.addWidget(self._count)
        filled = QWidget()
        column = flat(QVBoxLayout(filled))
        column.addLayout(bar)
        column.addWidget(self.view, 1)
        self._pages.addWidget(empty)
        self._pages.addWidget(filled)
        flat(QVBoxLayout(self)).addWidget(self._pages)

    def _connect(self) -> None:
        self.search.textChanged.connect(self._search)
        self.narrow.currentIndexChanged.connect(self._narrow)
        self.view.selectionModel().selectionChanged.connect(lambda *_: self._picked())
        self.view.activated.connect(self._show)
        self._session.opened.connect(self.refill)
        self._session.closed.connect(self.refill)
        self._session.changed.connect(self._follow)
        self._selection.changed.connect(self._follow_selection)

    def _fill(self) -> None:
        self._stale = False
        self._following = True
        self.model.fill(self._features())
        self._following = False
        self._narrow(self.narrow.currentIndex())
        self._pages.setCurrentIndex(1 if self.model.features else 0)

    def _features(self) -> list[Feature]:
        if not self._session.is_open:
            return []
        return [feature for kind in self._kinds for feature in self._session.project.layers[kind].values()]

    def _follow(self, deltas: list[Delta]) -> None:
        touched = [delta for delta in deltas if delta.key[0] in self._kinds]
        if not touched:
            return
        edited = [delta.new for delta in touched if delta.old and delta.new]
        if self._stale or len(edited) < len(touched) or not self.model.revise(edited):
            self.refill()
        elif self.narrow.currentIndex() > 0:
            self._narrow(self.narrow.currentIndex())

    def _search(self, text: str) -> None:
        self._arranged(lambda: self.model.search(text))

    def _narrow(self, number: int) -> None:
        mask = self._choices[number].mask if number >= 0 else None
        self._arranged(lambda: self.model.show_only(mask(self.model.features) if mask else None))

    def _arranged(self, change: Callable[[], object]) -> None:
        self._following = True
        change()
        self._following = False
        shown, total = self.model.rowCount(), len(self.model.features)
        self._count.setText(
            count(total) if shown == total else self.tr("{0} of {1}").format(count(shown), count(total))
        )
        self._follow_selection()

    def _picked(self) -> None:
        if self._following:
            return
        chosen = self.view.selectionModel().selection().toList()  # ranges: row by row takes seconds for many
        rows = [row for part in chosen for row in range(part.top(), part.bottom() + 1)]
        current = self.view.currentIndex().row()
        rows.sort(key=lambda row: row != current)
        self._following = True
        self._pick([self.model.feature(row) for row in rows])
        self._following = False

    def _select(self, features: Sequence[Feature]) -> None:
        if features:
            self._selection.select(kind_of(features[0]), tuple(feature.id for feature in features))
        else:
            self._selection.clear()

    def _follow_selection(self) -> None:
        if self._following or self._stale:
            return
        ids = self._selection.ids if self._selection.kind in self._kinds else ()
        rows = self.model.rows_of(ids[:_MOST_SELECTED])
        self._following = True
        chosen = QItemSelection()
        for row in rows:
            chosen.select(self.model.index(row, 0), self.model.index(row, self.model.columnCount() - 1))
        self.view.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        if rows:
            first = self.model.index(rows[0], 0)
            self.view.selectionModel().setCurrentIndex(first, QItemSelectionModel.SelectionFlag.NoUpdate)
            self.view.scrollTo(first)
        self._following = False

    def _show(self, index: QModelIndex) -> None:
        self.shown_asked.emit([self.model.feature(index.row()).id])


def _table_view(name: str) -> QTableView:
    view = QTableView()
    view.setAccessibleName(name)
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setShowGrid(False)
    view.setWordWrap(False)
    view.setTabKeyNavigation(False)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.verticalHeader().setVisible(False)
    view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    view.verticalHeader().setDefaultSectionSize(view.fontMetrics().height() + GRID)
    header = view.horizontalHeader()
    header.setHighlightSections(False)
    header.setSectionsMovable(True)
    header.setStretchLastSection(True)
    header.setDefaultSectionSize(120)
    header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
    view.setSortingEnabled(True)
    return view


def _search_box(text: str) -> QLineEdit:
    box = QLineEdit()
    box.setPlaceholderText(text)
    box.setAccessibleName(text)
    box.setClearButtonEnabled(True)
    box.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
    return box
