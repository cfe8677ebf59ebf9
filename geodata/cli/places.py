"""How a stretch is named on the command line: metres, kilometres or turning points along a segment."""

import re

from geodata.errors import NotFound, Refused
from geodata.geometry.measure import length
from geodata.geometry.stretch import anchor, anchor_at_turning_point, between, stands_on, whole
from geodata.model.project import Project
from geodata.model.segment import Segment
from geodata.model.stretch import Anchor, Stretch
from geodata.model.turning_point import TurningPoint

_NUMBER = re.compile(r"(-?\d+(?:[.,]\d+)?)\s*(m|km)?")
_OFFSET = re.compile(r"(?P<name>.*\S)\s*(?P<offset>[+-]\s*\d+(?:[.,]\d+)?)\s*m?")
_PREFIX = re.compile(r"TP[ -]?", re.IGNORECASE)


def stretch_named(project: Project, segment: Segment, start: str | None, end: str | None) -> Stretch:
    """Return the stretch between two named places, the whole segment where none is named; raise ConfiniaError."""
    if start is None and end is None:
        return whole(segment)
    first = place(project, segment, start) if start is not None else anchor(segment, 0)
    second = place(project, segment, end) if end is not None else anchor(segment, length(segment.line))
    if segment.line.closed and first.at > second.at:
        raise Refused(
            f"Segment {segment.source_id or segment.id} is a ring, and from {first.at / 1000:,.3f} m to "
            f"{second.at / 1000:,.3f} m leads over its start. Say it in two: to the end, and from 0."
        )
    return between(first, second)


def place(project: Project, segment: Segment, text: str) -> Anchor:
    """Return the anchor of "5000", "5 km", "end", "TP 104" or "TP-0113 + 340 m"; raise ConfiniaError.

    What a turning point is called goes before what might be read into it: "104-1" may be a name.
    """
    text = text.strip()
    if text.lower() == "end":
        return anchor(segment, length(segment.line))
    number = _NUMBER.fullmatch(text)
    if number:
        return anchor(segment, _millimetres(number[1], 1_000_000 if number[2] == "km" else 1000))
    point, offset = _turning_point(project, segment, text), 0
    apart = _OFFSET.fullmatch(text)
    if point is None and apart:
        point = _turning_point(project, segment, apart["name"])
        offset = _millimetres(apart["offset"].replace(" ", ""), 1000)
    if point is None:
        raise NotFound(f"{text!r} is neither metres nor a turning point here; write 5000, 5 km, end or TP 104 + 340.")
    return anchor_at_turning_point(segment, point, offset)


def _turning_point(project: Project, segment: Segment, text: str) -> TurningPoint | None:
    """The turning point of this name, of several the one on the segment; raise NotFound when that is not one."""
    names = {text, _PREFIX.sub("", text, count=1)} - {""}
    named = [one for one in project.all(TurningPoint) if names & {one.label, one.source_id, one.id}]
    if len(named) > 1:
        named = [one for one in named if stands_on(segment, one)] or named
    if len(named) > 1:
        raise NotFound(f"{len(named)} turning points are called {text}; name one by its UUID.")
    return named[0] if named else None


def _millimetres(text: str, factor: int) -> int:
    return round(float(text.replace(",", ".")) * factor)
