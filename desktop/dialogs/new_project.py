"""A new project: whose it is, what it is called, where it stands, and the joint base or profile it starts from."""

from pathlib import Path

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from desktop.dialogs.figures import count, kilometres
from desktop.dialogs.profile_choice import ProfileChoice
from desktop.dialogs.read_aloud import ReadAloudButton
from desktop.jobs import JobRunner
from desktop.panels.fitting import Elided
from desktop.panels.parts import GRID, Scrolled, button, flat, label, within_screen
from desktop.session import Session
from geodata.cancel import Progress
from geodata.changes.documents.base import Base
from geodata.errors import ConfiniaError
from geodata.geometry.crs import reference_system
from geodata.geometry.measure import lengths
from geodata.geometry.profiles import profile_hash
from geodata.io.documents import read_base
from geodata.io.starting import start_project, start_project_on
from geodata.io.store import Store
from geodata.model.profile import WGS84, JointProfile
from geodata.model.project import Project
from geodata.model.segment import Segment
from geodata.model.status import Side

SUFFIX = ".gpkg"
_LETTERS = 160  # of the table of operations beside its labels


class NewProjectDialog(QDialog):
    """Asks for side, title, place and joint profile. Neither side is chosen beforehand, nor any datum operation.

    `place_asked`, `base_asked` and `profile_asked` ask for a file; the answers come back through `set_place`,
    `set_base` and `set_profile`.
    """

    place_asked = Signal()
    base_asked = Signal()
    profile_asked = Signal()
    made = Signal(object)  # Path of the new project, which is open then

    def __init__(self, session: Session, jobs: JobRunner, parent: QWidget | None = None) -> None:
        """Make the project in the session; reading and writing are done by `jobs`."""
        super().__init__(parent)
        self._session, self._jobs = session, jobs
        self._base: Base | None = None
        self._busy = self._writing = self._left = False
        self.setWindowTitle(self.tr("New project"))
        self.name, self.place = QLineEdit(), QLineEdit()
        self.profile = ProfileChoice(jobs)
        self.sides = {side: QRadioButton(self.tr("Side {0}").format(side)) for side in Side}
        self._group = QButtonGroup(self)
        self._base_said, self._said = label("", "muted", wrap=True), label("", wrap=True)
        self._profile_said = label("", "muted", wrap=True)
        self.aloud = ReadAloudButton()
        self.aloud.hide()
        self.make = button(self.tr("&Make the project"), self.carry_out, primary=True)
        self.make.setDefault(True)
        self._arrange()
        self._allow()

    @property
    def side(self) -> Side | None:
        """The side that was chosen, None before one was."""
        return next((side for side, choice in self.sides.items() if choice.isChecked()), None)

    def set_place(self, path: Path) -> None:
        """Take where the file will stand."""
        self.place.setText(str(path if path.suffix else path.with_suffix(SUFFIX)))

    def set_base(self, path: Path) -> None:
        """Read a joint base off the window's thread, and say what it is."""
        self._set_busy(True)
        self._base_said.setText(self.tr("Reading {0}\u2026").format(path.name))
        self._jobs.run(
            _read_base, path, done=self._take_base, failed=self._refuse_base, label=self.tr("Reading the joint base")
        )

    def set_profile(self, path: Path) -> None:
        """Read the joint profile in a file, and choose it."""
        self.profile.take_file(path)

    def carry_out(self) -> None:
        """Make the project and open it; what was refused is said."""
        side = self.side
        if side is None or not self.make.isEnabled():
            return
        self._set_busy(True)
        self._writing = True
        self._jobs.run(
            started,
            Path(self.place.text()),
            side,
            self.name.text().strip(),
            self._base,
            self.profile.profile or WGS84,
            done=self._finish,
            failed=self._refuse,
            label=self.tr("Making the project"),
        )

    def done(self, result: int) -> None:
        """Leave, but not while the file is being written: it would be left locked."""
        if not self._writing:
            self._left = True
            super().done(result)

    def _take_base(self, base: Base) -> None:
        if self._left:
            return
        self._base = base
        segments = [feature for feature in base.features if isinstance(feature, Segment)]
        along = int(lengths([segment.line for segment in segments]).sum())
        said = self.tr("{0}, base {1}: {2} segments, {3}. Verified whole; sha256 {4}.")
        self._base_said.setText(
            said.format(base.title, base.number, count(len(segments)), kilometres(along), base.sha256[:12])
        )
        self.aloud.tell(self.tr("Joint base {0}").format(base.number), base.sha256)
        self.aloud.show()
        if not self.name.text():
            self.name.setText(base.title)
        self._show_profile_of(base)
        self._set_busy(False)

    def _show_profile_of(self, base: Base) -> None:
        """Say on which profile a base stands, which is not to be chosen then."""
        self.profile.hide()
        told = self.tr("The base brings it: {0}, sha256 {1}.")
        name, hash_ = reference_system(base.profile.crs).name, profile_hash(base.profile)
        self._profile_said.setText(told.format(name, hash_[:12]))

    def _refuse_base(self, problem: ConfiniaError) -> None:
        if self._left:
            return
        self._base = None
        self.aloud.hide()
        self._base_said.setText(problem.sentence)
        self._profile_said.setText("")
        self.profile.show()
        self._set_busy(False)

    def _refuse(self, problem: ConfiniaError) -> None:
        self._writing = False
        self._said.setText(problem.sentence)
        self._set_busy(False)

    def _finish(self, both: tuple[Store, Project]) -> None:
        self._writing = False
        self._session.adopt(*both)
        self._set_busy(False)
        self.made.emit(Path(self.place.text()))
        self.accept()

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self._allow()

    def _allow(self) -> None:
        named = bool(self.name.text().strip() and self.place.text().strip())
        agreed = self._base is not None or self.profile.profile is not None
        self.make.setEnabled(named and agreed and self.side is not None and not self._busy)

    def _follow_profile(self) -> None:
        """Make room for the operations, and for nothing that is no longer shown."""
        self._allow()
        inside = self._inside.layout()
        if not self.isVisible() or inside is None:
            return
        inside.activate()
        more = inside.totalHeightForWidth(self._inside.width()) - self._area.height()
        self.resize(within_screen(self, QSize(self.width(), self.height() + max(more, 0))))

    def _arrange(self) -> None:
        self._inside = QWidget()
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, GRID)
        column.setSpacing(2 * GRID)
        column.addWidget(
            label(self.tr("A project is one file. Every edit is written into it at once."), "muted", wrap=True)
        )
        column.addLayout(self._form())
        column.addStretch(1)
        self._area = Scrolled(self._inside)
        outer = flat(QVBoxLayout(self))
        outer.addWidget(self._area, 1)
        outer.addLayout(self._verbs())
        wide = _LETTERS * self.fontMetrics().averageCharWidth()
        self.resize(within_screen(self, QSize(wide, self._inside.sizeHint().height() + 10 * GRID)))

    def _verbs(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setContentsMargins(3 * GRID, GRID, 3 * GRID, 2 * GRID)
        column.addWidget(self._said)
        row = flat(QHBoxLayout(), GRID)
        row.addStretch(1)
        row.addWidget(button(self.tr("Cancel"), self.reject))
        row.addWidget(self.make)
        column.addLayout(row)
        return column

    def _form(self) -> QFormLayout:
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setVerticalSpacing(2 * GRID)
        for edit, name in ((self.name, self.tr("Title")), (self.place, self.tr("File"))):
            edit.setAccessibleName(name)
            edit.textChanged.connect(lambda _: self._allow())
        form.addRow(self.tr("&Title"), self.name)
        form.addRow(self.tr("Whose it is"), self._side_row())
        choose = button(self.tr("Choose\u2026"), self.place_asked.emit)
        choose.setAccessibleName(self.tr("Choose where the file will stand"))
        form.addRow(self.tr("File"), _beside(self.place, choose))
        base = button(self.tr("Choose a joint &base\u2026"), self.base_asked.emit, "base")
        self._base_said.setText(self.tr("None: the project starts empty, and you load the line."))
        form.addRow(self.tr("Starts from"), _below(base, self.aloud, self._base_said))
        self.profile.changed.connect(self._follow_profile)
        self.profile.file_asked.connect(self.profile_asked)
        column = flat(QVBoxLayout(), GRID)
        column.addWidget(self.profile)
        column.addWidget(self._profile_said)
        form.addRow(self.tr("Joint profile"), column)
        return form

    def _side_row(self) -> QHBoxLayout:
        row = flat(QHBoxLayout(), 2 * GRID)
        for choice in self.sides.values():
            self._group.addButton(choice)
            choice.toggled.connect(lambda _: self._allow())
            row.addWidget(choice)
        row.addWidget(Elided(self.tr("as the commissions have fixed it"), "small"), 1)
        row.addStretch(1)
        return row


def started(
    path: Path, side: Side, title: str, base: Base | None, profile: JointProfile, progress: Progress
) -> tuple[Store, Project]:
    """Return a new project file and what it holds (a job); a base brings its own profile. Raise FileTrouble."""
    progress.step("Writing the project", 0, 0)
    store = start_project(path, side, title, profile) if base is None else start_project_on(path, side, base, title)
    try:
        return store, store.load()
    except ConfiniaError:
        store.close()
        raise


def _read_base(path: Path, progress: Progress) -> Base:
    progress.step("Reading the joint base", 0, 0)
    return read_base(path)


def _beside(edit: QWidget, verb: QWidget) -> QHBoxLayout:
    row = flat(QHBoxLayout(), GRID)
    row.addWidget(edit, 1)
    row.addWidget(verb)
    return row


def _below(verb: QWidget, further: QWidget, told: QWidget) -> QVBoxLayout:
    column = flat(QVBoxLayout(), GRID // 2)
    row = flat(QHBoxLayout(), GRID)
    row.addWidget(verb)
    row.addWidget(further)
    row.addStretch(1)
    column.addLayout(row)
    column.addWidget(told)
    return column
