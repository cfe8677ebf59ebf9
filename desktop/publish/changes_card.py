"""The card of the change set: what the own side changed since the joint base, operation by operation."""

from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QComboBox, QFormLayout, QPlainTextEdit

from desktop.dialogs.figures import count
from desktop.dialogs.words import word
from desktop.jobs import JobRunner
from desktop.publish.document_card import DocumentCard, in_words
from desktop.publish.previews import ChangesPreview, Handed, changes_preview, handed_changes, tried
from desktop.session import Session
from geodata.changes.documents.changeset import ChangeSet
from geodata.io.store_copy import documents_of
from geodata.model.feature import Kind
from geodata.model.status import Role

_PAUSE_MS = 250


class ChangesCard(DocumentCard):
    """Writes the side's change set and remembers that it left."""

    def __init__(self, session: Session, jobs: JobRunner) -> None:
        """Write what the session's side changed."""
        super().__init__(
            session,
            jobs,
            self.tr("Change set"),
            self.tr("What your side changed since the joint base, for the other side to compare with its own."),
            self.tr("Write the &change set\u2026"),
        )
        self._looking = jobs.latest(self.tr("Looking at the changes"))
        self._preview: ChangesPreview | None = None
        self.message, self.role = QPlainTextEdit(), QComboBox()
        self._typing = QTimer(self, interval=_PAUSE_MS, singleShot=True)
        self._typing.timeout.connect(self.refresh)
        self._arrange()

    def suggestion(self) -> str:
        """Return the name that is offered for the file."""
        if self._preview is None:
            return "changes.confinia"
        return f"{self._preview.changes.side.lower()}-{self._preview.changes.sequence:04}.confinia"

    def refresh(self) -> None:
        """Look at the project anew."""
        self.allow(False)
        if not self._session.is_open:
            self._empty(self.tr("Open a project first."))
            return
        project, store = self._session.project, self._session.store
        self.say_stays(len(project.layers[Kind.PRIVATE_NOTE]))
        if not project.settings.base:
            told = self.tr(
                "There is no joint base yet. Write it first, or start the project from the one you were given."
            )
            self._empty(told)
            return
        message = self.message.toPlainText()
        self._looking.run(
            tried,
            changes_preview,
            project,
            store.changes(),
            documents_of(store),
            self._role(),
            message,
            done=self._show,
        )

    def rest(self) -> bool:
        """Stop looking while nobody sees it; return whether it had not ended."""
        busy = self._looking.busy
        self._looking.cancel()
        return busy

    def write(self, path: Path) -> None:
        """Write it to a file."""
        said = self._role(), self.message.toPlainText()
        if self._preview is not None and said == (Role.TECHNICIAN, ""):
            said = self._preview.changes.role, self._preview.changes.message
        self._session.hand_over(
            handed_changes,
            path,
            said,
            self.seal.secret(),
            self.evidence.paths,
            done=lambda handed: self._done(path, handed),
            failed=lambda problem: self.say_trouble(problem.sentence),
            label=self.tr("Writing the change set"),
        )

    def _role(self) -> Role:
        return Role(self.role.currentData())

    def _empty(self, text: str) -> None:
        self._preview = None
        self.table.show_rows(None)
        self.show_document(None)
        self.say(text)

    def _show(self, found: ChangesPreview | str) -> None:
        if not self._session.is_open:
            return
        if isinstance(found, str):
            self._empty(found)
            return
        self._preview = found
        changes = found.changes
        lines = [
            self.tr("Side {0}, change set {1} on base {2}: {3} operations").format(
                changes.side, changes.sequence, changes.base[:12], count(len(changes.changes))
            ),
            " \u00b7 ".join(filter(None, (word(changes.role), changes.message))),
            self.tr("{0} bytes \u00b7 sha256").format(count(found.size)),
            changes.sha256,
            in_words(changes.sha256),
        ]
        if found.again:
            lines.append(self.tr("The same left before; it is written again to the byte, with the same number."))
        elif not changes.changes:
            lines.append(self.tr("Nothing was changed since the base."))
        self.say("\n".join(lines))
        self.say_identity(self.tr("Change set {0} of side {1}").format(changes.sequence, changes.side), changes.sha256)
        held = self._session.store.base_document()
        self.show_document(changes, held.data if held else b"")
        self.table.show_rows(found.rows)
        self.allow(True)

    def _done(self, path: Path, handed: Handed) -> None:
        changes = handed.leaving.document
        if isinstance(changes, ChangeSet):
            self.say_left(path, handed, self.tr("Change set {0}.").format(changes.sequence))
        self.refresh()

    def _arrange(self) -> None:
        for role in Role:
            self.role.addItem(word(role), role.value)
        self.role.setAccessibleName(self.tr("Who hands it over"))
        self.role.activated.connect(lambda _: self.refresh())
        self.message.setAccessibleName(self.tr("Message to the other side"))
        self.message.setPlaceholderText(self.tr("What the other side should know about it"))
        self.message.setTabChangesFocus(True)
        self.message.setMaximumHeight(64)
        self.message.textChanged.connect(self._typing.start)
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(self.tr("Message"), self.message)
        form.addRow(self.tr("Handed over by"), self.role)
        self.body.addLayout(form)
