"""Two claims taken apart: 1,000 km of 50,000 vertices each, and what somebody did to such a line.

The lines follow one course and bulge from it by 500 m; or each strays from it by noise at every vertex, so that they
cross tens of thousands of times.
"""

import time
from collections.abc import Iterator

import numpy as np
from geographiclib.geodesic import Geodesic
from measurement import Measurement

from geodata.geometry.between import numbers
from geodata.geometry.coincide import split
from geodata.geometry.redrawn import redrawn
from geodata.model.grid import WGS84_DEGREES
from geodata.model.line import Line
from geodata.model.profile import Tolerances

HOW = "python tests/benchmarks/run.py split"
VERTICES, METRES, TOLERANCE = 50_000, 1_000_000, 1.0


def line(seed: int, noise: float = 0.0, bulge: float = 0.0) -> Line:
    """A course of a thousand kilometres to the south, with normal noise, or with bulges where its seed has them."""
    south = np.linspace(0, METRES, VERTICES)
    east = np.cumsum(np.random.default_rng(7).normal(0, 6, VERTICES))
    east += np.random.default_rng(seed).normal(0, noise, VERTICES) + bulge * np.sin(south / 3000 * (1 + seed / 10))
    return Line(WGS84_DEGREES.on_grid(np.column_stack([45 + east / 85_000, 42 - south / 111_000])), WGS84_DEGREES)


def measurements() -> Iterator[Measurement]:
    """The time of a split and of its numbers, the areas against geographiclib, and the time of `redrawn`."""
    for what, a, b in (
        ("bulges", line(1, bulge=500), line(2, bulge=500)),
        ("noise of 3 m", line(1, noise=3), line(2, noise=3)),
    ):
        begun = time.perf_counter()
        found = split([a], [b], TOLERANCE)
        took = time.perf_counter() - begun
        counted = f"{len(found.parts):,} parts"
        yield Measurement(f"split within 1 m, {what}", f"{took:.2f} s, {counted}", HOW)
        begun = time.perf_counter()
        told = numbers(found, [a], [b])
        took = time.perf_counter() - begun
        yield Measurement(f"the numbers of it, {what}", f"{took:.2f} s, {told.between / 1e4:,.1f} ha between", HOW)
        if what == "bulges":
            worst = max(abs(part.area / karney(part.ring) - 1) for part in found.areas if part.area > 1000)
            yield Measurement(f"its areas against geographiclib, {what}", f"{worst:.1e} at most", HOW)
    yield from drawn()


def karney(ring: np.ndarray) -> float:
    """The area of a ring in an independent implementation."""
    polygon = Geodesic.WGS84.Polygon()
    for longitude, latitude in ring[:-1].tolist():
        polygon.AddPoint(latitude, longitude)
    return abs(float(polygon.Compute()[2]))


def drawn() -> Iterator[Measurement]:
    """What was done to a line of 50,000 vertices."""
    before, steps = line(1, bulge=300), np.arange(VERTICES)[:, None]
    edits = (
        ("one vertex dragged", before.xy + (steps == 20_000) * np.array([0, 90_000])),
        ("rounded to six decimals", np.rint(before.xy / 1000).astype(np.int64) * 1000),
        ("every other vertex dragged", before.xy + (steps % 2) * np.array([0, 18_000])),
        ("shifted by 5 m", before.xy + np.array([0, 45_000])),
    )
    for what, xy in edits:
        begun = time.perf_counter()
        found = redrawn(Line(before.xy, before.grid), Line(xy, before.grid), Tolerances())
        took = time.perf_counter() - begun
        yield Measurement(f"what was done to a line, {what}", f"{took:.2f} s, {found.drawn}, {found.tier}", HOW)
