"""Rings split from either side: where a ring was begun and which side is named first changes nothing."""

import numpy as np
import pytest

from geodata.geometry.coincide import split
from geodata.geometry.coincide_parts import Split
from geodata.model.line import Line
from tests.geodata.plans import plan


def ring(chance: np.random.Generator, jitter: float, east: float = 0.0) -> Line:
    """A ring about a kilometre in radius, of few or many points, begun anywhere and drawn either way."""
    angles = np.sort(chance.uniform(0, 2 * np.pi, chance.integers(4, 40)))
    radius = 1000 + chance.normal(0, jitter, len(angles))
    places = np.column_stack([east + radius * np.cos(angles), 5000 + radius * np.sin(angles)])
    places = np.roll(places, chance.integers(len(places)), axis=0)[:: chance.choice([1, -1])]
    return plan(*places, places[0])


def told(found: Split, swapped: bool = False) -> list[float]:
    """The numbers of a split in order, without those that float by a rounding."""
    sides = ("b", "a") if swapped else ("a", "b")
    numbers: list[float] = []
    for part in found.parts:
        for side in sides:
            span = getattr(part, side)
            numbers += [span.start, span.end] if span else [-1, -1]
        numbers.append(part.widest * 1000)
        numbers.append(getattr(part, "area", 0.0))
    return numbers


def test_the_split_of_random_rings_mirrors_exactly():
    for seed in (64, 66, 97, 130, 166, 210, 224, 276, 278, *range(60)):
        chance = np.random.default_rng(seed)
        jitter = chance.choice([20, 100, 300])
        a, b = ring(chance, jitter), ring(chance, jitter, chance.normal(0, 30))
        tolerance = float(chance.choice([0.05, 1.0, 7.0, 50.0]))
        found, back = split([a], [b], tolerance), split([b], [a], tolerance)
        assert told(back, swapped=True) == pytest.approx(told(found), abs=1.01), seed


def test_a_ring_hardly_larger_than_the_tolerance_mirrors_too():
    one = [
        (-34.9, 5016.3),
        (-23.4, 4992.7),
        (-29.9, 4983.8),
        (11.9, 4963.6),
        (-0.8, 4935.6),
        (-0.9, 4954.8),
        (-12.6, 4951.7),
        (6.4, 4972.1),
        (29.8, 4992.9),
        (37.6, 5011.2),
    ]
    other = [
        (-3.3, 4980.9),
        (-0.8, 5036.2),
        (72.7, 5010.9),
        (-89.9, 5016.8),
        (-34.2, 5050.3),
        (-52.2, 4896.6),
        (19.9, 4946.3),
        (-18.7, 4913),
        (13.6, 4901.7),
        (-15.3, 4963.9),
    ]
    a, b = plan(*one, one[0]), plan(*other, other[0])
    found, back = split([a], [b], 50.0), split([b], [a], 50.0)
    assert told(back, swapped=True) == pytest.approx(told(found), abs=1.01)
