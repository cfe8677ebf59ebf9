"""A hash in words: a table with a column for each language, and a line in which to write down what is heard."""

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.panels.parts import GRID, flat, label
from geodata.changes.spoken import DOCUMENT_WORDS, LANGUAGES, heard, spoken
from geodata.errors import NotFound

LANGUAGE_NAMES = {"en": "English", "ru": "Русский", "hy": "Հայերեն", "az": "Azərbaycanca"}
"""Each language as its own people call it; they are not translated."""


class WordsTable(QTableWidget):
    """The words of one hash, a row for each and a column for each language; Ctrl+C copies the chosen column.

    `fitted` tells that the table has another height.
    """

    fitted = Signal()

    def __init__(self, sha256: str = "", words: int = DOCUMENT_WORDS) -> None:
        """Show the first `words` bytes of a hash, or nothing yet."""
        super().__init__(0, len(LANGUAGES))
        self._sha256, self._count = "", words
        self._arrange()
        if sha256:
            self.tell(sha256, words)

    def tell(self, sha256: str, words: int) -> None:
        """Show the words of another hash."""
        self._sha256, self._count = sha256, words
        self.setRowCount(words)
        for column, language in enumerate(LANGUAGES):
            for row, word in enumerate(spoken(sha256, words, language)):
                self.setItem(row, column, QTableWidgetItem(word))
        self.setVerticalHeaderLabels([str(row + 1) for row in range(words)])
        self.setCurrentCell(0, 0)
        self.fit()

    def chosen(self) -> str:
        """Return the language of the column that is chosen."""
        return LANGUAGES[max(self.currentColumn(), 0)]

    def copy_words(self) -> None:
        """Put the words of the chosen language on the clipboard, in one line."""
        if self._sha256:
            QGuiApplication.clipboard().setText(" ".join(spoken(self._sha256, self._count, self.chosen())))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            QTimer.singleShot(0, self, self.fit)  # once the table has its new font

    def fit(self) -> None:
        """Be high enough for every row."""
        self.resizeRowsToContents()
        high = self.verticalHeader().length() + self.horizontalHeader().sizeHint().height()
        self.setMinimumHeight(high + 2 * self.frameWidth())
        self.fitted.emit()

    def _arrange(self) -> None:
        self.setHorizontalHeaderLabels([LANGUAGE_NAMES[language] for language in LANGUAGES])
        self.setAccessibleName(self.tr("The words, a column for each language"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectColumns)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        for bars in (self.setHorizontalScrollBarPolicy, self.setVerticalScrollBarPolicy):
            bars(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        copy = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self)
        copy.setContext(Qt.ShortcutContext.WidgetShortcut)
        copy.activated.connect(self.copy_words)


class HeardLine(QWidget):
    """A line to write down what the other side reads, and how that stands to the hash. `compared` after each letter."""

    compared = Signal()

    def __init__(self, sha256: str = "", words: int = DOCUMENT_WORDS) -> None:
        """Compare with the first `words` bytes of a hash."""
        super().__init__()
        self._sha256, self._count = sha256, words
        self.differs = False
        self.edit, self.said = QLineEdit(), label("", wrap=True)
        self.name: QLabel = label(self.tr("&Heard from the other side"), "section")
        self.name.setBuddy(self.edit)
        self.edit.setAccessibleName(self.tr("Words heard from the other side"))
        column = flat(QVBoxLayout(self), GRID)
        for part in (self.name, self.edit, self.said):
            column.addWidget(part)
        self.edit.textChanged.connect(lambda _: self._compare())
        self._compare()

    def tell(self, sha256: str, words: int) -> None:
        """Compare with another hash from now on, and with nothing heard yet."""
        self._sha256, self._count = sha256, words
        self.edit.clear()
        self._compare()

    def _compare(self) -> None:
        """Say how what was written down stands to the hash; `differs` once it cannot be the same."""
        self.differs, sentence = self._found(self.edit.text().replace(",", " ").split())
        self.said.setText(sentence)
        self.compared.emit()

    def _found(self, told: list[str]) -> tuple[bool, str]:
        if not told:
            return False, self.tr("Write down what the other side reads, in any of the languages.")
        if len(told) > self._count:
            return True, self.tr("There are only {0} words.").format(self._count)
        try:
            found = heard(told)
        except NotFound as problem:
            return True, problem.sentence
        wanted = bytes.fromhex(self._sha256)
        apart = [place for place, (one, other) in enumerate(zip(found, wanted, strict=False), 1) if one != other]
        if apart:
            other = self.tr("Word {0} is another here: either the two are not the same, or it was misheard.")
            return True, other.format(apart[0])
        if len(found) < self._count:
            return False, self.tr("The same so far: {0} of {1} words.").format(len(found), self._count)
        return False, self.tr("All {0} words are the same.").format(self._count)
