"""Why two lines lie apart: a constant shift, a rounding, another operation, a forgotten datum; or none of these.

Each mistake is made with A's own numbers, and what it then leaves to B is measured (`displacement_trials`). A cause is
named where what is left is noise around nothing, and where a displacement like that does not come about by chance; of
several that do, the best, with those that the data cannot tell from it. Nothing is ever corrected. Whatever is said
of A against B is said, mirrored, of B against A.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

import numpy as np
from msgspec.structs import replace

from geodata.errors import InvalidFeature, Refused
from geodata.geometry.crs import on_world_datum
from geodata.geometry.displacement_findings import Considered, Diagnosis, Residual, Trace
from geodata.geometry.displacement_fit import Fit, fit, nothing_fits
from geodata.geometry.displacement_pairing import (
    Correspondence,
    Drawn,
    Floats,
    Gaps,
    beside,
    drawn,
    finite,
    metres_per_degree,
    reversed_lines,
    vertex_pairs,
)
from geodata.geometry.displacement_rounding import Quantum, quantum_of, rounding_between
from geodata.geometry.displacement_signatures import (
    Cause,
    Signature,
    everywhere,
    has_zone,
    parallels,
    signatures,
    zone_of,
)
from geodata.geometry.displacement_step import Step, step_in
from geodata.geometry.displacement_trials import NOISE, Trial, root_mean_square, shifted, sizes, tried
from geodata.model.grid import WGS84_DEGREES, JointGrid, Point
from geodata.model.line import Line

Shapes = Sequence[Line] | Sequence[Point]

_MOST_PLACES = 2000
_MOST_BESIDE = 800
"""Places at which the nearest of the other line is looked for, which takes its time."""

_BINS = 240
_ALIKE = 0.01
"""Metres: what a point added on a line may lie off it, by the difference of a geodesic and a chord."""

_INTO_NEXT = 1.0
"""Degrees that a zone is used beyond its edge, so that a line keeps one zone."""

_TOLD = 8
"""Explanations that are told beside the one named."""


def diagnose(a: Line, b: Line) -> Diagnosis:
    """Return why line B lies where it does against line A."""
    return diagnose_layers([a], [b])


def diagnose_layers(a: Shapes, b: Shapes, grid: JointGrid = WGS84_DEGREES) -> Diagnosis:
    """Return why the lines (or points, of this grid) of B lie where they do against A's, taken together as one layer.

    Lines that stand at the same place in both sequences and have the same vertices are held vertex against vertex.
    Raise InvalidFeature where either is empty.
    """
    if not len(a) or not len(b):
        raise InvalidFeature("There is nothing to compare: one of the two has no line and no point.")
    one, other = drawn(a, grid), drawn(b, grid)
    if one.grid != other.grid:
        raise InvalidFeature("Lines of different joint reference systems are not measured together.")
    if _order(other) < _order(one):  # one order for both, so that neither side is treated differently
        return _Case(other, one).diagnosis().mirrored
    return _Case(one, other).diagnosis()


def _order(one: Drawn) -> tuple[float, bytes]:
    return one.length, sha256(np.ascontiguousarray(one.xy).tobytes()).digest()


@dataclass(slots=True, eq=False)
class _Answer:
    """A cause with what it leaves."""

    cause: Cause
    left: Gaps
    fit: Fit
    vector: Floats
    signature: Signature | None = None
    also: tuple[Considered, ...] = ()
    step: Step | None = None
    rounded: Quantum | None = None


class _Case:
    """Two drawings and everything that is worked out once for them."""

    def __init__(self, a: Drawn, b: Drawn) -> None:
        self.a, self.b = a, b
        self.turned = False
        self.zone = zone_of(a.middle[0])
        self.quanta = quantum_of(a.inner, self.zone), quantum_of(b.inner, self.zone)
        self.pairs = self._paired().thinned(_MOST_PLACES)
        steps = [one.step for one in self.quanta if one is not None]
        self.pairs.step = max(steps, default=0.0) * float(metres_per_degree(a.xy[:1, 1]).max())
        self.gaps = self.pairs.gaps(self.pairs.places)
        self.signatures = _signatures_at(a, b)
        self.plain = fit(self.gaps)
        self.tried: list[Trial] = []

    def diagnosis(self) -> Diagnosis:
        """Try the explanations from the simplest on."""
        trivial = self._trivial()
        if trivial is not None:
            return self._told(_Answer(trivial, self.gaps, self._some_fit(), np.zeros(2)))
        quanta = self.quanta
        rounded = rounding_between(self.a, self.b, quanta)
        if rounded is not None:
            answer = _Answer(Cause.ROUNDING, self.gaps, self._some_fit(), np.zeros(2), rounded=rounded)
        else:
            answer = self._displaced(max(NOISE, *(_scatter(one, self.a.middle[1]) for one in quanta)))
            answer.rounded = _part_of(quanta, answer.fit, self.a.middle[1]) if answer.cause is not Cause.NONE else None
        told = self._told(answer)
        if answer.rounded is None:
            return told
        return replace(told, rounded=answer.rounded.words, rounded_in="A" if answer.rounded is quanta[0] else "B")

    def _paired(self) -> Correspondence:
        """Vertex to vertex where that is possible, in either direction; else each place to the nearest."""
        onward, back = vertex_pairs(self.a, self.b), None
        if self.a.lines and self.b.lines:
            turned = reversed_lines(self.b)
            back = vertex_pairs(self.a, turned)
            if back is not None and (onward is None or _spread(back) < _spread(onward)):
                self.turned = True
                return back
        if onward is not None:
            return onward
        return beside(self.a, self.b, int(np.clip(4 * (len(self.a.xy) + len(self.b.xy)), 60, _MOST_BESIDE)))

    def _trivial(self) -> Cause | None:
        if self.a.xy.shape == self.b.xy.shape:
            if np.array_equal(self.a.xy, self.b.xy):
                return Cause.SAME
            if self.a.lines and self.turned and np.array_equal(reversed_lines(self.b).xy, self.a.xy):
                return Cause.REVERSED
        if not (self.a.lines and self.b.lines) or len(self.a.xy) == len(self.b.xy):
            return None
        few, many = sorted((self.a, self.b), key=lambda one: len(one.xy))
        held = np.isin(few.xy.view(np.complex128), many.xy.view(np.complex128)).all()
        return Cause.DENSIFIED if held and _largest(few, many) < _ALIKE and _largest(many, few) < _ALIKE else None

    def _displaced(self, noise: float) -> _Answer:
        """The best explanation that fits, a step where that says more, or none."""
        plain = self._some_fit()
        shift = shifted(self.pairs, plain)
        self.tried = tried(self.pairs, self.signatures, noise, shift.fit if shift is not None else None)
        fitting = [trial for trial in self.tried if trial.fits]
        if fitting:
            best = fitting[0]
            also = tuple(dict.fromkeys(trial.considered for trial in fitting[1:] if trial.is_like(best)))
            answer = _Answer(best.cause, best.gaps, best.fit, best.effect, best.signature, also)
        elif shift is not None and shift.fits:
            answer = _Answer(Cause.SHIFT, shift.gaps, shift.fit, shift.effect)
        else:
            answer = _Answer(Cause.NONE, self.gaps, plain, plain.mean)
        if shift is not None:
            self.tried = sorted([*self.tried, shift], key=lambda trial: trial.score)
        edges = parallels(self.zone) if has_zone(self.zone) else ()
        step = step_in(self.pairs, self.gaps, root_mean_square(answer.left), self.signatures, edges)
        if step is None:
            return answer
        return _Answer(Cause.STEP, step.left, step.fit, step.vector, next(iter(step.signatures), None), step=step)

    def _some_fit(self) -> Fit:
        """What lies between the lines as they are; where they hardly meet, of all places."""
        known = Gaps(self.gaps.vectors, self.gaps.normals, finite(self.gaps.vectors))
        return self.plain or fit(known) or nothing_fits(known)

    def _told(self, answer: _Answer) -> Diagnosis:
        one, step = answer.signature, answer.step
        agreeing = answer.fit.agreeing.mean() if step is None else step.displaced.mean()
        length = self.a.length if self.a.lines else float(len(self.a.xy))
        blind = None if self.pairs.resolves_all else answer.fit.blind
        considered = tuple(trial.considered for trial in self.tried[:_TOLD])
        east, north = np.round(answer.vector, 4).tolist()
        also = answer.also
        if step is not None:
            also = tuple(_unmeasured(each) for each in step.signatures[1:4])
        return Diagnosis(
            cause=answer.cause,
            operations=one.operations if one else (),
            in_b=one.in_b if one else True,
            note=one.note if one else "",
            east=east,
            north=north,
            lines=self.a.lines,
            length=round(length, 3),
            agreeing=round(length * float(agreeing), 3),
            scatter=round(answer.fit.scatter, 4),
            before=_residual(self.gaps, float(np.hypot(*answer.vector))),
            after=_residual(answer.left, 0.0),
            parallel=round(step.parallel(parallels(self.zone) if has_zone(self.zone) else ()), 4) if step else None,
            northern=step.northern if step else True,
            blind=None if blind is None else round(float(np.degrees(np.arctan2(*blind))) % 180, 1),
            also=also,
            considered=considered,
            trace=_trace(self.pairs.along, sizes(self.gaps), sizes(answer.left)),
        )


def _signatures_at(a: Drawn, b: Drawn) -> tuple[Signature, ...]:
    """The signatures where A lies, and where B lies if that is elsewhere: one of the two may be the mistaken one."""
    found: dict[tuple[object, ...], Signature] = {}
    around = [one.middle[0] + off for off in (0.0, -_INTO_NEXT, _INTO_NEXT) for one in (a, b)]
    for zone in filter(has_zone, dict.fromkeys(map(zone_of, around))):
        try:
            here = signatures(zone, on_world_datum(a.grid.crs))
        except (Refused, IndexError):  # no system of this zone, or no operation, is known
            continue
        for one in here:
            zonal = zone if one.cause in (Cause.GRID, Cause.PREFIX, Cause.AXES) else 0
            found.setdefault((one.cause, one.operations, one.in_b, one.note, zonal), one)
    return (*found.values(), *everywhere())


def _part_of(quanta: tuple[Quantum | None, Quantum | None], left: Fit, latitude: float) -> Quantum | None:
    """The rounding that accounts for what is left after a correction, None where it does not."""
    coarse = max(quanta, key=lambda one: one.step if one else 0.0)
    metres = _scatter(coarse, latitude) / 1.3
    return coarse if coarse and 0.7 * metres <= left.scatter <= 1.4 * metres else None


def _scatter(quantum: Quantum | None, latitude: float) -> float:
    """The noise that rounding makes in a direction, metres, with a third more for what else there is."""
    if quantum is None:
        return 0.0
    return 1.3 * quantum.step * float(np.sqrt((metres_per_degree(np.array([latitude])) ** 2).mean() / 12))


def _largest(a: Drawn, b: Drawn) -> float:
    """How far A's vertices and the middles between them lie from B at most, metres."""
    gaps = beside(a, b, max(2 * len(a.xy), 200))
    return float(np.hypot(*gaps.gaps(gaps.places).vectors.T).max())


def _spread(pairs: Correspondence) -> float:
    vectors = pairs.gaps(pairs.places).vectors
    return float(np.median(np.hypot(*(vectors - np.median(vectors, axis=0)).T)))


def _residual(gaps: Gaps, otherwise: float) -> Residual:
    """What lies between; where nothing has a counterpart because it lies too far, what is known otherwise."""
    left = sizes(gaps)
    if not np.isfinite(left).any():
        return Residual(round(otherwise, 1), round(otherwise, 1))
    return Residual(round(float(np.sqrt(np.nanmean(left**2))), 4), round(float(np.nanmax(left)), 4))


def _unmeasured(one: Signature) -> Considered:
    return Considered(
        cause=one.cause, left=Residual(0.0, 0.0), fits=True, operations=one.operations, in_b=one.in_b, note=one.note
    )


def _trace(along: Floats, before: Floats, after: Floats) -> Trace:
    """The largest in each of at most so many equal pieces of the way."""
    sound = np.isfinite(before) & np.isfinite(after)
    if not sound.any():
        return Trace()
    along, before, after = along[sound], before[sound], after[sound]
    piece = np.minimum((along - along[0]) / max(along[-1] - along[0], 1e-9) * _BINS, _BINS - 1).astype(np.int64)
    kept = np.unique(piece)
    at = [float(along[piece == one].mean()) for one in kept]
    largest = [[float(values[piece == one].max()) for one in kept] for values in (before, after)]
    return Trace(*(tuple(round(value, 3) for value in row) for row in (at, *largest)))
