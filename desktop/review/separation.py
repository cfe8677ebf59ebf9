"""How far apart two claims lie, all along a stretch: symmetric in the two, its largest value that of the comparison."""

from dataclasses import dataclass

import numpy as np
import shapely

from geodata.cancel import Progress
from geodata.changes.comparing.comparison import Item
from geodata.geometry.measure import chainages, length, profile
from geodata.model.line import Line
from geodata.model.reference import Floats

BINS = 600
"""Places along the stretch at which a profile is kept."""


@dataclass(frozen=True, eq=False)
class Apart:
    """A profile: (n,) chainages in millimetres of the segment, (n,) distances there in metres."""

    item: Item
    at: Floats
    metres: Floats


def along(item: Item, progress: Progress) -> Apart | None:
    """Return the profile of an item's two claims, None where the lines or the stretch are not known (a job).

    Each claim is sampled and measured to the other, so that neither is the one that is measured against; a place is
    told by the chainage of the base's line nearest to it. Where several fall together the largest distance counts.
    """
    both, reach, base = claims_of(item), reach_of(item), item.lines.base
    if both is None or reach is None:
        return None
    a, b = both
    shares, distances = [], []
    for one, other in ((a, b), (b, a)):
        progress.token.check()
        where, apart = profile(one, other)
        shares.append(where / where[-1] if base is None else _shares(one, where, base))
        distances.append(apart)
    share, metres = _binned(np.concatenate(shares), np.concatenate(distances))
    start, end = reach
    return Apart(item, start + share * (end - start), metres)


def claims_of(item: Item) -> tuple[Line, Line] | None:
    """Return the line of A and of B; a side that drew none keeps the base's. None where nobody drew or claims one."""
    if item.lines.a is None and item.lines.b is None:
        return None
    a, b = item.lines.a or item.lines.base, item.lines.b or item.lines.base
    return None if a is None or b is None else (a, b)


def reach_of(item: Item) -> tuple[int, int] | None:
    """Return from where to where an item reaches in millimetres: its stretch, else the whole of the base's line."""
    if item.start is not None and item.end is not None:
        return item.start, item.end
    return None if item.lines.base is None else (0, length(item.lines.base))


def _shares(line: Line, where: Floats, base: Line) -> Floats:
    """The share of the way along the base's line of the places at `where` metres of a line."""
    run, xy = chainages(line), line.degrees()
    middle = base.degrees().mean(axis=0)
    flat = np.array([np.cos(np.radians(middle[1])), 1.0])
    places = np.column_stack([np.interp(where, run, xy[:, axis]) for axis in (0, 1)])
    path = shapely.linestrings((base.degrees() - middle) * flat)
    found = shapely.line_locate_point(path, shapely.points((places - middle) * flat), normalized=True)
    return np.asarray(found, dtype=np.float64)


def _binned(share: Floats, metres: Floats) -> tuple[Floats, Floats]:
    """The largest distance in each of many equal pieces of the way; a piece without any lies between its neighbours."""
    piece = np.rint(share * (BINS - 1)).astype(np.int64)
    largest = np.full(BINS, -1.0)
    np.maximum.at(largest, piece, metres)
    known = np.flatnonzero(largest >= 0)
    every = np.arange(BINS)
    return every / (BINS - 1), np.interp(every, known, largest[known])
