"""The commands that change what is seen: workspaces, the map's view, panels, and the look of everything."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from desktop.actions import Command
from desktop.theme import Theme
from desktop.workspaces import Workspace, name_of

if TYPE_CHECKING:
    from desktop.app.program import Program

translate = QCoreApplication.translate
Test = Callable[[], bool]


def view_verbs(p: "Program") -> list[Command]:
    """Return them in the order of the menu."""
    return [*_workspaces(p), *_view(p), *_panels(p), *_look(p)]


def _workspaces(p: "Program") -> list[Command]:
    menu = translate("Menu", "View")
    return [
        Command(
            f"workspace-{workspace}",
            name_of(workspace),
            menu,
            partial(p.go_to, workspace),
            f"Ctrl+{number}",
            workspace.value,
            when_open(p) if workspace is not Workspace.REVIEW else _always,
            checked=partial(_is_shown, p, workspace),
        )
        for number, workspace in enumerate(Workspace, start=1)
    ]


def _view(p: "Program") -> list[Command]:
    menu, canvas, surveying = translate("Menu", "View"), p.canvas, in_survey(p)
    selected = _both(surveying, lambda: p.selection.first is not None)
    go = translate("Menu", "Go to coordinates or a sheet\u2026")
    return [
        Command(
            "zoom-all",
            translate("Menu", "See everything"),
            menu,
            canvas.zoom_to_all,
            "Ctrl+0",
            "zoom-all",
            surveying,
            break_before=True,
        ),
        Command(
            "zoom-selection",
            translate("Menu", "See what is selected"),
            menu,
            p.line.zoom_to_selection,
            "Ctrl+E",
            "zoom-selection",
            selected,
        ),
        Command("go-to", go, menu, p.going.ask, "Ctrl+G", "pin", when_open(p)),
        Command(
            "zoom-in", translate("Menu", "Closer"), menu, partial(canvas.zoom, 2.0), "Ctrl++", "zoom-in", surveying
        ),
        Command(
            "zoom-out", translate("Menu", "Farther"), menu, partial(canvas.zoom, 0.5), "Ctrl+-", "zoom-out", surveying
        ),
        Command(
            "full-screen",
            translate("Menu", "Full screen"),
            menu,
            p.window.turn_full_screen,
            "F11",
            checked=p.window.isFullScreen,
        ),
    ]


def _panels(p: "Program") -> list[Command]:
    menu = translate("Menu", "View") + "/" + translate("Menu", "Panels")
    verbs = [
        Command(
            f"panel-{id_}",
            dock.windowTitle(),
            menu,
            partial(p.turn_panel, id_),
            enabled=in_survey(p),
            checked=partial(_dock_is_shown, p, id_),
            words="panel",
        )
        for id_, dock in p.survey.docks.items()
    ]
    return [
        *verbs,
        Command("reset-layout", translate("Menu", "Reset layout"), menu, p.reset_layout, break_before=True),
    ]


def _look(p: "Program") -> list[Command]:
    menu = translate("Menu", "View") + "/" + translate("Menu", "Look")
    names = {
        Theme.LIGHT: translate("Menu", "Light"),
        Theme.DARK: translate("Menu", "Dark"),
        Theme.CONTRAST: translate("Menu", "High contrast"),
    }
    themes = [
        Command(
            f"theme-{theme.name.lower()}",
            name,
            menu,
            partial(p.wear, theme),
            icon="theme",
            checked=partial(_wears, p, theme),
            words="theme",
        )
        for theme, name in names.items()
    ]
    system = translate("Menu", "As the system has it")
    return [
        *themes,
        Command("theme-system", system, menu, p.wear_with_the_system, icon="theme", words="theme"),
        Command(
            "text-larger",
            translate("Menu", "Larger text"),
            menu,
            partial(p.enlarge, 1),
            "Ctrl+Shift++",
            break_before=True,
        ),
        Command("text-smaller", translate("Menu", "Smaller text"), menu, partial(p.enlarge, -1), "Ctrl+Shift+-"),
        Command("text-plain", translate("Menu", "Text as the system has it"), menu, partial(p.enlarge, 0)),
    ]


def _always() -> bool:
    return True


def when_open(p: "Program") -> Test:
    """Return the test whether a project is open."""
    return lambda: p.session.is_open


def in_survey(p: "Program") -> Test:
    """Return the test whether the survey workspace is shown with a project."""
    return lambda: p.session.is_open and p.workspace is Workspace.SURVEY


def _both(one: Test, other: Test) -> Test:
    return lambda: one() and other()


def _is_shown(p: "Program", workspace: Workspace) -> bool:
    return p.workspace is workspace


def _dock_is_shown(p: "Program", id_: str) -> bool:
    return not p.survey.dock(id_).isHidden()


def _wears(p: "Program", theme: Theme) -> bool:
    return p.appearance.theme is theme
