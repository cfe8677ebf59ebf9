"""Where a source lies: its reference system, who states it, and the operation that brings it to the joint one."""

from pathlib import Path

import numpy as np
import shapely
from msgspec import Struct
from msgspec.structs import replace

from geodata.cancel import Progress
from geodata.errors import Refused
from geodata.geometry.crs import WORLD, Floats, Operation, OperationNeeded, ReferenceSystem, pinned, reference_system
from geodata.geometry.plausible import Finding, axes_question
from geodata.geometry.plausible_held import Held, findings
from geodata.io.axes import Axes, stated_axes
from geodata.io.load_questions import Implausible, Unanswered, of_sheet
from geodata.io.load_report import Note, Remark
from geodata.io.mapping import Mapping, check
from geodata.io.source_table import Format, RawTable
from geodata.io.sources import read
from geodata.io.statement import Question
from geodata.model.profile import JointProfile

_WORDS = {
    "file": "as the file says",
    "format": "as its format prescribes",
    "person": "as stated by a person; the file says none",
}


class Place(Struct, frozen=True, kw_only=True):
    """The reference system of a source, the operation pinned for it to that of a joint profile, and who states it.

    `origin` is "file", "format" (longitude and latitude by its specification) or "person"; `axes` the order in which
    the file has both coordinates, `findings` what is implausible about all that.
    """

    profile: JointProfile

    system: ReferenceSystem
    origin: str
    operation: Operation
    axes: Axes = Axes.EAST_NORTH
    findings: tuple[Finding, ...] = ()
    as_stated: tuple[str, ...] = ()

    def eastward(self, xy: Floats) -> Floats:
        """Return (n, 2) coordinates as read with the one to the east first."""
        return np.ascontiguousarray(xy[:, ::-1]) if self.axes is Axes.NORTH_EAST else xy

    def check(self) -> None:
        """Raise Implausible for what cannot be right and nobody insists on."""
        wrong = [one for one in self.findings if one.certain and one.code not in self.as_stated]
        if wrong:
            raise Implausible(wrong)


class SourceStamp(Struct, frozen=True, kw_only=True):
    """What was read and how: file, hashes, layer, reference system, and the operation to the joint one."""

    file: str
    sha256: str
    files: dict[str, str]
    layer: str
    format: str
    rows: int
    encoding: str
    crs: str
    crs_name: str
    crs_from: str
    operation: str
    operation_name: str


def table_of(path: Path, mapping: Mapping, watched: Progress, limit: int = 0) -> RawTable:
    """Return the layer that a mapping is for, all rows or the first; raise NotFound when a column is not there."""
    table = read(path, mapping.layer, replace(mapping.options, limit=limit), watched)
    check(mapping, table.layer)
    return table


def place_of(
    table: RawTable,
    mapping: Mapping,
    profile: JointProfile,
    held: Held | None = None,
    sheet: tuple[Question, ...] = (),
) -> Place:
    """Return where a table lies, compared with what a project holds.

    Raise Unanswered with all that has to be stated first (`sheet` are open questions about a map sheet),
    OperationNeeded where that is the operation alone, and Refused.
    """
    known, origin = _system(table, mapping)
    axes = _axes(table, mapping, known)
    raw: Floats = shapely.get_coordinates(table.geometries)
    xy = raw[:, ::-1] if axes is Axes.NORTH_EAST else raw
    asked: dict[Question, str] = {}
    if known is None:
        asked[Question.CRS] = (
            f"{table.layer.format} layer {table.layer.name} does not say its reference system; state it (--crs), for "
            "example EPSG:4326 for longitude and latitude of WGS 84"
        )
    if axes is Axes.UNSTATED:
        sound = raw[np.isfinite(raw).all(axis=1)]
        first = (float(sound[0, 0]), float(sound[0, 1])) if len(sound) else (0.0, 0.0)
        asked[Question.AXES] = axes_question(first, known if len(sound) else None, profile.grid, "the first point")
    system, operation = _operation(xy, known, mapping, profile, asked | of_sheet(sheet), table.layer.name)
    found = findings(xy, system, operation, profile, held)
    as_stated = mapping.statement.as_stated
    return Place(
        profile=profile, system=system, origin=origin, operation=operation, axes=axes, findings=tuple(found),
        as_stated=tuple(one.code for one in found if one.certain and one.code in as_stated),
    )  # fmt: skip


def _operation(
    xy: Floats,
    system: ReferenceSystem | None,
    mapping: Mapping,
    profile: JointProfile,
    asked: dict[Question, str],
    layer: str,
) -> tuple[ReferenceSystem, Operation]:
    """The system with the operation that is pinned, or the only one; raise Unanswered with what is asked besides."""
    if system is None:
        raise Unanswered(layer, asked)
    try:
        operation = pinned(system.code, xy, profile, mapping.operation)
    except OperationNeeded as needed:
        if not asked:
            raise
        raise Unanswered(layer, asked | {Question.OPERATION: needed.sentence}, needed.candidates) from None
    if asked:
        raise Unanswered(layer, asked)
    return system, operation


def stamp_of(path: Path, table: RawTable, place: Place) -> SourceStamp:
    """Return what is written down of a source that was loaded."""
    return SourceStamp(
        file=path.name,
        sha256=table.digest.sha256,
        files=table.digest.files,
        layer=table.layer.name,
        format=table.layer.format.value,
        rows=len(table),
        encoding=table.layer.encoding,
        crs=place.system.code,
        crs_name=place.system.name,
        crs_from=place.origin,
        operation=place.operation.pin if place.operation.pipeline != "noop" else "",
        operation_name=place.operation.label,
    )


def said_of(table: RawTable, place: Place) -> list[Remark]:
    """Return what a person should know of the reference system and the operation, and what is doubtful about both."""
    known, operation = place.system, place.operation
    axes = ", the coordinate to the north first" if place.axes is Axes.NORTH_EAST else ""
    remarks = [
        Remark(
            code=Note.CRS,
            sentence=f"Coordinates are in {known.name} ({_short(known)}){axes}, {_WORDS[place.origin]}.",
        )
    ]
    if operation.pipeline != "noop":
        said = f"They were brought to {place.profile.crs} by {_short(operation)}{operation.label}."
        remarks.append(Remark(code=Note.OPERATION, sentence=said))
    for one in place.findings:
        insisted = " A person stated that it is right nevertheless." if one.code in place.as_stated else ""
        remarks.append(Remark(code=Note.DOUBT, sentence=one.sentence + insisted))
    return remarks


def _axes(table: RawTable, mapping: Mapping, system: ReferenceSystem | None) -> Axes:
    """The order of axes that the file states, else that a person states; raise Refused where both differ."""
    stated = stated_axes(table.layer, system.code if system else "")
    if stated is Axes.UNSTATED or not mapping.axes:
        return stated or Axes(mapping.axes)
    if stated != mapping.axes and (table.layer.format is not Format.CSV or table.layer.axes):
        raise Refused(f"The file has its axes in the order {stated}, not {mapping.axes}; state none.")
    return Axes(mapping.axes)


def _system(table: RawTable, mapping: Mapping) -> tuple[ReferenceSystem | None, str]:
    """The reference system and who states it; None where nobody does."""
    layer = table.layer
    stated = reference_system(mapping.crs) if mapping.crs else None
    if not layer.crs:
        return stated, "person"
    known = reference_system(layer.crs)
    if stated is not None and stated.code != known.code:
        raise Refused(
            f"The file says that its reference system is {known.name} ({_short(known)}), not {stated.name}; "
            "state none, or correct the file."
        )
    return known, "format" if layer.format.in_degrees and known.code == WORLD else "file"


def _short(named: ReferenceSystem | Operation) -> str:
    if isinstance(named, Operation):
        return f"{named.code}, " if named.code else ""
    return named.code if len(named.code) < 20 else "no EPSG code"
