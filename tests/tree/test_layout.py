"""What stands where in the checkout, and what must not stand there."""

import hashlib
import re

import pytest

from tests.tree.tree import ROOT, python_files, text_files, tracked_files

TOP_FOLDERS = {".ci", "desktop", "geodata", "packaging", "resources", "tests"}
TOP_FILES = {".gitattributes", ".gitignore", "CHANGELOG.md", "LICENSE", "Makefile", "README.md", "pyproject.toml"}

# One letter of each stands in brackets, so that this file does not name what it forbids.
REGISTRY = re.compile(r"[p]ypi\.org|python[h]osted\.org|npm[j]s\.(org|com)|deb\.[d]ebian\.org|index-[u]rl|/[s]imple/")
MACHINE = re.compile(r"(?<![\w.])/([r]oot|[w]ork|[h]ome/\w+)/\w")
FORBIDDEN = {
    "processEvents": "work on the GUI thread patched by a turn of the event loop",
    "except Exception": "a failure nobody foresaw must not pass in silence",
    "except:": "a failure nobody foresaw must not pass in silence",
    ".to_crs(": "PROJ would choose the operation itself, and another one further along the line",
    "TODO": "an open end belongs in an issue",
    "FIXME": "an open end belongs in an issue",
    "mock": "our own code can simply be called",
}


def test_the_top_folders_are_the_agreed_ones():
    assert {path.parts[0] for path in tracked_files() if len(path.parts) > 1} <= TOP_FOLDERS


def test_the_files_beside_them_are_the_usual_ones():
    assert {path.name for path in tracked_files() if len(path.parts) == 1} <= TOP_FILES


@pytest.mark.parametrize("folder", ["packaging", "tests"])
def test_a_folder_that_would_hide_a_package_is_not_one(folder):
    assert list((ROOT / folder).rglob("__init__.py")) == []


def test_no_two_test_files_share_a_name():
    names = [path.name for path in tracked_files() if path.name.startswith("test_") and path.parts[0] == "tests"]
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize("phrase", FORBIDDEN)
def test_a_forbidden_phrase_stands_in_neither_package(phrase):
    found = [str(p.relative_to(ROOT)) for p in python_files("desktop", "geodata") if phrase in p.read_text("utf-8")]
    assert found == [], FORBIDDEN[phrase]


@pytest.mark.parametrize("address", [REGISTRY, MACHINE], ids=["registry", "machine path"])
def test_no_text_names_a_registry_or_a_machine(address):
    found = {str(path): hit.group() for path, text in text_files().items() if (hit := address.search(text))}
    assert found == {}


def test_the_locks_hold_names_versions_and_hashes_and_no_addresses():
    locks = sorted((ROOT / "packaging").glob("*.lock"))
    assert [lock.name for lock in locks] == ["requirements-dev.lock", "requirements-no-qt.lock", "requirements.lock"]
    for lock in locks:
        lines = [line.strip() for line in lock.read_text("utf-8").splitlines()]
        shape = re.compile(r"|#.*|--hash=sha256:[0-9a-f]{64}( \\)?|[a-z0-9-]+==[0-9][^ /]*( ; [^/]+)? \\")
        assert [line for line in lines if not shape.fullmatch(line)] == [], lock.name
        assert not any("://" in line or "@" in line for line in lines)


def test_the_lock_without_qt_holds_no_qt():
    text = (ROOT / "packaging" / "requirements-no-qt.lock").read_text("utf-8").lower()
    assert "shapely==" in text
    assert re.findall(r"^(pyside6|shiboken6|pytest-qt).*", text, re.MULTILINE) == []


@pytest.mark.parametrize("sums", sorted(ROOT.glob("resources/**/SHA256SUMS")), ids=lambda p: p.parent.name)
def test_what_others_made_is_what_its_sums_say(sums):
    listed = dict(reversed(line.split("  ", 1)) for line in sums.read_text("utf-8").splitlines())
    assert listed
    for name, digest in listed.items():
        assert hashlib.sha256((sums.parent / name).read_bytes()).hexdigest() == digest, name


def test_the_fonts_and_their_licence_are_among_the_sums():
    text = (ROOT / "resources" / "fonts" / "SHA256SUMS").read_text("utf-8")
    present = {p.name for p in (ROOT / "resources" / "fonts").iterdir()} - {"SHA256SUMS"}
    assert {line.split("  ", 1)[1] for line in text.splitlines()} == present
    assert {"DejaVuSans.ttf", "LICENSE"} <= present
