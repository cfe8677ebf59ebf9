"""The sample: an invented valley with everything that the program has to show, and working copies of it."""

import csv
from pathlib import Path

import numpy as np
import pytest
import shapely

from geodata.changes.codec import canonical
from geodata.changes.comparing.compare import compare
from geodata.changes.comparing.comparison import Comparison, Verdict
from geodata.changes.delta import apply
from geodata.changes.documents.base import Base, layers_of
from geodata.changes.documents.changeset import deltas_of
from geodata.errors import FileForeign
from geodata.geometry.measure import distance, length
from geodata.geometry.written import read_number
from geodata.io import sample
from geodata.io.documents import read_base, read_change_set
from geodata.io.handover import next_changes
from geodata.io.store import Store
from geodata.model.feature import Kind
from geodata.model.grid import DEGREE
from geodata.model.marker import Marker
from geodata.model.reference import Shape
from geodata.model.route import Mode, Route, RouteState
from geodata.model.segment import Segment
from geodata.model.status import Delimitation, Side
from geodata.model.turning_point import TurningPoint
from geodata.resources import resource


@pytest.fixture(scope="module")
def base() -> Base:
    return read_base(sample.base_file())


@pytest.fixture(scope="module")
def comparison(base: Base) -> Comparison:
    return compare(*(read_change_set(sample.change_set_file(side)) for side in Side), base)


def of(base: Base, type_: type) -> list:
    return [feature for feature in base.features if isinstance(feature, type_)]


def main_line(base: Base) -> list[Segment]:
    return sorted((each for each in of(base, Segment) if each.part == "main"), key=lambda each: each.order)


def test_the_valley_lies_in_the_open_ocean(base: Base):
    xy = np.concatenate([segment.line.degrees() for segment in of(base, Segment)])
    assert xy[:, 0].min() > 0.5
    assert xy[:, 0].max() < 2.5
    assert xy[:, 1].min() > -32
    assert xy[:, 1].max() < -30


def test_the_line_is_some_150_km_long_in_twelve_sections(base: Base):
    line = main_line(base)
    assert 148_000_000 < sum(length(segment.line) for segment in line) < 154_000_000
    assert sorted({segment.section for segment in line}) == [f"{number:02}" for number in range(1, 13)]


def test_each_segment_begins_where_the_one_before_it_ends(base: Base):
    line = main_line(base)
    assert [one.line.end for one in line[:-1]] == [one.line.start for one in line[1:]]
    assert line[0].line.start[1] > line[-1].line.end[1]


def test_two_enclaves_are_closed_parts_of_their_own(base: Base):
    rings = [segment for segment in of(base, Segment) if segment.part != "main"]
    assert len({ring.part for ring in rings}) == 2
    assert all(ring.line.closed for ring in rings)


def test_the_line_is_drawn_as_finely_as_a_survey_draws_it(base: Base):
    steps = [
        distance(*pair, one.line.grid)
        for one in main_line(base)
        for pair in zip(one.line.xy[:-1], one.line.xy[1:], strict=True)
    ]
    assert 60 < np.median(steps) < 150
    assert max(steps) < 250


def test_every_turning_point_stands_on_its_segment(base: Base):
    lines = {segment.id: segment.line for segment in of(base, Segment)}
    points = of(base, TurningPoint)
    assert len(points) > 60
    assert [point.label for point in points if list(point.point) not in lines[point.segment].xy.tolist()] == []


def test_markers_on_the_river_stand_in_pairs(base: Base):
    markers = {marker.id: marker for marker in of(base, Marker)}
    pairs = [(marker, markers[marker.pair_of]) for marker in markers.values() if marker.pair_of]
    assert pairs
    assert all(100 < distance(one.point, other.point, base.profile.grid) < 250 for one, other in pairs)
    assert all(one.turning_point == other.turning_point for one, other in pairs)


def test_a_railway_and_a_road_cross_the_line_several_times(base: Base):
    line = shapely.MultiLineString([segment.line.degrees() for segment in main_line(base)])
    crossed: dict[Mode, list[int]] = {Mode.RAIL: [], Mode.ROAD: []}
    for route in of(base, Route):
        met = line.intersection(shapely.LineString(route.line.degrees()))
        crossed[route.mode].append(int(shapely.get_num_geometries(met)))
    assert max(crossed[Mode.RAIL]) == 3
    assert max(crossed[Mode.ROAD]) == 3
    assert {RouteState.PLANNED, RouteState.CLOSED, RouteState.OPERATING} <= {route.state for route in of(base, Route)}


def test_names_are_in_four_scripts_and_each_side_uses_all_of_them(base: Base):
    names = [name for segment in of(base, Segment) for name in segment.names]
    for side in Side:
        assert {name.language for name in names if name.used_by == side} == {"en", "az", "hy", "ru"}


def test_some_of_the_line_was_decided_before_and_some_never_examined(base: Base):
    found = {segment.delimitation for segment in main_line(base)}
    assert {Delimitation.AGREED_COMMISSION, Delimitation.UNDER_EXAMINATION, Delimitation.UNEXAMINED} <= found


def test_the_coordinate_lists_say_what_the_base_holds(base: Base):
    points = {point.label: point.point for point in of(base, TurningPoint)}
    markers = {marker.number: marker.point for marker in of(base, Marker)}
    for file, known in (("turning-points.csv", points), ("markers.csv", markers)):
        rows = list(csv.DictReader(resource("sample", "lists", file).read_text("utf-8").splitlines()))
        assert {row["number"] for row in rows} == set(known)
        for row in rows:
            listed = tuple(round(read_number(row[axis]).value * DEGREE) for axis in ("longitude", "latitude"))
            assert distance(listed, known[row["number"]], base.profile.grid) < 2.2  # half a tenth of a second both ways


def test_the_change_sets_show_every_verdict(comparison: Comparison):
    kinds = {verdict: {item.kind for item in comparison.items if item.verdict is verdict} for verdict in Verdict}
    assert all("position" in found for found in kinds.values())
    assert all(total.length > 5_000_000 for total in comparison.totals.values())


def test_lines_are_set_against_lines(comparison: Comparison):
    apart = {
        item.label: item.separation_m
        for item in comparison.items
        if item.kind == Kind.VARIANT and item.verdict is Verdict.DIFFERENT and item.separation_m is not None
    }
    assert sum(100 < metres < 500 for metres in apart.values()) >= 2
    assert sum(0 < metres < 2.5 for metres in apart.values()) == 1, "one differs by the rounding of a catalogue"


def test_one_alternative_line_is_the_same_on_both_sides(comparison: Comparison):
    same = [item for item in comparison.items if item.kind == Kind.VARIANT and item.verdict is Verdict.SAME]
    assert [item.separation_m for item in same] == [0.0]


def test_the_sides_differ_in_a_single_field_somewhere(comparison: Comparison):
    single = [item for item in comparison.items if item.verdict is Verdict.DIFFERENT and len(item.fields) == 1]
    assert {item.kind for item in single} >= {Kind.TURNING_POINT, Kind.ROUTE}


@pytest.mark.parametrize("side", Side)
def test_a_working_copy_holds_what_its_side_said(side: Side, base: Base, tmp_path: Path):
    changes = read_change_set(sample.change_set_file(side))
    with Store.open(sample.create_sample(tmp_path / "new folder", side)) as store:
        project = store.load()
        wanted = apply(layers_of(base), deltas_of(changes, layers_of(base)))
        for kind in set(Kind) - {Kind.PRIVATE_NOTE}:
            assert project.layers[kind] == wanted[kind]
        assert project.settings.side is side
        assert len(project.layers[Kind.PRIVATE_NOTE]) == 1


def test_a_working_copy_hands_over_the_same_bytes_again(tmp_path: Path):
    changes = read_change_set(sample.change_set_file(Side.B))
    with Store.open(sample.create_sample(tmp_path, Side.B)) as store:
        leaving = next_changes(store, message=changes.message)
    assert leaving.again
    assert leaving.document.data == changes.data
    assert b"archive whether" not in leaving.document.data


def test_every_gesture_of_a_working_copy_can_be_taken_back(base: Base, tmp_path: Path):
    with Store.open(sample.create_sample(tmp_path, Side.A)) as store:
        steps = 0
        while store.undo():
            steps += 1
        assert steps == len(store.history()) > 20
        held = store.load().layers
    assert canonical([list(held[kind]) for kind in Kind]) == canonical([list(layers_of(base)[kind]) for kind in Kind])
    assert held == layers_of(base)


def test_a_working_copy_has_rivers_lakes_and_settlements_beneath_it(tmp_path: Path):
    with Store.open(sample.create_sample(tmp_path, Side.A)) as store:
        layers = {layer.name: layer for layer in store.references()}
    assert {name: layer.columns.shape for name, layer in layers.items()} == {
        "Rivers": Shape.LINE,
        "Lakes": Shape.AREA,
        "Settlements": Shape.POINT,
    }
    assert len(layers["Settlements"].labels) == 60
    assert all(" / " in label or label for label in layers["Settlements"].labels)


def test_a_working_copy_does_not_replace_another(tmp_path: Path):
    path = sample.create_sample(tmp_path, Side.A)
    before = path.read_bytes()
    with pytest.raises(FileForeign):
        sample.create_sample(tmp_path, Side.A)
    assert path.read_bytes() == before


def test_the_documents_lie_beside_a_working_copy(tmp_path: Path):
    sample.create_sample(tmp_path, Side.A)
    assert read_base(tmp_path / "base.confinia").sha256 == read_change_set(tmp_path / "a-0001.confinia").base
    assert {path.name for path in tmp_path.glob("*.c*")} >= {"b-0001.confinia", "field-11.csv"}


def test_a_file_that_has_the_name_of_a_document_is_kept(tmp_path: Path):
    (tmp_path / "a-0001.confinia").write_bytes(b"Handed over by A")
    sample.create_sample(tmp_path, Side.B)
    assert (tmp_path / "a-0001.confinia").read_bytes() == b"Handed over by A"


def test_nothing_half_made_is_left_behind(tmp_path: Path):
    sample.create_sample(tmp_path, Side.B)
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".") or path.suffix == ".new"] == []
