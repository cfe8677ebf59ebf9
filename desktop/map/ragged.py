"""Ragged arrays: many runs of different length in one array, and taking some of them without a loop."""

import numpy as np
import numpy.typing as npt

Integers = npt.NDArray[np.int64]
Truths = npt.NDArray[np.bool_]


def spans(starts: Integers, lengths: Integers) -> Integers:
    """Return start, start + 1, ... for each start, `lengths[i]` numbers each, one after the other."""
    total = int(lengths.sum())
    before = np.cumsum(lengths) - lengths
    return np.repeat(starts - before, lengths) + np.arange(total, dtype=np.int64)


def offsets_of(lengths: Integers) -> Integers:
    """Return (n + 1,) where each of n runs starts and the last one ends."""
    offsets = np.zeros(len(lengths) + 1, np.int64)
    np.cumsum(lengths, out=offsets[1:])
    return offsets


def keep(offsets: Integers, kept: Truths) -> Integers:
    """Return the offsets after only the elements marked in `kept` remain; every run keeps its place, even empty."""
    counted = np.zeros(len(kept) + 1, np.int64)
    np.cumsum(kept, out=counted[1:])
    return counted[offsets]
