"""A card: one document that may leave, what it is for, a preview of exactly what leaves, and what left."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QVBoxLayout

from desktop.dialogs.figures import count
from desktop.dialogs.read_aloud import ReadAloudButton
from desktop.panels.fitting import Copyable
from desktop.panels.parts import GRID, button, flat, label

_MOST_SHOWN = 200_000
"""Characters of a document that are shown before it leaves; the rest is in the file."""


class Card(QFrame):
    """`place_asked` carries the suggested name of the file; its path comes back through `write` of the card's kind."""

    place_asked = Signal(str)
    written = Signal(object)  # Path

    def __init__(self, title: str, purpose: str, verb: str) -> None:
        """Show a card with an empty preview."""
        super().__init__()
        self.setProperty("card", "true")
        self.setAccessibleName(title)
        self.body = flat(QVBoxLayout(), GRID)
        self.preview, self.stays = Copyable(self.tr("What would leave")), label("", wrap=True)
        self.result = Copyable(self.tr("What was written"))
        self.verb = button(verb, lambda: self.place_asked.emit(self.suggestion()), primary=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        column.addWidget(label(title, "title"))
        column.addWidget(label(purpose, "muted", wrap=True))
        column.addLayout(self.body)
        column.addWidget(self.preview)
        column.addWidget(self.stays)
        self.beside = flat(QVBoxLayout(), GRID)
        column.addLayout(self.beside)
        self.foot = flat(QHBoxLayout(), GRID)
        self.aloud = ReadAloudButton()
        self.aloud.hide()
        self.foot.addWidget(self.verb)
        self.foot.addWidget(self.aloud)
        self.foot.addStretch(1)
        column.addLayout(self.foot)
        self.below = flat(QVBoxLayout())
        column.addLayout(self.below)
        column.addWidget(self.result)
        column.addStretch(1)
        self.stays.hide()
        self.result.hide()

    def suggestion(self) -> str:
        """Return the name that is offered for the file."""
        return ""

    def refresh(self) -> None:
        """Look at the project anew."""

    def rest(self) -> bool:
        """Stop looking while nobody sees it; return whether it had not ended."""
        return False

    def say(self, text: str) -> None:
        """Say what would leave, or why nothing can."""
        self.preview.setText(text)
        self.aloud.hide()

    def say_identity(self, name: str, sha256: str) -> None:
        """Offer to read aloud by which hash the document that would leave is known."""
        self.aloud.tell(name, sha256)
        self.aloud.show()

    def say_stays(self, private: int) -> None:
        """Say how many private notes stay at home."""
        self.stays.setVisible(private > 0)
        one = self.tr("One private note stays in this project and is not in it.")
        several = self.tr("{0} private notes stay in this project and are not in it.").format(count(private))
        self.stays.setText(one if private == 1 else several)

    def say_written(self, path: Path, sha256: str, more: str = "") -> None:
        """Say what left, where it lies and by which hash it is known."""
        told = self.tr("Wrote {0}").format(str(path))
        self.result.setText("\n".join(filter(None, (told, "sha256", sha256, more))))
        self.result.show()
        self.written.emit(path)

    def say_trouble(self, sentence: str) -> None:
        """Say why nothing was written."""
        self.result.setText(sentence)
        self.result.show()


class Bytes(QPlainTextEdit):
    """The document itself, to be read before it leaves: folded away until it is asked for."""

    def __init__(self, card: Card) -> None:
        """Stand in a card, folded and empty."""
        super().__init__()
        self.setReadOnly(True)
        self.setAccessibleName(self.tr("The document as it leaves"))
        self.setMinimumHeight(180)
        self.hide()
        self._data = b""
        self.toggle = button(self.tr("Show every byte"), self._fold)
        self.toggle.setCheckable(True)
        card.foot.insertWidget(1, self.toggle)
        card.below.addWidget(self)

    def show_data(self, data: bytes) -> None:
        """Hold another document."""
        self._data = data
        self.toggle.setEnabled(bool(data))
        if self.toggle.isChecked():
            self._fill()

    def _fold(self) -> None:
        self.setVisible(self.toggle.isChecked())
        self._fill()

    def _fill(self) -> None:
        text = self._data[:_MOST_SHOWN].decode("utf-8", errors="ignore")
        rest = len(self._data) - _MOST_SHOWN
        if rest > 0:
            text += "\n" + self.tr("\u2026 and {0} bytes more").format(count(rest))
        self.setPlainText(text)
