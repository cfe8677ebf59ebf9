"""Geodesic chainage against an independent implementation, and what must hold for any line of any joint grid."""

from itertools import pairwise

import numpy as np
import pytest
from geographiclib.geodesic import Geodesic
from hypothesis import given
from hypothesis import strategies as st

from geodata.errors import InvalidFeature
from geodata.geometry.measure import (
    chainages,
    cut,
    densified,
    distance,
    length,
    lengths,
    locate,
    point_at,
    running,
    separation,
)
from geodata.geometry.stretch import anchor, between
from geodata.geometry.world import world_of
from geodata.model.grid import DEGREE, WGS84_DEGREES
from geodata.model.line import Line
from geodata.model.profile import WGS84
from tests.geodata.grids import GRIDS, KARNEY
from tests.geodata.strategies import segment

degrees_of = WGS84_DEGREES.degrees_of

point_of = WGS84_DEGREES.point_of

names = st.sampled_from(list(GRIDS))
spots = st.tuples(st.floats(43, 48), st.floats(38, 42))
places = st.tuples(st.integers(44 * DEGREE, 47 * DEGREE), st.integers(38 * DEGREE, 42 * DEGREE))
lines = st.builds(
    lambda name, held: Line(GRIDS[name].on_grid(np.array(held)), GRIDS[name]),
    names,
    st.lists(spots, min_size=2, max_size=12, unique=True),
)
"""Lines of hundreds of kilometres on each grid."""


def name_of(line: Line) -> str:
    return next(name for name, grid in GRIDS.items() if grid == line.grid)


def by_geographiclib(line: Line) -> float:
    """The length of a line in metres by another implementation, leg by leg."""
    earth = KARNEY[name_of(line)]
    return sum(earth.Inverse(a[1], a[0], b[1], b[0])["s12"] for a, b in pairwise(line.degrees().tolist()))


@given(lines)
def test_a_length_agrees_with_geographiclib_to_a_millimetre(line: Line) -> None:
    assert abs(length(line) - by_geographiclib(line) * 1000) <= 1


@pytest.mark.parametrize("name", GRIDS)
def test_chainage_agrees_with_geographiclib_to_a_millimetre_over_a_thousand_kilometres(name: str) -> None:
    rng = np.random.default_rng(1000)
    degrees = np.column_stack([rng.uniform(43, 48, 10), rng.uniform(38, 42, 10)])
    line = densified(Line(GRIDS[name].on_grid(degrees), GRIDS[name]), 700)
    whole = KARNEY[name]
    legs = [whole.Inverse(a[1], a[0], b[1], b[0])["s12"] for a, b in pairwise(line.degrees().tolist())]
    along = np.append(0, np.cumsum(legs))
    assert along[-1] > 1_000_000
    assert np.abs(chainages(line) - along).max() < 0.001 * along[-1] / 1_000_000


@given(lines, st.sampled_from([997.0, 10_000.0, 54_321.0]))
def test_points_added_on_the_geodesics_do_not_change_the_length(line: Line, step: float) -> None:
    more = densified(line, step)
    thousands = max(length(line) / 1e9, 1)
    assert abs(length(more) - length(line)) <= thousands
    old = {tuple(point): at for point, at in zip(line.xy.tolist(), chainages(line).tolist(), strict=True)}
    new = {tuple(point): at for point, at in zip(more.xy.tolist(), chainages(more).tolist(), strict=True)}
    assert max(abs(new[point] - at) for point, at in old.items()) < 0.001 * thousands


@given(lines, st.lists(st.floats(0, 1), max_size=12))
def test_the_parts_of_a_line_add_up_to_the_whole_exactly_wherever_it_is_cut(line: Line, shares: list[float]) -> None:
    total = length(line)
    held = segment(line=line)
    cuts = sorted({0, total, *(round(share * total) for share in shares)})
    stretches = [between(anchor(held, a), anchor(held, b)) for a, b in pairwise(cuts)]
    assert sum(stretch.end.at - stretch.start.at for stretch in stretches) == total
    assert running([line])[0][-1] == total
    assert np.diff(running([line])[0]).sum() == total


@given(lines)
def test_every_way_to_measure_says_the_same(line: Line) -> None:
    assert round(float(chainages(line)[-1]) * 1000) == pytest.approx(length(line), abs=1)
    assert lengths([Line(line.xy, line.grid)])[0] == length(line) == running([line])[0][-1]


@given(lines, st.floats(0, 1), st.floats(0, 1))
def test_two_parts_of_a_line_are_as_long_as_the_whole(line: Line, first: float, second: float) -> None:
    total = length(line)
    start, end = sorted((round(first * total), round(second * total)))
    cuts = [0, start, end, total]
    parts = [length(cut(line, a, b)) for a, b in pairwise(cuts) if b > a]
    assert abs(sum(parts) - total) <= len(parts) * 2


@given(lines)
def test_many_lengths_at_once_are_the_lengths_one_by_one(line: Line) -> None:
    reverse = Line(line.xy[::-1], line.grid)
    assert lengths([line, reverse, line]).tolist() == [length(line), length(reverse), length(line)]


@given(lines, st.floats(0, 1))
def test_a_place_on_the_line_is_found_again_at_its_chainage(line: Line, share: float) -> None:
    at = round(share * length(line))
    found, off = locate(line, point_at(line, at))
    again = point_at(line, found)
    assert off < 1500
    assert distance(again, point_at(line, at), line.grid) <= off + 0.01


@pytest.mark.parametrize("name", GRIDS)
def test_a_place_on_short_legs_is_found_again_to_a_centimetre(name: str) -> None:
    rng = np.random.default_rng(7)
    degrees = np.cumsum(np.vstack([[45.0, 41.0], np.abs(rng.normal(0.0005, 0.0003, (60, 2)))]), axis=0)
    line = Line(GRIDS[name].on_grid(degrees), GRIDS[name])
    for at in range(0, length(line), 97_531):
        found, off = locate(line, point_at(line, at))
        assert abs(found - at) <= 10
        assert off < 0.01


@given(lines.filter(lambda line: distance(line.start, line.end, line.grid) > 1), st.floats(0, 1))
def test_a_place_on_a_long_leg_is_found_again_to_a_millimetre(held: Line, share: float) -> None:
    line = Line([held.start, held.end], held.grid)
    at = round(share * length(line))
    found, off = locate(line, point_at(line, at))
    assert abs(found - at) <= 1
    assert off < 0.001


def test_a_chainage_beyond_the_end_is_refused() -> None:
    line = Line([(45 * DEGREE, 41 * DEGREE), (46 * DEGREE, 41 * DEGREE)], WGS84_DEGREES)
    with pytest.raises(InvalidFeature, match="lies off this segment"):
        point_at(line, length(line) + 1)


def test_a_length_in_a_plane_grid_would_be_wrong_and_ours_is_not() -> None:
    """1,000 km along a meridian, from Karney's own routine."""
    line = Line([(45 * DEGREE, 36 * DEGREE), (45 * DEGREE, 45 * DEGREE)], WGS84_DEGREES)
    exact = Geodesic.WGS84.Inverse(36, 45, 45, 45)["s12"]
    assert abs(length(line) / 1000 - exact) < 0.001


def test_a_separation_is_measured_between_vertices_too() -> None:
    straight = Line([point_of(45, 41), point_of(45.1, 41)], WGS84_DEGREES)
    bulge = Line([point_of(45, 41), point_of(45.05, 41.01), point_of(45.1, 41)], WGS84_DEGREES)
    there, at = separation(bulge, straight)
    assert abs(there - 1110.7) < 25
    assert abs(at - length(bulge) / 2000) < 40
    back, _ = separation(straight, bulge)
    assert 1000 < back < there


@pytest.mark.parametrize("name", GRIDS)
def test_a_line_lies_nowhere_apart_from_itself(name: str) -> None:
    grid = GRIDS[name]
    line = Line([grid.point_of(45, 41), grid.point_of(45.05, 41.01), grid.point_of(45.1, 41)], grid)
    assert separation(line, line)[0] < 0.001
    assert separation(line, densified(line, 1234))[0] < 0.001


@given(places)
def test_degrees_and_grid_are_the_same_number(place: tuple[int, int]) -> None:
    assert point_of(*degrees_of(place)) == place


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), 181.0, 8_500_000.0])
def test_a_coordinate_that_cannot_be_is_refused(bad: float) -> None:
    with pytest.raises(InvalidFeature):
        world_of(WGS84).line_of(np.array([[45.0, 41.0], [bad, 41.0]]))


def test_the_end_of_a_line_is_its_end_even_when_the_point_before_is_nearer_than_a_millimetre() -> None:
    close = Line([point_of(45, 41), point_of(45.1, 41.05), (45_100_000_001, 41_050_000_001)], WGS84_DEGREES)
    assert point_at(close, length(close)) == close.end
    assert cut(close, 1000, length(close)).end == close.end


def test_a_place_on_a_line_across_the_antimeridian_is_found_again() -> None:
    held = Line(WGS84_DEGREES.on_grid(np.array([[179.7, 10.0], [-179.8, 10.1], [-179.2, 10.0]])), WGS84_DEGREES)
    for at in (20_000_000, 40_000_000, 90_000_000):
        found, off = locate(held, point_at(held, at))
        assert abs(found - at) <= 2
        assert off < 0.002
