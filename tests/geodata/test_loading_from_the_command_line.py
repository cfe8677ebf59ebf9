"""The verb `import`: what it answers, what it writes, and with which exit code it leaves."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from geodata.cli import cli
from geodata.errors import NotFound
from geodata.io.store import Store
from geodata.model.project import Settings
from geodata.model.route import Route
from geodata.model.segment import Segment
from geodata.model.status import Side
from tests.geodata.source_files import IDS, NAMES, REGION, fingerprint, lines, write, write_csv


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """An empty project file."""
    path = tmp_path / "project" / "valley.gpkg"
    path.parent.mkdir()
    Store.create(path, Settings(title="Valley", side=Side.A)).close()
    return path


def run(*arguments: object) -> Result:
    """Run `confinia-data import` in this process."""
    return CliRunner().invoke(cli, ["import", *map(str, arguments)], catch_exceptions=False, standalone_mode=False)


def held(path: Path) -> list[Segment]:
    """Return the segments of a project file."""
    with Store.open(path, read_only=True) as store:
        return list(store.load().all(Segment))


def answer(result: Result) -> dict[str, Any]:
    """Return what was answered with --json."""
    said: dict[str, Any] = json.loads(result.stdout)
    return said


def test_a_layer_goes_into_the_project(tmp_path: Path, target: Path) -> None:
    source = write(tmp_path / "lines.gpkg", lines())
    result = run(target, source, "--as", "segments", "--id", "line_id", "--name", "name=hy")
    assert result.return_value == 0
    assert "Took 4 segments from lines.gpkg, lines, of 4 rows." in result.stdout
    assert [segment.names[0].text for segment in held(target)] == NAMES
    assert held(target)[0].names[0].language == "hy"
    with Store.open(target, read_only=True) as store:
        assert [entry.label for entry in store.history()] == ["Load 4 segments from lines.gpkg, lines"]


def test_refused_rows_are_listed_and_the_rest_is_taken(tmp_path: Path, target: Path) -> None:
    rows = [["line_id", "WKT"], ["a", "LINESTRING (45 40, 46 41, 46 40, 45 41)"], ["b", "LINESTRING (45 40, 45.1 40)"]]
    source = write_csv(tmp_path / "rows.csv", rows)
    result = run(target, source, "--as", "segments", "--crs", "EPSG:4326", "--axes", "east-north", "--json")
    assert result.return_value == 1
    said = answer(result)
    assert (said["taken"], said["unchanged"], said["different"], said["written"]) == (1, 0, 0, True)
    assert said["refused"] == [
        {
            "row": 1,
            "id": "a",
            "reason": "self_crossing",
            "sentence": "Row 1 (a) was not taken: it crosses or touches itself.",
            "at": [45.5, 40.5],
        }
    ]
    assert said["source"]["crs_from"] == "person"
    assert len(said["source"]["sha256"]) == 64
    assert len(held(target)) == 1


def test_all_or_nothing_takes_nothing_when_a_row_is_refused(tmp_path: Path, target: Path) -> None:
    source = write(tmp_path / "lines.gpkg", [None, *lines(3)], geometry_type="LineString")
    result = run(target, source, "--as", "segments", "--all-or-nothing")
    assert result.return_value == 2
    assert "Row 1 (s-1) was not taken: it has no geometry." in result.stdout
    assert not held(target)


def test_a_dry_run_writes_nothing(tmp_path: Path, target: Path) -> None:
    source = write(tmp_path / "lines.gpkg", lines())
    before = fingerprint(target.parent)
    result = run(target, source, "--as", "segments", "--dry-run", "--json")
    assert answer(result)["taken"] == 4
    assert answer(result)["written"] is False
    assert fingerprint(target.parent) == before


def test_the_same_file_again_changes_nothing(tmp_path: Path, target: Path) -> None:
    source = write(tmp_path / "lines.gpkg", lines())
    run(target, source, "--as", "segments")
    result = run(target, source, "--as", "segments", "--json")
    assert result.return_value == 0
    assert (answer(result)["taken"], answer(result)["unchanged"]) == (0, 4)
    assert answer(result)["written"] is False


def test_other_content_needs_update(tmp_path: Path, target: Path) -> None:
    run(target, write(tmp_path / "lines.gpkg", lines()), "--as", "segments")
    other = write(tmp_path / "other.gpkg", lines(), {"line_id": IDS, "name": ["Ridge", *NAMES[1:]]})
    assert run(target, other, "--as", "segments").return_value == 1
    result = run(target, other, "--as", "segments", "--update", "--json")
    assert result.return_value == 0
    assert answer(result)["updated"] == 1
    assert held(target)[0].names[0].text == "Ridge"


def test_the_columns_stated_once_are_remembered(tmp_path: Path, target: Path) -> None:
    columns = {"nr": IDS, "wording": NAMES}
    first = write(tmp_path / "week1.gpkg", lines(), columns)
    run(target, first, "--as", "segments", "--id", "nr", "--name", "wording")
    later = write(tmp_path / "week2.gpkg", lines(3), {"nr": ["n-1", "n-2", "n-3"], "wording": NAMES[:3]})
    said = answer(run(target, later, "--as", "segments", "--json"))
    assert said["columns"] == {"id": "nr", "name": "wording"}
    assert [segment.source_id for segment in held(target)] == [*IDS, "n-1", "n-2", "n-3"]


def test_a_reference_layer_lies_beneath(tmp_path: Path, target: Path) -> None:
    result = run(target, write(tmp_path / "roads.gpkg", lines()), "--as", "reference", "--json")
    assert answer(result)["taken"] == 4
    with Store.open(target, read_only=True) as store:
        (layer,) = store.references()
    assert (layer.name, layer.labels) == ("roads", NAMES)
    assert not held(target)


def test_a_layer_must_be_named_where_there_are_several(target: Path) -> None:
    with pytest.raises(NotFound):
        run(target, target.parent / "missing.gpkg", "--as", "segments")


@pytest.mark.skipif(not REGION.exists(), reason="the regional data is not here")
def test_the_regional_data_is_imported_as_written_in_the_guide(target: Path) -> None:
    border = run(target, REGION, "--layer", "boundary_osm_10m", "--as", "segments", "--id", "line_id", "--name", "pair")
    rails = run(target, REGION, "--layer", "railways_osm", "--as", "routes", "--id", "osm_id")
    assert (border.return_value, rails.return_value) == (0, 0)
    with Store.open(target, read_only=True) as store:
        project = store.load()
    assert len(list(project.all(Segment))) == 188
    assert len(list(project.all(Route))) == 4892
    assert project.segment("osm-0003").names[0].text == "ARM-AZE"
