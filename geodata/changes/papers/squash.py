"""Squashing: several change sets of one side as one working paper, in whatever order they are given.

What is laid on another of them is composed with it. What starts from the same place, such as the work of two
technicians, is combined where it does not touch the same. Of the links of one chain, each of which holds everything
since the base, the last stands for all.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from msgspec.structs import replace

from geodata.changes.authority import own_position
from geodata.changes.comparing.ground import label_of
from geodata.changes.delta import Delta, Key, apply, net
from geodata.changes.documents.base import Base
from geodata.changes.documents.chain import check_follows, link_of
from geodata.changes.documents.changeset import ChangeSet, deltas_of
from geodata.changes.documents.document import called
from geodata.changes.edits import Edit
from geodata.changes.leaning import after_first_change, redraws, said_along
from geodata.changes.merging.loom import place
from geodata.changes.merging.three_way import three_way
from geodata.changes.papers.bits import bits_of, state_with
from geodata.changes.papers.papers import Papers, by_hash, checked_on, ground_of, paper
from geodata.errors import Refused
from geodata.model.feature import Kind
from geodata.model.profile import JointProfile
from geodata.model.project import Layers
from geodata.model.segment import Segment, Standing
from geodata.model.status import Side


class Gone(StrEnum):
    """What became of an edit of an earlier link that the last one of its chain no longer has as it was."""

    SUPERSEDED = "superseded"
    TAKEN_BACK = "taken_back"


@dataclass(frozen=True, slots=True)
class NoLonger:
    """An edit of an earlier link, the earlier link's name, and the later edit that took its place, if one did."""

    link: str
    edit: Edit
    by: Edit | None

    @property
    def gone(self) -> Gone:
        """What became of it."""
        return Gone.SUPERSEDED if self.by else Gone.TAKEN_BACK


@dataclass(frozen=True, slots=True)
class Squashed:
    """One paper that says what several said together, and what of earlier links it no longer says."""

    document: ChangeSet
    no_longer: tuple[NoLonger, ...]


def squash(base: Base, given: Iterable[ChangeSet], papers: Papers | None = None, message: str = "") -> Squashed:
    """Return several change sets of one side on one base as one; the order in which they are given is no matter.

    `papers` holds what they are laid on beyond themselves. Raise Refused naming what does not go together,
    ChainBroken for links of one chain that do not follow each other, and what `laid_on` raises.
    """
    sets = sorted(by_hash(given).values(), key=lambda each: (len(each.after), each.sequence, each.sha256))
    _check_together(sets)
    known = {**(papers or {}), **by_hash(sets)}
    standing, no_longer = _last_links(sets)
    root = _root(standing)
    layers = ground_of(base, known, next(each for each in standing if each.after == root))
    deltas = _composed(standing, root, layers, known)
    return Squashed(checked_on(base, known, paper(deltas, sets, root, message)), tuple(no_longer))


def _check_together(sets: Sequence[ChangeSet]) -> None:
    if not sets:
        raise Refused("Name at least one change set.")
    first = sets[0]
    for each in sets[1:]:
        if each.side is not first.side:
            raise Refused("These are change sets of both sides; they are merged, not squashed.")
        if each.base != first.base:
            raise Refused(f"The {called(each)} and the {called(first)} start from different bases.")
        if each.profile != first.profile:
            raise Refused(f"The {called(each)} and the {called(first)} were made under different joint profiles.")


def _last_links(sets: Sequence[ChangeSet]) -> tuple[list[ChangeSet], list[NoLonger]]:
    """Return what stands: of each chain the last link, and every paper; and what earlier links said beyond it."""
    chains: list[list[ChangeSet]] = []
    for link in (each for each in sets if not each.draft):
        chain = next((chain for chain in chains if chain[-1].sha256 == link.previous), None)
        if chain is None:
            chains.append([link])
        else:
            chain.append(link)
    for one, other in combinations(chains, 2):
        _check_apart(*sorted((one, other), key=lambda chain: chain[0].sequence))
    earlier = {link.sha256: chain[-1] for chain in chains for link in chain[:-1]}
    for each in sets:
        if later := next((earlier[sha256] for sha256 in each.after if sha256 in earlier), None):
            raise Refused(
                f"The {called(each)} is laid on an earlier link of a chain than the last one given, {called(later)}. "
                "Squash it with the link that it is laid on."
            )
    no_longer = [gone for chain in chains for link in chain[:-1] for gone in _no_longer(link, chain[-1])]
    return [each for each in sets if each.sha256 not in earlier], no_longer


def _check_apart(one: Sequence[ChangeSet], other: Sequence[ChangeSet]) -> None:
    """Two chains with a number in common are those of two technicians; else one might go on from the other."""
    before, after = link_of(one[-1]), link_of(other[0])
    if before is not None and after is not None and before.sequence < after.sequence:
        if before.sequence + 1 == after.sequence:
            check_follows(after, before)
        raise Refused(
            f"Whether the {called(other[0])} goes on from the {called(one[-1])} cannot be told without those between. "
            "Give them too, or only the last one: it holds everything since the base."
        )


def _no_longer(link: ChangeSet, last: ChangeSet) -> list[NoLonger]:
    now = {(edit.kind, edit.id): (edit, change) for edit, change in zip(last.edits, last.changes, strict=True)}
    found = []
    for edit, change in zip(link.edits, link.changes, strict=True):
        by = now.get((edit.kind, edit.id))
        if by is None or by[1] != change:
            found.append(NoLonger(called(link), edit, by[0] if by else None))
    return found


def _root(standing: Sequence[ChangeSet]) -> tuple[str, ...]:
    """Return what all of them are laid on that is not among them."""
    known = {each.sha256 for each in standing}
    roots = set()
    for each in standing:
        outer = [sha256 for sha256 in each.after if sha256 not in known]
        if each.after[: len(outer)] != tuple(outer):
            missing = next(sha256 for sha256 in each.after[::-1] if sha256 not in known)
            raise Refused(f"A {called(each)} is laid on the change set {missing[:12]} too; squash it with that one.")
        roots.add(tuple(outer))
    if len(roots) > 1:
        _, missing = max((len(root), root[-1]) for root in roots if root)
        raise Refused(f"Not all of these are laid on the change set {missing[:12]}; give that one too.")
    return roots.pop()


def _composed(standing: Sequence[ChangeSet], root: tuple[str, ...], layers: Layers, known: Papers) -> list[Delta]:
    """Return the net changes of everything that is laid after `root`, to the layers there."""
    found: dict[Key, Delta] = {}
    before = ""
    for each in (each for each in standing if each.after == root):
        own = deltas_of(each, layers)
        rest = _composed(standing, (*root, each.sha256), apply(layers, own), known)
        deltas = {delta.key: delta for delta in net([*own, *rest])}
        found = (
            _side_by_side(found, deltas, each.profile, each.side, f"{before} and {called(each)}") if before else deltas
        )
        before = f"{before}, {called(each)}" if before else called(each)
    return [found[key] for key in sorted(found, key=place)]


def _side_by_side(
    one: dict[Key, Delta], other: dict[Key, Delta], profile: JointProfile, side: Side, names: str
) -> dict[Key, Delta]:
    """Return what two papers that start from the same layers come to; raise Refused naming what both touch."""
    apart = [delta.key for delta in _redrawn_beneath(one, other)]
    found = {**one, **other}
    for key in sorted(one.keys() & other.keys(), key=place):
        together = _both(one[key], other[key], profile, side)
        if together is None:
            apart.append(key)
        else:
            found[key] = together
    if apart:
        states = {key: found[key].feature for key in apart}
        listed = ", ".join(
            f"{key[0].replace('_', ' ')} {label_of(states[key]) or key[1]}" for key in sorted(states, key=place)[:5]
        )
        raise Refused(
            f"The {names} do not go together: both touch {listed}{' and more' if len(set(apart)) > 5 else ''}. "
            "Settle it in one of the projects, or leave it out of one with pick."
        )
    return found


def _both(one: Delta, other: Delta, profile: JointProfile, side: Side) -> Delta | None:
    """Return what two changes of one feature come to, None where they do not go together."""
    if one == other:
        return one
    if one.old is None or one.new is None or other.new is None:
        return None
    said = _said(one, other, side)
    if said is None:
        return None
    before = {name: getattr(one.old, name) for name in said}
    bare = [Delta(one.old, replace(new, **before)) for new in (one.new, other.new)]
    found = three_way(bare[0], bare[1], profile.tolerances.rounding_mm / 1000)
    return None if found.conflict else Delta(one.old, replace(found.merged, **said))


def _said(one: Delta, other: Delta, side: Side) -> dict[str, tuple[Standing, ...]] | None:
    """Return what a side says of a segment after both changes, by field; None where both speak of one stretch."""
    if not isinstance(one.old, Segment):
        return {}
    runs = [[bit for bit in bits_of([each], side) if bit.stretches] for each in (one, other)]
    same = {(bit.gone, bit.come) for bit in runs[0]} & {(bit.gone, bit.come) for bit in runs[1]}
    apart = [bit for bit in runs[1] if (bit.gone, bit.come) not in same]
    if any(bit.start < each.end and each.start < bit.end for bit in runs[0] for each in apart):
        return None
    state = state_with(one.old, [*runs[0], *apart])
    return {own_position(side): state.standings(side)} if isinstance(state, Segment) else {}


def _redrawn_beneath(one: dict[Key, Delta], other: dict[Key, Delta]) -> list[Delta]:
    """Return the changes of lines along which the other paper says something beyond where they begin."""
    found: list[Delta] = []
    for lines, words in ((one, other), (other, one)):
        redrawn = [delta for key, delta in lines.items() if key[0] is Kind.SEGMENT and redraws(delta)]
        said = said_along(words.values()) if redrawn else {}
        found += [
            delta for delta in redrawn if any(after_first_change(delta, end) for _, end in said.get(delta.key[1], ()))
        ]
    return found
