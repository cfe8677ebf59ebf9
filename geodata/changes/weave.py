"""Weaving: the changes of both sides into one state of the base, and what does not go together apart from it.

Nothing wins by coming later: weaving B and A gives what weaving A and B gives. Every part of either side's changes has
one fate, and only what goes together is woven in.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from msgspec.structs import replace

from geodata.changes.delta import Delta, Key
from geodata.changes.edits import change_of
from geodata.changes.leaning import after_first_change, decided, said_along
from geodata.changes.loom import Loom, Node, Sides, place
from geodata.changes.open_items import Conflict, OpenItem, in_order, open_item
from geodata.changes.parts import parts_of
from geodata.changes.settling import hold_unsound, settle
from geodata.changes.three_way import three_way
from geodata.model.feature import Feature, Kind
from geodata.model.profile import JointProfile
from geodata.model.project import Layers
from geodata.model.source import Source
from geodata.model.status import Side


class Fate(StrEnum):
    """What became of one part of an edit."""

    APPLIED = "applied"
    AT_ONE = "at_one"
    SUPERSEDED = "superseded"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Told:
    """The fate of one part of one side's edit; `item` is the open item that it waits in, or what superseded it."""

    side: Side
    key: Key
    part: str
    fate: Fate
    item: str = ""


@dataclass(frozen=True, slots=True)
class Woven:
    """The changes that go together, by kind and id, with who made each; what is open; and the fate of every part."""

    deltas: tuple[Delta, ...]
    by: tuple[tuple[Side, ...], ...]
    open: tuple[OpenItem, ...]
    fates: tuple[Told, ...]


def woven(layers: Layers, sides: Sides, profile: JointProfile) -> Woven:
    """Return what comes of both sides' changes to a base's layers; each side's by itself must fit them."""
    loom = Loom(layers, sides)
    _hold_decided(loom)
    _hold_along(loom)
    for key in loom.keys:
        if all(loom.stands(side, key) for side in Side):
            _weave(loom, key, profile.tolerances.rounding_mm / 1000)
    settle(loom)
    hold_unsound(loom, profile.grid)
    items, waiting = _items(loom)
    deltas = [Delta(old, new) for old, new in _states(loom) if old is not new and old != new]
    by = tuple(tuple(side for side in Side if _is_in(loom, (side, delta.key))) for delta in deltas)
    return Woven(tuple(deltas), by, items, tuple(_fates(loom, waiting)))


def _weave(loom: Loom, key: Key, close: float) -> None:
    """Weave what both sides did to one feature."""
    a, b = (loom.sides[side][key] for side in Side)
    if a == b or (a.old is None and b.old is None and _of_nobody(a) == _of_nobody(b)):
        loom.merged[key] = a.new if a == b else _of_nobody(a)
        loom.at_one[key] = frozenset(parts_of(a))
    elif a.old is None or a.new is None or b.new is None:
        loom.hold(key, Conflict.ADDED if a.old is None else Conflict.DELETED, [(side, key) for side in Side])
    else:
        found = three_way(a, b, close)
        loom.merged[key], loom.at_one[key] = found.merged, found.at_one
        if found.conflict is not None:
            wanted = {Side.A: found.a, Side.B: found.b}
            left = {side: Delta(a.old, state) for side, state in wanted.items() if found.open[side]}
            loom.part(key, found.conflict, left)


def _of_nobody(delta: Delta) -> Feature | None:
    """A feature that was added, a source as offered by nobody alone: two sides that read one file both enter it."""
    return replace(delta.new, offered_by=None) if isinstance(delta.new, Source) else delta.new


def _hold_decided(loom: Loom) -> None:
    """A segment that both chairs decided is redrawn or removed only by both: until then that is open."""
    for side in Side:
        for key, delta in loom.sides[side].items():
            if decided(delta):
                loom.hold(key, Conflict.DECIDED, [(side, key)])


def _hold_along(loom: Loom) -> None:
    """What one side says along a line, beyond where the other begins to redraw it, is measured on a line that is no
    more: both wait."""
    for side in Side:
        lines = {key: delta for key, delta in loom.sides[side].items() if _redraws(delta)}
        said = said_along(loom.sides[side.other].values()) if lines else {}
        for key, delta in lines.items():
            touched = [(side.other, other) for other, end in said.get(key[1], ()) if after_first_change(delta, end)]
            if touched:
                loom.hold(key, Conflict.ALONG, [(side, key), *touched])


def _redraws(delta: Delta) -> bool:
    return (
        delta.key[0] is Kind.SEGMENT
        and delta.old is not None
        and delta.new is not None
        and getattr(delta.old, "line", None) != getattr(delta.new, "line", None)
    )


def _states(loom: Loom) -> Iterator[tuple[Feature | None, Feature | None]]:
    for key in loom.keys:
        yield loom.layers[key[0]].get(key[1]), loom.state(key)


def _is_in(loom: Loom, node: Node) -> bool:
    """Whether anything of a side's edit is woven in."""
    side, key = node
    return loom.stands(side, key) and bool(frozenset(parts_of(loom.sides[side][key])) - loom.still_open(node))


_STRONGEST = list(Conflict)


def _items(loom: Loom) -> tuple[tuple[OpenItem, ...], dict[Node, str]]:
    """The open items, and which of them each edit that is held back waits in."""
    found, waiting = [], {}
    for nodes in loom.groups():
        about = [key for key in {key for _, key in nodes} if key in loom.reasons]
        first = min(about or [key for _, key in nodes], key=place)
        conflict = max((each for key in about for each in loom.reasons[key]), key=_STRONGEST.index)
        sides: dict[Side, list[Delta]] = {side: [] for side in Side}
        for side, key in nodes:
            sides[side].append(loom.partly.get((side, key), loom.sides[side][key]))
        item = open_item(conflict, *first, map(change_of, sides[Side.A]), map(change_of, sides[Side.B]))
        found.append(item)
        waiting.update(dict.fromkeys(nodes, item.id))
    return in_order(found), waiting


def _fates(loom: Loom, waiting: Mapping[Node, str]) -> Iterator[Told]:
    for key in loom.keys:
        for side in Side:
            if key not in loom.sides[side]:
                continue
            node, still = (side, key), loom.still_open((side, key))
            together = loom.at_one.get(key, frozenset[str]()) if loom.stands(side.other, key) else frozenset[str]()
            for part in parts_of(loom.sides[side][key]):
                if part in still:
                    yield Told(side, key, part, Fate.OPEN, waiting[node])
                elif node in loom.superseded:
                    yield Told(side, key, part, Fate.SUPERSEDED, loom.superseded[node][1][1])
                else:
                    yield Told(side, key, part, Fate.AT_ONE if part in together else Fate.APPLIED)
