"""Receiving: files of the other side are verified and kept, each is told of, and a receipt says what became of them."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.dialogs.figures import count
from desktop.dialogs.read_aloud import ReadAloudButton
from desktop.dialogs.received_table import ReceivedTable
from desktop.dialogs.receiving_jobs import Came, evidence_written, files_received, receipt_written
from desktop.dialogs.receiving_words import document_words, sentence
from desktop.dialogs.said import Said
from desktop.dialogs.seal import SealPart
from desktop.jobs import JobRunner
from desktop.panels.fitting import Copyable
from desktop.panels.parts import GRID, Scrolled, button, empty_state, flat, label, rule, within_screen
from desktop.session import Session
from geodata.changes.documents.chain import spelled
from geodata.changes.documents.receipt import Outcome, Receipt
from geodata.errors import ConfiniaError, Refused
from geodata.io.evidence_files import Written
from geodata.io.receiving import Taken


class ReceiveDialog(QDialog):
    """Takes documents that came, and writes the receipt. It stands beside the work and closes with the project.

    `files_asked`, `key_asked` (with the SealPart) and `place_asked` (with the name offered) ask for files; the answers
    come back through `take`, the part's `take`, and `write`. `keys_asked` leads to the keys, `rebase_asked` carries the
    file of a later base whose author looks at what it touches, `folder_asked` the file whose evidence is taken out into
    a folder by `save_evidence`.
    """

    files_asked = Signal()
    key_asked = Signal(object)
    place_asked = Signal(str)
    keys_asked = Signal()
    rebase_asked = Signal(object)
    folder_asked = Signal(object)
    said = Signal(str)

    def __init__(self, session: Session, jobs: JobRunner, parent: QWidget | None = None) -> None:
        """Receive into the session's project; what does not touch it is done by `jobs`."""
        super().__init__(parent)
        self._session, self._jobs = session, jobs
        self._came: Came | None = None
        self.setWindowTitle(self.tr("Receive"))
        self.setAcceptDrops(True)
        self.table, self.whole = ReceivedTable(), Copyable(self.tr("What there is to say of the chosen file"))
        self.told, self.written = label("", wrap=True), label("", wrap=True)
        self.trouble = Said()
        self.aloud, self.reason, self.seal = ReadAloudButton(), QLineEdit(), SealPart()
        self.choose = button(self.tr("&Choose files\u2026"), self.files_asked.emit, primary=True)
        self.refuse = button(self.tr("&Refuse this document"), self._refuse_it)
        self.pin = button(self.tr("&Pin its key\u2026"), self.keys_asked.emit, "pin")
        self.rebase = button(self.tr("See what it &touches\u2026"), self._ask_rebase, "compare")
        self.evidence = button(self.tr("Take out its &evidence\u2026"), self._ask_folder, "source")
        self.verb = button(self.tr("&Write the receipt\u2026"), self._ask_place, primary=True)
        self._filled = QWidget()
        self._empty = empty_state(
            self.tr("Nothing was chosen yet."),
            self.tr(
                "Drop the files here that the other side handed over, in any order, also several times: each is "
                "verified and kept whole. Nothing of your own work changes by it."
            ),
        )
        self._arrange()
        self._connect()
        self._filled.hide()

    def take(self, files: Sequence[Path]) -> None:
        """Receive files together with those that are shown."""
        known = [path for path in self.table.paths() if path.is_file()]
        self._receive([*known, *files], {})

    def look_again(self) -> None:
        """Tell of the files shown as they stand now, after a key was pinned."""
        if self.table.paths() and self._session.can_write:
            self._receive(self.table.paths(), {})

    def write(self, path: Path) -> None:
        """Write the receipt to a file."""
        self._session.hand_over(
            receipt_written,
            path,
            self.seal.secret(),
            done=lambda receipt: self._tell_written(path, receipt),
            failed=self._tell_trouble,
            label=self.tr("Writing the receipt"),
        )

    def save_evidence(self, file: Path, folder: Path) -> None:
        """Write the evidence in a file into a folder, each under its hash; nothing there is written over."""
        self._jobs.run(
            evidence_written,
            file,
            folder,
            done=lambda written: self._tell_evidence(folder, written),
            failed=self._tell_trouble,
            label=self.tr("Taking out the evidence"),
        )

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            event.acceptProposedAction()
            self.take(files)

    def _receive(self, files: Sequence[Path], refusals: dict[Path, str]) -> None:
        if not self._session.can_write:
            self.trouble.setText(self.tr("The project cannot be changed now, so nothing was received."))
            return
        self.trouble.setText("")
        self.choose.setEnabled(False)
        self._session.hand_over(
            files_received,
            files,
            refusals,
            done=self._show,
            failed=self._tell_trouble,
            label=self.tr("Verifying what came"),
        )

    def _show(self, came: Came) -> None:
        self._came = came
        self._empty.hide()
        self._filled.show()
        self.choose.setEnabled(True)
        self.table.show_came(came)
        self.told.setText(" ".join(self._summary(came)))
        self.written.setText("")
        self._allow()
        self.table.setFocus()

    def _summary(self, came: Came) -> list[str]:
        refused = sum(taken.problem is not None for _, taken in came.taken)
        accepted = sum(
            taken.problem is None and taken.standing is not None and taken.standing.outcome is Outcome.ACCEPTED
            for _, taken in came.taken
        )
        numbers = self.tr("{0} files: {1} accepted, {2} refused, {3} received.")
        rest = len(came.taken) - refused - accepted
        told = [numbers.format(count(len(came.taken)), count(accepted), count(refused), count(rest))]
        if came.again:
            told.append(self.tr("Everything was here before; nothing changed."))
        if came.missing:
            side = self._session.project.settings.side.other
            told.append(self.tr("Missing in the chain of side {0}: {1}.").format(side, spelled(came.missing)))
        return told

    def _show_chosen(self, path: Path, taken: Taken) -> None:
        lines = [f"{path.name}: {document_words(taken.document)}", sentence(taken)]
        if taken.document is not None:
            lines.append(f"sha256 {taken.document.sha256}")
            self.aloud.tell(document_words(taken.document), taken.document.sha256)
        self.aloud.setVisible(taken.document is not None)
        self.whole.setText("\n".join(filter(None, lines)))
        standing = taken.standing
        by_person = isinstance(taken.problem, Refused)
        unpinned = standing is not None and not standing.proved and bool(standing.arrived.members.signatures)
        self.pin.setVisible(unpinned and not by_person)
        self.evidence.setVisible(standing is not None and bool(standing.arrived.members.evidence))
        self.rebase.setVisible(self._came is not None and self._came.follows(taken))
        again, refuse = self.tr("Take the &refusal back"), self.tr("&Refuse this document")
        self.refuse.setText(again if by_person else refuse)
        self.reason.setVisible(not by_person)
        for part in (self.refuse, self.reason):
            part.setEnabled(standing is not None)
        self._allow()

    def _refuse_it(self) -> None:
        found = self.table.current()
        if found is not None:
            path, taken = found
            reason = "" if isinstance(taken.problem, Refused) else self.reason.text().strip()
            self.reason.clear()
            self._receive(self.table.paths(), {path: reason})

    def _ask_rebase(self) -> None:
        found = self.table.current()
        if found is not None:
            self.rebase_asked.emit(found[0])

    def _ask_folder(self) -> None:
        found = self.table.current()
        if found is not None:
            self.folder_asked.emit(found[0])

    def _ask_place(self) -> None:
        self.place_asked.emit(f"{self._session.project.settings.side.lower()}-receipt.confinia")

    def _tell_written(self, path: Path, receipt: Receipt) -> None:
        told = self.tr("Wrote {0}: receipt for {1} documents, sha256 {2}. Hand it over.")
        self.written.setText(told.format(path.name, count(len(receipt.entries)), receipt.sha256))
        self.said.emit(self.tr("Wrote {0}.").format(path.name))

    def _tell_evidence(self, folder: Path, written: Sequence[Written]) -> None:
        told = self.tr(
            "{0} files of evidence are in {1}, each under its hash. Open them with care: they are what the other side "
            "put there."
        )
        self.trouble.setText(told.format(count(len(written)), folder.name))

    def _tell_trouble(self, problem: ConfiniaError) -> None:
        self.trouble.setText(problem.sentence)
        self.choose.setEnabled(True)

    def _allow(self) -> None:
        can = self._session.can_write
        self.verb.setEnabled(can and self._came is not None and self.seal.ready)
        found = self.table.current()
        if found is not None and found[1].standing is not None:
            taking_back = isinstance(found[1].problem, Refused)
            self.refuse.setEnabled(can and (taking_back or bool(self.reason.text().strip())))

    def _connect(self) -> None:
        self.table.chosen.connect(self._show_chosen)
        self.seal.changed.connect(self._allow)
        self.seal.key_asked.connect(lambda: self.key_asked.emit(self.seal))
        self.reason.textChanged.connect(lambda _: self._allow())
        self._session.closed.connect(self.reject)

    def _arrange(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, GRID)
        column.setSpacing(GRID)
        row = flat(QHBoxLayout(), GRID)
        row.addWidget(self.choose)
        row.addWidget(self.told, 1)
        column.addLayout(row)
        for part in (self.trouble, self._empty, self._sheet()):
            column.addWidget(part)
        column.addStretch(1)
        outer = flat(QVBoxLayout(self))
        outer.addWidget(Scrolled(inside), 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(3 * GRID, GRID, 3 * GRID, 2 * GRID)
        foot.addStretch(1)
        foot.addWidget(button(self.tr("Close"), self.reject))
        outer.addLayout(foot)
        self.resize(within_screen(self, QSize(900, 760)))

    def _sheet(self) -> QWidget:
        column = flat(QVBoxLayout(self._filled), GRID)
        column.addWidget(self.table)
        column.addWidget(self.whole)
        row = flat(QHBoxLayout(), GRID)
        for part in (self.aloud, self.pin, self.rebase, self.evidence):
            row.addWidget(part)
        row.addStretch(1)
        column.addLayout(row)
        self.reason.setAccessibleName(self.tr("Why it is refused, for the other side to read"))
        self.reason.setPlaceholderText(self.tr("why it is refused, for the other side to read"))
        refusing = flat(QHBoxLayout(), GRID)
        refusing.addWidget(self.reason, 1)
        refusing.addWidget(self.refuse)
        column.addLayout(refusing)
        column.addWidget(rule())
        column.addWidget(label(self.tr("Receipt"), "section"))
        told = self.tr(
            "It names everything that ever came into this project by its sha256, and what became of it. The other side "
            "then knows what arrived. Received or accepted does not mean agreed."
        )
        column.addWidget(label(told, "muted", wrap=True))
        column.addWidget(self.seal)
        writing = flat(QHBoxLayout(), GRID)
        writing.addWidget(self.written, 1)
        writing.addWidget(self.verb)
        column.addLayout(writing)
        return self._filled
