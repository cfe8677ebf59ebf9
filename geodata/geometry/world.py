"""Where the joint grid lies on the world's maps: WGS 84 for the screen, for GeoJSON and for what lies beneath.

The record itself is never moved: nothing here is measured with, compared by or written back unless a person drew it on
the map.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from geodata.errors import Refused
from geodata.geometry.crs import WORLD, Floats, Operation, on_world_datum, operation_of, transform, transform_back
from geodata.model.grid import Grid, Point
from geodata.model.line import Line
from geodata.model.profile import JointProfile


@dataclass(frozen=True)
class World:
    """The way between a joint profile's grid and longitude and latitude of WGS 84.

    `operation` is the one that the profile pins for WGS 84; None where the grid is on that datum already.
    """

    profile: JointProfile
    operation: Operation | None

    def degrees(self, xy: Grid) -> Floats:
        """Return (n, 2) steps of the grid as longitude and latitude of WGS 84 in degrees."""
        if self.operation is None:
            return self.profile.grid.degrees(xy)
        return transform_back(self.profile.grid.native(xy), self.operation)

    def on_grid(self, degrees: Floats) -> Grid:
        """Return (n, 2) degrees of WGS 84 as steps of the grid; raise InvalidFeature off the globe."""
        if self.operation is None:
            return self.profile.grid.on_grid(degrees)
        return self.profile.grid.of_native(transform(degrees, self.operation))

    def degrees_of(self, point: Point) -> tuple[float, float]:
        """Return longitude and latitude of a point in degrees of WGS 84."""
        if self.operation is None:
            return self.profile.grid.degrees_of(point)
        longitude, latitude = self.degrees(np.array([point], np.int64))[0].tolist()
        return longitude, latitude

    def point_of(self, longitude: float, latitude: float) -> Point:
        """Return the point of the grid nearest to a longitude and latitude of WGS 84 in degrees."""
        x, y = self.on_grid(np.array([[longitude, latitude]]))[0].tolist()
        return x, y

    def line_of(self, degrees: Floats) -> Line:
        """Return the line of the grid through (n, 2) degrees of WGS 84; raise InvalidFeature."""
        return Line(self.on_grid(np.asarray(degrees, np.float64)[:, :2]), self.profile.grid)


@lru_cache(maxsize=16)
def world_of(profile: JointProfile) -> World:
    """Return the way between a profile's grid and WGS 84; raise Refused when the profile pins none."""
    pinned = profile.operation(WORLD)
    if pinned is not None:
        return World(profile, operation_of(pinned))
    if on_world_datum(profile.crs):
        return World(profile, None)
    raise Refused(
        "The joint profile does not say how its reference system lies to WGS 84; pin an operation for EPSG:4326."
    )
