"""Working papers: a form, a preview of all that would be in the paper, and its file. A paper is in nobody's chain."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from desktop.dialogs.figures import count
from desktop.dialogs.papers_forms import InvertForm, PickForm, SquashForm
from desktop.dialogs.papers_jobs import (
    Given,
    Made,
    counted_edits,
    made_one,
    papers_written,
    picked,
    taken_back,
)
from desktop.jobs import Job, JobRunner
from desktop.panels.parts import GRID, button, flat, label, readable, within_screen
from geodata.cancel import Progress
from geodata.changes.comparing.comparison import Item
from geodata.changes.documents.base import Base
from geodata.errors import ConfiniaError
from geodata.model.status import Side

translate = QCoreApplication.translate

Making = Callable[[Progress], Made]


class PaperDialog(QDialog):
    """Shows what would be written, and writes it.

    `place_asked` carries a name, and the place comes back through `write`; `written` carries a sentence.
    """

    place_asked = Signal(str)
    written = Signal(str)

    def __init__(self, title: str, told: str, form: QWidget, jobs: JobRunner, parent: QWidget | None = None) -> None:
        """Ask with `form`; what is to be made is said with `make`."""
        super().__init__(parent)
        self.setWindowTitle(title)
        self._jobs, self.form = jobs, form
        self._job: Job | None = None
        self.made: Made | None = None
        self.with_rest: Callable[[], bool] = lambda: False
        self.preview, self.said = QTreeWidget(), readable("")
        self.verb = button(self.tr("&Write the paper\u2026"), self._ask_place, primary=True)
        self._arrange(title, told)

    def make(self, making: Making) -> None:
        """Make another paper and preview it."""
        if self._job is not None:
            self._job.cancel()
        self._forget(self.tr("Making the paper\u2026"))
        self._job = self._jobs.run(making, done=self._show, failed=self._refuse, label=self.tr("Making a paper"))

    def write(self, path: Path) -> None:
        """Write what is previewed."""
        if self.made is not None:
            self._jobs.run(
                papers_written,
                path,
                self.made,
                self.with_rest(),
                done=self._tell_written,
                failed=self._refuse_writing,
                label=self.tr("Writing {0}").format(path.name),
            )

    def done(self, result: int) -> None:
        """Stop what is being made, and close."""
        if self._job is not None:
            self._job.cancel()
        super().done(result)

    def _forget(self, sentence: str) -> None:
        self.made = None
        self.preview.clear()
        self.said.setText(sentence)
        self.verb.setEnabled(False)

    def _show(self, made: Made) -> None:
        self.made = made
        self.preview.clear()
        for part in made.preview:
            row = QTreeWidgetItem([part.heading, count(len(part.lines))])
            row.setTextAlignment(1, Qt.AlignmentFlag.AlignRight)
            row.addChildren([QTreeWidgetItem([line]) for line in part.lines])
            self.preview.addTopLevelItem(row)
        self.preview.expandToDepth(0)
        last = self.preview.topLevelItem(len(made.preview) - 1)
        if last is not None and len(made.preview) > 2:
            last.setExpanded(False)
        told = self.tr("The paper holds {0} of side {1}, in {2} operations. It is in nobody's chain.")
        edits = sum(len(part.lines) for part in made.preview[:2]) if made.rest or len(made.preview) > 2 else None
        held = counted_edits(len(made.paper.changes) if edits is None else edits)
        self.said.setText(told.format(held, made.paper.side, count(len(made.paper.changes))))
        self.verb.setEnabled(bool(made.paper.changes))

    def _refuse(self, problem: ConfiniaError) -> None:
        self._forget(problem.sentence)

    def _refuse_writing(self, problem: ConfiniaError) -> None:
        self.said.setText(problem.sentence)

    def _ask_place(self) -> None:
        if self.made is not None:
            self.place_asked.emit(self.made.name)

    def _tell_written(self, files: Sequence[Path]) -> None:
        told = self.tr("Wrote {0}.").format(" and ".join(path.name for path in files))
        self.written.emit(told)
        self.accept()

    def _arrange(self, title: str, told: str) -> None:
        self.preview.setHeaderLabels([self.tr("what"), self.tr("edits")])
        self.preview.setAccessibleName(self.tr("What would be written"))
        self.preview.setUniformRowHeights(True)
        self.preview.header().setStretchLastSection(False)
        self.preview.header().setSectionResizeMode(0, self.preview.header().ResizeMode.Stretch)
        self.preview.header().setSectionResizeMode(1, self.preview.header().ResizeMode.ResizeToContents)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        column.addWidget(label(title, "title", wrap=True))
        column.addWidget(label(told, "muted", wrap=True))
        column.addWidget(self.form)
        column.addWidget(self.preview, 1)
        column.addWidget(self.said)
        row = flat(QHBoxLayout(), GRID)
        row.addStretch(1)
        row.addWidget(self.verb)
        row.addWidget(button(self.tr("Close"), self.reject))
        column.addLayout(row)
        self.resize(within_screen(self, QSize(620, 620)))


def pick_dialog(
    given: dict[Side, Given], items: Sequence[Item], first: Side, jobs: JobRunner, parent: QWidget | None = None
) -> PaperDialog:
    """Return the dialog that takes the edits behind some items into a paper."""
    form = PickForm(len(items), list(given), first)
    told = translate(
        "Papers", "The change set stays as it is. The paper and the rest together are the change set again."
    )
    dialog = PaperDialog(translate("Papers", "Take these into a paper"), told, form, jobs, parent)

    def remake() -> None:
        dialog.make(partial(picked, given[form.side.side], items, form.others.isChecked()))

    dialog.with_rest = form.rest.isChecked
    form.changed.connect(remake)
    remake()
    return dialog


def invert_dialog(given: dict[Side, Given], first: Side, jobs: JobRunner, parent: QWidget | None = None) -> PaperDialog:
    """Return the dialog that takes a change set back."""
    form = InvertForm(list(given), first)
    told = translate(
        "Papers",
        "A paper to be laid after the change set: the two come to nothing. The change set itself stays in its chain.",
    )
    dialog = PaperDialog(translate("Papers", "Take back"), told, form, jobs, parent)

    def remake() -> None:
        dialog.make(partial(taken_back, given[form.side.side], form.message.text()))

    form.changed.connect(remake)
    remake()
    return dialog


def squash_dialog(
    base: Base | None, files: Sequence[Path], jobs: JobRunner, parent: QWidget | None = None
) -> PaperDialog:
    """Return the dialog that makes one paper of several change sets of one side."""
    form = SquashForm()
    told = translate(
        "Papers",
        "Change sets and papers of one side become one, in whatever order. Of one chain the last link stands for all.",
    )
    dialog = PaperDialog(translate("Papers", "Make one of several"), told, form, jobs, parent)
    form.changed.connect(lambda: dialog.make(partial(made_one, base, tuple(form.files), form.message.text())))
    form.add(files)
    return dialog
