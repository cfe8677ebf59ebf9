"""The loom: what of both sides' changes is woven into a base, what is held back, and what hangs together with what."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from geodata.changes.delta import Delta, Key
from geodata.changes.open_items import Conflict
from geodata.changes.parts import parts_of
from geodata.model.feature import Feature, Kind
from geodata.model.project import Layers
from geodata.model.status import Side

Sides = Mapping[Side, Mapping[Key, Delta]]
"""What each side changed, by kind and id."""

Node = tuple[Side, Key]
"""One side's edit of one feature."""

ORDER = {kind: place for place, kind in enumerate(Kind)}

_NONE: frozenset[str] = frozenset()


def place(key: Key) -> tuple[int, str]:
    """Return where a feature stands in the order of documents."""
    return ORDER[key[0]], key[1]


@dataclass
class Loom:
    """Edits that stand are woven in; `whole` are held back, of those in `partly` a part is.

    `merged` is what two standing edits of one feature come to and `at_one` the parts in which they are the same.
    Edits that are held back hang together by `tie`; the reasons are kept by feature, so that the order in which they
    were found is of no matter.
    """

    layers: Layers
    sides: Sides
    merged: dict[Key, Feature | None] = field(default_factory=dict)
    at_one: dict[Key, frozenset[str]] = field(default_factory=dict)
    whole: set[Node] = field(default_factory=set)
    partly: dict[Node, Delta] = field(default_factory=dict)
    superseded: dict[Node, Node] = field(default_factory=dict)
    reasons: dict[Key, set[Conflict]] = field(default_factory=dict)
    _parent: dict[Node, Node] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Put the touched features in order, once."""
        self.keys = sorted(self.sides[Side.A].keys() | self.sides[Side.B].keys(), key=place)

    def hold(self, about: Key, conflict: Conflict, nodes: Iterable[Node]) -> None:
        """Hold whole edits back, together, because of a feature."""
        self.reasons.setdefault(about, set()).add(conflict)
        self.follow(list(nodes))

    def follow(self, nodes: list[Node]) -> None:
        """Hold whole edits back, together."""
        for node in nodes:
            self.whole.add(node)
            self.partly.pop(node, None)
            self._tie(nodes[0], node)
            other = (node[0].other, node[1])
            if other in self.partly:  # what is left of it has lost what it was left against
                self.follow([node, other])

    def part(self, about: Key, conflict: Conflict, parts: Mapping[Side, Delta]) -> None:
        """Hold back a part of both sides' edits of one feature."""
        for side, delta in parts.items():
            self.partly[side, about] = delta
        if len(parts) == len(Side):
            self._tie(*((side, about) for side in Side))
        self.reasons.setdefault(about, set()).add(conflict)

    def stands(self, side: Side, key: Key) -> bool:
        """Tell whether a side's edit is woven in, at least in part."""
        return key in self.sides[side] and (side, key) not in self.whole and (side, key) not in self.superseded

    def state(self, key: Key) -> Feature | None:
        """Return a feature as it is after what is woven in."""
        standing = [side for side in Side if self.stands(side, key)]
        if len(standing) == len(Side):
            return self.merged[key]
        if standing:
            return self.sides[standing[0]][key].new
        return self.layers[key[0]].get(key[1])

    def still_open(self, node: Node) -> frozenset[str]:
        """Return the parts of an edit that are held back."""
        if node in self.whole:
            return frozenset(parts_of(self.sides[node[0]][node[1]]))
        return frozenset(parts_of(self.partly[node])) if node in self.partly else _NONE

    def groups(self) -> list[list[Node]]:
        """Return the edits that are held back, those together that hang together."""
        found: dict[Node, list[Node]] = {}
        for key in self.keys:
            for side in Side:
                if (side, key) in self.whole or (side, key) in self.partly:
                    found.setdefault(self._root((side, key)), []).append((side, key))
        return list(found.values())

    def _tie(self, one: Node, other: Node) -> None:
        self._parent[self._root(one)] = self._root(other)

    def _root(self, node: Node) -> Node:
        while (above := self._parent.get(node, node)) != node:
            node = above
        return node
