"""Loading: one layer of a source becomes features of ours, every row taken or refused with a reason, none repaired.

Nothing is written here: the project takes `Loaded.deltas` like any other change. What merely lies beneath comes through
`load_reference`, a first look through `preview`.
"""

import hashlib
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from uuid import UUID

from geodata.cancel import Progress, unwatched
from geodata.changes.delta import Delta
from geodata.errors import Refused
from geodata.io.collecting import uncollected
from geodata.io.load_fields import fields_of
from geodata.io.load_match import Identity, match
from geodata.io.load_own import other_kinds, own_fields
from geodata.io.load_place import SourceStamp, place_of, said_of, stamp_of, table_of
from geodata.io.load_report import LoadReport, refused_rows
from geodata.io.load_shapes import shapes_of
from geodata.io.mapping import Mapping
from geodata.io.source_table import RawTable
from geodata.model.feature import Feature, Kind
from geodata.model.project import Project

_NAMESPACE = UUID("6f0d9b0e-6a55-5a0c-9d2e-7c1f4b8e2a31")
"""The namespace of identifiers made from a source, so that both sides make the same of the same file."""

_STEPS = 4


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a source comes to in a project.

    `features` are new; `unchanged` are in the project just so; `different` are in the project with other content, and
    are taken only when `updating` (else each of their rows is refused).
    """

    mapping: Mapping
    source: SourceStamp
    features: list[Feature]
    unchanged: list[Feature]
    different: list[Delta]
    updating: bool = False
    report: LoadReport = field(default_factory=LoadReport)

    @property
    def deltas(self) -> list[Delta]:
        """The changes that take it into the project."""
        return [Delta(None, feature) for feature in self.features] + (self.different if self.updating else [])

    @property
    def label(self) -> str:
        """The words for it in the history."""
        count = len(self.features) + (len(self.different) if self.updating else 0)
        return f"Load {self.mapping.target.counted(count)} from {self.source.file}, {self.source.layer}"


def load(
    path: Path, mapping: Mapping, project: Project, update: bool = False, progress: Progress | None = None
) -> Loaded:
    """Return what a source's layer comes to in a project; `update` takes other content for what is there already.

    Raise NotFound for a layer or column that is not there, Refused without a reference system, OperationNeeded where a
    person has to pin the operation, FileTrouble and Cancelled.
    """
    kind, watched = mapping.target.kind, progress or unwatched()
    if kind is None:
        raise Refused("A reference layer is loaded as such, not as features.")
    table = table_of(Path(path), mapping, watched)
    place = place_of(table, mapping, project.settings.profile)
    watched.step("Checking every row", 1, _STEPS)
    left = chain.from_iterable(other_kinds(table, kind).values()) if mapping.own else ()
    shapes = shapes_of(table, mapping.target.shape, mapping.target.crossing, place, left)
    fields = own_fields(table, mapping, shapes, kind) if mapping.own else fields_of(table, mapping, shapes)
    watched.step("Comparing with the project", 2, _STEPS)
    with uncollected():
        found = match(shapes, fields, kind, project, _identity(table, kind), update)
    watched.step("Writing the report", 3, _STEPS)
    remarks = [*table.remarks, *said_of(table, place), *fields.remarks, *shapes.remarks, *found.remarks]
    return Loaded(
        mapping=mapping,
        source=stamp_of(Path(path), table, place),
        features=[feature for _, feature in found.features],
        unchanged=[feature for _, feature in found.unchanged],
        different=[delta for row, delta in found.different if shapes.good[row] or not update],
        updating=update,
        report=LoadReport(refused=refused_rows(shapes.refused, fields.ids), remarks=tuple(remarks)),
    )


def _identity(table: RawTable, kind: Kind) -> Identity:
    return identity_of(table.digest.sha256, table.layer.name, kind)


def identity_of(sha256: str, layer: str, kind: Kind) -> Identity:
    """Return what makes a UUID (version 5, RFC 9562) of a source identifier; uuid5 takes a second for 100,000."""
    start = hashlib.sha1(_NAMESPACE.bytes + f"{sha256}\n{layer}\n".encode())

    def identity(source_id: str) -> str:
        whole = start.copy()
        whole.update(f"{source_id}\n{kind.value}".encode())
        text = whole.hexdigest()
        variant = "89ab"[int(text[16], 16) & 3]
        return f"{text[:8]}-{text[8:12]}-5{text[13:16]}-{variant}{text[17:20]}-{text[20:32]}"

    return identity
