"""What a record says, as people read it: identifiers by their names, stretches by their chainage, words translated."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QCoreApplication

from desktop.dialogs.figures import count, metres
from desktop.dialogs.words import word
from geodata.model.annotation import NoteKind
from geodata.model.grid import JointGrid
from geodata.model.source import Method, SourceKind
from geodata.model.status import Delimitation, Demarcation, LegalForce, Position, Reason
from geodata.reports.comparison_words import NOTHING, field_word

translate = QCoreApplication.translate

_STORED: dict[str, tuple[type[StrEnum], ...]] = {
    "delimitation": (Delimitation,),
    "legal_force": (LegalForce,),
    "demarcation": (Demarcation,),
    "position": (Position,),
    "reason": (Reason,),
    "method": (Method,),
    "type": (NoteKind, SourceKind),
}


@dataclass(frozen=True, slots=True)
class Ground:
    """What is needed to read a record: what features are called, and the grid of its coordinates."""

    names: Mapping[str, str]
    grid: JointGrid


def told(field: str, plain: Any, ground: Ground) -> str:
    """Return the value of a field as it stands in a record; nothing of it is left out but the points of a line."""
    if plain is None or plain in ("", (), [], {}):
        return NOTHING
    if isinstance(plain, bool):
        return translate("Publish", "yes") if plain else translate("Publish", "no")
    if field in _SHAPES:
        return _SHAPES[field](plain, ground)
    if isinstance(plain, Mapping):
        return _mapping(plain, ground)
    if isinstance(plain, list):
        return "; ".join(told("", each, ground) for each in plain)
    if isinstance(plain, int) and field.endswith("_mm"):
        return metres(plain, 3)
    return _stored(field, plain) or ground.names.get(str(plain), str(plain))


def points(flat: Any, ground: Ground) -> str:
    """Return a few points in full, many by their number and ends; `flat` is x0, y0, x1, y1, ..."""
    pairs = list(zip(flat[::2], flat[1::2], strict=False))
    if len(pairs) <= _MOST_POINTS:
        return "; ".join(ground.grid.written(pair) for pair in pairs)
    ends = " \u2026 ".join(ground.grid.written(pair) for pair in (pairs[0], pairs[-1]))
    return translate("Publish", "{0} points: {1}").format(count(len(pairs)), ends)


_MOST_POINTS = 3


def _stored(field: str, plain: Any) -> str:
    for kind in _STORED.get(field, ()):
        if plain in set(kind):
            return word(kind(plain))
    return ""


def _positions(plain: Any, ground: Ground) -> str:
    return "\n".join(_standing(each, ground) for each in plain)


def _standing(plain: Any, ground: Ground) -> str:
    facts = [told("reason", plain.get("reason"), ground), plain.get("note", ""), _sources(plain.get("sources"), ground)]
    said = f"{_stretch(plain['stretch'], ground)}: {told('position', plain['position'], ground)}"
    return " \u00b7 ".join([said, *(fact for fact in facts if fact and fact != NOTHING)])


def _sources(plain: Any, ground: Ground) -> str:
    return ", ".join(ground.names.get(each, each[:8]) for each in plain or ())


def _stretch(plain: Any, _: Ground) -> str:
    return f"{metres(plain['start']['at'], 3)} \u2013 {metres(plain['end']['at'], 3)}"


def _names(plain: Any, _: Ground) -> str:
    return "\n".join(
        " \u00b7 ".join(filter(None, (each["text"], each.get("language"), each.get("used_by")))) for each in plain
    )


def _attributes(plain: Any, ground: Ground) -> str:
    return "\n".join(f"{heading}: {told('', value, ground)}" for heading, value in plain)


def _point(plain: Any, ground: Ground) -> str:
    return ground.grid.written((plain[0], plain[1]))


def _mapping(plain: Mapping[str, Any], ground: Ground) -> str:
    return "\n".join(f"{field_word(name)}: {told(name, value, ground)}" for name, value in plain.items())


_SHAPES: dict[str, Callable[[Any, Ground], str]] = {
    "position_a": _positions,
    "position_b": _positions,
    "stretch": _stretch,
    "sources": _sources,
    "names": _names,
    "attributes": _attributes,
    "point": _point,
    "line": points,
}
