"""A stretch chosen on the map from turning point to turning point is tied to them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint

from desktop.jobs import JobRunner
from desktop.map.canvas import MapCanvas
from desktop.panels.map_link import MapLink
from desktop.panels.map_panel import MapPanel
from desktop.selection import Selection
from desktop.session import Session
from geodata.geometry.measure import chainages
from geodata.model.grid import DEGREE
from geodata.model.project import Settings
from geodata.model.status import Side
from geodata.model.turning_point import TurningPoint
from tests.desktop.map_by_hand import LEFT, settle
from tests.geodata.strategies import id_of, line, segment

LINE = line((45.0, 41.0), (45.002, 40.999), (45.004, 41.001), (45.006, 41.0))
POINTS = [(45_002_000_000, 40_999_000_000), (45_004_000_000, 41_001_000_000)]


@pytest.fixture
def desk(qtbot, tmp_path: Path) -> Iterator[tuple[Session, Selection, MapPanel, JobRunner]]:
    jobs = JobRunner()
    session, selection, canvas = Session(jobs), Selection(), MapCanvas(jobs)
    MapLink(session, selection, jobs, canvas)
    panel = MapPanel(session, selection, canvas)
    qtbot.addWidget(panel)
    panel.resize(800, 600)
    panel.show()
    points = [TurningPoint(id=id_of(11 + i), point=at, label=str(101 + i)) for i, at in enumerate(POINTS)]
    session.create(tmp_path / "p.gpkg", Settings(title="Valley", side=Side.A), (segment(1, line=LINE), *points))
    qtbot.waitUntil(lambda: len(canvas.scene.layers) > 0)
    settle(canvas, jobs)
    yield session, selection, panel, jobs
    session.close()
    jobs.close()


def test_ends_near_turning_points_are_tied_to_them(desk, qtbot):
    _, selection, panel, _ = desk
    panel.choose_stretch()
    for point in reversed(POINTS):
        x, y = panel.canvas.view.pixel(point[0] / DEGREE, point[1] / DEGREE)
        qtbot.mouseClick(panel.canvas, LEFT, pos=QPoint(round(x) + 4, round(y) - 3))
    start, end = selection.stretch.start, selection.stretch.end
    assert (start.turning_point, end.turning_point) == (id_of(11), id_of(12))
    assert [start.at, end.at] == [round(at * 1000) for at in chainages(LINE)[1:3]]
