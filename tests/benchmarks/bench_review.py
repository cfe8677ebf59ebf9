"""The review: a comparison of 2,000 items gone through by keyboard, to the next item and to the picture of it."""

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[2]))

from measurement import Measurement
from msgspec.structs import replace
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from desktop.jobs import JobRunner
from desktop.review.scenes import Pane
from desktop.review.workspace import ReviewWorkspace
from desktop.session import Session
from geodata.changes.delta import Delta
from geodata.io.documents import write_document
from geodata.model.line import Line
from geodata.model.segment import Segment, Standing
from geodata.model.status import Position
from tests.geodata.strategies import layers_with, line, segment, standing
from tests.geodata.worlds import World, world

HOW = "python tests/benchmarks/run.py review"
SEGMENTS, STEPS = 1000, 60


def measurements() -> Iterator[Measurement]:
    """The time to the first item, then step by step, and one filter."""
    app = QApplication.instance() or QApplication([])
    sys.setswitchinterval(0.0005)  # as the program does
    with tempfile.TemporaryDirectory() as folder:
        jobs = JobRunner()
        review = ReviewWorkspace(Session(jobs), jobs)
        review.resize(1500, 900)
        review.show()
        files = written(Path(folder), made())
        begun = time.perf_counter()
        review.compare(*files)
        until(lambda: review.reviewed is not None)
        shown = f"{time.perf_counter() - begun:.1f} s"
        until(lambda: jobs.idle)
        items = review.comparing.items
        yield Measurement(f"{len(items.model.shown):,} items compared and listed", shown, HOW)
        yield Measurement("next item, window free again", *steps(review, lambda: True))
        panes = [review.comparing.maps.panes[pane] for pane in (Pane.A, Pane.B)]
        yield Measurement("next item, both maps drawn", *steps(review, lambda: all(pane.settled for pane in panes)))
        begun = time.perf_counter()
        items.text.setText("S-77")
        items._filter()
        figure = f"{(time.perf_counter() - begun) * 1000:.0f} ms"
        yield Measurement(f"words typed, {len(items.model.shown)} items found", figure, HOW)
        review.close()
        jobs.close()
    del app


def steps(review: ReviewWorkspace, ready: Callable[[], bool]) -> tuple[str, str]:
    """Go on item by item; median and most of what it takes until something is ready."""
    took = []
    for _ in range(STEPS):
        begun = time.perf_counter()
        review.comparing.agenda.step(1)
        until(ready)
        took.append((time.perf_counter() - begun) * 1000)
    took.sort()
    return f"{took[STEPS // 2]:.0f} ms ({took[0]:.0f} to {took[-1]:.0f})", HOW


def until(ready: Callable[[], bool]) -> None:
    """Let the window live until something is ready."""
    while not ready():
        loop = QEventLoop()
        QTimer.singleShot(1, loop.quit)
        loop.exec()


def made() -> World:
    """Segments in a row; of each A says that 1 km is agreed, and B that half of it is and half is disputed."""
    base = [segment(number + 1, line=drawn(45 + number * 0.002), order=number) for number in range(SEGMENTS)]
    a = [Delta(each, replace(each, position_a=(standing(0, 1000, on=each),))) for each in base]
    b = [Delta(each, replace(each, position_b=halves(each))) for each in base]
    return world(layers_with(*base), a, b)


def halves(of: Segment) -> tuple[Standing, Standing]:
    """What B says of a kilometre."""
    return standing(0, 500, on=of), standing(500, 1000, Position.REJECTS, on=of)


def drawn(east: float) -> Line:
    """A line of some two kilometres."""
    return line((east, 41.0), (east + 0.001, 40.99), (east, 40.98))


def written(folder: Path, whole: World) -> tuple[Path, Path]:
    """Both change sets as files, with their base beside them."""
    for name, document in (("base", whole.base), ("a1", whole.a), ("b1", whole.b)):
        write_document(folder / f"{name}.confinia", document)
    return folder / "a1.confinia", folder / "b1.confinia"
