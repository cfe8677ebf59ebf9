"""Where a source lies: its reference system, who states it, and the operation that brings it to the joint one."""

from pathlib import Path

import numpy as np
import shapely
from msgspec import Struct
from msgspec.structs import replace

from geodata.cancel import Progress
from geodata.geometry.crs import WORLD, Floats, Operation, OperationNeeded, ReferenceSystem, pinned, reference_system
from geodata.geometry.plausible import Code, Finding, axes_question, fits_turned
from geodata.geometry.plausible_held import Held, findings
from geodata.io.axes import Axes, stated_axes
from geodata.io.load_questions import Implausible, Unanswered, of_sheet
from geodata.io.load_report import Note, Remark
from geodata.io.mapping import Mapping, check
from geodata.io.source_table import Format, RawTable, SourceLayer
from geodata.io.sources import read
from geodata.io.statement import Question
from geodata.model.grid import JointGrid
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
    OperationNeeded where that is the operation alone, Implausible for what the file itself says otherwise and nobody
    insists on, and Refused.
    """
    known, origin = _system(table.layer, mapping)
    axes = _axes(table.layer, mapping, known)
    otherwise = said_otherwise(table.layer, mapping.crs, mapping.axes)
    as_stated = mapping.statement.as_stated
    if otherwise and Code.FILE not in as_stated:
        raise Implausible(otherwise)
    raw: Floats = shapely.get_coordinates(table.geometries)
    asked = _asked(table.layer, raw, known, axes, profile.grid) | of_sheet(sheet)
    turned = axes is Axes.NORTH_EAST or (known and not axes and fits_turned(raw, known, profile.grid))
    xy = raw[:, ::-1] if turned else raw
    system, operation = _operation(xy, known, mapping, profile, asked, table.layer.name)
    found = [*otherwise, *findings(xy, system, operation, profile, held)]
    return Place(
        profile=profile, system=system, origin=origin, operation=operation, axes=axes, findings=tuple(found),
        as_stated=tuple(one.code for one in found if one.certain and one.code in as_stated),
    )  # fmt: skip


def _asked(
    layer: SourceLayer, raw: Floats, known: ReferenceSystem | None, axes: Axes, grid: JointGrid
) -> dict[Question, str]:
    """What has to be stated of where a layer lies, in words."""
    asked: dict[Question, str] = {}
    if known is None:
        asked[Question.CRS] = (
            f"{layer.format} layer {layer.name} does not say its reference system; state it (--crs), for "
            "example EPSG:4326 for longitude and latitude of WGS 84"
        )
    if axes is Axes.UNSTATED:
        sound = raw[np.isfinite(raw).all(axis=1)]
        first = (float(sound[0, 0]), float(sound[0, 1])) if len(sound) else (0.0, 0.0)
        asked[Question.AXES] = axes_question(first, known if len(sound) else None, grid, "the first point")
    return asked


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
        raise Unanswered(layer, asked | {Question.OPERATION: str(needed)}, needed.candidates) from None
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
            sentence=f"Coordinates are in {known.name} ({_short(known)}){axes}, {_stated_by(place)}.",
        )
    ]
    if operation.pipeline != "noop":
        joint = place.profile.crs if place.profile.crs.startswith("EPSG:") else reference_system(place.profile.crs).name
        said = f"They were brought to {joint} by {_short(operation)}{operation.label}."
        remarks.append(Remark(code=Note.OPERATION, sentence=said))
    for one in place.findings:
        insisted = " A person stated that it is right nevertheless." if one.code in place.as_stated else ""
        remarks.append(Remark(code=Note.DOUBT, sentence=one.sentence + insisted))
    return remarks


def said_otherwise(layer: SourceLayer, crs: str, axes: str) -> list[Finding]:
    """Return where a person states another reference system or order of axes than the file; both empty: nowhere."""
    said = []
    if layer.crs and crs and reference_system(crs).code != reference_system(layer.crs).code:
        known, stated = reference_system(layer.crs), reference_system(crs)
        said.append(
            f"The file says that its reference system is {known.name} ({_short(known)}), not {stated.name} "
            f"({_short(stated)}), as is stated."
        )
    own = _own_axes(layer)
    if own and axes and axes != own:
        said.append(f"The file has its axes in the order {own}, not {axes}, as is stated.")
    return [Finding(code=Code.FILE, sentence=" ".join(said), certain=True)] if said else []


def _own_axes(layer: SourceLayer) -> Axes:
    """The order of axes that a file states by itself, whatever its reference system."""
    return stated_axes(layer, "") if layer.format is not Format.CSV or layer.axes else Axes.UNSTATED


def _axes(layer: SourceLayer, mapping: Mapping, system: ReferenceSystem | None) -> Axes:
    """The order of axes that a person states, else that the file does."""
    return Axes(mapping.axes) or stated_axes(layer, system.code if system else "")


def _system(layer: SourceLayer, mapping: Mapping) -> tuple[ReferenceSystem | None, str]:
    """The reference system and who states it; None where nobody does."""
    stated = reference_system(mapping.crs) if mapping.crs else None
    known = reference_system(layer.crs) if layer.crs else None
    if known is None or (stated is not None and stated.code != known.code):
        return stated, "person"
    return known, "format" if layer.format.in_degrees and known.code == WORLD else "file"


def _stated_by(place: Place) -> str:
    if place.origin == "person" and Code.FILE in place.as_stated:
        return "as stated by a person instead of what the file says"
    return _WORDS[place.origin]


def _short(named: ReferenceSystem | Operation) -> str:
    if isinstance(named, Operation):
        return f"{named.code}, " if named.code else ""
    return named.code if len(named.code) < 20 else "no EPSG code"
