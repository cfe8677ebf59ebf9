"""Joint profiles that hold together: what a profile may say, those made ready for the region, and where two differ."""

import re
from hashlib import sha256
from itertools import pairwise

import msgspec
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError, ProjError

from geodata.errors import InvalidFeature
from geodata.geometry.crs import on_world_datum, pin_of, published, reference_system
from geodata.model.grid import JointGrid, Unit
from geodata.model.profile import JointProfile, PinnedOperation

SK42_GK8 = "EPSG:28408"
UTM38N = "EPSG:32638"

SOURCES = ("EPSG:4326", "EPSG:32638", "EPSG:4284", "EPSG:28408", "EPSG:28468", "EPSG:2590", "EPSG:2591")
"""The reference systems in which sources of the region are written: WGS 84 and SK-42, by degrees and by zones."""

_EPSG = re.compile(r"EPSG:[1-9][0-9]{3,6}")
_WKT = re.compile(r"(GEOG|PROJ|GEOD)(CRS|CS|ETICCRS|RAPHICCRS|ECTEDCRS)\[")
_LONGEST = 20_000
_READS_A_FILE = re.compile(r"grids=|init=|file=|[@/\\]")


def named_grid(crs: str, unit: str) -> JointGrid | None:
    """Return the grid of a reference system and unit as a document names them, None when they make none.

    Nothing is looked up here but an EPSG code or a WKT that is short enough: no file, no name, no network.
    """
    if unit not in set(Unit) or not _is_plain(crs):
        return None
    try:
        found = CRS.from_user_input(crs)
    except CRSError:
        return None
    plane = found.is_projected and not found.is_geographic
    fits = Unit.TENTH_MILLIMETRE if plane else Unit.NANODEGREE
    usable = (plane or found.is_geographic) and len(found.axis_info) == 2 and found.get_geod() is not None
    in_metres = not plane or all(axis.unit_name == "metre" for axis in found.axis_info)
    return JointGrid(crs=crs, unit=Unit(unit)) if usable and in_metres and unit == fits else None


def check_profile(profile: JointProfile) -> None:
    """Raise InvalidFeature for the first thing in a profile that cannot be."""
    grid = named_grid(profile.crs, profile.unit)
    if grid is None:
        raise InvalidFeature(
            f"The joint profile names {profile.crs[:40]} in steps of {profile.unit}; a reference system of two axes in "
            "degrees goes with 1e-9 degree, one in metres with 0.1 mm."
        )
    if profile.ellipsoid != ellipsoid_name(profile.crs):
        raise InvalidFeature(
            f"The joint profile names the ellipsoid {profile.ellipsoid[:40]}, but that of its reference system is "
            f"{ellipsoid_name(profile.crs)}."
        )
    limits = (0, *msgspec.structs.astuple(profile.tolerances), 10**9)
    if any(before >= after for before, after in pairwise(limits)):
        raise InvalidFeature("The tolerances of the joint profile do not rise from tier to tier.")
    sources = [pinned.source for pinned in profile.operations]
    if sources != sorted(set(sources)):
        raise InvalidFeature("The joint profile pins its operations out of order, or two for one reference system.")
    for pinned in profile.operations:
        _check_operation(pinned)
    if not on_world_datum(profile.crs) and profile.operation("EPSG:4326") is None:
        raise InvalidFeature(
            "The joint profile does not say how its reference system lies to WGS 84; pin an operation for EPSG:4326."
        )


def ellipsoid_name(crs: str) -> str:
    """Return what the ellipsoid of a reference system is called."""
    ellipsoid = CRS.from_user_input(crs).ellipsoid
    return str(ellipsoid.name) if ellipsoid is not None else ""


def ready_profile(crs: str, operation: str = "") -> JointProfile:
    """Return the profile of a reference system in which SK-42 and WGS 84 meet by one published operation.

    `operation` is its EPSG code ("EPSG:15865"); without one nothing between the two is pinned, which only a system on
    the datum of WGS 84 can do without. Raise InvalidFeature.
    """
    unit = Unit.NANODEGREE if reference_system(crs).geographic else Unit.TENTH_MILLIMETRE
    grid = JointGrid(crs=crs, unit=unit)
    pins = [pin for source in SOURCES if source != crs and (pin := _pin(source, grid, operation)) is not None]
    made = JointProfile(
        crs=crs, unit=unit, ellipsoid=ellipsoid_name(crs), operations=tuple(sorted(pins, key=lambda each: each.source))
    )
    check_profile(made)
    return made


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
            found.append((f"operation for {source[:60]}", _operation_text(first), _operation_text(second)))
    return found


def _pin(source: str, grid: JointGrid, operation: str) -> PinnedOperation | None:
    """What is pinned for a source: the operation wanted where a datum changes, nothing where it does not."""
    for each in published(source, grid):
        if each.conversion:
            return None
        if operation and each.code == operation:
            return pin_of(source, each)
    return None


def _check_operation(pinned: PinnedOperation) -> None:
    if not _is_plain(pinned.source):
        raise InvalidFeature("The joint profile pins an operation for something that is no reference system.")
    if len(pinned.pipeline) > _LONGEST or _READS_A_FILE.search(pinned.pipeline):
        raise InvalidFeature(
            "An operation of the joint profile needs a file that is not in it; write one that consists of its numbers."
        )
    try:
        Transformer.from_pipeline(pinned.pipeline)
    except ProjError:
        raise InvalidFeature(f"PROJ cannot run an operation of the joint profile ({pinned.pipeline[:60]}).") from None


def _is_plain(crs: str) -> bool:
    """Tell whether a text is an EPSG code or WKT, so that nothing else is ever made of it."""
    return len(crs) <= _LONGEST and (_EPSG.fullmatch(crs) or _WKT.match(crs)) is not None


def _text(value: object) -> str:
    plain = msgspec.to_builtins(value)
    return plain if isinstance(plain, str) else msgspec.json.encode(plain).decode()


def _operation_text(pinned: PinnedOperation | None) -> str:
    return "none pinned" if pinned is None else (pinned.code or pinned.pipeline)


def profile_hash(profile: JointProfile) -> str:
    """Return the sha256 by which both sides know a profile: that of its canonical bytes."""
    return sha256(msgspec.json.encode(profile, order="sorted")).hexdigest()
