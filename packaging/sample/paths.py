"""Ways over the ground, and how a run of grid cells becomes a line that looks surveyed. Plane metres, x east."""

import heapq
from itertools import pairwise

import numpy as np
from terrain import Floats

_STEPS = tuple((down, right, 1.0 if 0 in (down, right) else 1.414) for down in (-1, 0, 1) for right in (-1, 0, 1))


def cheapest(cost: Floats, start: int, goal: int) -> list[int]:
    """Return the cells of the cheapest way over a grid of costs per cell, from one cell to another."""
    rows, columns = cost.shape
    price = cost.ravel().tolist()
    best, came = {start: 0.0}, {start: start}
    heap = [(0.0, start)]
    while heap:
        paid, cell = heapq.heappop(heap)
        if cell == goal:
            break
        if paid > best[cell]:
            continue
        row, column = divmod(cell, columns)
        for down, right, far in _STEPS:
            if 0 <= row + down < rows and 0 <= column + right < columns:
                other = cell + down * columns + right
                fare = paid + far * (price[cell] + price[other])
                if fare < best.get(other, np.inf):
                    best[other], came[other] = fare, cell
                    heapq.heappush(heap, (fare, other))
    way = [goal]
    while way[-1] != start:
        way.append(came[way[-1]])
    return way[::-1]


def rounded(points: Floats, rounds: int) -> Floats:
    """Return the line with its corners cut (Chaikin), its ends where they were."""
    for _ in range(rounds):
        near, far = points[:-1] * 0.75 + points[1:] * 0.25, points[:-1] * 0.25 + points[1:] * 0.75
        points = np.vstack([points[:1], np.stack([near, far], axis=1).reshape(-1, 2), points[-1:]])
    return points


def even(points: Floats, step: float) -> Floats:
    """Return the line with vertices about `step` metres apart, its ends where they were."""
    along = running(points)
    count = max(2, round(along[-1] / step) + 1)
    where = np.linspace(0, along[-1], count)
    return np.column_stack([np.interp(where, along, points[:, axis]) for axis in (0, 1)])


def roughened(points: Floats, rng: np.random.Generator, rounds: int, amount: float) -> Floats:
    """Return the line with its legs halved `rounds` times, each middle pushed aside by a share of the leg."""
    for _ in range(rounds):
        legs = np.diff(points, axis=0)
        aside = np.column_stack([-legs[:, 1], legs[:, 0]]) * np.clip(rng.standard_normal(len(legs)), -2, 2)[:, None]
        middles = (points[:-1] + points[1:]) / 2 + aside * amount
        points = np.vstack([np.stack([points[:-1], middles], axis=1).reshape(-1, 2), points[-1:]])
    return points


def swayed(points: Floats, rng: np.random.Generator, wave: float, width: float) -> Floats:
    """Return the line swinging from side to side as a river does: bends of about `wave` metres, wider downstream.

    At most `width` metres aside; its mouth stays. The line must have many vertices in one wave.
    """
    along = running(points)
    knots = np.arange(-1, along[-1] / wave * 2 + 3)
    swing = np.where(knots % 2, 1.0, -1.0) * rng.uniform(0.35, 1.0, len(knots))
    places = (knots + rng.uniform(-0.3, 0.3, len(knots))) * wave / 2
    side = _smooth(along, places, swing) * width * np.minimum(1, (along[-1] - along) / wave)
    side *= 0.15 + 0.85 * np.minimum(1, along / along[-1] * 1.6)
    return np.asarray(points + normals(points) * side[:, None])


def normals(points: Floats) -> Floats:
    """Return the unit normal to the left of the line at each vertex."""
    legs = np.gradient(points, axis=0)
    return np.asarray(np.column_stack([-legs[:, 1], legs[:, 0]]) / np.hypot(legs[:, 0], legs[:, 1])[:, None])


def running(points: Floats) -> Floats:
    """Return the plane metres from the start to each vertex."""
    return np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])


def nearest(points: Floats, place: Floats) -> int:
    """Return the index of the vertex nearest to a place."""
    return int(((points - place) ** 2).sum(axis=1).argmin())


def crossings(line: Floats, other: Floats) -> list[tuple[float, float]]:
    """Return where two lines cross, in the order of the first."""
    found: list[Floats] = []
    for start, end in pairwise(line):
        leg, legs, apart = end - start, np.diff(other, axis=0), other[:-1] - start
        turn = leg[0] * legs[:, 1] - leg[1] * legs[:, 0]
        turn = np.where(turn == 0, np.nan, turn)
        mine = (apart[:, 0] * legs[:, 1] - apart[:, 1] * legs[:, 0]) / turn
        its = (apart[:, 0] * leg[1] - apart[:, 1] * leg[0]) / turn
        met = mine[(mine >= 0) & (mine < 1) & (its >= 0) & (its < 1)]
        found += [start + share * leg for share in sorted(met.tolist())]
    return [(float(x), float(y)) for x, y in found]


def joined(first: Floats, second: Floats) -> tuple[Floats, Floats]:
    """Return two lines, of which one ends where the other begins, cut where they meet for the first time."""
    for index in range(len(first) - 1):
        meeting = crossings(first[index : index + 2], second)
        if meeting and index < len(first) - 2:
            place = np.array(meeting[0])
            leg = next(i for i in range(len(second) - 1) if _on(place, second[i], second[i + 1]))
            return np.vstack([first[: index + 1], place]), np.vstack([place, second[leg + 1 :]])
    return first, second


def _on(place: Floats, start: Floats, end: Floats) -> bool:
    return bool(np.hypot(*(place - start)) + np.hypot(*(end - place)) - np.hypot(*(end - start)) < 1e-6)


def _smooth(where: Floats, places: Floats, values: Floats) -> Floats:
    """Interpolate with a rounded step between neighbouring places."""
    index = np.clip(np.searchsorted(places, where, side="right") - 1, 0, len(places) - 2)
    share = np.clip((where - places[index]) / (places[index + 1] - places[index]), 0, 1)
    share = (1 - np.cos(np.pi * share)) / 2
    return np.asarray(values[index] * (1 - share) + values[index + 1] * share)
