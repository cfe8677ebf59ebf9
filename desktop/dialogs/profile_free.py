"""What both sides write into a joint profile freely: tolerances, languages, names and their order."""

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QHBoxLayout, QLineEdit, QWidget

from desktop.dialogs.figures import typed_metres
from desktop.panels.parts import GRID, flat, label
from geodata.errors import Refused
from geodata.geometry.profile_ready import Draft
from geodata.geometry.profiles import metres_text
from geodata.geometry.written import THIN
from geodata.model.names import Name, nfc
from geodata.model.profile import WGS84, JointProfile, SideOrder, Tolerances

translate = QCoreApplication.translate


class FreeFields(QWidget):
    """Fields for what is neither a system nor an operation. `changed` when a person changed one."""

    changed = Signal()

    def __init__(self) -> None:
        """Start with nothing said."""
        super().__init__()
        self._shown: JointProfile = WGS84
        self.limits = {f"T{number}": _limit(f"T{number}") for number in (1, 2, 3)}
        self.languages, self.names_a, self.names_b = QLineEdit(), QLineEdit(), QLineEdit()
        self.order = QComboBox()
        self.order.addItem(
            self.tr("A first in sessions of odd number, B in those of even number"), SideOrder.BY_SESSION
        )
        self.order.addItem(self.tr("By the alphabet of the language shown"), SideOrder.BY_ALPHABET)
        self._arrange()

    def show_profile(self, profile: JointProfile) -> None:
        """Show what a profile says, without a signal."""
        self._shown = profile
        limits = profile.tolerances
        steps = (limits.rounding_mm, limits.transformation_mm, limits.map_mm)
        self.blockSignals(True)
        for edit, step in zip(self.limits.values(), steps, strict=True):
            edit.setText(f"{metres_text(step)}{THIN}m")
        self.languages.setText(", ".join(profile.languages))
        self.names_a.setText(names_text(profile.names_a))
        self.names_b.setText(names_text(profile.names_b))
        self.order.setCurrentIndex(self.order.findData(profile.order))
        self.blockSignals(False)

    def draft(self) -> Draft:
        """Return what stands there, as wishes for a profile; raise Refused or InvalidFeature for what is none."""
        rounding, transformation, maps = (_tolerance(edit.text()) for edit in self.limits.values())
        return Draft(
            tolerances=Tolerances(rounding_mm=rounding, transformation_mm=transformation, map_mm=maps),
            languages=tuple(word.strip() for word in self.languages.text().split(",") if word.strip()),
            names_a=_names(self.names_a.text(), self._shown.names_a),
            names_b=_names(self.names_b.text(), self._shown.names_b),
            order=SideOrder(self.order.currentData()),
        )

    def _arrange(self) -> None:
        form = flat(QFormLayout(self), GRID)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        row = flat(QHBoxLayout(), GRID)
        for name, edit in self.limits.items():
            row.addWidget(label(self.tr("{0} up to").format(name), "muted"))
            row.addWidget(edit)
            edit.textChanged.connect(lambda _: self.changed.emit())
        row.addStretch(1)
        form.addRow(self.tr("Tolerances"), row)
        form.addRow("", label(self.tr("T0 identical, T4 beyond T3; none of them means agreed."), "muted", wrap=True))
        hint = self.tr("hy: \u2026; en: \u2026")
        for edit, title, told in (
            (self.languages, self.tr("Languages"), self.tr("codes of ISO 639-1: hy, az, en")),
            (self.names_a, self.tr("Names of side A"), hint),
            (self.names_b, self.tr("Names of side B"), hint),
        ):
            edit.setAccessibleName(title)
            edit.setPlaceholderText(told)
            edit.textChanged.connect(lambda _: self.changed.emit())
            form.addRow(title, edit)
        self.order.setAccessibleName(self.tr("Whose name stands first"))
        self.order.activated.connect(lambda _: self.changed.emit())
        form.addRow(self.tr("First stands"), self.order)


def names_text(names: tuple[Name, ...]) -> str:
    """Return names as they are typed: hy: ...; en: ..."""
    return "; ".join(f"{name.language}: {name.text}" if name.language else name.text for name in names)


def names_typed(text: str) -> tuple[Name, ...]:
    """Return the names of a typed line, each with its language before a colon where it has one."""
    found = []
    for part in filter(None, map(str.strip, text.split(";"))):
        language, sign, name = part.partition(":")
        found.append(Name(text=nfc(name.strip()), language=language.strip()) if sign else Name(text=nfc(part)))
    return tuple(found)


def _names(text: str, shown: tuple[Name, ...]) -> tuple[Name, ...]:
    """The names that were shown while nobody changed them: not everything a file says of a name can be typed."""
    return shown if text == names_text(shown) else names_typed(text)


def _tolerance(text: str) -> int:
    """Millimetres of a typed tolerance."""
    found = typed_metres(text)
    if found is None:
        raise Refused(translate("FreeFields", "A tolerance is a length, such as 0.1 m."))
    return found


def _limit(name: str) -> QLineEdit:
    made = QLineEdit()
    made.setFixedWidth(max(12 * GRID, made.fontMetrics().horizontalAdvance("999999.999 m") + 2 * GRID))
    made.setAccessibleName(translate("FreeFields", "{0} up to").format(name))
    return made
