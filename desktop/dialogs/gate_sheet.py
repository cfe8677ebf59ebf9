"""What is asked of a map or a scan of one: the sheet and its years, its scale, how it was digitised."""

from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLineEdit, QWidget

from desktop.dialogs.choices import Question
from desktop.dialogs.sheet_words import sheet_said
from desktop.dialogs.words import word
from desktop.panels.parts import GRID, flat, label
from geodata.io.statement import OF_A_SHEET, Statement, missing_of_sheet
from geodata.io.statement import Question as Fact
from geodata.model.names import nfc
from geodata.model.profile import WGS84, JointProfile
from geodata.model.reference import Columns
from geodata.model.source import Method

translate = QCoreApplication.translate
YEARS = (1500, 2100)
LARGEST_SCALE = 100_000_000
_ORDER = ("sheet", "scale", "print_year", "duty_year", "survey_year", "method")
_NUMBERS = ("scale", "survey_year", "print_year", "duty_year")


def title_width(widget: QWidget) -> int:
    """Return how wide the titles before the fields of the gate are, so that fields stand below one another."""
    return widget.fontMetrics().horizontalAdvance(translate("SheetFacts", "How it was digitised"))


class SheetFacts(QWidget):
    """The facts of a sheet, each with a box to say that it is not on the sheet. `changed` when one was answered."""

    changed = Signal()

    def __init__(self) -> None:
        """Start without answers."""
        super().__init__()
        self.fields: dict[str, QLineEdit] = {}
        self.absent: dict[str, QCheckBox] = {}
        self.method = Question(self.tr("How it was digitised"), self.tr("to answer"))
        self.method.offer({one.value: word(one) for one in Method if one is not Method.UNSTATED})
        self._sheet_said = label("", "small", wrap=True)
        self._profile, self._columns = WGS84, Columns.of_lines([])
        self._arrange()

    def stated(self, statement: Statement) -> Statement:
        """Return a statement with the facts of the sheet as they are filled in."""
        years = {name: self._number(name) for name in _NUMBERS}
        absent = tuple(fact.value for fact in OF_A_SHEET if self.absent[fact].isChecked())
        method = Method(self.method.value or "")
        return replace(statement, sheet=self._text("sheet"), method=method, without=absent, **years)

    def show_statement(self, statement: Statement) -> None:
        """Show the facts of a statement."""
        for name, field in self.fields.items():
            value = getattr(statement, name)
            field.setText("" if value is None else str(value))
        self.method.show_value(statement.method.value or None)
        for fact, box in self.absent.items():
            box.setChecked(fact in statement.without)
        self._allow()

    def show_places(self, profile: JointProfile, columns: Columns) -> None:
        """Say whether the places that are read lie on the sheet."""
        self._profile, self._columns = profile, columns
        self._say_sheet()

    def still_open(self, statement: Statement) -> list[tuple[str, QWidget]]:
        """Return what is still to be answered, by name, and where."""
        asked = {str(fact) for fact in missing_of_sheet(statement)}
        asked |= {name for name, field in self.fields.items() if self._text(name) and not field.hasAcceptableInput()}
        return [(self._called(name), self._widget(name)) for name in _ORDER if name in asked]

    def stops(self) -> list[QWidget]:
        """Return where the Tab key stops, in order."""
        facts = [(self._widget(name), self.absent.get(name)) for name in _ORDER]
        return [one for pair in facts for one in pair if one is not None]

    def _widget(self, name: str) -> QWidget:
        return self.method if name == Fact.METHOD else self.fields[name]

    def _text(self, name: str) -> str:
        return "" if name in self.absent and self.absent[name].isChecked() else nfc(self.fields[name].text().strip())

    def _number(self, name: str) -> int | None:
        text = self._text(name)
        return int(text) if text and self.fields[name].hasAcceptableInput() else None

    def _allow(self) -> None:
        for name, box in self.absent.items():
            self._widget(name).setEnabled(not box.isChecked())
        self._say_sheet()

    def _say_sheet(self) -> None:
        said = sheet_said(self._text("sheet"), self._profile, self._columns)
        self._sheet_said.setText(said)
        self._sheet_said.setVisible(bool(said))

    def _answered(self) -> None:
        self._allow()
        self.changed.emit()

    def _called(self, name: str) -> str:
        return {
            "sheet": self.tr("Sheet as printed"),
            "scale": self.tr("Scale"),
            "print_year": self.tr("Year of print"),
            "duty_year": self.tr("Year on duty"),
            "method": self.tr("How it was digitised"),
            "survey_year": self.tr("Year of survey"),
        }[name]

    def _arrange(self) -> None:
        hints = {
            "sheet": self.tr("to answer: like \u041a-38-103-\u0410"),
            "scale": self.tr("to answer: 100000 of 1:100000"),
            "print_year": self.tr("to answer: the edition"),
            "duty_year": self.tr("to answer: of the duty procedure"),
            "survey_year": self.tr("where it is known"),
        }
        grid = flat(QGridLayout(self), GRID)
        for row, name in enumerate(_ORDER):
            if name != Fact.METHOD:
                self._add_field(name, hints[name])
            title = label(self._called(name))
            title.setMinimumWidth(title_width(self))
            title.setBuddy(self._widget(name))
            grid.addWidget(title, 2 * row, 0)
            grid.addWidget(self._widget(name), 2 * row, 1)
            if name in tuple(OF_A_SHEET):
                grid.addWidget(self._absence(name), 2 * row, 2)
        grid.addWidget(self._sheet_said, 1, 0, 1, 3)
        grid.setColumnStretch(1, 1)
        self.method.activated.connect(lambda _: self._answered())

    def _add_field(self, name: str, hint: str) -> None:
        field = self.fields[name] = QLineEdit()
        field.setAccessibleName(self._called(name))
        field.setPlaceholderText(hint)
        if name in _NUMBERS:
            field.setValidator(QIntValidator(*((1, LARGEST_SCALE) if name == "scale" else YEARS), self))
        field.editingFinished.connect(self._answered)
        field.textEdited.connect(lambda _: self.changed.emit())

    def _absence(self, name: str) -> QCheckBox:
        box = self.absent[name] = QCheckBox(self.tr("not on it"))
        box.setAccessibleName(self.tr("{0}: not on the sheet").format(self._called(name)))
        box.setToolTip(box.accessibleName())
        box.toggled.connect(lambda _: self._answered())
        return box
