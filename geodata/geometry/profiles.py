"""Joint profiles that hold together: what a profile may say, what each is made of, and where two differ."""

from functools import lru_cache
from hashlib import sha256
from itertools import pairwise

import msgspec
from pyproj import CRS

from geodata.errors import InvalidFeature, Refused
from geodata.geometry.crs import WORLD, Operation, on_world_datum, pin_of, published, reference_system
from geodata.geometry.profile_checks import (
    MOST,
    check_languages,
    check_names,
    check_operation,
    check_pipeline,
    grid_named,
    is_plain,
)
from geodata.model.grid import JointGrid, Unit
from geodata.model.names import Name
from geodata.model.profile import JointProfile, PinnedOperation, Tolerances

SK42_GK8 = "EPSG:28408"
UTM38N = "EPSG:32638"

SOURCES = ("EPSG:4326", "EPSG:32638", "EPSG:4284", "EPSG:28408", "EPSG:28468", "EPSG:2590", "EPSG:2591")
"""The reference systems in which sources of the region are written: WGS 84 and SK-42, by degrees and by zones."""


def named_grid(crs: str, unit: str) -> JointGrid | None:
    """Return the grid of a reference system and unit as a document names them, None when they make none.

    Nothing is looked up here but an EPSG code or a WKT2 that is short enough: no file, no name, no network.
    """
    return grid_named(crs, unit)


@lru_cache(maxsize=64)
def check_profile(profile: JointProfile) -> None:
    """Raise InvalidFeature for the first thing in a profile that cannot be."""
    grid = named_grid(profile.crs, profile.unit)
    if grid is None:
        raise InvalidFeature(
            f"The joint profile names {profile.crs[:40]!a} in steps of {profile.unit}. It has to be an EPSG code or "
            "WKT2 of two axes, east and north, from Greenwich: in degrees with 1e-9 degree, or in metres with 0.1 mm."
        )
    if profile.ellipsoid != ellipsoid_name(profile.crs):
        raise InvalidFeature(
            f"The joint profile names the ellipsoid {profile.ellipsoid[:40]!a}, but that of its reference system is "
            f"{ellipsoid_name(profile.crs)}."
        )
    limits = (0, *msgspec.structs.astuple(profile.tolerances), 10**9)
    if any(before >= after for before, after in pairwise(limits)):
        raise InvalidFeature("The tolerances of the joint profile do not rise from tier to tier.")
    _check_operations(profile, grid)
    check_languages(profile.languages)
    check_names(profile.names_a, "A")
    check_names(profile.names_b, "B")


def _check_operations(profile: JointProfile, grid: JointGrid) -> None:
    sources = [pinned.source for pinned in profile.operations]
    if sources != sorted(set(sources)) or len(sources) > MOST:
        raise InvalidFeature("The joint profile pins its operations out of order, or two for one reference system.")
    if profile.crs in sources:
        raise InvalidFeature("The joint profile pins an operation from its reference system to itself.")
    for pinned in profile.operations:
        check_operation(pinned, grid)
    if not on_world_datum(profile.crs) and profile.operation(WORLD) is None:
        raise InvalidFeature(
            "The joint profile does not say how its reference system lies to WGS 84; pin an operation for EPSG:4326."
        )


def ellipsoid_name(crs: str) -> str:
    """Return what the ellipsoid of a reference system is called."""
    ellipsoid = CRS.from_user_input(crs).ellipsoid
    return str(ellipsoid.name) if ellipsoid is not None else ""


def ready_profile(crs: str, operation: str = "", pins: tuple[tuple[str, str], ...] = ()) -> JointProfile:
    """Return the profile of a reference system in which SK-42 and WGS 84 meet by one published operation.

    `operation` is its EPSG code ("EPSG:15865"); without one nothing between the two is pinned, which only a system on
    the datum of WGS 84 can do without. `pins` are further sources, each with a code or the text of a PROJ pipeline.
    Raise InvalidFeature or Refused.
    """
    unit = unit_of(crs)
    grid = JointGrid(crs=crs, unit=unit)
    sources = [source for source in SOURCES if source != crs] if operation else []
    found = [pin for source in sources if (pin := _pin(source, grid, operation)) is not None]
    if operation and not found:
        raise Refused(f"{operation[:40]} is not an operation between WGS 84, SK-42 and {reference_system(crs).name}.")
    stated = [stated_pin(*each, grid) for each in pins]
    by_source = {pin.source: pin for pin in found + stated}
    made = JointProfile(
        crs=crs,
        unit=unit,
        ellipsoid=ellipsoid_name(crs),
        operations=tuple(sorted(by_source.values(), key=lambda each: each.source)),
    )
    check_profile(made)
    return made


def unit_of(crs: str) -> Unit:
    """Return the coordinate unit that goes with a reference system; raise Refused when it can be no joint one."""
    found = next((unit for unit in Unit if named_grid(crs, unit) is not None), None)
    if found is None:
        raise Refused(
            f"{crs[:60]!a} cannot be a joint reference system: name an EPSG code or WKT2 of two axes, east and north, "
            "in degrees from Greenwich or in metres."
        )
    return found


def stated_pin(source: str, pin: str, grid: JointGrid) -> PinnedOperation:
    """Return what a person pins for a source: a published operation by its code, or the steps of a pipeline.

    Raise Refused or InvalidFeature.
    """
    if not is_plain(source):
        raise Refused(f"{source[:60]!a} is not an EPSG code or WKT2; say for which system it is: EPSG:4326=EPSG:1808.")
    source = reference_system(source).code
    if "proj=" in pin or pin == "noop":
        plain = " ".join(pin.split())
        check_pipeline(plain)
        stated = Operation(code="", name="stated by its parameters", accuracy=None, area="", pipeline=plain)
        return pin_of(source, stated)
    found = next((each for each in published(source, grid) if each.code == pin.upper()), None)
    if found is None:
        raise Refused(f"{pin[:60]} is not a published operation from {source[:40]} to the joint reference system.")
    return pin_of(source, found)


def profile_hash(profile: JointProfile) -> str:
    """Return the sha256 by which both sides know a profile: that of its canonical bytes."""
    return sha256(profile_bytes(profile)).hexdigest()


def profile_bytes(profile: JointProfile) -> bytes:
    """Return a profile as it stands in a document: the one canonical way to write it."""
    return msgspec.json.encode(profile, order="sorted")


def differences(one: JointProfile, other: JointProfile) -> list[tuple[str, str, str]]:
    """Return where two profiles differ: what it is about, and what each says, as text; empty when they are the same."""
    found = [
        (name, _text(getattr(one, name)), _text(getattr(other, name)))
        for name in one.__struct_fields__
        if name != "operations" and getattr(one, name) != getattr(other, name)
    ]
    for source in sorted({pinned.source for pinned in one.operations + other.operations}):
        first, second = one.operation(source), other.operation(source)
        if first != second:
            found.append((f"operation for {source[:60]}", *_operations_apart(first, second)))
    return found


def _pin(source: str, grid: JointGrid, operation: str) -> PinnedOperation | None:
    """What is pinned for a source: the operation wanted where a datum changes, nothing where it does not."""
    for each in published(source, grid):
        if each.conversion:
            return None
        if each.code == operation:
            return pin_of(source, each)
    return None


def _text(value: object) -> str:
    """What one field says, in words."""
    if isinstance(value, Tolerances):
        return tolerances_text(value)
    if isinstance(value, tuple):
        return (
            ", ".join(f"{each.text} ({each.language})" if isinstance(each, Name) else str(each) for each in value)
            or "\u2013"
        )
    plain = msgspec.to_builtins(value)
    return plain if isinstance(plain, str) else msgspec.json.encode(plain).decode()


def tolerances_text(limits: Tolerances) -> str:
    """Return up to how many metres a difference is of which tier."""
    steps = (limits.rounding_mm, limits.transformation_mm, limits.map_mm)
    return ", ".join(f"T{number} to {metres_text(step)} m" for number, step in enumerate(steps, start=1))


def metres_text(millimetres: int) -> str:
    """Return millimetres as metres, exactly and no longer than needed: 0.1, 7, 12345.678."""
    return f"{millimetres / 1000:.3f}".rstrip("0").rstrip(".")


def _operations_apart(first: PinnedOperation | None, second: PinnedOperation | None) -> tuple[str, str]:
    """Both as short as they can be told apart: by code, by pipeline, or by everything that they say."""
    for tell in (_by_code, _by_pipeline, _text):
        told = tell(first), tell(second)
        if told[0] != told[1]:
            return told
    return told


def _by_code(pinned: PinnedOperation | None) -> str:
    return "none pinned" if pinned is None else (pinned.code or pinned.pipeline)


def _by_pipeline(pinned: PinnedOperation | None) -> str:
    return "none pinned" if pinned is None else pinned.pipeline
