"""A comparison in words: verdicts, fields and values as people read them. English; the window translates its own."""

from collections.abc import Mapping
from typing import Any

from geodata.changes.comparison import POSITION, Comparison, Field, Item, Verdict
from geodata.model.status import Position

VERDICTS = {
    Verdict.SAME: "Same on both sides",
    Verdict.ONLY_A: "Only A",
    Verdict.ONLY_B: "Only B",
    Verdict.DIFFERENT: "Both, and different",
}

POSITIONS = {
    Position.NONE: "nothing said",
    Position.PROPOSES: "proposes another line",
    Position.ACCEPTS: "agreed",
    Position.RESERVED: "agreed with reservation",
    Position.REJECTS: "disputed",
    Position.WITHDRAWN: "withdrawn",
}

NOTHING = "–"
"""What stands where there is no value."""

_KINDS = {"variant": "alternative line", "annotation": "note"}
_FIELDS = {
    "a": "A",
    "accuracy_mm": "accuracy",
    "exists": "is there",
    "gauge_mm": "gauge",
    "position_a": "position of A",
    "position_b": "position of B",
    "source_id": "identifier in its source",
}


def kind_word(kind: str) -> str:
    """Return what an item's kind is called."""
    return _KINDS.get(kind, kind.replace("_", " "))


def field_word(name: str) -> str:
    """Return what a field is called."""
    return _FIELDS.get(name, name.replace("_", " "))


def kilometres(millimetres: int) -> str:
    """Return a length as kilometres to the metre."""
    return f"{millimetres / 1_000_000:,.3f} km"


def metres(millimetres: int) -> str:
    """Return a length as metres to the millimetre."""
    return f"{millimetres / 1000:,.3f} m"


def separation(item: Item) -> str:
    """Return the largest separation as metres to the decimetre, empty where it is not known or nothing is apart."""
    return f"{item.separation_m:,.1f} m" if item.separation_m else ""


def place(item: Item) -> str:
    """Return where an item is: the segment and from where to where, or the feature's name."""
    if item.start is None or item.end is None:
        return item.label
    return f"{item.label}, {item.start / 1000:,.3f} to {item.end / 1000:,.3f} m"


def verdict_words(item: Item) -> str:
    """Return the verdict, and for a position what is said: "Same on both sides: disputed"."""
    word = VERDICTS[item.verdict]
    row = next((row for row in item.fields if row.name == "position"), None)
    if item.kind != POSITION or row is None:
        return word
    a, b = (_value("position", value, None) for value in (row.a, row.b))
    if item.verdict is Verdict.DIFFERENT and a == b:
        return f"{word}: both {a}, their lines apart"
    if item.verdict is Verdict.DIFFERENT:
        return f"{word}: A {a}, B {b}"
    return f"{word}: {b if item.verdict is Verdict.ONLY_B else a}"


def shown(field: Field, comparison: Comparison) -> tuple[str, str, str]:
    """Return the base's, A's and B's value of a field as text."""
    return (
        _value(field.name, field.base, comparison),
        _value(field.name, field.a, comparison),
        _value(field.name, field.b, comparison),
    )


def _value(name: str, value: Any, known: Comparison | None) -> str:
    if value is None or value == "" or value == []:
        return NOTHING
    if isinstance(value, Mapping):
        return _mapping(name, value, known)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if name == "position" and value in list(Position):
        return POSITIONS[Position(value)]
    if name.endswith("_mm") and isinstance(value, int):
        return metres(value)
    if isinstance(value, list | tuple):
        return _list(name, value, known)
    return known.names.get(value, value) if known and isinstance(value, str) else str(value)


def _mapping(name: str, value: Mapping[str, Any], known: Comparison | None) -> str:
    if value.keys() == {"A", "B"}:
        return f"A: {_value(name, value['A'], known)}; B: {_value(name, value['B'], known)}"
    if "points" in value and "length_mm" in value:
        return f"{value['points']:,} points, {metres(value['length_mm'])}"
    if "start" in value and "end" in value:
        return f"{metres(value['start']['at'])} to {metres(value['end']['at'])}"
    if "text" in value:
        return str(value["text"])
    return "; ".join(f"{field_word(key)} {_value(key, held, known)}" for key, held in value.items())


def _list(name: str, value: list[Any] | tuple[Any, ...], known: Comparison | None) -> str:
    if name == "point" and len(value) == 2 and known:
        return known.profile.grid.written((value[0], value[1]))
    if name == "attributes" and all(_is_pair(held) for held in value):
        return "; ".join(f"{heading}: {_value('', held, known)}" for heading, held in value)
    return "; ".join(_value(name, held, known) for held in value)


def _is_pair(value: Any) -> bool:
    """Whether this is one column and its value, not all columns of one of several lines."""
    return isinstance(value, list | tuple) and len(value) == 2 and isinstance(value[0], str)
