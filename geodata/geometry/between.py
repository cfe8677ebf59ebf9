"""The numbers between two claims for a section, or for a stretch of it: what coincides, what lies between, how far.

Whole millimetres and square metres, each rounded to the nearest; sums are sums of what was rounded, so that they add
up. The numbers of B and A are those of A and B with the sides exchanged.
"""

from dataclasses import dataclass

import numpy as np

from geodata.geometry.apart import Floats, Paths, feet
from geodata.geometry.coincide_contacts import Way, way_of
from geodata.geometry.coincide_parts import Part, Span, Split
from geodata.geometry.laid import Laid
from geodata.geometry.measure import cut, length, locate, millimetres, point_at
from geodata.model.line import Line

STEP = 10.0
"""Metres of line for which one place is asked how far the other line lies; more where that would be too many places."""

_MOST = 20_000
"""Places that are asked on all lines of a side together."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """What a split of two claims comes to.

    `coincident_a` and `coincident_b` are millimetres of either line; `areas` square metres of each area between the
    lines, in the order of the split, and `open_areas` how many of them were closed by the shortest way between ends.
    `common_a` and `common_b` are the millimetres of each line to which the other side has a counterpart; there alone
    `largest` and `mean` are taken, in millimetres. They are None where there is no such stretch.

    The mean is that along the chainage: each line is divided, part by part of the split, into equal steps of 10 m or a
    little less (of a 20,000th of what is common where that is more); in the middle of each step is measured how far the
    nearest place of the other line's stretch of the same part lies; and the mean is taken over both lines, each step
    counting by its length. So it does not depend on how many vertices there are or which line is named first.
    """

    coincident_a: int
    coincident_b: int
    areas: tuple[int, ...]
    open_areas: int
    common_a: int
    common_b: int
    largest: int | None
    mean: int | None

    @property
    def between(self) -> int:
        """Square metres between the lines, all areas together."""
        return sum(self.areas)

    def __invert__(self) -> "Numbers":
        """Return the numbers of B and A."""
        return Numbers(
            self.coincident_b,
            self.coincident_a,
            self.areas,
            self.open_areas,
            self.common_b,
            self.common_a,
            self.largest,
            self.mean,
        )


def numbers(found: Split, a: list[Line], b: list[Line]) -> Numbers:
    """Return what the split of these lines of A and of B comes to."""
    same, areas = found.coincident, found.areas
    common = [part for part in found.parts if part.a and part.b]
    common_a, common_b, largest, mean = _apart(common, a, b) if common else (0, 0, None, None)
    return Numbers(
        coincident_a=sum(part.a.length for part in same),
        coincident_b=sum(part.b.length for part in same),
        areas=tuple(round(part.area) for part in areas),
        open_areas=sum(part.open for part in areas if len(part.ring)),
        common_a=common_a,
        common_b=common_b,
        largest=largest,
        mean=mean,
    )


def in_stretch(a: Line, b: Line, start: int, end: int) -> tuple[Line, Line]:
    """Return the stretch of A from one chainage in millimetres to another, and what lies beside it of B.

    B is cut where it is nearest to either end of the stretch; of a ring is taken what has the place in it that is
    nearest to the middle. Both keep their direction. Raise InvalidFeature where both ends are one place of B.
    """
    own = cut(a, start, end)
    first, last = sorted((locate(b, own.start)[0], locate(b, own.end)[0]))
    middle, _ = locate(b, point_at(a, (start + end) // 2))
    if not b.closed or first <= middle <= last:
        return own, cut(b, first, last)
    pieces = [cut(b, *ends).xy for ends in ((last, length(b)), (0, first)) if ends[0] < ends[1]]
    return own, Line(np.vstack([pieces[0], *(piece[1:] for piece in pieces[1:])]), b.grid)


def ways_of(a: list[Line], b: list[Line]) -> tuple[list[Way], list[Way]]:
    """Return the lines of both sides as ways, with longitudes that count on from those of the first."""
    ways = [way_of(line) for line in (*a, *b)]
    ways = [way.beside(ways[0]) for way in ways]
    return ways[: len(a)], ways[len(a) :]


def _apart(common: list[Part], a: list[Line], b: list[Line]) -> tuple[int, int, int | None, int | None]:
    """What is common of both sides, the largest and the mean separation, all in millimetres."""
    ways_a, ways_b = ways_of(a, b)
    spans_a, spans_b = [part.a for part in common if part.a], [part.b for part in common if part.b]
    laid_a, laid_b = Laid(ways_a), Laid(ways_b)
    there, share_a = _held(laid_a, spans_a, laid_b, spans_b)
    back, share_b = _held(laid_b, spans_b, laid_a, spans_a)
    weight = float(share_a.sum() + share_b.sum())
    if not weight:
        return 0, 0, None, None
    largest = max(part.widest for part in common)
    mean = millimetres(float(there @ share_a + back @ share_b) / weight)
    return millimetres(float(share_a.sum())), millimetres(float(share_b.sum())), millimetres(largest), mean


def _held(own: Laid, spans: list[Span], other: Laid, others: list[Span]) -> tuple[Floats, Floats]:
    """How far the middle of each step of stretches lies from the other line's, and how long the step is, in metres."""
    starts, ends = own.ends(spans)
    sizes = ends - starts
    counts = np.ceil(sizes / max(STEP, sizes.sum() / _MOST)).astype(np.int64).clip(1)
    first = np.append(0, np.cumsum(counts))
    place = np.arange(first[-1]) - np.repeat(first[:-1], counts) + 0.5
    middles = own.at(np.repeat(starts, counts) + place * np.repeat(sizes / counts, counts))
    found = feet(Paths(middles, first), other.stretches(*other.ends(others)), own.ellipsoid)
    return found.metres, np.repeat(sizes / counts, counts)
