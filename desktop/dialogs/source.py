"""Sources: the register of maps, acts and measurements a side rests on, and citing one for a stretch."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QComboBox, QFormLayout, QHBoxLayout, QLineEdit, QListWidget, QVBoxLayout, QWidget

from desktop.dialogs.choices import Question
from desktop.dialogs.figures import metres
from desktop.dialogs.gate_sheet import LARGEST_SCALE, YEARS
from desktop.dialogs.origins import came_from, said_of_origin, select_all
from desktop.dialogs.sheet_words import sheet_said
from desktop.dialogs.sources_list import sources_of, title_of
from desktop.dialogs.words import word
from desktop.panels.parts import GRID, button, flat, label, rule
from desktop.selection import Selection
from desktop.session import Session
from geodata.changes.gestures import new_id
from geodata.model.feature import Kind
from geodata.model.names import nfc
from geodata.model.segment import Segment
from geodata.model.source import Method, Source, SourceKind


class SourcePanel(QWidget):
    """Enters a source into the register, and cites one of it for the chosen stretch."""

    entered = Signal(str)  # the id of the source

    def __init__(self, session: Session, selection: Selection, parent: QWidget | None = None) -> None:
        """Write into the session; cite on what is selected."""
        super().__init__(parent)
        self._session, self._selection = session, selection
        self.setObjectName("source")
        self.setAccessibleName(self.tr("Source"))
        self.type = QComboBox()
        self.method = Question(self.tr("How digitised"), self.tr("not stated"))
        self.fields: dict[str, QLineEdit] = {}
        self._sheet_said = label("", "small", wrap=True)
        self.register = QListWidget()
        self._said, self._place = label("", "muted", wrap=True), label("", "muted", wrap=True)
        self.enter = button(self.tr("&Enter into the register"), self.carry_out, primary=True)
        self.cite = button(self.tr("&Cite for this stretch"), self.cite_chosen)
        self.show_all = button(self.tr("Show what came &from it"), self.show_read)
        self._arrange()
        for signal in (session.opened, session.closed, selection.changed, selection.stretch_chosen):
            signal.connect(self.refresh)
        session.changed.connect(lambda _: self.refresh())
        session.refused.connect(self._said.setText)
        self.register.currentRowChanged.connect(lambda _: self._allow())
        self.setFocusProxy(self.fields["title"])
        self.refresh()

    def carry_out(self) -> None:
        """Enter the source; what was refused stays as typed and is said."""
        wrong = next((f for f in self.fields.values() if f.text() and not f.hasAcceptableInput()), None)
        if wrong is not None:
            self._said.setText(self.tr("{0} is not a number that can be.").format(wrong.accessibleName()))
            wrong.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if not self._session.is_open:
            return
        source = self._source()
        if self._session.add_source(source):
            for field in self.fields.values():
                field.clear()
            self.method.show_value(None)
            self._say_sheet()
            self._said.setText(self.tr("{0} is in the register.").format(source.title))
            self.register.setCurrentRow(self._row_of(source.id))
            self.entered.emit(source.id)

    def cite_chosen(self) -> None:
        """Cite the source marked in the register for the chosen stretch."""
        segment, stretch, row = self._segment(), self._selection.stretch, self.register.currentItem()
        if segment is None or stretch is None or row is None:
            return
        title = row.text()
        if self._session.cite(segment, stretch, str(row.data(Qt.ItemDataRole.UserRole))):
            self._said.setText(self.tr("Cited: {0}.").format(title))

    @property
    def marked(self) -> str:
        """The id of the source marked in the register, empty where none is."""
        row = self.register.currentItem()
        return "" if self.register.currentRow() < 0 else str(row.data(Qt.ItemDataRole.UserRole))

    def show_read(self) -> None:
        """Select what was read from the source marked in the register, and bring it into view."""
        if not self._session.is_open or not self.marked:
            return
        found = came_from(self._session.project, self.marked)
        self._said.setText(said_of_origin(found))
        select_all(self._selection, found)

    def refresh(self) -> None:
        """Take register and selection anew."""
        row = self.register.currentRow()
        kept = self.register.item(row).data(Qt.ItemDataRole.UserRole) if row >= 0 else None
        self.register.clear()
        if self._session.is_open:
            project = self._session.project
            for source in sources_of(project, project.settings.side):
                self.register.addItem(title_of(source))
                self.register.item(self.register.count() - 1).setData(Qt.ItemDataRole.UserRole, source.id)
        if kept is not None:
            self.register.setCurrentRow(self._row_of(kept))
        self._allow()

    def _allow(self) -> None:
        segment, stretch = self._segment(), self._selection.stretch
        if segment is None or stretch is None:
            self._place.setText(self.tr("To cite a source, choose a stretch that your side has marked."))
        else:
            ends = metres(stretch.start.at), metres(stretch.end.at)
            name = segment.source_id or segment.id[:8]
            self._place.setText(self.tr("Chosen: {0} to {1} of {2}").format(*ends, name))
        able = segment is not None and stretch is not None and self.register.currentItem() is not None
        self.cite.setEnabled(able and self._session.can_write)
        self.enter.setEnabled(self._session.can_write)
        self.show_all.setEnabled(self.register.currentItem() is not None)

    def _segment(self) -> Segment | None:
        if self._selection.kind is not Kind.SEGMENT or not self._session.is_open:
            return None
        found = self._session.project.layers[Kind.SEGMENT].get(self._selection.first or "")
        return found if isinstance(found, Segment) else None

    def _source(self) -> Source:
        return Source(
            id=new_id(),
            title=self._text("title"),
            offered_by=self._session.project.settings.side,
            type=SourceKind(self.type.currentData()),
            issuer=self._text("issuer"),
            date=self._text("date"),
            number=self._text("number"),
            sheet=self._text("sheet"),
            scale=self._number("scale"),
            survey_year=self._number("survey_year"),
            print_year=self._number("print_year"),
            duty_year=self._number("duty_year"),
            method=Method(self.method.value or ""),
            archive=self._text("archive"),
        )

    def _text(self, name: str) -> str:
        return nfc(self.fields[name].text().strip())

    def _number(self, name: str) -> int | None:
        return int(self._text(name)) if self._text(name) else None

    def _say_sheet(self) -> None:
        said = sheet_said(self._text("sheet"))
        self._sheet_said.setText(said)
        self._sheet_said.setVisible(bool(said))

    def _row_of(self, id_: str) -> int:
        rows = range(self.register.count())
        return next((row for row in rows if self.register.item(row).data(Qt.ItemDataRole.UserRole) == id_), -1)

    def _arrange(self) -> None:
        for kind in SourceKind:
            self.type.addItem(word(kind), kind.value)
        self.type.setAccessibleName(self.tr("What it is"))
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(self.tr("What it is"), self.type)
        for name, (text, hint) in self._rows().items():
            field = self.fields[name] = QLineEdit()
            field.setAccessibleName(text)
            field.setPlaceholderText(hint)
            form.addRow(text, field)
            if name == "sheet":
                form.addRow("", self._sheet_said)
        form.addRow(self.method.accessibleName(), self.method)
        self._check_fields()
        self.register.setAccessibleName(self.tr("Register of sources"))
        self.register.setMaximumHeight(140)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, GRID, 2 * GRID)
        column.setSpacing(GRID)
        column.addLayout(form)
        column.addLayout(_right(self.enter))
        column.addWidget(rule())
        column.addWidget(label(self.tr("Register of your side"), "section"))
        column.addWidget(self.register)
        column.addLayout(_right(self.show_all))
        column.addWidget(self._place)
        column.addLayout(_right(self.cite))
        column.addWidget(self._said)
        column.addStretch(1)

    def _check_fields(self) -> None:
        for name in ("survey_year", "print_year", "duty_year"):
            self.fields[name].setValidator(QIntValidator(*YEARS, self))
        self.fields["scale"].setValidator(QIntValidator(1, LARGEST_SCALE, self))
        self.method.offer({one.value: word(one) for one in Method})
        self.fields["sheet"].textChanged.connect(lambda _: self._say_sheet())
        self._say_sheet()

    def _rows(self) -> dict[str, tuple[str, str]]:
        return {
            "title": (self.tr("Title"), self.tr("as it is cited")),
            "issuer": (self.tr("Issued by"), ""),
            "date": (self.tr("Date"), self.tr("as written on it")),
            "number": (self.tr("Number"), ""),
            "sheet": (self.tr("Sheet"), self.tr("as printed, for example K-38-103")),
            "scale": (self.tr("Scale 1:"), "100000"),
            "survey_year": (self.tr("Year of survey"), "1976"),
            "print_year": (self.tr("Year of print"), self.tr("of this edition")),
            "duty_year": (self.tr("Year on duty"), self.tr("of the duty procedure, another fact than the survey")),
            "archive": (self.tr("Archive"), self.tr("fund, inventory, file, page")),
        }


def _right(verb: QWidget) -> QHBoxLayout:
    row = flat(QHBoxLayout(), GRID)
    row.addStretch(1)
    row.addWidget(verb)
    return row
