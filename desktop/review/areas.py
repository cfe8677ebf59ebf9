"""The parts of both sides' claims in order along the line: dispute areas, and where the lines coincide."""

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from desktop.dialogs.figures import count, hectares, kilometres, metres
from desktop.panels.parts import GRID, flat, label, rule
from desktop.review.rows import Row, RowsView
from desktop.review.told import reach_words
from geodata.changes.comparing.comparison import Comparison, Relation, Verdict
from geodata.changes.comparing.comparison_numbers import ClaimSplit, SplitPart

translate = QCoreApplication.translate

_SHORT = 1_000_000


class AreaList(QWidget):
    """Chooses a part. `chosen` carries (number, SplitPart), or None; only areas are numbered, from 1."""

    chosen = Signal(object)

    def __init__(self) -> None:
        """Start with nothing measured."""
        super().__init__()
        self.view = RowsView(self.tr("Areas and coincident parts along the line"))
        self.view.chosen.connect(self.chosen)
        self.coincident = QCheckBox(self.tr("coincident parts too"))
        self.coincident.setChecked(True)
        self.coincident.clicked.connect(self._fill)
        self._sum, self._why = label("", wrap=True), label("", "muted", wrap=True)
        self._comparison: Comparison | None = None
        head = QVBoxLayout()
        head.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        for part in (self._sum, self._why, self.coincident):
            head.addWidget(part)
        column = flat(QVBoxLayout(self))
        column.addLayout(head)
        column.addWidget(rule())
        column.addWidget(self.view, 1)

    def show_comparison(self, comparison: Comparison) -> None:
        """Show the parts of a comparison; before it was measured, say so."""
        self._comparison = comparison
        self._fill()

    def step(self, rows: int) -> None:
        """Go so many rows on."""
        self.view.step(rows)

    def _fill(self) -> None:
        split = self._comparison.split if self._comparison else None
        self._why.setText(self._empty() if split is None else _tolerance(split))
        self._sum.setText(_sum(split) if split is not None else "")
        for part in (self._sum, self.coincident):
            part.setVisible(split is not None)
        rows = _rows(split) if split is not None else []
        self.view.show_rows([row for row in rows if self.coincident.isChecked() or row.relation is None])

    def _empty(self) -> str:
        comparison = self._comparison
        if comparison is not None and not comparison.base_found:
            return self.tr("The base is not at hand. Drop it here, and the lines of both sides are known.")
        if comparison is None or not comparison.claims:
            return self.tr("Both sides claim the same lines. Nothing lies between them.")
        return self.tr("Not measured yet. What lies between the lines stands here once it was.")


def _rows(split: ClaimSplit) -> list[Row]:
    rows, number = [], 0
    for part in split.parts:
        counted = part.area is not None and not part.alone
        number += counted
        rows.append(_row(number if counted else 0, part))
    return rows


def _row(number: int, part: SplitPart) -> Row:
    where = reach_words(part.a or part.b)
    if part.area is None:
        told, own = translate("Review", "coincident, not agreed"), part.a or part.b
        long = own.end - own.start if own is not None else 0
        if not long:
            told = translate("Review", "the lines meet")
        return Row(where, told, (0, part), _long(long), None, Relation.COINCIDENT)
    told = translate("Review", "{0} apart at most").format(metres(part.widest, 1))
    if part.a is None or part.b is None:
        told = translate("Review", "only {0} has a line").format("A" if part.b is None else "B")
    if part.alone:
        return Row(where, told, (0, part), "", Verdict.DIFFERENT)
    title = translate("Review", "Area {0} \u00b7 {1}").format(count(number), where)
    return Row(title, told, (number, part), hectares(part.area), Verdict.DIFFERENT)


def _long(millimetres: int) -> str:
    """How long a part is: in metres where it is short, nothing where the lines only meet."""
    if not millimetres:
        return ""
    return metres(millimetres, 1) if millimetres < _SHORT else kilometres(millimetres)


def _tolerance(split: ClaimSplit) -> str:
    told = translate("Review", "Coincident: within {0} of each other; both lines are kept. Coincident is not agreed.")
    return told.format(metres(split.within, 3))


def _sum(split: ClaimSplit) -> str:
    told = translate("Review", "{0} in {1} areas. A's line: {2}, {3} of it coincident. B's: {4}, {5}.")
    found = split.measured
    lengths = (found.length_a, split.coincident_a, found.length_b, split.coincident_b)
    return told.format(hectares(found.between), count(len(split.areas)), *(kilometres(each) for each in lengths))
