"""Reading what arrived: from the bytes of a container to a checked base or change set."""

from hashlib import sha256

import msgspec
from msgspec import Struct

from geodata.changes.base import Base, checked_base
from geodata.changes.changeset import ChangeSet, checked_change_set
from geodata.changes.codec import decode
from geodata.changes.container import check_format, pack, unpack
from geodata.errors import DocumentRefused

Document = Base | ChangeSet
"""A document that travels."""


class _Head(Struct):
    format: str = ""
    document: str = ""


def packed(document: Document) -> bytes:
    """Return the container of a document."""
    return pack(document.data)


def document_of(container: bytes) -> Document:
    """Return the document in a container, checked by itself; raise DocumentRefused for the first thing wrong."""
    unpacked = unpack(container)
    if unpacked.attachments:
        names = ", ".join(unpacked.attachments)
        raise DocumentRefused(f"The document has attachments that this version cannot read: {names}.")
    return decoded(unpacked.document)


def decoded(data: bytes) -> Document:
    """Return the document with these bytes, checked by itself; raise DocumentRefused for the first thing wrong."""
    _check_head(data)
    document: Document = decode(data, Document)  # type: ignore[arg-type]
    checked = checked_base(document) if isinstance(document, Base) else checked_change_set(document)
    vars(checked).update(data=data, sha256=sha256(data).hexdigest())  # just proved to be its canonical bytes
    return checked


def _check_head(data: bytes) -> None:
    try:
        head = msgspec.json.decode(data, type=_Head)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return  # the full reader says what is wrong
    check_format(head.format)
    if head.document not in ("base", "changes"):
        raise DocumentRefused(f"This version of Confinia does not know documents of the kind {head.document[:40]!a}.")
