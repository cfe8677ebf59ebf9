"""The import gate: a file of 100,000 lines taken in, with and without its coordinates as read, and read again."""

import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import numpy as np
import shapely
from bench_project import segments
from measurement import Measurement
from pyogrio import raw

from geodata.io.loading import Loaded, load
from geodata.io.mapping import Mapping, Target
from geodata.io.provenance import where_from
from geodata.io.store import Store
from geodata.model.project import Settings
from geodata.model.segment import Segment
from geodata.model.status import Side

HOW = "python tests/benchmarks/run.py gate"
LINES = 100_000
T = TypeVar("T")
SEGMENTS = Mapping(target=Target.SEGMENTS, id="line_id")


def measurements() -> Iterator[Measurement]:
    """One run each, in seconds of the processor: what else runs beside it does not count."""
    with tempfile.TemporaryDirectory() as folder:
        file = _written(Path(folder, "lines.gpkg"))
        sizes = []
        for originals in (False, True):
            path = Path(folder, f"{originals}.gpkg")
            with Store.create(path, Settings(title="Large", side=Side.A)) as store:
                loaded, reading = _timed(lambda store=store: load(file, SEGMENTS, store.load()))
                _, writing = _timed(lambda store=store, loaded=loaded, kept=originals: _commit(store, loaded, kept))
            sizes.append(path.stat().st_size / 1e6)
            what = "with" if originals else "without"
            yield Measurement(f"read {LINES:,} lines and check them", f"{reading:.2f} s", HOW)
            yield Measurement(f"write them {what} their coordinates as read", f"{writing:.2f} s", HOW)
        yield Measurement("the project file without and with them", f"{sizes[0]:.0f} MB, {sizes[1]:.0f} MB", HOW)
        with Store.open(path, read_only=True) as store:
            project = store.load()
            line = next(project.all(Segment))
            told, asking = _timed(lambda: where_from(store, project, line))
            assert told.residual == 0
            yield Measurement("say where one of them comes from, and read it again", f"{asking * 1000:.1f} ms", HOW)
            _, again = _timed(lambda: load(file, SEGMENTS, project))
            yield Measurement("load the same file again into it", f"{again:.2f} s", HOW)


def _written(path: Path) -> Path:
    made = segments(LINES)
    shapes = shapely.to_wkb(np.array([shapely.LineString(one.line.degrees()) for one in made], dtype=object))
    names = np.array([one.source_id for one in made], dtype=object)
    raw.write(path, shapes, [names], ["line_id"], geometry_type="LineString", crs="EPSG:4326", driver="GPKG")
    return path


def _commit(store: Store, loaded: Loaded, originals: bool) -> None:
    store.commit(loaded.label, loaded.deltas, originals=loaded.originals if originals else ())


def _timed(act: Callable[[], T]) -> tuple[T, float]:
    begun = time.process_time()
    made = act()
    return made, time.process_time() - begun
