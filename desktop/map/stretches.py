"""Stretches: the line of a project as the map draws it, every stretch by what both sides have left it as.

Made for all segments at once, with numpy; a segment that did not change is neither measured nor cut anew.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from desktop.map.geometry import Parts
from desktop.map.plane import Floats, to_plane
from desktop.map.ragged import Integers, offsets_of
from desktop.map.runs import Runs, parts_between
from desktop.map.style import Look
from geodata.geometry.measure import running
from geodata.geometry.stretch import pieces
from geodata.geometry.world import World
from geodata.model.line import Line
from geodata.model.segment import Segment
from geodata.model.status import Picture, picture

_LOOKS = {
    Picture.AGREED: Look.AGREED,
    Picture.DISPUTED: Look.DISPUTED,
    Picture.ONE_SIDED: Look.ONE_SIDED,
    Picture.UNEXAMINED: Look.UNEXAMINED,
}


@dataclass(frozen=True, eq=False)
class Stretches:
    """Parts of the line in plane metres, row by row; row i looks like `looks[i]` and belongs to segment `ids[i]`."""

    parts: Parts
    looks: list[Look]
    ids: list[str]


@dataclass(frozen=True, eq=False)
class _Cut:
    """A segment in stretches of one look each, in plane metres."""

    segment: Segment
    looks: list[Look]
    xy: Floats
    lengths: Integers


class StretchesOfLine:
    """The stretches of a project's segments, kept from one state of it to the next."""

    def __init__(self) -> None:
        self._lines: list[Line] = []
        self._world: World | None = None
        self._whole = Parts(np.empty((0, 2)), np.zeros(1, np.int64), np.empty(0, np.int64))
        self._cuts: dict[str, _Cut] = {}

    def whole(self, segments: Sequence[Segment], world: World) -> Parts:
        """Return one part for each segment; the same object as before while no line has changed."""
        lines = [segment.line for segment in segments]
        same = world is self._world and len(lines) == len(self._lines) and all(map(_is, lines, self._lines))
        if not same:
            self._lines, self._world, self._cuts = lines, world, {} if world is not self._world else self._cuts
            self._whole = parts_of_lines(lines, world)
        return self._whole

    def drawn(self, segments: Sequence[Segment], world: World) -> Stretches:
        """Return what is drawn: first the segments of one look, then those cut into several."""
        whole = self.whole(segments, world)
        one = [_one_look(segment) for segment in segments]
        cut = self._cut([segment for segment, look in zip(segments, one, strict=True) if look is None], world)
        plain = np.array([place for place, look in enumerate(one) if look is not None], np.int64)
        kept = whole.taken(plain)
        xy = np.concatenate([kept.xy, *(each.xy for each in cut)])
        lengths = np.concatenate([np.diff(kept.offsets), *(each.lengths for each in cut)])
        parts = Parts(xy, offsets_of(lengths), np.arange(len(lengths), dtype=np.int64))
        looks = [look for look in one if look is not None] + [look for each in cut for look in each.looks]
        ids = [segments[place].id for place in plain.tolist()]
        ids += [each.segment.id for each in cut for _ in each.looks]
        return Stretches(parts, looks, ids)

    def _cut(self, segments: list[Segment], world: World) -> list[_Cut]:
        before, self._cuts = self._cuts, {}
        fresh = [s for s in segments if (kept := before.get(s.id)) is None or kept.segment is not s]
        made = {cut.segment.id: cut for cut in cut_all(fresh, world)}
        for segment in segments:
            self._cuts[segment.id] = made.get(segment.id) or before[segment.id]
        return list(self._cuts.values())


def parts_of_lines(lines: Sequence[Line], world: World) -> Parts:
    """Return lines of a world's grid as parts in plane metres, one to a row."""
    xy, offsets = Line.joined(lines)
    return Parts(to_plane(world.degrees(xy)), offsets, np.arange(len(lines), dtype=np.int64))


def cut_all(segments: Sequence[Segment], world: World) -> list[_Cut]:
    """Return segments in the stretches that both sides' words have made of them, neighbours of one look joined.

    A place is found by its geodesic chainage; between two vertices it lies on the leg as it is drawn.
    """
    if not segments:
        return []
    lines = [segment.line for segment in segments]
    whole, along = parts_of_lines(lines, world), running(lines)
    told = [_told(segment, int(way[-1])) for segment, way in zip(segments, along, strict=True)]
    counts = np.array([len(spans_) for spans_ in told], np.int64)
    flat = [span for spans_ in told for span in spans_]
    runs = Runs(whole.xy, whole.offsets, whole.rows, np.concatenate(along).astype(np.float64))
    begin, end = (np.array([span[side] for span in flat], np.float64) for side in (0, 1))
    strips = parts_between(runs, np.repeat(np.arange(len(segments)), counts), begin, end)
    lengths, firsts = np.diff(strips.offsets), offsets_of(counts)
    cuts = []
    for place, segment in enumerate(segments):
        first, after = int(firsts[place]), int(firsts[place + 1])
        xy = strips.xy[strips.offsets[first] : strips.offsets[after]]
        cuts.append(_Cut(segment, [span[2] for span in told[place]], xy, lengths[first:after]))
    return cuts


def _is(one: Line, other: Line) -> bool:
    return one is other


def _one_look(segment: Segment) -> Look | None:
    """The look of a segment that has only one, whoever has said what: a decided one is the joint line throughout."""
    if segment.delimitation.decided:
        return Look.AGREED
    return None if segment.position_a or segment.position_b else Look.UNEXAMINED


def _told(segment: Segment, total: int) -> list[tuple[int, int, Look]]:
    told: list[tuple[int, int, Look]] = []
    for start, end, a, b in pieces(segment, total):
        look = _LOOKS[picture(a, b)]
        if told and told[-1][2] is look:
            told[-1] = (told[-1][0], end, look)
        else:
            told.append((start, end, look))
    return told
