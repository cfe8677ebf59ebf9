"""Lines that a file offers as an alternative: each with the source it was read from and its coordinates as read."""

from dataclasses import dataclass
from pathlib import Path

from msgspec.structs import replace

from geodata.cancel import Progress, unwatched
from geodata.changes.delta import Delta
from geodata.errors import Refused
from geodata.geometry.measure import length
from geodata.io.loading import Loaded, load
from geodata.io.mapping import Mapping, Target, proposed
from geodata.io.originals import Original, hashes_of
from geodata.io.source_table import SourceLayer
from geodata.io.sources import layers
from geodata.model.line import Line
from geodata.model.names import label_of
from geodata.model.project import Project
from geodata.model.segment import Segment
from geodata.model.source import Source
from geodata.model.variant import Variant

MOST = 500
"""Lines of a file that are offered."""


@dataclass(frozen=True, eq=False)
class Offered:
    """One line of a file: what it is called there, the source it was read from, its coordinates as they were read."""

    title: str
    name: str
    line: Line
    origin: Source
    original: Original | None

    def originals(self, deltas: list[Delta]) -> list[Original]:
        """Return what is kept beside the variant that became of it: the coordinates as read, in the variant's order."""
        variant = next((delta.new for delta in deltas if isinstance(delta.new, Variant)), None)
        if self.original is None or variant is None:
            return []
        read = self.original if variant.line == self.line else self.original.turned
        (sha256,) = hashes_of([variant])
        return [read._replace(feature=variant.id, sha256=sha256)]


def lines_offered(
    path: Path, project: Project, stated: Mapping | None = None, progress: Progress | None = None
) -> list[Offered]:
    """Return the lines of a file on the project's grid, every layer of lines in order.

    `stated` is what a person says of the file: its layer, reference system, axes, operation and facts. Raise Refused
    when there is no line, with the reason that the reader gives for the first; and whatever loading raises.
    """
    empty = Project(project.settings)
    found: list[Offered] = []
    reasons: list[str] = []
    for layer in layers(path):
        if "point" in layer.geometry.lower() or (stated and stated.layer and stated.layer != layer.name):
            continue
        loaded = load(path, _mapping(layer, stated), empty, progress=progress or unwatched())
        found += _lines(loaded, MOST - len(found))
        reasons += [row.sentence for row in loaded.report.refused[:1]]
    if not found:
        raise Refused(f"{path.name} has no line that can be taken. {' '.join(reasons[:1])}".strip())
    return found


def _mapping(layer: SourceLayer, stated: Mapping | None) -> Mapping:
    guess = proposed(layer, Target.SEGMENTS)
    if stated is None:
        return guess
    return replace(
        guess, crs=stated.crs, axes=stated.axes, operation=stated.operation, encoding=stated.encoding,
        statement=stated.statement,
    )  # fmt: skip


def _lines(loaded: Loaded, most: int) -> list[Offered]:
    read = {original.feature: original for original in loaded.originals}
    found: list[Offered] = []
    for feature in loaded.features[:most]:
        assert isinstance(feature, Segment)
        name = label_of(feature.names, "") or feature.source_id
        title = f"{loaded.source.layer}: {name or len(found) + 1}, {length(feature.line) / 1e6:,.3f} km"
        found.append(Offered(title, feature.source_id, feature.line, loaded.origin, read.get(feature.id)))
    return found
