"""A displacement that begins at a parallel: one operation north of it, another south, as software chooses by area."""

from dataclasses import dataclass

import numpy as np

from geodata.geometry.displacement_fit import Fit, fit
from geodata.geometry.displacement_pairing import Bools, Correspondence, Floats, Gaps, metres_between
from geodata.geometry.displacement_signatures import Cause, Signature
from geodata.geometry.displacement_trials import BY_CHANCE, NOISE, root_mean_square, sizes, steady

_FARTHEST = 50.0
"""Metres: no operation published for a place lies so far from another, and beyond it nearest places mislead."""

_LEAST_LEGS = 6
"""On either side of the parallel: with fewer, one bend looks like a step."""

_BETWEEN = 0.05
_NEAR = 1e-4  # degrees
_NAMED_BY_CHANCE = 1e-3
_OFF = 0.02
_CONSISTENT = 1e-3


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """Where a displacement begins: `lower` and `upper` are the latitudes of the last place before and the first after,
    `about` those two places farther off, because noise moves the split by one or two.

    `vector` is the displacement in metres and `northern` whether the part north of the parallel has it; `left` is what
    remains once it is taken away there; `signatures` are the operations that would do that, the best first.
    """

    lower: float
    upper: float
    about: tuple[float, float]
    northern: bool
    vector: Floats
    displaced: Bools
    left: Gaps
    fit: Fit
    signatures: tuple[Signature, ...]

    def parallel(self, known: tuple[float, ...]) -> float:
        """The latitude of the step: where an operation's area ends if that lies between, else the middle."""
        within = [edge for edge in known if self.about[0] - _NEAR <= edge <= self.about[1] + _NEAR]
        middle = (self.lower + self.upper) / 2
        return min(within, key=lambda edge: abs(edge - middle), default=middle)


def step_in(
    pairs: Correspondence,
    gaps: Gaps,
    rival: float,
    signatures: tuple[Signature, ...],
    edges: tuple[float, ...],
) -> Step | None:
    """Return the step in what lies between A and B, None where there is none.

    `rival` is the root mean square that the best explanation without a step leaves over all places; `edges` are the
    latitudes at which the areas of operations end: only there does software switch from one to another.
    """
    known = np.flatnonzero(gaps.known)
    least = _LEAST_LEGS * gaps.lag
    if len(known) < 2 * least or float(np.median(sizes(gaps)[known])) > _FARTHEST:
        return None
    latitudes = pairs.places[known, 1]
    order = known[np.argsort(latitudes, kind="stable")]
    split = _best_split(gaps, order, least)
    north = np.zeros(len(gaps.known), dtype=bool)
    north[order[split:]] = True
    upper_part, lower_part = (fit(_only(gaps, gaps.known & part)) for part in (north, ~north))
    if upper_part is None or lower_part is None or _is_still(upper_part) == _is_still(lower_part):
        return None
    northern = _is_still(lower_part)
    moving, where = (upper_part, north) if northern else (lower_part, ~north)
    displaced = where & gaps.known
    rows = (split - 1, split, max(split - 3, 0), min(split + 2, len(order) - 1))
    lower, upper, *about = pairs.places[order[list(rows)], 1].tolist()
    edged = any(about[0] - _NEAR <= edge <= about[1] + _NEAR for edge in edges)
    found = _named(pairs, gaps, displaced, moving, signatures) if edged else ()
    left = _without(gaps, displaced, moving.mean) if not found else _corrected(pairs, displaced, found[0])
    whole = fit(left)
    if whole is None or not _worth(whole, left, rival, len(known)) or not _real(moving, left, displaced, bool(found)):
        return None
    size = moving.seen(moving.mean)
    if not steady(whole, size, NOISE if found else 0.0) or not _sharp(left, whole, size):
        return None
    return Step(lower, upper, (about[0], about[1]), northern, moving.mean, displaced, left, whole, found)


def _best_split(gaps: Gaps, order: np.ndarray[tuple[int, ...], np.dtype[np.int64]], least: int) -> int:
    """Where to cut the places, in order of latitude, so that a constant in each part leaves least (running sums)."""
    vectors = gaps.vectors[order]
    normals = None if gaps.normals is None else gaps.normals[order]
    below, above = (
        _explained(vectors, normals),
        _explained(vectors[::-1], normals if normals is None else normals[::-1]),
    )
    total = below[:-1] + above[::-1][1:]
    inside = slice(least - 1, len(total) - least + 1)
    return int(np.argmax(total[inside])) + least


def _explained(vectors: Floats, normals: Floats | None) -> Floats:
    """For each beginning of the rows: what the best constant vector in it takes off the sum of squares."""
    if normals is None:
        sums = np.cumsum(vectors, axis=0)
        return np.asarray((sums**2).sum(axis=1) / np.arange(1, len(vectors) + 1))
    across = (vectors * normals).sum(axis=1)
    east, north = np.cumsum(normals * across[:, None], axis=0).T
    ee, nn, en = (np.cumsum(normals[:, i] * normals[:, j]) for i, j in ((0, 0), (1, 1), (0, 1)))
    ridge = 1e-3 * (ee + nn)
    ee, nn = ee + ridge, nn + ridge
    return np.asarray((nn * east**2 - 2 * en * east * north + ee * north**2) / (ee * nn - en**2))


def _is_still(part: Fit) -> bool:
    """Whether a part does not lie apart: its mean is chance, or nothing beside what it scatters."""
    return part.chance(part.mean) > _CONSISTENT or float(np.hypot(*part.mean)) < 0.02


def _worth(whole: Fit, left: Gaps, rival: float, tried: int) -> bool:
    """Whether the step explains more than the best explanation without one, over all the places it was sought at."""
    rest = root_mean_square(left)
    if whole.independent <= 3:
        return False
    square = whole.independent * max(rival**2 - rest**2, 0.0) / max(rest**2, 1e-6)
    chance = (1 + square / (whole.independent - 1)) ** (-(whole.independent - 2) / 2)
    return bool(min(whole.independent, tried) * chance < BY_CHANCE)


def _real(moving: Fit, left: Gaps, displaced: Bools, named: bool) -> bool:
    """Whether the one part is displaced by more than chance; less is asked where two operations do just that."""
    if not named:
        return moving.chance(moving.mean) <= BY_CHANCE
    around = fit(_only(left, displaced)) or moving
    return around.chance(moving.mean) <= _NAMED_BY_CHANCE


def _sharp(left: Gaps, whole: Fit, size: float) -> bool:
    """Whether hardly a place lies between displaced and not displaced: a bend begins little by little, a step not."""
    between = sizes(left)[left.known] > max(0.2 * size, 3 * whole.scatter)
    return float(between.mean()) <= _BETWEEN


def _named(
    pairs: Correspondence, gaps: Gaps, displaced: Bools, moving: Fit, signatures: tuple[Signature, ...]
) -> tuple[Signature, ...]:
    """The operations whose difference is the displacement of the one part."""
    places = pairs.places[displaced]
    found = []
    for one in signatures:
        if one.cause is not Cause.OPERATION:
            continue
        effect = metres_between(places, one.onward(places)).mean(axis=0)
        off = moving.mean - effect
        size = float(np.hypot(*effect))
        if moving.chance(off) > _CONSISTENT or float(np.hypot(*off)) <= _OFF * size:
            found.append((float(np.hypot(*off)), one))
    return tuple(one for _, one in sorted(found, key=lambda pair: pair[0]))


def _corrected(pairs: Correspondence, some: Bools, one: Signature) -> Gaps:
    """What is left where the operations of a signature are taken back in one part."""
    return pairs.gaps(np.where(some[:, None], one.onward(pairs.places), pairs.places))


def _only(gaps: Gaps, some: Bools) -> Gaps:
    normals = None if gaps.normals is None else gaps.normals[some]
    return Gaps(gaps.vectors[some], normals, np.ones(int(some.sum()), dtype=bool), gaps.lag, gaps.step)


def _without(gaps: Gaps, some: Bools, vector: Floats) -> Gaps:
    vectors = gaps.vectors - np.where(some[:, None], vector, 0.0)
    if gaps.normals is not None:
        vectors = (vectors * gaps.normals).sum(axis=1)[:, None] * gaps.normals
    return Gaps(vectors, gaps.normals, gaps.known, gaps.lag, gaps.step)
