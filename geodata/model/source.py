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


class Method(StrEnum):
    """How the numbers of a source came to be."""

    UNSTATED = ""
    SURVEY = "survey"
    GNSS = "gnss"
    CATALOGUE = "catalogue"
    SCREEN = "digitised_on_screen"
    TABLET = "digitised_on_tablet"
    VECTORISED = "vectorised"
    GIS = "taken_from_gis"


class Reading(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How the coordinates of a file became those of the joint grid: enough to do it again anywhere.

    `file` is its name without a path, "" for a pasted text; `layer` and `rows` say what of it was read; `crs` is an
    EPSG code or WKT2, `stated_by` "file", "format" or "person"; `axes` the order in the file, "east-north" or
    "north-east"; `operation` an EPSG code where it has one, `pipeline` what PROJ ran from x east and y north to the
    joint system ("noop": nothing was moved), `accuracy_mm` as published; `proj` and `epsg` are the versions of both.
    `as_stated` are the findings against this reading on which a person insisted nevertheless.
    """

    file: str
    sha256: str
    layer: str = ""
    rows: int = 0
    crs: str
    crs_name: str = ""
    stated_by: str = ""
    axes: str = "east-north"
    operation: str = ""
    operation_name: str = ""
    pipeline: str = "noop"
    accuracy_mm: int | None = None
    proj: str = ""
    epsg: str = ""
    as_stated: tuple[str, ...] = ()


class Source(Struct, frozen=True, kw_only=True, omit_defaults=True, tag="source", tag_field="kind"):
    """A document that is cited, or from which coordinates were read (`reading`).

    For a sheet, the years of survey, of print (its edition) and of its duty procedure are three facts; `sheet` is its
    designation as printed; `without` are the facts of these that are stated to be not on the sheet, and `accuracy_mm`
    is that of its positions as somebody stated it. What was read before there was a joint base is offered by nobody
    alone: `offered_by` None.
    """

    id: str
    title: str
    offered_by: Side | None = None
    type: SourceKind = SourceKind.MAP
    issuer: str = ""
    date: str = ""
    number: str = ""
    sheet: str = ""
    scale: int | None = None
    survey_year: int | None = None
    print_year: int | None = None
    duty_year: int | None = None
    method: Method = Method.UNSTATED
    accuracy_mm: int | None = None
    without: tuple[str, ...] = ()
    archive: str = ""
    sha256: str = ""
    reading: Reading | None = None
    further: str = ""
