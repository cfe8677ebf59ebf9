"""Stretches: from where to where, in chainage, between clicked places or turning points; and laying one over others."""

from itertools import pairwise

from geodata.errors import InvalidFeature
from geodata.geometry.measure import length, locate, point_at
from geodata.model.segment import Segment, Standing
from geodata.model.status import Position, Side
from geodata.model.stretch import Anchor, Stretch
from geodata.model.turning_point import TurningPoint

_BESIDE = 50.0
"""Metres from a segment within which a turning point is taken to stand on it."""


def anchor(segment: Segment, at: int) -> Anchor:
    """Return the anchor at a chainage in millimetres; raise InvalidFeature off the segment."""
    return Anchor(at=at, point=point_at(segment.line, at))


def anchor_at_turning_point(segment: Segment, turning_point: TurningPoint, offset: int = 0) -> Anchor:
    """Return the anchor `offset` millimetres along the segment from where a turning point stands on it.

    Raise InvalidFeature when the turning point stands more than 50 m from the segment.
    """
    at, off = locate(segment.line, turning_point.point)
    if off > _BESIDE:
        name = turning_point.label or turning_point.source_id or turning_point.id
        raise InvalidFeature(f"Turning point {name} stands {off:,.0f} m from this segment.")
    place = point_at(segment.line, at + offset)
    return Anchor(at=at + offset, point=place, turning_point=turning_point.id, offset=offset)


def stands_on(segment: Segment, turning_point: TurningPoint) -> bool:
    """Tell whether a turning point stands on a segment, or so near that it can only be meant for it."""
    _, off = locate(segment.line, turning_point.point)
    return off <= _BESIDE


def between(first: Anchor, second: Anchor) -> Stretch:
    """Return the stretch between two anchors given in either order; raise InvalidFeature when they coincide."""
    start, end = sorted((first, second), key=lambda place: place.at)
    return Stretch(start=start, end=end)


def stretch(segment: Segment, start: int, end: int) -> Stretch:
    """Return the stretch between two chainages in millimetres; raise InvalidFeature off the segment."""
    return between(anchor(segment, start), anchor(segment, end))


def whole(segment: Segment) -> Stretch:
    """Return the stretch from the segment's start to its end."""
    return stretch(segment, 0, length(segment.line))


def overlaid(segment: Segment, standings: tuple[Standing, ...], new: Standing) -> tuple[Standing, ...]:
    """Return the standings of one side with a new one laid over them: what it covers gives way, the rest is kept.

    A standing of no position only clears. Neighbours that say the same in every word become one.
    """
    kept = [piece for old in standings for piece in _outside(segment, old, new.stretch)]
    if new.position is not Position.NONE:
        kept.append(new)
    return _joined(sorted(kept, key=lambda standing: standing.stretch.start.at))


def standing_at(segment: Segment, side: Side, at: int) -> Standing | None:
    """Return what a side says at a chainage in millimetres, or None where it says nothing."""
    for standing in segment.standings(side):
        if standing.stretch.start.at <= at < standing.stretch.end.at:
            return standing
    return None


def pieces(segment: Segment, total: int | None = None) -> list[tuple[int, int, Position, Position]]:
    """Return the whole segment as (from, to, A's position, B's position), in millimetres, without gap or overlap.

    `total` is its length where that is known.
    """
    total = length(segment.line) if total is None else total
    cuts = {0, total}
    for standing in segment.position_a + segment.position_b:
        cuts |= {min(standing.stretch.start.at, total), min(standing.stretch.end.at, total)}
    marks = sorted(cuts)
    return [
        (start, end, _said(segment, Side.A, start), _said(segment, Side.B, start)) for start, end in pairwise(marks)
    ]


def _said(segment: Segment, side: Side, at: int) -> Position:
    standing = standing_at(segment, side, at)
    return standing.position if standing else Position.NONE


def _outside(segment: Segment, old: Standing, cover: Stretch) -> list[Standing]:
    start, end = old.stretch.start, old.stretch.end
    if end.at <= cover.start.at or start.at >= cover.end.at:
        return [old]
    parts = []
    if start.at < cover.start.at:
        parts.append(_moved(old, Stretch(start=start, end=cover.start)))
    if end.at > cover.end.at:
        parts.append(_moved(old, Stretch(start=cover.end, end=end)))
    return parts


def _moved(standing: Standing, to: Stretch) -> Standing:
    return Standing(
        stretch=to, position=standing.position, note=standing.note, reason=standing.reason, sources=standing.sources
    )


def _joined(standings: list[Standing]) -> tuple[Standing, ...]:
    joined: list[Standing] = []
    for standing in standings:
        last = joined[-1] if joined else None
        if last and last.stretch.end.at == standing.stretch.start.at and _moved(last, standing.stretch) == standing:
            joined[-1] = _moved(last, Stretch(start=last.stretch.start, end=standing.stretch.end))
        else:
            joined.append(standing)
    return tuple(joined)


def check_on(segment: Segment, place: Stretch) -> Stretch:
    """Return the stretch or raise InvalidFeature when it runs beyond the segment's end."""
    if place.end.at > length(segment.line):
        raise InvalidFeature("The stretch runs beyond the end of the segment.")
    return place
