"""Whether features hold together: what lies along a segment lies on it, and what is spoken of is there."""

from collections.abc import Iterable, Iterator

import numpy as np

from geodata.changes.gestures import LONGEST_TEXT
from geodata.errors import DocumentRefused
from geodata.geometry.measure import lengths
from geodata.geometry.straight import is_stated
from geodata.model.annotation import Annotation
from geodata.model.feature import TRAVELLING, Feature, Kind, kind_of
from geodata.model.grid import JointGrid
from geodata.model.line import Line
from geodata.model.marker import Marker
from geodata.model.project import Layers
from geodata.model.segment import Segment
from geodata.model.stretch import Stretch
from geodata.model.turning_point import TurningPoint
from geodata.model.variant import Variant

_SLACK = 1
"""Millimetres by which two builds of PROJ may round the length of one line differently."""


_AROUND = 100_000
"""Grid units, about 10 m."""


def check_sound(layers: Layers, features: Iterable[Feature], grid: JointGrid) -> None:
    """Raise DocumentRefused when one of `features` speaks of what is not in `layers` or reaches beyond its segment.

    Everything has to lie on the joint grid, and a point on the globe; a line does so from birth.
    """
    along: list[tuple[Segment, Stretch, Feature]] = []
    for feature in features:
        if not feature.id:
            raise DocumentRefused(f"A {_word(feature)} has no identifier.")
        if isinstance(feature, TurningPoint | Marker) and not grid.holds(feature.point):
            raise DocumentRefused(f"The {_word(feature)} {feature.id} lies off the globe.")
        if (line := getattr(feature, "line", None)) is not None and line.grid != grid:
            raise DocumentRefused(f"The {_word(feature)} {feature.id} is not on the joint grid.")
        if (origin := getattr(feature, "origin", "")) and origin not in layers[Kind.SOURCE]:
            raise DocumentRefused(f"The {_word(feature)} {feature.id} names a source that is not there ({origin}).")
        if not is_stated(getattr(feature, "straight", "")):
            raise DocumentRefused(f"The {_word(feature)} {feature.id} does not say in which way its legs are straight.")
        if any(len(text) > LONGEST_TEXT for text in _said(feature)):
            raise DocumentRefused(
                f"The {_word(feature)} {feature.id} has a note of more than {LONGEST_TEXT:,} characters."
            )
        if isinstance(feature, Segment):
            along += [(feature, said.stretch, feature) for said in feature.position_a + feature.position_b]
        elif isinstance(feature, Variant):
            along.append((_segment(layers, feature), feature.stretch, feature))
        elif isinstance(feature, Annotation):
            along += _noted(layers, feature)
    if along:
        _check_reach(along)
        _check_places(along)


def check_on_grid(values: Iterable[object], grid: JointGrid) -> None:
    """Raise DocumentRefused when a place along a segment that one of these fields names is off the globe."""
    for value in values:
        held = value if isinstance(value, tuple) else (value,)
        for stretch in (getattr(each, "stretch", each) for each in held):
            if isinstance(stretch, Stretch) and not (grid.holds(stretch.start.point) and grid.holds(stretch.end.point)):
                raise DocumentRefused("A place along a segment lies off the globe.")


def _said(feature: Feature) -> Iterator[str]:
    if isinstance(feature, Segment):
        yield from (said.note for said in feature.position_a + feature.position_b)
    elif isinstance(feature, Annotation):
        yield feature.text


def _segment(layers: Layers, variant: Variant) -> Segment:
    found = layers[Kind.SEGMENT].get(variant.segment)
    if not isinstance(found, Segment):
        raise DocumentRefused(f"The alternative line {variant.id} belongs to a segment that is not there.")
    return found


def _noted(layers: Layers, note: Annotation) -> list[tuple[Segment, Stretch, Feature]]:
    target = next((found for kind in TRAVELLING if (found := layers[kind].get(note.target))), None)
    if target is None:
        raise DocumentRefused(f"The note {note.id} is about something that is not there ({note.target}).")
    return [(target, note.stretch, note)] if note.stretch and isinstance(target, Segment) else []


def _check_reach(along: list[tuple[Segment, Stretch, Feature]]) -> None:
    held = lengths([segment.line for segment, _, _ in along])
    reach = np.array([stretch.end.at for _, stretch, _ in along], np.int64)
    beyond = np.flatnonzero(reach > held + _SLACK)
    if len(beyond):
        segment, stretch, feature = along[int(beyond[0])]
        raise DocumentRefused(
            f"The {_word(feature)} {feature.id} reaches to {stretch.end.at / 1000:,.3f} m, but segment "
            f"{segment.source_id or segment.id} ends at {int(held[beyond[0]]) / 1000:,.3f} m."
        )


def _check_places(along: list[tuple[Segment, Stretch, Feature]]) -> None:
    """The place given with a chainage has to be about where the segment is; maps are drawn and zoomed by it."""
    xy, offsets = Line.joined([segment.line for segment, _, _ in along])
    low, high = np.minimum.reduceat(xy, offsets[:-1]), np.maximum.reduceat(xy, offsets[:-1])
    around = (high - low).max(axis=1, keepdims=True) // 20 + _AROUND  # a long leg bulges: it is the shortest way
    for end in ("start", "end"):
        places = np.array([getattr(stretch, end).point for _, stretch, _ in along], np.int64)
        elsewhere = np.flatnonzero(((places < low - around) | (places > high + around)).any(axis=1))
        if len(elsewhere):
            segment, stretch, feature = along[int(elsewhere[0])]
            raise DocumentRefused(
                f"The {_word(feature)} {feature.id} gives a place for {getattr(stretch, end).at / 1000:,.3f} m that is "
                f"not on segment {segment.source_id or segment.id}."
            )


def _word(feature: Feature) -> str:
    return kind_of(feature).replace("_", " ")
