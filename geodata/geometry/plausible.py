"""Whether coordinates can lie where their reading puts them: what is wrong, named in metres before anything is stored.

A finding that is certain stops a load until a person insists; one that is not is a question. What the project holds
already is the best witness (`plausible_held`): a layer that lies 1.8 km beside it, and upon it once its metres are read
as those of another grid, was probably read wrongly, although nothing in the file says so.
"""

from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from msgspec import Struct
from pyproj import CRS

from geodata.geometry.crs import Floats, Operation, ReferenceSystem, covers, published, transform
from geodata.geometry.written import LATITUDE, LONGITUDE, dms
from geodata.model.grid import JointGrid

Flags = npt.NDArray[np.bool_]

FAR_OUTSIDE = 10.0
"""Degrees beyond the area of a reference system within which people still use it."""

_EDGE = 0.1
_SAMPLE = 500
NOWHERE = 1e9
"""No reference system has coordinates as large."""

_DEGREES, _METRES = 180.0, 1000.0
_MILLION = 1_000_000.0
_HALF = 500_000.0
_NAMED = "(EPSG:284{0:02d} has it, EPSG:284{1:02d} has not)"


class Code(StrEnum):
    """What a finding is about; a person insists by it (`--take-as-stated`)."""

    METRES = "metres-not-degrees"
    DEGREES = "degrees-not-metres"
    AXES = "swapped-axes"
    NO_PREFIX = "zone-prefix-missing"
    PREFIX = "zone-prefix-too-many"
    ZONE = "other-zone"
    OUTSIDE = "outside-the-area"
    EDGE = "edge-of-the-area"
    GRID = "other-grid"
    DATUM = "other-datum"
    FAR = "far-from-the-project"
    OPERATION = "operation-of-another-area"
    FILE = "not-as-the-file-says"


class Finding(Struct, frozen=True, kw_only=True):
    """Something implausible about a reading, as a sentence; `certain` where it cannot be right as it stands."""

    code: Code
    sentence: str
    certain: bool


def check_reading(xy: Floats, system: ReferenceSystem, operation: Operation, grid: JointGrid) -> list[Finding]:
    """Return what is implausible about (n, 2) coordinates, east before north, whatever a project holds.

    Only what most of them show is named; a single row that is wrong among right ones is that row's own matter.
    """
    sound = sample(xy)
    if not len(sound):
        return []
    units = _units(sound, system)
    if units is not None:
        return [units]
    degrees = degrees_of(sound, operation, grid)
    inside = within(degrees, system.bounds, _EDGE)
    if inside.mean() >= 0.5:
        return _of_operation(degrees, operation)
    mistake = next(_mistakes(sound, system, operation, grid), None)
    return [mistake or _outside(degrees, system)]


def sample(xy: Floats) -> Floats:
    """Return up to 500 of (n, 2) coordinates that are numbers, evenly taken."""
    sound = xy[np.isfinite(xy).all(axis=1)]
    return sound[np.linspace(0, len(sound) - 1, min(len(sound), _SAMPLE)).astype(np.int64)] if len(sound) else sound


def degrees_of(xy: Floats, operation: Operation, grid: JointGrid) -> Floats:
    """Return (n, 2) longitude and latitude on the joint datum, not finite for what comes to nothing."""
    return native_degrees(transform(xy, operation), grid)


def native_degrees(native: Floats, grid: JointGrid) -> Floats:
    """Return (n, 2) coordinates of the joint system as degrees on its datum, not finite where they come to nothing."""
    with np.errstate(invalid="ignore"):
        found: Flags = np.asarray((np.abs(native) < NOWHERE).all(axis=1))
    if grid.geographic:
        degrees = np.array(native)
    else:
        degrees = grid.degrees(np.rint(np.where(found[:, None], native, 0.0) * grid.step).astype(np.int64))
    degrees[~found] = np.nan
    return degrees


def on_globe(degrees: Floats) -> Flags:
    """Tell of (n, 2) degrees which are a place at all."""
    with np.errstate(invalid="ignore"):
        return np.asarray((np.abs(degrees[:, 0]) <= 180) & (np.abs(degrees[:, 1]) <= 90))


def within(degrees: Floats, bounds: tuple[float, float, float, float], margin: float) -> Flags:
    """Tell of (n, 2) degrees which lie in bounds (west, south, east, north) widened by a margin in degrees."""
    west, south, east, north = bounds
    width = (east - west) % 360 or 360.0
    with np.errstate(invalid="ignore"):
        across = ((degrees[:, 0] - west + margin) % 360 <= width + 2 * margin) | (width + 2 * margin >= 360)
        along = (degrees[:, 1] >= south - margin) & (degrees[:, 1] <= north + margin)
    return np.asarray(across & along & on_globe(degrees))


def axes_question(first: tuple[float, float], system: ReferenceSystem | None, grid: JointGrid, called: str) -> str:
    """Return the question for the order of axes, naming where each of both readings would put the first point."""
    asked = "state which of both coordinates comes first (--axes)"
    if system is None:
        return f"{asked}: east-north or north-east; in Soviet catalogues X is north"
    x, y = first
    readings = [
        f"{axes} puts {called} {_where(np.array([xy]), system, grid)}"
        for axes, xy in (("north-east", (y, x)), ("east-north", (x, y)))
    ]
    return f"{asked}: {' and '.join(readings)}; in Soviet catalogues X is north"


def fits_turned(xy: Floats, system: ReferenceSystem, grid: JointGrid) -> bool:
    """Tell whether (n, 2) coordinates lie in the area of a system only with the second one to the east.

    To show the operations for the right place, while nobody has stated the axes; no reading is built on it.
    """
    ways = published(system.code, grid)
    if not ways or not len(xy):
        return False
    shares = [
        float(within(degrees_of(each, ways[0], grid), system.bounds, _EDGE).mean())
        for each in (sample(xy), sample(xy[:, ::-1]))
    ]
    return shares[0] < 0.5 <= shares[1]


def kilometres(metres: float) -> str:
    """Return a distance in the unit in which people speak of it: "103 m", "1.8 km", "8,000 km"."""
    if metres < 999.5:
        return f"{metres:,.0f} m"
    return f"{metres / 1000:,.1f} km" if metres < 99_950 else f"{metres / 1000:,.0f} km"


def _where(xy: Floats, system: ReferenceSystem, grid: JointGrid) -> str:
    """Where a point would lie, to the second, whatever operation is pinned later."""
    ways = published(system.code, grid)
    spot = degrees_of(xy, ways[0], grid) if ways else np.full((1, 2), np.nan)
    if not on_globe(spot)[0]:
        return "off the globe"
    beyond = "" if within(spot, system.bounds, _EDGE)[0] else f", outside the area of {system.name}"
    return f"at {dms(spot[0, 1], 0, LATITUDE)} {dms(spot[0, 0], 0, LONGITUDE)}{beyond}"


def _units(xy: Floats, system: ReferenceSystem) -> Finding | None:
    largest = np.abs(xy).max(axis=1)
    far = f"{np.median(largest):,.0f}"
    if system.geographic and (largest > _METRES).mean() > 0.5:
        said = f"The coordinates run to {far}, so they are metres, but {system.name} is in degrees{_metric(xy)}."
        return Finding(code=Code.METRES, sentence=said, certain=True)
    if not system.geographic and (largest <= _DEGREES).mean() > 0.5:
        x, y = np.median(xy, axis=0)
        said = f"The coordinates are about {x:.2f} and {y:.2f}, so they are degrees, but {system.name} is in metres."
        return Finding(code=Code.DEGREES, sentence=said, certain=True)
    return None


def _metric(xy: Floats) -> str:
    """Which reference system metres with a zone before the easting are probably in."""
    for column, swapped in ((0, ""), (1, ", X to the north")):
        zone = int(np.median(xy[:, column]) // _MILLION)
        if 7 <= zone <= 32 and abs(np.median(xy[:, column]) % _MILLION - _HALF) < 0.45 * _MILLION:
            return f"; eastings that begin with {zone} are those of SK-42 zone {zone} (EPSG:284{zone:02d}){swapped}"
    return ""


def _mistakes(xy: Floats, system: ReferenceSystem, operation: Operation, grid: JointGrid) -> Iterator[Finding]:
    """What most probably went wrong with coordinates that lie outside the area: what brings them into it."""

    def fits(changed: Floats) -> bool:
        return bool(within(degrees_of(changed, operation, grid), system.bounds, _EDGE).mean() >= 0.5)

    def moved(metres: float) -> bool:
        return fits(np.column_stack([xy[:, 0] + metres, xy[:, 1]]))

    if fits(xy[:, ::-1]):
        yield Finding(code=Code.AXES, sentence=_swapped(xy, system), certain=True)
    if system.geographic:
        return
    eastings, own = np.median(xy[:, 0]), _false_easting(system.code)
    zone, prefix = int(own // _MILLION), own - _HALF
    if prefix and moved(prefix):
        yield _prefix(Code.NO_PREFIX, eastings, zone, prefix, system)
    if prefix and moved(-prefix):
        yield _prefix(Code.PREFIX, eastings, zone, prefix, system)
    begun = _zone_of(xy[:, 0])
    if own == _HALF and begun in _zones(system.code) and moved(-begun):
        yield _prefix(Code.PREFIX, eastings, int(begun // _MILLION), begun, system)
    if prefix and begun > 0 and begun != prefix and moved(prefix - begun):
        other = int(begun // _MILLION)
        said = (
            f"The eastings begin with {other} ({eastings:,.0f} m), so they are of zone {other}, but {system.name} is "
            f"zone {zone}: they would lie {kilometres(abs(prefix - begun))} off."
        )
        yield Finding(code=Code.ZONE, sentence=said, certain=True)
    carried = _zone_of(xy[:, 1]) if _zone_of(xy[:, 1]) in _zones(system.code) else 0.0
    for metres, what in ((prefix, "lack"), (-carried, "carry")):
        if metres and fits(np.column_stack([xy[:, 1] + metres, xy[:, 0]])):
            besides = f" Besides, the eastings {what} the number of the zone, {abs(metres):,.0f} m."
            said = _swapped(xy, system).replace("it lies inside", "and with another zone number it lies inside")
            yield Finding(code=Code.AXES, sentence=said + besides, certain=True)


def _zone_of(eastings: Floats) -> float:
    """The millions of metres with which eastings begin."""
    return float(np.median(eastings) // _MILLION) * _MILLION


def _swapped(xy: Floats, system: ReferenceSystem) -> str:
    x, y = np.median(xy, axis=0)
    if system.geographic:
        return (
            f"Longitude and latitude are swapped: {x:.4f} was read as the longitude and {y:.4f} as the latitude, which "
            f"lies outside the area of {system.name}; the other way round it lies inside."
        )
    return (
        f"The axes are swapped: {x:,.0f} m was read as the easting and {y:,.0f} m as the northing, which lies outside "
        f"the area of {system.name}; the other way round it lies inside. In Soviet catalogues X is north."
    )


def _prefix(code: Code, easting: float, zone: int, prefix: float, system: ReferenceSystem) -> Finding:
    what = "lack" if code is Code.NO_PREFIX else "carry"
    twice = " a second time" if code is Code.PREFIX and _false_easting(system.code) != _HALF else ""
    said = (
        f"The eastings ({easting:,.0f} m) {what} the number of the zone, {prefix:,.0f} m,{twice} and {system.name} "
        f"{'has it' if code is Code.NO_PREFIX or twice else 'has none'}: they would lie {kilometres(prefix)} off "
        + _NAMED.format(zone, zone + 60)
    )
    return Finding(code=code, sentence=said + ".", certain=True)


def _false_easting(code: str) -> float:
    """The easting of the middle meridian in metres, 0 where a system has none."""
    return float(_parameters(code).get("False easting", 0.0))


def _zones(code: str) -> tuple[float, ...]:
    """The millions of metres that people write before the eastings of a meridian, in zones of six and three degrees."""
    meridian = float(_parameters(code).get("Longitude of natural origin", 0.0))
    return ((meridian + 3) // 6 * _MILLION, meridian // 3 * _MILLION) if meridian > 0 else ()


@lru_cache(maxsize=64)
def _parameters(code: str) -> dict[str, str]:
    """The parameters of a system's projection by name, as EPSG calls them; some are names of files."""
    operation = CRS.from_user_input(code).coordinate_operation
    return {each.name: each.value for each in operation.params} if operation else {}


def _outside(degrees: Floats, system: ReferenceSystem) -> Finding:
    reach = within(degrees, system.bounds, FAR_OUTSIDE)
    if reach.mean() >= 0.5:
        x, y = np.median(degrees[reach], axis=0)
        said = f"lie outside the area that {system.name} was made for (about {x:.2f} E {y:.2f} N)"
        return Finding(code=Code.EDGE, sentence=f"Most coordinates {said}.", certain=False)
    there = on_globe(degrees)
    if not there.any():
        where = "come to no place on the globe"
    else:
        x, y = np.median(degrees[there], axis=0)
        where = f"lie at about {x:.1f} E {y:.1f} N, far outside the area that {system.name} was made for"
    return Finding(code=Code.OUTSIDE, sentence=f"Most coordinates {where}.", certain=True)


def _of_operation(degrees: Floats, operation: Operation) -> list[Finding]:
    x, y = np.median(degrees, axis=0).tolist()
    if operation.conversion or not operation.code or covers(operation, x, y):
        return []
    said = f"The operation {operation.code} was made for another area: {operation.area}"
    return [Finding(code=Code.OPERATION, sentence=said.rstrip(".") + ".", certain=False)]
