"""The same bytes everywhere: what surrounds the program changes no number of a coordinate list and its documents.

A list in SK-42 becomes turning points and a line, a GeoJSON and a joint base, in a process of its own whose environment
names another PROJ installation with other parameters, the network, another language, time zone or order of hashing.
"""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pyproj
import pytest

ROOT = Path(__file__).parents[2]

CATALOGUE = """\
№;B;L;H
1;41°11'20,5";45°03'12,4";812,5
2;41°11'29,0";45°03'40,1";809,0
3;41°10'02,7";45°04'55,3";790,25
4;40°59'58,1";45°06'00,0";744,0
"""

SK42 = ("--crs", "EPSG:4284", "--operation", "EPSG:15865", "--height-system", "Baltic 1977")
VERBS = (
    ("new", "a.gpkg", "--side", "A", "--title", "İkinci ı, Երկրորդ, Вторая"),
    ("points", "a.gpkg", "list.csv", "--as", "turning-points", "--line", "segment", *SK42, "--json"),
    ("list", "a.gpkg", "segments"),
    ("list", "a.gpkg", "turning-points", "--json"),
    ("base", "a.gpkg", "-o", "base.confinia", "--json"),
    ("export", "a.gpkg", "--to", "geojson", "-o", "view.geojson", "--json"),
)

PROGRAM = """
import json, locale, socket, sys
try:
    locale.setlocale(locale.LC_ALL, "")
except locale.Error:
    pass  # this machine does not have it; the variables are set all the same
import geodata.cli
sys.stdout.reconfigure(encoding="utf-8")

def refuse(event, arguments):
    if event.startswith("socket."):
        raise SystemExit(f"a socket: {event}")

sys.addaudithook(refuse)
geodata.cli.stay_offline()
for verb in json.loads(sys.argv[1]):
    code = geodata.cli.cli.main(verb, standalone_mode=False)
    assert not code, (verb, code)
"""

LOCALES = ("az_AZ", "hy_AM", "ru_RU", "tr_TR")
DOCUMENTS = ("base.confinia", "view.geojson")


def journey(folder: Path, **environment: str) -> dict[str, bytes]:
    """What the verbs print and write in a process of its own."""
    folder.mkdir()
    (folder / "list.csv").write_text(CATALOGUE, "utf-8")
    told = {**os.environ, "SOURCE_DATE_EPOCH": "1700000000", "PYTHONPATH": str(ROOT), **environment}
    told.pop("PYTHONHASHSEED", None) if "PYTHONHASHSEED" not in environment else None
    command = [sys.executable, "-X", "utf8", "-c", PROGRAM, json.dumps(VERBS)]
    done = subprocess.run(command, cwd=folder, capture_output=True, env=told)
    assert (done.returncode, done.stderr.decode()) == (0, "")
    return {"said": done.stdout, **{name: (folder / name).read_bytes() for name in DOCUMENTS}}


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return journey(tmp_path_factory.mktemp("plain") / "here", LC_ALL="C.UTF-8", TZ="UTC", PYTHONHASHSEED="0")


@pytest.fixture(scope="module")
def foreign(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Another PROJ: a registry in which 15865 moves 500 m farther, and settings that fetch from a network."""
    folder = tmp_path_factory.mktemp("foreign") / "proj"
    folder.mkdir()
    shutil.copy(Path(pyproj.datadir.get_data_dir()) / "proj.db", folder / "proj.db")
    with sqlite3.connect(folder / "proj.db") as registry:
        registry.execute("DROP TRIGGER IF EXISTS helmert_transformation_update_trigger")
        registry.execute("UPDATE helmert_transformation_table SET tx = 525 WHERE auth_name = 'EPSG' AND code = 15865")
    registry.close()
    (folder / "proj.ini").write_text("[general]\nnetwork = on\ncdn_endpoint = https://127.0.0.1:9\n", "utf-8")
    return folder


@pytest.fixture(scope="module")
def locales(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of the languages' locales, made where the machine has what they are made of."""
    folder = tmp_path_factory.mktemp("locales")
    if shutil.which("localedef"):
        for name in LOCALES:
            made = ["localedef", "--no-archive", "-i", name, "-f", "UTF-8", str(folder / f"{name}.UTF-8")]
            subprocess.run(made, capture_output=True)  # answers 1 for a mere warning
    return folder


def test_the_other_installation_holds_other_numbers(foreign: Path) -> None:
    asked = (
        "import sys, pyproj; "
        "sys.argv[1:] and pyproj.datadir.set_data_dir(sys.argv[1]); "
        "print(pyproj.Transformer.from_pipeline('urn:ogc:def:coordinateOperation:EPSG::15865').transform(41, 45))"
    )
    command = [sys.executable, "-c", asked]
    told = [subprocess.run([*command, *more], capture_output=True, check=True).stdout for more in ((), (str(foreign),))]
    assert told[0] != told[1]


@pytest.mark.parametrize("name", ["PROJ_DATA", "PROJ_LIB"])
def test_another_installation_of_proj_changes_no_byte(
    tmp_path: Path, expected: dict[str, bytes], foreign: Path, name: str
) -> None:
    around = {name: str(foreign), "GDAL_DATA": str(foreign), "PROJ_NETWORK": "ON"}
    assert journey(tmp_path / "here", **around) == expected


def test_what_lies_in_the_users_own_folder_of_proj_changes_no_byte(
    tmp_path: Path, expected: dict[str, bytes], foreign: Path
) -> None:
    shutil.copytree(foreign, tmp_path / "share" / "proj")
    around = {
        "XDG_DATA_HOME": str(tmp_path / "share"),
        "PROJ_USER_WRITABLE_DIRECTORY": str(tmp_path / "share" / "proj"),
    }
    assert journey(tmp_path / "here", **around, PROJ_NETWORK="ON") == expected


@pytest.mark.parametrize("name", LOCALES)
def test_the_language_of_the_machine_changes_no_byte(
    tmp_path: Path, expected: dict[str, bytes], locales: Path, name: str
) -> None:
    language = {"LC_ALL": f"{name}.UTF-8", "LANG": f"{name}.UTF-8", "LOCPATH": str(locales)}
    assert journey(tmp_path / "here", **language) == expected


@pytest.mark.parametrize("zone", ["Asia/Yerevan", "Asia/Baku", "America/Los_Angeles"])
def test_the_time_zone_and_the_order_of_hashing_change_no_byte(
    tmp_path: Path, expected: dict[str, bytes], zone: str
) -> None:
    assert journey(tmp_path / "here", TZ=zone, PYTHONHASHSEED=str(len(zone))) == expected
