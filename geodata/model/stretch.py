"""Where something stands along a segment: anchors and the stretch between two of them."""

from msgspec import Struct

from geodata.errors import InvalidFeature
from geodata.model.grid import Point

_FARTHEST = 10**12
"""Steps of a grid: more than any degree or metre comes to."""


class Anchor(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A place on a segment, fixed redundantly.

    `at` is the geodesic chainage from the segment's start in millimetres; `point` the same place on the grid;
    `turning_point` the id of the turning point it was given from, if any, and `offset` the millimetres from there.
    """

    at: int
    point: Point
    turning_point: str = ""
    offset: int = 0

    def __post_init__(self) -> None:
        """Refuse a place that is on no grid."""
        if max(map(abs, self.point)) > _FARTHEST:
            raise InvalidFeature("A place along a segment lies off the globe.")


class Stretch(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The part of a segment from one anchor to a later one."""

    start: Anchor
    end: Anchor

    def __post_init__(self) -> None:
        """Refuse a stretch that has no length or runs backwards."""
        if not 0 <= self.start.at < self.end.at:
            raise InvalidFeature("A stretch must end after it starts.")

    @property
    def length(self) -> int:
        """The geodesic length in millimetres."""
        return self.end.at - self.start.at
