"""Which place of B belongs to which place of A: vertex to vertex where both have the same, else to the nearest of B's.

Everything is in degrees on the way in and in metres east and north on the way out.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

from geodata.geometry.measure import chainages
from geodata.model.grid import WGS84_DEGREES, JointGrid, Point
from geodata.model.line import Line

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Integers = npt.NDArray[np.int64]

_SEMI_MAJOR, _FLATTENING = 6378137.0, 1 / 298.257223563
_AFFINE_SHARE = 0.3
"""Of the middle leg: what one affine map may leave between vertices that belong together."""


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """Lines, or points: (n, 2) degrees, where each line begins in them, and metres along them all from the first.

    `grid` is that of the numbers that the degrees were, on whose datum they are. `lines` is False for points, which
    have no way from one to the next.
    """

    xy: Floats
    offsets: Integers
    along: Floats
    lines: bool
    grid: JointGrid

    @property
    def length(self) -> float:
        """Metres of all lines together."""
        return float(self.along[-1])

    @property
    def inner(self) -> Floats:
        """The vertices without the ends of lines: an end is often put where another line has it."""
        kept = np.ones(len(self.xy), dtype=bool)
        if self.lines:
            kept[self.offsets[:-1]] = kept[self.offsets[1:] - 1] = False
        return self.xy[kept]

    @property
    def middle(self) -> tuple[float, float]:
        """Longitude and latitude of the middle of the vertices."""
        longitude, latitude = np.median(self.xy, axis=0).tolist()
        return longitude, latitude


@dataclass(frozen=True, slots=True, eq=False)
class Gaps:
    """What lies between A's places, moved as a mistake would have moved them, and B: (n, 2) metres from A to B.

    `normals` are unit vectors (n, 2) where only the distance across the line is known, None where the whole vector
    is. `known` tells which places have a counterpart at all: beyond B's end there is none. `lag` is how many places on
    the noise of a vertex has no part any more, `step` the metres to which the coarser coordinates are rounded.
    """

    vectors: Floats
    normals: Floats | None
    known: Bools
    lag: int = 1
    step: float = 0.0


class Paired:
    """Places of A with the place of B that each belongs to."""

    step = 0.0
    resolves_all = True

    def __init__(self, places: Floats, targets: Floats, along: Floats) -> None:
        """Take (n, 2) degrees of A and of B, and (n,) metres along A."""
        self.places, self._targets, self.along = places, targets, along

    def gaps(self, moved: Floats) -> Gaps:
        """Return what is left between the places, moved, and B."""
        vectors = metres_between(moved, self._targets)
        return Gaps(vectors, None, finite(vectors), step=self.step)

    def thinned(self, most: int) -> "Paired":
        """Return the same with at most so many places."""
        some = _some(len(self.places), most)
        few = Paired(self.places[some], self._targets[some], self.along[some])
        few.step = self.step
        return few


class Beside:
    """Places along A, each compared with the nearest place of B's lines; only the distance across them is known."""

    step = 0.0
    resolves_all = False

    def __init__(self, places: Floats, along: Floats, path: "_Path", vertices: int) -> None:
        """Take (n, 2) degrees and (n,) metres along A, and how many vertices the sparser of the two lines has."""
        self.places, self.along, self._path, self._vertices = places, along, path, vertices

    def gaps(self, moved: Floats) -> Gaps:
        """Return what is left between the places, moved, and B."""
        return self._path.nearest(moved, 1 + len(self.places) // self._vertices, self.step)

    def thinned(self, most: int) -> "Beside":
        """Return the same with at most so many places."""
        some = _some(len(self.places), most)
        few = Beside(self.places[some], self.along[some], self._path, self._vertices)
        few.step = self.step
        return few


class Near:
    """Points of A, each compared with the nearest point of B."""

    step = 0.0
    resolves_all = True

    def __init__(self, places: Floats, along: Floats, targets: Floats) -> None:
        """Take (n, 2) degrees of A and (m, 2) of B."""
        self.places, self.along, self._targets = places, along, targets
        self._scale = metres_per_degree(np.median(targets[:, 1:], axis=0))[0]
        self._tree = shapely.STRtree(shapely.points(targets * self._scale))

    def gaps(self, moved: Floats) -> Gaps:
        """Return what is left between the places, moved, and B."""
        known = finite(moved)
        found = self._tree.nearest(shapely.points(np.where(known[:, None], moved, 0.0) * self._scale))
        return Gaps(metres_between(moved, self._targets[found]), None, known, step=self.step)

    def thinned(self, most: int) -> "Near":
        """Return the same with at most so many places."""
        some = _some(len(self.places), most)
        near = object.__new__(Near)
        near.__dict__.update(self.__dict__)
        near.places, near.along = self.places[some], self.along[some]
        return near


Correspondence = Paired | Beside | Near


def drawn(shapes: Sequence[Line] | Sequence[Point], grid: JointGrid = WGS84_DEGREES) -> Drawn:
    """Return lines, or points of a grid, as columns."""
    lines = [one for one in shapes if isinstance(one, Line)]
    if lines:
        xy = np.concatenate([line.degrees() for line in lines])
        offsets = np.cumsum([0, *(len(line) for line in lines)])
        before = np.cumsum([0.0, *(float(chainages(line)[-1]) for line in lines)])
        along = np.concatenate([chainages(line) + start for line, start in zip(lines, before, strict=False)])
        return Drawn(xy, offsets, along, lines=True, grid=lines[0].grid)
    numbers = np.array([one for one in shapes if not isinstance(one, Line)], dtype=np.int64).reshape(-1, 2)
    along = np.arange(len(numbers), dtype=np.float64)
    return Drawn(grid.degrees(numbers), np.arange(len(numbers) + 1), along, lines=False, grid=grid)


def reversed_lines(one: Drawn) -> Drawn:
    """Return the same lines, each from its end to its start."""
    order = np.concatenate(
        [np.arange(end - 1, start - 1, -1) for start, end in zip(one.offsets[:-1], one.offsets[1:], strict=True)]
    )
    return Drawn(one.xy[order], one.offsets, one.along, one.lines, one.grid)


def vertex_pairs(a: Drawn, b: Drawn) -> Paired | None:
    """Return A's vertices with B's where both have the same number in the same order; None where they have not.

    That the numbers agree is not enough: one affine map, as every shift and every mistake of a system is nearly one
    over a small region, has to take one to the other.
    """
    if a.lines is not b.lines or not np.array_equal(a.offsets, b.offsets) or len(a.xy) < 2:
        return None
    design = np.column_stack([np.ones(len(a.xy)), a.xy - a.xy.mean(axis=0)])
    if len(a.xy) >= 4:
        fitted, *_ = np.linalg.lstsq(design, b.xy, rcond=None)
        left = np.hypot(*metres_between(design @ fitted, b.xy).T)
    else:
        left = np.hypot(*(metres_between(a.xy, b.xy) - metres_between(a.xy[:1], b.xy[:1])).T)
    legs = np.hypot(*metres_between(a.xy[:-1], a.xy[1:]).T)
    extent = float(np.hypot(*metres_between(a.xy.min(axis=0)[None], a.xy.max(axis=0)[None])[0]))
    alike = _AFFINE_SHARE * float(np.median(legs)) if len(legs) else np.inf
    if len(a.xy) > 20:  # so many vertices do not agree by chance
        alike = max(alike, 0.02 * extent)
    return Paired(a.xy, b.xy, a.along) if float(np.median(left)) <= alike else None


def beside(a: Drawn, b: Drawn, most: int) -> Beside | Near:
    """Return at most so many places along A, to be compared with the nearest of B."""
    if not (a.lines and b.lines):
        return Near(a.xy, a.along, b.xy)
    path = _Path(b)
    where = np.linspace(0.0, a.length, most)
    along = a.along + np.arange(len(a.along)) * 1e-9  # where one line ends and the next starts, both places stay
    places = np.column_stack([np.interp(where, along, a.xy[:, axis]) for axis in (0, 1)])
    return Beside(places, where, path, min(len(a.xy), len(b.xy)))


def at_vertices(a: Drawn, b: Drawn) -> Beside | Near:
    """Return A's own vertices, to be compared with the nearest place of B."""
    return Beside(a.xy, a.along, _Path(b), len(a.xy)) if a.lines and b.lines else Near(a.xy, a.along, b.xy)


def metres_per_degree(latitudes: Floats) -> Floats:
    """Return (n, 2) metres in a degree of longitude and of latitude; radii of curvature of the WGS 84 ellipsoid."""
    phi = np.radians(np.ravel(latitudes))
    square = _FLATTENING * (2 - _FLATTENING)
    root = 1 - square * np.sin(phi) ** 2
    east = np.maximum(_SEMI_MAJOR / np.sqrt(root) * np.cos(phi), 1.0)  # at a pole it would be nothing
    north = _SEMI_MAJOR * (1 - square) / root**1.5
    scale: Floats = np.radians(np.column_stack([east, north]))
    return scale


def metres_between(start: Floats, end: Floats) -> Floats:
    """Return (n, 2) metres east and north from one place to another; good for what lies near."""
    middle = (start[:, 1] + end[:, 1]) / 2
    return (end - start) * metres_per_degree(np.where(np.isfinite(middle), middle, np.nan))


def finite(xy: Floats) -> Bools:
    """Tell of each row whether both numbers are known."""
    return np.isfinite(xy[:, 0]) & np.isfinite(xy[:, 1])


class _Path:
    """The legs of lines, to find the nearest of."""

    def __init__(self, lines: Drawn) -> None:
        self._origin = lines.xy.mean(axis=0)
        self._scale = metres_per_degree(self._origin[1:])[0]
        flat = self._flat(lines.xy)
        inner = np.ones(len(flat), dtype=bool)
        inner[lines.offsets[1:] - 1] = False
        first = np.flatnonzero(inner)
        legs = first[(flat[first] != flat[first + 1]).any(axis=1)]
        legs = legs if len(legs) else first  # lines that are places
        self._starts, self._steps = flat[legs], flat[legs + 1] - flat[legs]
        self._opens, self._closes = _terminals(lines, legs)
        ends = np.stack([self._starts, flat[legs + 1]], axis=1)
        reach = 5_000.0 + 0.5 * float(np.ptp(flat, axis=0).max())
        self._box = flat.min(axis=0) - reach, flat.max(axis=0) + reach
        self._tree = shapely.STRtree(shapely.linestrings(ends))  # type: ignore[arg-type]

    def nearest(self, moved: Floats, lag: int, rounded: float) -> Gaps:
        places = self._flat(np.where(finite(moved)[:, None], moved, self._origin))
        known = finite(moved) & ((places >= self._box[0]) & (places <= self._box[1])).all(axis=1)
        leg = np.zeros(len(places), dtype=np.int64)
        leg[known] = self._tree.nearest(shapely.points(places[known]))  # from afar this is slow, and tells nothing
        start, step = self._starts[leg], self._steps[leg]
        share = ((places - start) * step).sum(axis=1) / np.maximum((step**2).sum(axis=1), 1e-18)
        known &= ~((share < 0) & self._opens[leg]) & ~((share > 1) & self._closes[leg])
        foot = start + np.clip(share, 0.0, 1.0)[:, None] * step
        ratio = metres_per_degree((places / self._scale + self._origin)[:, 1]) / self._scale
        vectors = (foot - places) * ratio
        across = np.column_stack([-step[:, 1], step[:, 0]]) * ratio
        across /= np.maximum(np.hypot(*across.T), 1e-9)[:, None]
        far = np.hypot(*vectors.T)
        beyond = ((share < 0) | (share > 1)) & (far > 1e-6)
        aside = np.where((vectors * across).sum(axis=1) < 0, -1.0, 1.0) / np.maximum(far, 1e-9)
        normals = np.where(beyond[:, None], vectors * aside[:, None], across)  # all on the same side of B's line
        return Gaps(vectors, normals, known, lag, rounded)

    def _flat(self, degrees: Floats) -> Floats:
        return np.asarray((degrees - self._origin) * self._scale, dtype=np.float64)


def _terminals(lines: Drawn, legs: Integers) -> tuple[Bools, Bools]:
    """Which legs are the first and the last of a line that is no ring."""
    starts, ends = lines.offsets[:-1], lines.offsets[1:] - 1
    is_open = (lines.xy[starts] != lines.xy[ends]).any(axis=1)
    return np.isin(legs, starts[is_open]), np.isin(legs + 1, ends[is_open])


def _some(count: int, most: int) -> Integers:
    return np.unique(np.linspace(0, count - 1, min(count, most)).astype(np.int64))
