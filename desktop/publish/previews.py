"""Jobs of the publish workspace: what would leave, found out without writing anything; and the writing."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from geodata.cancel import Progress
from geodata.changes.base import Base, base_of
from geodata.changes.changeset import ChangeSet, Reached, next_change_set
from geodata.changes.delta import Delta
from geodata.changes.document import decoded, packed
from geodata.changes.edits import Op
from geodata.errors import Cancelled, ConfiniaError
from geodata.geometry.measure import lengths
from geodata.io.export_view import Choice, Stamp, counts, view_of
from geodata.io.exporting import Exported, Form, export
from geodata.io.handover import Leaving, write_base, write_changes
from geodata.io.store import Store
from geodata.io.store_documents import Document
from geodata.model.feature import Kind, kind_of
from geodata.model.project import Project
from geodata.model.segment import Segment
from geodata.model.status import Role

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of a change set as people read it."""

    op: Op
    kind: Kind
    name: str
    fields: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class BasePreview:
    """The joint base as it would leave; `again` when it is the one the project has."""

    base: Base
    again: bool
    counts: Counter[Kind]
    length: int
    size: int


@dataclass(frozen=True, eq=False)
class ChangesPreview:
    """The change set as it would leave; `again` when the same one left before."""

    changes: ChangeSet
    again: bool
    operations: list[Operation]
    size: int


def tried(function: Callable[..., T], *args: object) -> T | str:
    """Return what a job answers, or the sentence why it cannot: a card says it where the preview would stand."""
    try:
        return function(*args)
    except Cancelled:
        raise
    except ConfiniaError as problem:
        return problem.sentence


def base_preview(project: Project, held: Document | None, further: bool, progress: Progress) -> BasePreview:
    """Return the joint base that would be written (a job); raise DocumentRefused when the project does not hold."""
    progress.step("Looking at what would leave", 0, 0)
    if held is not None and not further:
        document = decoded(held.data)
        assert isinstance(document, Base)
        base, again = document, True
    elif held is not None:
        base, again = base_of(project, held.sequence + 1, held.sha256), False
    else:
        base, again = base_of(project), False
    segments = [feature.line for feature in base.features if isinstance(feature, Segment)]
    counted = Counter(kind_of(feature) for feature in base.features)
    return BasePreview(base, again, counted, int(lengths(segments).sum()), len(packed(base)))


def changes_preview(
    project: Project, deltas: list[Delta], reached: Reached, role: Role, message: str, progress: Progress
) -> ChangesPreview:
    """Return the change set that would be written (a job); raise Refused without a base, DocumentRefused.

    As long as nobody wrote another message, what left before and is unchanged is offered again as it was.
    """
    progress.step("Looking at what would leave", 0, 0)
    changes = next_change_set(deltas, project.settings, role, message, reached)
    untouched = not message and role is Role.TECHNICIAN
    if reached.last is not None and untouched:
        again = next_change_set(deltas, project.settings, reached.last.role, reached.last.message, reached)
        changes = again if again.data == reached.last.data else changes
    same = reached.last is not None and changes.data == reached.last.data
    names = {delta.key: _called(delta) for delta in deltas}
    kinds = list(Kind)
    operations = [
        Operation(change.op, change.kind, names.get((change.kind, change.id), change.id[:8]), tuple(change.new))
        for change in changes.changes
    ]
    operations.sort(key=lambda one: (kinds.index(one.kind), one.name))
    return ChangesPreview(changes, same, operations, len(packed(changes)))


def export_previews(
    project: Project, choices: Sequence[Choice], progress: Progress
) -> dict[Choice, tuple[dict[str, int], Stamp]]:
    """Return how many rows of each kind an export of each choice would have, and its stamp (a job)."""
    views = ((choice, view_of(project, choice, progress)) for choice in choices)
    return {choice: (counts(view.rows), view.stamp) for choice, view in views}


def handed_base(store: Store, path: Path, further: bool, progress: Progress) -> Leaving:
    """Write the joint base (a job for Session.hand_over); raise Refused, DocumentRefused or FileTrouble."""
    progress.step(f"Writing {path.name}", 0, 0)
    return write_base(store, path, further)


def handed_changes(store: Store, path: Path, role: Role, message: str, progress: Progress) -> Leaving:
    """Write the change set (a job for Session.hand_over); raise Refused, DocumentRefused or FileTrouble."""
    progress.step(f"Writing {path.name}", 0, 0)
    return write_changes(store, path, role, message)


def exported(project: Project, form: Form, path: Path, choice: Choice, progress: Progress) -> Exported:
    """Write an export (a job); raise FileTrouble or Cancelled."""
    return export(project, form, path, choice, progress)


def _called(delta: Delta) -> str:
    feature = delta.feature
    for name in ("source_id", "label", "number", "title", "code", "text"):
        found = getattr(feature, name, "")
        if found:
            return str(found)
    return feature.id[:8]
