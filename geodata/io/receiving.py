"""Receiving: documents of the other side kept whole in a project, and the receipt that says what became of each.

What is kept is a set: the same files in another order, or a second time, come to the same. Nothing of the working state
changes by it, and no base is taken.
"""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from pathlib import Path

from geodata.changes.container import LARGEST_CONTAINER, MOST_MEMBERS, identity
from geodata.changes.documents.base import Base
from geodata.changes.documents.changeset import ChangeSet
from geodata.changes.documents.document import Document, kind_word, opened
from geodata.changes.documents.evidence import check_cited, cited
from geodata.changes.documents.key_record import KeyRecord
from geodata.changes.documents.receipt import Receipt
from geodata.changes.members import MOST_SIGNATURES, Members, Signature, sealed
from geodata.changes.signing.signing import check_all
from geodata.changes.verifying.proof import proved
from geodata.changes.verifying.standing import Arrived, Known, Standing, keys_now, named, standings
from geodata.errors import ChainBroken, ConfiniaError, DocumentRefused, FileTrouble, NotFound, SignatureRefused
from geodata.io import store_documents as documents
from geodata.io.documents import read_container
from geodata.io.keys_noted import keep_keys
from geodata.io.received import arrived, known_of, receipts_in, records_of, sent
from geodata.io.store import Store
from geodata.io.store_documents import Kept, Row
from geodata.model.keys import PublicKey
from geodata.model.names import nfc

_LONGEST = 2000
"""Characters of a reason."""

_MEMBERS_BESIDE = MOST_SIGNATURES + 2
_ROOM_OF_MEMBER = 400
_ROOM_BESIDE = 2**17
"""What of a container evidence leaves free: members, bytes for the name of each, for signatures and the manifest."""


@dataclass(frozen=True, slots=True)
class Taken:
    """One file: what was in it, whether that was here before, and what became of it; `problem` where it is refused."""

    name: str
    document: Document | None = None
    again: bool = False
    standing: Standing | None = None
    note: str = ""
    problem: ConfiniaError | None = None


@dataclass(frozen=True, slots=True)
class _File:
    name: str
    sha256: str = ""
    arrived: Arrived | None = None
    problem: ConfiniaError | None = None


def receive(store: Store, files: Sequence[Path], refusals: Mapping[Path, str] | None = None) -> list[Taken]:
    """Keep what is in these files, and return what became of each, in the order of their names.

    `refusals` are the reasons for which a person refuses the document in a file; an empty one takes a refusal back.
    Files that cannot be read at all are named and nothing is kept of them. Raise FileTrouble for the project alone.
    """
    known = known_of(store)
    read = {path: _read(path) for path in dict.fromkeys((*files, *(refusals or {})))}
    before = _state(store)
    rows = _rows(read.values(), known, before)
    rows += [row for path, reason in (refusals or {}).items() for row in _refusal(read[path], reason)]
    changed = [row for row in rows if before.get((row[0], row[1].sha256), b"") != row[1].data]
    if changed:
        store.put(changed)
    came = arrived(store)
    known = known_of(store, came)
    keep_keys(store, keys_now(known, came), records_of(came))  # also when nothing came: a person may have pinned a key
    _acknowledge(store, known)
    now = {each.arrived.document.sha256: each for each in standings(known, came)}
    known = replace(known, keys=store.pinned_keys())
    here = before.keys() - {(row[0], row[1].sha256) for row in changed}
    found = [_taken(file, known, now, here, store) for file in read.values()]
    return sorted(found, key=lambda each: each.name)


def _read(path: Path) -> _File:
    """Read a file; what is said of it afterwards is without its name, which is nobody's business."""
    try:
        data = read_container(path)
    except (FileTrouble, NotFound) as problem:
        return _File(path.name, problem=problem)
    try:
        held = opened(data)
    except DocumentRefused as problem:
        return _File(path.name, identity(data), problem=problem)
    return _File(path.name, held.document.sha256, Arrived(held.document, held.members))


def _state(store: Store) -> dict[tuple[Kept, str], bytes]:
    roles = (Kept.RECEIVED, Kept.RECEIPT_IN, Kept.UNREAD, Kept.REFUSAL)
    return {(role, each.sha256): each.data for role in roles for each in store.kept(role)}


def _rows(files: Iterable[_File], known: Known, before: Mapping[tuple[Kept, str], bytes]) -> list[Row]:
    """What is to be kept of files; two with one document come together."""
    rows: dict[tuple[Kept, str], Row] = {}
    for file in files:
        if file.arrived is None:
            if file.sha256:
                reason = nfc(str(file.problem))[:_LONGEST].encode()
                rows[Kept.UNREAD, file.sha256] = Kept.UNREAD, documents.Document(0, file.sha256, reason)
            continue
        document = file.arrived.document
        if getattr(document, "side", None) is known.side:
            continue
        role = Kept.RECEIPT_IN if isinstance(document, Receipt) else Kept.RECEIVED
        key = role, document.sha256
        held = rows[key][1].data if key in rows else before.get(key)
        number = getattr(document, "sequence", getattr(document, "number", 0))
        rows[key] = role, documents.Document(number, document.sha256, _together(file.arrived, held, known))
    return list(rows.values())


def _together(came: Arrived, held: bytes | None, known: Known) -> bytes:
    """Return the container of a document with all signatures and evidence that were ever seen beside it."""
    earlier = opened(held).members if held else Members()
    signatures: dict[str, Signature] = {}
    for each in (*earlier.signatures, *came.members.signatures):
        other = signatures.get(each.name)
        signatures[each.name] = each if other is None else _better(each, other, came.document, known)
    evidence = _fitting({**earlier.evidence, **_cited_evidence(came, known)}, came.document)
    return sealed(came.document.data, _kept(signatures.values(), came.document, known), evidence)


def _fitting(evidence: Mapping[str, bytes], document: Document) -> dict[str, bytes]:
    """Return as much of the evidence of several copies as one container takes, whichever came first."""
    kept, room = {}, LARGEST_CONTAINER - len(document.data) - _ROOM_BESIDE
    for hash_, data in sorted(evidence.items())[: MOST_MEMBERS - _MEMBERS_BESIDE]:
        if len(data) <= room:
            kept[hash_], room = data, room - len(data) - _ROOM_OF_MEMBER
    return kept


def _kept(signatures: Iterable[Signature], document: Document, known: Known) -> list[Signature]:
    """Return as many signatures as are read: those that a key proves, then others, whichever came first."""
    order = sorted(signatures, key=lambda each: (not _is_proved(each, document, known), each.name))
    return order[:MOST_SIGNATURES]


def _better(one: Signature, other: Signature, document: Document, known: Known) -> Signature:
    """Of two signatures under one name, the one that a key proves, else one chosen whatever came first."""
    return min(one, other, key=lambda each: (not _is_proved(each, document, known), each.data))


def _is_proved(signature: Signature, document: Document, known: Known) -> bool:
    """Whether a pinned key made it, or the key that the document itself brings; whether that counts is not asked."""
    keys = known.keys
    if isinstance(document, KeyRecord):
        keys += (PublicKey(text=document.key, side=document.side),)
    try:
        return bool(check_all([signature], document.data, kind_word(document), document.sha256, keys).by)
    except SignatureRefused:
        return False


def _refusal(file: _File, reason: str) -> list[Row]:
    if file.arrived is None:
        return []
    text = nfc(reason.strip())[:_LONGEST]
    return [(Kept.REFUSAL, documents.Document(0, file.sha256, text.encode()))]


def _acknowledge(store: Store, known: Known) -> None:
    """Note of which documents that left a receipt came, so that nobody has to read receipts to know it.

    Once a key of the other side is pinned, a receipt has to be proved: anybody could write one without a signature.
    """
    provable = any(key.side is known.side.other for key in known.keys)
    before = {each.sha256: each.data for each in store.kept(Kept.ACKNOWLEDGED)}
    told = {
        each.sha256: each.outcome.encode() if each.outcome and (each.proved or not provable) else b""
        for each in sent(store)
    }
    rows = [
        (Kept.ACKNOWLEDGED, documents.Document(link.sequence, link.sha256, told[link.sha256]))
        for link in known.own
        if told[link.sha256] != before.get(link.sha256, b"")
    ]
    if rows:
        store.put(rows)


def _taken(
    file: _File,
    known: Known,
    now: Mapping[str, Standing],
    here: AbstractSet[tuple[Kept, str]],
    store: Store,
) -> Taken:
    if file.arrived is None:
        return Taken(file.name, again=(Kept.UNREAD, file.sha256) in here, problem=file.problem)
    document = file.arrived.document
    again = any((role, document.sha256) in here for role in (Kept.RECEIVED, Kept.RECEIPT_IN))
    if getattr(document, "side", None) is known.side:
        return _own(file.name, document, store)
    if isinstance(document, Receipt):
        return _receipt(file.name, document, again, known, store)
    standing = now[document.sha256]
    problem = standing.problem or _beside(file.arrived, known)
    return Taken(file.name, document, again, standing, standing.why, problem)


def _beside(came: Arrived, known: Known) -> ConfiniaError | None:
    """What is wrong with what lies beside the document in this very file, although a better copy may be here."""
    try:
        proved(came.document, came.members.signatures, known.keys)
        check_cited(came.members.evidence, came.document, _base_of(came.document, known))
    except DocumentRefused as problem:
        return problem
    return None


def _cited_evidence(came: Arrived, known: Known) -> dict[str, bytes]:
    """The evidence that is kept: none that a source would have to cite and does not."""
    base = _base_of(came.document, known)
    if base is None and isinstance(came.document, ChangeSet):
        return dict(came.members.evidence)
    allowed = cited(came.document).keys() | (cited(base).keys() if base else set())
    return {hash_: data for hash_, data in came.members.evidence.items() if hash_ in allowed}


def _base_of(document: Document, known: Known) -> Base | None:
    return next((base for base in known.bases if base.sha256 == getattr(document, "base", "")), None)


def _own(name: str, document: Document, store: Store) -> Taken:
    """A document of the project's own side that comes back: known, or another one under its number."""
    sent = {each.sequence: each.sha256 for each in store.exports()}
    number = getattr(document, "sequence", 0)
    if not number:
        return Taken(name, document, note="It is of this project's own side; there is nothing to receive.")
    if sent.get(number) == document.sha256:
        return Taken(name, document, True, note="It was handed over from this project.")
    held = f"this project handed over another ({sent[number][:12]})" if number in sent else "it did not leave from here"
    problem = ChainBroken(f"{named(document)} is of this project's own side, but {held}; ask who else writes for it.")
    return Taken(name, document, problem=problem)


def _receipt(name: str, document: Receipt, again: bool, known: Known, store: Store) -> Taken:
    found = next(each for each in receipts_in(store) if each.sha256 == document.sha256)
    listed = {entry.sha256 for entry in document.entries}
    named_here = sum(link.sha256 in listed for link in known.own)
    proof = "" if found.proved else " It carries no good signature by a pinned key."
    title = store.settings.title
    other = "" if document.title == title else f" It is of a project with another title, “{document.title}”."
    note = f"It names {named_here} of the documents handed over from here.{proof}{other}"
    return Taken(name, document, again, note=note, problem=found.problem or _strange(document, known))


def _strange(receipt: Receipt, known: Known) -> ChainBroken | None:
    """The alarm where a receipt names what did not leave from here as a link of the own chain, or as a base of here."""
    own = {link.sequence: link.sha256 for link in known.own}
    bases = {base.number: base.sha256 for base in known.bases}
    begun = max((head.sequence for base in known.bases for head in base.heads if head.side is known.side), default=0)
    for entry in receipt.entries:
        what, held = f"base {entry.sequence}", bases.get(entry.sequence) if entry.document == "base" else None
        of_chain = entry.document in ("changes", "keys") and entry.side == known.side and entry.sequence > 0
        if of_chain:
            what, held = f"number {entry.sequence} of side {entry.side}", own.get(entry.sequence)
        if held is not None and held != entry.sha256:
            return ChainBroken(
                f"The receipt names {entry.sha256[:12]} as {what}, which is {held[:12]} here; compare both by voice."
            )
        if of_chain and held is None and entry.sequence > begun:
            return ChainBroken(
                f"The receipt names {entry.sha256[:12]} as {what}, which did not leave from here; ask who else writes "
                f"for side {known.side}."
            )
    return None
