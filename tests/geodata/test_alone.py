"""Alone: what others left in the environment or the home folder changes no number, and nothing is online."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from geodata.offline import stay_offline
from tests.geodata.source_files import lines, write, write_csv

ROOT = Path(__file__).parents[2]

JUNK = {
    "PROJ": {"PROJ_NETWORK": "ON", "PROJ_DATA": "/nowhere", "PROJ_LIB": "/nowhere", "PROJ_AUX_DB": "/nowhere/x.db"},
    "GDAL": {"GDAL_DATA": "/nowhere", "GDAL_SKIP": "GPKG", "GDAL_DRIVER_PATH": "/nowhere", "CPL_DEBUG": "ON"},
    "OGR": {"OGR_SQLITE_PRAGMA": "junk", "OGR_GPKG_FOREIGN_KEY_CHECK": "NO", "OGR_CURRENT_DATE": "junk"},
    "axes": {"OSR_DEFAULT_AXIS_MAPPING_STRATEGY": "AUTHORITY_COMPLIANT", "OGR_CT_FORCE_TRADITIONAL_GIS_ORDER": "NO"},
    "language": {"LC_ALL": "tr_TR.UTF-8", "LANG": "az_AZ.UTF-8", "TZ": "Asia/Tokyo", "PYTHONHASHSEED": "7"},
}


FORMS = ("geojson", "gpkg", "csv", "kml")
GAUSS_KRUGER = ("--crs", "EPSG:28408", "--operation", "EPSG:15865")
VERBS = (
    ("new", "a.gpkg", "--side", "A", "--title", "İstanbul ı"),
    ("import", "a.gpkg", "lines.gpkg", "--as", "segments", "--json"),
    ("import", "a.gpkg", "points.csv", "--as", "turning-points", *GAUSS_KRUGER, "--axes", "east-north"),
    ("list", "a.gpkg", "turning-points", "--json"),
    ("where", "С 41°06'33,0\"; В 45°03'12,4\"", "--crs", "EPSG:4326", "--operation", "EPSG:15865", "--json"),
    ("sheet", "--at", "4 551 234,57 8 512 345,68", *GAUSS_KRUGER, "--json"),
    ("base", "a.gpkg", "-o", "base.confinia"),
    ("profile", "ready", "--json"),
    ("new", "z8.gpkg", "--side", "B", "--profile", "sk42-gk8", "--operation", "EPSG:1808", "--json"),
    ("profile", "write", "z8.gpkg", "-o", "z8.json", "--json"),
    *(("export", "a.gpkg", "--to", form, "-o", f"x.{form}", "--json") for form in FORMS),
)


PROGRAM = """
import json, sys
from geodata.cli import cli
from geodata.cli.output import speak_to_anyone
from geodata.offline import stay_offline
speak_to_anyone()
stay_offline()
for verb in json.loads(sys.argv[1]):
    assert not cli.main(verb, standalone_mode=False), verb
"""


def answers(sources: Path, folder: Path, before: tuple[str, ...] = (), **environment: str) -> str:
    """Load lines and catalogue points in a process of its own, and return all that is listed and exported of them."""
    shutil.copytree(sources, folder)
    command = [*before, sys.executable, "-c", PROGRAM, json.dumps(VERBS)]
    told = {**os.environ, "SOURCE_DATE_EPOCH": "1700000000", "PYTHONPATH": str(ROOT), **environment}
    done = subprocess.run(command, cwd=folder, capture_output=True, env=told)
    assert (done.returncode, done.stderr.decode()) == (0, "")
    return done.stdout.decode("utf-8")


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sources")
    write(folder / "lines.gpkg", lines())
    write_csv(folder / "points.csv", [["id", "x", "y"], ["1", "8512000,5", "4543000,1"]], delimiter=";")
    return folder


@pytest.fixture(scope="module")
def expected(sources: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    return answers(sources, tmp_path_factory.mktemp("plain") / "here")


@pytest.mark.parametrize("environment", JUNK.values(), ids=JUNK)
def test_nothing_in_the_environment_changes_an_answer(
    tmp_path: Path, sources: Path, expected: str, environment: dict[str, str]
) -> None:
    assert answers(sources, tmp_path / "here", **environment) == expected


def test_a_configuration_in_the_home_folder_is_not_read(tmp_path: Path, sources: Path, expected: str) -> None:
    (tmp_path / ".gdal").mkdir()
    (tmp_path / ".gdal" / "gdalrc").write_text("[configoptions]\nGDAL_SKIP=GPKG\n", "utf-8")
    assert answers(sources, tmp_path / "here", HOME=str(tmp_path), USERPROFILE=str(tmp_path)) == expected


def test_everything_works_where_there_is_no_network(tmp_path: Path, sources: Path, expected: str) -> None:
    without = ("unshare", "-n")
    if shutil.which("unshare") is None or subprocess.run([*without, "true"], capture_output=True).returncode:
        pytest.skip("this system lets nobody take the network away")
    assert answers(sources, tmp_path / "here", without) == expected


def test_what_is_not_about_maps_is_left_in_the_environment() -> None:
    told = {"HOME": "/home/a", "PROJECT": "x", "PROJ_DEBUG": "3", "GDAL_SKIP": "GPKG", "LC_ALL": "hy_AM.UTF-8"}
    stay_offline(told)
    assert {"HOME", "PROJECT", "LC_ALL"} <= told.keys()
    assert told["PROJ_NETWORK"] == "OFF"
    assert not {"PROJ_DEBUG", "GDAL_SKIP"} & told.keys()
