"""The order of axes in a source: which of two coordinates goes to the east, and who says so."""

from enum import StrEnum
from functools import lru_cache

from pyproj import CRS
from pyproj.exceptions import CRSError

from geodata.io.source_table import Format, SourceLayer


class Axes(StrEnum):
    """Which of both coordinates comes first; UNSTATED where nobody said so."""

    EAST_NORTH = "east-north"
    NORTH_EAST = "north-east"
    UNSTATED = ""


def stated_axes(layer: SourceLayer, crs: str) -> Axes:
    """Return the order that a layer states by its format or its headings, UNSTATED where a person has to.

    WKT says x before y, which programs write by the order of the reference system as well as to the east first: where
    both are not the same, it says nothing. Nor does a table with the headings X and Y, in degrees or in metres.
    """
    if layer.format is not Format.CSV:
        return Axes.EAST_NORTH
    if layer.axes:
        return Axes(layer.axes)
    return Axes.EAST_NORTH if layer.geometry == "Unknown" and east_first(crs) else Axes.UNSTATED


@lru_cache(maxsize=64)
def east_first(crs: str) -> bool:
    """Tell whether the authority of a reference system writes the coordinate to the east first."""
    if not crs:
        return False
    try:
        found = CRS.from_user_input(int(crs) if crs.strip().isdecimal() else crs)
    except CRSError:
        return False
    return bool(found.axis_info) and found.axis_info[0].direction == "east"
