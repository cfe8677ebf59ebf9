"""The project on the map: every stretch looks as both sides together have left it, and what did not change is kept."""

import numpy as np
import pytest
import shapely
from msgspec.structs import replace

from desktop.map.features import BETWEEN, ProjectLayers
from desktop.map.plane import to_degrees
from desktop.map.references import look_of
from desktop.map.style import Look, words
from geodata.changes.delta import Delta, apply
from geodata.geometry.measure import length, point_at
from geodata.geometry.stretch import stretch
from geodata.model.annotation import Annotation, PrivateNote
from geodata.model.feature import Kind
from geodata.model.grid import WGS84_DEGREES
from geodata.model.line import Line
from geodata.model.marker import Marker
from geodata.model.project import Project, Settings, no_layers
from geodata.model.reference import Columns, ReferenceLayer, Shape
from geodata.model.route import Mode, Route, RouteState
from geodata.model.segment import Segment, Standing
from geodata.model.status import Delimitation, Position, Side
from geodata.model.turning_point import TurningPoint
from geodata.model.variant import Variant, VariantState

DEGREE = 1_000_000_000
LINE = Line([(45 * DEGREE + i * 10_000_000, 41 * DEGREE + (i % 2) * 1_000_000) for i in range(11)], WGS84_DEGREES)
BARE = Segment(id="s", line=LINE, source_id="04-2")
LENGTH = length(LINE)


def said(position, start, end):
    return Standing(stretch=stretch(BARE, start, end), position=position)


def project(*features) -> Project:
    return Project(Settings(title="Two Rivers", side=Side.A), apply(no_layers(), [Delta(None, f) for f in features]))


def drawn(layers, id_):
    return next(layer for layer in layers if layer.id == id_)


def looks(layer):
    return [layer.look(row) for row in range(len(layer))]


def variant(side, up, id_="v", state=VariantState.ACTIVE):
    line = Line(LINE.xy[2:6] + np.array([0, up]) * np.array([[0], [1], [1], [0]]), WGS84_DEGREES)
    along = stretch(BARE, round(LENGTH * 0.2), round(LENGTH * 0.5))
    return Variant(id=id_, segment="s", stretch=along, proposed_by=side, line=line, state=state)


def test_a_segment_is_drawn_in_the_stretches_that_both_sides_have_made_of_it():
    third = LENGTH // 3
    segment = replace(
        BARE,
        position_a=(said(Position.ACCEPTS, 0, third), said(Position.REJECTS, third, 2 * third)),
        position_b=(said(Position.ACCEPTS, 0, third // 2),),
    )
    layer = drawn(ProjectLayers().layers(project(segment)), Kind.SEGMENT)
    assert looks(layer) == [Look.AGREED, Look.ONE_SIDED, Look.DISPUTED, Look.UNEXAMINED]
    assert list(layer.ids) == ["s"] * 4
    said_ = words()
    assert list(layer.labels) == [said_[Look.AGREED], said_[Look.ONE_SIDED], said_[Look.DISPUTED], ""]


def test_the_stretches_together_are_the_segment_without_gap():
    segment = replace(BARE, position_a=(said(Position.ACCEPTS, LENGTH // 4, LENGTH // 2),))
    parts = drawn(ProjectLayers().layers(project(segment)), Kind.SEGMENT).geometry.parts
    ends, starts = parts.xy[parts.offsets[1:-1] - 1], parts.xy[parts.offsets[1:-1]]
    assert np.array_equal(ends, starts)
    assert len(parts) == 3


def test_a_decided_segment_is_the_joint_line_whatever_one_side_says_later():
    segment = replace(BARE, delimitation=Delimitation.IN_FORCE, position_a=(said(Position.REJECTS, 0, LENGTH // 2),))
    assert looks(drawn(ProjectLayers().layers(project(segment)), Kind.SEGMENT)) == [Look.AGREED]


def test_what_did_not_change_is_the_same_layer_and_the_same_stretches():
    other = replace(BARE, id="t")
    first = project(BARE, other, Route(id="r", line=LINE, mode=Mode.RAIL))
    made = ProjectLayers()
    before = made.layers(first)
    marked = replace(other, position_a=(said(Position.ACCEPTS, 0, LENGTH // 2),))
    second = Project(first.settings, apply(first.layers, [Delta(other, marked)]))
    after = made.layers(second)
    assert drawn(before, Kind.ROUTE) is drawn(after, Kind.ROUTE)
    assert drawn(before, Kind.SEGMENT) is not drawn(after, Kind.SEGMENT)
    assert looks(drawn(after, Kind.SEGMENT)) == [Look.UNEXAMINED, Look.ONE_SIDED, Look.UNEXAMINED]
    assert made.layers(second)[0] is after[0]


def test_routes_look_like_what_moves_on_them_and_whether_it_can():
    routes = [
        Route(id="1", line=LINE, mode=Mode.RAIL, state=RouteState.OPERATING),
        Route(id="2", line=LINE, mode=Mode.RAIL, state=RouteState.DISMANTLED),
        Route(id="3", line=LINE, mode=Mode.ROAD, state=RouteState.BUILDING),
        Route(id="4", line=LINE, mode=Mode.ROAD),
        Route(id="5", line=LINE, mode=Mode.GAS, state=RouteState.PROPOSED),
    ]
    layer = drawn(ProjectLayers().layers(project(*routes)), Kind.ROUTE)
    assert looks(layer) == [Look.RAIL, Look.RAIL_CLOSED, Look.ROAD_PLANNED, Look.ROAD, Look.CABLE_PLANNED]


def test_a_withdrawn_line_is_not_drawn_and_nothing_lies_between():
    layers = ProjectLayers().layers(project(BARE, variant(Side.A, 5_000_000, state=VariantState.WITHDRAWN)))
    assert len(drawn(layers, Kind.VARIANT)) == 0
    assert len(drawn(layers, BETWEEN)) == 0


def test_one_side_s_line_stands_against_the_base_and_two_against_each_other():
    a, b = variant(Side.A, 5_000_000, "a"), variant(Side.B, -4_000_000, "b")
    alone = ProjectLayers().layers(project(BARE, a))
    both = ProjectLayers().layers(project(BARE, a, b))
    assert looks(drawn(both, Kind.VARIANT)) == [Look.CLAIM_A, Look.CLAIM_B]
    assert [len(drawn(layers, BETWEEN)) for layers in (alone, both)] == [1, 1]
    heights = [np.ptp(drawn(layers, BETWEEN).geometry.parts.xy[:, 1]) for layers in (alone, both)]
    assert heights[1] > heights[0] * 1.3


@pytest.mark.parametrize("turned", [False, True])
def test_what_lies_between_is_a_ring_whichever_way_a_line_was_drawn(turned):
    a = variant(Side.A, 5_000_000)
    if turned:
        a = replace(a, line=Line(a.line.xy[::-1], WGS84_DEGREES))
    xy = drawn(ProjectLayers().layers(project(BARE, a)), BETWEEN).geometry.parts.xy
    assert np.array_equal(xy[0], xy[-1])
    assert shapely.Polygon(xy).area == pytest.approx(_area_between(variant(Side.A, 5_000_000)), rel=1e-9)


def _area_between(one: Variant) -> float:
    xy = drawn(ProjectLayers().layers(project(BARE, one)), BETWEEN).geometry.parts.xy
    return float(shapely.Polygon(xy).area)


def test_what_lies_between_is_seen_and_not_picked():
    assert not drawn(ProjectLayers().layers(project(BARE, variant(Side.A, 1_000_000))), BETWEEN).pickable


def test_points_carry_their_numbers_and_notes_stand_where_they_are_about():
    layers = ProjectLayers().layers(
        project(
            BARE,
            TurningPoint(id="t", point=point_at(LINE, LENGTH // 2), label="101"),
            Marker(id="m", point=LINE.start, number="7/1"),
            Annotation(id="n", target="s", by=Side.A, text="Stream?", stretch=stretch(BARE, 0, LENGTH // 2)),
            PrivateNote(id="p", target="nowhere", text="Ask again"),
        )
    )
    assert list(drawn(layers, Kind.TURNING_POINT).labels) == ["101"]
    assert list(drawn(layers, Kind.MARKER).labels) == ["7/1"]
    (place,) = to_degrees(drawn(layers, Kind.ANNOTATION).geometry.parts.xy)
    assert place == pytest.approx(np.array(point_at(LINE, LENGTH // 4)) / DEGREE, abs=1e-8)
    assert len(drawn(layers, Kind.PRIVATE_NOTE)) == 0


def test_layers_stand_with_the_ground_lowest_and_points_on_top():
    beneath = ReferenceLayer("rivers", Columns.of_lines([LINE.degrees()]))
    order = [layer.id for layer in ProjectLayers().layers(project(BARE), [beneath])]
    assert order == [
        "reference:rivers",
        BETWEEN,
        Kind.ROUTE,
        Kind.VARIANT,
        Kind.SEGMENT,
        Kind.MARKER,
        Kind.TURNING_POINT,
        Kind.ANNOTATION,
        Kind.PRIVATE_NOTE,
    ]


def test_a_layer_beneath_is_drawn_by_what_its_name_says_and_named_by_size():
    places = ReferenceLayer(
        "Settlements",
        Columns.of_points(np.array([(45.0, 41.0), (45.1, 41.1)])),
        labels=["Velmora\nVəlmora", "Tasmer"],
        attributes={"population": [500, None]},
    )
    layer = drawn(ProjectLayers().layers(project(), [places]), "reference:Settlements")
    assert looks(layer) == [Look.SETTLEMENT, Look.SETTLEMENT]
    assert layer.weights is not None
    assert layer.weights.tolist() == [500, 0]
    assert look_of("railways_osm", Shape.LINE) is Look.RAIL
    assert look_of("Main roads", Shape.LINE) is Look.ROAD
    assert look_of("something", Shape.AREA) is Look.BACKDROP_AREA


def test_ids_of_layers_beneath_are_never_ids_of_others():
    one, two = (ReferenceLayer(name, Columns.of_points(np.array([(45.0, 41.0)]))) for name in ("one", "two"))
    layers = ProjectLayers().layers(project(), [one, two])
    assert not set(drawn(layers, "reference:one").ids) & set(drawn(layers, "reference:two").ids)


def test_an_empty_project_has_all_its_layers_and_nothing_in_them():
    layers = ProjectLayers().layers(project())
    assert [len(layer) for layer in layers] == [0] * len(layers)
    assert all(layer.box is None for layer in layers)
