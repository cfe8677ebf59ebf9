"""What the parts of a joint profile may be: a reference system that can be measured in, an operation made of numbers.

A profile arrives from outside, so nothing in it is looked up but an EPSG code, nothing is run but the plain steps
listed here, and nothing that it says opens a file.
"""

import re
import unicodedata
from functools import lru_cache

import numpy as np
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError, GeodError, ProjError

from geodata.errors import ConfiniaError, InvalidFeature
from geodata.geometry.crs import Floats, operation_of, reference_system, transform, transform_back
from geodata.model.grid import JointGrid, Unit
from geodata.model.names import Name, nfc
from geodata.model.profile import PinnedOperation

LONGEST = 20_000
"""Letters of a WKT or a pipeline."""

MOST = 64
"""Operations, languages, and names of a side."""

_EPSG = re.compile(r"EPSG:[1-9][0-9]{3,6}")
_WKT2 = re.compile(r"(GEOGCRS|GEOGRAPHICCRS|GEODCRS|GEODETICCRS|PROJCRS|PROJECTEDCRS)\[")
_NOT_PLAIN = re.compile(r'EXTENSION\[|METHOD\["PROJ|FILE\[|GRIDS|[@\x00-\x08]', re.IGNORECASE)
_NO_SYSTEM = (CRSError, GeodError, ProjError, ValueError, OverflowError)

_WORD = re.compile(r"\+?([a-z][a-z0-9_]*)(?:=([A-Za-z0-9_.,:+-]+))?")
_DATUM_STEPS = {"cart", "geogoffset", "helmert", "molodensky", "molobadekas", "affine"}
_PLAIN_STEPS = {"pipeline", "noop", "axisswap", "unitconvert", "push", "pop", "set", "longlat", "latlong"}
_PROJECTIONS = {"tmerc", "etmerc", "utm", "lcc", "merc", "stere", "sterea", "omerc", "somerc", "laea", "aea", "cass"}
_STEPS = _DATUM_STEPS | _PLAIN_STEPS | _PROJECTIONS
_READS = {"init", "grids", "nadgrids", "geoidgrids", "xy_grids", "z_grids", "file", "model", "catalog"}

_LANGUAGE = re.compile(r"[a-z]{2}")
_LONGEST_NAME = 200
_HERE = (45.2, 40.2)
_FARTHEST = 0.2
"""Degrees by which two datums may lie apart before an operation is thought to have its axes or units wrong."""


def is_plain(crs: str) -> bool:
    """Tell whether a text is an EPSG code or WKT2 that names no file, so that nothing else is ever made of it."""
    if len(crs) > LONGEST:
        return False
    return _EPSG.fullmatch(crs) is not None or (_WKT2.match(crs) is not None and _NOT_PLAIN.search(crs) is None)


@lru_cache(maxsize=64)
def grid_named(crs: str, unit: str) -> JointGrid | None:
    """Return the grid of a reference system and unit as a document names them, None when they make none."""
    if unit not in set(Unit) or not is_plain(crs):
        return None
    try:
        found = CRS.from_user_input(crs)
        fits = _fitting(found)
    except _NO_SYSTEM:
        return None
    return JointGrid(crs=crs, unit=fits) if fits == unit else None


def _fitting(crs: CRS) -> Unit | None:
    """The unit that goes with a reference system; None where nothing can be measured in it."""
    if crs.is_compound or crs.is_bound or crs.is_geocentric or crs.is_derived is not crs.is_projected:
        return None
    axes = {(axis.direction.lower(), axis.unit_name) for axis in crs.axis_info}
    if len(crs.axis_info) != 2 or not _on_the_earth(crs):
        return None
    if crs.is_projected and axes == {("east", "metre"), ("north", "metre")}:
        return Unit.TENTH_MILLIMETRE
    return Unit.NANODEGREE if crs.is_geographic and axes == {("east", "degree"), ("north", "degree")} else None


def _on_the_earth(crs: CRS) -> bool:
    ellipsoid, meridian = crs.ellipsoid, crs.prime_meridian
    if ellipsoid is None or meridian is None or meridian.longitude != 0 or crs.get_geod() is None:
        return False
    radii = (ellipsoid.semi_major_metre, ellipsoid.semi_minor_metre)
    return all(6_340_000 < radius < 6_400_000 for radius in radii)


def check_operation(pinned: PinnedOperation, grid: JointGrid) -> None:
    """Raise InvalidFeature unless an operation is made of plain steps and leads from its source to the joint system."""
    if not is_plain(pinned.source):
        raise InvalidFeature(
            f"The joint profile pins an operation for {pinned.source[:40]!a}, which is neither an EPSG code nor WKT2."
        )
    if not _stated_soberly(pinned):
        raise InvalidFeature("The joint profile pins an operation whose code, name or accuracy cannot be.")
    check_pipeline(pinned.pipeline)
    if "ballpark" in pinned.name.lower() or _changes_nothing(pinned, grid):
        raise InvalidFeature(
            f"The operation for {_short(pinned.source)} changes the datum without saying by how much (a ballpark one); "
            "pin one that states its parameters."
        )
    if not _lands(pinned, grid):
        raise InvalidFeature(
            f"The operation for {_short(pinned.source)} puts a place far from where it lies; it goes from x east and "
            "y north of the source, in its own degrees or metres, to x east and y north of the joint system."
        )


def check_pipeline(pipeline: str) -> None:
    """Raise InvalidFeature unless a pipeline is made of plain steps and numbers, can be run and can be run back."""
    words = [_WORD.fullmatch(word) for word in pipeline.split()] if len(pipeline) <= LONGEST else [None]
    pairs = [match.groups() for match in words if match is not None]
    if pipeline != "noop" and (len(pairs) < len(words) or not any(key == "proj" for key, _ in pairs)):
        raise InvalidFeature("An operation of the joint profile is no PROJ pipeline of words like proj=utm, zone=38.")
    if any(key in _READS or (key == "proj" and value not in _STEPS) for key, value in pairs):
        raise InvalidFeature(
            "An operation of the joint profile needs a file that is not in it, or a step that is not known here; write "
            "one that consists of its numbers."
        )
    try:
        there_and_back = pipeline == "noop" or bool(Transformer.from_pipeline(pipeline).has_inverse)
    except ProjError:
        raise InvalidFeature(f"PROJ cannot run an operation of the joint profile ({pipeline[:60]}).") from None
    if not there_and_back:
        raise InvalidFeature(f"An operation of the joint profile cannot be run backwards ({pipeline[:60]}).")


def check_names(names: tuple[Name, ...], side: str) -> None:
    """Raise InvalidFeature unless what a side is called is a few short names in NFC, each in a language."""
    if len(names) > MOST or len(set(names)) < len(names):
        raise InvalidFeature(f"The joint profile names side {side} too often, or twice alike.")
    for name in names:
        sober = 0 < len(name.text) <= _LONGEST_NAME and name.text.strip() == name.text and nfc(name.text) == name.text
        if not sober or any(unicodedata.category(sign) in ("Cc", "Zl", "Zp") for sign in name.text):
            raise InvalidFeature(f"The joint profile calls side {side} something that is no short line of text.")
        if name.used_by not in ("", "A", "B") or (name.language and not _LANGUAGE.fullmatch(name.language)):
            raise InvalidFeature(f"The joint profile calls side {side} by a name in no language of ISO 639-1 (hy, az).")


def check_languages(languages: tuple[str, ...]) -> None:
    """Raise InvalidFeature unless all are ISO 639-1 codes, each once."""
    if len(languages) > MOST or len(set(languages)) < len(languages) or not all(map(_LANGUAGE.fullmatch, languages)):
        raise InvalidFeature("The languages of the joint profile are codes of ISO 639-1 (hy, az, en), each once.")


def _stated_soberly(pinned: PinnedOperation) -> bool:
    code = len(pinned.code) <= _LONGEST_NAME and pinned.code.isascii() and pinned.code.isprintable()
    name = len(pinned.name) <= LONGEST and nfc(pinned.name) == pinned.name
    return code and name and (pinned.accuracy_mm is None or 0 <= pinned.accuracy_mm < 10**9)


def _changes_nothing(pinned: PinnedOperation, grid: JointGrid) -> bool:
    """Tell whether an operation passes from one ellipsoid to another without a step that does so."""
    steps = {word.removeprefix("+").removeprefix("proj=") for word in pinned.pipeline.split()}
    if steps & _DATUM_STEPS:
        return False
    try:
        source, joint = CRS.from_user_input(pinned.source).ellipsoid, CRS.from_user_input(grid.crs).ellipsoid
    except _NO_SYSTEM:
        raise InvalidFeature(f"{_short(pinned.source)} in the joint profile is no reference system.") from None
    if source is None or joint is None:
        return True
    unlike = abs(source.inverse_flattening - joint.inverse_flattening) > 1e-3  # WGS 84 and GRS 1980 are alike
    return unlike or abs(source.semi_major_metre - joint.semi_major_metre) > 1


def _lands(pinned: PinnedOperation, grid: JointGrid) -> bool:
    """Tell whether a place has about the same degrees in the source as in the joint system, and comes back whole."""
    place = np.array([_within(grid.crs)])
    try:
        native = grid.native(grid.on_grid(place))
        there = transform_back(native, operation_of(pinned))
        degrees = _own_degrees(pinned.source, there)
        again = transform(there, operation_of(pinned))
    except (ConfiniaError, *_NO_SYSTEM):
        return False
    near = np.isfinite(degrees).all() and np.abs(degrees - place).max() < _FARTHEST
    return bool(near and np.isfinite(again).all() and np.abs(again - native).max() * grid.step < 2)


def _own_degrees(system: str, xy: Floats) -> Floats:
    crs = CRS.from_user_input(system)
    if crs.is_geographic:
        return xy
    moved = Transformer.from_crs(crs, crs.geodetic_crs, always_xy=True).transform(xy[:, 0], xy[:, 1])
    return np.column_stack(moved).astype(np.float64)


def _within(crs: str) -> tuple[float, float]:
    """A place where a reference system is used: in the region where it reaches there, else the middle of its area."""
    west, south, east, north = reference_system(crs).bounds
    if west <= _HERE[0] <= east and south <= _HERE[1] <= north:
        return _HERE
    return (west + (east if east >= west else east + 360)) / 2, (south + north) / 2


def _short(source: str) -> str:
    return source[:60]
