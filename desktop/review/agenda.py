"""The left of the review: items, areas, pairs and the merge, one list at a time behind tabs."""

from enum import IntEnum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from desktop.dialogs.figures import count
from desktop.panels.parts import flat, rule
from desktop.review.areas import AreaList
from desktop.review.item_list import ItemList
from desktop.review.merge_panel import MergePanel
from desktop.review.pairs import PairList
from desktop.session import Session
from geodata.changes.comparing.comparison import Comparison


class Tab(IntEnum):
    """Which list is shown."""

    ITEMS = 0
    AREAS = 1
    PAIRS = 2
    MERGE = 3


class Agenda(QWidget):
    """One list at a time. `turned` says that another one is shown."""

    turned = Signal(object)  # Tab

    def __init__(self, session: Session) -> None:
        """Record what is said of pairs in the project that is open in `session`."""
        super().__init__()
        self.items, self.areas, self.pairs, self.merge = ItemList(), AreaList(), PairList(session), MergePanel()
        self.tabs, self._pages = QTabBar(), QStackedWidget()
        self.tabs.setAccessibleName(self.tr("Lists of the review"))
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(True)
        for page in (self.items, self.areas, self.pairs, self.merge):
            self.tabs.addTab("")
            self._pages.addWidget(page)
        column = flat(QVBoxLayout(self))
        column.addWidget(self.tabs)
        column.addWidget(rule())
        column.addWidget(self._pages, 1)
        self.tabs.currentChanged.connect(self._turn)
        self.setFocusProxy(self.items.view)
        self._name(None)

    @property
    def shown(self) -> Tab:
        """The list that is shown."""
        return Tab(self.tabs.currentIndex())

    def show_comparison(self, comparison: Comparison) -> None:
        """Show another comparison in every list, and go to its first item."""
        self._name(comparison)
        self.areas.show_comparison(comparison)
        self.pairs.show_comparison(comparison)
        self.merge.show_ready(comparison.base_found)
        self.items.show_comparison(comparison)
        self.turn(Tab.ITEMS)

    def show_numbers(self, comparison: Comparison) -> None:
        """Take the numbers of the same comparison."""
        self._name(comparison)
        self.items.model.measured(comparison)
        self.areas.show_comparison(comparison)

    def turn(self, tab: Tab) -> None:
        """Show another list."""
        self.tabs.setCurrentIndex(tab)

    def step(self, rows: int) -> None:
        """Go so many rows on in the list that is shown."""
        (self.items, self.areas, self.pairs, self.merge)[self.shown].step(rows)

    def tell_open(self) -> None:
        """Say how much is open."""
        found = self.merge.found
        told = self.tr("Merge") if found is None else self.tr("Open {0}").format(count(len(found.document.open)))
        self.tabs.setTabText(Tab.MERGE, told)

    def _turn(self, tab: int) -> None:
        self._pages.setCurrentIndex(tab)
        page = (self.items.view, self.areas.view, self.pairs.view, self.merge.view)[tab]
        self.setFocusProxy(page)
        self.turned.emit(Tab(tab))

    def _name(self, comparison: Comparison | None) -> None:
        items = len(comparison.items) if comparison else 0
        areas = len(comparison.split.areas) if comparison and comparison.split else 0
        pairs = len(comparison.proposals) + len(comparison.doubts) if comparison else 0
        texts = (
            (Tab.ITEMS, self.tr("Items"), items, self.tr("Item by item along the line (I)")),
            (Tab.AREAS, self.tr("Areas"), areas, self.tr("What lies between the lines, and where they coincide (L)")),
            (Tab.PAIRS, self.tr("Pairs"), pairs, self.tr("What looks like one thing under two identifiers (P)")),
        )
        for tab, name, number, hint in texts:
            self.tabs.setTabText(tab, f"{name} {count(number)}" if number else name)
            self.tabs.setTabToolTip(tab, hint)
        self.tabs.setTabToolTip(Tab.MERGE, self.tr("What goes together, and what stays open (M)"))
        self.tell_open()
