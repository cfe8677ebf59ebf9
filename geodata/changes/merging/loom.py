"""The loom: which parts of both sides' changes are woven into a base, which are held back, and which hang together."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from geodata.changes.delta import Delta, Key
from geodata.changes.documents.open_items import Conflict
from geodata.changes.merging.three_way import together
from geodata.changes.parts import WHOLE, parts_of, taken
from geodata.model.feature import Feature, Kind
from geodata.model.project import Layers
from geodata.model.status import Side

Sides = Mapping[Side, Mapping[Key, Delta]]
"""What each side changed, by kind and id."""

Node = tuple[Side, Key]
"""One side's edit of one feature."""

Strand = tuple[Side, Key, str]
"""One part of one side's edit of one feature."""

_SIDES = tuple(Side)

ORDER = {kind: place for place, kind in enumerate(Kind)}


def place(key: Key) -> tuple[int, str]:
    """Return where a feature stands in the order of documents."""
    return ORDER[key[0]], key[1]


@dataclass
class Loom:
    """Strands that are not held are woven in; what both sides did alike (`at_one`) is held or woven in together.

    `agreed` are features that both added, as they are woven in. An addition that is `superseded` stands behind one
    that is the same feature under another identifier. Features of which something is held hang together by ties, and
    the reasons are kept by feature, so that the order in which they were found is of no matter.
    """

    layers: Layers
    sides: Sides
    agreed: dict[Key, Feature | None] = field(default_factory=dict)
    at_one: dict[Key, frozenset[str]] = field(default_factory=dict)
    held: dict[Node, set[str]] = field(default_factory=lambda: defaultdict(set))
    superseded: dict[Node, Node] = field(default_factory=dict)
    reasons: dict[Key, set[Conflict]] = field(default_factory=lambda: defaultdict(set))
    fresh: list[Strand] = field(default_factory=list)
    _above: dict[Key, Key] = field(default_factory=dict)
    _parts: dict[Node, tuple[str, ...]] = field(default_factory=dict)
    _states: dict[Key, Feature | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Put the touched features in order, once."""
        self.keys = sorted(self.sides[Side.A].keys() | self.sides[Side.B].keys(), key=place)

    def parts(self, node: Node) -> tuple[str, ...]:
        """Return the parts of an edit."""
        found = self._parts.get(node)
        if found is None:
            found = self._parts[node] = parts_of(self.sides[node[0]][node[1]])
        return found

    def nodes(self, key: Key) -> list[Node]:
        """Return the edits of a feature, A's first."""
        return [(side, key) for side in _SIDES if key in self.sides[side]]

    def hold(self, about: Key, conflict: Conflict, strands: Iterable[Strand]) -> None:
        """Hold strands back, together, because of a feature."""
        self.reasons[about].add(conflict)
        self.follow(about, strands)

    def follow(self, about: Key, strands: Iterable[Strand]) -> None:
        """Hold strands back together with a feature."""
        for side, key, part in strands:
            self._tie(about, key)
            self._hold(side, key, part)
            if part in self.at_one.get(key, ()):
                self._hold(side.other, key, part)

    def supersede(self, node: Node, by: Node) -> None:
        """Let an addition stand behind another; should that one be held, both are, as both added."""
        self.superseded[node] = by
        self._states.clear()

    def standing(self, node: Node) -> list[str]:
        """Return the parts of an edit that are woven in."""
        if node in self.superseded or node[1] not in self.sides[node[0]]:
            return []
        held = self.held.get(node)
        return [part for part in self.parts(node) if part not in held] if held else list(self.parts(node))

    def strands(self, node: Node) -> list[Strand]:
        """Return what of an edit is woven in, part by part."""
        return [(*node, part) for part in self.standing(node)]

    def done(self, node: Node) -> Feature | None:
        """Return a feature as one side's edit alone leaves it, without what is held."""
        if node not in self.held:
            return self.sides[node[0]][node[1]].new
        return taken(self.sides[node[0]][node[1]], self.standing(node))

    def wanted(self, node: Node) -> Delta:
        """Return what is held of an edit, as a change of the base."""
        delta = self.sides[node[0]][node[1]]
        return Delta(delta.old, taken(delta, self.held[node]))

    def own(self, side: Side, key: Key) -> Feature | None:
        """Return a feature as one side by itself would have it."""
        delta = self.sides[side].get(key)
        return self.layers[key[0]].get(key[1]) if delta is None else delta.new

    def state(self, key: Key) -> Feature | None:
        """Return a feature as it is after what is woven in."""
        if key not in self._states:
            self._states[key] = self._state(key)
        return self._states[key]

    def know(self, key: Key, merged: Feature) -> None:
        """Remember what two edits of a feature come to as long as nothing of them is held."""
        self._states[key] = merged

    def removing(self, key: Key) -> list[Strand]:
        """Return the removals of a feature that are woven in."""
        nodes = [node for node in self.nodes(key) if self.sides[node[0]][key].new is None]
        return [(*node, WHOLE) for node in nodes if self.standing(node)]

    def groups(self) -> list[list[Key]]:
        """Return the features of which something is held, those together that hang together, in order."""
        found: dict[Key, list[Key]] = {}
        for key in sorted({key for _, key in self.held}, key=place):
            found.setdefault(self._root(key), []).append(key)
        return list(found.values())

    def _state(self, key: Key) -> Feature | None:
        base = self.layers[key[0]].get(key[1])
        nodes = [node for node in self.nodes(key) if self.standing(node)]
        if not nodes:
            return base
        if key in self.agreed:
            return self.agreed[key]
        states = [self.done(node) for node in nodes]
        if len(states) == 1 or base is None or None in states:
            return states[0]
        return together(base, states[0], states[1])

    def _hold(self, side: Side, key: Key, part: str) -> None:
        node = (side, key)
        if part in self.held[node]:
            return
        self.held[node].add(part)
        self._states.pop(key, None)
        self.fresh.append((side, key, part))
        for each in [each for each, by in self.superseded.items() if node in (each, by)]:
            by = self.superseded.pop(each, None)
            if by is None:
                continue
            self.agreed.pop(by[1], None)
            self._states.clear()
            self.hold(min(each[1], by[1], key=place), Conflict.ADDED, [(*each, WHOLE), (*by, WHOLE)])

    def _tie(self, one: Key, other: Key) -> None:
        self._above[self._root(one)] = self._root(other)

    def _root(self, key: Key) -> Key:
        while (above := self._above.get(key, key)) != key:
            self._above[key] = key = self._above.get(above, above)
        return key
