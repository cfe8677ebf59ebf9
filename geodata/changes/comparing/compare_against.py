"""What one side did that takes the ground from under what the other did to another feature."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from geodata.changes.comparing.ground import Ground, Touched
from geodata.changes.delta import Delta, Key
from geodata.changes.edits import Op
from geodata.changes.leaning import after_first_change, leans_on, said_along
from geodata.model.segment import Segment
from geodata.model.status import Side

Pairs = Mapping[tuple[Side, Key], tuple[str, ...]]
"""By an edit of a side the features of the other's edits that it clashes with, in order."""


@dataclass(frozen=True, slots=True)
class Clashes:
    """`built`: removals, and what the other side built on what is removed. `along`: redrawn lines, and what the other
    side says along them beyond where they are redrawn."""

    built: Pairs
    along: Pairs


def clashes(ground: Ground) -> Clashes:
    """Return what clashes across features."""
    built = [pair for side in Side for pair in _built(ground, side)]
    along = [pair for side in Side for pair in _along(ground, side)]
    return Clashes(_both_ways(built), _both_ways(along))


_Edit = tuple[Side, Key]


def _built(ground: Ground, side: Side) -> Iterator[tuple[_Edit, _Edit]]:
    removed = {key[1]: key for key, one in ground.touched[side].items() if one.edit.op is Op.DELETE}
    if not removed:
        return
    for key, one in ground.touched[side.other].items():
        for used in dict.fromkeys(leans_on(one.after)):
            if used in removed:
                yield (side, removed[used]), (side.other, key)


def _along(ground: Ground, side: Side) -> Iterator[tuple[_Edit, _Edit]]:
    lines = {key[1]: delta for key, one in ground.touched[side].items() if (delta := _redrawn(one)) is not None}
    if not lines:
        return
    others = (Delta(one.before, one.after) for one in ground.touched[side.other].values() if one.before or one.after)
    said = said_along(others)
    for segment, delta in lines.items():
        for key, end in said.get(segment, ()):
            if after_first_change(delta, end):
                yield (side, delta.key), (side.other, key)


def _redrawn(one: Touched) -> Delta | None:
    before, after = one.before, one.after
    if isinstance(before, Segment) and isinstance(after, Segment) and before.line != after.line:
        return Delta(before, after)
    return None


def _both_ways(pairs: list[tuple[_Edit, _Edit]]) -> Pairs:
    found: dict[_Edit, set[str]] = defaultdict(set)
    for one, other in pairs:
        found[one].add(other[1][1])
        found[other].add(one[1][1])
    return {edit: tuple(sorted(ids)) for edit, ids in found.items()}
