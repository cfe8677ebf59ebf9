"""The guide says what is so: its commands run, its links lead somewhere, its numbers are the sample's."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from geodata.changes.comparing.compare import compare
from geodata.io import sample
from geodata.io.documents import read_base, read_change_set
from geodata.model.feature import Kind
from geodata.model.status import Side
from tests.desktop.whole_program import running_program

HELP = Path(__file__).resolve().parents[2] / "resources" / "help"
PAGES = sorted(HELP.glob("*.md"))
PROGRAM = Path(sys.executable).with_name("confinia-data")


def commands(page: Path) -> list[str]:
    blocks = re.findall(r"^```sh\n(.*?)^```$", page.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if line]


@pytest.mark.parametrize("page", [page for page in PAGES if commands(page)], ids=lambda page: page.stem)
def test_the_commands_of_a_page_run_one_after_another(page: Path, tmp_path: Path):
    (tmp_path / "passphrase.txt").write_text("three moraines and a kettle\n", "utf-8")
    for line in commands(page):
        words = shlex.split(line)
        assert words[0] == "confinia-data", line
        done = subprocess.run([PROGRAM, *words[1:]], cwd=tmp_path, capture_output=True, text=True, encoding="utf-8")
        assert done.returncode == 0, f"{line}: {done.stdout}{done.stderr}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_links_of_a_page_lead_somewhere(page: Path):
    links = re.findall(r"\]\(([^)#]+)", page.read_text("utf-8"))
    assert [link for link in links if not (HELP / link).exists()] == []


def test_every_page_can_be_found_from_the_first():
    linked = set(re.findall(r"\]\(([^)#]+)", (HELP / "index.md").read_text("utf-8")))
    assert linked == {page.name for page in PAGES} - {"index.md"}


def test_the_separations_it_tells_are_those_of_the_sample():
    found = compare(*(read_change_set(sample.change_set_file(side)) for side in Side), read_base(sample.base_file()))
    apart = {item.label: item.separation_m for item in found.items if item.kind == Kind.VARIANT}
    text = (HELP / "comparing.md").read_text("utf-8")
    assert f"{apart['08-2']:.0f} m apart on 08-2" in text
    assert f"{apart['06-2']:.1f} m apart" in text
    assert found.widest is not None
    assert found.widest.label == "08-2"


def test_no_word_of_it_takes_a_side():
    text = " ".join(page.read_text("utf-8") for page in PAGES if page.name != "words.md").lower()
    assert re.findall(r"\b(ours|theirs|gain\w*|loss\w*|lost territory|win\w?|concession\w*|enemy)\b", text) == []


def test_every_key_of_a_command_is_told(qapp: QApplication, tmp_path: Path):
    told = (HELP / "keyboard.md").read_text("utf-8")
    with running_program(qapp, tmp_path / "settings.ini") as program:
        keys = [command.shortcut for command in program.commands if command.shortcut]
    untold = [key for key in keys if f"`{key}`" not in told and not re.fullmatch(r"Ctrl\+[23]", key)]
    assert len(keys) > 20
    assert untold == [], "`Ctrl+1` to `Ctrl+4` are told together"
