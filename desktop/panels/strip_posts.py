"""What stands on the strip: turning points, markers and crossings, each located on the run when it comes into sight."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
import numpy.typing as npt
import shapely

from desktop.map.features import route_look
from desktop.map.spacing import reaches
from desktop.map.style import words
from desktop.panels.strip_run import Run
from geodata.geometry.measure import length, locate
from geodata.model.grid import Point
from geodata.model.marker import Marker
from geodata.model.names import label_of
from geodata.model.project import Project
from geodata.model.route import Route
from geodata.model.turning_point import TurningPoint, TurningPointKind

NEAR_M = 50.0
"""How far a turning point or marker may stand from the line and still be shown on it."""

_NEAR_DEGREES = 0.0009
_ALL_AT_ONCE = 2_000
_TURNING, _CROSSING, _AT_END = 1, 4, 2  # a marker weighs nothing, a crossing more than where a segment ends
_TURNS = {TurningPointKind.TRIPOINT: 5, TurningPointKind.JUNCTION: 5}


class PostKind(StrEnum):
    """What a post is."""

    TURNING_POINT = "turning_point"
    MARKER = "marker"
    CROSSING = "crossing"


@dataclass(frozen=True, slots=True)
class Post:
    """One thing that stands on the run, `at` millimetres from its start, on segment `index`.

    `what` is the word for what crosses. Of posts near each other that of greater `weight` stays; this one stands alone
    up to `reach` millimetres.
    """

    kind: PostKind
    id: str
    label: str
    index: int
    at: int
    what: str = ""
    weight: int = 0
    reach: float = 0.0

    @property
    def words(self) -> tuple[str, ...]:
        """What may be written beside it, the longest first."""
        return tuple(dict.fromkeys(filter(None, (f"{self.what} {self.label}".strip(), self.what or self.label))))


@dataclass(frozen=True, slots=True)
class _Found:
    """A post whose segment is known but not yet its chainage."""

    kind: PostKind
    id: str
    label: str
    point: Point
    what: str = ""
    weight: int = 0


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
        self._few = len(self._found) <= _ALL_AT_ONCE
        self._all: list[Post] | None = None

    def __len__(self) -> int:
        """Return how many there may be."""
        return len(self._found)

    def between(self, first: float, last: float, most: int = 400) -> list[Post]:
        """Return the posts between two places of the run in millimetres, thinned to about `most`, in order."""
        if not self._found:
            return []
        if self._few:
            if self._all is None:
                self._all = _apart(sorted(self._located(range(len(self._found))), key=_place))
            every = self._all
            return every[bisect_left(every, first, key=_place) : bisect_right(every, last, key=_place)]
        low = int(np.searchsorted(self._on, self.run.index_at(first), side="left"))
        high = int(np.searchsorted(self._on, self.run.index_at(last), side="right"))
        step = max(1, -(-(high - low) // most))
        first_kept = -(-low // step) * step  # the same ones wherever the strip is scrolled to
        posts = self._located(range(first_kept, high, step))
        return _apart(sorted((post for post in posts if first <= post.at <= last), key=_place))

    def on(self, index: int) -> list[Post]:
        """Return the posts of one segment in order."""
        low, high = np.searchsorted(self._on, [index, index + 1])
        return sorted(self._located(range(int(low), int(high))), key=_place)

    def _located(self, places: range) -> list[Post]:
        return [post for i in places if (post := self._post(i)) is not None]

    def _post(self, place: int) -> Post | None:
        if place not in self._at:
            found, index = self._found[place], int(self._on[place])
            segment = self.run.segments[index]
            at, off = locate(segment.line, found.point)
            here = int(self.run.starts[index]) + at
            weight = found.weight + (_AT_END if at in (0, length(segment.line)) else 0)
            post = Post(found.kind, found.id, found.label, index, here, found.what, weight)
            self._at[place] = post if off <= NEAR_M else None
        return self._at[place]


def _place(post: Post) -> int:
    return post.at


def _apart(posts: list[Post]) -> list[Post]:
    """Return posts with how far each stands alone on the run."""
    places = np.array([(post.at, 0.0) for post in posts], np.float64).reshape(-1, 2)
    reach = reaches(places, np.array([post.weight for post in posts], np.float64))
    return [replace(post, reach=alone) for post, alone in zip(posts, reach.tolist(), strict=True)]


def _found(run: Run, project: Project) -> tuple[list[_Found], npt.NDArray[np.int64]]:
    if not run.segments:
        return [], np.empty(0, np.int64)
    lines = _shapes([segment.line.degrees() for segment in run.segments])
    tree = shapely.STRtree(lines)
    standing = _standing(project)
    grid = project.settings.profile.grid
    points = grid.degrees(np.array([found.point for found in standing], dtype=np.int64).reshape(-1, 2))
    on = np.full(len(standing), -1, np.int64)
    if standing:
        which, nearest = tree.query_nearest(shapely.points(points), max_distance=_NEAR_DEGREES * 2, all_matches=False)
        on[which] = nearest
    kept = np.flatnonzero(on >= 0)
    crossings, crossed = _crossings(tree, lines, project)
    return [standing[i] for i in kept] + crossings, np.concatenate([on[kept], crossed])


def _standing(project: Project) -> list[_Found]:
    turning = [
        _Found(PostKind.TURNING_POINT, tp.id, tp.label or tp.source_id, tp.point, weight=_TURNS.get(tp.type, _TURNING))
        for tp in project.all(TurningPoint)
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
        said, grid = words(), project.settings.profile.grid
        for r, s, at in zip(which.tolist(), crossed.tolist(), places, strict=True):
            route = routes[r]
            label, what = route.code or label_of(route.names, ""), said[route_look(route)]
            for x, y in shapely.get_coordinates(shapely.get_parts(shapely.centroid(shapely.get_parts(at)))):
                place = grid.point_of(x, y)
                found.append(_Found(PostKind.CROSSING, route.id, label, place, what, _CROSSING))
                on.append(s)
    return found, np.array(on, dtype=np.int64)


def _shapes(lines: list[npt.NDArray[np.float64]]) -> npt.NDArray[np.object_]:
    rows = np.repeat(np.arange(len(lines)), [len(line) for line in lines])
    return np.asarray(shapely.linestrings(np.concatenate(lines), indices=rows), dtype=np.object_)
