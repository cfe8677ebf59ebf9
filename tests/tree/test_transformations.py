"""Coordinates pass from one system to another in one place; no library does it on the side, by a way of its own."""

import ast
from pathlib import Path

import pytest

from tests.tree.tree import PACKAGES, ROOT, python_files

WAYS = {"Transformer", "TransformerGroup", "Proj", "itransform", "to_crs", "CoordinateTransformation"}
"""What moves coordinates in pyproj, geopandas and GDAL."""

ALLOWED = {
    "geodata/geometry/crs.py": "pins the operation and runs it",
    "geodata/geometry/profile_checks.py": "asks whether what a profile pins can be run",
    "geodata/geometry/profiles.py": "asks whether what a profile pins can be run",
    "geodata/model/grid.py": "projects on one datum, where there is nothing to choose",
}


def names(path: Path) -> set[str]:
    """Every name, attribute and imported name of a file; what stands in texts is not code."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"), str(path))):
        if isinstance(node, ast.Name):
            found.add(node.id)
        elif isinstance(node, ast.Attribute):
            found.add(node.attr)
        elif isinstance(node, ast.ImportFrom | ast.Import):
            found |= {part for alias in node.names for part in alias.name.split(".")}
    return found


def users(*packages: str) -> dict[str, set[str]]:
    used = {path.relative_to(ROOT).as_posix(): names(path) & WAYS for path in python_files(*packages)}
    return {path: ways for path, ways in used.items() if ways}


def test_only_the_files_that_pin_an_operation_can_move_coordinates():
    assert users(*PACKAGES).keys() <= ALLOWED.keys()


def test_the_one_function_is_among_them():
    assert users("geodata")["geodata/geometry/crs.py"] == {"Transformer", "TransformerGroup"}


@pytest.mark.parametrize("package", [*PACKAGES, "packaging"])
def test_geopandas_moves_no_coordinates(package):
    assert [path for path, used in users(package).items() if "to_crs" in used] == []


def test_where_proj_may_choose_by_itself_only_the_projection_of_one_datum_is_asked():
    """`Transformer.from_crs` is PROJ's own choice; between a projected system and its own degrees there is only one."""
    chosen = []
    for path in python_files(*PACKAGES):
        for node in ast.walk(ast.parse(path.read_text("utf-8"), str(path))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "from_crs":
                texts = [ast.unparse(argument) for argument in node.args]
                chosen += [] if any(text.endswith(".geodetic_crs") for text in texts) else [f"{path.name}: {texts}"]
    assert chosen == []
