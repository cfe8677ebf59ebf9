"""What holds for every test with a window: offscreen, no Qt warning, own settings, nothing left behind."""

import gc
import os
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
if "XDG_RUNTIME_DIR" not in os.environ:  # Qt warns without one
    os.environ["XDG_RUNTIME_DIR"] = tempfile.mkdtemp(prefix="confinia-run-")

from PySide6.QtCore import QCoreApplication, QEvent, QSettings, QThreadPool
from PySide6.QtWidgets import QApplication, QWidget

_QT_RULES = (
    pytest.mark.qt_log_level_fail("WARNING"),
    pytest.mark.qt_log_ignore("This plugin does not support ", extend=True),
)
_KEPT_BY_QT = {"QTipLabel", "QComboBoxPrivateContainer"}  # made once by Qt and reused for the life of the program
_PATIENCE_MS = 10_000


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Sets the rules about Qt's log as markers: as options in pyproject they would need Qt to run tests/geodata."""
    mark(items, Path(__file__).parent)


def mark(items: list[pytest.Item], folder: Path) -> None:
    """Puts the rules about Qt's log on every test below one folder."""
    for item in items:
        if item.path.is_relative_to(folder):
            for rule in _QT_RULES:
                item.add_marker(rule)


def _windows() -> set[QWidget]:
    return {w for w in QApplication.topLevelWidgets() if w.metaObject().className() not in _KEPT_BY_QT}


def _windows_left(before: set[QWidget]) -> list[str]:
    for _ in range(2):  # the first round closes, the second frees what only a cycle of references held
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        left = _windows() - before
        if not left:
            return []
        names = sorted(f"{type(w).__name__} {w.objectName()!r}" for w in left)
        del left
        gc.collect()
    return names


@pytest.fixture(autouse=True)
def own_settings(own_home: Path) -> None:
    """Sends QSettings to the test's own home."""
    for form in (QSettings.Format.NativeFormat, QSettings.Format.IniFormat):
        for scope in (QSettings.Scope.UserScope, QSettings.Scope.SystemScope):
            QSettings.setPath(form, scope, str(own_home / "settings" / scope.name))


@pytest.fixture(autouse=True)
def nothing_left(qapp: QApplication) -> Iterator[None]:
    """Fails a test that leaves a window open or a thread running."""
    windows, threads = _windows(), set(threading.enumerate())
    yield
    busy = not QThreadPool.globalInstance().waitForDone(_PATIENCE_MS)
    assert not busy, "The test left a job running."
    running = [t.name for t in threading.enumerate() if t not in threads]
    # Qt's own threads show up here as dummies once they have called Python; the pool keeps them for the next job.
    assert not [name for name in running if not name.startswith("Dummy-")], f"The test left threads: {running}"
    left = _windows_left(windows)
    assert not left, f"The test left windows: {left}"
