"""Merging: both sides' change sets on one base into one document, the same bytes whichever side makes it.

It holds what goes together, ready to be laid on the base, and every open item. It is no new base: that is for
the chairs to decide.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from itertools import pairwise
from typing import Annotated

from msgspec import Meta, Struct

from geodata.changes.base import Base, layers_of
from geodata.changes.changeset import ChangeSet, deltas_of
from geodata.changes.codec import canonical, record
from geodata.changes.comparable import check_comparable, grids_apart
from geodata.changes.container import FORMAT, Sha256, identity, minor_of
from geodata.changes.delta import apply
from geodata.changes.edits import Change, change_of, delta_of, edit_of
from geodata.changes.further import WITH_FURTHER, has_further, tells_further, unfolded
from geodata.changes.open_items import OpenItem, check_open, in_order
from geodata.changes.soundness import check_sound
from geodata.changes.weave import Fate, Told, woven
from geodata.errors import BaseMismatch, DocumentRefused, ProfileMismatch
from geodata.model.feature import TRAVELLING, Kind
from geodata.model.profile import JointProfile
from geodata.model.project import Layers
from geodata.model.status import Side

Count = Annotated[int, Meta(ge=0)]

_ORDER = {kind: place for place, kind in enumerate(Kind)}
_BY = ("A", "B", "AB")

_TRACED = 2
"""The last base that names every base before it: there is but one."""


class Input(Struct, frozen=True, kw_only=True):
    """One side's change set in a merge, and what became of its parts: the last four add up to `parts`."""

    side: Side
    sequence: Count
    sha256: Sha256
    operations: Count
    parts: Count
    applied: Count
    at_one: Count
    superseded: Count
    open: Count


class Merge(Struct, frozen=True, kw_only=True, dict=True, tag="merge", tag_field="document"):
    """What both sides' change sets come to on the base with the sha256 `base`.

    `changes` go together, in the order of kinds and ids; `by` says for each whether it is A's, B's or of both (AB).
    `open` are the items that only a decision closes, those of the base and of earlier merges with them. `state` is the
    sha256 of all features once the changes are laid on the base, written as the features of a base are.
    """

    format: str = FORMAT
    base: Sha256
    title: str
    profile: JointProfile
    inputs: tuple[Input, ...]
    changes: tuple[Change, ...]
    by: tuple[str, ...]
    open: tuple[OpenItem, ...]
    state: Sha256

    @cached_property
    def data(self) -> bytes:
        """The bytes of the document."""
        return canonical(self)

    @cached_property
    def sha256(self) -> str:
        """The hash by which both sides know it."""
        return identity(self.data)


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


def merged_layers(document: Merge, base: Base) -> Layers:
    """Return the base's layers with what a merge says goes together; raise DocumentRefused when it does not fit."""
    layers = layers_of(base)
    deltas = [
        delta_of(edit_of(number, change, document.profile.grid, newer=True), layers)
        for number, change in enumerate(document.changes, start=1)
    ]
    after = apply(layers, deltas)
    check_sound(after, (feature for kind in TRAVELLING for feature in after[kind].values()), document.profile.grid)
    if state_hash(after) != document.state:
        raise DocumentRefused("What the merge comes to on its base is not what it says.")
    return after


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


def state_hash(layers: Layers) -> str:
    """Return the SHA-256 of features as a base writes them: canonical JSON of the list, by kind and id."""
    listed = [layer[id_] for kind in TRAVELLING for layer in (layers[kind],) for id_ in sorted(layer)]
    if any(feature.further for feature in listed):  # type: ignore[union-attr]  # what travels has the field
        return sha256(canonical([unfolded(record(feature)) for feature in listed])).hexdigest()
    return sha256(canonical(listed)).hexdigest()


def checked_merge(document: Merge) -> Merge:
    """Return a merge or raise DocumentRefused for the first thing in it that cannot be."""
    newer = minor_of(document.format) > 0
    if [each.side for each in document.inputs] != [Side.A, Side.B]:
        raise DocumentRefused("A merge names one change set of each side, A's first.")
    for each in document.inputs:
        if each.applied + each.at_one + each.superseded + each.open != each.parts:
            raise DocumentRefused(f"What became of side {each.side}'s edits does not add up in the merge.")
    if len(document.by) != len(document.changes) or any(by not in _BY for by in document.by):
        raise DocumentRefused("The merge does not say of each change whose it is.")
    keys = [(_ORDER[change.kind], change.id) for change in document.changes]
    if any(before >= after for before, after in pairwise(keys)):
        raise DocumentRefused("The changes of the merge are not in order.")
    for number, change in enumerate(document.changes, start=1):
        edit_of(number, change, document.profile.grid, newer)
    check_open(document.open, document.profile.grid, newer)
    return document


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
