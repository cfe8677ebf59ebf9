"""Whether one pair of lines among many lies apart in the way that was found of them all."""

from collections.abc import Sequence

import numpy as np

from geodata.geometry.crs import on_world_datum
from geodata.geometry.displacement_findings import Diagnosis
from geodata.geometry.displacement_pairing import (
    Correspondence,
    Drawn,
    Floats,
    at_vertices,
    drawn,
    metres_per_degree,
    reversed_lines,
    vertex_pairs,
)
from geodata.geometry.displacement_signatures import Cause, Signature, everywhere, has_zone, signatures, zone_of
from geodata.geometry.displacement_trials import sizes
from geodata.model.grid import JointGrid, Point
from geodata.model.line import Line

_ALIKE = 0.25
"""Metres: what may be left of a displacement in any case, before a line counts as one that does not share it."""


def shares(
    found: Diagnosis, a: Sequence[Line] | Sequence[Point], b: Sequence[Line] | Sequence[Point], grid: JointGrid
) -> bool:
    """Tell whether most of these lines (or points of the grid) lie apart, and as a diagnosis says."""
    one, other = drawn(a, grid), drawn(b, grid)
    pairs = _paired(one, other)
    before = _middle(pairs, pairs.places)
    if found.cause is Cause.ROUNDING:
        return 0 < before <= max(found.before.largest, _ALIKE)
    after = _middle(pairs, _moved(found, pairs.places, grid))
    return after <= max(4 * found.scatter, _ALIKE) and after < before / 2


def _paired(a: Drawn, b: Drawn) -> Correspondence:
    return (
        vertex_pairs(a, b) or (vertex_pairs(a, reversed_lines(b)) if a.lines and b.lines else None) or at_vertices(a, b)
    )


def _middle(pairs: Correspondence, places: Floats) -> float:
    left = sizes(pairs.gaps(places))
    return float(np.nanmedian(left)) if np.isfinite(left).any() else float("inf")


def _moved(found: Diagnosis, places: Floats, grid: JointGrid) -> Floats:
    """The places where the mistake would have put them."""
    one = _signature(found, places, grid)
    shift = np.array([found.east, found.north]) / metres_per_degree(places[:, 1])
    moved = places + shift if one is None else one.onward(places)
    if found.cause is not Cause.STEP or found.parallel is None:
        return moved
    there = (places[:, 1] > found.parallel) == found.northern
    return np.where(there[:, None], moved, places)


def _signature(found: Diagnosis, places: Floats, grid: JointGrid) -> Signature | None:
    cause = Cause.OPERATION if found.cause is Cause.STEP else found.cause
    zone = zone_of(float(np.median(places[:, 0])))
    known = signatures(zone, on_world_datum(grid.crs)) if has_zone(zone) else ()
    for one in (*known, *everywhere()):
        said = one.cause, one.operations, one.note
        if said == (cause, found.operations, found.note) and (one.in_b is found.in_b or cause is Cause.OPERATION):
            return one
    return None
