"""A kill at any moment loses at most the gesture in hand."""

import random
import subprocess
import sys
import time
from pathlib import Path

from geodata.changes.delta import Delta
from geodata.io.store import Store
from geodata.model.grid import WGS84_DEGREES
from geodata.model.line import Line
from geodata.model.project import Settings
from geodata.model.segment import Segment
from geodata.model.status import Side

point_of = WGS84_DEGREES.point_of

LINE = Line([point_of(45, 41), point_of(45.1, 41.05), point_of(45.2, 41)], WGS84_DEGREES)
RUN = Path(__file__).with_name("editing_run.py")


def killed_run(path: Path, seconds: float) -> int:
    """Let the run go on for some seconds after its first word, kill it, and return the last number it confirmed."""
    with subprocess.Popen([sys.executable, str(RUN), str(path)], stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        first = int(run.stdout.readline())
        time.sleep(seconds)
        run.kill()
        said = [word for word in run.stdout.read().splitlines(keepends=True) if word.endswith("\n")]
    return int(said[-1]) if said else first


def test_fifty_kills_lose_no_confirmed_edit_and_undo_still_works(tmp_path: Path) -> None:
    path = tmp_path / "edited.gpkg"
    with Store.create(path, Settings(title="Edited", side=Side.A)) as store:
        store.commit("Load", [Delta(None, Segment(id="line", line=LINE))])
    moments = random.Random(2026)
    before = 0
    for _ in range(50):
        confirmed = killed_run(path, moments.uniform(0, 0.08))
        with Store.open(path) as store:
            notes = [standing.note for standing in store.load().segment("line").position_a]
            assert notes == [f"step {step}" for step in range(len(notes))]
            assert confirmed <= len(notes) <= confirmed + 1
            assert [entry.done for entry in store.history()] == [True] * (len(notes) + 1)
            if notes:
                assert store.undo()
                assert store.redo()
                assert len(store.load().segment("line").position_a) == len(notes)
        before = max(before, confirmed)
    assert before > 10
