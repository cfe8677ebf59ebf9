"""Loading: every row of a file of others becomes a feature or is named with the reason why not."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from geodata.changes.delta import apply
from geodata.errors import Refused
from geodata.geometry.crs import OperationNeeded
from geodata.geometry.measure import length
from geodata.io import mapping, sources
from geodata.io.load_fields import LONGEST_TEXT, shortest
from geodata.io.load_questions import Implausible
from geodata.io.load_report import Note, Refusal
from geodata.io.loading import Loaded, load
from geodata.io.mapping import Mapping, NameColumn, Target
from geodata.io.statement import Statement
from geodata.model.grid import DEGREE
from geodata.model.marker import Marker
from geodata.model.names import Name
from geodata.model.project import Project
from geodata.model.route import Mode, Route, RouteState
from geodata.model.segment import Segment
from geodata.model.status import Side
from geodata.model.turning_point import TurningPoint
from tests.geodata.source_files import IDS, NAMES, REGION, every_format, lines, project, write, write_csv

SEGMENTS = Mapping(target=Target.SEGMENTS, id="line_id", names=(NameColumn(column="name"),))
POINTS = Mapping(target=Target.TURNING_POINTS, id="id", label="id")


def taken(into: Project, loaded: Loaded) -> Project:
    """Return the project after what was loaded went in."""
    return Project(into.settings, apply(into.layers, loaded.deltas))


def of_wkt(folder: Path, *rows: str, crs: str = "EPSG:4326", as_what: Mapping = SEGMENTS) -> Loaded:
    """Load rows of WKT, the first one called r-1."""
    table = [["line_id", "name", "WKT"]] + [[f"r-{i + 1}", "", wkt] for i, wkt in enumerate(rows)]
    return load(write_csv(folder / "rows.csv", table), replace(as_what, crs=crs, axes="east-north"), project())


def reasons(loaded: Loaded) -> list[Refusal]:
    """Return why rows were refused, in order."""
    return [row.reason for row in loaded.report.refused]


def remarks(loaded: Loaded) -> dict[Note, str]:
    """Return what else is said."""
    return {remark.code: remark.sentence for remark in loaded.report.remarks}


def test_the_same_lines_come_out_of_every_format(tmp_path: Path) -> None:
    for ending, path in every_format(tmp_path).items():
        if ending == "gpx":
            continue
        layer = sources.layers(path)[0]
        stated = {} if layer.crs else {"crs": "EPSG:4326", "axes": "east-north"}
        guess = replace(mapping.proposed(layer, Target.SEGMENTS), **stated)
        loaded = load(path, guess, project())
        assert [feature.source_id for feature in loaded.features] == IDS, ending
        assert [feature.names for feature in loaded.features] == [(Name(text=name),) for name in NAMES]
        assert [feature.order for feature in loaded.features] == [1, 2, 3, 4]
        assert loaded.features[1].line.flat() == [
            45100000000, 40000000000, 45110000000, 40020000000, 45130000000, 40010000000,
        ]  # fmt: skip
        assert not loaded.report.refused


def test_both_sides_get_the_same_identifiers_from_the_same_file(tmp_path: Path) -> None:
    path = write(tmp_path / "lines.gpkg", lines())
    a, b = load(path, SEGMENTS, project(Side.A)), load(path, SEGMENTS, project(Side.B))
    assert a.features == b.features
    assert len({feature.id for feature in a.features}) == 4
    as_routes = load(path, replace(SEGMENTS, target=Target.ROUTES), project())
    assert not {feature.id for feature in a.features} & {feature.id for feature in as_routes.features}


def test_parts_of_a_line_become_features_in_order_and_direction(tmp_path: Path) -> None:
    parts = "MULTILINESTRING ((45 40, 45.1 40), (45.3 40, 45.2 40), (45.4 40, 45.5 40, 45.45 40.1, 45.4 40))"
    loaded = of_wkt(tmp_path, "LINESTRING (44 40, 44.1 40)", parts, "MULTILINESTRING ((46 40, 46.1 40))")
    assert [f.source_id for f in loaded.features] == ["r-1", "r-2:1", "r-2:2", "r-2:3", "r-3"]
    assert [f.part for f in loaded.features] == ["", "r-2:1", "r-2:2", "r-2:3", ""]
    assert [f.order for f in loaded.features] == [1, 2, 3, 4, 5]
    assert loaded.features[2].line.start == (45300000000, 40000000000)
    assert loaded.features[3].line.closed
    assert remarks(loaded)[Note.PARTS].startswith("Each part of row 2 became")


def test_every_reason_is_named_with_its_row_and_place(tmp_path: Path) -> None:
    loaded = of_wkt(
        tmp_path,
        "",
        "LINESTRING EMPTY",
        "LINESTRING (45 40, nan 41)",
        "POINT (45 40)",
        "LINESTRING (45 40, 45 40, 45 40)",
        "LINESTRING (45 40, 46 41, 46 40, 45 41)",
        "LINESTRING (45 40, 45 100)",
        "LINESTRING (500000 4500000, 500100 4500100)",
        "CIRCULARSTRING (45 40, 45.1 40.1, 45.2 40)",
        "GEOMETRYCOLLECTION (LINESTRING (45 40, 46 41))",
        "nonsense",
        "LINESTRING (45 40, 46 41)",
        "MULTILINESTRING ((45 40, 46 41), (45 41, 45 41))",
    )
    assert reasons(loaded) == [
        Refusal.NULL,
        Refusal.EMPTY,
        Refusal.NOT_A_NUMBER,
        Refusal.WRONG_TYPE,
        Refusal.TOO_FEW_POINTS,
        Refusal.SELF_CROSSING,
        Refusal.OFF_GLOBE,
        Refusal.UNITS,
        Refusal.CURVE,
        Refusal.WRONG_TYPE,
        Refusal.UNREADABLE,
        Refusal.TOO_FEW_POINTS,
    ]
    assert [row.row for row in loaded.report.refused] == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13]
    crossing = loaded.report.refused[5]
    assert crossing.id == "r-6"
    assert crossing.sentence == "Row 6 (r-6) was not taken: it crosses or touches itself."
    assert crossing.at == pytest.approx((45.5, 40.5))
    assert "its part 2 of 2 has fewer than two different points" in loaded.report.refused[-1].sentence
    assert [feature.source_id for feature in loaded.features] == ["r-12"]


def test_null_empty_and_nan_are_named_in_a_geopackage_too(tmp_path: Path) -> None:
    shapes = [None, shapely.LineString(), shapely.LineString([(45, 40), (np.inf, 41)]), *lines(1)]
    path = write(tmp_path / "odd.gpkg", shapes, {"line_id": IDS, "name": NAMES}, geometry_type="LineString")
    loaded = load(path, SEGMENTS, project())
    assert reasons(loaded) == [Refusal.NULL, Refusal.EMPTY, Refusal.NOT_A_NUMBER]
    assert len(loaded.features) == 1


def test_a_ring_is_a_line_and_no_crossing(tmp_path: Path) -> None:
    loaded = of_wkt(tmp_path, "LINESTRING (45 40, 45.1 40, 45.05 40.1, 45 40)")
    assert not loaded.report.refused
    assert loaded.features[0].line.closed


def test_a_route_may_cross_itself_and_that_is_said(tmp_path: Path) -> None:
    routes = Mapping(target=Target.ROUTES, id="line_id")
    loaded = of_wkt(tmp_path, "LINESTRING (45 40, 46 41, 46 40, 45 41)", as_what=routes)
    assert len(loaded.features) == 1
    assert remarks(loaded)[Note.SELF_CROSSING].startswith("The line of row 1 crosses")


def test_a_repeated_point_is_kept_and_said(tmp_path: Path) -> None:
    loaded = of_wkt(tmp_path, "LINESTRING (45 40, 45.1 40, 45.1 40, 45.2 40)")
    assert len(loaded.features[0].line) == 4
    assert remarks(loaded)[Note.REPEATED_POINT].startswith("Two points after one another are the same in row 1")


def test_an_identifier_that_occurs_twice_is_refused_the_second_time(tmp_path: Path) -> None:
    path = write(tmp_path / "double.gpkg", lines(), {"line_id": ["a", "b", "a", "c"], "name": NAMES})
    loaded = load(path, SEGMENTS, project())
    assert [feature.source_id for feature in loaded.features] == ["a", "b", "c"]
    assert [(row.row, row.reason) for row in loaded.report.refused] == [(3, Refusal.DUPLICATE)]
    assert "row 1 has the identifier a already" in loaded.report.refused[0].sentence


def test_lines_that_are_the_same_under_two_identifiers_are_taken_and_said(tmp_path: Path) -> None:
    loaded = of_wkt(tmp_path, "LINESTRING (45 40, 45.1 40)", "LINESTRING (45 40, 45.1 40)")
    assert len(loaded.features) == 2
    assert "row 2 is the same as that of row 1" in remarks(loaded)[Note.SAME_LINE]


def test_without_identifiers_rows_are_called_by_number_and_that_is_said(tmp_path: Path) -> None:
    path = write(tmp_path / "lines.gpkg", lines())
    loaded = load(path, Mapping(target=Target.SEGMENTS), project())
    assert [feature.source_id for feature in loaded.features] == ["lines-1", "lines-2", "lines-3", "lines-4"]
    assert Note.NO_IDENTIFIER in remarks(loaded)
    assert loaded.features[0].attributes == (("line_id", "s-1"), ("name", NAMES[0]))
    again = load(path, Mapping(target=Target.SEGMENTS), taken(project(), loaded))
    assert (len(again.features), len(again.unchanged)) == (0, 4)


def test_columns_without_a_field_are_kept_as_they_were(tmp_path: Path) -> None:
    columns: dict[str, list[Any]] = {
        "line_id": IDS,
        "whole": [1, 2, 3, 4],
        "real": [0.1, 12.0, 1e-7, float("nan")],
        "text": [None, "a", "", "İŞ"],
    }
    loaded = load(write(tmp_path / "rest.gpkg", lines(), columns), replace(SEGMENTS, names=()), project())
    assert [feature.attributes for feature in loaded.features] == [
        (("whole", 1), ("real", "0.1"), ("text", None)),
        (("whole", 2), ("real", "12"), ("text", "a")),
        (("whole", 3), ("real", "0.0000001"), ("text", "")),
        (("whole", 4), ("real", None), ("text", "İŞ")),
    ]


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_as_text_is_the_same_number(value: float) -> None:
    assert float(shortest(value)) == value
    assert "e" not in shortest(value)


def test_text_is_normalised_once_and_that_is_said(tmp_path: Path) -> None:
    decomposed = "Еи\u0306"  # a letter and its breve, as some programs write й
    path = write(tmp_path / "nfd.gpkg", lines(), {"line_id": IDS, "name": [decomposed, "a", "b", "c"]})
    loaded = load(path, SEGMENTS, project())
    assert loaded.features[0].names[0].text == "Ей"
    assert "row 1" in remarks(loaded)[Note.NORMALISED]


def test_text_beyond_all_measure_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "long.gpkg", lines(), {"line_id": IDS, "name": ["x" * (LONGEST_TEXT + 1), "a", "b", "c"]})
    loaded = load(path, SEGMENTS, project())
    assert reasons(loaded) == [Refusal.LONG_TEXT]
    assert "has 10,001 letters" in loaded.report.refused[0].sentence


def test_heights_are_not_kept_and_that_is_said(tmp_path: Path) -> None:
    loaded = of_wkt(tmp_path, "LINESTRING Z (45 40 1200, 45.1 40 1300)", "LINESTRING (45.2 40, 45.3 40)")
    assert "The heights (Z) of row 1 are not kept" in remarks(loaded)[Note.HEIGHTS]


def test_a_file_without_a_reference_system_needs_a_person(tmp_path: Path) -> None:
    path = write(tmp_path / "bare.shp", lines(), crs=None, encoding="UTF-8")
    with pytest.raises(Refused, match="does not say its reference system"):
        load(path, SEGMENTS, project())
    loaded = load(path, replace(SEGMENTS, crs="EPSG:4326"), project())
    assert loaded.source.crs_from == "person"
    assert len(loaded.features) == 4


def test_a_person_cannot_contradict_the_file(tmp_path: Path) -> None:
    path = write(tmp_path / "lines.gpkg", lines())
    with pytest.raises(Refused, match="The file says that its reference system is WGS 84"):
        load(path, replace(SEGMENTS, crs="EPSG:32638"), project())
    assert len(load(path, replace(SEGMENTS, crs="EPSG:4326"), project()).features) == 4


def test_a_person_who_insists_reads_a_file_in_another_system_than_it_says(tmp_path: Path) -> None:
    path = write(tmp_path / "lines.gpkg", lines())
    insisted = Statement(as_stated=("not-as-the-file-says",))
    loaded = load(path, replace(SEGMENTS, crs="EPSG:4258", operation="EPSG:1149", statement=insisted), project())
    assert loaded.source.crs == "EPSG:4258"
    assert loaded.origin.reading.as_stated == ("not-as-the-file-says",)
    assert "instead of what the file says" in remarks(loaded)[Note.CRS]


def test_degrees_that_come_by_specification_are_said_so(tmp_path: Path) -> None:
    loaded = load(write(tmp_path / "lines.geojson", lines()), SEGMENTS, project())
    assert loaded.source.crs_from == "format"
    assert "as its format prescribes" in remarks(loaded)[Note.CRS]


def test_utm_is_brought_to_degrees_and_the_operation_is_named(tmp_path: Path) -> None:
    line = "LINESTRING (500000 4427757.2, 501000 4427757.2)"
    loaded = of_wkt(tmp_path, line, "LINESTRING (45 40, 45.1 40)", crs="EPSG:32638")
    assert loaded.features[0].line.start[0] == 45 * DEGREE
    assert length(loaded.features[0].line) == pytest.approx(1000.4e3, abs=10)
    assert "UTM zone 38N" in loaded.source.operation_name
    assert reasons(loaded) == [Refusal.UNITS]


def test_another_datum_is_taken_only_with_a_pinned_operation(tmp_path: Path) -> None:
    line = "LINESTRING (8512000 4500000, 8513000 4500000)"
    with pytest.raises(OperationNeeded, match=r"EPSG:1808 = .*EPSG:15865 = "):
        of_wkt(tmp_path, line, crs="EPSG:28408")
    pinned = of_wkt(tmp_path, line, crs="EPSG:28408", as_what=replace(SEGMENTS, operation="EPSG:15865"))
    other = of_wkt(tmp_path, line, crs="EPSG:28408", as_what=replace(SEGMENTS, operation="EPSG:1808"))
    assert pinned.source.operation == "EPSG:15865"
    assert pinned.features[0].line != other.features[0].line
    abroad = of_wkt(tmp_path, line, crs="EPSG:28408", as_what=replace(SEGMENTS, operation="EPSG:5044"))
    assert "made for another area" in " ".join(remark.sentence for remark in abroad.report.remarks)


def test_swapped_axes_are_found_out(tmp_path: Path) -> None:
    swapped = "LINESTRING (4500000 8512000, 4500000 8513000)"
    known = replace(SEGMENTS, operation="EPSG:15865")
    with pytest.raises(Implausible, match="The axes are swapped"):
        of_wkt(tmp_path, swapped, crs="EPSG:28408", as_what=known)
    right = ["LINESTRING (8512000 4500000, 8513000 4500000)", "LINESTRING (8512000 4501000, 8513000 4501000)"]
    loaded = of_wkt(tmp_path, swapped, *right, crs="EPSG:28408", as_what=known)
    assert reasons(loaded)[0] in {Refusal.OUTSIDE_AREA, Refusal.OFF_GLOBE}
    assert "x and y are probably swapped" in loaded.report.refused[0].sentence


def test_points_keep_their_coordinates_as_they_were_read(tmp_path: Path) -> None:
    rows = [["id", "X", "Y", "height"], ["104", "45°30'00,5\"", "40,5", "1 204,3"], ["105", "45,6", "40,6", ""]]
    known = replace(POINTS, crs="EPSG:4326", axes="east-north", height="height", x="X", y="Y")
    loaded = load(write_csv(tmp_path / "catalogue.csv", rows, ";"), known, project())
    first = loaded.features[0]
    assert isinstance(first, TurningPoint)
    assert first.point == (45500138889, 40500000000)
    assert (first.label, first.height, first.as_read) == ("104", "1 204,3", "45°30'00,5\" 40,5")


def test_markers_and_their_kinds_are_taken(tmp_path: Path) -> None:
    rows = [["number", "type", "x", "y"], ["12/1", "main", "45", "40"], ["12/2", "wooden", "45.1", "40"]]
    path = write_csv(tmp_path / "markers.csv", rows)
    known = replace(mapping.proposed(sources.layer_of(path), Target.MARKERS), crs="EPSG:4326", axes="east-north")
    known = replace(known, type="type")
    loaded = load(path, known, project())
    assert all(isinstance(feature, Marker) for feature in loaded.features)
    assert [feature.number for feature in loaded.features] == ["12/1", "12/2"]
    assert "“wooden”" in remarks(loaded)[Note.WORD]
    assert loaded.features[1].attributes == (("type", "wooden"),)


def test_railways_are_routes_by_rail_in_the_state_that_is_written(tmp_path: Path) -> None:
    kinds = ["rail", "construction", "abandoned", "disused"]
    path = write(tmp_path / "rails.gpkg", lines(), {"osm_id": [1, 2, 3, 4], "railway": kinds})
    loaded = load(path, mapping.proposed(sources.layer_of(path), Target.ROUTES), project())
    routes = [feature for feature in loaded.features if isinstance(feature, Route)]
    assert {route.mode for route in routes} == {Mode.RAIL}
    assert [route.state for route in routes] == [
        RouteState.UNKNOWN, RouteState.BUILDING, RouteState.DISMANTLED, RouteState.CLOSED,
    ]  # fmt: skip
    assert routes[1].attributes == (("railway", "construction"),)
    assert routes[0].source_id == "1"


def test_names_in_several_languages_are_kept_apart(tmp_path: Path) -> None:
    columns = {"line_id": IDS, "name_hy": [NAMES[0], "", "", ""], "name:az": [NAMES[1], NAMES[1], "", ""]}
    path = write(tmp_path / "names.geojson", lines(), columns)
    loaded = load(path, mapping.proposed(sources.layer_of(path), Target.SEGMENTS), project())
    assert [feature.names for feature in loaded.features[:3]] == [
        (Name(text=NAMES[0], language="hy"), Name(text=NAMES[1], language="az")),
        (Name(text=NAMES[1], language="az"),),
        (),
    ]


@pytest.mark.skipif(not REGION.exists(), reason="the regional data is not here")
@pytest.mark.parametrize(
    ("layer", "target", "count", "type_"),
    [("boundary_osm_10m", Target.SEGMENTS, 188, Segment), ("railways_osm", Target.ROUTES, 4892, Route),
     ("stations_osm", Target.TURNING_POINTS, 203, TurningPoint), ("settlements", Target.MARKERS, 1103, Marker)],
)  # fmt: skip
def test_the_regional_data_is_taken_whole(layer: str, target: Target, count: int, type_: type) -> None:
    known = mapping.proposed(sources.layer_of(REGION, layer), target)
    loaded = load(REGION, known, project())
    assert len(loaded.features) == count
    assert all(isinstance(feature, type_) for feature in loaded.features)
    assert not loaded.report.refused
