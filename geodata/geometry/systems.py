"""One place in several reference systems: by conversions where the datum stays, by pinned operations where it does not.

The joint system stands in the middle: from a source to it by what the joint profile pins, and on to another by what the
profile pins for that one, backwards. Where nothing is pinned, nothing is moved: PROJ never chooses.
"""

import math
from functools import lru_cache

import numpy as np
from msgspec import Struct
from pyproj import CRS

from geodata.errors import Refused
from geodata.geometry.crs import (
    Floats,
    Operation,
    OperationNeeded,
    pinned,
    published,
    reference_system,
    transform,
    transform_back,
)
from geodata.geometry.written import LATITUDE, LONGITUDE, Form, decimal, dms, metres
from geodata.model.grid import JointGrid, Unit
from geodata.model.profile import JointProfile

_NOWHERE = np.empty((0, 2))
_BETWEEN = "  "


class Axis(Struct, frozen=True):
    """One axis of a plane system: what it is called (X, Y, E, N) and whether it counts to the north."""

    called: str
    north: bool


class System(Struct, frozen=True, kw_only=True):
    """A reference system as places are told in it: its axes in its own order, none where it has degrees.

    `base` is the code or WKT of the longitude and latitude on its own datum, and `meridian` the one from which these
    are counted, in degrees east of Greenwich, as `bounds` are.
    """

    code: str
    name: str
    geographic: bool
    base: str
    bounds: tuple[float, float, float, float]
    axes: tuple[Axis, ...] = ()
    meridian: float = 0.0

    @property
    def x_north(self) -> bool | None:
        """Whether X counts to the north; None where no axis is called so."""
        return next((axis.north for axis in self.axes if axis.called == "X"), None)

    def covers(self, longitude: float, latitude: float) -> bool:
        """Tell whether a place in degrees lies within ten kilometres of the area that the system was made for."""
        west, south, east, north = self.bounds
        size, beyond = (east - west) % 360 or 360.0, (longitude + self.meridian - west + 0.1) % 360
        across = beyond <= size + 0.2
        return across and south - 0.1 <= latitude <= north + 0.1

    def written(self, east: float, north: float, form: Form = Form.DMS, fine: bool = False) -> str:
        """Return a place as people write it: 45° 03' 12.4" E  41° 06' 33.0" N, or X 4 551 234.57  Y 8 512 345.68.

        `fine` is to some millimetres, for what goes on to another program.
        """
        if not self.geographic:
            digits = 3 if fine else 2
            return _BETWEEN.join(f"{axis.called} {metres(north if axis.north else east, digits)}" for axis in self.axes)
        if form is Form.DECIMAL:
            places = 8 if fine else 6
            return f"{decimal(east, places, LONGITUDE)}{_BETWEEN}{decimal(north, places, LATITUDE)}"
        seconds = 4 if fine else 1
        return f"{dms(east, seconds, LONGITUDE)}{_BETWEEN}{dms(north, seconds, LATITUDE)}"


class Way(Struct, frozen=True):
    """How coordinates of one system become those of another: operations, each run forwards or backwards."""

    steps: tuple[tuple[Operation, bool], ...] = ()

    def carry(self, xy: Floats) -> Floats:
        """Return (n, 2) coordinates of the other system, east before north; infinite where there are none."""
        for operation, backwards in self.steps:
            xy = transform_back(xy, operation) if backwards else transform(xy, operation)
        return xy

    def carry_one(self, east: float, north: float) -> tuple[float, float]:
        """Return one place in the other system, east before north."""
        x, y = self.carry(np.array([[east, north]]))[0].tolist()
        return x, y

    @property
    def by(self) -> str:
        """The operations that change the datum, by code; empty where none does."""
        return ", ".join(dict.fromkeys(each.pin for each, _ in self.steps if not each.conversion))


@lru_cache(maxsize=64)
def system_of(code: str) -> System:
    """Return a reference system by its EPSG code or WKT; raise Refused when it is none with two axes.

    Refused are also those that count in anything but degrees and metres, because nothing here would say so.
    """
    known = reference_system(code.strip())
    crs = CRS.from_user_input(known.code)
    meridian = _in_degrees_and_metres(crs, known.name)
    if known.geographic:
        return System(
            code=known.code, name=known.name, geographic=True, base=known.code, bounds=known.bounds, meridian=meridian
        )
    ways = {"north": True, "east": False}
    axes = tuple(Axis(axis.abbrev.upper(), ways[axis.direction]) for axis in crs.axis_info if axis.direction in ways)
    if not crs.is_projected or sorted(axis.north for axis in axes) != [False, True]:
        raise Refused(f"{known.name} is no system with an axis to the east and one to the north; choose another.")
    base = reference_system(str(crs.geodetic_crs.to_wkt())).code if crs.geodetic_crs else ""
    return System(
        code=known.code, name=known.name, geographic=False, base=base, bounds=known.bounds, axes=axes, meridian=meridian
    )


def _in_degrees_and_metres(crs: CRS, name: str) -> float:
    """Return the prime meridian in degrees; raise Refused where a horizontal axis counts in another unit."""
    level = [axis for axis in crs.axis_info if axis.direction in ("north", "south", "east", "west")]
    angles = level if crs.is_geographic else []
    angles += crs.geodetic_crs.axis_info[:2] if crs.geodetic_crs and not crs.is_geocentric else []
    lengths = [] if crs.is_geographic else level
    for axis, factor in (*((each, math.radians(1)) for each in angles), *((each, 1.0) for each in lengths)):
        if not math.isclose(axis.unit_conversion_factor, factor, rel_tol=1e-9):
            raise Refused(f"{name} counts in {axis.unit_name}; choose a system of degrees or metres.")
    if crs.prime_meridian is None:
        return 0.0
    return math.degrees(crs.prime_meridian.longitude * float(crs.prime_meridian.unit_conversion_factor))


@lru_cache(maxsize=256)
def way_between(source: str, target: str, profile: JointProfile, pin: str = "") -> Way:
    """Return how coordinates of one system become those of another; raise OperationNeeded where nothing says so.

    `pin` is for what the profile leaves open: the code of an operation like "EPSG:15865", or a PROJ pipeline.
    """
    source, target = system_of(source).code, system_of(target).code
    if source == target:
        return Way()
    if conversion := _conversion(source, target):
        return Way(((conversion, False),))
    steps = (_to_joint(source, profile, pin), False), (_to_joint(target, profile, pin), True)
    return Way(tuple(step for step in steps if step[0].pipeline != "noop"))


def _conversion(source: str, target: str) -> Operation | None:
    """The one way between two systems on one datum, where there is nothing to choose."""
    if CRS.from_user_input(source).geodetic_crs != CRS.from_user_input(target).geodetic_crs:
        return None
    unit = Unit.NANODEGREE if system_of(target).geographic else Unit.TENTH_MILLIMETRE
    found = [each for each in published(source, JointGrid(crs=target, unit=unit)) if each.conversion]
    return found[0] if len(found) == 1 else None


def _to_joint(system: str, profile: JointProfile, pin: str) -> Operation:
    try:
        found = pinned(system, _NOWHERE, profile)
    except OperationNeeded:
        if not pin:
            raise
        return pinned(system, _NOWHERE, profile, pin)
    return found if found.conversion or not pin else pinned(system, _NOWHERE, profile, pin)
