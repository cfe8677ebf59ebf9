"""Turning points: vertices with legal meaning, numbered in the catalogue."""

from enum import StrEnum

from msgspec import Struct

from geodata.model.grid import Point
from geodata.model.names import Attribute, Name


class TurningPointKind(StrEnum):
    """What a turning point is in the catalogue."""

    ORDINARY = "ordinary"
    TRIPOINT = "tripoint"
    JUNCTION = "junction"
    ENCLAVE_RING = "enclave_ring"


class TurningPoint(Struct, frozen=True, kw_only=True, omit_defaults=True, tag="turning_point", tag_field="kind"):
    """A vertex with legal meaning; `as_read` keeps its coordinates as the catalogue writes them, heights as text.

    `origin` is the id of the source from which its coordinates were read.
    """

    id: str
    point: Point
    source_id: str = ""
    label: str = ""
    type: TurningPointKind = TurningPointKind.ORDINARY
    segment: str = ""
    as_read: str = ""
    origin: str = ""
    height: str = ""
    height_system: str = ""
    accuracy_mm: int | None = None
    names: tuple[Name, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    further: str = ""
