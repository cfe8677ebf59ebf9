"""Working papers: change sets made of change sets, in nobody's chain. Here how they are laid, and what takes one back.

A paper says what it was made `of` and `after` which others it is laid on the base, in order; each of those is laid on
the ones before it. `squash` and `pick` make the other kinds.
"""

from collections.abc import Iterable, Mapping

from geodata.changes.container import FORMAT
from geodata.changes.delta import Delta, apply, inverse, net
from geodata.changes.documents.base import Base, layers_of
from geodata.changes.documents.changeset import LONGEST_MESSAGE, ChangeSet, checked_change_set, deltas_of
from geodata.changes.documents.comparable import grids_apart
from geodata.changes.documents.document import called
from geodata.changes.edits import change_of
from geodata.changes.further import WITH_FURTHER, has_further
from geodata.errors import BaseMismatch, ConfiniaError, DocumentRefused, NotFound, ProfileMismatch, Refused
from geodata.model.names import nfc
from geodata.model.project import Layers
from geodata.model.status import Role

Papers = Mapping[str, ChangeSet]
"""Change sets by their sha256."""


def by_hash(papers: Iterable[ChangeSet]) -> dict[str, ChangeSet]:
    """Return change sets by their sha256."""
    return {paper.sha256: paper for paper in papers}


def invert(base: Base, changes: ChangeSet, papers: Papers | None = None, message: str = "") -> ChangeSet:
    """Return the working paper that takes a change set back; laid after it, the two come to nothing.

    `papers` holds what `changes` itself is laid on. Raise NotFound where one of those is missing, DocumentRefused where
    the change set does not fit.
    """
    known = papers or {}
    deltas = deltas_of(changes, ground_of(base, known, changes))
    after = (*changes.after, changes.sha256)
    return checked_on(base, {**known, changes.sha256: changes}, paper(inverse(deltas), [changes], after, message))


def laid_on(base: Base, papers: Papers, changes: ChangeSet) -> Layers:
    """Return the layers once a change set is laid on its base, after every one that it names in `after`.

    For a link of a chain that is base and change set alone, so that `verify` can call it for either. Raise NotFound
    naming a change set that is not among `papers`, BaseMismatch, ProfileMismatch, or DocumentRefused for the first
    thing that does not fit.
    """
    ground = ground_of(base, papers, changes)
    return apply(ground, deltas_of(changes, ground))


def ground_of(base: Base, papers: Papers, changes: ChangeSet) -> Layers:
    """Return the layers that a change set starts from: its base with what it is laid `after`; raise as `laid_on`."""
    layers = layers_of(base)
    _check_base(changes, base)
    for place, sha256 in enumerate(changes.after):
        before = papers.get(sha256)
        if before is None:
            raise NotFound(f"A {called(changes)} is laid on the change set {sha256[:12]}, which was not given.")
        _check_base(before, base)
        if before.after != changes.after[:place]:
            raise DocumentRefused(
                f"A {called(changes)} is laid on the change set {sha256[:12]}, which itself is laid on others."
            )
        layers = apply(layers, deltas_of(before, layers))
    return layers


def paper(
    deltas: Iterable[Delta], made_of: Iterable[ChangeSet], after: tuple[str, ...] = (), message: str = ""
) -> ChangeSet:
    """Return a working paper of one side's change sets; what comes to nothing leaves no trace in it.

    It speaks in the lowest role of those it is made of. Raise Refused for a message that is too long, DocumentRefused
    for changes that are not that side's to make.
    """
    message = nfc(message.strip())
    if len(message) > LONGEST_MESSAGE:
        raise Refused(f"The message is longer than {LONGEST_MESSAGE:,} characters.")
    leaving, given = net(deltas), list(made_of)
    first = given[0]
    made = ChangeSet(
        base=first.base,
        title=first.title,
        side=first.side,
        sequence=0,
        previous="",
        of=tuple(each.sha256 for each in given),
        after=after,
        role=min((each.role for each in given), key=list(Role).index),
        message=message,
        profile=first.profile,
        format=WITH_FURTHER if has_further(leaving) else FORMAT,
        changes=tuple(map(change_of, leaving)),
    )
    return checked_change_set(made)


def checked_on(base: Base, papers: Papers, made: ChangeSet) -> ChangeSet:
    """Return a paper once it was laid; raise DocumentRefused when it cannot be, so that none leaves that cannot."""
    try:
        laid_on(base, papers, made)
    except ConfiniaError as problem:
        raise DocumentRefused(f"What this comes to does not hold together: {problem}") from problem
    return made


def _check_base(changes: ChangeSet, base: Base) -> None:
    if changes.base != base.sha256:
        raise BaseMismatch(
            f"The {called(changes)} starts from base {changes.base[:12]}, not from the one given, {base.sha256[:12]}."
        )
    if changes.profile.grid != base.profile.grid:
        raise ProfileMismatch(grids_apart(f"The {called(changes)}", changes.profile, "the base", base.profile))
