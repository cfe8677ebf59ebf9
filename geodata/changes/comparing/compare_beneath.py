"""What lies beneath two claims: the settlements and the routes between them, and where routes cross either line."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import shapely

from geodata.changes.comparing.comparison_numbers import Beneath
from geodata.changes.comparing.ground import label_of
from geodata.changes.documents.base import Base
from geodata.geometry.apart import Floats
from geodata.geometry.world import world_of
from geodata.model.line import Line
from geodata.model.names import label_of as named
from geodata.model.profile import JointProfile
from geodata.model.reference import ReferenceLayer, Shape
from geodata.model.route import Route


@dataclass(frozen=True)
class Below:
    """What may lie in between: the routes of the base, and settlements where a layer of them is at hand.

    `places` are (n, 2) degrees of the joint datum, one for each of `settlements`; both None without such a layer.
    """

    routes: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    settlements: tuple[str, ...] | None = None
    places: Floats = field(default_factory=lambda: np.empty((0, 2)))

    @cached_property
    def _shapes(self) -> list[shapely.LineString]:
        return [shapely.LineString(line.degrees()) for line in self.lines]

    @cached_property
    def _routes_at(self) -> shapely.STRtree:
        return shapely.STRtree(self._shapes)

    @cached_property
    def _settled_at(self) -> shapely.STRtree:
        return shapely.STRtree([shapely.Point(place) for place in self.places])

    def between(self, rings: Iterable[Floats], a: Iterable[Line], b: Iterable[Line]) -> Beneath:
        """Return what lies within (n, 2) degrees of rings, and how often routes cross the lines of either side."""
        ground = shapely.union_all([shapely.make_valid(shapely.Polygon(ring)) for ring in rings if len(ring) > 3])
        inside: list[str] | None = None
        if self.settlements is not None:
            rows = [] if ground.is_empty else self._settled_at.query(ground, "intersects").tolist()
            inside = sorted({self.settlements[row] for row in rows})
        through = [] if ground.is_empty else self._routes_at.query(ground, "intersects").tolist()
        return Beneath(
            settlements=None if inside is None else tuple(inside),
            routes=tuple(sorted({self.routes[row] for row in through})),
            crossings_a=sum(self._crossings(line) for line in a),
            crossings_b=sum(self._crossings(line) for line in b),
        )

    def _crossings(self, line: Line) -> int:
        """How many places of a line a route crosses, touches or leaves."""
        if not self.lines:
            return 0
        shape = shapely.LineString(line.degrees())
        rows = self._routes_at.query(shape, "intersects").tolist()
        return sum(_places(shapely.intersection(shape, self._shapes[row])) for row in rows)


def below(base: Base | None, references: Iterable[ReferenceLayer], profile: JointProfile) -> Below:
    """Return what may lie between claims: routes of the base, and the points of reference layers as settlements."""
    routes = [feature for feature in base.features if isinstance(feature, Route)] if base is not None else []
    labels = [named(route.names, route.code) or label_of(route) or route.id for route in routes]
    layers = [layer for layer in references if layer.columns.shape is Shape.POINT]
    if not layers:
        return Below(tuple(labels), tuple(route.line for route in routes))
    names = [_name(layer, row) for layer in layers for row in layer.columns.rows.tolist()]
    world = world_of(profile)
    places = profile.grid.degrees(world.on_grid(np.concatenate([layer.columns.xy for layer in layers])))
    return Below(tuple(labels), tuple(route.line for route in routes), tuple(names), places)


def _name(layer: ReferenceLayer, row: int) -> str:
    return (layer.labels[row] if row < len(layer.labels) else "") or f"{layer.name} {row + 1}"


def _places(common: shapely.Geometry) -> int:
    """The number of places in what two lines have in common; where they run together that is one place."""
    parts = shapely.get_parts(common)
    lines = [part for part in parts if part.geom_type == "LineString"]
    runs = len(shapely.get_parts(shapely.line_merge(shapely.MultiLineString(lines)))) if lines else 0
    return len(parts) - len(lines) + runs
