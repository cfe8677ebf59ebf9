"""The status line: where the pointer is, how much of the line stands how, what is being worked on."""

from PySide6.QtCore import QCoreApplication, QEvent, QSize, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QSizePolicy, QToolButton, QWidget

from desktop.dialogs.read_aloud import ReadAloudButton
from desktop.disclaimer import disclaimer
from desktop.icons import icon
from desktop.jobs import Job, JobRunner
from desktop.map.view import View
from desktop.models.tally import Tally
from desktop.models.whereabouts import Whereabouts
from desktop.panels.parts import GRID, label
from desktop.panels.pointer_field import PointerField
from desktop.session import Session
from geodata.geometry.crs import reference_system
from geodata.geometry.profiles import profile_hash
from geodata.geometry.written import THIN
from geodata.model.profile import JointProfile
from geodata.model.status import Picture

PATIENCE_MS = 500
"""A job that takes longer is shown."""

translate = QCoreApplication.translate


class StatusLine(QWidget):
    """One row of facts at the bottom of the window; on a narrow window the least of them step back."""

    def __init__(self, session: Session, tally: Tally, jobs: JobRunner, whereabouts: Whereabouts) -> None:
        """Follow the project, its tally and the jobs; tell places as `whereabouts` has them chosen."""
        super().__init__()
        self._session, self._tally = session, tally
        self.pointer = PointerField(whereabouts)
        whereabouts.changed.connect(self._fit)
        self.scale = label("", "small")
        self.sums = label("", "facts")
        self.base = ReadAloudButton(" ")
        self.corner = label(self.tr("Working material: no position on status"), "small")
        self.corner.setToolTip(disclaimer())
        self.corner.setAccessibleName(disclaimer())
        self.job = JobLine(jobs)
        self._arrange()
        for signal in (session.opened, session.closed, session.settings_changed):
            signal.connect(self._follow)
        tally.changed.connect(lambda _: self._follow())
        self._follow()

    def show_pointer(self, longitude: float, latitude: float) -> None:
        """Say where the pointer is, in degrees."""
        self.pointer.show_place(longitude, latitude)

    def show_view(self, view: View) -> None:
        """Say at which scale the map is seen."""
        shown = f"1{THIN}:{THIN}{_rounded(view.scale):,}".replace(",", THIN)
        before = len(self.scale.text())
        self.scale.setText(shown if self._session.is_open else "")
        if len(self.scale.text()) != before:
            self._fit()

    def forget_pointer(self) -> None:
        """The pointer is nowhere on the map."""
        self.pointer.forget_place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            QTimer.singleShot(0, self, self._fit)  # once the parts have their new fonts

    def _fit(self) -> None:
        """Where there is not room for all, the disclaimer's short form steps back first, then base, system, scale."""
        room = self.width() - 2 * GRID
        told = [self.pointer, self.scale, self.sums, self.base, self.corner]
        wide = [self.pointer.whole_width + 3 * GRID, *(one.sizeHint().width() + 3 * GRID for one in told[1:])]
        job = self.job.sizeHint().width() + 3 * GRID if self.job.isVisible() else 0
        self.corner.setVisible(job + sum(wide) <= room)
        self.base.setVisible(job + sum(wide[:-1]) <= room)
        short = job + sum(wide[:-2]) > room
        self.pointer.shorten(short)
        pointed = max(self.pointer.sizeHint().width(), self.pointer.minimumSizeHint().width())
        left = room - job - pointed - 3 * GRID
        self.scale.setVisible(not short or wide[1] + wide[2] <= left)

    def _arrange(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(GRID, 2, GRID, 2)
        row.setSpacing(3 * GRID)
        for widget in (self.pointer, self.scale, self.job):
            row.addWidget(widget)
        row.addStretch(1)
        for told in (self.sums, self.base, self.corner):
            row.addWidget(told)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def _follow(self) -> None:
        is_open = self._session.is_open
        if not is_open:
            self.sums.setText("")
            self.base.setText("")
            self.base.forget()
            self.forget_pointer()
            self.scale.setText("")
            self._fit()
            return
        self.sums.setText(sums_text(self._tally.totals()) if self._tally.ready else self.tr("measuring the line"))
        settings = self._session.project.settings
        told = self.tr("Lengths of all segments by how they stand ({0})")
        self.sums.setToolTip(told.format(settings.profile.method))
        if settings.base:
            self.base.setText(self.tr("base {0} \u00b7 {1}").format(settings.base_number, settings.base[:12]))
            self.base.tell(self.tr("Joint base {0}").format(settings.base_number), settings.base)
            told = self.tr("{0}\nClick to read the words aloud.").format(self.base.toolTip())
        else:
            self.base.setText(self.tr("no joint base yet"))
            self.base.forget()
            told = self.tr("Write or receive the joint base before change sets are exchanged.")
        profile = self.tr("joint profile {0}: {1}").format(
            profile_hash(settings.profile)[:12], _system(settings.profile)
        )
        self.base.setToolTip(f"{told}\n{profile}")
        self._fit()


class JobLine(QWidget):
    """The job that takes longest: a word on what it does, a bar, an estimate, and a way to stop it."""

    def __init__(self, jobs: JobRunner) -> None:
        """Follow the jobs."""
        super().__init__()
        self._jobs = jobs
        self.word = label("", "small")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(120)
        self.bar.setAccessibleName(self.tr("Progress"))
        self.stop = QToolButton()
        self.stop.setIcon(icon("close"))
        self.stop.setIconSize(QSize(10, 10))
        self.stop.setFixedSize(16, 16)  # no taller than the text, so that the line stays as it is
        self.stop.setToolTip(self.tr("Stop"))
        self.stop.setAccessibleName(self.tr("Stop what is being done"))
        self.stop.clicked.connect(self._cancel)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        for widget in (self.word, self.bar, self.stop):
            row.addWidget(widget)
        self._timer = QTimer(self, interval=PATIENCE_MS, singleShot=True)
        self._timer.timeout.connect(self._show)
        jobs.started.connect(lambda _: self._begin())
        jobs.progressed.connect(lambda _: self._follow())
        jobs.finished.connect(lambda _: self._follow())
        self.hide()

    @property
    def current(self) -> Job | None:
        """The job shown: the one that began first."""
        return next(iter(self._jobs.jobs), None)

    def _begin(self) -> None:
        if self.isHidden() and not self._timer.isActive():
            self._timer.start()

    def _show(self) -> None:
        if self.current is not None:
            self.show()
            self._follow()

    def _follow(self) -> None:
        job = self.current
        if job is None:
            self.hide()
            return
        self.word.setText(" \u00b7 ".join(filter(None, [job.what or job.label, _estimate(job)])))
        self.bar.setRange(0, job.total)
        self.bar.setValue(job.steps)

    def _cancel(self) -> None:
        if self.current is not None:
            self.current.cancel()


def sums_text(totals: dict[Picture, int]) -> str:
    """Return whole millimetres by how they are shown, and their sum, as kilometres that add up."""
    metres = in_whole_metres(list(totals.values()))
    parts = [f"{_km(length)} {picture.value}" for picture, length in zip(totals, metres, strict=True)]
    return " \u00b7 ".join(parts) + f" = {_km(sum(metres))} km"


def _system(profile: JointProfile) -> str:
    return f"{reference_system(profile.crs).name}, {profile.unit}"


def in_whole_metres(millimetres: list[int]) -> list[int]:
    """Return the parts in metres so that they add up to the rounded sum (the largest remainders are rounded up)."""
    metres = [part // 1000 for part in millimetres]
    missing = round(sum(millimetres) / 1000) - sum(metres)
    by_remainder = sorted(range(len(metres)), key=lambda part: -(millimetres[part] % 1000))
    for part in by_remainder[:missing]:
        metres[part] += 1
    return metres


def _km(metres: int) -> str:
    return f"{metres / 1000:,.3f}".replace(",", THIN)


def _rounded(denominator: float) -> int:
    step: int = 10 ** max(len(str(int(denominator))) - 3, 0)
    return round(denominator / step) * step


def _estimate(job: Job) -> str:
    seconds = job.remaining
    if seconds is None:
        return ""
    if seconds < 60:
        return translate("JobLine", "about {0} s left").format(max(round(seconds), 1))
    return translate("JobLine", "about {0} min left").format(round(seconds / 60))
