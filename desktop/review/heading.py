"""Above the review: how much there is, what lies between the lines, the relations to choose from, and both sums."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from desktop.dialogs.colours import colours_of
from desktop.dialogs.figures import count, hectares, kilometres, metres
from desktop.jobs import Job
from desktop.panels.fitting import Elided
from desktop.panels.parts import GRID, button, flat, label
from desktop.review.flow import flowing
from desktop.review.relations import ORDER, relation_meaning, relation_word
from desktop.review.signs import sign_icon
from desktop.review.sums import sum_of
from geodata.changes.comparing.comparison import Comparison, Relation
from geodata.model.status import Side

_BAR = 120


class Heading(QWidget):
    """The numbers of a comparison. `wanted` says that other relations are chosen, `stop_asked` that measuring may end.

    The relations are buttons: those that are down are shown in the list.
    """

    wanted = Signal()
    stop_asked = Signal()
    again_asked = Signal()

    def __init__(self) -> None:
        """Start with no comparison."""
        super().__init__()
        self.relations: dict[Relation, QToolButton] = {}
        self.total = label("", "title")
        self.figures = Elided("", "")
        self.sums = {side: Elided("", "small") for side in Side}
        self.bar = QProgressBar()
        self.stop = button(self.tr("Stop measuring"), self.stop_asked.emit)
        self.again = button(self.tr("Measure"), self.again_asked.emit, "measure")
        self._arrange()

    @property
    def chosen(self) -> frozenset[Relation]:
        """The relations that are to be shown."""
        return frozenset(each for each, way in self.relations.items() if way.isChecked())

    def show_comparison(self, comparison: Comparison) -> None:
        """Show the numbers that are known."""
        self.total.setText(self.tr("{0} items").format(count(comparison.total.count)))
        self._tell_figures(comparison)
        for relation, total in comparison.relations.items():
            way = self.relations[relation]
            told = f"{relation_word(relation)}  {count(total.count)}"
            way.setText(told)
            way.setVisible(bool(total.count))
            way.setAccessibleName(told)
            way.setToolTip(f"{relation_meaning(relation)}\n{self.tr('Show or hide these')}")
        for party in (comparison.a, comparison.b):
            self.sums[party.side].setText(sum_of(party, comparison.tally[party.side]))

    def show_job(self, job: Job | None) -> None:
        """Say how far measuring is; None once it has ended."""
        self.bar.setVisible(job is not None)
        self.stop.setVisible(job is not None)
        if job is not None:
            self.again.hide()
            self.bar.setRange(0, job.total)
            self.bar.setValue(job.steps)

    def show_all(self) -> None:
        """Choose every relation."""
        for way in self.relations.values():
            way.setChecked(True)

    def _tell_figures(self, comparison: Comparison) -> None:
        told = [kilometres(comparison.total.length)]
        split = comparison.split
        if split is not None:
            told.append(self.tr("{0} between the lines").format(hectares(split.measured.between)))
            if split.measured.largest:
                told.append(self.tr("{0} apart at most").format(metres(split.measured.largest, 1)))
            if split.measured.mean:
                told.append(self.tr("{0} on average").format(metres(split.measured.mean, 1)))
        elif comparison.widest is not None and comparison.widest.apart is not None:
            apart = metres(comparison.widest.apart.millimetres, 1)
            told.append(self.tr("{0} apart at most, on {1}").format(apart, comparison.widest.label))
        else:
            told.append(self.tr("No two lines lie apart."))
        self.figures.setText(" \u00b7 ".join(told))

    def changeEvent(self, event: QEvent) -> None:
        """Draw the signs in the colours of another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw_signs()

    def _draw_signs(self) -> None:
        for relation, way in self.relations.items():
            way.setIcon(sign_icon(relation, colours_of(self)))

    def _arrange(self) -> None:
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(_BAR)
        self.bar.setAccessibleName(self.tr("Measuring what lies between"))
        for part in (self.bar, self.stop, self.again):
            part.hide()
        first = flat(QHBoxLayout(), 2 * GRID)
        first.addWidget(self.total)
        first.addWidget(self.figures, 1)
        for part in (self.bar, self.stop, self.again):
            first.addWidget(part)
        ways = flowing(*(self._way(relation) for relation in ORDER), spacing=GRID // 2)
        sums = flat(QVBoxLayout())
        for side, told in self.sums.items():
            told.setAccessibleName(self.tr("What became of {0}'s operations").format(side))
            sums.addWidget(told)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        column.setSpacing(GRID // 2)
        column.addLayout(first)
        column.addWidget(ways)
        column.addLayout(sums)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._draw_signs()

    def _way(self, relation: Relation) -> QToolButton:
        way = self.relations[relation] = QToolButton()
        way.setAccessibleName(relation_word(relation))
        way.setCheckable(True)
        way.setChecked(True)
        way.setIconSize(QSize(16, 16))
        way.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        way.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        way.setProperty("chip", "true")
        way.clicked.connect(lambda _: self.wanted.emit())
        way.hide()
        return way
