"""The start page: the ways in, and the projects opened last."""

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from desktop.disclaimer import disclaimer
from desktop.icons import Picture
from desktop.panels.parts import GRID, emptied, flat, label, rule
from geodata import __version__

_ICON = 28
_WIDEST = 520


class WayIn(QPushButton):
    """One way in: an icon, a name, and a line that says what it is for."""

    def __init__(self, icon_name: str, name: str, line: str) -> None:
        """Say both lines; the whole row is the button."""
        super().__init__()
        self.setProperty("flat", "true")
        self.setAccessibleName(name)
        self.setAccessibleDescription(line)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(GRID, GRID, GRID, GRID)
        row.setSpacing(2 * GRID)
        row.addWidget(Picture(icon_name, _ICON))
        words = flat(QVBoxLayout(), 2)
        words.addWidget(label(name, "brand"))
        words.addWidget(label(line, "muted"))
        self._more = label("", "small")
        self._more.hide()
        words.addWidget(self._more)
        row.addLayout(words, 1)
        for child in self.findChildren(QLabel):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def add_line(self, line: str) -> None:
        """Say one thing more, which was found out later."""
        self._more.setText(line)
        self._more.show()
        self.setAccessibleDescription(f"{self.accessibleDescription()}. {line}")
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        layout = self.layout()
        return layout.sizeHint() if layout else super().sizeHint()


class StartPage(QScrollArea):
    """What is seen before a project is open."""

    new_asked = Signal()
    open_asked = Signal()
    base_asked = Signal()
    sample_asked = Signal()
    recent_asked = Signal(object)  # Path

    def __init__(self) -> None:
        """Offer the ways in; recent projects come by `show_recent`."""
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self._ways: list[WayIn] = []
        self._projects: dict[Path, WayIn] = {}
        self._recent = flat(QVBoxLayout(), 2)
        self._recent_heading = label(self.tr("Recent projects"), "section")
        inside = QWidget()
        inside.setMaximumWidth(2 * _WIDEST + 8 * GRID)
        outer = QHBoxLayout()
        outer.addStretch(1)
        outer.addWidget(inside, 8)
        outer.addStretch(1)
        page = QWidget()
        page.setLayout(outer)
        self._fill(inside)
        self.setWidget(page)

    def show_recent(self, paths: list[Path]) -> None:
        """Offer these projects again."""
        emptied(self._recent)
        self._projects = {}
        for path in paths:
            way = WayIn("recent", path.stem, _short(path.parent))
            way.clicked.connect(lambda _=False, path=path: self.recent_asked.emit(path))
            self._recent.addWidget(way)
            self._projects[path] = way
        if not paths:
            told = self.tr("Projects you have opened will stand here. A project is one file and can be carried.")
            self._recent.addWidget(label(told, "muted", wrap=True))

    def say_unacknowledged(self, waiting: Mapping[Path, int]) -> None:
        """Say of recent projects how many documents left them that the other side has not acknowledged yet."""
        for path, number in waiting.items():
            way = self._projects.get(path)
            if way is not None and number:
                one = self.tr("1 document sent and not yet acknowledged")
                several = self.tr("{0} documents sent and not yet acknowledged").format(number)
                way.add_line(one if number == 1 else several)

    def _fill(self, inside: QWidget) -> None:
        column = QVBoxLayout(inside)
        column.setContentsMargins(3 * GRID, 6 * GRID, 3 * GRID, 3 * GRID)
        column.setSpacing(GRID)
        column.addWidget(label("Confinia", "huge"))
        line = self.tr("One border, two lists of claims, one map that both sides can sign.")
        column.addWidget(label(line, "muted", wrap=True))
        column.addSpacing(3 * GRID)
        halves = flat(QHBoxLayout(), 6 * GRID)
        halves.addLayout(self._begin(), 1)
        halves.addLayout(self._again(), 1)
        column.addLayout(halves)
        column.addStretch(1)
        column.addWidget(rule())
        column.addWidget(label(disclaimer(), "small", wrap=True))
        column.addWidget(label(self.tr("Version {0}. Works without a network.").format(__version__), "small"))

    def _begin(self) -> QVBoxLayout:
        column = flat(QVBoxLayout(), 2)
        column.addWidget(label(self.tr("Begin"), "section"))
        ways = (
            ("new", self.tr("New project"), self.tr("An empty file for one side, A or B"), self.new_asked),
            ("open", self.tr("Open a project"), self.tr("A .gpkg file that was made here"), self.open_asked),
            (
                "base",
                self.tr("Start from a joint base"),
                self.tr("The document both sides hold, as your own project"),
                self.base_asked,
            ),
            (
                "sample",
                self.tr("Look at the sample"),
                self.tr("An invented valley with two sides, to try everything"),
                self.sample_asked,
            ),
        )
        for icon_name, name, line, signal in ways:
            way = WayIn(icon_name, name, line)
            way.clicked.connect(lambda _=False, signal=signal: signal.emit())
            self._ways.append(way)
            column.addWidget(way)
        column.addStretch(1)
        return column

    def _again(self) -> QVBoxLayout:
        column = flat(QVBoxLayout(), 2)
        column.addWidget(self._recent_heading)
        column.addLayout(self._recent)
        column.addStretch(1)
        return column


def _short(folder: Path) -> str:
    home = Path.home()
    return f"~/{folder.relative_to(home)}" if folder.is_relative_to(home) and folder != home else str(folder)
