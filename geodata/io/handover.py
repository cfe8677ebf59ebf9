"""Handing over: a project's joint base and its side's change sets, written to files and remembered in the project."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from geodata.changes.documents.base import Base, Head, base_of
from geodata.changes.documents.chain import Link, link_of
from geodata.changes.documents.changeset import ChangeSet, Reached, deltas_of, next_change_set
from geodata.changes.documents.document import decoded, document_of, packed, profile_of
from geodata.changes.documents.evidence import cited
from geodata.errors import Refused
from geodata.io.received import last_accepted
from geodata.io.sealing import Seal, evidence_of, write_sealed
from geodata.io.store import Store
from geodata.io.store_documents import Kept
from geodata.model.feature import TRAVELLING, Kind
from geodata.model.status import Role, Side

D = TypeVar("D", Base, ChangeSet)


@dataclass(frozen=True, slots=True)
class Leaving:
    """A document as it would leave: `again` when the same one left before, `private` notes that stay at home, and the
    evidence that goes with it, by sha256."""

    document: Base | ChangeSet
    again: bool
    private: int
    evidence: Mapping[str, bytes] = field(default_factory=dict)


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


def write_base(
    store: Store, path: Path, further: bool = False, seal: Seal | None = None, attach: Iterable[Path] = ()
) -> Leaving:
    """Write the joint base to a file and start the project from it; raise Refused, DocumentRefused or FileTrouble.

    It is signed where there is a seal, and the files to `attach` go with it when a source of it cites them.
    """
    leaving = with_evidence(store, next_base(store, further), attach)
    write_sealed(path, leaving.document, store.settings.side, seal, leaving.evidence, store.pinned_keys())
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
    """Return how far both sides' chains have come as far as a project knows.

    The other side's by what was received and accepted, or by the base where that says more.
    """
    held, reached, own = store.base_document(), chain_reached(store), store.settings.side
    base = decoded(held.data) if held else None
    heads = {head.side: head for head in (base.heads if isinstance(base, Base) else ())}
    if reached.sequence:
        heads[own] = Head(side=own, sequence=reached.sequence, sha256=reached.sha256)
    last, known = last_accepted(store), heads.get(own.other)
    if last is not None and (known is None or known.sequence < last.sequence):
        heads[own.other] = Head(side=own.other, sequence=last.sequence, sha256=last.sha256)
    return tuple(heads[side] for side in Side if side in heads)


def chain_reached(store: Store) -> Reached:
    """Return how far the own side's chain has come: in this project, or by what its base says of it.

    However long the chain is, only its end is read: the last links back to a change set on the present base.
    """
    settings = store.settings
    end: Link | None = None
    for kept in store.kept(Kept.EXPORT):
        document = decoded(kept.data)
        end = end or link_of(document)
        if isinstance(document, ChangeSet) and end is not None:
            return Reached(end.sequence, end.sha256, document if document.base == settings.base else None)
    if end is not None:
        return Reached(end.sequence, end.sha256)
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


def write_changes(
    store: Store,
    path: Path,
    role: Role = Role.TECHNICIAN,
    message: str = "",
    seal: Seal | None = None,
    attach: Iterable[Path] = (),
) -> Leaving:
    """Write the change set to a file and remember that it left; raise Refused, DocumentRefused or FileTrouble.

    It is signed where there is a seal, and the files to `attach` go with it when a source of it or its base cites them.
    """
    leaving = with_evidence(store, next_changes(store, role, message), attach)
    write_sealed(path, leaving.document, store.settings.side, seal, leaving.evidence, store.pinned_keys())
    changes = leaving.document
    if isinstance(changes, ChangeSet) and not leaving.again:
        store.add_export(changes.sequence, changes.sha256, changes.data)
    return leaving


def with_evidence(store: Store, leaving: Leaving, attach: Iterable[Path]) -> Leaving:
    """Return what would leave with the files to attach; raise Refused naming one that no source cites."""
    files = list(attach)
    if not files:
        return leaving
    allowed = cited(leaving.document)
    held = store.base_document() if isinstance(leaving.document, ChangeSet) else None
    if held is not None:
        allowed = {**cited(decoded(held.data)), **allowed}
    return replace(leaving, evidence=evidence_of(files, allowed))
