"""Where the first rows of a source would lie: by either order of axes, and by each operation that may bring them here.

Read once for a file and its columns; what a person answers is tried on the same coordinates again.
"""

import dataclasses
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np
import shapely
from msgspec.structs import replace

from desktop.dialogs.gate_remedies import Remedy, in_order, judged, remedies
from geodata.cancel import Progress
from geodata.errors import Refused
from geodata.geometry.crs import (
    Candidate,
    Floats,
    Operation,
    OperationNeeded,
    ReferenceSystem,
    pinned,
    reference_system,
    transform,
)
from geodata.geometry.plausible import Code, Finding, degrees_of
from geodata.geometry.plausible_held import Held
from geodata.geometry.world import world_of
from geodata.io.axes import Axes, stated_axes
from geodata.io.load_place import said_otherwise, table_of
from geodata.io.mapping import Mapping
from geodata.io.source_table import SourceLayer
from geodata.model.profile import JointProfile
from geodata.model.project import Project

_NOWHERE = 1e9


@dataclass(frozen=True, eq=False)
class Ground:
    """What the first rows come to.

    `first` is the first place with its numbers in the order of the file; `lands` says in degrees of WGS 84 where it
    would lie by each order of axes, None where that is nowhere. `held` is the operation about which there is nothing
    to choose, `choice` the ones from which a person chooses, `apart` how many metres each lies from each other here.
    `places` are (n, 2) degrees of WGS 84 of the rows as they are read, to some metres where an operation is open.
    `beside` is how many metres they lie beside what the project holds, where a mistake would explain it.
    `findings` are what speaks against the reading, each with the remedies that may be offered for it; `wrong` says why
    the reference system cannot be used.
    """

    first: tuple[float, float] | None = None
    system: ReferenceSystem | None = None
    lands: dict[str, tuple[float, float] | None] | None = None
    places: Floats = field(default_factory=lambda: np.empty((0, 2)))
    held: Operation | None = None
    choice: tuple[Candidate, ...] = ()
    apart: tuple[tuple[float, ...], ...] = ()
    beside: float = float("nan")
    findings: tuple[tuple[Finding, tuple[Remedy, ...]], ...] = ()
    wrong: str = ""


class Places:
    """The coordinates of the first rows of one file, as they are in it; read again only for other columns."""

    def __init__(self, path: Path, project: Project) -> None:
        """Read nothing yet; the line of the project is the witness."""
        self._path, self._project = path, project
        self._read: tuple[object, Floats, SourceLayer] | None = None

    @property
    def profile(self) -> JointProfile:
        """The joint profile of the project."""
        return self._project.settings.profile

    @cached_property
    def held(self) -> Held:
        """What the project holds already."""
        return Held.of(self._project)

    def ground(self, mapping: Mapping, limit: int, progress: Progress) -> Ground:
        """Return where the first rows would lie; raise as reading does."""
        xy, layer = self._coordinates(mapping, limit, progress)
        first = (float(xy[0, 0]), float(xy[0, 1])) if len(xy) else None
        system = mapping.crs or layer.crs
        if not system:
            return Ground(first)
        try:
            axes = mapping.axes or stated_axes(layer, system)
            known = reference_system(system)
            found = self._ground(xy, first, known, axes, mapping.operation)
            otherwise = said_otherwise(layer, mapping.crs, mapping.axes)
            back = tuple((each, (Remedy(as_file=True),)) for each in otherwise)
            return dataclasses.replace(found, findings=back + found.findings)
        except Refused as problem:
            return Ground(first, wrong=problem.sentence)

    def _coordinates(self, mapping: Mapping, limit: int, progress: Progress) -> tuple[Floats, SourceLayer]:
        plain = replace(mapping, axes="")
        known = plain.layer, plain.options
        if self._read is None or self._read[0] != known:
            table = table_of(self._path, plain, progress, limit)
            xy: Floats = shapely.get_coordinates(table.geometries)
            self._read = known, xy[np.isfinite(xy).all(axis=1)], table.layer
        return self._read[1:]

    def _ground(
        self, xy: Floats, first: tuple[float, float] | None, system: ReferenceSystem, axes: str, pin: str
    ) -> Ground:
        profile, ordered = self.profile, in_order(xy, axes)
        held, choice = _operations(system.code, ordered, profile)
        rough = held or choice[0].operation
        lands = None if first is None else _lands(np.array(first), rough, profile)
        against = judged(xy, system, axes, profile, self.held, pin) if axes else []
        found = tuple((each, remedies(each, xy, system, axes, profile, self.held)) for each in against)
        return Ground(
            first=first, system=system, lands=lands, places=_world(ordered if axes else xy[:0], rough, profile),
            held=held, choice=tuple(choice), apart=_apart(ordered, choice, profile), findings=found,
            beside=self._beside(ordered, rough, against),
        )  # fmt: skip

    def _beside(self, xy: Floats, operation: Operation, against: list[Finding]) -> float:
        if not any(one.code in (Code.GRID, Code.DATUM) for one in against):
            return float("nan")
        return float(np.median(self.held.distances(degrees_of(xy, operation, self.profile.grid))))


def _operations(code: str, xy: Floats, profile: JointProfile) -> tuple[Operation | None, list[Candidate]]:
    """The one operation that is pinned or changes nothing, or else those that a person chooses from."""
    try:
        return pinned(code, xy, profile), []
    except OperationNeeded as asked:
        return None, asked.candidates


def _lands(first: Floats, operation: Operation, profile: JointProfile) -> dict[str, tuple[float, float] | None]:
    return {
        Axes.EAST_NORTH: _degrees(first, operation, profile),
        Axes.NORTH_EAST: _degrees(first[::-1], operation, profile),
    }


def _degrees(place: Floats, operation: Operation, profile: JointProfile) -> tuple[float, float] | None:
    """Where a place lies in degrees of WGS 84; None off the Earth."""
    found = _world(place[None, :], operation, profile)
    return (float(found[0, 0]), float(found[0, 1])) if len(found) else None


def _world(xy: Floats, operation: Operation, profile: JointProfile) -> Floats:
    """Return those of (n, 2) coordinates that are a place at all in degrees of WGS 84."""
    native = transform(xy, operation)
    there = np.flatnonzero((np.abs(np.nan_to_num(native, nan=np.inf)) < _NOWHERE).all(axis=1))
    degrees = world_of(profile).degrees(profile.grid.of_native(native[there]))
    found: Floats = degrees[(np.abs(degrees) <= (180.0, 90.0)).all(axis=1)]
    return found


def _apart(xy: Floats, choice: list[Candidate], profile: JointProfile) -> tuple[tuple[float, ...], ...]:
    """How far apart in metres each operation puts the middle of the data from each other one."""
    if not len(xy):
        return ()
    grid, middle = profile.grid, np.median(xy, axis=0)[None, :]
    spots = [transform(middle, each.operation) for each in choice]
    if not all(np.isfinite(spot).all() for spot in spots):
        return ()
    places = np.vstack([grid.degrees(grid.of_native(spot)) for spot in spots]) if spots else np.empty((0, 2))
    rows = []
    for longitude, latitude in places:
        here = np.full(len(places), longitude), np.full(len(places), latitude)
        rows.append(tuple(float(one) for one in grid.ellipsoid.inv(*here, places[:, 0], places[:, 1])[2]))
    return tuple(rows)
