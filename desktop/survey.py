"""The survey workspace: the map in the middle, panels around it that remember their places."""

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtWidgets import QDockWidget, QHBoxLayout, QMainWindow, QTabWidget, QToolButton, QWidget

from desktop.icons import icon
from desktop.panels.parts import GRID, label

_VERSION = 1  # of the arrangement; a kept one of another version is not restored
_LEFT, _RIGHT, _BOTTOM = 250, 330, 200
Area = Qt.DockWidgetArea


class SurveyWorkspace(QMainWindow):
    """Panels as docks around one widget. It has no menus and no bars; those are the window's."""

    def __init__(self, middle: QWidget) -> None:
        """Put `middle` in the middle."""
        super().__init__(None, Qt.WindowType.Widget)
        self.setObjectName("survey")
        self.setCentralWidget(middle)
        self.setDockNestingEnabled(True)
        self.setTabPosition(Area.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        for corner in (Qt.Corner.BottomLeftCorner, Qt.Corner.BottomRightCorner):
            self.setCorner(corner, Area.BottomDockWidgetArea)
        self._docks: dict[str, QDockWidget] = {}
        self._default = QByteArray()

    def add(self, id_: str, title: str, panel: QWidget, area: Qt.DockWidgetArea, beside: str = "") -> QDockWidget:
        """Dock a panel in an area, or as a tab beside another one."""
        dock = QDockWidget(title, self)
        dock.setObjectName(f"dock-{id_}")
        dock.setWidget(panel)
        dock.setTitleBarWidget(_DockTitle(dock))
        self.addDockWidget(area, dock)
        if beside:
            self.tabifyDockWidget(self._docks[beside], dock)
        self._docks[id_] = dock
        for signal in (dock.visibilityChanged, dock.dockLocationChanged, dock.topLevelChanged):
            signal.connect(lambda *_: self._retitle())
        return dock

    def dock(self, id_: str) -> QDockWidget:
        """Return a dock."""
        return self._docks[id_]

    @property
    def docks(self) -> dict[str, QDockWidget]:
        """All docks by id, in the order in which they were added."""
        return dict(self._docks)

    def settle(self, hidden: tuple[str, ...], raised: tuple[str, ...]) -> None:
        """Take the arrangement as it is now, with some docks hidden and some in front, as the one to reset to."""
        for id_ in hidden:
            self._docks[id_].hide()
        for id_ in raised:
            self._docks[id_].raise_()
        left, right = [self._of(Area.LeftDockWidgetArea), self._of(Area.RightDockWidgetArea)]
        self.resizeDocks(left[:1] + right[:1], [_LEFT, _RIGHT], Qt.Orientation.Horizontal)
        self.resizeDocks(self._of(Area.BottomDockWidgetArea)[:1], [_BOTTOM], Qt.Orientation.Vertical)
        self.resizeDocks(left, [5, 3, 4][: len(left)], Qt.Orientation.Vertical)
        self._default = self.saveState(_VERSION)

    def bring(self, id_: str) -> None:
        """Show a dock, in front of the others."""
        dock = self._docks[id_]
        dock.show()
        dock.raise_()

    def state(self) -> QByteArray:
        """Return how the docks stand."""
        return self.saveState(_VERSION)

    def restore(self, state: QByteArray) -> None:
        """Put the docks where they stood; an arrangement of another version is passed over."""
        if not state.isEmpty():
            self.restoreState(state, _VERSION)
        self._retitle()

    def reset(self) -> None:
        """Put the docks where they stood at first."""
        for dock in self._docks.values():
            dock.setFloating(False)
        self.restoreState(self._default, _VERSION)
        self._retitle()

    def _of(self, area: Qt.DockWidgetArea) -> list[QDockWidget]:
        return [dock for dock in self._docks.values() if self.dockWidgetArea(dock) is area and not dock.isHidden()]

    def _retitle(self) -> None:
        """A dock that is named by its tab needs no second heading."""
        for dock in self._docks.values():
            title = dock.titleBarWidget()
            if isinstance(title, _DockTitle):
                tabbed = any(not other.isHidden() for other in self.tabifiedDockWidgets(dock))
                title.shrink(tabbed and not dock.isFloating())


class _DockTitle(QWidget):
    """A quiet heading to drag a panel by, with a button to put it away."""

    def __init__(self, dock: QDockWidget) -> None:
        super().__init__(dock)
        self._small = False
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * GRID, GRID // 2, GRID // 2, GRID // 2)
        row.addWidget(label(dock.windowTitle(), "heading"), 1)
        close = QToolButton()
        close.setIcon(icon("close"))
        close.setIconSize(QSize(10, 10))
        close.setAccessibleName(self.tr("Put {0} away").format(dock.windowTitle()))
        close.clicked.connect(dock.close)
        row.addWidget(close)

    def shrink(self, small: bool) -> None:
        """Take no room, or as much as is needed."""
        if small != self._small:
            self._small = small
            self.setMaximumHeight(0 if small else 16777215)
            self.updateGeometry()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0) if self._small else super().minimumSizeHint()

    def sizeHint(self) -> QSize:
        return QSize(0, 0) if self._small else super().sizeHint()
