"""From the project to the map: its features as draw layers. What did not change is not made again.

The ids of the layers are the kinds of the features (`Kind`), "between" for what lies between two lines, and
"reference:NAME" for what merely lies beneath.
"""

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from desktop.map.chains import predecessors
from desktop.map.geometry import Parts, geometry_of_parts
from desktop.map.layers import DrawLayer
from desktop.map.plane import Floats
from desktop.map.point_layers import markers, notes, titles, turning_points
from desktop.map.references import layer_of_reference
from desktop.map.stretches import StretchesOfLine, parts_of_lines
from desktop.map.style import Look, words
from geodata.geometry.measure import cut, length
from geodata.geometry.world import world_of
from geodata.model.feature import Kind
from geodata.model.line import Line
from geodata.model.project import Project
from geodata.model.reference import Columns, ReferenceLayer, Shape
from geodata.model.route import Mode, Route, RouteState
from geodata.model.segment import Segment
from geodata.model.status import Side
from geodata.model.variant import Variant, VariantState

BETWEEN = "between"
_STANDINGS = (Look.UNEXAMINED, Look.ONE_SIDED, Look.AGREED, Look.DISPUTED)
_CLAIMS = {Side.A: Look.CLAIM_A, Side.B: Look.CLAIM_B}
_ROADS = (Look.ROAD, Look.ROAD_CLOSED, Look.ROAD_PLANNED)
_RAILS = (Look.RAIL, Look.RAIL_CLOSED, Look.RAIL_PLANNED)
_CABLES = (Look.CABLE, Look.CABLE_CLOSED, Look.CABLE_PLANNED)
_ROUTES = _CABLES + _ROADS + _RAILS
_BY_MODE = {Mode.RAIL: _RAILS, Mode.ROAD: _ROADS}
_CLOSED = {RouteState.CLOSED, RouteState.DISMANTLED}
_AHEAD = {RouteState.PLANNED, RouteState.PROPOSED, RouteState.BUILDING}


class ProjectLayers:
    """The draw layers of a project, kept from one state of it to the next."""

    def __init__(self) -> None:
        self._line = StretchesOfLine()
        self._made: dict[str, tuple[tuple[object, ...], DrawLayer]] = {}

    def layers(self, project: Project, references: Sequence[ReferenceLayer] = ()) -> list[DrawLayer]:
        """Return the layers from the lowest to the topmost; those whose kinds did not change are the same objects."""
        kinds = project.layers
        segments, variants = kinds[Kind.SEGMENT], kinds[Kind.VARIANT]
        world = world_of(project.settings.profile)
        made = [self._kept(f"reference:{one.name}", (one,), partial(layer_of_reference, one)) for one in references]
        made += [
            self._kept(BETWEEN, (segments, variants, world), lambda: _between(project)),
            self._kept(Kind.ROUTE, (kinds[Kind.ROUTE], world), lambda: _routes(project)),
            self._kept(Kind.VARIANT, (variants, world), lambda: _variants(project)),
            self._kept(Kind.SEGMENT, (segments, world), lambda: self._segments(project)),
        ]
        return made + self._points(project)

    def _points(self, project: Project) -> list[DrawLayer]:
        kinds = project.layers
        world = world_of(project.settings.profile)
        line = self._line.whole(list(project.all(Segment)), world)
        turning = self._kept(
            Kind.TURNING_POINT, (kinds[Kind.TURNING_POINT], line), lambda: turning_points(project, line)
        )
        marks = self._kept(Kind.MARKER, (kinds[Kind.MARKER], turning), lambda: markers(project, turning))
        written = [
            self._kept(kind, (kinds[kind], kinds[Kind.SEGMENT], world), partial(notes, kind, project))
            for kind in (Kind.ANNOTATION, Kind.PRIVATE_NOTE)
        ]
        return [marks, turning, *written]

    def _segments(self, project: Project) -> DrawLayer:
        drawn = self._line.drawn(list(project.all(Segment)), world_of(project.settings.profile))
        said = words() | {Look.UNEXAMINED: ""}
        labels = [said[look] for look in drawn.looks]
        return _lines(Kind.SEGMENT, drawn.parts, _STANDINGS, drawn.looks, drawn.ids, labels)

    def _kept(self, id_: str, sources: tuple[object, ...], make: Callable[[], DrawLayer]) -> DrawLayer:
        """Return the layer as it was if it was made from these very objects."""
        before = self._made.get(id_)
        if before is not None and all(old is new for old, new in zip(before[0], sources, strict=True)):
            return before[1]
        layer = make()
        self._made[id_] = (sources, layer)
        return layer


def _routes(project: Project) -> DrawLayer:
    every = list(project.all(Route))
    parts = parts_of_lines([route.line for route in every], world_of(project.settings.profile))
    codes = [route.code for route in every]
    return _lines(Kind.ROUTE, parts, _ROUTES, list(map(route_look, every)), [route.id for route in every], codes)


def route_look(route: Route) -> Look:
    """Return what a route is drawn as: by what moves on it and whether it can."""
    operating, closed, planned = _BY_MODE.get(route.mode, _CABLES)
    return closed if route.state in _CLOSED else planned if route.state in _AHEAD else operating


def _variants(project: Project) -> DrawLayer:
    said = words()
    active = [one for one in project.all(Variant) if one.state is VariantState.ACTIVE]
    looks = [_CLAIMS[one.proposed_by] for one in active]
    labels = [one.label or said[look] for one, look in zip(active, looks, strict=True)]
    parts = parts_of_lines([one.line for one in active], world_of(project.settings.profile))
    return _lines(Kind.VARIANT, parts, tuple(_CLAIMS.values()), looks, [one.id for one in active], labels)


def _between(project: Project) -> DrawLayer:
    """What lies between the two sides' lines, or between one side's line and the base where the other has none."""
    rings, ids, world = [], [], world_of(project.settings.profile)
    active = [one for one in project.all(Variant) if one.state is VariantState.ACTIVE]
    for variant in active:
        facing = [one for one in active if one.segment == variant.segment and one.stretch == variant.stretch]
        across = [one for one in facing if one.proposed_by is not variant.proposed_by]
        if across and variant.proposed_by is Side.B:
            continue  # drawn with A's
        other = across[0].line if across else _base_of(project, variant)
        if other is not None:
            rings.append(_ring(world.degrees(variant.line.xy), world.degrees(other.xy)))
            ids.append(variant.id)
    columns = Columns.of_lines(rings)
    areas = Columns(Shape.AREA, columns.xy, columns.offsets, columns.rows)
    return DrawLayer.of(BETWEEN, words()[Look.BETWEEN], areas, Look.BETWEEN, ids, pickable=False)


def _base_of(project: Project, variant: Variant) -> Line | None:
    segment = project.layers[Kind.SEGMENT].get(variant.segment)
    if not isinstance(segment, Segment):
        return None
    end = min(variant.stretch.end.at, length(segment.line))
    return cut(segment.line, variant.stretch.start.at, end) if variant.stretch.start.at < end else None


def _ring(there: Floats, back: Floats) -> Floats:
    """Two lines between the same ends as one ring, whichever way either was drawn."""
    same = np.hypot(*(there[0] - back[0])) + np.hypot(*(there[-1] - back[-1]))
    crossed = np.hypot(*(there[0] - back[-1])) + np.hypot(*(there[-1] - back[0]))
    return np.concatenate([there, back[::-1] if same <= crossed else back, there[:1]])


def _lines(
    kind: Kind, parts: Parts, looks: tuple[Look, ...], each: list[Look], ids: list[str], labels: list[str]
) -> DrawLayer:
    number = {look: code for code, look in enumerate(looks)}
    codes = np.array([number[look] for look in each], np.int16)
    heads, tails = parts.xy[parts.offsets[:-1]], parts.xy[parts.offsets[1:] - 1]
    return DrawLayer(
        id=kind,
        title=titles()[kind],
        geometry=geometry_of_parts(Shape.LINE, parts).chained(predecessors(heads, tails, codes)),
        looks=looks,
        codes=codes,
        ids=ids,
        labels=labels,
    )
