"""What is left between two lines, as a mean and a scatter, and whether the mean could be chance.

What lies along a line is not independent from place to place: one bend makes a hundred places agree with each other.
So the number of independent places is estimated from how far what is left is correlated with itself, and Hotelling's
T-squared test is made with that number. It is what keeps a genuine, irregular difference from passing for a cause.
"""

from dataclasses import dataclass

import numpy as np

from geodata.geometry.displacement_pairing import Bools, Floats, Gaps

LEAST_SHARE = 0.7
"""Of the places that have a counterpart, those that must agree before anything is said of all."""

_GRID = 1e-4  # metres in a unit of the grid: nothing is known better
_MODEL = 0.005  # metres: PROJ turns the rotations of a published operation round only approximately
_LEAST_INDEPENDENT = 4.0
_CUT = 4.0  # scatters beyond which a place is taken to differ for reasons of its own
_ROUNDING = 0.1  # metres: the tier below which nothing differs for reasons of its own
_TURNS = 12


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """What is left under one explanation.

    `mean` is the constant part in metres east and north, `scatter` the standard deviation around it in one direction,
    `independent` how many places count, `agreeing` which places were taken together, `share` their part of all that
    have a counterpart, `weights` (2, 2) how well each direction is seen: the identity where all directions are.
    `smooth` is the part of the scatter that neighbours share: noise has none, a real bend of a line hardly any other.
    `apart` is how many places are too far from each other to share the noise of a vertex.
    """

    mean: Floats
    scatter: float
    smooth: float
    independent: float
    agreeing: Bools
    share: float
    weights: Floats
    rms: float
    largest: float
    apart: float

    @property
    def surely_smooth(self) -> float:
        """`smooth` less the standard error of the ratio that it comes from: what noise does not feign."""
        return float(np.sqrt(max(self.smooth**2 - self.scatter**2 / np.sqrt(max(self.apart, 1.0)), 0.0)))

    def chance(self, vector: Floats) -> float:
        """Return how probably a mean like this vector arises by chance where there is none (Hotelling, p = 2)."""
        freedom = self.independent - 2
        if freedom <= 0:
            return 1.0
        values, turns = np.linalg.eigh(self.weights)
        seen = np.maximum(values, 1e-12)
        variance = self.scatter**2 / (seen * self.independent) + _MODEL**2
        square = float((((turns.T @ vector) ** 2) / variance).sum())
        return float((1 + square / (self.independent - 1)) ** (-freedom / 2))

    def seen(self, vector: Floats) -> float:
        """Return how much of a vector shows across the lines, metres: all of it where whole vectors are known."""
        return float(np.sqrt(max(float(vector @ self.weights @ vector), 0.0)))

    @property
    def uncertainty(self) -> float:
        """The standard error of the mean in metres, in the direction that is seen worst."""
        worst = max(float(np.linalg.eigvalsh(self.weights)[0]), 1e-12)
        return float(np.hypot(self.scatter / np.sqrt(worst * max(self.independent, 1.0)), _MODEL))

    @property
    def blind(self) -> Floats | None:
        """The direction along which a displacement cannot be seen, None where all can: a unit vector or nothing."""
        values, turns = np.linalg.eigh(self.weights)
        return turns[:, 0] if values[0] < 0.01 * values[1] else None


def fit(gaps: Gaps) -> Fit | None:
    """Return what is left in the places that agree; None where hardly any has a counterpart."""
    if gaps.known.sum() < 2 or gaps.known.mean() < 0.5:
        return None
    vectors = gaps.vectors[gaps.known]
    normals = None if gaps.normals is None else gaps.normals[gaps.known]
    agreeing, mean = _agreeing(vectors, normals, gaps.step)
    rest = _rest(vectors, normals, mean)[agreeing]
    signed = rest if normals is None else (rest * normals[agreeing]).sum(axis=1)[:, None]
    left = _rest(vectors, normals, np.zeros(2))[agreeing]
    size = np.hypot(*left.T)
    everywhere = np.zeros(len(gaps.known), dtype=bool)
    everywhere[np.flatnonzero(gaps.known)[agreeing]] = True
    directions = 1 if normals is not None else 2
    apart = len(vectors) / gaps.lag
    scatter = float(np.hypot(np.sqrt((rest**2).sum() / (directions * max(len(rest) - 1, 1))), _GRID))
    smooth = _smooth(vectors, normals, mean, scatter, gaps.lag)
    white = smooth**2 * np.sqrt(apart) <= scatter**2  # a short row's correlations are mostly chance
    return Fit(
        mean=mean,
        scatter=scatter,
        smooth=smooth,
        independent=max(_independent(signed), apart * agreeing.mean() if white else 0.0),
        agreeing=everywhere,
        share=float(agreeing.mean()),
        weights=np.eye(2) if normals is None else _seen(normals[agreeing]),
        rms=float(np.sqrt((size**2).mean())),
        largest=float(size.max()),
        apart=apart,
    )


def nothing_fits(gaps: Gaps) -> Fit:
    """Return what is known where hardly a place has a counterpart: nothing."""
    nobody = np.zeros(len(gaps.known), dtype=bool)
    middle = np.nanmedian(gaps.vectors, axis=0) if np.isfinite(gaps.vectors).any() else np.zeros(2)
    return Fit(middle, 0.0, 0.0, 1.0, nobody, 0.0, np.eye(2), 0.0, 0.0, 1.0)


def solve(vectors: Floats, normals: Floats | None, weight: Floats) -> Floats:
    """Return the constant vector that explains the gaps best; the smallest one where a direction is not seen."""
    if normals is None:
        return np.asarray((vectors * weight[:, None]).sum(axis=0) / max(weight.sum(), 1e-12))
    weighted = normals * weight[:, None]
    square, right = weighted.T @ normals, weighted.T @ (vectors * normals).sum(axis=1)
    (ee, en), (_, nn) = square.tolist()
    trace, determinant = max(ee + nn, 1e-12), ee * nn - en * en
    if determinant <= 1e-4 * trace**2:  # a straight line: what is seen of the vector, and nothing along the line
        return np.asarray(square @ right / trace**2)
    found: Floats = np.array([nn * right[0] - en * right[1], ee * right[1] - en * right[0]]) / determinant
    return found


def robust_mean(
    vectors: Floats, normals: Floats | None, turns: int = _TURNS, least: float = _GRID
) -> tuple[Floats, Floats]:
    """Return the constant vector that most of the gaps agree on, and the (n,) weights they got (Tukey's biweight)."""
    weight = np.ones(len(vectors))
    mean = np.median(vectors, axis=0) if normals is None else solve(vectors, normals, weight)
    for _ in range(turns):
        size = np.hypot(*_rest(vectors, normals, mean).T)
        scale = max(float(np.median(size)) * (1.4826 if normals is not None else 0.8493), least, _GRID)
        weight = np.maximum(1 - (size / (_CUT * 1.2 * scale)) ** 2, 0.0) ** 2
        new = solve(vectors, normals, weight)
        if np.hypot(*(new - mean)) < _GRID / 10:
            break
        mean = new
    return mean, weight


def _agreeing(vectors: Floats, normals: Floats | None, step: float) -> tuple[Bools, Floats]:
    """Which places agree with most of the others, and what they say on the average.

    Where coordinates are rounded to a step, most gaps may be the very same number, and the rest one step off it.
    """
    mean, _ = robust_mean(vectors, normals, least=step / _CUT)
    for _ in range(3):
        size = np.hypot(*_rest(vectors, normals, mean).T)
        scale = max(float(np.median(size)) * (1.4826 if normals is not None else 0.8493), _GRID)
        agreeing = size <= max(_CUT * scale, _ROUNDING, 1.5 * step)
        mean = solve(vectors, normals, agreeing.astype(np.float64))
    return np.asarray(agreeing), mean


def _rest(vectors: Floats, normals: Floats | None, mean: Floats) -> Floats:
    """What is left without a constant vector: the whole, or the part across the line."""
    rest = vectors - mean
    return rest if normals is None else np.asarray((rest * normals).sum(axis=1)[:, None] * normals)


def _seen(normals: Floats) -> Floats:
    return np.asarray(normals.T @ normals / max(len(normals), 1))


def _smooth(vectors: Floats, normals: Floats | None, mean: Floats, scatter: float, lag: int) -> float:
    """The part of the standard deviation that places `lag` apart share (von Neumann's ratio), in metres.

    Over all places, those that were left out as well: a bend of its own begins before it is large.
    """
    rest = vectors - mean
    rest = rest if normals is None else (rest * normals).sum(axis=1)[:, None]
    rest = np.clip(rest, -_CUT * scatter, _CUT * scatter)
    if len(rest) <= lag + 2:
        return 0.0
    spread = float(((rest - rest.mean(axis=0)) ** 2).mean())
    steps = float(((rest[lag:] - rest[:-lag]) ** 2).mean()) / 2
    return float(np.sqrt(max(0.0, spread - steps)))


def _independent(rest: Floats) -> float:
    """How many of the places are independent: n over one plus twice the sum of the correlations (Geyer's first run)."""
    count = len(rest)
    if count < 3:
        return float(count)
    size = 1 << (2 * count - 1).bit_length()
    centred = rest - rest.mean(axis=0)
    power = np.abs(np.fft.rfft(centred, size, axis=0)) ** 2
    covariance = np.fft.irfft(power, size, axis=0)[: count // 2 + 1].sum(axis=1)
    if covariance[0] <= count * _GRID**2 * 1e-2:
        return float(count)
    pairs = covariance[:-1:2] + covariance[1::2] if len(covariance) % 2 == 0 else covariance[:-2:2] + covariance[1:-1:2]
    stops = np.flatnonzero(pairs <= 0)
    sum_of_pairs = float(pairs[: stops[0] if len(stops) else len(pairs)].sum() / covariance[0])
    return float(np.clip(count / max(2 * sum_of_pairs - 1, 1.0), min(_LEAST_INDEPENDENT, count), count))
