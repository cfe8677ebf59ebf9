"""The axes on which a segment stands, and what one side says of a stretch (closed vocabularies)."""

from enum import StrEnum


class Side(StrEnum):
    """One of the two parties; which state it is, is nobody's business here."""

    A = "A"
    B = "B"

    @property
    def other(self) -> "Side":
        """The side across the table."""
        return Side.B if self is Side.A else Side.A


class Role(StrEnum):
    """In which capacity somebody writes."""

    TECHNICIAN = "technician"
    GROUP_HEAD = "group_head"
    CHAIR = "chair"


class Delimitation(StrEnum):
    """How far the two sides have come with a segment together; only a joint decision moves it."""

    UNEXAMINED = "unexamined"
    UNDER_EXAMINATION = "under_examination"
    AGREED_EXPERT = "agreed_expert"
    AGREED_COMMISSION = "agreed_commission"
    DESCRIBED = "described"
    TREATY_TEXT = "treaty_text"
    IN_FORCE = "in_force"
    DEFERRED = "deferred"
    REFERRED = "referred"
    RETURNED = "returned_to_experts"
    REOPENED = "reopened"

    @property
    def decided(self) -> bool:
        """Whether both chairs have agreed it, so that one side alone can only propose to reopen."""
        return self in _DECIDED


_DECIDED = {Delimitation.AGREED_COMMISSION, Delimitation.DESCRIBED, Delimitation.TREATY_TEXT, Delimitation.IN_FORCE}


class LegalForce(StrEnum):
    """The strongest document that fixes a segment."""

    NONE = "none"
    EXPERT_PROTOCOL = "expert_protocol"
    COMMISSION_MINUTE = "commission_minute"
    PROTOCOL_DESCRIPTION = "protocol_description"
    TREATY_INITIALLED = "treaty_initialled"
    TREATY_SIGNED = "treaty_signed"
    RATIFIED_A = "ratified_a"
    RATIFIED_B = "ratified_b"
    IN_FORCE = "in_force"


class Demarcation(StrEnum):
    """How far a segment has been put on the ground."""

    NONE = "none"
    PLANNED = "planned"
    FIELD_MEASURED = "field_measured"
    MARKER_SET = "marker_set"
    ACCEPTED = "accepted"
    MAINTAINED = "maintained"
    VIRTUAL = "virtual"


class Position(StrEnum):
    """What one side says of a stretch of the line as it lies in the base."""

    NONE = "no_position"
    PROPOSES = "proposes"
    ACCEPTS = "accepts"
    RESERVED = "accepts_with_reservation"
    REJECTS = "rejects"
    WITHDRAWN = "withdrawn"


class View(StrEnum):
    """The plain words people mark with; each is stored as a Position."""

    AGREED = "agreed"
    DISPUTED = "disputed"
    OPEN = "open"

    @property
    def position(self) -> Position:
        """The position that is recorded for this word."""
        return {View.AGREED: Position.ACCEPTS, View.DISPUTED: Position.REJECTS, View.OPEN: Position.NONE}[self]


class Reason(StrEnum):
    """Why two readings differ (reason classes, no judgement)."""

    UNSTATED = ""
    SOURCE = "different_source"
    READING = "different_reading"
    TRANSFORMATION = "different_transformation"
    TERRAIN = "terrain_changed"
    RIVER = "river_moved"
    TOPONYM = "toponym_mismatch"
    ACCESS = "access_denied"
    NO_DATA = "no_data"


class Picture(StrEnum):
    """How a stretch is shown: derived from both positions and the joint status, never stored."""

    AGREED = "agreed"
    DISPUTED = "disputed"
    ONE_SIDED = "one-sided"
    UNEXAMINED = "not examined"


_IN_FAVOUR = {Position.ACCEPTS, Position.RESERVED}
_AGAINST = {Position.REJECTS, Position.PROPOSES}


def picture(a: Position, b: Position) -> Picture:
    """Return how a stretch is shown on which the sides say `a` and `b`; symmetric in the two."""
    if a in _AGAINST or b in _AGAINST:
        return Picture.DISPUTED
    in_favour = (a in _IN_FAVOUR) + (b in _IN_FAVOUR)
    return (Picture.UNEXAMINED, Picture.ONE_SIDED, Picture.AGREED)[in_favour]
