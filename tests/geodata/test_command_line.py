"""The command line: what each verb answers, and how it fails."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from geodata.changes.delta import Delta
from geodata.cli import EXIT_CODES, VERBS, cli, main
from geodata.errors import ConfiniaError
from geodata.geometry.measure import length
from geodata.io.store import Store
from geodata.model.grid import WGS84_DEGREES
from geodata.model.line import Line
from geodata.model.project import Settings
from geodata.model.segment import Segment
from geodata.model.status import Side
from geodata.model.turning_point import TurningPoint

point_of = WGS84_DEGREES.point_of

LINE = Line([point_of(45, 41), point_of(45.1, 41.05), point_of(45.2, 41)], WGS84_DEGREES)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "valley.gpkg"
    features = [
        Segment(id="s", source_id="04-2", line=LINE),
        TurningPoint(id="t", label="104", point=point_of(45.1, 41.05)),
    ]
    with Store.create(path, Settings(title="Valley", side=Side.A)) as store:
        store.commit("Load", [Delta(None, feature) for feature in features])
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments], catch_exceptions=False)


def answer(*arguments: object) -> Any:
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_a_new_project_belongs_to_the_side_that_is_named(tmp_path: Path) -> None:
    made = answer("new", tmp_path / "b.gpkg", "--side", "B", "--title", "Vəlmora")
    assert (made["side"], made["title"], made["base"]) == ("B", "Vəlmora", "")
    assert answer("info", tmp_path / "b.gpkg")["features"]["segment"] == 0


def test_no_side_is_the_default_side(tmp_path: Path) -> None:
    assert run("new", tmp_path / "x.gpkg").exit_code == 2


def test_segments_are_listed_with_length_and_both_positions(project: Path) -> None:
    run("mark", project, "04-2", "--from", 0, "--to", "5 km", "--as", "agreed", "--note", "Sheet read jointly")
    (row,) = answer("list", project, "segments")
    assert (row["id"], row["source_id"], row["length_m"]) == ("s", "04-2", length(LINE) / 1000)
    assert row["position_b"] == []
    (held,) = row["position_a"]
    assert (held["from_m"], held["to_m"], held["position"]) == (0, 5000, "accepts")
    assert held["note"] == "Sheet read jointly"


def test_a_segment_may_be_named_by_its_own_id(project: Path) -> None:
    assert answer("mark", project, "s", "--from", 0, "--to", 10, "--as", "agreed")["changed"]


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("1000", "2,5 km", (1_000_000, 2_500_000)),
        ("TP 104 + 340", "end", None),
        ("tp-104", "TP 104 + 100 m", None),
        ("2 km", "1 km", (1_000_000, 2_000_000)),
    ],
)
def test_a_stretch_is_named_in_metres_or_from_turning_points(
    project: Path, start: str, end: str, expected: tuple[int, int] | None
) -> None:
    made = answer("mark", project, "s", "--from", start, "--to", end, "--as", "disputed")
    assert made["changed"]
    if expected:
        assert (made["from_m"], made["to_m"]) == tuple(at / 1000 for at in expected)


@pytest.mark.parametrize("bad", ["somewhere", "TP 999", "99999999"])
def test_a_place_that_is_not_there_is_refused_with_a_sentence(project: Path, bad: str) -> None:
    with pytest.raises(ConfiniaError):
        run("mark", project, "s", "--from", bad, "--to", "end", "--as", "agreed")
    assert answer("history", project)[-1]["label"] == "Load"


def test_undo_and_redo_step_through_the_history(project: Path) -> None:
    run("mark", project, "s", "--as", "agreed")
    assert answer("undo", project)["changed"] == [{"id": "s", "kind": "segment"}]
    assert [step["state"] for step in answer("history", project)] == ["stands", "taken back"]
    assert answer("redo", project)["changed"]
    assert answer("redo", project)["changed"] == []


def test_a_source_is_entered_and_cited(project: Path) -> None:
    entered = answer("source", project, "Лист К-38-103", "--survey-year", 1976, "--duty-year", 1979)
    source = entered["changed"][0]["id"]
    run("mark", project, "s", "--as", "disputed", "--reason", "different_source")
    assert answer("cite", project, "s", source)["changed"]
    (row,) = answer("list", project, "segments")
    assert row["position_a"][0]["sources"] == [source]


def test_a_private_note_is_kept_apart(project: Path) -> None:
    run("note", project, "s", "Ask the archive", "--private")
    run("note", project, "s", "Ridge on the sheet", "--from", 0, "--to", 100)
    assert [row["text"] for row in answer("list", project, "private-notes")] == ["Ask the archive"]
    assert [row["text"] for row in answer("list", project, "annotations")] == ["Ridge on the sheet"]


def left_with(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str]:
    with pytest.raises(SystemExit) as left:
        main([str(argument) for argument in arguments])
    return int(str(left.value.code)), capsys.readouterr().err


def test_a_failure_is_one_line_on_stderr_and_an_exit_code(
    tmp_path: Path, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other.gpkg"
    other.write_text("not a project")
    assert left_with(capsys, "info", other) == (3, "other.gpkg is not a Confinia project. It was not touched.\n")
    code, said = left_with(capsys, "mark", project, "nowhere", "--as", "agreed")
    assert (code, said.count("\n")) == (2, 1)
    assert left_with(capsys, "info", project)[0] == 0


def test_every_exit_code_is_documented() -> None:
    def codes(error: type[ConfiniaError]) -> set[int]:
        return {error.exit_code}.union(*(codes(child) for child in error.__subclasses__()))

    for code in codes(ConfiniaError):
        assert f"{code} " in EXIT_CODES


def test_every_verb_is_there_and_explains_itself() -> None:
    for verb, (_, _, line) in VERBS.items():
        result = run(verb, "--help")
        assert result.exit_code == 0
        assert "Usage" in result.output
        assert line.endswith(".")


def test_help_answers_without_the_heavy_libraries() -> None:
    code = "import sys, geodata.cli as c\ntry: c.main(['--help'])\nfinally: print([*sys.modules], file=sys.stderr)"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "compare" in result.stdout
    for heavy in ("numpy", "shapely", "pyproj", "pandas", "geopandas", "PySide6", "folium"):
        assert f"'{heavy}'" not in result.stderr
