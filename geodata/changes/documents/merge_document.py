"""The merge as a document: what goes together of both sides' change sets, and every open item."""

from functools import cached_property
from hashlib import sha256
from itertools import pairwise
from typing import Annotated

from msgspec import Meta, Struct

from geodata.changes.codec import canonical, record
from geodata.changes.container import FORMAT, Sha256, identity, minor_of
from geodata.changes.delta import apply
from geodata.changes.documents.base import Base, layers_of
from geodata.changes.documents.open_items import OpenItem, check_open
from geodata.changes.edits import Change, delta_of, edit_of
from geodata.changes.further import unfolded
from geodata.changes.soundness import check_sound
from geodata.errors import DocumentRefused
from geodata.model.feature import TRAVELLING, Kind
from geodata.model.profile import JointProfile
from geodata.model.project import Layers
from geodata.model.status import Side

Count = Annotated[int, Meta(ge=0)]

_ORDER = {kind: place for place, kind in enumerate(Kind)}
_BY = ("A", "B", "AB")


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
