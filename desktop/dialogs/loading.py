"""Loading a layer of others: columns mapped, first rows seen, every row checked; nothing is written before "Load"."""

import math
from collections.abc import Callable
from functools import partial
from itertools import pairwise
from pathlib import Path

import numpy as np
from msgspec.structs import replace
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFrame,
    QHBoxLayout,
    QProgressBar,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.dialogs.gate_ground import Places
from desktop.dialogs.loading_form import MappingForm
from desktop.dialogs.loading_jobs import (
    Checked,
    FirstRows,
    Outcome,
    checked,
    first_rows,
    layers_of_file,
    line_of_project,
    taken,
)
from desktop.dialogs.loading_preview import PreviewPane
from desktop.dialogs.loading_report import ReportPage
from desktop.jobs import Answer, Job, JobRunner
from desktop.panels.parts import GRID, button, flat, label
from desktop.session import Session
from geodata.errors import ConfiniaError
from geodata.io.load_preview import Preview
from geodata.io.load_questions import Implausible
from geodata.io.loading import Loaded
from geodata.io.mapping import Mapping, Target, key_of, recalled, written
from geodata.io.source_table import SourceLayer
from geodata.model.profile import JointProfile
from geodata.model.reference import Columns

_PAUSE_MS = 150
_MOST_NAMED = 3


class LoadDialog(QDialog):
    """Loads one layer of a file into the open project; `loaded` carries how much was taken."""

    loaded = Signal(int)

    def __init__(self, session: Session, jobs: JobRunner, path: Path, parent: QWidget | None = None) -> None:
        """Read `path` by `jobs`; load into the session."""
        super().__init__(parent)
        self._session, self._jobs, self.path = session, jobs, path
        self._layers: list[SourceLayer] = []
        self._outcome: Outcome | None = None
        self._job: Job | None = None
        self._left = False
        self._seeing = jobs.latest(self.tr("Reading the first rows"))
        self._drawing = jobs.latest(self.tr("Drawing the project's line"))
        self._places = Places(path, session.project)
        self.layer, self.form = QComboBox(), MappingForm()
        self.pane, self.report = PreviewPane(jobs), ReportPage()
        self._said = label("", wrap=True)
        self._bar = QProgressBar()
        self._pause = QTimer(self, interval=_PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self._see)
        self.asked = button("", self.go_to_question)
        self.asked.setProperty("flat", "true")
        self.back = button(self.tr("&Back"), self.go_back)
        self.check = button(self.tr("&Check every row"), self.check_all, primary=True)
        self.load = button(self.tr("&Load"), self.carry_out, primary=True)
        self.stop = button(self.tr("Stop"), self._cancel)
        self._arrange()
        self._connect()
        self._start(layers_of_file, path, done=self._show_layers, label=self.tr("Reading {0}").format(path.name))

    # --- what is loaded ----------------------------------------------------------------------------------------------

    def mapping(self) -> Mapping:
        """Return the mapping as it is filled in."""
        return self.form.mapping()

    def choose_layer(self, name: str) -> None:
        """Look at another layer of the file."""
        self.layer.setCurrentIndex(self.layer.findData(name))
        self._show_layer()

    def choose_role(self, target: Target) -> None:
        """Let the rows become something else; columns are those remembered for such files, else guessed."""
        layer = self._layer()
        if layer is not None:
            remembered = recalled(self._session.store.remembered_mapping(key_of(layer, target)), layer, target)
            self.form.show_mapping(layer, self._with_answers(remembered), self._profile)
            self._order()
            self._see()
            self._allow()

    def questions(self) -> list[str]:
        """Return what is still to be answered, by name."""
        return [name for name, _ in self.form.gate.still_open()]

    def go_to_question(self) -> None:
        """Lead the keyboard to the first question that is still to be answered."""
        for _, widget in self.form.gate.still_open()[:1]:
            self._scroll.ensureWidgetVisible(widget, 0, 8 * GRID)
            widget.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def check_all(self) -> None:
        """Look at every row and say what it comes to; nothing is written."""
        if self._layer() is None:
            return
        if self.questions():
            self.go_to_question()
            return
        self._pause.stop()
        self._seeing.cancel()  # else the first rows come back over what all rows come to
        self._start(
            checked,
            self.path,
            self.mapping(),
            self._session.project,
            self.report.update_box.isChecked(),
            done=self._show_outcome,
            label=self.tr("Checking every row"),
        )

    def carry_out(self) -> None:
        """Load what was checked: one durable step that undo takes back."""
        found = self._outcome
        if found is None or not self.load.isEnabled():
            return
        self._set_busy(True)
        if isinstance(found, Loaded):
            deltas = found.deltas
            taken_in = partial(self._finish, found)
            self._job = self._session.load(found.label, deltas, taken_in, self._free, found.originals)
        else:
            layer = found.layer
            self._job = self._session.load_reference(layer, done=lambda: self._finish(found), ended=self._free)

    def go_back(self) -> None:
        """Go back to columns and first rows."""
        self._outcome = None
        self._steps.setCurrentIndex(0)
        self._see()
        self._allow()

    # --- answers -----------------------------------------------------------------------------------------------------

    def _show_layers(self, layers: list[SourceLayer]) -> None:
        self._layers = layers
        self._drawing.run(line_of_project, self._session.project, done=self.pane.show_line)
        for layer in layers:
            self.layer.addItem(f"{layer.name}   {layer.geometry}, {layer.rows:,}", layer.name)
        self.layer.setVisible(len(layers) > 1)
        if not layers:
            self._said.setText(self.tr("{0} has no layer with geometry.").format(self.path.name))
        self._show_layer()

    def _show_layer(self) -> None:
        layer = self._layer()
        if layer is not None:
            self.choose_role(_likely(layer))
        self._allow()

    def _layer(self) -> SourceLayer | None:
        return next((layer for layer in self._layers if layer.name == self.layer.currentData()), None)

    @property
    def _profile(self) -> JointProfile:
        return self._session.project.settings.profile

    def _with_answers(self, mapping: Mapping) -> Mapping:
        """A mapping for other rows with what was answered of this layer already."""
        given = self.mapping()
        if given.layer != mapping.layer:
            return mapping
        return replace(mapping, crs=given.crs, axes=given.axes, statement=given.statement)

    def _see(self) -> None:
        if self._layer() is not None:
            self._seeing.run(first_rows, self.path, self._places, self.mapping(), done=self._show_rows)

    def _show_rows(self, rows: FirstRows) -> None:
        if self._left or self._steps.currentIndex() == 1:
            return
        self.form.gate.show_ground(rows.ground)
        self._order()
        places = np.empty((0, 2)) if rows.ground is None else rows.ground.places
        self.pane.show_preview(rows.preview, self.questions(), places)
        if rows.ground is not None and math.isfinite(rows.ground.beside):
            self.pane.see_beside(rows.ground.beside)
        columns = rows.preview.columns if isinstance(rows.preview, Preview) else Columns.of_lines([])
        self.form.gate.show_places(self._profile, columns)
        self._allow()

    def _show_outcome(self, done: Checked) -> None:
        found = self._outcome = done.found
        self.report.show_outcome(found)
        self.pane.draw_taken(done.columns)
        self._steps.setCurrentIndex(1)
        number = taken(found)
        self.load.setText(self.tr("&Load {0}").format(found.mapping.target.counted(number)))
        self._allow()

    def _finish(self, found: Outcome) -> None:
        self._job = None
        layer = self._layer()
        if layer is not None:
            self._session.store.remember_mapping(key_of(layer, found.mapping.target), written(found.mapping, layer.crs))
        number = taken(found)
        self._said.setText(self.tr("Loaded {0}.").format(found.mapping.target.counted(number)))
        self._outcome = None
        self.loaded.emit(number)
        if not found.report.refused:
            self.accept()
            return
        self.load.hide()
        self.done_button.setText(self.tr("&Close"))

    # --- work --------------------------------------------------------------------------------------------------------

    def _start(self, function: Callable[..., object], *args: object, done: Answer, label: str) -> None:
        self._said.clear()
        self._set_busy(True)
        self._job = self._jobs.run(
            function, *args, done=done, failed=self._refuse, progress=self._tell, ended=self._free, label=label
        )

    def _refuse(self, problem: ConfiniaError) -> None:
        if self._left:
            return
        if isinstance(problem, Implausible):
            self.form.gate.show_refused(problem.findings)
        else:
            self._said.setText(problem.sentence)

    def _tell(self, job: Job) -> None:
        if not self._left:
            self._bar.setRange(0, job.total)
            self._bar.setValue(job.steps)
            self._bar.setAccessibleDescription(job.what)

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _free(self) -> None:
        self._job = None
        if not self._left:
            self._set_busy(False)
            if self.load.isEnabled() and self._steps.currentIndex() == 1:
                self.load.setFocus(Qt.FocusReason.OtherFocusReason)

    def _set_busy(self, busy: bool) -> None:
        self._bar.setRange(0, 0)
        self._bar.setVisible(busy)
        self.stop.setVisible(busy)
        self._allow()

    def _allow(self) -> None:
        busy, report = self.stop.isVisibleTo(self), self._steps.currentIndex() == 1
        self.back.setVisible(report and self._outcome is not None)
        self.check.setVisible(not report)
        still = self.questions()
        self.check.setEnabled(not busy and self._layer() is not None and not still)
        self.asked.setVisible(bool(still) and not report)
        self.asked.setText(self._counted(still))
        self.load.setVisible(report)
        some = self._outcome is not None and taken(self._outcome) > 0
        self.load.setEnabled(some and not busy and self._session.can_write)

    def _counted(self, still: list[str]) -> str:
        shown = ", ".join(still[:_MOST_NAMED])
        rest = self.tr(" and {0} more").format(len(still) - _MOST_NAMED) if len(still) > _MOST_NAMED else ""
        return self.tr("&{0} to answer: {1}").format(len(still), shown + rest)

    def done(self, result: int) -> None:
        """Stop what runs and leave; nothing is written but by Load, and that whole or not at all."""
        self._left = True  # answers that are under way find the widgets gone
        self._cancel()
        self._seeing.cancel()
        self._drawing.cancel()
        super().done(result)

    # --- arrangement -------------------------------------------------------------------------------------------------

    def _order(self) -> None:
        feet = (self.stop, self.done_button, self.asked, self.back, self.check, self.load)
        report = self.report.update_box, self.report.view
        stops = (self.layer, *self.form.stops(), *report, self.pane.canvas, self.pane.table, *feet)
        for before, after in pairwise(stops):  # what was made later than the rest would come last
            QWidget.setTabOrder(before, after)

    def _connect(self) -> None:
        self.layer.activated.connect(lambda _: self._show_layer())
        self.form.role_chosen.connect(self.choose_role)
        self.form.changed.connect(self._pause.start)
        self.form.changed.connect(self._allow)
        self.report.look_asked.connect(self.pane.zoom_to)
        self.report.update_asked.connect(lambda _: self.check_all())

    def _arrange(self) -> None:
        self.setWindowTitle(self.tr("Load {0}").format(self.path.name))
        self.setSizeGripEnabled(True)
        self.resize(1120, 760)
        self.layer.setAccessibleName(self.tr("Layer of the file"))
        self.done_button = button(self.tr("Cancel"), self.reject)
        self._steps = QStackedWidget()
        self._scroll = _scrolled(self.form)
        self._steps.addWidget(self._scroll)
        self._steps.addWidget(self.report)
        self._steps.setFixedWidth(max(460, 64 * self.fontMetrics().averageCharWidth()))
        across = flat(QHBoxLayout(), 2 * GRID)
        across.addWidget(self._steps)
        across.addWidget(self.pane, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        column.addWidget(label(str(self.path.name), "title"))
        column.addWidget(self.layer)
        column.addLayout(across, 1)
        column.addWidget(self._said)
        column.addLayout(self._foot())
        for verb in (self.asked, self.back, self.check, self.load, self.stop, self.done_button):
            verb.setAutoDefault(False)

    def _foot(self) -> QHBoxLayout:
        row = flat(QHBoxLayout(), GRID)
        row.addWidget(self._bar, 1)
        row.addWidget(self.stop)
        row.addStretch(1)
        for verb in (self.done_button, self.asked, self.back, self.check, self.load):
            row.addWidget(verb)
        return row


def _likely(layer: SourceLayer) -> Target:
    """What the rows of a layer most likely become, by the shape of its geometry and its name."""
    name, shape = layer.name.casefold(), layer.geometry.casefold()
    if "polygon" in shape:
        return Target.REFERENCE
    if "point" in shape:
        words = {Target.MARKERS: ("marker", "pillar", "znak"), Target.TURNING_POINTS: ("turning", "tp", "catalogue")}
        return next((target for target, known in words.items() if any(w in name for w in known)), Target.REFERENCE)
    routes = ("rail", "road", "route", "highway", "street", "pipe", "power")
    return Target.ROUTES if any(word in name for word in routes) else Target.SEGMENTS


def _scrolled(form: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(form)
    return area
