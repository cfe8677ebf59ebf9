"""The right of the review: what is chosen field by field, base, A and B side by side; and what the documents say."""

import re
from difflib import SequenceMatcher

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QLabel,
    QScrollArea,
    QSplitter,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.dialogs.words import word
from desktop.panels.parts import GRID, emptied, fact, flat, label, readable
from desktop.review.documents import told_documents
from desktop.review.reading import Reviewed
from desktop.review.told import Told
from desktop.review.wrapping import Emphasis, EmphasisRole, QuietRole, Wrapping
from geodata.changes.comparing.comparison import Comparison, Field
from geodata.model.status import Reason
from geodata.reports.comparison_words import NOTHING, field_word, shown

_WORDS = re.compile(r"\s+|[^\s]+")
_LONGEST = 4000
"""Characters up to which two values are held against each other word by word."""


class FieldsPanel(QWidget):
    """One thing in full, and below it what each document says of itself."""

    def __init__(self) -> None:
        """Start empty."""
        super().__init__()
        self._comparison: Comparison | None = None
        self._title, self._subtitle = label("", "title", wrap=True), label("", "muted", wrap=True)
        self.meaning = readable("", "small")
        self._measures = flat(QVBoxLayout(), GRID // 2)
        self.table = QTableWidget(0, 4)
        self._documents = flat(QVBoxLayout(), GRID)
        self._fitting = QTimer(self, interval=0, singleShot=True)  # after all columns have their widths
        self._fitting.timeout.connect(self._fit)
        self._arrange()

    def show_documents(self, reviewed: Reviewed) -> None:
        """Say what was compared."""
        self._comparison = reviewed.comparison
        emptied(self._documents)
        for part in told_documents(reviewed):
            self._documents.addWidget(part)

    def show_told(self, told: Told | None) -> None:
        """Show a thing field by field."""
        emptied(self._measures)
        self.table.setRowCount(0)
        if told is None or self._comparison is None:
            self._title.setText(self.tr("Nothing is chosen."))
            for part in (self._subtitle, self.meaning):
                part.setText("")
            self.table.hide()
            return
        self._title.setText(told.title)
        self._subtitle.setText(told.subtitle)
        self.meaning.setText(told.meaning)
        self.meaning.setVisible(bool(told.meaning))
        for name, value in (*told.figures, *told.facts):
            self._measures.addWidget(_narrow(fact(name, value)))
        for field in told.rows:
            self._add(field_word(field.name), _shown(field, self._comparison), changed=field.a != field.b)
        self.table.setVisible(bool(told.rows))
        self._fitting.start()

    def texts(self) -> dict[str, list[str]]:
        """Return what the table tells: the values of base, A and B by field."""
        cells = [[self._cell(row, column) for column in range(4)] for row in range(self.table.rowCount())]
        return {row[0]: row[1:] for row in cells}

    def changeEvent(self, event: QEvent) -> None:
        """Give every row the height that text of another size needs."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fitting.start()

    def _cell(self, row: int, column: int) -> str:
        cell = self.table.item(row, column)
        return cell.text() if cell is not None else ""

    def _fit(self) -> None:
        """All rows are as high as they need, and the table as all rows: what is around it is scrolled, not it."""
        self.table.resizeRowsToContents()
        high = self.table.verticalHeader().length() + self.table.horizontalHeader().height()
        self.table.setFixedHeight(high + 2 * self.table.frameWidth() + 2)

    def _add(self, name: str, values: tuple[str, str, str], changed: bool) -> None:
        row = self.table.rowCount()
        self.table.insertRow(row)
        marks = emphasised(*values)
        for column, text in enumerate((name, *values)):
            cell = QTableWidgetItem(text)
            cell.setToolTip(text)
            cell.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
            if column in (0, 1):
                cell.setData(QuietRole, True)
            else:
                cell.setData(EmphasisRole, marks[column - 2])
            if column == 0 and changed:
                font = QFont()
                font.setBold(True)  # and nothing else: its size stays the table's
                cell.setFont(font)
            self.table.setItem(row, column, cell)

    def _arrange(self) -> None:
        self.table.setHorizontalHeaderLabels([self.tr("field"), self.tr("base"), "A", "B"])
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        for place in (0, 1):
            header.setSectionResizeMode(place, QHeaderView.ResizeMode.Interactive)
            header.resizeSection(place, 80)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        header.sectionResized.connect(lambda *_: self._fitting.start())
        self.table.verticalHeader().hide()
        self.table.setShowGrid(False)
        self.table.setItemDelegate(Wrapping(self.table))
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.table.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.setAccessibleName(self.tr("Fields: base, A, B"))
        inside = flat(QVBoxLayout(), GRID)
        for part in (self._title, self._subtitle, self.meaning):
            inside.addWidget(part)
        inside.addLayout(self._measures)
        inside.addWidget(self.table)
        halves = QSplitter(Qt.Orientation.Vertical)
        halves.addWidget(_scrolled(inside))
        halves.addWidget(_scrolled(self._documents))
        halves.setHandleWidth(1)
        halves.setStretchFactor(0, 2)
        halves.setStretchFactor(1, 1)
        halves.setSizes([480, 220])
        flat(QVBoxLayout(self)).addWidget(halves)


def emphasised(base: str, a: str, b: str) -> tuple[Emphasis, Emphasis]:
    """Return which characters of A's and B's value stand out: those in which the two differ, or one left the base."""
    if a == b:
        return (), ()
    if NOTHING in (a, b):
        return _apart(base, a) if b == NOTHING else (), _apart(base, b) if a == NOTHING else ()
    return _apart(b, a), _apart(a, b)


def _apart(before: str, text: str) -> Emphasis:
    """The characters of a text, as (first, number) pairs, that another does not have; none where it has nothing."""
    if before in (text, NOTHING) or text == NOTHING:
        return ()
    if len(before) + len(text) > _LONGEST:
        return ((0, len(text)),)
    old, new = _WORDS.findall(before), _WORDS.findall(text)
    starts = [0]
    for each in new:
        starts.append(starts[-1] + len(each))
    found = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return tuple((starts[j1], starts[j2] - starts[j1]) for tag, _, _, j1, j2 in found if tag != "equal" and j2 > j1)


def _shown(field: Field, comparison: Comparison) -> tuple[str, str, str]:
    """A field's three values in words; the reasons are a closed list that has its own."""
    values = tuple(None if _empty(value) else value for value in (field.base, field.a, field.b))
    if field.name == "reason" and all(value is None or value in list(Reason) for value in values):
        base, a, b = (word(Reason(value or "")) for value in values)
        return base, a, b
    return shown(Field(field.name, *values), comparison)


def _narrow(row: QWidget) -> QWidget:
    """The row, whose value may be narrower than its longest word: identifiers break at their hyphens."""
    row.findChildren(QLabel)[-1].setMinimumWidth(1)
    return row


def _empty(value: object) -> bool:
    """Whether a list says nothing: one side has several lines, and there is none on the other."""
    return isinstance(value, list) and all(each is None for each in value)


def _scrolled(inside: QVBoxLayout) -> QScrollArea:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, GRID)
    column.addLayout(inside)
    column.addStretch(1)
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(page)
    return area
