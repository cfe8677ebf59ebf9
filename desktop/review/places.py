"""Where the thing that is chosen lies: what the maps go to, what glows on each of them, and which place is marked."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from msgspec.structs import replace

from desktop.map.view import Box as Degrees
from desktop.review.reading import Reviewed
from desktop.review.scenes import Pane, claim
from geodata.changes.comparing.comparison import Item
from geodata.changes.comparing.comparison_numbers import SplitPart
from geodata.changes.comparing.proposed import Proposal
from geodata.changes.documents.open_items import OpenItem
from geodata.changes.edits import Change
from geodata.geometry.world import World, world_of
from geodata.model.feature import Feature, Kind
from geodata.model.grid import DEGREE, WGS84_DEGREES
from geodata.model.line import Line
from geodata.model.project import Layers
from geodata.model.reference import Floats
from geodata.model.segment import Segment
from geodata.model.status import Side
from geodata.reports.comparison_world import item_in_world

_MARGIN = 0.002
"""Degrees around a point that are seen with it."""


@dataclass(frozen=True, eq=False)
class Place:
    """A box in degrees, None for nowhere; (n, 2) degrees of lines that glow, and points that are marked, by map."""

    box: Degrees | None = None
    lit: dict[Pane, list[Floats]] = field(default_factory=dict)
    marked: dict[Pane, tuple[float, float]] = field(default_factory=dict)


def of_item(item: Item) -> Place:
    """Return where an item lies; the item is on the grid of WGS 84 (`seen`)."""
    box = item.box
    edges = None if box is None else tuple(each / DEGREE for each in (box.west, box.south, box.east, box.north))
    spots = {Pane.A: item.spots.a, Pane.B: item.spots.b, Pane.BOTH: item.spots.a or item.spots.b}
    marked = {pane: (spot[0] / DEGREE, spot[1] / DEGREE) for pane, spot in spots.items() if spot is not None}
    return Place(None if edges is None else _around(edges), _lit(item), marked)  # type: ignore[arg-type]


def of_part(part: SplitPart) -> Place:
    """Return where a part of the claims lies; its lines are on the grid of WGS 84."""
    own = {Pane.A: _lines(part.line_a), Pane.B: _lines(part.line_b)}
    lit = {**own, Pane.BOTH: own[Pane.A] + own[Pane.B]}
    ring = _lines(part.ring)
    return Place(_bounds([*lit[Pane.BOTH], *ring]), lit)


def of_proposal(proposal: Proposal, reviewed: Reviewed) -> Place:
    """Return where A's feature and B's lie, that may be one."""
    world = world_of(reviewed.comparison.profile)
    a = _drawn(reviewed.layers_a[proposal.kind].get(proposal.a), reviewed.layers_a, world)
    b = _drawn(reviewed.layers_b[proposal.kind].get(proposal.b), reviewed.layers_b, world)
    return _both(a, b)


def of_open(item: OpenItem, reviewed: Reviewed) -> Place:
    """Return where an open item lies: what it is about, as A and as B have it."""
    world = world_of(reviewed.comparison.profile)
    own = {}
    for side in Side:
        layers = reviewed.layers(side)
        changes: Iterable[Change] = item.of(side)
        keys = [(item.kind, item.feature), *((change.kind, change.id) for change in changes)]
        found = [_drawn(layers[kind].get(id_), layers, world) for kind, id_ in dict.fromkeys(keys)]
        own[side] = [each for drawn in found for each in drawn]
    return _both(own[Side.A], own[Side.B])


def part_in_world(part: SplitPart, reviewed: Reviewed) -> SplitPart:
    """Return the part as it lies on the map."""
    world = world_of(reviewed.comparison.profile)
    lines = (part.line_a, part.line_b, part.ring)
    a, b, ring = (
        None if each is None else Line(WGS84_DEGREES.on_grid(world.degrees(each.xy)), WGS84_DEGREES) for each in lines
    )
    return replace(part, line_a=a, line_b=b, ring=ring)


def seen(item: Item, reviewed: Reviewed | None) -> Item:
    """Return the item as it lies on the map."""
    return item_in_world(item, reviewed.comparison.profile) if reviewed else item


def _both(a: list[Floats], b: list[Floats]) -> Place:
    drawn = {Pane.A: a, Pane.B: b, Pane.BOTH: a + b}
    lit = {pane: [xy for xy in found if len(xy) > 1] for pane, found in drawn.items()}
    points = {pane: [xy for xy in found if len(xy) == 1] for pane, found in drawn.items()}
    marked = {pane: (float(found[0][0, 0]), float(found[0][0, 1])) for pane, found in points.items() if found}
    return Place(_bounds(a + b), lit, marked)


def _drawn(feature: Feature | None, layers: Layers, world: World) -> list[Floats]:
    """The (n, 2) degrees of a feature, or of what it speaks of; one row for a point."""
    if feature is None:
        return []
    line, point = getattr(feature, "line", None), getattr(feature, "point", None)
    if line is not None:
        return [world.degrees(line.xy)]
    if point is not None:
        return [np.array([world.degrees_of(point)])]
    spoken_of = str(getattr(feature, "target", "") or getattr(feature, "segment", ""))
    held = layers[Kind.SEGMENT].get(spoken_of)
    return [world.degrees(held.line.xy)] if isinstance(held, Segment) else []


def _lines(line: Line | None) -> list[Floats]:
    return [] if line is None else [line.degrees()]


def _lit(item: Item) -> dict[Pane, list[Floats]]:
    """What glows for an item: the stretch of the base, so that the claims keep their colours; else each side's line."""
    if item.lines.base is not None:
        return {pane: [item.lines.base.degrees()] for pane in Pane}
    own = {side: _lines(claim(item, side)) for side in Side}
    return {Pane.A: own[Side.A], Pane.B: own[Side.B], Pane.BOTH: own[Side.A] + own[Side.B]}


def _bounds(drawn: list[Floats]) -> Degrees | None:
    if not drawn:
        return None
    xy = np.concatenate(drawn)
    (west, south), (east, north) = xy.min(axis=0), xy.max(axis=0)
    return _around((float(west), float(south), float(east), float(north)))


def _around(edges: Degrees) -> Degrees:
    west, south, east, north = edges
    margin = max((east - west) / 6, (north - south) / 6, _MARGIN)
    return west - margin, south - margin, east + margin, north + margin
