"""Handing over: a project's joint base and its side's change sets, written to files and remembered in the project."""

from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from geodata.changes.base import Base, Head, base_of
from geodata.changes.changeset import ChangeSet, Reached, deltas_of, next_change_set
from geodata.changes.document import decoded, document_of, packed, profile_of
from geodata.changes.key_record import KeyRecord
from geodata.errors import Refused
from geodata.io.documents import write_document
from geodata.io.store import Store
from geodata.model.feature import TRAVELLING, Kind
from geodata.model.status import Role, Side

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
    if not changed and (profile_of(before) == project.settings.profile or not further):
        assert isinstance(before, Base)
        return Leaving(before, True, private)
    if not further:
        raise Refused(
            f"This project starts from base {held.sequence} and has changes since ({changed:,}). Write them as a "
            "change set; a further base would take them in for both sides."
        )
    return Leaving(
        _as_read(
            base_of(
                project,
                held.sequence + 1,
                held.sha256,
                heads_now(store),
                before.open if isinstance(before, Base) else (),
            )
        ),
        False,
        private,
    )


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
    reached = chain_reached(store)
    changes = next_change_set(store.changes(), project.settings, role, message, reached)
    deltas_of(_as_read(changes), store.base_layers(project))
    return Leaving(
        changes, reached.last is not None and changes.data == reached.last.data, len(project.layers[Kind.PRIVATE_NOTE])
    )


def heads_now(store: Store) -> tuple[Head, ...]:
    """Return how far both sides' chains have come as far as a project knows: its own, the other's by its base."""
    held, reached, own = store.base_document(), chain_reached(store), store.settings.side
    base = decoded(held.data) if held else None
    heads = {head.side: head for head in (base.heads if isinstance(base, Base) else ())}
    if reached.sequence:
        heads[own] = Head(side=own, sequence=reached.sequence, sha256=reached.sha256)
    return tuple(heads[side] for side in Side if side in heads)


def chain_reached(store: Store) -> Reached:
    """Return how far the own side's chain has come: in this project, or by what its base says of it."""
    sent = [link for kept in store.exports() if isinstance(link := decoded(kept.data), ChangeSet | KeyRecord)]
    settings = store.settings
    if sent:
        last = next((one for one in reversed(sent) if isinstance(one, ChangeSet) and one.base == settings.base), None)
        return Reached(sent[-1].sequence, sent[-1].sha256, last)
    held = store.base_document()
    base = decoded(held.data) if held else None
    heads = base.heads if isinstance(base, Base) else ()
    own = next((head for head in heads if head.side is settings.side), None)
    return Reached(own.sequence, own.sha256) if own else Reached()


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
