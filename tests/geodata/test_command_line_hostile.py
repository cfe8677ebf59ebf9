"""The command line under bad hands: broken text, signs that steer a terminal, an answer that cannot be written."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from geodata.changes.delta import Delta
from geodata.cli import EXIT_CODES, UNFORESEEN, cli
from geodata.cli.output import shown
from geodata.errors import DocumentRefused, InvalidFeature
from geodata.io.handover import next_changes, write_base
from geodata.io.store import Store
from geodata.model.names import nfc
from geodata.model.project import Settings
from geodata.model.source import Source
from geodata.model.status import Side
from tests.geodata.strategies import segment

STEERING = "x\x1b[31m\nAll is well.\r\x07\x85\u202egnp"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "valley.gpkg"
    with Store.create(path, Settings(title="Valley", side=Side.A), (segment(1),)):
        pass
    return path


def run(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(cli, [str(argument) for argument in arguments])
    return result.exit_code, result.output or str(result.exception)


def program(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    code = "from geodata.cli import main; main()"
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, env={**os.environ, **environment})


def test_a_failure_of_the_program_has_an_exit_code_of_its_own() -> None:
    code = "from geodata import cli\ncli.cli.get_command = lambda *_: 1 / 0\ncli.main(['info'])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == UNFORESEEN
    assert "ZeroDivisionError" in done.stderr
    assert done.stderr.splitlines()[-1].startswith("This was not foreseen.")
    assert f"{UNFORESEEN} something that was not foreseen" in " ".join(EXIT_CODES.split())


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
def test_an_answer_that_cannot_be_written_is_no_answer(project: Path) -> None:
    code = "from geodata.cli import main; main()"
    with open("/dev/full", "wb") as full:  # noqa: PTH123 - a device
        done = subprocess.run([sys.executable, "-c", code, "info", project], stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == 3
    assert b"The answer cannot be read or written" in done.stderr


def test_answers_are_utf_8_wherever_they_are_written_to(tmp_path: Path) -> None:
    path = tmp_path / "Տավուշ.gpkg"
    done = program("new", path, "--side", "A", "--title", "Տավուշ İı", PYTHONIOENCODING="cp1251", PYTHONUTF8="0")
    assert (done.returncode, done.stdout.decode("utf-8").splitlines()[0]) == (
        0, "Made Տավուշ.gpkg for side A: Տավուշ İı."
    )  # fmt: skip


def test_text_of_others_can_neither_steer_the_terminal_nor_pass_for_a_line_of_its_own() -> None:
    line = shown(STEERING)
    assert line == "x␛[31m␊All is well.␍␇\ufffd\ufffdgnp"
    assert line.isprintable() or "\ufffd" in line


def test_a_title_with_such_signs_is_shown_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    run("new", path, "--side", "A", "--title", STEERING)
    run("base", path, "-o", tmp_path / "base.confinia")
    _, text = run("verify", tmp_path / "base.confinia")
    assert "All is well." not in text.splitlines()[0].split("␊")[0]
    assert len(text.splitlines()) == 2
    assert "\x1b" not in text


def test_bytes_that_are_no_text_are_refused_and_nothing_is_written(project: Path, tmp_path: Path) -> None:
    with pytest.raises(InvalidFeature, match="“bad�” holds signs that are no letters"):
        nfc("bad\udcff")
    before = project.read_bytes()
    for verb in (["note", project, segment(1).id, "bad\udcff"], ["source", project, "bad\udcff"]):
        code, said = run(*verb)
        assert (code, "no letters" in said) == (1, True)  # 1 of the runner: main() makes a sentence and 2 of it
    assert run("new", tmp_path / "x.gpkg", "--side", "A", "--title", "\udcff")[0] == 1
    assert not (tmp_path / "x.gpkg").exists()
    with Store.open(project, read_only=True) as store:
        assert store.history() == []
    assert project.read_bytes() == before


@pytest.mark.parametrize(
    "number", ["--scale=0", "--scale=99999999999999999999", "--survey-year=10000", "--duty-year=0"]
)
def test_a_source_of_an_impossible_scale_or_year_is_refused(project: Path, number: str) -> None:
    code, said = run("source", project, "Sheet 1", number)
    assert code == 1
    assert "from 1 to" in said


def test_a_document_that_nobody_could_read_never_leaves(tmp_path: Path) -> None:
    with Store.create(tmp_path / "a.gpkg", Settings(title="Valley", side=Side.A), (segment(1),)) as store:
        write_base(store, tmp_path / "base.confinia")
        year = Source(id="0a", title="Sheet", offered_by=Side.A, survey_year=2**53)
        store.commit("Enter", [Delta(None, year)])
        with pytest.raises(DocumentRefused, match="a number too large"):
            next_changes(store)
        assert store.exports() == []


def test_undo_and_redo_name_the_gesture(project: Path) -> None:
    run("mark", project, segment(1).id, "--from", 0, "--to", 1000, "--as", "agreed")
    label = f"Mark 0.000-1,000.000 m of {segment(1).source_id or segment(1).id} as agreed"
    assert run("undo", project) == (0, f"Took back: {label}.\n")
    assert run("undo", project)[1] == "There is nothing to take back.\n"
    assert json.loads(run("redo", project, "--json")[1])["gesture"] == label
    assert json.loads(run("redo", project, "--json")[1]) == {"changed": [], "gesture": None}


def test_a_list_for_people_shows_positions_and_places_with_their_units(project: Path) -> None:
    run("mark", project, segment(1).id, "--from", 0, "--to", 1000, "--as", "disputed")
    run("note", project, segment(1).id, "Ridge", "--from", 0, "--to", 500)
    assert "rejects 1.000 km" in run("list", project, "segments")[1]
    heading, row = run("list", project, "annotations")[1].splitlines()
    assert {"from_m", "to_m", "text"} <= set(heading.split())
    assert "500.000" in row
