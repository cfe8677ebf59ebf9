"""The key record: a side says with which key it signs from here on, as one document of its chain.

A change is signed with the old key and the new one. Where the old key is lost, only the new one can sign, so the other
side compares its words by voice and pins it itself. What was signed before stays good, by its place in the chain.
"""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from functools import cached_property
from typing import Annotated

from msgspec import Meta, Struct
from msgspec.structs import replace

from geodata.changes.codec import canonical
from geodata.changes.container import FORMAT, Number, Sha256OrNone, identity
from geodata.changes.members import Signature
from geodata.changes.signing.signing import check_all
from geodata.errors import DocumentRefused, InvalidFeature, SignatureRefused
from geodata.model.keys import KeyState, PublicKey, check_key, key_id
from geodata.model.names import nfc
from geodata.model.status import Side

LONGEST_REASON = 2000
"""Characters in the reason for a change of key."""

KeyText = Annotated[str, Meta(pattern="^RW[A-Za-z0-9+/]{54}$", max_length=56)]
KeyIdOrNone = Annotated[str, Meta(pattern="^([0-9a-f]{16})?$", max_length=16)]


class Act(StrEnum):
    """What a key record does."""

    FIRST = "first"
    CHANGE = "change"
    LOSS = "loss"


class KeyRecord(Struct, frozen=True, kw_only=True, dict=True, tag="keys", tag_field="document"):
    """The key with which a side signs from here on, and which one it replaces, empty for the first.

    `sequence` counts the side's change sets and key records together from 1; `previous` is the sha256 of the one
    before, empty for the first. `key` is the public key as minisign writes it.
    """

    format: str = FORMAT
    side: Side
    sequence: Number
    previous: Sha256OrNone
    act: Act
    key: KeyText
    replaces: KeyIdOrNone
    reason: Annotated[str, Meta(max_length=LONGEST_REASON)]

    @cached_property
    def data(self) -> bytes:
        """The bytes of the document."""
        return canonical(self)

    @cached_property
    def sha256(self) -> str:
        """The hash by which both sides know it."""
        return identity(self.data)


def key_record(
    key: PublicKey, act: Act, replaces: str = "", reason: str = "", sequence: int = 1, previous: str = ""
) -> KeyRecord:
    """Return the record that brings a key; raise DocumentRefused for one that cannot be."""
    made = KeyRecord(
        side=key.side,
        sequence=sequence,
        previous=previous,
        act=act,
        key=key.text,
        replaces=replaces,
        reason=nfc(reason.strip()),
    )
    return checked_key_record(made)


def checked_key_record(record: KeyRecord) -> KeyRecord:
    """Return the key record or raise DocumentRefused for the first thing in it that cannot be."""
    if (record.sequence == 1) != (record.previous == ""):
        raise DocumentRefused("The key record's number does not agree with the document before it.")
    if len(record.reason) > LONGEST_REASON:
        raise DocumentRefused(f"The reason in the key record is longer than {LONGEST_REASON:,} characters.")
    try:
        check_key(record.key)
    except InvalidFeature as problem:
        raise DocumentRefused(f"The key record holds no key that can be used. {problem}") from problem
    if (record.act is Act.FIRST) != (record.replaces == ""):
        raise DocumentRefused("A first key replaces none, and any later one says which key it replaces.")
    if record.replaces == key_id(record.key):
        raise DocumentRefused("The key record replaces a key with itself.")
    return record


def key_after(known: Sequence[PublicKey], record: KeyRecord, signatures: Iterable[Signature]) -> tuple[PublicKey, ...]:
    """Return the keys of both sides as they stand after a key record, in the order in which they were known.

    `known` are the pinned keys. Raise SignatureRefused when the record is not signed as it must be, or brings a key
    that a person has to pin first. A record that was taken already changes nothing.
    """
    new, old = _found(known, record.side, key_id(record.key)), _found(known, record.side, record.replaces)
    _check_known(record, new, old)
    label = old.label if old else ""
    fresh = new or PublicKey(text=record.key, side=record.side, label=label, first=record.sequence)
    signed = check_all(signatures, record.data, "keys", record.sha256, _with(known, fresh))
    by = {key.id for key in signed.by if key.side is record.side}
    if fresh.id not in by:
        raise SignatureRefused(f"The key record does not carry the signature of the new key {fresh.id}; ask for it.")
    if record.act is Act.CHANGE and record.replaces not in by:
        raise SignatureRefused(f"The change of key is not signed with the old key {record.replaces}; ask for it.")
    return _taken(known, record, fresh, old)


def _check_known(record: KeyRecord, new: PublicKey | None, old: PublicKey | None) -> None:
    """Refuse what a person has to decide first, and keys that cannot be replaced or brought back."""
    name, side = key_id(record.key), record.side
    if new is not None and new.text != record.key:
        raise SignatureRefused(f"Another key of side {side} is pinned under the number {name}.")
    if new is None and record.act is not Act.CHANGE:
        why = "is the first" if record.act is Act.FIRST else "replaces a lost one"
        raise SignatureRefused(
            f"Key {name} of side {side} {why}: compare its words by voice and pin it, then read the record again."
        )
    if new is not None and new.since == record.sha256:
        return  # taken already
    if new is not None and new.state is not KeyState.ACTIVE:
        raise SignatureRefused(f"Key {name} of side {side} is {new.state} and cannot be taken up again.")
    if record.act is Act.CHANGE and old is None:
        raise SignatureRefused(
            f"The old key {record.replaces} of side {side} is not pinned, so it vouches for nothing."
        )
    if old is not None and old.state is not KeyState.ACTIVE:
        raise SignatureRefused(f"Key {old.id} of side {side} is {old.state} already and cannot be replaced again.")


def _taken(
    known: Sequence[PublicKey], record: KeyRecord, fresh: PublicKey, old: PublicKey | None
) -> tuple[PublicKey, ...]:
    again = fresh.since == record.sha256
    keys = tuple(known) if again else _with(known, fresh if fresh.since else replace(fresh, since=record.sha256))
    if old is None or (again and old.state is not KeyState.ACTIVE):
        return keys
    ends = {Act.CHANGE: (KeyState.RETIRED, record.sequence), Act.LOSS: (KeyState.LOST, record.sequence - 1)}
    state, last = ends[record.act]
    return _with(keys, replace(old, state=state, last=last))


def _with(known: Iterable[PublicKey], key: PublicKey) -> tuple[PublicKey, ...]:
    """Return the keys with one put in the place of that of its side and number, or at the end."""
    keys = list(known)
    places = [place for place, held in enumerate(keys) if (held.side, held.id) == (key.side, key.id)]
    if places:
        keys[places[0]] = key
    else:
        keys.append(key)
    return tuple(keys)


def _found(known: Iterable[PublicKey], side: Side, id_: str) -> PublicKey | None:
    return next((key for key in known if key.side is side and key.id == id_), None)
