"""A malformed coordinate list is refused whole, with the line and the reason, and the project is as it was."""

import hashlib
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner

from geodata.cli import cli
from geodata.errors import ConfiniaError
from geodata.io.coordinate_list import read_list, table_of
from geodata.io.coordinate_list_choices import Choices
from geodata.io.coordinate_list_loading import load_list
from geodata.io.coordinate_list_table import ListRefused
from geodata.io.store import Store
from geodata.model.project import Settings
from geodata.model.status import Side
from tests.geodata.malformed_lists import CATALOGUE, CELLS, HEIGHTS, rows
from tests.geodata.workbooks import workbook


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that holds one loaded list."""
    path = tmp_path_factory.mktemp("project") / "valley.gpkg"
    with Store.create(path, Settings(title="Valley", side=Side.A)) as store:
        loaded = load_list(rows("101;41.1;45.05", "102;41.2;45.06"), Choices(crs="EPSG:4326"), store.load())
        store.commit(loaded.label, loaded.deltas)
    return path


def carried_out(path: Path, source: Path | str | bytes, choices: Choices) -> None:
    """Load a list as the verb and the window do: read it, and only then write."""
    with Store.open(path) as store:
        loaded = load_list(source, choices, store.load())
        store.commit(loaded.label, loaded.deltas)


def state(path: Path) -> tuple[str, int, int]:
    """What a project file is: its bytes, its history, and how much it holds."""
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    with Store.open(path, read_only=True) as store:
        return sha256, len(store.history()), sum(store.counts().values())


def test_the_catalogue_holds_fifty_lists_and_more() -> None:
    assert len(CATALOGUE) >= 50


@pytest.mark.parametrize("name", CATALOGUE)
def test_a_malformed_list_is_refused_with_its_line_and_leaves_no_trace(name: str, target: Path, tmp_path: Path) -> None:
    content, line, phrase, stated = CATALOGUE[name]
    file = tmp_path / "list.csv"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    before = state(target)
    with pytest.raises(ConfiniaError) as refused:
        carried_out(target, file, Choices(**{"crs": "EPSG:4326", **stated}))
    problems = refused.value.problems if isinstance(refused.value, ListRefused) else ()
    assert phrase in str(refused.value)
    assert (problems[0].line if problems else 0) == line
    if line:
        assert f"Line {line:,}: " in refused.value.sentence
    assert state(target) == before


def test_every_wrong_line_is_named_at_once_up_to_fifty(target: Path) -> None:
    text = rows(*(f"{number};91;45" if number % 2 else f"{number};41.{number};45" for number in range(1, 201)))
    with pytest.raises(ListRefused) as refused:
        carried_out(target, text, Choices(crs="EPSG:4326"))
    assert [problem.line for problem in refused.value.problems] == list(range(2, 102, 2))
    assert refused.value.more == 50
    assert "99 more" in refused.value.sentence


def test_all_that_is_wrong_with_one_line_is_said(target: Path) -> None:
    with pytest.raises(ListRefused) as refused:
        carried_out(target, rows("1;41°61';45°03'60\"E"), Choices(crs="EPSG:4326"))
    assert ["61 minutes" in each.reason or "60 seconds" in each.reason for each in refused.value.problems] == [True] * 2
    assert [problem.column for problem in refused.value.problems] == [1, 2]
    assert refused.value.problems[0].text.startswith("1  41°61'")


@pytest.mark.parametrize("as_json", [False, True])
def test_the_verb_names_lines_and_reasons_and_takes_nothing(target: Path, tmp_path: Path, as_json: bool) -> None:
    file = tmp_path / "list.csv"
    file.write_text(rows("1;41.1;45.05", "2;91;45.06", "3;41.3;"), encoding="utf-8")
    before = state(target)
    asked = ["points", str(target), str(file), "--as", "turning-points", "--crs", "EPSG:4326"]
    result = CliRunner().invoke(cli, asked + (["--json"] if as_json else []), standalone_mode=False)
    assert result.return_value == 2
    if as_json:
        answer = msgspec.json.decode(result.stdout)
        assert [each["line"] for each in answer["refused"]] == [3, 4]
        assert answer["written"] is False
    else:
        assert "Line 3: latitude: “91” is more than 90 degrees" in result.stdout
        assert result.stdout.endswith("Nothing was taken.\n")
    assert state(target) == before


@pytest.mark.parametrize(
    ("crs", "phrase"),
    [("", r"state it \(--crs\)"), ("EPSG:28408", "is in metres"), ("x", "not a coordinate reference")],
)
def test_a_reference_system_that_is_not_stated_or_does_not_fit_stops_all_of_it(
    target: Path, crs: str, phrase: str
) -> None:
    before = state(target)
    with pytest.raises(ConfiniaError, match=phrase):
        carried_out(target, rows("1;41.1;45.05"), Choices(crs=crs))
    assert state(target) == before


@pytest.mark.parametrize("name", CELLS | HEIGHTS)
def test_a_workbook_is_refused_for_the_same_reason_as_a_text(name: str) -> None:
    content, _, _, stated = CATALOGUE[name]
    assert isinstance(content, str)
    choices = Choices(**{"crs": "EPSG:4326", **stated})
    said = []
    for source in (content, workbook([list(line.split(";")) for line in content.splitlines()])):
        with pytest.raises(ListRefused) as refused:
            read_list(table_of(source, choices), choices)
        said.append([(each.line, each.column, each.reason) for each in refused.value.problems])
    assert said[0] == said[1]
