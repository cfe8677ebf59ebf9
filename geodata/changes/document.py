"""Reading what arrived: from the bytes of a container to a checked base or change set."""

from hashlib import sha256

import msgspec
from msgspec import Struct

from geodata.changes.base import Base, checked_base
from geodata.changes.changeset import ChangeSet, checked_change_set
from geodata.changes.codec import decode
from geodata.changes.container import check_format, pack, unpack
from geodata.errors import DocumentRefused
from geodata.geometry.profiles import check_profile, named_grid
from geodata.model.grid import JointGrid

Document = Base | ChangeSet
"""A document that travels."""


class _HeadProfile(Struct, frozen=True):
    crs: str = ""
    unit: str = ""


class _Head(Struct):
    format: str = ""
    document: str = ""
    profile: _HeadProfile = _HeadProfile()


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
    grid = _grid_named(data)
    document: Document = decode(data, Document, grid)  # type: ignore[arg-type]
    check_profile(document.profile)
    checked = checked_base(document) if isinstance(document, Base) else checked_change_set(document)
    vars(checked).update(data=data, sha256=sha256(data).hexdigest())  # just proved to be its canonical bytes
    return checked


def _grid_named(data: bytes) -> JointGrid | None:
    """Check what the document says it is and return the grid that its numbers are on, None where it names none."""
    try:
        head = msgspec.json.decode(data, type=_Head)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return None  # the full reader says what is wrong
    check_format(head.format)
    if head.document not in ("base", "changes"):
        raise DocumentRefused(f"This version of Confinia does not know documents of the kind {head.document[:40]!a}.")
    return named_grid(head.profile.crs, head.profile.unit)
