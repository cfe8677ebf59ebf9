"""Lines out of anything that holds some: a layer of a file, a project's segment or variant, a change set."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import shapely
from msgspec import Struct

from geodata.changes.documents.document import profile_of
from geodata.errors import ConfiniaError, DocumentRefused, NotFound, Refused
from geodata.geometry.crs import Floats, pinned, reference_system, transform
from geodata.io.documents import read_document
from geodata.io.source_table import Geometries, RawTable, ReadOptions
from geodata.io.sources import read
from geodata.model.feature import Feature, Kind
from geodata.model.grid import JointGrid, Point
from geodata.model.line import Line
from geodata.model.profile import WGS84, JointProfile
from geodata.model.segment import Segment

_PROJECT = b"SQLite format 3\0"
_CONTAINER = b"PK\3\4"
_NAMED_BY = ("id", "source_id", "label", "code", "number")


class Found(Struct, frozen=True, kw_only=True):
    """What was found: lines, or points where there are no lines, on a grid; `name` says where, `how` by what way."""

    name: str
    lines: tuple[Line, ...] = ()
    points: tuple[Point, ...] = ()
    grid: JointGrid
    how: str = ""

    @property
    def shapes(self) -> tuple[Line, ...] | tuple[Point, ...]:
        """The lines, or the points."""
        return self.lines or self.points


class Wanted(Struct, frozen=True, kw_only=True):
    """What a person says of one side: where it is, which layer and feature of it, and in which reference system."""

    path: Path
    layer: str = ""
    id_: str = ""
    crs: str = ""
    operation: str = ""


def found_in(wanted: Wanted, profile: JointProfile | None = None) -> Found:
    """Return the lines of a file; `profile` is that of the other side, where it has one, else WGS 84.

    Raise NotFound, Refused (OperationNeeded where a person has to choose), FileTrouble or DocumentRefused.
    """
    if not wanted.path.exists() and "#" in wanted.path.name:
        file, _, id_ = str(wanted.path).rpartition("#")
        wanted = Wanted(path=Path(file), layer=wanted.layer, id_=id_, crs=wanted.crs, operation=wanted.operation)
    if not wanted.path.is_file():
        raise NotFound(f"There is no file {wanted.path.name}.")
    with wanted.path.open("rb") as opened:
        start = opened.read(16)
    if start.startswith(_CONTAINER):
        return _of_document(wanted)
    if start.startswith(_PROJECT) and not wanted.layer and is_project(wanted.path):
        return _of_project(wanted)
    return _of_file(wanted, profile or WGS84)


def profile_in(path: Path) -> JointProfile | None:
    """Return the joint profile of a project or a document, None for any other file."""
    file = path if path.exists() else Path(str(path).rpartition("#")[0])
    if not file.is_file():
        return None
    with file.open("rb") as opened:
        start = opened.read(16)
    if start.startswith(_CONTAINER):
        return profile_of(read_document(file))
    if not start.startswith(_PROJECT) or not is_project(file):
        return None
    from geodata.io.store_copy import opened_to_read

    with opened_to_read(file) as store:
        return store.settings.profile


def is_project(path: Path) -> bool:
    """Whether a GeoPackage is one of ours: another one is read as any source is."""
    from geodata.io.store_copy import opened_to_read

    try:
        with opened_to_read(path):
            return True
    except ConfiniaError:
        return False


def _of_project(wanted: Wanted) -> Found:
    from geodata.io.store_copy import opened_to_read

    with opened_to_read(wanted.path) as store:
        held, profile = store.load(), store.settings.profile
    features = [feature for kind in Kind for feature in held.layers[kind].values()]
    return _of_features(wanted, features, profile)


def _of_document(wanted: Wanted) -> Found:
    from geodata.changes.documents.base import Base, layers_of
    from geodata.changes.documents.changeset import ChangeSet
    from geodata.changes.documents.document import called

    document = read_document(wanted.path)
    if isinstance(document, Base):
        layers = layers_of(document)
        return _of_features(wanted, [feature for kind in Kind for feature in layers[kind].values()], document.profile)
    if not isinstance(document, ChangeSet):
        raise DocumentRefused(f"{wanted.path.name} is {called(document)}; name a joint base or a change set.")
    changed = [{"id": edit.id, **edit.new} for edit in document.edits if edit.new]
    named = [values for values in changed if not wanted.id_ or wanted.id_ in _names(values)]
    return _found(wanted, [values.get("line") or values.get("point") for values in named], document.profile)


def _of_features(wanted: Wanted, features: list[Feature], profile: JointProfile) -> Found:
    """The feature that is named; where none is, the segments."""
    named = [one for one in features if (wanted.id_ in _names(_said(one)) if wanted.id_ else isinstance(one, Segment))]
    return _found(wanted, [getattr(one, "line", None) or getattr(one, "point", None) for one in named], profile)


def _said(feature: Feature) -> dict[str, object]:
    return {name: getattr(feature, name, "") for name in _NAMED_BY}


def _names(values: Mapping[str, object]) -> set[object]:
    return {values.get(name) for name in _NAMED_BY}


def _found(wanted: Wanted, shapes: list[object], profile: JointProfile) -> Found:
    lines = tuple(one for one in shapes if isinstance(one, Line))
    points = tuple((int(one[0]), int(one[1])) for one in shapes if isinstance(one, tuple) and len(one) == 2)
    name = wanted.path.name + (f"#{wanted.id_}" if wanted.id_ else "")
    if not lines and not points:
        raise NotFound(f"{name} holds no line and no point" + (" of that name." if wanted.id_ else "."))
    return Found(name=name, lines=lines, points=() if lines else points, grid=profile.grid)


def _of_file(wanted: Wanted, profile: JointProfile) -> Found:
    table = read(wanted.path, wanted.layer, ReadOptions())
    rows = table.geometries[_rows(table, wanted.id_)]
    crs = _system(table, wanted.crs)
    operation = pinned(crs, shapely.get_coordinates(rows), profile, wanted.operation)
    parts = shapely.get_parts(np.array([one for one in rows if one is not None], dtype=object))
    name = wanted.path.name + (f"#{wanted.id_}" if wanted.id_ else "")

    def moved(geometries: Geometries) -> list[Floats]:
        return [transform(shapely.get_coordinates(one), operation) for one in geometries]

    kinds = shapely.get_type_id(parts)
    rings = [shapely.get_exterior_ring(one) for one in parts[kinds == 3]]
    lines = [xy for xy in moved(np.array([*parts[(kinds == 1) | (kinds == 2)], *rings], dtype=object)) if len(xy) > 1]
    points = moved(parts[kinds == 0]) if not lines else []
    if not lines and not points:
        raise NotFound(f"{name} holds no line and no point" + (" of that name." if wanted.id_ else "."))
    grid = profile.grid
    return Found(
        name=name,
        lines=tuple(Line(grid.of_native(xy), grid) for xy in lines),
        points=tuple((int(x), int(y)) for xy in points for x, y in grid.of_native(xy)),
        grid=grid,
        how="" if operation.pipeline == "noop" else f"{reference_system(crs).name}, {operation.label}",
    )


def _rows(table: RawTable, id_: str) -> list[int]:
    if not id_:
        return list(range(len(table)))
    found = [row for row in range(len(table)) if any(str(column[row]) == id_ for column in table.columns.values())]
    if not found:
        raise NotFound(f"No row of {table.layer.name} has {id_} in any of its columns.")
    return found


def _system(table: RawTable, stated: str) -> str:
    known = table.layer.crs
    if not known and not stated:
        raise Refused(
            f"{table.layer.format} layer {table.layer.name} does not say its reference system; state it "
            "(--crs-a, --crs-b), for example EPSG:4326 for longitude and latitude of WGS 84."
        )
    if known and stated and reference_system(known).code != reference_system(stated).code:
        raise Refused(
            f"The file says that its reference system is {reference_system(known).name}; state none, or correct it."
        )
    return reference_system(stated or known).code
