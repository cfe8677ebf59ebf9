"""Columns: many shapes in few arrays, for everything that is drawn, searched or merely lies beneath the line."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Self

import numpy as np
import numpy.typing as npt
import shapely

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]


class Shape(StrEnum):
    """What the vertices of a column make."""

    POINT = "point"
    LINE = "line"
    AREA = "area"


@dataclass(frozen=True, eq=False)
class Columns:
    """Shapes of one kind as arrays: row i owns the vertices `offsets[i]:offsets[i + 1]`.

    `xy` is (vertices, 2) float64, longitude and latitude in degrees of WGS 84; `offsets` is (parts + 1,) int64;
    `rows` is (parts,) int64: the feature that each part belongs to, ascending (a feature may have several parts).
    """

    shape: Shape
    xy: Floats
    offsets: Integers
    rows: Integers

    def __len__(self) -> int:
        """Return the number of parts."""
        return len(self.rows)

    def boxes(self) -> Floats:
        """Return (parts, 4) float64: min x, min y, max x, max y of every part."""
        starts = self.offsets[:-1]
        low = np.minimum.reduceat(self.xy, starts, axis=0)
        high = np.maximum.reduceat(self.xy, starts, axis=0)
        return np.hstack([low, high])

    @classmethod
    def of_lines(cls, lines: list[Floats]) -> Self:
        """Return one part and one row for each (n, 2) array of `lines`."""
        offsets = np.zeros(len(lines) + 1, np.int64)
        np.cumsum([len(line) for line in lines], out=offsets[1:])
        xy = np.concatenate(lines) if lines else np.empty((0, 2))
        return cls(Shape.LINE, xy, offsets, np.arange(len(lines), dtype=np.int64))

    @classmethod
    def of_points(cls, xy: Floats) -> Self:
        """Return one part and one row for each row of the (n, 2) array."""
        count = len(xy)
        steps = np.arange(count + 1, dtype=np.int64)
        return cls(Shape.POINT, xy, steps, steps[:-1])

    @classmethod
    def of_geometries(cls, geometries: npt.NDArray[np.object_], shape: Shape) -> Self:
        """Return the columns of shapely geometries, rings and parts taken apart in order."""
        if shape is Shape.AREA:
            parts, rows = shapely.get_rings(shapely.force_2d(geometries), return_index=True)
        else:
            parts, rows = shapely.get_parts(shapely.force_2d(geometries), return_index=True)
        offsets = np.zeros(len(parts) + 1, np.int64)
        np.cumsum(shapely.get_num_coordinates(parts), out=offsets[1:])
        return cls(shape, shapely.get_coordinates(parts), offsets, rows.astype(np.int64))


@dataclass(frozen=True, eq=False)
class ReferenceLayer:
    """What merely lies beneath: read-only columns that never enter a change set."""

    name: str
    columns: Columns
    labels: list[str] = field(default_factory=list)
    attributes: dict[str, list[Any]] = field(default_factory=dict)
