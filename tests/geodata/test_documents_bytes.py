"""How many bytes one change of one field costs in a document: 250 at most, and the page says what is measured."""

import re

import numpy as np
import pytest
from msgspec.structs import replace

from geodata.changes.codec import canonical
from geodata.changes.delta import Delta
from geodata.changes.edits import change_of
from geodata.model.grid import DEGREE, WGS84_DEGREES
from geodata.model.line import Line
from geodata.model.marker import Marker
from geodata.model.names import Name
from geodata.model.route import Route, RouteState
from geodata.model.segment import Standing
from geodata.model.status import Position, Reason
from geodata.model.turning_point import TurningPoint
from geodata.resources import resource
from tests.geodata.strategies import id_of, line, segment, stretch

MOST = 250
PLACE = (45_123_456_789, 41_234_567_891)
LONG = Line(
    np.stack([np.linspace(45 * DEGREE, 46 * DEGREE, 10_000), np.full(10_000, 41 * DEGREE)], 1).astype(int),
    WGS84_DEGREES,
)
WIDE = segment(attributes=tuple((f"column {number}", number) for number in range(40)))
NARROW = (*WIDE.attributes[:20], ("column 20", "x"), *WIDE.attributes[21:])
ROUTE = Route(id=id_of(3), line=line(), code="M-4", state=RouteState.OPERATING)
POINT = TurningPoint(id=id_of(4), point=(45_012_345_678, 41_012_345_678), label="TP 14")
MARKER = Marker(id=id_of(5), point=(45_012_345_678, 41_012_345_678), number="12/1")


def said(number, position=Position.ACCEPTS, note=""):
    """The standing on the piece of 400 m with that number, at kilometres and to the millimetre, as people mark it."""
    held = stretch(number * 400, number * 400 + 400)
    return Standing(stretch=held, position=position, note=note)


def moved(xy, place, to):
    changed = xy.copy()
    changed[place] = to
    return Line(changed, WGS84_DEGREES)


FIFTY = segment(position_a=tuple(said(number) for number in range(50)))
REJECTED = tuple(said(number, Position.REJECTS if number == 20 else Position.ACCEPTS) for number in range(50))
SHORTER = Line(np.delete(LONG.xy, 5000, 0), WGS84_DEGREES)

CASES = {
    "a section": (segment(), replace(segment(), section="North")),
    "a name spelt otherwise": (
        segment(names=(Name(text="Ağstafa", language="az"), Name(text="Агстев", language="ru"))),
        segment(names=(Name(text="Ağstafa", language="az"), Name(text="Акстафа", language="ru"))),
    ),
    "one attribute of 40": (WIDE, replace(WIDE, attributes=NARROW)),
    "a label": (POINT, replace(POINT, label="TP 14a")),
    "a point moved": (POINT, replace(POINT, point=PLACE)),
    "the number of a marker": (MARKER, replace(MARKER, number="12/2")),
    "the state of a route": (ROUTE, replace(ROUTE, state=RouteState.CLOSED)),
    "one vertex of 10,000 moved": (segment(line=LONG), segment(line=moved(LONG.xy, 5000, PLACE))),
    "one vertex of 10,000 deleted": (segment(line=LONG), segment(line=SHORTER)),
    "a position on a stretch": (segment(), segment(position_a=(said(7),))),
    "the same with a note of 21 letters": (segment(), segment(position_a=(said(7, note="Ridge, not the river"),))),
    "the same with that note and a reason": (
        segment(),
        segment(position_a=(replace(said(7, note="Ridge, not the river"), reason=Reason.READING),)),
    ),
    "a position withdrawn": (segment(position_a=(said(7),)), segment()),
    "one position more among 50": (replace(FIFTY, position_a=FIFTY.position_a[:20] + FIFTY.position_a[21:]), FIFTY),
    "one position among 50 changed": (FIFTY, replace(FIFTY, position_a=REJECTED)),
}  # fmt: skip


def size(old, new):
    return len(canonical(change_of(Delta(old, new))))


WITHIN = {
    *CASES,
} - {"the same with a note of 21 letters", "the same with that note and a reason", "one position among 50 changed"}
"""All but a position that carries words besides its two ends, and one that replaces another: those are two or more."""


@pytest.mark.parametrize("what", sorted(WITHIN))
def test_one_field_costs_at_most_250_bytes(what):
    assert size(*CASES[what]) <= MOST


def test_the_page_tells_the_bytes_that_are_measured():
    page = resource("formats", "changes.md").read_text(encoding="utf-8")
    told = dict(re.findall(r"^\| ([^|]+?) \| ([0-9]+) \|$", page, re.MULTILINE))
    assert told == {what: str(size(*states)) for what, states in CASES.items()}


def test_a_note_costs_its_own_letters_and_little_more():
    for letters in (1, 100, 1000):
        with_note = segment(position_a=(said(7, note="x" * letters),))
        assert (
            size(segment(), with_note) == size(segment(), segment(position_a=(said(7),))) + len(',"note":""') + letters
        )
