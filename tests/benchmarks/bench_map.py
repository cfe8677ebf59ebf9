"""The map: first picture, frames of a pan and a zoom, picking; the region's lines, railways and places at 1600 x 1000.

The region is a folder beside the checkout; without it a seeded stand-in of the same size is drawn.
"""

import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[2]))

import numpy as np
import shapely
from measurement import Measurement, spread
from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QApplication

from desktop.jobs import JobRunner
from desktop.map.canvas import MapCanvas
from desktop.map.layers import DrawLayer
from desktop.map.pick import at_pixel
from desktop.map.render import paint
from desktop.map.style import Look
from desktop.map.view import View
from geodata.cancel import unwatched
from geodata.model.reference import Columns, Shape

HOW = "python tests/benchmarks/run.py map"
REGION = Path(__file__).parents[3] / "shared" / "data" / "region.gpkg"
SOUTH_CAUCASUS = (43.5, 38.4, 48.5, 41.9)
FRAMES = 240


def region() -> tuple[str, list[DrawLayer]]:
    """Return what is drawn and its layers."""
    if not REGION.exists():
        return "a stand-in for the region", stand_in()
    import pyogrio

    def read(layer: str) -> np.ndarray:
        return shapely.from_wkb(pyogrio.raw.read(REGION, layer=layer, columns=[])[2])

    places, names = pyogrio.raw.read(REGION, layer="settlements", columns=["name", "population"])[2:]
    at = Columns.of_points(shapely.get_coordinates(shapely.from_wkb(places)))
    line = Columns.of_geometries(read("boundary_osm_10m"), Shape.LINE)
    rails = Columns.of_geometries(read("railways_osm"), Shape.LINE)
    return f"{len(line)} lines, {len(rails):,} railway ways, {len(at):,} places", [
        DrawLayer.of("route", "Railways", rails, Look.RAIL),
        DrawLayer.of("segment", "Line", line, Look.DISPUTED),
        DrawLayer.of(
            "reference:p", "Places", at, Look.SETTLEMENT, labels=list(names[0]), weights=names[1].astype(float)
        ),
    ]


def stand_in() -> list[DrawLayer]:
    """Return layers of the region's size, scattered over it."""
    return [
        DrawLayer.of("route", "Railways", scattered(4892, 10), Look.RAIL),
        DrawLayer.of("segment", "Line", scattered(188, 68), Look.DISPUTED),
    ]


def scattered(count: int, vertices: int) -> Columns:
    """Return seeded wandering lines."""
    chance = np.random.default_rng(1)
    west, south, east, north = SOUTH_CAUCASUS
    starts = chance.uniform((west, south), (east, north), (count, 2))[:, None]
    return Columns.of_lines(list(starts + chance.normal(0, 0.002, (count, vertices, 2)).cumsum(axis=1)))


def measurements() -> Iterator[Measurement]:
    """Frames at sixty a second with the worker painting beside them, then the largest layer one may load."""
    app = QApplication.instance() or QApplication([])
    jobs = JobRunner()
    what, layers = region()
    canvas = MapCanvas(jobs)
    canvas.resize(1600, 1000)
    begun = time.perf_counter()
    canvas.set_layers(layers)
    canvas.show()
    until_drawn(canvas)
    yield Measurement(f"first picture: {what}", f"{(time.perf_counter() - begun) * 1000:.0f} ms", HOW)
    for name, step in (("slow pan", slow), ("fast pan", fast), ("zoom", zoom)):
        canvas.zoom_to(SOUTH_CAUCASUS)
        until_drawn(canvas)
        yield Measurement(f"{name}, {FRAMES} frames at 60 a second", frames(canvas, step), HOW)
    until_drawn(canvas)  # else the worker paints beside what is measured
    scene, view = canvas.scene, canvas.view
    yield Measurement(
        "one picture of all of it, in the worker", spread(lambda: paint(scene, view, 1, unwatched())), HOW
    )
    yield Measurement("what is under the pointer", spread(lambda: at_pixel(scene, view, 800, 500)), HOW)
    yield from large(canvas)
    canvas.close()
    jobs.close()
    del app


def large(canvas: MapCanvas) -> Iterator[Measurement]:
    """A million features, nine million vertices."""
    many = DrawLayer.of("many", "Many", scattered(1_000_000, 9), Look.BACKDROP_LINE)
    begun = time.perf_counter()
    canvas.update_layer(many)
    until_drawn(canvas)
    yield Measurement("picture with 1,000,000 lines more, the first time", f"{time.perf_counter() - begun:.1f} s", HOW)
    yield Measurement("slow pan over them", frames(canvas, slow), HOW)
    until_drawn(canvas)
    near = View(width=1600, height=1000).following(canvas.view.zoomed_about(800, 500, 40))
    scene = canvas.scene
    yield Measurement(
        "one picture among them, 40 times closer", spread(lambda: paint(scene, near, 1, unwatched())), HOW
    )
    yield Measurement("what is under the pointer among them", spread(lambda: at_pixel(scene, near, 800, 500)), HOW)


def slow(turn: int, view: View) -> View:
    """Six pixels a frame, there and back."""
    way = 1 if turn % 120 < 60 else -1
    return view.panned(-6 * way, 3 * way)


def fast(turn: int, view: View) -> View:
    """Thirty pixels a frame, there and back."""
    way = 1 if turn % 120 < 60 else -1
    return view.panned(-30 * way, 10 * way)


def zoom(turn: int, view: View) -> View:
    """Three percent a frame, in and out."""
    return view.zoomed_about(500, 400, 1.03 if turn % 120 < 60 else 1 / 1.03)


def until_drawn(canvas: MapCanvas) -> None:
    """Let the window live until its picture is there."""
    loop = QEventLoop()
    canvas.drawn.connect(loop.quit)
    canvas.update()
    while not canvas.settled:
        loop.exec()


def frames(canvas: MapCanvas, step: Callable[[int, View], View]) -> str:
    """Return what a frame costs while the window is moved on every sixtieth of a second."""
    cost: list[float] = []
    loop, timer = QEventLoop(), QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)

    def tick() -> None:
        begun = time.perf_counter()
        canvas.show_view(step(len(cost), canvas.view))
        canvas.repaint()
        cost.append((time.perf_counter() - begun) * 1000)
        if len(cost) == FRAMES:
            loop.quit()

    timer.timeout.connect(tick)
    timer.start(16)
    loop.exec()
    timer.stop()
    middle, most = np.percentile(cost, [50, 95])
    over = sum(one > 1000 / 60 for one in cost)
    return f"p50 {middle:.1f} ms, p95 {most:.1f} ms, {over} of {FRAMES} frames over 16.7 ms"
