"""A world in which both sides drew a line for every segment, and B's came with numbers of another datum."""

import numpy as np

from geodata.changes.delta import Delta
from geodata.geometry.displacement_signatures import Cause, signatures
from geodata.geometry.measure import length
from geodata.model.status import Side
from tests.geodata.displaced import ZONE, jittered, line_of, wandering
from tests.geodata.strategies import layers_with, segment, variant
from tests.geodata.worlds import World, world


def shifted_world(count: int = 6, of_its_own: int = 0) -> World:
    """Return segments, one south of the other, each with a line of A and of B; the last few of B's differ by bends."""
    chance = np.random.default_rng(7)
    datum = next(one for one in signatures(ZONE) if one.cause is Cause.DATUM and one.operations == ("EPSG:15865",))
    base, a, b = [], [], []
    for number in range(1, count + 1):
        xy = wandering(chance, 30, (45.2, 41.0 - 0.1 * number))
        on = segment(number, line=line_of(xy), order=number)
        whole = length(on.line) // 1000
        drawn = xy + np.sin(np.linspace(0, np.pi, 30))[:, None] * np.array([4e-3, 0])
        base.append(on)
        a.append(Delta(None, variant(30 + number, 0, whole, Side.A, on, line=line_of(drawn))))
        bend = np.sin(np.linspace(0, 9, 30))[:, None] * np.array([0, 2e-3])
        other = drawn + bend if number > count - of_its_own else datum.onward(jittered(chance, drawn, 0.1))
        b.append(Delta(None, variant(60 + number, 0, whole, Side.B, on, line=line_of(other))))
    return world(layers_with(*base), a, b)
