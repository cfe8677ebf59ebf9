"""Whether coordinates are rounded, and whether the rounding is what lies between two lines."""

from collections.abc import Iterator

import numpy as np
from msgspec import Struct

from geodata.geometry.displacement_fit import fit
from geodata.geometry.displacement_pairing import (
    Correspondence,
    Drawn,
    Floats,
    Gaps,
    at_vertices,
    metres_per_degree,
    vertex_pairs,
)
from geodata.geometry.displacement_signatures import shifted_frames
from geodata.model.grid import DEGREE

_MOST = 0.98
"""Of the coordinates, those that have to be multiples: a vertex here and there may have been put in later."""

_LEAST_VALUES = 4
_LOOKED_AT = 400
_STEPS = (
    *((f'{text}"', float(text) / 3600) for text in ("60", "10", "1", "0.1", "0.01")),
    *((f"{n} decimals of a degree", 10.0**-n) for n in range(2, 8)),
)


class Quantum(Struct, frozen=True):
    """The step that coordinates are multiples of: in words, in degrees, and before which operation (empty: none)."""

    words: str
    step: float
    operation: str = ""


def quantum_of(xy: Floats, zone: int) -> Quantum | None:
    """Return the coarsest step of (n, 2) degrees, as they are or as they were before an operation; None for none."""
    found = _coarsest(xy, 1.5 / DEGREE, "")
    xy = xy[:: max(1, len(xy) // _LOOKED_AT)]
    if found is not None and found.step >= 1e-5:
        return found
    before = (_coarsest(numbers(xy), 1.2e-7, code) for code, numbers in shifted_frames(zone))  # 12 mm: PROJ turns back
    return max((one for one in before if one is not None), key=lambda one: one.step, default=found)


def rounding_between(a: Drawn, b: Drawn, quanta: tuple[Quantum | None, Quantum | None]) -> Quantum | None:
    """Return the step of the coarser line where the gaps are what rounding to it leaves; None where they are not.

    Rounding leaves gaps spread evenly over a step, with the mean in its middle. The two ways it can fail are tested:
    gaps that are too large or too small for the step, and a mean that is not chance.
    """
    coarse = max((one for one in quanta if one is not None), key=lambda one: one.step, default=None)
    if coarse is None:
        return None
    other = quanta[1] if coarse is quanta[0] else quanta[0]
    if other is not None and other.step > coarse.step / 2 and other.operation == coarse.operation:
        return None  # both are rounded alike: the difference was there before
    gaps = _across(a, b, from_a=coarse is quanta[0])
    found = fit(gaps)
    if found is None or found.share < 0.9:
        return None
    half = metres_per_degree(a.xy[:1, 1])[0] * coarse.step / 2
    return coarse if _fills(gaps, half) and found.chance(found.mean) > 1e-4 else None


def _across(a: Drawn, b: Drawn, from_a: bool) -> Gaps:
    pairs: Correspondence | None = vertex_pairs(a, b)
    if pairs is None:
        pairs = at_vertices(a, b) if from_a else at_vertices(b, a)
    return pairs.gaps(pairs.places)


def _fills(gaps: Gaps, half: Floats) -> bool:
    """Whether gaps are as large as an even spread over plus and minus `half` (metres east and north) makes them."""
    vectors = gaps.vectors[gaps.known]
    if gaps.normals is None:
        size, bound = np.abs(vectors).ravel(), np.broadcast_to(half, vectors.shape).ravel()
        expected = np.sqrt((bound**2).mean() / 3)
    else:
        normals = np.abs(gaps.normals[gaps.known])
        size, bound = np.abs((vectors * gaps.normals[gaps.known]).sum(axis=1)), normals @ half
        expected = np.sqrt(((normals * half) ** 2).sum(axis=1).mean() / 3)
    if len(size) < _LEAST_VALUES:
        return False
    ratio = float(np.sqrt((size**2).mean()) / expected)
    spread = 1.5 / np.sqrt(len(size))  # of the ratio by chance: three standard errors and something
    return 0.6 - spread <= ratio <= 1.2 + spread and float((size <= bound * 1.3).mean()) >= 0.95


def _coarsest(xy: Floats, slack: float, operation: str) -> Quantum | None:
    values = xy[np.isfinite(xy).all(axis=1)]
    if len(np.unique(values)) < _LEAST_VALUES:
        return None
    kept = (Quantum(words, step, operation) for words, step in _by_step() if _multiples(values, step, slack))
    return next(kept, None)


def _multiples(values: Floats, step: float, slack: float) -> bool:
    if slack > step / 20:
        return False  # anything would pass
    return bool((np.abs(values - np.rint(values / step) * step) <= slack).mean() >= _MOST)


def _by_step() -> Iterator[tuple[str, float]]:
    yield from sorted(_STEPS, key=lambda pair: -pair[1])
