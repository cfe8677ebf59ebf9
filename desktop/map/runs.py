"""Runs: polylines in pixels, clipped to the window, cut into dashes, set with ticks; all of them at once.

Dashes are cut here and not by the pen: the pattern then starts where the line starts and not where the window does,
so it stands still while the map moves, and thousands of short strokes stay as quick as they look.
"""

from dataclasses import dataclass

import numpy as np

from desktop.map.plane import Floats
from desktop.map.ragged import Integers, Truths, offsets_of, spans

Rect = tuple[float, float, float, float]
"""Left, top, right, bottom in pixels."""
_SHORTEST_DASH = 0.4


@dataclass(frozen=True, eq=False, repr=False)
class Runs:
    """Run i owns `xy[offsets[i]:offsets[i + 1]]` and belongs to feature `rows[i]`.

    `along` is the way of each vertex from the start of its chain, beyond the window too. All in pixels.
    """

    xy: Floats
    offsets: Integers
    rows: Integers
    along: Floats

    def __len__(self) -> int:
        """Return the number of runs."""
        return len(self.rows)

    def taken(self, which: Truths) -> "Runs":
        """Return the runs marked in `which`."""
        if which.all():
            return self
        lengths = np.diff(self.offsets)[which]
        index = spans(self.offsets[:-1][which], lengths)
        return Runs(self.xy[index], offsets_of(lengths), self.rows[which], self.along[index])


_NO_RUNS = Runs(np.empty((0, 2)), np.zeros(1, np.int64), np.empty(0, np.int64), np.empty(0))


def clipped(xy: Floats, offsets: Integers, rows: Integers, rect: Rect, begun: Floats | None = None) -> Runs:
    """Return what of polylines lies inside a rectangle, cut exactly at its edge (Liang and Barsky 1984).

    Lines that lie inside as they are come first, then what is left of those that cross the edge. Before each line
    `begun` pixels of its chain have run.
    """
    if not len(rows):
        return _NO_RUNS
    outside = (xy[:, 0] < rect[0]) | (xy[:, 1] < rect[1]) | (xy[:, 0] > rect[2]) | (xy[:, 1] > rect[3])
    crossing = np.logical_or.reduceat(outside, offsets[:-1])
    steps = np.diff(xy, axis=0)
    lengths = np.hypot(steps[:, 0], steps[:, 1])
    lengths[offsets[1:-1] - 1] = 0.0  # from the last vertex of one line to the first of the next there is no way
    along = np.concatenate([[0.0], np.cumsum(lengths)])
    starts = along[offsets[:-1]] if begun is None else along[offsets[:-1]] - begun
    along -= np.repeat(starts, np.diff(offsets))
    every = Runs(xy, offsets, rows, along)
    if not crossing.any():
        return every
    return _joined(every.taken(~crossing), _cut(every.taken(crossing), rect))


def _cut(lines: Runs, rect: Rect) -> Runs:
    steps = np.diff(lines.xy, axis=0)
    enter, leave = _within(lines.xy[:-1], steps, rect)
    inside = enter <= leave
    inside[lines.offsets[1:-1] - 1] = False
    legs = np.flatnonzero(inside)
    return _assembled(lines, steps, legs, enter[legs], leave[legs]) if len(legs) else _NO_RUNS


def _joined(one: Runs, other: Runs) -> Runs:
    return Runs(
        np.concatenate([one.xy, other.xy]),
        np.concatenate([one.offsets, one.offsets[-1] + other.offsets[1:]]),
        np.concatenate([one.rows, other.rows]),
        np.concatenate([one.along, other.along]),
    )


def _within(starts: Floats, steps: Floats, rect: Rect) -> tuple[Floats, Floats]:
    """From which to which share (0 to 1) each leg is inside; from more than to where none of it is."""
    enter, leave = np.zeros(len(starts)), np.ones(len(starts))
    for axis in (0, 1):
        low, high, step = rect[axis] - starts[:, axis], rect[axis + 2] - starts[:, axis], steps[:, axis]
        with np.errstate(divide="ignore", invalid="ignore"):
            first, second = low / step, high / step
        still = step == 0
        outside = still & ((low > 0) | (high < 0))
        nearer = np.where(still, 0.0, np.minimum(first, second))
        farther = np.where(still, 1.0, np.maximum(first, second))
        enter = np.maximum(enter, np.where(outside, 2.0, nearer))
        leave = np.minimum(leave, np.where(outside, -1.0, farther))
    return enter, leave


def _assembled(lines: Runs, steps: Floats, legs: Integers, enter: Floats, leave: Floats) -> Runs:
    """Put legs that are inside from one share to another together: a run goes on while nothing is missing between."""
    line = np.searchsorted(lines.offsets, legs, side="right") - 1
    fresh = np.ones(len(legs), np.bool_)
    fresh[1:] = (np.diff(legs) > 1) | (np.diff(line) > 0) | (enter[1:] > 0) | (leave[:-1] < 1)
    first = np.flatnonzero(fresh)
    heads = legs[first]
    ends = np.arange(len(legs)) + np.cumsum(fresh)
    starts = first + np.arange(len(first))
    lengths = np.hypot(steps[:, 0], steps[:, 1])
    xy, way = np.empty((len(legs) + len(first), 2)), np.empty(len(legs) + len(first))
    xy[ends] = lines.xy[legs] + leave[:, None] * steps[legs]
    whole = leave == 1
    xy[ends[whole]] = lines.xy[legs[whole] + 1]  # a vertex that was not cut is not recomputed either
    way[ends] = lines.along[legs] + leave * lengths[legs]
    xy[starts] = lines.xy[heads] + enter[first, None] * steps[heads]
    way[starts] = lines.along[heads] + enter[first] * lengths[heads]
    return Runs(xy, np.append(starts, len(xy)).astype(np.int64), lines.rows[line[first]], way)


def dashed(runs: Runs, pattern: tuple[float, ...]) -> Runs:
    """Return the strokes of a pattern of pixels on, off, on, off, ... laid along each line from its start."""
    if not len(runs):
        return runs
    ruler, base = _ruler(runs)
    first, last = runs.along[runs.offsets[:-1]], runs.along[runs.offsets[1:] - 1]
    marks = np.cumsum((0.0, *pattern))
    found = [_strokes(first, last, marks[i], marks[i + 1], marks[-1]) for i in range(0, len(pattern), 2)]
    owner = np.concatenate([part[0] for part in found])
    begin = np.concatenate([part[1] for part in found])
    end = np.concatenate([part[2] for part in found])
    order = np.lexsort((begin, owner))
    owner, begin, end = owner[order], begin[order], end[order]
    return _strips(runs, ruler, owner, begin + base[owner], end + base[owner])


def _ruler(runs: Runs) -> tuple[Floats, Floats]:
    """One scale that runs through all runs without a step back, and what to add to each run's own."""
    first, last = runs.along[runs.offsets[:-1]], runs.along[runs.offsets[1:] - 1]
    ends = np.cumsum(last - first + 1.0)
    base = ends - (last - first + 1.0) - first
    return runs.along + np.repeat(base, np.diff(runs.offsets)), base


def _strokes(first: Floats, last: Floats, on: float, off: float, period: float) -> tuple[Integers, Floats, Floats]:
    low = np.floor((first - off) / period).astype(np.int64) + 1
    high = np.ceil((last - on) / period).astype(np.int64) - 1
    counts = np.maximum(high - low + 1, 0)
    owner = np.repeat(np.arange(len(first), dtype=np.int64), counts)
    turn = spans(low, counts)
    begin, end = np.maximum(turn * period + on, first[owner]), np.minimum(turn * period + off, last[owner])
    long_enough = end - begin > _SHORTEST_DASH
    return owner[long_enough], begin[long_enough], end[long_enough]


def _strips(runs: Runs, ruler: Floats, owner: Integers, begin: Floats, end: Floats) -> Runs:
    """Return the polylines between two readings of the ruler, with the vertices that lie between."""
    low, high = np.searchsorted(ruler, begin, side="right"), np.searchsorted(ruler, end, side="left")
    between = np.maximum(high - low, 0)
    offsets = offsets_of(between + 2)
    xy, way = np.empty((int(offsets[-1]), 2)), np.empty(int(offsets[-1]))
    heads, tails = offsets[:-1], offsets[1:] - 1
    for axis in (0, 1):
        xy[heads, axis] = np.interp(begin, ruler, runs.xy[:, axis])
        xy[tails, axis] = np.interp(end, ruler, runs.xy[:, axis])
    inside, source = spans(heads + 1, between), spans(low, between)
    xy[inside], way[inside] = runs.xy[source], ruler[source]
    way[heads], way[tails] = begin, end
    return Runs(xy, offsets, runs.rows[owner], way)


def part_between(runs: Runs, begin: float, end: float) -> Floats:
    """Return the (n, 2) pixels of the first run between two readings of `along`."""
    ruler, base = _ruler(runs)
    where = np.clip([begin, end], runs.along[0], runs.along[runs.offsets[1] - 1]) + base[0]
    return _strips(runs, ruler, np.zeros(1, np.int64), where[:1], where[1:]).xy


def parts_between(runs: Runs, owner: Integers, begin: Floats, end: Floats) -> Runs:
    """Return the polylines of runs `owner` between two readings each of their `along`, with the vertices between."""
    ruler, base = _ruler(runs)
    return _strips(runs, ruler, owner, begin + base[owner], end + base[owner])


def places(runs: Runs, spacing: float) -> tuple[Floats, Floats]:
    """Return (n, 2) pixels every `spacing` along each line, from half a spacing on, and (n, 2) unit directions."""
    if not len(runs):
        return np.empty((0, 2)), np.empty((0, 2))
    ruler, base = _ruler(runs)
    first, last = runs.along[runs.offsets[:-1]], runs.along[runs.offsets[1:] - 1]
    low = np.ceil(first / spacing - 0.5).astype(np.int64)
    counts = np.maximum(np.floor(last / spacing - 0.5).astype(np.int64) - low + 1, 0)
    owner = np.repeat(np.arange(len(first), dtype=np.int64), counts)
    where = (spans(low, counts) + 0.5) * spacing + base[owner]
    leg = np.clip(np.searchsorted(ruler, where, side="right") - 1, runs.offsets[owner], runs.offsets[owner + 1] - 2)
    step = runs.xy[leg + 1] - runs.xy[leg]
    length = np.maximum(np.hypot(step[:, 0], step[:, 1]), 1e-9)[:, None]
    at = np.column_stack([np.interp(where, ruler, runs.xy[:, axis]) for axis in (0, 1)])
    return at, step / length


def specks(runs: Runs) -> Truths:
    """Return which runs to keep when of those that fit into one pixel one for each pixel is enough."""
    heads, tails = runs.xy[runs.offsets[:-1]], runs.xy[runs.offsets[1:] - 1]
    small: Truths = (np.diff(runs.offsets) == 2) & (np.floor(heads) == np.floor(tails)).all(axis=1)
    kept: Truths = ~small
    cells = np.floor(heads[small]).astype(np.int64)
    _, first = np.unique(cells[:, 0] << 32 ^ (cells[:, 1] & 0xFFFFFFFF), return_index=True)
    kept[np.flatnonzero(small)[first]] = True
    return kept


def runs_of(xy: Floats) -> Runs:
    """Return one polyline as runs."""
    steps = np.diff(xy, axis=0)
    along = np.concatenate([[0.0], np.cumsum(np.hypot(steps[:, 0], steps[:, 1]))])
    return Runs(xy, np.array([0, len(xy)], np.int64), np.zeros(1, np.int64), along)
