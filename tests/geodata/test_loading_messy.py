"""Files as they really come: empty, cut short, half labelled, swapped. Each ends in a sentence, none in a loss."""

import json
from pathlib import Path

import pytest
from msgspec.structs import replace

from geodata.changes.delta import apply
from geodata.errors import FileDamaged, FileForeign, FileTrouble, Refused
from geodata.io import mapping, sources
from geodata.io.load_report import Note, Refusal
from geodata.io.loading import Loaded, load
from geodata.io.mapping import Mapping, Target
from geodata.io.statement import Statement
from geodata.model.project import Project
from tests.geodata.source_files import lines, project, write, write_csv, write_gpx

LINE = {"type": "LineString", "coordinates": [[45, 40], [45.1, 40.1]]}


def guessed(path: Path, target: Target = Target.SEGMENTS, layer: str = "", crs: str = "") -> Loaded:
    """Load a file as a person does who states nothing that can be guessed."""
    found = mapping.proposed(sources.layer_of(path, layer), target)
    return load(path, replace(found, crs=crs, axes="east-north" if crs else ""), project())


def collection(path: Path, features: list[dict[str, object]], **members: object) -> Path:
    """Write a GeoJSON by hand."""
    path.write_text(json.dumps({"type": "FeatureCollection", **members, "features": features}), "utf-8")
    return path


def feature(**properties: object) -> dict[str, object]:
    """Return one line of a GeoJSON."""
    return {"type": "Feature", "properties": properties, "geometry": LINE}


@pytest.mark.parametrize("ending", ["gpkg", "shp", "geojson", "fgb"])
def test_a_layer_without_rows_is_taken_as_that(tmp_path: Path, ending: str) -> None:
    path = write(tmp_path / f"none.{ending}", [], {"line_id": []}, geometry_type="LineString")
    loaded = guessed(path)
    assert (loaded.features, loaded.report.refused) == ([], ())


def test_a_kml_whose_names_are_all_empty_has_no_column_of_names(tmp_path: Path) -> None:
    path = write(tmp_path / "plain.kml", lines(), {"line_id": ["a", "b", "c", "d"]})
    loaded = guessed(path)
    assert [one.source_id for one in loaded.features] == ["a", "b", "c", "d"]
    assert "Name" not in [column.name for column in sources.layer_of(path).columns]


def test_columns_that_a_gpx_never_fills_are_not_guessed(tmp_path: Path) -> None:
    path = write_gpx(tmp_path / "tracks.gpx")
    path.write_text(path.read_text("utf-8").replace("<number>", "<!--").replace("</number>", "-->"), "utf-8")
    assert len(guessed(path, Target.ROUTES, "tracks").features) == 4
    assert guessed(path, Target.TURNING_POINTS, "track_points").report.refused == ()


def test_a_column_of_a_kml_filled_only_further_down_is_offered(tmp_path: Path) -> None:
    path = write(tmp_path / "late.kml", lines(8), {"Name": [""] * 7 + ["TP 8"]})
    assert mapping.proposed(sources.layer_of(path), Target.SEGMENTS).names[0].column == "Name"


def test_a_shapefile_that_is_cut_short_is_refused_whole(tmp_path: Path) -> None:
    path = write(tmp_path / "lines.shp", lines())
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(FileDamaged, match=r"lines\.shp is cut short: [\d,]+ of [\d,]+ bytes"):
        sources.read(path)


def test_a_shapefile_without_its_table_is_taken_and_that_is_said(tmp_path: Path) -> None:
    path = write(tmp_path / "lines.shp", lines())
    path.with_suffix(".dbf").unlink()
    loaded = guessed(path)
    assert len(loaded.features) == 4
    assert any("no lines.dbf beside" in remark.sentence for remark in loaded.report.remarks)


def test_a_flatgeobuf_that_lost_its_rows_is_not_an_empty_one(tmp_path: Path) -> None:
    path = write(tmp_path / "lines.fgb", lines())
    path.write_bytes(path.read_bytes()[:-300])
    with pytest.raises(FileDamaged, match=r"can(not)? be read"):
        sources.read(path)


def test_a_damaged_geopackage_is_named_without_the_sql_that_failed(tmp_path: Path) -> None:
    path = write(tmp_path / "lines.gpkg", lines())
    path.write_bytes(path.read_bytes()[:50_000])
    with pytest.raises(FileDamaged, match=r"^lines\.gpkg cannot be read: [^()]{5,60}\. It was not touched\.$"):
        sources.read(path)


def test_a_geojson_with_a_reference_system_that_nobody_knows_is_not_taken_for_wgs_84(tmp_path: Path) -> None:
    crs = {"type": "name", "properties": {"name": "local grid of 1938"}}
    path = collection(tmp_path / "local.geojson", [feature(id="a")], crs=crs)
    with pytest.raises(Refused, match="does not say its reference system"):
        guessed(path)
    assert len(guessed(path, crs="EPSG:4326").features) == 1
    known = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
    assert len(guessed(collection(tmp_path / "known.geojson", [feature(id="a")], crs=known)).features) == 1


def test_a_geojson_that_is_not_utf_8_cannot_be_told_another_encoding(tmp_path: Path) -> None:
    path = collection(tmp_path / "l1.geojson", [feature(id="a", name="caf\u00e9")])
    path.write_bytes(path.read_text("utf-8").replace("\\u00e9", "é").encode("latin-1"))
    with pytest.raises(FileDamaged, match="is not UTF-8, as GeoJSON prescribes"):
        sources.read(path)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [("a.kmz", b"PK\3\4" + bytes(60), "is packed"), ("a.gpkg", b"", "is empty"), ("a.csv", b"", "is empty")],
)
def test_what_is_no_layer_is_called_what_it_is(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(FileForeign, match=said):
        sources.layers(path)


def test_a_folder_is_not_taken_for_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(FileForeign, match="is a folder; name a file in it"):
        sources.layers(tmp_path)


def test_a_part_of_a_shapefile_that_is_in_the_way_is_named(tmp_path: Path) -> None:
    path = write(tmp_path / "lines.shp", lines(), encoding="UTF-8")
    path.with_suffix(".cpg").unlink()
    path.with_suffix(".cpg").mkdir()
    with pytest.raises(FileTrouble, match=r"^lines\.cpg cannot be read: "):
        sources.read(path)


def test_a_quotation_mark_left_open_swallows_no_rows(tmp_path: Path) -> None:
    path = tmp_path / "open.csv"
    path.write_text('id,x,y,note\n1,45,40,"not closed\n2,45,41,\n3,45,42,\n', "utf-8")
    with pytest.raises(FileDamaged, match="up to line 4 a quotation mark is not closed"):
        sources.read(path)


@pytest.mark.parametrize("x", ["45°60'00\"E", "45°30'60\"E", "45°30'00\"N", "N45°30'00\""])
def test_degrees_that_cannot_be_a_longitude_are_refused(tmp_path: Path, x: str) -> None:
    path = write_csv(tmp_path / "points.csv", [["id", "x", "y"], ["1", x, "40°30'00\"N"], ["2", "45°30'00\"E", "40"]])
    loaded = guessed(path, Target.TURNING_POINTS, crs="EPSG:4326")
    assert [(row.row, row.reason) for row in loaded.report.refused] == [(1, Refusal.UNREADABLE)]


def test_measures_in_wkt_are_not_lost_in_silence(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "m.csv", [["id", "WKT"], ["1", "LINESTRING M (45 40 0, 45.1 40 9)"]])
    said = [one.sentence for one in guessed(path, crs="EPSG:4326").report.remarks if one.code is Note.MEASURES]
    assert said == ["The measures (M) of row 1 are not kept; chainage is computed from the line."]


def test_a_line_without_length_is_refused_because_nothing_can_lie_along_it(tmp_path: Path) -> None:
    rows = [["id", "WKT"], ["1", "LINESTRING (45 40, 45.000000002 40)"], ["2", "LINESTRING (45 40, 45.00000002 40)"]]
    loaded = guessed(write_csv(tmp_path / "tiny.csv", rows), crs="EPSG:4326")
    assert [(row.row, row.reason) for row in loaded.report.refused] == [(1, Refusal.TOO_FEW_POINTS)]


def test_a_position_that_reaches_beyond_its_line_stays_outside(tmp_path: Path) -> None:
    uuid = "aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa"
    far = [
        {"position": "accepts", "stretch": {"start": {"at": 0, "point": [0, 0]}, "end": {"at": 10**9, "point": [0, 0]}}}
    ]
    columns = {"id": uuid, "source_id": "S1", "names": "", "attributes": "", "position_a": json.dumps(far)}
    path = write(tmp_path / "own.gpkg", lines(1), {name: [value] for name, value in columns.items()})
    loaded = guessed(path)
    assert not loaded.features
    assert "reaches to 1,000,000.000 m, but segment S1 ends at" in loaded.report.refused[0].sentence


def test_rows_that_overflow_every_number_are_refused_without_a_warning(tmp_path: Path) -> None:
    rows = [["id", "WKT"], ["1", "LINESTRING (1e400 40, 45 40)"], ["2", "LINESTRING (45 40, 45.1 40)"]]
    path = write_csv(tmp_path / "huge.csv", rows)
    pipeline = "+proj=utm +zone=38"
    found = Mapping(target=Target.SEGMENTS, id="id", wkt="WKT", crs="EPSG:28408", axes="east-north")
    found = replace(found, operation=pipeline, statement=Statement(as_stated=("degrees-not-metres",)))
    assert load(path, found, project()).report.refused[0].reason is Refusal.NOT_A_NUMBER
    assert len(guessed(path, crs="EPSG:4326").features) == 1


def test_a_file_without_identifiers_saved_again_is_not_doubled_in_silence(tmp_path: Path) -> None:
    first = write_csv(tmp_path / "a.csv", [["WKT", "note"], ["LINESTRING (45 40, 45.1 40)", "x"]])
    held = project()
    loaded = guessed(first, crs="EPSG:4326")
    held = Project(held.settings, apply(held.layers, loaded.deltas))
    again = write_csv(tmp_path / "b.csv", [["WKT", "note"], ["LINESTRING (45 40, 45.1 40)", "y"]])
    stated = replace(mapping.proposed(sources.layer_of(again), Target.SEGMENTS), crs="EPSG:4326", axes="east-north")
    said = [one.sentence for one in load(again, stated, held).report.remarks if one.code is Note.SAME_LINE]
    assert len(said) == 1
    assert said[0].startswith("In row 1 is exactly what the project has already (a-1), under another identifier;")
    assert not [one for one in load(first, stated, held).report.remarks if one.code is Note.SAME_LINE]
