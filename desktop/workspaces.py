"""The four workspaces and the slim bar that leads from one to another."""

from enum import StrEnum

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QToolBar, QVBoxLayout, QWidget

from desktop.icons import SIZE, Picture
from desktop.panels.parts import GRID, label

translate = QCoreApplication.translate


class Workspace(StrEnum):
    """What people come for: one project, one map, other panels and tools."""

    SURVEY = "survey"
    REVIEW = "review"
    ROUTES = "routes"
    PUBLISH = "publish"


def name_of(workspace: Workspace) -> str:
    """Return what a workspace is called."""
    return {
        Workspace.SURVEY: translate("Workspace", "Survey"),
        Workspace.REVIEW: translate("Workspace", "Review"),
        Workspace.ROUTES: translate("Workspace", "Routes"),
        Workspace.PUBLISH: translate("Workspace", "Publish"),
    }[workspace]


def workspace_bar(actions: list[QAction], parent: QWidget) -> QToolBar:
    """Return the bar on the left: icons with words, one of them pressed."""
    bar = QToolBar(translate("Workspace", "Workspaces"), parent)
    bar.setObjectName("workspaces")
    bar.setAccessibleName(translate("Workspace", "Workspaces"))
    bar.setMovable(False)
    bar.setFloatable(False)
    bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
    bar.setIconSize(QSize(SIZE, SIZE))
    bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
    group = QActionGroup(bar)
    for action in actions:
        group.addAction(action)
        bar.addAction(action)
        button = bar.widgetForAction(action)
        button.setAccessibleName(action.text())
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return bar


def routes_page() -> QWidget:
    """Return what stands in the Routes workspace until it is built."""
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(8 * GRID, 8 * GRID, 8 * GRID, 8 * GRID)
    column.setSpacing(2 * GRID)
    column.addWidget(Picture("routes", 2 * SIZE))
    column.addWidget(label(translate("Workspace", "Routes"), "huge"))
    told = (
        translate("Workspace", "This workspace is not in this version."),
        translate(
            "Workspace",
            "Here will stand where roads and railways cross the line, with the status of the line at each crossing; "
            "and two columns, as it is and if: what becomes reachable or is cut off when a stretch is decided one way "
            "or the other, in kilometres of detour and in people served.",
        ),
        translate(
            "Workspace",
            "Until then, routes can be loaded, drawn by mode and state, and listed in the Routes table of Survey.",
        ),
    )
    for line in told:
        shown = label(line, wrap=True)
        shown.setMaximumWidth(620)
        column.addWidget(shown)
    column.addStretch(1)
    return made
