"""The line a side claims in a stretch: its own where it drew one, else the base's; and how far two claims lie apart."""

from collections.abc import Iterable

import numpy as np

from geodata.changes.comparing.comparison import Apart, Box, Lines
from geodata.changes.comparing.ground import Ground
from geodata.errors import InvalidFeature
from geodata.geometry.measure import cut, length, locate, millimetres, point_at, separation
from geodata.model.grid import Grid, Point
from geodata.model.line import Line
from geodata.model.status import Side
from geodata.model.variant import Variant


def lines_in(ground: Ground, segment_id: str, start: int, end: int, ends: tuple[Point, Point] | None = None) -> Lines:
    """Return the base's line and both claims between two chainages in millimetres; none without the base.

    `ends` are the places of both chainages where they are known already.
    """
    segment = ground.segment(segment_id)
    if segment is None:
        return Lines()
    along = ground.chainages(segment)
    if end > along[-1]:
        end, ends = int(along[-1]), None
    if start >= end:
        return Lines()
    first, last = ends or (point_at(segment.line, start), point_at(segment.line, end))
    after, before = np.searchsorted(along, start, "right"), np.searchsorted(along, end, "left")
    xy = np.empty((before - after + 2, 2), np.int64)
    xy[0], xy[1:-1], xy[-1] = first, segment.line.xy[after:before], last
    base = Line(xy, segment.line.grid)
    a, b = (_claim(segment.line, base, start, end, ground.claims(side, segment_id)) for side in Side)
    return Lines(base, a, b)


def whole_claim(whole: Line, variants: tuple[Variant, ...]) -> Line:
    """Return a whole line with the variants on it put in place of what they replace."""
    return _claim(whole, whole, 0, length(whole), variants)


def apart(ground: Ground, segment_id: str, start: int, lines: Lines) -> Apart | None:
    """Return how far the two claims in a stretch lie apart at most, None where they are not known.

    Measured from each line to the other, because the largest distance is not the same both ways.
    """
    segment = ground.segment(segment_id)
    if lines.a is None or lines.b is None or segment is None:
        return None
    if lines.a == lines.b:
        return Apart(0, lines.a.start, start)
    found = []
    for one, other in ((lines.a, lines.b), (lines.b, lines.a)):
        metres, along = separation(one, other)
        found.append((millimetres(metres), point_at(one, min(millimetres(along), length(one)))))
    widest, point = max(found)
    return Apart(widest, point, _at(segment.line, point))


def box_of(lines: Iterable[Line | None], points: Iterable[Point] = ()) -> Box | None:
    """Return the bounds of what is known of some lines and points, None when that is nothing."""
    grids = [line.xy for line in set(lines) if line is not None]
    grids += [np.array([point], np.int64) for point in points]
    if not grids:
        return None
    xy = np.concatenate(grids) if len(grids) > 1 else grids[0]
    return Box(*xy.min(axis=0).tolist(), *xy.max(axis=0).tolist())


def _claim(whole: Line, base: Line, start: int, end: int, variants: tuple[Variant, ...]) -> Line:
    """The base's piece with the variants in it put in place of what they replace; the first of two that overlap."""
    runs: list[Grid] = []
    cursor = start
    for variant in variants:
        first, last = max(variant.stretch.start.at, cursor), min(variant.stretch.end.at, end)
        if first >= last or variant.stretch.start.at < cursor > start:
            continue
        if first > cursor:
            runs.append(cut(whole, cursor, first).xy)
        runs.append(_within(whole, variant, first, last).xy)
        cursor = last
    if not runs:
        return base
    if cursor < end:
        runs.append(cut(whole, cursor, end).xy)
    joined = np.concatenate(runs)
    moved = np.append(True, (np.diff(joined, axis=0) != 0).any(axis=1))
    return Line(joined[moved], base.grid)


def _within(whole: Line, variant: Variant, first: int, last: int) -> Line:
    """The part of a variant that lies across from a part of its stretch."""
    stretch = variant.stretch
    if (first, last) == (stretch.start.at, stretch.end.at):
        return variant.line
    begin = 0 if first == stretch.start.at else _at(variant.line, point_at(whole, first))
    finish = length(variant.line) if last == stretch.end.at else _at(variant.line, point_at(whole, last))
    try:
        return cut(variant.line, *sorted((begin, finish)))
    except InvalidFeature:  # the whole part lies across from one place of the variant
        return variant.line


def _at(line: Line, point: Point) -> int:
    return locate(line, point)[0]
