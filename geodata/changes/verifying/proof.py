"""Who signed: the signatures of documents against the keys that somebody pinned, and those that key records bring."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from geodata.changes.documents.document import Document, kind_word
from geodata.changes.documents.key_record import Act, KeyRecord, key_after
from geodata.changes.members import Signature
from geodata.changes.signing.signing import Signed, check_all, check_in_force
from geodata.errors import SignatureRefused
from geodata.model.keys import KeyState, PublicKey, key_id

Record = tuple[KeyRecord, tuple[Signature, ...]]
"""A key record with the signatures beside it."""


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys as they stand after key records, and which record made each so.

    `waiting` and `refused` say by its sha256 why one did not count.
    """

    known: tuple[PublicKey, ...]
    made: dict[PublicKey, KeyRecord]
    waiting: dict[str, str]
    refused: dict[str, SignatureRefused]


def keys_along(pinned: Sequence[PublicKey], records: Iterable[Record]) -> Keys:
    """Return the keys as they stand after these key records, each side's taken in the order of its chain."""
    known, made = tuple(pinned), dict[PublicKey, KeyRecord]()
    waiting, refused = dict[str, str](), dict[str, SignatureRefused]()
    for record, signatures in sorted(records, key=lambda each: (each[0].side, each[0].sequence, each[0].sha256)):
        try:
            after = key_after(known, record, counting(record, signatures, known))
            made |= {key: record for key in after if key not in known}
            known = after
        except SignatureRefused as problem:
            if _is_for_a_person(known, record):
                waiting[record.sha256] = str(problem)
            else:
                refused[record.sha256] = problem
    return Keys(known, made, waiting, refused)


def proved(document: Document, signatures: Iterable[Signature], known: Iterable[PublicKey]) -> Signed:
    """Return who signed a document; raise SignatureRefused for a signature that is not good, or not in force.

    A key that a side lost signs nothing without a number in the chain, for nothing says when that was.
    """
    signed = check_all(signatures, document.data, kind_word(document), document.sha256, known)
    side, number = getattr(document, "side", None), getattr(document, "sequence", None)
    for key in signed.by:
        if number is not None and key.side is side:
            check_in_force(key, number)
        elif key.state is KeyState.LOST:
            raise SignatureRefused(
                f"Key {key.id} of side {key.side} was lost; ask for the document signed with another."
            )
    return signed


def counting(document: Document, signatures: Iterable[Signature], known: Iterable[PublicKey]) -> tuple[Signature, ...]:
    """Return the signatures that count: without those that are not good, where a known key of its side proves it.

    Else whoever has a document in his hands on the way could spoil it for good with one more signature.
    """
    held, keys = tuple(signatures), tuple(known)
    if len(held) < 2:
        return held
    good = {each.name: signed for each in held if (signed := _signed(document, each, keys)) is not None}
    if any(key.side is getattr(document, "side", key.side) for signed in good.values() for key in signed.by):
        return tuple(each for each in held if each.name in good)
    return held


def _signed(document: Document, signature: Signature, known: Sequence[PublicKey]) -> Signed | None:
    try:
        return proved(document, [signature], known)
    except SignatureRefused:
        return None


def _is_for_a_person(known: Iterable[PublicKey], record: KeyRecord) -> bool:
    """Whether the record says nothing against a pinned key: it only brings one that a person has to compare first."""
    held = {key.id for key in known if key.side is record.side}
    if key_id(record.key) in held:
        return False
    return record.act is not Act.CHANGE or record.replaces not in held
