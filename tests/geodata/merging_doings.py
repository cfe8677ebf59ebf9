"""What a side may do to a small base, each a function of the side that does it: the words of the table of merging."""

from collections.abc import Callable, Iterable

from msgspec.structs import replace

from geodata.changes.delta import Delta
from geodata.model.alias import alias
from geodata.model.annotation import Annotation
from geodata.model.feature import Feature
from geodata.model.grid import WGS84_DEGREES
from geodata.model.line import Line
from geodata.model.marker import Marker
from geodata.model.segment import Segment
from geodata.model.source import Source
from geodata.model.status import Delimitation, Side
from geodata.model.turning_point import TurningPoint
from geodata.model.variant import VariantState
from tests.geodata.strategies import id_of, segment, standing, variant

Does = Callable[[Side], Iterable[Delta]]

# --- the base -------------------------------------------------------------------------------------------------------

POINTS = [(0, -place * 10_000_000) for place in range(12)]
"""A line of 12 points to the south, some 1.1 km from one to the next."""


def drawn(points: Iterable[tuple[int, int]]) -> Line:
    """A line through grid points."""
    return Line(list(points), WGS84_DEGREES)


ON = segment(1, line=drawn(POINTS), section="north", attributes=(("height", 1),))
DECIDED = segment(2, line=drawn(POINTS), delimitation=Delimitation.AGREED_COMMISSION)
FREE = segment(3, line=drawn(POINTS))
PILLAR = TurningPoint(id=id_of(10), point=(0, 0), label="10")
LINES = {side: variant(30 + place, 0, 2000, side, ON) for place, side in enumerate(Side)}
BASE: tuple[Feature, ...] = (ON, DECIDED, FREE, PILLAR, *LINES.values())


# --- what a side does -----------------------------------------------------------------------------------------------


def nothing(side: Side) -> list[Delta]:
    """Change nothing."""
    del side
    return []


def changes(feature: Feature, **values: object) -> Does:
    """Change fields of a feature."""
    return lambda _: [Delta(feature, replace(feature, **values))]


def adds(*features: Feature) -> Does:
    """Add features."""
    return lambda _: [Delta(None, feature) for feature in features]


def removes(feature: Feature) -> Does:
    """Remove a feature."""
    return lambda _: [Delta(feature, None)]


def both(*does: Does) -> Does:
    """Do several things."""
    return lambda side: [delta for one in does for delta in one(side)]


def moves(*places: int, by: int = 200_000, on: Segment = ON) -> Does:
    """Move points of a line 20 m to the east."""
    return changes(on, line=drawn((x + by, y) if at in places else (x, y) for at, (x, y) in enumerate(POINTS)))


def densifies(at: int) -> Does:
    """Put a point between one point of the line and the next."""
    between = (0, (POINTS[at][1] + POINTS[at + 1][1]) // 2)
    return changes(ON, line=drawn([*POINTS[: at + 1], between, *POINTS[at + 1 :]]))


def splits(at: int) -> Does:
    """Cut a segment in two at a point: the second part is a segment of its own."""
    child = segment(70, line=drawn(POINTS[at:]), parent=ON.id)
    return both(changes(ON, line=drawn(POINTS[: at + 1])), adds(child))


def says(start: int, end: int, on: Segment = ON) -> Does:
    """Say something from one chainage in metres to another."""
    return lambda side: changes(on, **{f"position_{side.lower()}": (standing(start, end, on=on),)})(side)


def notes(on: Feature, number: int = 50) -> Does:
    """Write a note on a feature."""
    return lambda side: adds(Annotation(id=id_of(number + (side is Side.B)), target=on.id, by=side, text="Seen."))(side)


def draws(on: Segment) -> Does:
    """Put a line of one's own on the table."""
    return lambda side: adds(variant(60 + (side is Side.B), 0, 5000, side, on))(side)


def point(number: int, label: str) -> TurningPoint:
    """A turning point that was not there."""
    return TurningPoint(id=id_of(number), point=(5, 5), label=label)


def same_thing(side: Side) -> list[Delta]:
    """Say that points 80 and 81 are one."""
    return [Delta(None, alias(id_of(80), id_of(81), side))]


def reads(side: Side) -> list[Delta]:
    """Read a file, which enters it as a source under an identifier made from its content."""
    return [Delta(None, Source(id=id_of(90), title="catalogue.csv", offered_by=side))]


def withdraws(side: Side) -> list[Delta]:
    """Withdraw one's own line."""
    return [Delta(LINES[side], replace(LINES[side], state=VariantState.WITHDRAWN))]


def on_others_line(side: Side) -> list[Delta]:
    """Write a note on the other side's line."""
    return list(notes(LINES[side.other])(side))


MARKER = Marker(id=id_of(20), point=(0, 0), turning_point=PILLAR.id)
MOON = changes(ON, further='{"moon":1}')


def columns(**values: object) -> Does:
    """Have these attributes, in this order."""
    return changes(ON, attributes=tuple(values.items()))


def adds_twin(number: int, label: str) -> Does:
    """Add a turning point and say that it is the other side's."""
    return both(adds(point(number, label)), same_thing)


def cuts(at: int, on: Segment = ON) -> Does:
    """Cut a line off at a point."""
    return changes(on, line=drawn(POINTS[: at + 1]))


def cuts_start(at: int, on: Segment = ON) -> Does:
    """Cut a line off before a point."""
    return changes(on, line=drawn(POINTS[at:]))


def turns_round(side: Side) -> list[Delta]:
    """Draw a line from its end to its start."""
    return list(changes(ON, line=drawn(POINTS[::-1]))(side))


def removes_own_line(side: Side) -> list[Delta]:
    """Remove one's own line."""
    return [Delta(LINES[side], None)]


def moves_and_renames(on: Segment) -> Does:
    """Move a point of a line, and change a field of the segment."""
    return lambda side: [Delta(on, replace(delta.new, section="south")) for delta in moves(2, on=on)(side)]
