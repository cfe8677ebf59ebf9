"""What leans on what: features that name others, and what is said along a line."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from geodata.changes.delta import Delta, Key
from geodata.changes.line_edit import line_edit
from geodata.geometry.measure import running
from geodata.model.annotation import Annotation
from geodata.model.feature import Feature
from geodata.model.marker import Marker
from geodata.model.segment import Segment
from geodata.model.turning_point import TurningPoint
from geodata.model.variant import Variant

_Said = Mapping[str, list[tuple[Key, int]]]


def leans_on(feature: Feature | None) -> tuple[str, ...]:
    """Return the identifiers that a feature names and could not do without."""
    if feature is None:
        return ()
    named = [getattr(feature, "origin", "")]
    if isinstance(feature, Segment):
        named += [source for held in feature.position_a + feature.position_b for source in held.sources]
    elif isinstance(feature, Variant):
        named += [feature.segment, *feature.sources]
    elif isinstance(feature, Annotation):
        named += [feature.target, *feature.sources]
    elif isinstance(feature, TurningPoint):
        named.append(feature.segment)
    elif isinstance(feature, Marker):
        named += [feature.turning_point, feature.pair_of]
    return tuple(name for name in named if name)


def decided(delta: Delta) -> bool:
    """Tell whether a change moves or removes a segment that both chairs decided."""
    old, new = delta.old, delta.new
    if not isinstance(old, Segment) or not old.delimitation.decided:
        return False
    return not isinstance(new, Segment) or new.line != old.line


def bound_to(deltas: Iterable[Delta]) -> Iterator[tuple[str, Key]]:
    """Yield the additions of segments that were split from another, each after the identifier of that one."""
    for delta in deltas:
        if delta.old is None and isinstance(delta.new, Segment) and delta.new.parent:
            yield delta.new.parent, delta.key


def said_along(deltas: Iterable[Delta]) -> _Said:
    """Return by segment the changes of what is said along it, with the farthest chainage of each in millimetres."""
    found: dict[str, list[tuple[Key, int]]] = defaultdict(list)
    for delta in deltas:
        for segment, end in _reach(delta):
            found[segment].append((delta.key, end))
    return found


def after_first_change(delta: Delta, end: int) -> bool:
    """Tell whether a chainage of the line before lies beyond where a change of a segment begins to move it."""
    old, new = delta.old, delta.new
    assert isinstance(old, Segment)
    if not isinstance(new, Segment):
        return True
    runs = line_edit(old.line, new.line).runs
    first = max(runs[0][0] - 1, 0)
    return end > int(running([old.line])[0][first])


def _reach(delta: Delta) -> Iterable[tuple[str, int]]:
    for state in (delta.old, delta.new):
        if isinstance(state, Variant):
            yield state.segment, state.stretch.end.at
        elif isinstance(state, Annotation) and state.stretch is not None:
            yield state.target, state.stretch.end.at
    if isinstance(delta.old, Segment) and isinstance(delta.new, Segment):
        changed = set(delta.old.position_a + delta.old.position_b) ^ set(delta.new.position_a + delta.new.position_b)
        if changed:
            yield delta.new.id, max(standing.stretch.end.at for standing in changed)
