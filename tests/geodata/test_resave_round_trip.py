"""A project's tables, written again by another program, come back without a change; edits made there are found."""

import shutil
import subprocess
from pathlib import Path

import pytest
from pyogrio import raw

from geodata.changes.delta import Delta
from geodata.io import mapping, sources
from geodata.io.load_report import Refusal
from geodata.io.loading import load
from geodata.io.mapping import Target
from geodata.io.store import Store
from geodata.model.feature import Kind
from geodata.model.project import Project
from tests.geodata.test_export import valley

TABLES = {
    "segments": Target.SEGMENTS,
    "routes": Target.ROUTES,
    "turning_points": Target.TURNING_POINTS,
    "markers": Target.MARKERS,
}
EXACT = {"gpkg": "GPKG", "fgb": "FlatGeobuf", "geojson": "GeoJSON"}

needs_gdal = pytest.mark.skipif(shutil.which("ogr2ogr") is None, reason="GDAL's own programs are not installed")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project file with something of every kind."""
    path = tmp_path / "valley.gpkg"
    held = valley()
    deltas = [Delta(None, feature) for layer in held.layers.values() for feature in layer.values()]
    with Store.create(path, held.settings) as store:
        store.commit("Load", deltas)
    return path


def held(path: Path) -> Project:
    """Return what a project file holds."""
    with Store.open(path, read_only=True) as store:
        return store.load()


def ogr2ogr(to: Path, source: Path, driver: str, *options: str) -> Path:
    """Write a table into a new file with GDAL's own program."""
    subprocess.run(["ogr2ogr", "-q", "-f", driver, str(to), str(source), *options], check=True, capture_output=True)
    return to


def segments_as(to: Path, source: Path, columns: str) -> Path:
    """Write some columns of the table of segments, perhaps with other values, into a new file."""
    return ogr2ogr(to, source, "GPKG", "-nln", "segments", "-unsetFid", "-sql", f"SELECT {columns} FROM segments")


def test_a_table_read_and_written_by_a_library_shows_no_change(project: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.gpkg"
    meta, _, shapes, fields = raw.read(project, layer="segments")
    raw.write(
        copy,
        shapes,
        fields,
        meta["fields"],
        layer="anything",
        driver="GPKG",
        geometry_type="LineString",
        crs=meta["crs"],
    )
    loaded = load(copy, mapping.proposed(sources.layer_of(copy), Target.SEGMENTS), held(project))
    assert (len(loaded.features), len(loaded.unchanged), len(loaded.different)) == (0, 2, 0)


@needs_gdal
@pytest.mark.parametrize("ending", EXACT)
@pytest.mark.parametrize("table", TABLES)
def test_a_table_saved_again_by_gdal_shows_no_change(project: Path, tmp_path: Path, table: str, ending: str) -> None:
    copy = ogr2ogr(tmp_path / f"copy.{ending}", project, EXACT[ending], table)
    kind = TABLES[table].kind
    assert kind is not None
    known = mapping.proposed(sources.layer_of(copy), TABLES[table])
    assert known.own
    loaded = load(copy, known, held(project))
    assert not loaded.features
    assert not loaded.different
    assert not loaded.report.refused
    assert len(loaded.unchanged) == len(held(project).layers[kind])


@needs_gdal
def test_rows_in_another_order_show_no_change(project: Path, tmp_path: Path) -> None:
    copy = segments_as(tmp_path / "whole.gpkg", project, "*")
    turned = ogr2ogr(tmp_path / "turned.gpkg", copy, "GPKG", "-sql", "SELECT * FROM segments ORDER BY source_id DESC")
    loaded = load(turned, mapping.proposed(sources.layer_of(turned), Target.SEGMENTS), held(project))
    assert (len(loaded.features), len(loaded.unchanged)) == (0, 2)


@needs_gdal
@pytest.mark.parametrize(
    ("column", "value"), [("section", "'05'"), ("delimitation", "'in_force'"), ("position_b", "''")]
)
def test_an_edit_made_elsewhere_is_found_but_cannot_move_joint_status(
    project: Path, tmp_path: Path, column: str, value: str
) -> None:
    columns = f"geom, id, source_id, names, attributes, position_a, {value} AS {column}"
    copy = segments_as(tmp_path / "edited.gpkg", project, columns)
    known = mapping.proposed(sources.layer_of(copy), Target.SEGMENTS)
    loaded = load(copy, known, held(project), update=True)
    if column == "section":
        assert len(loaded.different) == 2
        assert not loaded.report.refused
    else:
        assert not loaded.different
        assert {row.reason for row in loaded.report.refused} == {Refusal.PROTECTED}


@needs_gdal
def test_new_rows_drawn_elsewhere_come_in_without_joint_status(project: Path, tmp_path: Path) -> None:
    copy = ogr2ogr(tmp_path / "fresh.gpkg", project, "GPKG", "segments")
    empty = Project(held(project).settings)
    loaded = load(copy, mapping.proposed(sources.layer_of(copy), Target.SEGMENTS), empty)
    assert [feature.id for feature in loaded.features] == list(held(project).layers[Kind.SEGMENT])
    assert all(not feature.position_b for feature in loaded.features)
    assert any(feature.position_a for feature in loaded.features)


@pytest.mark.skipif(shutil.which("ogrinfo") is None, reason="GDAL's own programs are not installed")
def test_other_programs_list_every_layer_of_a_project(project: Path) -> None:
    listed = subprocess.run(["ogrinfo", "-so", "-q", str(project)], check=True, capture_output=True, text=True).stdout
    for table in (*TABLES, "variants", "sources", "annotations", "private_notes"):
        assert f": {table} (" in listed
