"""Routes: roads, railways and lines that connect, as they are, were or are meant to be."""

from enum import StrEnum

from msgspec import Struct

from geodata.model.line import Line
from geodata.model.names import Attribute, Name


class Mode(StrEnum):
    """What moves on a route."""

    RAIL = "rail"
    ROAD = "road"
    FIBRE = "fibre"
    POWER = "power"
    GAS = "gas"
    WATER = "water"
    OTHER = "other"


class RouteState(StrEnum):
    """Whether a route can be used."""

    UNKNOWN = "unknown"
    OPERATING = "operating"
    CLOSED = "closed"
    DISMANTLED = "dismantled"
    BUILDING = "building"
    PLANNED = "planned"
    PROPOSED = "proposed"


class Route(Struct, frozen=True, kw_only=True, omit_defaults=True, tag="route", tag_field="kind"):
    """One run of a transport route; `code` is its neutral designation, `level` surface, bridge or tunnel."""

    id: str
    line: Line
    source_id: str = ""
    code: str = ""
    names: tuple[Name, ...] = ()
    mode: Mode = Mode.OTHER
    state: RouteState = RouteState.UNKNOWN
    level: str = ""
    gauge_mm: int | None = None
    straight: str = ""
    origin: str = ""
    attributes: tuple[Attribute, ...] = ()
    further: str = ""
