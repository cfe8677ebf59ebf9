"""The change set: what one side changed since the joint base, as one document."""

from collections.abc import Iterable
from functools import cached_property
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from geodata.changes.authority import check_authority, check_held
from geodata.changes.codec import canonical, decode
from geodata.changes.container import FORMAT, Number, Sha256, Sha256OrNone, identity
from geodata.changes.delta import Delta, apply, net
from geodata.changes.edits import Change, Edit, Op, change_of, delta_of, edit_of
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

    `sequence` counts this side's change sets on that base from 1; `previous` is the sha256 of the one before, empty
    for the first. `changes` are in the order of kinds and ids, one for each feature.
    """

    format: str = FORMAT
    base: Sha256
    title: str
    side: Side
    sequence: Number
    previous: Sha256OrNone
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
        grid = self.profile.grid
        return tuple(edit_of(number, change, grid) for number, change in enumerate(self.changes, start=1))


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
        role=role,
        message=message,
        profile=settings.profile,
        changes=tuple(change_of(delta) for delta in leaving),
    )
    return checked_change_set(made)


def next_change_set(
    deltas: Iterable[Delta], settings: Settings, role: Role, message: str, last: bytes | None
) -> ChangeSet:
    """Return the change set to hand over now; `last` is the document this side exported last on this base, if any.

    When it says the same it is the same again, to the byte; else it is the next in the sequence.
    """
    first = change_set(deltas, settings, role, message)
    if last is None:
        return first
    before = decode(last, ChangeSet)
    again = replace(first, sequence=before.sequence, previous=before.previous)
    return again if again.data == last else replace(first, sequence=before.sequence + 1, previous=identity(last))


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
    if (changes.sequence == 1) != (changes.previous == ""):
        raise DocumentRefused("The change set's number does not agree with the one before it.")
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
