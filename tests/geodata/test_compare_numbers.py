"""The numbers between two claims: per item and all together, with what lies beneath, the same from either side."""

import json
from itertools import pairwise

import jsonschema
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from msgspec.structs import replace

from geodata.changes.comparing.compare import compare
from geodata.changes.comparing.compare_beneath import below
from geodata.changes.comparing.compare_numbers import measured, split_of
from geodata.changes.comparing.proposals import proposed
from geodata.changes.delta import Delta
from geodata.geometry.measure import length
from geodata.model.alias import alias
from geodata.model.grid import WGS84_DEGREES
from geodata.model.line import Line
from geodata.model.profile import WGS84
from geodata.model.reference import Columns, ReferenceLayer, Shape
from geodata.model.route import Route
from geodata.model.status import Side
from geodata.model.turning_point import TurningPoint
from geodata.reports.comparison_html import comparison_html
from geodata.reports.comparison_json import comparison_geojson, comparison_json, geojson_text
from geodata.resources import resource
from tests.geodata.strategies import id_of, layers_with, line, segment, standing, variant
from tests.geodata.worlds import mirrored_delta, mirrored_layers, world, worlds

S1 = segment(1)
ROUTE = Route(id=id_of(5), line=line((44.9, 40.96), (45.1, 40.96)), code="M-4")
few = settings(max_examples=settings().max_examples // 10, suppress_health_check=[HealthCheck.too_slow])


def two_claims(*base):
    """A and B each draw a line beside the same stretch: A to the east, B to the west."""
    a, b = variant(20, 2000, 6000, Side.A, S1), variant(21, 2000, 6000, Side.B, S1)
    held = world(layers_with(S1, *base), [Delta(None, a)], [Delta(None, b)])
    return held, compare(held.a, held.b, held.base)


def settled(*places):
    """A layer of settlements at places given in degrees."""
    return ReferenceLayer(
        "settlements", Columns.of_points(np.array(places)), [f"Place {n}" for n in range(len(places))]
    )


def test_an_item_says_what_lies_between_its_lines_in_whole_numbers():
    _, comparison = two_claims()
    (item,) = measured(comparison).items
    told = item.measured
    assert (told.length_a, told.length_b) == (length(item.lines.a), length(item.lines.b))
    assert told.between == sum(told.areas) > 1_000_000
    assert told.largest == pytest.approx(item.apart.millimetres, abs=20)
    assert 0 < told.mean < told.largest
    assert all(isinstance(number, int) for number in (told.between, told.largest, told.mean))


def test_nothing_is_measured_where_both_have_one_line():
    held = world(layers_with(S1), [Delta(S1, replace(S1, position_a=(standing(0, 5000),)))], [])
    comparison = measured(compare(held.a, held.b, held.base))
    assert [item.measured for item in comparison.items] == [None]
    assert comparison.split is None


def test_settlements_routes_and_crossings_in_between_are_named_and_counted():
    held, comparison = two_claims(ROUTE)
    inside, outside = (45.007, 40.964), (46.0, 42.0)
    known = below(held.base, [settled(inside, outside)], WGS84)
    told = measured(comparison, known).items[0].measured.beneath
    assert (told.settlements, told.routes) == (("Place 0",), ("M-4",))
    assert (told.crossings_a, told.crossings_b) == (1, 1)
    assert measured(comparison, below(held.base, [], WGS84)).items[0].measured.beneath.settlements is None


def test_a_layer_of_lines_holds_no_settlements():
    rivers = ReferenceLayer("rivers", Columns.of_lines([np.array([[45.0, 41.0], [45.1, 41.0]])]))
    assert rivers.columns.shape is Shape.LINE
    assert below(None, [rivers], WGS84).settlements is None


def test_claims_are_split_along_the_line_and_every_metre_is_in_one_part():
    _, comparison = two_claims()
    split = split_of(comparison)
    assert [part.area is None for part in split.parts] == [True, False, True]
    (claim,) = comparison.claims
    assert sum(part.a.end - part.a.start for part in split.parts) == pytest.approx(length(claim.a), abs=3)
    assert sum(part.b.end - part.b.start for part in split.parts) == pytest.approx(length(claim.b), abs=3)
    assert split.measured.between == sum(part.area for part in split.areas)
    assert split.coincident_a == sum(part.a.end - part.a.start for part in split.parts if part.area is None)
    wide = split_of(comparison, 1_000_000_000)
    assert (wide.within, len(wide.areas)) == (1_000_000_000, 0)


def test_a_segment_that_each_side_brought_is_a_claim_of_that_side():
    north = Line([(x + 300_000, y) for x, y in line().xy.tolist()], WGS84_DEGREES)
    held = world(layers_with(), [Delta(None, S1)], [Delta(None, segment(2, line=north))])
    comparison = compare(held.a, held.b, held.base)
    assert [(claim.a is None, claim.b is None) for claim in comparison.claims] == [(False, True), (True, False)]
    split = split_of(comparison)
    assert {(part.a and part.a.segment, part.b and part.b.segment) for part in split.parts} == {(S1.id, id_of(2))}
    assert split.measured.between > 100_000


def test_a_line_to_which_the_other_side_has_none_is_no_dispute_area():
    held = world(layers_with(), [Delta(None, S1)], [])
    split = split_of(compare(held.a, held.b, held.base))
    assert [part.alone for part in split.parts] == [True]
    assert split.areas == ()


@few
@given(worlds())
def test_the_numbers_of_exchanged_sides_are_exchanged(made):
    base, a, b = made
    glass = [mirrored_delta(delta) for delta in b], [mirrored_delta(delta) for delta in a]
    one, other = (
        measured(compare(held.a, held.b, held.base))
        for held in (world(base, a, b), world(mirrored_layers(base), *glass))
    )
    for item, mirrored in zip(one.items, other.items, strict=True):
        assert (item.measured is None) == (mirrored.measured is None)
        if item.measured:
            assert item.measured == replace(
                mirrored.measured, length_a=mirrored.measured.length_b, length_b=mirrored.measured.length_a
            )
    assert (one.split is None) == (other.split is None)
    if one.split:
        assert [part.area for part in one.split.parts] == [part.area for part in other.split.parts]
        assert [(part.a, part.b) for part in one.split.parts] == [(part.b, part.a) for part in other.split.parts]


@few
@given(worlds())
def test_a_measured_comparison_is_as_its_schema_says(made):
    held = world(*made)
    comparison = proposed(measured(compare(held.a, held.b, held.base)), held.a, held.b, held.base)
    told = json.loads(json.dumps(comparison_json(comparison), allow_nan=False))
    jsonschema.validate(told, json.loads(resource("formats", "comparison.schema.json").read_text(encoding="utf-8")))
    assert json.loads(geojson_text(comparison)) == json.loads(json.dumps(comparison_geojson(comparison)))
    ids = [feature["id"] for feature in comparison_geojson(comparison)["features"]]
    assert len(set(ids)) == len(ids)


def test_the_page_shows_the_split_the_proposals_and_what_is_beneath_and_escapes_it():
    evil = "<script>alert(1)</script>"
    a, b = variant(20, 2000, 6000, Side.A, S1), variant(21, 2000, 6000, Side.B, S1)
    one, two = (TurningPoint(id=id_of(n), point=(0, 0), label=evil) for n in (30, 31))
    route = replace(ROUTE, code=evil)
    held = world(
        layers_with(S1, route),
        [Delta(None, a), Delta(None, one)],
        [Delta(None, b), Delta(None, two), Delta(None, alias(one.id, two.id, Side.B))],
    )
    found = proposed(compare(held.a, held.b, held.base), held.a, held.b, held.base)
    page = comparison_html(measured(found, below(held.base, [settled((45.0, 40.96))], WGS84)))
    assert "<script" not in page
    assert "B says they are one" in page
    assert "Dispute areas: <strong>1</strong>" in page
    assert "Between the lines:" in page


def test_dispute_areas_are_polygons_and_coincident_parts_lines_of_both_sides():
    _, comparison = two_claims()
    features = comparison_geojson(measured(comparison))["features"]
    parts = [each for each in features if each["id"].startswith("split-")]
    assert [(each["geometry"]["type"], each["properties"]["line"]) for each in parts] == [
        ("LineString", "A"),
        ("LineString", "B"),
        ("Polygon", "area"),
        ("LineString", "A"),
        ("LineString", "B"),
    ]
    (ring,) = parts[2]["geometry"]["coordinates"]
    assert ring[0] == ring[-1]
    assert sum((x2 - x1) * (y2 + y1) for (x1, y1), (x2, y2) in pairwise(ring)) < 0
