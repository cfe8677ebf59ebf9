"""The generator in the tree makes the sample that lies in the tree, to the byte."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "resources" / "sample"
GENERATOR = ROOT / "packaging" / "sample" / "make_sample.py"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample as the generator makes it now."""
    folder = tmp_path_factory.mktemp("sample")
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "7", "PYTHONDONTWRITEBYTECODE": "1"}
    subprocess.run([sys.executable, str(GENERATOR), str(folder)], check=True, env=environment)
    return folder


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_generator_makes_the_same_files(made: Path):
    assert sorted(files(made)) == sorted(files(SAMPLE))


def test_the_generator_makes_the_same_bytes(made: Path):
    kept = files(SAMPLE)
    assert [name for name, data in files(made).items() if data != kept[name]] == []
