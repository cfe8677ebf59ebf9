"""The change of one line: the runs of points that go and come, and the hash of the whole line that results.

What neither run touches is the same on both sides of the change, to the unit. Two changes of one line combine where
their runs lie apart.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from hashlib import sha256
from itertools import pairwise

import numpy as np
from msgspec import Struct

from geodata.changes.container import Sha256
from geodata.errors import DocumentRefused
from geodata.model.grid import Grid
from geodata.model.line import Line

Flat = tuple[int, ...]
"""x0, y0, x1, y1, ... in grid units."""

Run = tuple[int, Flat, Flat]
"""At which point of the line before (from 0), the points that go, the points that come."""


class LineEdit(Struct, frozen=True, kw_only=True):
    """The runs of a change, in order along the line before it, and the hash of the whole line after it."""

    runs: tuple[Run, ...]
    sha256: Sha256


def line_hash(line: Line) -> str:
    """Return the SHA-256 of a line's numbers, each as eight bytes with the lowest first."""
    return sha256(line.data).hexdigest()


def line_edit(old: Line, new: Line) -> LineEdit:
    """Return the change from one line to another: points that both have in the same order are kept."""
    runs = tuple(
        (i, _flat(old.xy[i:i_end]), _flat(new.xy[j:j_end]))
        for i, i_end, j, j_end in _gaps(_kept(_points(old), _points(new)), len(old), len(new))
    )
    return LineEdit(runs=runs, sha256=line_hash(new))


def redone(old: Line, edit: LineEdit) -> Line:
    """Return the line after a change; raise DocumentRefused when it does not start from this line."""
    parts: list[Grid] = []
    at = 0
    for start, gone, come in edit.runs:
        end = start + len(gone) // 2
        if start < at or end > len(old) or _flat(old.xy[start:end]) != gone:
            raise DocumentRefused("The change of the line does not start from the line in the base.")
        parts += [old.xy[at:start], np.array(come, np.int64).reshape(-1, 2)]
        at = end
    new = Line(np.concatenate([*parts, old.xy[at:]]), old.grid)
    if line_hash(new) != edit.sha256:
        raise DocumentRefused("The line after its change does not match its checksum.")
    return new


def check_line_edit(edit: LineEdit) -> None:
    """Raise DocumentRefused for a change whose runs cannot be: none, out of order, touching, or changing nothing."""
    if not edit.runs:
        raise DocumentRefused("a line changes in no place.")
    for start, gone, come in edit.runs:
        if start < 0 or len(gone) % 2 or len(come) % 2 or gone == come:
            raise DocumentRefused("a run of a line's points is not whole, or changes nothing.")
    if any(before[0] + len(before[1]) // 2 >= after[0] for before, after in pairwise(edit.runs)):
        raise DocumentRefused("the runs of a line's points are not in order, or not apart.")


def combined(old: Line, one: LineEdit, other: LineEdit) -> Line | None:
    """Return the line after both changes, None where they touch the same point or neighbours; the order is no matter.

    A run reaches from the last point that it leaves to the next one. Two that share no leg of the line are apart, but
    a vertex moved right up to a leg that the other moved is the business of `merge_lines`, which knows metres.
    """
    runs = sorted((*one.runs, *other.runs))
    for before, after in pairwise(runs):
        if before[0] + len(before[1]) // 2 >= after[0]:
            return None
    parts: list[Grid] = []
    at = 0
    for start, gone, come in runs:
        parts += [old.xy[at:start], np.array(come, np.int64).reshape(-1, 2)]
        at = start + len(gone) // 2
    return Line(np.concatenate([*parts, old.xy[at:]]), old.grid)


def _flat(xy: Grid) -> Flat:
    return tuple(xy.ravel().tolist())


def _points(line: Line) -> list[tuple[int, int]]:
    return [(x, y) for x, y in line.xy.tolist()]


def _kept(old: Sequence[tuple[int, int]], new: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return which point of the one is which of the other, rising in both: what begins and ends alike, and between
    that the longest order of points that occur once in each."""
    head = _alike(old, new)
    most = min(len(old), len(new)) - head
    tail = min(_alike(old[::-1], new[::-1]), most)
    pairs = [(place, place) for place in range(head)]
    first, last = len(old) - tail, len(new) - tail
    unique = _longest_rise(_once_in_both(old, new, head, first, last))
    pairs += _grown(old, new, unique, (head, head), (first, last))
    return pairs + [(first + place, last + place) for place in range(tail)]


def _alike(old: Sequence[tuple[int, int]], new: Sequence[tuple[int, int]]) -> int:
    count = 0
    for one, other in zip(old, new, strict=False):
        if one != other:
            break
        count += 1
    return count


def _once_in_both(
    old: Sequence[tuple[int, int]], new: Sequence[tuple[int, int]], head: int, first: int, last: int
) -> list[tuple[int, int]]:
    places: list[dict[tuple[int, int], int]] = []
    for points, end in ((old, first), (new, last)):
        found: dict[tuple[int, int], int] = {}
        for place in range(head, end):
            found[points[place]] = -1 if points[place] in found else place
        places.append(found)
    here, there = places
    return [(i, there[point]) for point, i in here.items() if i >= 0 and there.get(point, -1) >= 0]


def _longest_rise(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest run of pairs that rises in both; the first numbers rise already."""
    tops: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for index, (_, j) in enumerate(pairs):
        place = bisect_left(tops, j)
        before.append(ends[place - 1] if place else -1)
        tops[place : place + 1], ends[place : place + 1] = [j], [index]
    found = []
    index = ends[-1] if ends else -1
    while index >= 0:
        found.append(pairs[index])
        index = before[index]
    return found[::-1]


def _grown(
    old: Sequence[tuple[int, int]],
    new: Sequence[tuple[int, int]],
    pairs: list[tuple[int, int]],
    start: tuple[int, int],
    end: tuple[int, int],
) -> list[tuple[int, int]]:
    """Pairs with the equal points before and after each, up to its neighbours: points that occur more than once."""
    grown: list[tuple[int, int]] = []
    floor_i, floor_j = start
    for (i, j), (stop_i, stop_j) in pairwise([*pairs, end]):
        back = 0
        while i - back - 1 >= floor_i and j - back - 1 >= floor_j and old[i - back - 1] == new[j - back - 1]:
            back += 1
        on = 1
        while i + on < stop_i and j + on < stop_j and old[i + on] == new[j + on]:
            on += 1
        grown += [(i + step, j + step) for step in range(-back, on)]
        floor_i, floor_j = i + on, j + on
    return grown


def _gaps(pairs: list[tuple[int, int]], old: int, new: int) -> Iterator[tuple[int, int, int, int]]:
    """Yield what lies between kept points: from and to in the line before, from and to in the line after."""
    for (i, j), (next_i, next_j) in pairwise([(-1, -1), *pairs, (old, new)]):
        if next_i - i > 1 or next_j - j > 1:
            yield i + 1, next_i, j + 1, next_j
