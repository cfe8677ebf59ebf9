"""The line: along the crest in the north, down the Virmel, up the Ostral, over the crest again; and two enclaves."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import paths
from terrain import Floats, Terrain
from valley import UNIT, Valley

NORTH = ((-11, 56), (4.2, 41.6))
"""Where the northern stretch runs along the crest; the last is where the line comes down to the Virmel."""

SOUTH = ((9.2, -2.2), (-2.5, -27), (6, -47), (11, -54.5))
"""The same of the southern stretch; the first is where the line leaves the Ostral."""

CONFLUENCE = (-6.9, 4.6)
ENCLAVES = (((-17.5, 27.5), 1500.0), ((19.0, -31.5), 1150.0))
"""Middle, and mean radius in metres."""


@dataclass(frozen=True)
class Border:
    """The line from north to south with the indices at which it meets and leaves the rivers, and the closed rings."""

    line: Floats
    meets: int
    turns: int
    leaves: int
    rings: list[Floats]


def make_border(valley: Valley, rng: np.random.Generator) -> Border:
    """Return the line through a valley and the rings beside it."""
    cost = _crest_cost(valley.ground)
    virmel, ostral = (_river_between(valley, near) for near in ((4.2, 41.6), (9.2, -2.2)))
    north = _crest(valley, cost, NORTH, virmel[0], rng)
    south = _crest(valley, cost, SOUTH[::-1], ostral[0], rng)[::-1]
    north, virmel = paths.joined(north, virmel)
    ostral, south = paths.joined(ostral[::-1], south)
    line = np.vstack([north, virmel[1:], ostral[1:], south[1:]])
    meets, turns = len(north) - 1, len(north) + len(virmel) - 2
    rings = [_ring(np.array(middle) * UNIT, radius, rng) for middle, radius in ENCLAVES]
    return Border(line, meets, turns, turns + len(ostral) - 1, rings)


def _crest_cost(ground: Terrain) -> Floats:
    """Cheap on the highest ground around, dear below it."""
    high = ground.height
    for axis in (0, 1):
        high = np.max([np.roll(high, shift, axis) for shift in range(-4, 5)], axis=0)
    return np.asarray(np.round(1 + ((high - ground.height) / 45) ** 1.5, 6))


def _river_between(valley: Valley, near: tuple[float, float]) -> Floats:
    """Return the river from the vertex nearest to a place down to the confluence."""
    place, mouth = (np.array(each) * UNIT for each in (near, CONFLUENCE))
    river = min(valley.rivers[:8], key=lambda one: float(np.hypot(*(one.line - place).T).min()))
    first, last = paths.nearest(river.line, place), paths.nearest(river.line, mouth)
    return river.line[first : last + 1]


def _crest(
    valley: Valley, cost: Floats, stops: tuple[tuple[float, float], ...], end: Floats, rng: np.random.Generator
) -> Floats:
    cells = [_highest(valley, stop) for stop in stops[:-1]] + [valley.cell(end)]
    way = [cells[0]]
    for start, goal in pairwise(cells):
        way += paths.cheapest(cost, start, goal)[1:]
    points = np.vstack([valley.places[way], end])
    points = paths.even(paths.rounded(paths.even(points, 520), 1), 340)
    return paths.roughened(points, rng, 2, 0.15)


def _highest(valley: Valley, stop: tuple[float, float]) -> int:
    """Return the highest cell near a place."""
    place = np.array(stop) * UNIT
    near = np.flatnonzero(np.hypot(*(valley.places - place).T) < 2 * UNIT)
    return int(near[valley.ground.height.ravel()[near].argmax()])


def _ring(middle: Floats, radius: float, rng: np.random.Generator) -> Floats:
    """Return a closed ring about a place, its first point the northernmost, clockwise."""
    angles = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    far = np.ones(len(angles))
    for wave in (2, 3, 5):
        far += rng.normal(0, 0.33 / wave) * np.cos(wave * angles + rng.uniform(0, 6.28))
    points = middle + (radius * far * rng.uniform(0.93, 1.07, len(angles)))[:, None] * np.column_stack(
        [np.sin(angles), np.cos(angles)]
    )
    ring = paths.roughened(np.vstack([points, points[:1]]), rng, 2, 0.13)[:-1]
    top = int(ring[:, 1].argmax())
    ring = np.roll(ring, -top, axis=0)
    return np.vstack([ring, ring[:1]])
