"""Spacing: which points still stand when the map grows smaller. Decided once for a layer, whatever the window shows.

Each point gets its reach, the greatest distance in the plane at which no more important point stands near it. A point
is drawn where its reach is at least the room it needs at the scale of the view: it cannot come and go while the map is
moved, and one that stands at a scale stands at every larger one. The rule is that of GOST R 70171, 8.2.4: all signs
at large scales, at smaller ones only those that stand apart.
"""

from dataclasses import replace

import numpy as np

from desktop.map.layers import DrawLayer
from desktop.map.plane import Floats
from desktop.map.ragged import Integers, Truths
from desktop.map.style import Sign, Spot, Theme
from desktop.map.view import View

FINEST = 64.0
"""Plane metres below which nothing is thinned: closer than that, points are told apart at every working scale."""
_DOT = 2.0
_COARSEST = 2.0**26
_NEIGHBOURS = ((0, 1), (1, -1), (1, 0), (1, 1))  # half of a cell's eight; the other half are these seen from there


def reaches(xy: Floats, importance: Floats | None = None) -> Floats:
    """Return (n,) plane metres up to which each of (n, 2) points stands alone; 0 for one that never does.

    Points of a reach of at least r are at least r apart, and of points that are in each other's way the more important
    one stays. Of equally important ones it is left to a number made from their places, the same in every run.
    """
    reach = np.zeros(len(xy))
    if not len(xy):
        return reach
    order = _order(xy, np.zeros(len(xy)) if importance is None else importance)
    levels = _levels(xy, order)
    kept = np.zeros(len(xy), np.bool_)
    for step, chosen in reversed(levels):
        fresh = _apart(xy, order, chosen, kept, step)
        kept[fresh] = True
        reach[fresh] = step
    reach[order.argmin()] = _COARSEST
    return reach


def standing(layer: DrawLayer, rows: Integers, spot: Spot, view: View, chosen: Truths) -> tuple[Truths, Truths]:
    """Return which of (n,) rows of a layer are drawn with their sign, and which as dots.

    Those of them that are `chosen`, (n,), have their sign in any case.
    """
    signs, dots = _apart_enough(layer, rows, spot, view)
    return signs | chosen, dots & ~chosen


def at_scale(spot: Spot, ground_mpp: float) -> Spot:
    """Return a sign as it is drawn where a pixel is so many metres of ground."""
    return replace(spot, radius=spot.radius * 2 / 3) if ground_mpp > spot.small_from else spot


def as_dot(spot: Spot, theme: Theme) -> Spot:
    """Return what a point is drawn as where there is not room for its sign."""
    return replace(spot, sign=Sign.DISC, radius=_DOT, colour=theme.ground, fill=spot.colour, rim=1.0)


def _apart_enough(layer: DrawLayer, rows: Integers, spot: Spot, view: View) -> tuple[Truths, Truths]:
    scale, none = view.ground_mpp, np.zeros(len(rows), np.bool_)
    if scale > spot.gone_from:
        return none, none
    if layer.reaches is None or scale <= spot.all_to:
        apart, close = ~none, none
    else:
        reach = layer.reaches[rows] / view.mpp
        apart = reach >= spot.room
        close = (reach >= spot.dot_room) & ~apart if spot.dot_room else none
    return (none, apart) if scale > spot.dots_from else (apart, close)


def _order(xy: Floats, importance: Floats) -> Integers:
    """Return each point's place in the order of importance, the most important first."""
    grid = np.rint(xy * 100).astype(np.int64).view(np.uint64)
    mixed = grid[:, 0] * np.uint64(0x9E3779B97F4A7C15) ^ grid[:, 1] * np.uint64(0xC2B2AE3D27D4EB4F)
    mixed ^= mixed >> np.uint64(29)
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    place = np.empty(len(xy), np.int64)
    place[np.lexsort((xy[:, 1], xy[:, 0], mixed, -importance))] = np.arange(len(xy))
    return place


def _levels(xy: Floats, order: Integers) -> list[tuple[float, Integers]]:
    """Return from fine to coarse a distance and the most important point of every cell of that size that has any."""
    levels, step = [], FINEST
    chosen = np.argsort(order)
    while step <= _COARSEST:
        cells = np.floor(xy[chosen] / step).astype(np.int64)
        _, first = np.unique(_key(cells), return_index=True)  # the first of each cell is the most important
        chosen = chosen[np.sort(first)]
        levels.append((step, chosen))
        if len(chosen) == 1:
            break
        step *= 2
    return levels


def _apart(xy: Floats, order: Integers, chosen: Integers, kept: Truths, step: float) -> Integers:
    """Return which of the chosen are kept as well: none nearer than a step to another, the more important first."""
    one, other = _pairs(xy[chosen], step)
    rank, taken = order[chosen], kept[chosen]
    waiting = ~taken
    while True:
        waiting[other[taken[one]]] = False
        waiting[one[taken[other]]] = False
        if not waiting.any():
            return chosen[taken & ~kept[chosen]]
        first = np.full(len(chosen), np.iinfo(np.int64).max)
        rivals = waiting[one] & waiting[other]
        np.minimum.at(first, one[rivals], rank[other[rivals]])
        np.minimum.at(first, other[rivals], rank[one[rivals]])
        fresh = waiting & (rank < first)
        taken, waiting = taken | fresh, waiting & ~fresh


def _pairs(xy: Floats, step: float) -> tuple[Integers, Integers]:
    """Return the numbers of the points, one in each cell, that are nearer to each other than a step."""
    cells = np.floor(xy / step).astype(np.int64)
    keys = _key(cells)
    order = np.argsort(keys)
    ordered = keys[order]
    ones, others = [], []
    for dx, dy in _NEIGHBOURS:
        wanted = _key(cells + np.array([dx, dy]))
        found = np.minimum(np.searchsorted(ordered, wanted), len(ordered) - 1)
        one = np.flatnonzero(ordered[found] == wanted)
        other = order[found[one]]
        near = np.hypot(*(xy[one] - xy[other]).T) < step
        ones.append(one[near])
        others.append(other[near])
    return np.concatenate(ones), np.concatenate(others)


def _key(cells: Integers) -> Integers:
    return (cells[:, 0] << 32) + cells[:, 1]
