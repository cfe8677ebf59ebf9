"""Saying what is straight: the gesture, the document that carries it, and the verb."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from msgspec.structs import replace

from geodata.changes import gestures
from geodata.changes.codec import canonical, record
from geodata.changes.delta import Delta, apply
from geodata.changes.documents.base import base_of
from geodata.changes.documents.changeset import change_set, deltas_of
from geodata.changes.documents.document import decoded
from geodata.cli import cli
from geodata.errors import DocumentRefused, InvalidFeature, NotFound, Refused
from geodata.io.store import Store
from geodata.model.project import Project, Settings
from geodata.model.route import Route
from geodata.model.status import Side
from geodata.model.variant import VariantState
from geodata.reports.straightness import straightness
from tests.geodata.strategies import id_of, line, project, segment, variant

LONG = line((45.0, 41.0), (45.01, 41.0), (45.15, 41.0))
SEGMENT = segment(1, line=LONG)
SHORT = segment(2, line=line((45.0, 40.0), (45.001, 40.0)))
ROUTE = Route(id=id_of(5), line=LONG, code="R1")
OWN, OTHER = (replace(variant(n, 100, 9_000, side, SEGMENT), line=LONG) for n, side in ((3, Side.A), (4, Side.B)))


def after(held: Project, deltas: list[Delta]) -> Project:
    return Project(held.settings, apply(held.layers, deltas))


@pytest.mark.parametrize("feature", [SEGMENT, ROUTE, OWN], ids=["segment", "route", "own line"])
@pytest.mark.parametrize("value", ["geodesic", "natural", "EPSG:28408"])
def test_what_is_straight_is_stated_and_can_be_taken_back(feature, value: str) -> None:
    held = project(SEGMENT, *([] if feature is SEGMENT else [feature]))
    (delta,) = gestures.state_straight(held, feature, value)
    assert delta.new == replace(feature, straight=value)
    assert delta.new.line == feature.line
    assert gestures.state_straight(after(held, [delta]), delta.new, value) == []
    (back,) = gestures.state_straight(after(held, [delta]), delta.new, "")
    assert back.new == feature


@pytest.mark.parametrize("feature", [SEGMENT, ROUTE], ids=["segment", "route"])
def test_once_there_is_a_joint_base_only_own_lines_are_stated_of(feature) -> None:
    held = project(SEGMENT, ROUTE, OWN, base="0" * 64)
    with pytest.raises(Refused, match="joint base"):
        gestures.state_straight(held, feature, "geodesic")
    assert gestures.state_straight(held, OWN, "geodesic")


def test_the_line_of_the_other_side_is_not_stated_of() -> None:
    with pytest.raises(Refused, match="Only the side that proposed"):
        gestures.state_straight(project(SEGMENT, OTHER), OTHER, "geodesic")


def test_what_says_nothing_is_refused() -> None:
    with pytest.raises(InvalidFeature, match="does not say what is straight"):
        gestures.state_straight(project(SEGMENT), SEGMENT, "EPSG:5705")


# --- documents ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("value", ["geodesic", "EPSG:28408"])
def test_what_is_stated_travels_in_the_base(value: str) -> None:
    base = base_of(project(replace(SEGMENT, straight=value)))
    assert decoded(canonical(record(base))) == base
    assert f'"straight":"{value}"'.encode() in canonical(record(base))


@pytest.mark.parametrize("value", ["straight", "Geodesic", "EPSG:4978", "EPSG:99999999", "/etc/passwd"])
def test_a_document_that_states_something_else_is_refused(value: str) -> None:
    base = base_of(project(SEGMENT))
    settings = Settings(title="Valley", side=Side.A, base=base.sha256, base_number=1)
    written = record(change_set([Delta(None, OWN)], settings))
    written["changes"][0]["new"]["straight"] = value
    changes = decoded(canonical(written))
    with pytest.raises(DocumentRefused, match="does not say in which way its legs are straight"):
        deltas_of(changes, project(SEGMENT).layers)


# --- the whole project ----------------------------------------------------------------------------------------------


def test_over_a_project_only_open_or_stated_lines_are_told_of() -> None:
    gone = replace(OTHER, state=VariantState.WITHDRAWN)
    stated = replace(ROUTE, straight="EPSG:4326")
    told = straightness(project(SEGMENT, SHORT, OWN, gone, stated))
    assert [(each.feature.id, each.open) for each in told] == [(SEGMENT.id, True), (ROUTE.id, False), (OWN.id, True)]
    assert [doubt.leg for doubt in told[0].doubts] == [2]
    assert told[1].longer_mm > 0


def test_a_line_that_states_what_cannot_be_followed_is_told_of_without_a_figure() -> None:
    told = straightness(project(replace(SEGMENT, straight="EPSG:28408"), replace(SHORT, straight="another program")))
    assert [each.longer_mm for each in told] == [None, 0]


# --- the verb -------------------------------------------------------------------------------------------------------


@pytest.fixture
def file(tmp_path: Path) -> Path:
    with Store.create(tmp_path / "a.gpkg", Settings(title="Valley", side=Side.A)) as store:
        store.commit("Load", [Delta(None, each) for each in (SEGMENT, SHORT, ROUTE, OWN, OTHER)])
    return tmp_path / "a.gpkg"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(each) for each in arguments], catch_exceptions=False)


def answer(*arguments: object) -> Any:
    return json.loads(run(*arguments, "--json").stdout)


def test_the_verb_lists_every_leg_in_doubt_with_its_method(file: Path) -> None:
    told = answer("straight", file)
    assert told["length_method"] == "geodesic, WGS 84"
    assert told["more_than_m"] == 0.1
    assert {each["id"] for each in told["lines"]} == {SEGMENT.id, ROUTE.id, OWN.id, OTHER.id}
    (doubt,) = told["lines"][0]["doubts"]
    assert (doubt["leg"], doubt["straight_in"]) == (2, "EPSG:4326")
    assert 2 < doubt["apart_m"] < 3
    said = run("straight", file, "S-1").stdout
    assert "matters more than 0.1 m (T1)" in said
    assert "geodesic, WGS 84" in said


def test_a_line_that_is_stated_is_no_longer_in_doubt(file: Path) -> None:
    assert run("straight", file, "S-1", "--state", "epsg:4326").exit_code == 0
    (told,) = [each for each in answer("straight", file)["lines"] if each["id"] == SEGMENT.id]
    assert (told["straight"], told["doubts"]) == ("EPSG:4326", [])
    assert told["longer_as_stated_m"] > 0
    with Store.open(file) as store:
        assert store.load().segment("S-1").line == LONG
        assert store.history()[-1].label == "State what is straight in S-1: EPSG:4326"
    assert run("straight", file, "S-1", "--state", "none").exit_code == 0
    assert [each["doubts"] != [] for each in answer("straight", file, "S-1")["lines"]] == [True]


def test_segments_and_routes_are_listed_with_what_they_state(file: Path) -> None:
    run("straight", file, "S-1", "--state", "natural")
    assert [each["straight"] for each in answer("list", file, "segments")] == ["natural", ""]
    assert [each["straight"] for each in answer("list", file, "routes")] == [""]
    assert [each["area_m2"] for each in answer("list", file, "segments")] == [None, None]


def test_all_open_lines_of_the_side_are_stated_at_once(file: Path) -> None:
    assert answer("straight", file, "--state", "geodesic", "--all") == {"straight": "geodesic", "changed": 4}
    assert [each["id"] for each in answer("straight", file)["lines"] if each["doubts"]] == [OTHER.id]
    assert "No leg" in run("straight", file, "S-1").stdout


def test_a_line_is_named_or_all_are_meant(file: Path) -> None:
    for said in ((), ("S-1", "--all")):
        with pytest.raises(Refused, match="Name one line"):
            run("straight", file, *said, "--state", "geodesic")
    with pytest.raises(NotFound):
        run("straight", file, "S-9")


# --- loading --------------------------------------------------------------------------------------------------------


@pytest.fixture
def layer(tmp_path: Path) -> Path:
    places = [[[45.0, 41.0], [45.15, 41.0]], [[45.0, 40.0], [45.001, 40.0]]]
    rows = [
        {"type": "Feature", "properties": {"id": f"L-{n}"}, "geometry": {"type": "LineString", "coordinates": each}}
        for n, each in enumerate(places)
    ]
    (tmp_path / "lines.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": rows}), "utf-8")
    return tmp_path / "lines.geojson"


def loaded(project_: Path, layer: Path, *more: str) -> Any:
    return answer("import", project_, layer, "--as", "segments", "--id", "id", *more)


def held(project_: Path) -> list[str]:
    with Store.open(project_) as store:
        project_held = store.load()
        return [project_held.segment(name).straight for name in ("L-0", "L-1")]


def test_a_whole_layer_is_stated_of_when_it_is_loaded(tmp_path: Path, layer: Path) -> None:
    run("new", tmp_path / "b.gpkg", "--side", "B")
    loaded(tmp_path / "b.gpkg", layer, "--straight", "epsg:28408")
    assert held(tmp_path / "b.gpkg") == ["EPSG:28408"] * 2
    loaded(tmp_path / "b.gpkg", layer)  # what is not stated again is not taken back
    assert held(tmp_path / "b.gpkg") == ["EPSG:28408"] * 2
    with pytest.raises(InvalidFeature, match="does not say what is straight"):
        run("import", tmp_path / "b.gpkg", layer, "--as", "segments", "--straight", "crooked")


def test_loading_warns_of_legs_on_which_it_matters(tmp_path: Path, layer: Path) -> None:
    run("new", tmp_path / "b.gpkg", "--side", "B")
    (remark,) = [
        each for each in loaded(tmp_path / "b.gpkg", layer)["remarks"] if each["code"] == "straight_not_stated"
    ]
    assert remark["rows"] == [1]
    assert "lie up to 2.71 m, on leg 1 of row 1" in remark["sentence"]
    run("new", tmp_path / "a.gpkg", "--side", "A")
    told = loaded(tmp_path / "a.gpkg", layer, "--straight", "geodesic")["remarks"]
    assert "straight_not_stated" not in {each["code"] for each in told}


def test_loading_again_does_not_state_of_what_is_in_the_base(tmp_path: Path, layer: Path) -> None:
    project_ = tmp_path / "b.gpkg"
    run("new", project_, "--side", "B")
    loaded(project_, layer)
    assert run("base", project_, "-o", tmp_path / "base.confinia").exit_code == 0
    told = json.loads(
        run("import", project_, layer, "--as", "segments", "--id", "id", "--straight", "geodesic", "--update", "--json")
        .stdout
    )  # fmt: skip
    assert held(project_) == ["", ""]
    assert "straight" in json.dumps(told)
