"""All commands of the program: what they are called, in which menu they stand, on which key."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QKeySequence

from desktop.actions import Command
from desktop.app.help import about, show_folder
from desktop.app.verbs_documents import document_verbs, receive_verb
from desktop.app.verbs_line import line_verbs
from desktop.app.verbs_review import review_verbs
from desktop.app.verbs_view import view_verbs, when_open
from desktop.panels.map_menu import MapMenu
from desktop.workspaces import Workspace

if TYPE_CHECKING:
    from desktop.app.program import Program

translate = QCoreApplication.translate

_PENS = ("tool-select", "tool-stretch", "tool-draw", "tool-measure", "tool-box")
_ON_THE_MAP = (*_PENS, "", "zoom-in", "zoom-out", "zoom-all")
_MARKS = ("mark", "mark-agreed", "mark-disputed", "whole")
_IN_THE_MENU = (*_MARKS, "", "note", "source", "line", "", "zoom-selection", "zoom-all")


def add_verbs(program: "Program") -> None:
    """Give a program its commands, in the order in which they stand in the menus."""
    groups = (_file, _edit, document_verbs, view_verbs, line_verbs, _last)
    for verb in (verb for group in groups for verb in group(program)):
        program.commands.add(verb)
    program.panels.map.offer([program.commands.action(id_) if id_ else None for id_ in _ON_THE_MAP])
    verbs = [program.commands.action(id_) if id_ else None for id_ in _IN_THE_MENU]
    program.map_menu = MapMenu(program.canvas, program.selection, verbs, program.whereabouts)


def workspace_ids() -> list[str]:
    """Return the ids of the commands that lead to the workspaces."""
    return [f"workspace-{workspace}" for workspace in Workspace]


def _file(p: "Program") -> list[Command]:
    menu, files, opened = translate("Menu", "File"), p.files, when_open(p)
    return [
        Command("new", translate("Menu", "New project\u2026"), menu, files.ask_new, _key("New"), "new"),
        Command("open", translate("Menu", "Open a project\u2026"), menu, files.ask_open, _key("Open"), "open"),
        Command("from-base", translate("Menu", "Start from a joint base\u2026"), menu, files.ask_base, icon="base"),
        Command("sample", translate("Menu", "Look at the sample"), menu, files.open_sample, icon="sample"),
        *_loading(p),
        Command(
            "profile",
            translate("Menu", "Joint profile\u2026"),
            menu,
            files.joint_profile,
            icon="pin",
            enabled=opened,
            words=translate("Menu", "reference system operation datum tolerance language adopt"),
        ),
        *_publishing(p),
        receive_verb(p),
        _read_aloud(p),
        Command(
            "close",
            translate("Menu", "Close the project"),
            menu,
            files.close_project,
            "Ctrl+W",
            enabled=opened,
            break_before=True,
        ),
        Command("quit", translate("Menu", "Quit"), menu, p.window.close, "Ctrl+Q"),
    ]


def _loading(p: "Program") -> list[Command]:
    menu, files = translate("Menu", "File"), p.files
    layer, points = translate("Menu", "Load a layer\u2026"), translate("Menu", "Load a coordinate list\u2026")
    pasted = translate("Menu", "Paste coordinates\u2026")

    def writable() -> bool:
        return p.session.can_write

    return [
        Command("load", layer, menu, files.ask_load, "Ctrl+L", "load", writable, break_before=True),
        Command("load-list", points, menu, files.ask_list, "Ctrl+Shift+L", "table", writable),
        Command("paste-list", pasted, menu, files.paste_list, "Ctrl+Shift+V", "turning-point", writable),
    ]


def _publishing(p: "Program") -> list[Command]:
    menu, opened = translate("Menu", "File"), when_open(p)
    base, changes = translate("Menu", "Write the joint base\u2026"), translate("Menu", "Write the change set\u2026")
    geojson = translate("Menu", "Export as GeoJSON\u2026")
    return [
        Command("write-base", base, menu, partial(_show_card, p, "base"), "", "base", opened, break_before=True),
        Command("write-changes", changes, menu, partial(_show_card, p, "changes"), "Ctrl+Shift+E", "export", opened),
        Command("export", geojson, menu, partial(_show_card, p, "geojson"), "", "export", opened),
    ]


def _read_aloud(p: "Program") -> Command:
    text, words = translate("Menu", "Read the joint base aloud\u2026"), translate("Menu", "hash sha256 words telephone")
    return Command(
        "read-base",
        text,
        translate("Menu", "File"),
        p.status.base.read_aloud,
        icon="base",
        enabled=p.status.base.isEnabled,
        words=words,
    )


def _show_card(p: "Program", name: str) -> None:
    """Show what would leave; it is written from there."""
    from geodata.io.exporting import Form

    p.go_to(Workspace.PUBLISH)
    cards = {"base": p.publish.base, "changes": p.publish.changes, "geojson": p.publish.exports[Form.GEOJSON]}
    cards[name].verb.setFocus()


def _edit(p: "Program") -> list[Command]:
    menu, session = translate("Menu", "Edit"), p.session

    history = p.panels.history.model

    def can_undo() -> bool:
        return session.can_write and history.can_undo

    def can_redo() -> bool:
        return session.can_write and history.can_redo

    return [
        Command("undo", translate("Menu", "Undo"), menu, session.undo, "Ctrl+Z", "undo", can_undo),
        Command("redo", translate("Menu", "Redo"), menu, session.redo, "Ctrl+Shift+Z", "redo", can_redo),
        Command(
            "palette",
            translate("Menu", "Search or run a command\u2026"),
            menu,
            p.palette.open,
            "Ctrl+K",
            "search",
            break_before=True,
        ),
        Command(
            "deselect",
            translate("Menu", "Select nothing"),
            menu,
            p.selection.clear,
            "Ctrl+Shift+A",
            enabled=lambda: p.selection.first is not None,
        ),
    ]


def _last(p: "Program") -> list[Command]:
    review, menu = translate("Menu", "Review"), translate("Menu", "Help")
    compare, about_it = translate("Menu", "Compare two change sets\u2026"), translate("Menu", "About Confinia")
    return [
        Command("compare", compare, review, p.files.ask_compare, "Ctrl+R", "compare"),
        *review_verbs(p),
        Command("guide", translate("Menu", "Guide"), menu, partial(p.show_guide, "index"), "F1", "info"),
        Command("keys", translate("Menu", "Keys"), menu, partial(p.show_guide, "keyboard"), "Shift+F1", "keyboard"),
        Command("reports", translate("Menu", "Reports of failures"), menu, show_folder, icon="open"),
        Command("about", about_it, menu, partial(about, p.window), break_before=True),
    ]


def _key(name: str) -> str:
    return QKeySequence(QKeySequence.StandardKey[name]).toString()
