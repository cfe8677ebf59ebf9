"""The valley: where its rivers were meant to run, the ground they made, and the line that follows crest and stream.

Places are plane metres about the middle of the valley; `degrees` lays it out in the open South Atlantic, some
1,500 km west of the coast of Africa, where there is no land, no border and nobody to be mistaken for.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import paths
import terrain
from pyproj import Geod
from terrain import Floats, Terrain

SEED = 20_240
MIDDLE = (1.4, -31.0)
"""Longitude and latitude of the middle, in degrees."""

UNIT = 860.0
"""Metres in one unit of the sketch, in which places are written here: chosen so that the line is some 150 km long."""

CELL = UNIT / 2
HALF = (42 * UNIT, 62 * UNIT)
"""Half the width and half the height of the modelled ground, in metres."""

VIRMEL = ((10, 47), (5, 40), (7, 33), (1, 26), (3, 18), (-5, 12), (-7, 5))
OSTRAL = ((27, -20), (22, -12), (12, -9), (8, -1), (0, 0), (-7, 5))
TRUNK = ((-7, 5), (-15, 2), (-20, -6), (-30, -7), (-42, -13))
"""Where the two rivers, and the one they become, were meant to run."""


LAKE = ((1.5, 16.0), (-3.4, 12.0))
"""Where the lake begins and ends on the line."""


@dataclass(frozen=True)
class River:
    """One stream from its head to where it joins a larger one; `size` is what drains through its mouth, in cells."""

    line: Floats
    size: float


@dataclass(frozen=True)
class Valley:
    """The ground, its rivers (the largest first) and a place for each cell's middle."""

    ground: Terrain
    places: Floats
    rivers: list[River]

    def cell(self, place: Floats) -> int:
        """Return the cell in which a place lies."""
        rows, columns = self.ground.shape
        row = round((HALF[1] - place[1]) / (2 * HALF[1]) * (rows - 1))
        column = round((place[0] + HALF[0]) / (2 * HALF[0]) * (columns - 1))
        return int(min(max(row, 0), rows - 1) * columns + min(max(column, 0), columns - 1))

    def lake(self, line: Floats) -> Floats:
        """Return the shore of the lake on the Virmel as a closed ring about a part of the line."""
        ends = (paths.nearest(line, np.array(place) * UNIT) for place in LAKE)
        middle = paths.even(paths.rounded(paths.even(line[slice(*ends)], 900), 3), 150)
        share = np.linspace(0, 1, len(middle))
        wide = 30 + 620 * np.sin(np.pi * share) ** 0.8 * (1 + 0.22 * np.sin(9 * share) + 0.1 * np.sin(31 * share))
        aside = paths.normals(middle) * wide[:, None]
        shore = np.vstack([middle + aside, (middle - aside * (1 - 0.25 * np.sin(14 * share))[:, None])[::-1]])
        return np.vstack([shore, shore[:1]])

    def height_at(self, place: Floats) -> float:
        """Return the height at a place in metres."""
        return float(self.ground.height.ravel()[self.cell(place)])


def make_valley(rng: np.random.Generator) -> Valley:
    """Return the valley that a seed makes."""
    ground = _ground(rng)
    rows, columns = ground.shape
    y, x = _mesh(rows, columns)
    places = np.column_stack([x.ravel(), y.ravel()]) + rng.uniform(-0.3, 0.3, (rows * columns, 2)) * CELL
    return Valley(ground, places, _rivers(ground, places, rng))


def degrees(plane: Floats) -> Floats:
    """Return (n, 2) plane metres as longitude and latitude in degrees."""
    geod = Geod(ellps="WGS84")
    lon, lat = MIDDLE
    north = geod.inv(lon, lat - 0.5, lon, lat + 0.5)[2]
    latitude = lat + plane[:, 1] / north
    major, flat = geod.a, geod.es
    sine = np.sin(np.radians(latitude))
    east = np.radians(1) * major * np.cos(np.radians(latitude)) / np.sqrt(1 - flat * sine**2)
    return np.column_stack([lon + plane[:, 0] / east, latitude])


def _ground(rng: np.random.Generator) -> Terrain:
    coarse = (int(HALF[1] / CELL), int(HALF[0] / CELL))
    y, x = _mesh(*coarse)
    bent = x + 2.8 * UNIT * terrain.noise(rng, coarse, 0.55)
    near, level = _rivers_meant(bent, y)
    start = 90 * (terrain.noise(rng, coarse, 0.6) + 1) + level * 0.003 + np.minimum(near, 14 * UNIT) * 0.04
    start += rng.random(coarse) * 30
    uplift = 40 * (0.2 + 0.8 * np.clip(near / (13 * UNIT), 0, 1)) * (1 + 0.55 * terrain.noise(rng, coarse, 0.5))
    first = terrain.worn(start, uplift, _outlets(coarse), 50, 2 * CELL)
    fine = (2 * coarse[0], 2 * coarse[1])
    height = terrain.enlarged(first.height, fine)
    height += rng.random(fine) * np.minimum(height, 150) * 0.5
    return terrain.worn(height, terrain.enlarged(uplift, fine), _outlets(fine), 8, CELL)


def _mesh(rows: int, columns: int) -> tuple[Floats, Floats]:
    y, x = np.meshgrid(np.linspace(HALF[1], -HALF[1], rows), np.linspace(-HALF[0], HALF[0], columns), indexing="ij")
    return y, x


def _outlets(shape: tuple[int, int]) -> terrain.Flags:
    outlets = np.zeros(shape, bool)
    outlets[:, [0, -1]] = True
    return outlets


def _rivers_meant(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Return how far each place is from a river, and how far that is from where the water leaves, in metres."""
    near, level = np.full(x.shape, np.inf), np.zeros(x.shape)
    for course, beyond in ((TRUNK, 0.0), (VIRMEL, _length(TRUNK)), (OSTRAL, _length(TRUNK))):
        left = _length(course) + beyond
        for (x0, y0), (x1, y1) in pairwise(np.array(course) * UNIT):
            leg = np.hypot(x1 - x0, y1 - y0)
            share = np.clip(((x - x0) * (x1 - x0) + (y - y0) * (y1 - y0)) / leg**2, 0, 1)
            off = np.hypot(x - x0 - share * (x1 - x0), y - y0 - share * (y1 - y0))
            nearer = off < near
            near, level = np.where(nearer, off, near), np.where(nearer, left - share * leg, level)
            left -= leg
    return near, level


def _length(course: tuple[tuple[int, int], ...]) -> float:
    return float(paths.running(np.array(course) * UNIT)[-1])


def _rivers(ground: Terrain, places: Floats, rng: np.random.Generator) -> list[River]:
    """Trace every stream that drains some 30 km2, from head to mouth, the largest first."""
    area, to = ground.area.ravel(), ground.receiver
    wet = np.flatnonzero((area > 130) & (to != np.arange(len(to))))
    main: dict[int, int] = {}
    for cell in wet[np.lexsort((wet, area[wet]))].tolist():
        main[int(to[cell])] = cell
    courses = []
    for head in (cell for cell in wet.tolist() if main.get(cell, cell) == cell):
        course = [head]
        while int(to[course[-1]]) != course[-1]:
            course.append(int(to[course[-1]]))
            if main[course[-1]] != course[-2]:
                break
        courses.append(course)
    courses.sort(key=lambda course: (-area[course[-2]], course[0]))
    rivers: list[River] = []
    for course in courses:
        size = float(area[course[-2]])
        if len(course) > 5:
            rivers.append(River(_river_line(course, places, size, rivers, rng), size))
    return rivers


def _river_line(
    course: list[int], places: Floats, size: float, larger: list[River], rng: np.random.Generator
) -> Floats:
    line = paths.even(paths.rounded(paths.even(paths.rounded(places[course], 2), 700), 2), 90)
    line = paths.swayed(line, rng, 800 + 7 * size**0.5, 90 + 2.2 * size**0.5)
    line = paths.roughened(paths.even(paths.rounded(line, 1), 190), rng, 1, 0.07)
    if not larger:
        return line
    joined = np.vstack([river.line for river in larger])
    mouth = joined[paths.nearest(joined, line[-1])]
    if np.hypot(*(mouth - line[-1])) < 1200:
        line[-1] = mouth
    return line
