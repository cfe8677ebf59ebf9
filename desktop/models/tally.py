"""The tally: how many millimetres of every segment are agreed, disputed, one-sided or not examined."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject, Signal

from desktop.jobs import Job, JobRunner
from desktop.session import Session
from geodata.cancel import Progress
from geodata.changes.delta import Delta
from geodata.geometry.measure import lengths
from geodata.geometry.stretch import pieces
from geodata.model.feature import Kind
from geodata.model.segment import Segment
from geodata.model.status import Picture, picture

Millimetres = npt.NDArray[np.int64]
Counted = tuple[dict[str, int], Millimetres]

PICTURES = tuple(Picture)
"""The columns of a tally, in this order."""

_AT_ONCE = 200  # segments recounted while somebody waits; more are counted by a job
_CHUNK = 4000


class Tally(QObject):
    """The open project's line in whole millimetres; the four parts of a segment are its length, always."""

    changed = Signal(object)  # list[str]: ids of the segments recounted; empty: all of them

    def __init__(self, session: Session, jobs: JobRunner, parent: QObject | None = None) -> None:
        """Follow a session."""
        super().__init__(parent)
        self._session = session
        self._jobs = jobs
        self._job: Job | None = None
        self._rows: dict[str, int] = {}
        self._parts: Millimetres = np.empty((0, len(PICTURES)), np.int64)
        self._ready = False
        session.opened.connect(self._count_all)
        session.closed.connect(self._forget)
        session.changed.connect(self._follow)

    @property
    def ready(self) -> bool:
        """Whether every segment has been counted."""
        return self._ready

    def parts(self, ids: Sequence[str]) -> Millimetres:
        """Return (n, 4) millimetres in the order of PICTURES; zeros for what is not counted yet."""
        if not len(self._parts):
            return np.zeros((len(ids), len(PICTURES)), np.int64)
        rows = np.fromiter((self._rows.get(id_, -1) for id_ in ids), np.int64, len(ids))
        found = self._parts[rows]
        found[rows < 0] = 0
        return found

    def totals(self) -> dict[Picture, int]:
        """Return the millimetres of the whole line by how they are shown."""
        return dict(zip(PICTURES, self._parts.sum(axis=0).tolist(), strict=True))

    def _count_all(self) -> None:
        self._stop()
        self._ready = False
        segments = list(self._session.project.all(Segment))

        def take(found: Counted) -> None:
            self._rows, self._parts = found
            self._ready, self._job = True, None
            self.changed.emit([])

        if len(segments) <= _AT_ONCE:
            take(_rowed(segments, counted(segments)))
        else:
            self._job = self._jobs.run(_watched, segments, done=take, label=self.tr("Measuring the line"))

    def _follow(self, deltas: list[Delta]) -> None:
        touched = [delta for delta in deltas if delta.key[0] is Kind.SEGMENT]
        if not touched:
            return
        edited = [delta.new for delta in touched if delta.old and isinstance(delta.new, Segment)]
        if not self._ready or len(edited) < len(touched) or len(edited) > _AT_ONCE:
            self._count_all()
            return
        self._parts[[self._rows[segment.id] for segment in edited]] = counted(edited)
        self.changed.emit([segment.id for segment in edited])

    def _forget(self) -> None:
        self._stop()
        self._rows, self._ready = {}, False
        self._parts = np.empty((0, len(PICTURES)), np.int64)
        self.changed.emit([])

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._job = None


def counted(segments: Sequence[Segment]) -> Millimetres:
    """Return (n, 4) millimetres of each segment by how they are shown, in the order of PICTURES."""
    parts = np.zeros((len(segments), len(PICTURES)), np.int64)
    parts[:, PICTURES.index(Picture.UNEXAMINED)] = lengths([segment.line for segment in segments])
    for row, segment in enumerate(segments):
        if segment.position_a or segment.position_b:
            parts[row] = _of_pieces(segment)
    return parts


def _of_pieces(segment: Segment) -> list[int]:
    sums = dict.fromkeys(PICTURES, 0)
    for start, end, a, b in pieces(segment):
        sums[picture(a, b)] += end - start
    return list(sums.values())


def _rowed(segments: Sequence[Segment], parts: Millimetres) -> Counted:
    return {segment.id: row for row, segment in enumerate(segments)}, parts


def _watched(segments: list[Segment], progress: Progress) -> Counted:
    parts = []
    for first in range(0, len(segments), _CHUNK):
        progress.step("Measuring the line", first, len(segments))
        parts.append(counted(segments[first : first + _CHUNK]))
    return _rowed(segments, np.concatenate(parts))
