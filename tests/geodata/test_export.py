"""Exports: what other programs get, in one order, for both sides alike, and never a private note."""

import csv
import json
import sqlite3
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import shapely
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from geodata.cli import cli
from geodata.errors import FileForeign, FileTrouble
from geodata.geometry.measure import length, point_at
from geodata.io import mapping, sources
from geodata.io.export_view import Choice, ViewKind
from geodata.io.exporting import Exported, Form, export
from geodata.io.geojson import decimal
from geodata.io.loading import load
from geodata.io.mapping import Target
from geodata.io.store import Store
from geodata.model.annotation import Annotation, PrivateNote
from geodata.model.disclaimer import DISCLAIMER
from geodata.model.feature import Feature, kind_of
from geodata.model.grid import DEGREE, WGS84_DEGREES
from geodata.model.line import Line
from geodata.model.marker import Marker
from geodata.model.names import Name
from geodata.model.project import Project, Settings, no_layers
from geodata.model.route import Mode, Route
from geodata.model.segment import Segment, Standing
from geodata.model.source import Source
from geodata.model.status import Position, Side
from geodata.model.stretch import Anchor, Stretch
from geodata.model.turning_point import TurningPoint
from geodata.model.variant import Variant
from tests.geodata.source_files import NAMES

point_of = WGS84_DEGREES.point_of

LINE = Line([point_of(45, 41), point_of(45.1, 41.05), point_of(45.2, 41)], WGS84_DEGREES)
BASE = "ab" * 32
SECRET = "known to this side only"


def id_(number: int) -> str:
    """Return a UUID."""
    return f"00000000-0000-5000-8000-{number:012d}"


def stretch(start: int, end: int) -> Stretch:
    """Return a stretch of the line between two chainages in millimetres."""
    return Stretch(start=Anchor(at=start, point=point_at(LINE, start)), end=Anchor(at=end, point=point_at(LINE, end)))


def valley() -> Project:
    """Return a project with something of every kind, positions of both sides among it."""
    both = (Standing(stretch=stretch(0, 3_000_000), position=Position.ACCEPTS, note="=Sheet 4"),)
    one = (
        Standing(stretch=stretch(0, 2_000_000), position=Position.ACCEPTS),
        Standing(stretch=stretch(5_000_000, 9_000_000), position=Position.REJECTS, sources=(id_(8),)),
    )
    short = Line([point_of(44, 41), point_of(44.5, 41.000000001)], WGS84_DEGREES)
    names = (Name(text=NAMES[0], language="hy", used_by="A"), Name(text=NAMES[1], language="az", used_by="B"))
    held: list[Feature] = [
        Segment(
            id=id_(1), line=LINE, source_id="s-1", section="04", order=2, names=names,
            position_a=both, position_b=one, attributes=(("pair", "=1+1"), ("n", 3), ("none", None)),
        ),
        Segment(id=id_(2), line=short, source_id="s-0", order=1),
        TurningPoint(id=id_(3), point=point_of(45.1, 41.05), label="104", as_read="45°06'00\" 41°03'00\""),
        Marker(id=id_(4), point=point_of(-0.0000001, -41), number="-12", names=(Name(text=NAMES[3]),)),
        Variant(id=id_(5), segment=id_(1), stretch=stretch(5_000_000, 9_000_000), proposed_by=Side.B, line=LINE),
        Variant(id=id_(6), segment=id_(1), stretch=stretch(5_000_000, 9_000_000), proposed_by=Side.A, line=LINE),
        Route(id=id_(7), line=LINE, source_id="r-1", mode=Mode.RAIL, gauge_mm=1520, names=(Name(text=NAMES[2]),)),
        Source(id=id_(8), title="Sheet <K-38> & more", offered_by=Side.A),
        Annotation(id=id_(9), target=id_(1), by=Side.A, text="Ridge, not stream", stretch=stretch(0, 1_000_000)),
        PrivateNote(id=id_(10), target=id_(1), text=SECRET),
    ]  # fmt: skip
    layers = no_layers()
    for feature in held:
        layers[kind_of(feature)][feature.id] = feature
    return Project(Settings(title="Valley", side=Side.A, base=BASE, base_number=1), layers)


@pytest.fixture(autouse=True)
def fixed_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Gives every export the same time."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")


def written(folder: Path, form: Form, **choice: Any) -> tuple[Path, Exported]:
    """Export the valley in one format."""
    path = folder / f"valley.{form}"
    return path, export(valley(), form, path, Choice(**choice))


def collection(folder: Path, **choice: Any) -> dict[str, Any]:
    """Return the valley's GeoJSON, parsed."""
    found: dict[str, Any] = json.loads(written(folder, Form.GEOJSON, **choice)[0].read_text("utf-8"))
    return found


def test_geojson_keeps_to_the_standard_and_says_where_it_comes_from(tmp_path: Path) -> None:
    found = collection(tmp_path)
    assert list(found) == ["type", "confinia", "bbox", "features"]
    assert "crs" not in found
    assert found["confinia"]["base"] == BASE
    assert found["confinia"]["time"] == "2023-11-14T22:13:20Z"
    assert found["confinia"]["disclaimer"] == DISCLAIMER
    assert found["bbox"] == [-1e-7, -41, 45.2, 41.05]
    for feature in found["features"]:
        assert set(feature) == {"type", "id", "properties", "geometry"}
        assert len(feature["id"]) == 36
    assert len({feature["id"] for feature in found["features"]}) == len(found["features"])


def test_features_come_in_the_order_of_the_line(tmp_path: Path) -> None:
    listed = [(each["properties"]["kind"], each["id"]) for each in collection(tmp_path)["features"]]
    kinds = [kind for kind, _ in listed]
    assert kinds == sorted(kinds, key=list(ViewKind).index)
    assert listed[:2] == [("segment", id_(2)), ("segment", id_(1))]
    assert [name for kind, name in listed if kind == "variant"] == [id_(5), id_(6)]


def test_stretches_show_what_both_sides_say_and_cover_the_segment(tmp_path: Path) -> None:
    features = collection(tmp_path, kinds=(ViewKind.STRETCH,))["features"]
    said = [each["properties"] for each in features if each["properties"]["segment"] == id_(1)]
    assert [each["picture"] for each in said] == ["agreed", "one-sided", "not examined", "disputed", "not examined"]
    assert [(each["from_m"], each["to_m"]) for each in said][:4] == [
        (0, 2000),
        (2000, 3000),
        (3000, 5000),
        (5000, 9000),
    ]
    assert said[3]["position_a"] == "no_position"
    assert said[3]["position_b"] == "rejects"
    assert sum(round(each["length_m"] * 1000) for each in said) == length(LINE)
    assert features[1]["geometry"]["coordinates"][0] == [45, 41]


def test_no_export_holds_a_private_note(tmp_path: Path) -> None:
    for form in Form:
        path, _ = written(tmp_path, form)
        assert SECRET.encode() not in path.read_bytes(), form


@pytest.mark.parametrize("form", Form)
def test_the_same_project_gives_the_same_bytes(tmp_path: Path, form: Form) -> None:
    first = written(tmp_path, form)[1].sha256
    assert written(tmp_path, form)[1].sha256 == first
    (tmp_path / "other").mkdir()
    assert written(tmp_path / "other", form)[1].sha256 == first


@given(st.integers(-180 * DEGREE, 180 * DEGREE))
def test_a_coordinate_is_written_exactly(number: int) -> None:
    text = decimal(number)
    assert round(float(text) * DEGREE) == number
    assert "e" not in text
    whole, _, rest = text.partition(".")
    assert int(whole.lstrip("-") + rest.ljust(9, "0")) == abs(number)


@pytest.mark.parametrize("form", Form)
def test_what_was_exported_comes_back_without_a_change(tmp_path: Path, form: Form) -> None:
    held = valley()
    path, _ = written(tmp_path, form)
    targets = {Target.SEGMENTS: 2, Target.ROUTES: 1, Target.TURNING_POINTS: 1, Target.MARKERS: 1}
    for target, count in targets.items():
        name = target.value.replace("-", "_" if form is Form.GPKG else "-")
        layer = sources.layer_of(path, name if form in (Form.GPKG, Form.KML) else "")
        known = mapping.proposed(layer, target)
        loaded = load(path, replace(known, crs="" if layer.crs else "EPSG:4326"), held)
        assert (len(loaded.features), len(loaded.unchanged)) == (0, count), (form, target, loaded.report)
        assert not loaded.different


def test_variants_of_both_sides_are_shown_or_none(tmp_path: Path) -> None:
    both = [each["properties"] for each in collection(tmp_path)["features"] if each["properties"]["kind"] == "variant"]
    assert {each["proposed_by"] for each in both} == {"A", "B"}
    none = collection(tmp_path, variants=False)["features"]
    assert "variant" not in {each["properties"]["kind"] for each in none}


def test_one_section_or_one_picture_can_be_asked_for(tmp_path: Path) -> None:
    section = collection(tmp_path, section="04")["features"]
    assert {each["properties"]["kind"] for each in section} == {"segment", "stretch", "variant", "annotation"}
    disputed = collection(tmp_path, kinds=(ViewKind.STRETCH,), pictures=("disputed",))["features"]
    assert len(disputed) == 1


def test_a_table_holds_no_formula_and_lies_beside_what_it_is(tmp_path: Path) -> None:
    path, done = written(tmp_path, Form.CSV)
    rows = list(csv.DictReader(path.read_text("utf-8-sig").splitlines()))
    cells = [cell for row in rows for cell in row.values()]
    assert "'=Sheet 4" in cells
    assert "-12" in cells
    assert not [cell for cell in cells if cell[:1] in ("=", "+", "@")]
    assert shapely.from_wkt(rows[0]["WKT"]).geom_type == "LineString"
    assert done.files[1].name == "valley.csv.about.txt"
    assert DISCLAIMER in done.files[1].read_text("utf-8")
    assert BASE in done.files[1].read_text("utf-8")


def test_kml_is_well_formed_and_stamped(tmp_path: Path) -> None:
    path, _ = written(tmp_path, Form.KML)
    space = {"k": "http://www.opengis.net/kml/2.2"}
    document = ET.fromstring(path.read_bytes()).find("k:Document", space)
    assert document is not None
    assert DISCLAIMER in str(document.findtext("k:description", namespaces=space))
    folders = [folder.findtext("k:name", namespaces=space) for folder in document.findall("k:Folder", space)]
    assert folders == ["segments", "stretches", "turning-points", "markers", "variants", "routes", "annotations"]
    names = [each.text for each in document.iterfind("k:Folder/k:Placemark/k:name", space)]
    assert f"{NAMES[0]} / {NAMES[1]}" in names


def test_a_geopackage_has_a_layer_for_each_kind_and_its_stamp(tmp_path: Path) -> None:
    path, done = written(tmp_path, Form.GPKG)
    found = {layer.name: layer.rows for layer in sources.layers(path)}
    assert found == {
        "segments": 2, "stretches": 6, "turning_points": 1, "markers": 1, "variants": 2, "routes": 1, "annotations": 1,
    }  # fmt: skip
    assert done.counts["source"] == 1
    with sqlite3.connect(path) as db:
        stamp = dict(db.execute("SELECT name, value FROM confinia_export"))
        version = db.execute("PRAGMA user_version").fetchone()
    db.close()
    assert stamp["base"] == BASE
    assert stamp["disclaimer"] == DISCLAIMER
    assert version == (10200,)


def test_nothing_but_an_earlier_export_is_replaced(tmp_path: Path) -> None:
    for form in Form:
        path = tmp_path / f"other.{form}"
        path.write_text("somebody's work")
        with pytest.raises(FileForeign, match="no export of Confinia"):
            export(valley(), form, path)
        assert path.read_text() == "somebody's work"
    project = tmp_path / "project.gpkg"
    Store.create(project, Settings(title="Valley", side=Side.A)).close()
    with pytest.raises(FileForeign):
        export(valley(), Form.GPKG, project)
    with pytest.raises(FileForeign, match="is a folder"):
        export(valley(), Form.GEOJSON, tmp_path)


def test_an_export_that_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    folder = tmp_path / "missing"
    for form in Form:
        with pytest.raises(FileTrouble, match="cannot be written"):
            export(valley(), form, folder / f"a.{form}")
    assert not folder.exists()


def test_the_verb_writes_and_says_what_it_wrote(tmp_path: Path) -> None:
    held = valley()
    project = tmp_path / "valley.gpkg"
    features = [feature for layer in held.layers.values() for feature in layer.values()]
    Store.create(project, Settings(title="Valley", side=Side.A), features).close()
    out = tmp_path / "valley.geojson"
    arguments = ["export", str(project), "--to", "geojson", "-o", str(out), "--kind", "segments", "--json"]
    result = CliRunner().invoke(cli, arguments, catch_exceptions=False)
    said = json.loads(result.stdout)
    assert said["counts"] == {"segment": 2}
    assert said["stamp"]["disclaimer"] == DISCLAIMER
    plain = CliRunner().invoke(cli, arguments[:-3], catch_exceptions=False)
    assert "Wrote valley.geojson: 2 segments, 6 stretches" in plain.stdout
    assert DISCLAIMER in plain.stdout
