"""A row in which a file is chosen: what was chosen, and the button that asks for it."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.panels.fitting import Elided
from desktop.panels.parts import GRID, button, flat


class FileRow(QWidget):
    """One file or none. `asked` asks whoever holds the row for a file, which comes back through `choose`."""

    asked = Signal()
    chosen = Signal()

    def __init__(self, what: str, verb: str, empty: str) -> None:
        """Say `empty` while none is chosen; `what` is what the file is called when it is read aloud."""
        super().__init__()
        self._empty = empty
        self.path: Path | None = None
        self.shown = Elided(empty, "muted")
        self.shown.setAccessibleName(what)
        self.verb = button(verb, self.asked.emit, "open")
        self.verb.setAccessibleName(f"{what}: {verb}")
        row = flat(QHBoxLayout(self), GRID)
        row.addWidget(self.verb)
        row.addWidget(self.shown, 1)

    def choose(self, path: Path | None) -> None:
        """Take a file, or none."""
        self.path = path
        self.shown.setText(self._empty if path is None else path.name)
        self.shown.setToolTip("" if path is None else str(path))
        self.chosen.emit()
