"""Sources: the maps, acts and measurements that a position rests on."""

from enum import StrEnum

from msgspec import Struct

from geodata.model.status import Side


class SourceKind(StrEnum):
    """What a source is."""

    MAP = "map"
    ACT = "act"
    MINUTE = "minute"
    SCAN = "scan"
    IMAGERY = "imagery"
    MEASUREMENT = "measurement"
    OTHER = "other"


class Source(Struct, frozen=True, kw_only=True, omit_defaults=True, tag="source", tag_field="kind"):
    """A document that is cited; for a sheet, the year of survey and the year of its duty procedure are two facts."""

    id: str
    title: str
    offered_by: Side
    type: SourceKind = SourceKind.MAP
    issuer: str = ""
    date: str = ""
    number: str = ""
    sheet: str = ""
    scale: int | None = None
    survey_year: int | None = None
    duty_year: int | None = None
    archive: str = ""
    sha256: str = ""
