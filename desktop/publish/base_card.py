"""The card of the joint base: what both sides start from."""

from pathlib import Path

from PySide6.QtWidgets import QCheckBox

from desktop.dialogs.figures import count, kilometres
from desktop.dialogs.words import counted
from desktop.jobs import JobRunner
from desktop.panels.parts import button
from desktop.publish.document_card import DocumentCard, in_words
from desktop.publish.previews import BasePreview, Handed, base_preview, handed_base, tried
from desktop.session import Session
from geodata.changes.documents.base import Base
from geodata.geometry.profiles import profile_bytes
from geodata.io.store_copy import documents_of
from geodata.model.feature import TRAVELLING, Kind


class BaseCard(DocumentCard):
    """Writes the joint base and starts the project from it."""

    def __init__(self, session: Session, jobs: JobRunner) -> None:
        """Write what the session holds."""
        super().__init__(
            session,
            jobs,
            self.tr("Joint base"),
            self.tr("Everything both sides start from. Hand the same file to both; change sets name it by its sha256."),
            self.tr("Write the joint &base\u2026"),
        )
        self._looking = jobs.latest(self.tr("Looking at the base"))
        self._preview: BasePreview | None = None
        self._changed = False
        self.further = QCheckBox(self.tr("Make a further base with the changes since"))
        self.further.toggled.connect(lambda _: self.refresh())
        self.everything = button(self.tr("Show &everything in it"), self._fold)
        self.everything.setCheckable(True)
        self.foot.insertWidget(1, self.everything)
        self.table.hide()
        self.body.addWidget(self.further)

    def suggestion(self) -> str:
        """Return the name that is offered for the file."""
        return f"base-{self._preview.base.number:03}.confinia" if self._preview else "base.confinia"

    def refresh(self) -> None:
        """Look at the project anew."""
        self.allow(False)
        if not self._session.is_open:
            self.show_document(None)
            self.table.show_rows(None)
            self.say(self.tr("Open a project first."))
            return
        project, held = self._session.project, self._session.store.base_document()
        changed = sum(delta.key[0] in TRAVELLING for delta in self._session.store.changes()) if held else 0
        adopted = held is not None and profile_bytes(project.settings.profile) not in held.data
        self._changed = changed > 0
        self.further.setVisible(self._changed or adopted)
        further = (self._changed or adopted) and self.further.isChecked()
        self.say(self.tr("Looking at what would leave\u2026"))
        self.say_stays(len(project.layers[Kind.PRIVATE_NOTE]))
        self._looking.run(tried, base_preview, project, documents_of(self._session.store), further, done=self._show)

    def rest(self) -> bool:
        """Stop looking while nobody sees it; return whether it had not ended."""
        busy = self._looking.busy
        self._looking.cancel()
        return busy

    def write(self, path: Path) -> None:
        """Write it to a file."""
        self._session.hand_over(
            handed_base,
            path,
            self.further.isVisibleTo(self) and self.further.isChecked(),
            self.seal.secret(),
            self.evidence.paths,
            done=lambda handed: self._done(path, handed),
            failed=lambda problem: self.say_trouble(problem.sentence),
            label=self.tr("Writing the joint base"),
        )

    def _show(self, preview: BasePreview | str) -> None:
        if not self._session.is_open:
            return
        if isinstance(preview, str):
            self._preview = None
            self.table.show_rows(None)
            self.show_document(None)
            self.say(preview)
            return
        self._preview = preview
        parts = [counted(kind, number) for kind, number in preview.counts.items()]
        length = f"{kilometres(preview.length)} ({preview.base.profile.method})"
        lines = [
            self.tr("{0}, base {1}").format(preview.base.title, preview.base.number),
            " \u00b7 ".join([*parts, length]) if parts else self.tr("nothing yet"),
            self.tr("{0} bytes \u00b7 sha256").format(count(preview.size)),
            preview.base.sha256,
            in_words(preview.base.sha256),
        ]
        if preview.again:
            lines.append(self.tr("This is the base the project has; it is written again to the byte."))
        self.say("\n".join(lines))
        self.show_document(preview.base)
        self.table.show_rows(preview.rows)
        self._fold()
        changing = self._changed and not self.further.isChecked()
        self.allow(bool(parts) and not (preview.again and changing))
        if changing:
            told = self.tr("The project changed since. Write the changes as a change set, or take them into a base.")
            self.say("\n".join([*lines[:5], told]))
        self.say_identity(self.tr("Joint base {0}").format(preview.base.number), preview.base.sha256)

    def _fold(self) -> None:
        self.table.setVisible(self.everything.isChecked())

    def _done(self, path: Path, handed: Handed) -> None:
        if isinstance(handed.leaving.document, Base):
            self.say_left(path, handed, "" if handed.leaving.again else self.tr("The project starts from it now."))
        self.further.setChecked(False)
        self.refresh()
