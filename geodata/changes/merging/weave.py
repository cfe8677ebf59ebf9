"""Weaving: the changes of both sides into one state of the base, and what does not go together apart from it.

Nothing wins by coming later: weaving B and A gives what weaving A and B gives. Every part of either side's changes has
one fate, and only what goes together is woven in.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from geodata.changes.delta import Delta, Key
from geodata.changes.documents.open_items import Conflict, OpenItem, in_order, open_item
from geodata.changes.edits import change_of
from geodata.changes.leaning import decided
from geodata.changes.merging.loom import Loom, Sides
from geodata.changes.merging.same import of_nobody, supersede
from geodata.changes.merging.settling import Settling
from geodata.changes.merging.three_way import three_way
from geodata.changes.parts import WHOLE, alike
from geodata.model.feature import Feature
from geodata.model.profile import JointProfile
from geodata.model.project import Layers
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
    settling = Settling(loom)
    for key in loom.keys:
        if len(loom.nodes(key)) == len(Side):
            _weave(loom, key, profile.tolerances.rounding_mm / 1000)
        _hold_decided(loom, key)
    supersede(loom)
    settling.settle()
    settling.hold_along()
    settling.hold_unsound(profile.grid)
    items, waiting = _items(loom)
    deltas = [Delta(old, new) for old, new in _states(loom) if old is not new and old != new]
    by = tuple(tuple(side for side in Side if loom.standing((side, delta.key))) for delta in deltas)
    return Woven(tuple(deltas), by, items, tuple(_fates(loom, waiting)))


def _weave(loom: Loom, key: Key, close: float) -> None:
    """Tell of what both sides did to one feature where they did the same, and hold what does not go together."""
    a, b = (loom.sides[side][key] for side in Side)
    same = alike(a.new, b.new)
    if same or (a.old is None and b.old is None and alike(of_nobody(a.new), of_nobody(b.new))):
        if a.old is None:
            loom.agreed[key] = a.new if same else of_nobody(a.new)
        loom.at_one[key] = frozenset(loom.parts((Side.A, key)))
    elif a.old is None or a.new is None or b.new is None:
        strands = [strand for node in loom.nodes(key) for strand in loom.strands(node)]
        loom.hold(key, Conflict.ADDED if a.old is None else Conflict.DELETED, strands)
    else:
        found = three_way(a, b, close)
        loom.at_one[key] = found.at_one
        if found.conflict is None:
            loom.know(key, found.merged)
        else:
            loom.hold(key, found.conflict, [(side, key, part) for side in Side for part in found.open[side]])


def _hold_decided(loom: Loom, key: Key) -> None:
    """A segment that both chairs decided is redrawn or removed only by them: until then that is open."""
    nodes = [node for node in loom.nodes(key) if decided(loom.sides[node[0]][key])]
    strands = [(*node, part) for node in nodes for part in loom.parts(node) if part in (WHOLE, "line")]
    if strands:
        loom.hold(key, Conflict.DECIDED, strands)


def _states(loom: Loom) -> Iterator[tuple[Feature | None, Feature | None]]:
    for key in loom.keys:
        yield loom.layers[key[0]].get(key[1]), loom.state(key)


_STRONGEST = list(Conflict)


def _items(loom: Loom) -> tuple[tuple[OpenItem, ...], dict[Key, str]]:
    """The open items, and which of them what is held of each feature waits in."""
    found, waiting = [], {}
    for keys in loom.groups():
        about = [key for key in keys if key in loom.reasons]
        conflict = max((each for key in about for each in loom.reasons[key]), key=_STRONGEST.index)
        wanted = {side: [loom.wanted((side, key)) for key in keys if loom.held.get((side, key))] for side in Side}
        item = open_item(conflict, *about[0], map(change_of, wanted[Side.A]), map(change_of, wanted[Side.B]))
        found.append(item)
        waiting.update(dict.fromkeys(keys, item.id))
    return in_order(found), waiting


def _fates(loom: Loom, waiting: Mapping[Key, str]) -> Iterator[Told]:
    for key in loom.keys:
        for node in loom.nodes(key):
            held, at_one = loom.held.get(node, ()), loom.at_one.get(key, ())
            for part in loom.parts(node):
                if part in held:
                    yield Told(*node, part, Fate.OPEN, waiting[key])
                elif node in loom.superseded:
                    yield Told(*node, part, Fate.SUPERSEDED, loom.superseded[node][1][1])
                else:
                    yield Told(*node, part, Fate.AT_ONE if part in at_one else Fate.APPLIED)
