"""How documents hang together that are each whole: lineage, starting points, working papers, merges, receipts."""

from collections.abc import Iterator, Sequence

from geodata.changes.documents.base import Base
from geodata.changes.documents.chain import check_begun, check_head, check_heads, link_of
from geodata.changes.documents.changeset import ChangeSet
from geodata.changes.documents.comparable import grids_apart
from geodata.changes.documents.document import Document
from geodata.changes.documents.evidence import check_cited
from geodata.changes.documents.merge_document import Merge, merged_layers
from geodata.changes.documents.open_items import OpenItem
from geodata.changes.documents.receipt import Entry, Receipt
from geodata.changes.merging.merge import check_merge
from geodata.changes.papers.papers import Papers, by_hash, laid_on
from geodata.changes.verifying.verify_words import Checked, Said, broken, tried
from geodata.errors import BaseMismatch, ChainBroken, ConfiniaError, DocumentRefused, NotFound, ProfileMismatch
from geodata.geometry.profiles import profile_hash
from geodata.model.status import Side

Named = tuple[str, Document]


def bases_of(read: Sequence[Named]) -> list[tuple[str, Base]]:
    """Return the joint bases among documents, with their names."""
    return [(name, document) for name, document in read if isinstance(document, Base)]


def lineage(read: Sequence[Named]) -> Iterator[Said]:
    """Each base names the one before; one number is one base; its heads agree with the chains."""
    bases = bases_of(read)
    known = {base.sha256: (name, base) for name, base in bases}
    by_number: dict[int, tuple[str, Base]] = {}
    for name, base in bases:
        other_name, other = by_number.setdefault(base.number, (name, base))
        if other.sha256 != base.sha256:
            yield broken(two_bases(other_name, name, base.number))
        if base.previous in known:
            yield _after(name, base, *known[base.previous])
        elif base.previous:
            yield Said(f"{name} follows a base that is not among these files ({base.previous[:12]}).")
        yield from _heads(name, base, read)


def two_bases(one: str, other: str, number: int) -> ChainBroken:
    """Return the alarm about two contents of one base; it names both."""
    return ChainBroken(
        f"{one} and {other} are both joint base {number}, but they differ; agree on one before you go on."
    )


def _after(name: str, base: Base, before_name: str, before: Base) -> Said:
    if before.number + 1 != base.number:
        return broken(ChainBroken(f"{name} is base {base.number}, but follows base {before.number}."))
    return tried(lambda: check_heads(name, base, before_name, before), f"{name} follows {before_name}.")


def _heads(name: str, base: Base, read: Sequence[Named]) -> Iterator[Said]:
    for other, document in read:
        link = link_of(document, other)
        for head in base.heads if link is not None else ():
            if link is not None and head.side is link.side:
                said = tried(lambda: check_head(head, name, link), "")  # noqa: B023  # called at once
                if said.problem:
                    yield said


def starts(read: Sequence[Named]) -> Iterator[Said]:
    """Each change set starts from a base, and fits it."""
    bases = bases_of(read)
    known = {base.sha256: (name, base) for name, base in bases}
    for name, changes in _sets(read):
        if changes.base in known:
            yield from _started(name, changes, *known[changes.base], read)
        elif bases:
            yield broken(
                BaseMismatch(f"{name} starts from a base that is not among these files ({changes.base[:12]}).")
            )
        else:
            yield Said(f"{name} starts from base {changes.base[:12]}, which was not given; it was not laid on it.")


def _started(name: str, changes: ChangeSet, base_name: str, base: Base, read: Sequence[Named]) -> Iterator[Said]:
    link = link_of(changes, name)
    if link is not None:
        begun = tried(lambda: check_begun(link, base_name, base), "")
        if begun.problem:
            yield begun
    if changes.profile.grid != base.profile.grid:
        yield broken(ProfileMismatch(grids_apart(name, changes.profile, base_name, base.profile)))
        return
    yield _fits(name, changes, base_name, base, by_hash(one for _, one in _sets(read)))


def _fits(name: str, changes: ChangeSet, base_name: str, base: Base, papers: Papers) -> Said:
    try:
        laid_on(base, papers, changes)
    except NotFound as problem:
        return Said(f"{name} was not tried on {base_name}. {problem}")
    except ConfiniaError as problem:
        return broken(DocumentRefused(f"{name} does not fit {base_name}. {problem}"))
    start = f"{name} starts from {base_name} and fits it"
    if changes.profile != base.profile:
        return Said(f"{start}; its side has adopted the joint profile {profile_hash(changes.profile)[:12]} since.")
    return Said(f"{start}.")


def profiles(read: Sequence[Named]) -> Iterator[Said]:
    """The last of each side on one base compare only under one profile; that is nothing broken, but has to be known."""
    last: dict[tuple[str, Side], tuple[str, ChangeSet]] = {}
    for name, changes in _sets(read):
        known = last.setdefault((changes.base, changes.side), (name, changes))
        if known[1].sequence < changes.sequence:
            last[changes.base, changes.side] = name, changes
    for (base, side), (name, changes) in last.items():
        other = last.get((base, side.other))
        if side is Side.A and other is not None and other[1].profile != changes.profile:
            yield Said(
                f"{name} and {other[0]} were made under different joint profiles; they compare when one side has "
                "adopted the other's."
            )


def rested(read: Sequence[Named]) -> Iterator[Said]:
    """Each merge comes to what its change sets come to on its base, and says of what each working paper was made."""
    held = {document.sha256: (name, document) for name, document in read}
    for name, document in read:
        if isinstance(document, Merge):
            yield _merged(name, document, held)
        elif isinstance(document, ChangeSet) and document.draft:
            given = [held[sha256][0] for sha256 in document.of if sha256 in held]
            of = f"{', '.join(given)}" if given else "change sets that were not given"
            yield Said(f"{name} is a working paper made of {of}.")


def _merged(name: str, document: Merge, held: dict[str, Named]) -> Said:
    base_name, base = held.get(document.base, ("", None))
    if not isinstance(base, Base):
        return Said(f"{name} rests on base {document.base[:12]}, which was not given; it was not laid on it.")
    sets = [held[each.sha256][1] for each in document.inputs if each.sha256 in held]
    first, second = [*sets, None, None][:2]
    if not isinstance(first, ChangeSet) or not isinstance(second, ChangeSet):
        whole = f"{name} fits {base_name}; not all that it merges was given, so it was not merged again."
        return tried(lambda: merged_layers(document, base), whole)
    try:
        before = check_merge(document, base, first, second)
    except ConfiniaError as problem:
        return broken(DocumentRefused(f"{name}: {problem}"))
    return Said(f"{name} is what its change sets come to{_from_before(document, before, held)}.")


def _from_before(document: Merge, before: Sequence[OpenItem], held: dict[str, Named]) -> str:
    """Say of open items that no side's edits are behind where they are from, or that it cannot be seen."""
    if not before:
        return ""
    earlier = [(name, each) for name, each in held.values() if isinstance(each, Base | Merge) and each is not document]
    wanted = {item.id for item in before}
    there = {name: found for name, each in earlier if (found := wanted & {item.id for item in each.open})}
    unknown = len(wanted.difference(*there.values()))
    many = f"{len(wanted):,} open item{'' if len(wanted) == 1 else 's'} from before"
    said = f", with {many}, out of {', '.join(sorted(there))}" if there else f", with {many}"
    if unknown:
        said += f"; no other document given has {'it' if len(wanted) == 1 else f'{unknown:,} of them'}"
    return said


def receipts(read: Sequence[Named]) -> Iterator[Said]:
    """Each receipt names the documents at hand as they are."""
    held = {document.sha256: name for name, document in read}
    for name, document in read:
        if isinstance(document, Receipt):
            for entry in document.entries:
                yield from _acknowledged(name, document, entry, held, read)


def _acknowledged(
    name: str, receipt: Receipt, entry: Entry, held: dict[str, str], read: Sequence[Named]
) -> Iterator[Said]:
    if entry.sha256 in held:
        why = f": {entry.reason}" if entry.reason else "."
        yield Said(f"{name}: side {receipt.side} {entry.outcome} {held[entry.sha256]}{why}")
        return
    for other, document in read:
        if stands_for(entry, document):
            yield broken(
                ChainBroken(
                    f"{name} names another content for number {entry.sequence} of side {entry.side} than {other}."
                )
            )


def stands_for(entry: Entry, document: Document) -> bool:
    """Tell whether an entry of a receipt is about the place of a document in a chain, or the number of a base."""
    if isinstance(document, Base):
        return (entry.document, entry.sequence) == ("base", document.number)
    link = link_of(document)
    place = (entry.side, entry.sequence)
    return link is not None and place == (link.side, link.sequence) and entry.document in ("changes", "keys")


def evidence_cited(held: Sequence[Checked]) -> Iterator[Said]:
    """All evidence is cited."""
    bases = {one.document.sha256: one.document for one in held if isinstance(one.document, Base)}
    for one in held:
        if one.document is None or not one.members.evidence:
            continue
        base = bases.get(getattr(one.document, "base", ""))
        try:
            check_cited(one.members.evidence, one.document, base)
        except DocumentRefused as problem:
            yield broken(DocumentRefused(f"{one.name}: {problem}"))


def _sets(read: Sequence[Named]) -> list[tuple[str, ChangeSet]]:
    return [(name, document) for name, document in read if isinstance(document, ChangeSet)]
