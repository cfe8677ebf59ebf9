"""The right of the review: the chosen item field by field, base, A and B side by side; and what the documents say."""

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QScrollArea,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.dialogs.figures import kilometres, metres
from desktop.dialogs.read_aloud import ReadAloudButton
from desktop.dialogs.words import word
from desktop.panels.parts import GRID, card, emptied, figures, flat, label, readable, rule
from desktop.review.items import subtitle, title
from desktop.review.reading import Arrived, Reviewed
from desktop.review.wrapping import QuietRole, Wrapping
from geodata.changes.comparison import Comparison, Field, Item, Party
from geodata.model.status import Reason, Side
from geodata.reports.comparison_words import field_word, shown

translate = QCoreApplication.translate


class FieldsPanel(QWidget):
    """One item in full, and below it what each document says of itself."""

    def __init__(self) -> None:
        """Start empty."""
        super().__init__()
        self._comparison: Comparison | None = None
        self._title, self._subtitle = label("", "title", wrap=True), label("", "muted", wrap=True)
        self._measures = flat(QVBoxLayout(), GRID // 2)
        self.table = QTableWidget(0, 4)
        self._documents = flat(QVBoxLayout(), GRID)
        self._fitting = QTimer(self, interval=0, singleShot=True)  # after all columns have their widths
        self._fitting.timeout.connect(self.table.resizeRowsToContents)
        self._arrange()

    def show_documents(self, reviewed: Reviewed) -> None:
        """Say what was compared."""
        self._comparison = reviewed.comparison
        emptied(self._documents)
        self._documents.addWidget(label(self.tr("Documents"), "section"))
        for side, party in ((Side.A, reviewed.comparison.a), (Side.B, reviewed.comparison.b)):
            self._documents.addWidget(document_card(party, reviewed.arrived(side)))
        self._documents.addWidget(_base_line(reviewed.comparison))
        self._documents.addWidget(_aloud(self.tr("Joint base"), reviewed.comparison.base))

    def show_item(self, item: Item | None) -> None:
        """Show an item field by field."""
        emptied(self._measures)
        self.table.setRowCount(0)
        if item is None or self._comparison is None:
            self._title.setText(self.tr("No item is chosen."))
            self._subtitle.setText("")
            return
        self._title.setText(title(item))
        self._subtitle.setText(subtitle(item))
        for row in _figures(item, self._comparison.profile.method):
            self._measures.addWidget(row)
        for field in item.fields:
            self._add(field_word(field.name), _shown(field, self._comparison), changed=field.a != field.b)
        self._fitting.start()

    def changeEvent(self, event: QEvent) -> None:
        """Give every row the height that text of another size needs."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fitting.start()

    def _add(self, name: str, values: tuple[str, str, str], changed: bool) -> None:
        row = self.table.rowCount()
        self.table.insertRow(row)
        for column, text in enumerate((name, *values)):
            cell = QTableWidgetItem(text)
            cell.setToolTip(text)
            cell.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
            if column in (0, 1):
                cell.setData(QuietRole, True)
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
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        header.sectionResized.connect(lambda *_: self._fitting.start())
        self.table.verticalHeader().hide()
        self.table.setShowGrid(False)
        self.table.setItemDelegate(Wrapping(self.table))
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.table.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.table.setAccessibleName(self.tr("Fields of the item: base, A, B"))
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, GRID)
        column.setSpacing(GRID)
        column.addWidget(self._title)
        column.addWidget(self._subtitle)
        column.addLayout(self._measures)
        column.addWidget(rule())
        column.addWidget(self.table, 3)
        column.addWidget(rule())
        column.addWidget(_scrolled(self._documents), 2)


def _shown(field: Field, comparison: Comparison) -> tuple[str, str, str]:
    """A field's three values in words; the reasons are a closed list that has its own."""
    values = (field.base, field.a, field.b)
    if field.name == "reason" and all(value is None or value in list(Reason) for value in values):
        base, a, b = (word(Reason(value or "")) for value in values)
        return base, a, b
    return shown(field, comparison)


def document_card(party: Party, arrived: Arrived) -> QFrame:
    """Return what a change set says of itself."""
    head = translate("Review", "{0} \u00b7 change set {1} \u00b7 {2}").format(
        party.side, party.sequence, word(party.role)
    )
    inside: list[QWidget] = [label(head, f"side-{party.side.lower()}")]
    if party.message:
        inside.append(readable(party.message))
    facts = translate("Review", "{0} \u00b7 {1} operations \u00b7 sha256 {2}").format(
        arrived.path.name, party.operations, party.sha256[:12]
    )
    whole = translate("Review", "Verified whole: every byte matches its checksum. Not signed yet.")
    inside += [readable(facts, "small"), label(whole, "small", wrap=True)]
    named = translate("Review", "Change set {0} of side {1}").format(party.sequence, party.side)
    inside.append(_aloud(named, party.sha256))
    return card(*inside)


def _aloud(name: str, sha256: str) -> QWidget:
    """A button that says a hash in words, as wide as it needs to be."""
    made, told = QWidget(), ReadAloudButton()
    told.tell(name, sha256)
    row = flat(QHBoxLayout(made))
    row.addWidget(told)
    row.addStretch(1)
    return made


def _base_line(comparison: Comparison) -> QWidget:
    if comparison.base_found:
        return readable(translate("Review", "Both start from base {0}.").format(comparison.base[:12]), "small")
    told = translate(
        "Review",
        "Both start from base {0}, which is not at hand: open a project on it, or drop the base here, to see the whole "
        "line and the separations.",
    )
    return readable(told.format(comparison.base[:12]), "muted")


def _figures(item: Item, method: str) -> list[QWidget]:
    rows = []
    if item.length is not None:
        rows.append(figures(translate("Review", "Length"), kilometres(item.length), method))
    if item.apart is not None and item.apart.millimetres:
        apart = metres(item.apart.millimetres, 1)
        if item.apart.at is not None:
            apart = translate("Review", "{0} at {1}").format(apart, f"{item.apart.at / 1e6:,.3f} km")
        rows.append(figures(translate("Review", "Largest separation"), apart))
    return rows


def _scrolled(inside: QVBoxLayout) -> QScrollArea:
    page = QWidget()
    column = flat(QVBoxLayout(page))
    column.addLayout(inside)
    column.addStretch(1)
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(page)
    return area
