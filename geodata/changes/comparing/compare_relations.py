"""What an item is to the two sides: identical, coincident, one side's only, a conflict of one sort or another."""

from collections.abc import Iterable
from dataclasses import dataclass

from geodata.changes.comparing.comparison import POSITION, Apart, Field, Relation, Verdict
from geodata.changes.comparing.ground import Ground
from geodata.changes.delta import Key
from geodata.changes.parts import WHOLE
from geodata.model.feature import Feature, Kind
from geodata.model.profile import Tier
from geodata.model.segment import Segment
from geodata.model.status import Position, Side
from geodata.model.variant import Variant, VariantState

DESCRIPTIVE = frozenset(
    {
        "source_id", "names", "attributes", "label", "number", "code", "basis", "note", "reason", "sources", "as_read",
        "origin", "straight", "accuracy_mm", "written", "further",
    }
)  # fmt: skip
"""The fields that describe a thing without moving it or saying anything of where the line runs."""

GEOMETRIC = frozenset({"line", "point", "stretch"})
"""The fields that say where a thing is."""

_NEAR = {Tier.T0, Tier.T1, Tier.T2, Tier.T3}


@dataclass(frozen=True, slots=True)
class Case:
    """What a relation is judged by.

    `changed` are the fields that either side changed, `removed` that one of them removed the feature. `both` tells that
    both sides touched it, beside what they say along it, `together` that their changes of one line go together,
    `against` that something removed was built on, `crossed` that one speaks along a line which the other redrew.
    """

    kind: str
    verdict: Verdict
    fields: tuple[Field, ...]
    changed: frozenset[str] = frozenset()
    removed: bool = False
    tier: Tier | None = None
    both: bool = False
    together: bool = False
    against: bool = False
    crossed: bool = False
    decided: bool = False


def relation_of(case: Case) -> Relation:
    """Return the relation of an item; see `Relation`."""
    if case.decided:
        return Relation.DECIDED
    if case.against or (case.verdict is Verdict.DIFFERENT and case.removed):
        return Relation.DELETE_EDIT
    if case.crossed:
        return Relation.GEOMETRY
    if case.verdict is Verdict.DIFFERENT:
        return _different(case)
    if case.verdict is Verdict.SAME:
        return Relation.IDENTICAL
    if case.both:
        return Relation.OTHER_FIELDS
    return Relation.METADATA if _only_describes(case) else Relation.ONE_SIDE


def field_of(name: str) -> str:
    """Return the field of a row, of which it may be one entry."""
    return name.partition("/")[0]


def judged(said: Verdict, between: Apart | None) -> Verdict:
    """Return the verdict of a position: both sides may say the same word and draw it apart, so that they differ."""
    return Verdict.DIFFERENT if said is Verdict.SAME and between and between.millimetres else said


def decided(ground: Ground, key: Key, changed: Iterable[str], sides: Iterable[Side]) -> bool:
    """Tell whether what these sides did to some fields of a feature goes against what both chairs decided there."""
    kind, _ = key
    states = [one for side in sides if (one := ground.touched[side].get(key)) is not None]
    befores, afters = [one.before for one in states], [one.after for one in states]
    fields = set(changed)
    if kind is Kind.SEGMENT:
        return bool(fields & {"line", WHOLE}) and any(_decided(ground, held) for held in befores)
    if kind is Kind.TURNING_POINT:
        return bool(fields & {"point", "segment", WHOLE}) and any(_decided(ground, held) for held in befores)
    if kind is not Kind.VARIANT or not fields - DESCRIPTIVE:
        return False
    adopted = any(isinstance(held, Variant) and held.state is VariantState.ADOPTED for held in befores)
    active = [held for held in afters if isinstance(held, Variant) and held.state is VariantState.ACTIVE]
    return adopted or any(_decided(ground, held) for held in active)


def reopens(row: Field, verdict: Verdict) -> bool:
    """Tell whether a side takes a position on a decided stretch, and another than that it accepts it."""
    return any(verdict.of(side) and value not in (before, Position.ACCEPTS) for side, before, value in _said(row))


def _decided(ground: Ground, held: Feature | None) -> bool:
    """Whether both chairs decided this segment, or the one that this lies on, as the base has it."""
    segment = held if isinstance(held, Segment) else ground.segment(str(getattr(held, "segment", "")))
    return segment is not None and segment.delimitation.decided


def _said(row: Field) -> list[tuple[Side, object, object]]:
    before = row.base if isinstance(row.base, dict) else {Side.A: row.base, Side.B: row.base}
    return [(side, before[side], value) for side, value in ((Side.A, row.a), (Side.B, row.b))]


def _different(case: Case) -> Relation:
    if case.kind == POSITION:
        drawn = case.fields[0].a == case.fields[0].b
    else:
        drawn = any(field_of(row.name) in GEOMETRIC and row.a != row.b for row in case.fields)
    if not drawn:
        return Relation.SAME_FIELD
    if case.together:
        return Relation.OTHER_FIELDS
    return Relation.COINCIDENT if case.tier in _NEAR else Relation.GEOMETRY


def _only_describes(case: Case) -> bool:
    if case.kind == POSITION:
        return all(before == value for side, before, value in _said(case.fields[0]) if case.verdict.of(side))
    return case.changed <= DESCRIPTIVE
