"""What both sides say of one segment, laid over each other along the chainage."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise

from geodata.changes.authority import own_position
from geodata.changes.comparing.compare_fields import base_value
from geodata.changes.comparing.comparison import Field, Verdict
from geodata.changes.comparing.ground import Ground
from geodata.changes.edits import Op
from geodata.model.feature import Kind
from geodata.model.grid import Point
from geodata.model.segment import Segment, Standing
from geodata.model.status import Position, Side

Words = dict[str, object]
"""What a standing says, without where: position, note, reason and sources as plain values; empty for nothing."""

_NAMES = ("position", "note", "reason", "sources")


@dataclass(frozen=True, slots=True)
class Said:
    """What one side said of a segment before and says now, in order along it; None where that is not known.

    `whole` is false when only what changed is known.
    """

    before: tuple[Standing, ...] | None
    after: tuple[Standing, ...] | None
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Overlap:
    """A stretch in which nothing changes along the way: a verdict, the fields, and the places of both ends."""

    start: int
    end: int
    ends: tuple[Point, Point]
    verdict: Verdict
    fields: tuple[Field, ...]

    def part(self, side: Side) -> str:
        """Return the name of this stretch as a part of a side's edit."""
        return f"{own_position(side)}/{self.start}-{self.end}"


def said(ground: Ground, side: Side, segment_id: str) -> Said:
    """Return what a side said and says of a segment in the base; of one that it removed it says nothing more."""
    name = own_position(side)
    touched = ground.touched[side].get((Kind.SEGMENT, segment_id))
    if touched is not None and touched.edit.op is Op.MODIFY and name in touched.edit.new:
        if isinstance(touched.before, Segment) and isinstance(touched.after, Segment):
            return Said(touched.before.standings(side), touched.after.standings(side))
        return Said(touched.edit.old[name], touched.edit.new[name], whole=False)  # type: ignore[arg-type]
    held = ground.layers[Kind.SEGMENT].get(segment_id) if ground.layers is not None else None
    known = held.standings(side) if isinstance(held, Segment) else None
    return Said(known, known)


def told(one: Said, spans: list[tuple[int, int]]) -> bool:
    """Tell whether the stretches in which a side's words changed tell of everything that it changed.

    Where only the anchors of a standing changed, or two became one, no word did.
    """
    if not one.before or not one.after:
        return True
    return all(
        any(start < each.stretch.end.at and each.stretch.start.at < end for start, end in spans)
        for each in set(one.before) ^ set(one.after)
    )


def changed(one: Said) -> list[tuple[int, int]]:
    """Return from and to where a side's words are others than before, in order, cut where its words change.

    They are that side's own, whatever the other says.
    """
    if one.before is one.after:
        return []
    if not one.before or not one.after:
        return [(each.stretch.start.at, each.stretch.end.at) for each in one.before or one.after or ()]
    places = sorted(_places(one, Said((), ())))
    before, after = _both_spoken(one)
    return [(start, end) for start, end in pairwise(places) if before.at(start) != after.at(start)]


def overlaps(a: Said, b: Said) -> Iterator[Overlap]:
    """Yield the longest stretches of constant content in which at least one side changed what it says."""
    places = _places(a, b)
    spoken = [each for side in (a, b) for each in _both_spoken(side)]
    pieces = [
        (start, end, _verdict(contents), contents)
        for start, end in pairwise(sorted(places))
        for contents in [tuple(one.at(start) for one in spoken)]
    ]
    for (verdict, contents), run in groupby(pieces, key=lambda piece: piece[2:]):
        if verdict is not None:
            stretch = list(run)
            start, end = stretch[0][0], stretch[-1][1]
            yield Overlap(start, end, (places[start], places[end]), verdict, _fields(*contents))


def _places(a: Said, b: Said) -> dict[int, Point]:
    anchors = (
        anchor
        for run in (a.before, a.after, b.before, b.after)
        for standing in run or ()
        for anchor in (standing.stretch.start, standing.stretch.end)
    )
    places: dict[int, Point] = {}
    for anchor in anchors:
        places[anchor.at] = min(anchor.point, places.get(anchor.at, anchor.point))
    return places


def _both_spoken(one: Said) -> tuple["_Spoken", "_Spoken"]:
    """What a side said before and says now, asked by chainage."""
    before = _Spoken(one.before, one.whole)
    return before, before if one.after is one.before else _Spoken(one.after, one.whole)


class _Spoken:
    """One side's standings, asked by chainage."""

    def __init__(self, run: tuple[Standing, ...] | None, whole: bool) -> None:
        self._known = run is not None and whole
        self._starts = [standing.stretch.start.at for standing in run or ()]
        self._ends = [standing.stretch.end.at for standing in run or ()]
        self._words = [_words(standing) for standing in run or ()]

    def at(self, at: int) -> Words | None:
        """What is said at a chainage: empty for nothing, None when that is not known."""
        index = bisect_right(self._starts, at) - 1
        if index >= 0 and at < self._ends[index]:
            return self._words[index]
        return {} if self._known else None


def _words(standing: Standing) -> Words:
    words: Words = {"position": standing.position.value}
    for name, value in (
        ("note", standing.note),
        ("reason", standing.reason.value),
        ("sources", list(standing.sources)),
    ):
        if value:
            words[name] = value
    return words


def _verdict(contents: tuple[Words | None, ...]) -> Verdict | None:
    a_before, a_after, b_before, b_after = contents
    if a_before != a_after and b_before != b_after:
        return Verdict.SAME if _position(a_after) == _position(b_after) else Verdict.DIFFERENT
    if a_before != a_after:
        return Verdict.ONLY_A
    return Verdict.ONLY_B if b_before != b_after else None


def _position(words: Words | None) -> object:
    return None if words is None else words.get("position", Position.NONE.value)


def _fields(
    a_before: Words | None, a_after: Words | None, b_before: Words | None, b_after: Words | None
) -> tuple[Field, ...]:
    rows = [
        Field("position", base_value(_position(a_before), _position(b_before)), _position(a_after), _position(b_after))
    ]
    for name in _NAMES[1:]:
        values = [(words or {}).get(name) for words in (a_before, b_before, a_after, b_after)]
        if any(values):
            rows.append(Field(name, base_value(values[0], values[1]), values[2], values[3]))
    return tuple(rows)
