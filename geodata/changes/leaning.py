"""What leans on what: features that name others, and what is said along a line."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from geodata.changes.delta import Delta, Key
from geodata.changes.line_edit import line_edit
from geodata.changes.parts import WHOLE, field_of, parts_of
from geodata.geometry.measure import running
from geodata.model.annotation import Annotation
from geodata.model.feature import Feature
from geodata.model.marker import Marker
from geodata.model.segment import Segment, Standing
from geodata.model.stretch import Stretch
from geodata.model.turning_point import TurningPoint
from geodata.model.variant import Variant

_PLACED = frozenset({WHOLE, "segment", "target", "stretch", "line"})
"""The parts of an alternative line or a note that say where along which segment it lies."""


@dataclass(frozen=True, slots=True)
class Saying:
    """What an edit says along a segment: in which of its parts, and the farthest chainage before and after it, in
    millimetres. `after` is 0 where it says nothing new there."""

    segment: str
    key: Key
    parts: frozenset[str]
    before: int
    after: int


def leans_on(feature: Feature | None) -> tuple[str, ...]:
    """Return the identifiers that a feature names and could not do without."""
    return tuple(name for _, name in _named(feature)) if feature is not None else ()


def naming(delta: Delta, name: str, before: bool = True, after: bool = True) -> list[str]:
    """Return the parts of a change that name an identifier, before it, after it, or either."""
    states = [state for state, wanted in ((delta.old, before), (delta.new, after)) if wanted and state is not None]
    fields = {field for state in states for field, named in _named(state) if named == name}
    parts = parts_of(delta) if fields else ()
    if parts == (WHOLE,):
        return [WHOLE]
    return [part for part in parts if field_of(part) in fields and part.partition("/")[2] in ("", name)]


def _named(feature: Feature) -> Iterator[tuple[str, str]]:
    """Yield each identifier that a feature names, after the field that does so."""
    if origin := getattr(feature, "origin", ""):
        yield "origin", origin
    if isinstance(feature, Segment):
        for field in ("position_a", "position_b"):
            yield from ((field, source) for standing in getattr(feature, field) for source in standing.sources)
    elif isinstance(feature, Variant):
        yield "segment", feature.segment
    elif isinstance(feature, Annotation):
        yield "target", feature.target
    elif isinstance(feature, TurningPoint) and feature.segment:
        yield "segment", feature.segment
    elif isinstance(feature, Marker):
        yield from ((field, name) for field in ("turning_point", "pair_of") if (name := getattr(feature, field)))
    if isinstance(feature, Variant | Annotation):
        yield from (("sources", source) for source in feature.sources)


def redraws(delta: Delta) -> bool:
    """Tell whether a change draws a segment's line anew."""
    return isinstance(delta.old, Segment) and isinstance(delta.new, Segment) and delta.old.line != delta.new.line


def decided(delta: Delta) -> bool:
    """Tell whether a change moves or removes a segment that both chairs decided."""
    old = delta.old
    return isinstance(old, Segment) and old.delimitation.decided and (delta.new is None or redraws(delta))


def split_off(deltas: Iterable[Delta]) -> Mapping[str, list[Key]]:
    """Return by segment the additions of what was split from it."""
    found: dict[str, list[Key]] = defaultdict(list)
    for delta in deltas:
        if delta.old is None and isinstance(delta.new, Segment) and delta.new.parent:
            found[delta.new.parent].append(delta.key)
    return found


def sayings(deltas: Iterable[Delta]) -> Mapping[str, list[Saying]]:
    """Return by segment what changes say along it."""
    found: dict[str, list[Saying]] = defaultdict(list)
    for delta in deltas:
        for saying in _sayings(delta):
            found[saying.segment].append(saying)
    return found


def said_along(deltas: Iterable[Delta]) -> Mapping[str, list[tuple[Key, int]]]:
    """Return by segment the changes of what is said along it, with the farthest chainage of each in millimetres."""
    found = sayings(deltas).items()
    return {segment: [(said.key, max(said.before, said.after)) for said in held] for segment, held in found}


def after_first_change(delta: Delta, end: int) -> bool:
    """Tell whether a chainage of the line before lies beyond where a change of a segment begins to move it."""
    return delta.new is None or end > first_change(delta)


def first_change(delta: Delta, on: Delta | None = None) -> int:
    """Return where along a segment's line, in millimetres, a change begins to move it.

    It is told along the line before, or along the line after the change `on`, which goes together with this one.
    """
    old, new = delta.old, delta.new
    assert isinstance(old, Segment)
    assert isinstance(new, Segment)
    at, line = max(line_edit(old.line, new.line).runs[0][0] - 1, 0), old.line
    if on is not None and isinstance(on.new, Segment) and on.new.line != old.line:
        runs = [run for run in line_edit(old.line, on.new.line).runs if run[0] <= at]
        at, line = at + sum(len(come) - len(gone) for _, gone, come in runs) // 2, on.new.line
    return int(running([line])[0][at])


def _sayings(delta: Delta) -> Iterator[Saying]:
    old, new = delta.old, delta.new
    if isinstance(delta.feature, Variant | Annotation):
        before, after = _stretch(old), _stretch(new)
        for segment in sorted({place[0] for place in (before, after) if place}):
            ends = [place[1].end.at if place and place[0] == segment else 0 for place in (before, after)]
            parts = _PLACED.intersection(parts_of(delta))
            yield Saying(segment, delta.key, parts, ends[0], ends[1] if before != after else 0)
    elif isinstance(old, Segment) and isinstance(new, Segment):
        for field in ("position_a", "position_b"):
            gone, come = set(getattr(old, field)), set(getattr(new, field))
            if gone != come:
                yield Saying(old.id, delta.key, frozenset({field}), _reach(gone - come), _reach(come - gone))


def _stretch(feature: Feature | None) -> tuple[str, Stretch] | None:
    if isinstance(feature, Variant):
        return feature.segment, feature.stretch
    if isinstance(feature, Annotation) and feature.stretch is not None:
        return feature.target, feature.stretch
    return None


def _reach(standings: Iterable[Standing]) -> int:
    return max((standing.stretch.end.at for standing in standings), default=0)
