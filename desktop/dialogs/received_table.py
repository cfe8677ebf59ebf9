"""The table of files that came: what each is, who signed it, how it hangs in its chain, what became of it."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTableWidget, QTableWidgetItem

from desktop.dialogs.columns import as_list
from desktop.dialogs.receiving_jobs import Came
from desktop.dialogs.receiving_words import became_words, chain_words, document_words, sentence, signature_words
from geodata.io.receiving import Taken

_MOST_ROWS = 8


class ReceivedTable(QTableWidget):
    """A row for each file. `chosen` carries the path and what became of it."""

    chosen = Signal(object, object)

    def __init__(self) -> None:
        """Start empty."""
        super().__init__(0, 5)
        self._taken: list[tuple[Path, Taken]] = []
        self.setHorizontalHeaderLabels(
            [
                self.tr("file"),
                self.tr("what it is"),
                self.tr("signature"),
                self.tr("chain"),
                self.tr("what became of it"),
            ]
        )
        as_list(self, self.tr("The files that came"), (5, 6, 6, 4, 5))
        self.currentCellChanged.connect(lambda *_: self._tell())

    def show_came(self, came: Came) -> None:
        """Show what became of files, the first that is refused chosen."""
        self._taken = list(came.taken)
        self.setRowCount(len(self._taken))
        for row, (path, taken) in enumerate(self._taken):
            texts = (
                path.name,
                document_words(taken.document),
                signature_words(taken, came.keys),
                chain_words(taken, came.missing),
                became_words(taken),
            )
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                item.setToolTip(str(path) if column == 0 else f"{text}\n{sentence(taken)}".strip())
                self.setItem(row, column, item)
        refused = next((row for row, (_, taken) in enumerate(self._taken) if taken.problem is not None), 0)
        self._fit()
        self.setCurrentCell(refused, 0)
        self._tell()

    def current(self) -> tuple[Path, Taken] | None:
        """Return the file whose row is chosen, and what became of it."""
        row = self.currentRow()
        return self._taken[row] if 0 <= row < len(self._taken) else None

    def paths(self) -> list[Path]:
        """Return the files that are shown."""
        return [path for path, _ in self._taken]

    def _tell(self) -> None:
        found = self.current()
        if found is not None:
            self.chosen.emit(*found)

    def _fit(self) -> None:
        self.ensurePolished()
        self.resizeRowsToContents()
        rows = sum(self.rowHeight(row) for row in range(min(self.rowCount(), _MOST_ROWS)))
        self.setFixedHeight(rows + self.horizontalHeader().sizeHint().height() + 2 * self.frameWidth() + 2)
