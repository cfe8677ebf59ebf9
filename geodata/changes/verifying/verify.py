"""Verifying: each document by itself, then how they hang together; needs no project.

The order in which files are named does not matter: what is said is in the order of their names.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from geodata.changes.documents.chain import Link, check_follows, doubled, link_of, missing, one_number, spelled
from geodata.changes.documents.document import Document
from geodata.changes.documents.key_record import KeyRecord
from geodata.changes.documents.merge_document import Merge
from geodata.changes.members import Signature
from geodata.changes.verifying.proof import Keys, keys_along, proved
from geodata.changes.verifying.verify_together import (
    bases_of,
    evidence_cited,
    lineage,
    profiles,
    receipts,
    rested,
    starts,
)
from geodata.changes.verifying.verify_words import Checked, Said, broken, tried
from geodata.errors import ChainBroken, ConfiniaError, SignatureRefused
from geodata.model.keys import PublicKey
from geodata.model.status import Side


@dataclass(frozen=True, slots=True)
class Signer:
    """One signature of a document: whose it says it is, and whether it is `good`, by an `unknown` key, or `refused`."""

    side: Side
    key_id: str
    state: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What verifying found: the files in the order of their names, and what is to be said of them together.

    `signers` are those of each document by its file's name, `not checked` where no key was given; `unproved` are the
    files that carry no good signature, although keys were given.
    """

    files: tuple[Checked, ...]
    links: tuple[Said, ...]
    signers: dict[str, tuple[Signer, ...]] = field(default_factory=dict)
    unproved: tuple[str, ...] = ()

    @property
    def problem(self) -> ConfiniaError | None:
        """The first thing wrong, None when all is well."""
        problems = [one.problem for one in self.files] + [one.problem for one in self.links]
        return next((problem for problem in problems if problem is not None), None)

    @property
    def exit_code(self) -> int:
        """The exit code of the first thing wrong; 1 where only signatures are wanting, 0 when all is well."""
        return self.problem.exit_code if self.problem else int(bool(self.unproved))


def verified(files: Sequence[Checked], keys: Sequence[PublicKey] | None = None, whole: bool = False) -> Report:
    """Return what is to be said of files that were read: one by one, and together.

    With `keys` the signatures are checked against them; `whole` asks for each chain without a gap from its beginning.
    """
    held = sorted(files, key=lambda one: (one.name, one.document.sha256 if one.document else ""))
    read = [(one.name, one.document) for one in held if one.document is not None]
    known = _keys(held, keys or ())
    signers = {one.name: _signers(one, known if keys is not None else None) for one in held if one.document}
    said = [
        *lineage(read),
        *starts(read),
        *_chains(read, whole),
        *profiles(read),
        *rested(read),
        *receipts(read),
        *evidence_cited(held),
        *(_signed(held, known) if keys is not None else ()),
    ]
    proof = [one for one in held if one.document and not isinstance(one.document, Merge)] if keys is not None else []
    unproved = tuple(one.name for one in proof if not any(each.state == "good" for each in signers[one.name]))
    return Report(tuple(held), tuple(said), signers, unproved)


def _chains(read: Sequence[tuple[str, Document]], whole: bool) -> Iterator[Said]:
    """Each side counts its change sets and key records without a gap, and each names the one before by its hash."""
    links = [link for name, document in read if (link := link_of(document, name)) is not None]
    for one, other in doubled(links):
        yield broken(one_number(one, other))
    for side in Side:
        chain: dict[int, Link] = {}
        for link in links:
            if link.side is side:
                chain.setdefault(link.sequence, link)
        for number, link in sorted(chain.items()):
            if number > 1:
                yield _follows(link, chain.get(number - 1))
        yield from _gaps(side, chain, read, whole)


def _follows(link: Link, before: Link | None) -> Said:
    if before is None:
        return Said(f"{link.name} follows number {link.sequence - 1} of side {link.side}, which was not given.")
    return tried(lambda: check_follows(link, before), f"{link.name} follows {before.name}.")


def _gaps(side: Side, chain: dict[int, Link], read: Sequence[tuple[str, Document]], whole: bool) -> Iterator[Said]:
    """Say what is missing within what was given, or with `whole` from the beginning to where a base says it came."""
    if whole:
        heads = [head.sequence for _, base in bases_of(read) for head in base.heads if head.side is side]
        runs = missing({*chain, max([*chain, *heads], default=0) + 1})
    else:
        runs = missing(chain, min(chain, default=1) - 1)
    if not runs:
        return
    sentence = f"Of the chain of side {side}, {spelled(runs)} {'was' if _is_one(runs) else 'were'} not given."
    yield broken(ChainBroken(sentence)) if whole else Said(sentence)


def _is_one(runs: tuple[tuple[int, int], ...]) -> bool:
    return len(runs) == 1 and runs[0][0] == runs[0][1]


def _keys(held: Sequence[Checked], pinned: Sequence[PublicKey]) -> Keys:
    records = [(one.document, one.members.signatures) for one in held if isinstance(one.document, KeyRecord)]
    return keys_along(pinned, records)


def _signers(one: Checked, keys: Keys | None) -> tuple[Signer, ...]:
    return tuple(_signer(one.document, each, keys) for each in one.members.signatures)


def _signer(document: Document | None, signature: Signature, keys: Keys | None) -> Signer:
    if keys is None or document is None:
        return Signer(signature.side, signature.key_id, "not checked")
    try:
        signed = proved(document, [signature], keys.known)
    except SignatureRefused:
        return Signer(signature.side, signature.key_id, "refused")
    if signed.by:
        return Signer(signature.side, signature.key_id, "good", signed.by[0].label)
    return Signer(signature.side, signature.key_id, "unknown")


def _signed(held: Sequence[Checked], keys: Keys) -> Iterator[Said]:
    """What is wrong with signatures, and which key records did not count."""
    for one in held:
        document = one.document
        if document is None:
            continue
        try:
            proved(document, one.members.signatures, keys.known)
        except SignatureRefused as problem:
            yield broken(SignatureRefused(f"{one.name}: {problem}"))
            continue
        if document.sha256 in keys.refused:
            yield broken(SignatureRefused(f"{one.name}: {keys.refused[document.sha256]}"))
        elif document.sha256 in keys.waiting:
            yield Said(f"{one.name}: {keys.waiting[document.sha256]}")
