"""A place that somebody typed, understood in a stated reference system: two coordinates, or the name of a map sheet.

Where a text can be understood in several ways all of them are given, and a person chooses. Only what lies off the area
that the system was made for steps back behind what lies in it, and that is said.
"""

import math
import re

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from geodata.errors import Refused
from geodata.geometry import sheets
from geodata.geometry.crs import WORLD, Floats, OperationNeeded, pinned
from geodata.geometry.sheet_names import read_sheet
from geodata.geometry.sheets import Sheet
from geodata.geometry.systems import System, system_of, way_between
from geodata.geometry.written_place import Order, Place, read_place
from geodata.model.profile import WGS84, JointProfile

_LIKE_A_SHEET = re.compile(r"(?:[^\W\d_]+[ \u2010-\u2014-])?[^\W\d_][ \u2010-\u2014-]?[0-9]{1,2}[\u2010-\u2014-]")


class Sought(Struct, frozen=True, kw_only=True):
    """One way to understand what was typed: `east` and `north` in the system `code`.

    `sheet` is the sheet whose name was typed, with its middle as the place; `because` says what decided the order of
    the numbers, and `outside` that the place lies off the area that the system was made for.
    """

    code: str
    east: float
    north: float
    sheet: Sheet | None = None
    because: str = ""
    outside: bool = False

    def world(self, profile: JointProfile, pin: str = "") -> tuple[float, float]:
        """Return longitude and latitude of WGS 84 in degrees; raise OperationNeeded where nothing says how."""
        return way_between(self.code, WORLD, profile, pin).carry_one(self.east, self.north)

    def sheet_of(self, scale: int, profile: JointProfile, pin: str = "") -> Sheet:
        """Return the sheet it lies on; raise OperationNeeded, or Refused where sheets have no names."""
        try:
            return sheet_at_place(self.east, self.north, self.code, scale, profile, pin)
        except OperationNeeded:
            here = way_between(self.code, system_of(self.code).base, profile).carry_one(self.east, self.north)
            pinned(sheets.CRS, np.array([here]), profile, pin)  # names those that apply here
            raise


def understood(text: str, code: str) -> list[Sought]:
    """Return every way to understand a text as a place of the system `code`, the likeliest first.

    Raise Refused with the sentence of what is wrong.
    """
    system, problems = system_of(code), []
    found: list[Sought] = []
    try:
        found += _places(read_place(text, system.x_north), system)
    except Refused as problem:
        problems.append(problem)
    try:
        found.append(_of_sheet(read_sheet(text)))
    except Refused as problem:
        problems.append(problem)
    if not found:
        raise problems[1 if _LIKE_A_SHEET.match(text.strip()) else 0]
    return found


def ring_of(sheet: Sheet, profile: JointProfile, pin: str = "") -> Floats:
    """Return the closed outline of a sheet in degrees of WGS 84, (n, 2); raise OperationNeeded."""
    ring = way_between(sheets.CRS, WORLD, profile, pin).carry(sheets.outline(sheet))
    ring[:, 0] = np.unwrap(ring[:, 0], period=360)  # one sheet has its edge beside 180 degrees
    return ring


def sheet_at_place(east: float, north: float, code: str, scale: int, profile: JointProfile, pin: str = "") -> Sheet:
    """Return the sheet on which a place of a system lies; raise OperationNeeded, or Refused where it has no name."""
    return sheets.sheet_of(*way_between(code, sheets.CRS, profile, pin).carry_one(east, north), scale)


def _places(place: Place, system: System) -> list[Sought]:
    if place.metres is system.geographic:
        written, other = ("metres", "degrees") if place.metres else ("degrees", "metres")
        raise Refused(f"This is written in {written}, and {system.name} counts in {other}; choose the system it is in.")
    found = [_sought(reading, system, place.because) for reading in dict.fromkeys(place.readings)]
    on_globe = [one for one in found if one is not None]
    inside = [one for one in on_globe if not one.outside]
    if place.order is Order.UNKNOWN and len(inside) == 1 < len(found):
        return [replace(inside[0], because=f"the other order lies outside the area of {system.name}")]
    if not on_globe:
        raise Refused(f"{system.name} has no such place; the numbers lie off the globe.")
    return on_globe


def _sought(reading: tuple[float, float], system: System, because: str) -> Sought | None:
    """A reading with what is to be said of it; None where it lies off the globe."""
    longitude, latitude = way_between(system.code, system.base, WGS84).carry_one(*reading)
    if not (math.isfinite(longitude) and abs(longitude) <= 180 and abs(latitude) <= 90):
        return None
    back = way_between(system.base, system.code, WGS84).carry_one(longitude, latitude)
    if not math.dist(back, reading) < 1:  # beyond where a projection ends its numbers lead anywhere
        return None
    outside = not system.covers(longitude, latitude)
    return Sought(code=system.code, east=reading[0], north=reading[1], because=because, outside=outside)


def _of_sheet(sheet: Sheet) -> Sought:
    east, north = sheet.centre
    return Sought(code=sheets.CRS, east=east, north=north, sheet=sheet, because="it is the name of a map sheet")
