"""A first look at a source: its first rows on the map and in a table, before anything is decided."""

from dataclasses import dataclass
from pathlib import Path

from geodata.cancel import Progress, unwatched
from geodata.errors import Refused
from geodata.geometry.plausible import Finding
from geodata.io.load_fields import identifiers, normalised, text_of
from geodata.io.load_place import place_of, said_of, table_of
from geodata.io.load_reference import drawn_of, shape_of
from geodata.io.load_report import LoadReport, refused_rows
from geodata.io.load_shapes import shapes_of
from geodata.io.mapping import Crossing, Mapping, Target
from geodata.model.profile import JointProfile
from geodata.model.reference import Columns


@dataclass(frozen=True, slots=True)
class Preview:
    """The first rows of a source.

    `headings` and `cells` are its columns as they are, a text for each row and heading. `columns` are the parts on the
    map in degrees of WGS 84, `columns.rows` the rows they belong to (from 0, into `cells`). `trouble` says why there is
    no map yet: no reference system, or no operation pinned; None when there is one. `findings` are what is implausible
    about where they lie.
    """

    headings: list[str]
    cells: list[list[str]]
    columns: Columns
    report: LoadReport
    trouble: Refused | None = None
    findings: tuple[Finding, ...] = ()


def preview(
    path: Path, mapping: Mapping, profile: JointProfile, limit: int = 200, progress: Progress | None = None
) -> Preview:
    """Return the first rows as the mapping would take them; raise what reading raises."""
    table = table_of(Path(path), mapping, progress or unwatched(), limit)
    shape = shape_of(table) if mapping.target is Target.REFERENCE else mapping.target.shape
    columns, remarks = normalised(table.columns)
    cells = [[text_of(value) for value in row] for row in zip(*columns.values(), strict=True)]
    cells = cells or [[] for _ in range(len(table))]
    try:
        place = place_of(table, mapping, profile)
    except Refused as trouble:
        return Preview(list(columns), cells, Columns.of_lines([]), LoadReport(remarks=table.remarks), trouble)
    crossing = Crossing.IGNORED if mapping.target is Target.REFERENCE else mapping.target.crossing
    shapes = shapes_of(table, shape, crossing, place)
    ids, _ = identifiers(columns, mapping, table)
    said = (*table.remarks, *said_of(table, place), *remarks, *shapes.remarks)
    report = LoadReport(refused=refused_rows(shapes.refused, ids), remarks=said)
    return Preview(list(columns), cells, drawn_of(shapes, shape), report, findings=place.findings)
