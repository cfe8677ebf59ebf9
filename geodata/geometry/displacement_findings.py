"""What a diagnosis says: the cause found, how well it fits, and what else was considered. No computing here."""

import math

from msgspec import Struct
from msgspec.structs import replace

from geodata.geometry.displacement_signatures import Cause


class Residual(Struct, frozen=True):
    """What lies between two lines in metres: the root mean square and the largest."""

    rms: float
    largest: float


class Considered(Struct, frozen=True, kw_only=True):
    """One explanation that was tried. `left` is what it leaves, `fits` whether that is no more than noise.

    `operations`, `in_b` and `note` are those of `displacement_signatures.Signature`.
    """

    cause: Cause
    left: Residual
    fits: bool
    operations: tuple[str, ...] = ()
    in_b: bool = True
    note: str = ""

    @property
    def mirrored(self) -> "Considered":
        """The same with A and B exchanged."""
        if self.cause is Cause.OPERATION:
            return replace(self, operations=tuple(reversed(self.operations)))
        return replace(self, in_b=self.in_b is not (self.cause in _SIDED))


class Trace(Struct, frozen=True):
    """What lies between the lines along them: metres from the start, and metres before and after the correction."""

    at: tuple[float, ...] = ()
    before: tuple[float, ...] = ()
    after: tuple[float, ...] = ()


class Diagnosis(Struct, frozen=True, kw_only=True):
    """Why B lies where it does against A, as far as the numbers tell. It corrects nothing.

    `east` and `north` are metres from A to B. `agreeing` of `length` metres (places, for points: `lines` is False)
    lie apart in that way. `scatter` is how far single places stray from the explanation, one standard deviation.
    `also` are explanations that these data cannot tell from the one named; `considered` are all that came near.
    `rounded` is the step that a side's coordinates are multiples of and `rounded_in` the side. `parallel` is the
    latitude at which a step lies and `northern` whether the part north of it is displaced. `blind` is the azimuth
    along which these lines can show no displacement, None where they show any.
    """

    cause: Cause
    operations: tuple[str, ...] = ()
    in_b: bool = True
    note: str = ""
    east: float = 0.0
    north: float = 0.0
    lines: bool = True
    length: float
    agreeing: float
    scatter: float = 0.0
    before: Residual
    after: Residual
    rounded: str = ""
    rounded_in: str = ""
    parallel: float | None = None
    northern: bool = True
    blind: float | None = None
    also: tuple[Considered, ...] = ()
    considered: tuple[Considered, ...] = ()
    trace: Trace = Trace()

    @property
    def distance(self) -> float:
        """Metres from A to B in the plane of the place."""
        return math.hypot(self.east, self.north)

    @property
    def azimuth(self) -> float:
        """The direction from A to B in degrees clockwise from north."""
        return math.degrees(math.atan2(self.east, self.north)) % 360

    @property
    def explained(self) -> float:
        """The share of the squared distances that the explanation accounts for, 0 to 1."""
        return max(0.0, 1 - (self.after.rms / self.before.rms) ** 2) if self.before.rms else 1.0

    @property
    def is_hint(self) -> bool:
        """Whether a cause was named that both sides should look at before they speak of the line."""
        return self.cause not in (Cause.SAME, Cause.REVERSED, Cause.DENSIFIED, Cause.NONE)

    @property
    def mirrored(self) -> "Diagnosis":
        """The same with A and B exchanged."""
        operations = tuple(reversed(self.operations)) if self.cause in _ORDERED else self.operations
        return replace(
            self,
            operations=operations,
            in_b=self.in_b is not (self.cause in _SIDED),
            east=-self.east,
            north=-self.north,
            rounded_in={"A": "B", "B": "A"}.get(self.rounded_in, ""),
            also=tuple(one.mirrored for one in self.also),
            considered=tuple(one.mirrored for one in self.considered),
        )


_SIDED = (Cause.DATUM, Cause.ROTATION, Cause.GRID, Cause.PREFIX)
"""Causes that tell in whose numbers the mistake would be."""

_ORDERED = (Cause.OPERATION, Cause.STEP)
"""Causes whose operations are named A's first."""
