"""Pieces of a change set, and what becomes of them on a later base, in words. English; the window has its own."""

from collections.abc import Iterable, Mapping
from typing import Any

from geodata.changes.codec import record
from geodata.changes.comparing.ground import label_of
from geodata.changes.gestures import position_view
from geodata.changes.papers.bits import Bit
from geodata.changes.papers.carrying import Carried
from geodata.changes.papers.rebase import Plan
from geodata.changes.parts import WHOLE
from geodata.model.feature import Feature
from geodata.model.grid import JointGrid
from geodata.model.line import Line
from geodata.reports.comparison_words import field_word, kind_word, metres

_LONGEST = 40
_EMPTY = "-"

Names = Mapping[str, str]
"""What features are called, by identifier."""


def name_of(feature: Feature) -> str:
    """Return what a feature is called, of a note its beginning; its identifier where it has no name."""
    text = " ".join(str(getattr(feature, "text", "")).split())
    short = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…"
    return label_of(feature) or short or str(feature.id)


def bit_words(bit: Bit) -> str:
    """Return what a piece of a change set is, in a few words: "segment S-1: section"."""
    named = f"{kind_word(bit.key[0])} {name_of(bit.delta.feature)}"
    if bit.stretches:
        return f"{named}: what is said from {bit.start / 1000:,.0f} m to {bit.end / 1000:,.0f} m"
    if bit.delta.old is None or bit.delta.new is None:
        return f"{named}, {'added' if bit.delta.old is None else 'removed'}"
    return f"{named}: {field_word(bit.part)}"


def names_in(plan: Plan) -> Names:
    """Return what the features of both bases, and those that the side added, are called."""
    own = (each.carried.bit.delta.new for each in plan.moved)
    features: list[Feature | None] = [*plan.old.features, *own, *plan.new.features]
    return {str(feature.id): name_of(feature) for feature in features if feature is not None}


def value_words(each: Carried, value: object, names: Names, grid: JointGrid) -> str:
    """Return a value of a piece: a feature is there or not, a line is its points, a stretch what is said of it."""
    if each.bit.part == WHOLE:
        return _EMPTY if value is None else "there"
    if each.bit.stretches:
        held = value if isinstance(value, tuple) else ()
        said = (
            f"{position_view(one.position)} {one.stretch.start.at / 1000:,.0f}-{one.stretch.end.at / 1000:,.0f}"
            for one in held
        )
        return ", ".join(said) or _EMPTY
    if isinstance(value, Line):
        return f"{len(value):,} points"
    if each.bit.part == "point" and isinstance(value, tuple):
        return grid.written(value)
    return _words(record(value), names) or _EMPTY


def _words(plain: Any, names: Names) -> str:
    if isinstance(plain, Mapping):
        return _mapping(plain, names)
    if isinstance(plain, list | tuple):
        return ", ".join(_entry(each, names) for each in plain)
    return names.get(plain, plain) if isinstance(plain, str) else "" if plain is None else str(plain)


def _mapping(plain: Mapping[str, Any], names: Names) -> str:
    if "text" in plain:
        return str(plain["text"])
    if "start" in plain and "end" in plain:
        return f"{metres(plain['start']['at'])} to {metres(plain['end']['at'])}"
    return "; ".join(f"{field_word(name)} {_words(held, names)}" for name, held in plain.items())


def _entry(plain: Any, names: Names) -> str:
    """An attribute is its heading and what stands under it."""
    if isinstance(plain, list | tuple) and len(plain) == len(("heading", "value")):
        return f"{plain[0]}: {_words(plain[1], names) or _EMPTY}"
    return _words(plain, names)


def displaced(plan: Plan, names: Names) -> Iterable[str]:
    """Return a sentence for each stretch of which a private note speaks and that has to be found again."""
    for note in plan.notes:
        where = f", {_mapping(record(note.stretch), names)}" if note.stretch is not None else ""
        yield (
            f"The private note on {names.get(note.target, note.target)}{where} stays as it is; its line was redrawn, "
            "place it again."
        )
