"""What stands on the strip: turning points, markers and crossings, each located on the run when it comes into sight."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt
import shapely

from desktop.panels.strip_run import Run
from geodata.geometry.measure import locate
from geodata.model.line import DEGREE, Point
from geodata.model.marker import Marker
from geodata.model.names import label_of
from geodata.model.project import Project
from geodata.model.route import Route
from geodata.model.turning_point import TurningPoint

NEAR_M = 50.0
"""How far a turning point or marker may stand from the line and still be shown on it."""

_NEAR_DEGREES = 0.0009


class PostKind(StrEnum):
    """What a post is."""

    TURNING_POINT = "turning_point"
    MARKER = "marker"
    CROSSING = "crossing"


@dataclass(frozen=True, slots=True)
class Post:
    """One thing that stands on the run, `at` millimetres from its start, on segment `index`."""

    kind: PostKind
    id: str
    label: str
    index: int
    at: int


@dataclass(frozen=True, slots=True)
class _Found:
    """A post whose segment is known but not yet its chainage."""

    kind: PostKind
    id: str
    label: str
    point: Point


class Posts:
    """The posts of one run. Which segment each stands on is found for all at once, its chainage only when asked."""

    def __init__(self, run: Run, project: Project) -> None:
        """Find the segment of every turning point, marker and crossing of the project that stands on this run."""
        self.run = run
        found, on = _found(run, project)
        order = np.argsort(on, kind="stable")
        self._found = [found[i] for i in order]
        self._on = on[order]
        self._at: dict[int, Post | None] = {}

    def __len__(self) -> int:
        """Return how many there may be."""
        return len(self._found)

    def between(self, first: float, last: float, most: int = 400) -> list[Post]:
        """Return the posts between two places of the run in millimetres, thinned to about `most`, in order."""
        if not self._found:
            return []
        low = np.searchsorted(self._on, self.run.index_at(first), side="left")
        high = np.searchsorted(self._on, self.run.index_at(last), side="right")
        step = max(1, -(-int(high - low) // most))
        posts = [self._post(int(i)) for i in range(int(low), int(high), step)]
        return sorted((p for p in posts if p is not None and first <= p.at <= last), key=lambda post: post.at)

    def on(self, index: int) -> list[Post]:
        """Return the posts of one segment in order."""
        low, high = np.searchsorted(self._on, [index, index + 1])
        return sorted((p for i in range(int(low), int(high)) if (p := self._post(i))), key=lambda post: post.at)

    def _post(self, place: int) -> Post | None:
        if place not in self._at:
            found, index = self._found[place], int(self._on[place])
            segment = self.run.segments[index]
            at, off = locate(segment.line, found.point[0] / DEGREE, found.point[1] / DEGREE)
            here = int(self.run.starts[index]) + at
            self._at[place] = Post(found.kind, found.id, found.label, index, here) if off <= NEAR_M else None
        return self._at[place]


def _found(run: Run, project: Project) -> tuple[list[_Found], npt.NDArray[np.int64]]:
    if not run.segments:
        return [], np.empty(0, np.int64)
    lines = _shapes([segment.line.degrees() for segment in run.segments])
    tree = shapely.STRtree(lines)
    standing = _standing(project)
    points = np.array([found.point for found in standing], dtype=np.float64).reshape(-1, 2) / DEGREE
    on = np.full(len(standing), -1, np.int64)
    if standing:
        which, nearest = tree.query_nearest(shapely.points(points), max_distance=_NEAR_DEGREES * 2, all_matches=False)
        on[which] = nearest
    kept = np.flatnonzero(on >= 0)
    crossings, crossed = _crossings(tree, lines, project)
    return [standing[i] for i in kept] + crossings, np.concatenate([on[kept], crossed])


def _standing(project: Project) -> list[_Found]:
    turning = [
        _Found(PostKind.TURNING_POINT, tp.id, tp.label or tp.source_id, tp.point) for tp in project.all(TurningPoint)
    ]
    markers = [_Found(PostKind.MARKER, m.id, m.number or m.source_id, m.point) for m in project.all(Marker)]
    return turning + markers


def _crossings(
    tree: shapely.STRtree, lines: npt.NDArray[np.object_], project: Project
) -> tuple[list[_Found], npt.NDArray[np.int64]]:
    routes = list(project.all(Route))
    found: list[_Found] = []
    on: list[int] = []
    if routes:
        shapes = _shapes([route.line.degrees() for route in routes])
        which, crossed = tree.query(shapes, predicate="intersects")
        places = shapely.intersection(shapes[which], lines[crossed])
        for r, s, place in zip(which.tolist(), crossed.tolist(), places, strict=True):
            route = routes[r]
            label = route.code or label_of(route.names, "") or route.mode.value
            for x, y in shapely.get_coordinates(shapely.get_parts(shapely.centroid(shapely.get_parts(place)))):
                found.append(_Found(PostKind.CROSSING, route.id, label, (round(x * DEGREE), round(y * DEGREE))))
                on.append(s)
    return found, np.array(on, dtype=np.int64)


def _shapes(lines: list[npt.NDArray[np.float64]]) -> npt.NDArray[np.object_]:
    rows = np.repeat(np.arange(len(lines)), [len(line) for line in lines])
    return np.asarray(shapely.linestrings(np.concatenate(lines), indices=rows), dtype=np.object_)
