"""The side's own line for a stretch: drawn on the map or taken from a file, measured before it is put on the table."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QHBoxLayout, QLineEdit, QListWidget, QVBoxLayout, QWidget

from desktop.dialogs.figures import metres
from desktop.dialogs.sources_list import SourcesList
from desktop.dialogs.variant_lines import candidates, offered
from desktop.jobs import JobRunner
from desktop.map.plane import Floats
from desktop.panels.parts import GRID, button, flat, label, rule
from desktop.selection import Selection
from desktop.session import Session
from geodata.errors import ConfiniaError
from geodata.geometry.world import world_of
from geodata.io.offered_lines import Offered
from geodata.model.feature import Kind
from geodata.model.line import Line
from geodata.model.segment import Segment
from geodata.model.variant import Variant, VariantState


class VariantPanel(QWidget):
    """Puts an alternative line of the own side on the table, and takes one off it.

    `draw_asked` asks for the drawing tool, whose line comes back through `take_degrees`; `file_asked` for a file, which
    comes back through `read`. `line_changed` tells the line that would be put on the table, or None, to be shown.
    """

    draw_asked = Signal()
    file_asked = Signal()
    line_changed = Signal(object)

    def __init__(self, session: Session, selection: Selection, jobs: JobRunner, parent: QWidget | None = None) -> None:
        """Draw in the session, on the selected segment; files are read by `jobs`."""
        super().__init__(parent)
        self._session, self._selection, self._jobs = session, selection, jobs
        self._line: Line | None = None
        self._read: Offered | None = None
        self.setObjectName("variant")
        self.setAccessibleName(self.tr("The side's own line"))
        self._title, self._said = label("", "title", wrap=True), label("", "muted", wrap=True)
        self._measures = label("", wrap=True)
        self.found = QComboBox()
        self.name, self.basis = QLineEdit(), QLineEdit()
        self.sources = SourcesList()
        self.drawn = QListWidget()
        self.propose = button(self.tr("&Put on the table"), self.carry_out, primary=True)
        self.withdraw = button(self.tr("&Withdraw"), self.withdraw_chosen)
        self._arrange()
        for signal in (session.opened, session.closed, selection.changed):
            signal.connect(self._start_over)
        session.changed.connect(lambda _: self.refresh())
        session.refused.connect(self._said.setText)
        self.found.activated.connect(self._take_found)
        self.drawn.currentRowChanged.connect(lambda _: self._allow())
        self.refresh()

    def segment(self) -> Segment | None:
        """Return the segment that the line is an alternative for."""
        if self._selection.kind is not Kind.SEGMENT or not self._session.is_open:
            return None
        found = self._session.project.layers[Kind.SEGMENT].get(self._selection.first or "")
        return found if isinstance(found, Segment) else None

    def take_degrees(self, degrees: Floats) -> None:
        """Take a line drawn on the map: (n, 2) longitude and latitude."""
        try:
            self.take(world_of(self._session.project.settings.profile).line_of(degrees))
        except ConfiniaError as problem:
            self._said.setText(problem.sentence)

    def read(self, path: Path) -> None:
        """Read the lines of a file, off the window's thread; one is taken at once, of several one is chosen."""
        if not self._session.is_open:
            return
        self._jobs.run(
            candidates,
            path,
            self._session.project,
            done=self._offer,
            failed=lambda problem: self._said.setText(problem.sentence),
            label=self.tr("Reading {0}").format(path.name),
        )

    def take(self, line: Line | None, read: Offered | None = None) -> None:
        """Measure a line against the segment's; nothing is written. `read` is the file's line that it is."""
        self._line, self._read = line, read
        self._said.clear()
        self._measures.setText(self._measured(line))
        self.line_changed.emit(line)
        self._allow()

    def carry_out(self) -> None:
        """Put the line on the table."""
        segment = self.segment()
        if segment is None or self._line is None:
            return
        text = self.name.text(), self.basis.text()
        if self._session.draw_variant(segment, self._line, *text, self.sources.ticked(), self._read):
            self.name.clear()
            self.basis.clear()
            self.take(None)
            self._said.setText(self.tr("The line is on the table. Undo takes it back."))

    def withdraw_chosen(self) -> None:
        """Withdraw the line marked in the list; it stays on record as withdrawn."""
        variant = self._chosen()
        if variant is not None and self._session.withdraw_variant(variant):
            self._said.setText(self.tr("Withdrawn; it stays on record."))

    def refresh(self) -> None:
        """Take register, lines and segment anew."""
        segment = self.segment()
        self._title.setText(self.tr("Select a segment first.") if segment is None else _called(segment))
        self.sources.show_sources(self._session.project if self._session.is_open else None)
        row = self.drawn.currentRow()
        self.drawn.clear()
        for variant in self._own():
            self.drawn.addItem(_told(variant))
            self.drawn.item(self.drawn.count() - 1).setData(Qt.ItemDataRole.UserRole, variant.id)
        self.drawn.setCurrentRow(row if 0 <= row < self.drawn.count() else -1)
        self._allow()

    def _start_over(self) -> None:
        self.found.clear()
        self.found.hide()
        self.take(None)
        self.refresh()

    def _own(self) -> list[Variant]:
        segment = self.segment()
        if segment is None:
            return []
        project = self._session.project
        mine = (one for one in project.all(Variant) if one.proposed_by is project.settings.side)
        return sorted((one for one in mine if one.segment == segment.id), key=lambda one: one.stretch.start.at)

    def _chosen(self) -> Variant | None:
        row = self.drawn.currentRow()
        id_ = self.drawn.item(row).data(Qt.ItemDataRole.UserRole) if row >= 0 else None
        return next((one for one in self._own() if one.id == id_), None)

    def _offer(self, found: list[Offered]) -> None:
        self.found.clear()
        for candidate in found:
            self.found.addItem(candidate.title, candidate)
        self.found.setVisible(len(found) > 1)
        self._take_found(0)

    def _take_found(self, row: int) -> None:
        candidate = self.found.itemData(row)
        if isinstance(candidate, Offered):
            self.take(candidate.line, candidate)

    def _measured(self, line: Line | None) -> str:
        segment = self.segment()
        if line is None or segment is None:
            return self.tr("Draw a line on the map, or take one from a file.")
        try:
            offer = offered(self._session.project, segment, line)
        except ConfiniaError as problem:
            return problem.sentence
        told = self.tr("Covers {0} to {1}. {2} long ({5}); up to {3} from the base's line, at {4}.")
        ends = metres(offer.start), metres(offer.end)
        method = self._session.project.settings.profile.method
        return told.format(*ends, metres(offer.length), metres(offer.apart, 1), metres(offer.apart_at), method)

    def _allow(self) -> None:
        able = self._session.can_write and self.segment() is not None
        self.propose.setEnabled(able and self._line is not None)
        chosen = self._chosen()
        self.withdraw.setEnabled(able and chosen is not None and chosen.state is VariantState.ACTIVE)

    def _arrange(self) -> None:
        self.found.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.found.setAccessibleName(self.tr("Lines of the file"))
        self.found.hide()
        self.drawn.setAccessibleName(self.tr("Lines of your side on this segment"))
        self.drawn.setMaximumHeight(120)
        offers = flat(QHBoxLayout(), GRID)
        offers.addWidget(button(self.tr("&Draw it"), self.draw_asked.emit, "line"))
        offers.addWidget(button(self.tr("From a &file\u2026"), self.file_asked.emit, "load"))
        offers.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, GRID, 2 * GRID)
        column.setSpacing(GRID)
        column.addWidget(self._title)
        column.addLayout(offers)
        column.addWidget(self.found)
        column.addWidget(self._measures)
        column.addLayout(self._form())
        column.addLayout(_right(self.propose))
        column.addWidget(rule())
        column.addWidget(label(self.tr("Lines of your side on this segment"), "section"))
        column.addWidget(self.drawn)
        column.addLayout(_right(self.withdraw))
        column.addWidget(self._said)
        column.addStretch(1)

    def _form(self) -> QFormLayout:
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.name.setAccessibleName(self.tr("Name of the line"))
        self.basis.setAccessibleName(self.tr("What it rests on"))
        self.basis.setPlaceholderText(self.tr("act, article, how it was digitised"))
        form.addRow(self.tr("Name"), self.name)
        form.addRow(self.tr("Rests on"), self.basis)
        form.addRow(self.tr("Sources"), self.sources)
        return form


def _called(segment: Segment) -> str:
    return segment.source_id or segment.id[:8]


def _told(variant: Variant) -> str:
    ends = f"{variant.stretch.start.at / 1e6:,.3f} \u2013 {variant.stretch.end.at / 1e6:,.3f} km"
    state = "" if variant.state is VariantState.ACTIVE else variant.state.value
    return " \u00b7 ".join(filter(None, (variant.label, ends, state)))


def _right(verb: QWidget) -> QHBoxLayout:
    row = flat(QHBoxLayout(), GRID)
    row.addStretch(1)
    row.addWidget(verb)
    return row
