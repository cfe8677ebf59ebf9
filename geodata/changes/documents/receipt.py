"""The receipt: what one side received, and of each document whether it was taken or refused, and why."""

from collections.abc import Iterable
from enum import StrEnum
from functools import cached_property
from itertools import pairwise
from typing import Annotated

from msgspec import Meta, Struct

from geodata.changes.codec import canonical
from geodata.changes.container import FORMAT, Sha256, identity
from geodata.errors import DocumentRefused
from geodata.model.names import nfc
from geodata.model.status import Side

LONGEST_REASON = 2000
"""Characters in the reason for a refusal."""


class Outcome(StrEnum):
    """What became of a document at the side that received it; none of them says that what it holds is agreed."""

    RECEIVED = "received"
    ACCEPTED = "accepted"
    REFUSED = "refused"


class Entry(Struct, frozen=True, kw_only=True):
    """One document: the sha256 of its bytes, or of the whole file where it could not be read, and what it was.

    `document` is its kind and `side` whose it is, both empty where that could not be read; `sequence` is its number in
    its side's chain, or that of a base, 0 where it has none.
    """

    sha256: Sha256
    document: Annotated[str, Meta(pattern="^[a-z]{0,20}$", max_length=20)]
    side: Annotated[str, Meta(pattern="^[AB]?$", max_length=1)]
    sequence: Annotated[int, Meta(ge=0)]
    outcome: Outcome
    reason: Annotated[str, Meta(max_length=LONGEST_REASON)]


class Receipt(Struct, frozen=True, kw_only=True, dict=True, tag="receipt", tag_field="document"):
    """What `side` received, in the order of the hashes."""

    format: str = FORMAT
    side: Side
    title: str
    entries: tuple[Entry, ...]

    @cached_property
    def data(self) -> bytes:
        """The bytes of the document."""
        return canonical(self)

    @cached_property
    def sha256(self) -> str:
        """The hash by which both sides know it."""
        return identity(self.data)


def receipt(side: Side, title: str, entries: Iterable[Entry]) -> Receipt:
    """Return the receipt of a side, with one entry for each document; raise DocumentRefused when it cannot be."""
    listed = sorted({entry.sha256: entry for entry in entries}.values(), key=lambda entry: entry.sha256)
    return checked_receipt(Receipt(side=side, title=nfc(title), entries=tuple(listed)))


def checked_receipt(made: Receipt) -> Receipt:
    """Return a receipt or raise DocumentRefused for the first thing in it that cannot be."""
    if any(before.sha256 >= after.sha256 for before, after in pairwise(made.entries)):
        raise DocumentRefused("The entries of the receipt are not in order.")
    for entry in made.entries:
        if (entry.outcome is Outcome.REFUSED) != bool(entry.reason):
            raise DocumentRefused("The receipt gives a reason for each document that was refused, and for no other.")
    return made
