"""The choice of a joint profile: a ready one with its operation, or the one in a file or document."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QComboBox, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from desktop.dialogs.profile_operations import OperationTable
from desktop.jobs import JobRunner
from desktop.panels.parts import GRID, button, flat, label
from geodata.cancel import Progress
from geodata.errors import ConfiniaError
from geodata.geometry.crs import on_world_datum, reference_system
from geodata.geometry.profile_ready import PLACES, READY, choices, made_ready
from geodata.geometry.profiles import profile_hash
from geodata.io.profile_files import read_profile
from geodata.model.profile import WGS84, JointProfile

HERE = "here"


class ProfileChoice(QWidget):
    """Asks for reference system and operation. WGS 84 without an operation is chosen beforehand, no other operation is.

    `changed` when something else is chosen; `file_asked` asks for a file, which comes back through `take_file`, and
    `read` carries the profile in it.
    """

    changed = Signal()
    file_asked = Signal()
    read = Signal(object)  # JointProfile

    def __init__(self, jobs: JobRunner) -> None:
        """Offer the ready profiles; files are read by `jobs`."""
        super().__init__()
        self._jobs = jobs
        self._held: JointProfile | None = None
        self._here: tuple[float, float] | None = None
        self.systems = {name: QRadioButton(_title(crs)) for name, crs in READY.items()}
        self.other = QRadioButton(self.tr("Another one"))
        self.file = button(self.tr("From a file or document\u2026"), self.file_asked.emit, "open")
        self.place, self.table = QComboBox(), OperationTable()
        self.nothing = button(self.tr("Pin nothing"), self.pin_nothing)
        self.said = label("", "muted", wrap=True)
        self._asked = label(self.tr("Operation between SK-42 and WGS 84, with what it does at"), "muted")
        self._group = QButtonGroup(self)
        self._arrange()
        self.show_profile(WGS84)
        self._group.buttonToggled.connect(lambda _, on: self._follow() if on else None)
        self.place.currentIndexChanged.connect(lambda _: self._compare())
        self.table.chosen.connect(self._tell)

    @property
    def profile(self) -> JointProfile | None:
        """The profile that is chosen, None while an operation has to be."""
        if self.other.isChecked():
            return self._held
        name = self._ready()
        if name is None or (not on_world_datum(READY[name]) and not self.table.code):
            return None
        return made_ready(name, self.table.code)

    def show_profile(self, profile: JointProfile, here: tuple[float, float] | None = None) -> None:
        """Choose what a profile says; `here` is the place of the project in degrees of WGS 84, where it has one."""
        self._here = here
        self._offer_places()
        name, code = _as_ready(profile)
        self._group.blockSignals(True)
        if name is None:
            self._hold(profile)
        else:
            self.systems[name].setChecked(True)
        self._group.blockSignals(False)
        self._compare(code)

    def lock_system(self, locked: bool) -> None:
        """Leave the reference system as it is, the operations to choose from."""
        for choice in (*self.systems.values(), self.other):
            choice.setEnabled(not locked)

    def pin_nothing(self) -> None:
        """Choose no operation, which a system on the datum of WGS 84 can do without."""
        self.table.choose("")

    def take_file(self, path: Path) -> None:
        """Read the profile of a file or document, and choose it."""
        self.said.setText(self.tr("Reading {0}\u2026").format(path.name))
        self._jobs.run(
            read_profile_of, path, done=self.take, failed=self._refuse, label=self.tr("Reading the joint profile")
        )

    def take(self, profile: JointProfile) -> None:
        """Choose a profile that was read."""
        self.read.emit(profile)
        self._hold(profile)
        self._follow()

    def _hold(self, profile: JointProfile) -> None:
        self._held = profile
        told = self.tr("{0}, sha256 {1}").format(_title(profile.crs), profile_hash(profile)[:12])
        self.other.setText(told)
        self.other.setVisible(True)
        self.other.setChecked(True)

    def _ready(self) -> str | None:
        return next((name for name, choice in self.systems.items() if choice.isChecked()), None)

    def _refuse(self, problem: ConfiniaError) -> None:
        self.said.setText(problem.sentence)

    def _follow(self) -> None:
        self._compare("")

    def _compare(self, code: str | None = None) -> None:
        """Offer the operations at the chosen place; the one chosen stays, another system starts without one."""
        name = self._ready()
        for part in (self.table, self.place, self._asked):
            part.setVisible(name is not None)
        if name is not None:
            kept = self.table.code if code is None else code
            self.table.offer(choices(READY[name], self._at()), kept)
        self._tell()

    def _at(self) -> tuple[float, float]:
        name = str(self.place.currentData())
        return self._here if name == HERE and self._here is not None else PLACES[name]

    def _tell(self) -> None:
        name = self._ready()
        self.nothing.setVisible(name is not None and on_world_datum(READY[name]) and bool(self.table.code))
        self.said.setText(self._words())
        self.changed.emit()

    def _words(self) -> str:
        name, code = self._ready(), self.table.code
        if name is None:
            count = len(self._held.operations) if self._held is not None else 0
            return self.tr("It pins {0} operations, as it stands in the file.").format(count)
        if self.table.choice is not None:
            told = self.tr(
                "{0} is pinned for every source on the other datum; no other way is taken. It was made for: {1}"
            )
            return told.format(code, self.table.choice.operation.area)
        if on_world_datum(READY[name]):
            return self.tr("Nothing is pinned: a source on another datum is asked about when it is loaded.")
        return self.tr("Choose the operation together with the other side. None is better by itself.")

    def _offer_places(self) -> None:
        self.place.blockSignals(True)
        self.place.clear()
        if self._here is not None:
            self.place.addItem(self.tr("the project's place"), HERE)
        for name in PLACES:
            self.place.addItem(name, name)
        self.place.blockSignals(False)

    def _arrange(self) -> None:
        column = flat(QVBoxLayout(self), GRID)
        for choice in (*self.systems.values(), self.other):
            self._group.addButton(choice)
            column.addWidget(choice)
        self.other.hide()
        beside = flat(QHBoxLayout())
        beside.addWidget(self.file)
        beside.addStretch(1)
        column.addLayout(beside)
        self.place.setAccessibleName(self.tr("Place at which the operations are compared"))
        row = flat(QHBoxLayout(), GRID)
        row.addWidget(self._asked)
        row.addWidget(self.place)
        row.addStretch(1)
        row.addWidget(self.nothing)
        column.addLayout(row)
        column.addWidget(self.table)
        self.said.setMinimumHeight(self.said.fontMetrics().height())
        column.addWidget(self.said)


def read_profile_of(path: Path, progress: Progress) -> JointProfile:
    """Return the joint profile of a file (a job); raise FileTrouble, DocumentRefused or InvalidFeature."""
    progress.step("Reading the joint profile", 0, 0)
    return read_profile(path)


def _title(crs: str) -> str:
    known = reference_system(crs)
    return f"{known.name} ({known.code})" if known.code.startswith("EPSG:") else known.name


def _as_ready(profile: JointProfile) -> tuple[str | None, str]:
    """The ready profile with the same system and operations, and its operation; none where it is one's own."""
    name = next((name for name, crs in READY.items() if crs == profile.crs), None)
    code = next((pinned.code for pinned in profile.operations), "")
    if name is None or (not code and not on_world_datum(profile.crs)):
        return None, ""
    try:
        same = made_ready(name, code).operations == profile.operations
    except ConfiniaError:
        same = False
    return (name, code) if same else (None, "")
