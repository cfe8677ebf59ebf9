"""Once the window is up the process speaks the language of the machine, its decimal comma too; no number follows."""

import shutil
from pathlib import Path

import pytest

from tests.geodata.journey_alone import LOCALES, journey, made_locales, speaking

WINDOW = """
import locale, os, sys
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication
app = QApplication(sys.argv[:1])
QLocale.setDefault(QLocale(os.environ["LC_ALL"].partition(".")[0]))
comma = locale.localeconv()["decimal_point"]
assert os.environ.get("COMMA", comma) == comma, comma
"""


@pytest.fixture(scope="module")
def locales(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_locales(tmp_path_factory.mktemp("locales"))


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return journey(tmp_path_factory.mktemp("plain") / "here", LC_ALL="C.UTF-8")


@pytest.mark.parametrize("name", LOCALES)
def test_what_is_written_with_a_window_open_is_the_same_in_every_language(
    tmp_path: Path, expected: dict[str, bytes], locales: Path, name: str
) -> None:
    around = speaking(name, locales)
    if shutil.which("localedef"):
        around["COMMA"] = "." if name == "hy_AM" else ","
    assert journey(tmp_path / "here", WINDOW, **around) == expected
