"""The run behind the strip: one part of the line end to end by geodesic chainage, as arrays ready to be painted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from geodata.geometry.measure import lengths
from geodata.model.project import Project
from geodata.model.segment import Segment
from geodata.model.status import Delimitation, Position, Side
from geodata.model.variant import Variant, VariantState

Integers = npt.NDArray[np.int64]


Row = tuple[int, int, int]
"""From, to and what is said between."""


class Lane(StrEnum):
    """The lanes from top to bottom; they never overlap."""

    A = "A"
    B = "B"
    JOINT = "joint"


SAID = tuple(Position) + tuple(Delimitation)
"""What a span may say; spans keep the place in this list."""


@dataclass(frozen=True, eq=False)
class Spans:
    """Pieces of a lane in order: (n,) from and to in millimetres of the run, and what each says (place in SAID)."""

    starts: Integers
    ends: Integers
    said: Integers

    @classmethod
    def of(cls, rows: Sequence[Row]) -> "Spans":
        """Return the spans of (from, to, said)."""
        table = np.array(rows, dtype=np.int64).reshape(-1, 3)
        return cls(table[:, 0], table[:, 1], table[:, 2])

    def between(self, first: float, last: float) -> "Spans":
        """Return those in sight between two places of the run."""
        low = int(np.searchsorted(self.ends, first, side="right"))
        high = int(np.searchsorted(self.starts, last, side="left"))
        return Spans(self.starts[low:high], self.ends[low:high], self.said[low:high])

    def __len__(self) -> int:
        """Return the number of spans."""
        return len(self.starts)


@dataclass(frozen=True, eq=False)
class Run:
    """One part of the line pulled straight: segment i lies from `starts[i]` to `starts[i + 1]` millimetres."""

    name: str
    segments: tuple[Segment, ...]
    starts: Integers
    lanes: Mapping[Lane, Spans]
    variants: Mapping[Side, Spans]
    places: Mapping[str, int]

    @property
    def length(self) -> int:
        """Millimetres from the first segment's start to the last one's end."""
        return int(self.starts[-1])

    def index_at(self, at: float) -> int:
        """Return which segment lies at a place of the run, the nearest one beyond its ends."""
        return int(np.clip(np.searchsorted(self.starts, at, side="right") - 1, 0, len(self.segments) - 1))

    def reach(self, index: int) -> tuple[int, int]:
        """Return from where to where segment `index` lies."""
        return int(self.starts[index]), int(self.starts[index + 1])


NO_RUN = Run("", (), np.zeros(1, np.int64), {lane: Spans.of([]) for lane in Lane}, {}, {})


def parts_of(project: Project) -> dict[str, list[Segment]]:
    """Return the segments of each part in their order along it, parts in the order of their first segment."""
    parts: dict[str, list[Segment]] = {}
    for segment in sorted(project.all(Segment), key=lambda segment: segment.order):
        parts.setdefault(segment.part, []).append(segment)
    return parts


def run_of(name: str, segments: Sequence[Segment], project: Project) -> Run:
    """Return the run of these segments, in the order given."""
    if not segments:
        return NO_RUN
    starts = np.zeros(len(segments) + 1, np.int64)
    np.cumsum(lengths([segment.line for segment in segments]), out=starts[1:])
    places = {segment.id: index for index, segment in enumerate(segments)}
    first = starts.tolist()
    lanes = {
        Lane.A: _side_spans(segments, first, Side.A),
        Lane.B: _side_spans(segments, first, Side.B),
        Lane.JOINT: _joint_spans(segments, first),
    }
    return Run(name, tuple(segments), starts, lanes, _variants(project, places, first), places)


def said_anew(run: Run, edited: Mapping[int, Segment], project: Project) -> Run:
    """Return the run with other things said of some of its segments; where everything lies stays as it was."""
    segments, before = list(run.segments), run.segments
    for index, segment in edited.items():
        segments[index] = segment
    first, lanes = run.starts.tolist(), dict(run.lanes)
    for lane, side in ((Lane.A, Side.A), (Lane.B, Side.B)):
        if any(before[index].standings(side) != one.standings(side) for index, one in edited.items()):
            lanes[lane] = _side_spans(segments, first, side)
    if any(before[index].delimitation is not one.delimitation for index, one in edited.items()):
        lanes[Lane.JOINT] = _joint_spans(segments, first)
    return replace(run, segments=tuple(segments), lanes=lanes, variants=_variants(project, run.places, first))


def _side_spans(segments: Sequence[Segment], starts: list[int], side: Side) -> Spans:
    rows = [
        (start + held.stretch.start.at, start + held.stretch.end.at, _CODES[held.position])
        for segment, start in zip(segments, starts, strict=False)
        if segment.position_a or segment.position_b
        for held in segment.standings(side)
    ]
    return Spans.of(rows)


def _joint_spans(segments: Sequence[Segment], starts: list[int]) -> Spans:
    """What was said jointly, and nothing else: two sides that say the same have not yet agreed on it together."""
    rows = [
        (start, end, _CODES[segment.delimitation])
        for segment, (start, end) in zip(segments, pairwise(starts), strict=True)
        if segment.delimitation is not Delimitation.UNEXAMINED
    ]
    return Spans.of(_joined(rows))


def _joined(rows: list[Row]) -> list[Row]:
    """Make one of neighbours that say the same."""
    joined: list[Row] = []
    for row in rows:
        if joined and joined[-1][1:] == (row[0], row[2]):
            joined[-1] = (joined[-1][0], row[1], row[2])
        else:
            joined.append(row)
    return joined


def _variants(project: Project, places: Mapping[str, int], starts: list[int]) -> dict[Side, Spans]:
    rows: dict[Side, list[Row]] = {Side.A: [], Side.B: []}
    for variant in project.all(Variant):
        index = places.get(variant.segment)
        if index is not None and variant.state is VariantState.ACTIVE:
            place, start = variant.stretch, starts[index]
            rows[variant.proposed_by].append((start + place.start.at, start + place.end.at, 0))
    return {side: Spans.of(sorted(found)) for side, found in rows.items()}


_CODES: dict[StrEnum, int] = {word: place for place, word in enumerate(SAID)}
