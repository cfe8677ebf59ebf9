"""What a person states of a coordinate list: all that it does not say itself."""

from enum import StrEnum

from msgspec import Struct

from geodata.io.axes import Axes


class Becomes(StrEnum):
    """What the rows of a list become."""

    TURNING_POINTS = "turning-points"
    MARKERS = "markers"
    BOTH = "both"


class Through(StrEnum):
    """Whether a line is drawn through the points, in the order of the list."""

    NONE = "none"
    SEGMENT = "segment"
    RING = "ring"


class Choices(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a person states of a list; an empty text means that the list says it itself, or that it does not matter.

    `columns` are what its columns hold, from the left; `height_system` is kept with each height; `decimal_comma` says
    that a comma never groups thousands; `far_apart` that points may lie further from one another than a list's usually
    do; `single` that numbers like 12/1 and 12/2 are no pairs. `axes` is the order of X and Y, NORTH_EAST where X goes
    to the north; a list with other headings says it itself. `as_stated` are findings on which a person insists.
    """

    becomes: Becomes = Becomes.TURNING_POINTS
    through: Through = Through.NONE
    columns: tuple[str, ...] = ()
    crs: str = ""
    axes: Axes = Axes.UNSTATED
    operation: str = ""
    height_system: str = ""
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    decimal_comma: bool = False
    far_apart: bool = False
    single: bool = False
    as_stated: tuple[str, ...] = ()
