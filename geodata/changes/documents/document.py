"""Reading what arrived: from the bytes of a container to a checked base or change set."""

from dataclasses import dataclass
from hashlib import sha256

import msgspec
from msgspec import Struct

from geodata.changes.codec import decode
from geodata.changes.container import minor_of, unpack
from geodata.changes.documents.base import Base, checked_base
from geodata.changes.documents.changeset import ChangeSet, checked_change_set
from geodata.changes.documents.key_record import KeyRecord, checked_key_record
from geodata.changes.documents.merge_document import Merge, checked_merge
from geodata.changes.documents.receipt import Receipt, checked_receipt
from geodata.changes.further import folded_document
from geodata.changes.members import Members, sealed, sorted_members
from geodata.errors import DocumentRefused, InvalidFeature, NotCanonical
from geodata.geometry.profiles import check_profile, named_grid
from geodata.model.grid import JointGrid
from geodata.model.profile import JointProfile

Document = Base | ChangeSet | KeyRecord | Merge | Receipt
"""A document that travels."""

_KINDS: dict[str, type[Base | ChangeSet | KeyRecord | Merge | Receipt]] = {
    "base": Base,
    "changes": ChangeSet,
    "keys": KeyRecord,
    "merge": Merge,
    "receipt": Receipt,
}


MOST_ENTRIES = 200_000
"""Features, changes, open items or entries of a document at most."""

_MANY = ("features", "changes", "open", "entries")


@dataclass(frozen=True, slots=True)
class Opened:
    """A document that was read, checked by itself, and what lies beside it in its container, not yet checked."""

    document: Document
    members: Members


class _HeadProfile(Struct, frozen=True):
    crs: str = ""
    unit: str = ""


class _Head(Struct):
    format: str = ""
    document: str = ""
    profile: _HeadProfile = _HeadProfile()


def packed(document: Document) -> bytes:
    """Return the container of a document."""
    return sealed(document.data)


def kind_word(document: Document) -> str:
    """Return the word for its kind that stands in a document, and in its signatures."""
    return next(word for word, kind in _KINDS.items() if isinstance(document, kind))


def called(document: Document) -> str:
    """Return what to call a document in a sentence: its kind, number and side."""
    match document:
        case Base():
            return f"joint base {document.number}"
        case Merge():
            return f"merge {document.sha256[:12]}"
        case KeyRecord():
            return f"key record {document.sequence} of side {document.side}"
        case Receipt():
            return f"receipt of side {document.side}"
    if document.draft:
        return f"working paper of side {document.side}"
    return f"change set {document.sequence} of side {document.side}"


def profile_of(document: Document) -> JointProfile:
    """Return the joint profile of a document; raise DocumentRefused for one that has no coordinates."""
    if isinstance(document, KeyRecord | Receipt):
        raise DocumentRefused(f"A {called(document)} has no joint profile; name a joint base or a change set.")
    return document.profile


def document_of(container: bytes) -> Document:
    """Return the document in a container, checked by itself; raise DocumentRefused for the first thing wrong."""
    return opened(container).document


def opened(container: bytes) -> Opened:
    """Return what a container holds: its document checked, its signatures and evidence in good form but no more."""
    unpacked = unpack(container)
    members = sorted_members(unpacked)
    return Opened(decoded(unpacked.document), members)


def decoded(data: bytes) -> Document:
    """Return the document with these bytes, checked by itself; raise DocumentRefused for the first thing wrong."""
    head = _head(data)
    if head is None:
        decode(data, Document)  # type: ignore[arg-type]  # says what is wrong
        raise DocumentRefused("This is not a Confinia document.")
    grid = named_grid(head.profile.crs, head.profile.unit) if head.profile.crs else None
    document: Document
    if minor_of(head.format):
        document = _newer(data, _KINDS[head.document], grid)
    else:
        document = decode(data, Document, grid)  # type: ignore[arg-type]
        _check_known(document)
    checked = _checked(document)
    vars(checked).update(data=data, sha256=sha256(data).hexdigest())  # just proved to be its canonical bytes
    return checked


def _checked(document: Document) -> Document:
    try:
        return _checked_by_kind(document)
    except InvalidFeature as problem:
        raise DocumentRefused(str(problem)) from problem


def _checked_by_kind(document: Document) -> Document:
    for name in _MANY:
        if len(getattr(document, name, ())) > MOST_ENTRIES:
            raise DocumentRefused(f"The document has more than {MOST_ENTRIES:,} {name}; it was not read.")
    match document:
        case KeyRecord():
            return checked_key_record(document)
        case Receipt():
            return checked_receipt(document)
    check_profile(document.profile)
    if isinstance(document, Base):
        return checked_base(document)
    return checked_change_set(document) if isinstance(document, ChangeSet) else checked_merge(document)


def _check_known(document: Document) -> None:
    for feature in document.features if isinstance(document, Base) else ():
        if feature.further:
            raise DocumentRefused("A feature of the base has a field that this version of the format does not know.")


def _newer(data: bytes, kind: type[Document], grid: JointGrid | None) -> Document:
    """Read a document of a newer minor version: what this one does not know of its features is kept with them."""
    folded, known = folded_document(data, frozenset(kind.__struct_fields__) | {"document"})
    beyond = "The document has something in it, besides the fields of features, that this version cannot keep."
    try:
        document: Document = decode(folded, Document, grid)  # type: ignore[arg-type]
    except NotCanonical as problem:  # the bytes are, so that it is a field where none may come
        raise DocumentRefused(beyond) from problem
    if type(document)(**{name: getattr(document, name) for name in document.__struct_fields__}).data != known:
        raise DocumentRefused(beyond)
    return document


def _head(data: bytes) -> _Head | None:
    """Check what the document says it is; None where it says nothing that can be read."""
    try:
        head = msgspec.json.decode(data, type=_Head)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return None
    minor_of(head.format)
    if head.document not in _KINDS:
        raise DocumentRefused(f"This version of Confinia does not know documents of the kind {head.document[:40]!a}.")
    return head
