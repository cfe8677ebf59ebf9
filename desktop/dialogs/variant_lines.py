"""Lines offered as an alternative: those a file holds, and what one comes to against the segment's own line."""

from dataclasses import dataclass
from pathlib import Path

from geodata.cancel import Progress
from geodata.changes import gestures
from geodata.errors import Refused
from geodata.geometry.measure import cut, length, millimetres, separation
from geodata.io.loading import load
from geodata.io.mapping import Target, proposed
from geodata.io.sources import layers
from geodata.model.line import Line
from geodata.model.names import label_of
from geodata.model.project import Project
from geodata.model.segment import Segment
from geodata.model.variant import Variant

MOST = 500
"""Lines of a file that are offered."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One line of a file and what it is called there."""

    title: str
    line: Line


@dataclass(frozen=True, slots=True)
class Offer:
    """What a line would cover of a segment, and how far it lies from it: all in millimetres."""

    start: int
    end: int
    length: int
    apart: int
    apart_at: int


def candidates(path: Path, project: Project, progress: Progress) -> list[Candidate]:
    """Return the lines of a file, every layer of lines in order (a job).

    Raise Refused when there is none, with the reason that the reader gives for the first; and whatever reading raises.
    """
    empty = Project(project.settings)
    found: list[Candidate] = []
    reasons: list[str] = []
    for layer in layers(path):
        if "point" in layer.geometry.lower():
            continue
        loaded = load(path, proposed(layer, Target.SEGMENTS), empty, progress=progress)
        for feature in loaded.features[: MOST - len(found)]:
            if isinstance(feature, Segment):
                name = label_of(feature.names, "") or feature.source_id or str(len(found) + 1)
                found.append(Candidate(f"{layer.name}: {name}, {length(feature.line) / 1e6:,.3f} km", feature.line))
        reasons += [row.sentence for row in loaded.report.refused[:1]]
    if not found:
        raise Refused(f"{path.name} has no line that can be taken. {' '.join(reasons[:1])}".strip())
    return found


def offered(project: Project, segment: Segment, line: Line) -> Offer:
    """Return what a line comes to against a segment; raise InvalidFeature when both its ends fall on one place."""
    (delta,) = gestures.draw_variant(project, segment, line)
    variant = delta.new
    assert isinstance(variant, Variant)
    start, end = variant.stretch.start.at, variant.stretch.end.at
    apart, at = separation(cut(segment.line, start, end), variant.line)
    return Offer(start, end, length(variant.line), millimetres(apart), start + millimetres(at))
