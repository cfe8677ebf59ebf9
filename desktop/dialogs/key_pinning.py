"""Pinning a key: its words are compared by voice, and a person says so. Nothing is chosen beforehand."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from desktop.dialogs.file_row import FileRow
from desktop.dialogs.key_words import named
from desktop.dialogs.keys_jobs import key_pinned, public_key_in
from desktop.dialogs.said import Said
from desktop.dialogs.spoken_words import HeardLine, WordsTable
from desktop.jobs import JobRunner
from desktop.panels.parts import GRID, button, flat, label
from desktop.session import Session
from geodata.changes.signing.keys import Written
from geodata.changes.spoken import KEY_WORDS
from geodata.errors import ConfiniaError
from geodata.model.keys import PublicKey
from geodata.model.status import Side


class PinKey(QWidget):
    """The sheet that pins a public key. `file_asked` asks for its file, which comes back through `read`."""

    file_asked = Signal()
    said = Signal(str)

    def __init__(self, session: Session, jobs: JobRunner) -> None:
        """Pin into the session's project."""
        super().__init__()
        self._session, self._jobs = session, jobs
        self._key: Written | None = None
        self.file = FileRow(
            self.tr("The public key"), self.tr("&Choose a public key\u2026"), self.tr("the file ending in .pub")
        )
        self.sides = {side: QRadioButton(self.tr("Side {0}").format(side)) for side in Side}
        self.label, self.ground = QLineEdit(), QLineEdit()
        self.words, self.heard = WordsTable(words=KEY_WORDS), HeardLine("00" * 32, KEY_WORDS)
        told = self.tr("The holder of the key read all &twelve words aloud, and they are the same here")
        self.compared = QCheckBox(told)
        self.claim, self.trouble = label("", "muted", wrap=True), Said()
        self.pin = button(self.tr("&Pin the key"), self.carry_out, primary=True)
        self._below = QWidget()
        self._arrange()
        self.renew()

    def renew(self) -> None:
        """Be ready for another key, with nothing chosen."""
        self._key = None
        self._group.setExclusive(False)
        for choice in self.sides.values():
            choice.setChecked(False)
        self._group.setExclusive(True)
        self.compared.setChecked(False)
        for edit in (self.label, self.ground):
            edit.clear()
        self.file.choose(None)
        self._below.hide()
        self.trouble.setText("")
        self._allow()

    def read(self, path: Path) -> None:
        """Read the public key in a file, and show its words; nothing is pinned yet."""
        self.renew()
        self.file.choose(path)
        self._jobs.run(
            public_key_in, path, done=self._show, failed=self._refuse, label=self.tr("Reading {0}").format(path.name)
        )

    def carry_out(self) -> None:
        """Pin the key as what was said of it."""
        side = self._side()
        if self._key is None or side is None or not self.pin.isEnabled():
            return
        ground = self.ground.text().strip() or self.tr("its words were compared by voice")
        self._session.hand_over(
            key_pinned,
            self._key,
            side,
            self.label.text(),
            ground,
            done=self._tell_pinned,
            failed=self._refuse,
            label=self.tr("Pinning the key"),
        )

    def _show(self, key: Written) -> None:
        self._key = key
        held = PublicKey(text=key.text, side=key.side or Side.A, label=key.label)  # its number needs no side
        claimed = self.tr("Key {0}. The file says that it is of side {1}; nothing proves that yet.")
        silent = self.tr("Key {0}. The file does not say whose it is.")
        self.claim.setText((claimed if key.side else silent).format(held.id, key.side))
        self.label.setText(key.label)
        self.words.tell(held.fingerprint, KEY_WORDS)
        self.heard.tell(held.fingerprint, KEY_WORDS)
        self._below.show()
        self.words.fit()
        self._allow()
        self.sides[Side.A].setFocus()

    def _tell_pinned(self, key: PublicKey) -> None:
        self.renew()
        self.said.emit(self.tr("Pinned: {0}.").format(named(key)))

    def _refuse(self, problem: ConfiniaError) -> None:
        self.trouble.setText(problem.sentence)

    def _side(self) -> Side | None:
        return next((side for side, choice in self.sides.items() if choice.isChecked()), None)

    def _allow(self) -> None:
        side = self._side()
        good = self._key is not None and side is not None and self.compared.isChecked() and not self.heard.differs
        self.pin.setEnabled(good and self._session.can_write)

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        told = self.tr(
            "A file alone proves nothing: somebody may have changed it on its way. Telephone, or sit together. The "
            "holder of the key reads its words from one column; follow them here in any other."
        )
        column.addWidget(label(told, "muted", wrap=True))
        column.addWidget(self.file)
        column.addWidget(self._sheet())
        column.addWidget(self.trouble)
        column.addStretch(1)
        self.file.asked.connect(self.file_asked)

    def _sheet(self) -> QWidget:
        column = flat(QVBoxLayout(self._below), GRID)
        column.addWidget(self.claim)
        column.addWidget(self.words)
        column.addWidget(self.heard)
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(self.tr("Whose it is"), self._side_row())
        self.label.setAccessibleName(self.tr("Whose key it is, in words"))
        form.addRow(self.tr("&In words"), self.label)
        self.ground.setAccessibleName(self.tr("How the words were compared"))
        self.ground.setPlaceholderText(self.tr("for the project to remember: read by telephone, 3 May"))
        form.addRow(self.tr("&How compared"), self.ground)
        column.addLayout(form)
        column.addWidget(self.compared)
        row = flat(QHBoxLayout(), GRID)
        row.addStretch(1)
        row.addWidget(self.pin)
        column.addLayout(row)
        self.compared.toggled.connect(lambda _: self._allow())
        self.heard.compared.connect(self._allow)
        return self._below

    def _side_row(self) -> QHBoxLayout:
        self._group = QButtonGroup(self)
        row = flat(QHBoxLayout(), 2 * GRID)
        for choice in self.sides.values():
            self._group.addButton(choice)
            choice.toggled.connect(lambda _: self._allow())
            row.addWidget(choice)
        row.addStretch(1)
        return row
