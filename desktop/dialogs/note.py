"""Notes: what travels and what stays are written in two boxes that cannot be mistaken for each other."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.dialogs.figures import metres
from desktop.dialogs.words import word
from desktop.icons import SIZE, icon
from desktop.panels.parts import GRID, button, flat, label
from desktop.selection import Selection
from desktop.session import Session
from geodata.model.annotation import NoteKind
from geodata.model.feature import Feature
from geodata.model.names import label_of
from geodata.model.stretch import Stretch


class NotePanel(QWidget):
    """A note on what is selected: shared above, private below. Each box has its own button."""

    written = Signal(str)  # a sentence: what was written

    def __init__(self, session: Session, selection: Selection, parent: QWidget | None = None) -> None:
        """Write into the session, on what is selected."""
        super().__init__(parent)
        self._session, self._selection = session, selection
        self.setObjectName("note")
        self.setAccessibleName(self.tr("Note"))
        self._title, self._said = label("", "title", wrap=True), label("", "muted", wrap=True)
        self.on_stretch = QCheckBox()
        self.kind = QComboBox()
        self.shared = _text(self.tr("Shared note"), self.tr("What the other side should read"))
        self.private = _text(self.tr("Private note"), self.tr("For your own side only"))
        self.write_shared = button(self.tr("Write &shared note"), lambda: self.write(private=False), primary=True)
        self.write_private = button(self.tr("Keep &private note"), lambda: self.write(private=True))
        self._arrange()
        for signal in (session.opened, session.closed, selection.changed, selection.stretch_chosen):
            signal.connect(self.refresh)
        session.refused.connect(self._said.setText)
        self.setFocusProxy(self.shared)
        self.refresh()

    def target(self) -> Feature | None:
        """Return the feature that the note is on."""
        if self._selection.kind is None or not self._session.is_open:
            return None
        return self._session.project.layers[self._selection.kind].get(self._selection.first or "")

    def stretch(self) -> Stretch | None:
        """Return the stretch that the note is on, None for the whole feature."""
        return self._selection.stretch if self.on_stretch.isChecked() else None

    def write(self, private: bool) -> None:
        """Write one of the two notes; what was refused stays as typed."""
        target, box = self.target(), self.private if private else self.shared
        if target is None:
            self._said.setText(self.tr("Select a feature first; a note is written on one."))
            return
        kind = NoteKind(self.kind.currentData())
        if not self._session.write_note(target.id, box.toPlainText(), self.stretch(), private, kind):
            return
        box.clear()
        said = self.tr("Kept in this project.") if private else self.tr("Written; it leaves with the next change set.")
        self._said.setText(said)
        self.written.emit(said)

    def refresh(self) -> None:
        """Take the selection anew."""
        target, stretch = self.target(), self._selection.stretch
        self._said.clear()
        self._title.setText(self.tr("Nothing is selected.") if target is None else _called(target))
        self.on_stretch.setVisible(stretch is not None)
        self.on_stretch.setChecked(stretch is not None)
        if stretch is not None:
            ends = metres(stretch.start.at), metres(stretch.end.at)
            self.on_stretch.setText(self.tr("Only on {0} to {1}").format(*ends))
        for verb in (self.write_shared, self.write_private):
            verb.setEnabled(target is not None and self._session.can_write)

    def _arrange(self) -> None:
        for kind in NoteKind:
            self.kind.addItem(word(kind), kind.value)
        self.on_stretch.setAccessibleName(self.tr("Only on the chosen stretch"))
        self.kind.setAccessibleName(self.tr("What the shared note is about"))
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, GRID, 2 * GRID)
        column.setSpacing(GRID)
        column.addWidget(self._title)
        column.addWidget(self.on_stretch)
        column.addWidget(self._shared_box())
        column.addWidget(self._private_box())
        column.addWidget(self._said)
        column.addStretch(1)
        self._key(self.shared, private=False)
        self._key(self.private, private=True)

    def _shared_box(self) -> QFrame:
        travels = label(self.tr("Travels: both sides read it in the next change set."), "small", wrap=True)
        box, column = _box(self.tr("Shared note"), "export", travels)
        box.setProperty("card", "true")
        column.addWidget(self.kind)
        column.addWidget(self.shared)
        column.addLayout(_right(self.write_shared))
        return box

    def _private_box(self) -> QFrame:
        stays = label(self.tr("Stays in this project; never in a change set, a base or an export."), wrap=True)
        box, column = _box(self.tr("Private note"), "lock", stays)
        box.setObjectName("notice")
        column.addWidget(self.private)
        column.addLayout(_right(self.write_private))
        return box

    def _key(self, box: QPlainTextEdit, private: bool) -> None:
        shortcut = QShortcut(QKeySequence("Ctrl+Return"), box, context=Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(lambda: self.write(private))


def _text(name: str, hint: str) -> QPlainTextEdit:
    made = QPlainTextEdit()
    made.setAccessibleName(name)
    made.setPlaceholderText(hint)
    made.setTabChangesFocus(True)
    made.setMinimumHeight(84)
    return made


def _box(heading: str, sign: str, told: QLabel) -> tuple[QFrame, QVBoxLayout]:
    made = QFrame()
    column = QVBoxLayout(made)
    column.setContentsMargins(GRID + 4, GRID, GRID + 4, GRID + 4)
    column.setSpacing(GRID)
    head = flat(QHBoxLayout(), GRID)
    picture = QLabel()
    picture.setPixmap(icon(sign).pixmap(SIZE, SIZE))
    head.addWidget(picture)
    head.addWidget(label(heading, "section"))
    head.addStretch(1)
    column.addLayout(head)
    column.addWidget(told)
    return made, column


def _right(verb: QPushButton) -> QHBoxLayout:
    row = flat(QHBoxLayout(), GRID)
    row.addStretch(1)
    row.addWidget(verb)
    return row


def _called(feature: Feature) -> str:
    own = getattr(feature, "source_id", "") or getattr(feature, "label", "") or getattr(feature, "title", "")
    return own or label_of(getattr(feature, "names", ()), feature.id[:8])
