"""Where the first rows of a source would lie: by either order of axes, and by each operation that may bring them here.

Read once for a file and its columns; what a person answers is tried on the same coordinates again.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely

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
from geodata.geometry.world import world_of
from geodata.io.axes import Axes
from geodata.io.load_place import table_of
from geodata.io.mapping import Mapping
from geodata.model.profile import JointProfile


@dataclass(frozen=True, eq=False)
class Ground:
    """What the first rows come to.

    `first` is the first place with its numbers in the order of the file; `lands` says in degrees of WGS 84 where it
    would lie by each order of axes, None where that is nowhere. `held` is the operation about which there is nothing
    to choose, `choice` the ones from which a person chooses, `apart` how many metres each lies from each other here.
    `wrong` says why the reference system cannot be used.
    """

    first: tuple[float, float] | None = None
    system: ReferenceSystem | None = None
    lands: dict[str, tuple[float, float] | None] | None = None
    held: Operation | None = None
    choice: tuple[Candidate, ...] = ()
    apart: tuple[tuple[float, ...], ...] = ()
    wrong: str = ""


class Places:
    """The coordinates of the first rows of one file, as they are in it; read again only for other columns."""

    def __init__(self, path: Path) -> None:
        """Read nothing yet."""
        self._path = path
        self._read: tuple[object, Floats, str] | None = None

    def ground(self, mapping: Mapping, profile: JointProfile, limit: int, progress: Progress) -> Ground:
        """Return where the first rows would lie; raise as reading does."""
        xy, stated = self._coordinates(mapping, limit, progress)
        first = (float(xy[0, 0]), float(xy[0, 1])) if len(xy) else None
        system = stated or mapping.crs
        if not system:
            return Ground(first)
        try:
            return _ground(xy, first, reference_system(system), mapping.axes, profile)
        except Refused as problem:
            return Ground(first, wrong=problem.sentence)

    def _coordinates(self, mapping: Mapping, limit: int, progress: Progress) -> tuple[Floats, str]:
        known = mapping.layer, mapping.options
        if self._read is None or self._read[0] != known:
            table = table_of(self._path, mapping, progress, limit)
            xy: Floats = shapely.get_coordinates(table.geometries)
            self._read = known, xy[np.isfinite(xy).all(axis=1)], table.layer.crs
        return self._read[1:]


def _ground(
    xy: Floats, first: tuple[float, float] | None, system: ReferenceSystem, axes: str, profile: JointProfile
) -> Ground:
    ordered = xy[:, ::-1] if axes == Axes.NORTH_EAST else xy
    held, choice = _operations(system.code, ordered, profile)
    rough = held or choice[0].operation
    lands = None if first is None else _lands(np.array(first), rough, profile)
    return Ground(first, system, lands, held, tuple(choice), _apart(ordered, choice, profile))


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
    native = transform(place[None, :], operation)
    if not np.isfinite(native).all() or np.abs(native).max() > 1e9:
        return None
    grid = profile.grid
    longitude, latitude = world_of(profile).degrees(grid.of_native(native))[0].tolist()
    return (longitude, latitude) if abs(longitude) <= 180 and abs(latitude) <= 90 else None


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
