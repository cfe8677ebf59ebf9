"""One feature three ways: as the base has it, as A has it, as B has it; field by field, entry by entry, run by run."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import shapely
from msgspec.structs import replace

from geodata.changes.delta import Delta
from geodata.changes.edits import changed_fields
from geodata.changes.entries import Entries
from geodata.changes.line_edit import LineEdit, combined, line_edit
from geodata.changes.open_items import Conflict
from geodata.changes.parts import held, joined, parts_of
from geodata.model.feature import Feature
from geodata.model.line import Line
from geodata.model.status import Side

_PLACE = ("line", "point")
"""The fields that say where a feature is."""

_NOTHING = object()


@dataclass(frozen=True, slots=True)
class ThreeWay:
    """What comes of two modifications of one feature.

    `merged` has what goes together, and of the rest what the base has; `a` and `b` are the base's feature with what
    each side wanted in the rest. `at_one` are the parts, as `parts_of` names them, in which both did the same, `open`
    by side those in the rest.
    """

    merged: Feature
    a: Feature
    b: Feature
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
    base = a.old
    assert base is not None
    assert a.new is not None
    assert b.new is not None
    by = {Side.A: set(changed_fields(base, a.new)), Side.B: set(changed_fields(base, b.new))}
    merged: dict[str, Any] = {}
    left: dict[Side, dict[str, Any]] = {Side.A: {}, Side.B: {}}
    for name in sorted(by[Side.A] | by[Side.B]):
        values = tuple(getattr(state, name) for state in (base, a.new, b.new))
        if name not in by[Side.B] or values[1] == values[2]:
            merged[name] = values[1]
        elif name not in by[Side.A]:
            merged[name] = values[2]
        else:
            merged[name], left[Side.A][name], left[Side.B][name] = _both(name, values, close)
    wanted = {side: replace(base, **_changed(base, left[side])) for side in Side}
    still = {side: frozenset(parts_of(Delta(base, state)) if state != base else ()) for side, state in wanted.items()}
    both = frozenset(parts_of(a)) & frozenset(parts_of(b)) - still[Side.A] - still[Side.B]
    at_one = both - {"line"} if getattr(a.new, "line", None) != getattr(b.new, "line", None) else both
    return ThreeWay(replace(base, **merged), wanted[Side.A], wanted[Side.B], at_one, still)


def _changed(base: Feature, values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value != getattr(base, name)}


def _both(name: str, values: tuple[Any, Any, Any], close: float) -> tuple[Any, Any, Any]:
    """Both changed one field, differently: what goes together, and what each wanted beyond it as changes of the base's
    value; where everything goes together that is the base's value itself."""
    base, a, b = values
    if name == "line":
        line = lines_together(base, a, b, close)
        return (base, a, b) if line is None else (line, base, base)
    entries = [held(name, value) for value in values]
    if any(one is None for one in entries):
        return base, a, b
    before, by_a, by_b = (one or {} for one in entries)
    if joined(name, by_a, base) != a or joined(name, by_b, base) != b:
        return base, a, b  # one side put them in another order, which goes with nothing else
    merged, rest_a, rest_b = dict(before), dict(before), dict(before)
    for key in sorted(before.keys() | by_a.keys() | by_b.keys()):
        was, first, second = (one.get(key, _NOTHING) for one in (before, by_a, by_b))
        if first == second or second == was:
            _put(merged, key, first)
        elif first == was:
            _put(merged, key, second)
        else:
            _put(rest_a, key, first)
            _put(rest_b, key, second)
    return joined(name, merged, base), joined(name, rest_a, base), joined(name, rest_b, base)


def _put(entries: dict[str, Any], key: str, entry: object) -> None:
    if entry is _NOTHING:
        entries.pop(key, None)
    else:
        entries[key] = entry


def lines_together(base: Line, a: Line, b: Line, close: float) -> Line | None:
    """Return the line with both sides' changes, None where they touch, come close or would cross each other.

    Between two runs at least one leg of the base's line must stay as it is, and what both moved, before and after, must
    stay more than `close` metres apart.
    """
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
    ends = base.grid.degrees([[round(x), round(y)] for x, y in (from_, to)])  # type: ignore[arg-type]
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
