"""Settling: what leans on something held back, or removed, is held back with it, until the rest holds together."""

from collections import defaultdict
from collections.abc import Mapping

from geodata.changes.delta import Key
from geodata.changes.leaning import bound_to, leans_on
from geodata.changes.loom import Loom, Node, place
from geodata.changes.open_items import Conflict
from geodata.changes.soundness import check_sound
from geodata.errors import DocumentRefused
from geodata.model.feature import TRAVELLING, Feature, Kind
from geodata.model.grid import JointGrid
from geodata.model.project import Layers
from geodata.model.status import Side

_Users = Mapping[str, set[Key]]


def settle(loom: Loom) -> None:
    """Hold back what leans on what is held back or removed, until nothing more has to be."""
    users, splits = _users(loom), _splits(loom)
    while True:
        before = len(loom.whole)
        for node in sorted(loom.whole, key=_node_place):
            loom.follow([node, *_leaning(loom, node, users)])
        for node in sorted((*loom.whole, *loom.partly), key=_node_place):
            if split := [(node[0], key) for key in splits.get(node, ()) if loom.stands(node[0], key)]:
                loom.follow([node, *split])
        for key in _removed(loom):
            for user in sorted(users.get(key[1], ()), key=place):
                if key[1] in leans_on(loom.state(user)):
                    _hold_removal(loom, key, user)
        if len(loom.whole) == before:
            return


def hold_unsound(loom: Loom, grid: JointGrid) -> None:
    """Hold back what goes together feature by feature but does not hold together as a whole.

    First what concerns the features that do not hold, with what they lean on; should that not be enough, everything.
    """
    if _sound(loom, grid):
        return
    after = _after(loom)
    for key in loom.keys:
        feature = after[key[0]].get(key[1])
        if feature is not None and not _holds(after, feature, grid):
            about = {key, *((Kind.SEGMENT, used) for used in leans_on(feature) if used in after[Kind.SEGMENT])}
            nodes = [(side, each) for each in sorted(about, key=place) for side in Side if loom.stands(side, each)]
            loom.hold(key, Conflict.UNSOUND, nodes)
    settle(loom)
    if not _sound(loom, grid):
        nodes = [(side, key) for key in loom.keys for side in Side if loom.stands(side, key)]
        loom.hold(loom.keys[0], Conflict.UNSOUND, nodes)


def _hold_removal(loom: Loom, key: Key, user: Key) -> None:
    """A removal waits together with what was done to a feature that leans on what is removed."""
    removing = [(side, key) for side in Side if loom.stands(side, key)]
    building = [(side, user) for side in Side if user in loom.sides[side]]
    loom.hold(key, Conflict.DELETED, [*removing, *(node for node in building if node not in removing)])


def _leaning(loom: Loom, node: Node, users: _Users) -> list[Node]:
    """The edits that stand and lean on what is added by an edit that is held back, and is there by nothing else."""
    side, key = node
    if loom.sides[side][key].old is not None or loom.state(key) is not None:
        return []
    return [
        (each, user)
        for user in sorted(users.get(key[1], ()), key=place)
        for each in Side
        if loom.stands(each, user) and key[1] in leans_on(loom.sides[each][user].new)
    ]


def _splits(loom: Loom) -> dict[Node, list[Key]]:
    """By an edit of a segment the additions of what the same side split from it."""
    found: dict[Node, list[Key]] = defaultdict(list)
    for side in Side:
        for parent, key in bound_to(loom.sides[side].values()):
            found[side, (Kind.SEGMENT, parent)].append(key)
    return found


def _users(loom: Loom) -> _Users:
    """By identifier the features, of the base and of both sides, that lean on it."""
    found: dict[str, set[Key]] = defaultdict(set)
    gone = {key[1] for side in Side for key, delta in loom.sides[side].items() if delta.new is None}
    for kind in TRAVELLING if gone else ():
        for id_, feature in loom.layers[kind].items():
            for used in gone.intersection(leans_on(feature)):
                found[used].add((kind, id_))
    for side in Side:
        for key, delta in loom.sides[side].items():
            for used in leans_on(delta.new):
                found[used].add(key)
    return found


def _removed(loom: Loom) -> list[Key]:
    """What was in the base and is no more."""
    gone = (
        key for key in loom.keys if any(loom.stands(side, key) and loom.sides[side][key].new is None for side in Side)
    )
    return [key for key in gone if loom.state(key) is None]


def _after(loom: Loom) -> dict[Kind, dict[str, Feature]]:
    after = {kind: dict(layer) for kind, layer in loom.layers.items()}
    for kind, id_ in loom.keys:
        state = loom.state((kind, id_))
        if state is None:
            after[kind].pop(id_, None)
        else:
            after[kind][id_] = state
    return after


def _sound(loom: Loom, grid: JointGrid) -> bool:
    after = _after(loom)
    touched = [state for key in loom.keys if (state := loom.state(key)) is not None]
    everything = [feature for kind in TRAVELLING for feature in after[kind].values()] if _removed(loom) else touched
    try:
        check_sound(after, everything, grid)
    except DocumentRefused:
        return False
    return True


def _holds(after: Layers, feature: Feature, grid: JointGrid) -> bool:
    try:
        check_sound(after, [feature], grid)
    except DocumentRefused:
        return False
    return True


def _node_place(node: Node) -> tuple[tuple[int, str], Side]:
    return place(node[1]), node[0]
