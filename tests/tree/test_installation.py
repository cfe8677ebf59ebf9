"""What reaches a person who installs the program, and how soon it answers."""

import os
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from geodata.errors import NotFound
from geodata.resources import resource
from tests.tree.tree import ROOT, tracked_files

SLOW = {"PySide6", "branca", "folium", "geopandas", "networkx", "pandas", "pyogrio"}
BUILD = "import setuptools.build_meta as b; print(b.build_wheel('dist'))"
FIND = "from geodata.resources import resource; print(resource('fonts', 'DejaVuSans.ttf'))"


def python(code: str, folder: Path, **extra: str) -> str:
    """What a fresh interpreter prints."""
    command = [sys.executable, "-c", code]
    answer = subprocess.run(command, cwd=folder, env=os.environ | extra, capture_output=True, text=True)
    assert answer.returncode == 0, answer.stderr
    return answer.stdout.strip()


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of a copy of the tree, which thus stays as it is."""
    copy = tmp_path_factory.mktemp("tree")
    for path in tracked_files():
        if path.parts[0] in {"LICENSE", "README.md", "pyproject.toml", "desktop", "geodata", "resources"}:
            (copy / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / path, copy / path)
    name = python(BUILD, copy).splitlines()[-1]
    return copy / "dist" / name


def test_the_wheel_holds_both_packages_and_every_resource(wheel):
    inside = set(zipfile.ZipFile(wheel).namelist())
    wanted = {path.as_posix() for path in tracked_files() if path.parts[0] in {"desktop", "geodata", "resources"}}
    assert wanted
    assert wanted - inside == set()
    tops = {name.split("/")[0] for name in inside if ".dist-info/" not in name}
    assert tops == {"desktop", "geodata", "resources"}


def test_an_installed_program_finds_its_resources(wheel, tmp_path):
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    found = python(FIND, tmp_path, PYTHONPATH=str(tmp_path / "site"))
    assert Path(found) == tmp_path / "site" / "resources" / "fonts" / "DejaVuSans.ttf"
    assert Path(found).is_file()


def test_a_missing_resource_is_named_in_a_sentence():
    with pytest.raises(NotFound, match=r"lacks resources/fonts/Nowhere\.ttf"):
        resource("fonts", "Nowhere.ttf")


def test_the_command_line_starts_without_what_is_slow_to_import():
    told = python("import geodata.cli, sys; print(*{name.partition('.')[0] for name in sys.modules})", ROOT)
    assert "geodata" in told.split()
    assert SLOW & set(told.split()) == set()


@pytest.mark.parametrize("name", ["confinia", "confinia-data"])
def test_a_command_leads_to_a_program(name):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    module, _, function = (project["scripts"] | project["gui-scripts"])[name].partition(":")
    assert python(f"from {module} import {function}; print(callable({function}))", ROOT) == "True"
