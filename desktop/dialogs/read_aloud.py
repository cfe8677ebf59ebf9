"""A hash in words, to be read aloud to the other side, who checks it by meaning in a language of its own."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from desktop.dialogs.spoken_words import HeardLine, WordsTable
from desktop.panels.fitting import Copyable
from desktop.panels.parts import GRID, button, flat, label, within_screen
from geodata.changes.spoken import DOCUMENT_WORDS, LANGUAGES, spoken
from geodata.errors import Refused


class ReadAloud(QDialog):
    """The words of one hash in all languages, the hash itself, and a line to write down what is heard."""

    def __init__(self, name: str, sha256: str, words: int = DOCUMENT_WORDS, parent: QWidget | None = None) -> None:
        """Show the first `words` bytes of a hash; `name` says what it is the hash of."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Read aloud"))
        self._sha256, self._count = sha256, words
        self.table, self._listening = WordsTable(sha256, words), HeardLine(sha256, words)
        self.heard, self.said = self._listening.edit, self._listening.said
        self.digits = Copyable(self.tr("The hash in digits, SHA-256"))
        self.digits.setText(sha256)
        self._arrange(name)
        self.table.fitted.connect(self._fit)
        self.table.fit()
        self.table.setFocus()

    def copy_words(self) -> None:
        """Put the words of the chosen language on the clipboard, in one line."""
        self.table.copy_words()

    def copy_all(self) -> None:
        """Put the words of every language and the digits on the clipboard, a line each."""
        QGuiApplication.clipboard().setText(f"{in_every_language(self._sha256, self._count)}\nsha256 {self._sha256}")

    def _fit(self) -> None:
        """Show every row without scrolling, where the screen is high enough."""
        self.resize(within_screen(self, QSize(620, 0).expandedTo(self.sizeHint())))

    def _arrange(self, name: str) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        column.addWidget(label(name, "title", wrap=True))
        told = self.tr(
            "Read one column aloud. Each row is the same thing in every language, so that the other side can follow in "
            "its own."
        )
        column.addWidget(label(told, "muted", wrap=True))
        column.addWidget(self.table, 1)
        column.addWidget(label("SHA-256", "section"))
        column.addWidget(self.digits)
        column.addWidget(self._listening)
        row = flat(QHBoxLayout(), GRID)
        row.addWidget(button(self.tr("&Copy the words"), self.copy_words))
        row.addWidget(button(self.tr("Copy &all"), self.copy_all))
        row.addStretch(1)
        row.addWidget(button(self.tr("Close"), self.close))
        column.addLayout(row)


class ReadAloudButton(QToolButton):
    """A quiet button that tells a hash in its tooltip and opens its words. `opened` carries the dialog."""

    opened = Signal(object)

    def __init__(self, text: str = "") -> None:
        """Know no hash yet; without `text` it says that it reads aloud."""
        super().__init__()
        self.setText(text or self.tr("Read aloud\u2026"))
        self.setProperty("quiet", "true")
        self._name, self._sha256, self._words = "", "", DOCUMENT_WORDS
        self._open: ReadAloud | None = None
        self.clicked.connect(lambda _=False: self.read_aloud())
        self.forget()

    def tell(self, name: str, sha256: str, words: int = DOCUMENT_WORDS) -> None:
        """Hold a hash; `name` says what it is the hash of. What is no hash is said, and cannot be read aloud."""
        try:
            lines = in_every_language(sha256, words)
        except Refused as problem:
            self.forget()
            self.setToolTip(f"{name}\n{problem.sentence}")
            return
        self._name, self._sha256, self._words = name, sha256, words
        self.setToolTip(f"{name}\nsha256 {sha256}\n{lines}")
        self.setAccessibleName(self.tr("{0}: read its words aloud").format(name))
        self.setEnabled(True)

    def forget(self) -> None:
        """Hold no hash."""
        self._sha256 = ""
        self.setToolTip("")
        self.setEnabled(False)

    def read_aloud(self) -> None:
        """Open the words of the hash, or bring them to the front."""
        if not self._sha256:
            return
        if self._open is not None:
            self._open.close()
        made = self._open = ReadAloud(self._name, self._sha256, self._words, self.window())
        made.finished.connect(self._closed)
        made.show()
        self.opened.emit(made)

    def _closed(self) -> None:
        self._open = None


def in_every_language(sha256: str, words: int = DOCUMENT_WORDS) -> str:
    """Return the words of a hash, a line for each language."""
    return "\n".join(" ".join(spoken(sha256, words, language)) for language in LANGUAGES)
