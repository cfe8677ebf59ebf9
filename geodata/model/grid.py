"""The joint grid: the whole numbers in which a project keeps coordinates, in the unit of its joint reference system.

On every grid x runs east and y runs north, whatever order the reference system's own axes have. What is measured, is
measured on that system's own ellipsoid, in its own longitude and latitude (`degrees`); how those lie to WGS 84 is the
business of `geometry.world`.
"""

from enum import StrEnum
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from msgspec import Struct
from pyproj import CRS, Geod, Transformer
from pyproj.enums import TransformDirection

from geodata.errors import InvalidFeature

Point = tuple[int, int]
Grid = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

DEGREE = 1_000_000_000
"""Grid units in one degree."""

METRE = 10_000
"""Grid units in one metre."""

_FARTHEST = 100_000_000 * METRE
"""No projected coordinate is as large; a zone number of two digits before the easting makes 60 million metres."""

_OFF = "A coordinate lies outside the globe; it is probably not in degrees."


class Unit(StrEnum):
    """What one step of a joint grid is."""

    NANODEGREE = "1e-9 degree"
    TENTH_MILLIMETRE = "0.1 mm"


class JointGrid(Struct, frozen=True, kw_only=True):
    """The grid of a joint reference system: `crs` is an EPSG code or WKT2, of degrees or of metres as `unit` says."""

    crs: str
    unit: Unit

    @property
    def geographic(self) -> bool:
        """Whether one step is a part of a degree."""
        return self.unit is Unit.NANODEGREE

    @property
    def step(self) -> int:
        """How many steps make one degree or one metre."""
        return DEGREE if self.geographic else METRE

    @property
    def ellipsoid(self) -> Geod:
        """The ellipsoid on which lines of this grid are measured."""
        return WGS84_ELLIPSOID if self == WGS84_DEGREES else _ellipsoid(self.crs)

    def native(self, xy: Grid) -> Floats:
        """Return (n, 2) whole steps as coordinates of the joint reference system: degrees or metres, x before y."""
        return xy / self.step

    def of_native(self, xy: Floats) -> Grid:
        """Return (n, 2) coordinates of the joint reference system as whole steps, rounded half to even.

        Raise InvalidFeature for what is no number or lies off the globe.
        """
        if not np.isfinite(xy).all():
            raise InvalidFeature("A coordinate is not a number.")
        if xy.size and np.abs(xy).max() > _FARTHEST / METRE:
            raise InvalidFeature(_OFF)
        return self.checked(np.rint(xy * self.step).astype(np.int64))

    def degrees(self, xy: Grid) -> Floats:
        """Return (n, 2) whole steps as longitude and latitude in degrees, on the datum of the joint reference system.

        What lies off the globe is infinite.
        """
        if self.geographic:
            return xy / DEGREE
        return _turned(_projection(self.crs), self.native(xy), TransformDirection.INVERSE)

    def on_grid(self, degrees: Floats) -> Grid:
        """Return (n, 2) degrees of longitude and latitude on the joint datum as whole steps; raise InvalidFeature."""
        if self.geographic:
            return self.of_native(degrees)
        return self.of_native(_turned(_projection(self.crs), degrees, TransformDirection.FORWARD))

    def point_of(self, longitude: float, latitude: float) -> Point:
        """Return the point of the grid nearest to a longitude and latitude in degrees on the joint datum."""
        x, y = self.on_grid(np.array([[longitude, latitude]]))[0].tolist()
        return x, y

    def degrees_of(self, point: Point) -> tuple[float, float]:
        """Return longitude and latitude of a point in degrees on the joint datum."""
        if self.geographic:
            return point[0] / DEGREE, point[1] / DEGREE
        longitude, latitude = self.degrees(np.array([point], np.int64))[0].tolist()
        return longitude, latitude

    def written(self, point: Point) -> str:
        """Return a point in words, exactly: degrees or metres of the joint reference system, east before north."""
        x, y = (f"{number / self.step:.{9 if self.geographic else 4}f}" for number in point)
        return f"{x} E, {y} N" if self.geographic else f"E {x} m, N {y} m"

    def checked(self, xy: Grid) -> Grid:
        """Return (n, 2) whole steps, or raise InvalidFeature when they reach off the globe."""
        if xy.size and not self._holds(*xy.min(axis=0).tolist(), *xy.max(axis=0).tolist()):
            raise InvalidFeature(_OFF)
        return xy

    def holds(self, point: Point) -> bool:
        """Tell whether a point lies on the globe."""
        return self._holds(*point, *point)

    def _holds(self, west: int, south: int, east: int, north: int) -> bool:
        """Tell so of a box; both ends are asked, because the smallest integer is its own absolute value."""
        if self.geographic:
            return -180 * DEGREE <= west <= east <= 180 * DEGREE and -90 * DEGREE <= south <= north <= 90 * DEGREE
        if not -_FARTHEST <= west <= east <= _FARTHEST or not -_FARTHEST <= south <= north <= _FARTHEST:
            return False
        corners = np.array([[west, south], [west, north], [east, south], [east, north]], np.int64)
        return bool(np.isfinite(self.degrees(corners)).all())


WGS84_DEGREES = JointGrid(crs="EPSG:4326", unit=Unit.NANODEGREE)
"""Longitude and latitude of WGS 84."""

WGS84_ELLIPSOID = Geod(ellps="WGS84")


@lru_cache(maxsize=16)
def _ellipsoid(crs: str) -> Geod:
    found = CRS.from_user_input(crs).get_geod()
    if found is None:
        raise InvalidFeature("The joint reference system names no ellipsoid, so nothing can be measured in it.")
    return found


@lru_cache(maxsize=16)
def _projection(crs: str) -> Transformer:
    """From degrees of the system's own datum to its metres: a conversion, so that there is nothing to choose."""
    projected = CRS.from_user_input(crs)
    return Transformer.from_crs(projected.geodetic_crs, projected, always_xy=True)


def _turned(projection: Transformer, xy: Floats, direction: TransformDirection) -> Floats:
    moved = projection.transform(xy[:, 0], xy[:, 1], direction=direction)
    return np.column_stack(moved).astype(np.float64)
