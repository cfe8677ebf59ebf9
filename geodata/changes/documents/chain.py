"""The chain of a side: its change sets and key records, counted together from 1 through all bases without a gap.

Each link names the one before by its SHA-256, and each base says how far both chains had come. These are the rules
alone, for files that are verified and for documents that are received.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations, groupby

from geodata.changes.documents.base import Base, Head
from geodata.changes.documents.changeset import ChangeSet
from geodata.changes.documents.document import Document, called
from geodata.changes.documents.key_record import KeyRecord
from geodata.errors import ChainBroken
from geodata.model.status import Side


@dataclass(frozen=True, slots=True)
class Link:
    """One document in the chain of a side; `name` is what to call it in a sentence."""

    side: Side
    sequence: int
    sha256: str
    previous: str
    name: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a link stands: `reached` from the beginning without a gap, `why` not, or the `problem` that breaks it."""

    reached: bool
    why: str = ""
    problem: ChainBroken | None = None


_REACHED = Place(True)


def link_of(document: Document, name: str = "") -> Link | None:
    """Return a document as a link of its side's chain, None for one that is in nobody's."""
    if isinstance(document, KeyRecord) or (isinstance(document, ChangeSet) and not document.draft):
        return Link(document.side, document.sequence, document.sha256, document.previous, name or _short(document))
    return None


def doubled(links: Iterable[Link]) -> list[tuple[Link, Link]]:
    """Return the links of different content that have the same number in one side's chain, two by two."""
    held = sorted(set(links), key=_order)
    found = []
    for _, group in groupby(held, key=lambda link: (link.side, link.sequence)):
        first_of_each = {link.sha256: link for link in reversed(list(group))}.values()
        found += list(combinations(sorted(first_of_each, key=_order), 2))
    return found


def one_number(one: Link, other: Link) -> ChainBroken:
    """Return the alarm about two contents under one number; it names both."""
    return ChainBroken(
        f"{one.name} and {other.name} are both number {one.sequence} in the chain of side {one.side}, but they "
        f"differ; ask side {one.side} which one it stands by."
    )


def check_follows(link: Link, before: Link) -> None:
    """Raise ChainBroken unless a link names the one before it, which has the number before."""
    if link.previous != before.sha256:
        raise ChainBroken(f"{link.name} names another document before it than {before.name}.")


def check_head(head: Head, whose: str, link: Link) -> None:
    """Raise ChainBroken where the base called `whose` says that a side's chain had come to another link than this."""
    if link.sequence == head.sequence and link.sha256 != head.sha256:
        raise ChainBroken(
            f"{whose} says that number {head.sequence} of side {head.side} was another document than {link.name}."
        )
    if link.sequence == head.sequence + 1 and link.previous != head.sha256:
        raise ChainBroken(f"{link.name} names another document before it than {whose} says.")


def check_begun(link: Link, name: str, base: Base) -> None:
    """Raise ChainBroken where a change set starts from a base that its chain had passed when the base was made."""
    for head in base.heads:
        if head.side is link.side and link.sequence <= head.sequence:
            raise ChainBroken(
                f"{link.name} is number {link.sequence} of side {link.side}, but when {name} was made, from which it "
                f"starts, that chain had come to {head.sequence}."
            )


def check_heads(name: str, base: Base, before_name: str, before: Base) -> None:
    """Raise ChainBroken where a further base knows less of a chain than the one before it, or another chain."""
    heads = {head.side: head for head in base.heads}
    for head in before.heads:
        now = heads.get(head.side)
        if now is None or now.sequence < head.sequence:
            raise ChainBroken(f"{name} says less of the chain of side {head.side} than {before_name} before it.")
        if now.sequence == head.sequence and now.sha256 != head.sha256:
            raise ChainBroken(
                f"{name} and {before_name} name different documents as number {head.sequence} of side {head.side}."
            )


def missing(numbers: Iterable[int], after: int = 0) -> tuple[tuple[int, int], ...]:
    """Return the runs of numbers, first and last, that are missing above `after` and below the highest."""
    runs, last = [], after
    for number in sorted(set(numbers)):
        if number > last + 1:
            runs.append((last + 1, number - 1))
        last = max(last, number)
    return tuple(runs)


def spelled(runs: Iterable[tuple[int, int]]) -> str:
    """Return runs of numbers in words: "3, 5 to 7"."""
    return ", ".join(str(first) if first == last else f"{first} to {last}" for first, last in runs)


def places(links: Iterable[Link], anchors: Mapping[int, str]) -> dict[str, Place]:
    """Return where each link of one side's chain stands, by its sha256.

    `anchors` are the numbers at which the chain is known without the links, with the sha256 there: those that the
    joint bases name. The order of the links does not matter, and neither does the order in which they came.
    """
    known = {0: "", **anchors}
    by_number: dict[int, dict[str, Link]] = defaultdict(dict)
    for link in sorted(links, key=_order, reverse=True):
        by_number[link.sequence][link.sha256] = link
    found: dict[str, Place] = {}
    for number, group in sorted(by_number.items()):
        for link in group.values():
            found[link.sha256] = _place(link, group, by_number.get(number - 1, {}), found, known)
    _look_back(by_number, found)
    return found


def head_of(links: Iterable[Link], found: Mapping[str, Place]) -> Link | None:
    """Return the last link that is reached without a gap, None where there is none."""
    return max((link for link in links if found[link.sha256].reached), key=lambda link: link.sequence, default=None)


def _place(
    link: Link,
    group: Mapping[str, Link],
    before: Mapping[str, Link],
    found: Mapping[str, Place],
    known: Mapping[int, str],
) -> Place:
    number = link.sequence
    if number in known:
        if link.sha256 == known[number]:
            return _REACHED
        return _against(f"{link.name} is another number {number} of side {link.side} than the joint base names.")
    if len(group) > 1:
        one, other = sorted(group.values(), key=_order)[:2]
        return Place(False, problem=one_number(one, other))
    if number - 1 in known:
        if link.previous == known[number - 1]:
            return _REACHED
        return _against(f"{link.name} names another document before it than the joint base does.")
    if not before:
        return Place(False, f"Number {number - 1} of side {link.side} is missing before it.")
    if link.previous not in before:
        named = min(before.values(), key=_order).name
        return _against(f"{link.name} names another document before it than {named}.")
    if found[link.previous].reached:
        return _REACHED
    return Place(False, f"Something before it in the chain of side {link.side} is missing or not settled.")


def _look_back(by_number: Mapping[int, Mapping[str, Link]], found: dict[str, Place]) -> None:
    """A link from before the base is reached when one after it is, and names it."""
    for number, group in sorted(by_number.items(), reverse=True):
        for link in group.values():
            before = by_number.get(number - 1, {}).get(link.previous)
            if before is not None and found[link.sha256].reached and not found[before.sha256].problem:
                found[before.sha256] = _REACHED


def _against(sentence: str) -> Place:
    return Place(False, problem=ChainBroken(sentence))


def _order(link: Link) -> tuple[str, int, str, str]:
    return link.side, link.sequence, link.name, link.sha256


def _short(document: Document) -> str:
    return f"{called(document)} ({document.sha256[:12]})"
