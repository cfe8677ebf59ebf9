"""The verb merge as it is typed, and a merge that is checked by making it again."""

import json
from pathlib import Path

import pytest
from msgspec.structs import replace

from geodata.changes.documents.base import base_of
from geodata.changes.documents.changeset import change_set
from geodata.changes.merging.merge import check_merge, merge
from geodata.cli import main
from geodata.errors import DocumentRefused
from geodata.geometry.profile_ready import made_ready
from geodata.io.documents import read_document, write_document
from geodata.model.project import Project, Settings
from geodata.model.status import Side
from geodata.reports.merge_words import sum_words
from tests.geodata.merging_doings import BASE, ON, PILLAR, changes, moves, notes, says
from tests.geodata.strategies import layers_with
from tests.geodata.worlds import world

WORLD = world(
    layers_with(*BASE),
    [*moves(2)(Side.A), *changes(PILLAR, label="11")(Side.A)],
    [*says(0, 5000)(Side.B), *changes(PILLAR, label="12")(Side.B), *notes(PILLAR)(Side.B)],
)


@pytest.fixture
def table(tmp_path, monkeypatch):
    """A folder with a base and a change set of each side."""
    monkeypatch.chdir(tmp_path)
    for name, document in (("base", WORLD.base), ("a1", WORLD.a), ("b1", WORLD.b)):
        write_document(Path(f"{name}.confinia"), document)
    return tmp_path


def run(*words):
    """The exit code of the verb."""
    with pytest.raises(SystemExit) as left:
        main(["merge", *words])
    return left.value.code


def test_the_order_of_the_files_is_no_matter(table):
    assert run("base.confinia", "a1.confinia", "b1.confinia", "-o", "ab.confinia") == 0
    assert run("base.confinia", "b1.confinia", "a1.confinia", "-o", "ba.confinia") == 0
    assert Path("ab.confinia").read_bytes() == Path("ba.confinia").read_bytes()


def test_counts_open_items_and_hashes_are_printed(table, capsys):
    assert run("base.confinia", "a1.confinia", "b1.confinia", "-o", "ab.confinia", "--exit-code") == 1
    said = capsys.readouterr().out
    document = read_document(Path("ab.confinia"))
    assert "2 parts = 0 applied + 0 at one + 0 superseded + 2 open" in said
    assert "3 parts = 1 applied + 0 at one + 0 superseded + 2 open" in said
    assert "segment S-1, 1,105.743 m to 3,317.228 m: one redraws the line, the other says something along it" in said
    assert "A changes line of segment S-1" in said
    assert document.sha256 in said
    assert document.state in said


def test_one_part_is_told_as_one():
    alone = world(layers_with(*BASE), [], says(0, 5000)(Side.B))
    told = list(map(sum_words, merge(alone.base, alone.a, alone.b).document.inputs))
    assert told[0].startswith("0 parts = ")
    assert told[1] == "1 part = 1 applied + 0 at one + 0 superseded + 0 open"


def test_json_says_the_same(table, capsys):
    assert run("base.confinia", "a1.confinia", "b1.confinia", "-o", "ab.confinia", "--json") == 0
    said = json.loads(capsys.readouterr().out)
    assert said["sides"]["B"]["parts"] == 3
    assert [(item["conflict"], item["before"]) for item in said["open"]] == [
        ("along_redrawn_line", False),
        ("same_field", False),
    ]
    assert said["open"][0]["a"] == [{"op": "modify", "kind": "segment", "id": ON.id, "fields": ["line"]}]


def test_open_items_of_an_earlier_merge_stay_open_to_the_byte(table, capsys):
    run("base.confinia", "a1.confinia", "b1.confinia", "-o", "first.confinia")
    quiet = world(layers_with(*BASE), [], [])
    for name, document in (("a2", quiet.a), ("b2", quiet.b)):
        write_document(Path(f"{name}.confinia"), document)
    capsys.readouterr()
    words = ("base.confinia", "a2.confinia", "b2.confinia", "-o", "second.confinia", "--earlier", "first.confinia")
    assert run(*words) == 0
    assert "2 open items, 2 of them from before." in capsys.readouterr().out
    assert read_document(Path("second.confinia")).open == read_document(Path("first.confinia")).open


@pytest.mark.parametrize(
    ("settings", "code", "said"),
    [
        (Settings(title="Hill", side=Side.A), 7, "belong to another record"),
        (Settings(title="Valley", side=Side.A, profile=made_ready("utm38n")), 8, "another grid"),
    ],
)
def test_open_items_of_another_record_are_not_taken_in(table, capsys, settings, code, said):
    base = base_of(Project(settings, layers_with()))
    a, b = (change_set([], replace(settings, side=side, base=base.sha256, base_number=1)) for side in Side)
    write_document(Path("foreign.confinia"), merge(base, a, b).document)
    words = ("base.confinia", "a1.confinia", "b1.confinia", "-o", "ab.confinia", "--earlier", "foreign.confinia")
    assert run(*words) == code
    assert said in capsys.readouterr().err
    assert not Path("ab.confinia").exists()


def test_a_merge_does_not_take_the_name_of_what_it_is_made_of(table, capsys):
    before = {file.name: file.read_bytes() for file in table.iterdir()}
    for name in ("base", "a1", "b1"):
        assert run("base.confinia", "a1.confinia", "b1.confinia", "-o", f"{name}.confinia") == 3
        assert "it was not touched. Choose another name." in capsys.readouterr().err
    assert {file.name: file.read_bytes() for file in table.iterdir()} == before


def test_a_change_set_is_no_merge(table, capsys):
    words = ("base.confinia", "a1.confinia", "b1.confinia", "-o", "ab.confinia", "--earlier", "a1.confinia")
    assert run(*words) == 4
    assert "not a merge" in capsys.readouterr().err


def test_a_merge_is_checked_by_making_it_again():
    document = merge(WORLD.base, WORLD.a, WORLD.b).document
    check_merge(document, WORLD.base, WORLD.b, WORLD.a)
    with pytest.raises(DocumentRefused, match="another merge"):
        check_merge(replace(document, by=("AB",)), WORLD.base, WORLD.a, WORLD.b)
    with pytest.raises(DocumentRefused, match="other documents"):
        check_merge(document, WORLD.base, WORLD.a, world(layers_with(*BASE), [], []).b)


def test_an_open_item_that_was_left_out_is_missed():
    document = merge(WORLD.base, WORLD.a, WORLD.b).document
    with pytest.raises(DocumentRefused, match="another merge"):
        check_merge(replace(document, open=document.open[1:]), WORLD.base, WORLD.a, WORLD.b)
