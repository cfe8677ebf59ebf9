"""The whole way on the command line, by the program as it is installed: on data nobody here drew, and on the sample."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
REGION = ROOT.parent / "shared" / "data" / "region.gpkg"
PROGRAM = Path(sys.executable).with_name("confinia-data")

Run = Callable[..., subprocess.CompletedProcess[str]]


def runner(folder: Path) -> Run:
    """Runs one verb in a folder and requires its exit code."""

    def verb(*arguments: object, code: int = 0) -> subprocess.CompletedProcess[str]:
        command = [str(PROGRAM), *map(str, arguments)]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8")
        assert done.returncode == code, f"{arguments}: {done.stdout}{done.stderr}"
        return done

    return verb


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with working copies of the sample for both sides, in two folders of their own."""
    folder = tmp_path_factory.mktemp("samples")
    for side in "AB":
        runner(folder)("sample", side.lower(), "--side", side)
    return folder


@pytest.fixture(scope="module")
def regions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a.gpkg, loaded with lines and railways that others drew, and base.confinia."""
    if not REGION.exists():
        pytest.skip("The real data are not at hand.")
    folder = tmp_path_factory.mktemp("region")
    run, before = runner(folder), (REGION.read_bytes(), REGION.stat().st_mtime_ns)
    run("new", "a.gpkg", "--side", "A", "--title", "Check")
    lines = ("--layer", "boundary_osm_10m", "--as", "segments", "--id", "line_id", "--name", "pair")
    run("import", "a.gpkg", REGION, *lines)
    run("import", "a.gpkg", REGION, "--layer", "railways_osm", "--as", "routes", "--id", "osm_id")
    run("base", "a.gpkg", "-o", "base.confinia")
    assert (REGION.read_bytes(), REGION.stat().st_mtime_ns) == before
    return folder


@pytest.fixture
def sample(samples: Path, tmp_path: Path) -> Run:
    """Runs verbs beside fresh working copies of the sample."""
    shutil.copytree(samples, tmp_path, dirs_exist_ok=True)
    return runner(tmp_path)


@pytest.fixture
def region(regions: Path, tmp_path: Path) -> Run:
    """Runs verbs beside a fresh project of real lines."""
    shutil.copytree(regions, tmp_path, dirs_exist_ok=True)
    return runner(tmp_path)


def answer(run: Run, *arguments: object, code: int = 0) -> Any:
    return json.loads(run(*arguments, "--json", code=code).stdout)


def lengths(compared: dict[str, Any], verdict: str) -> float:
    return sum(item["length_km"] or 0 for item in compared["items"] if item["verdict"] == verdict)


def long_enough(run: Run) -> str:
    """The segment that the demonstration names, or the first of 5 km."""
    known = {row["source_id"]: float(row["length_m"]) for row in answer(run, "list", "a.gpkg", "segments")}
    return min((name for name, length in known.items() if length >= 5000), key=lambda name: (name != "osm-0003", name))


def test_two_sides_work_on_real_lines_and_are_compared(region: Run, tmp_path: Path):
    run, segment = region, long_enough(region)
    run("new", "b.gpkg", "--side", "B", "--base", "base.confinia")
    run("mark", "a.gpkg", segment, "--from", 0, "--to", 5000, "--as", "agreed", "--note", "Sheet read jointly")
    run("mark", "b.gpkg", segment, "--from", 0, "--to", 4200, "--as", "agreed")
    run("mark", "b.gpkg", segment, "--from", 4200, "--to", 5000, "--as", "disputed", "--note", "Ridge, not stream")
    run("changes", "a.gpkg", "-o", "a1.confinia", "--message", "First week")
    run("changes", "b.gpkg", "-o", "b1.confinia", "--message", "First week")
    files, page = ("a1.confinia", "b1.confinia"), ("--html", "compare.html")
    compared = answer(run, "compare", *files, *page, "--exit-code", code=1)
    assert lengths(compared, "same") == 4.2
    assert lengths(compared, "different") == 0.8
    assert "Ridge, not stream" in (tmp_path / "compare.html").read_text("utf-8")
    run("export", "a.gpkg", "--to", "geojson", "-o", "a.geojson")
    assert json.loads((tmp_path / "a.geojson").read_text("utf-8"))["type"] == "FeatureCollection"
    run("verify", "base.confinia", "a1.confinia", "b1.confinia")


def test_exporting_twice_gives_the_same_bytes(region: Run, tmp_path: Path):
    run, segment = region, long_enough(region)
    run("mark", "a.gpkg", segment, "--as", "disputed")
    for name in ("once", "again"):
        run("changes", "a.gpkg", "-o", f"{name}.confinia", "--message", "Same")
    assert (tmp_path / "once.confinia").read_bytes() == (tmp_path / "again.confinia").read_bytes()


def test_the_sample_is_compared_as_the_help_tells(sample: Run, tmp_path: Path):
    files = ("a/a-0001.confinia", "a/b-0001.confinia")
    compared = answer(sample, "compare", *files, "--exit-code", "--html", "c.html", code=1)
    assert {item["verdict"] for item in compared["items"]} == {"same", "only_a", "only_b", "different"}
    assert answer(sample, "compare", *reversed(files)) == compared
    page = (tmp_path / "c.html").read_text("utf-8")
    assert "<script" not in page
    assert not re.search(r"(src|href)\s*=\s*[\"']?https?:", page)
    sample("verify", "a/base.confinia", *files)


def test_a_side_goes_on_with_the_sample_and_hands_over_the_next_change_set(sample: Run, tmp_path: Path):
    project = "a/two-rivers-a.gpkg"
    again = answer(
        sample, "changes", project, "-o", "same.confinia",
        "--message", "First field week: Virmel banks, Ostral, southern crest",
    )  # fmt: skip
    assert again["sequence"] == 1
    assert (tmp_path / "same.confinia").read_bytes() == (tmp_path / "a" / "a-0001.confinia").read_bytes()
    sample("mark", project, "09-2", "--from", "0", "--to", "TP 148", "--as", "agreed", "--note", "Walked on 3 July")
    sample("note", project, "09-2", "Ask the archive first", "--private")
    made = answer(sample, "changes", project, "-o", "a2.confinia", "--message", "Second week")
    assert (made["sequence"], made["side"]) == (2, "A")
    sample("verify", "a/base.confinia", "a/a-0001.confinia", "a2.confinia")
    data = (tmp_path / "a2.confinia").read_bytes()
    assert b"Walked on 3 July" in data
    assert b"Ask the archive first" not in data


def test_what_was_taken_back_leaves_no_trace(sample: Run, tmp_path: Path):
    project = "b/two-rivers-b.gpkg"
    sample("mark", project, "11-1", "--as", "disputed", "--note", "Too early")
    sample("undo", project)
    message = "First field week: waters of Virmel and Ostral, ring E1"
    sample("changes", project, "-o", "b1.confinia", "--message", message)
    assert (tmp_path / "b1.confinia").read_bytes() == (tmp_path / "b" / "b-0001.confinia").read_bytes()


def test_a_coordinate_list_in_degrees_minutes_and_seconds_is_loaded(sample: Run):
    project = "a/two-rivers-a.gpkg"
    before = len(answer(sample, "list", project, "turning-points"))
    sample("import", project, "a/field-11.csv", "--as", "turning-points", "--crs", "EPSG:4326")
    points = answer(sample, "list", project, "turning-points")
    assert len(points) == before + 12
    assert "11/1" in {point["label"] or point["source_id"] for point in points}


@pytest.mark.parametrize("form", ["geojson", "gpkg", "csv", "kml"])
def test_the_sample_leaves_in_every_form(sample: Run, tmp_path: Path, form: str):
    sample("export", "a/two-rivers-a.gpkg", "--to", form, "-o", f"out.{form}")
    assert list(tmp_path.glob("out*"))


def test_documents_on_different_bases_are_refused_with_a_sentence(region: Run):
    run, segment = region, long_enough(region)
    run("mark", "a.gpkg", segment, "--as", "agreed")
    run("changes", "a.gpkg", "-o", "a1.confinia")
    run("sample", "valley")
    refused = run("compare", "a1.confinia", "valley/b-0001.confinia", code=7)
    assert "different bases" in refused.stderr
    assert refused.stderr.count("\n") == 1
