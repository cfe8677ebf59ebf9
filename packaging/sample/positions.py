"""Playing what a side says: every claim through the program's own gestures, with identifiers and times that stay."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import claims
import msgspec
import numpy as np
import paths
from claims import Claim, Drawn
from sections import Record, fixed_id
from terrain import Floats
from valley import SEED, degrees
from writing import rounded_to_catalogue

from geodata.changes import gestures
from geodata.changes.delta import Delta, apply
from geodata.geometry.measure import chainages, length, millimetres
from geodata.geometry.stretch import stretch, whole
from geodata.model.annotation import Annotation
from geodata.model.feature import Kind
from geodata.model.grid import DEGREE, WGS84_DEGREES
from geodata.model.line import Line
from geodata.model.project import Project
from geodata.model.route import Route, RouteState
from geodata.model.segment import Segment
from geodata.model.stretch import Stretch
from geodata.model.turning_point import TurningPoint
from geodata.model.variant import Variant


@dataclass
class Playing:
    """A side's project while it is played, and everything it did."""

    project: Project
    record: Record
    done: list[Delta]

    def do(self, deltas: Iterable[Delta], *key: object) -> list[Delta]:
        """Take deltas into the project, under fixed identifiers and times; return them as taken."""
        fixed = [_fixed(delta, self.project.settings.side, *key) for delta in deltas]
        self.project = replace(self.project, layers=apply(self.project.layers, fixed))
        self.done += fixed
        return fixed


def played(project: Project, record: Record) -> list[Delta]:
    """Return the deltas of everything that a project's side says, in order."""
    side = project.settings.side
    playing = Playing(project, record, [])
    for source in claims.SOURCES[side]:
        playing.do(gestures.add_source(playing.project, source))
    for claim in claims.CLAIMS[side]:
        _claim(playing, claim)
    for remark in claims.REMARKS[side]:
        segment = playing.project.segment(remark.segment)
        span = None if remark.stretch is None else _stretch(segment, *remark.stretch)
        note = gestures.write_note(playing.project, segment.id, remark.text, span, kind=remark.kind)
        playing.do(note, "note", remark.segment)
    _facts(playing)
    return playing.done


def _claim(playing: Playing, claim: Claim) -> None:
    side = playing.project.settings.side
    segment = playing.project.segment(claim.segment)
    sources = tuple(fixed_id("source", side, key) for key in claim.sources)
    span = _stretch(segment, claim.start, claim.end)
    if claim.drawn:
        line, span = _alternative(playing.record, segment, claim.drawn, span)
        drawn = gestures.draw_variant(playing.project, segment, line, claim.drawn.label, claim.drawn.basis, sources)
        drawn = [Delta(None, msgspec.structs.replace(_variant(each), stretch=span)) for each in drawn]
        playing.do(drawn, "variant", claim.segment, claim.drawn.label)
    marked = gestures.mark(playing.project, segment, span, claim.view, claim.note, claim.reason, sources)
    playing.do(marked)


def _facts(playing: Playing) -> None:
    """What is neither side's alone: a height measured again, the state of a road."""
    side = playing.project.settings.side
    for label, more in claims.HEIGHTS[side]:
        point = next(each for each in playing.project.all(TurningPoint) if each.label == label)
        height = f"{float(point.height) + 1.7 + float(more):.1f}"
        playing.do([Delta(point, msgspec.structs.replace(point, height=height, accuracy_mm=80))])
    for code, state in claims.ROUTE_STATES[side]:
        route = next(each for each in playing.project.all(Route) if each.code == code)
        if route.state.value != state:
            playing.do([Delta(route, msgspec.structs.replace(route, state=RouteState(state)))])


def _stretch(segment: Segment, start: float, end: float | None) -> Stretch:
    if not start and end is None:
        return whole(segment)
    last = length(segment.line) if end is None else millimetres(end)
    return stretch(segment, millimetres(start), min(last, length(segment.line)))


def _alternative(record: Record, segment: Segment, drawn: Drawn, span: Stretch) -> tuple[Line, Stretch]:
    """Return the line that a side draws and the stretch it replaces, from vertex to vertex of the base's."""
    along = np.rint(chainages(segment.line) * 1000).astype(np.int64)
    first, last = (int(np.abs(along - place.at).argmin()) for place in (span.start, span.end))
    plane = record.plane[segment.source_id][first : last + 1]
    rng = np.random.Generator(np.random.PCG64([SEED, *drawn.shape.encode()]))
    grid = WGS84_DEGREES.on_grid(degrees(_swung(plane, drawn.swing, rng)))
    if drawn.catalogue:
        grid = WGS84_DEGREES.on_grid(
            np.array([[rounded_to_catalogue(angle) for angle in row] for row in grid / DEGREE])
        )
    grid[0], grid[-1] = segment.line.xy[first], segment.line.xy[last]
    return Line(grid, WGS84_DEGREES), stretch(segment, int(along[first]), int(along[last]))


def _swung(base: Floats, swing: float, rng: np.random.Generator) -> Floats:
    """Return a line that leaves another to one side and comes back, with bends of its own."""
    closed = bool((base[0] == base[-1]).all())
    rough = paths.even(paths.rounded(paths.even(base, 300 if closed else 550), 2), 60)
    along = paths.running(rough) / paths.running(rough)[-1]
    envelope = np.ones(len(along)) if closed else np.sin(np.pi * along) ** 0.7
    waves = sum(rng.uniform(0.1, 0.3) / n * np.sin(2 * np.pi * n * along + rng.uniform(0, 6.28)) for n in (1, 2, 3, 5))
    side = rough + paths.normals(rough) * (swing * envelope * np.clip(0.8 + waves, 0.2, 1.1))[:, None]
    if closed:
        side = np.vstack([side[:-1], side[:1]])
    drawn = paths.roughened(paths.even(side, 260), rng, 1, 0.09)
    return np.vstack([base[:1], drawn[1:-1], base[-1:]])


def _variant(delta: Delta) -> Variant:
    assert isinstance(delta.new, Variant)
    return delta.new


def _fixed(delta: Delta, *key: object) -> Delta:
    """Return an addition under an identifier and a time that are the same in every run."""
    if delta.old is not None or delta.new is None or delta.key[0] not in (Kind.VARIANT, Kind.ANNOTATION):
        return delta
    changed = msgspec.structs.replace(delta.new, id=fixed_id(*key))
    if isinstance(changed, Annotation):
        changed = msgspec.structs.replace(changed, written="2023-06-14T08:30:00Z")
    return Delta(None, changed)
