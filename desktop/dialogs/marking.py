"""Marking: from where to where, agreed, disputed or open, why, on which sources; what it replaces is said first."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.dialogs.figures import metres
from desktop.dialogs.place_edit import PlaceEdit
from desktop.dialogs.samples import sample
from desktop.dialogs.sources_list import SourcesList
from desktop.dialogs.words import word
from desktop.panels.parts import GRID, button, empty_state, flat, label
from desktop.selection import Selection
from desktop.session import Session
from geodata.errors import ConfiniaError
from geodata.geometry.stretch import between, whole
from geodata.model.feature import Kind
from geodata.model.names import label_of
from geodata.model.segment import Segment, Standing
from geodata.model.status import Reason, View
from geodata.model.stretch import Stretch

_KEYS = {View.AGREED: "Alt+A", View.DISPUTED: "Alt+D", View.OPEN: "Alt+O"}


class MarkPanel(QWidget):
    """What the project's own side says of a stretch. Follows the selection; changing an end moves it on the map too.

    `source_asked` asks for the panel in which a source is entered.
    """

    source_asked = Signal()
    marked = Signal(str)  # a sentence: what was marked

    def __init__(self, session: Session, selection: Selection, parent: QWidget | None = None) -> None:
        """Mark in the session what is selected."""
        super().__init__(parent)
        self._session, self._selection = session, selection
        self._typing = False
        self.setObjectName("mark")
        self.setAccessibleName(self.tr("Mark"))
        self.start = PlaceEdit(self.tr("From"))
        self.end = PlaceEdit(self.tr("To"))
        self.reason = QComboBox()
        self.note = QPlainTextEdit()
        self.sources = SourcesList()
        self.views: dict[View, QPushButton] = {}
        self._group = QButtonGroup(self)
        self._title, self._names = label("", "title", wrap=True), label("", "muted", wrap=True)
        self._length, self._preview = label("", "muted", wrap=True), label("", "muted", wrap=True)
        self._said = label("", wrap=True)
        self.mark = button(self.tr("Mark"), self.carry_out, primary=True)
        self._pages = QStackedWidget()
        self._arrange()
        self._connect()
        self.refresh()

    # --- what is marked ----------------------------------------------------------------------------------------------

    def segment(self) -> Segment | None:
        """Return the segment that would be marked."""
        if self._selection.kind is not Kind.SEGMENT or not self._session.is_open:
            return None
        found = self._session.project.layers[Kind.SEGMENT].get(self._selection.first or "")
        return found if isinstance(found, Segment) else None

    def stretch(self) -> Stretch:
        """Return the stretch that would be marked; raise InvalidFeature with what is missing."""
        return between(self.start.place(), self.end.place())

    @property
    def view(self) -> View:
        """The word that would be recorded."""
        return next(view for view, choice in self.views.items() if choice.isChecked())

    def choose(self, view: View) -> None:
        """Choose agreed, disputed or open."""
        self.views[view].setChecked(True)
        self._tell()

    def choose_whole(self) -> None:
        """Choose the whole segment."""
        segment = self.segment()
        if segment is not None:
            self._selection.choose_stretch(segment.id, whole(segment))

    def carry_out(self) -> None:
        """Mark; what was refused stays as typed and is said."""
        segment = self.segment()
        if segment is None:
            return
        try:
            stretch = self.stretch()
        except ConfiniaError as problem:
            self._said.setText(problem.sentence)
            return
        view, note = self.view, self.note.toPlainText()
        self._said.clear()
        reason = Reason(self.reason.currentData()) if view is View.DISPUTED else Reason.UNSTATED
        if self._session.mark(segment, stretch, view, note, reason, self.sources.ticked()):
            self._done(stretch, view)
        elif not self._said.text():  # a refusal has been said
            self._said.setText(self.tr("Nothing changed: this is what is recorded already."))

    def _done(self, stretch: Stretch, view: View) -> None:
        said = self.tr("{0} to {1} is now {2} in {3}'s view. Undo takes it back.").format(
            metres(stretch.start.at), metres(stretch.end.at), word(view), self._session.project.settings.side
        )
        self.note.clear()
        self.sources.tick(())
        self._tell()
        self._said.setText(said)
        self.marked.emit(said)

    # --- following ---------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Take the selection and the register anew."""
        if self._typing:
            return
        segment = self.segment()
        self._pages.setCurrentIndex(0 if segment is None else 1)
        project = self._session.project if self._session.is_open else None
        self.sources.show_sources(project)
        for edit in (self.start, self.end):
            edit.set_segment(segment, project)
        if segment is None:
            return
        self._title.setText(segment.source_id or segment.id[:8])
        self._names.setText(label_of(segment.names, ""))
        self._names.setVisible(bool(segment.names))
        stretch = self._selection.stretch
        self.start.set_anchor(stretch.start if stretch else None)
        self.end.set_anchor(stretch.end if stretch else None)
        self._tell()

    def _edited(self) -> None:
        """Move the chosen stretch along while somebody types, if what is typed is one."""
        segment = self.segment()
        try:
            stretch = self.stretch()
        except ConfiniaError:
            self._tell()
            return
        if segment is not None:
            self._typing = True  # the field being typed in is left alone
            self._selection.choose_stretch(segment.id, stretch)
            self._typing = False
        self._tell()

    def _tell(self) -> None:
        """Say how long the stretch is and what the mark would replace."""
        self._said.clear()
        self.reason.setEnabled(self.view is View.DISPUTED)
        segment = self.segment()
        try:
            stretch = self.stretch()
        except ConfiniaError as problem:
            self._length.setText("")
            self._preview.setText(problem.sentence)
            self.mark.setEnabled(False)
            return
        self.mark.setEnabled(self._session.can_write)
        self._length.setText(f"{metres(stretch.length)}, {self._session.project.settings.profile.method}")
        self._preview.setText(self._consequence(segment, stretch) if segment else "")

    def _consequence(self, segment: Segment, stretch: Stretch) -> str:
        side = self._session.project.settings.side
        touched = [held for held in segment.standings(side) if _meet(held.stretch, stretch)]
        if touched:
            text = self.tr("Replaces {0}.").format(", ".join(_replaced(held, stretch) for held in touched))
        else:
            text = self.tr("{0} has said nothing here yet; nothing is replaced.").format(side)
        if segment.delimitation.decided:
            return text + " " + self.tr("Both chairs decided this segment: the mark proposes to reopen it.")
        return text + " " + self.tr("{0}'s position and the joint status are not touched.").format(side.other)

    # --- arrangement -------------------------------------------------------------------------------------------------

    def _arrange(self) -> None:
        told = self.tr("Click a segment on the map or the strip, or drag along the strip to choose a stretch.")
        self._pages.addWidget(empty_state(self.tr("Nothing to mark yet."), told))
        self._pages.addWidget(self._form())
        flat(QVBoxLayout(self)).addWidget(self._pages)

    def _form(self) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(2 * GRID, 2 * GRID, GRID, 2 * GRID)
        column.setSpacing(GRID)
        column.addWidget(self._title)
        column.addWidget(self._names)
        column.addLayout(self._ends())
        column.addLayout(self._choices())
        column.addLayout(self._why())
        column.addWidget(self._preview)
        column.addWidget(self._said)
        row = flat(QHBoxLayout(), GRID)
        row.addStretch(1)
        row.addWidget(label(self.tr("Ctrl+Enter"), "small"))
        row.addWidget(self.mark)
        column.addLayout(row)
        column.addStretch(1)
        return made

    def _ends(self) -> QFormLayout:
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(self.tr("&From"), self.start)
        form.addRow(self.tr("&To"), self.end)
        row = flat(QHBoxLayout(), GRID)
        row.addWidget(self._length, 1)
        all_of_it = button(self.tr("&Whole"), self.choose_whole)
        all_of_it.setAccessibleName(self.tr("Whole segment"))
        all_of_it.setToolTip(self.tr("Choose the whole segment"))
        row.addWidget(all_of_it)
        form.addRow(self.tr("Length"), row)
        form.labelForField(self.end).setMinimumWidth(form.labelForField(self.start).sizeHint().width())
        return form

    def _choices(self) -> QHBoxLayout:
        row = flat(QHBoxLayout(), GRID // 2)
        for view in View:
            choice = QPushButton(word(view))
            choice.setCheckable(True)
            choice.setIcon(sample(view.position))
            choice.setAccessibleName(self.tr("Mark as {0}").format(word(view)))
            choice.setToolTip(_KEYS[view])
            choice.setShortcut(QKeySequence(_KEYS[view]))
            choice.clicked.connect(self._tell)
            self._group.addButton(choice)
            self.views[view] = choice
            row.addWidget(choice, 1)
        self.views[View.AGREED].setChecked(True)
        return row

    def _why(self) -> QVBoxLayout:
        column = flat(QVBoxLayout(), GRID // 2)
        for reason in Reason:
            self.reason.addItem(word(reason), reason.value)
        self.reason.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.reason.setMinimumContentsLength(12)
        self.reason.setAccessibleName(self.tr("Why the readings differ"))
        self.note.setAccessibleName(self.tr("Shared note on this position"))
        self.note.setPlaceholderText(self.tr("What the other side should read"))
        self.note.setTabChangesFocus(True)
        self.note.setMaximumHeight(72)
        column.addWidget(label(self.tr("Why the readings differ"), "section"))
        column.addWidget(self.reason)
        column.addWidget(label(self.tr("Note, shared: it travels with the change set"), "section", wrap=True))
        column.addWidget(self.note)
        row = flat(QHBoxLayout(), GRID)
        row.addWidget(label(self.tr("Sources"), "section"))
        row.addStretch(1)
        row.addWidget(button(self.tr("Enter a source\u2026"), self.source_asked.emit))
        column.addLayout(row)
        column.addWidget(self.sources)
        return column

    def _connect(self) -> None:
        for edit in (self.start, self.end):
            edit.edited.connect(self._edited)
        for signal in (self._session.opened, self._session.closed, self._selection.changed):
            signal.connect(self.refresh)
        self._selection.stretch_chosen.connect(self.refresh)
        self._session.changed.connect(self._follow)
        self._session.refused.connect(self._said.setText)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.carry_out)
        self.setFocusProxy(self.start)

    def _follow(self) -> None:
        segment = self.segment()
        project = self._session.project if self._session.is_open else None
        self.sources.show_sources(project)
        for edit in (self.start, self.end):
            edit.set_segment(segment, project)
        if segment is None:
            self._pages.setCurrentIndex(0)
        else:
            self._tell()


def _meet(a: Stretch, b: Stretch) -> bool:
    return a.start.at < b.end.at and b.start.at < a.end.at


def _replaced(held: Standing, by: Stretch) -> str:
    """What a mark takes the place of: the word and from where to where, cut to the mark."""
    start, end = max(held.stretch.start.at, by.start.at), min(held.stretch.end.at, by.end.at)
    return f"{word(held.position)} {metres(start, 0)}\u2013{metres(end, 0)}"
