"""The window: from the command to something that can be used, each time a new process, offscreen at 1600 x 1000."""

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyogrio
import shapely
from bench_project import segments
from measurement import Measurement

from geodata.changes.delta import Delta
from geodata.io.store import Store
from geodata.model.project import Settings
from geodata.model.status import Side

HERE = Path(__file__).parent
PROGRAM = Path(sys.executable).with_name("confinia-data")
HOW = "python tests/benchmarks/run.py window"


def measurements() -> Iterator[Measurement]:
    """An empty start, a start with 100,000 lines, and taking these in from a file."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        yield Measurement("start to usable window, no project", spread_of(folder, 5), HOW)
        project = folder / "large.gpkg"
        lines = segments(100_000)
        with Store.create(project, Settings(title="Large", side=Side.A)) as store:
            store.commit("Load", [Delta(None, line) for line in lines])
        yield Measurement("start to first picture of 100,000 lines", spread_of(folder, 3, project), HOW)
        source, taken = folder / "lines.gpkg", folder / "taken.gpkg"
        geometries = shapely.to_wkb(shapely.linestrings([line.line.degrees() for line in lines]))
        ids = np.array([line.source_id for line in lines], dtype=object)
        pyogrio.raw.write(
            source, geometries, [ids], ["line_id"], layer="lines", geometry_type="LineString", crs="EPSG:4326"
        )
        command = ["import", str(taken), str(source), "--as", "segments", "--id", "line_id"]
        subprocess.run([PROGRAM, "new", str(taken), "--side", "A"], check=True, stdout=subprocess.DEVNULL)
        begun = time.perf_counter()
        subprocess.run([PROGRAM, *command], check=False, stdout=subprocess.DEVNULL)
        how = "confinia-data import taken.gpkg lines.gpkg --as segments --id line_id"
        yield Measurement("import of 100,000 lines, every row checked", f"{time.perf_counter() - begun:.1f} s", how)


def spread_of(folder: Path, times: int, *project: Path) -> str:
    """Return the median, least and most of the last moment that the program says, in seconds."""
    took = []
    for run in range(times + 1):
        command = [sys.executable, HERE / "window_start.py", str(time.time()), folder / f"{run}.ini", *project]
        environment = {"QT_QPA_PLATFORM": "offscreen", "HOME": str(folder), "PYTHONPATH": str(HERE.parents[1])}
        said = subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout
        took.append(float(said.split()[-1]))
    counted = took[1:]
    return f"{statistics.median(counted):.2f} s ({min(counted):.2f} to {max(counted):.2f})"
