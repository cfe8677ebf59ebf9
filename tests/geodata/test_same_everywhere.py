"""The same bytes everywhere: what surrounds the program changes no number of a coordinate list and its documents.

A list in SK-42 becomes turning points and a line, a GeoJSON and a joint base, in a process of its own whose environment
names another PROJ installation with other parameters, the network, another language, time zone or order of hashing.
"""

import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pyproj
import pytest

from tests.geodata.journey_alone import LOCALES, journey, made_locales, speaking


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
    return made_locales(tmp_path_factory.mktemp("locales"))


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
    assert journey(tmp_path / "here", **speaking(name, locales)) == expected


@pytest.mark.parametrize("zone", ["Asia/Yerevan", "Asia/Baku", "America/Los_Angeles"])
def test_the_time_zone_and_the_order_of_hashing_change_no_byte(
    tmp_path: Path, expected: dict[str, bytes], zone: str
) -> None:
    assert journey(tmp_path / "here", TZ=zone, PYTHONHASHSEED=str(len(zone))) == expected
