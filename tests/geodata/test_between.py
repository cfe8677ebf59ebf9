"""The numbers between two claims, calculated by hand, and the same however the lines are drawn and named."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.errors import InvalidFeature
from geodata.geometry.between import Numbers, in_stretch, numbers
from geodata.geometry.coincide import split
from geodata.geometry.measure import densified, length
from geodata.model.line import Line
from tests.geodata.plans import plan

STRAIGHT = plan((0, 0), (0, 3000), (0, 6000), (0, 10_000))
BULGING = plan((0, 0), (0, 3000), (400, 4000), (400, 6000), (0, 7000), (0, 10_000))


def between(a: Line, b: Line, tolerance: float = 1.0) -> Numbers:
    return numbers(split([a], [b], tolerance), [a], [b])


def test_a_bulge_comes_to_what_is_calculated_by_hand():
    found = between(STRAIGHT, BULGING, 0.001)
    assert found.coincident_a == pytest.approx(6_000_000, abs=1000)
    assert found.between == pytest.approx(400 * 3000, rel=0.002)
    assert (len(found.areas), found.open_areas) == (1, 0)
    assert found.largest == pytest.approx(400_000, abs=500)
    assert found.common_a == length(STRAIGHT)
    assert found.common_b == length(BULGING)
    assert found.mean == pytest.approx(mean_by_hand(), rel=0.002)


def mean_by_hand() -> float:
    """The mean in millimetres, from B straight across everywhere; from A along the height upon the ramp.

    That height is 400 / slope of the way from the foot of the ramp, and it meets the ramp up to 1,160 m from there.
    """
    slope = np.hypot(1000, 400)
    from_b = 2000 * 400 + 2 * slope * 200
    ramp = slope**2 / 1000
    from_a = 2 * (400 / slope) * ramp**2 / 2 + (4000 - 2 * ramp) * 400
    return float(1000 * (from_b + from_a) / (10_000 + 8000 + 2 * slope))


def test_parallel_lines_lie_apart_by_their_distance_as_the_largest_and_as_the_mean():
    beside = plan((250, 0), (250, 10_000))
    found = between(STRAIGHT, beside)
    assert found.largest == pytest.approx(250_000, rel=0.002)
    assert found.mean == pytest.approx(250_000, rel=0.002)
    assert (found.coincident_a, found.open_areas) == (0, 1)


def test_a_wedge_has_half_of_its_width_as_the_mean():
    wedge = plan((0, 0), (100, 10_000))
    found = between(plan((0, 0), (0, 10_000)), wedge, 0.001)
    assert found.mean == pytest.approx(50_000, rel=0.002)
    assert found.between == pytest.approx(500_000, rel=0.002)


def test_what_only_one_side_has_counts_for_no_separation():
    longer = plan((0, 0), (0, 20_000))
    found = between(STRAIGHT, longer)
    assert found.common_b == pytest.approx(10_000_000, rel=0.001)
    assert found.largest == 1000  # up to where it is no longer within the tolerance
    ring = plan((9000, 0), (9000, 900), (8000, 900), (9000, 0))
    alone = numbers(split([ring], [], 1.0), [ring], [])
    assert (alone.largest, alone.mean, alone.common_a) == (None, None, 0)
    assert alone.between == pytest.approx(450_000, rel=0.002)


def test_a_line_that_ends_early_has_no_counterpart_beyond_its_end():
    shorter = plan((100, 0), (100, 4000))
    found = between(STRAIGHT, shorter)
    assert found.open_areas == 1
    assert found.areas == (pytest.approx(400_000, rel=0.002), 0)  # what is beside B's line, and what is not
    assert found.common_a == pytest.approx(4_000_000, abs=1000)
    assert found.common_b == length(shorter)
    assert (found.largest, found.mean) == (pytest.approx(100_000, rel=0.002), pytest.approx(100_000, rel=0.002))


@given(xs=st.lists(st.floats(-300, 300), min_size=3, max_size=20), tolerance=st.sampled_from([0.001, 1.0, 20.0]))
@settings(max_examples=40, deadline=None)
def test_the_numbers_mirror_and_do_not_depend_on_vertices_or_direction(xs, tolerance):
    bent = plan(*((x, 10_000 * place / (len(xs) - 1)) for place, x in enumerate(xs)))
    found = between(STRAIGHT, bent, tolerance)
    assert between(bent, STRAIGHT, tolerance) == ~found
    for other in (densified(bent, 170.0), Line(bent.xy[::-1], bent.grid)):
        again = between(STRAIGHT, other, tolerance)
        assert again.mean == pytest.approx(found.mean, abs=2)
        assert again.largest == pytest.approx(found.largest, abs=2)
        assert again.between == pytest.approx(found.between, abs=10)  # a millimetre on 10 km


def test_a_stretch_is_compared_with_what_lies_beside_it():
    own, other = in_stretch(STRAIGHT, BULGING, 4_500_000, 5_500_000)
    assert length(own) == 1_000_000
    found = between(own, other)
    assert found.mean == pytest.approx(400_000, rel=0.002)
    assert found.between == pytest.approx(400_000, rel=0.002)
    turned = in_stretch(STRAIGHT, Line(BULGING.xy[::-1], BULGING.grid), 4_500_000, 5_500_000)[1]
    assert length(turned) == pytest.approx(length(other), abs=2)
    with pytest.raises(InvalidFeature):
        in_stretch(plan((0, 0), (0, 5000)), plan((0, 9000), (0, 9900)), 0, 1_000_000)


def test_a_stretch_of_a_ring_may_run_over_the_beginning_of_the_other():
    angles = np.linspace(0, 2 * np.pi, 181)
    places = [(1000 * np.cos(t), 1000 * np.sin(t)) for t in angles[:-1]]
    ring = plan(*places, places[0])
    other = plan(*places[90:], *places[:91])
    _, beside = in_stretch(ring, other, 2_000_000, 4_000_000)
    assert length(beside) == pytest.approx(2_000_000, abs=5)
