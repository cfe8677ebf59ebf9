"""Carrying one piece of a side's changes from the base on which it was made to a later one: whether it can be, and to
what it then changes the feature there. Nothing here moves a place along a line by itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from msgspec.structs import replace

from geodata.changes.authority import own_position
from geodata.changes.delta import Delta, Key
from geodata.changes.leaning import after_first_change, redraws
from geodata.changes.merging.three_way import three_way
from geodata.changes.papers.bits import Bit, state_with
from geodata.changes.parts import WHOLE
from geodata.geometry.stretch import overlaid
from geodata.model.annotation import Annotation
from geodata.model.feature import Feature, Kind
from geodata.model.profile import JointProfile
from geodata.model.project import Layers
from geodata.model.segment import Segment, Standing
from geodata.model.source import Source
from geodata.model.status import Position, Side
from geodata.model.variant import Variant

_JOINT = ("delimitation", "legal_force", "demarcation", "further")
"""What an addition does not say again over a feature that the base has meanwhile."""

_PLACED = (WHOLE, "stretch", "segment", "target")
_GONE = "the new base no longer has it"
_REDRAWN = "the new base draws the line anew, so that it has to be placed again"
_SPOKEN = "the new base says something along the line that is redrawn here"
_BOTH = "the new base redraws the same place of the line; it has to be drawn again"


class Carry(StrEnum):
    """What becomes of a piece of the side's changes on a new base."""

    CARRIED = "carried"
    OTHERWISE = "says_otherwise"
    AT_ONE = "at_one"
    STUCK = "cannot"


@dataclass(frozen=True, slots=True)
class Carried:
    """What becomes of one piece: what the old base has there, what the new one has, what the side wants.

    `state` is the feature of the new base with this piece done to it, where it can be; `why` says why it cannot be, or
    what else there is to know, in words.
    """

    bit: Bit
    carry: Carry
    before: object
    base: object
    wanted: object
    state: Feature | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Bases:
    """The features of the base before and of the new one, and with what the side had handed over that the new one
    knows; and by segment what the new base says along it that the old one did not."""

    old: Layers
    new: Layers
    handed: Layers
    said: Mapping[str, list[tuple[Key, int]]]
    profile: JointProfile
    side: Side


def carried(bit: Bit, bases: Bases, onto: Feature | None) -> Carried:
    """Return what becomes of one piece; `onto` is the feature of the new base with earlier pieces done to it."""
    kind, id_ = bit.key
    held = bases.new[kind].get(id_)
    if bit.part == WHOLE:
        return _whole(bit, bases, held)
    if held is None or onto is None:
        return Carried(bit, Carry.STUCK, *_values(bit, None), why=_GONE)
    if bit.stretches and isinstance(held, Segment) and isinstance(onto, Segment):
        return _said(bit, bases, held, onto)
    return _field(bit, bases, held, onto)


def _whole(bit: Bit, bases: Bases, held: Feature | None) -> Carried:
    old, new = bit.delta.old, bit.delta.new
    if held == new or (isinstance(held, Source) and isinstance(new, Source) and held == replace(new, offered_by=None)):
        return Carried(bit, Carry.AT_ONE, old, held, new, held)
    if _is_displaced(bit.delta, bases):
        return Carried(bit, Carry.STUCK, old, held, new, why=_REDRAWN)
    if held == old:
        return Carried(bit, Carry.CARRIED, old, held, new, new)
    if new is None or held is None:  # None only where it is removed
        return Carried(bit, Carry.OTHERWISE, old, held, new, new, "the new base has changed what is removed here")
    if isinstance(held, Segment) and isinstance(new, Segment) and held.line != new.line:
        return Carried(bit, Carry.STUCK, old, held, new, why=_BOTH)
    own = held == bases.handed[bit.key[0]].get(bit.key[1])  # the new base took in what was handed over
    return Carried(bit, Carry.CARRIED if own else Carry.OTHERWISE, old, held, new, _over(held, new, bases.side))


def _over(held: Feature, new: Feature, side: Side) -> Feature:
    """What a side added, over what the base has of it meanwhile; what is both's or the other's stays as it is."""
    names = (*_JOINT, own_position(side.other))
    return replace(new, **{name: getattr(held, name) for name in names if hasattr(new, name)})


def _field(bit: Bit, bases: Bases, held: Feature, onto: Feature) -> Carried:
    before, base, wanted = _values(bit, held)
    if base == wanted:
        return Carried(bit, Carry.AT_ONE, before, base, wanted, onto)
    if bit.part in _PLACED and _is_displaced(bit.delta, bases):
        return Carried(bit, Carry.STUCK, before, base, wanted, why=_REDRAWN)
    if base == before:
        state = replace(onto, **{bit.part: wanted})
        if bit.part == "line" and bit.key[0] is Kind.SEGMENT and _is_spoken_of(bit, bases):
            return Carried(bit, Carry.OTHERWISE, before, base, wanted, state, _SPOKEN)
        return Carried(bit, Carry.CARRIED, before, base, wanted, state)
    start = bit.delta.old
    assert start is not None
    ways = Delta(start, state_with(start, [bit])), Delta(start, replace(start, **{bit.part: base}))
    found = three_way(*ways, bases.profile.tolerances.rounding_mm / 1000)
    if found.conflict is None:
        state = replace(onto, **{bit.part: getattr(found.merged, bit.part)})
        return Carried(bit, Carry.CARRIED, before, base, wanted, state, "together with what the new base has there")
    if bit.part == "line" and bit.key[0] is not Kind.VARIANT:
        return Carried(bit, Carry.STUCK, before, base, wanted, why=_BOTH)
    handed = bases.handed[bit.key[0]].get(bit.key[1])
    own = handed is not None and getattr(handed, bit.part) == base  # the new base took in what was handed over
    carry = Carry.CARRIED if own else Carry.OTHERWISE
    return Carried(bit, carry, before, base, wanted, replace(onto, **{bit.part: wanted}))


def _said(bit: Bit, bases: Bases, held: Segment, onto: Segment) -> Carried:
    """What a side says of some stretches of a segment."""
    now = held.standings(bases.side)
    there = tuple(each for each in now if any(_overlap(each, other) for other in bit.stretches))
    told = (bit.gone, there, bit.come)
    if set(bit.come) <= set(now) and not set(bit.gone) & set(now) and set(there) == set(bit.come):
        return Carried(bit, Carry.AT_ONE, *told, onto)
    old = bases.old[Kind.SEGMENT].get(bit.key[1])
    moved = Delta(old, held) if old is not None else None
    if moved is not None and redraws(moved) and after_first_change(moved, bit.end):
        return Carried(bit, Carry.STUCK, *told, why=_REDRAWN)
    state = _laid(onto, bit, bases.side)
    if set(there) == set(bit.gone):
        return Carried(bit, Carry.CARRIED, *told, state)
    earlier = bases.handed[Kind.SEGMENT].get(bit.key[1])
    own = isinstance(earlier, Segment) and set(there) <= set(earlier.standings(bases.side))
    return Carried(bit, Carry.CARRIED if own else Carry.OTHERWISE, *told, state)


def _laid(onto: Segment, bit: Bit, side: Side) -> Segment:
    """What goes is cleared and what comes is laid over what the base has, as marking does."""
    said = onto.standings(side)
    if set(bit.gone) <= set(said) and not any(
        _overlap(each, come) for each in set(said) - set(bit.gone) for come in bit.come
    ):
        left = (each for each in said if each not in bit.gone)
        said = tuple(sorted((*left, *bit.come), key=lambda each: each.stretch.start.at))
    else:
        cleared = tuple(Standing(stretch=each.stretch, position=Position.NONE) for each in bit.gone)
        for each in (*cleared, *bit.come):
            said = overlaid(onto, said, each)
    return replace(onto, **{own_position(side): said})


def _overlap(one: Standing, other: Standing) -> bool:
    return one.stretch.start.at < other.stretch.end.at and other.stretch.start.at < one.stretch.end.at


def _is_displaced(delta: Delta, bases: Bases) -> bool:
    """Tell whether a line or a note lies along a segment beyond where the new base begins to redraw it."""
    state = delta.new
    if not isinstance(state, Variant | Annotation) or state.stretch is None:
        return False
    id_ = state.segment if isinstance(state, Variant) else state.target
    old, new = (layers[Kind.SEGMENT].get(id_) for layers in (bases.old, bases.new))
    if old is None or new is None:
        return False
    moved = Delta(old, new)
    return redraws(moved) and after_first_change(moved, state.stretch.end.at)


def _is_spoken_of(bit: Bit, bases: Bases) -> bool:
    """Tell whether the new base says something along a line, beyond where the side redraws it, that the old one did
    not: that was measured on the line as it was."""
    return any(after_first_change(bit.delta, end) for _, end in bases.said.get(bit.key[1], ()))


def _values(bit: Bit, held: Feature | None) -> tuple[Any, Any, Any]:
    if bit.stretches:
        return bit.gone, None, bit.come
    return tuple(getattr(state, bit.part, None) for state in (bit.delta.old, held, bit.delta.new))  # type: ignore[return-value]
