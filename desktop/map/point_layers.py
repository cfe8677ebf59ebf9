"""Turning points, markers and notes as draw layers; of those too near each other the more important one stays."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QCoreApplication

from desktop.map.geometry import Parts
from desktop.map.layers import DrawLayer
from desktop.map.plane import Floats
from desktop.map.ragged import Truths
from desktop.map.spacing import reaches
from desktop.map.style import Look
from geodata.geometry.measure import length, point_at
from geodata.geometry.world import world_of
from geodata.model.annotation import Annotation, PrivateNote
from geodata.model.feature import Kind
from geodata.model.grid import Point
from geodata.model.marker import Marker, MarkerKind
from geodata.model.names import Name
from geodata.model.project import Project
from geodata.model.reference import Columns
from geodata.model.segment import Segment
from geodata.model.turning_point import TurningPoint, TurningPointKind

_BEFORE_ALL_PLACES = 1e12  # a number of a turning point is placed before any town's name
_RANKS = {TurningPointKind.TRIPOINT: 4, TurningPointKind.JUNCTION: 4, TurningPointKind.ENCLAVE_RING: 2}
_END, _ORDINARY = 3, 1
_MAIN, _OTHER = 0, -1  # markers come after all turning points


@dataclass(frozen=True, eq=False)
class _Points:
    """What a layer of points is made of, point by point."""

    look: Look
    ids: Sequence[str]
    places: Sequence[Point]
    labels: Sequence[str]

    def layer(self, kind: Kind, project: Project) -> DrawLayer:
        """Return the layer; a point's reach is not known yet."""
        places = np.array(self.places, np.int64).reshape(-1, 2)
        columns = Columns.of_points(world_of(project.settings.profile).degrees(places))
        weights = np.full(len(self.ids), _BEFORE_ALL_PLACES)
        title = titles()[kind]
        return DrawLayer.of(kind, title, columns, self.look, self.ids, self.labels, weights)


def turning_points(project: Project, line: Parts) -> DrawLayer:
    """Return the turning points; tripoints and junctions stay longest, then those where a segment of `line` ends."""
    every = list(project.all(TurningPoint))
    labels = [one.label or _names(one.names) for one in every]
    layer = _Points(Look.TURNING_POINT, [one.id for one in every], [one.point for one in every], labels)
    made = layer.layer(Kind.TURNING_POINT, project)
    rank = np.array([_RANKS.get(one.type, _ORDINARY) for one in every], np.float64)
    at_ends = _at_ends(made.geometry.parts.xy, line)
    return made.thinned(reaches(made.geometry.parts.xy, np.where(at_ends, np.maximum(rank, _END), rank)))


def markers(project: Project, turning: DrawLayer) -> DrawLayer:
    """Return the markers; one too near a turning point gives way to it."""
    every = list(project.all(Marker))
    labels = [one.number or _names(one.names) for one in every]
    made = _Points(Look.MARKER, [one.id for one in every], [one.point for one in every], labels).layer(
        Kind.MARKER, project
    )
    before = turning.geometry.parts.xy
    rank = [_MAIN if one.type is MarkerKind.MAIN else _OTHER for one in every]
    importance = np.concatenate([np.full(len(before), _ORDINARY), np.array(rank, np.float64)])
    reach = reaches(np.concatenate([before, made.geometry.parts.xy]), importance)
    return made.thinned(reach[len(before) :])


def notes(kind: Kind, project: Project) -> DrawLayer:
    """Return notes on segments, in the middle of what they are about; a note on something else has no place."""
    segments = project.layers[Kind.SEGMENT]
    ids, places = [], []
    for note in project.layers[kind].values():
        assert isinstance(note, Annotation | PrivateNote)
        target = segments.get(note.target)
        if isinstance(target, Segment):
            ids.append(note.id)
            places.append(_middle(note, target))
    made = _Points(Look.NOTE, ids, places, [""] * len(ids)).layer(kind, project)
    return made.thinned(reaches(made.geometry.parts.xy))


def _middle(note: Annotation | PrivateNote, segment: Segment) -> Point:
    total = length(segment.line)
    start, end = (note.stretch.start.at, note.stretch.end.at) if note.stretch else (0, total)
    return point_at(segment.line, min((start + end) // 2, total))


def _at_ends(xy: Floats, line: Parts) -> Truths:
    """Return which points stand, to the centimetre, where a part of the line begins or ends."""
    if not len(xy) or not len(line):
        return np.zeros(len(xy), np.bool_)
    ends = np.concatenate([line.xy[line.offsets[:-1]], line.xy[line.offsets[1:] - 1]])
    return np.isin(_to_centimetres(xy), _to_centimetres(ends))


def _to_centimetres(xy: Floats) -> np.ndarray[tuple[int], np.dtype[np.complex128]]:
    grid: Floats = np.rint(xy * 100)
    return grid[:, 0] + 1j * grid[:, 1]


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
