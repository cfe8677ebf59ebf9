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


@dataclass(frozen=True, eq=False)
class Runs:
    """Run i owns `xy[offsets[i]:offsets[i + 1]]` and belongs to feature `rows[i]`.

    `along` is the way of each vertex from the start of its line, beyond the window too. All in pixels.
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


def clipped(xy: Floats, offsets: Integers, rows: Integers, rect: Rect) -> Runs:
    """Return what of polylines lies inside a rectangle, cut exactly at its edge (Liang and Barsky 1984)."""
    steps = np.diff(xy, axis=0)
    inner = np.ones(max(len(xy) - 1, 0), np.bool_)
    inner[offsets[1:-1] - 1] = False  # from the last vertex of one line to the first of the next there is no way
    lengths = np.where(inner, np.hypot(steps[:, 0], steps[:, 1]), 0.0)
    along = np.concatenate([[0.0], np.cumsum(lengths)])[: len(xy)]
    along -= np.repeat(along[offsets[:-1]], np.diff(offsets))
    enter, leave = _within(xy[:-1], steps, rect)
    legs = np.flatnonzero(inner & (enter <= leave))
    if not len(legs):
        return Runs(np.empty((0, 2)), np.zeros(1, np.int64), np.empty(0, np.int64), np.empty(0))
    return _assembled(xy, steps, along, lengths, (legs, enter[legs], leave[legs]), (offsets, rows))


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


def _assembled(
    xy: Floats,
    steps: Floats,
    along: Floats,
    lengths: Floats,
    cut: tuple[Integers, Floats, Floats],
    owned: tuple[Integers, Integers],
) -> Runs:
    legs, enter, leave = cut
    offsets, rows = owned
    fresh = np.ones(len(legs), np.bool_)
    line = np.searchsorted(offsets, legs, side="right") - 1
    fresh[1:] = (np.diff(legs) > 1) | (np.diff(line) > 0) | (enter[1:] > 0) | (leave[:-1] < 1)
    first = np.flatnonzero(fresh)
    run = np.cumsum(fresh) - 1
    ends = np.arange(len(legs)) + run + 1
    starts = first + np.arange(len(first))
    out, way = np.empty((len(legs) + len(first), 2)), np.empty(len(legs) + len(first))
    out[ends] = xy[legs] + leave[:, None] * steps[legs]
    whole = leave == 1
    out[ends[whole]] = xy[legs[whole] + 1]  # a vertex that was not cut is not recomputed either
    way[ends] = along[legs] + leave * lengths[legs]
    out[starts] = xy[legs[first]] + enter[first, None] * steps[legs[first]]
    way[starts] = along[legs[first]] + enter[first] * lengths[legs[first]]
    return Runs(out, np.append(starts, len(out)).astype(np.int64), rows[line[first]], way)


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
