"""A key record: the document of the own side's chain that says with which key it signs from here on."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from desktop.dialogs.file_row import FileRow
from desktop.dialogs.key_words import act_word, span_words, state_word
from desktop.dialogs.keys_jobs import RecordAsked, key_recorded
from desktop.dialogs.said import Said
from desktop.dialogs.secret_row import SecretRow
from desktop.panels.parts import GRID, button, flat, label
from desktop.session import Session
from geodata.changes.documents.key_record import Act, KeyRecord
from geodata.errors import ConfiniaError
from geodata.model.keys import KeyState, PublicKey


class ChangeKey(QWidget):
    """The sheet that writes a key record, signs it and takes it.

    `public_asked`, `secret_asked` (which SecretRow) and `place_asked` (the name offered) ask for files; the answers
    come back through the rows' `choose`, and through `write`.
    """

    public_asked = Signal()
    secret_asked = Signal(object)
    place_asked = Signal(str)
    said = Signal(str)

    def __init__(self, session: Session) -> None:
        """Write for the session's side."""
        super().__init__()
        self._session = session
        self.acts = {act: QRadioButton(act_word(act)) for act in Act}
        self.public = FileRow(
            self.tr("The new public key"), self.tr("&Choose a public key\u2026"), self.tr("the file ending in .pub")
        )
        self.replaces, self.reason = QComboBox(), QLineEdit()
        self.new, self.old = SecretRow(self.tr("New secret key")), SecretRow(self.tr("Old secret key"))
        self.hint, self.trouble = Said("muted"), Said()
        self.verb = button(self.tr("&Write the key record\u2026"), self._ask, primary=True)
        self._group = QButtonGroup(self)
        self._arrange()
        self.renew()

    def renew(self) -> None:
        """Offer the keys of the own side that are in force."""
        held = self.replaces.currentData()
        self.replaces.clear()
        if self._session.is_open:
            own = self._session.project.settings.side
            for key in self._session.store.pinned_keys():
                if key.side is own and key.state is KeyState.ACTIVE:
                    self.replaces.addItem(f"{key.id}  {key.label}", key.id)
        self.replaces.setCurrentIndex(max(self.replaces.findData(held), 0))
        self._follow()

    def act(self) -> Act | None:
        """Return what the record does, None before somebody said so."""
        return next((act for act, choice in self.acts.items() if choice.isChecked()), None)

    def write(self, path: Path) -> None:
        """Write the record to a file, sign it there and take it."""
        act, public, secrets = self.act(), self.public.path, [self.new.taken()]
        if act is Act.CHANGE:
            secrets.append(self.old.taken())
        if act is None or public is None or None in secrets:
            return
        replaces = "" if act is Act.FIRST else str(self.replaces.currentData())
        given = tuple(secret for secret in secrets if secret is not None)
        asked = RecordAsked(path, public, act, replaces, self.reason.text(), given)
        self._session.hand_over(
            key_recorded, asked, done=self._tell, failed=self._refuse, label=self.tr("Writing the key record")
        )

    def _ask(self) -> None:
        side = self._session.project.settings.side.lower()
        self.place_asked.emit(f"{side}-key.confinia")

    def _tell(self, done: tuple[KeyRecord, tuple[PublicKey, ...]]) -> None:
        record, changed = done
        stands = "; ".join(f"{key.id} {state_word(key.state)}, {span_words(key)}" for key in changed)
        told = self.tr("Wrote key record {0} of side {1}. Hand it over. Here: {2}.")
        self.trouble.setText(told.format(record.sequence, record.side, stands or self.tr("nothing changed")))
        self.said.emit(self.trouble.text())

    def _refuse(self, problem: ConfiniaError) -> None:
        self.trouble.setText(problem.sentence)

    def _follow(self) -> None:
        """Show what the chosen act asks for."""
        act = self.act()
        hints = {
            None: "",
            Act.FIRST: self.tr("Pin the key in this project first. The other side compares its words by voice."),
            Act.CHANGE: self.tr("Both keys sign, so the other side takes it without a telephone call."),
            Act.LOSS: self.tr(
                "The new key signs alone. Pin it in this project first; the other side compares its words again."
            ),
        }
        self.hint.setText(hints[act])
        self.old.setVisible(act is Act.CHANGE)
        self._old_key.setVisible(act in (Act.CHANGE, Act.LOSS))
        self._allow()

    def _allow(self) -> None:
        act = self.act()
        named = act is Act.FIRST or bool(self.replaces.currentData())
        signed = self.new.complete and (act is not Act.CHANGE or self.old.complete)
        good = act is not None and named and signed and self.public.path is not None
        self.verb.setEnabled(good and self._session.can_write)

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        told = self.tr(
            "A key record is a document like a change set, with its number among them. What the old key signed before "
            "stays good; a key that ended is never taken up again."
        )
        column.addWidget(label(told, "muted", wrap=True))
        column.addWidget(label(self.tr("The new key"), "section"))
        column.addWidget(self.public)
        for choice in self.acts.values():
            self._group.addButton(choice)
            choice.toggled.connect(lambda _: self._follow())
            column.addWidget(choice)
        column.addWidget(self.hint)
        column.addWidget(self._replaced())
        self.reason.setAccessibleName(self.tr("Why, for the other side to read"))
        self.reason.setPlaceholderText(self.tr("why, for the other side to read"))
        column.addWidget(self.reason)
        for row in (self.new, self.old):
            column.addWidget(row)
            row.changed.connect(self._allow)
            row.file.asked.connect(lambda row=row: self.secret_asked.emit(row))
        self.public.asked.connect(self.public_asked)
        self.public.chosen.connect(self._allow)
        column.addWidget(self.trouble)
        foot = flat(QHBoxLayout(), GRID)
        foot.addStretch(1)
        foot.addWidget(self.verb)
        column.addLayout(foot)
        column.addStretch(1)

    def _replaced(self) -> QWidget:
        self._old_key = QWidget()
        form = flat(QFormLayout(self._old_key), GRID)
        self.replaces.setAccessibleName(self.tr("Which key it replaces"))
        form.addRow(self.tr("It replaces"), self.replaces)
        return self._old_key
