"""How far two readings of a line lie apart: at the vertices that both have, and between them where others differ."""

from dataclasses import dataclass

import numpy as np

from geodata.geometry.apart import Paths, farthest, feet
from geodata.geometry.coincide_contacts import Way, way_of
from geodata.geometry.measure import chainages, length, millimetres
from geodata.geometry.redrawn_kept import Course, Floats, Integers, Kept
from geodata.model.grid import Point
from geodata.model.line import Line


@dataclass(frozen=True, slots=True)
class Place:
    """A place on a line: millimetres from its start, and the grid point."""

    at: int
    point: Point


@dataclass(frozen=True, slots=True, eq=False)
class Farthest:
    """The largest distance in millimetres, where it is on both lines, and (n,) millimetres of each gap."""

    millimetres: int
    on_one: Place
    on_other: Place
    of_gaps: Floats


class _Laid:
    """A course as short legs, and which of them lie in the gaps."""

    def __init__(self, course: Course, gaps: Integers) -> None:
        self._course = course
        line = Line(course.line.xy[course.rows], course.line.grid)
        self.way = way_of(line)
        fine = np.searchsorted(self.way.along, chainages(line) - 5e-5)  # no leg is as short as that
        starts, ends = fine[np.maximum(gaps[:, 0], 0)], fine[np.minimum(gaps[:, 1], len(fine) - 1)]
        sizes = np.maximum(ends - starts + 1, 2)  # of a single place two, so that it is a path
        first = np.append(0, np.cumsum(sizes))
        rows = np.repeat(starts - first[:-1], sizes) + np.arange(first[-1])
        self.rows = np.minimum(rows, np.repeat(ends, sizes))
        self.starts = first

    def beside(self, other: Way) -> None:
        self.way = self.way.beside(other)

    @property
    def paths(self) -> Paths:
        return Paths(self.way.xy[self.rows], self.starts)

    def place(self, metres: float) -> Place:
        """A place of the course, told from the start of the line as it is drawn."""
        line, total = self._course.line, length(self._course.line)
        start = float(chainages(line)[self._course.rows[0]])
        at = millimetres(start - metres if self._course.back else start + metres)
        at = at % total if line.closed and total else min(max(at, 0), total)
        longitude, latitude = self.way.at(metres).tolist()
        return Place(at, line.grid.point_of((longitude + 180) % 360 - 180, latitude))

    def metres(self, row: int, share: float = 0.0) -> float:
        """How far along the course a place on a leg of the paths is."""
        here, onward = self.way.along[self.rows[[row, min(row + 1, len(self.rows) - 1)]]].tolist()
        return float(here + share * (onward - here))


def farthest_of(found: Kept, gaps: Integers) -> Farthest:
    """Return how far apart two lines are; `gaps` are (n, 4) places on both courses between which vertices differ."""
    apart = found.apart
    most = int(apart.argmax()) if len(apart) else 0
    of_kept = float(apart[most]) if len(apart) else -1.0
    if len(gaps):
        one, other = _Laid(found.one, gaps[:, :2]), _Laid(found.other, gaps[:, 2:])
        other.beside(one.way)
        (there, rows), (back, rows_back) = _held(one, other), _held(other, one)
        of_gaps = np.maximum(there, back)
        gap = int(of_gaps.argmax())
        if of_gaps[gap] > of_kept:
            widest = millimetres(float(of_gaps[gap]))
            if there[gap] >= back[gap]:
                return Farthest(widest, *_where(one, other, int(rows[gap]), gap), of_gaps * 1000)
            on_other, on_one = _where(other, one, int(rows_back[gap]), gap)
            return Farthest(widest, on_one, on_other, of_gaps * 1000)
        in_gaps = of_gaps * 1000
    else:
        in_gaps = np.empty(0)
    places = _at_vertex(found.one, int(found.on_one[most])), _at_vertex(found.other, int(found.on_other[most]))
    return Farthest(millimetres(of_kept), *places, in_gaps)


def _held(one: _Laid, other: _Laid) -> tuple[Floats, Integers]:
    return farthest(one.paths, other.paths, one.way.ellipsoid)


def _where(one: _Laid, other: _Laid, row: int, gap: int) -> tuple[Place, Place]:
    """A place of the paths, and what is nearest to it on the other."""
    start, end = other.starts[gap : gap + 2].tolist()
    foot = feet(Paths.one(one.way.xy[one.rows[[row]]]), Paths.one(other.paths.xy[start:end]), one.way.ellipsoid)
    on_other = other.metres(start + int(foot.leg[0]), float(foot.share[0]))
    return one.place(one.metres(row)), other.place(on_other)


def _at_vertex(course: Course, place: int) -> Place:
    row = int(course.rows[place])
    x, y = course.line.xy[row].tolist()
    return Place(millimetres(float(chainages(course.line)[row])), (x, y))
