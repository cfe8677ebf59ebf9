"""Soviet map sheets: which sheet a place lies on, where a sheet lies, which sheets a line passes.

Sheets are cut by parallels and meridians of SK-42 on the ellipsoid of Krassowsky (EPSG:4284). Every longitude and
latitude here is of that system: who has WGS 84 moves it first by a pinned operation; unmoved it may name the wrong
sheet up to 105 m from an edge. Edges are whole seconds of arc, so that nothing is decided by the noise of a float: a
place is rounded to a hundred-thousandth of a second (0.3 mm), and a sheet owns its northern and its western edge.

A sheet of 1:1 000 000 is 4 by 6 degrees, and the others cut it into n by n, counted from the north-west row by row:
500k А-Г, 300k I-IX (written before), 200k I-XXXVI, 100k 1-144; then by four 50k А-Г, 25k а-г, 10k 1-4. Above 60 N
sheets are printed in pairs and fours, and south of the equator otherwise; those are refused.
"""

import math
from collections.abc import Iterator
from enum import IntEnum
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from msgspec import Struct
from msgspec.structs import replace

from geodata.errors import Refused

Floats = npt.NDArray[np.float64]

CRS = "EPSG:4284"
"""The system in which sheets are cut: SK-42, longitude and latitude."""


class Scale(IntEnum):
    """The scales whose sheets have names, as denominators."""

    M1 = 1_000_000
    K500 = 500_000
    K300 = 300_000
    K200 = 200_000
    K100 = 100_000
    K50 = 50_000
    K25 = 25_000
    K10 = 10_000


PARTS = {
    Scale.M1: 1, Scale.K500: 2, Scale.K300: 3, Scale.K200: 6,
    Scale.K100: 12, Scale.K50: 24, Scale.K25: 48, Scale.K10: 96,
}  # fmt: skip
"""Into how many rows and columns each scale cuts a sheet of 1:1 000 000."""

BANDS = "ABCDEFGHIJKLMNO"
"""The letters of the bands of 4 degrees from the equator to 60 N."""

QUARTERS = "АБВГ"
"""The Cyrillic letters of the quarters of a sheet: north-west, north-east, south-west, south-east."""

HEIGHT, WIDTH = 4 * 3600, 6 * 3600
_UNITS = 100_000  # parts of a second to which a place is rounded


class Sheet(Struct, frozen=True, kw_only=True):
    """One sheet: its name in normal form, its scale, and its edges in whole seconds of arc on SK-42.

    The normal form has the Latin letter of the band, the number of a 1:100 000 sheet in three digits and Cyrillic
    quarters: K-38-103-А-а-1. `printed` is what was read, as it was written.
    """

    designation: str
    scale: Scale
    west: int
    south: int
    east: int
    north: int
    printed: str = ""

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east and north in degrees of SK-42."""
        return self.west / 3600, self.south / 3600, self.east / 3600, self.north / 3600

    @property
    def centre(self) -> tuple[float, float]:
        """Longitude and latitude of its middle, in degrees of SK-42."""
        return (self.west + self.east) / 7200, (self.south + self.north) / 7200


class Passage(Struct, frozen=True, kw_only=True):
    """A sheet and where a line runs on it: from and to as places in the vertices, 2.25 a quarter on from the third."""

    sheet: Sheet
    start: float
    end: float


def scale_of(denominator: int) -> Scale:
    """Return the scale of a denominator; raise Refused where its sheets have no names."""
    try:
        return Scale(denominator)
    except ValueError:
        known = ", ".join(f"{one:,}".replace(",", " ") for one in Scale)
        raise Refused(f"Sheets of 1:{denominator} have no names here; the scales are {known}.") from None


def sheet_of(longitude: float, latitude: float, scale: int = Scale.K100) -> Sheet:
    """Return the sheet on which a place of SK-42 lies, in degrees; raise Refused where sheets have no such names."""
    if not (math.isfinite(longitude) and math.isfinite(latitude)):
        raise Refused("Where nothing is known there is no sheet.")
    east, north = round(longitude * 3600 * _UNITS), round(latitude * 3600 * _UNITS)
    height, width = _size(scale_of(scale))
    row, column = -(-north // (height * _UNITS)), east // (width * _UNITS)
    return sheet_at(row * height, column * width, scale)


def sheet_at(north: int, west: int, scale: int) -> Sheet:
    """Return the sheet with this north-western corner, in seconds of arc; raise Refused where none has a name."""
    scale = scale_of(scale)
    height, width = _size(scale)
    if not HEIGHT * len(BANDS) >= north > 0:
        where = "south of the equator" if north <= 0 else "above 60 N, where they are joined in pairs,"
        raise Refused(f"Sheets {where} are not named here; state the sheet as it is printed.")
    west = (west + 180 * 3600) % (360 * 3600) - 180 * 3600
    band, row = divmod(HEIGHT * len(BANDS) - north, HEIGHT)
    zone, column = divmod(west, WIDTH)
    base = f"{BANDS[-1 - band]}-{(zone + 30) % 60 + 1:02}"
    return Sheet(
        designation=(name := _designation(base, scale, row // height, column // width)),
        scale=scale, west=west, south=north - height, east=west + width, north=north, printed=name,
    )  # fmt: skip


def enclosing(sheet: Sheet, scale: int) -> Sheet:
    """Return the sheet of a smaller scale in which the middle of a sheet lies."""
    return sheet_of(*sheet.centre, scale)


def neighbours(sheet: Sheet) -> dict[str, Sheet]:
    """Return the sheets around a sheet by where they lie: N, NE, E, SE, S, SW, W, NW; fewer at the last band."""
    height, width = _size(sheet.scale)
    around = {"N": (1, 0), "NE": (1, 1), "E": (0, 1), "SE": (-1, 1)}
    around |= {"S": (-1, 0), "SW": (-1, -1), "W": (0, -1), "NW": (1, -1)}
    return {
        where: sheet_at(sheet.north + up * height, sheet.west + right * width, sheet.scale)
        for where, (up, right) in around.items()
        if HEIGHT * len(BANDS) >= sheet.north + up * height > 0
    }


def outline(sheet: Sheet, steps: int = 16) -> Floats:
    """Return the closed ring of a sheet in degrees of SK-42, (4 * steps + 1, 2), from the south-west to the east.

    The edges are parallels and meridians: each is cut into `steps` parts so that it stays on them in another system.
    """
    west, south, east, north = sheet.bounds
    along = np.linspace(0, 1, steps, endpoint=False)[:, None]
    corners = np.array([(west, south), (east, south), (east, north), (west, north), (west, south)])
    sides = [start + along * (end - start) for start, end in pairwise(corners)]
    return np.concatenate([*sides, corners[-1:]])


def sheets_along(degrees: Floats, scale: int = Scale.K100) -> list[Passage]:
    """Return the sheets that a line of SK-42, (n, 2) degrees, passes, in order; one twice where the line comes back.

    Between two vertices the line is straight in longitude and latitude; what only touches a sheet is not on it.
    """
    scale = scale_of(scale)
    if not np.isfinite(degrees).all():
        raise Refused("The line has a place without coordinates; its sheets cannot be listed.")
    degrees = np.column_stack([np.unwrap(degrees[:, 0], period=360), degrees[:, 1]])  # the short way over 180 degrees
    passages: list[Passage] = []
    for end, (longitude, latitude) in _runs(degrees, scale):
        sheet = sheet_of(longitude, latitude, scale)
        if passages and passages[-1].sheet == sheet:
            passages[-1] = replace(passages[-1], end=end)
        else:
            passages.append(Passage(sheet=sheet, start=passages[-1].end if passages else 0.0, end=end))
    return [*passages[:-1], replace(passages[-1], end=float(len(degrees) - 1))] if passages else []


def _runs(degrees: Floats, scale: Scale) -> Iterator[tuple[float, list[float]]]:
    """Up to where in the vertices a line stays on one sheet, and a place of it there; the next may be the same sheet.

    Sheets are convex: a leg whose ends lie on one sheet lies on it, and only the others are cut.
    """
    height, width = _size(scale)
    units = np.rint(degrees * 3600 * _UNITS).astype(np.int64)
    cells = np.column_stack((units[:, 0] // (width * _UNITS), -(-units[:, 1] // (height * _UNITS))))
    reached = 0
    for leg in [*np.flatnonzero((cells[1:] != cells[:-1]).any(axis=1)).tolist(), len(degrees) - 1]:
        if np.ptp(units[reached : leg + 1], axis=0).any():  # else it only touches the sheet
            yield float(leg), degrees[leg].tolist()
        if leg < len(degrees) - 1:
            here, there = degrees[leg], degrees[leg + 1]
            shortest = 1 / (_UNITS * 3600 * float(np.abs(there - here).max()))
            for start, end in pairwise(_cuts(here, there, scale)):
                if end - start >= shortest:
                    yield leg + end, (here + (start + end) / 2 * (there - here)).tolist()
        reached = leg + 1


def _cuts(here: Floats, there: Floats, scale: Scale) -> list[float]:
    """Where a leg meets edges, as shares of it: from 0 to 1 in order."""
    height, width = _size(scale)
    cuts = {0.0, 1.0}
    for axis, size in ((0, width), (1, height)):
        start, end = float(here[axis]) * 3600, float(there[axis]) * 3600
        low, high = sorted((start, end))
        edges = range(math.floor(low / size) + 1, math.ceil(high / size))
        cuts |= {(edge * size - start) / (end - start) for edge in edges}
    return sorted(cut for cut in cuts if 0 <= cut <= 1)


def _size(scale: Scale) -> tuple[int, int]:
    return HEIGHT // PARTS[scale], WIDTH // PARTS[scale]


def _designation(base: str, scale: Scale, row: int, column: int) -> str:
    """The name of the sheet in this row and column of its sheet of 1:1 000 000, both from 0."""
    number = row * PARTS[scale] + column
    quarter = row % 2 * 2 + column % 2
    match scale:
        case Scale.M1:
            return base
        case Scale.K500:
            return f"{base}-{QUARTERS[number]}"
        case Scale.K300:
            return f"{roman(number + 1)}-{base}"
        case Scale.K200:
            return f"{base}-{roman(number + 1)}"
        case Scale.K100:
            return f"{base}-{number + 1:03}"
        case Scale.K50:
            return f"{_designation(base, Scale.K100, row // 2, column // 2)}-{QUARTERS[quarter]}"
        case Scale.K25:
            return f"{_designation(base, Scale.K50, row // 2, column // 2)}-{QUARTERS[quarter].lower()}"
        case Scale.K10:
            return f"{_designation(base, Scale.K25, row // 2, column // 2)}-{quarter + 1}"


def roman(number: int) -> str:
    """Return a number below 40 in Roman numerals."""
    ones = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
    return "X" * (number // 10) + ones[number % 10]
