"""What is straight: over a whole project the legs on which it matters, and what the lines state of them."""

from collections.abc import Iterator

from msgspec import Struct

from geodata.errors import NotFound, Refused
from geodata.geometry.straight import Doubt, doubted, lengths_apart
from geodata.model.names import label_of
from geodata.model.project import Project
from geodata.model.route import Route
from geodata.model.segment import Segment
from geodata.model.variant import Variant, VariantState

LineFeature = Segment | Route | Variant
"""What has a line, and so legs."""


class Straightness(Struct, frozen=True):
    """What a line states of its legs, where that is open, and how much longer it is as it states than by geodesics.

    `longer_mm` is 0 for a line of geodesics, None where that cannot be said, because nothing is pinned for the
    system it names or there is no such system.
    """

    feature: LineFeature
    doubts: list[Doubt]
    longer_mm: int | None = 0

    @property
    def open(self) -> bool:
        """Whether there is a leg on which it matters and nobody said."""
        return bool(self.doubts)


def line_features(project: Project) -> Iterator[LineFeature]:
    """Return every line of a project: segments, routes, and the alternative lines on the table."""
    yield from project.all(Segment)
    yield from project.all(Route)
    yield from (each for each in project.all(Variant) if each.state is not VariantState.WITHDRAWN)


def line_named(project: Project, name: str) -> LineFeature:
    """Return the line of this UUID or source identifier, a segment before others; raise NotFound."""
    others = [each for each in line_features(project) if not isinstance(each, Segment)]
    found = [each for each in others if name in (each.id, each.source_id)]
    try:
        return project.segment(name)
    except NotFound:
        if len(found) != 1:
            raise
    return found[0]


def straightness(project: Project, features: list[LineFeature] | None = None) -> list[Straightness]:
    """Return what there is to say of lines, of all where none are given: those in doubt and those that state a grid."""
    held = list(line_features(project)) if features is None else features
    silent = [feature for feature in held if not feature.straight]
    open_: dict[str, list[Doubt]] = {}
    for number, doubt in doubted([feature.line for feature in silent], project.settings.profile):
        open_.setdefault(silent[number].id, []).append(doubt)
    told = (Straightness(each, open_.get(each.id, []), _longer(each, project) if each.straight else 0) for each in held)
    return [each for each in told if each.open or each.feature.straight]


def called(feature: LineFeature) -> str:
    """Return how people call a line."""
    if isinstance(feature, Variant):
        return feature.label or feature.source_id or feature.id[:8]
    return feature.source_id or label_of(feature.names, "") or feature.id[:8]


def _longer(feature: LineFeature, project: Project) -> int | None:
    try:
        return lengths_apart(feature.line, feature.straight, project.settings.profile)
    except Refused:
        return None
