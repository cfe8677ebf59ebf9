"""Bits: the smallest pieces that a change set can be taken apart into and put together from again.

An addition or a removal is one bit. A modification has one for each field; what a side says of a segment has one for
each run of stretches that overlap before and after.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from msgspec.structs import replace

from geodata.changes.authority import own_position
from geodata.changes.delta import Delta, Key
from geodata.changes.edits import changed_fields
from geodata.changes.leaning import after_first_change, leans_on, said_along, split_off
from geodata.changes.parts import WHOLE
from geodata.model.feature import Feature, Kind
from geodata.model.segment import Segment, Standing
from geodata.model.status import Side


@dataclass(frozen=True, slots=True, eq=False)
class Bit:
    """One piece of one operation: `number` is the operation's place in the change set, from 1, `delta` all of it.

    `part` is `WHOLE`, or the name of a field; of what a side says `gone` and `come` are the stretches it exchanges.
    """

    number: int
    part: str
    delta: Delta
    gone: tuple[Standing, ...] = ()
    come: tuple[Standing, ...] = ()

    @property
    def key(self) -> Key:
        """Kind and id of the feature."""
        return self.delta.key

    @property
    def name(self) -> str:
        """The same for the same piece, and of no other piece of the change set."""
        place = f" {self.start}-{self.end}" if self.gone or self.come else ""
        return f"{self.key[0]} {self.key[1]} {self.part}{place}"

    @property
    def stretches(self) -> tuple[Standing, ...]:
        """What goes and what comes."""
        return self.gone + self.come

    @property
    def start(self) -> int:
        """The chainage at which the first of its stretches starts, in millimetres."""
        return min(standing.stretch.start.at for standing in self.stretches)

    @property
    def end(self) -> int:
        """The chainage at which the last of its stretches ends, in millimetres."""
        return max(standing.stretch.end.at for standing in self.stretches)


def bits_of(deltas: Sequence[Delta], side: Side) -> list[Bit]:
    """Return the bits of one side's changes, in their order."""
    return [bit for number, delta in enumerate(deltas, start=1) for bit in _bits(number, delta, side)]


def _bits(number: int, delta: Delta, side: Side) -> Iterator[Bit]:
    if delta.old is None or delta.new is None:
        yield Bit(number, WHOLE, delta)
        return
    for name in changed_fields(delta.old, delta.new):
        if name == own_position(side) and isinstance(delta.old, Segment) and isinstance(delta.new, Segment):
            yield from _runs(number, name, delta, delta.old.standings(side), delta.new.standings(side))
        else:
            yield Bit(number, name, delta)


def _runs(number: int, part: str, delta: Delta, old: tuple[Standing, ...], new: tuple[Standing, ...]) -> Iterator[Bit]:
    """Yield what goes and comes, together what overlaps."""
    before, after = set(old), set(new)
    changed = sorted(before ^ after, key=lambda standing: (standing.stretch.start.at, standing.stretch.end.at))
    run: list[Standing] = []
    for standing in changed:
        if run and standing.stretch.start.at >= max(each.stretch.end.at for each in run):
            yield _run(number, part, delta, run, before)
            run = []
        run.append(standing)
    if run:
        yield _run(number, part, delta, run, before)


def _run(number: int, part: str, delta: Delta, run: list[Standing], before: set[Standing]) -> Bit:
    gone = tuple(each for each in run if each in before)
    return Bit(number, part, delta, gone, tuple(each for each in run if each not in before))


def state_with(start: Feature | None, bits: Iterable[Bit]) -> Feature | None:
    """Return a feature once some bits of its operation are done to it; raise InvalidFeature where they cannot be."""
    values: dict[str, Any] = {}
    for bit in bits:
        if bit.part == WHOLE:
            return bit.delta.new
        if bit.stretches:
            held = values.get(bit.part, getattr(start, bit.part))
            left = [standing for standing in held if standing not in bit.gone]
            values[bit.part] = tuple(sorted((*left, *bit.come), key=lambda each: each.stretch.start.at))
        else:
            values[bit.part] = getattr(bit.delta.new, bit.part)
    return start if start is None else replace(start, **values)


def done(bits: Iterable[Bit]) -> list[Delta]:
    """Return the changes that some bits of a change set make to what it starts from."""
    groups: dict[Key, list[Bit]] = defaultdict(list)
    for bit in bits:
        groups[bit.key].append(bit)
    return [Delta(group[0].delta.old, state_with(group[0].delta.old, group)) for group in groups.values()]


def with_needed(chosen: Iterable[Bit], bits: Sequence[Bit]) -> set[Bit]:
    """Return some bits with all that they lean on: what they could not do without, or could not be measured by."""
    needs = needs_of(bits)
    found, waiting = set(chosen), list(chosen)
    while waiting:
        for bit in needs.get(waiting.pop(), ()):
            if bit not in found:
                found.add(bit)
                waiting.append(bit)
    return found


def needs_of(bits: Sequence[Bit]) -> Mapping[Bit, set[Bit]]:
    """Return by bit the others that it could not do without, or could not be measured by."""
    needs: dict[Bit, set[Bit]] = defaultdict(set)
    by_key: dict[Key, list[Bit]] = defaultdict(list)
    for bit in bits:
        by_key[bit.key].append(bit)
    deltas = [group[0].delta for group in by_key.values()]
    _need_named(needs, bits)
    splits, said = split_off(deltas), said_along(deltas)
    for bit in bits:
        if bit.key[0] is not Kind.SEGMENT or bit.part not in ("line", WHOLE) or bit.delta.old is None:
            continue
        for key in splits.get(bit.key[1], ()):  # a split comes whole: neither of the two alone is all of the line
            _tie(needs, bit, by_key[key])
        if bit.delta.new is not None:
            _need_along(needs, bit, said.get(bit.key[1], ()), by_key)
    return needs


def _need_named(needs: dict[Bit, set[Bit]], bits: Sequence[Bit]) -> None:
    """What names an addition needs it; a removal needs that nothing names what it removes."""
    added = {bit.key[1]: bit for bit in bits if bit.delta.old is None}
    removed = {bit.key[1]: bit for bit in bits if bit.delta.new is None}
    for bit in bits:
        for id_ in leans_on(state_with(bit.delta.old, [bit])):
            if id_ in added and added[id_] is not bit:
                needs[bit].add(added[id_])
        for id_ in leans_on(bit.delta.old):
            if id_ in removed and removed[id_] is not bit:
                needs[removed[id_]].add(bit)


def _need_along(
    needs: dict[Bit, set[Bit]], bit: Bit, said: Iterable[tuple[Key, int]], by_key: Mapping[Key, list[Bit]]
) -> None:
    """What is said along a line beyond where it is redrawn is measured on one of the two lines, so both come."""
    for key, end in said:
        if key != bit.key and after_first_change(bit.delta, end):
            _tie(needs, bit, by_key[key])
    _tie(needs, bit, [each for each in by_key[bit.key] if each.stretches and after_first_change(bit.delta, each.end)])


def _tie(needs: dict[Bit, set[Bit]], bit: Bit, others: Iterable[Bit]) -> None:
    for other in others:
        needs[bit].add(other)
        needs[other].add(bit)
