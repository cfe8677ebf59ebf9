"""Handing over: a project's joint base and its side's change sets, written to files and remembered in the project."""

from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from geodata.changes.base import Base, base_of
from geodata.changes.changeset import ChangeSet, deltas_of, next_change_set
from geodata.changes.document import decoded, document_of, packed
from geodata.errors import Refused
from geodata.io.documents import write_document
from geodata.io.store import Store
from geodata.model.feature import TRAVELLING, Kind
from geodata.model.status import Role

D = TypeVar("D", Base, ChangeSet)


@dataclass(frozen=True, slots=True)
class Leaving:
    """A document as it would leave: `again` when the same one left before, `private` notes that stay at home."""

    document: Base | ChangeSet
    again: bool
    private: int


def next_base(store: Store, further: bool = False) -> Leaving:
    """Return the joint base that a project would write: the one it has, or the first, or with `further` the next.

    A further base also carries the joint profile that was adopted since. Raise Refused when the side changed something
    since the base it has, because a further base takes that in.
    """
    project = store.load()
    private = len(project.layers[Kind.PRIVATE_NOTE])
    held = store.base_document()
    changed = sum(delta.key[0] in TRAVELLING for delta in store.changes())
    if held is None:
        return Leaving(_as_read(base_of(project)), False, private)
    before = decoded(held.data)
    if not changed and (before.profile == project.settings.profile or not further):
        return Leaving(before, True, private)
    if not further:
        raise Refused(
            f"This project starts from base {held.sequence} and has changes since ({changed:,}). Write them as a "
            "change set; a further base would take them in for both sides."
        )
    return Leaving(_as_read(base_of(project, held.sequence + 1, held.sha256)), False, private)


def write_base(store: Store, path: Path, further: bool = False) -> Leaving:
    """Write the joint base to a file and start the project from it; raise Refused, DocumentRefused or FileTrouble."""
    leaving = next_base(store, further)
    write_document(path, leaving.document)
    base = leaving.document
    if isinstance(base, Base) and not leaving.again:
        store.adopt_base(base.sha256, base.number, base.data)
    return leaving


def next_changes(store: Store, role: Role = Role.TECHNICIAN, message: str = "") -> Leaving:
    """Return the change set that a project would hand over now, read and laid on its base as the other side will.

    Raise Refused, or DocumentRefused when it would be refused over there.
    """
    project = store.load()
    exports = store.exports()
    last = exports[-1].data if exports else None
    changes = next_change_set(store.changes(), project.settings, role, message, last)
    deltas_of(_as_read(changes), store.base_layers(project))
    return Leaving(changes, changes.data == last, len(project.layers[Kind.PRIVATE_NOTE]))


def _as_read(document: D) -> D:
    """Return the document read from its own container: what cannot be read is found before it leaves, not after."""
    read = document_of(packed(document))
    assert isinstance(read, type(document))
    return read


def write_changes(store: Store, path: Path, role: Role = Role.TECHNICIAN, message: str = "") -> Leaving:
    """Write the change set to a file and remember that it left; raise Refused, DocumentRefused or FileTrouble."""
    leaving = next_changes(store, role, message)
    write_document(path, leaving.document)
    changes = leaving.document
    if isinstance(changes, ChangeSet) and not leaving.again:
        store.add_export(changes.sequence, changes.sha256, changes.data)
    return leaving
