"""What a comparison says: items along the line, each with a verdict, and totals that add up. No computing here."""

from enum import StrEnum
from typing import Any

from msgspec import Struct

from geodata.geometry.displacement_findings import Diagnosis
from geodata.model.grid import Point
from geodata.model.line import Line
from geodata.model.profile import JointProfile
from geodata.model.status import Role, Side

POSITION = "position"
"""The kind of an item about what the sides say of a stretch; the other kinds are those of features."""


class Verdict(StrEnum):
    """How the two sides stand to each other in one item."""

    SAME = "same"
    ONLY_A = "only_a"
    ONLY_B = "only_b"
    DIFFERENT = "different"

    def of(self, side: Side) -> bool:
        """Tell whether this side did something here."""
        return self is not (Verdict.ONLY_B if side is Side.A else Verdict.ONLY_A)

    @property
    def mirrored(self) -> "Verdict":
        """The verdict with the sides exchanged."""
        return {Verdict.ONLY_A: Verdict.ONLY_B, Verdict.ONLY_B: Verdict.ONLY_A}.get(self, self)


class Field(Struct, frozen=True):
    """One field as the base, A and B have it, as plain values; None where it is not there or not known.

    Where each side has a value of its own in the base and the two differ, `base` is a record with A and B.
    """

    name: str
    base: Any
    a: Any
    b: Any


class Box(Struct, frozen=True):
    """The bounds of a place in grid units."""

    west: int
    south: int
    east: int
    north: int


class Lines(Struct, frozen=True):
    """The line of the base and of each side in an item's stretch, as far as they are known."""

    base: Line | None = None
    a: Line | None = None
    b: Line | None = None


class Spots(Struct, frozen=True):
    """The place of a point in the base and for each side, as far as they are known."""

    base: Point | None = None
    a: Point | None = None
    b: Point | None = None


class Apart(Struct, frozen=True):
    """The largest separation between what the two sides drew in millimetres, and where it is.

    `at` is the chainage on the segment in millimetres, None for points.
    """

    millimetres: int
    point: Point
    at: int | None = None


class Item(Struct, frozen=True, kw_only=True):
    """One place where at least one side changed something.

    `id` is a hash of the item's content. `feature` is what was changed, `segment` the segment it lies on (empty for
    none) and `label` what that is called. `start` and `end` are chainages in millimetres. `length` is counted in the
    totals: the stretch of a position, None for everything else. `edits_a` and `edits_b` number the operations of
    each side's change set that the item stands for.
    """

    id: str
    verdict: Verdict
    kind: str
    feature: str
    segment: str = ""
    label: str
    start: int | None = None
    end: int | None = None
    length: int | None = None
    fields: tuple[Field, ...] = ()
    apart: Apart | None = None
    box: Box | None = None
    lines: Lines = Lines()
    spots: Spots = Spots()
    edits_a: tuple[int, ...] = ()
    edits_b: tuple[int, ...] = ()

    @property
    def separation_m(self) -> float | None:
        """The largest separation between what the two sides drew in metres."""
        return self.apart.millimetres / 1000 if self.apart else None


class Party(Struct, frozen=True, kw_only=True):
    """One side's document in a comparison."""

    side: Side
    sequence: int
    sha256: str
    title: str
    role: Role
    message: str
    operations: int


class Total(Struct, frozen=True):
    """How many items have a verdict, and the length in millimetres of the positions among them."""

    count: int
    length: int


class Hint(Struct, frozen=True):
    """A technical cause that may lie behind several items, and the ids of those that lie apart in that way.

    It takes nothing from the items: each of them is still decided by itself.
    """

    diagnosis: Diagnosis
    items: tuple[str, ...]


class Comparison(Struct, frozen=True, kw_only=True):
    """Both sides' change sets against their common base; `base_found` tells whether the base itself was at hand.

    Lines, points and boxes are on the grid of the joint `profile`.

    `names` gives the label of each feature that a field mentions by its id; `hints` are technical causes that may lie
    behind several items at once, once they were looked for (`compare_hints.hinted`).
    """

    base: str
    base_found: bool
    profile: JointProfile
    a: Party
    b: Party
    items: tuple[Item, ...]
    names: dict[str, str]
    hints: tuple[Hint, ...] = ()

    @property
    def totals(self) -> dict[Verdict, Total]:
        """The total of each verdict."""
        return {verdict: _total([item for item in self.items if item.verdict is verdict]) for verdict in Verdict}

    @property
    def total(self) -> Total:
        """The total of all verdicts."""
        return _total(self.items)

    @property
    def widest(self) -> Item | None:
        """The item in which the two sides' lines lie farthest apart, None when no two lines differ."""
        apart = [item for item in self.items if item.apart and item.apart.millimetres]
        return max(apart, key=lambda item: item.separation_m or 0.0, default=None)

    @property
    def differs(self) -> bool:
        """Whether the sides changed anything not in the same way."""
        return any(item.verdict is not Verdict.SAME for item in self.items)


def _total(items: tuple[Item, ...] | list[Item]) -> Total:
    return Total(len(items), sum(item.length or 0 for item in items))
