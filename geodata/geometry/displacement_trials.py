"""Trying explanations: each moves A's places as its mistake would have, and what is left to B is measured."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from geodata.geometry.displacement_findings import Considered, Residual
from geodata.geometry.displacement_fit import LEAST_SHARE, Fit, fit, robust_mean
from geodata.geometry.displacement_pairing import (
    Correspondence,
    Floats,
    Gaps,
    Paired,
    finite,
    metres_between,
    metres_per_degree,
)
from geodata.geometry.displacement_signatures import Cause, Signature

BY_CHANCE = 1e-4
"""How probable a displacement may be where there is none, before it is called one."""

_AT_MOST_OFF = 0.02
"""Of a mistake's effect: what may be left of it for reasons of its own (a sheet's offset, other parameters)."""

NOISE = 1.0
"""Metres: what a vertex may stray in each direction whatever the displacement, a tenth of a millimetre at 1:10,000."""

_NEARLY_ALL = 0.9
"""Of the places: those that must agree where the noise is as large as the displacement."""

_SMOOTH, _SCATTERED = 0.1, 0.2
"""Of a displacement: what may vary smoothly along the line, and vary at all. A mistake displaces everything alike."""

_FARTHEST = 50_000.0
"""Metres to which a constant vector is the same thing all over a region."""

_CONSISTENT = 5e-3
_AT_MOST_STRAYED = 0.05
"""Of a mistake's effect: what may be left of it at all, unless the noise accounts for more."""

_MANY = (Cause.OPERATION, Cause.ROTATION)
_LEAST_APART = 8.0
"""Places that these take: there are a hundred pairs of operations, and any few metres match one of them soon."""

_UNSURE = 0.25
"""Of a mistake's effect: how unsure what lies between may be in the direction seen worst, if one of many is told."""

_INDISTINCT = 1e-2
_SCREENED, _KEPT = 160, 16
_STARTS = 120


@dataclass(frozen=True, slots=True, eq=False)
class Trial:
    """One explanation with what it leaves; `effect` is what it does to the places on the average, metres.

    `noise` is how far places may stray in any case, and `rival` what a plain shift leaves.
    """

    signature: Signature | None
    cause: Cause
    effect: Floats
    gaps: Gaps
    fit: Fit
    noise: float = NOISE
    rival: Fit | None = None

    @property
    def fits(self) -> bool:
        """Whether what is left is noise around nothing, and the explanation itself no chance."""
        size = float(np.hypot(*self.effect))
        left = float(np.hypot(*self.fit.mean))
        if self.fit.share < LEAST_SHARE or self.fit.chance(self.effect) > BY_CHANCE:
            return False
        if not steady(self.fit, self.fit.seen(self.effect), 0.0 if self.cause is Cause.SHIFT else self.noise):
            return False
        if self.cause is Cause.SHIFT:
            return self._near(size) >= _NEARLY_ALL and size <= _FARTHEST
        if self.cause in _MANY and not self._told_apart(size):
            return False
        if self.cause is Cause.DATUM and self.fit.seen(self.effect) < _UNSURE * size:
            return False
        strayed = max(_AT_MOST_STRAYED * size, 2 * self.noise / float(np.sqrt(self.fit.apart)))
        near = self.fit.seen(self.fit.mean) <= strayed
        return left <= _AT_MOST_OFF * size or (near and self._chance_left() > _CONSISTENT)

    def _told_apart(self, size: float) -> bool:
        """Whether there are places enough, and what lies between is known well enough, to name one of many."""
        blur = self.fit.scatter / float(np.sqrt(self.fit.apart))
        return self.fit.apart >= _LEAST_APART and self.fit.uncertainty <= _UNSURE * size and blur <= _UNSURE / 2 * size

    def _chance_left(self) -> float:
        """How probable the mean that is left is by chance; where a plain shift leaves less noise, by that noise."""
        if self.rival is not None and self.rival.scatter < self.fit.scatter:
            return self.rival.chance(self.fit.mean)
        return self.fit.chance(self.fit.mean)

    def _near(self, size: float) -> float:
        """The share of the places that lie as near as noise, or as hardly counts beside a displacement of this size."""
        left = sizes(self.gaps)[self.gaps.known]
        return float((left <= max(4 * self.fit.scatter, _SMOOTH / 5 * size)).mean())

    @property
    def score(self) -> float:
        """What is left, dearer where fewer places agree."""
        return self.fit.rms / self.fit.share

    def is_like(self, best: "Trial") -> bool:
        """Tell whether these data cannot tell this explanation from a better one."""
        return best.fit.chance(self.fit.mean - best.fit.mean) > _INDISTINCT and self.fit.scatter < 1.2 * max(
            best.fit.scatter, 1e-3
        )

    @property
    def considered(self) -> Considered:
        """The explanation as it is told."""
        one = self.signature
        return Considered(
            cause=self.cause,
            left=Residual(round(self.fit.rms, 4), round(self.fit.largest, 4)),
            fits=self.fits,
            operations=one.operations if one else (),
            in_b=one.in_b if one else True,
            note=one.note if one else "",
        )


def tried(pairs: Correspondence, signatures: tuple[Signature, ...], noise: float, rival: Fit | None) -> list[Trial]:
    """Return the explanations that come near, the best first."""
    few = pairs.thinned(_SCREENED)
    rough = [(_middle(few.gaps(one.onward(few.places))), at) for at, one in enumerate(signatures)]
    rough = sorted(pair for pair in rough if np.isfinite(pair[0]))
    near = [signatures[at] for size, at in rough[:_KEPT] if size <= 4 * rough[0][0] + 1.0]
    found = [trial for one in near if (trial := _trial(pairs, one, noise, rival)) is not None]
    return sorted(found, key=lambda trial: trial.score)


def shifted(pairs: Correspondence, plain: Fit) -> Trial | None:
    """Return the constant shift that fits best, None where none does."""
    scale = metres_per_degree(pairs.places[:, 1])
    vector = plain.mean if isinstance(pairs, Paired) else _searched(pairs)
    gaps = pairs.gaps(pairs.places + vector / scale)
    found = fit(gaps)
    return None if found is None else Trial(None, Cause.SHIFT, vector, gaps, found)


def steady(left: Fit, size: float, noise: float) -> bool:
    """Tell whether what is left beside a displacement of `size` metres is small enough, or noise that was expected."""
    if left.share < _NEARLY_ALL:
        noise = 0.0
    smooth = left.surely_smooth if noise else left.smooth
    return left.scatter <= max(_SCATTERED * size, noise) and smooth <= max(_SMOOTH * size, noise / 4)


def sizes(gaps: Gaps) -> Floats:
    """Return (n,) metres that are left; not a number where there is no counterpart."""
    vectors = gaps.vectors if gaps.normals is None else (gaps.vectors * gaps.normals).sum(axis=1)[:, None]
    return np.where(gaps.known, np.sqrt((vectors**2).sum(axis=1)), np.nan)


def root_mean_square(gaps: Gaps) -> float:
    """Return the root mean square of what is left, metres; infinite where nothing has a counterpart."""
    left = sizes(gaps)[gaps.known]
    return float(np.sqrt((left**2).mean())) if len(left) and np.isfinite(left).all() else float("inf")


def _trial(pairs: Correspondence, one: Signature, noise: float, rival: Fit | None) -> Trial | None:
    moved = one.onward(pairs.places)
    sound = finite(moved)
    gaps = pairs.gaps(moved)
    found = fit(gaps)
    if found is None or not sound.any():
        return None
    effect = np.median(metres_between(pairs.places[sound], moved[sound]), axis=0)
    return Trial(one, one.cause, effect, gaps, found, noise, rival)


def _middle(gaps: Gaps) -> float:
    if not gaps.known.any() or gaps.known.mean() < 0.5:
        return float("inf")
    return float(np.median(sizes(gaps)[gaps.known]))


def _searched(pairs: Correspondence) -> Floats:
    """The shift that brings A's places onto B, found from several beginnings: the nearest place misleads from afar."""
    few = pairs.thinned(_STARTS)
    ends = [_refined(few, start, 12) for start in _beginnings(few)]
    best = min(ends, key=lambda end: (_left(few, end), float(np.hypot(*end))))
    return _refined(pairs, best, 8)


def _beginnings(pairs: Correspondence) -> Iterator[Floats]:
    yield np.zeros(2)
    gaps = pairs.gaps(pairs.places)
    reach = float(np.median(sizes(gaps)[gaps.known])) * 2 if gaps.known.any() else 0.0
    for angle in np.radians(np.arange(0, 360, 45)):
        yield reach * np.array([np.sin(angle), np.cos(angle)])


def _left(pairs: Correspondence, vector: Floats) -> float:
    return _middle(pairs.gaps(pairs.places + vector / metres_per_degree(pairs.places[:, 1])))


def _refined(pairs: Correspondence, vector: Floats, turns: int) -> Floats:
    scale = metres_per_degree(pairs.places[:, 1])
    for _ in range(turns):
        gaps = pairs.gaps(pairs.places + vector / scale)
        if gaps.known.sum() < 3:
            return vector
        normals = None if gaps.normals is None else gaps.normals[gaps.known]
        step, _ = robust_mean(gaps.vectors[gaps.known], normals, 2)
        vector = vector + step
        if float(np.hypot(*step)) < 1e-4:
            break
    return vector
