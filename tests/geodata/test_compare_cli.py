"""compare and same as they are typed: relations, numbers, what may be one, and a side's word for it."""

import json
from pathlib import Path

import pytest
from msgspec.structs import replace

from geodata.changes.delta import Delta
from geodata.cli import main
from geodata.io.starting import start_project_from
from geodata.io.store import Store
from geodata.model.feature import Kind
from geodata.model.project import Settings
from geodata.model.status import Side
from geodata.model.turning_point import TurningPoint
from tests.geodata.strategies import id_of, segment, variant

S1 = segment(1)
SETTLEMENTS = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {"name": "Velmora"},
            "geometry": {"type": "Point", "coordinates": [45.007, 40.964]},
        }
    ],
}


def run(*words):
    """The exit code of one verb."""
    with pytest.raises(SystemExit) as left:
        main(list(words))
    return left.value.code


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """Both sides have drawn a line, and each has set the same turning point under an identifier of its own."""
    monkeypatch.chdir(tmp_path)
    with Store.create(Path("a.gpkg"), Settings(title="Check", side=Side.A), (S1,)):
        pass
    run("base", "a.gpkg", "-o", "base.confinia")
    with start_project_from(Path("b.gpkg"), Side.B, Path("base.confinia")) as b, Store.open(Path("a.gpkg")) as a:
        for store, side, number in ((a, Side.A, 20), (b, Side.B, 30)):
            point = TurningPoint(id=id_of(number + 1), point=(45_000_000_000, 41_000_000_000 + number), label="101")
            store.commit("Draw", [Delta(None, variant(number, 2000, 6000, side, S1)), Delta(None, point)])
        held = a.load().layers[Kind.SEGMENT][S1.id]
        a.commit("Name", [Delta(held, replace(held, source_id="S-one"))])
    Path("places.geojson").write_text(json.dumps(SETTLEMENTS))
    export()
    return tmp_path


def export():
    for side in "ab":
        Path(f"{side}.confinia").unlink(missing_ok=True)
        assert run("changes", f"{side}.gpkg", "-o", f"{side}.confinia") == 0


def told(capsys, *words):
    capsys.readouterr()
    assert run("compare", "a.confinia", "b.confinia", *words, "--json") == 0
    return json.loads(capsys.readouterr().out)


def test_compare_says_relations_and_tallies_that_add_up(desk, capsys):
    found = told(capsys)
    assert found["tally"]["A"] == {
        "operations": 3,
        "parts": 3,
        "items": 3,
        "length_km": 0.0,
        "relations": {"geometry": 1, "metadata": 1, "one_side": 1},
    }
    assert sum(total["count"] for total in found["relations"].values()) == len(found["items"]) == 4
    assert [item["relation"] for item in told(capsys, "--only", "geometry")["items"]] == ["geometry"]


def test_compare_speaks_of_the_split_and_of_what_lies_between(desk, capsys):
    capsys.readouterr()
    assert run("compare", "a.confinia", "b.confinia", "--beneath", "places.geojson", "--only", "geometry") == 0
    out = capsys.readouterr().out
    assert "3 operations, 3 parts in 3 items" in out
    assert "3 of 4 items are of another relation." in out
    assert "dispute areas: 1, together" in out
    assert "settlements 1 (Velmora)" in out
    assert f"Perhaps one: turning point 101 of A ({id_of(21)}) and 101 of B ({id_of(31)})" in out


def test_a_project_can_say_what_lies_beneath(desk, capsys):
    capsys.readouterr()
    assert run("import", "a.gpkg", "places.geojson", "--as", "reference") == 0
    found = told(capsys, "--beneath", "a.gpkg")
    assert found["split"]["dispute_areas"] == 1
    beneath = told(capsys, "--beneath", "places.geojson#places")["split"]["numbers"]["beneath"]
    assert beneath["settlements"] == ["Velmora"]
    assert run("compare", "a.confinia", "b.confinia", "--beneath", "nothing.gpkg") == 2


def test_an_unknown_relation_and_a_tolerance_that_cannot_be_are_refused(desk, capsys):
    assert run("compare", "a.confinia", "b.confinia", "--only", "quarrel") == 2
    assert run("compare", "a.confinia", "b.confinia", "--within", "-1") == 2


def test_what_both_sides_say_to_be_one_is_one_item_and_can_be_taken_back(desk, capsys):
    assert run("same", "a.gpkg", id_of(21), id_of(31)) == 0
    assert "side A says that" in capsys.readouterr().out
    export()
    (proposal,) = told(capsys)["proposals"]
    assert proposal["said_by"] == ["A"]
    assert run("same", "b.gpkg", id_of(31), id_of(21)) == 0
    export()
    found = told(capsys)
    assert found["proposals"][0]["said_by"] == ["A", "B"]
    (item,) = [item for item in found["items"] if item["kind"] == "turning_point"]
    assert (item["also"], item["relation"], item["tier"]) == (id_of(31), "coincident", "T1")
    assert run("undo", "b.gpkg") == 0
    assert run("same", "b.gpkg", id_of(31), S1.id) == 2
