"""Where the numbers of a list come from: the source that every feature made of it names as its origin."""

from pyproj import proj_version_str
from pyproj.database import get_database_metadata

from geodata.io.coordinate_list import CoordinateList
from geodata.io.coordinate_list_place import Placed
from geodata.io.coordinate_list_text import PASTED
from geodata.io.identity import identity_of
from geodata.model.feature import Kind
from geodata.model.project import Project
from geodata.model.source import Method, Reading, Source, SourceKind


def source_of(found: CoordinateList, place: Placed, project: Project) -> Source:
    """Return the source that stands for one reading of a list; both sides make the same of the same reading."""
    reading = reading_of(found, place)
    called = found.table.name if reading.file else "Coordinates pasted as text"
    identity = identity_of(found.table.sha256, found.table.sheet, Kind.SOURCE)
    return Source(
        id=identity(f"{reading.crs}\n{reading.axes}\n{reading.pipeline}"),
        title=f"{called}, {found.table.sheet}" if found.table.sheet else called,
        offered_by=project.settings.side if project.settings.base else None,
        type=SourceKind.OTHER,
        method=Method.CATALOGUE,
        sha256=found.table.sha256,
        reading=reading,
    )


def reading_of(found: CoordinateList, place: Placed) -> Reading:
    """Return how the coordinates of a list became those of the joint grid."""
    operation, table = place.operation, found.table
    return Reading(
        file="" if table.name == PASTED else table.name,
        sha256=table.sha256,
        layer=table.sheet,
        rows=len(found.points),
        crs=place.system.code,
        crs_name=place.system.name,
        stated_by="person",
        axes=place.axes.value,
        operation=operation.code,
        operation_name=operation.name,
        pipeline=operation.pipeline,
        accuracy_mm=None if operation.accuracy is None else round(operation.accuracy * 1000),
        proj=proj_version_str,
        epsg=get_database_metadata("EPSG.VERSION") or "",
        as_stated=place.as_stated,
    )
