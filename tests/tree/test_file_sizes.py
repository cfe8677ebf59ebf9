"""The outer limits of a file, a function and a name."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tree.tree import PACKAGES, ROOT, python_files, tracked_files

MOST_LINES_IN_A_FILE = 400
MOST_LINES_IN_A_FUNCTION = 40
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "misc"}


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Every function of a file with the number of lines it takes."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"), str(path))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            place = f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
            yield place, (node.end_lineno or node.lineno) - node.lineno + 1


def test_no_file_is_longer_than_four_hundred_lines():
    sizes = {str(p.relative_to(ROOT)): len(p.read_text("utf-8").splitlines()) for p in python_files()}
    assert {name: size for name, size in sizes.items() if size > MOST_LINES_IN_A_FILE} == {}


def test_no_function_is_longer_than_forty_lines():
    sizes = dict(f for path in python_files() for f in functions(path))
    assert sizes
    assert {name: size for name, size in sizes.items() if size > MOST_LINES_IN_A_FUNCTION} == {}


def test_no_file_has_a_name_that_says_nothing():
    assert [str(p) for p in tracked_files() if p.stem.lower().strip("_") in EMPTY_NAMES] == []


@pytest.mark.parametrize("package", PACKAGES)
def test_every_room_is_a_package_and_says_what_it_is(package):
    rooms = {path.parent for path in python_files(package)}
    assert [str(r.relative_to(ROOT)) for r in sorted(rooms) if not (r / "__init__.py").is_file()] == []
    silent = [p for p in python_files(package) if not ast.get_docstring(ast.parse(p.read_text("utf-8")))]
    assert [str(p.relative_to(ROOT)) for p in silent] == []
