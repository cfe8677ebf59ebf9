"""The keys of a project: those pinned, making one, pinning one after its words were compared, changing one."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QTabWidget, QVBoxLayout, QWidget

from desktop.dialogs.key_changing import ChangeKey
from desktop.dialogs.key_making import MakeKey
from desktop.dialogs.key_pinning import PinKey
from desktop.dialogs.key_words import proves
from desktop.dialogs.keys_pinned import PinnedKeys
from desktop.jobs import JobRunner
from desktop.panels.parts import GRID, Scrolled, button, flat, label, within_screen
from desktop.session import Session


class KeysDialog(QDialog):
    """Four sheets about keys; it stands beside the work and closes with the project.

    The signals ask for files: `public_asked` and `secret_asked` carry what takes the path, `place_asked` that and the
    name that is offered. `said` carries news as sentences.
    """

    public_asked = Signal(object)
    secret_asked = Signal(object)
    place_asked = Signal(object, str)
    said = Signal(str)

    def __init__(self, session: Session, jobs: JobRunner, parent: QWidget | None = None) -> None:
        """Show the keys of the open project, and follow it."""
        super().__init__(parent)
        self._session = session
        self.setWindowTitle(self.tr("Signing keys"))
        self.pinned, self.making = PinnedKeys(session), MakeKey(session, jobs)
        self.pinning, self.changing = PinKey(session, jobs), ChangeKey(session)
        self.sheets = QTabWidget()
        self._arrange()
        self._connect(jobs)

    def _connect(self, jobs: JobRunner) -> None:
        session = self._session
        session.settings_changed.connect(self._renew)
        session.closed.connect(self.reject)
        session.opened.connect(self._renew)
        jobs.finished.connect(self._follow_job, Qt.ConnectionType.QueuedConnection)
        self.pinned.make_asked.connect(lambda: self.show_sheet(self.making))
        self.pinned.pin_asked.connect(lambda: self.show_sheet(self.pinning))
        side = session.project.settings.side.lower()
        self.making.place_asked.connect(lambda: self.place_asked.emit(self.making.place.choose, f"{side}.key"))
        self.pinning.file_asked.connect(lambda: self.public_asked.emit(self.pinning.read))
        self.changing.public_asked.connect(lambda: self.public_asked.emit(self.changing.public.choose))
        self.changing.secret_asked.connect(lambda row: self.secret_asked.emit(row.file.choose))
        self.changing.place_asked.connect(lambda name: self.place_asked.emit(self.changing.write, name))
        for sheet in (self.pinned, self.making, self.pinning, self.changing):
            sheet.said.connect(self.said)
        self.pinning.said.connect(lambda _: self.sheets.setCurrentIndex(0))

    def show_sheet(self, sheet: QWidget) -> None:
        """Bring a sheet to the front."""
        places = [self.pinned, self.making, self.pinning, self.changing]
        self.sheets.setCurrentIndex(places.index(sheet))

    def _renew(self) -> None:
        self.pinned.renew()
        self.changing.renew()

    def _follow_job(self, _: object) -> None:
        """The project is free again after a job."""
        if self._session.is_open and not self._session.busy:
            self._renew()

    def _arrange(self) -> None:
        names = (self.tr("&Pinned"), self.tr("&Make"), self.tr("P&in"), self.tr("&Change"))
        for sheet, name in zip((self.pinned, self.making, self.pinning, self.changing), names, strict=True):
            self.sheets.addTab(Scrolled(sheet), name)
        self.sheets.setDocumentMode(True)
        self.sheets.tabBar().setAccessibleName(self.tr("About keys"))
        outer = flat(QVBoxLayout(self))
        outer.addWidget(self.sheets, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(2 * GRID, GRID, 2 * GRID, 2 * GRID)
        foot.addWidget(label(proves(), "muted", wrap=True), 1)
        foot.addWidget(button(self.tr("Close"), self.reject))
        outer.addLayout(foot)
        self.resize(within_screen(self, QSize(760, 880)))
