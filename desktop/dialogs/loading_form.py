"""The left of the load dialog: what the rows become, where their coordinates come from, which column is which field."""

from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.dialogs.figures import count
from desktop.dialogs.gate_form import GateForm
from desktop.panels.parts import GRID, flat, label, rule
from geodata.io.mapping import FIELDS, Mapping, NameColumn, Target
from geodata.io.source_table import Format, SourceLayer
from geodata.model.profile import JointProfile

translate = QCoreApplication.translate

MOST_NAMES = 4
"""Columns of names, one for each language at most."""


class MappingForm(QWidget):
    """Shows a mapping and lets it be changed. `role_chosen` when the rows become something else; `changed` else."""

    role_chosen = Signal(object)  # Target
    changed = Signal()

    def __init__(self) -> None:
        """Start without a layer."""
        super().__init__()
        self._layer: SourceLayer | None = None
        self._mapping = Mapping(target=Target.SEGMENTS)
        self.role = QComboBox()
        self.columns: dict[str, QComboBox] = {}
        self.names: list[tuple[QComboBox, QLineEdit]] = []
        self.gate, self.encoding = GateForm(), QLineEdit()
        self._said = label("", "muted", wrap=True)
        self._fields, self._place = QFormLayout(), QFormLayout()
        self._arrange()

    def mapping(self) -> Mapping:
        """Return the mapping as it is filled in."""
        fields = {name: str(box.currentData() or "") for name, box in self.columns.items()}
        names = tuple(
            NameColumn(column=str(box.currentData()), language=language.text().strip().lower())
            for box, language in self.names
            if box.currentData()
        )
        filled = replace(self._mapping, **fields, names=names, encoding=self.encoding.text().strip())
        return self.gate.stated(filled)

    def show_mapping(self, layer: SourceLayer, mapping: Mapping, profile: JointProfile) -> None:
        """Show a layer's columns and a mapping of them; the operation of the last time is said, not chosen again."""
        self._layer, self._mapping = layer, mapping
        self.role.blockSignals(True)
        self.role.setCurrentIndex(self.role.findData(mapping.target))
        self.role.blockSignals(False)
        self._fill_fields(layer, mapping)
        self._said.setText(self._what(layer))
        self.gate.show_mapping(layer, replace(mapping, operation=""), profile, remembered=mapping.operation)
        self.encoding.setText(mapping.encoding)
        self._place.setRowVisible(self.encoding, layer.format in (Format.SHAPEFILE, Format.CSV))

    def stops(self) -> list[QWidget]:
        """Return where the Tab key stops, in order."""
        names = [one for pair in self.names for one in pair]
        return [self.role, *self.gate.stops(), *self.columns.values(), *names, self.encoding]

    def _fill_fields(self, layer: SourceLayer, mapping: Mapping) -> None:
        while self._fields.rowCount():
            self._fields.removeRow(0)
        self.columns, self.names = {}, []
        for name in _wanted(layer, mapping):
            box = self.columns[name] = self._box(layer, getattr(mapping, name), _called(name, mapping.target))
            self._fields.addRow(_called(name, mapping.target), box)
        for place in range(min(len(mapping.names) + 1, MOST_NAMES)):
            self._add_name(layer, mapping.names[place] if place < len(mapping.names) else None)

    def _add_name(self, layer: SourceLayer, known: NameColumn | None) -> None:
        title = self.tr("Name") if not self.names else self.tr("Another name")
        box = self._box(layer, known.column if known else "", title)
        language = QLineEdit(known.language if known else "")
        language.setAccessibleName(self.tr("Language of the name"))
        language.setPlaceholderText(self.tr("hy, az\u2026"))
        language.setToolTip(self.tr("Language of the name, two letters (ISO 639-1)"))
        language.setFixedWidth(72)
        language.setMaxLength(3)
        language.editingFinished.connect(self.changed)
        self.names.append((box, language))
        self._fields.addRow(title, _side_by_side(box, language))

    def _box(self, layer: SourceLayer, chosen: str, name: str) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        box.addItem(self.tr("none"), "")
        for column in layer.columns:
            first = next((value for value in column.first if value), "")
            box.addItem(f"{column.name}   {first[:24]}", column.name)
        box.setCurrentIndex(max(box.findData(chosen), 0) if chosen else 0)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(12)
        box.activated.connect(lambda _: self.changed.emit())
        return box

    def _what(self, layer: SourceLayer) -> str:
        place = layer.crs.split("\n")[0][:60] if layer.crs else self.tr("no reference system stated")
        shape = layer.geometry if layer.geometry not in ("None", "Unknown") else self.tr("no geometry yet")
        facts = [layer.format.value, shape, self.tr("{0} rows").format(count(layer.rows)), place]
        if layer.encoding:
            facts.append(layer.encoding)
        return " \u00b7 ".join(facts)

    def _arrange(self) -> None:
        for target, name in _roles().items():
            self.role.addItem(name, target)
        self.role.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.role.setAccessibleName(self.tr("What the rows become"))
        self.role.activated.connect(lambda _: self.role_chosen.emit(self.role.currentData()))
        self.encoding.setAccessibleName(self.tr("Encoding of the text"))
        self.encoding.setPlaceholderText(self.tr("as the file says"))
        self.encoding.editingFinished.connect(self.changed)
        self.gate.changed.connect(self.changed)
        column = flat(QVBoxLayout(self), GRID)
        head = QFormLayout()
        head.addRow(self.tr("&Rows become"), self.role)
        self._place.addRow(self.tr("Encoding"), self.encoding)
        for form in (head, self._fields, self._place):
            form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        column.addWidget(self._said)
        column.addLayout(head)
        column.addWidget(rule())
        column.addWidget(self.gate)
        column.addWidget(rule())
        column.addWidget(label(self.tr("Which column is what; the rest is kept as it is"), "section", wrap=True))
        column.addLayout(self._fields)
        column.addLayout(self._place)
        column.addStretch(1)


def _wanted(layer: SourceLayer, mapping: Mapping) -> list[str]:
    """The fields that make sense: those of the role, and where a table without geometry has its coordinates."""
    own = ["id"] if mapping.own else [name for name in FIELDS[mapping.target] if name != "uuid"]
    return own + (["x", "y", "wkt"] if layer.format is Format.CSV else [])


def _roles() -> dict[Target, str]:
    return {
        Target.SEGMENTS: translate("Loading", "border segments"),
        Target.ROUTES: translate("Loading", "transport routes"),
        Target.TURNING_POINTS: translate("Loading", "turning points"),
        Target.MARKERS: translate("Loading", "markers"),
        Target.REFERENCE: translate("Loading", "a reference layer, which only lies beneath"),
    }


def _called(name: str, target: Target) -> str:
    code = translate("Loading", "Code") if target is Target.ROUTES else translate("Loading", "Label or number")
    return {
        "id": translate("Loading", "Identifier"),
        "part": translate("Loading", "Part"),
        "section": translate("Loading", "Section"),
        "order": translate("Loading", "Order along the line"),
        "label": code,
        "type": translate("Loading", "Kind"),
        "mode": translate("Loading", "What moves on it"),
        "state": translate("Loading", "State"),
        "height": translate("Loading", "Height"),
        "height_system": translate("Loading", "Height system"),
        "x": translate("Loading", "x, easting, longitude"),
        "y": translate("Loading", "y, northing, latitude"),
        "wkt": translate("Loading", "WKT"),
    }.get(name, name)


def _side_by_side(box: QComboBox, language: QLineEdit) -> QWidget:
    made = QWidget()
    row = flat(QHBoxLayout(made), GRID // 2)
    row.addWidget(box, 1)
    row.addWidget(language)
    return made
