"""Pinned operations: how coordinates of another reference system become those of the joint one, once, by a named way.

PROJ picks an operation by itself and may pick another one inside the section being delimited (SK-42 north and south of
41.19 N, a step of 2.3 m). Here every operation that applies is listed with its EPSG code, one is pinned, and that one
transforms everything; `transform` is the one function through which coordinates pass. Ballpark operations are never
offered, and nothing is fetched from a network.
"""

import warnings
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from msgspec import Struct
from pyproj import CRS, Transformer, network
from pyproj.aoi import AreaOfInterest
from pyproj.enums import TransformDirection
from pyproj.exceptions import CRSError, ProjError
from pyproj.transformer import TransformerGroup

from geodata.errors import Refused
from geodata.model.grid import WGS84_DEGREES, JointGrid
from geodata.model.profile import JointProfile, PinnedOperation

Floats = npt.NDArray[np.float64]

WORLD = WGS84_DEGREES.crs
_WORLD = (-180.0, -90.0, 180.0, 90.0)
_UNKNOWN = 999.0  # EPSG's way to say that nobody stated an accuracy


class ReferenceSystem(Struct, frozen=True, kw_only=True):
    """A coordinate reference system as a file or a person states it.

    `code` is "EPSG:28408" where it has one and its WKT where not; `bounds` is the area it was made for: west, south,
    east, north in degrees.
    """

    code: str
    name: str
    geographic: bool
    bounds: tuple[float, float, float, float] = _WORLD


class Operation(Struct, frozen=True, kw_only=True):
    """One way from a reference system to the joint one.

    `code` names it ("EPSG:15865", also where it is run backwards; empty when the file or a person wrote the
    parameters); `accuracy` is in metres, None when nobody stated it; `pipeline` is what PROJ runs, from x east and
    y north to x east and y north; `conversion` says that no datum changes, so that there is nothing to choose.
    """

    code: str
    name: str
    accuracy: float | None
    area: str
    pipeline: str
    bounds: tuple[float, float, float, float] = _WORLD
    conversion: bool = False

    @property
    def label(self) -> str:
        """The operation in words: name and accuracy."""
        accuracy = "accuracy not stated" if self.accuracy is None else f"accuracy {self.accuracy:g} m"
        return self.name if self.conversion else f"{self.name}, {accuracy}"

    @property
    def pin(self) -> str:
        """What states exactly this operation: its code, or its pipeline where it has none."""
        return self.code or self.pipeline


class Candidate(Struct, frozen=True, kw_only=True):
    """An operation that applies at a place, and how far from the first candidate it puts that place, in metres."""

    operation: Operation
    offset: float


class OperationNeeded(Refused):
    """Several operations apply, or one that changes the datum; a person has to pin it. `candidates` are the choice."""

    def __init__(self, system: ReferenceSystem, candidates: list[Candidate]) -> None:
        listed = "; ".join(f"{each.operation.pin} = {each.operation.label}{_apart(each)}" for each in candidates)
        self.candidates = candidates
        super().__init__(
            f"Coordinates in {system.name} have to be moved to another datum, and the choice of operation moves the "
            f"line. Choose one together and state it (--operation): {listed}."
        )


def reference_system(text: str) -> ReferenceSystem:
    """Return the reference system of an EPSG code, WKT or PROJ text; raise Refused when it is none."""
    crs = _crs(text)
    authority = crs.to_authority(min_confidence=70)
    area = crs.area_of_use or (CRS.from_authority(*authority).area_of_use if authority else None)
    return ReferenceSystem(
        code=":".join(authority) if authority else crs.to_wkt(),
        name=crs.name,
        geographic=crs.is_geographic,
        bounds=area.bounds if area else _WORLD,
    )


def operations(system: str, longitude: float, latitude: float, grid: JointGrid = WGS84_DEGREES) -> list[Operation]:
    """Return the operations from a system to that of a grid (WGS 84 where none is named) that apply at a place.

    In the order of their codes; none when only ballpark ones are known.
    """
    return _operations(system, grid.crs, AreaOfInterest(longitude, latitude, longitude, latitude))


def published(system: str, grid: JointGrid = WGS84_DEGREES) -> list[Operation]:
    """Return every published operation from a system to that of a grid, wherever it was made for, superseded ones too.

    In the order of their codes.
    """
    return _operations(system, grid.crs, AreaOfInterest(*_WORLD), superseded=True)


@lru_cache(maxsize=64)
def on_world_datum(system: str) -> bool:
    """Tell whether a reference system is on the datum of WGS 84, so that no operation has to be chosen."""
    return bool(_crs(system).geodetic_crs == _crs(WORLD))


def candidates(system: str, xy: Floats, grid: JointGrid = WGS84_DEGREES) -> list[Candidate]:
    """Return the operations that apply where the (n, 2) coordinates lie, with their offsets from the first.

    Where none was made for that place, all that lead from the system to that of the grid.
    """
    here, place = _place(system, xy)
    found = operations(system, *place, grid) or _operations(system, grid.crs, None)
    spots = [_in_degrees(transform(here, operation), grid) for operation in found]
    return [
        Candidate(operation=operation, offset=_metres(spots[0], spot, grid))
        for operation, spot in zip(found, spots, strict=True)
    ]


def pinned(system: str, xy: Floats, profile: JointProfile, pin: str = "") -> Operation:
    """Return the operation to use for (n, 2) coordinates: the one pinned, or the only one that changes no datum.

    What the joint profile pins, for this system or for another one on the same datum, holds. `pin` is for what it
    leaves open: a code like "EPSG:15865" or the text of a PROJ pipeline. Raise OperationNeeded when a person has to
    choose, Refused when the pin does not apply or is not that of the profile, or nothing better than ballpark is known.
    """
    known = reference_system(system)
    joint = _of_profile(known, profile)
    if joint is not None:
        if pin and not _same_pin(pin, joint):
            raise Refused(
                f"The joint profile pins {joint.pin} for {known.name}; {pin[:80]} is another operation. Both sides "
                "change the profile together, or load the source as it is pinned."
            )
        return joint
    if _is_pipeline(pin):
        return _stated(pin.strip())
    if pin:
        return _named(system, known, pin, profile.grid)
    choice = candidates(system, xy, profile.grid)
    if not choice:
        raise Refused(
            f"No operation from {known.name} to the joint reference system is known that is better than a rough guess. "
            "State one with --operation, as an EPSG code or as a PROJ pipeline."
        )
    if len(choice) == 1 and choice[0].operation.conversion:
        return choice[0].operation
    raise OperationNeeded(known, choice)


def transform(xy: Floats, operation: Operation) -> Floats:
    """Return (n, 2) coordinates of the joint system for (n, 2) coordinates, x before y; infinite where there are none.

    The one function through which coordinates pass from one reference system to another.
    """
    return _run(operation.pipeline, xy, TransformDirection.FORWARD)


def transform_back(xy: Floats, operation: Operation) -> Floats:
    """Return (n, 2) coordinates of the source's system for (n, 2) of the joint one: `transform` backwards, exactly.

    PROJ turns a Helmert step around by its transpose, which leaves EPSG:1808 8 mm off; what is off is taken back once.
    """
    first = _run(operation.pipeline, xy, TransformDirection.INVERSE)
    if operation.pipeline == "noop":
        return first
    with np.errstate(invalid="ignore"):  # what has no place there is infinite
        off = xy - _run(operation.pipeline, first, TransformDirection.FORWARD)
    second = _run(operation.pipeline, xy + off, TransformDirection.INVERSE)
    return np.where(np.isfinite(second), second, first)


def operation_of(held: PinnedOperation) -> Operation:
    """Return the operation that a profile pins."""
    accuracy = None if held.accuracy_mm is None else held.accuracy_mm / 1000
    return Operation(
        code=held.code, name=held.name or held.code, accuracy=accuracy, area="", pipeline=held.pipeline,
    )  # fmt: skip


def pin_of(system: str, operation: Operation) -> PinnedOperation:
    """Return what a profile says to pin an operation for a source's reference system."""
    accuracy = None if operation.accuracy is None else round(operation.accuracy * 1000)
    return PinnedOperation(
        source=reference_system(system).code, code=operation.code, name=operation.name, accuracy_mm=accuracy,
        pipeline=operation.pipeline,
    )  # fmt: skip


def covers(operation: Operation, longitude: float, latitude: float) -> bool:
    """Tell whether a place lies in the area that an operation was made for."""
    west, south, east, north = operation.bounds
    inside = west <= longitude <= east if west <= east else longitude >= west or longitude <= east
    return inside and south <= latitude <= north


def _run(pipeline: str, xy: Floats, direction: TransformDirection) -> Floats:
    if pipeline == "noop":
        return np.array(xy, dtype=np.float64)
    _offline()
    moved = _transformer(pipeline).transform(xy[:, 0], xy[:, 1], direction=direction)
    return np.column_stack(moved).astype(np.float64)


@lru_cache(maxsize=64)
def _transformer(pipeline: str) -> Transformer:
    return Transformer.from_pipeline(pipeline)


def _of_profile(known: ReferenceSystem, profile: JointProfile) -> Operation | None:
    """What the joint profile pins for a system: by itself, or by the same operation for another one on its datum."""
    held = profile.operation(known.code)
    if held is not None:
        return operation_of(held)
    datum = _datum(known.code)
    codes = {each.code for each in profile.operations if each.code and _datum(each.source) == datum}
    every = {each.code: each for each in published(known.code, profile.grid)}
    found = [every[code] for code in codes if code in every]
    return found[0] if len(found) == 1 else None


@lru_cache(maxsize=64)
def _datum(system: str) -> str:
    crs = _crs(system).geodetic_crs
    return str(crs.datum.name) if crs is not None and crs.datum is not None else ""


def _same_pin(pin: str, operation: Operation) -> bool:
    if _is_pipeline(pin):
        return _plain_pipeline(pin) == _plain_pipeline(operation.pipeline)
    return _code(pin) == operation.code


def _is_pipeline(pin: str) -> bool:
    return pin.strip().lower().removeprefix("+").startswith("proj=")


def _plain_pipeline(text: str) -> list[str]:
    return [word.removeprefix("+") for word in text.split()]


def _code(pin: str) -> str:
    wanted = pin.strip().upper()
    return f"EPSG:{wanted}" if wanted.isdecimal() else wanted


def _in_degrees(xy: Floats, grid: JointGrid) -> Floats:
    if not np.isfinite(xy).all():
        return np.full(2, np.nan)
    found: Floats = grid.degrees(np.rint(xy * grid.step).astype(np.int64))[0]
    return found


def _offline() -> None:
    network.set_network_enabled(active=False)  # type: ignore[attr-defined]


def _crs(text: str) -> CRS:
    _offline()
    try:
        return CRS.from_user_input(int(text) if text.strip().isdecimal() else text.strip())
    except CRSError:
        raise Refused(
            f"“{text[:60]}” is not a coordinate reference system known here; write it like EPSG:28408."
        ) from None


@lru_cache(maxsize=64)
def _operations(system: str, target: str, place: AreaOfInterest | None, superseded: bool = False) -> list[Operation]:
    crs = _crs(system)
    with warnings.catch_warnings():  # pyproj warns of grids that are not installed; what needs them is not offered
        warnings.simplefilter("ignore", UserWarning)
        group = TransformerGroup(
            crs,
            _crs(target),
            always_xy=True,
            allow_ballpark=False,
            allow_superseded=superseded,
            area_of_interest=place,  # type: ignore[arg-type]
        )
    return sorted((_operation(each) for each in group.transformers), key=_by_code)


def _by_code(operation: Operation) -> tuple[int, str]:
    number = operation.code.rpartition(":")[2]
    return (int(number) if number.isdecimal() else 0, operation.code + operation.pipeline)


def _operation(transformer: Transformer) -> Operation:
    steps = [step for step in transformer.operations or () if not step.name.startswith("axis order change")]
    changing = [step for step in steps if step.type_name != "Conversion" and not step.name.startswith("Null ")]
    shown = changing or [step for step in steps if not step.name.startswith("Null ")]
    codes = [step.to_json_dict().get("id", {}) for step in shown]
    area = transformer.area_of_use  # None where PROJ composed it from parameters
    known = area is not None
    return Operation(
        code="+".join(filter(None, map(_published, codes))),
        name=" + ".join(step.name for step in shown) or "coordinates are in the joint reference system already",
        accuracy=_accuracy([step.to_json_dict().get("accuracy") for step in changing]),
        area=area.name if known else "World",
        pipeline="noop" if transformer.definition.startswith("proj=noop") else transformer.definition,
        bounds=area.bounds if known else _WORLD,
        conversion=not changing,
    )


def _accuracy(stated: list[str | None]) -> float | None:
    """The metres that were published for steps, together; not PROJ's own sum, which it reads in the machine's language.

    Where that has a decimal comma, 4.5 m would be 4 m.
    """
    metres = [float(text) for text in stated if text is not None]
    known = len(metres) == len(stated) and all(0 <= each < _UNKNOWN for each in metres)
    return sum(metres, 0.0) if known else None


def _published(identifier: dict[str, object]) -> str:
    """The code under which a step was published: also for one that is run backwards, not for what PROJ derived."""
    authority = str(identifier.get("authority", "("))
    authority = authority.removeprefix("INVERSE(").removesuffix(")") if authority.startswith("INVERSE(") else authority
    return "" if "(" in authority else f"{authority}:{identifier['code']}"


def _named(system: str, known: ReferenceSystem, pin: str, grid: JointGrid) -> Operation:
    for operation in published(system, grid):
        if _code(pin) == operation.code:
            return operation
    raise Refused(f"{pin} is not an operation from {known.name} to {reference_system(grid.crs).name}.")


def _stated(pipeline: str) -> Operation:
    _offline()
    try:
        Transformer.from_pipeline(pipeline)
    except ProjError:
        raise Refused(f"PROJ cannot run the operation “{pipeline[:80]}”.") from None
    return Operation(
        code="", name=f"the operation that was stated, {pipeline}", accuracy=None, area="not stated", pipeline=pipeline
    )


def _place(system: str, xy: Floats) -> tuple[Floats, tuple[float, float]]:
    """The middle of the data in its own coordinates and, to some hundred metres, in degrees.

    Where the coordinates do not fit the system at all (swapped axes), the middle of the area that it was made for.
    """
    rough = _operations(system, WORLD, None)
    sound = xy[np.isfinite(xy).all(axis=1)]
    if len(sound) and rough:
        here = np.median(sound, axis=0)[None, :]
        longitude, latitude = transform(here, rough[0])[0]
        if abs(longitude) <= 180 and abs(latitude) <= 90:
            return here, (float(longitude), float(latitude))
    west, south, east, north = reference_system(system).bounds
    middle = ((west + (east if east >= west else east + 360)) / 2 + 180) % 360 - 180, (south + north) / 2
    if not rough or rough[0].pipeline == "noop":
        return np.array([middle]), middle
    return transform_back(np.array([middle]), rough[0]), middle


def _apart(candidate: Candidate) -> str:
    return f", {candidate.offset:.1f} m from the first" if candidate.offset > 0 else ""


def _metres(first: Floats, second: Floats, grid: JointGrid) -> float:
    if not np.isfinite([*first, *second]).all():
        return float("nan")
    _, _, apart = grid.ellipsoid.inv(first[0], first[1], second[0], second[1])
    return float(apart)
