"""A later joint base came: its author sees what it touches of the own changes, and carries them there, or does not."""

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.dialogs.columns import airy_rows, as_list
from desktop.dialogs.figures import count
from desktop.dialogs.rebasing_jobs import carried_out, planned
from desktop.dialogs.rebasing_rows import ORDER, Line, carry_word, lines_of
from desktop.dialogs.said import Said
from desktop.panels.fitting import Copyable
from desktop.panels.parts import GRID, button, flat, label, within_screen
from desktop.session import Session
from geodata.changes.papers.carrying import Carry
from geodata.changes.papers.rebase import Plan
from geodata.errors import ConfiniaError
from geodata.io.rebasing import Rebased


class RebaseDialog(QDialog):
    """The list of what becomes of the own changes, with a box on each line that may be left out.

    `place_asked` asks where what is left out will be written; the answer comes back through `carry_out`. `moved` tells
    that the project starts from the new base now and has to be read again.
    """

    place_asked = Signal(str)
    moved = Signal(str)

    def __init__(self, session: Session, base: Path, parent: QWidget | None = None) -> None:
        """Look at what the base in a file touches; nothing is done by that."""
        super().__init__(parent)
        self._session, self._base = session, base
        self._plan: Plan | None = None
        self._lines: list[Line] = []
        self._ticks: list[QTableWidgetItem] = []
        self.setWindowTitle(self.tr("A later joint base"))
        self.told, self.more, self.trouble = label("", wrap=True), Said(), Said()
        self.told.setText(self.tr("Looking at what {0} touches\u2026").format(base.name))
        self.table, self.whole = QTableWidget(0, 5), Copyable(self.tr("The chosen line in full"))
        self.all = button(self.tr("&Leave out all that cannot be carried"), self._tick_stuck)
        self.verb = button(self.tr("&Carry the changes there"), self._ask, primary=True)
        self._arrange()
        session.closed.connect(self.reject)
        session.hand_over(
            planned, base, done=self._show, failed=self._tell_trouble, label=self.tr("Comparing the bases")
        )

    def left_out(self) -> list[str]:
        """Return which lines of the list are ticked to be left out."""
        pairs = zip(self._ticks, self._lines, strict=True)
        return [line.id for tick, line in pairs if tick.checkState() is Qt.CheckState.Checked]

    def carry_out(self, left_file: Path | None = None) -> None:
        """Carry the changes to the new base; what is left out goes to a file, and stays in the project too."""
        if self._plan is None:
            return
        self.verb.setEnabled(False)
        self._session.hand_over(
            carried_out,
            self._plan,
            self.left_out(),
            left_file,
            self._base,
            done=self._tell_moved,
            failed=self._tell_trouble,
            label=self.tr("Carrying the changes to the new base"),
        )

    def _show(self, plan: Plan) -> None:
        self._plan, self._lines = plan, lines_of(plan)
        counts = [f"{count(len(found))} {carry_word(carry)}" for carry in ORDER if (found := plan.of(carry))]
        head = self.tr("From base {0} to base {1}. Of your changes:").format(plan.old.number, plan.new.number)
        nothing = self.tr("nothing was changed since the base.")
        listed = " \u00b7 ".join(counts) or nothing
        self.told.setText(f"{head} {listed}")
        self.more.setText("\n".join(self._further(plan)))
        self.verb.setText(self.tr("&Carry the changes to base {0}").format(plan.new.number))
        self._fill()
        self.all.setVisible(bool(plan.of(Carry.STUCK)))
        self._allow()

    def _further(self, plan: Plan) -> list[str]:
        told = []
        if plan.changes.profile != plan.new.profile:
            told.append(self.tr("The new base brings another joint profile; the project takes it."))
        if plan.notes:
            notes = self.tr("{0} private notes lie along lines that are drawn anew; they stay, place them again.")
            told.append(notes.format(count(len(plan.notes))))
        if plan.of(Carry.STUCK):
            told.append(self.tr("What cannot be carried is left out only where you say so; it is kept, never lost."))
        return told

    def _fill(self) -> None:
        self.table.blockSignals(True)
        airy_rows(self.table)
        self.table.setRowCount(len(self._lines))
        self._ticks = [QTableWidgetItem() for _ in self._lines]
        for row, line in enumerate(self._lines):
            for column, text in enumerate((line.what, line.becomes, line.old, line.new, line.own)):
                item = QTableWidgetItem() if column else self._ticks[row]
                item.setText(" \u00b7 ".join(text.split("\n")))
                item.setToolTip(text)
                self.table.setItem(row, column, item)
            self._ticks[row].setFlags(self._ticks[row].flags() | Qt.ItemFlag.ItemIsUserCheckable)
            self._ticks[row].setCheckState(Qt.CheckState.Unchecked)
        self.table.blockSignals(False)
        if self._lines:
            self.table.setCurrentCell(0, 0)

    def _tick_stuck(self) -> None:
        for tick, line in zip(self._ticks, self._lines, strict=True):
            if line.carry is Carry.STUCK:
                tick.setCheckState(Qt.CheckState.Checked)

    def _ask(self) -> None:
        if self.left_out():
            self.place_asked.emit("left-out.confinia")
        else:
            self.carry_out()

    def _show_line(self, row: int) -> None:
        if 0 <= row < len(self._lines):
            line = self._lines[row]
            values = (self.tr("old base: {0}"), self.tr("new base: {0}"), self.tr("own: {0}"))
            told = [words.format(value) for words, value in zip(values, (line.old, line.new, line.own), strict=True)]
            self.whole.setText("\n".join([f"{line.what} \u00b7 {line.becomes}", *told]))

    def _tell_moved(self, done: Rebased) -> None:
        number = self._plan.new.number if self._plan else 0
        told = self.tr("The project starts from base {0} now, with {1} of your operations on it.")
        self.moved.emit(told.format(number, count(done.operations)))
        self.accept()

    def _tell_trouble(self, problem: ConfiniaError) -> None:
        self.trouble.setText(problem.sentence)
        if self._plan is None:
            self.told.setText(self.tr("Nothing was changed."))
        self._allow()

    def _allow(self) -> None:
        left = set(self.left_out())
        stuck = any(line.carry is Carry.STUCK and line.id not in left for line in self._lines)
        self.verb.setEnabled(self._plan is not None and not stuck and not self._session.store.read_only)

    def _arrange(self) -> None:
        self.table.setHorizontalHeaderLabels(
            [
                self.tr("what (a tick leaves it out)"),
                self.tr("what becomes of it"),
                self.tr("old base"),
                self.tr("new base"),
                self.tr("own"),
            ]
        )
        name = self.tr("What becomes of the own changes; a tick leaves a line out")
        as_list(self.table, name, (7, 5, 3, 3, 4))
        self.table.currentCellChanged.connect(lambda row, *_: self._show_line(row))
        self.table.itemChanged.connect(lambda _: self._allow())
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        column.addWidget(self.told)
        column.addWidget(self.more)
        column.addWidget(self.table, 1)
        column.addWidget(self.whole)
        column.addWidget(self.trouble)
        row = flat(QHBoxLayout(), GRID)
        row.addWidget(self.all)
        row.addStretch(1)
        row.addWidget(button(self.tr("Leave everything as it is"), self.reject))
        row.addWidget(self.verb)
        column.addLayout(row)
        self.all.hide()
        self.verb.setEnabled(False)
        self.resize(within_screen(self, QSize(1000, 620)))
