"""Values that Python calls equal and a document does not are told apart in a merge: neither passes for the other."""

import pytest

from geodata.changes.delta import Delta
from geodata.changes.documents.open_items import Conflict
from geodata.changes.merging.merge import merge
from geodata.model.grid import WGS84_DEGREES
from geodata.model.line import Line
from geodata.model.names import Scalar
from geodata.model.route import Route
from tests.geodata.strategies import id_of, layers_with, segment
from tests.geodata.worlds import world


def road(lanes: Scalar) -> Route:
    line = Line([(0, 0), (10**9, 0)], WGS84_DEGREES)
    return Route(id=id_of(40), line=line, attributes=(("lanes", lanes),))


@pytest.mark.parametrize(("a", "b"), [(1, True), (True, 1), (0, False)])
def test_a_number_and_a_truth_set_by_the_two_sides_stay_open(a: Scalar, b: Scalar):
    changed = [[Delta(road(5), road(value))] for value in (a, b)]
    found = world(layers_with(segment(1), road(5)), *changed)
    document = merge(found.base, found.a, found.b).document
    assert [item.conflict for item in document.open] == [Conflict.FIELD]
    assert document.changes == ()
    assert [given.open for given in document.inputs] == [1, 1]


def test_a_road_that_both_add_with_a_number_and_a_truth_stays_open():
    found = world(layers_with(segment(1)), [Delta(None, road(1))], [Delta(None, road(True))])
    document = merge(found.base, found.a, found.b).document
    assert [item.conflict for item in document.open] == [Conflict.ADDED]
    assert document.changes == ()
