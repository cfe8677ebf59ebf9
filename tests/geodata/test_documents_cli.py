"""The verbs base, changes, verify and compare as they are typed, with their exit codes."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from msgspec.structs import replace

from geodata.changes.delta import Delta
from geodata.changes.gestures import mark
from geodata.cli import main
from geodata.geometry.stretch import stretch
from geodata.io.documents import read_document
from geodata.io.starting import start_project_from
from geodata.io.store import Store
from geodata.model.project import Settings
from geodata.model.status import Side, View
from tests.geodata.strategies import private_note, segment

S1 = segment(1)


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """A folder in which side A and side B each have a project on one base, and have marked as in the example."""
    monkeypatch.chdir(tmp_path)
    with Store.create(Path("a.gpkg"), Settings(title="Check", side=Side.A), (S1, segment(2))):
        pass
    assert run("base", "a.gpkg", "-o", "base.confinia") == 0
    with start_project_from(Path("b.gpkg"), Side.B, Path("base.confinia")) as b, Store.open(Path("a.gpkg")) as a:
        marked(a, 0, 5000, View.AGREED, "Sheet read jointly")
        marked(b, 0, 4200, View.AGREED)
        marked(b, 4200, 5000, View.DISPUTED, "Ridge, not stream")
        a.commit("Note", [Delta(None, private_note(77, S1.id, "Ask the old shepherd"))])
    return tmp_path


def marked(store, start, end, view, note=""):
    project = store.load()
    held = project.segment("S-1")
    store.commit("Mark", mark(project, held, stretch(held, start * 1000, end * 1000), view, note))


def run(*words):
    """The exit code of one verb."""
    with pytest.raises(SystemExit) as left:
        main(list(words))
    return left.value.code


def hand_over(capsys):
    assert run("changes", "a.gpkg", "-o", "a1.confinia", "--message", "First week") == 0
    assert run("changes", "b.gpkg", "-o", "b1.confinia", "--message", "First week") == 0
    capsys.readouterr()


def test_the_example_runs_as_written(desk, capsys):
    hand_over(capsys)
    assert run("compare", "a1.confinia", "b1.confinia", "--json", "--html", "compare.html", "--exit-code") == 1
    told = json.loads(capsys.readouterr().out)
    assert [(item["from_m"], item["to_m"], item["verdict"]) for item in told["items"]] == [
        (0.0, 4200.0, "same"),
        (4200.0, 5000.0, "different"),
    ]
    assert told["base_found"] is True
    assert (desk / "compare.html").read_text().startswith("<!doctype html>")
    assert run("verify", "base.confinia", "a1.confinia", "b1.confinia") == 0
    assert capsys.readouterr().out.endswith("All is well.\n")


def test_base_says_what_it_wrote(desk, capsys):
    assert run("base", "b.gpkg", "-o", "again.confinia") == 2
    with Store.open(desk / "b.gpkg") as store:
        store.undo()
        store.undo()
    capsys.readouterr()
    assert run("base", "b.gpkg", "-o", "again.confinia", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["number"], told["features"], told["again"]) == (1, {"segment": 2}, True)
    assert (desk / "again.confinia").read_bytes() == (desk / "base.confinia").read_bytes()


def test_changes_says_what_leaves_and_what_stays(desk, capsys):
    assert run("changes", "a.gpkg", "-o", "a1.confinia", "-m", "First week") == 0
    told = capsys.readouterr().out
    assert "Wrote a1.confinia: change set 1 of side A" in told
    assert "1 segment changed" in told
    assert "1 private note stays in the project" in told
    assert b"shepherd" not in (desk / "a1.confinia").read_bytes()


def test_changes_answers_with_json(desk, capsys):
    assert run("changes", "a.gpkg", "-o", "a1.confinia", "--role", "group_head", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["operations"] == {"segment": {"modify": 1}}
    assert (told["side"], told["sequence"], told["role"], told["private_notes_kept"]) == ("A", 1, "group_head", 1)
    assert told["sha256"] == read_document(desk / "a1.confinia").sha256
    assert told["bytes"] == (desk / "a1.confinia").stat().st_size


def test_changes_twice_gives_the_same_bytes(desk, capsys):
    for name in ("1.confinia", "2.confinia"):
        run("changes", "a.gpkg", "-o", name)
    assert Path("1.confinia").read_bytes() == Path("2.confinia").read_bytes()
    assert "Wrote again" in capsys.readouterr().out


def test_a_project_is_not_overwritten_by_its_own_documents(desk, capsys):
    before = (desk / "b.gpkg").read_bytes()
    assert run("changes", "a.gpkg", "-o", "b.gpkg") == 3
    assert "not touched" in capsys.readouterr().err
    assert (desk / "b.gpkg").read_bytes() == before


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda data: data[:-1], 4),
        (lambda data: data.replace(b"First week", b"First weak"), 6),
        (lambda data: b"notes", 4),
    ],
)
def test_verify_has_an_exit_code_for_each_kind_of_failure(desk, capsys, spoil, code):
    hand_over(capsys)
    file = desk / "a1.confinia"
    file.write_bytes(spoil(file.read_bytes()))
    assert run("verify", "base.confinia", "a1.confinia", "--json") == code
    told = json.loads(capsys.readouterr().out)
    assert (told["ok"], told["exit_code"]) == (False, code)
    assert {one["file"]: one["ok"] for one in told["files"]} == {"a1.confinia": False, "base.confinia": True}


def test_verify_names_a_file_that_is_not_there(desk, capsys):
    assert run("verify", "nothing.confinia") == 2
    assert "There is no file nothing.confinia" in capsys.readouterr().out


def test_compare_speaks_to_people(desk, capsys):
    hand_over(capsys)
    assert run("compare", "b1.confinia", "a1.confinia") == 0
    told = capsys.readouterr().out
    assert "Same on both sides: agreed" in told
    assert "Both, and different: A agreed, B disputed" in told
    assert "5.000 km" in told


def test_compare_finds_the_base_beside_either_change_set(desk, capsys):
    hand_over(capsys)
    elsewhere = desk / "elsewhere"
    elsewhere.mkdir()
    (desk / "b1.confinia").rename(elsewhere / "b1.confinia")
    (desk / "broken.confinia").write_bytes(b"PK")
    (desk / "base.confinia").rename(elsewhere / "joint.confinia")
    run("compare", "a1.confinia", "elsewhere/b1.confinia", "--json")
    assert json.loads(capsys.readouterr().out)["base_found"] is True


def test_compare_without_the_base_says_so(desk, capsys):
    hand_over(capsys)
    (desk / "base.confinia").unlink()
    assert run("compare", "a1.confinia", "b1.confinia") == 0
    assert "not at hand" in capsys.readouterr().out


def test_compare_refuses_what_does_not_belong_together(desk, capsys):
    hand_over(capsys)
    assert run("compare", "a1.confinia", "a1.confinia") == 2
    assert "side A's" in capsys.readouterr().err
    assert run("compare", "a1.confinia", "base.confinia") == 4
    assert "is joint base 1, not a change set" in capsys.readouterr().err
    assert run("compare", "a1.confinia", "b1.confinia", "--base", "a1.confinia") == 4
    with Store.create(desk / "c.gpkg", Settings(title="Check", side=Side.B), (replace(S1, section="N"),)):
        pass
    run("base", "c.gpkg", "-o", "other.confinia")
    run("changes", "c.gpkg", "-o", "c1.confinia")
    capsys.readouterr()
    assert run("compare", "a1.confinia", "c1.confinia") == 7
    assert "different bases" in capsys.readouterr().err


def test_compare_leaves_with_zero_when_nothing_differs(desk, capsys):
    with Store.open(desk / "b.gpkg") as store:
        marked(store, 0, 5000, View.AGREED)
    hand_over(capsys)
    assert run("compare", "a1.confinia", "b1.confinia", "--exit-code") == 0


def test_compare_writes_geojson_and_overwrites_only_its_own(desk, capsys):
    hand_over(capsys)
    for _ in range(2):
        assert run("compare", "a1.confinia", "b1.confinia", "--geojson", "c.geojson", "--html", "c.html") == 0
    assert len(json.loads((desk / "c.geojson").read_text())["features"]) == 2
    for option in ("--html", "--geojson"):
        assert run("compare", "a1.confinia", "b1.confinia", option, "b.gpkg") == 3
    assert not [file.name for file in desk.iterdir() if file.name.endswith(".new")]


@pytest.mark.parametrize("verb", ["base", "changes", "verify", "compare"])
def test_help_needs_none_of_the_slow_libraries(verb):
    code = (
        "import sys\nfrom geodata.cli import cli\n"
        f"cli.main(['{verb}', '--help'], standalone_mode=False)\n"
        "assert not {'numpy', 'msgspec', 'shapely', 'pyproj', 'pandas'} & set(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "--json" in done.stdout
