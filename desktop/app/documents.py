"""Documents that travel: the keys that sign them. Each verb is thin over a method that takes a path."""

from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QDialog

if TYPE_CHECKING:
    from desktop.app.program import Program
    from desktop.dialogs.keys import KeysDialog

D = TypeVar("D", bound=QDialog)


class DocumentVerbs(QObject):
    """What can be done with documents and with the keys that sign them."""

    def __init__(self, program: "Program") -> None:
        """Act on a program."""
        super().__init__(program)
        self._program = program

    def keys(self) -> "KeysDialog":
        """Show the keys of the open project, and return the dialog."""
        from desktop.dialogs.keys import KeysDialog

        return self._shown(KeysDialog) or self._raised(self._keys_dialog())

    def key(self) -> Path | None:
        """Return the file of the key with which the open project signs, None where none was chosen."""
        session, memory = self._program.session, self._program.memory
        return memory.key_file(session.store.path) if session.is_open else None

    def keep_key(self, path: Path | None) -> None:
        """Remember where the key lies with which the open project signs; nothing else of it is kept."""
        session, memory = self._program.session, self._program.memory
        if session.is_open:
            memory.keep_key_file(session.store.path, path)

    def _keys_dialog(self) -> "KeysDialog":
        from desktop.dialogs.keys import KeysDialog

        program, files = self._program, self._program.files
        dialog = KeysDialog(program.session, program.jobs, program.window)
        dialog.public_asked.connect(files.ask_public_key)
        dialog.secret_asked.connect(files.ask_secret_key)
        dialog.place_asked.connect(lambda take, name: files.ask_place(name, take))
        dialog.said.connect(program.window.notices.news)
        return dialog

    def _shown(self, kind: type[D]) -> D | None:
        """Return the dialog of a kind that is shown already, brought to the front."""
        found = next((each for each in self._program.window.findChildren(kind) if each.isVisible()), None)
        return self._raised(found) if found is not None else None

    def _raised(self, dialog: D) -> D:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()
        return dialog
