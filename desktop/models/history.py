"""The history as a list: the newest gesture first, those taken back above it, those in the base at the bottom."""

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont, QGuiApplication, QPalette

from desktop.icons import icon
from desktop.session import Session
from geodata.io.journal import Entry

EntryRole = Qt.ItemDataRole.UserRole


class History(QAbstractListModel):
    """Every gesture of the open project."""

    def __init__(self, session: Session) -> None:
        """Follow a session."""
        super().__init__()
        self._session = session
        self._entries: list[Entry] = []
        self._lock = icon("lock")
        for signal in (session.opened, session.closed, session.settings_changed):
            signal.connect(self.follow)
        session.changed.connect(lambda _: self.follow())

    def follow(self) -> None:
        """Read the journal again."""
        self.beginResetModel()
        self._entries = list(reversed(self._session.history()))
        self.endResetModel()

    @property
    def standing(self) -> int | None:
        """The row of the gesture that undo takes back, None when there is none."""
        return next((row for row, entry in enumerate(self._entries) if entry.done and not entry.fixed), None)

    @property
    def can_undo(self) -> bool:
        """Whether a gesture can be taken back."""
        return self.standing is not None

    @property
    def can_redo(self) -> bool:
        """Whether a gesture can be brought back: those taken back are the newest."""
        return bool(self._entries) and not self._entries[0].done

    def steps_to(self, row: int) -> int:
        """Return how many steps lead to the state right after a gesture: back is negative, forth positive."""
        target = self._entries[row]
        if target.fixed:
            return -sum(entry.done and not entry.fixed for entry in self._entries)
        if target.done:
            return -sum(entry.done for entry in self._entries[:row])
        return sum(not entry.done for entry in self._entries[row:])

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._entries)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        entry = self._entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.label
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._explained(entry)
        if role == Qt.ItemDataRole.ForegroundRole and index.row() != self.standing:
            group = QPalette.ColorGroup.Active if entry.done else QPalette.ColorGroup.Disabled
            return QGuiApplication.palette().brush(
                group, QPalette.ColorRole.PlaceholderText if entry.done else QPalette.ColorRole.Text
            )
        if role == Qt.ItemDataRole.FontRole and not entry.done:
            font = QFont()
            font.setItalic(True)
            return font
        if role == Qt.ItemDataRole.DecorationRole and entry.fixed:
            return self._lock
        return entry if role == EntryRole else None

    def _explained(self, entry: Entry) -> str:
        written = entry.written.replace("T", " ").replace("Z", " UTC")
        if entry.fixed:
            return self.tr("{0}\nPart of the joint base; it cannot be taken back.").format(written)
        if not entry.done:
            return self.tr("{0}\nTaken back. Double-click to bring it back.").format(written)
        return self.tr("{0}\nDouble-click to return to the moment after this.").format(written)
