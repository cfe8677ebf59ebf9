"""Rebasing a project: its own changes are carried to a later joint base by their author, in one durable step."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from geodata.cancel import Progress, unwatched
from geodata.changes.delta import diff
from geodata.changes.documents.base import Base, layers_of
from geodata.changes.documents.changeset import ChangeSet
from geodata.changes.documents.document import decoded
from geodata.changes.papers.carrying import Carry
from geodata.changes.papers.rebase import Plan, check_own_head, lineage, plan
from geodata.errors import Refused
from geodata.io.documents import read_base
from geodata.io.find_base import find_base
from geodata.io.handover import next_changes
from geodata.io.store import Store
from geodata.io.store_documents import Document, Kept, Row
from geodata.io.store_moving import Move
from geodata.model.annotation import PrivateNote
from geodata.model.feature import Kind


@dataclass(frozen=True, slots=True)
class Rebased:
    """What a rebase did: how many features it changes on the new base, and the paper with what was left out, if any."""

    operations: int
    left_out: ChangeSet | None


def bases_in(store: Store, files: Iterable[Path]) -> list[Base]:
    """Return the bases in some files, and those between them and the project's where they lie beside.

    Raise NotFound, FileTrouble or DocumentRefused for a file given.
    """
    named = list(files)
    found = {base.sha256: base for base in map(read_base, named)}
    own = store.settings
    missing = [base.previous for base in found.values() if base.number > own.base_number + 1]
    while missing:
        sha256 = missing.pop()
        if sha256 not in found and (base := find_base(sha256, named)) is not None:
            found[sha256] = base
            missing += [base.previous] if base.number > own.base_number + 1 else []
    return list(found.values())


def rebase_plan(store: Store, bases: Iterable[Base], progress: Progress | None = None) -> Plan:
    """Return the list of what becomes of the side's own changes on the last of some bases that follow the project's.

    Nothing is written. Raise Refused without a base or for one that says something else of the own chain, BaseMismatch
    for bases that do not follow, ProfileMismatch for another joint grid, Cancelled.
    """
    watched = progress or unwatched()
    watched.step("Reading the project", 0, 2)
    held = store.base_document()
    old = decoded(held.data) if held else None
    if not isinstance(old, Base):
        raise Refused("This project has no joint base yet, so that there is nothing to carry to another one.")
    line, side = lineage(old, bases), store.settings.side
    sent = store.exports()
    head = check_own_head(old, line[-1], side, {document.sequence: document.sha256 for document in sent})
    document = next((decoded(kept.data) for kept in sent if head and kept.sha256 == head.sha256), None)
    handed = document if isinstance(document, ChangeSet) and document.base == old.sha256 else None
    changes = next_changes(store).document
    assert isinstance(changes, ChangeSet)
    notes = [note for note in store.load().layers[Kind.PRIVATE_NOTE].values() if isinstance(note, PrivateNote)]
    watched.step("Comparing the bases", 1, 2)
    return plan(old, line, changes, handed, notes)


def rebase(store: Store, planned: Plan, leave_out: Collection[str] = (), progress: Progress | None = None) -> Rebased:
    """Move the project to the new base with the own changes that are not left out, durable when this returns.

    Whatever fails before leaves the project as it was. What is left out is kept in the project too. Raise Refused when
    something that cannot be carried is not left out, or when the project changed since the list was made.
    """
    deltas, left = planned.deltas(leave_out), planned.left_out(leave_out)
    settings, new = store.settings, planned.new
    if settings.base != planned.old.sha256 or next_changes(store).document.data != planned.changes.data:
        raise Refused("The project has changed since the list was made; look at it again.")
    project = store.load()
    there = {**layers_of(new), Kind.PRIVATE_NOTE: project.layers[Kind.PRIVATE_NOTE]}
    kept: list[Row] = [(Kept.BASE, Document(base.number, base.sha256, base.data)) for base in planned.steps[:-1]]
    if left is not None:
        kept.append((Kept.LEFT_OUT, Document(planned.old.number, left.sha256, left.data)))
    move = Move(
        label=f"Go from base {planned.old.number} to base {new.number}",
        to_base=diff(project.layers, there),
        carried_label=f"Carry the own changes to base {new.number}",
        carried=deltas,
        kept=tuple(kept),
        profile=new.profile,
    )
    store.adopt_base(new.sha256, new.number, new.data, move, progress)
    return Rebased(len(deltas), left)


def left_out_before(store: Store) -> list[ChangeSet]:
    """Return what was left out of rebases of this project, the last first; each is a working paper on its old base."""
    documents = (decoded(kept.data) for kept in store.kept(Kept.LEFT_OUT))
    return [document for document in documents if isinstance(document, ChangeSet)]


def counts(planned: Plan) -> dict[Carry, int]:
    """Return how many lines of the list there are of each sort."""
    return {carry: len(planned.of(carry)) for carry in Carry}
