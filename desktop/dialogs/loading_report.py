"""The report of the load dialog: what would be taken, what is there already, and every refused row with its reason."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QCheckBox, QHeaderView, QTableView, QVBoxLayout, QWidget

from desktop.dialogs.figures import count
from desktop.dialogs.loading_jobs import Outcome, taken
from desktop.dialogs.reading_words import source_line
from desktop.panels.parts import GRID, emptied, figures, flat, label, readable, rule
from geodata.errors import without_options
from geodata.io.load_report import RefusedRow
from geodata.io.loading import Loaded

Index = QModelIndex | QPersistentModelIndex


class RefusedRows(QAbstractTableModel):
    """One row for each row of the source that is not taken: its number, identifier, and why."""

    def __init__(self) -> None:
        """Start with none."""
        super().__init__()
        self.rows: tuple[RefusedRow, ...] = ()
        self._headings = (self.tr("row"), self.tr("identifier"), self.tr("why it is not taken"))

    def show(self, rows: tuple[RefusedRow, ...]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return how many there are."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Number, identifier and reason."""
        return len(self._headings)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the headings."""
        horizontal = orientation is Qt.Orientation.Horizontal
        return self._headings[section] if horizontal and role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell says."""
        row = self.rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return (str(row.row), row.id, row.sentence)[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == 0:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None


class ReportPage(QWidget):
    """What all rows come to. `look_asked` carries longitude and latitude of a refused row that was picked."""

    look_asked = Signal(float, float)
    update_asked = Signal(bool)

    def __init__(self) -> None:
        """Start without an outcome."""
        super().__init__()
        self.refused = RefusedRows()
        self.view = QTableView()
        self.update_box = QCheckBox(self.tr("Take the other content for what is in the project already"))
        self._heading = label("", "title", wrap=True)
        self._from = readable("")
        self._counts = flat(QVBoxLayout(), GRID // 2)
        self._remarks = readable("")
        self._none = label(self.tr("No row is refused."), "muted")
        self._arrange()

    def show_outcome(self, found: Outcome) -> None:
        """Say what all rows come to."""
        emptied(self._counts)
        source, report = found.source, found.report
        self._heading.setText(
            self.tr("{0} of {1}: {2} rows").format(source.layer or source.file, source.file, count(source.rows))
        )
        self._from.setText(source_line(found.origin) if isinstance(found, Loaded) else "")
        self._from.setVisible(bool(self._from.text()))
        for name, number in self._numbers(found).items():
            self._counts.addWidget(figures(name, count(number)))
        different = isinstance(found, Loaded) and bool(found.different)
        self.update_box.setVisible(different)
        self.refused.show(report.refused)
        self._none.setVisible(not report.refused)
        self.view.setVisible(bool(report.refused))
        self.view.resizeRowsToContents()
        sentences = [without_options(remark.sentence) for remark in report.remarks]
        self._remarks.setText("\n".join([self._stamp(found), *sentences]))

    def _numbers(self, found: Outcome) -> dict[str, int]:
        numbers = {self.tr("would be taken"): taken(found)}
        if isinstance(found, Loaded):
            numbers[self.tr("in the project just so")] = len(found.unchanged)
            numbers[self.tr("in the project with other content")] = len(found.different)
        numbers[self.tr("refused, each with its reason below")] = len(found.report.refused)
        return numbers

    def _stamp(self, found: Outcome) -> str:
        source = found.source
        said = self.tr("Read {0}, sha256 {1}; the file was not touched.")
        return said.format(source.file, source.sha256[:12])

    def _arrange(self) -> None:
        self.view.setModel(self.refused)
        self.view.setAccessibleName(self.tr("Rows that are not taken"))
        self.view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.view.setShowGrid(False)
        self.view.setTabKeyNavigation(False)  # else Tab never leaves it
        self.view.setWordWrap(True)
        self.view.verticalHeader().hide()
        header = self.view.horizontalHeader()
        header.setStretchLastSection(True)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.view.selectionModel().currentRowChanged.connect(lambda now, _: self._look(now.row()))
        self.update_box.toggled.connect(self.update_asked)
        column = flat(QVBoxLayout(self), GRID)
        column.addWidget(self._heading)
        column.addWidget(self._from)
        column.addLayout(self._counts)
        column.addWidget(self.update_box)
        column.addWidget(rule())
        column.addWidget(self._none)
        column.addWidget(self.view, 100)
        column.addWidget(self._remarks)
        column.addStretch(1)

    def _look(self, row: int) -> None:
        if 0 <= row < len(self.refused.rows):
            place = self.refused.rows[row].at
            if place is not None:
                self.look_asked.emit(*place)
