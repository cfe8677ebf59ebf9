"""Whether coordinates agree with what a project holds: far from all of it, or beside it by what a mistake explains."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from shapely import STRtree

from geodata.geometry.crs import Floats, Operation, ReferenceSystem, on_world_datum, published, transform
from geodata.geometry.plausible import Code, Finding, check_reading, degrees_of, kilometres, sample
from geodata.model.grid import Grid, JointGrid, Unit
from geodata.model.marker import Marker
from geodata.model.profile import JointProfile
from geodata.model.project import Project
from geodata.model.route import Route
from geodata.model.segment import Segment
from geodata.model.turning_point import TurningPoint

FAR = 200_000.0
"""Metres from everything that a project holds beyond which a person is asked whether that is meant."""

_NEAR = 50_000.0
_BESIDE = 20.0  # metres; less is the accuracy of maps
_EXPLAINED = 0.2
_METRES = 111_320.0  # in a degree of latitude
_WORLD, _KRASOVSKY = "EPSG:4326", "EPSG:4284"


@dataclass(frozen=True)
class Held:
    """What a project holds: (m, 2) degrees on the joint datum, and where each line or point of it begins (offsets)."""

    degrees: Floats
    offsets: Grid

    @classmethod
    def of(cls, project: Project) -> "Held":
        """Return the lines and points of a project."""
        grid = project.settings.profile.grid
        lines = [one.line.xy for one in project.all(Segment)] + [one.line.xy for one in project.all(Route)]
        points = [one.point for one in project.all(TurningPoint)] + [one.point for one in project.all(Marker)]
        runs = [*lines, *np.array(points, np.int64).reshape(-1, 1, 2)]
        counts = [len(run) for run in runs]
        xy = np.concatenate(runs) if runs else np.zeros((0, 2), np.int64)
        return cls(grid.degrees(xy) if len(xy) else np.zeros((0, 2)), np.cumsum([0, *counts]).astype(np.int64))

    @cached_property
    def middle(self) -> Floats:
        """Longitude and latitude about which everything is measured here."""
        found: Floats = np.median(self.degrees, axis=0)
        return found

    def plane(self, degrees: Floats) -> Floats:
        """Return degrees as metres from the middle, good to a hundredth near it."""
        scale = np.array([np.cos(np.radians(self.middle[1])), 1.0]) * _METRES
        found: Floats = (degrees - self.middle) * scale
        return found

    def distances(self, degrees: Floats) -> Floats:
        """Return for each of (n, 2) degrees how far the nearest line or point is, in metres; infinite off the globe."""
        found = np.full(len(degrees), np.inf)
        there = np.isfinite(degrees).all(axis=1)
        if there.any():
            points = np.asarray(shapely.points(self.plane(degrees[there])), dtype=object).reshape(-1)
            nearest = self._tree.geometries.take(self._tree.nearest(points))
            found[there] = shapely.distance(points, nearest)
        return found

    @cached_property
    def _tree(self) -> STRtree:
        counts = np.diff(self.offsets)
        xy, single = self.plane(self.degrees), np.repeat(counts == 1, counts)
        rows = np.repeat(np.cumsum(counts > 1) - 1, counts)[~single]
        lines = shapely.linestrings(xy[~single], indices=rows) if len(rows) else []
        points = shapely.points(xy[single]) if single.any() else []
        return STRtree(np.concatenate([np.atleast_1d(lines), np.atleast_1d(points)]))


def findings(
    xy: Floats, system: ReferenceSystem, operation: Operation, profile: JointProfile, held: Held | None = None
) -> list[Finding]:
    """Return what is implausible about (n, 2) coordinates of a source, east before north, the certain ones first.

    The one place that judges a reading: by its units, zone, axes and area, and by what the project holds.
    """
    found = check_reading(xy, system, operation, profile.grid)
    if held is not None and len(held.degrees) and not any(one.certain for one in found):
        found += _beside(sample(xy), system, operation, profile.grid, held)
    return sorted(found, key=lambda one: not one.certain)


def _beside(xy: Floats, system: ReferenceSystem, operation: Operation, grid: JointGrid, held: Held) -> list[Finding]:
    if not len(xy):
        return []
    here = degrees_of(xy, operation, grid)
    apart = _median(held, here)
    if apart > FAR:
        return [_far(xy, system, operation, grid, held, apart)]
    if apart <= _BESIDE:
        return []
    tried = [(_median(held, degrees), degrees, code, words) for code, words, degrees in _others(xy, system, grid)]
    if not tried:
        return []
    left, there, code, words = min(tried, key=lambda one: one[0])
    if left > _EXPLAINED * apart:
        return []
    said = (
        f"The data lie about {_shift(held, here, there)} beside what the project holds, and only {kilometres(left)} "
        f"from it if {words}. Is {system.name} right? Nothing was corrected."
    )
    return [Finding(code=code, sentence=said, certain=False)]


def _far(
    xy: Floats, system: ReferenceSystem, operation: Operation, grid: JointGrid, held: Held, apart: float
) -> Finding:
    turned = _median(held, degrees_of(np.ascontiguousarray(xy[:, ::-1]), operation, grid))
    if turned <= _NEAR:
        x, y = np.median(xy, axis=0)
        said = (
            f"The axes are swapped: with {x:,.6g} to the east and {y:,.6g} to the north the data lie "
            f"{kilometres(apart)} from everything that the project holds, the other way round {kilometres(turned)}."
        )
        return Finding(code=Code.AXES, sentence=said, certain=True)
    said = f"The data lie {kilometres(apart)} from everything that the project holds; is {system.name} right?"
    return Finding(code=Code.FAR, sentence=said, certain=False)


def _others(xy: Floats, system: ReferenceSystem, grid: JointGrid) -> Iterator[tuple[Code, str, Floats]]:
    """Where the same numbers would lie, read as people mistake them for another: code, words, degrees."""
    number = int(system.code.rpartition(":")[2]) if system.code.startswith("EPSG:") else 0
    if 32634 <= number <= 32660:
        zone = number - 32630
        for way in published(f"EPSG:{28460 + zone}", grid):
            yield Code.GRID, f"their metres are those of SK-42 Gauss-Kr\u00fcger zone {zone}", degrees_of(xy, way, grid)
    zone = number - 28400 if 28404 <= number <= 28432 else number - 28460 if 28464 <= number <= 28492 else 0
    if zone:
        bare = xy - [zone * 1e6 if number < 28464 else 0.0, 0.0]
        for way in published(f"EPSG:{32630 + zone}", grid):
            yield Code.GRID, f"their metres are those of UTM zone {30 + zone}N of WGS 84", degrees_of(bare, way, grid)
    yield from _datums(xy, system, grid)


def _datums(xy: Floats, system: ReferenceSystem, grid: JointGrid) -> Iterator[tuple[Code, str, Floats]]:
    own = _own_degrees(xy, system)
    if own is None:
        return
    if on_world_datum(system.code):
        for way in published(_KRASOVSKY, grid):
            yield Code.DATUM, "they are on the datum SK-42, not WGS 84", degrees_of(own, way, grid)
    else:
        for way in published(_WORLD, grid):
            yield Code.DATUM, "they are on the datum of WGS 84 already", degrees_of(own, way, grid)


def _own_degrees(xy: Floats, system: ReferenceSystem) -> Floats | None:
    """Longitude and latitude on the system's own datum, None for one that is neither on SK-42 nor on WGS 84."""
    if system.geographic:
        return xy if system.code in (_WORLD, _KRASOVSKY) else None
    for datum in (_WORLD, _KRASOVSKY):
        ways = [way for way in published(system.code, JointGrid(crs=datum, unit=Unit.NANODEGREE)) if way.conversion]
        if ways:
            return transform(xy, ways[0])
    return None


def _median(held: Held, degrees: Floats) -> float:
    return float(np.median(held.distances(degrees)))


def _shift(held: Held, here: Floats, there: Floats) -> str:
    east, north = np.median(held.plane(here) - held.plane(there), axis=0).tolist()
    ways = [(abs(north), "north" if north > 0 else "south"), (abs(east), "east" if east > 0 else "west")]
    length, way = max(ways)
    return f"{kilometres(length)} to the {way}"
