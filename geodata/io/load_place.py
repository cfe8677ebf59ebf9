"""Where a source lies: its reference system, who states it, and the operation that brings it to WGS 84."""

from pathlib import Path

import numpy as np
import shapely
from msgspec import Struct
from msgspec.structs import replace

from geodata.cancel import Progress
from geodata.errors import Refused
from geodata.geometry.crs import JOINT, Floats, Operation, ReferenceSystem, covers, pinned, reference_system, transform
from geodata.io.load_report import Note, Remark
from geodata.io.mapping import Mapping, check
from geodata.io.source_table import RawTable
from geodata.io.sources import read

_WORDS = {
    "file": "as the file says",
    "format": "as its format prescribes",
    "person": "as stated by a person; the file says none",
}


class Place(Struct, frozen=True, kw_only=True):
    """The reference system of a source, the operation pinned for it, and who states the system.

    `origin` is "file", "format" (longitude and latitude by its specification) or "person".
    """

    system: ReferenceSystem
    origin: str
    operation: Operation


class SourceStamp(Struct, frozen=True, kw_only=True):
    """What was read and how: file, hashes, layer, reference system, and the operation that brought it to WGS 84."""

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


def place_of(table: RawTable, mapping: Mapping) -> Place:
    """Return where a table lies; raise Refused without a reference system, OperationNeeded without an operation."""
    system, origin = _system(table, mapping)
    xy: Floats = shapely.get_coordinates(table.geometries)
    return Place(system=system, origin=origin, operation=pinned(system.code, xy, mapping.operation))


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
        said = f"They were brought to WGS 84 by {_short(operation)}{operation.label}."
        remarks.append(Remark(code=Note.OPERATION, sentence=said))
    xy = shapely.get_coordinates(table.geometries)
    sound = xy[np.isfinite(xy).all(axis=1)]
    if len(sound) and not operation.conversion:
        longitude, latitude = transform(np.median(sound, axis=0)[None, :], operation)[0]
        if operation.code and not covers(operation, longitude, latitude):
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
    return known, "format" if layer.format.in_degrees and known.code == JOINT else "file"


def _short(named: ReferenceSystem | Operation) -> str:
    if isinstance(named, Operation):
        return f"{named.code}, " if named.code else ""
    return named.code if len(named.code) < 20 else "no EPSG code"
