"""What each map of the review draws: the line as one side sees it, that side's claims, what lies between the two."""

from collections.abc import Sequence
from dataclasses import replace as changed
from enum import StrEnum

import numpy as np
from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication

from desktop.map.features import BETWEEN, ProjectLayers
from desktop.map.layers import DrawLayer
from desktop.map.style import Look, words
from desktop.review.reading import Reviewed, together
from geodata.cancel import Progress
from geodata.changes.comparing.comparison import Item
from geodata.changes.comparing.comparison_numbers import ClaimSplit, SplitPart
from geodata.model.feature import Feature, Kind
from geodata.model.line import Line
from geodata.model.project import Layers, Project, Settings
from geodata.model.reference import Columns, Floats, ReferenceLayer, Shape
from geodata.model.segment import Segment
from geodata.model.status import Side
from geodata.reports.comparison_world import in_world

CLAIMS, COINCIDENT, VERTICES = "claims", "coincident", "vertices"
_LEFT_OUT = {BETWEEN, Kind.PRIVATE_NOTE}


class Pane(StrEnum):
    """The three pictures: A's, B's, and both over each other."""

    A = "A"
    B = "B"
    BOTH = "both"


Layered = dict[Pane, list[DrawLayer]]


def layered(reviewed: Reviewed, references: Sequence[ReferenceLayer], progress: Progress) -> Layered:
    """Return the draw layers of each picture (a job)."""
    comparison = in_world(reviewed.comparison)
    items, settings = comparison.items, Settings(title="", side=Side.A, profile=comparison.profile)
    made: Layered = {}
    for step, pane in enumerate(Pane):
        progress.step("Drawing both sides", step, len(Pane))
        layers = ProjectLayers().layers(Project(settings, _seen(reviewed, pane)), references)
        kept = [_in_words(layer, pane) for layer in layers if layer.id not in _LEFT_OUT]
        made[pane] = [_between(items), _coincident(()), *kept, *_claims(items, pane), *_vertices(None, pane)]
    return made


def split_layers(split: ClaimSplit) -> list[DrawLayer]:
    """Return the dispute areas, hatched, and the coincident parts; the lines are on the grid of WGS 84."""
    rings = [part.ring.degrees() for part in split.areas if part.ring is not None]
    return [_hatched(rings), _coincident(split.parts)]


def vertex_layers(item: Item | None) -> dict[Pane, list[DrawLayer]]:
    """Return for each picture the vertices that each side changed in an item on the grid of WGS 84; None: no vertex."""
    return {pane: _vertices(item, pane) for pane in Pane}


def claim(item: Item, side: Side) -> Line | None:
    """Return the line a side claims in an item, where it is known."""
    return item.lines.a if side is Side.A else item.lines.b


def apart(item: Item) -> bool:
    """Whether the two sides claim different lines in an item."""
    a, b = item.lines.a, item.lines.b
    return a is not None and b is not None and a != b


def _seen(reviewed: Reviewed, pane: Pane) -> Layers:
    if pane is Pane.BOTH:
        return _without_variants(together(reviewed.layers_a, reviewed.layers_b))
    side = Side(pane.value)
    layers = dict(reviewed.layers(side))
    segments: dict[str, Feature] = {
        id_: _as_said(segment, side) if isinstance(segment, Segment) else segment
        for id_, segment in layers[Kind.SEGMENT].items()
    }
    return _without_variants({**layers, Kind.SEGMENT: segments})


def _without_variants(layers: Layers) -> Layers:
    """Claims are drawn from the items, in which they are already put in place of what they replace."""
    return {**layers, Kind.VARIANT: {}}


def _as_said(segment: Segment, side: Side) -> Segment:
    """The segment as if both sides said what one does: then its picture is what that side says."""
    said = segment.standings(side)
    if segment.position_a is said and segment.position_b is said:
        return segment
    return replace(segment, position_a=said, position_b=said)


def _in_words(layer: DrawLayer, pane: Pane) -> DrawLayer:
    """A side's picture must not say "agreed by both" where only that side was asked."""
    if layer.id != Kind.SEGMENT or pane is Pane.BOTH:
        return layer
    both = words()[Look.AGREED]
    alone = QCoreApplication.translate("Review", "agreed by {0}").format(pane.value)
    return changed(layer, labels=[alone if label == both else label for label in layer.labels])


def _claims(items: Sequence[Item], pane: Pane) -> list[DrawLayer]:
    layers = []
    for side, look in ((Side.A, Look.CLAIM_A), (Side.B, Look.CLAIM_B)):
        if pane not in (side.value, Pane.BOTH):
            continue
        drawn = [(item, line) for item in _widest(items) if (line := claim(item, side)) is not None]
        columns = Columns.of_lines([line.degrees() for _, line in drawn])
        ids = [item.segment or item.feature for item, _ in drawn]
        title = words()[look]
        layers.append(DrawLayer.of(f"{CLAIMS}-{side}", title, columns, look, ids, [title] * len(ids)))
    return layers


def _widest(items: Sequence[Item]) -> list[Item]:
    """The items in which the sides claim different lines, those inside another left out: no line is drawn twice."""
    kept: list[Item] = []
    for item in sorted(filter(apart, items), key=lambda item: (item.start or 0) - (item.end or 0)):
        inside = (one for one in kept if one.segment == item.segment and item.segment)
        if not any((one.start or 0) <= (item.start or 0) and (item.end or 0) <= (one.end or 0) for one in inside):
            kept.append(item)
    return kept


def _between(items: Sequence[Item]) -> DrawLayer:
    """What lies between the lines, as far as it is known before it was measured."""
    pairs = [(item.lines.a, item.lines.b) for item in _widest(items)]
    return _hatched([_ring(a.degrees(), b.degrees()) for a, b in pairs if a is not None and b is not None])


def _hatched(rings: list[Floats]) -> DrawLayer:
    columns = Columns.of_lines(rings)
    areas = Columns(Shape.AREA, columns.xy, columns.offsets, columns.rows)
    ids = [str(number) for number in range(len(rings))]
    return DrawLayer.of(BETWEEN, words()[Look.BETWEEN], areas, Look.BETWEEN, ids, pickable=False)


def _coincident(parts: Sequence[SplitPart]) -> DrawLayer:
    lines = [part.line_a.degrees() for part in parts if part.area is None and part.line_a is not None]
    ids = [str(number) for number in range(len(lines))]
    columns, title = Columns.of_lines(lines), words()[Look.COINCIDENT]
    return DrawLayer.of(COINCIDENT, title, columns, Look.COINCIDENT, ids, pickable=False)


def _vertices(item: Item | None, pane: Pane) -> list[DrawLayer]:
    made = []
    for side, look in ((Side.A, Look.VERTEX_A), (Side.B, Look.VERTEX_B)):
        if pane in (side.value, Pane.BOTH):
            xy = np.empty((0, 2)) if item is None else changed_vertices(item, side)
            ids = [str(number) for number in range(len(xy))]
            columns = Columns.of_points(xy)
            made.append(DrawLayer.of(f"{VERTICES}-{side}", words()[look], columns, look, ids, pickable=False))
    return made


def changed_vertices(item: Item, side: Side) -> Floats:
    """Return the (n, 2) degrees of the vertices that one side changed; where some only went, those on both sides."""
    drawing, line = (item.drawn_a, item.lines.a) if side is Side.A else (item.drawn_b, item.lines.b)
    if drawing is None or line is None or not drawing.ranges:
        return np.empty((0, 2))
    places: list[int] = []
    for start, end in (each.after for each in drawing.ranges):
        places += range(start, end) if end > start else (start - 1, start)
    kept = np.unique(np.clip(places, 0, len(line) - 1))
    degrees: Floats = line.degrees()[kept]
    return degrees


def _ring(there: Floats, back: Floats) -> Floats:
    same = np.hypot(*(there[0] - back[0])) + np.hypot(*(there[-1] - back[-1]))
    crossed = np.hypot(*(there[0] - back[-1])) + np.hypot(*(there[-1] - back[0]))
    return np.concatenate([there, back[::-1] if same <= crossed else back, there[:1]])
