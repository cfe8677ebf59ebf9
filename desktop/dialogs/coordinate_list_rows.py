"""The rows of a coordinate list as a table: the line, its cells as they stand, and why a line is wrong."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QCoreApplication, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QFont

from geodata.io.coordinate_list_columns import Layout
from geodata.io.coordinate_list_table import ListTable, Problem
from geodata.io.coordinate_list_words import Part, Role

translate = QCoreApplication.translate

Index = QModelIndex | QPersistentModelIndex
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class ListRows(QAbstractTableModel):
    """One row for each line of a list: its number, what is wrong with it, its cells."""

    def __init__(self) -> None:
        """Start empty."""
        super().__init__()
        self.table: ListTable | None = None
        self.layout: Layout | None = None
        self.wrong: dict[int, list[Problem]] = {}
        self.colour = QColor()

    def show(self, table: ListTable | None, layout: Layout | None, problems: tuple[Problem, ...]) -> None:
        """Show another list, its columns as they are understood, and its wrong lines."""
        self.beginResetModel()
        self.table, self.layout = table, layout
        self.wrong = {}
        for problem in problems:
            self.wrong.setdefault(problem.line, []).append(problem)
        self.endResetModel()

    def rows_wrong(self) -> list[int]:
        """Return the rows of the table (from 0) that are wrong, in order."""
        rows = self.table.rows if self.table else ()
        return [place for place, row in enumerate(rows) if row.line in self.wrong]

    def first_cell(self) -> int:
        """Return the column of this table in which the first cell of the list stands."""
        return 2 if self.wrong else 1

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return how many lines there are."""
        return 0 if parent.isValid() or self.table is None else len(self.table.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Line, reason where some line is wrong, and the cells."""
        return 0 if parent.isValid() or self.table is None else self.table.width + self.first_cell()

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a column holds."""
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        if section == 0:
            return translate("CoordinateList", "line")
        if section < self.first_cell():
            return translate("CoordinateList", "why it is wrong")
        return self._called(section - self.first_cell())

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell says, and how."""
        if self.table is None:
            return None
        row = self.table.rows[index.row()]
        wrong = self.wrong.get(row.line, [])
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(index.row(), index.column())
        if role == Qt.ItemDataRole.ToolTipRole and wrong:
            return "\n".join(problem.sentence for problem in wrong)
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == 0:
            return _RIGHT
        if role == Qt.ItemDataRole.ForegroundRole and wrong and self._marked(index.column(), wrong):
            return self.colour
        if role == Qt.ItemDataRole.FontRole and wrong and self._marked(index.column(), wrong):
            font = QFont()
            font.setBold(True)
            return font
        return None

    def _marked(self, column: int, wrong: list[Problem]) -> bool:
        cells = {problem.column + self.first_cell() for problem in wrong if problem.column >= 0}
        return column < self.first_cell() or column in cells

    def _text(self, place: int, column: int) -> str:
        row = self.table.rows[place] if self.table else None
        if row is None:
            return ""
        if column == 0:
            return str(row.line)
        if column < self.first_cell():
            return "; ".join(problem.reason for problem in self.wrong.get(row.line, ()))
        cell = column - self.first_cell()
        return row.cells[cell] if cell < len(row.cells) else ""

    def _called(self, place: int) -> str:
        column = next((each for each in self.layout.columns if each.index == place), None) if self.layout else None
        if column is None:
            return str(place + 1)
        held = role_name(column.role)
        part = f", {part_name(column.part)}" if column.part else ""
        return f"{held}{part}{f' {column.post}' if column.post else ''}"


def role_name(role: Role) -> str:
    """Return what a column holds, in words."""
    return {
        Role.NUMBER: translate("CoordinateList", "number"),
        Role.ORDINAL: translate("CoordinateList", "ordinal"),
        Role.LATITUDE: translate("CoordinateList", "latitude"),
        Role.LONGITUDE: translate("CoordinateList", "longitude"),
        Role.NORTHING: translate("CoordinateList", "northing"),
        Role.EASTING: translate("CoordinateList", "easting"),
        Role.X: translate("CoordinateList", "X"),
        Role.Y: translate("CoordinateList", "Y"),
        Role.HEIGHT: translate("CoordinateList", "height"),
        Role.HEIGHT_SYSTEM: translate("CoordinateList", "height system"),
        Role.TYPE: translate("CoordinateList", "type"),
        Role.PAIR: translate("CoordinateList", "other post"),
        Role.ACCURACY: translate("CoordinateList", "accuracy"),
        Role.CONDITION: translate("CoordinateList", "condition"),
        Role.KEPT: translate("CoordinateList", "kept as it is"),
        Role.SKIPPED: translate("CoordinateList", "left out"),
    }[role]


def part_name(part: Part) -> str:
    """Return which part of an angle a column holds, in words."""
    return {
        Part.DEGREES: translate("CoordinateList", "degrees"),
        Part.MINUTES: translate("CoordinateList", "minutes"),
        Part.SECONDS: translate("CoordinateList", "seconds"),
    }[part]
