"""Geodesic chainage on the ellipsoid of the joint grid: metres along a line from its start, kept as whole millimetres.

Between two vertices the line is taken as the geodesic. Lengths and positions come from pyproj.Geod (Karney 2013).
"""

from functools import lru_cache

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import Geod

from geodata.errors import InvalidFeature
from geodata.model.grid import JointGrid, Point
from geodata.model.line import Line

Floats = npt.NDArray[np.float64]

_STRAIGHT = 100.0
"""Metres on which a geodesic bulges from the straight line of a map by a fraction of a millimetre."""


@lru_cache(maxsize=512)
def chainages(line: Line) -> Floats:
    """Return (n,) float64 read-only: metres along the line from its start to each of its points."""
    along: Floats = np.append(0, np.cumsum(_legs(line.degrees(), line.grid.ellipsoid))) / 1e9
    along.setflags(write=False)
    return along


def length(line: Line) -> int:
    """Return the geodesic length of the line in millimetres."""
    if line.measured is None:
        line.measured = int(_whole_millimetres(_legs(line.degrees(), line.grid.ellipsoid).sum()))
    return line.measured


def lengths(lines: list[Line]) -> npt.NDArray[np.int64]:
    """Return (n,) int64 geodesic lengths in millimetres; one call for many lines, each measured once."""
    new = [line for line in lines if line.measured is None]
    if new:
        ends = np.cumsum([len(line) for line in new])
        legs = np.append(_legs_of(new), 0)
        legs[ends - 1] = 0
        found = _whole_millimetres(np.add.reduceat(legs, np.append(0, ends[:-1])))
        for line, measured in zip(new, found.tolist(), strict=True):
            line.measured = measured
    return np.fromiter((line.measured or 0 for line in lines), dtype=np.int64, count=len(lines))


def running(lines: list[Line]) -> list[npt.NDArray[np.int64]]:
    """Return, for each line, millimetres from its start to each of its points; one call for many lines."""
    if not lines:
        return []
    legs = _legs_of(lines)
    ends = np.cumsum([len(line) for line in lines])
    return [
        _whole_millimetres(np.append(0, np.cumsum(legs[end - len(line) : end - 1])))
        for line, end in zip(lines, ends, strict=True)
    ]


def millimetres(metres: float) -> int:
    """Return metres as whole millimetres."""
    return round(metres * 1000)


def distance(a: Point, b: Point, grid: JointGrid) -> float:
    """Return the geodesic distance between two points of a grid in metres."""
    _, _, metres = grid.ellipsoid.inv(*grid.degrees_of(a), *grid.degrees_of(b))
    return float(metres)


def point_at(line: Line, at: int) -> Point:
    """Return the grid point at `at` millimetres; the ends beyond the line's ends by at most a millimetre.

    Raise InvalidFeature when `at` lies off the line.
    """
    along, total = chainages(line), length(line)
    if at < 0 or at > total:
        raise InvalidFeature(f"{at / 1000:,.3f} m lies off this segment; it is {total / 1000:,.3f} m long.")
    if at == total:
        return line.end  # also where the point before it lies less than a millimetre away
    vertex = np.flatnonzero(np.rint(along * 1000) == at)
    if len(vertex):
        return _grid_point(line, int(vertex[0]))
    leg = int(np.searchsorted(along, at / 1000, side="right")) - 1
    leg = min(max(leg, 0), len(line) - 2)
    (lon1, lat1), (lon2, lat2) = line.degrees()[leg : leg + 2]
    azimuth, _, _ = line.grid.ellipsoid.inv(lon1, lat1, lon2, lat2)
    lon, lat, _ = line.grid.ellipsoid.fwd(lon1, lat1, azimuth, at / 1000 - along[leg])
    return line.grid.point_of(lon, lat)


def locate(line: Line, point: Point) -> tuple[int, float]:
    """Return the chainage in millimetres of the nearest place on the line, and how far off it is in metres."""
    xy = line.degrees()
    longitude, latitude = line.grid.degrees_of(point)
    scale = np.array([np.cos(np.radians(latitude)), 1.0])
    flat = xy - (longitude, latitude)
    flat[:, 0] -= 360 * np.rint(flat[:, 0] / 360)  # the shorter way round
    flat *= scale
    steps = np.diff(flat, axis=0)
    square = np.maximum((steps**2).sum(axis=1), 1e-30)
    share = np.clip(-(flat[:-1] * steps).sum(axis=1) / square, 0.0, 1.0)
    offsets = flat[:-1] + share[:, None] * steps
    leg = int((offsets**2).sum(axis=1).argmin())
    at = millimetres(
        float(chainages(line)[leg])
        + _foot(line.grid.ellipsoid, xy[leg : leg + 2], float(share[leg]), longitude, latitude)
    )
    at = min(at, length(line))
    return at, distance(point, point_at(line, at), line.grid)


def _foot(ellipsoid: Geod, leg: Floats, share: float, longitude: float, latitude: float) -> float:
    """Return the metres along the geodesic to where a place is nearest; `share` of its length is a first guess."""
    first, second = leg.tolist()
    azimuth, _, whole = ellipsoid.inv(first[0], first[1], second[0], second[1])
    along = share * float(whole)
    for _ in range(5):
        lon, lat, back = ellipsoid.fwd(first[0], first[1], azimuth, along)
        towards, _, off = ellipsoid.inv(lon, lat, longitude, latitude)
        step = float(off * np.cos(np.radians(towards - back - 180)))
        along = min(max(along + step, 0.0), float(whole))
        if abs(step) < 1e-5:
            break
    return along


def cut(line: Line, start: int, end: int) -> Line:
    """Return the part of the line between two chainages in millimetres, vertices untouched; raise InvalidFeature."""
    if start >= end:
        raise InvalidFeature("A stretch must end after it starts.")
    along = np.rint(chainages(line) * 1000).astype(np.int64)
    inside = line.xy[(along > start) & (along < end)]
    ends = np.array([point_at(line, start), point_at(line, end)], dtype=np.int64)
    return Line(np.vstack([ends[:1], inside, ends[1:]]), line.grid)


def separation(a: Line, b: Line, step: float = 20.0) -> tuple[float, float]:
    """Return the largest distance in metres from `a` to `b`, and the chainage on `a` in metres where it occurs.

    `a` is sampled at its vertices and at least every `step` metres (a vertex-only Hausdorff distance misses what lies
    between); the distance is to the nearest place of `b`, not to its nearest vertex. Both run along their geodesics.
    """
    where, apart = profile(a, b, step)
    worst = int(apart.argmax())
    return float(apart[worst]), float(where[worst])


def profile(a: Line, b: Line, step: float = 20.0) -> tuple[Floats, Floats]:
    """Return (n,) chainages on `a` and (n,) distances from there to the nearest place of `b`, both in metres.

    `a` is sampled at its vertices and at least every `step` metres. Which place of `b` is nearest is found on a map;
    how far it is, on the ellipsoid.
    """
    places, where = _sampled(a, step)
    middle = places.mean(axis=0)
    scale = _metres_per_degree(a.grid.ellipsoid, float(middle[1]))
    path = _sampled(b, _STRAIGHT, only_long=True)[0]
    feet = _feet((places - middle) * scale, (path - middle) * scale) / scale + middle
    _, _, apart = a.grid.ellipsoid.inv(places[:, 0], places[:, 1], feet[:, 0], feet[:, 1])
    return where, np.asarray(apart)


def densified(line: Line, step: float) -> Line:
    """Return the line with points added on its geodesics so that none is more than `step` metres from the next."""
    return Line(line.grid.on_grid(_sampled(line, step)[0]), line.grid)


def _legs_of(lines: list[Line]) -> npt.NDArray[np.int64]:
    """Return the legs of lines one after another, and between them the way from each line to the next."""
    grid = lines[0].grid
    if any(line.grid != grid for line in lines):
        raise InvalidFeature("Lines of different joint reference systems are not measured together.")
    return _legs(grid.degrees(np.concatenate([line.xy for line in lines])), grid.ellipsoid)


def _legs(xy: Floats, ellipsoid: Geod) -> npt.NDArray[np.int64]:
    """Return the geodesic from each place to the next in whole nanometres: sums have no order and no error."""
    _, _, metres = ellipsoid.inv(xy[:-1, 0], xy[:-1, 1], xy[1:, 0], xy[1:, 1])
    return np.rint(np.asarray(metres) * 1e9).astype(np.int64)


def _whole_millimetres(nanometres: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    return (nanometres + 500_000) // 1_000_000


def _grid_point(line: Line, index: int) -> Point:
    x, y = line.xy[index]
    return int(x), int(y)


def _sampled(line: Line, step: float, only_long: bool = False) -> tuple[Floats, Floats]:
    """Return degrees of the vertices and of places every `step` metres on the geodesics between, and their chainages.

    `only_long` leaves legs alone that are no longer than a step. Vertices stay exactly where they are.
    """
    along, xy = chainages(line), line.degrees()
    extra = np.arange(step, along[-1], step)
    leg = np.searchsorted(along[:-1], extra, side="right") - 1
    inside = (along[leg] < extra) & (extra < along[-1])
    if only_long:
        inside &= np.diff(along)[leg] > step
    extra, leg = extra[inside], leg[inside]
    if not len(extra):
        return xy, along
    azimuth, _, _ = line.grid.ellipsoid.inv(xy[leg, 0], xy[leg, 1], xy[leg + 1, 0], xy[leg + 1, 1])
    lon, lat, _ = line.grid.ellipsoid.fwd(xy[leg, 0], xy[leg, 1], azimuth, extra - along[leg])
    places, where = np.insert(xy, leg + 1, np.column_stack([lon, lat]), axis=0), np.insert(along, leg + 1, extra)
    return places, where


def _metres_per_degree(ellipsoid: Geod, latitude: float) -> Floats:
    lon, lat = 0.0, latitude
    _, _, east = ellipsoid.inv(lon, lat, lon + 0.001, lat)
    _, _, north = ellipsoid.inv(lon, lat - 0.0005, lon, lat + 0.0005)
    return np.array([east * 1000, north * 1000])


def _feet(points: Floats, path: Floats) -> Floats:
    """Return the place of the path that is nearest to each point, all in plane metres; the first where two are."""
    starts, steps = path[:-1], np.diff(path, axis=0)
    legs = np.asarray(shapely.linestrings(np.stack([starts, path[1:]], axis=1)))
    tree = shapely.STRtree(legs)
    place, leg = tree.query_nearest(shapely.points(points), all_matches=True)
    order = np.lexsort((leg, place))
    place, leg = place[order], leg[order]
    nearest = leg[np.append(True, np.diff(place) > 0)]
    to, way = points - starts[nearest], steps[nearest]
    share = np.clip((to * way).sum(axis=1) / np.maximum((way**2).sum(axis=1), 1e-18), 0.0, 1.0)
    feet: Floats = starts[nearest] + share[:, None] * way
    return feet
