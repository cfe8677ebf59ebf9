"""Segments: one stretch of the line between two turning points, with one standing on each status axis."""

from itertools import pairwise

from msgspec import Struct

from geodata.errors import InvalidFeature
from geodata.model.line import Line
from geodata.model.names import Attribute, Name
from geodata.model.status import Delimitation, Demarcation, LegalForce, Position, Reason, Side
from geodata.model.stretch import Stretch


class Standing(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What one side says of one stretch, why, and on which sources."""

    stretch: Stretch
    position: Position
    note: str = ""
    reason: Reason = Reason.UNSTATED
    sources: tuple[str, ...] = ()


class Segment(Struct, frozen=True, kw_only=True, omit_defaults=True, tag="segment", tag_field="kind"):
    """One stretch of the line between two turning points.

    `source_id` is the identifier the source gave it; `part` the connected run of line it belongs to (an enclave is a
    part of its own), `section` the unit of negotiation, `order` its place from north to south, `parent` the segment
    that it was split from. The four status axes are joint; `position_a` and `position_b` are what each side says, in
    order along the line and without overlap.
    """

    id: str
    line: Line
    source_id: str = ""
    part: str = ""
    section: str = ""
    parent: str = ""
    order: int = 0
    names: tuple[Name, ...] = ()
    delimitation: Delimitation = Delimitation.UNEXAMINED
    legal_force: LegalForce = LegalForce.NONE
    demarcation: Demarcation = Demarcation.NONE
    position_a: tuple[Standing, ...] = ()
    position_b: tuple[Standing, ...] = ()
    straight: str = ""
    origin: str = ""
    attributes: tuple[Attribute, ...] = ()
    further: str = ""

    def __post_init__(self) -> None:
        """Refuse standings of one side that overlap or run out of order."""
        for standings in (self.position_a, self.position_b):
            check_apart(standings, self.source_id or self.id)

    def standings(self, side: Side) -> tuple[Standing, ...]:
        """Return what `side` says, in order along the line."""
        return self.position_a if side is Side.A else self.position_b


def check_apart(standings: tuple[Standing, ...], segment: str) -> None:
    """Raise InvalidFeature when what one side says of a segment overlaps or is out of order."""
    if len(standings) > 1 and any(
        before.stretch.end.at > after.stretch.start.at for before, after in pairwise(standings)
    ):
        raise InvalidFeature(f"Two positions of one side overlap on segment {segment}.")
