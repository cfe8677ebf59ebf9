"""The ground of the sample: a height field worn by its own rivers, from one seed.

Uplift raises the land, water takes it down again in proportion to what drains through a place (the stream power law,
solved implicitly from the outlets upward: Braun and Willett 2013). What remains are watersheds and streams that branch
as real ones do, so that a line laid along them looks like a line that people had reasons for.

Heights are metres on a square grid, row 0 in the north; heights are rounded to a millimetre after every round so that
two processors cannot take two ways downhill.
"""

import heapq
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

_WEAR = 0.25
_STEPS = ((-1, -1), (-1, 0), (-1, 1), (0, -1), (0, 1), (1, -1), (1, 0), (1, 1))


@dataclass(frozen=True)
class Terrain:
    """Heights (rows, columns) in metres; to which cell each drains, and how many cells drain through it."""

    cell: float
    height: Floats
    receiver: Integers
    area: Floats

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        rows, columns = self.height.shape
        return rows, columns


def noise(rng: np.random.Generator, shape: tuple[int, int], roughness: float) -> Floats:
    """Return noise whose large forms are larger than its small ones, between -1 and 1."""
    total = np.zeros(shape)
    size, weight = 3, 1.0
    while size < max(shape):
        total += weight * enlarged(rng.standard_normal((size, size)), shape)
        size, weight = size * 2, weight * roughness
    return np.asarray(total / np.abs(total).max())


def enlarged(field: Floats, shape: tuple[int, int]) -> Floats:
    """Return a field on a finer grid of this shape, interpolated smoothly."""
    rows, columns = (np.linspace(0, old - 1, new) for old, new in zip(field.shape, shape, strict=True))
    return _along(_along(field, rows).T, columns).T


def worn(start: Floats, uplift: Floats, outlets: Flags, rounds: int, cell: float) -> Terrain:
    """Return the terrain after `rounds` of uplift and erosion; water leaves the field at the outlets."""
    height = np.round(start, 3)
    for _ in range(rounds):
        height = np.where(outlets, height, height + uplift)
        receiver, order = drainage(height, outlets)
        height = _eroded(height, receiver, order, gathered(receiver, order), cell)
    receiver, order = drainage(height, outlets)
    return Terrain(cell, height, receiver, gathered(receiver, order).reshape(height.shape))


def drainage(height: Floats, outlets: Flags) -> tuple[Integers, list[int]]:
    """Return the cell that each cell drains to, and all cells in an order in which none comes before its receiver."""
    level = _flooded(height, outlets)
    padded = np.pad(level, 1, constant_values=np.inf)
    rows, columns = height.shape
    slopes = [
        (level - padded[1 + down : 1 + down + rows, 1 + right : 1 + right + columns]) / np.hypot(down, right)
        for down, right in _STEPS
    ]
    step = np.array([down * columns + right for down, right in _STEPS])[np.argmax(slopes, axis=0)]
    cells = np.arange(rows * columns)
    receiver = np.where(outlets.ravel(), cells, cells + step.ravel())
    return receiver, np.argsort(np.where(outlets, -np.inf, level).ravel(), kind="stable").tolist()


def _flooded(height: Floats, outlets: Flags) -> Floats:
    """Return the surface raised, from the outlets upward and lowest first, so that no hollow keeps its water."""
    rows, columns = height.shape
    level = height.ravel().tolist()
    known = outlets.ravel().tolist()
    heap = [(level[cell], cell) for cell in np.flatnonzero(outlets).tolist()]
    heapq.heapify(heap)
    while heap:
        low, cell = heapq.heappop(heap)
        row, column = divmod(cell, columns)
        for down, right in _STEPS:
            other = cell + down * columns + right
            if 0 <= row + down < rows and 0 <= column + right < columns and not known[other]:
                known[other] = True
                level[other] = max(level[other], low + 0.001)
                heapq.heappush(heap, (level[other], other))
    return np.array(level).reshape(height.shape)


def gathered(receiver: Integers, order: list[int]) -> Floats:
    """Return how many cells drain through each, itself included."""
    area = [1.0] * len(order)
    to = receiver.tolist()
    for cell in reversed(order):
        if to[cell] != cell:
            area[to[cell]] += area[cell]
    return np.array(area)


def _eroded(height: Floats, receiver: Integers, order: list[int], area: Floats, cell: float) -> Floats:
    columns = height.shape[1]
    cells = np.arange(len(receiver))
    apart = np.hypot(cells // columns - receiver // columns, cells % columns - receiver % columns) * cell
    strength = (_WEAR * np.sqrt(area * (cell / 500) ** 2) * 500 / np.maximum(apart, 1.0)).tolist()
    level, to = height.ravel().tolist(), receiver.tolist()
    for one in order:
        below = to[one]
        if below != one:
            share = strength[one]
            level[one] = max((level[one] + share * level[below]) / (1 + share), level[below] + 0.001)
    return np.round(np.array(level).reshape(height.shape), 3)


def _along(field: Floats, places: Floats) -> Floats:
    """Interpolate the rows of a field at fractional places, with a smooth step between two."""
    low = np.minimum(places.astype(int), field.shape[0] - 2)
    share = places - low
    share = (share * share * (3 - 2 * share))[:, None]
    return np.asarray(field[low] * (1 - share) + field[low + 1] * share)
