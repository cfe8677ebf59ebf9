"""Lines put together where one goes on at the end of another, with a way back to the lines as they were drawn.

In how many pieces a side drew its claim says nothing of where the claim runs. So claims are held against each other as
they run, and what is found is told of the pieces.
"""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from geodata.geometry.coincide_parts import Span
from geodata.geometry.measure import length
from geodata.model.line import Line

End = tuple[int, bool]
"""The place of a line among others, and whether it is its last point."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A line as part of another: its place, from where it runs there and how long, in millimetres; `back`: reversed."""

    line: int
    start: int
    size: int
    back: bool

    @property
    def end(self) -> int:
        """Millimetres along the whole."""
        return self.start + self.size


@dataclass(frozen=True, slots=True)
class Drawn:
    """Whole lines, and for each the pieces in which it was drawn, in order."""

    lines: list[Line]
    pieces: list[list[Piece]]

    def given(self, span: Span) -> tuple[Span, ...]:
        """Return a stretch of a whole line as stretches of the lines that were given, in the order of the whole."""
        pieces = self.pieces[span.line]
        whole = pieces[-1].end
        laps = [(piece, lap) for lap in (0, whole) for piece in pieces]
        found = [_part(piece, span.start - lap, span.end - lap) for piece, lap in laps]
        some = [one for one in found if one.length > 0]
        return tuple(some or [one for one in found if one.length == 0][:1])


def drawn(lines: list[Line]) -> Drawn:
    """Return lines of one grid as they run: one line where two and no more begin or end at the same point."""
    beyond = _neighbours(lines)
    left = dict.fromkeys(range(len(lines)))
    found = Drawn([], [])
    for number in range(len(lines)):
        if number in left:
            chain = _chain(_first((number, False), beyond), beyond)
            for one, _ in chain:
                del left[one]
            _add(found, chain, lines)
    return found


def _part(piece: Piece, start: int, end: int) -> Span:
    """What of a stretch of the whole lies on a piece, along the piece; of negative length where nothing does."""
    first, last = max(start - piece.start, 0), min(end - piece.start, piece.size)
    return Span(piece.line, piece.size - last, piece.size - first) if piece.back else Span(piece.line, first, last)


def _neighbours(lines: list[Line]) -> dict[End, End]:
    """For each end of a line the end of another that lies there, if there is just one."""
    ends: dict[tuple[int, int], list[End]] = defaultdict(list)
    for number, line in enumerate(lines):
        for point, last in ((line.start, False), (line.end, True)):
            ends[point].append((number, last))
    pairs = [both for both in ends.values() if len(both) == 2 and both[0][0] != both[1][0]]
    return {one: other for both in pairs for one, other in (both, both[::-1])}


def _first(end: End, beyond: dict[End, End]) -> End:
    """The end with which the chain begins to which a line belongs; of a ring, the one that was given."""
    at = end
    while at in beyond:
        number, last = beyond[at]
        at = (number, not last)
        if at == end:
            break
    return at


def _chain(first: End, beyond: dict[End, End]) -> list[tuple[int, bool]]:
    """The lines from an end onward, and whether each of them is walked back."""
    chain, at = [first], first
    while (going := (at[0], not at[1])) in beyond:
        at = beyond[going]
        if at == first:
            break
        chain.append(at)
    return chain


def _add(found: Drawn, chain: list[tuple[int, bool]], lines: list[Line]) -> None:
    runs = [lines[number].xy[::-1] if back else lines[number].xy for number, back in chain]
    pieces, start = [], 0
    for number, back in chain:
        pieces.append(Piece(number, start, length(lines[number]), back))
        start = pieces[-1].end
    found.lines.append(Line(np.vstack([runs[0], *(run[1:] for run in runs[1:])]), lines[0].grid))
    found.pieces.append(pieces)
