"""Chains: parts of one look that follow each other, so that dashes and ticks run on where one part ends."""

import numpy as np
import numpy.typing as npt

from desktop.map.plane import Floats
from desktop.map.ragged import Integers

NONE = -1


def predecessors(heads: Floats, tails: Floats, codes: npt.NDArray[np.int16]) -> Integers:
    """Return for each part the one that ends, to the centimetre, where it begins, or -1.

    `heads` and `tails` are (n, 2), `codes` (n,) the looks. Where several of one look meet, none follows another.
    """
    count = len(codes)
    found = np.full(count, NONE, np.int64)
    grid = np.rint(np.concatenate([heads, tails]) * 100).astype(np.int64)
    code = np.tile(codes, 2)
    order = np.lexsort((code, grid[:, 1], grid[:, 0]))
    grid, code = grid[order], code[order]
    if len(order) < 2:
        return found
    fresh = np.ones(len(order), np.bool_)
    fresh[1:] = (grid[1:] != grid[:-1]).any(axis=1) | (code[1:] != code[:-1])
    place = np.cumsum(fresh) - 1
    is_head = order < count
    heads_at, ends_at = (np.bincount(place[which], minlength=place[-1] + 1) for which in (is_head, ~is_head))
    through = ((heads_at == 1) & (ends_at == 1))[place]
    found[order[through & is_head]] = order[through & ~is_head] - count  # both run through the places in one order
    found[found == np.arange(count)] = NONE
    return found


def begun(lengths: Floats, before: Integers) -> Floats:
    """Return (n,) how much of its chain runs before each part; nothing in a chain that closes upon itself."""
    jump = before.copy()
    way = np.where(jump == NONE, 0.0, lengths[jump])
    for _ in range(max(len(before), 1).bit_length()):
        on = np.flatnonzero(jump != NONE)
        if not len(on):
            return way
        way[on] += way[jump[on]]
        jump[on] = jump[jump[on]]
    way[jump != NONE] = 0.0
    return way
