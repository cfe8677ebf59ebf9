"""What nobody foresaw: a report file without data of the project in it, and a dialog that says where it lies."""

import platform
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Qt, QUrl, Signal, qVersion
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.panels.parts import GRID, button, label
from geodata import __version__
from geodata.errors import ConfiniaError

_LIBRARIES = ("PySide6_Essentials", "numpy", "shapely", "pyproj", "msgspec", "pyogrio", "geopandas")
_PROGRAM = Path(__file__).resolve().parent.parent


def report_of(failure: BaseException) -> str:
    """Return where a failure arose and in which versions.

    The words of the failure itself stay out: they may quote what was being worked on.
    """
    lines = [f"Confinia {__version__}", f"Python {platform.python_version()}, {platform.system()}", f"Qt {qVersion()}"]
    lines += _versions()
    lines.append(datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"))
    cause: BaseException | None = failure
    while cause is not None:
        lines += ["", f"{type(cause).__module__}.{type(cause).__qualname__}"]
        lines += [f"  {_short(f.filename)}:{f.lineno} in {f.name}" for f in traceback.extract_tb(cause.__traceback__)]
        cause = cause.__cause__ or cause.__context__
    return "\n".join(lines) + "\n"


def write_report(failure: BaseException, folder: Path) -> Path:
    """Leave the report of a failure in a folder and return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    name = datetime.now(UTC).strftime("failure-%Y%m%d-%H%M%S-%f.txt")
    path = folder / name
    path.write_text(report_of(failure), "utf-8")
    return path


class Failures(QObject):
    """Hears of every failure that nothing else caught, in whichever thread it arose.

    `foreseen` carries a ConfiniaError, `crashed` anything else; both arrive on the window's thread.
    """

    foreseen = Signal(object)
    crashed = Signal(object)

    def take(self, failure: BaseException) -> None:
        """Pass a failure on to whoever tells people; may be called in any thread."""
        if isinstance(failure, ConfiniaError):
            self.foreseen.emit(failure)
        else:
            self.crashed.emit(failure)

    def catch_everything(self) -> None:
        """Become the last resort of this process."""

        def hook(kind: type[BaseException], failure: BaseException, trace: TracebackType | None) -> None:
            if isinstance(failure, Exception):
                traceback.print_exception(kind, failure, trace)
                self.take(failure)
            else:
                sys.__excepthook__(kind, failure, trace)

        sys.excepthook = hook
        threading.excepthook = lambda told: hook(told.exc_type, told.exc_value or told.exc_type(), told.exc_traceback)


class CrashDialog(QDialog):
    """Says that something failed, that nothing confirmed is lost, and where the report lies."""

    def __init__(self, report: Path, parent: QWidget | None = None) -> None:
        """Show what is in the report."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Something failed"))
        self.setMinimumSize(560, 360)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        column.addWidget(label(self.tr("Something failed that was not foreseen."), "title"))
        told = self.tr(
            "Every gesture that was confirmed is safe in the project file. You can go on working. "
            "The report below says where the program failed; it holds nothing of the project. "
            "Please pass it on to those who look after the program."
        )
        column.addWidget(label(told, "muted", wrap=True))
        text = QPlainTextEdit(report.read_text("utf-8"))
        text.setReadOnly(True)
        text.setAccessibleName(self.tr("The report"))
        column.addWidget(text, 1)
        column.addWidget(label(str(report), "small", wrap=True))
        column.addLayout(self._verbs(report))

    def _verbs(self, report: Path) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(button(self.tr("Open the folder"), _opening(report.parent)))
        row.addWidget(button(self.tr("Go on"), self.close, primary=True))
        return row


def _opening(folder: Path) -> Callable[[], object]:
    return lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


def _short(filename: str) -> str:
    """The file's place in the program or its library, without the folders of the person who runs it."""
    path = Path(filename)
    if path.is_relative_to(_PROGRAM):
        return path.relative_to(_PROGRAM).as_posix()
    return "/".join(path.parts[-2:])


def _versions() -> Iterator[str]:
    for name in _LIBRARIES:
        try:
            yield f"{name} {metadata.version(name)}"
        except metadata.PackageNotFoundError:
            yield f"{name} not installed"
