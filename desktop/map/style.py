"""Looks: what a line, point or area is drawn like, in a light and a dark theme.

Every standing differs in dash and in word as well as in colour, so that the map can be read in grey and by everybody.
"""

import math
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from PySide6.QtCore import QCoreApplication

Colour = str
"""#rrggbb, or #aarrggbb where something shines through."""


class Look(StrEnum):
    """What something is drawn as; the legend has one entry for each in sight."""

    AGREED = "agreed"
    DISPUTED = "disputed"
    ONE_SIDED = "one-sided"
    UNEXAMINED = "unexamined"
    CLAIM_A = "claim-a"
    CLAIM_B = "claim-b"
    BETWEEN = "between"
    COINCIDENT = "coincident"
    VERTEX_A = "vertex-a"
    VERTEX_B = "vertex-b"
    RAIL = "rail"
    RAIL_CLOSED = "rail-closed"
    RAIL_PLANNED = "rail-planned"
    ROAD = "road"
    ROAD_CLOSED = "road-closed"
    ROAD_PLANNED = "road-planned"
    CABLE = "cable"
    CABLE_CLOSED = "cable-closed"
    CABLE_PLANNED = "cable-planned"
    TURNING_POINT = "turning-point"
    MARKER = "marker"
    NOTE = "note"
    WATER = "water"
    LAKE = "lake"
    SETTLEMENT = "settlement"
    STATION = "station"
    BACKDROP_LINE = "backdrop-line"
    BACKDROP_AREA = "backdrop-area"
    BACKDROP_POINT = "backdrop-point"


class Ornament(StrEnum):
    """What is set along a line."""

    NONE = ""
    TICKS = "ticks"
    CROSSES = "crosses"


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line: width and dashes in pixels, a core drawn inside it, and what is set along it.

    Where a pixel is more than `dense_from` metres of ground the line is only part of a net, one pixel wide and of its
    `dense_colour`; beyond
    `ornaments_to` nothing is set along it; beyond `slim_from` it grows thinner. A line that `blends` lets others shine
    through: none lies on top. One with a `casing` stands off from what it crosses by so many pixels on either side.
    """

    colour: Colour
    width: float
    dash: tuple[float, ...] = ()
    core: Colour = ""
    core_width: float = 0.0
    ornament: Ornament = Ornament.NONE
    spacing: float = 14.0
    reach: float = 3.5
    ornaments_to: float = 120.0
    dense_from: float = float("inf")
    dense_colour: Colour = ""
    slim_from: float = float("inf")
    blends: bool = False
    casing: float = 0.0

    def colour_at(self, ground_mpp: float) -> Colour:
        """Return the colour where a pixel is so many metres of ground."""
        return self.dense_colour or self.colour if ground_mpp > self.dense_from else self.colour

    def width_at(self, ground_mpp: float) -> float:
        """Return the width in pixels where a pixel is so many metres of ground."""
        if ground_mpp > self.dense_from:
            return 1.0
        return max(self.width * min(1.0, math.sqrt(self.slim_from / ground_mpp)), 1.0)


class Sign(StrEnum):
    """The outline of a point."""

    DISC = "disc"
    DIAMOND = "diamond"
    SQUARE = "square"


@dataclass(frozen=True, slots=True)
class Spot:
    """A point: outline, radius in pixels, colour of the rim and of what it encloses.

    Where a pixel is more than `small_from` metres of ground it is drawn at two thirds of its size. Up to `all_to`
    metres to a pixel every point has its sign; beyond, those with `room` pixels around them, and those with only
    `dot_room` a dot; beyond `dots_from` all are dots, beyond `gone_from` none is drawn. Below 1 : 50 000 a point is
    named only where it has `name_room`.
    """

    sign: Sign
    radius: float
    colour: Colour
    fill: Colour
    rim: float = 1.6
    small_from: float = float("inf")
    all_to: float = float("inf")
    room: float = 0.0
    dot_room: float = float("inf")
    dots_from: float = float("inf")
    gone_from: float = float("inf")
    name_room: float = 0.0


@dataclass(frozen=True, slots=True)
class Fill:
    """An area: colour, hatches as (degrees, colour), rim."""

    colour: Colour = ""
    hatches: tuple[tuple[float, Colour], ...] = ()
    spacing: float = 9.0
    rim: Colour = ""


Style = Stroke | Spot | Fill


@dataclass(frozen=True, eq=False)
class Theme:
    """All colours of the map, and the style of every look made from them."""

    name: str
    ground: Colour
    grid: Colour
    ink: Colour
    faint: Colour
    slate: Colour
    one_sided: Colour
    unexamined: Colour
    mulberry: Colour
    violet: Colour
    ochre: Colour
    water: Colour
    road: Colour
    far: Colour
    ribbon: Colour
    glow: Colour
    hover: Colour

    @cached_property
    def styles(self) -> dict[Look, Style]:
        """What each look is drawn like."""
        return _lines(self) | _routes(self) | _spots(self) | _ground(self)

    @property
    def dark(self) -> bool:
        """Whether light stands on dark."""
        return self.name == "dark"


ALL, FEW = 14.0, 70.0
"""Metres of ground to a pixel at 1 : 50 000, to which all signs are shown, and at 1 : 250 000, from which few are."""

LIGHT = Theme(
    name="light",
    ground="#fbfbf9",
    grid="#eeefee",
    ink="#22292e",
    faint="#6b757b",
    slate="#2f3e46",
    one_sided="#5b6770",
    unexamined="#9aa5ab",
    mulberry="#a3216b",
    violet="#6a51a3",
    ochre="#8a6d00",
    water="#cfe0e6",
    road="#9ba2a6",
    far="#bcc3c7",
    ribbon="#e1e6e8",
    glow="#805aa9e6",
    hover="#665aa9e6",
)
DARK = Theme(
    name="dark",
    ground="#14181b",
    grid="#202427",
    ink="#dfe4e7",
    faint="#8d979d",
    slate="#e6e9eb",
    one_sided="#b4bec4",
    unexamined="#7f8a91",
    mulberry="#e36bb0",
    violet="#b39ddb",
    ochre="#d6b656",
    water="#2b4652",
    road="#6d767b",
    far="#4d565b",
    ribbon="#363f45",
    glow="#806cc1f5",
    hover="#666cc1f5",
)


def _lines(theme: Theme) -> dict[Look, Style]:
    hatches = ((45.0, _veil(theme.violet)), (-45.0, _veil(theme.ochre)))
    return {
        Look.AGREED: Stroke(theme.slate, 2.5, casing=1.5),
        Look.DISPUTED: Stroke(theme.mulberry, 2.5, (8, 4), casing=1.5),
        Look.ONE_SIDED: Stroke(theme.one_sided, 2.0, (9, 4, 2, 4), casing=1.75),
        Look.UNEXAMINED: Stroke(theme.unexamined, 1.0, casing=2.25),
        Look.CLAIM_A: Stroke(theme.violet, 2.4, (10, 3), blends=True),
        Look.CLAIM_B: Stroke(theme.ochre, 2.4, (3, 3), blends=True),
        Look.BETWEEN: Fill(hatches=hatches),
        Look.COINCIDENT: Stroke(theme.ribbon, 11.0),
    }


def _routes(theme: Theme) -> dict[Look, Style]:
    net = Stroke(theme.road, 1.0, dense_from=90.0, dense_colour=theme.far, ornaments_to=60.0)
    road = replace(net, width=3.4, core=theme.ground, core_width=1.5)
    rail = replace(net, colour=theme.slate, width=1.4, dense_colour=theme.road, ornament=Ornament.TICKS)
    shut = replace(net, colour=theme.one_sided, width=1.2, ornament=Ornament.CROSSES, spacing=24, reach=3)
    cable = replace(net, colour=theme.faint, width=1.2, dash=(2, 3))
    crosses = Ornament.CROSSES
    return {
        Look.RAIL: rail,
        Look.RAIL_CLOSED: shut,
        Look.RAIL_PLANNED: replace(rail, dash=(10, 6), spacing=32),
        Look.ROAD: road,
        Look.ROAD_CLOSED: replace(road, ornament=crosses, spacing=24),
        Look.ROAD_PLANNED: replace(road, dash=(10, 5)),
        Look.CABLE: cable,
        Look.CABLE_CLOSED: replace(cable, ornament=crosses, spacing=30),
        Look.CABLE_PLANNED: replace(cable, dash=(2, 6)),
    }


def _spots(theme: Theme) -> dict[Look, Style]:
    return {
        Look.TURNING_POINT: Spot(
            Sign.DISC, 4.2, theme.slate, theme.ground, all_to=ALL, room=24, dot_room=12, dots_from=FEW, name_room=44
        ),
        Look.MARKER: Spot(
            Sign.DIAMOND, 6.0, theme.one_sided, theme.ground, all_to=ALL, room=24, gone_from=FEW, name_room=44
        ),
        Look.VERTEX_A: Spot(Sign.SQUARE, 2.6, theme.violet, theme.ground, rim=1.4, dots_from=60, gone_from=400),
        Look.VERTEX_B: Spot(Sign.DISC, 3.0, theme.ochre, theme.ground, rim=1.4, dots_from=60, gone_from=400),
        Look.NOTE: Spot(Sign.SQUARE, 4.0, theme.mulberry, theme.ground, all_to=ALL, room=16, dots_from=FEW),
        Look.SETTLEMENT: Spot(
            Sign.DISC, 2.3, theme.ink, theme.ink, rim=0, small_from=150, all_to=ALL, room=9, name_room=56
        ),
        Look.STATION: Spot(
            Sign.SQUARE, 3.0, theme.slate, theme.ground, rim=1.3, all_to=28, room=16, gone_from=150, name_room=56
        ),
        Look.BACKDROP_POINT: Spot(Sign.DISC, 2.0, theme.unexamined, theme.unexamined, rim=0),
    }


def _ground(theme: Theme) -> dict[Look, Style]:
    return {
        Look.WATER: Stroke(theme.water, 5.0, slim_from=8.0),
        Look.LAKE: Fill(colour=theme.water),
        Look.BACKDROP_LINE: Stroke(theme.unexamined, 1.0),
        Look.BACKDROP_AREA: Fill(colour=_veil(theme.grid), rim=theme.unexamined),
    }


def _veil(colour: Colour) -> Colour:
    return "#a8" + colour.removeprefix("#")


def words() -> dict[Look, str]:
    """Return what each look means, in the language of the program."""
    return {
        Look.AGREED: QCoreApplication.translate("Look", "agreed by both"),
        Look.DISPUTED: QCoreApplication.translate("Look", "disputed"),
        Look.ONE_SIDED: QCoreApplication.translate("Look", "one side only"),
        Look.UNEXAMINED: QCoreApplication.translate("Look", "not examined"),
        Look.CLAIM_A: QCoreApplication.translate("Look", "A's line"),
        Look.CLAIM_B: QCoreApplication.translate("Look", "B's line"),
        Look.BETWEEN: QCoreApplication.translate("Look", "between the lines"),
        Look.COINCIDENT: QCoreApplication.translate("Look", "coincident, not agreed"),
        Look.VERTEX_A: QCoreApplication.translate("Look", "vertex that A changed"),
        Look.VERTEX_B: QCoreApplication.translate("Look", "vertex that B changed"),
        Look.RAIL: QCoreApplication.translate("Look", "railway"),
        Look.RAIL_CLOSED: QCoreApplication.translate("Look", "railway, closed"),
        Look.RAIL_PLANNED: QCoreApplication.translate("Look", "railway, planned"),
        Look.ROAD: QCoreApplication.translate("Look", "road"),
        Look.ROAD_CLOSED: QCoreApplication.translate("Look", "road, closed"),
        Look.ROAD_PLANNED: QCoreApplication.translate("Look", "road, planned"),
        Look.CABLE: QCoreApplication.translate("Look", "cable or pipe"),
        Look.CABLE_CLOSED: QCoreApplication.translate("Look", "cable or pipe, closed"),
        Look.CABLE_PLANNED: QCoreApplication.translate("Look", "cable or pipe, planned"),
        Look.TURNING_POINT: QCoreApplication.translate("Look", "turning point"),
        Look.MARKER: QCoreApplication.translate("Look", "marker"),
        Look.NOTE: QCoreApplication.translate("Look", "note"),
        Look.WATER: QCoreApplication.translate("Look", "water"),
        Look.LAKE: QCoreApplication.translate("Look", "water"),
        Look.SETTLEMENT: QCoreApplication.translate("Look", "settlement"),
        Look.STATION: QCoreApplication.translate("Look", "station"),
        Look.BACKDROP_LINE: QCoreApplication.translate("Look", "backdrop"),
        Look.BACKDROP_AREA: QCoreApplication.translate("Look", "backdrop"),
        Look.BACKDROP_POINT: QCoreApplication.translate("Look", "backdrop"),
    }
