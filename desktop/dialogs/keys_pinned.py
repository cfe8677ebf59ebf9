"""The keys that a project has pinned: how each stands, its words, what was noted of them, and how one is ended."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QSpinBox,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.dialogs.columns import airy_rows, as_list
from desktop.dialogs.key_words import named, span_words, state_word
from desktop.dialogs.keys_jobs import key_ended
from desktop.dialogs.read_aloud import ReadAloudButton
from desktop.dialogs.said import Said
from desktop.panels.parts import GRID, button, empty_state, flat, label, readable
from desktop.session import Session
from geodata.changes.spoken import KEY_WORDS
from geodata.errors import ConfiniaError
from geodata.io.store_keys import Noted
from geodata.model.keys import KeyState, PublicKey

_MOST_NUMBER = 999_999
_MOST_ROWS = 8


class PinnedKeys(QWidget):
    """The sheet with the pinned keys. `make_asked` and `pin_asked` lead to the sheets that fill it."""

    make_asked = Signal()
    pin_asked = Signal()
    said = Signal(str)

    def __init__(self, session: Session) -> None:
        """Show what the session's project has pinned."""
        super().__init__()
        self._session = session
        self._keys: tuple[PublicKey, ...] = ()
        self.table, self.noted = QTableWidget(0, 5), readable("", "small")
        self.aloud, self.last, self.because = ReadAloudButton(), QSpinBox(), QLineEdit()
        self.end = button(self.tr("&End it here"), self._end)
        self.trouble = Said()
        self._filled = QWidget()
        self._empty = empty_state(
            self.tr("No key is pinned yet."),
            self.tr(
                "A project knows a key once a person compared its twelve words by voice. Then it says of each document "
                "whether it came from the holder. Make a key for your side, and pin the one of the other side."
            ),
            button(self.tr("Make a key"), self.make_asked.emit),
            button(self.tr("Pin a key"), self.pin_asked.emit),
        )
        self._arrange()
        self.renew()

    def renew(self) -> None:
        """Show the keys as they stand now."""
        held = self.chosen()
        store = self._session.store if self._session.is_open else None
        self._keys = store.pinned_keys() if store else ()
        self._fill()
        self.noted.setText("\n".join(_told(one) for one in store.key_history()) if store else "")
        self._filled.setVisible(bool(self._keys))
        self._empty.setVisible(not self._keys)
        ids = [key.id for key in self._keys]
        if ids:
            self.table.setCurrentCell(ids.index(held.id) if held and held.id in ids else 0, 0)
        self._follow()

    def chosen(self) -> PublicKey | None:
        """Return the key whose row is chosen."""
        row = self.table.currentRow()
        return self._keys[row] if 0 <= row < len(self._keys) else None

    def _end(self) -> None:
        key = self.chosen()
        self.trouble.setText("")
        if key is not None:
            ground = self.because.text().strip() or self.tr("ended by a person")
            self._session.hand_over(
                key_ended,
                key.id,
                self.last.value(),
                ground,
                done=self._tell_ended,
                failed=self._refuse,
                label=self.tr("Ending the key"),
            )

    def _tell_ended(self, key: PublicKey) -> None:
        self.because.clear()
        self.said.emit(self.tr("{0} holds {1}, and no further.").format(named(key), span_words(key)))

    def _refuse(self, problem: ConfiniaError) -> None:
        self.trouble.setText(problem.sentence)

    def _fill(self) -> None:
        figures = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        figures.setPixelSize(self.font().pixelSize() if self.font().pixelSize() > 0 else 13)
        self.table.setRowCount(len(self._keys))
        rows = airy_rows(self.table) * min(max(len(self._keys), 1), _MOST_ROWS)
        self.table.setFixedHeight(rows + self.table.horizontalHeader().sizeHint().height() + 2)
        for row, key in enumerate(self._keys):
            texts = (str(key.side), key.id, key.label, state_word(key.state), span_words(key))
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                if column == 1:
                    item.setFont(figures)
                self.table.setItem(row, column, item)

    def _follow(self) -> None:
        """Follow the row that is chosen."""
        key = self.chosen()
        if key is None:
            self.aloud.forget()
        else:
            self.aloud.tell(named(key), key.fingerprint, KEY_WORDS)
        can = key is not None and key.state is KeyState.ACTIVE and self._session.can_write
        for part in (self.end, self.last, self.because):
            part.setEnabled(can)

    def _arrange(self) -> None:
        self.table.setHorizontalHeaderLabels(
            [self.tr("side"), self.tr("key"), self.tr("whose"), self.tr("state"), self.tr("documents")]
        )
        as_list(self.table, self.tr("The pinned keys"), (1, 4, 6, 2, 3))
        self.table.currentCellChanged.connect(lambda *_: self._follow())
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.addWidget(self._empty)
        column.addWidget(self._sheet(), 1)

    def _sheet(self) -> QWidget:
        column = flat(QVBoxLayout(self._filled), GRID)
        column.addWidget(self.table)
        row = flat(QHBoxLayout(), GRID)
        row.addWidget(self.aloud)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(label(self.tr("What was noted"), "section"))
        column.addWidget(self.noted)
        column.addWidget(label(self.tr("End a key in this project alone"), "section"))
        told = self.tr(
            "It stays in the list, and what it signed up to that document stays good. To tell the other side, write a "
            "key record."
        )
        column.addWidget(label(told, "muted", wrap=True))
        column.addLayout(self._ending())
        column.addWidget(self.trouble)
        column.addStretch(1)
        return self._filled

    def _ending(self) -> QHBoxLayout:
        self.last.setRange(0, _MOST_NUMBER)
        self.last.setPrefix(self.tr("up to document "))
        self.last.setAccessibleName(self.tr("The last document for which it holds"))
        self.because.setAccessibleName(self.tr("On what ground"))
        self.because.setPlaceholderText(self.tr("on what ground"))
        row = flat(QHBoxLayout(), GRID)
        row.addWidget(self.last)
        row.addWidget(self.because, 1)
        row.addWidget(self.end)
        return row


def _told(one: Noted) -> str:
    written = one.written.replace("T", " ").replace("Z", " UTC")
    return f"{written}  {one.key.side} {one.key.id}  {state_word(one.key.state)}, {span_words(one.key)}: {one.whence}"
