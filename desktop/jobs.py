"""Jobs: plain functions run off the GUI thread. The only place in the program that knows threads.

    runner.run(read, path, done=show, label="Reading lines")     a job of its own, shown in the status bar
    latest = runner.latest()                                     a channel: at most one runs, at most one waits
    latest.run(paint, scene, view, done=show)

A function takes its inputs and, last, a geodata.cancel.Progress. Its answer arrives on the GUI thread by a signal of
the runner; what it raises arrives there too: a ConfiniaError at `failed`, anything else at `crashed`.
"""

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from enum import StrEnum
from functools import partial
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from shiboken6 import isValid

from geodata.cancel import Progress
from geodata.errors import Cancelled, ConfiniaError, Refused

Answer = Callable[[Any], object]
_SECONDS_BETWEEN_REPORTS = 0.05


class JobState(StrEnum):
    """How far a job is."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CRASHED = "crashed"
    CANCELLED = "cancelled"


class Job:
    """One piece of work: what it is called, how far it is, and whether it may go on. Read on the GUI thread only."""

    def __init__(self, label: str, quiet: bool) -> None:
        self.label = label
        self.quiet = quiet
        self.state = JobState.RUNNING
        self.what = label
        self.steps = 0
        self.total = 0
        self.progress = Progress()
        self.began = time.monotonic()

    def cancel(self) -> None:
        """Ask the work to stop at its next step; it ends as cancelled and answers nothing."""
        self.progress.token.cancel()

    @property
    def running(self) -> bool:
        """Whether it has not ended yet."""
        return self.state is JobState.RUNNING

    @property
    def seconds(self) -> float:
        """How long ago it was asked for."""
        return time.monotonic() - self.began

    @property
    def remaining(self) -> float | None:
        """The seconds still to go at the pace so far, or None while nobody can tell."""
        if not self.total or not self.steps:
            return None
        return self.seconds * (self.total - self.steps) / self.steps


class JobRunner(QObject):
    """Runs plain functions in worker threads and hands their answers back on the GUI thread."""

    started = Signal(object)  # Job
    progressed = Signal(object)  # Job
    finished = Signal(object)  # Job, however it ended
    failed = Signal(object)  # ConfiniaError of a job whose caller takes none
    crashed = Signal(object)  # what nobody foresaw: the exception with its traceback

    _reported = Signal(object, str, int, int)
    _answered = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._works = ThreadPoolExecutor(2, "confinia-work")
        self._draws = ThreadPoolExecutor(2, "confinia-draw")  # a long import must not keep the map waiting
        self._waiting: dict[Job, tuple[Future[Any], Answer | None, Answer | None, Answer | None]] = {}
        self._ended: dict[Job, Callable[[], object]] = {}
        self._closed = False
        self._reported.connect(self._report, Qt.ConnectionType.QueuedConnection)
        self._answered.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        function: Callable[..., Any],
        *args: object,
        done: Answer | None = None,
        failed: Answer | None = None,
        progress: Answer | None = None,
        ended: Callable[[], object] | None = None,
        label: str = "",
        quiet: bool = False,
    ) -> Job:
        """Start `function(*args, Progress)` in a worker and return its Job.

        `done` gets the result, `failed` the ConfiniaError, `progress` the Job at every report; `ended` is called
        last, however it ended. A quiet job is drawing: it sends no started, progressed or finished.
        Raise Refused after `close`.
        """
        if self._closed:
            raise Refused("The program is closing; nothing new can be started.")
        job = Job(label, quiet)
        job.progress = Progress(self._reporter(job), job.progress.token)
        pool = self._draws if quiet else self._works
        future = pool.submit(_checked, function, args, job.progress)
        self._waiting[job] = (future, done, failed, progress)
        if ended is not None:
            self._ended[job] = ended
        if not quiet:
            self.started.emit(job)
        future.add_done_callback(lambda ready: self._answered.emit(job, ready))
        return job

    def latest(self, label: str = "") -> "Latest":
        """Return a channel in which only the newest request counts."""
        return Latest(self, label)

    @property
    def jobs(self) -> list[Job]:
        """The jobs that have not ended, drawing left out."""
        return [job for job in self._waiting if not job.quiet]

    @property
    def closed(self) -> bool:
        """Whether the runner takes no more work."""
        return self._closed

    @property
    def idle(self) -> bool:
        """Whether nothing runs and nothing waits, drawing included."""
        return not self._waiting

    def wait(self) -> None:
        """Block until every job has ended and its answer was handed over; for tests and for leaving in good order."""
        while self._waiting:
            wait([entry[0] for entry in self._waiting.values()])
            QCoreApplication.sendPostedEvents(self, QEvent.Type.MetaCall.value)
            time.sleep(0.0005)  # the future is ready a moment before its answer is posted

    def close(self) -> None:
        """Cancel what runs, wait for the threads to end and hand over no more answers."""
        self._closed = True
        for job in self._waiting:
            job.cancel()
        self._works.shutdown(wait=True)
        self._draws.shutdown(wait=True)
        self._waiting.clear()
        self._ended.clear()

    def _reporter(self, job: Job) -> Callable[[str, int, int], None]:
        lock, last = threading.Lock(), [0.0]

        def report(what: str, steps: int, total: int) -> None:
            now = time.monotonic()
            with lock:
                if now - last[0] < _SECONDS_BETWEEN_REPORTS and steps != total:
                    return
                last[0] = now
            self._reported.emit(job, what, steps, total)

        return report

    def _report(self, job: Job, what: str, steps: int, total: int) -> None:
        if job not in self._waiting:
            return
        job.what, job.steps, job.total = what or job.label, steps, total
        progress = self._waiting[job][3]
        if progress is not None:
            progress(job)
        if not job.quiet:
            self.progressed.emit(job)

    def _take(self, job: Job, future: "Future[Any]") -> None:
        if job not in self._waiting:
            return
        _, done, failed, _ = self._waiting.pop(job)
        error = future.exception()
        job.state = _state_after(job, error)
        if not job.quiet:
            self.finished.emit(job)
        try:
            if job.state is JobState.DONE and done is not None:
                if there(done):
                    done(future.result())
            elif job.state is JobState.FAILED:
                (failed if failed is not None and there(failed) else self.failed.emit)(error)
            elif job.state is JobState.CRASHED:
                self.crashed.emit(error)
        finally:
            self._ended.pop(job, _nothing)()


class Latest:
    """A channel in which only the newest request counts: one at work, one in waiting, all others forgotten."""

    def __init__(self, runner: JobRunner, label: str) -> None:
        self._runner = runner
        self._label = label
        self._job: Job | None = None
        self._next: Callable[[], Job] | None = None

    @property
    def busy(self) -> bool:
        """Whether something is at work."""
        return self._job is not None

    def run(self, function: Callable[..., Any], *args: object, done: Answer, keep: bool = False) -> None:
        """Ask for `function(*args, Progress)`; what is at work is cancelled, or with `keep` may end first.

        After the runner has closed nothing is asked for.
        """
        if self._runner.closed:
            return
        start = partial(self._runner.run, function, *args, done=done, ended=self._after, label=self._label, quiet=True)
        if self._job is None:
            self._job = start()
            return
        self._next = start
        if not keep:
            self._job.cancel()

    def cancel(self) -> None:
        """Stop what is at work and forget what waits."""
        self._next = None
        if self._job is not None:
            self._job.cancel()

    def _after(self) -> None:
        self._job = None
        start, self._next = self._next, None
        if start is not None:
            self._job = start()


def there(answer: Answer) -> bool:
    """Whether who asked is still there: a dialog may have been closed while its file was read."""
    asker = getattr(answer.func if isinstance(answer, partial) else answer, "__self__", None)
    return not isinstance(asker, QObject) or isValid(asker)


def _nothing() -> None:
    pass


def _checked(function: Callable[..., Any], args: tuple[object, ...], progress: Progress) -> Any:
    progress.token.check()
    return function(*args, progress)


def _state_after(job: Job, error: BaseException | None) -> JobState:
    if isinstance(error, Cancelled) or (error is None and job.progress.token.cancelled):
        return JobState.CANCELLED
    if error is None:
        return JobState.DONE
    return JobState.FAILED if isinstance(error, ConfiniaError) else JobState.CRASHED
