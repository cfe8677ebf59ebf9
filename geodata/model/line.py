"""Lines and points on the joint grid: whole numbers of 1e-9 degree, longitude first."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Self

import numpy as np
import numpy.typing as npt

from geodata.errors import InvalidFeature

Point = tuple[int, int]
Grid = npt.NDArray[np.int64]

DEGREE = 1_000_000_000
"""Grid units in one degree."""


class Line:
    """An ordered run of grid points; equal when its numbers are equal, and usable as a key."""

    __slots__ = ("_data", "measured")

    measured: int | None
    """The geodesic length in millimetres, once `geometry.measure` has found it out; no part of what the line is."""

    def __init__(self, points: Grid | Iterable[Point]) -> None:
        """Take (n, 2) integers, n >= 2; raise InvalidFeature for fewer or for numbers off the globe."""
        xy = np.asarray(points if isinstance(points, np.ndarray) else list(points), dtype=np.int64)
        if xy.ndim != 2 or xy.shape[1:] != (2,) or len(xy) < 2:
            raise InvalidFeature("A line needs at least two points.")
        self._data = check_on_globe(xy).astype("<i8").tobytes()
        self.measured = None

    @classmethod
    def of_flat(cls, numbers: Iterable[int]) -> Self:
        """Return the line of x0, y0, x1, y1, ... as documents and journals write it."""
        flat = np.fromiter(numbers, dtype=np.int64)
        if flat.size % 2:
            raise InvalidFeature("A line has an x without its y.")
        return cls(flat.reshape(-1, 2))

    @classmethod
    def many(cls, xy: Grid, offsets: Grid) -> list[Self]:
        """Return the lines of rows `offsets[i]:offsets[i + 1]` of (n, 2) integers, checked once for all.

        Raise InvalidFeature as the constructor does.
        """
        if (np.diff(offsets) < 2).any():
            raise InvalidFeature("A line needs at least two points.")
        data = check_on_globe(xy).astype("<i8").tobytes()
        lines = [cls.__new__(cls) for _ in range(len(offsets) - 1)]
        for line, (start, end) in zip(lines, pairwise((offsets * 16).tolist()), strict=True):
            line._data = data[start:end]  # noqa: SLF001 - a line of our own
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
        """Return (n, 2) float64 longitude and latitude in degrees."""
        return self.xy / DEGREE

    def __len__(self) -> int:
        """Return the number of points."""
        return len(self._data) // 16

    def __eq__(self, other: object) -> bool:
        """Tell whether both have exactly the same numbers in the same order."""
        return self._data == other._data if isinstance(other, Line) else NotImplemented

    def __hash__(self) -> int:
        """Return a hash of the numbers."""
        return hash(self._data)

    def __repr__(self) -> str:
        """Return the number of points and the ends."""
        return f"Line({len(self)} points, {self.start} .. {self.end})"


def check_on_globe(xy: Grid) -> Grid:
    """Return `xy` or raise InvalidFeature for a point outside 180 degrees of longitude or 90 of latitude."""
    if not xy.size:
        return xy
    west, south = xy.min(axis=0).tolist()  # both ends are asked: the smallest integer is its own absolute value
    east, north = xy.max(axis=0).tolist()
    if not -180 * DEGREE <= west <= east <= 180 * DEGREE or not -90 * DEGREE <= south <= north <= 90 * DEGREE:
        raise InvalidFeature("A coordinate lies outside the globe; it is probably not in degrees.")
    return xy


def is_on_globe(point: Point) -> bool:
    """Tell whether a point lies within 180 degrees of longitude and 90 of latitude."""
    return abs(point[0]) <= 180 * DEGREE and abs(point[1]) <= 90 * DEGREE


def _point(row: Grid) -> Point:
    return int(row[0]), int(row[1])
