"""What the cards of the joint base and of the change set share: everything in it row by row, its files, who signs."""

from pathlib import Path

from PySide6.QtCore import Signal

from desktop.dialogs.key_words import proves
from desktop.dialogs.seal import SealPart
from desktop.jobs import JobRunner
from desktop.publish.card import Bytes, Card
from desktop.publish.evidence import EvidencePart
from desktop.publish.leaving_table import LeavingTable
from desktop.publish.previews import Handed
from desktop.session import Session
from geodata.changes.documents.document import Document
from geodata.changes.spoken import DOCUMENT_WORDS, spoken


class DocumentCard(Card):
    """A document that may leave, signed or not. `key_asked` and `files_asked` ask for files for its parts."""

    key_asked = Signal(object)  # SealPart
    files_asked = Signal(object)  # EvidencePart

    def __init__(self, session: Session, jobs: JobRunner, title: str, purpose: str, verb: str) -> None:
        """Show what would leave of what the session holds."""
        super().__init__(title, purpose, verb)
        self._session, self._jobs, self._good = session, jobs, False
        self.table, self.bytes = LeavingTable(self.tr("Everything in it, row by row")), Bytes(self)
        self.seal, self.evidence = SealPart(), EvidencePart(jobs)
        for part in (self.table, self.evidence, self.seal):
            self.beside.addWidget(part)
        self.seal.key_asked.connect(lambda: self.key_asked.emit(self.seal))
        self.evidence.files_asked.connect(lambda: self.files_asked.emit(self.evidence))
        self.seal.changed.connect(self._allow)
        self.show_document(None)

    def allow(self, good: bool) -> None:
        """Say whether the document can be written at all; it also takes a passphrase where a key is chosen."""
        self._good = good
        self._allow()

    def show_document(self, document: Document | None, base: bytes = b"") -> None:
        """Show the bytes of another document, and attach files to it from now on."""
        self.bytes.show_data(b"" if document is None else document.data)
        self.evidence.show_document(document, base)
        for part in (self.seal, self.evidence):
            part.setVisible(document is not None)

    def say_left(self, path: Path, handed: Handed, more: str = "") -> None:
        """Say what left, and who signed it."""
        signers = [self.tr("Signed for side {0} with key {1}.").format(one.side, one.key_id) for one in handed.signed]
        signed = f"{' '.join(signers)} {proves()}" if signers else self.tr("Unsigned.")
        sha256 = handed.leaving.document.sha256
        self.say_written(path, sha256, "\n".join(filter(None, (in_words(sha256), more, signed))))
        self.evidence.clear()

    def _allow(self) -> None:
        self.verb.setEnabled(self._good and self.seal.ready and self._session.can_write)


def in_words(sha256: str) -> str:
    """Return the words by which a document is read aloud, in the first of the languages."""
    return " ".join(spoken(sha256, DOCUMENT_WORDS))
