"""The source that every feature of one load names as its origin: which file, read how, what a person states of it."""

from pathlib import Path

from msgspec.structs import replace
from pyproj import proj_version_str
from pyproj.database import get_database_metadata

from geodata.changes.delta import Delta
from geodata.geometry.crs import Operation, ReferenceSystem
from geodata.io.identity import identity_of
from geodata.io.load_place import Place
from geodata.io.load_report import Note, Remark
from geodata.io.source_table import RawTable
from geodata.io.statement import Statement
from geodata.model.feature import Kind
from geodata.model.names import nfc
from geodata.model.project import Project, Settings
from geodata.model.source import Reading, Source, SourceKind

_FACTS = (
    "type", "title", "issuer", "sheet", "archive", "number", "date", "scale", "survey_year", "print_year", "duty_year",
    "method", "accuracy_mm", "without",
)  # fmt: skip
"""What a Statement says of a Source, field by field."""


def source_of(path: Path, table: RawTable, place: Place, statement: Statement, settings: Settings) -> Source:
    """Return the source that stands for one reading of a layer; both sides make the same of the same reading."""
    reading = reading_of(path, table, place)
    identity = identity_of(table.digest.sha256, table.layer.name, Kind.SOURCE)
    made = Source(
        id=identity(f"{reading.crs}\n{reading.axes}\n{reading.pipeline}"),
        title=f"{reading.file}, {reading.layer}",
        offered_by=settings.side if settings.base else None,
        type=SourceKind.OTHER,
        sha256=table.digest.sha256,
        reading=reading,
    )
    return replace(made, **facts_of(statement))


def reading_of(path: Path, table: RawTable, place: Place) -> Reading:
    """Return how the coordinates of a layer became those of the joint grid; of the path only the file's name."""
    return replace(
        reading_by(place.system, place.operation),
        file=nfc(path.name),
        sha256=table.digest.sha256,
        layer=nfc(table.layer.name),
        rows=len(table),
        stated_by=place.origin,
        axes=place.axes.value,
        as_stated=place.as_stated,
    )


def reading_by(system: ReferenceSystem, operation: Operation) -> Reading:
    """Return a reading of coordinates of a system by an operation, which says nothing yet of what was read."""
    return Reading(
        file="",
        sha256="",
        crs=system.code,
        crs_name=system.name,
        operation=operation.code,
        operation_name=operation.name,
        pipeline=operation.pipeline,
        accuracy_mm=None if operation.accuracy is None else round(operation.accuracy * 1000),
        proj=proj_version_str,
        epsg=get_database_metadata("EPSG.VERSION") or "",
    )


def facts_of(statement: Statement) -> dict[str, object]:
    """Return what a person states of a source, by the field of Source that holds it."""
    stated = ((name, getattr(statement, name)) for name in _FACTS)
    return {name: nfc(value) if isinstance(value, str) else value for name, value in stated if value}


def held_source(made: Source, statement: Statement, project: Project) -> tuple[Source, Delta | None]:
    """Return the source as the project will hold it, and the change that takes it there, None when it is there so.

    One that is there keeps what it says; what a person states now is added where the source is this side's to change.
    """
    held = project.layers[Kind.SOURCE].get(made.id)
    if not isinstance(held, Source):
        return made, Delta(None, made)
    stated = replace(held, **facts_of(statement))
    if stated == held or held.offered_by is not made.offered_by:
        return held, None
    return stated, Delta(held, stated)


def source_remarks(held: Source, statement: Statement) -> list[Remark]:
    """Return what a person should know of the source: of what type it is, or that nobody said."""
    if statement.type is None and held.type is SourceKind.OTHER:
        said = "The type of this source was not stated; for a map or a scan, state it with its sheet (--source-type)."
        return [Remark(code=Note.SOURCE, sentence=said)]
    facts = facts_of(statement)
    if any(getattr(held, name) != value for name, value in facts.items()):
        said = "The source is in the project already with other facts, and is not this side's to change."
        return [Remark(code=Note.SOURCE, sentence=said)]
    return []
