"""The project file: taking in 100,000 lines, opening them, and one edit among them."""

import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from measurement import Measurement, spread

from geodata.changes import gestures
from geodata.changes.delta import Delta, apply
from geodata.geometry.stretch import stretch
from geodata.io.store import Store
from geodata.model.grid import WGS84_DEGREES
from geodata.model.line import Line
from geodata.model.project import Project, Settings
from geodata.model.segment import Segment
from geodata.model.status import Side, View

HOW = "python tests/benchmarks/run.py project"


def segments(count: int) -> list[Segment]:
    """Return lines of ten points, none crossing itself, scattered over two degrees."""
    chance = np.random.default_rng(1)
    starts = np.repeat(chance.uniform(-1, 1, (count, 1, 2)), 10, axis=1)
    places = np.array([45.0, 41.0]) + starts + np.abs(chance.normal(0, 0.001, (count, 10, 2))).cumsum(axis=1)
    lines = Line.many(WGS84_DEGREES.on_grid(places.reshape(-1, 2)), np.arange(0, 10 * count + 1, 10), WGS84_DEGREES)
    return [Segment(id=gestures.new_id(), source_id=f"s{i}", line=line) for i, line in enumerate(lines)]


def measurements() -> Iterator[Measurement]:
    """One run each for what is large, a spread for the edit."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "large.gpkg")
        deltas = [Delta(None, segment) for segment in segments(100_000)]
        with Store.create(path, Settings(title="Large", side=Side.A)) as store:
            yield Measurement(
                "write 100,000 lines and their journal row", once(lambda: store.commit("Load", deltas)), HOW
            )
        yield Measurement("open 100,000 lines and read them", once(lambda: opened(path)), HOW)
        with Store.open(path) as store:
            yield Measurement("one durable mark among 100,000 lines", spread(marks(store), 20), HOW)


def once(act: Callable[[], object]) -> str:
    """Return the wall time of one call in seconds."""
    begun = time.perf_counter()
    act()
    return f"{time.perf_counter() - begun:.2f} s"


def opened(path: Path) -> None:
    """Open, read and close."""
    with Store.open(path) as store:
        store.load()


def marks(store: Store) -> Callable[[], object]:
    """Return a call that marks another stretch each time, as the window does."""
    held = [store.load()]
    step = iter(range(1_000_000))

    def mark() -> None:
        project = held[0]
        segment = next(project.all(Segment))
        place = stretch(segment, next(step), next(step) + 1000)
        deltas = gestures.mark(project, segment, place, View.AGREED, f"{place.start.at}")
        store.commit("Mark", deltas)
        held[0] = Project(project.settings, apply(project.layers, deltas))

    return mark
