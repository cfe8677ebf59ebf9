"""Alternative lines of both sides that lie across from each other: geometry against geometry."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from geodata.changes.comparing.compare_fields import base_value, plain
from geodata.changes.comparing.comparison import Field, Verdict
from geodata.changes.comparing.ground import Ground, Touched
from geodata.model.status import Side
from geodata.model.variant import Variant


@dataclass(frozen=True, slots=True)
class Meeting:
    """Variants of one or both sides on one segment whose stretches overlap from side to side."""

    segment: str
    a: tuple[Touched, ...]
    b: tuple[Touched, ...]

    @property
    def span(self) -> tuple[int, int]:
        """From where to where they reach together, in millimetres."""
        stretches = [_variant(one).stretch for one in self.a + self.b]
        return min(one.start.at for one in stretches), max(one.end.at for one in stretches)

    @property
    def verdict(self) -> Verdict:
        """Whether one side or both touched it, and with the same line for the same stretch."""
        if not self.b:
            return Verdict.ONLY_A
        if not self.a:
            return Verdict.ONLY_B
        same = sorted(map(_content, self.a)) == sorted(map(_content, self.b))
        return Verdict.SAME if same else Verdict.DIFFERENT


def meetings(ground: Ground) -> Iterator[Meeting]:
    """Yield the variants that at least one side touched, those that overlap together, along each segment."""
    by_segment: dict[str, list[tuple[Side, Touched]]] = defaultdict(list)
    for side in Side:
        for one in ground.touched[side].values():
            if isinstance(one.feature, Variant):
                by_segment[one.feature.segment].append((side, one))
    for segment, found in by_segment.items():
        for run in _connected(found):
            a, b = (tuple(one for side, one in run if side is wanted) for wanted in Side)
            yield Meeting(segment, a, b)


def rows(meeting: Meeting) -> tuple[Field, ...]:
    """Return the fields of a meeting: a value for each side, a list of values where a side touched several lines."""
    found = []
    for name in ("line", "label", "basis", "sources", "accuracy_mm", "state", "source_id", "attributes"):
        befores, afters = ([_values(run, name, late) for run in (meeting.a, meeting.b)] for late in (False, True))
        if any(value not in (None, "", []) for value in (*befores, *afters)):
            found.append(Field(name, base_value(*befores), *afters))
    return tuple(found)


def _connected(found: list[tuple[Side, Touched]]) -> Iterator[list[tuple[Side, Touched]]]:
    """Yield runs that hang together by overlaps of one side's line with the other's; one side's own do not count.

    One sweep along the segment: the other side's lines that reach beyond a start all meet the line that starts there,
    so that from then on the one that reaches farthest stands for them.
    """
    order = sorted(found, key=lambda pair: (_variant(pair[1]).stretch.start.at, pair[1].edit.id))
    parent = list(range(len(order)))
    reaching: dict[Side, list[tuple[int, int]]] = {side: [] for side in Side}
    for index, (side, one) in enumerate(order):
        stretch = _variant(one).stretch
        met = [pair for pair in reaching[side.other] if pair[0] > stretch.start.at]
        for _, other in met:
            parent[_root(parent, other)] = _root(parent, index)
        reaching[side.other] = [max(met)] if met else []
        reaching[side].append((stretch.end.at, index))
    runs: dict[int, list[tuple[Side, Touched]]] = defaultdict(list)
    for index, pair in enumerate(order):
        runs[_root(parent, index)].append(pair)
    yield from runs.values()


def _root(parent: list[int], index: int) -> int:
    while parent[index] != index:
        parent[index] = parent[parent[index]]
        index = parent[index]
    return index


def _variant(one: Touched) -> Variant:
    assert isinstance(one.feature, Variant)
    return one.feature


def _content(one: Touched) -> tuple[object, ...]:
    """What makes two sides' lines the same: numbers, stretch and state; nothing for one that was removed."""
    if one.after is None:
        return ()
    variant = _variant(one)
    return variant.stretch.start.at, variant.stretch.end.at, variant.state.value, variant.line.flat()


def _values(run: tuple[Touched, ...], name: str, late: bool) -> object:
    features = [one.after if late else one.before for one in run]
    values = [None if feature is None else plain(getattr(feature, name)) for feature in features]
    return values[0] if len(values) == 1 else (values or None)
