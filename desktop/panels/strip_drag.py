"""Choosing a stretch along the strip: what a drag catches on, and the stretch it comes to."""

from bisect import bisect_left
from collections.abc import Iterable

from desktop.panels.strip_posts import Post, PostKind
from desktop.panels.strip_run import Run
from geodata.geometry.stretch import anchor, anchor_at_turning_point, between
from geodata.model.project import Project
from geodata.model.segment import Segment
from geodata.model.stretch import Anchor, Stretch
from geodata.model.turning_point import TurningPoint

CATCH_PX = 6
"""From how many pixels away an end is drawn to a turning point or to the end of a position."""


class Catches:
    """The places of one segment that an end catches on: turning points, ends of positions, its own ends."""

    def __init__(self, run: Run, index: int, posts: Iterable[Post]) -> None:
        """Collect them, in millimetres of the run."""
        self.low, self.high = run.reach(index)
        segment = run.segments[index]
        places = {self.low, self.high}
        for standing in segment.position_a + segment.position_b:
            places |= {self.low + standing.stretch.start.at, self.low + standing.stretch.end.at}
        self.turning_points = {post.at: post.id for post in posts if post.kind is PostKind.TURNING_POINT}
        self._places = sorted(places | self.turning_points.keys())

    def near(self, at: float, reach: float) -> int | None:
        """Return the nearest of them within `reach` millimetres."""
        place = bisect_left(self._places, at)
        close = self._places[max(place - 1, 0) : place + 1]
        nearest = min(close, key=lambda candidate: abs(candidate - at), default=None)
        return nearest if nearest is not None and abs(nearest - at) <= reach else None


class Drag:
    """One drag along a lane, from where it was pressed to where the pointer is, on one segment."""

    def __init__(self, run: Run, index: int, posts: Iterable[Post], at: float, reach: float) -> None:
        """Start on segment `index` at a place of the run; both in millimetres."""
        self.index = index
        self._catches = Catches(run, index, posts)
        self._start = self._end = self._settled(at, reach)
        self.caught: int | None = None

    def move(self, at: float, reach: float) -> None:
        """Follow the pointer; an end within reach of a place to catch on stays there."""
        self.caught = self._catches.near(at, reach)
        self._end = self._settled(at, reach)

    @property
    def span(self) -> tuple[int, int]:
        """From where to where on the run, in order."""
        return min(self._start, self._end), max(self._start, self._end)

    def stretch(self, run: Run, project: Project) -> Stretch | None:
        """Return the stretch that was drawn, anchored at turning points where it caught on one; None without length."""
        start, end = self.span
        if start == end:
            return None
        segment = run.segments[self.index]
        return between(*(self._anchor(segment, at, project) for at in (start, end)))

    def _anchor(self, segment: Segment, at: int, project: Project) -> Anchor:
        turning_point = self._catches.turning_points.get(at)
        if turning_point is None:
            return anchor(segment, at - self._catches.low)
        return anchor_at_turning_point(segment, project.get(TurningPoint, turning_point))

    def _settled(self, at: float, reach: float) -> int:
        near = self._catches.near(at, reach)
        return near if near is not None else round(min(max(at, self._catches.low), self._catches.high))
