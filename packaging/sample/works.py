"""What people built in the valley: settlements, the railway and the roads."""

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import paths
from border import Border
from terrain import Floats, Terrain
from valley import HALF, UNIT, Valley

from geodata.model.route import Mode, RouteState

COUNT = 60
_EDGE = 5 * UNIT


@dataclass(frozen=True)
class Work:
    """A run of a route with its neutral code; `gauge` in millimetres for a railway."""

    code: str
    line: Floats
    mode: Mode
    state: RouteState
    level: str = "surface"
    gauge: int | None = None


RAIL, ROAD = Mode.RAIL, Mode.ROAD
OPEN, CLOSED, PLANNED, UNKNOWN = RouteState.OPERATING, RouteState.CLOSED, RouteState.PLANNED, RouteState.UNKNOWN

CLOSED_FROM, CLOSED_TO = (8, 36), (-9.5, 5.5)
"""Between which places the old railway is closed."""

COURSES: tuple[tuple[str, Mode, RouteState, tuple[tuple[float, float], ...]], ...] = (
    ("R-1", RAIL, OPEN, ((34, 51), (15, 49), (7, 43), CLOSED_FROM, (-0.5, 28), (4.4, 22.5), (3.9, 17.5), (-6.5, 11),
                         CLOSED_TO, (-20, -4), (-38, -12))),
    ("R-2", RAIL, PLANNED, ((-9.5, 5.5), (-4, 2.5), (3, 2), (11, -5), (24, -17))),
    ("V-1", ROAD, OPEN, ((-33, 50), (-17, 46), (-7, 49.5), (2, 49.5), (8, 46), (20, 50))),
    ("V-2", ROAD, OPEN, ((-30, -9), (-12, 2), (-5.5, 6), (-1.5, -1.5), (5, 1.5), (13, -8), (28, -6))),
    ("V-3", ROAD, OPEN, ((-25, 22), (-9, 19), (0, 22), (9, 21.5), (29, 15))),
    ("V-4", ROAD, CLOSED, ((-18, -24), (-6, -22), (9, -24), (18, -22))),
    ("V-5", ROAD, UNKNOWN, ((-28, -42), (-8, -40), (8, -36), (15, -29), (22, -20), (28, -6))),
    ("V-6", ROAD, OPEN, ((-33, 34), (-20, 29.5), (-15, 26), (-12, 19.5), (-13, 6))),
)  # fmt: skip
"""Code, mode, state and where each route runs; the first and the last are where it begins and ends."""


def make_works(valley: Valley, border: Border, rng: np.random.Generator) -> list[Work]:
    """Return the routes, each the easiest way between its places."""
    near = _along_line(valley, border)
    prices = {RAIL: _price(valley.ground, 0.03) + near, ROAD: _price(valley.ground, 0.09) + near}
    works = [
        Work(code, _run(valley, prices[mode], mode, stops, rng), mode, state, gauge=1000 if mode is RAIL else None)
        for code, mode, state, stops in COURSES
    ]
    return [part for work in works for part in (_railway(work) if work.code == "R-1" else [work])]


def _railway(work: Work) -> list[Work]:
    """The middle of the old railway is closed: three runs that hang together."""
    places = (np.array(stop) * UNIT for stop in (CLOSED_FROM, CLOSED_TO))
    cuts = [0, *(paths.nearest(work.line, place) for place in places), len(work.line) - 1]
    return [
        replace(work, code=f"R-1/{number}", line=work.line[start : end + 1], state=state)
        for number, ((start, end), state) in enumerate(zip(pairwise(cuts), (OPEN, CLOSED, OPEN), strict=True), start=1)
    ]


def _along_line(valley: Valley, border: Border) -> Floats:
    """Dear along the line: people cross it where they have to and do not travel on it."""
    near = np.zeros(len(valley.places))
    for place in paths.even(border.line, 400):
        near[np.hypot(*(valley.places - place).T) < 750] = 7.0
    return near.reshape(valley.ground.shape)


def make_sites(valley: Valley, border: Border, works: list[Work], rng: np.random.Generator) -> Floats:
    """Return (n, 2) places of settlements: level ground near water and routes, apart from one another and the line."""
    line = np.vstack([border.line, *border.rings])
    reached = np.vstack([work.line for work in works])
    down, right = np.gradient(valley.ground.height, valley.ground.cell)
    steep = np.hypot(down, right).ravel()
    wet = valley.places[valley.ground.area.ravel() > 60]
    worth = -25 * steep + rng.uniform(0, 2.2, len(steep))
    worth[np.abs(valley.places).max(axis=1) > HALF[1] - _EDGE] = -np.inf
    worth[np.abs(valley.places[:, 0]) > HALF[0] - _EDGE] = -np.inf
    worth = np.round(worth, 6)
    sites: list[Floats] = []
    for cell in np.argsort(-worth, kind="stable").tolist():
        place = valley.places[cell]
        if len(sites) == COUNT:
            break
        if _gap(wet, place) > 900 or _gap(line, place) < 450 or (sites and _gap(np.array(sites), place) < 4200):
            continue
        if _gap(reached, place) > (1500 if len(sites) < 40 else 9000):
            continue
        sites.append(place)
    return np.array(sites)


def _gap(places: Floats, place: Floats) -> float:
    return float(np.sqrt(((places - place) ** 2).sum(axis=1).min()))


def _price(ground: Terrain, easy: float) -> Floats:
    """Dear where it is steeper than `easy`, and where the way would lie in a river."""
    down, right = np.gradient(ground.height, ground.cell)
    steep = np.hypot(down, right) / easy
    wet = 5 * np.minimum(1, ground.area / 1500)
    return np.asarray(np.round(1 + np.minimum(steep**2, 60) + wet, 6))


def _run(
    valley: Valley, price: Floats, mode: Mode, stops: tuple[tuple[float, float], ...], rng: np.random.Generator
) -> Floats:
    cells = [valley.cell(np.array(stop) * UNIT) for stop in stops]
    way = [cells[0]]
    for start, goal in pairwise(cells):
        way += paths.cheapest(price, start, goal)[1:]
    stride = 1300 if mode is RAIL else 800
    points = paths.even(paths.rounded(paths.even(paths.rounded(valley.places[way], 2), stride), 3), 120)
    return paths.roughened(paths.even(points, 240), rng, 1, 0.03)
