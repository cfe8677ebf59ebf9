"""Lines displaced by each cause, and lines that genuinely differ: what a diagnosis is tried on, from a seed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import shapely

from geodata.geometry.crs import published, transform
from geodata.geometry.displacement_findings import Diagnosis
from geodata.geometry.displacement_pairing import metres_per_degree
from geodata.geometry.displacement_signatures import Cause, everywhere, signatures
from geodata.model.grid import WGS84_DEGREES
from geodata.model.line import Line

Floats = np.ndarray
NOISE = (0.02, 0.1, 0.3)
"""Metres: how far a vertex of B strays, one standard deviation in each direction."""

OPERATIONS = ("EPSG:15865", "EPSG:1808", "EPSG:5044", "EPSG:1254", "EPSG:1267", "EPSG:1807")
PARALLEL = 41.19
ZONE = 8


@dataclass(frozen=True)
class Displaced:
    """Two lines, what was done to the second, and by which operations (A's first)."""

    cause: Cause
    a: Line
    b: Line
    what: str
    operations: tuple[str, ...] = ()


def line_of(degrees: Floats) -> Line:
    """Return the line through (n, 2) degrees of WGS 84."""
    return Line(WGS84_DEGREES.on_grid(degrees), WGS84_DEGREES)


def jittered(chance: np.random.Generator, xy: Floats, metres: float) -> Floats:
    """Return degrees with each vertex strayed by normal noise."""
    return xy + chance.normal(0, 1, xy.shape) * metres / metres_per_degree(xy[:, 1])


def redrawn(chance: np.random.Generator, xy: Floats) -> tuple[Floats, str]:
    """Return the same line as another hand might have: as it is, reversed, or with other vertices."""
    way = chance.choice(["same vertices", "same vertices", "reversed", "denser", "other vertices"])
    if way == "same vertices":
        return xy, way
    if way == "reversed":
        return xy[::-1], way
    along = np.append(0, np.cumsum(np.hypot(*(np.diff(xy, axis=0) * metres_per_degree(xy[1:, 1])).T)))
    if way == "denser":
        where = np.union1d(along, np.linspace(0, along[-1], 2 * len(along)))
    else:  # a vertex near each bend, but not on it, and two more on each leg
        inner = [along[:-1] + share * np.diff(along) for share in (0.3, 0.7)]
        where = np.unique(np.concatenate([along + 0.3, *inner]))
        where = where[where < along[-1]]
    return np.column_stack([np.interp(where, along, xy[:, axis]) for axis in (0, 1)]), way


def displacements(
    chance: np.random.Generator, stretches: Callable[[], Floats], across: Callable[[], Floats]
) -> Iterator[Displaced]:
    """Yield displaced lines without end, every cause in turn; `stretches` gives lines, `across` ones over 41.19 N."""
    makers = (_operation, _rounding, _datum, _shift, _step, _operation, _grid, _rounding, _datum, _rotation, _shift,
              _datum_rounded, _step, _operation, _prefix, _grid, _axes)  # fmt: skip
    while True:
        for make in makers:
            yield make(chance, across() if make is _step else stretches())


def _signed(chance: np.random.Generator, xy: Floats, cause: Cause) -> Displaced:
    every = (*signatures(ZONE), *everywhere())
    known = [one for one in every if one.cause is cause and set(one.operations) <= set(OPERATIONS)]
    one = known[chance.integers(len(known))]
    moved, way = redrawn(chance, xy)
    noise = float(chance.choice(NOISE))
    moved = one.onward(jittered(chance, moved, noise))
    what = f"{cause} {'+'.join(one.operations)} {one.note} in {'B' if one.in_b else 'A'}, {way}, noise {noise} m"
    return Displaced(cause, line_of(xy), line_of(moved), what, one.operations)


def _operation(chance: np.random.Generator, xy: Floats) -> Displaced:
    return _signed(chance, xy, Cause.OPERATION)


def _datum(chance: np.random.Generator, xy: Floats) -> Displaced:
    return _signed(chance, xy, Cause.DATUM)


def _grid(chance: np.random.Generator, xy: Floats) -> Displaced:
    return _signed(chance, xy, Cause.GRID)


def _rotation(chance: np.random.Generator, xy: Floats) -> Displaced:
    return _signed(chance, xy, Cause.ROTATION)


def _prefix(chance: np.random.Generator, xy: Floats) -> Displaced:
    return _signed(chance, xy, Cause.PREFIX)


def _axes(chance: np.random.Generator, xy: Floats) -> Displaced:
    return _signed(chance, xy, Cause.AXES)


def _shift(chance: np.random.Generator, xy: Floats) -> Displaced:
    metres = _vector(chance)
    while any(np.hypot(*(metres - effect)) < 0.05 * np.hypot(*effect) for effect in _effects(xy)):
        metres = _vector(chance)  # a shift that looks like a mistake is none without a cause
    moved = xy + metres / metres_per_degree(xy[:, 1])
    noise = float(chance.choice(NOISE))
    drawn, way = redrawn(chance, moved)
    what = f"shift of {metres[0]:.1f} m E, {metres[1]:.1f} m N, {way}, noise {noise} m"
    return Displaced(Cause.SHIFT, line_of(xy), line_of(jittered(chance, drawn, noise)), what)


def _vector(chance: np.random.Generator) -> Floats:
    size, way = 10 ** chance.uniform(0.6, 2.5), chance.uniform(0, 2 * np.pi)
    return size * np.array([np.sin(way), np.cos(way)])


def _effects(xy: Floats) -> list[Floats]:
    return [((one.onward(xy[:1]) - xy[:1]) * metres_per_degree(xy[:1, 1]))[0] for one in signatures(ZONE)]


def _step(chance: np.random.Generator, xy: Floats) -> Displaced:
    known = [one for one in signatures(ZONE) if one.cause is Cause.OPERATION and set(one.operations) <= set(OPERATIONS)]
    one = known[chance.integers(len(known))]
    north = (xy[:, 1] > PARALLEL) ^ bool(chance.integers(2))
    moved = np.where(north[:, None], one.onward(xy), xy)
    noise = float(chance.choice(NOISE))
    what = f"{'+'.join(one.operations)} on one side of {PARALLEL} N, noise {noise} m"
    return Displaced(Cause.STEP, line_of(xy), line_of(jittered(chance, moved, noise)), what, one.operations)


def _rounding(chance: np.random.Generator, xy: Floats) -> Displaced:
    words, step = [('1"', 1 / 3600), ('0.1"', 0.1 / 3600), ("4", 1e-4), ("5", 1e-5), ("6", 1e-6)][chance.integers(5)]
    noise = step * 111_000 / 20
    drawn = jittered(chance, redrawn(chance, xy)[0], noise)
    rounded = line_of(np.rint(drawn / step) * step)
    pair = (rounded, line_of(xy)) if chance.integers(2) else (line_of(xy), rounded)
    return Displaced(Cause.ROUNDING, *pair, f"rounding to {words}, noise {noise:.3f} m")


def _datum_rounded(chance: np.random.Generator, xy: Floats) -> Displaced:
    code = str(chance.choice(OPERATIONS))
    one = next(each for each in published("EPSG:4284") if each.code == code)
    numbers = jittered(chance, xy, 0.1)
    step = [1 / 3600, 0.1 / 3600][chance.integers(2)]
    b = line_of(np.rint(numbers / step) * step)
    return Displaced(Cause.DATUM, line_of(transform(numbers, one)), b, f"datum {one.code}, rounded", (one.code,))


def right(made: Displaced, found: Diagnosis) -> bool:
    """Tell whether a diagnosis names what was done and the operations, these if need be among those it cannot tell."""
    named = {*found.operations, *(code for one in found.also for code in one.operations)}
    return found.cause is made.cause and set(made.operations) <= named


def wandering(chance: np.random.Generator, vertices: int, middle: tuple[float, float]) -> Floats:
    """Return a line that wanders about a place, with legs of some hundred metres: (n, 2) degrees."""
    turns = np.cumsum(chance.normal(0, 0.5, vertices))
    legs = np.column_stack([np.sin(turns), np.cos(turns)]) * chance.uniform(100, 400, (vertices, 1))
    metres = np.cumsum(legs, axis=0)
    return middle + (metres - metres.mean(axis=0)) / metres_per_degree(np.full(vertices, middle[1]))


def stretch_of(chance: np.random.Generator, lines: list[Floats]) -> Floats:
    """Return a part of one of some lines, of twelve to six hundred vertices, off the grid that it was rounded to."""
    xy = lines[chance.integers(len(lines))]
    count = min(len(xy), int(12 * 50 ** chance.random()))
    start = chance.integers(len(xy) - count + 1)
    return unrounded(chance, xy[start : start + count])


def unrounded(chance: np.random.Generator, xy: Floats) -> Floats:
    """Return degrees that were rounded to five decimals as they may have been before."""
    return xy + chance.uniform(-6e-6, 6e-6, xy.shape)


def across_the_parallel(chance: np.random.Generator, lines: list[Floats]) -> Floats:
    """Return a part of one of some lines that has at least eight vertices on either side of 41.19 N."""
    while True:
        xy = lines[chance.integers(len(lines))]
        crossings = np.flatnonzero(np.diff(xy[:, 1] > PARALLEL))
        if len(crossings):
            middle, half = crossings[chance.integers(len(crossings))], int(chance.integers(15, 60))
            part = xy[max(middle - half, 0) : middle + half]
            if min((part[:, 1] > PARALLEL).sum(), (part[:, 1] < PARALLEL).sum()) >= 8:
                return unrounded(chance, part)


def differences(chance: np.random.Generator, stretches: Callable[[], Floats]) -> Iterator[Displaced]:
    """Yield lines that genuinely differ, without end: no cause lies behind them."""
    while True:
        for make in (_wandering, _river, _digitised_again, _bulge, _simplified, _one_sided):
            xy = stretches()
            moved, what = make(chance, xy)
            drawn, way = redrawn(chance, moved)
            noise = float(chance.choice(NOISE))
            yield Displaced(Cause.NONE, line_of(xy), line_of(jittered(chance, drawn, noise)), f"{what}, {way}")


def _along(xy: Floats) -> Floats:
    return np.append(0, np.cumsum(np.hypot(*(np.diff(xy, axis=0) * metres_per_degree(xy[1:, 1])).T)))


def _smooth(chance: np.random.Generator, along: Floats, reach: float) -> Floats:
    """A smooth random course with a standard deviation of about one and a correlation length of `reach` metres."""
    waves = np.arange(1, 200)
    reach = max(reach, along[-1] / 60)
    spectrum = np.exp(-((waves * np.pi * reach / along[-1]) ** 2) / 4)
    angles = np.outer(along / along[-1] * np.pi, waves)
    parts = np.cos(angles) * chance.normal(0, 1, 199) + np.sin(angles) * chance.normal(0, 1, 199)
    return (parts * spectrum).sum(axis=1) / np.sqrt((spectrum**2).sum())


def _both(chance: np.random.Generator, xy: Floats, reach: float, metres: float) -> Floats:
    along = _along(xy)
    field = np.column_stack([_smooth(chance, along, reach) for _ in range(2)]) * metres
    return xy + field / metres_per_degree(xy[:, 1])


def _wandering(chance: np.random.Generator, xy: Floats) -> tuple[Floats, str]:
    reach, metres = _along(xy)[-1] * chance.uniform(0.05, 0.6), 10 ** chance.uniform(0.3, 2.3)
    return _both(chance, xy, reach, metres), f"smooth random difference of {metres:.0f} m"


def _digitised_again(chance: np.random.Generator, xy: Floats) -> tuple[Floats, str]:
    metres = chance.uniform(20, 50)
    return _both(chance, xy, chance.uniform(200, 800), metres), f"digitised again to {metres:.0f} m"


def _window(chance: np.random.Generator, xy: Floats) -> Floats:
    along = _along(xy) / _along(xy)[-1]
    middle, half = chance.uniform(0.2, 0.8), chance.uniform(0.1, 0.5)
    return np.where(np.abs(along - middle) < half, np.cos((along - middle) / half * np.pi / 2) ** 2, 0.0)


def _river(chance: np.random.Generator, xy: Floats) -> tuple[Floats, str]:
    metres = 10 ** chance.uniform(1.3, 2.5)
    along = _along(xy)
    field = np.column_stack([_smooth(chance, along, 300.0) for _ in range(2)]) * _window(chance, xy)[:, None]
    return xy + field * metres / metres_per_degree(xy[:, 1]), f"river moved by {metres:.0f} m"


def _bulge(chance: np.random.Generator, xy: Floats) -> tuple[Floats, str]:
    metres, way = 10 ** chance.uniform(1, 2.7), chance.uniform(0, 2 * np.pi)
    field = _window(chance, xy)[:, None] * np.array([np.sin(way), np.cos(way)])
    return xy + field * metres / metres_per_degree(xy[:, 1]), f"bulge of {metres:.0f} m"


def _one_sided(chance: np.random.Generator, xy: Floats) -> tuple[Floats, str]:
    """All along to the same side, as a claim is: no constant, but never back."""
    metres, way = 10 ** chance.uniform(1, 2.7), chance.uniform(0, 2 * np.pi)
    along = _along(xy) / _along(xy)[-1]
    course = np.sin(along * np.pi) ** chance.uniform(0.5, 1) * (1 + 0.3 * _smooth(chance, _along(xy), 500.0))
    field = course[:, None] * np.array([np.sin(way), np.cos(way)])
    return xy + field * metres / metres_per_degree(xy[:, 1]), f"one-sided by {metres:.0f} m"


def _simplified(chance: np.random.Generator, xy: Floats) -> tuple[Floats, str]:
    metres = 10 ** chance.uniform(1.3, 2.3)
    scale = metres_per_degree(xy[:1, 1])[0]
    simple = shapely.simplify(shapely.linestrings(xy * scale), metres)
    return shapely.get_coordinates(simple) / scale, f"generalised by {metres:.0f} m"
