"""Hints: what many items of a comparison share, when their lines lie apart for one technical cause.

A layer that was brought over by another operation lies apart in every item. That is one thing for both sides to look
at, and no item less: the items stay as they are, and the hint names them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from geodata.changes.comparing.comparison import POSITION, Comparison, Hint, Item
from geodata.geometry.displacement import Shapes, diagnose_layers
from geodata.geometry.displacement_findings import Diagnosis
from geodata.geometry.displacement_shared import shares
from geodata.geometry.measure import lengths
from geodata.model.grid import JointGrid
from geodata.model.line import Line

_SINGLE = 5
"""Items that are looked at one by one where they share nothing all together: the longest, because they tell most."""


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """What both sides drew in one item: lines or points, A's and B's."""

    item: Item
    a: Shapes
    b: Shapes

    @property
    def lines(self) -> bool:
        return isinstance(self.a[0], Line)


def hinted(comparison: Comparison) -> Comparison:
    """Return a comparison with its hints; that takes a second where many lines lie apart, and changes nothing else."""
    return replace(comparison, hints=hints(comparison.items, comparison.profile.grid))


def hints(items: Iterable[Item], grid: JointGrid) -> tuple[Hint, ...]:
    """Return what items share, lines and points apart; none where no technical cause explains anything."""
    pairs = [pair for item in items if (pair := pair_of(item)) is not None]
    return tuple(
        hint for lines in (True, False) for hint in _shared([one for one in pairs if one.lines is lines], grid)
    )


def _shared(pairs: list[Pair], grid: JointGrid) -> list[Hint]:
    """The hints of one kind of geometry: one for them all, else for those that share what a long one of them shows."""
    drawn = [one for one in pairs if one.item.kind != POSITION] or pairs
    if not drawn:
        return []
    whole = _diagnosed(drawn, grid)
    if whole.is_hint:
        return [_hint(whole, pairs, grid)]
    found: list[Hint] = []
    for one in _longest(drawn):
        if any(one.item.id in hint.items for hint in found):
            continue
        alone = _diagnosed([one], grid)
        alike = [other for other in pairs if alone.is_hint and shares(alone, other.a, other.b, grid)]
        if len({other.item.id for other in alike if other.item.kind != POSITION}) > 1:
            together = _diagnosed([other for other in alike if other in drawn], grid)
            found.append(_hint(together if together.is_hint else alone, alike, grid))
    return found


def _hint(found: Diagnosis, pairs: list[Pair], grid: JointGrid) -> Hint:
    return Hint(found, tuple(one.item.id for one in pairs if shares(found, one.a, one.b, grid)))


def _diagnosed(pairs: Sequence[Pair], grid: JointGrid) -> Diagnosis:
    sides = [one.a for one in pairs], [one.b for one in pairs]
    if pairs[0].lines:
        a, b = ([line for shapes in side for line in shapes if isinstance(line, Line)] for side in sides)
        return diagnose_layers(a, b)
    first, second = ([point for shapes in side for point in shapes if not isinstance(point, Line)] for side in sides)
    return diagnose_layers(first, second, grid)


def _longest(pairs: list[Pair]) -> list[Pair]:
    if not pairs[0].lines:
        return []  # a point alone shows no cause
    size = lengths([line for one in pairs for line in one.a if isinstance(line, Line)])
    order = sorted(range(len(pairs)), key=lambda at: (-int(size[at]), pairs[at].item.id))
    return [pairs[at] for at in order[:_SINGLE]]


def pair_of(item: Item) -> Pair | None:
    """What both sides have in an item, the base's where one side left it; None where they have the same or nothing."""
    a, b = item.lines.a or item.lines.base, item.lines.b or item.lines.base
    if a is not None and b is not None:
        return Pair(item, [a], [b]) if a != b else None
    first, second = item.spots.a or item.spots.base, item.spots.b or item.spots.base
    if first is None or second is None or first == second:
        return None
    return Pair(item, [first], [second])
