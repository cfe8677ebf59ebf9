"""A comparison in words: verdicts, fields and values as people read them. English; the window translates its own."""

from collections.abc import Mapping
from typing import Any

from geodata.changes.comparing.comparison import POSITION, Comparison, Drawing, Field, Item, Relation, Verdict
from geodata.changes.comparing.comparison_numbers import SplitPart, Tally
from geodata.changes.comparing.proposed import Doubt, Proposal
from geodata.geometry.redrawn import Drawn
from geodata.model.profile import Tier
from geodata.model.status import Position

VERDICTS = {
    Verdict.SAME: "Same on both sides",
    Verdict.ONLY_A: "Only A",
    Verdict.ONLY_B: "Only B",
    Verdict.DIFFERENT: "Both, and different",
}

RELATIONS = {
    Relation.IDENTICAL: "Identical on both sides",
    Relation.COINCIDENT: "Coincident within the profile's tolerances, not agreed",
    Relation.ONE_SIDE: "Only one side",
    Relation.OTHER_FIELDS: "Both, in other fields or vertices",
    Relation.SAME_FIELD: "Both, the same field differently",
    Relation.GEOMETRY: "Geometry against geometry",
    Relation.DELETE_EDIT: "Removed against changed",
    Relation.DECIDED: "Against an earlier decision",
    Relation.METADATA: "Only what describes",
}

_IN_A_TALLY = {**RELATIONS, Relation.COINCIDENT: "Coincident, not agreed"}

TIERS = {
    Tier.T0: "the same numbers",
    Tier.T1: "within rounding",
    Tier.T2: "within transformation",
    Tier.T3: "within the accuracy of maps",
    Tier.T4: "farther than the accuracy of maps",
}

DRAWN = {
    Drawn.SAME: "left as it was",
    Drawn.REPRESENTATION: "written otherwise, not moved",
    Drawn.REVERSED: "reversed",
    Drawn.DENSIFIED: "other vertices on the same line",
    Drawn.REDIGITISED: "re-digitised",
    Drawn.MOVED: "moved",
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
_ENTRIES = {"attributes": "attribute", "names": "name", "sources": "source", "further": "further"}


def kind_word(kind: str) -> str:
    """Return what an item's kind is called."""
    return _KINDS.get(kind, kind.replace("_", " "))


def field_word(name: str) -> str:
    """Return what a field is called."""
    field, stroke, entry = name.partition("/")
    if stroke and field in _ENTRIES:
        return _ENTRIES[field] if field == "sources" or not entry.strip() else f"{_ENTRIES[field]} {entry.strip()}"
    return _FIELDS.get(name, name.replace("_", " "))


def relation_words(item: Item) -> str:
    """Return what an item is to the two sides, for coincident lines with how near they are: "Coincident (T2)"."""
    if item.relation is Relation.COINCIDENT and item.tier is not None:
        return f"Coincident ({item.tier}), not agreed"
    return RELATIONS[item.relation]


def drawn_words(drawing: Drawing) -> str:
    """Return what one side did to a line or a point: "moved, up to 12.3 m, 3 ranges of vertices"."""
    words = [DRAWN[drawing.drawn]]
    if drawing.reversed and drawing.drawn is not Drawn.REVERSED:
        words.append("reversed")
    if drawing.apart:
        words.append(f"up to {metres(drawing.apart)} ({drawing.tier}, {TIERS[drawing.tier]})")
    if drawing.ranges:
        words.append(f"{len(drawing.ranges):,} range{'' if len(drawing.ranges) == 1 else 's'} of vertices")
    return ", ".join(words)


def tally_words(tally: Tally) -> str:
    """Return what became of a side's operations: "12 operations, 14 parts in 13 items: 5 only one side, ..."."""
    relations = ", ".join(
        f"{tally.relations[relation]:,} {word[0].lower()}{word[1:]}"
        for relation, word in _IN_A_TALLY.items()
        if tally.relations.get(relation)
    )
    counts = [(tally.operations, "operation"), (tally.parts, "part"), (tally.items, "item")]
    operations, parts, items = (f"{count:,} {word}{'' if count == 1 else 's'}" for count, word in counts)
    return f"{operations}, {parts} in {items}{f': {relations}' if relations else ''}"


def part_words(part: SplitPart) -> str:
    """Return what a part of the claims is: coincident, between the lines, or one side's alone."""
    if part.area is None:
        return "coincident"
    if part.alone:
        return "only A" if part.b is None else "only B"
    return "between, open" if part.open else "between"


def proposal_sentence(each: Proposal) -> str:
    """Return what may be one thing, why, and who says so, with the identifiers to type."""
    what = f"{kind_word(each.kind)} {each.label_a} of A ({each.a}) and {each.label_b} of B ({each.b})"
    if each.confirmed:
        return f"Said by both to be one: {what}."
    if each.said_by:
        return f"{each.said_by[0]} says they are one: {what}."
    apart = f", {metres(each.apart)} apart ({each.tier})" if each.apart is not None else ""
    share = f", {each.share / 10:g} % of the line together" if each.share is not None else ""
    return f"Perhaps one: {what}: the same {', '.join(map(field_word, each.why)) or 'place'}{apart}{share}."


def doubt_sentence(doubt: Doubt) -> str:
    """Return the features of which it cannot be said which is which."""
    a, b = (
        ", ".join(f"{label} ({id_})" for id_, label in zip(ids, labels, strict=True))
        for ids, labels in ((doubt.a, doubt.labels_a), (doubt.b, doubt.labels_b))
    )
    return f"Equally good, so none is proposed: {kind_word(doubt.kind)} {a} of A with {b} of B."


def hectares(square_metres: int) -> str:
    """Return an area as hectares to the square metre."""
    return f"{square_metres / 10_000:,.4f} ha"


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
    name = name.partition("/")[0]
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
