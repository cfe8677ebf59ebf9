"""From the project to the map: its features as draw layers. What did not change is not made again.

The ids of the layers are the kinds of the features (`Kind`), "between" for what lies between two lines, and
"reference:NAME" for what merely lies beneath.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from PySide6.QtCore import QCoreApplication

from desktop.map.geometry import geometry_of
from desktop.map.layers import DrawLayer
from desktop.map.plane import Floats
from desktop.map.references import layer_of_reference
from desktop.map.style import Look, words
from geodata.geometry.measure import cut, length, point_at
from geodata.geometry.stretch import pieces
from geodata.model.annotation import Annotation, PrivateNote
from geodata.model.feature import Kind
from geodata.model.line import DEGREE, Line, Point
from geodata.model.marker import Marker
from geodata.model.names import Name
from geodata.model.project import Project
from geodata.model.reference import Columns, ReferenceLayer, Shape
from geodata.model.route import Mode, Route, RouteState
from geodata.model.segment import Segment
from geodata.model.status import Picture, Side, picture
from geodata.model.turning_point import TurningPoint
from geodata.model.variant import Variant, VariantState

BETWEEN = "between"
_PICTURES = {
    Picture.AGREED: Look.AGREED,
    Picture.DISPUTED: Look.DISPUTED,
    Picture.ONE_SIDED: Look.ONE_SIDED,
    Picture.UNEXAMINED: Look.UNEXAMINED,
}
_STANDINGS = (Look.UNEXAMINED, Look.ONE_SIDED, Look.AGREED, Look.DISPUTED)
_CLAIMS = {Side.A: Look.CLAIM_A, Side.B: Look.CLAIM_B}
_ROADS = (Look.ROAD, Look.ROAD_CLOSED, Look.ROAD_PLANNED)
_RAILS = (Look.RAIL, Look.RAIL_CLOSED, Look.RAIL_PLANNED)
_CABLES = (Look.CABLE, Look.CABLE_CLOSED, Look.CABLE_PLANNED)
_ROUTES = _CABLES + _ROADS + _RAILS
_BY_MODE = {Mode.RAIL: _RAILS, Mode.ROAD: _ROADS}
_CLOSED = {RouteState.CLOSED, RouteState.DISMANTLED}
_AHEAD = {RouteState.PLANNED, RouteState.PROPOSED, RouteState.BUILDING}
_BEFORE_ALL_PLACES = 1e12  # a number of a turning point is placed before any town's name


@dataclass(frozen=True, eq=False)
class Drawn:
    """One thing to draw for a feature: the feature's id, vertices (n, 2) in degrees, look and label."""

    id: str
    degrees: Floats
    look: Look
    label: str = ""


class ProjectLayers:
    """The draw layers of a project, kept from one state of it to the next."""

    def __init__(self) -> None:
        self._segments: dict[str, tuple[Segment, list[Drawn]]] = {}
        self._made: dict[str, tuple[tuple[object, ...], DrawLayer]] = {}

    def layers(self, project: Project, references: Sequence[ReferenceLayer] = ()) -> list[DrawLayer]:
        """Return the layers from the lowest to the topmost; those whose kinds did not change are the same objects."""
        kinds = project.layers
        segments, variants, routes = kinds[Kind.SEGMENT], kinds[Kind.VARIANT], kinds[Kind.ROUTE]
        claims = tuple(_CLAIMS.values())
        made = [self._kept(f"reference:{one.name}", (one,), partial(layer_of_reference, one)) for one in references]
        made += [
            self._kept(BETWEEN, (segments, variants), lambda: _between(project)),
            self._kept(Kind.ROUTE, (routes,), lambda: _lines(Kind.ROUTE, map(_route, project.all(Route)), _ROUTES)),
            self._kept(Kind.SEGMENT, (segments,), lambda: _lines(Kind.SEGMENT, self._each(project), _STANDINGS)),
            self._kept(Kind.VARIANT, (variants,), lambda: _lines(Kind.VARIANT, _variants(project), claims)),
        ]
        for kind, make in _POINTS.items():
            made.append(self._kept(kind, (kinds[kind], segments), partial(make, kind, project)))
        return made

    def _each(self, project: Project) -> list[Drawn]:
        """What to draw for each segment; only one that changed is measured and cut anew."""
        before, self._segments = self._segments, {}
        said = words()
        for segment in project.all(Segment):
            kept = before.get(segment.id)
            drawn = kept[1] if kept is not None and kept[0] is segment else _segment(segment, said)
            self._segments[segment.id] = (segment, drawn)
        return [one for _, drawn in self._segments.values() for one in drawn]

    def _kept(self, id_: str, sources: tuple[object, ...], make: Callable[[], DrawLayer]) -> DrawLayer:
        """Return the layer as it was if it was made from these very objects."""
        before = self._made.get(id_)
        if before is not None and all(old is new for old, new in zip(before[0], sources, strict=True)):
            return before[1]
        layer = make()
        self._made[id_] = (sources, layer)
        return layer


def _segment(segment: Segment, said: dict[Look, str]) -> list[Drawn]:
    """The stretches of a segment by what both sides say of them; a decided one is the joint line throughout."""
    if segment.delimitation.decided:
        return [Drawn(segment.id, segment.line.degrees(), Look.AGREED, said[Look.AGREED])]
    if not segment.position_a and not segment.position_b:
        return [Drawn(segment.id, segment.line.degrees(), Look.UNEXAMINED)]
    drawn = []
    for start, end, a, b in pieces(segment):
        look = _PICTURES[picture(a, b)]
        label = "" if look is Look.UNEXAMINED else said[look]
        drawn.append(Drawn(segment.id, cut(segment.line, start, end).degrees(), look, label))
    return drawn


def _route(route: Route) -> Drawn:
    operating, closed, planned = _BY_MODE.get(route.mode, _CABLES)
    look = closed if route.state in _CLOSED else planned if route.state in _AHEAD else operating
    return Drawn(route.id, route.line.degrees(), look, route.code)


def _variants(project: Project) -> list[Drawn]:
    said = words()
    return [
        Drawn(variant.id, variant.line.degrees(), look, variant.label or said[look])
        for variant in project.all(Variant)
        if variant.state is VariantState.ACTIVE and (look := _CLAIMS[variant.proposed_by])
    ]


def _turning_points(kind: Kind, project: Project) -> DrawLayer:
    drawn = [
        Drawn(one.id, _place(one.point), Look.TURNING_POINT, one.label or _names(one.names))
        for one in project.all(TurningPoint)
    ]
    return _points(kind, drawn, Look.TURNING_POINT)


def _markers(kind: Kind, project: Project) -> DrawLayer:
    drawn = [
        Drawn(one.id, _place(one.point), Look.MARKER, one.number or _names(one.names)) for one in project.all(Marker)
    ]
    return _points(kind, drawn, Look.MARKER)


def _notes(kind: Kind, project: Project) -> DrawLayer:
    """Notes on segments stand at the middle of what they are about; a note on something else has no place."""
    segments = project.layers[Kind.SEGMENT]
    drawn = []
    for note in project.layers[kind].values():
        assert isinstance(note, Annotation | PrivateNote)
        target = segments.get(note.target)
        if not isinstance(target, Segment):
            continue
        start, end = (note.stretch.start.at, note.stretch.end.at) if note.stretch else (0, length(target.line))
        middle = min((start + end) // 2, length(target.line))
        drawn.append(Drawn(note.id, _place(point_at(target.line, middle)), Look.NOTE))
    return _points(kind, drawn, Look.NOTE)


def _between(project: Project) -> DrawLayer:
    """What lies between the two sides' lines, or between one side's line and the base where the other has none."""
    rings, ids = [], []
    active = [one for one in project.all(Variant) if one.state is VariantState.ACTIVE]
    for variant in active:
        facing = [one for one in active if one.segment == variant.segment and one.stretch == variant.stretch]
        across = [one for one in facing if one.proposed_by is not variant.proposed_by]
        if across and variant.proposed_by is Side.B:
            continue  # drawn with A's
        other = across[0].line if across else _base_of(project, variant)
        if other is not None:
            rings.append(_ring(variant.line.degrees(), other.degrees()))
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


def _lines(kind: Kind, drawn: Iterable[Drawn], looks: tuple[Look, ...]) -> DrawLayer:
    every = list(drawn)
    return _layer(kind, Columns.of_lines([one.degrees for one in every]), every, looks)


def _points(kind: Kind, drawn: list[Drawn], look: Look) -> DrawLayer:
    xy = np.concatenate([one.degrees for one in drawn]) if drawn else np.empty((0, 2))
    layer = _layer(kind, Columns.of_points(xy), drawn, (look,))
    return replace(layer, weights=np.full(len(drawn), _BEFORE_ALL_PLACES))


def _layer(kind: Kind, columns: Columns, drawn: list[Drawn], looks: tuple[Look, ...]) -> DrawLayer:
    return DrawLayer(
        id=kind,
        title=titles()[kind],
        geometry=geometry_of(columns),
        looks=looks,
        codes=np.array([looks.index(one.look) for one in drawn], np.int16),
        ids=[one.id for one in drawn],
        labels=[one.label for one in drawn],
    )


def _place(point: Point) -> Floats:
    return np.array([point], np.float64) / DEGREE


def _names(names: tuple[Name, ...]) -> str:
    return "\n".join(dict.fromkeys(name.text for name in names))


def titles() -> dict[Kind, str]:
    """Return what the layers of the project are called, in the language of the program."""
    return {
        Kind.SEGMENT: QCoreApplication.translate("Layer", "Line"),
        Kind.ROUTE: QCoreApplication.translate("Layer", "Routes"),
        Kind.VARIANT: QCoreApplication.translate("Layer", "Claims of A and B"),
        Kind.TURNING_POINT: QCoreApplication.translate("Layer", "Turning points"),
        Kind.MARKER: QCoreApplication.translate("Layer", "Markers"),
        Kind.ANNOTATION: QCoreApplication.translate("Layer", "Notes"),
        Kind.PRIVATE_NOTE: QCoreApplication.translate("Layer", "Private notes"),
    }


_POINTS: dict[Kind, Callable[[Kind, Project], DrawLayer]] = {
    Kind.TURNING_POINT: _turning_points,
    Kind.MARKER: _markers,
    Kind.ANNOTATION: _notes,
    Kind.PRIVATE_NOTE: _notes,
}
