"""The palette: one box in which every command and every feature is found by a few letters of its name."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from desktop.icons import SIZE, icon
from desktop.models.sorting import folded
from desktop.panels.parts import GRID, flat

MOST_FOUND = 60
_WIDTH, _HEIGHT = 620, 420


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that can be found: what it is called, what stands beside it, and what choosing it does."""

    text: str
    aside: str
    icon: str
    choose: Callable[[], object]


def score(needle: str, text: str) -> int | None:
    """Return how well a folded needle fits a folded text, less is better; None when it does not.

    Every word of the needle has to occur, as it is or with letters between; starts of words count most.
    """
    total = 0
    for word in needle.split():
        fits = _fit(word, text)
        if fits is None:
            return None
        total += fits
    return total


def _fit(word: str, text: str) -> int | None:
    at = text.find(word)
    if at >= 0:
        begins = at == 0 or not text[at - 1].isalnum()
        return (0 if begins else 40) + min(at, 30)
    place, gaps = -1, 0
    for letter in word:
        following = text.find(letter, place + 1)
        if following < 0:
            return None
        gaps += following - place - 1
        place = following
    return 100 + gaps


class CommandPalette(QFrame):
    """A box over the window; typing narrows the list, Enter takes the first, Escape goes back."""

    closed = Signal()

    def __init__(self, window: QWidget, commands: Callable[[], Iterable[Entry]]) -> None:
        """Lie over `window`; `commands` are asked for each time it opens."""
        super().__init__(window)
        self.setObjectName("palette")
        self.setAccessibleName(self.tr("Search or run a command"))
        self._window = window
        self._commands = commands
        self._features: Callable[[str, int], Iterable[Entry]] = _no_features
        self._known: list[tuple[str, Entry]] = []
        self.model = _Found()
        self.box = QLineEdit()
        self.box.setPlaceholderText(self.tr("Type a command, or the name or identifier of a feature"))
        self.box.setAccessibleName(self.tr("Search"))
        self.list = QListView()
        self.list.setAccessibleName(self.tr("What was found"))
        self.list.setModel(self.model)
        self.list.setItemDelegate(_Row(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setMouseTracking(True)
        column = flat(QVBoxLayout(self))
        column.setContentsMargins(1, 1, 1, GRID)
        column.addWidget(self.box)
        column.addWidget(self.list, 1)
        self.box.textChanged.connect(self._search)
        self.box.installEventFilter(self)
        self.list.clicked.connect(lambda index: self._choose(index.row()))
        self.hide()

    def find_features(self, find: Callable[[str, int], Iterable[Entry]]) -> None:
        """Take who finds features: `find(folded needle, most)`."""
        self._features = find

    def open(self) -> None:
        """Come into view, empty, with every command."""
        self._known = [(folded(f"{entry.text} {entry.aside}"), entry) for entry in self._commands()]
        window = self._window
        width = min(_WIDTH, window.width() - 4 * GRID)
        height = min(_HEIGHT, window.height() - 12 * GRID)
        self.setGeometry((window.width() - width) // 2, 5 * GRID, width, height)
        self.box.clear()
        self._search("")
        self.show()
        self.raise_()
        self.box.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._key(Qt.Key(event.key()))
        if event.type() == QEvent.Type.FocusOut and self.isVisible():
            self.close_again()
        return super().eventFilter(watched, event)

    def close_again(self) -> None:
        """Go out of view and give the keys back to the window."""
        self.hide()
        self.closed.emit()

    def _key(self, key: Qt.Key) -> bool:
        row = self.list.currentIndex().row()
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 10, Qt.Key.Key_PageUp: -10}
        if key == Qt.Key.Key_Escape:
            self.close_again()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(row)
        elif key in steps:
            last = self.model.rowCount() - 1
            self.list.setCurrentIndex(self.model.index(min(max(row + steps[key], 0), last)))
        else:
            return False
        return True

    def _search(self, text: str) -> None:
        needle = folded(text.strip())
        if needle:
            scored = [
                (fits, turn, entry)
                for turn, (known, entry) in enumerate(self._known)
                if (fits := score(needle, known)) is not None
            ]
            scored.sort(key=lambda found: found[:2])
            near = [entry for fits, _, entry in scored if fits < 100]
            far = [entry for fits, _, entry in scored if fits >= 100]
            features = list(self._features(needle, MOST_FOUND))
            found = [*near, *features, *far]
        else:
            found = [entry for _, entry in self._known]
        self.model.show(found[: 3 * MOST_FOUND])
        self.list.setCurrentIndex(self.model.index(0))

    def _choose(self, row: int) -> None:
        if 0 <= row < self.model.rowCount():
            entry = self.model.entry(row)
            self.close_again()
            entry.choose()


class _Found(QAbstractListModel):
    """What was found, the best first."""

    def __init__(self) -> None:
        super().__init__()
        self._entries: list[Entry] = []

    def show(self, entries: list[Entry]) -> None:
        self.beginResetModel()
        self._entries = entries
        self.endResetModel()

    def entry(self, row: int) -> Entry:
        return self._entries[row]

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._entries)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        entry = self._entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.text
        if role == Qt.ItemDataRole.UserRole:
            return entry
        return f"{entry.text}, {entry.aside}" if role == Qt.ItemDataRole.AccessibleTextRole else None


class _Row(QStyledItemDelegate):
    """Paints an entry: icon, name, and its key or kind on the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(200, option.fontMetrics.height() + 2 * GRID)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        entry: Entry = index.data(Qt.ItemDataRole.UserRole)
        rect, palette = option.rect, option.palette
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, palette.highlight())
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, palette.midlight())
        left = rect.left() + 2 * GRID
        if entry.icon:
            top = rect.center().y() - SIZE // 2 + 1
            icon(entry.icon).paint(painter, QRect(left, top, SIZE, SIZE))
        left += SIZE + 2 * GRID
        room = QRect(left, rect.top(), rect.right() - left - 2 * GRID, rect.height())
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
        painter.drawText(room, middle | Qt.AlignmentFlag.AlignRight, entry.aside)
        painter.setPen(palette.color(QPalette.ColorRole.Text))
        free = room.width() - option.fontMetrics.horizontalAdvance(entry.aside) - GRID
        painter.drawText(room, middle, option.fontMetrics.elidedText(entry.text, Qt.TextElideMode.ElideRight, free))


def _no_features(needle: str, most: int) -> Iterable[Entry]:
    return ()
