"""What technical mistakes do to coordinates, learnt from the operations themselves at a place; no table of constants.

Each signature is a map from A's degrees to what B's degrees would be if that mistake lay between the two. Every one is
there in both directions, because the same difference arises whichever side made the mistake.
"""

from collections.abc import Callable, Iterator
from enum import StrEnum
from functools import lru_cache
from itertools import permutations

import numpy as np
import numpy.typing as npt
from msgspec import Struct
from msgspec.structs import replace

from geodata.geometry.crs import Operation, operations, published, transform, transform_back

Floats = npt.NDArray[np.float64]
Map = Callable[[Floats], Floats]

_ZONES = 2, 30
_PREFIX = 8_000_000.0
_SHIFTED_DEGREES = "EPSG:4284"


class Cause(StrEnum):
    """Why two lines lie apart, as far as a cause can be told."""

    SAME = "same"
    REVERSED = "reversed"
    DENSIFIED = "densified"
    ROUNDING = "rounding"
    OPERATION = "operation"
    DATUM = "datum"
    ROTATION = "rotation"
    GRID = "grid"
    PREFIX = "prefix"
    AXES = "axes"
    STEP = "step"
    SHIFT = "shift"
    NONE = "none"


class Signature(Struct, frozen=True, kw_only=True):
    """One mistake: `onward` takes A's degrees to B's, `back` the other way.

    `in_b` says that B's numbers are those that went through it; `operations` are the codes that it goes by, for
    Cause.OPERATION A's first; `note` names what the cause alone does not say (which axes).
    """

    cause: Cause
    onward: Map
    back: Map
    operations: tuple[str, ...] = ()
    in_b: bool = True
    note: str = ""

    @property
    def mirrored(self) -> "Signature":
        """The same mistake with A and B exchanged."""
        turned = tuple(reversed(self.operations)) if self.cause is Cause.OPERATION else self.operations
        return replace(self, onward=self.back, back=self.onward, in_b=not self.in_b, operations=turned)


@lru_cache(maxsize=16)
def signatures(zone: int, on_world: bool = True) -> tuple[Signature, ...]:
    """Return every signature in a zone of six degrees (see `zone_of`), both ways, in a fixed order.

    `on_world` tells whether the degrees are on the datum of WGS 84; if not, operations led to them the other way.
    """
    found = [*_one_way(zone)]
    if not on_world:
        found = [replace(one, onward=one.back, back=one.onward) if one.cause in _TURNED else one for one in found]
    turned = [one.mirrored for one in found if one.cause not in (Cause.OPERATION, Cause.AXES)]  # both ways already
    return (*found, *turned)


def zone_of(longitude: float) -> int:
    """Return the Gauss-Krueger zone of a longitude: 8 from 42 to 48 degrees east."""
    return int((longitude + 180) % 360 // 6) + 1 - 30


@lru_cache(maxsize=16)
def parallels(zone: int) -> tuple[float, ...]:
    """Return the latitudes at which the area of a published operation begins or ends."""
    edges = {edge for one in _operations(zone) for edge in (one.bounds[1], one.bounds[3])}
    return tuple(sorted(edges))


@lru_cache(maxsize=16)
def shifted_frames(zone: int) -> tuple[tuple[str, Map], ...]:
    """Return, for each operation, its code and the map from degrees to those that were there before it.

    In a joint system on SK-42 the operation ran the other way, so each is there in both directions.
    """
    if not has_zone(zone):
        return ()
    return tuple((one.code, way(one)) for way in (_numbers, _degrees) for one in _geographic(zone))


_TURNED = (Cause.OPERATION, Cause.ROTATION)


def _one_way(zone: int) -> Iterator[Signature]:
    geographic = _geographic(zone)
    for one, other in permutations(geographic, 2):
        yield Signature(
            cause=Cause.OPERATION,
            onward=_after(_numbers(one), _degrees(other)),
            back=_after(_numbers(other), _degrees(one)),
            operations=(one.code, other.code),
        )
    for one in geographic:
        yield Signature(cause=Cause.DATUM, onward=_numbers(one), back=_degrees(one), operations=(one.code,))
        mixed = _other_convention(one)
        if mixed is not None:
            yield Signature(
                cause=Cause.ROTATION,
                onward=_after(_numbers(one), _degrees(mixed)),
                back=_after(_numbers(mixed), _degrees(one)),
                operations=(one.code,),
            )
    yield from _of_grids(zone)


def _of_grids(zone: int) -> Iterator[Signature]:
    """What goes wrong with X and Y in metres."""
    utm = operations(f"EPSG:{32630 + zone}", 6.0 * zone - 3, 0.0)[0]
    for one in published(f"EPSG:{28460 + zone}"):
        yield Signature(
            cause=Cause.GRID,
            onward=_after(_numbers(one), _degrees(utm)),
            back=_after(_numbers(utm), _degrees(one)),
            operations=(one.code,),
        )
    with_prefix = _operations(zone)[0]  # which one matters by metres in thousands of kilometres
    yield Signature(
        cause=Cause.PREFIX,
        onward=_after(_numbers(with_prefix), _moved(_PREFIX), _degrees(with_prefix)),
        back=_after(_numbers(with_prefix), _moved(-_PREFIX), _degrees(with_prefix)),
    )
    without = published(f"EPSG:{28460 + zone}")[0]
    for grid, name in ((with_prefix, f"Gauss-Kr\u00fcger zone {zone}"), (without, "Gauss-Kr\u00fcger"), (utm, "UTM")):
        both = _after(_numbers(grid), _swapped, _degrees(grid))
        yield Signature(cause=Cause.AXES, onward=both, back=both, note=f"X and Y of {name}")


def _operations(zone: int) -> list[Operation]:
    """The operations published for a zone: those of its own grid, so that distant countries stay out."""
    return published(f"EPSG:{28400 + zone}")


def _geographic(zone: int) -> list[Operation]:
    here = {one.code for one in _operations(zone)}
    return [one for one in published(_SHIFTED_DEGREES) if one.code in here]


def _other_convention(one: Operation) -> Operation | None:
    """The operation with its rotations taken the other way round, None where it has none."""
    if "rx=" not in one.pipeline:
        return None
    words = {"position_vector": "coordinate_frame", "coordinate_frame": "position_vector"}
    for word, other in words.items():
        if f"convention={word}" in one.pipeline:
            return replace(one, pipeline=one.pipeline.replace(f"convention={word}", f"convention={other}"))
    return None


def _degrees(operation: Operation) -> Map:
    return lambda xy: transform(xy, operation)


def _numbers(operation: Operation) -> Map:
    """The way back: from degrees to the numbers that an operation starts from."""
    return lambda xy: transform_back(xy, operation)


def everywhere() -> tuple[Signature, ...]:
    """Return the signatures that need no zone."""
    return (Signature(cause=Cause.AXES, onward=_swapped, back=_swapped, note="latitude and longitude"),)


def has_zone(zone: int) -> bool:
    """Tell whether Gauss-Krueger zones with SK-42 are published there."""
    return _ZONES[0] <= zone <= _ZONES[1]


def _moved(metres: float) -> Map:
    return lambda xy: xy + np.array([metres, 0.0])


def _swapped(xy: Floats) -> Floats:
    return np.ascontiguousarray(xy[:, ::-1])


def _after(*maps: Map) -> Map:
    """The maps one after the other."""

    def through(xy: Floats) -> Floats:
        for one in maps:
            xy = one(xy)
        return xy

    return through
