"""The comparison on the screen: list on the left, maps and plot in the middle, fields on the right, and the keys."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QHBoxLayout, QPushButton, QSplitter, QVBoxLayout, QWidget

from desktop.jobs import JobRunner
from desktop.map.pick import Hit
from desktop.panels.fitting import Elided
from desktop.panels.parts import GRID, button, flat, label, rule
from desktop.review.diagnosing import answered
from desktop.review.fields import FieldsPanel
from desktop.review.item_list import ItemList
from desktop.review.maps import Arrangement, Maps
from desktop.review.plot import SeparationPlot
from desktop.review.reading import Reviewed
from desktop.review.scenes import Layered, Pane, claim, layered
from desktop.review.separation import Apart, along
from desktop.review.why import WhyApart
from geodata.changes.comparison import Item
from geodata.geometry.measure import locate
from geodata.geometry.world import world_of
from geodata.model.feature import Kind
from geodata.model.grid import DEGREE
from geodata.model.reference import Floats, ReferenceLayer
from geodata.model.segment import Segment
from geodata.model.status import Side
from geodata.reports.comparison_world import item_in_world

_MARGIN = DEGREE // 500


class Comparing(QWidget):
    """One comparison. J and K go from item to item, W asks why, 1 to 4 hold the two views against each other."""

    save_asked = Signal(str)
    others_asked = Signal()

    def __init__(self, jobs: JobRunner) -> None:
        """Draw and measure with `jobs`."""
        super().__init__()
        self._jobs = jobs
        self._measuring = jobs.latest(self.tr("Measuring the separation"))
        self._asking = jobs.latest(self.tr("Looking for the cause"))
        self.reviewed: Reviewed | None = None
        self.items, self.maps, self.plot, self.fields = ItemList(), Maps(jobs), SeparationPlot(), FieldsPanel()
        self.why = WhyApart()
        self._said = Elided("", "muted")
        self._ways: dict[Arrangement, QPushButton] = {}
        self._group = QButtonGroup(self)
        self._arrange()
        self.items.chosen.connect(self._show_item)
        self.maps.picked.connect(self._choose_hit)
        self.why.asked.connect(self._ask_why)
        self.setFocusProxy(self.items.view)

    def show_reviewed(self, reviewed: Reviewed, references: list[ReferenceLayer]) -> None:
        """Show another comparison."""
        self.reviewed = reviewed
        self.fields.show_documents(reviewed)
        self.items.show_comparison(reviewed.comparison)
        self.say(self._summary(reviewed))
        self._jobs.run(layered, reviewed, references, done=self._draw, label=self.tr("Drawing both sides"), quiet=True)

    def arrange(self, arrangement: Arrangement) -> None:
        """Hold the two views against each other in another way."""
        self._ways[arrangement].setChecked(True)
        self.maps.arrange(arrangement)

    def say(self, sentence: str) -> None:
        """Say what happened."""
        self._said.setText(sentence)

    def _draw(self, made: Layered) -> None:
        self.maps.show_layers(made)
        self._go_to(self.items.current())

    def _show_item(self, item: Item | None) -> None:
        self.fields.show_item(item)
        self.plot.show_apart(item, None)
        self.why.show_item(item)
        self._asking.cancel()
        if item is None:
            self._measuring.cancel()
            self.maps.light({})
            return
        self._go_to(item)
        self._measuring.run(along, item, done=self._show_apart)

    def _show_apart(self, apart: Apart | None) -> None:
        item = self.items.current()
        if apart is None or (item is not None and item.id == apart.item.id):
            self.plot.show_apart(item, apart)

    def _ask_why(self) -> None:
        item = self.items.current()
        if item is not None and self.reviewed is not None:
            grid = self.reviewed.comparison.profile.grid
            self._asking.run(answered, item, grid, done=self.why.show_answer)

    def _go_to(self, item: Item | None) -> None:
        if item is None:
            return
        drawn = self._drawn(item)
        self.maps.light(_lit(drawn))
        box = drawn.box
        if box is not None:
            west, south, east, north = box.west, box.south, box.east, box.north
            margin = max((east - west) // 6, (north - south) // 6, _MARGIN)
            edges = (west - margin, south - margin, east + margin, north + margin)
            self.maps.go_to((edges[0] / DEGREE, edges[1] / DEGREE, edges[2] / DEGREE, edges[3] / DEGREE))

    def _choose_hit(self, hits: list[Hit]) -> None:
        """A click on either map goes to the item there."""
        for hit in hits:
            row = self.items.model.row_at(hit.id, self._chainage(hit))
            if row >= 0:
                self.items.choose(row)
                return

    def _chainage(self, hit: Hit) -> int:
        segment = self.reviewed.layers_a[Kind.SEGMENT].get(hit.id) if self.reviewed else None
        if self.reviewed is None or not isinstance(segment, Segment):
            return 0
        world = world_of(self.reviewed.comparison.profile)
        return locate(segment.line, world.point_of(hit.longitude, hit.latitude))[0]

    def _drawn(self, item: Item) -> Item:
        """The item as it lies on the map."""
        return item_in_world(item, self.reviewed.comparison.profile) if self.reviewed else item

    def _summary(self, reviewed: Reviewed) -> str:
        widest = reviewed.comparison.widest
        if widest is None or widest.separation_m is None:
            return self.tr("No two lines lie apart.")
        said = self.tr("Farthest apart: {0} m on {1}")
        return said.format(f"{widest.separation_m:,.1f}", widest.label)

    # --- arrangement -------------------------------------------------------------------------------------------------

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
        for part in (self.items, between, self.fields):
            across.addWidget(part)
        across.setStretchFactor(1, 1)
        across.setSizes([310, 900, 360])
        for splitter in (middle, across):
            splitter.setHandleWidth(1)
            splitter.setChildrenCollapsible(False)
        column = flat(QVBoxLayout(self))
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
        row.addWidget(button(self.tr("Save as HTML\u2026"), lambda: self.save_asked.emit(".html"), "export"))
        row.addWidget(button(self.tr("Save as GeoJSON\u2026"), lambda: self.save_asked.emit(".geojson")))
        row.addWidget(button(self.tr("Compare others\u2026"), self.others_asked.emit, "compare"))
        return row

    def _names(self) -> dict[Arrangement, str]:
        return {
            Arrangement.BESIDE: self.tr("Side by side"),
            Arrangement.OVER: self.tr("Overlay"),
            Arrangement.SWIPE: self.tr("Swipe"),
            Arrangement.TURN: self.tr("Flicker"),
        }

    def _arranging(self, arrangement: Arrangement) -> Callable[[], None]:
        return lambda: self.arrange(arrangement)

    def _keys(self) -> None:
        keys: dict[str, Callable[[], None]] = {
            "J": lambda: self.items.step(1),
            "K": lambda: self.items.step(-1),
            "W": self.why.ask,
            **{str(n): self._arranging(way) for n, way in enumerate(Arrangement, start=1)},
        }
        for key, slot in keys.items():
            shortcut = QShortcut(QKeySequence(key), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)


def _lit(item: Item) -> dict[Pane, list[Floats]]:
    """What glows for an item: the stretch of the base, so that the claims keep their colours; else each side's line."""
    if item.lines.base is not None:
        return {pane: [item.lines.base.degrees()] for pane in Pane}
    own = {side: [line.degrees()] if (line := claim(item, side)) is not None else [] for side in Side}
    return {Pane.A: own[Side.A], Pane.B: own[Side.B], Pane.BOTH: own[Side.A] + own[Side.B]}
