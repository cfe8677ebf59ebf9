"""Draw geometry: columns projected to the plane once, boxes of every part, and thinned copies for small scales."""

import math
import threading
from dataclasses import dataclass, field, replace

import numpy as np

from desktop.map.chains import begun
from desktop.map.plane import Floats, to_plane
from desktop.map.ragged import Integers, Truths, keep, offsets_of, spans
from desktop.map.view import Box
from geodata.model.reference import Columns, Shape

WITHIN = 0.5
"""How far, in pixels, what is drawn may lie from what is there."""
_THINNED_EACH_TIME = 150_000  # up to so many vertices in sight, thinning anew costs less than looking a copy up


@dataclass(frozen=True, eq=False, repr=False)
class Parts:
    """Some parts in plane metres: part i owns `xy[offsets[i]:offsets[i + 1]]` and belongs to feature `rows[i]`.

    Before it, `begun[i]` plane metres of its chain have run; without, every part begins anew.
    """

    xy: Floats
    offsets: Integers
    rows: Integers
    begun: Floats | None = None

    def __len__(self) -> int:
        """Return the number of parts."""
        return len(self.rows)

    def taken(self, which: Integers) -> "Parts":
        """Return the parts of these numbers."""
        lengths = (self.offsets[1:] - self.offsets[:-1])[which]
        index = spans(self.offsets[which], lengths)
        begun = None if self.begun is None else self.begun[which]
        return Parts(self.xy[index], offsets_of(lengths), self.rows[which], begun)

    def thinned(self, cell: float) -> "Parts":
        """Return the parts without the vertices that share a grid cell with the one before them.

        First and last vertices stay. No point of either line is farther than the cell's diagonal from the other.
        The grid is anchored in the plane, so that the same vertices stay wherever the window is.
        """
        if not len(self.xy):
            return self
        cells = np.floor(self.xy / cell)
        kept = np.empty(len(cells), np.bool_)
        kept[0] = True
        np.any(cells[1:] != cells[:-1], axis=1, out=kept[1:])
        kept[self.offsets[:-1]] = True
        kept[self.offsets[1:] - 1] = True
        return Parts(self.xy[kept], keep(self.offsets, kept), self.rows, self.begun)

    def lengths(self) -> Floats:
        """Return (parts,) plane metres."""
        steps = np.hypot(*np.diff(self.xy, axis=0).T)
        steps[self.offsets[1:-1] - 1] = 0.0
        lengths: Floats = np.add.reduceat(np.append(steps, 0.0), self.offsets[:-1])
        return lengths


@dataclass(frozen=True, eq=False, repr=False)
class Geometry:
    """The shapes of one layer in plane metres; `boxes` is (4, parts): least x, least y, greatest x, greatest y.

    Part i goes on where part `before[i]` ends (-1: none does), see chains.py.
    """

    shape: Shape
    parts: Parts
    boxes: Floats
    before: Integers | None = None
    _levels: dict[int, Parts] = field(default_factory=dict)
    _begun: dict[int, Floats] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __len__(self) -> int:
        """Return the number of parts."""
        return len(self.parts)

    @property
    def box(self) -> Box | None:
        """The box around everything, or None around nothing."""
        if not len(self):
            return None
        low, high = self.boxes[:2].min(axis=1), self.boxes[2:].max(axis=1)
        return float(low[0]), float(low[1]), float(high[0]), float(high[1])

    def box_of_rows(self, rows: Truths) -> Box | None:
        """Return the box around the features marked in `rows`, or None around none."""
        boxes = self.boxes[:, rows[self.parts.rows]]
        if not boxes.shape[1]:
            return None
        low, high = boxes[:2].min(axis=1), boxes[2:].max(axis=1)
        return float(low[0]), float(low[1]), float(high[0]), float(high[1])

    def touching(self, box: Box) -> Integers:
        """Return the numbers of the parts whose boxes touch a box."""
        low_x, low_y, high_x, high_y = self.boxes
        apart = (high_x < box[0]) | (high_y < box[1]) | (low_x > box[2]) | (low_y > box[3])
        return np.flatnonzero(~apart)

    def seen(self, box: Box, mpp: float) -> Parts:
        """Return the parts that touch a box, thinned to within half a pixel at `mpp` plane metres per pixel."""
        which = self.touching(box)
        if self.shape is Shape.POINT:
            return self.parts.taken(which)
        lengths = self.parts.offsets[1:][which] - self.parts.offsets[:-1][which]
        level = level_of(mpp)
        if int(lengths.sum()) <= _THINNED_EACH_TIME:
            seen = self.parts.taken(which).thinned(cell_of(level))
        else:
            seen = self._level(level).taken(which)
        return seen if self.before is None else replace(seen, begun=self._begun_at(level)[which])

    def chained(self, before: Integers) -> "Geometry":
        """Return the geometry with the part that each one goes on from."""
        return replace(self, before=before, _begun={})

    def _begun_at(self, level: int) -> Floats:
        """Return how much of its chain runs before each part, as long as it is when thinned for a level."""
        with self._lock:
            if level not in self._begun:
                assert self.before is not None
                thinned = self._levels.get(level) or self.parts.thinned(cell_of(level))
                self._begun[level] = begun(thinned.lengths(), self.before)
            return self._begun[level]

    def _level(self, level: int) -> Parts:
        """Return everything thinned for a level, made from the next finer copy: the grids nest, so it is the same."""
        with self._lock:
            if level not in self._levels:
                finer = [made for made in self._levels if made < level]
                source = self._levels[max(finer)] if finer else self.parts
                self._levels[level] = source.thinned(cell_of(level))
            return self._levels[level]


def geometry_of(columns: Columns) -> Geometry:
    """Return the draw geometry of columns in degrees."""
    return geometry_of_parts(columns.shape, Parts(to_plane(columns.xy), columns.offsets, columns.rows))


def geometry_of_parts(shape: Shape, parts: Parts) -> Geometry:
    """Return the draw geometry of parts that are in the plane already."""
    if not len(parts):
        return Geometry(shape, parts, np.empty((4, 0)))
    starts = parts.offsets[:-1]
    low, high = np.minimum.reduceat(parts.xy, starts, axis=0), np.maximum.reduceat(parts.xy, starts, axis=0)
    return Geometry(shape, parts, np.ascontiguousarray(np.hstack([low, high]).T))


def level_of(mpp: float) -> int:
    """Return the level of detail for a scale: each is twice as coarse as the one before."""
    return math.floor(math.log2(mpp))


def cell_of(level: int) -> float:
    """Return the side in plane metres of the grid cell whose diagonal is half a pixel at the level's finest scale."""
    return float(2.0**level * WITHIN / math.sqrt(2))
