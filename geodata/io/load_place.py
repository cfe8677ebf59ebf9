"""Where a source lies: its reference system, who states it, and the operation that brings it to the joint one."""

from pathlib import Path

import numpy as np
import shapely
from msgspec import Struct
from msgspec.structs import replace

from geodata.cancel import Progress
from geodata.errors import Refused
from geodata.geometry.crs import WORLD, Floats, Operation, ReferenceSystem, covers, pinned, reference_system, transform
from geodata.io.load_report import Note, Remark
from geodata.io.mapping import Mapping, check
from geodata.io.source_table import RawTable
from geodata.io.sources import read
from geodata.model.profile import JointProfile

_WORDS = {
    "file": "as the file says",
    "format": "as its format prescribes",
    "person": "as stated by a person; the file says none",
}


class Place(Struct, frozen=True, kw_only=True):
    """The reference system of a source, the operation pinned for it to that of a joint profile, and who states it.

    `origin` is "file", "format" (longitude and latitude by its specification) or "person".
    """

    profile: JointProfile

    system: ReferenceSystem
    origin: str
    operation: Operation


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


def place_of(table: RawTable, mapping: Mapping, profile: JointProfile) -> Place:
    """Return where a table lies; raise Refused without a reference system, OperationNeeded without an operation."""
    system, origin = _system(table, mapping)
    xy: Floats = shapely.get_coordinates(table.geometries)
    operation = pinned(system.code, xy, profile, mapping.operation)
    return Place(profile=profile, system=system, origin=origin, operation=operation)


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
    """Return what a person should know of the reference system and the operation."""
    known, operation = place.system, place.operation
    remarks = [
        Remark(code=Note.CRS, sentence=f"Coordinates are in {known.name} ({_short(known)}), {_WORDS[place.origin]}.")
    ]
    if operation.pipeline != "noop":
        said = f"They were brought to {place.profile.crs} by {_short(operation)}{operation.label}."
        remarks.append(Remark(code=Note.OPERATION, sentence=said))
    xy = shapely.get_coordinates(table.geometries)
    sound = xy[np.isfinite(xy).all(axis=1)]
    if len(sound) and not operation.conversion:
        native = transform(np.median(sound, axis=0)[None, :], operation)
        if operation.code and np.isfinite(native).all() and not covers(operation, *_degrees(native, place)):
            said = f"That operation was made for another area: {operation.area}"
            remarks.append(Remark(code=Note.OPERATION, sentence=said))
    return remarks


def _system(table: RawTable, mapping: Mapping) -> tuple[ReferenceSystem, str]:
    layer = table.layer
    stated = reference_system(mapping.crs) if mapping.crs else None
    if not layer.crs:
        if stated is None:
            raise Refused(
                f"{layer.format} layer {layer.name} does not say its reference system; state it (--crs), for example "
                "EPSG:4326 for longitude and latitude of WGS 84."
            )
        return stated, "person"
    known = reference_system(layer.crs)
    if stated is not None and stated.code != known.code:
        raise Refused(
            f"The file says that its reference system is {known.name} ({_short(known)}), not {stated.name}; "
            "state none, or correct the file."
        )
    return known, "format" if layer.format.in_degrees and known.code == WORLD else "file"


def _degrees(native: Floats, place: Place) -> tuple[float, float]:
    grid = place.profile.grid
    longitude, latitude = grid.degrees(grid.of_native(native))[0].tolist()
    return longitude, latitude


def _short(named: ReferenceSystem | Operation) -> str:
    if isinstance(named, Operation):
        return f"{named.code}, " if named.code else ""
    return named.code if len(named.code) < 20 else "no EPSG code"
