"""Commands: every verb of the program once. Menus, keys and the palette are made from this one list."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QKeySequence

from desktop.icons import icon


def always() -> bool:
    """Say that a command can be given at any time."""
    return True


@dataclass(frozen=True, slots=True)
class Command:
    """One verb: what it is called, in which menu it stands, on which key, and when it can be given.

    `menu` is a title, or "View/Theme" for a menu inside one; `break_before` draws a line above it. `checked` makes it a
    switch that tells how it stands. `hidden` keeps it out of the menus, not out of the palette.
    """

    id: str
    text: str
    menu: str
    slot: Callable[[], object]
    shortcut: str = ""
    icon: str = ""
    enabled: Callable[[], bool] = always
    checked: Callable[[], bool] | None = None
    break_before: bool = False
    hidden: bool = False
    words: str = ""


class Commands(QObject):
    """All commands in the order in which they stand in the menus."""

    added = Signal(object)  # Command

    def __init__(self, parent: QObject | None = None) -> None:
        """Start with none."""
        super().__init__(parent)
        self._commands: dict[str, Command] = {}
        self._actions: dict[str, QAction] = {}

    def add(self, command: Command) -> QAction:
        """Take a command in and return its action."""
        action = QAction(command.text, self)
        action.setObjectName(command.id)
        action.setCheckable(command.checked is not None)
        if command.icon:
            action.setIcon(icon(command.icon))
        if command.shortcut:
            action.setShortcut(QKeySequence(command.shortcut))
        action.triggered.connect(lambda _=False: self.run(command.id))
        self._commands[command.id] = command
        self._actions[command.id] = action
        self.added.emit(command)
        return action

    def run(self, id_: str) -> None:
        """Give a command, if it can be given now; afterwards every command knows again whether it can."""
        command = self._commands[id_]
        if command.enabled():
            command.slot()
        self.refresh()

    def action(self, id_: str) -> QAction:
        """Return the action of a command."""
        return self._actions[id_]

    def refresh(self) -> None:
        """Ask every command whether it can be given and how it stands."""
        for id_, command in self._commands.items():
            action = self._actions[id_]
            action.setEnabled(command.enabled())
            if command.checked is not None:
                action.setChecked(command.checked())

    def shortcut(self, id_: str) -> str:
        """Return the key of a command as it is written on this system."""
        return self._actions[id_].shortcut().toString(QKeySequence.SequenceFormat.NativeText)

    def __iter__(self) -> Iterator[Command]:
        """Return the commands in order."""
        return iter(self._commands.values())

    def __getitem__(self, id_: str) -> Command:
        """Return the command with this id."""
        return self._commands[id_]
