"""Documents that travel: receiving them, the keys that sign them. Each verb is thin over a method that takes a path."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QDialog

from desktop.workspaces import Workspace
from geodata.cancel import Progress
from geodata.errors import FileTrouble, NotFound

if TYPE_CHECKING:
    from desktop.app.program import Program
    from desktop.dialogs.keys import KeysDialog
    from desktop.dialogs.rebasing import RebaseDialog
    from desktop.dialogs.receiving import ReceiveDialog

D = TypeVar("D", bound=QDialog)


class DocumentVerbs(QObject):
    """What can be done with documents and with the keys that sign them."""

    def __init__(self, program: "Program") -> None:
        """Act on a program."""
        super().__init__(program)
        self._program = program
        self._counting = program.jobs.latest(self.tr("Looking at recent projects"))

    def keys(self) -> "KeysDialog":
        """Show the keys of the open project, and return the dialog."""
        from desktop.dialogs.keys import KeysDialog

        return self._shown(KeysDialog) or self._raised(self._keys_dialog())

    def receive(self, files: Sequence[Path] = ()) -> "ReceiveDialog":
        """Show the dialog that receives documents, with these files taken, and return it."""
        from desktop.dialogs.receiving import ReceiveDialog

        dialog = self._shown(ReceiveDialog) or self._raised(self._receive_dialog())
        if files:
            dialog.take(files)
        return dialog

    def ask_receive(self) -> None:
        """Ask for the files that came and receive them."""
        self._program.files.ask_documents(self.receive)

    def show_recent(self) -> None:
        """Show the recent projects on the start page; what each waits for is found out beside it."""
        recent, page = self._program.memory.recent, self._program.start_page
        page.show_recent(recent)
        self._counting.run(waiting_in, recent, done=page.say_unacknowledged)

    def show_exchange(self) -> None:
        """Show what was sent and received."""
        self._program.go_to(Workspace.PUBLISH)
        self._program.publish.exchange.verb.setFocus()

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

    def _receive_dialog(self) -> "ReceiveDialog":
        from desktop.dialogs.receiving import ReceiveDialog

        program, files = self._program, self._program.files
        dialog = ReceiveDialog(program.session, program.jobs, program.window)
        dialog.seal.use(self.key())
        dialog.files_asked.connect(self.ask_receive)
        dialog.key_asked.connect(lambda part: files.ask_secret_key(part.take))
        dialog.seal.key_chosen.connect(self.keep_key)
        dialog.place_asked.connect(lambda name: files.ask_place(name, dialog.write))
        dialog.keys_asked.connect(lambda: self._pin(dialog))
        dialog.rebase_asked.connect(self.rebase)
        dialog.folder_asked.connect(lambda file: files.ask_folder(partial(dialog.save_evidence, file)))
        dialog.said.connect(program.window.notices.news)
        return dialog

    def rebase(self, base: Path) -> "RebaseDialog":
        """Show what the later base in a file touches of the own changes, and return the dialog."""
        from desktop.dialogs.rebasing import RebaseDialog

        program = self._program
        dialog = RebaseDialog(program.session, base, program.window)
        dialog.place_asked.connect(lambda name: program.files.ask_place(name, dialog.carry_out))
        dialog.moved.connect(self._reopen)
        return self._raised(dialog)

    def _reopen(self, told: str) -> None:
        """Read the project again, which starts from another base now."""
        session, notices = self._program.session, self._program.window.notices
        path = session.store.path

        def again() -> None:
            session.close()
            session.opened.connect(lambda: notices.news(told), Qt.ConnectionType.SingleShotConnection)
            self._program.files.open(path)

        QTimer.singleShot(0, self, again)  # once the project is free

    def _pin(self, receiving: "ReceiveDialog") -> None:
        """Lead to pinning a key; what came is looked at again once it is pinned and the project is free."""
        keys = self.keys()
        keys.show_sheet(keys.pinning)
        again = partial(QTimer.singleShot, 0, receiving, receiving.look_again)
        keys.pinning.said.connect(lambda _: again(), Qt.ConnectionType.SingleShotConnection)

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


def waiting_in(projects: Sequence[Path], progress: Progress) -> dict[Path, int]:
    """Return how many documents left each project and were not acknowledged (a job); none where nobody can tell."""
    from geodata.io.received import unacknowledged

    found = {}
    for place, path in enumerate(projects):
        progress.step("Looking at recent projects", place, len(projects))
        try:
            found[path] = len(unacknowledged(path))
        except (FileTrouble, NotFound):  # held, damaged or gone: opening it will say so
            continue
    return found
