"""What became of documents that came, in words; none of them says that what a document holds is agreed."""

from collections.abc import Sequence

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from geodata.changes.documents.base import Base
from geodata.changes.documents.chain import link_of
from geodata.changes.documents.changeset import ChangeSet
from geodata.changes.documents.document import Document
from geodata.changes.documents.key_record import KeyRecord
from geodata.changes.documents.merge_document import Merge
from geodata.changes.documents.receipt import Outcome, Receipt
from geodata.errors import ChainBroken, SignatureRefused
from geodata.io.receiving import Taken
from geodata.model.keys import PublicKey

translate = QCoreApplication.translate

_OUTCOMES: dict[Outcome, object] = {
    Outcome.RECEIVED: QT_TRANSLATE_NOOP("Receiving", "received"),
    Outcome.ACCEPTED: QT_TRANSLATE_NOOP("Receiving", "accepted"),
    Outcome.REFUSED: QT_TRANSLATE_NOOP("Receiving", "refused"),
}

_KINDS: dict[str, object] = {
    "base": QT_TRANSLATE_NOOP("Receiving", "joint base"),
    "changes": QT_TRANSLATE_NOOP("Receiving", "change set"),
    "keys": QT_TRANSLATE_NOOP("Receiving", "key record"),
}


def outcome_word(outcome: Outcome) -> str:
    """Return what became of a document."""
    return translate("Receiving", str(_OUTCOMES[outcome]))


def kind_called(kind: str) -> str:
    """Return what the stored word for a kind of document is called."""
    return translate("Receiving", str(_KINDS[kind])) if kind in _KINDS else kind


def document_words(document: Document | None) -> str:
    """Return what a document is: its kind, number and side."""
    match document:
        case None:
            return translate("Receiving", "not a document that can be read")
        case Base():
            return translate("Receiving", "joint base {0}").format(document.number)
        case Merge():
            return translate("Receiving", "merge")
        case KeyRecord():
            return translate("Receiving", "key record {0} of side {1}").format(document.sequence, document.side)
        case ChangeSet():
            working = translate("Receiving", "working paper of side {0}").format(document.side)
            numbered = translate("Receiving", "change set {0} of side {1}").format(document.sequence, document.side)
            return working if document.draft else numbered
    return translate("Receiving", "receipt of side {0}").format(document.side)


def signature_words(taken: Taken, keys: Sequence[PublicKey]) -> str:
    """Return who signed a document, as far as the pinned keys tell."""
    if isinstance(taken.problem, SignatureRefused):
        return translate("Receiving", "refused")
    if taken.standing is None:
        return ""
    signatures = taken.standing.arrived.members.signatures
    if taken.standing.proved:
        ids = {(one.side, one.key_id) for one in signatures}
        by = next((key for key in keys if (key.side, key.id) in ids), None)
        return translate("Receiving", "good: {0}").format((by.label or by.id) if by else "")
    if not signatures:
        return translate("Receiving", "unsigned")
    return translate("Receiving", "key not pinned: {0}").format(", ".join(sorted({one.key_id for one in signatures})))


def chain_words(taken: Taken, missing: Sequence[tuple[int, int]]) -> str:
    """Return how a document hangs in its side's chain, of which these runs of numbers are missing."""
    if isinstance(taken.problem, ChainBroken):
        return translate("Receiving", "broken")
    link = link_of(taken.document) if taken.document is not None else None
    if link is None:
        return ""
    if taken.standing is not None and any(first < link.sequence for first, _ in missing):
        return translate("Receiving", "a gap before it")
    return translate("Receiving", "in its place") if taken.problem is None else ""


def became_words(taken: Taken) -> str:
    """Return what became of a document in a word or two."""
    again = translate("Receiving", ", here before") if taken.again else ""
    if taken.problem is not None:
        return outcome_word(Outcome.REFUSED) + again
    if taken.standing is not None:
        return outcome_word(taken.standing.outcome) + again
    receipt = isinstance(taken.document, Receipt)
    return translate("Receiving", "read") + again if receipt else translate("Receiving", "from this project")


def sentence(taken: Taken) -> str:
    """Return what there is to say of a document in full."""
    if taken.problem is not None:
        return taken.problem.sentence
    if taken.note:
        return taken.note
    accepted = translate(
        "Receiving",
        "It is whole, in its chain, signed by a pinned key and fits its base. That agrees to nothing it says.",
    )
    return accepted if taken.standing is not None else ""
