"""What lies beneath two claims: settlements between the lines, routes through them, crossings counted once each."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from geodata.geometry.beneath import Beneath, Passage, Route, Settlements, beneath
from geodata.geometry.coincide import split
from geodata.geometry.measure import densified
from geodata.model.line import Line
from tests.geodata.plans import plan

REGION = Path(__file__).resolve().parents[3] / "shared" / "data" / "region.gpkg"
STRAIGHT = plan((0, 0), (0, 3000), (0, 6000), (0, 10_000))
BULGING = plan((0, 0), (0, 3000), (400, 4000), (400, 6000), (0, 7000), (0, 10_000))
NOWHERE = Settlements((), np.empty((0, 2), np.int64))


def found(routes: list[Line], a: Line = STRAIGHT, b: Line = BULGING, places: Settlements = NOWHERE) -> Beneath:
    named = [Route(str(number), (line,)) for number, line in enumerate(routes)]
    return beneath(split([a], [b], 1.0), [a], [b], places, named, 5.0)


def passage(*metres: tuple[float, float]) -> Passage | None:
    routes = found([plan(*metres)]).routes
    return routes[0] if routes else None


def crossings(route: Line, line: Line = STRAIGHT) -> int:
    routes = found([route], line, line).routes
    assert all(len(one.crossings_a) == len(one.crossings_b) for one in routes)
    return len(routes[0].crossings_a) if routes else 0


def test_settlements_are_told_area_by_area():
    twice = plan((0, 0), (0, 1000), (300, 1500), (0, 2000), (0, 3000), (-400, 5000), (0, 7000), (0, 10_000))
    points = plan((-200, 5000), (200, 5000), (100, 1500), (-50, 5500)).xy
    places = Settlements(("in the second", "outside", "in the first", "also in the second"), points)
    assert found([], b=twice, places=places).settlements == ((2,), (0, 3))


def test_a_route_through_an_area_crosses_each_line_once_and_is_measured_inside():
    found = passage((-1000, 5000), (1000, 5000))
    assert (len(found.crossings_a), len(found.crossings_b)) == (1, 1)
    assert found.inside == ((0, pytest.approx(400_000, rel=0.001)),)
    assert found.between == pytest.approx(400_000, rel=0.001)
    assert (found.along_a, found.along_b) == (0, 0)


def test_a_route_that_comes_and_goes_crosses_three_times():
    assert crossings(plan((-500, 1000), (500, 2000), (-500, 3000), (500, 4000))) == 3


def test_a_route_that_only_touches_crosses_nothing():
    assert crossings(plan((-500, 4000), (0, 5000), (-500, 6000))) == 0
    assert crossings(plan((-500, 4000), (0, 6000), (-500, 8000))) == 0  # at a vertex of the line
    assert crossings(plan((-500, 4000), (0, 4500), (0, 5500), (-500, 6000))) == 0  # along it, and back


def test_a_route_that_ends_on_a_line_or_goes_round_its_end_crosses_nothing():
    assert crossings(plan((-500, 5000), (0, 5000))) == 0
    assert crossings(plan((-500, 5000), (0, -0.5), (500, 5000))) == 0


def test_a_route_along_a_line_is_told_as_along_and_crosses_it_once_at_most():
    weaving = [(3 * (-1) ** k, 2000 + 100 * k) for k in range(41)]
    over = passage((-800, 2000), *weaving, (800, 6000))
    back = passage((-800, 2000), *weaving[:-1], (-800, 6000))
    assert (len(over.crossings_a), len(back.crossings_a)) == (1, 0)
    assert over.along_a == pytest.approx(4_000_000, rel=0.02)


def test_a_line_that_is_crossed_in_its_corner_is_crossed_once():
    zigzag = plan((0, 0), (500, 500), (0, 1000), (500, 1500), (0, 2000))
    assert crossings(plan((1000, 500), (500, 500), (-500, 500)), zigzag) == 1
    assert crossings(plan((500, 0), (500, 3000)), zigzag) == 0
    assert crossings(plan((499, 0), (499, 3000)), zigzag) == 4


def test_a_ring_is_crossed_in_and_out_wherever_it_was_begun_also_in_its_first_point():
    angles = np.linspace(0, 2 * np.pi, 73)[:-1]
    places = [(1000 * np.cos(t), 5000 + 1000 * np.sin(t)) for t in angles]
    through = plan((-3000, 5000), (3000, 5000))
    for start in (0, 1, 18, 36):
        turned = [*places[start:], *places[:start]]
        ring = plan(*turned, turned[0])
        assert crossings(through, ring) == 2
        assert crossings(plan((-3000, 6000), (3000, 6000)), ring) == 0
    assert crossings(plan(*places, places[0]), plan((-3000, 5000), (3000, 5000))) == 2


def test_a_route_in_several_pieces_crosses_where_one_goes_on_in_the_other():
    pieces = (plan((-500, 5000), (0, 5000)), plan((500, 5000), (0, 5000)))
    one = beneath(split([STRAIGHT], [BULGING], 1.0), [STRAIGHT], [BULGING], NOWHERE, [Route("r", pieces)], 5.0)
    assert [len(each.crossings_a) for each in one.routes] == [1]


def test_a_claim_in_several_pieces_is_crossed_where_they_meet():
    pieces = [plan((0, 0), (0, 5000)), plan((0, 5000), (0, 10_000))]
    route = Route("r", (plan((-500, 5000), (500, 5000)),))
    one = beneath(split(pieces, [BULGING], 1.0), pieces, [BULGING], NOWHERE, [route], 5.0)
    assert [len(each.crossings_a) for each in one.routes] == [1]


@given(xs=st.lists(st.floats(-300, 300), min_size=3, max_size=12), steps=st.lists(st.integers(50, 900), min_size=3,
       max_size=9))  # fmt: skip
@settings(max_examples=15, deadline=None, phases=[Phase.generate])
def test_what_lies_beneath_does_not_depend_on_vertices_direction_or_who_is_named_first(xs, steps):
    bent = plan(*((x, 10_000 * place / (len(xs) - 1)) for place, x in enumerate(xs)))
    route = plan(*((400 * (-1) ** place, 500 + sum(steps[:place])) for place in range(len(steps) + 1)))
    first = found([route], b=bent).routes
    for other in (densified(route, 130.0), Line(route.xy[::-1], route.grid)):
        assert told(found([other], b=bent).routes) == told(first)
    assert told(found([route], b=densified(bent, 210.0)).routes) == told(first)
    swapped = found([route], bent, STRAIGHT).routes
    assert [(b, a, between) for a, b, between in told(swapped)] == told(first)
    assert len(first[0].crossings_a) == len(steps)


def told(routes: tuple[Passage, ...]) -> list[tuple[int, int, object]]:
    return [(len(one.crossings_a), len(one.crossings_b), Metre(one.between / 1000)) for one in routes]


class Metre(float):
    """A number that is as good as another within a metre."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, float) and abs(self - other) < 1

    __hash__ = float.__hash__
