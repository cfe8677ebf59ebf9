"""The window: menus from the commands, the bar of workspaces, one page at a time, notices above and facts below."""

from collections.abc import Callable, Iterable
from pathlib import Path

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMainWindow,
    QMenu,
    QMenuBar,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.actions import Command, Commands
from desktop.notice_bar import NoticeBar
from desktop.panels.fitting import Elided
from desktop.panels.parts import GRID, flat, label
from desktop.workspaces import Workspace, workspace_bar

_SMALLEST = (900, 560)
_FIRST = (1400, 860)


class MainWindow(QMainWindow):
    """Arranges pages, menus and bars; what they do is decided elsewhere."""

    dropped = Signal(object)  # list[Path]
    closing = Signal()
    resized = Signal()

    def __init__(self, commands: Commands) -> None:
        """Make menus of the commands added so far."""
        super().__init__()
        self._commands = commands
        self._pages: dict[str, QWidget] = {}
        self._menus: dict[str, QMenu] = {}
        self.notices = NoticeBar()
        self.title = Elided("", "muted")
        self.search = QPushButton()
        self._stack = QStackedWidget()
        self.setAcceptDrops(True)
        self.setMinimumSize(*_SMALLEST)
        self.resize(*_FIRST)
        self._bar = QMenuBar()
        self._make_menus(commands)
        self.setMenuWidget(self._header())
        self._make_middle()

    def add_page(self, name: str, page: QWidget) -> None:
        """Take in a page to be shown by `show_page`; another one of this name is replaced."""
        old = self._pages.pop(name, None)
        if old is not None:
            self._stack.removeWidget(old)
            old.deleteLater()
        self._pages[name] = page
        self._stack.addWidget(page)

    def show_page(self, name: str) -> None:
        """Show a page."""
        self._stack.setCurrentWidget(self._pages[name])

    def page(self, name: str) -> QWidget | None:
        """Return a page, or None before it was added."""
        return self._pages.get(name)

    @property
    def shown(self) -> str:
        """The name of the page shown."""
        return next(name for name, page in self._pages.items() if page is self._stack.currentWidget())

    def set_status(self, line: QWidget) -> None:
        """Put a line of facts at the bottom."""
        self.statusBar().setSizeGripEnabled(False)
        self.statusBar().addWidget(line, 1)

    def add_workspaces(self, ids: Iterable[str]) -> None:
        """Put the bar of workspaces on the left."""
        actions = [self._commands.action(id_) for id_ in ids]
        self.addToolBar(Qt.ToolBarArea.LeftToolBarArea, workspace_bar(actions, self))

    def menu(self, path: str) -> QMenu:
        """Return a menu by its title, or by "View/Theme" one inside another; it is made when it is new."""
        if path not in self._menus:
            outer, _, title = path.rpartition("/")
            self._menus[path] = self.menu(outer).addMenu(title) if outer else self._bar.addMenu(title)
        return self._menus[path]

    def menu_before(self, id_: str, title: str, fill: Callable[[QMenu], object]) -> QMenu:
        """Put a menu before a command, filled anew each time it opens."""
        outer = self.menu(self._commands[id_].menu)
        made = QMenu(title, outer)
        made.aboutToShow.connect(lambda: fill(made))
        outer.insertMenu(self._commands.action(id_), made)
        return made

    def say_project(self, text: str, whole: str) -> None:
        """Say in the corner which project is open, and in the title bar of the window."""
        self.title.setText(text)
        self.setWindowTitle(whole)

    def place(self) -> QByteArray:
        """Return where the window stands."""
        return self.saveGeometry()

    def restore_place(self, place: QByteArray) -> None:
        """Put the window where it stood."""
        if not place.isEmpty():
            self.restoreGeometry(place)

    def turn_full_screen(self) -> None:
        """Fill the screen, or return to the place before."""
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.dropped.emit(paths)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closing.emit()
        super().closeEvent(event)

    def _make_menus(self, commands: Commands) -> None:
        for command in commands:
            self._add(command)
        commands.added.connect(self._add)

    def _add(self, command: Command) -> None:
        action = self._commands.action(command.id)
        self.addAction(action)
        if command.hidden:
            return
        menu = self.menu(command.menu)
        if command.break_before:
            menu.addSeparator()
        menu.addAction(action)

    def _header(self) -> QFrame:
        made = QFrame()
        made.setObjectName("header")
        row = QHBoxLayout(made)
        row.setContentsMargins(2 * GRID, 2, 2 * GRID, 2)
        row.setSpacing(GRID)
        row.addWidget(label("Confinia", "brand"))
        row.addWidget(self._bar)
        row.addStretch(1)
        self._bar.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Preferred)
        row.addWidget(self.title)
        row.addSpacing(GRID)
        self.search.setObjectName("search")
        self.search.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.search.setText(self.tr("Search or run a command   {0}").format("Ctrl K"))
        self.search.setAccessibleName(self.tr("Search or run a command"))
        row.addWidget(self.search)
        return made

    def _make_middle(self) -> None:
        middle = QWidget()
        column = flat(QVBoxLayout(middle))
        column.addWidget(self.notices)
        column.addWidget(self._stack, 1)
        self.setCentralWidget(middle)


START = "start"
"""The page shown while no project is open."""

PAGES = (START, *Workspace)
"""The names of all pages."""
