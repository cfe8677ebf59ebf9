"""The joint profile of the open project: shown in full, changed as far as it may be, adopted from a document."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from msgspec.structs import replace
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QFormLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.dialogs.profile_apart import ProfilesApart
from desktop.dialogs.profile_choice import ProfileChoice
from desktop.dialogs.profile_free import FreeFields
from desktop.jobs import JobRunner
from desktop.panels.parts import GRID, Scrolled, button, flat, label, readable, rule, within_screen
from desktop.session import Session
from geodata.cancel import Progress
from geodata.changes.documents.document import Document, profile_of
from geodata.errors import ConfiniaError
from geodata.geometry.crs import reference_system
from geodata.geometry.profile_ready import drafted, place_of
from geodata.geometry.profiles import profile_hash
from geodata.io.documents import read_document
from geodata.io.profile_files import write_profile
from geodata.io.profile_keeping import Freedom, adopt_from, freedom, set_profile, whence_of, why_not
from geodata.io.store import Store
from geodata.io.store_profiles import Kept
from geodata.model.profile import JointProfile
from geodata.model.project import Project


@dataclass(frozen=True, slots=True)
class Standing:
    """How the profile of a project stands: how far it can change, where it lies, and where it has it from."""

    free: Freedom
    here: tuple[float, float] | None
    kept: tuple[Kept, ...]


class ProfileDialog(QDialog):
    """Shows the joint profile of the open project.

    `file_asked`, `document_asked` and `place_asked` ask for files; the answers come back through `choice.take_file`,
    `offer_document` and `write`. `said` carries news as sentences.
    """

    file_asked = Signal()
    document_asked = Signal()
    place_asked = Signal()
    said = Signal(str)

    def __init__(self, session: Session, jobs: JobRunner, parent: QWidget | None = None) -> None:
        """Show it and follow it; reading and writing are done by `jobs`."""
        super().__init__(parent)
        self._session, self._jobs = session, jobs
        self._document: Document | None = None
        self._free = Freedom.ADOPTION
        self.setWindowTitle(self.tr("Joint profile"))
        self.choice, self.fields, self.apart = ProfileChoice(jobs), FreeFields(), ProfilesApart()
        self.system, self.hash, self.taken = readable(""), readable(""), readable("", "small")
        self.pins, self.why = readable("", "small"), label("", wrap=True)
        self.trouble, self._offer = label("", wrap=True), label("", wrap=True)
        self.apply = button(self.tr("&Take this profile"), self.carry_out, primary=True)
        self.adopt = button(self.tr("&Adopt the document's profile"), self.carry_adoption, primary=True)
        self._arrange()
        for signal in (session.opened, session.settings_changed):
            signal.connect(self.renew)
        session.changed.connect(self._follow_project)
        jobs.finished.connect(self._follow_project, Qt.ConnectionType.QueuedConnection)
        session.closed.connect(self.reject)
        self.choice.changed.connect(self._allow)
        self.choice.read.connect(self.fields.show_profile)
        self.fields.changed.connect(self._allow)
        self.renew()

    @property
    def held(self) -> JointProfile:
        """The profile of the project."""
        return self._session.project.settings.profile

    def renew(self) -> None:
        """Show the profile as the project has it now."""
        held = self.held
        known = reference_system(held.crs)
        code = f", {known.code}" if known.code.startswith("EPSG:") else ""
        told = self.tr("{0}{1}; coordinates in steps of {2}; lengths {3}")
        self.system.setText(told.format(known.name, code, held.unit, held.method))
        self.hash.setText(profile_hash(held))
        self.pins.setText("\n".join(_pin_told(held)) or self.tr("none: a source on another datum is asked about"))
        self.fields.show_profile(held)
        self._show_document(None)
        self._take(standing_of(self._session.store, self._session.project))

    def offer_document(self, path: Path) -> None:
        """Read a document and lay its profile beside the project's; nothing is taken yet."""
        self._jobs.run(
            document_at,
            path,
            done=self._show_document,
            failed=self._refuse,
            label=self.tr("Reading {0}").format(path.name),
        )

    def carry_out(self) -> None:
        """Give the project what stands here; what was refused is said."""
        wanted = self.wanted()
        if wanted is not None and wanted != self.held:
            self._hand_over(take_profile, wanted)

    def carry_adoption(self) -> None:
        """Give the project the profile of the document that is shown."""
        if self._document is not None:
            self._hand_over(take_adoption, self._document)

    def write(self, path: Path) -> None:
        """Write the profile of the project as JSON."""
        try:
            write_profile(path, self.held)
        except ConfiniaError as problem:
            self._refuse(problem)
            return
        self.said.emit(self.tr("Wrote {0}.").format(path.name))

    def wanted(self) -> JointProfile | None:
        """Return the profile that stands here, None while it cannot be; why it cannot is said."""
        chosen = self.choice.profile
        if chosen is None:
            return None
        try:
            ground = replace(
                self.held, crs=chosen.crs, unit=chosen.unit, ellipsoid=chosen.ellipsoid, operations=chosen.operations
            )
            made = drafted(ground, self.fields.draft())
        except ConfiniaError as problem:
            self.trouble.setText(problem.sentence)
            return None
        self.trouble.setText("")
        return made

    def _hand_over(self, write: Callable[..., bool], wanted: object) -> None:
        self._session.hand_over(
            write, wanted, done=self._tell_taken, failed=self._refuse, label=self.tr("Taking the joint profile")
        )

    def _tell_taken(self, _: bool) -> None:
        self.said.emit(self.tr("The joint profile was taken; its hash is new."))

    def _take(self, standing: Standing) -> None:
        self.choice.show_profile(self.held, standing.here)
        self._free_up(standing.free)
        lines = [f"{one.written}  {one.sha256[:12]}  {one.whence}" for one in standing.kept]
        self.taken.setText("\n".join(lines))
        self._allow()

    def _free_up(self, free: Freedom) -> None:
        """Let change what may be changed now, and say why the rest may not."""
        self._free = free
        self.choice.lock_system(free is not Freedom.EVERYTHING)
        for part in (self.choice, self.fields):
            part.setEnabled(free is not Freedom.ADOPTION and self._session.can_write)
        reading = self.tr("The project is open for reading only, so its profile stays as it is.")
        self.why.setText(reading if self._session.store.read_only else why_not(free))
        self.why.setVisible(bool(self.why.text()))

    def _follow_project(self, _: object) -> None:
        """The project was changed, or is free again after a job: what was typed stays."""
        if self._session.is_open and not self._session.busy:
            self._free_up(freedom(self._session.store))
            self._allow()

    def _show_document(self, document: Document | None) -> None:
        """Lay the profile of a document beside the project's, or nothing."""
        self._document = document
        differs = document is not None and profile_of(document) != self.held
        for part in (self.apart, self.adopt):
            part.setVisible(differs)
        self._offer.setVisible(document is not None)
        if document is None:
            return
        whence = whence_of(document)[:60]
        said = self.tr("{0} says differently:") if differs else self.tr("{0} carries the same profile.")
        self._offer.setText(said.format(whence))
        self.apart.show_profiles(self.held, profile_of(document), (self.tr("This project"), self.tr("The document")))

    def _refuse(self, problem: ConfiniaError) -> None:
        self.trouble.setText(problem.sentence)

    def _allow(self) -> None:
        wanted = self.wanted()
        can = self._free is not Freedom.ADOPTION and self._session.can_write
        self.apply.setEnabled(can and wanted is not None and wanted != self.held)
        self.adopt.setEnabled(self._session.can_write)

    def copy_hash(self) -> None:
        """Put the hash of the profile on the clipboard."""
        QGuiApplication.clipboard().setText(self.hash.text())
        self.said.emit(self.tr("Copied the hash of the joint profile."))

    def _arrange(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        column.addLayout(self._facts())
        for part in (rule(), self.why, self._offer, self.apart, self.choice, self.fields):
            column.addWidget(part)
        column.addStretch(1)
        outer = flat(QVBoxLayout(self))
        outer.addWidget(Scrolled(inside), 1)
        outer.addLayout(self._verbs())
        self.resize(within_screen(self, QSize(1120, 860)))

    def _facts(self) -> QFormLayout:
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        row = flat(QHBoxLayout(), GRID)
        row.addWidget(self.hash, 1)
        row.addWidget(button(self.tr("Copy"), self.copy_hash))
        form.addRow(label(self.tr("Reference system"), "muted"), self.system)
        form.addRow(label(self.tr("Hash (sha256)"), "muted"), row)
        form.addRow(label(self.tr("Pinned operations"), "muted"), self.pins)
        form.addRow(label(self.tr("Taken"), "muted"), self.taken)
        return form

    def _verbs(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setContentsMargins(3 * GRID, GRID, 3 * GRID, 2 * GRID)
        column.addWidget(self.trouble)
        row = flat(QHBoxLayout(), GRID)
        row.addWidget(button(self.tr("Adopt from a document\u2026"), self.document_asked.emit, "compare"))
        row.addWidget(button(self.tr("Write as JSON\u2026"), self.place_asked.emit, "export"))
        row.addStretch(1)
        for part in (button(self.tr("Close"), self.reject), self.apply, self.adopt):
            row.addWidget(part)
        self.choice.file_asked.connect(self.file_asked)
        column.addLayout(row)
        return column


def standing_of(store: Store, project: Project) -> Standing:
    """Return how the profile of a project stands."""
    return Standing(freedom(store), place_of(project), tuple(store.profiles()))


def document_at(path: Path, progress: Progress) -> Document:
    """Return the base or change set in a file (a job); raise FileTrouble or DocumentRefused."""
    progress.step("Reading the document", 0, 0)
    return read_document(path)


def take_profile(store: Store, profile: JointProfile, progress: Progress) -> bool:
    """Give a project a profile (a job); raise Refused where it may not change so far."""
    progress.step("Writing the project", 0, 0)
    return set_profile(store, profile)


def take_adoption(store: Store, document: Document, progress: Progress) -> bool:
    """Give a project the profile of a document (a job); raise ProfileMismatch on another grid."""
    progress.step("Writing the project", 0, 0)
    return adopt_from(store, document)


def _pin_told(profile: JointProfile) -> list[str]:
    """Each pinned operation in two lines: what it is, and exactly what is run."""
    lines = []
    for pinned in profile.operations:
        accuracy = "accuracy not stated" if pinned.accuracy_mm is None else f"accuracy {pinned.accuracy_mm / 1000:g} m"
        source = " ".join(pinned.source.split())[:60]
        lines += [f"{source}: {pinned.code or 'no code'}, {pinned.name}, {accuracy}", f"    {pinned.pipeline}"]
    return lines
