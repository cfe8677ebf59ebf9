"""Loading: one layer of a source becomes features of ours, every row taken or refused with a reason, none repaired.

Nothing is written here: the project takes `Loaded.deltas` like any other change. What merely lies beneath comes through
`load_reference`, a first look through `preview`.
"""

from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from geodata.cancel import Progress, unwatched
from geodata.changes.delta import Delta
from geodata.errors import Refused
from geodata.geometry.plausible import Finding
from geodata.geometry.plausible_held import Held
from geodata.io.collecting import uncollected
from geodata.io.identity import identity_of
from geodata.io.load_fields import Fields, fields_of
from geodata.io.load_match import Coming, Matched, match
from geodata.io.load_own import other_kinds, own_fields
from geodata.io.load_place import Place, SourceStamp, place_of, said_of, stamp_of, table_of
from geodata.io.load_report import LoadReport, refused_rows
from geodata.io.load_shapes import Shapes, shapes_of
from geodata.io.load_source import held_source, source_of, source_remarks
from geodata.io.mapping import Mapping
from geodata.io.originals import Form, Originals
from geodata.io.source_table import RawTable
from geodata.io.statement import missing_of_sheet
from geodata.model.feature import Feature, Kind
from geodata.model.project import Project
from geodata.model.source import Source

_STEPS = 4


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a source comes to in a project.

    `features` are new; `unchanged` are in the project just so; `different` are in the project with other content, and
    are taken only when `updating` (else each of their rows is refused). `origin` is the source that each of them names,
    `origin_delta` what takes it into the project, None when it is there; `originals` are the coordinates as read.
    """

    mapping: Mapping
    source: SourceStamp
    features: list[Feature]
    unchanged: list[Feature]
    different: list[Delta]
    origin: Source
    origin_delta: Delta | None
    originals: Originals
    findings: tuple[Finding, ...] = ()
    updating: bool = False
    report: LoadReport = field(default_factory=LoadReport)

    @property
    def deltas(self) -> list[Delta]:
        """The changes that take it into the project: the source first, and only where something comes from it."""
        taken = [Delta(None, feature) for feature in self.features] + (self.different if self.updating else [])
        source = self.origin_delta
        restated = source is not None and source.old is not None
        return [source, *taken] if source is not None and (restated or self.originals) else taken

    @property
    def taken(self) -> int:
        """How many features are taken."""
        return len(self.features) + (len(self.different) if self.updating else 0)

    @property
    def label(self) -> str:
        """The words for it in the history."""
        if not self.taken and self.deltas:
            return f"State the source {self.origin.title}"
        return f"Load {self.mapping.target.counted(self.taken)} from {self.source.file}, {self.source.layer}"


def load(
    path: Path, mapping: Mapping, project: Project, update: bool = False, progress: Progress | None = None
) -> Loaded:
    """Return what a source's layer comes to in a project; `update` takes other content for what is there already.

    Raise NotFound for a layer or column that is not there, Unanswered with all that has to be stated first,
    OperationNeeded where that is the operation alone, Implausible, FileTrouble and Cancelled.
    """
    kind, watched = mapping.target.kind, progress or unwatched()
    if kind is None:
        raise Refused("A reference layer is loaded as such, not as features.")
    table = table_of(Path(path), mapping, watched)
    place = place_of(table, mapping, project.settings.profile, Held.of(project), missing_of_sheet(mapping.statement))
    place.check()
    watched.step("Checking every row", 1, _STEPS)
    shapes, fields = _checked(table, mapping, place, kind)
    watched.step("Comparing with the project", 2, _STEPS)
    made = source_of(Path(path), table, place, mapping.statement, project.settings)
    origin, origin_delta = held_source(made, mapping.statement, project)
    with uncollected():
        identity = identity_of(table.digest.sha256, table.layer.name, kind)
        found = match(shapes, fields, kind, project, Coming(identity, origin.id, mapping.own), update)
    watched.step("Writing the report", 3, _STEPS)
    said = (*table.remarks, *said_of(table, place), *source_remarks(origin, mapping.statement))
    remarks = (*said, *fields.remarks, *shapes.remarks, *found.remarks)
    return Loaded(
        mapping=mapping,
        source=stamp_of(Path(path), table, place),
        features=[feature for _, feature in found.features],
        unchanged=[feature for _, feature in found.unchanged],
        different=[delta for row, delta in found.different if shapes.good[row] or not update],
        origin=origin,
        origin_delta=origin_delta,
        originals=_originals(table, shapes, found, origin.id, update),
        findings=place.findings,
        updating=update,
        report=LoadReport(refused=refused_rows(shapes.refused, fields.ids), remarks=remarks),
    )


def _checked(table: RawTable, mapping: Mapping, place: Place, kind: Kind) -> tuple[Shapes, Fields]:
    """The rows of a table on the joint grid and field by field, each checked."""
    left = chain.from_iterable(other_kinds(table, kind).values()) if mapping.own else ()
    shapes = shapes_of(table, mapping.target.shape, mapping.target.crossing, place, left)
    return shapes, own_fields(table, mapping, shapes, kind) if mapping.own else fields_of(table, mapping, shapes)


def _originals(table: RawTable, shapes: Shapes, found: Matched, origin: str, update: bool) -> Originals:
    """What is kept verbatim: the coordinates of everything taken that names this load as its origin."""
    changed = [delta.new for row, delta in found.different if shapes.good[row]] if update else []
    features = [*(feature for _, feature in found.features), *(feature for feature in changed if feature)]
    form = Form.WKT if table.layer.geometry == "Unknown" else Form.CELLS
    return Originals(origin, form, shapes.parts, shapes.rows, table.texts, features, found.places)
