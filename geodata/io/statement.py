"""Statements: what a person says of a source that its file does not, and what must still be asked."""

from enum import StrEnum

from msgspec import Struct

from geodata.io.axes import stated_axes
from geodata.io.source_table import SourceLayer
from geodata.model.source import Method, SourceKind


class Question(StrEnum):
    """What must be known of a source before a coordinate of it is taken."""

    CRS = "crs"
    AXES = "axes"
    OPERATION = "operation"
    SHEET = "sheet"
    SCALE = "scale"
    PRINT_YEAR = "print_year"
    DUTY_YEAR = "duty_year"
    METHOD = "method"


OF_A_SHEET = (Question.SHEET, Question.SCALE, Question.PRINT_YEAR, Question.DUTY_YEAR, Question.METHOD)
"""What must be stated of a map or a scan of one; each may also be stated to be unknown (`Statement.without`)."""

SHEETS = frozenset({SourceKind.MAP, SourceKind.SCAN})
"""The types of source of which a sheet's facts are asked."""


class Statement(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a person states of a source; it holds for that file alone and is never remembered for another.

    `type` is None where nobody stated it; `without` names the facts of OF_A_SHEET that are stated to be not on the
    sheet ("duty_year"), which is something else than not having been asked. `as_stated` are the codes of findings
    on which the person insists nevertheless. `straight` is what the legs of all its lines are, as a
    Segment states it.
    """

    type: SourceKind | None = None
    title: str = ""
    issuer: str = ""
    sheet: str = ""
    archive: str = ""
    number: str = ""
    date: str = ""
    scale: int | None = None
    survey_year: int | None = None
    print_year: int | None = None
    duty_year: int | None = None
    method: Method = Method.UNSTATED
    accuracy_mm: int | None = None
    straight: str = ""
    without: tuple[str, ...] = ()
    as_stated: tuple[str, ...] = ()


def missing(statement: Statement, layer: SourceLayer, crs: str = "", axes: str = "") -> tuple[Question, ...]:
    """Return what must still be answered before a layer can be taken; `crs` and `axes` are what a person stated.

    Whether an operation has to be pinned shows only at the place of the data: `OperationNeeded` asks that.
    """
    open_ = []
    system = layer.crs or crs
    if not system:
        open_.append(Question.CRS)
    if not axes and not stated_axes(layer, system):
        open_.append(Question.AXES)
    return (*open_, *missing_of_sheet(statement))


def missing_of_sheet(statement: Statement) -> tuple[Question, ...]:
    """Return what must still be stated of a map or a scan; nothing for another type, or for one nobody stated."""
    if statement.type not in SHEETS:
        return ()
    return tuple(each for each in OF_A_SHEET if not getattr(statement, each) and each not in statement.without)
