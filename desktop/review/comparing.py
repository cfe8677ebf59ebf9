"""The comparison on the screen: heading, lists on the left, maps and plot, fields on the right, and the keys."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QHBoxLayout, QMenu, QPushButton, QSplitter, QVBoxLayout, QWidget

from desktop.jobs import Job, JobRunner
from desktop.map.pick import Hit
from desktop.panels.fitting import Elided
from desktop.panels.parts import GRID, button, flat, label, rule
from desktop.review import places
from desktop.review.agenda import Agenda, Tab
from desktop.review.diagnosing import answered
from desktop.review.fields import FieldsPanel
from desktop.review.heading import Heading
from desktop.review.maps import Arrangement, Maps
from desktop.review.merging import Together, open_told
from desktop.review.pairs import doubt_told, pair_told
from desktop.review.papers import Paper
from desktop.review.plot import SeparationPlot
from desktop.review.reading import Reviewed
from desktop.review.scenes import Layered, layered, split_layers, vertex_layers
from desktop.review.separation import Apart, along
from desktop.review.told import item_told, part_told
from desktop.review.why import WhyApart
from desktop.session import Session
from geodata.changes.comparing.comparison import Comparison, Item
from geodata.changes.comparing.comparison_numbers import ClaimSplit, SplitPart
from geodata.changes.comparing.proposed import Doubt, Proposal
from geodata.changes.documents.open_items import OpenItem
from geodata.geometry.measure import locate
from geodata.geometry.world import world_of
from geodata.model.feature import Kind
from geodata.model.reference import ReferenceLayer
from geodata.model.segment import Segment
from geodata.reports.comparison_world import in_world


class Comparing(QWidget):
    """One comparison. J and K go from row to row, W asks why, 1 to 4 hold the two views against each other.

    I, L, P and M turn to the items, to what lies between the lines, to pairs, and to the merge.
    """

    save_asked = Signal(str)
    others_asked = Signal()
    paper_asked = Signal(object)  # Paper

    def __init__(self, session: Session, jobs: JobRunner) -> None:
        """Draw and measure with `jobs`; the project open in `session` keeps what its side says of pairs."""
        super().__init__()
        self._jobs = jobs
        self._measuring = jobs.latest(self.tr("Measuring the separation"))
        self._asking = jobs.latest(self.tr("Looking for the cause"))
        self.reviewed: Reviewed | None = None
        self.agenda = Agenda(session)
        self.items = self.agenda.items
        self.heading, self.maps, self.plot, self.fields = Heading(), Maps(jobs), SeparationPlot(), FieldsPanel()
        self.why = WhyApart()
        self._seen: Comparison | None = None
        self._said = Elided("", "muted")
        self._ways: dict[Arrangement, QPushButton] = {}
        self._group = QButtonGroup(self)
        self._arrange()
        self._connect()
        self.setFocusProxy(self.agenda)

    @property
    def seen_split(self) -> ClaimSplit | None:
        """The parts of both sides' claims, None before they were measured."""
        return self._seen.split if self._seen is not None else None

    def show_reviewed(self, reviewed: Reviewed, references: list[ReferenceLayer]) -> None:
        """Show another comparison."""
        self.reviewed, self._seen = reviewed, None
        self.fields.show_documents(reviewed)
        self.heading.show_all()
        self.items.show_relations(self.heading.chosen)
        self.heading.show_comparison(reviewed.comparison)
        self.agenda.show_comparison(reviewed.comparison)
        self.say("")
        self._jobs.run(layered, reviewed, references, done=self._draw, label=self.tr("Drawing both sides"), quiet=True)

    def show_numbers(self, comparison: Comparison) -> None:
        """Show the numbers of the comparison that is shown."""
        if self.reviewed is None:
            return
        self.heading.show_comparison(comparison)
        self.agenda.show_numbers(comparison)
        self._take(comparison)
        if self.agenda.shown is Tab.ITEMS and (item := self.items.current()) is not None:
            self.fields.show_told(item_told(item, comparison))

    def show_job(self, job: Job | None) -> None:
        """Say how far measuring is; None once it has ended."""
        self.heading.show_job(job)

    def show_merge(self, found: Together) -> None:
        """Show what both sides' change sets come to."""
        self.agenda.merge.show_together(found)
        self.agenda.tell_open()

    def arrange(self, arrangement: Arrangement) -> None:
        """Hold the two views against each other in another way."""
        self._ways[arrangement].setChecked(True)
        self.maps.arrange(arrangement)

    def say(self, sentence: str) -> None:
        """Say what happened."""
        self._said.setText(sentence)

    # --- what is chosen ----------------------------------------------------------------------------------------------

    def _take(self, comparison: Comparison) -> None:
        """Draw what was measured."""
        self._seen = in_world(comparison)
        if self._seen.split is not None:
            layers = split_layers(self._seen.split)
            self.maps.renew(dict.fromkeys(self.maps.panes, layers))

    def _draw(self, made: Layered) -> None:
        self.maps.show_layers(made)
        if self._seen is not None and self.reviewed is not None:
            self._take(self._seen)
        self._show_item(self.items.current())

    def _show_item(self, item: Item | None) -> None:
        if self.agenda.shown is not Tab.ITEMS or self.reviewed is None:
            return
        self.fields.show_told(item_told(item, self.reviewed.comparison) if item is not None else None)
        self._ask_nothing(item)
        if item is None:
            return
        drawn = places.seen(item, self.reviewed)
        self._go_to(places.of_item(drawn), drawn)
        self._measuring.run(along, item, done=self._show_apart)

    def _show_part(self, chosen: tuple[int, SplitPart] | None) -> None:
        self._ask_nothing(None)
        self.fields.show_told(part_told(*chosen) if chosen is not None else None)
        if chosen is not None and self._seen is not None and self._seen.split is not None and self.reviewed is not None:
            self._go_to(places.of_part(places.part_in_world(chosen[1], self.reviewed)))

    def _show_pair(self, pair: Proposal | Doubt | None) -> None:
        self._ask_nothing(None)
        if isinstance(pair, Proposal) and self.reviewed is not None:
            self.fields.show_told(pair_told(pair))
            self._go_to(places.of_proposal(pair, self.reviewed))
        else:
            self.fields.show_told(doubt_told(pair) if isinstance(pair, Doubt) else None)

    def _show_open(self, item: OpenItem | None) -> None:
        found = self.agenda.merge.found
        self._ask_nothing(None)
        self.fields.show_told(open_told(item, found) if item is not None and found is not None else None)
        if item is not None and self.reviewed is not None:
            self._go_to(places.of_open(item, self.reviewed))

    def _show_tab(self, tab: Tab) -> None:
        """Show what is chosen in the list that was turned to."""
        agenda = self.agenda
        chosen: dict[Tab, tuple[Callable[[Any], None], Any]] = {
            Tab.ITEMS: (self._show_item, self.items.current()),
            Tab.AREAS: (self._show_part, agenda.areas.view.value()),
            Tab.PAIRS: (self._show_pair, agenda.pairs.view.value()),
            Tab.MERGE: (self._show_open, agenda.merge.view.value()),
        }
        show, value = chosen[tab]
        show(value)

    def _when(self, tab: Tab, show: Callable[[Any], None]) -> Callable[[Any], None]:
        """What to do with a choice in a list: nothing while another list is shown."""

        def shown(value: Any) -> None:
            if self.agenda.shown is tab:
                show(value)

        return shown

    def _ask_nothing(self, item: Item | None) -> None:
        """Leave what was shown: nothing glows, and nothing of it is measured any more."""
        self._go_to(places.Place())
        self.plot.show_apart(item, None)
        self.plot.setVisible(self.agenda.shown is Tab.ITEMS)
        self.why.show_item(item)
        self.why.setVisible(self.agenda.shown is Tab.ITEMS)
        self._asking.cancel()
        self._measuring.cancel()

    def _show_apart(self, apart: Apart | None) -> None:
        item = self.items.current()
        if apart is None or (item is not None and item.id == apart.item.id):
            self.plot.show_apart(item, apart)

    def _ask_why(self) -> None:
        item = self.items.current()
        if item is not None and self.reviewed is not None:
            grid = self.reviewed.comparison.profile.grid
            self._asking.run(answered, item, grid, done=self.why.show_answer)

    def _go_to(self, place: places.Place, item: Item | None = None) -> None:
        self.maps.renew(vertex_layers(item))
        self.maps.light(place.lit)
        self.maps.mark(place.marked)
        if place.box is not None:
            self.maps.go_to(place.box)

    def _choose_hit(self, hits: list[Hit]) -> None:
        """A click on either map goes to the item there."""
        for hit in hits:
            row = self.items.model.row_at(hit.id, self._chainage(hit))
            if row >= 0:
                self.agenda.turn(Tab.ITEMS)
                self.items.choose(row)
                return

    def _chainage(self, hit: Hit) -> int:
        segment = self.reviewed.layers_a[Kind.SEGMENT].get(hit.id) if self.reviewed else None
        if self.reviewed is None or not isinstance(segment, Segment):
            return 0
        world = world_of(self.reviewed.comparison.profile)
        return locate(segment.line, world.point_of(hit.longitude, hit.latitude))[0]

    # --- arrangement -------------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        agenda = self.agenda
        self.items.chosen.connect(self._show_item)
        agenda.areas.chosen.connect(self._when(Tab.AREAS, self._show_part))
        agenda.pairs.chosen.connect(self._when(Tab.PAIRS, self._show_pair))
        agenda.merge.chosen.connect(self._when(Tab.MERGE, self._show_open))
        agenda.turned.connect(self._show_tab)
        self.heading.wanted.connect(lambda: self.items.show_relations(self.heading.chosen))
        self.items.all_asked.connect(self._show_all_relations)
        self.maps.picked.connect(self._choose_hit)
        self.why.asked.connect(self._ask_why)

    def _show_all_relations(self) -> None:
        self.heading.show_all()
        self.items.show_relations(self.heading.chosen)

    def _arrange(self) -> None:
        middle = QSplitter(Qt.Orientation.Vertical)
        middle.addWidget(self.maps)
        middle.addWidget(self.plot)
        middle.setStretchFactor(0, 1)
        middle.setSizes([600, 170])
        between = QWidget()
        told = flat(QVBoxLayout(between))
        told.addWidget(middle, 1)
        told.addWidget(self.why)
        across = QSplitter(Qt.Orientation.Horizontal)
        for part in (self.agenda, between, self.fields):
            across.addWidget(part)
        across.setStretchFactor(1, 1)
        across.setSizes([310, 900, 360])
        for splitter in (middle, across):
            splitter.setHandleWidth(1)
            splitter.setChildrenCollapsible(False)
        column = flat(QVBoxLayout(self))
        column.addWidget(self.heading)
        column.addWidget(rule())
        column.addWidget(across, 1)
        column.addWidget(rule())
        self._bar = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._bar.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        self._bar.setSpacing(GRID)
        self._bar.addLayout(self._views(), 1)
        self._bar.addLayout(self._verbs())
        column.addLayout(self._bar)
        self._keys()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            QTimer.singleShot(0, self, self._fit)  # once the parts have their new fonts

    def _fit(self) -> None:
        """Where both halves of the bar do not fit beside each other, one stands above the other."""
        both = [item.minimumSize().width() for item in (self._bar.itemAt(0), self._bar.itemAt(1)) if item is not None]
        directions = QBoxLayout.Direction
        narrow = sum(both) + 5 * GRID > self.width()
        self._bar.setDirection(directions.TopToBottom if narrow else directions.LeftToRight)

    def _views(self) -> QHBoxLayout:
        row = flat(QHBoxLayout(), GRID // 2)
        for number, (arrangement, name) in enumerate(self._names().items(), start=1):
            way = QPushButton(f"{name}  {number}")
            way.setCheckable(True)
            way.setAccessibleName(name)
            way.clicked.connect(self._arranging(arrangement))
            self._group.addButton(way)
            self._ways[arrangement] = way
            row.addWidget(way)
        self._ways[Arrangement.BESIDE].setChecked(True)
        row.addSpacing(2 * GRID)
        row.addWidget(self._said, 1)
        row.addWidget(label(self.tr("next J, previous K"), "small"))
        return row

    def _verbs(self) -> QHBoxLayout:
        row = flat(QHBoxLayout(), GRID // 2)
        row.addStretch(1)
        row.addWidget(self._menu(self.tr("&Papers"), "note", self._paper_verbs()))
        row.addWidget(button(self.tr("&Merge\u2026"), self.merge_wanted, "base"))
        row.addWidget(self._menu(self.tr("&Save as"), "export", self._save_verbs()))
        row.addWidget(button(self.tr("Compare others\u2026"), self.others_asked.emit, "compare"))
        return row

    def merge_wanted(self) -> None:
        """Turn to the merge, and merge where that was not done yet."""
        self.agenda.turn(Tab.MERGE)
        if self.agenda.merge.found is None and self.agenda.merge.verb.isEnabled():
            self.agenda.merge.merge_asked.emit()

    def _paper_verbs(self) -> dict[str, Callable[[], None]]:
        return {
            self.tr("Take these into a paper\u2026"): lambda: self.paper_asked.emit(Paper.PICK),
            self.tr("Take back\u2026"): lambda: self.paper_asked.emit(Paper.INVERT),
            self.tr("Make one of several\u2026"): lambda: self.paper_asked.emit(Paper.SQUASH),
        }

    def _save_verbs(self) -> dict[str, Callable[[], None]]:
        return {
            self.tr("HTML, one file to send or print\u2026"): lambda: self.save_asked.emit(".html"),
            self.tr("GeoJSON, the lines\u2026"): lambda: self.save_asked.emit(".geojson"),
            self.tr("JSON, everything\u2026"): lambda: self.save_asked.emit(".json"),
        }

    def _menu(self, name: str, icon_name: str, verbs: dict[str, Callable[[], None]]) -> QPushButton:
        made = button(name, lambda: None, icon_name)
        made.setAccessibleName(name.replace("&", ""))
        menu = QMenu(made)
        for text, slot in verbs.items():
            menu.addAction(text, slot)
        made.setMenu(menu)
        return made

    def _names(self) -> dict[Arrangement, str]:
        return {
            Arrangement.BESIDE: self.tr("Side by side"),
            Arrangement.OVER: self.tr("Overlay"),
            Arrangement.SWIPE: self.tr("Swipe"),
            Arrangement.TURN: self.tr("Flicker"),
        }

    def _arranging(self, arrangement: Arrangement) -> Callable[[], None]:
        return lambda: self.arrange(arrangement)

    def _turning(self, tab: Tab) -> Callable[[], None]:
        return lambda: self.agenda.turn(tab)

    def _keys(self) -> None:
        keys: dict[str, Callable[[], None]] = {
            "J": lambda: self.agenda.step(1),
            "K": lambda: self.agenda.step(-1),
            "W": self.why.ask,
            **{key: self._turning(tab) for key, tab in zip("ILPM", Tab, strict=True)},
            **{str(n): self._arranging(way) for n, way in enumerate(Arrangement, start=1)},
        }
        for key, slot in keys.items():
            shortcut = QShortcut(QKeySequence(key), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)
