"""The import gate: what a file says of where its coordinates come from is shown, what it does not say is asked.

Nothing is answered before a person answers it; `still_open` names what is still to be answered.
"""

from msgspec.structs import replace
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.dialogs.choices import Choices, Question, Searched
from desktop.dialogs.gate_findings import FindingCards
from desktop.dialogs.gate_ground import Ground
from desktop.dialogs.gate_remedies import Remedy
from desktop.dialogs.gate_sheet import SheetFacts, title_width
from desktop.dialogs.gate_words import (
    axes_choices,
    axes_said,
    held_said,
    kinds,
    operation_choices,
    system_said,
    systems,
)
from desktop.panels.parts import GRID, button, chip, flat, label
from geodata.geometry.plausible import Finding
from geodata.io.axes import stated_axes
from geodata.io.mapping import Mapping, Target
from geodata.io.source_table import SourceLayer
from geodata.io.statement import SHEETS, Statement, missing
from geodata.io.statement import Question as Fact
from geodata.model.names import nfc
from geodata.model.profile import JointProfile
from geodata.model.reference import Columns
from geodata.model.source import Method, SourceKind

Open = list[tuple[str, QWidget]]


class GateForm(QWidget):
    """Reference system, order of axes, operation, kind of source and the facts of a sheet. `changed` by a person."""

    changed = Signal()

    def __init__(self) -> None:
        """Start without a layer."""
        super().__init__()
        self._layer: SourceLayer | None = None
        self._mapping = Mapping(target=Target.SEGMENTS)
        self._ground: Ground | None = None
        self._remembered = ""
        self._refused: tuple[tuple[str, ...], tuple[Finding, ...]] = (), ()
        self.crs = Searched(self.tr("Reference system"), self.tr("to answer: search by name, or an EPSG code or WKT"))
        self.axes = Choices(self.tr("Order of the axes"))
        self.operation = Choices(self.tr("Operation"))
        self.kind = Question(self.tr("What the source is"), self.tr("to answer"))
        self.title, self.archive = QLineEdit(), QLineEdit()
        self.sheet, self.findings = SheetFacts(), FindingCards()
        self.otherwise = button(self.tr("Read otherwise\u2026"), self._read_otherwise)
        self._otherwise = False
        self._asked = {
            Fact.CRS: _Asked(self.tr("Reference system"), self.crs, self.otherwise),
            Fact.AXES: _Asked(self.tr("Order of the axes"), self.axes),
            Fact.OPERATION: _Asked(self.tr("Operation to the joint system"), self.operation),
            "kind": _Asked(self.tr("What the source is"), self.kind),
        }
        self._arrange()

    # --- what is answered --------------------------------------------------------------------------------------------

    def stated(self, mapping: Mapping) -> Mapping:
        """Return a mapping with what was answered here."""
        return replace(
            mapping,
            crs=self.crs.answer if self._asks_crs() else "",
            axes=self.axes.value if self._asks_axes() else "",
            operation=self.operation.value if self._asked[Fact.OPERATION].asks else "",
            statement=self._statement(),
        )

    def show_mapping(self, layer: SourceLayer, mapping: Mapping, profile: JointProfile, remembered: str = "") -> None:
        """Show what a layer says and what a mapping states; `remembered` is the operation chosen the last time."""
        self._layer, self._mapping, self._remembered = layer, mapping, remembered
        self._otherwise, self._ground = bool(layer.crs and mapping.crs), None
        self.crs.offer(systems(profile))
        self.crs.show_answer(mapping.crs)
        self.axes.offer(axes_choices(None), mapping.axes)
        self.operation.offer([])
        self.findings.restart(mapping.statement.as_stated)
        self._show_statement(mapping.statement)
        self.refresh()

    def take_remedy(self, remedy: Remedy) -> None:
        """Give the answers of another reading, where everybody sees them, as if they had been given by hand."""
        if remedy.as_file:
            self._otherwise, self._mapping = False, replace(self._mapping, axes="")
            self.crs.show_answer("")
            self.axes.offer(axes_choices(self._ground))
        if remedy.crs:
            self._otherwise = bool(self._layer and self._layer.crs)
            self.crs.show_answer(remedy.crs)
        if remedy.axes:
            self._mapping = replace(self._mapping, axes=remedy.axes)
            self.axes.offer(axes_choices(self._ground), remedy.axes)
        self._answered()

    def show_ground(self, ground: Ground | None) -> None:
        """Show where the first rows would lie by each answer."""
        chosen = self.operation.value
        self._ground = ground
        self.axes.offer(axes_choices(ground), self.axes.value)
        choice = [] if ground is None else operation_choices(ground, self._remembered)
        self.operation.offer(choice, chosen)
        self._name_findings()
        self.refresh()

    def show_refused(self, findings: tuple[Finding, ...]) -> None:
        """Name what all rows show to be wrong with the reading that is stated, where the first ones did not."""
        self._refused = self._reading(), findings
        self._name_findings()
        self.refresh()

    def show_places(self, profile: JointProfile, columns: Columns) -> None:
        """Say whether what is read lies on the sheet that is stated."""
        self.sheet.show_places(profile, columns)

    def still_open(self) -> Open:
        """Return what is still to be answered, by name and by what takes the keyboard; empty when nothing is."""
        if self._layer is None:
            return []
        facts = missing(Statement(), self._layer, self.crs.answer, self.axes.value)
        found: Open = [*self.findings.still_open()]
        if self._ground is not None and self._ground.wrong and Fact.CRS not in facts:
            facts = (Fact.CRS, *facts)
        found += [(self._asked[fact].title, self._widget(fact)) for fact in facts]
        if self._asked[Fact.OPERATION].asks and not self.operation.value:
            found.append((self._asked[Fact.OPERATION].title, self.operation.first()))
        if self._asks_kind() and self.kind.value is None:
            found.append((self._asked["kind"].title, self.kind))
        return found + self.sheet.still_open(self._statement())

    def stops(self) -> list[QWidget]:
        """Return where the Tab key stops, in order."""
        choices = [*self.axes.buttons.values(), *self.operation.buttons.values()]
        first = [*self.findings.stops, self.otherwise, self.crs, *choices, self.kind]
        return [*first, *self.sheet.stops(), self.title, self.archive]

    # --- what is shown -----------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show each question with what the file says, or as still to be answered."""
        if self._layer is None:
            return
        self._asked[Fact.CRS].tell(self._asks_crs(), system_said(self._layer, self._ground, self._asks_crs()))
        self.otherwise.setVisible(bool(self._layer.crs) and not self._otherwise)
        self._asked[Fact.AXES].tell(self._asks_axes(), "" if self._asks_axes() else axes_said(self._layer))
        self._asked[Fact.OPERATION].tell(*self._operation_shown())
        self._asked["kind"].setVisible(self._asks_kind())
        self._more.setVisible(self._asks_kind() and bool(self.kind.value))
        self.sheet.setVisible(self._statement().type in SHEETS)
        still = {name for name, _ in self.still_open()}
        for asked in self._asked.values():
            asked.show_open(asked.title in still)

    def _name_findings(self) -> None:
        found = () if self._ground is None else self._ground.findings
        reading, refused = self._refused
        if reading == self._reading():
            named = {finding.code for finding, _ in found}
            found += tuple((one, ()) for one in refused if one.code not in named)
        self.findings.show_findings(found)

    def _reading(self) -> tuple[str, ...]:
        layer = "" if self._layer is None else self._layer.name
        return layer, self.crs.answer, self.axes.value, self.operation.value

    def _operation_shown(self) -> tuple[bool, str]:
        ground = self._ground
        waits = (self._asks_axes() and not self.axes.value) or bool(self.findings.still_open())
        if ground is None or ground.system is None or waits:
            return False, self.tr("Asked when reference system and axes are known and plausible.")
        if ground.held is not None:
            return False, held_said(ground.held)
        return True, self.tr("Several were published, and they lie apart. Choose one together; nothing is chosen here.")

    def _asks_crs(self) -> bool:
        return self._layer is not None and (not self._layer.crs or self._otherwise)

    def _asks_axes(self) -> bool:
        layer = self._layer
        return layer is not None and (bool(self._mapping.axes) or not stated_axes(layer, layer.crs or self.crs.answer))

    def _asks_kind(self) -> bool:
        return not self._mapping.own and self._mapping.target is not Target.REFERENCE

    def _widget(self, fact: Fact) -> QWidget:
        return self.crs if fact is Fact.CRS else self.axes.first()

    def _statement(self) -> Statement:
        insisted = self.findings.as_stated
        if not self._asks_kind() or not self.kind.value:
            return Statement(as_stated=insisted)
        kind, _, method = self.kind.value.partition("/")
        title, archive = (nfc(edit.text().strip()) for edit in (self.title, self.archive))
        stated = Statement(
            type=SourceKind(kind), method=Method(method), title=title, archive=archive, as_stated=insisted
        )
        return self.sheet.stated(stated) if stated.type in SHEETS else stated

    def _show_statement(self, statement: Statement) -> None:
        self.kind.offer(kinds())
        if statement.type is not None:
            whole, plain = f"{statement.type}/{statement.method}", f"{statement.type}/"
            self.kind.show_value(whole if self.kind.findData(whole) >= 0 else plain)
        self.title.setText(statement.title)
        self.archive.setText(statement.archive)
        self.sheet.show_statement(statement)

    def _read_otherwise(self) -> None:
        self._otherwise = True
        self.refresh()
        self.crs.setFocus()

    def _answered(self) -> None:
        self.refresh()
        self.changed.emit()

    # --- arrangement -------------------------------------------------------------------------------------------------

    def _arrange(self) -> None:
        column = flat(QVBoxLayout(self), GRID + GRID // 2)
        column.addWidget(label(self.tr("Where its coordinates come from"), "section", wrap=True))
        column.addWidget(self.findings)
        for asked in self._asked.values():
            column.addWidget(asked)
        self._more = QWidget()
        more = flat(QFormLayout(self._more), GRID)
        more.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for edit, name in ((self.title, self.tr("Title")), (self.archive, self.tr("Archive"))):
            edit.setAccessibleName(name)
            edit.editingFinished.connect(self.changed)
            title = label(name)
            title.setMinimumWidth(title_width(self))
            more.addRow(title, edit)
        self.title.setPlaceholderText(self.tr("as it is cited; else the name of the file"))
        self.archive.setPlaceholderText(self.tr("fund, inventory, file, page"))
        column.addWidget(self.sheet)
        column.addWidget(self._more)
        self.crs.stated.connect(self._answered)
        for choices in (self.axes, self.operation):
            choices.chosen.connect(self._answered)
        self.kind.activated.connect(lambda _: self._answered())
        self.sheet.changed.connect(self._answered)
        self.findings.remedy_chosen.connect(self.take_remedy)
        self.findings.insisted.connect(self._answered)


class _Asked(QWidget):
    """One question: its title, whether it is still to be answered, its answer, and what is said of it."""

    def __init__(self, title: str, answer: QWidget, verb: QWidget | None = None) -> None:
        super().__init__()
        self.title, self._answer, self.asks = title, answer, True
        self._chip, self._said = chip(self.tr("to answer"), "disputed"), label("", "small", wrap=True)
        self._said.hide()
        head = flat(QHBoxLayout(), GRID)
        head.addWidget(label(title))
        head.addStretch(1)
        if verb is not None:
            head.addWidget(verb)
        head.addWidget(self._chip)
        column = flat(QVBoxLayout(self), GRID // 2)
        column.addLayout(head)
        column.addWidget(answer)
        column.addWidget(self._said)

    def show_open(self, still: bool) -> None:
        """Show whether it is still to be answered."""
        self._chip.setVisible(still)

    def tell(self, asks: bool, said: str) -> None:
        """Show the field for the answer, or only what is known."""
        self.asks = asks
        self._answer.setVisible(asks)
        self._said.setText(said)
        self._said.setVisible(bool(said))
