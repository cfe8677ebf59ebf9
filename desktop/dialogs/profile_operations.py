"""The published operations between two datums as a table: accuracy, area, and how far apart they put one place."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from desktop.panels.parts import GRID
from geodata.geometry.profile_ready import Choice
from geodata.geometry.written import THIN

_ROWS = 4
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class OperationTable(QTableWidget):
    """Operations of which both sides pin one; nothing is chosen beforehand. `chosen` when a person chose."""

    chosen = Signal()

    def __init__(self) -> None:
        """Start without operations."""
        super().__init__()
        self._codes: list[str] = []
        self._choices: list[Choice] = []
        self.setAccessibleName(self.tr("Published operations"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.itemSelectionChanged.connect(self.chosen)

    @property
    def code(self) -> str:
        """The operation that is chosen, empty for none."""
        rows = self.selectionModel().selectedRows()
        return self._codes[rows[0].row()] if rows else ""

    @property
    def choice(self) -> Choice | None:
        """What is known of the operation that is chosen."""
        return next((each for each in self._choices if each.operation.pin == self.code), None)

    def offer(self, choices: list[Choice], code: str = "") -> None:
        """Offer operations without a signal; `code` stays chosen where it is among them."""
        self.blockSignals(True)
        self.clear()
        self._choices, self._codes = choices, [each.operation.pin for each in choices]
        heads = [self.tr("Operation"), self.tr("Name"), self.tr("Accuracy")]
        heads += [self.tr("from {0}").format(_short(other)) for other in self._codes]
        heads.append(self.tr("Made for"))
        self.setColumnCount(len(heads))
        self.setRowCount(len(choices))
        for column, head in enumerate(heads):
            item = QTableWidgetItem(head)
            item.setTextAlignment(_RIGHT if 1 < column < len(heads) - 1 else _LEFT)
            self.setHorizontalHeaderItem(column, item)
        for row, choice in enumerate(choices):
            for column, item in enumerate(self._items(choice)):
                self.setItem(row, column, item)
        self._fit()
        self.choose(code)
        self.blockSignals(False)

    def choose(self, code: str) -> None:
        """Choose an operation by its code, none where it is not offered."""
        self.clearSelection()
        if code in self._codes:
            self.selectRow(self._codes.index(code))

    def _items(self, choice: Choice) -> list[QTableWidgetItem]:
        operation = choice.operation
        accuracy = self.tr("not stated") if operation.accuracy is None else _metres(operation.accuracy)
        area = operation.area if choice.here else self.tr("not for here: {0}").format(operation.area)
        apart = [_metres(choice.offsets[other], 1) if other in choice.offsets else "\u2013" for other in self._codes]
        texts = [
            operation.code or self.tr("stated"),
            operation.name.removeprefix("Inverse of "),
            accuracy,
            *apart,
            area,
        ]
        items = [QTableWidgetItem(text) for text in texts]
        for item in items[2:-1]:
            item.setTextAlignment(_RIGHT)
        for item in items:
            item.setToolTip(f"{operation.name}\n{area}")
        return items

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_height()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit_height()

    def _fit(self) -> None:
        header = self.horizontalHeader()
        header.setStretchLastSection(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(self.columnCount() - 1, QHeaderView.ResizeMode.Interactive)
        self.ensurePolished()
        self._fit_height()

    def _fit_height(self) -> None:
        """Be as high as the rows, with room for a bar below where they are wider than the table."""
        header = self.horizontalHeader()
        header.setMinimumSectionSize(header.fontMetrics().horizontalAdvance(self.tr("Made for")) + 4 * GRID)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 10)
        rows = min(max(self.rowCount(), 1), _ROWS)
        high = self.verticalHeader().defaultSectionSize() * rows + header.sizeHint().height() + GRID
        bar = self.horizontalScrollBar()
        self.setFixedHeight(high + (bar.sizeHint().height() if bar.maximum() > 0 else 0))


def _short(code: str) -> str:
    return code.removeprefix("EPSG:") if code.startswith("EPSG:") else "\u2026"


def _metres(number: float, decimals: int | None = None) -> str:
    return (f"{number:g}" if decimals is None else f"{number:.{decimals}f}") + THIN + "m"
