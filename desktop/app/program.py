"""The program: one session, one selection, one runner of jobs, one look, and the window in which they meet."""

import signal
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QLoggingCategory, QObject, Qt
from PySide6.QtWidgets import QApplication, QMenu

from desktop import paths
from desktop.actions import Commands
from desktop.app.documents import DocumentVerbs
from desktop.app.files import FileVerbs
from desktop.app.finding import FeatureFinder
from desktop.app.going import Going
from desktop.app.line import LineVerbs
from desktop.app.pages import SurveyPanels, publish_page, review_page, survey_page
from desktop.app.verbs import add_verbs, workspace_ids
from desktop.command_palette import CommandPalette, Entry
from desktop.failures import CrashDialog, Failures, write_report
from desktop.jobs import JobRunner
from desktop.main_window import START, MainWindow
from desktop.map import style
from desktop.map.canvas import MapCanvas
from desktop.map.plane import to_plane
from desktop.models.tally import Tally
from desktop.models.whereabouts import Whereabouts
from desktop.panels.map_menu import MapMenu
from desktop.selection import Selection
from desktop.session import Session
from desktop.settings import Memory
from desktop.start_page import StartPage
from desktop.status_line import StatusLine
from desktop.theme import Appearance, Theme
from desktop.workspaces import Workspace, routes_page
from geodata.offline import keep_letters_plain

if TYPE_CHECKING:
    from desktop.guide import Guide
    from desktop.publish.workspace import PublishWorkspace
    from desktop.review.workspace import ReviewWorkspace


_TURN = 0.0005
"""Seconds after which a worker lets the window have its turn; with Python's 5 ms a large painting stands still."""


class Program(QObject):
    """Everything that is there once, and who hears whom."""

    def __init__(self, app: QApplication, memory: Memory) -> None:
        """Construct all of it; nothing is shown before `show`."""
        super().__init__(app)
        self.memory = memory
        self.appearance = Appearance(app, memory.text_size)
        self.appearance.wear(memory.theme or self.appearance.of_the_system())
        self.failures = Failures(self)
        self.jobs = JobRunner(self)
        self.session = Session(self.jobs, self)
        self.selection = Selection(self)
        self.tally = Tally(self.session, self.jobs, self)
        self.canvas = MapCanvas(self.jobs)
        self.whereabouts = Whereabouts(self.session, self.memory, self)
        self.commands = Commands(self)
        self.window = MainWindow(self.commands)
        self.files, self.documents = FileVerbs(self), DocumentVerbs(self)
        self.panels = SurveyPanels(self)
        self.survey = survey_page(self.panels)
        self.line = LineVerbs(self)
        self.going = Going(self)
        self.start_page = StartPage()
        self.status = StatusLine(self.session, self.tally, self.jobs, self.whereabouts)
        self.palette = CommandPalette(self.window, self._entries)
        self.map_menu: MapMenu | None = None
        self._review: ReviewWorkspace | None = None
        self._publish: PublishWorkspace | None = None
        self._guide: Guide | None = None
        self._arrange()
        self._connect()
        self._restore()

    # --- what people see -----------------------------------------------------------------------------------------

    @property
    def workspace(self) -> Workspace | None:
        """The workspace shown, None on the start page."""
        shown = self.window.shown
        return None if shown == START else Workspace(shown)

    @property
    def review(self) -> "ReviewWorkspace":
        """The review workspace, made when it is first wanted."""
        if self._review is None:
            self._review = review_page(self)
            self.window.add_page(Workspace.REVIEW, self._review)
        return self._review

    @property
    def publish(self) -> "PublishWorkspace":
        """The publish workspace, made when it is first wanted."""
        if self._publish is None:
            self._publish = publish_page(self)
            self.window.add_page(Workspace.PUBLISH, self._publish)
        return self._publish

    def go_to(self, workspace: Workspace) -> None:
        """Show a workspace."""
        if workspace is Workspace.REVIEW:
            self.review.setFocus()
        elif workspace is Workspace.PUBLISH:
            self.publish.setFocus()
        self.window.show_page(workspace)
        self.commands.refresh()

    def wear(self, theme: Theme) -> None:
        """Put a theme on and remember it."""
        self.appearance.wear(theme)
        self.memory.theme = theme

    def wear_with_the_system(self) -> None:
        """Wear what the system asks for, also when it changes."""
        self.memory.theme = None
        self._follow_system()

    def enlarge(self, pixels: int) -> None:
        """Make text larger or smaller, or as the system has it, and remember it."""
        self.appearance.enlarge(pixels)
        self.memory.text_size = self.appearance.text_size

    def turn_panel(self, id_: str) -> None:
        """Show a panel in front, or put it away."""
        dock = self.survey.dock(id_)
        if dock.isHidden():
            self.survey.bring(id_)
        else:
            dock.hide()

    def reset_layout(self) -> None:
        """Put all panels where they stood at first."""
        self.memory.forget_states()
        self.survey.reset()
        self.go_to(Workspace.SURVEY)

    def close(self) -> None:
        """Remember how things stand, end what runs and close the project."""
        self.keep_view()
        self.memory.keep_state("window", self.window.place())
        self.memory.keep_state("survey", self.survey.state())
        self.memory.write()
        self.jobs.close()
        self.session.close()

    # --- arrangement ---------------------------------------------------------------------------------------------

    def _arrange(self) -> None:
        self.window.add_page(START, self.start_page)
        self.window.add_page(Workspace.SURVEY, self.survey)
        self.window.add_page(Workspace.ROUTES, routes_page())
        add_verbs(self)
        self._recent = self.window.menu_before("load", self.tr("Recent projects"), self._fill_recent)
        self.window.add_workspaces(workspace_ids())
        self.window.set_status(self.status)
        features = FeatureFinder(self.session, self.selection)
        self.palette.find_features(lambda needle, most: [*self.going.find(needle), *features.find(needle, most)])
        self.window.show_page(START)
        self._follow_theme()
        self._follow_project()

    def _connect(self) -> None:
        session, window = self.session, self.window
        session.opened.connect(self._opened)
        session.closed.connect(self._closed)
        for told in (session.opened, session.closed, session.settings_changed):
            told.connect(self._follow_project)
        session.changed.connect(lambda _: self._follow_project())
        session.changed.connect(lambda _: window.notices.forget_news())
        session.refused.connect(window.notices.trouble)
        self.selection.changed.connect(self.commands.refresh)
        self.selection.stretch_chosen.connect(self.commands.refresh)
        self.selection.shown.connect(lambda _: self.go_to(Workspace.SURVEY))
        self.jobs.started.connect(lambda _: self._follow_project())
        self.jobs.finished.connect(self._follow_project, Qt.ConnectionType.QueuedConnection)
        self.jobs.failed.connect(lambda problem: window.notices.trouble(problem.sentence))
        self.jobs.crashed.connect(self.failures.take)
        self.failures.foreseen.connect(lambda problem: window.notices.trouble(problem.sentence))
        self.failures.crashed.connect(self.tell_crash, Qt.ConnectionType.QueuedConnection)
        self.appearance.changed.connect(lambda _: self._follow_theme())
        self.appearance.system_changed.connect(self._follow_system)
        window.search.clicked.connect(self.palette.open)
        window.closing.connect(self.close)
        window.dropped.connect(self.files.take)
        start = self.start_page
        start.new_asked.connect(self.files.ask_new)
        start.open_asked.connect(self.files.ask_open)
        start.base_asked.connect(self.files.ask_base)
        start.sample_asked.connect(self.files.open_sample)
        start.recent_asked.connect(self.files.open)
        self.canvas.pointed.connect(self.status.show_pointer)
        self.canvas.left.connect(self.status.forget_pointer)
        self.status.pointer.profile_asked.connect(self.going.tell_profile)
        self.canvas.view_changed.connect(self.status.show_view)
        self.canvas.tool_changed.connect(lambda _: self.commands.refresh())
        self.panels.link.first_drawn.connect(self._return_to_view)
        self.panels.layers.remove_asked.connect(session.remove_reference)
        self.panels.map.load_asked.connect(self.files.ask_load)

    def _restore(self) -> None:
        self.window.restore_place(self.memory.state("window"))
        self.survey.restore(self.memory.state("survey"))
        self.documents.show_recent()
        self.start_page.setFocus()
        self.commands.refresh()

    # --- following -----------------------------------------------------------------------------------------------

    def _opened(self) -> None:
        path = self.session.store.path
        self.memory.remember_project(path)
        self.selection.clear()
        self.window.notices.hide()
        self.go_to(Workspace.SURVEY)
        self.canvas.setFocus()

    def _closed(self) -> None:
        self.selection.clear()
        self.documents.show_recent()
        self.window.show_page(START)

    def keep_view(self) -> None:
        """Remember where the map of this project is."""
        if self.session.is_open and self.canvas.scene.layers:
            view = self.canvas.view
            longitude, latitude = view.place(view.width / 2, view.height / 2)
            self.memory.keep_view(self.session.store.path, (longitude, latitude, view.mpp))

    def _return_to_view(self) -> None:
        kept = self.memory.view(self.session.store.path)
        if kept is not None:
            x, y = to_plane(np.array([kept[:2]]))[0]
            self.canvas.show_view(replace(self.canvas.view, x=float(x), y=float(y), mpp=kept[2]))

    def _follow_project(self) -> None:
        if not self.session.is_open:
            self.window.say_project("", "Confinia")
        else:
            title, side = self.session.project.settings.title, self.session.project.settings.side
            saved = self.tr("writing") if self.session.busy else self.tr("saved")
            saved = self.tr("for reading only") if self.session.store.read_only else saved
            text = self.tr("{0} \u00b7 side {1} \u00b7 {2}").format(title, side, saved)
            self.window.say_project(text, f"{title} \u00b7 {side} \u2013 Confinia")
        self.commands.refresh()

    def _follow_system(self) -> None:
        if self.memory.theme is None:
            self.appearance.wear(self.appearance.of_the_system())

    def _follow_theme(self) -> None:
        dark = self.appearance.theme is not Theme.LIGHT
        self.canvas.set_theme(style.DARK if dark else style.LIGHT)
        self.commands.refresh()

    def _fill_recent(self, menu: QMenu) -> None:
        menu.clear()
        for path in self.memory.recent:
            menu.addAction(path.name, partial(self.files.open, path)).setToolTip(str(path))
        if menu.isEmpty():
            menu.addAction(self.tr("None yet")).setEnabled(False)

    def _entries(self) -> list[Entry]:
        """What the palette offers: every command that can be given now, and the recent projects."""
        commands = [
            Entry(
                command.text, self.commands.shortcut(command.id), command.icon, partial(self.commands.run, command.id)
            )
            for command in self.commands
            if command.enabled()
        ]
        recent = [
            Entry(self.tr("Open {0}").format(path.name), str(path.parent), "recent", partial(self.files.open, path))
            for path in self.memory.recent
        ]
        return commands + recent

    def show_guide(self, page: str) -> None:
        """Show a page of the guide beside the work."""
        from desktop.guide import Guide

        if self._guide is None:
            self._guide = Guide(self.window)
        self._guide.show_page(page)
        self._guide.show()
        self._guide.raise_()
        self._guide.activateWindow()

    def tell_crash(self, failure: BaseException) -> None:
        """Leave a report of what nobody foresaw and say where it lies."""
        CrashDialog(write_report(failure, paths.reports_folder()), self.window).open()


def run(project: Path | None, sample: bool = False) -> int:
    """Open the window, then the project, and return the exit code when the window is closed."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl+C in a terminal; every edit is on the disk already
    QLoggingCategory.setFilterRules("qt.text.font.db=false")  # told of every letter that a font lacks
    sys.setswitchinterval(_TURN)
    app = QApplication(sys.argv[:1])
    keep_letters_plain()  # Qt has taken those of the machine's language
    app.setApplicationName("Confinia")
    app.setDesktopFileName("confinia")
    program = Program(app, Memory(paths.settings_file()))
    program.failures.catch_everything()
    program.window.show()
    if sample:
        program.files.open_sample()
    elif project is not None:
        program.files.open(project)
    return app.exec()
