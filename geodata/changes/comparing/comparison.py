"""What a comparison says: items along the line, each with a verdict, and totals that add up. No computing here."""

from enum import StrEnum
from typing import Any

from msgspec import Struct

from geodata.changes.comparing.comparison_numbers import ClaimSplit, Measured, Tally, Total, tallied, total_of
from geodata.changes.comparing.proposed import Doubt, Proposal
from geodata.geometry.displacement_findings import Diagnosis
from geodata.geometry.redrawn import Drawn
from geodata.model.grid import Point
from geodata.model.line import Line
from geodata.model.profile import JointProfile, Tier
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
        return self is not _OF_THE_OTHER[side]

    @property
    def mirrored(self) -> "Verdict":
        """The verdict with the sides exchanged."""
        return {Verdict.ONLY_A: Verdict.ONLY_B, Verdict.ONLY_B: Verdict.ONLY_A}.get(self, self)


_OF_THE_OTHER = {Side.A: Verdict.ONLY_B, Side.B: Verdict.ONLY_A}


class Relation(StrEnum):
    """What an item is to the two sides and to what was decided: of the following the last that is true.

    ONE_SIDE: only one side touched it. METADATA: so, in nothing but what describes it (`compare_relations`).
    OTHER_FIELDS: both touched the feature, in other fields or other vertices of its line; that goes together.
    IDENTICAL: both did the same, whatever each calls it and why it says so. SAME_FIELD: both changed one field,
    differently. COINCIDENT: what they drew lies apart within T1 to T3 of the joint profile, which is never called
    agreed. GEOMETRY: farther apart than that, or one speaks along a line that the other redrew. DELETE_EDIT: one
    removed what the other changed or built on. DECIDED: against what both chairs decided.
    """

    IDENTICAL = "identical"
    COINCIDENT = "coincident"
    ONE_SIDE = "one_side"
    OTHER_FIELDS = "other_fields"
    SAME_FIELD = "same_field"
    GEOMETRY = "geometry"
    DELETE_EDIT = "delete_edit"
    DECIDED = "decided"
    METADATA = "metadata"


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


class Range(Struct, frozen=True):
    """Vertices of a line that one side changed: from and up to which before, and which came in their place.

    `start` and `end` are chainages in millimetres on the line before, between which it does not run as it did.
    """

    before: tuple[int, int]
    after: tuple[int, int]
    start: int
    end: int


class Drawing(Struct, frozen=True, kw_only=True):
    """What one side did to the base's line or point; of an alternative line, how it runs beside the line it replaces.

    `apart` is how far in millimetres the two lie apart at most, and `at` where that is on the line before, as a
    chainage in millimetres. `ranges` are the vertices that it changed, in order along the line before.
    """

    drawn: Drawn
    apart: int
    tier: Tier
    at: int | None = None
    reversed: bool = False
    ranges: tuple[Range, ...] = ()


class Part(Struct, frozen=True):
    """One part of an edit (`parts.parts_of`): the number of the operation, and the name of the part."""

    operation: int
    name: str


class Item(Struct, frozen=True, kw_only=True):
    """One place where at least one side changed something.

    `id` is a hash of the item's content. `feature` is what was changed, `segment` the segment it lies on (empty for
    none) and `label` what that is called. `start` and `end` are chainages in millimetres. `length` is counted in the
    totals: the stretch of a position, None for everything else. `edits_a` and `edits_b` number the operations of
    each side's change set that the item stands for, `parts_a` and `parts_b` the parts of these: each part of either
    side's edits is in exactly one item.

    `tier` says how far what the sides drew lies apart, where that is known; `drawn_a` and `drawn_b` what each did to
    the base's line or point. `against` are the features that make it a removal against a change where those are items
    of their own, `also` the second identifier of a feature that both sides say to be one with `feature`, and
    `still_open` the open item of the base that speaks of the feature. `measured` are the numbers between the lines,
    once they were taken.
    """

    id: str
    verdict: Verdict
    relation: Relation
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
    parts_a: tuple[Part, ...] = ()
    parts_b: tuple[Part, ...] = ()
    tier: Tier | None = None
    drawn_a: Drawing | None = None
    drawn_b: Drawing | None = None
    against: tuple[str, ...] = ()
    also: str = ""
    still_open: str = ""
    measured: Measured | None = None

    @property
    def separation_m(self) -> float | None:
        """The largest separation between what the two sides drew in metres."""
        return self.apart.millimetres / 1000 if self.apart else None


class Party(Struct, frozen=True, kw_only=True):
    """One side's document in a comparison.

    `changed` is the length in millimetres along which it changed what it says, found from this document alone.
    """

    side: Side
    sequence: int
    sha256: str
    title: str
    role: Role
    message: str
    operations: int
    changed: int = 0


class Claim(Struct, frozen=True):
    """The whole line of A and of B for one segment on which they are not both the base's; None where one has none."""

    segment: str
    label: str
    a: Line | None
    b: Line | None


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
    behind several items at once, once they were looked for (`compare_hints.hinted`). `proposals` are features of both
    sides that may be one, `doubts` those of which it cannot be said which is which. `claims` are the lines of the
    segments on which the sides claim another line than the base's, from north to south, and `split` their parts, once
    they were taken (`compare_numbers.measured`).
    """

    base: str
    base_found: bool
    profile: JointProfile
    a: Party
    b: Party
    items: tuple[Item, ...]
    names: dict[str, str]
    base_number: int | None = None
    hints: tuple[Hint, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    claims: tuple[Claim, ...] = ()
    split: ClaimSplit | None = None

    @property
    def totals(self) -> dict[Verdict, Total]:
        """The total of each verdict."""
        return {verdict: total_of([item for item in self.items if item.verdict is verdict]) for verdict in Verdict}

    @property
    def relations(self) -> dict[Relation, Total]:
        """The total of each relation."""
        return {each: total_of([item for item in self.items if item.relation is each]) for each in Relation}

    @property
    def tally(self) -> dict[Side, Tally]:
        """What became of each side's operations."""
        return {party.side: tallied(party, self.items) for party in (self.a, self.b)}

    @property
    def total(self) -> Total:
        """The total of all verdicts."""
        return total_of(self.items)

    @property
    def widest(self) -> Item | None:
        """The item in which the two sides' lines lie farthest apart, None when no two lines differ."""
        apart = [item for item in self.items if item.apart and item.apart.millimetres]
        return max(apart, key=lambda item: item.separation_m or 0.0, default=None)

    @property
    def differs(self) -> bool:
        """Whether the sides changed anything not in the same way."""
        return any(item.verdict is not Verdict.SAME for item in self.items)
