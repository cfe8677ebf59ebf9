"""Where the numbers of a list come from: the source that every feature made of it names as its origin."""

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from geodata.io.coordinate_list import CoordinateList
from geodata.io.coordinate_list_place import Placed
from geodata.io.coordinate_list_text import PASTED
from geodata.io.identity import identity_of
from geodata.io.load_source import reading_by
from geodata.io.originals import Form, Original, hashes_of
from geodata.io.source_table import BETWEEN
from geodata.model.feature import Feature, Kind
from geodata.model.names import nfc
from geodata.model.project import Project
from geodata.model.segment import Segment
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
    table = found.table
    return replace(
        reading_by(place.system, place.operation),
        file="" if table.name == PASTED else nfc(table.name),
        sha256=table.sha256,
        layer=table.sheet,
        rows=len(found.points),
        stated_by="person",
        axes=place.axes.value,
        as_stated=place.as_stated,
    )


def originals_of(features: Iterable[Feature], found: CoordinateList) -> Iterator[Original]:
    """Give the coordinates of features as they stand in a list, those of a line point by point."""
    cells = {point.number: BETWEEN.join(point.cells) for point in found.points}
    read = [each for each in features if not isinstance(each, Source)]
    for feature, sha256 in zip(read, hashes_of(read), strict=True):
        text = _along(feature, cells) if isinstance(feature, Segment) else cells[getattr(feature, "source_id", "")]
        yield Original(feature.id, getattr(feature, "origin", ""), sha256, Form.CELLS, text.encode())


def _along(segment: Segment, cells: dict[str, str]) -> str:
    texts = list(cells.values())
    return "\n".join([*texts, texts[0]] if segment.line.closed else texts)
