"""What speaks against the answers: each as a sentence, with the reading that would agree, and a way to insist."""

from functools import partial

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.dialogs.gate_remedies import Remedy
from desktop.panels.parts import GRID, button, card, emptied, flat, label, readable
from geodata.geometry.plausible import Code, Finding
from geodata.io.axes import Axes

translate = QCoreApplication.translate
Found = tuple[tuple[Finding, tuple[Remedy, ...]], ...]


class FindingCards(QWidget):
    """One card for each finding. `remedy_chosen` carries the Remedy; `insisted` when a reading is taken as stated."""

    remedy_chosen = Signal(object)  # Remedy
    insisted = Signal()

    def __init__(self) -> None:
        """Start with none."""
        super().__init__()
        self.setAccessibleName(self.tr("What speaks against this reading"))
        self.remedies: dict[Remedy, QPushButton] = {}
        self.boxes: dict[Code, QCheckBox] = {}
        self.stops: list[QWidget] = []
        self._kept: tuple[str, ...] = ()
        self._found: Found = ()
        self._column = flat(QVBoxLayout(self), GRID)
        self.hide()

    @property
    def as_stated(self) -> tuple[str, ...]:
        """The findings against which a person insisted, by their codes."""
        return self._kept or tuple(code.value for code, box in self.boxes.items() if box.isChecked())

    def restart(self, as_stated: tuple[str, ...]) -> None:
        """Show nothing until the first rows are read anew; what was insisted on is kept until then."""
        self.show_findings(())
        self._kept = as_stated

    def show_findings(self, found: Found) -> None:
        """Show what speaks against a reading, each with its remedies; what was insisted on stays so while it holds."""
        kept, self._kept = set(self.as_stated), ()
        if found == self._found:
            return
        self._found = found
        emptied(self._column)
        self.remedies, self.boxes, self.stops = {}, {}, []
        for finding, remedies in found:
            self._column.addWidget(self._card(finding, remedies, finding.code in kept))
        self.setVisible(bool(found))

    def still_open(self) -> list[tuple[str, QWidget]]:
        """Return the certain findings that are neither answered nor insisted on, by name, and where to do it."""
        certain = [(finding, remedies) for finding, remedies in self._found if finding.certain]
        return [
            (named(finding.code), self.remedies[remedies[0]] if remedies else self.boxes[finding.code])
            for finding, remedies in certain
            if not self.boxes[finding.code].isChecked()
        ]

    def _card(self, finding: Finding, remedies: tuple[Remedy, ...], insisted: bool) -> QWidget:
        head = named(finding.code) if finding.certain else self.tr("{0}?").format(named(finding.code))
        inside: list[QWidget] = [label(head, "brand", wrap=True), readable(finding.sentence)]
        verbs = QWidget()
        row = flat(QHBoxLayout(verbs), GRID)
        for remedy in remedies:
            made = self.remedies[remedy] = button(remedy_said(remedy), partial(self.remedy_chosen.emit, remedy))
            made.setAutoDefault(False)
            row.addWidget(made)
            self.stops.append(made)
        if finding.certain:
            row.addWidget(self._box(finding, insisted))
            self.stops.append(self.boxes[finding.code])
        row.addStretch(1)
        if remedies or finding.certain:
            inside.append(verbs)
        return card(*inside)

    def _box(self, finding: Finding, insisted: bool) -> QCheckBox:
        box = self.boxes[finding.code] = QCheckBox(self.tr("take as stated"))
        box.setAccessibleName(self.tr("{0}: take as stated").format(named(finding.code)))
        box.setToolTip(self.tr("Load it nevertheless; that you insisted is kept with the source."))
        box.setChecked(insisted)
        box.toggled.connect(lambda _: self.insisted.emit())
        return box


def remedy_said(remedy: Remedy) -> str:
    """Return what a button says that reads the file in another way."""
    if remedy.as_file:
        return translate("Gate", "Read as the file says")
    axes = {
        "": "",
        Axes.EAST_NORTH: translate("Gate", "east first"),
        Axes.NORTH_EAST: translate("Gate", "north first"),
    }[remedy.axes]
    return translate("Gate", "Read as {0}").format(", ".join(filter(None, (remedy.crs, axes))))


def named(code: Code) -> str:
    """Return what a finding is called, in a few words."""
    words: dict[Code, str] = {
        Code.METRES: translate("Gate", "Metres, not degrees"),
        Code.DEGREES: translate("Gate", "Degrees, not metres"),
        Code.AXES: translate("Gate", "Axes swapped"),
        Code.NO_PREFIX: translate("Gate", "Zone number missing"),
        Code.PREFIX: translate("Gate", "Zone number too many"),
        Code.ZONE: translate("Gate", "Another zone"),
        Code.OUTSIDE: translate("Gate", "Far outside the area"),
        Code.EDGE: translate("Gate", "Outside the area"),
        Code.GRID: translate("Gate", "Another grid"),
        Code.DATUM: translate("Gate", "Another datum"),
        Code.FAR: translate("Gate", "Far from the project"),
        Code.FILE: translate("Gate", "Not as the file says"),
        Code.OPERATION: translate("Gate", "Operation of another area"),
    }
    return words.get(code, code.value.replace("-", " "))
