"""Below the plot: the question why two lines lie apart, and its answer in words and as a plot. It corrects nothing."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.panels.fitting import Elided
from desktop.panels.parts import GRID, button, flat, readable
from desktop.review.diagnosing import Answer, can_be_asked
from desktop.review.residuals import ResidualPlot
from geodata.changes.comparing.comparison import Item
from geodata.geometry.displacement_words import remarks, sentence


class WhyApart(QWidget):
    """One question of one item. `asked` says that a person wants to know."""

    asked = Signal()

    def __init__(self) -> None:
        """Start with no item."""
        super().__init__()
        self.question = button(self.tr("Why do they lie apart?  W"), self.ask, "measure")
        self.question.setAccessibleName(self.tr("Why do they lie apart?"))
        self.question.setToolTip(self.tr("Try every technical cause on these two lines; nothing is corrected"))
        self.sentence, self.remarks, self.plot = readable(""), readable("", "muted"), ResidualPlot()
        self._hint = Elided(self.tr("A hint to both sides; nothing is corrected."), "small")
        self._item: Item | None = None
        self._arrange()
        self.show_item(None)

    def show_item(self, item: Item | None) -> None:
        """Go to another item: the question is open again, where there is something to ask."""
        self._item = item
        self.question.setEnabled(can_be_asked(item))
        self._tell("", "")
        self.plot.show_diagnosis(None)
        self._show(answer=False)

    def ask(self) -> None:
        """Ask it of the item that is shown."""
        if not self.question.isEnabled():
            return
        self._tell(self.tr("Trying every cause\u2026"), "")
        self.sentence.setVisible(True)
        self.asked.emit()

    def show_answer(self, answer: Answer | None) -> None:
        """Show what was found, if it is about the item that is shown still."""
        if answer is None or self._item is None or answer.item.id != self._item.id:
            return
        self._tell(sentence(answer.diagnosis), " ".join(remarks(answer.diagnosis)))
        self.plot.show_diagnosis(answer.diagnosis)
        self._show(answer=True)

    def show_trouble(self, said: str) -> None:
        """Say why there is no answer."""
        self._tell(said, "")

    def _tell(self, said: str, beside: str) -> None:
        self.sentence.setText(said)
        self.sentence.setAccessibleName(said or self.tr("No answer yet"))
        self.remarks.setText(beside)

    def _show(self, answer: bool) -> None:
        self.sentence.setVisible(answer)
        self.remarks.setVisible(answer and bool(self.remarks.text()))
        self.plot.setVisible(answer)

    def _arrange(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.question)
        row.addWidget(self._hint, 1)
        words = flat(QVBoxLayout(), GRID // 2)
        words.setContentsMargins(2 * GRID, GRID // 2, 2 * GRID, GRID)
        words.addLayout(row)
        words.addWidget(self.sentence)
        words.addWidget(self.remarks)
        column = flat(QVBoxLayout(self))
        column.addLayout(words)
        column.addWidget(self.plot)
