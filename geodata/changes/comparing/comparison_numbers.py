"""The numbers of a comparison: totals, the tally of each side's operations, and what lies between two claims."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from geodata.model.line import Line

if TYPE_CHECKING:
    from geodata.changes.comparing.comparison import Item, Party, Relation


class Total(Struct, frozen=True):
    """How many items there are, and the length in millimetres of the positions among them."""

    count: int
    length: int


class Tally(Struct, frozen=True, kw_only=True):
    """What became of one side's operations: how many there are, in how many parts, and in how many items.

    `relations` counts the items by their relation; `length` is that of its positions, in millimetres.
    """

    operations: int
    parts: int
    items: int
    relations: dict[Relation, int]
    length: int


class Beneath(Struct, frozen=True, kw_only=True):
    """What lies between two lines: the settlements and routes by name, in order, and how often routes cross each line.

    `settlements` is None where no layer of settlements was at hand.
    """

    settlements: tuple[str, ...] | None
    routes: tuple[str, ...]
    crossings_a: int
    crossings_b: int


class Measured(Struct, frozen=True, kw_only=True):
    """The numbers between the two sides' lines in one item, in millimetres and square metres (`between.Numbers`).

    `length_a` and `length_b` are the lengths of the lines, `areas` the areas between them, `open_areas` how many of
    these were closed by the shortest way between ends. `largest` and `mean` are the separation along the chainage.
    """

    length_a: int
    length_b: int
    areas: tuple[int, ...]
    open_areas: int
    largest: int | None
    mean: int | None
    beneath: Beneath

    @property
    def between(self) -> int:
        """Square metres between the lines, all areas together."""
        return sum(self.areas)


class Reach(Struct, frozen=True):
    """A stretch of one side's claim: on which segment, from and to in millimetres along that side's own line."""

    segment: str
    label: str
    start: int
    end: int


class SplitPart(Struct, frozen=True, kw_only=True):
    """One part of the claims: it coincides, or lies between the lines (`area` in square metres, else None).

    `widest` is the largest distance from either line to the other in millimetres. `a` and `b` are None where a side
    has no line; `line_a` and `line_b` are these stretches of the lines, as they were drawn, and `ring` is what they
    enclose. `open` tells that the lines do not meet at an end of it.
    """

    a: Reach | None
    b: Reach | None
    widest: int
    area: int | None = None
    open: bool = False
    line_a: Line | None = None
    line_b: Line | None = None
    ring: Line | None = None
    beneath: Beneath | None = None

    @property
    def alone(self) -> bool:
        """Whether one side has a line here that encloses nothing, and the other none."""
        return (self.a is None or self.b is None) and not self.area


class ClaimSplit(Struct, frozen=True, kw_only=True):
    """The claims of both sides on the segments in question, split within `within` millimetres, along the line.

    Coincident is not agreed. `measured` are the numbers of all parts together.
    """

    within: int
    parts: tuple[SplitPart, ...]
    coincident_a: int
    coincident_b: int
    measured: Measured

    @property
    def areas(self) -> tuple[SplitPart, ...]:
        """The dispute areas; a line to which the other side has no counterpart is none."""
        return tuple(part for part in self.parts if part.area is not None and not part.alone)


def total_of(items: Sequence[Item]) -> Total:
    """Return the total of some items."""
    return Total(len(items), sum(item.length or 0 for item in items))


def tallied(party: Party, items: Sequence[Item]) -> Tally:
    """Return what became of one side's operations."""
    own = [item for item in items if item.verdict.of(party.side)]
    relations: dict[Relation, int] = {}
    for item in own:
        relations[item.relation] = relations.get(item.relation, 0) + 1
    return Tally(
        operations=party.operations,
        parts=sum(len(item.parts_a if party.side == "A" else item.parts_b) for item in own),
        items=len(own),
        relations=relations,
        length=total_of(own).length,
    )
