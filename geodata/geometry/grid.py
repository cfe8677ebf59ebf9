"""Fixed point: how degrees become whole numbers and back, once on the way in and never again."""

import numpy as np
import numpy.typing as npt

from geodata.errors import InvalidFeature
from geodata.model.line import DEGREE, Grid, Line, Point, check_on_globe


def to_grid(degrees: npt.NDArray[np.float64]) -> Grid:
    """Return (n, 2) degrees as int64 grid units, rounded half to even; raise InvalidFeature for NaN or infinity."""
    if not np.isfinite(degrees).all():
        raise InvalidFeature("A coordinate is not a number.")
    if degrees.size and np.abs(degrees).max() > 1e4:
        raise InvalidFeature("A coordinate lies outside the globe; it is probably not in degrees.")
    return check_on_globe(np.rint(degrees * DEGREE).astype(np.int64))


def line_of(degrees: npt.NDArray[np.float64]) -> Line:
    """Return the line through (n, 2) degrees; raise InvalidFeature."""
    return Line(to_grid(np.asarray(degrees, dtype=np.float64)[:, :2]))


def point_of(longitude: float, latitude: float) -> Point:
    """Return the grid point nearest to a longitude and latitude in degrees."""
    x, y = to_grid(np.array([[longitude, latitude]]))[0]
    return int(x), int(y)


def degrees_of(point: Point) -> tuple[float, float]:
    """Return longitude and latitude in degrees; `point_of` of them is `point` again."""
    return point[0] / DEGREE, point[1] / DEGREE
