"""The review workspace: two change sets become a list, two linked maps, a plot and a table. Nothing is decided here."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop.dialogs.papers import PaperDialog
from desktop.dialogs.papers_forms import SquashForm
from desktop.jobs import Job, JobRunner
from desktop.panels.parts import flat
from desktop.review.comparing import Comparing
from desktop.review.merging import name_of, together, written
from desktop.review.papers import Paper, paper_dialog
from desktop.review.reading import Arrived, ProfilesApart, Reviewed, arrived, measured_with, reviewed
from desktop.review.saving import save_comparison
from desktop.review.start import ReviewStart
from desktop.session import Session
from geodata.changes.comparing.comparison import Comparison
from geodata.changes.documents.base import Base
from geodata.changes.documents.changeset import ChangeSet
from geodata.errors import ConfiniaError
from geodata.model.status import Side


class ReviewWorkspace(QWidget):
    """Compares two change sets, one of each side.

    `file_asked` carries the Side whose change set is to be chosen, which comes back through `take`; `save_asked` the
    ending of the file to be written, which comes back through `save`; `earlier_asked` asks for an earlier merge
    (`take_earlier`), `place_asked` and `documents_asked` for a place and for files, with what takes them.
    `said` carries news and troubles as sentences.
    """

    file_asked = Signal(object)
    adopt_asked = Signal(object)  # Path of the document whose joint profile the open project may adopt
    save_asked = Signal(str)
    earlier_asked = Signal()
    place_asked = Signal(str, object)  # a name, and what takes the path
    documents_asked = Signal(object)  # what takes the paths
    compared = Signal(object)  # Reviewed
    said = Signal(str)

    def __init__(self, session: Session, jobs: JobRunner, parent: QWidget | None = None) -> None:
        """Compare by `jobs`; the open project lends its joint base and its backdrops."""
        super().__init__(parent)
        self._session, self._jobs = session, jobs
        self._held: dict[Side, Arrived] = {}
        self._base: Arrived | None = None
        self._job: Job | None = None
        self._numbers: Job | None = None
        self.setObjectName("review")
        self.setAccessibleName(self.tr("Review"))
        self.setAcceptDrops(True)
        self.start = ReviewStart()
        self.comparing = Comparing(session, jobs)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.start)
        self._pages.addWidget(self.comparing)
        flat(QVBoxLayout(self)).addWidget(self._pages)
        self.start.asked.connect(self.file_asked)
        self.start.adopt_asked.connect(self.adopt_asked)
        self.comparing.save_asked.connect(self.save_asked)
        self.comparing.others_asked.connect(self.start_over)
        self.comparing.heading.stop_asked.connect(self.stop_measuring)
        self.comparing.heading.again_asked.connect(self.measure)
        merging = self.comparing.agenda.merge
        merging.merge_asked.connect(self.merge)
        merging.earlier_asked.connect(self.earlier_asked)
        merging.write_asked.connect(self._ask_merge_place)
        self.comparing.agenda.pairs.said.connect(self.said)
        self.comparing.paper_asked.connect(self.make_paper)

    @property
    def reviewed(self) -> Reviewed | None:
        """The comparison that is shown."""
        return self.comparing.reviewed

    def take(self, path: Path) -> None:
        """Take a change set or a base that was chosen; when there is one of each side, they are compared."""
        self._jobs.run(arrived, path, done=self._keep, failed=self._refuse, label=self._reading(path))

    def compare(self, path_a: Path, path_b: Path) -> None:
        """Compare two change sets; their order does not matter."""
        if self._job is not None:
            self._job.cancel()
        self._pages.setCurrentWidget(self.start)
        self.start.say(self.tr("Comparing {0} with {1}\u2026").format(path_a.name, path_b.name))
        self._job = self._jobs.run(
            reviewed,
            path_a,
            path_b,
            self._base_at_hand(),
            done=self._show,
            failed=self._refuse,
            label=self.tr("Comparing"),
        )

    def save(self, path: Path) -> None:
        """Write the comparison as one HTML file, GeoJSON or JSON, by the ending of the name."""
        if self.reviewed is None:
            return
        self._jobs.run(
            save_comparison,
            self.reviewed.comparison,
            path,
            done=lambda _: self._say(self.tr("Wrote {0}.").format(path.name)),
            failed=lambda problem: self._say(problem.sentence),
            label=self.tr("Writing {0}").format(path.name),
        )

    def measure(self) -> None:
        """Take the numbers between the lines, with what the open project has beneath them."""
        found = self.reviewed
        self.stop_measuring()
        if found is None:
            return
        self._numbers = self._jobs.run(
            measured_with,
            found,
            self._session.references(),
            done=lambda comparison: self._take_numbers(found, comparison),
            failed=lambda problem: self._say(problem.sentence),
            progress=self.comparing.show_job,
            ended=self._measured,
            label=self.tr("Measuring what lies between"),
        )
        self.comparing.show_job(self._numbers)

    def stop_measuring(self) -> None:
        """Stop taking the numbers; what is known stays."""
        if self._numbers is not None:
            self._numbers.cancel()

    def merge(self) -> None:
        """Merge both sides' change sets on their base; nothing is decided by it."""
        found, panel = self.reviewed, self.comparing.agenda.merge
        if found is None or found.base is None:
            return
        self._jobs.run(
            together,
            found.base,
            found.changes(Side.A),
            found.changes(Side.B),
            tuple(panel.earlier),
            done=self.comparing.show_merge,
            failed=self._refuse_merge,
            label=self.tr("Merging"),
        )

    def merge_shown(self) -> None:
        """Turn to the merge of what is compared."""
        if self.reviewed is None:
            self._say(self.tr("Compare two change sets first; then they can be merged."))
        else:
            self.comparing.merge_wanted()

    def make_paper(self, paper: Paper) -> PaperDialog | None:
        """Show the dialog for a working paper, of the items that are ticked, else of those shown; return it."""
        found, items = self.reviewed, self.comparing.items.model
        side = self._session.project.settings.side if self._session.is_open else Side.A
        if found is None:
            self._say(self.tr("Compare two change sets first; a paper is made of one of them."))
            return None
        try:
            dialog = paper_dialog(paper, found, items.chosen or items.shown, side, self._jobs, self.window())
        except ConfiniaError as problem:
            self._say(problem.sentence)
            return None
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.place_asked.connect(lambda name: self.place_asked.emit(name, dialog.write))
        if isinstance(dialog.form, SquashForm):
            add = dialog.form.add
            dialog.form.files_asked.connect(lambda: self.documents_asked.emit(add))
        dialog.written.connect(self._say)
        dialog.open()
        return dialog

    def take_earlier(self, path: Path) -> None:
        """Take the open items of an earlier merge along."""
        self.comparing.agenda.merge.add_earlier(path)

    def write_merge(self, path: Path) -> None:
        """Write the merge that is shown."""
        found = self.comparing.agenda.merge.found
        if found is not None:
            self._jobs.run(
                written,
                path,
                found.document,
                done=lambda _: self._say(self.tr("Wrote {0}.").format(path.name)),
                failed=lambda problem: self._say(problem.sentence),
                label=self.tr("Writing {0}").format(path.name),
            )

    def start_over(self) -> None:
        """Go back to choosing two change sets."""
        self.stop_measuring()
        self._held = {}
        self.start.show_arrived(self._held, self._base)
        self.start.say("")
        self._pages.setCurrentWidget(self.start)

    def _keep(self, one: Arrived) -> None:
        if isinstance(one.document, ChangeSet):
            self._held[one.document.side] = one
        else:
            self._base = one
        self.start.show_arrived(self._held, self._base)
        if len(self._held) == len(Side):
            self.compare(*(held.path for held in self._held.values()))

    def _take_numbers(self, of: Reviewed, comparison: Comparison) -> None:
        if self.reviewed is of:
            self.comparing.show_numbers(comparison)

    def _measured(self) -> None:
        """Measuring ended, however that was; where it was stopped it can be asked for again."""
        if self._numbers is None or not self._numbers.running:
            self.comparing.show_job(None)
            split = self.comparing.seen_split
            self.comparing.heading.again.setVisible(split is None and bool(self.reviewed and self.reviewed.base))

    def _refuse_merge(self, problem: ConfiniaError) -> None:
        self.comparing.agenda.merge.say(problem.sentence)
        self.said.emit(problem.sentence)

    def _ask_merge_place(self) -> None:
        found = self.comparing.agenda.merge.found
        if found is not None:
            self.place_asked.emit(name_of(found.document), self.write_merge)

    def _show(self, found: Reviewed) -> None:
        self._held = {Side.A: found.a, Side.B: found.b}
        self.comparing.show_reviewed(found, self._session.references())
        self._pages.setCurrentWidget(self.comparing)
        self.comparing.setFocus(Qt.FocusReason.OtherFocusReason)
        self.measure()
        self.compared.emit(found)

    def _refuse(self, problem: ConfiniaError) -> None:
        self._held = {}
        self.start.show_arrived(self._held, self._base)
        if isinstance(problem, ProfilesApart):
            self._held = {Side.A: problem.a, Side.B: problem.b}
            self.start.show_arrived(self._held, self._base)
            self._held = {}  # the next file of either side is compared with another one chosen after it
            self.start.show_profiles(problem, self._session.project.settings.side if self._session.is_open else None)
        else:
            self.start.say(problem.sentence)
        self._pages.setCurrentWidget(self.start)
        if self.start.profiles.isHidden():
            self.said.emit(problem.sentence)
        else:
            self.said.emit(self.tr("They were made under different joint profiles; both are laid side by side."))

    def _base_at_hand(self) -> Base | bytes | None:
        if self._base is not None and isinstance(self._base.document, Base):
            return self._base.document
        kept = self._session.store.base_document() if self._session.is_open else None
        return kept.data if kept is not None else None

    def _say(self, sentence: str) -> None:
        self.comparing.say(sentence)
        self.said.emit(sentence)

    def _reading(self, path: Path) -> str:
        return self.tr("Reading {0}").format(path.name)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept files."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take what was dropped."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        event.acceptProposedAction()
        for path in paths:
            self.take(path)
