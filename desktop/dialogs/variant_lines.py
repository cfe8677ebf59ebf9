"""Lines offered as an alternative: those a file holds, and what one comes to against the segment's own line."""

from dataclasses import dataclass
from pathlib import Path

from geodata.cancel import Progress
from geodata.changes import gestures
from geodata.geometry.measure import cut, length, millimetres, separation
from geodata.io.offered_lines import Offered, lines_offered
from geodata.model.line import Line
from geodata.model.project import Project
from geodata.model.segment import Segment
from geodata.model.variant import Variant


@dataclass(frozen=True, slots=True)
class Offer:
    """What a line would cover of a segment, and how far it lies from it: all in millimetres."""

    start: int
    end: int
    length: int
    apart: int
    apart_at: int


def candidates(path: Path, project: Project, progress: Progress) -> list[Offered]:
    """Return the lines of a file (a job); raise as `lines_offered` does."""
    return lines_offered(path, project, progress=progress)


def offered(project: Project, segment: Segment, line: Line) -> Offer:
    """Return what a line comes to against a segment; raise InvalidFeature when both its ends fall on one place."""
    variant = gestures.draw_variant(project, segment, line)[-1].new
    assert isinstance(variant, Variant)
    start, end = variant.stretch.start.at, variant.stretch.end.at
    apart, at = separation(cut(segment.line, start, end), variant.line)
    return Offer(start, end, length(variant.line), millimetres(apart), start + millimetres(at))
