"""Proposing: what A added and what B added that looks like one thing. It is a proposal until both sides say so.

Places are held against each other with the tolerances of the joint profile; names, numbers and texts sign by sign, in
NFC, never with the case taken away. One feature is proposed for one other, and for none where two are equally good.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from msgspec.structs import replace

from geodata.cancel import Progress, unwatched
from geodata.changes.comparing.comparison import Comparison
from geodata.changes.comparing.ground import Ground
from geodata.changes.comparing.proposals_alike import Alike, alike_lines, alike_points, alike_sources
from geodata.changes.comparing.proposed import Doubt, Proposal
from geodata.changes.documents.base import Base, layers_of
from geodata.changes.documents.changeset import ChangeSet
from geodata.changes.edits import Op
from geodata.model.feature import TRAVELLING, Feature, Kind
from geodata.model.profile import JointProfile, Tier
from geodata.model.status import Side

_MATCHED = (Kind.SEGMENT, Kind.TURNING_POINT, Kind.MARKER, Kind.ROUTE, Kind.SOURCE)
"""The kinds that two sides may add twice; alternative lines and notes are each side's own."""

_CLOSEST = list(Tier)

Added = Mapping[str, Feature]


@dataclass(frozen=True, slots=True)
class _Found:
    proposals: list[Proposal]
    doubts: list[Doubt]


def proposed(
    comparison: Comparison, one: ChangeSet, other: ChangeSet, base: Base | None = None, progress: Progress | None = None
) -> Comparison:
    """Return a comparison with what may be one thing under two identifiers, and with what the sides say of that."""
    a, b = sorted((one, other), key=lambda changes: changes.side)
    ground = Ground(layers_of(base) if base is not None else None, a, b)
    found = proposals(ground, progress)
    return replace(comparison, proposals=tuple(found.proposals), doubts=tuple(found.doubts))


def proposals(ground: Ground, progress: Progress | None = None) -> _Found:
    """Return the proposals by kind and identifiers, and the features of which it cannot be said which is which."""
    watched, said = progress or unwatched(), _said(ground)
    settled = {id_ for each in said if each.confirmed for id_ in (each.a, each.b)}
    by_pair = {(each.a, each.b): each for each in said}
    found, doubts = [], []
    for number, kind in enumerate(_MATCHED):
        watched.step("Looking for what both sides added", number, len(_MATCHED))
        a, b = (_added(ground, side, kind, settled) for side in Side)
        pairs, unclear = _matched(list(_alike(kind, a, b, ground.profile, watched)))
        for each in pairs:
            told = by_pair.pop((each.a, each.b), None)
            found.append(_proposal(ground, kind, each, told.said_by if told else ()))
        doubts += [_doubt(ground, kind, one, other) for one, other in unclear]
    return _Found(sorted([*found, *by_pair.values()], key=_place), sorted(doubts, key=_place))


def _alike(kind: Kind, a: Added, b: Added, profile: JointProfile, progress: Progress) -> Iterable[Alike]:
    if not a or not b:
        return ()
    if kind is Kind.SOURCE:
        return alike_sources(a, b)
    return alike_lines(a, b, profile, progress) if kind in (Kind.SEGMENT, Kind.ROUTE) else alike_points(a, b, profile)


def _added(ground: Ground, side: Side, kind: Kind, settled: set[str]) -> dict[str, Feature]:
    """What one side added and the other did not, in the order of identifiers."""
    own, others = ground.touched[side], ground.touched[side.other]
    return {
        id_: one.after
        for (each, id_), one in sorted(own.items())
        if each is kind and one.edit.op is Op.ADD and one.after and id_ not in settled and (each, id_) not in others
    }


def _rank(each: Alike) -> tuple[int, int, int, int]:
    """How good a pair is, the best first; what is equal here cannot be told apart."""
    tier = _CLOSEST.index(each.tier) if each.tier is not None else 0
    return -len(each.why), each.differ, tier, -(each.share or 0) // 100


def _matched(pairs: list[Alike]) -> tuple[list[Alike], list[tuple[list[str], list[str]]]]:
    """Return the pairs that are each other's best and only, and the features that are left with several as good."""
    found: list[Alike] = []
    while True:
        best_a, best_b = _best(pairs, True), _best(pairs, False)
        chosen = [each for each in pairs if best_a.get(each.a) == [each] and best_b.get(each.b) == [each]]
        if not chosen:
            return found, list(_together(pairs))
        found += chosen
        gone = {id_ for each in chosen for id_ in (each.a, each.b)}
        pairs = [each for each in pairs if each.a not in gone and each.b not in gone]


def _best(pairs: list[Alike], of_a: bool) -> dict[str, list[Alike]]:
    """For each feature of a side the pairs that are as good as its best."""
    found: dict[str, list[Alike]] = defaultdict(list)
    for each in pairs:
        held = found[each.a if of_a else each.b]
        if held and _rank(each) < _rank(held[0]):
            held.clear()
        if not held or _rank(each) == _rank(held[0]):
            held.append(each)
    return found


def _together(pairs: list[Alike]) -> Iterator[tuple[list[str], list[str]]]:
    """Yield the features of A and of B that hang together by pairs."""
    above: dict[str, str] = {}

    def root(id_: str) -> str:
        while (next_ := above.get(id_, id_)) != id_:
            above[id_] = above.get(next_, next_)
            id_ = next_
        return id_

    for each in pairs:
        above[root(each.a)] = root(each.b)
    found: dict[str, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    for each in pairs:
        a, b = found[root(each.a)]
        a.add(each.a)
        b.add(each.b)
    for a, b in found.values():
        yield sorted(a), sorted(b)


def _said(ground: Ground) -> list[Proposal]:
    """What the sides say to be one: their own words, whether it looks alike or not."""
    found = []
    for pair, sides in ground.aliases.items():
        kind = next((kind for kind in TRAVELLING for id_ in pair if ground.held(kind, id_)), None)
        if kind is None or not _in_play(ground, kind, pair):
            continue
        a, b = pair if (kind, pair[0]) not in ground.touched[Side.B] else pair[::-1]
        labels = ground.label(kind, a), ground.label(kind, b)
        found.append(Proposal(kind=kind, a=a, b=b, label_a=labels[0], label_b=labels[1], said_by=sides))
    return found


def _in_play(ground: Ground, kind: Kind, pair: tuple[str, str]) -> bool:
    """Whether a side touched one of the two since the base, or said only since then that they are one."""
    return any((kind, id_) in ground.touched[side] for side in Side for id_ in pair) or any(
        each is Kind.ALIAS and {one.edit.new.get("first"), one.edit.new.get("second")} == set(pair)
        for side in Side
        for (each, _), one in ground.touched[side].items()
    )


def _proposal(ground: Ground, kind: Kind, each: Alike, said_by: tuple[Side, ...]) -> Proposal:
    return Proposal(
        kind=kind,
        a=each.a,
        b=each.b,
        label_a=ground.label(kind, each.a),
        label_b=ground.label(kind, each.b),
        why=(*(("place",) if each.tier is not None else ()), *each.why),
        apart=each.apart,
        tier=each.tier,
        share=each.share,
        said_by=said_by,
    )


def _doubt(ground: Ground, kind: Kind, a: list[str], b: list[str]) -> Doubt:
    labels = [tuple(ground.label(kind, id_) for id_ in ids) for ids in (a, b)]
    return Doubt(kind=kind, a=tuple(a), b=tuple(b), labels_a=labels[0], labels_b=labels[1])


def _place(each: Proposal | Doubt) -> tuple[object, ...]:
    """Neither side is called up first: by kind, then by the smaller identifier."""
    ids = (each.a, each.b) if isinstance(each, Proposal) else (*each.a, *each.b)
    return list(Kind).index(each.kind), sorted(ids)
