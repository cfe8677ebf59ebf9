"""Merging: both sides' change sets on one base into one document, the same bytes whichever side makes it.

It holds what goes together, ready to be laid on the base, and every open item. It is no new base: that is for
the chairs to decide.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from geodata.changes.container import FORMAT, minor_of
from geodata.changes.delta import apply
from geodata.changes.documents.base import Base, layers_of
from geodata.changes.documents.changeset import ChangeSet, deltas_of
from geodata.changes.documents.comparable import check_comparable, grids_apart
from geodata.changes.documents.merge_document import Input, Merge, state_hash
from geodata.changes.documents.open_items import OpenItem, in_order
from geodata.changes.edits import change_of
from geodata.changes.further import WITH_FURTHER, has_further, tells_further
from geodata.changes.merging.weave import Fate, Told, woven
from geodata.errors import BaseMismatch, DocumentRefused, ProfileMismatch

_TRACED = 2
"""The last base that names every base before it: there is but one."""


@dataclass(frozen=True, slots=True)
class Merged:
    """A merge, and what became of every part of both sides' edits."""

    document: Merge
    fates: tuple[Told, ...]


def merge(base: Base, one: ChangeSet, other: ChangeSet, earlier: Iterable[OpenItem] = ()) -> Merged:
    """Return what both sides' change sets come to on their base; the order of the two does not matter.

    `earlier` are items that were open before and stay so. Raise Refused, BaseMismatch or ProfileMismatch when the two
    cannot be laid on the base together, DocumentRefused when one does not fit it.
    """
    a, b = sorted((one, other), key=lambda changes: changes.side)
    check_comparable(a, b, base)
    layers = layers_of(base)
    sides = {changes.side: {delta.key: delta for delta in deltas_of(changes, layers)} for changes in (a, b)}
    found = woven(layers, sides, a.profile)
    still_open = in_order((*base.open, *earlier, *found.open))
    newer = any(minor_of(each.format) for each in (a, b)) or has_further(found.deltas)
    newer = newer or tells_further(change for item in still_open for change in (*item.a, *item.b))
    document = Merge(
        base=a.base,
        title=base.title,
        profile=a.profile,
        inputs=(_input(a, found.fates), _input(b, found.fates)),
        changes=tuple(map(change_of, found.deltas)),
        by=tuple("".join(sides) for sides in found.by),
        open=still_open,
        state=state_hash(apply(layers, found.deltas)),
        format=WITH_FURTHER if newer else FORMAT,
    )
    return Merged(document, found.fates)


def open_before(base: Base, merges: Iterable[Merge] = ()) -> tuple[OpenItem, ...]:
    """Return what is open already, in a base and in earlier merges: on the same base, or on one before it.

    Raise BaseMismatch for a merge that can be seen to be on neither, ProfileMismatch for another joint grid.
    """
    items = list(base.open)
    for each in merges:
        name = f"The merge {each.sha256[:12]}"
        if each.profile.grid != base.profile.grid:
            raise ProfileMismatch(grids_apart(name, each.profile, "the base", base.profile))
        if each.title != base.title or (base.number <= _TRACED and each.base not in (base.sha256, base.previous)):
            raise BaseMismatch(
                f"{name} was made on base {each.base[:12]} of {each.title}, which is not the base given, "
                f"{base.sha256[:12]} of {base.title}, nor one before it; its open items belong to another record."
            )
        items += each.open
    return in_order(items)


def check_merge(document: Merge, base: Base, one: ChangeSet, other: ChangeSet) -> tuple[OpenItem, ...]:
    """Return the open items of a merge that are not of its inputs nor of its base: they are said to be from before.

    Raise when merging the inputs on the base again, with those items, does not give its bytes, and as `merge` does.
    """
    given = {changes.side: changes.sha256 for changes in (one, other)}
    if document.base != base.sha256 or {each.side: each.sha256 for each in document.inputs} != given:
        raise DocumentRefused("The merge was made of other documents than these.")
    own = merge(base, one, other).document
    known = {item.id for item in own.open}
    before = tuple(item for item in document.open if item.id not in known)
    again = merge(base, one, other, before).document if before else own
    if again.data != document.data:
        raise DocumentRefused("Merging the same documents again gives another merge than this one.")
    return before


def _input(changes: ChangeSet, fates: Iterable[Told]) -> Input:
    count = Counter(told.fate for told in fates if told.side is changes.side)
    return Input(
        side=changes.side,
        sequence=changes.sequence,
        sha256=changes.sha256,
        operations=len(changes.changes),
        parts=count.total(),
        applied=count[Fate.APPLIED],
        at_one=count[Fate.AT_ONE],
        superseded=count[Fate.SUPERSEDED],
        open=count[Fate.OPEN],
    )
