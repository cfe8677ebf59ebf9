"""A hash in words, to be read aloud to the other side, who checks it by meaning in a language of its own."""

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QTableWidget,
    QTableWidgetItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.panels.fitting import Copyable
from desktop.panels.parts import GRID, button, flat, label, within_screen
from geodata.changes.spoken import DOCUMENT_WORDS, LANGUAGES, heard, spoken
from geodata.errors import NotFound, Refused

LANGUAGE_NAMES = {"en": "English", "ru": "Русский", "hy": "Հայերեն", "az": "Azərbaycanca"}
"""Each language as its own people call it; they are not translated."""


class ReadAloud(QDialog):
    """The words of one hash in all languages, the hash itself, and a line to write down what is heard."""

    def __init__(self, name: str, sha256: str, words: int = DOCUMENT_WORDS, parent: QWidget | None = None) -> None:
        """Show the first `words` bytes of a hash; `name` says what it is the hash of."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Read aloud"))
        self._sha256, self._count = sha256, words
        self.table = QTableWidget(words, len(LANGUAGES))
        self.digits = Copyable(self.tr("The hash in digits, SHA-256"))
        self.digits.setText(sha256)
        self.heard = QLineEdit()
        self.said = label("", wrap=True)
        self._fill_table()
        self._arrange(name)
        self._fit_table()
        self.heard.textChanged.connect(lambda _: self._compare())
        self._compare()
        self.table.setFocus()

    def chosen(self) -> str:
        """Return the language of the column that is chosen."""
        return LANGUAGES[max(self.table.currentColumn(), 0)]

    def copy_words(self) -> None:
        """Put the words of the chosen language on the clipboard, in one line."""
        QGuiApplication.clipboard().setText(" ".join(spoken(self._sha256, self._count, self.chosen())))

    def copy_all(self) -> None:
        """Put the words of every language and the digits on the clipboard, a line each."""
        QGuiApplication.clipboard().setText(f"{in_every_language(self._sha256, self._count)}\nsha256 {self._sha256}")

    def _compare(self) -> None:
        """Say how what was written down stands to the hash."""
        told = self.heard.text().replace(",", " ").split()
        if not told:
            self.said.setText(self.tr("Write down what the other side reads, in any of the languages."))
            return
        if len(told) > self._count:
            self.said.setText(self.tr("There are only {0} words.").format(self._count))
            return
        try:
            found = heard(told)
        except NotFound as problem:
            self.said.setText(problem.sentence)
            return
        wanted = bytes.fromhex(self._sha256)
        apart = [place for place, (one, other) in enumerate(zip(found, wanted, strict=False), 1) if one != other]
        if apart:
            other = self.tr("Word {0} is another here: either the two are not the same, or it was misheard.")
            self.said.setText(other.format(apart[0]))
        elif len(found) < self._count:
            self.said.setText(self.tr("The same so far: {0} of {1} words.").format(len(found), self._count))
        else:
            self.said.setText(self.tr("All {0} words are the same.").format(self._count))

    def _fill_table(self) -> None:
        for column, language in enumerate(LANGUAGES):
            for row, word in enumerate(spoken(self._sha256, self._count, language)):
                self.table.setItem(row, column, QTableWidgetItem(word))
        self.table.setHorizontalHeaderLabels([LANGUAGE_NAMES[language] for language in LANGUAGES])
        self.table.setVerticalHeaderLabels([str(row + 1) for row in range(self._count)])
        self.table.setAccessibleName(self.tr("The words, a column for each language"))
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectColumns)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setTabKeyNavigation(False)
        self.table.setShowGrid(False)
        self.table.setCornerButtonEnabled(False)
        for bars in (self.table.setHorizontalScrollBarPolicy, self.table.setVerticalScrollBarPolicy):
            bars(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.table.setCurrentCell(0, 0)
        copy = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self.table)
        copy.setContext(Qt.ShortcutContext.WidgetShortcut)
        copy.activated.connect(self.copy_words)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            QTimer.singleShot(0, self, self._fit_table)  # once the table has its new font

    def _fit_table(self) -> None:
        """Show every row without scrolling, where the screen is high enough."""
        self.table.resizeRowsToContents()
        high = self.table.verticalHeader().length() + self.table.horizontalHeader().sizeHint().height()
        self.table.setMinimumHeight(high + 2 * self.table.frameWidth())
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
        what = label(self.tr("&Heard from the other side"), "section")
        what.setBuddy(self.heard)
        self.heard.setAccessibleName(self.tr("Words heard from the other side"))
        column.addWidget(what)
        column.addWidget(self.heard)
        column.addWidget(self.said)
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
