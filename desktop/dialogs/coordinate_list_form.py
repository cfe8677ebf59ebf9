"""What is stated of a coordinate list: what it becomes, where it lies, its heights, and what its columns hold."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.dialogs.coordinate_list_rows import part_name, role_name
from desktop.dialogs.operation_box import OperationBox
from desktop.panels.parts import GRID, flat
from geodata.errors import ConfiniaError
from geodata.geometry.crs import reference_system
from geodata.geometry.profiles import SOURCES
from geodata.io.axes import Axes
from geodata.io.coordinate_list_choices import Becomes, Choices, Through
from geodata.io.coordinate_list_columns import Column, Layout
from geodata.io.coordinate_list_text import SPACE, SPACES
from geodata.io.coordinate_list_words import Part, Role

_ANGLES = (Role.LATITUDE, Role.LONGITUDE)


class ListForm(QWidget):
    """Lets a person state what a list does not say. `changed` when something is stated otherwise."""

    changed = Signal()

    def __init__(self) -> None:
        """Start with nothing stated."""
        super().__init__()
        self._columns: tuple[str, ...] = ()
        self._layout: Layout | None = None
        self._width = 0
        self.becomes, self.through, self.axes = QComboBox(), QComboBox(), QComboBox()
        self.crs, self.sheet, self.delimiter = QComboBox(), QComboBox(), QComboBox()
        self.operation = OperationBox()
        self.height_system, self.encoding = QLineEdit(), QLineEdit()
        self.column, self.role = QComboBox(), QComboBox()
        self.comma = QCheckBox(self.tr("A comma is always a decimal sign"))
        self.far = QCheckBox(self.tr("Points may lie far apart"))
        self.single = QCheckBox(self.tr("Numbers like 12/1, 12/2 are no pairs"))
        self.insist = QCheckBox(self.tr("Take it as stated nevertheless"))
        self._codes: tuple[str, ...] = ()
        self._left, self._right = QFormLayout(), QFormLayout()
        self._fill()
        self._arrange()
        self._connect()

    def choices(self) -> Choices:
        """Return what is stated."""
        return Choices(
            becomes=Becomes(self.becomes.currentData()),
            through=Through(self.through.currentData()),
            columns=self._columns,
            crs=self._crs(),
            axes=Axes(self.axes.currentData()),
            operation=self.operation.pin,
            height_system=self.height_system.text().strip(),
            encoding=self.encoding.text().strip(),
            delimiter=str(self.delimiter.currentData() or ""),
            sheet=str(self.sheet.currentData() or ""),
            decimal_comma=self.comma.isChecked(),
            far_apart=self.far.isChecked(),
            single=self.single.isChecked(),
            as_stated=self._codes if self.insist.isChecked() else (),
        )

    def show_columns(self, layout: Layout | None, width: int) -> None:
        """Show how the columns are understood; None where nobody could say yet."""
        self._layout, self._width = layout, width
        if len(self._columns) not in (0, width):
            self._columns = ()
        chosen = self.column.currentIndex()
        self.column.blockSignals(True)
        self.column.clear()
        headings = {each.index: each.heading for each in layout.columns} if layout else {}
        for index in range(width):
            self.column.addItem(f"{index + 1}   {headings.get(index, '')}".rstrip(), index)
        self.column.setCurrentIndex(min(max(chosen, 0), width - 1))
        self.column.blockSignals(False)
        self._show_role()

    def show_sheets(self, sheets: tuple[str, ...]) -> None:
        """Offer the sheets of a workbook where there are several."""
        if [self.sheet.itemData(index) for index in range(1, self.sheet.count())] != list(sheets):
            self.sheet.blockSignals(True)
            self.sheet.clear()
            self.sheet.addItem(self.tr("the one that holds something"), "")
            for each in sheets:
                self.sheet.addItem(each, each)
            self.sheet.blockSignals(False)
        self._right.setRowVisible(self.sheet, len(sheets) > 1)

    def ask_axes(self, open_: bool) -> None:
        """Ask which of X and Y goes to the north, where the headings leave it open."""
        self._left.setRowVisible(self.axes, open_)

    def choose_column(self, index: int) -> None:
        """Say of which column the role is shown."""
        self.column.setCurrentIndex(index)
        self._show_role()

    def say_column(self, spec: str) -> None:
        """State what the chosen column holds ("latitude", "longitude:min", "-")."""
        known = {each.index: each.spec for each in self._layout.columns} if self._layout else {}
        said = list(self._columns) or [known.get(index, "-") for index in range(self._width)]
        said[self.column.currentIndex()] = spec
        self._columns = tuple(said)
        self.changed.emit()

    def take_back_columns(self) -> None:
        """Let the heading say again what the columns hold."""
        self._columns = ()

    def _crs(self) -> str:
        text = self.crs.currentText().strip()
        return str(self.crs.itemData(index)) if (index := self.crs.findText(text)) >= 0 else text

    def _show_role(self) -> None:
        index = self.column.currentIndex()
        known = {each.index: each for each in self._layout.columns} if self._layout else {}
        column = known.get(index, Column(index=max(index, 0), role=Role.SKIPPED))
        spec = self._columns[index] if 0 <= index < len(self._columns) else column.spec
        if self.role.findData(spec) < 0:
            self.role.addItem(column.called, spec)
        self.role.setCurrentIndex(self.role.findData(spec))

    def _fill(self) -> None:
        for value, name in (
            (Becomes.TURNING_POINTS, self.tr("turning points")), (Becomes.MARKERS, self.tr("markers")),
            (Becomes.BOTH, self.tr("turning points and markers")),
        ):  # fmt: skip
            self.becomes.addItem(name, value)
        for through, name in (
            (Through.NONE, self.tr("no line")), (Through.SEGMENT, self.tr("a segment, in this order")),
            (Through.RING, self.tr("a ring, back to the first point")),
        ):  # fmt: skip
            self.through.addItem(name, through)
        for axes, name in (
            (Axes.UNSTATED, self.tr("not stated yet")),
            (Axes.NORTH_EAST, self.tr("X north, Y east (Soviet)")),
            (Axes.EAST_NORTH, self.tr("X east, Y north")),
        ):
            self.axes.addItem(name, axes)
        for sign, name in (
            ("", self.tr("as the list shows")), ("\t", self.tr("tab")), (";", self.tr("semicolon")),
            (",", self.tr("comma")), ("|", self.tr("bar")), (SPACES, self.tr("two spaces or more")),
            (SPACE, self.tr("space")),
        ):  # fmt: skip
            self.delimiter.addItem(name, sign)
        self.crs.setEditable(True)
        for code in SOURCES:
            self.crs.addItem(f"{code}   {_named(code)}", code)
        self.crs.setCurrentIndex(-1)
        for role in Role:
            self.role.addItem(role_name(role), role.value)
            for part in Part if role in _ANGLES else ():
                self.role.addItem(f"{role_name(role)}, {part_name(part)}", f"{role.value}:{part.value}")

    def _connect(self) -> None:
        for box in (self.becomes, self.through, self.axes, self.operation, self.sheet, self.crs, self.delimiter):
            box.activated.connect(lambda _: self.changed.emit())
        for edit in (self.height_system, self.encoding):
            edit.editingFinished.connect(self.changed)
        line = self.crs.lineEdit()
        if line is not None:
            line.editingFinished.connect(self.changed)
        for check in (self.comma, self.far, self.single, self.insist):
            check.toggled.connect(lambda _: self.changed.emit())
        self.column.activated.connect(lambda _: self._show_role())
        self.role.activated.connect(lambda _: self.say_column(str(self.role.currentData())))

    def _arrange(self) -> None:
        line = self.crs.lineEdit()
        if line is not None:
            line.setPlaceholderText(self.tr("EPSG code; a list does not say it"))
        self.height_system.setPlaceholderText(self.tr("as the list says"))
        self.encoding.setPlaceholderText(self.tr("as the file shows"))
        columns = QWidget()
        pair = flat(QHBoxLayout(columns), GRID // 2)
        pair.addWidget(self.column, 1)
        pair.addWidget(self.role, 1)
        rows = (
            (self._left, self.tr("Points &become"), self.becomes), (self._left, self.tr("&Through them"), self.through),
            (self._left, self.tr("&Reference system"), self.crs), (self._left, self.tr("&Axes"), self.axes),
            (self._left, self.tr("&Operation"), self.operation),
            (self._left, "", self.insist),
            (self._right, self.tr("&Height system"), self.height_system),
            (self._right, self.tr("&Sheet"), self.sheet), (self._right, self.tr("&Encoding"), self.encoding),
            (self._right, self.tr("Cells &parted by"), self.delimiter),
            (self._right, self.tr("Column"), columns), (self._right, "", self.comma), (self._right, "", self.far),
            (self._right, "", self.single),
        )  # fmt: skip
        for form, name, widget in rows:
            form.addRow(name, widget)
            form.setHorizontalSpacing(GRID)
            form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._name()
        across = flat(QHBoxLayout(self), 2 * GRID)
        for form, part in ((self._left, 5), (self._right, 4)):
            column = flat(QVBoxLayout(), 0)
            column.addLayout(form)
            column.addStretch(1)
            across.addLayout(column, part)
        self.ask_axes(False)
        self.ask_to_insist(())
        self.show_sheets(())
        self._left.setRowVisible(self.operation, False)

    def _name(self) -> None:
        for widget, name in (
            (self.becomes, self.tr("What the points become")), (self.through, self.tr("Line through the points")),
            (self.crs, self.tr("Reference system")), (self.axes, self.tr("Which of X and Y is north")),
            (self.height_system, self.tr("Height system")), (self.sheet, self.tr("Sheet of the workbook")),
            (self.encoding, self.tr("Encoding of the text")), (self.delimiter, self.tr("What parts the cells")),
            (self.column, self.tr("Column of the list")),
            (self.role, self.tr("What the column holds")),
        ):  # fmt: skip
            widget.setAccessibleName(name)
            if isinstance(widget, QComboBox):
                widget.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
                widget.setMinimumContentsLength(8)

    def ask_to_insist(self, codes: tuple[str, ...]) -> None:
        """Let a person insist on what was found implausible; other findings are insisted on anew."""
        if codes and codes != self._codes:
            self._codes = codes
            self.insist.blockSignals(True)
            self.insist.setChecked(False)
            self.insist.blockSignals(False)
        self._left.setRowVisible(self.insist, bool(codes) or self.insist.isChecked())

    def ask_operation(self, visible: bool) -> None:
        """Show the operations, where one has to be pinned."""
        self._left.setRowVisible(self.operation, visible)

    def ask_of_text(self, encoding: bool, delimiter: bool) -> None:
        """Ask what only a text leaves open; a pasted one has its encoding behind it, and a workbook says both."""
        self._right.setRowVisible(self.encoding, encoding)
        self._right.setRowVisible(self.delimiter, delimiter)


def _named(code: str) -> str:
    try:
        return reference_system(code).name
    except ConfiniaError:
        return ""
