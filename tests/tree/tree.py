"""The files of the checkout, as the tests of the tree see them."""

import os
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("desktop", "geodata")
_MADE = {"build", "dist", "out", "__pycache__"}


@cache
def tracked_files() -> tuple[Path, ...]:
    """Every file of the project, relative to its root: as git lists them, else all but what was made."""
    try:
        told = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    except (FileNotFoundError, subprocess.CalledProcessError):
        return tuple(sorted(_walked()))
    names = {os.fsdecode(name) for name in told.stdout.split(b"\0") if name}
    return tuple(sorted(Path(name) for name in names if (ROOT / name).is_file()))


def _walked() -> set[Path]:
    found = set()
    for folder, inner, names in os.walk(ROOT):
        inner[:] = [n for n in inner if n not in _MADE and not n.endswith(".egg-info") and (n[0] != "." or n == ".ci")]
        found.update(Path(folder, name).relative_to(ROOT) for name in names)
    return found


def python_files(*packages: str) -> list[Path]:
    """The Python files of the named packages, or of both packages and the tests."""
    tops = packages or (*PACKAGES, "packaging", "tests")
    return [ROOT / path for path in tracked_files() if path.suffix == ".py" and path.parts[0] in tops]


def text_files() -> dict[Path, str]:
    """Every file that reads as UTF-8, with its text."""
    texts = {}
    for path in tracked_files():
        content = (ROOT / path).read_bytes()
        if b"\0" not in content:
            texts[path] = content.decode("utf-8")
    return texts
