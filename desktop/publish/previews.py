"""Jobs of the publish workspace: what would leave, found out without writing anything; and the writing."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from desktop.dialogs.keys_jobs import Secret
from desktop.dialogs.seal import seal_of
from desktop.publish.leaving_rows import ChangeRows, FeatureRows
from geodata.cancel import Progress
from geodata.changes.delta import Delta
from geodata.changes.documents.base import Base, base_of
from geodata.changes.documents.changeset import ChangeSet, next_change_set
from geodata.changes.documents.document import decoded, packed
from geodata.changes.members import Signature
from geodata.errors import Cancelled, ConfiniaError
from geodata.geometry.measure import lengths
from geodata.io.export_view import Choice, Stamp, counts, view_of
from geodata.io.exporting import Exported, Form, export
from geodata.io.handover import Leaving, chain_reached, heads_now, write_base, write_changes
from geodata.io.signed_files import read_opened
from geodata.io.store import Store
from geodata.model.feature import TRAVELLING, Feature, Kind, kind_of
from geodata.model.project import Project
from geodata.model.segment import Segment
from geodata.model.status import Role

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Handed:
    """What left, and the signatures that its file carries now."""

    leaving: Leaving
    signed: tuple[Signature, ...]


@dataclass(frozen=True, eq=False)
class BasePreview:
    """The joint base as it would leave; `again` when it is the one the project has."""

    base: Base
    again: bool
    counts: Counter[Kind]
    length: int
    rows: FeatureRows
    size: int


@dataclass(frozen=True, eq=False)
class ChangesPreview:
    """The change set as it would leave; `again` when the same one left before."""

    changes: ChangeSet
    again: bool
    rows: ChangeRows
    size: int


def tried(function: Callable[..., T], *args: object) -> T | str:
    """Return what a job answers, or the sentence why it cannot: a card says it where the preview would stand."""
    try:
        return function(*args)
    except Cancelled:
        raise
    except ConfiniaError as problem:
        return problem.sentence


def base_preview(project: Project, documents: Store, further: bool, progress: Progress) -> BasePreview:
    """Return the joint base that would be written (a job); raise DocumentRefused when the project does not hold.

    `documents` is what the project keeps of them, which is closed here.
    """
    progress.step("Looking at what would leave", 0, 0)
    with documents:
        held, heads = documents.base_document(), heads_now(documents)
    if held is not None and not further:
        document = decoded(held.data)
        assert isinstance(document, Base)
        base, again = document, True
    elif held is not None:
        before = decoded(held.data)
        assert isinstance(before, Base)
        base, again = base_of(project, held.sequence + 1, held.sha256, heads, before.open), False
    else:
        base, again = base_of(project), False
    segments = [feature.line for feature in base.features if isinstance(feature, Segment)]
    counted = Counter(kind_of(feature) for feature in base.features)
    rows = FeatureRows(base, _names(base.features))
    return BasePreview(base, again, counted, int(lengths(segments).sum()), rows, len(packed(base)))


def changes_preview(
    project: Project, deltas: list[Delta], documents: Store, role: Role, message: str, progress: Progress
) -> ChangesPreview:
    """Return the change set that would be written (a job); raise Refused without a base, DocumentRefused.

    `documents` is what the project keeps of them, which is closed here. As long as nobody wrote another message, what
    left before and is unchanged is offered again as it was.
    """
    progress.step("Looking at what would leave", 0, 0)
    with documents:
        reached = chain_reached(documents)
    changes = next_change_set(deltas, project.settings, role, message, reached)
    untouched = not message and role is Role.TECHNICIAN
    if reached.last is not None and untouched:
        again = next_change_set(deltas, project.settings, reached.last.role, reached.last.message, reached)
        changes = again if again.data == reached.last.data else changes
    same = reached.last is not None and changes.data == reached.last.data
    everything = (feature for kind in TRAVELLING for feature in project.layers[kind].values())
    removed = (delta.old for delta in deltas if delta.old is not None)
    rows = ChangeRows(changes, _names((*removed, *everything)))
    return ChangesPreview(changes, same, rows, len(packed(changes)))


def export_previews(
    project: Project, choices: Sequence[Choice], progress: Progress
) -> dict[Choice, tuple[dict[str, int], Stamp]]:
    """Return how many rows of each kind an export of each choice would have, and its stamp (a job)."""
    views = ((choice, view_of(project, choice, progress)) for choice in choices)
    return {choice: (counts(view.rows), view.stamp) for choice, view in views}


def handed_base(
    store: Store, path: Path, further: bool, secret: Secret | None, attach: Sequence[Path], progress: Progress
) -> Handed:
    """Write the joint base (a job for Session.hand_over); raise Refused, DocumentRefused or FileTrouble."""
    progress.step(f"Writing {path.name}", 0, 0)
    return _handed(write_base(store, path, further, seal_of(secret), attach), path)


def handed_changes(
    store: Store,
    path: Path,
    said: tuple[Role, str],
    secret: Secret | None,
    attach: Sequence[Path],
    progress: Progress,
) -> Handed:
    """Write the change set, said by whom and with which message (a job for Session.hand_over); raise as the base."""
    progress.step(f"Writing {path.name}", 0, 0)
    return _handed(write_changes(store, path, *said, seal=seal_of(secret), attach=attach), path)


def exported(project: Project, form: Form, path: Path, choice: Choice, progress: Progress) -> Exported:
    """Write an export (a job); raise FileTrouble or Cancelled."""
    return export(project, form, path, choice, progress)


def _handed(leaving: Leaving, path: Path) -> Handed:
    return Handed(leaving, read_opened(path).members.signatures)


def _names(features: Iterable[Feature]) -> dict[str, str]:
    """What each feature is called, by its identifier."""
    return {feature.id: _called(feature) for feature in features}


def _called(feature: Feature) -> str:
    for name in ("source_id", "label", "number", "title", "code", "text"):
        found = getattr(feature, name, "")
        if found:
            return str(found)
    return feature.id[:8]
