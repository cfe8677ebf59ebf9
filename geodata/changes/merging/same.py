"""What both sides made, each under an identifier of its own, and what both have said is one thing."""

from msgspec.structs import replace

from geodata.changes.documents.open_items import Conflict
from geodata.changes.leaning import leans_on
from geodata.changes.merging.loom import Loom, Node, place
from geodata.changes.parts import WHOLE
from geodata.model.alias import Alias
from geodata.model.feature import TRAVELLING, Feature, Kind
from geodata.model.source import Source
from geodata.model.status import Side

_OWNERS = ("by", "proposed_by", "offered_by")


def of_nobody(feature: Feature | None) -> Feature | None:
    """Return a source as offered by nobody alone, as it is once both sides read it; anything else as it is."""
    return replace(feature, offered_by=None) if isinstance(feature, Source) else feature


def supersede(loom: Loom) -> None:
    """Let one addition stand for two where both sides say that they are one thing, and they are the same but for
    identifier and owner: that with the smaller identifier. Otherwise, or where something leans on the other, they are
    one open item."""
    pairs = _confirmed(loom)
    added = {key[1]: key for key in loom.keys if _adding(loom, key[1], key[0])} if pairs else {}
    for first, second in pairs:
        if first not in added or second not in added:
            continue
        one, other = (_adding(loom, id_, added[id_][0]) for id_ in (first, second))
        if one is None or other is None or one[0] is other[0]:
            continue
        if _alike(loom, one, other) and not _leaned_on(loom, other):
            loom.agreed[one[1]] = of_nobody(loom.sides[one[0]][one[1]].new)
            loom.supersede(other, one)
        else:
            loom.hold(min(one[1], other[1], key=place), Conflict.ADDED, [(*one, WHOLE), (*other, WHOLE)])


def _confirmed(loom: Loom) -> list[tuple[str, str]]:
    """The pairs of which both sides say, in the base or now, that they are one thing."""
    said: dict[Side, set[tuple[str, str]]] = {side: set() for side in Side}
    for id_ in {*loom.layers[Kind.ALIAS], *(key[1] for key in loom.keys if key[0] is Kind.ALIAS)}:
        word = loom.state((Kind.ALIAS, id_))
        if isinstance(word, Alias):
            said[word.by].add(word.pair)
    return sorted(said[Side.A] & said[Side.B])


def _adding(loom: Loom, id_: str, kind: Kind) -> Node | None:
    """The edit by which one side alone adds a feature, and that stands."""
    nodes = loom.nodes((kind, id_))
    alone = len(nodes) == 1 and loom.sides[nodes[0][0]][kind, id_].old is None and loom.standing(nodes[0])
    return nodes[0] if alone and kind in TRAVELLING else None


def _alike(loom: Loom, one: Node, other: Node) -> bool:
    first, second = (loom.sides[side][key].new for side, key in (one, other))
    return first is not None and second is not None and _bare(first) == _bare(second)


def _bare(feature: Feature) -> tuple[type, dict[str, object]]:
    kept = [name for name in feature.__struct_fields__ if name != "id" and name not in _OWNERS]
    return type(feature), {name: getattr(feature, name) for name in kept}


def _leaned_on(loom: Loom, node: Node) -> bool:
    return any(node[1][1] in leans_on(delta.new) for delta in loom.sides[node[0]].values())
