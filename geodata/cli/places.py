"""How a stretch is named on the command line: metres, kilometres or turning points along a segment."""

import re

from geodata.errors import NotFound, Refused
from geodata.geometry.measure import length
from geodata.geometry.stretch import anchor, anchor_at_turning_point, between, whole
from geodata.model.project import Project
from geodata.model.segment import Segment
from geodata.model.stretch import Anchor, Stretch
from geodata.model.turning_point import TurningPoint

_NUMBER = re.compile(r"^\s*(-?\d+(?:[.,]\d+)?)\s*(m|km)?\s*$")
_POINT = re.compile(r"^\s*TP[ -]?(?P<label>.+?)\s*(?P<offset>[+-]\s*\d+(?:[.,]\d+)?)?\s*m?\s*$", re.IGNORECASE)


def stretch_named(project: Project, segment: Segment, start: str | None, end: str | None) -> Stretch:
    """Return the stretch between two named places, the whole segment where none is named; raise ConfiniaError."""
    if start is None and end is None:
        return whole(segment)
    first = place(project, segment, start) if start is not None else anchor(segment, 0)
    second = place(project, segment, end) if end is not None else anchor(segment, length(segment.line))
    return between(first, second)


def place(project: Project, segment: Segment, text: str) -> Anchor:
    """Return the anchor of "5000", "5 km", "end", "TP 104" or "TP-0113 + 340 m"; raise ConfiniaError."""
    if text.strip().lower() == "end":
        return anchor(segment, length(segment.line))
    number = _NUMBER.match(text)
    if number:
        return anchor(segment, _millimetres(number[1], 1_000_000 if number[2] == "km" else 1000))
    named = _POINT.match(text)
    if not named:
        raise Refused(f"{text!r} is neither metres nor a turning point; write 5000, 5 km, end or TP 104 + 340.")
    offset = _millimetres((named["offset"] or "0").replace(" ", ""), 1000)
    return anchor_at_turning_point(segment, _turning_point(project, named["label"]), offset)


def _turning_point(project: Project, label: str) -> TurningPoint:
    for point in project.all(TurningPoint):
        if label in (point.label, point.source_id, point.id):
            return point
    raise NotFound(f"There is no turning point {label} in this project.")


def _millimetres(text: str, factor: int) -> int:
    return round(float(text.replace(",", ".")) * factor)
