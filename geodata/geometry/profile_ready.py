"""The joint profiles made ready for the region, and what the published operations between the datums would do there."""

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from geodata.errors import Refused
from geodata.geometry.crs import (
    WORLD,
    Floats,
    Operation,
    covers,
    on_world_datum,
    operation_of,
    published,
    reference_system,
    transform,
    transform_back,
)
from geodata.geometry.profiles import SK42_GK8, UTM38N, check_profile, ready_profile, stated_pin, unit_of
from geodata.geometry.world import world_of
from geodata.model.grid import JointGrid
from geodata.model.line import Line
from geodata.model.names import Name
from geodata.model.profile import JointProfile, PinnedOperation, SideOrder, Tolerances
from geodata.model.project import Project

READY = {"wgs84": WORLD, "sk42-gk8": SK42_GK8, "utm38n": UTM38N}
"""The ready profiles by their short names, each with its reference system."""

OPERATIONS = ("EPSG:15865", "EPSG:1808", "EPSG:5044", "EPSG:1254")
"""The published operations between SK-42 and WGS 84 that are in use in the region; none is better by itself."""

PLACES = {"Tavush": (45.03, 41.05), "Goris": (46.34, 39.51), "Meghri": (46.24, 38.90)}
"""Places in the region by name: longitude and latitude in degrees of WGS 84."""

_SK42 = "EPSG:4284"


class Choice(Struct, frozen=True, kw_only=True):
    """A published operation between the datum of a joint system and the other one, as it would work at a place.

    `offsets` are metres to where the others put the same place, by their codes; `here` whether it was made for there.
    """

    operation: Operation
    here: bool
    offsets: dict[str, float]


class Draft(Struct, frozen=True, kw_only=True):
    """What a person wants a profile to say; None leaves it as it is. `pins` are sources with a code or a pipeline."""

    crs: str | None = None
    operation: str | None = None
    pins: tuple[tuple[str, str], ...] = ()
    tolerances: Tolerances | None = None
    languages: tuple[str, ...] | None = None
    names_a: tuple[Name, ...] | None = None
    names_b: tuple[Name, ...] | None = None
    order: SideOrder | None = None


def made_ready(name: str, operation: str = "") -> JointProfile:
    """Return a ready profile by its short name or reference system; raise Refused when an operation must be chosen."""
    crs = READY.get(name.lower(), name)
    unit_of(crs)
    if not operation and not on_world_datum(crs):
        listed = ", ".join(_told(each.operation) for each in choices(crs, PLACES["Goris"]))
        raise Refused(
            f"{reference_system(crs).name} lies on another datum than WGS 84, and the choice of operation moves the "
            f"line. Choose one together and state it (--operation): {listed or 'a PROJ pipeline, with --pin'}."
        )
    return ready_profile(crs, operation)


def drafted(profile: JointProfile, draft: Draft) -> JointProfile:
    """Return a profile with what a person wants changed in it; raise Refused or InvalidFeature."""
    made = profile
    if draft.crs is not None or draft.operation is not None:
        crs = READY.get(draft.crs.lower(), draft.crs) if draft.crs is not None else profile.crs
        if draft.pins or draft.operation:
            ground = ready_profile(crs, draft.operation or "", draft.pins)
        else:
            ground = made_ready(crs)
        made = replace(
            profile, crs=ground.crs, unit=ground.unit, ellipsoid=ground.ellipsoid, operations=ground.operations
        )
    elif draft.pins:
        stated = {pin.source: pin for each in draft.pins for pin in (stated_pin(*each, profile.grid),)}
        held = {each.source: each for each in profile.operations} | stated
        made = replace(profile, operations=tuple(held[source] for source in sorted(held)))
    wanted = {name: value for name in _FREE if (value := getattr(draft, name)) is not None}
    made = replace(made, **wanted)
    check_profile(made)
    return made


def choices(crs: str, place: tuple[float, float]) -> list[Choice]:
    """Return the published operations that lead to or from a joint system's datum, with their offsets at a place.

    Those in use in the region where it is SK-42, else all; `place` is in degrees of WGS 84, offsets in metres.
    """
    grid = JointGrid(crs=crs, unit=unit_of(crs))
    found = published(_SK42 if on_world_datum(crs) else WORLD, grid)
    known = {each.code: each for each in found}
    named = [known[code] for code in OPERATIONS if code in known] or [each for each in found if not each.conversion]
    return _offsets(named, np.array([place]), grid, place)  # the same numbers, be they of WGS 84 or of SK-42


def alternatives(pinned: PinnedOperation, grid: JointGrid, place: tuple[float, float] | None) -> list[Choice]:
    """Return what else is published for a pinned source, with the offsets at a place; the pinned one is among them.

    Nothing when no place is known.
    """
    if place is None:
        return []
    held = operation_of(pinned)
    found = {each.code: each for each in published(pinned.source, grid) if not each.conversion and each.code}
    kept = [found[code] for code in dict.fromkeys((*OPERATIONS, pinned.code)) if code in found]
    if not any(each.code == pinned.code for each in kept):
        kept.insert(0, held)
    joint = np.array([grid.degrees_of(grid.point_of(*place))])
    source = transform_back(grid.native(grid.on_grid(joint)), held)
    return _offsets(kept, source, grid, place)


def area_of(pinned: PinnedOperation, grid: JointGrid) -> str:
    """Return the area that a pinned operation was published for, empty where it has no code."""
    return next((each.area for each in published(pinned.source, grid) if pinned.code and each.code == pinned.code), "")


def place_of(project: Project) -> tuple[float, float] | None:
    """Return longitude and latitude of WGS 84 in the middle of a project's coordinates, None while it has none."""
    points = []
    for layer in project.layers.values():
        for feature in layer.values():
            line, point = getattr(feature, "line", None), getattr(feature, "point", None)
            if isinstance(line, Line):
                points.append(line.start)
            elif point is not None:
                points.append(point)
    if not points:
        return None
    x, y = np.median(np.array(points, np.int64), axis=0).astype(np.int64).tolist()
    return world_of(project.settings.profile).degrees_of((x, y))


_FREE = ("tolerances", "languages", "names_a", "names_b", "order")


def _told(operation: Operation) -> str:
    accuracy = "accuracy not stated" if operation.accuracy is None else f"{operation.accuracy:g} m"
    return f"{operation.code} ({operation.name.removeprefix('Inverse of ')}, {accuracy})"


def _offsets(found: list[Operation], source: Floats, grid: JointGrid, place: tuple[float, float]) -> list[Choice]:
    spots = [grid.degrees(grid.of_native(transform(source, each)))[0] for each in found]
    return [
        Choice(
            operation=each,
            here=covers(each, *place),
            offsets={
                other.pin: float(grid.ellipsoid.inv(*spot, *there)[2])
                for other, there in zip(found, spots, strict=True)
                if other is not each
            },
        )
        for each, spot in zip(found, spots, strict=True)
    ]
