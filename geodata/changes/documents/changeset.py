"""The change set: what one side changed since the joint base, as one document."""

from collections.abc import Iterable
from functools import cached_property
from itertools import pairwise
from typing import Annotated

from msgspec import Meta, Struct
from msgspec.structs import replace

from geodata.changes.authority import check_authority, check_held
from geodata.changes.codec import canonical
from geodata.changes.container import FORMAT, Sha256, Sha256OrNone, identity, minor_of
from geodata.changes.delta import Delta, apply, net
from geodata.changes.edits import Change, Edit, Op, change_of, delta_of, edit_of
from geodata.changes.further import WITH_FURTHER, has_further
from geodata.changes.soundness import check_on_grid, check_sound
from geodata.errors import DocumentRefused, Refused
from geodata.model.feature import TRAVELLING, Kind
from geodata.model.names import nfc
from geodata.model.profile import JointProfile
from geodata.model.project import Layers, Settings
from geodata.model.status import Role, Side

LONGEST_MESSAGE = 20_000
"""Characters in a message."""

_ORDER = {kind: place for place, kind in enumerate(Kind)}


class ChangeSet(Struct, frozen=True, kw_only=True, dict=True, tag="changes", tag_field="document"):
    """What one side changed since the base with the sha256 `base`.

    `sequence` counts the links of this side's chain from 1, through all bases; `previous` is the sha256 of the link
    before, empty for the first. A working paper, made `of` other change sets by taking some of them, together or back,
    is no link: its `sequence` is 0. `after` are the change sets to be laid on the base before this one, in order.
    `changes` are in the order of kinds and ids, one for each feature.
    """

    format: str = FORMAT
    base: Sha256
    title: str
    side: Side
    sequence: Annotated[int, Meta(ge=0)]
    previous: Sha256OrNone
    of: tuple[Sha256, ...]
    after: tuple[Sha256, ...]
    role: Role
    message: str
    profile: JointProfile
    changes: tuple[Change, ...]

    @cached_property
    def data(self) -> bytes:
        """The bytes of the document."""
        return canonical(self)

    @cached_property
    def sha256(self) -> str:
        """The hash by which both sides know it."""
        return identity(self.data)

    @cached_property
    def edits(self) -> tuple[Edit, ...]:
        """The changes as values; raises DocumentRefused."""
        grid, newer = self.profile.grid, minor_of(self.format) > 0
        return tuple(edit_of(number, change, grid, newer) for number, change in enumerate(self.changes, start=1))

    @property
    def draft(self) -> bool:
        """Whether it is a working paper, in nobody's chain."""
        return bool(self.of)


class Reached(Struct, frozen=True):
    """How far a side's chain has come: number and sha256 of its last link, and the change set handed over last on the
    present base, None where there is none."""

    sequence: int = 0
    sha256: str = ""
    last: ChangeSet | None = None


def change_set(
    deltas: Iterable[Delta],
    settings: Settings,
    role: Role = Role.TECHNICIAN,
    message: str = "",
    sequence: int = 1,
    previous: str = "",
) -> ChangeSet:
    """Return what a side changed as a document; what may not travel is left out.

    Raise Refused without a joint base, DocumentRefused for changes that are not this side's to make.
    """
    if not settings.base:
        raise Refused("This project has no joint base yet; write one, or start the project from one.")
    message = nfc(message.strip())
    if len(message) > LONGEST_MESSAGE:
        raise Refused(f"The message is longer than {LONGEST_MESSAGE:,} characters.")
    leaving = [delta for delta in net(deltas) if delta.key[0] in TRAVELLING]
    made = ChangeSet(
        base=settings.base,
        title=settings.title,
        side=settings.side,
        sequence=sequence,
        previous=previous,
        of=(),
        after=(),
        role=role,
        message=message,
        profile=settings.profile,
        format=WITH_FURTHER if has_further(leaving) else FORMAT,
        changes=tuple(change_of(delta) for delta in leaving),
    )
    return checked_change_set(made)


def next_change_set(
    deltas: Iterable[Delta],
    settings: Settings,
    role: Role = Role.TECHNICIAN,
    message: str = "",
    reached: Reached | None = None,
) -> ChangeSet:
    """Return the change set to hand over now, after what this side's chain has `reached`.

    When there is nothing new to say since the last one it is that one again, to the byte; else it is the next link.
    """
    first, reached = change_set(deltas, settings, role, message), reached or Reached()
    if reached.last is not None:
        again = replace(first, sequence=reached.last.sequence, previous=reached.last.previous)
        if again.data == reached.last.data:
            return again
    return replace(first, sequence=reached.sequence + 1, previous=reached.sha256)


def deltas_of(changes: ChangeSet, layers: Layers) -> list[Delta]:
    """Return the deltas that a change set makes to its base's layers; raise DocumentRefused when it does not fit."""
    for edit in changes.edits:
        check_held(edit, changes.side, layers)
    deltas = [delta_of(edit, layers) for edit in changes.edits]
    after = apply(layers, deltas)
    removed = any(edit.op is Op.DELETE for edit in changes.edits)
    touched = [delta.new for delta in deltas if delta.new is not None]
    everything = (feature for kind in TRAVELLING for feature in after[kind].values())
    checked = everything if removed else touched
    check_sound(after, checked, changes.profile.grid)  # what is gone may be missed by something untouched
    return deltas


def checked_change_set(changes: ChangeSet) -> ChangeSet:
    """Return the change set or raise DocumentRefused for the first thing in it that cannot be."""
    if len(changes.message) > LONGEST_MESSAGE:
        raise DocumentRefused(f"The message of the change set is longer than {LONGEST_MESSAGE:,} characters.")
    if (changes.sequence <= 1) != (changes.previous == "") or (changes.sequence == 0) != changes.draft:
        raise DocumentRefused("The change set's number does not agree with the one before it.")
    if changes.after and not changes.draft:
        raise DocumentRefused("Only a working paper is laid on other change sets.")
    keys = [(_ORDER[change.kind], change.id) for change in changes.changes]
    for before, after in pairwise(keys):
        if before == after:
            raise DocumentRefused(f"The change set has two operations on the feature {after[1]}.")
        if before > after:
            raise DocumentRefused("The operations of the change set are not in order.")
    for edit in changes.edits:
        check_authority(edit, changes.side)
        check_on_grid((*edit.old.values(), *edit.new.values()), changes.profile.grid)
    return changes
