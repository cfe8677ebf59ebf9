"""A projected joint profile from the first layer to the comparison: every coordinate by the pinned operation."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result
from pyproj import CRS, Geod

from geodata.changes import gestures
from geodata.cli import cli
from geodata.errors import ProfileMismatch
from geodata.geometry.crs import Operation, transform
from geodata.io.documents import read_document
from geodata.io.store import Store
from geodata.io.store_copy import opened_to_read
from geodata.model.grid import METRE
from geodata.model.project import Project
from geodata.model.segment import Segment

REGION = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "region.gpkg"
GK8 = ("--profile", "sk42-gk8", "--operation", "EPSG:1808")
CREST = [[45.03, 41.05], [45.05, 41.02], [45.02, 41.0], [45.06, 40.97], [45.04, 40.93]]
RIDGE = [[45.04, 40.93], [45.1, 40.9], [45.2, 40.88]]
HELMERT = "proj=helmert x=25.5 y=-141.2 z=-78.4 rx=0 ry=-0.35 rz=-0.736 s=0 convention=coordinate_frame"
OWN_PIPELINE = (
    "proj=pipeline step proj=unitconvert xy_in=deg xy_out=rad step proj=push v_3 step proj=cart ellps=WGS84 "
    f"step inv {HELMERT} step inv proj=cart ellps=krass step proj=pop v_3 "
    "step proj=tmerc lat_0=0 lon_0=45.5 k=1 x_0=500000 y_0=0 ellps=krass"
)


def run(*arguments: object) -> Result:
    """The answer of a verb that must succeed."""
    done = CliRunner().invoke(cli, [str(each) for each in arguments], standalone_mode=False)
    if done.exception is not None:
        raise done.exception
    return done


def answer(*arguments: object) -> Any:
    """The JSON answer of a verb."""
    return json.loads(run(*arguments, "--json").stdout)


def layer(path: Path, kind: str, **shapes: list[Any]) -> Path:
    """A layer of WGS 84, each feature with an id."""
    features = [
        {"type": "Feature", "properties": {"id": id_}, "geometry": {"type": kind, "coordinates": coordinates}}
        for id_, coordinates in shapes.items()
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return path


def held(path: Path) -> Project:
    """What a project holds."""
    with opened_to_read(path) as store:
        return store.load()


def filled(folder: Path, *profile: str) -> Path:
    """Side A's project with two segments, two turning points and a road, all from layers of WGS 84."""
    project = folder / "a.gpkg"
    run("new", project, "--side", "A", *profile)
    lines = layer(folder / "line.geojson", "LineString", crest=CREST, ridge=RIDGE)
    run("import", project, lines, "--as", "segments")
    points = layer(folder / "points.geojson", "Point", first=CREST[0], second=CREST[2])
    run("import", project, points, "--as", "turning-points", "--label", "id")
    run("import", project, layer(folder / "road.geojson", "LineString", road=[CREST[0], RIDGE[2]]), "--as", "routes")
    return project


def both_sides(folder: Path, *profile: str) -> tuple[Path, Path]:
    """Both sides' projects on one base, each with marks of its own."""
    a, b = filled(folder, *profile), folder / "b.gpkg"
    run("base", a, "-o", folder / "base.confinia")
    run("new", b, "--side", "B", "--base", folder / "base.confinia")
    run("mark", a, "crest", "--from", "0", "--to", "5000", "--as", "agreed")
    run("mark", b, "crest", "--from", "first", "--to", "second", "--as", "disputed")
    draw(b, "ridge", 300)
    return a, b


def draw(path: Path, name: str, metres: int) -> None:
    """Put a line of the side beside a segment, so many metres to the east and back at both ends."""
    with Store.open(path) as store:
        project = store.load()
        segment = project.segment(name)
        xy = segment.line.xy.copy()
        xy[1:-1, 0] += metres * METRE
        line = type(segment.line)(xy, segment.line.grid)
        store.commit("Draw a line", gestures.draw_variant(project, segment, line, label="beside"))


def exchanged(folder: Path, a: Path, b: Path) -> tuple[Path, Path]:
    """Both change sets, verified with the base."""
    sets = folder / "a1.confinia", folder / "b1.confinia"
    for project, path in zip((a, b), sets, strict=True):
        run("changes", project, "-o", path)
    assert run("verify", folder / "base.confinia", *sets).return_value == 0
    return sets


def test_a_projected_profile_carries_two_sides_from_the_first_layer_to_the_comparison(tmp_path: Path) -> None:
    a, b = both_sides(tmp_path, *GK8)
    one, other = exchanged(tmp_path, a, b)
    html, drawn = tmp_path / "c.html", tmp_path / "c.geojson"
    found = answer("compare", one, other, "--html", html, "--geojson", drawn)
    assert found["length_method"] == "geodesic, Krassowsky 1940"
    assert [item["verdict"] for item in found["items"] if item["kind"] == "position"] == ["different", "only_b"]
    (line,) = [item for item in found["items"] if item["kind"] == "variant"]
    assert 100 < line["separation_m"] < 300  # moved 300 m to the east, aslant to where the line runs
    assert "Krassowsky" in html.read_text("utf-8")
    places = np.array([place for each in json.loads(drawn.read_text("utf-8"))["features"] for place in flat(each)])
    assert np.abs(places - [45.1, 40.97]).max() < 0.2  # degrees of WGS 84


def flat(feature: dict[str, Any]) -> list[list[float]]:
    """Every place of a GeoJSON feature."""
    geometry = feature["geometry"] or {"coordinates": []}
    found = [geometry["coordinates"]]
    while found and isinstance(found[0], list) and found[0] and isinstance(found[0][0], list):
        found = [part for whole in found for part in whole]
    return [place for place in found if place]


def test_what_came_in_goes_out_within_a_millimetre_and_comes_back_unchanged(tmp_path: Path) -> None:
    project = filled(tmp_path, *GK8)
    out = tmp_path / "out.geojson"
    run("export", project, "--to", "geojson", "-o", out)
    features = {each["properties"].get("source_id"): each for each in json.loads(out.read_text("utf-8"))["features"]}
    for name, line in (("crest", CREST), ("ridge", RIDGE)):
        there = np.array(features[name]["geometry"]["coordinates"])
        apart = Geod(ellps="WGS84").inv(*np.array(line).T, *there[:, :2].T)[2]
        assert apart.max() < 0.001
    assert answer("import", project, out, "--as", "segments")["taken"] == 0
    run("export", project, "--to", "gpkg", "-o", tmp_path / "out.gpkg")
    again = answer("import", project, tmp_path / "out.gpkg", "--as", "segments", "--layer", "segments")
    assert again["taken"] == 0
    fresh = tmp_path / "fresh.gpkg"
    run("new", fresh, "--side", "B", *GK8)
    run("import", fresh, tmp_path / "out.gpkg", "--as", "segments", "--layer", "segments")
    assert [one.line for one in held(fresh).all(Segment)] == [one.line for one in held(project).all(Segment)]


def test_coordinates_are_those_of_the_pinned_pipeline_to_a_tenth_of_a_millimetre(tmp_path: Path) -> None:
    project = held(filled(tmp_path, *GK8))
    pinned = project.settings.profile.operation("EPSG:4326")
    assert pinned is not None
    assert pinned.code == "EPSG:1808"
    operation = Operation(code="", name="", accuracy=None, area="", pipeline=pinned.pipeline)
    expected = transform(np.array(CREST), operation)
    assert np.abs(project.segment("crest").line.xy / METRE - expected).max() <= 0.00005


def test_lengths_are_told_with_the_ellipsoid_on_which_they_were_measured(tmp_path: Path) -> None:
    segments = answer("list", filled(tmp_path, *GK8), "segments")
    assert {each["length_method"] for each in segments} == {"geodesic, Krassowsky 1940"}
    metres = Geod(ellps="krass").line_length(*np.array(CREST).T)  # the degrees of WGS 84: a scale of 3e-6 and a turn
    assert segments[0]["length_m"] == pytest.approx(metres, abs=0.3)


def test_marking_is_taken_back_and_the_history_stays(tmp_path: Path) -> None:
    project = filled(tmp_path, *GK8)
    run("mark", project, "crest", "--from", "TP first", "--to", "TP second", "--as", "agreed")
    before = answer("list", project, "segments")[0]["position_a"]
    run("undo", project)
    assert answer("list", project, "segments")[0]["position_a"] == []
    run("redo", project)
    assert answer("list", project, "segments")[0]["position_a"] == before
    assert answer("info", project)["features"]["segment"] == 2


def test_sides_under_different_profiles_compare_when_both_adopted_one(tmp_path: Path) -> None:
    a, b = both_sides(tmp_path, *GK8)
    agreed = tmp_path / "agreed.gpkg"
    run("new", agreed, "--side", "A", *GK8)
    run("profile", "set", agreed, "--t1", 0.2, "--language", "hy", "--language", "az")
    run("base", agreed, "-o", tmp_path / "agreed.confinia")
    run("profile", "adopt", a, tmp_path / "agreed.confinia")
    one, other = exchanged(tmp_path, a, b)
    with pytest.raises(ProfileMismatch, match="tolerances"):
        run("compare", one, other)
    run("profile", "adopt", b, one)
    run("changes", b, "-o", tmp_path / "b2.confinia")
    assert len(answer("compare", one, tmp_path / "b2.confinia")["items"]) == 3
    assert read_document(tmp_path / "b2.confinia").profile == held(a).settings.profile
    assert run("verify", tmp_path / "base.confinia", one, other, tmp_path / "b2.confinia").return_value == 0


def test_a_datum_of_the_commissions_own_is_measured_and_compared_like_any_other(tmp_path: Path) -> None:
    wkt = tmp_path / "own.wkt"
    wkt.write_text(own_system(), "utf-8")
    a = tmp_path / "a.gpkg"
    run("new", a, "--side", "A")
    run("profile", "set", a, "--crs", f"@{wkt}", "--pin", f"EPSG:4326={OWN_PIPELINE}")
    run("import", a, layer(tmp_path / "line.geojson", "LineString", crest=CREST, ridge=RIDGE), "--as", "segments")
    run("base", a, "-o", tmp_path / "base.confinia")
    b = tmp_path / "b.gpkg"
    run("new", b, "--side", "B", "--base", tmp_path / "base.confinia")
    run("mark", a, "crest", "--from", "0", "--to", "5000", "--as", "agreed")
    run("mark", b, "crest", "--from", "0", "--to", "4000", "--as", "agreed")
    one, other = exchanged(tmp_path, a, b)
    found = answer("compare", one, other)
    assert [item["verdict"] for item in found["items"]] == ["same", "only_a"]
    assert answer("list", b, "segments")[0]["length_method"].startswith("geodesic, Krass")
    run("export", b, "--to", "geojson", "-o", tmp_path / "out.geojson")
    there = flat(json.loads((tmp_path / "out.geojson").read_text("utf-8"))["features"][0])
    assert np.abs(np.array(there)[:, :2] - CREST).max() < 1e-8


def own_system() -> str:
    """The WKT2 of a plane system of a joint datum: Krassowsky's ellipsoid, central meridian 45.5 E."""
    wkt: str = CRS.from_proj4("+proj=tmerc +lat_0=0 +lon_0=45.5 +x_0=500000 +ellps=krass +units=m +type=crs").to_wkt()
    return wkt.replace("unknown", "Joint datum 2026")


@pytest.mark.skipif(not REGION.exists(), reason="the region's layers are not here")
def test_real_layers_of_the_region_come_in_by_the_pinned_operation_and_go_out_where_they_were(tmp_path: Path) -> None:
    project, out = tmp_path / "a.gpkg", tmp_path / "out.geojson"
    run("new", project, "--side", "A", *GK8)
    taken = answer("import", project, REGION, "--layer", "boundary_osm_10m", "--as", "segments")
    assert taken["taken"] > 100
    run("base", project, "-o", tmp_path / "base.confinia")
    run("export", project, "--to", "geojson", "-o", out, "--kind", "segments")
    fresh = tmp_path / "fresh.gpkg"
    run("new", fresh, "--side", "B", *GK8)
    assert answer("import", fresh, out, "--as", "segments")["taken"] == taken["taken"]
    before, after = ({one.source_id: one.line.xy for one in held(path).all(Segment)} for path in (project, fresh))
    assert max(np.abs(before[id_] - after[id_]).max() for id_ in before) <= 2  # tenths of a millimetre
