"""What came and what went: the documents kept in a project, what became of each, and what was not acknowledged."""

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from geodata.changes.documents.base import Base
from geodata.changes.documents.chain import Link, link_of, missing
from geodata.changes.documents.document import Document, decoded, kind_word, opened
from geodata.changes.documents.key_record import KeyRecord
from geodata.changes.documents.receipt import Entry, Outcome, Receipt, receipt
from geodata.changes.verifying.proof import counting, proved
from geodata.changes.verifying.standing import Arrived, Known, Standing, named, standings
from geodata.errors import FileForeign, SignatureRefused
from geodata.io import store_documents
from geodata.io.keys_noted import keys_apart_from
from geodata.io.sealing import Seal, write_sealed
from geodata.io.store import Store
from geodata.io.store_documents import Kept
from geodata.io.store_opening import check_header, translated

_LONGEST = 2000
_WEIGHT = {Outcome.RECEIVED: 0, Outcome.ACCEPTED: 1, Outcome.REFUSED: 2}
"""Of several receipts, which word about one document is told: a refusal is never hidden by another."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A document that left, and what a receipt says of it: None while none came; `proved` by a pinned key."""

    sequence: int
    sha256: str
    document: str
    outcome: Outcome | None = None
    reason: str = ""
    proved: bool = False


@dataclass(frozen=True, slots=True)
class ReceiptIn:
    """A receipt that came: its entries, whether a pinned key proves it, and what is wrong with its signature."""

    sha256: str
    entries: tuple[Entry, ...]
    proved: bool
    problem: SignatureRefused | None = None


def known_of(store: Store, came: Sequence[Arrived] = ()) -> Known:
    """Return what a project knows by itself of the exchange; raise FileTrouble or DocumentRefused.

    What the key records among what `came` did to the pinned keys is not among it: that follows from them each time, so
    that the order in which they came does not matter.
    """
    bases = [decoded(each.data) for each in store.kept(Kept.BASE)]
    own = [link_of(document, named(document)) for document in (decoded(each.data) for each in store.exports())]
    return Known(
        store.settings.side,
        tuple(sorted((base for base in bases if isinstance(base, Base)), key=lambda base: base.number)),
        tuple(link for link in own if link is not None),
        keys_apart_from(store, records_of(came)),
        refusals_of(store),
    )


def records_of(came: Iterable[Arrived]) -> list[KeyRecord]:
    """Return the key records among what came."""
    return [each.document for each in came if isinstance(each.document, KeyRecord)]


def refusals_of(store: Store) -> dict[str, str]:
    """Return the reasons for which a person refused documents, by their hash."""
    return {each.sha256: each.data.decode() for each in store.kept(Kept.REFUSAL)}


def arrived(store: Store) -> list[Arrived]:
    """Return every document of the other side that came, with what lay beside it."""
    held = [opened(each.data) for each in store.kept(Kept.RECEIVED)]
    return [Arrived(each.document, each.members) for each in held]


def came(store: Store) -> list[Standing]:
    """Return what became of each document that came, bases and then the other side's chain in its order."""
    held = arrived(store)
    return sorted(standings(known_of(store, held), held), key=lambda each: _order(each.arrived.document))


def last_accepted(store: Store) -> Link | None:
    """Return the last link of the other side's chain that was accepted, None before there is one."""
    taken = [each.arrived.document for each in came(store) if each.outcome is Outcome.ACCEPTED]
    links = [link for document in taken if (link := link_of(document)) is not None]
    return max(links, key=lambda link: link.sequence, default=None)


def gaps(store: Store) -> tuple[tuple[int, int], ...]:
    """Return the runs of numbers that are missing in the other side's chain, as far as it is known here."""
    known = known_of(store)
    other = known.side.other
    heads = [head.sequence for base in known.bases[:1] for head in base.heads if head.side is other]
    numbers = {link.sequence for each in arrived(store) if (link := link_of(each.document)) and link.side is other}
    return missing(numbers, max(heads, default=0))


def sent(store: Store) -> list[Sent]:
    """Return every document that left, in order, with what the other side's receipts say of it."""
    said: dict[str, tuple[Entry, bool]] = {}
    for each in receipts_in(store):
        for entry in each.entries if each.problem is None else ():
            held = said.get(entry.sha256)
            if held is None or _weight(entry, each.proved) > _weight(*held):
                said[entry.sha256] = entry, each.proved
    return [_sent(each, said.get(each.sha256)) for each in store.exports()]


def receipts_in(store: Store) -> list[ReceiptIn]:
    """Return the receipts that came, in the order of their hashes."""
    keys, found = store.pinned_keys(), []
    for each in sorted(store.kept(Kept.RECEIPT_IN), key=lambda kept: kept.sha256):
        held = opened(each.data)
        if not isinstance(held.document, Receipt):
            continue
        side = held.document.side
        try:
            counts = counting(held.document, held.members.signatures, keys)
            good = any(key.side is side for key in proved(held.document, counts, keys).by)
            found.append(ReceiptIn(each.sha256, held.document.entries, good))
        except SignatureRefused as problem:
            found.append(ReceiptIn(each.sha256, held.document.entries, False, problem))
    return found


def receipt_now(store: Store) -> Receipt:
    """Return the receipt for everything that came: the same project state, the same bytes."""
    held = arrived(store)
    entries = [_entry(each) for each in standings(known_of(store, held), held)]
    entries += [
        Entry(sha256=each.sha256, document="", side="", sequence=0, outcome=Outcome.REFUSED, reason=each.data.decode())
        for each in store.kept(Kept.UNREAD)
    ]
    settings = store.settings
    return receipt(settings.side, settings.title, entries)


def write_receipt(store: Store, path: Path, seal: Seal | None = None) -> Receipt:
    """Write the receipt for everything that came to a file, and remember it; raise Refused or FileTrouble."""
    made = receipt_now(store)
    write_sealed(path, made, made.side, seal, pinned=store.pinned_keys())
    if all(kept.sha256 != made.sha256 for kept in store.kept(Kept.RECEIPT_OUT)):
        store.put([(Kept.RECEIPT_OUT, store_documents.Document(0, made.sha256, made.data))])
    return made


def unacknowledged(path: Path) -> tuple[tuple[int, str], ...]:
    """Return number and hash of what left a project and was not acknowledged, without opening it for work.

    Raise NotFound, FileForeign for what is no project, FileLocked while it is open elsewhere, FileTrouble.
    """
    check_header(path)
    with translated(path):
        address = path.absolute().as_uri() + "?mode=ro"
        with closing(sqlite3.connect(address, uri=True, timeout=0.1)) as db:
            if not store_documents.is_there(db):
                raise FileForeign(f"{path.name} is not a Confinia project.")
            return tuple(store_documents.unacknowledged(db))


def _entry(standing: Standing) -> Entry:
    document = standing.arrived.document
    refused = standing.outcome is Outcome.REFUSED
    return Entry(
        sha256=document.sha256,
        document=kind_word(document),
        side=str(getattr(document, "side", "")),
        sequence=getattr(document, "sequence", getattr(document, "number", 0)),
        outcome=standing.outcome,
        reason=standing.why[:_LONGEST] if refused else "",
    )


def _sent(kept: store_documents.Document, said: tuple[Entry, bool] | None) -> Sent:
    what = kind_word(decoded(kept.data))
    if said is None:
        return Sent(kept.sequence, kept.sha256, what)
    entry, good = said
    return Sent(kept.sequence, kept.sha256, what, entry.outcome, entry.reason, good)


def _weight(entry: Entry, good: bool) -> tuple[bool, int, str]:
    return good, _WEIGHT[entry.outcome], entry.reason


def _order(document: Document) -> tuple[int, int, str]:
    return (
        (0, document.number, "")
        if isinstance(document, Base)
        else (1, getattr(document, "sequence", 0), document.sha256)
    )
