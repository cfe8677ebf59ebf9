"""A small map of one item, its places in degrees of WGS 84, as inline SVG.

The base is thin, A dashed 10-3, B dashed 3-3; below stands a scale bar.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import cos, floor, log10, radians

import numpy as np
import numpy.typing as npt
import shapely

from geodata.changes.comparing.comparison import Item, Lines, Spots, Verdict
from geodata.model.grid import DEGREE, WGS84_ELLIPSOID, Grid, Point
from geodata.model.line import Line
from geodata.model.status import Position

WIDTH, HEIGHT = 260, 170
_MARGIN = 18
_FINEST = 500.0
"""Metres across at least, so that a point has surroundings."""


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A plane of pixels: where a grid point falls, and how many metres a pixel is."""

    middle: tuple[float, float]
    scale: tuple[float, float]
    metres: float

    def pixels(self, xy: Grid) -> npt.NDArray[np.float64]:
        return np.column_stack(
            [
                WIDTH / 2 + (xy[:, 0] - self.middle[0]) * self.scale[0],
                HEIGHT / 2 - (xy[:, 1] - self.middle[1]) * self.scale[1],
            ]
        )


def small_map(item: Item) -> str:
    """Return the map of an item, empty where its place is not known."""
    sheet = _sheet(item)
    if sheet is None:
        return ""
    parts = "".join(_drawn(item, sheet))
    return (
        f'<svg class="map" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" role="img" '
        f'aria-label="Map of this item">{parts}{_scale_bar(sheet)}</svg>'
    )


def _sheet(item: Item) -> _Sheet | None:
    box = item.box
    if box is None:
        return None
    middle = ((box.west + box.east) / 2, (box.south + box.north) / 2)
    latitude = middle[1] / DEGREE
    _, _, north = WGS84_ELLIPSOID.inv(0, latitude - 0.01, 0, latitude + 0.01)
    per_unit = north / (0.02 * DEGREE)
    narrowing = max(cos(radians(latitude)), 0.01)
    across = max((box.east - box.west) * narrowing * per_unit / (WIDTH - 2 * _MARGIN), _FINEST / WIDTH)
    along = max((box.north - box.south) * per_unit / (HEIGHT - 2 * _MARGIN - 14), _FINEST / WIDTH)
    metres = max(across, along)
    return _Sheet(middle, (narrowing * per_unit / metres, per_unit / metres), metres)


def _drawn(item: Item, sheet: _Sheet) -> Iterator[str]:
    lines, spots = item.lines, item.spots
    of_points = spots != Spots()
    apart = _apart(lines)
    if lines.base is not None:
        yield _path(lines.base, sheet, "base" if apart or of_points else _look(item))
    if apart or lines.base is None:
        yield from (_path(line, sheet, look) for line, look in ((lines.a, "a"), (lines.b, "b")) if line is not None)
    for spot, look in ((spots.base, "end"), (spots.a, "spot-a"), (spots.b, "spot-b")):
        if spot is not None and (look == "end" or spot != spots.base):
            yield _dot(spot, sheet, look, 4 if look == "end" else 5)
    first = lines.base or lines.a or lines.b
    if first is not None and item.start is not None:
        yield from (_dot(end, sheet, "end") for end in (first.start, first.end))
    if item.apart is not None and item.apart.millimetres and not of_points:
        yield _dot(item.apart.point, sheet, "widest", 5)
    if first is None and not of_points and item.box is not None:
        yield _dot((item.box.west, item.box.north), sheet, "end", 4)


def _apart(lines: Lines) -> bool:
    return any(line is not None and line != lines.base for line in (lines.a, lines.b))


def _look(item: Item) -> str:
    """The pattern of a line that nobody redrew: what the two sides' words make of it."""
    if item.verdict is Verdict.DIFFERENT:
        return "disputed"
    if item.verdict is not Verdict.SAME:
        return "one"
    said = next((row.a for row in item.fields if row.name == "position"), None)
    return "disputed" if said in (Position.REJECTS, Position.PROPOSES) else "agreed"


def _path(line: Line, sheet: _Sheet, look: str) -> str:
    shape = shapely.simplify(shapely.linestrings(sheet.pixels(line.xy)), 0.35)
    places = shapely.get_coordinates(shape)
    return f'<path class="{look}" d="M{" ".join(f"{x:.1f},{y:.1f}" for x, y in places)}"/>'


def _dot(point: Point, sheet: _Sheet, look: str, radius: int = 3) -> str:
    x, y = sheet.pixels(np.array([point], np.int64))[0]
    return f'<circle class="{look}" cx="{x:.1f}" cy="{y:.1f}" r="{radius}"/>'


def _scale_bar(sheet: _Sheet) -> str:
    """A bar of 1, 2 or 5 times a power of ten metres, about a quarter of the map wide."""
    wanted = sheet.metres * WIDTH / 4
    power = 10.0 ** floor(log10(wanted))
    length = max(power * step for step in (1, 2, 5) if power * step <= wanted)
    wide = length / sheet.metres
    label = f"{length / 1000:g} km" if length >= 1000 else f"{length:g} m"
    y = HEIGHT - 8
    return (
        f'<path class="scale" d="M8,{y - 4} V{y} H{8 + wide:.1f} V{y - 4}"/>'
        f'<text x="{14 + wide:.1f}" y="{y}">{label}</text>'
    )
