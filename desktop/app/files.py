"""Files: opening, making, loading, dropping. File dialogs only here, each one thin over a method that takes a path."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from desktop import paths
from desktop.dialogs.figures import count
from desktop.jobs import Job
from desktop.notice_bar import Offer
from desktop.workspaces import Workspace
from geodata.cancel import Progress
from geodata.errors import ConfiniaError, FileForeign, FileLocked, FileReadOnly
from geodata.model.status import Side

if TYPE_CHECKING:
    from desktop.app.program import Program
    from desktop.dialogs.coordinate_list import ListDialog
    from desktop.dialogs.loading import LoadDialog
    from desktop.dialogs.new_project import NewProjectDialog
    from desktop.dialogs.profile import ProfileDialog

DOCUMENT = ".confinia"
PROJECT = ".gpkg"
_LISTS = (".xlsx", ".tsv", ".txt")  # a .csv may as well be a layer of lines
_SAMPLE = "two-rivers-a.gpkg"


class FileVerbs(QObject):
    """What can be done with files."""

    def __init__(self, program: "Program") -> None:
        """Act on a program."""
        super().__init__(program)
        self._program = program
        self._opening: Job | None = None
        self._asked: Path | None = None

    # --- projects ------------------------------------------------------------------------------------------------

    def open(self, path: Path, read_only: bool = False) -> None:
        """Open a project; what keeps it from being opened is said with what can be done about it."""
        self._program.memory.folder = path.absolute().parent
        session = self._program.session
        if session.is_open and path.exists() and session.store.path.exists() and path.samefile(session.store.path):
            self._program.go_to(Workspace.SURVEY)
            self._program.window.notices.news(self.tr("{0} is open here already.").format(path.name))
            return
        if self._opening is not None and self._opening.running:
            if path == self._asked:
                return  # a double click asks twice
            self._opening.cancel()
        self._asked = path
        self._opening = session.open_later(path, read_only, failed=partial(self._could_not_open, path))

    def open_sample(self) -> None:
        """Open the working copy of the sample, which is made when there is none."""
        jobs = self._program.jobs
        jobs.run(sample_copy, paths.sample_folder(), done=self.open, label=self.tr("Laying out the sample"))

    def close_project(self) -> None:
        """Close the project; everything confirmed is in its file."""
        self._program.keep_view()
        self._program.session.close()

    def new(self, base: Path | None = None) -> "NewProjectDialog":
        """Show the dialog that makes a project, from a joint base where one is given; return it."""
        from desktop.dialogs.new_project import NewProjectDialog

        program = self._program
        dialog = NewProjectDialog(program.session, program.jobs, program.window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.place_asked.connect(lambda: self._with(self._place_for_new(), dialog.set_place))
        dialog.base_asked.connect(lambda: self._with(self._base(), dialog.set_base))
        dialog.profile_asked.connect(lambda: self.ask_profile(dialog.set_profile))
        if base is not None:
            dialog.set_base(base)
        dialog.open()
        return dialog

    def joint_profile(self, document: Path | None = None) -> "ProfileDialog":
        """Show the joint profile of the open project, beside that of a document where one is given; return it."""
        from desktop.dialogs.profile import ProfileDialog

        program = self._program
        shown = next((each for each in program.window.findChildren(ProfileDialog) if each.isVisible()), None)
        dialog = shown or self._profile_dialog()
        if document is not None:
            dialog.offer_document(document)
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()
        return dialog

    def _profile_dialog(self) -> "ProfileDialog":
        from desktop.dialogs.profile import ProfileDialog

        program = self._program
        dialog = ProfileDialog(program.session, program.jobs, program.window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.file_asked.connect(lambda: self.ask_profile(dialog.choice.take_file))
        dialog.document_asked.connect(lambda: self.ask_document(dialog.offer_document))
        dialog.place_asked.connect(lambda: self.ask_place("joint-profile.json", dialog.write))
        dialog.said.connect(program.window.notices.news)
        return dialog

    # --- layers and documents ------------------------------------------------------------------------------------

    def load(self, path: Path) -> "LoadDialog | None":
        """Show the dialog that loads a layer of a file into the open project, and return it."""
        program = self._program
        if not program.session.is_open:
            program.window.notices.trouble(self.tr("Open or make a project first; the layer is loaded into it."))
            return None
        from desktop.dialogs.loading import LoadDialog

        program.memory.folder = path.absolute().parent
        dialog = LoadDialog(program.session, program.jobs, path, program.window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        told = self.tr("{0} taken from {1}. Undo takes them out again.")
        dialog.loaded.connect(lambda taken: program.window.notices.news(told.format(count(taken), path.name)))
        dialog.open()
        return dialog

    def load_list(self, source: Path | str) -> "ListDialog | None":
        """Show the dialog that loads a coordinate list, a file or a text that was copied, and return it."""
        program = self._program
        if not program.session.is_open:
            program.window.notices.trouble(self.tr("Open or make a project first; the list is loaded into it."))
            return None
        from desktop.dialogs.coordinate_list import ListDialog

        if isinstance(source, Path):
            program.memory.folder = source.absolute().parent
        dialog = ListDialog(program.session, program.jobs, source, program.window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        told = self.tr("Took {0}. Undo takes them out again.")
        dialog.loaded.connect(lambda counted: program.window.notices.news(told.format(counted)))
        dialog.open()
        return dialog

    def paste_list(self) -> "ListDialog | None":
        """Show the same dialog with what was copied."""
        return self.load_list(QGuiApplication.clipboard().text())

    def compare(self, a: Path, b: Path) -> None:
        """Compare two change sets in the review workspace."""
        self._program.go_to(Workspace.REVIEW)
        self._program.review.compare(a, b)

    def take(self, files: list[Path]) -> None:
        """Take what was dropped: documents are received, in Review and without a project two change sets are compared;
        a project is opened, anything else is a layer."""
        documents = [path for path in files if path.suffix.lower() == DOCUMENT]
        others = [path for path in files if path not in documents]
        notices = self._program.window.notices
        if documents and self._program.session.is_open and self._program.workspace is not Workspace.REVIEW:
            self._program.documents.receive(documents)
        elif len(documents) >= 2:
            self.compare(documents[0], documents[1])
        elif documents:
            self._take_document(documents[0])
        elif len(others) == 1 and is_project(others[0]):
            self.open(others[0])
        elif others:
            (self.load_list if others[0].suffix.lower() in _LISTS else self.load)(others[0])
            if len(others) > 1:
                notices.news(self.tr("One file at a time: {0} first.").format(others[0].name))

    # --- asking for a file ---------------------------------------------------------------------------------------

    def ask_new(self) -> None:
        """Ask for a new project."""
        self.new()

    def ask_open(self) -> None:
        """Ask for a project and open it."""
        self._with(self._ask(self.tr("Open a project"), self.tr("Projects (*.gpkg)")), self.open)

    def ask_base(self) -> None:
        """Ask for a joint base and start from it."""
        self._with(self._base(), self.new)

    def ask_load(self) -> None:
        """Ask for a layer and load it."""
        kinds = self.tr("Layers (*.gpkg *.geojson *.json *.shp *.fgb *.kml *.gpx *.csv);;All files (*)")
        self._with(self._ask(self.tr("Load a layer"), kinds), self.load)

    def ask_list(self) -> None:
        """Ask for a coordinate list and load it."""
        kinds = self.tr("Coordinate lists (*.csv *.tsv *.txt *.xlsx);;All files (*)")
        self._with(self._ask(self.tr("Load a coordinate list"), kinds), self.load_list)

    def ask_compare(self) -> None:
        """Ask for two change sets and compare them."""
        title, kinds = self.tr("Choose the two change sets"), self.tr("Change sets (*.confinia)")
        chosen, _ = QFileDialog.getOpenFileNames(self._program.window, title, str(self._folder()), kinds)
        if len(chosen) == 2:
            self.compare(Path(chosen[0]), Path(chosen[1]))
        elif chosen:
            self._program.window.notices.trouble(self.tr("Choose two change sets, one of each side."))

    def ask_document(self, take: Callable[[Path], object]) -> None:
        """Ask for a change set or a joint base."""
        kinds = self.tr("Documents (*.confinia)")
        self._with(self._ask(self.tr("Choose a change set or a joint base"), kinds), take)

    def ask_profile(self, take: Callable[[Path], object]) -> None:
        """Ask for a file that carries a joint profile."""
        kinds = self.tr("Joint profiles (*.json *.confinia *.gpkg)")
        self._with(self._ask(self.tr("Choose a joint profile, a document or a project"), kinds), take)

    def ask_public_key(self, take: Callable[[Path], object]) -> None:
        """Ask for the file of a public key."""
        self._with(self._ask(self.tr("Choose a public key"), self.tr("Public keys (*.pub);;All files (*)")), take)

    def ask_secret_key(self, take: Callable[[Path], object]) -> None:
        """Ask for the file of a secret key."""
        self._with(self._ask(self.tr("Choose a secret key"), self.tr("Secret keys (*.key);;All files (*)")), take)

    def ask_documents(self, take: Callable[[list[Path]], object]) -> None:
        """Ask for the documents that came."""
        title, kinds = self.tr("Choose the files that came"), self.tr("Documents (*.confinia);;All files (*)")
        chosen, _ = QFileDialog.getOpenFileNames(self._program.window, title, str(self._folder()), kinds)
        if chosen:
            self._program.memory.folder = Path(chosen[0]).absolute().parent
            take([Path(name) for name in chosen])

    def ask_folder(self, take: Callable[[Path], object]) -> None:
        """Ask for a folder."""
        name = QFileDialog.getExistingDirectory(self._program.window, self.tr("Choose a folder"), str(self._folder()))
        if name:
            take(Path(name))

    def ask_files(self, take: Callable[[list[Path]], object]) -> None:
        """Ask for files of any kind."""
        chosen, _ = QFileDialog.getOpenFileNames(self._program.window, self.tr("Choose files"), str(self._folder()))
        if chosen:
            take([Path(name) for name in chosen])

    def ask_place(self, name: str, take: Callable[[Path], object]) -> None:
        """Ask where a file will be written, offering a name."""
        title, kinds = self.tr("Write {0}").format(name), f"*{Path(name).suffix}"
        chosen, _ = QFileDialog.getSaveFileName(self._program.window, title, str(self._folder() / name), kinds)
        path = Path(chosen) if chosen else None
        self._with(path.with_suffix(Path(name).suffix) if path and not path.suffix else path, take)

    def ask_line(self, take: Callable[[Path], object]) -> None:
        """Ask for a file with a line in it."""
        kinds = self.tr("Lines (*.gpkg *.geojson *.json *.shp *.fgb *.kml *.gpx *.csv);;All files (*)")
        self._with(self._ask(self.tr("Take a line from a file"), kinds), take)

    def _ask(self, title: str, kinds: str) -> Path | None:
        name, _ = QFileDialog.getOpenFileName(self._program.window, title, str(self._folder()), kinds)
        return Path(name) if name else None

    def _base(self) -> Path | None:
        return self._ask(self.tr("Choose a joint base"), self.tr("Joint bases (*.confinia)"))

    def _place_for_new(self) -> Path | None:
        title, kinds = self.tr("Where the project will stand"), self.tr("Projects (*.gpkg)")
        name, _ = QFileDialog.getSaveFileName(self._program.window, title, str(self._folder()), kinds)
        return Path(name) if name else None

    def _with(self, path: Path | None, take: Callable[[Path], object]) -> None:
        if path is not None:
            self._program.memory.folder = path.absolute().parent
            take(path)

    def _folder(self) -> Path:
        return self._program.memory.folder or paths.documents_folder()

    # --- what went otherwise -------------------------------------------------------------------------------------

    def _could_not_open(self, path: Path, problem: ConfiniaError) -> None:
        offers = []
        if isinstance(problem, FileReadOnly | FileLocked):
            offers.append(Offer(self.tr("Open for reading only"), partial(self.open, path, True)))
        if isinstance(problem, FileForeign) and self._program.session.can_write:
            offers.append(Offer(self.tr("Load its layers"), partial(self.load, path)))
        self._program.window.notices.trouble(problem.sentence, *offers)

    def _take_document(self, path: Path) -> None:
        jobs, notices = self._program.jobs, self._program.window.notices
        jobs.run(
            document_kind,
            path,
            done=partial(self._take_kind, path),
            failed=lambda problem: notices.trouble(problem.sentence),
            label=self.tr("Reading {0}").format(path.name),
        )

    def _take_kind(self, path: Path, kind: str) -> None:
        if kind == "base":
            self.new(path)
        else:
            self._program.go_to(Workspace.REVIEW)
            self._program.review.take(path)  # waits there for the other side's


def sample_copy(folder: Path, progress: Progress) -> Path:
    """Return the working copy of the sample project in a folder (a job), made when it is not there."""
    from geodata.io.sample import create_sample

    progress.step("Laying out the sample", 0, 0)
    known = folder / _SAMPLE
    return known if known.is_file() else create_sample(folder, Side.A)


def document_kind(path: Path, progress: Progress) -> str:
    """Return what a document is (a job): "base" or "changes"; raise DocumentRefused."""
    from geodata.changes.documents.base import Base
    from geodata.io.documents import read_document

    progress.step("Reading the document", 0, 0)
    return "base" if isinstance(read_document(path), Base) else "changes"


def is_project(path: Path) -> bool:
    """Whether a file is one of our projects, whatever its state; nothing is written to it."""
    if path.suffix.lower() != PROJECT or not path.is_file():
        return False
    try:
        with closing(sqlite3.connect(path.absolute().as_uri() + "?mode=ro&immutable=1", uri=True)) as db:
            sql = "SELECT 1 FROM sqlite_master WHERE name = 'confinia_settings'"
            return db.execute(sql).fetchone() is not None
    except sqlite3.DatabaseError:
        return False
