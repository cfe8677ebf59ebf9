"""Lines on the joint grid: whole numbers, x before y, and the grid on which they are meant."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Self

import numpy as np
import numpy.typing as npt

from geodata.errors import InvalidFeature
from geodata.model.grid import Grid, JointGrid, Point


class Line:
    """An ordered run of grid points; equal when grid and numbers are equal, and usable as a key."""

    __slots__ = ("_data", "grid", "measured")

    grid: JointGrid
    measured: int | None
    """The geodesic length in millimetres, once `geometry.measure` has found it out; no part of what the line is."""

    def __init__(self, points: Grid | Iterable[Point], grid: JointGrid) -> None:
        """Take (n, 2) steps of a grid, n >= 2; raise InvalidFeature for fewer or for numbers off the globe."""
        xy = np.asarray(points if isinstance(points, np.ndarray) else list(points), dtype=np.int64)
        if xy.ndim != 2 or xy.shape[1:] != (2,) or len(xy) < 2:
            raise InvalidFeature("A line needs at least two points.")
        self._data = grid.checked(xy).astype("<i8").tobytes()
        self.grid = grid
        self.measured = None

    @classmethod
    def of_flat(cls, numbers: Iterable[int], grid: JointGrid) -> Self:
        """Return the line of x0, y0, x1, y1, ... as documents and journals write it."""
        flat = np.fromiter(numbers, dtype=np.int64)
        if flat.size % 2:
            raise InvalidFeature("A line has an x without its y.")
        return cls(flat.reshape(-1, 2), grid)

    @classmethod
    def many(cls, xy: Grid, offsets: Grid, grid: JointGrid) -> list[Self]:
        """Return the lines of rows `offsets[i]:offsets[i + 1]` of (n, 2) integers, checked once for all.

        Raise InvalidFeature as the constructor does.
        """
        if (np.diff(offsets) < 2).any():
            raise InvalidFeature("A line needs at least two points.")
        data = grid.checked(xy).astype("<i8").tobytes()
        lines = [cls.__new__(cls) for _ in range(len(offsets) - 1)]
        for line, (start, end) in zip(lines, pairwise((offsets * 16).tolist()), strict=True):
            line._data = data[start:end]  # noqa: SLF001 - a line of our own
            line.grid = grid
            line.measured = None
        return lines

    @staticmethod
    def joined(lines: Sequence["Line"]) -> tuple[Grid, Grid]:
        """Return the points of many lines as (n, 2) integers and (lines + 1,) offsets, as `many` takes them."""
        offsets = np.zeros(len(lines) + 1, np.int64)
        np.cumsum([len(line) for line in lines], out=offsets[1:])
        return np.frombuffer(b"".join([line._data for line in lines]), dtype="<i8").reshape(-1, 2), offsets  # noqa: SLF001

    @property
    def xy(self) -> Grid:
        """The points as a read-only (n, 2) int64 array, without a copy."""
        return np.frombuffer(self._data, dtype="<i8").reshape(-1, 2)

    @property
    def data(self) -> bytes:
        """The points as little-endian int64: x0, y0, x1, y1, ..."""
        return self._data

    @property
    def start(self) -> Point:
        """The first point."""
        return _point(self.xy[0])

    @property
    def end(self) -> Point:
        """The last point."""
        return _point(self.xy[-1])

    @property
    def closed(self) -> bool:
        """Whether the line returns to its first point, as an enclave's ring does."""
        return self._data[:16] == self._data[-16:]

    def flat(self) -> list[int]:
        """Return x0, y0, x1, y1, ... as plain integers."""
        return np.frombuffer(self._data, dtype="<i8").tolist()  # type: ignore[no-any-return]

    def degrees(self) -> npt.NDArray[np.float64]:
        """Return (n, 2) float64 longitude and latitude in degrees, on the datum of the line's grid."""
        return self.grid.degrees(self.xy)

    def __len__(self) -> int:
        """Return the number of points."""
        return len(self._data) // 16

    def __eq__(self, other: object) -> bool:
        """Tell whether both have exactly the same numbers in the same order, on one grid."""
        if not isinstance(other, Line):
            return NotImplemented
        return self._data == other._data and (self.grid is other.grid or self.grid == other.grid)

    def __hash__(self) -> int:
        """Return a hash of the numbers."""
        return hash(self._data)

    def __repr__(self) -> str:
        """Return the number of points and the ends."""
        return f"Line({len(self)} points, {self.start} .. {self.end})"


def _point(row: Grid) -> Point:
    return int(row[0]), int(row[1])
