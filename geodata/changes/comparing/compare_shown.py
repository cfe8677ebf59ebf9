"""What is shown of a feature in an item: its places and lines before and after, and the bounds of them."""

from geodata.changes.comparing.claims import box_of, lines_in
from geodata.changes.comparing.comparison import Box, Lines, Spots
from geodata.changes.comparing.ground import Ground, Touched, label_of
from geodata.model.alias import Alias
from geodata.model.annotation import Annotation
from geodata.model.feature import Feature, Kind
from geodata.model.segment import Segment
from geodata.model.stretch import Stretch


def spots_of(a: Touched | None, b: Touched | None) -> Spots:
    """Return where a point stands in the base and for each side; a side that did not touch it has it as the base."""
    before = next((point for one in (a, b) if (point := getattr(one and one.before, "point", None))), None)
    return Spots(before, *(before if one is None else getattr(one.after, "point", None) for one in (a, b)))


def segment_of(ground: Ground, kind: Kind, id_: str, feature: Feature | None) -> str:
    """Return the segment that a feature lies on or speaks of, empty for none that is known."""
    if kind is Kind.SEGMENT:
        return id_
    spoken_of = feature.target if isinstance(feature, Annotation) else str(getattr(feature, "segment", ""))
    return spoken_of if ground.segment(spoken_of) else ""


def label_in(ground: Ground, id_: str, feature: Feature | None, segment: str) -> str:
    """Return what to call a feature in an item: as people do, else by its segment, else by its identifier."""
    if isinstance(feature, Alias):
        return " = ".join(_called(ground, each) for each in feature.pair)
    return label_of(feature) or (ground.label(Kind.SEGMENT, segment) if segment else id_)


def _called(ground: Ground, id_: str) -> str:
    return next((label for kind in Kind if (label := ground.label(kind, id_)) != id_), id_)


def lines_of(ground: Ground, segment: str, stretch: Stretch | None, a: Touched | None, b: Touched | None) -> Lines:
    """Return the lines to show for a feature: its own before and after, else those of the stretch it speaks of."""
    own = [getattr(one and one.after, "line", None) for one in (a, b)]
    before = next((line for one in (a, b) if (line := getattr(one and one.before, "line", None))), None)
    if any(own) or before:
        return Lines(before, *own)
    if stretch is not None:
        return lines_in(ground, segment, stretch.start.at, stretch.end.at)
    held = ground.segment(segment)
    return Lines(held.line) if isinstance(held, Segment) else Lines()


def bounds_of(ground: Ground, lines: Lines, spots: Spots, feature: Feature | None) -> Box | None:
    """Return the bounds to show: of the points, of the lines, or of what a note is about."""
    points = [point for point in (spots.base, spots.a, spots.b) if point is not None]
    if points:
        return box_of((), points)
    known = [line for line in (lines.base, lines.a, lines.b) if line is not None]
    if known or not isinstance(feature, Annotation):
        return box_of(known)
    target = next((held for kind in Kind if (held := ground.held(kind, feature.target))), None)
    point = getattr(target, "point", None)
    return box_of((getattr(target, "line", None),), [point] if point else ())
