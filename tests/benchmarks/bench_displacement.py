"""Why do these lines lie apart: 200 displaced lines and 200 that genuinely differ, and how soon the answer comes.

The lines are stretches of the region's own between 38.7 and 41.5 N, of 12 to 600 vertices. Each cause comes in turn, by
every published operation, to either side; B has the same vertices, others, more, or runs the other way, and each strays
by normal noise of 0.02, 0.1 or 0.3 m (a rounding by a twentieth of its step). The seed is none that was looked at while
the diagnosis was made. Without the region, wandering lines of the same size stand in for it.
"""

import sys
import time
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

import numpy as np
import shapely
from measurement import Measurement

from geodata.geometry.displacement import diagnose, diagnose_layers
from geodata.geometry.displacement_signatures import Cause, signatures
from tests.geodata import displaced
from tests.geodata.displaced import Displaced, Floats, line_of

HOW = "python tests/benchmarks/run.py displacement"
REGION = Path(__file__).parents[3] / "shared" / "data" / "region.gpkg"
SEED, DISPLACED, DIFFERENT = 20_261_121, 200, 200
SOUTH, NORTH, LEAST = 38.7, 41.5, 12


def lines(layer: str) -> list[Floats]:
    """Return the lines of one of the region's layers, or of its stand-in."""
    if not REGION.exists():
        chance = np.random.default_rng(1)
        return [displaced.wandering(chance, 400, (45.0, latitude)) for latitude in np.linspace(39, 41.19, 12)]
    import pyogrio

    return [shapely.get_coordinates(one) for one in shapely.from_wkb(pyogrio.raw.read(REGION, layer=layer)[2])]


def measurements() -> Iterator[Measurement]:
    """The confusion table, a row for each cause, then the speed."""
    chance = np.random.default_rng(SEED)
    known = lines("boundary_osm_10m")
    here = [xy for xy in known if len(xy) >= LEAST and xy[:, 1].min() >= SOUTH and xy[:, 1].max() <= NORTH]
    over = [xy for xy in known if len(xy) >= 30]

    def stretches() -> Floats:
        return displaced.stretch_of(chance, here)

    def across() -> Floats:
        return displaced.across_the_parallel(chance, over)

    yield from told("done", list(islice(displaced.displacements(chance, stretches, across), DISPLACED)))
    yield from told("genuinely different", list(islice(displaced.differences(chance, stretches), DIFFERENT)))
    yield two_generalisations(known)
    yield from speed()


def told(what: str, made: list[Displaced]) -> Iterator[Measurement]:
    """A row for each cause that was made: what was named for it; then how many were right."""
    table: dict[Cause, Counter[Cause]] = {}
    right, begun = 0, time.perf_counter()
    for one in made:
        found = diagnose(one.a, one.b)
        table.setdefault(one.cause, Counter())[found.cause] += 1
        right += displaced.right(one, found)
    took = (time.perf_counter() - begun) / len(made) * 1000
    for cause in sorted(table):
        named = ", ".join(f"{other} {number}" for other, number in table[cause].most_common())
        yield Measurement(f"{what}: {cause} ({table[cause].total()})", f"named: {named}", HOW)
    yield Measurement(f"{what}: right, with the operations", f"{right} of {len(made)}, {right / len(made):.1%}", HOW)
    yield Measurement(f"{what}: one diagnosis", f"{took:.0f} ms on the average", HOW)


def two_generalisations(known: list[Floats]) -> Measurement:
    """The same border as two sources generalised it: two layers that differ, and no mistake behind it."""
    other = lines("boundary_ne_10m")
    found = diagnose_layers([line_of(xy) for xy in known], [line_of(xy) for xy in other])
    figure = f"named: {found.cause}; {found.before.rms:,.0f} m as a root mean square"
    return Measurement(f"the same border by two sources, {len(known)} lines and {len(other)}", figure, HOW)


def speed() -> Iterator[Measurement]:
    """Two lines of 50,000 vertices, with the same vertices and with others."""
    chance = np.random.default_rng(2)
    xy = displaced.wandering(chance, 50_000, (45.0, 40.0)) * (1, 0.05) + (0, 38)
    moved = displaced.jittered(chance, signatures(displaced.ZONE)[0].onward(xy), 0.1)
    for what, b in (("the same vertices", moved), ("half of the vertices", moved[::2])):
        one, other = line_of(xy), line_of(b)
        begun = time.perf_counter()
        found = diagnose(one, other)
        took = time.perf_counter() - begun
        yield Measurement(f"two lines of 50,000 vertices, {what}", f"{took:.2f} s, named: {found.cause}", HOW)
