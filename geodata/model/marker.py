"""Markers: what stands on the ground; many may serve one turning point."""

from enum import StrEnum

from msgspec import Struct

from geodata.model.grid import Point
from geodata.model.names import Attribute, Name


class MarkerKind(StrEnum):
    """The rank of a marker."""

    MAIN = "main"
    INTERMEDIATE = "intermediate"
    AUXILIARY = "auxiliary"


class Marker(Struct, frozen=True, kw_only=True, omit_defaults=True, tag="marker", tag_field="kind"):
    """A pillar, post or sign; one of a pair names the other in `pair_of`; `origin` as in a turning point."""

    id: str
    point: Point
    source_id: str = ""
    number: str = ""
    type: MarkerKind = MarkerKind.MAIN
    turning_point: str = ""
    pair_of: str = ""
    as_read: str = ""
    origin: str = ""
    height: str = ""
    height_system: str = ""
    condition: str = ""
    names: tuple[Name, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    further: str = ""
