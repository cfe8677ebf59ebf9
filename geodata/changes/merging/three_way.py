"""One feature three ways: as the base has it, as A has it, as B has it; field by field, entry by entry, run by run."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from msgspec.structs import replace

from geodata.changes.delta import Delta
from geodata.changes.documents.open_items import Conflict
from geodata.changes.edits import changed_fields
from geodata.changes.entries import Entries
from geodata.changes.line_edit import LineEdit, combined, line_edit
from geodata.changes.parts import alike, field_of, held, joined, parts_of, reordered, taken
from geodata.model.feature import Feature
from geodata.model.line import Line
from geodata.model.status import Side

_PLACE = ("line", "point")
"""The fields that say where a feature is."""

_Values = tuple[Any, Any, Any]
"""A field in the base, with A and with B."""


@dataclass(frozen=True, slots=True)
class ThreeWay:
    """What comes of two modifications of one feature.

    `merged` has what goes together, and of the rest what the base has. `at_one` are the parts, as `parts_of` names
    them, in which both did the same, `open` by side those that do not go together.
    """

    merged: Feature
    at_one: frozenset[str]
    open: Mapping[Side, frozenset[str]]

    @property
    def conflict(self) -> Conflict | None:
        """Why something stays open, None when nothing does."""
        parts = self.open[Side.A] | self.open[Side.B]
        if not parts:
            return None
        return Conflict.GEOMETRY if parts & set(_PLACE) else Conflict.FIELD


def three_way(a: Delta, b: Delta, close: float) -> ThreeWay:
    """Return what comes of two modifications that start from the same feature.

    Changes of one line combine where they stay more than `close` metres apart.
    """
    base, parts = a.old, {Side.A: frozenset(parts_of(a)), Side.B: frozenset(parts_of(b))}
    assert base is not None
    apart: set[str] = set()
    for name in {field_of(part) for part in parts[Side.A]} & {field_of(part) for part in parts[Side.B]}:
        apart |= _apart(name, _values(name, base, a.new, b.new), parts, close)
    still = {side: parts[side] & apart for side in Side}
    done = [taken(delta, parts[side] - apart) for side, delta in ((Side.A, a), (Side.B, b))]
    both = parts[Side.A] & parts[Side.B] - apart
    if getattr(a.new, "line", None) != getattr(b.new, "line", None):
        both -= {"line"}  # each moved another place of it
    return ThreeWay(together(base, *done), both, still)


def together(base: Feature, a: Feature | None, b: Feature | None) -> Feature:
    """Return a feature with what A and what B made of it, which go together."""
    assert a is not None
    assert b is not None
    if base == b or a == b:
        return a
    by_a, by_b = set(changed_fields(base, a)), set(changed_fields(base, b))
    values = {name: getattr(b, name) for name in by_b - by_a}
    values |= {name: _joint(name, _values(name, base, a, b)) for name in by_a & by_b}
    return replace(a, **values) if values else a


def _joint(name: str, values: _Values) -> Any:
    base, a, b = values
    if a == b:
        return a
    if name == "line":
        return combined(base, line_edit(base, a), line_edit(base, b))
    before, by_a, by_b = (held(name, value) or {} for value in values)
    keys = before.keys() | by_a.keys() | by_b.keys()
    sources = {key: by_a if by_a.get(key) != before.get(key) else by_b for key in keys}
    return joined(name, {key: held_by[key] for key, held_by in sources.items() if key in held_by}, base)


def _apart(name: str, values: _Values, parts: Mapping[Side, frozenset[str]], close: float) -> set[str]:
    """Return the parts of a field, which both changed, that do not go together."""
    base, a, b = values
    if alike(a, b):
        return set()
    every = {part for side in Side for part in parts[side] if field_of(part) == name}
    if name == "line":
        return every if lines_together(base, a, b, close) is None else set()
    before, by_a, by_b = (held(name, value) for value in values)
    if before is None or by_a is None or by_b is None or reordered(before, by_a) or reordered(before, by_b):
        return every
    keys = {part: part.partition("/")[2] for part in every & parts[Side.A] & parts[Side.B]}
    return {part for part, key in keys.items() if not alike(by_a.get(key), by_b.get(key))}


def _values(name: str, *states: Feature | None) -> _Values:
    base, a, b = (getattr(state, name) for state in states)
    return base, a, b


def lines_together(base: Line, a: Line, b: Line, close: float) -> Line | None:
    """Return the line with both sides' changes, None where they touch, come close or would cross each other.

    Between two runs at least one leg of the base's line must stay as it is, and what both moved, before and after, must
    stay more than `close` metres apart.
    """
    if len(a) + len(b) - len(base) < 2:
        return None  # between them they leave no line
    one, other = line_edit(base, a), line_edit(base, b)
    line = combined(base, one, other)
    if line is None or _nearest(base, one, other) <= close:
        return None
    simple = [shapely.LineString(each.xy).is_simple for each in (base, a, b, line)]
    return line if simple[3] or not all(simple[:3]) else None


def _nearest(base: Line, one: LineEdit, other: LineEdit) -> float:
    """Metres between what one and what the other moved, before and after, with the legs that lead to it."""
    first, second = (shapely.MultiLineString(list(_moved(base, edit))) for edit in (one, other))
    if first.is_empty or second.is_empty:
        return 0.0
    from_, to = shapely.get_coordinates(shapely.shortest_line(first, second))
    ends = base.grid.degrees(np.rint([from_, to]).astype(np.int64))
    return float(base.grid.ellipsoid.inv(*ends[0], *ends[1])[2])


def _moved(base: Line, edit: LineEdit) -> Iterator[Entries]:
    points = base.xy.tolist()
    for at, gone, come in edit.runs:
        end = at + len(gone) // 2
        before, after = points[at - 1 : at] if at else [], points[end : end + 1]
        for numbers in (gone, come):
            inner = [list(pair) for pair in zip(numbers[::2], numbers[1::2], strict=True)]
            path = [*before, *inner, *after]
            if len(path) > 1:
                yield tuple(map(tuple, path))
