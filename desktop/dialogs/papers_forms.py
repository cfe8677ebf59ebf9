"""What is asked before a working paper is made: whose change set, all but these or these, which files, what for."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from desktop.dialogs.figures import count
from desktop.panels.parts import GRID, button, flat, label
from geodata.changes.documents.changeset import LONGEST_MESSAGE
from geodata.model.status import Side


class SideChoice(QWidget):
    """Whose change set; a side that has none cannot be chosen."""

    changed = Signal()

    def __init__(self, sides: Sequence[Side], first: Side) -> None:
        """Offer `sides`, and choose `first` where it is among them."""
        super().__init__()
        self._ways = {side: QRadioButton(self.tr("{0}'s change set").format(side)) for side in Side}
        row = flat(QHBoxLayout(self), 2 * GRID)
        for side, way in self._ways.items():
            way.setEnabled(side in sides)
            way.clicked.connect(lambda _: self.changed.emit())
            row.addWidget(way)
        row.addStretch(1)
        self._ways[first if first in sides else sides[0]].setChecked(True)

    @property
    def side(self) -> Side:
        """Whose it is."""
        return next(side for side, way in self._ways.items() if way.isChecked())

    def choose(self, side: Side) -> None:
        """Choose a side."""
        self._ways[side].click()


class PickForm(QWidget):
    """Which edits: those behind the items that were chosen, or all but those; and whether the rest is written too."""

    changed = Signal()

    def __init__(self, items: int, sides: Sequence[Side], first: Side) -> None:
        """Ask about so many items."""
        super().__init__()
        self.side = SideChoice(sides, first)
        self.others = QCheckBox(self.tr("Take all but these {0} items").format(count(items)))
        self.rest = QCheckBox(self.tr("Write the rest into a second paper, to be laid after the first"))
        for part in (self.side, self.others):
            signal = part.changed if isinstance(part, SideChoice) else part.clicked
            signal.connect(lambda *_: self.changed.emit())
        column = flat(QVBoxLayout(self), GRID)
        told = self.tr("{0} items. What they lean on goes with them.").format(count(items))
        column.addWidget(label(told, wrap=True))
        for widget in (self.side, self.others, self.rest):
            column.addWidget(widget)


class InvertForm(QWidget):
    """Whose change set is taken back, and why."""

    changed = Signal()

    def __init__(self, sides: Sequence[Side], first: Side) -> None:
        """Ask about these sides."""
        super().__init__()
        self.side, self.message = SideChoice(sides, first), message_edit(self.tr("Why it is taken back"))
        self.side.changed.connect(self.changed)
        self.message.editingFinished.connect(self.changed)
        column = flat(QVBoxLayout(self), GRID)
        column.addWidget(self.side)
        column.addWidget(self.message)


class SquashForm(QWidget):
    """Which files become one. `files_asked` asks for more, which come back through `add`."""

    changed = Signal()
    files_asked = Signal()

    def __init__(self) -> None:
        """Start with no file."""
        super().__init__()
        self.files: list[Path] = []
        self.list, self.message = QListWidget(), message_edit(self.tr("What the paper is for"))
        self.list.setAccessibleName(self.tr("Files that become one"))
        self.list.setMaximumHeight(7 * self.fontMetrics().height())
        self.message.editingFinished.connect(self.changed)
        self.add_more = button(self.tr("&Add files\u2026"), self.files_asked.emit, "open")
        self.leave_out = button(self.tr("&Leave out"), self.leave)
        row = flat(QHBoxLayout(), GRID)
        row.addWidget(self.add_more)
        row.addWidget(self.leave_out)
        row.addStretch(1)
        column = flat(QVBoxLayout(self), GRID)
        column.addWidget(self.list)
        column.addLayout(row)
        column.addWidget(self.message)
        self._fill()

    def add(self, files: Sequence[Path]) -> None:
        """Take files in, each once."""
        self.files = list(dict.fromkeys((*self.files, *files)))
        self._fill()
        self.changed.emit()

    def leave(self) -> None:
        """Leave the chosen file out."""
        row = self.list.currentRow()
        if 0 <= row < len(self.files):
            del self.files[row]
            self._fill()
            self.changed.emit()

    def _fill(self) -> None:
        self.list.clear()
        self.list.addItems([path.name for path in self.files])
        self.list.setCurrentRow(len(self.files) - 1)
        self.leave_out.setEnabled(bool(self.files))


def message_edit(name: str) -> QLineEdit:
    """Return a line for what the paper says of itself."""
    made = QLineEdit()
    made.setPlaceholderText(name)
    made.setAccessibleName(name)
    made.setMaxLength(LONGEST_MESSAGE)
    return made
