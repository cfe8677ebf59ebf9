"""What became of documents that came from the other side: received, accepted, or refused and why.

That is a plain consequence of everything that came and of what the project knows, so that the order in which files
arrive cannot matter and nothing has to be replaced. Accepted means that a document is what it says: whole, in the
chain, signed by a pinned key and fitting its base. What it says is agreed by nobody thereby.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from geodata.changes.documents.base import Base
from geodata.changes.documents.chain import Link, Place, check_begun, check_head, check_heads, link_of, places
from geodata.changes.documents.changeset import ChangeSet
from geodata.changes.documents.document import Document, called
from geodata.changes.documents.key_record import KeyRecord
from geodata.changes.documents.receipt import Outcome
from geodata.changes.members import Members
from geodata.changes.papers.papers import laid_on
from geodata.changes.verifying.proof import Keys, counting, keys_along, proved
from geodata.changes.verifying.verify_together import two_bases
from geodata.errors import ChainBroken, ConfiniaError, NotFound, ProfileMismatch, Refused
from geodata.model.keys import PublicKey
from geodata.model.status import Side


@dataclass(frozen=True, slots=True)
class Arrived:
    """A document that came, whole in itself, with what lay beside it."""

    document: Document
    members: Members


@dataclass(frozen=True, slots=True)
class Known:
    """What a project of a side knows by itself: its bases in order, its own chain, the keys that were pinned apart from
    what the other side's records did to them, and a person's refusals."""

    side: Side
    bases: tuple[Base, ...] = ()
    own: tuple[Link, ...] = ()
    keys: tuple[PublicKey, ...] = ()
    refusals: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Standing:
    """What became of one document: why it is not accepted, and the failure where it is refused; `proved` by a key."""

    arrived: Arrived
    outcome: Outcome
    why: str = ""
    problem: ConfiniaError | None = None
    proved: bool = False


@dataclass(frozen=True, slots=True)
class _World:
    """Everything that came, together: where each link stands, the keys, and the bases by their hash."""

    known: Known
    places: Mapping[str, Place]
    keys: Keys
    bases: Mapping[str, Base]
    alarms: Mapping[str, ChainBroken]
    sets: Mapping[str, ChangeSet]


def standings(known: Known, arrived: Iterable[Arrived]) -> list[Standing]:
    """Return what became of each document that came, in the order of their hashes."""
    held = sorted({each.document.sha256: each for each in arrived}.values(), key=lambda each: each.document.sha256)
    world = _world(known, held)
    return [_standing(each, world) for each in held]


def keys_now(known: Known, arrived: Iterable[Arrived]) -> Keys:
    """Return the keys as they stand after the key records that are reached in the other side's chain."""
    held = list(arrived)
    return _keys(known, held, _places(known, [each.document for each in held]))


def named(document: Document) -> str:
    """Return what to call a document without the name of a file."""
    return f"{called(document)} ({document.sha256[:12]})"


def _world(known: Known, held: Sequence[Arrived]) -> _World:
    documents = [each.document for each in held]
    found = _places(known, documents)
    bases = {base.sha256: base for base in (*(one for one in documents if isinstance(one, Base)), *known.bases)}
    sets = {one.sha256: one for one in documents if isinstance(one, ChangeSet)}
    return _World(known, found, _keys(known, held, found), bases, _alarms(known, documents), sets)


def _keys(known: Known, held: Iterable[Arrived], found: Mapping[str, Place]) -> Keys:
    records = [
        (each.document, each.members.signatures)
        for each in held
        if isinstance(each.document, KeyRecord) and _is_reached(found, each.document)
    ]
    return keys_along(known.keys, records)


def _places(known: Known, documents: Sequence[Document]) -> dict[str, Place]:
    """Where each link of the other side stands; what a person refused is out of the way of the others."""
    other = known.side.other
    links = [
        link
        for document in documents
        if document.sha256 not in known.refusals
        and (link := link_of(document, named(document))) is not None
        and link.side is other
    ]
    anchors = {head.sequence: head.sha256 for base in known.bases for head in base.heads if head.side is other}
    return places(links, anchors)


def _is_reached(found: Mapping[str, Place], document: Document) -> bool:
    place = found.get(document.sha256)
    return place is not None and place.reached


def _alarms(known: Known, documents: Sequence[Document]) -> dict[str, ChainBroken]:
    """Return the alarms about one base with two contents, by the hash of each document that came."""
    bases = [one for one in documents if isinstance(one, Base) and one.sha256 not in known.refusals]
    found: dict[str, ChainBroken] = {}
    for base in sorted(bases, key=lambda one: one.sha256):
        for other in sorted((*known.bases, *bases), key=lambda one: one.sha256):
            if other.number == base.number and other.sha256 != base.sha256 and base not in known.bases:
                one, two = sorted((named(base), named(other)))
                found.setdefault(base.sha256, two_bases(one, two, base.number))
    return found


def _standing(arrived: Arrived, world: _World) -> Standing:
    document = arrived.document
    if document.sha256 in world.known.refusals:
        reason = world.known.refusals[document.sha256]
        return Standing(arrived, Outcome.REFUSED, reason, Refused(f"{named(document)} is refused: {reason}"))
    try:
        counts = counting(document, arrived.members.signatures, world.keys.known)
        signed = proved(document, counts, world.keys.known)
        why = _checked(arrived, world)
    except ConfiniaError as problem:
        return Standing(arrived, Outcome.REFUSED, str(problem), problem)
    good = any(key.side is getattr(document, "side", key.side) for key in signed.by)
    if isinstance(document, Base):
        return Standing(arrived, Outcome.RECEIVED if why else Outcome.ACCEPTED, why, proved=good)
    if not why and not good:
        why = _unsigned(arrived)
    return Standing(arrived, Outcome.RECEIVED if why else Outcome.ACCEPTED, why, proved=good)


def _unsigned(arrived: Arrived) -> str:
    if not arrived.members.signatures:
        return "It carries no signature."
    ids = ", ".join(sorted({each.key_id for each in arrived.members.signatures}))
    return f"It is signed with a key that is not pinned here ({ids}); compare its words by voice and pin it."


def _checked(arrived: Arrived, world: _World) -> str:
    """Return why a document is not accepted yet, "" when nothing stands against it; raise what refuses it."""
    document, known = arrived.document, world.known
    if document.sha256 in world.alarms:
        raise world.alarms[document.sha256]
    base = world.bases.get(getattr(document, "base", ""))
    if isinstance(document, Base):
        return _base(document, known)
    place = world.places.get(document.sha256, Place(True))
    if place.problem is not None:
        raise place.problem
    if document.sha256 in world.keys.refused:
        raise world.keys.refused[document.sha256]
    if not isinstance(document, KeyRecord) and base is None:
        return f"Its base ({getattr(document, 'base', '')[:12]}) is not known here."
    if isinstance(document, ChangeSet) and base is not None:
        why = _fits(document, base, world)
        return why or place.why
    return place.why or world.keys.waiting.get(document.sha256, "")


def _fits(changes: ChangeSet, base: Base, world: _World) -> str:
    """Return why a change set cannot be laid yet; raise what speaks against it."""
    if changes.profile.grid != base.profile.grid:
        raise ProfileMismatch("It is on another joint grid than its base, so its numbers do not compare.")
    link = link_of(changes, named(changes))
    if link is not None:
        check_begun(link, named(base), base)
    try:
        laid_on(base, world.sets, changes)
    except NotFound as problem:
        return str(problem)
    return ""


def _base(base: Base, known: Known) -> str:
    if base in known.bases:
        return ""
    for link in known.own:
        for head in base.heads:
            if head.side is link.side:
                check_head(head, f"A {named(base)}", link)
    last = known.bases[-1] if known.bases else None
    if last is None:
        return "This project has no joint base; start one from this."
    if base.previous != last.sha256:
        return f"It does not follow the base of this project, {last.number} ({last.sha256[:12]})."
    if base.number != last.number + 1:
        raise ChainBroken(f"It is base {base.number}, but follows base {last.number}.")
    check_heads(named(base), base, named(last), last)
    return "It follows the base of this project; laying the own changes on it is for their author to do (rebase)."
