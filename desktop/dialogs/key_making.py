"""Making a key: where its secret half will lie, whose it is, and a passphrase that is typed twice and kept nowhere."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.dialogs.file_row import FileRow
from desktop.dialogs.key_words import named
from desktop.dialogs.keys_jobs import Secret, key_pinned, pair_made
from desktop.dialogs.read_aloud import ReadAloudButton
from desktop.jobs import JobRunner
from desktop.panels.parts import GRID, button, flat, label
from desktop.session import Session
from geodata.changes.signing.keys import Written, check_passphrase
from geodata.changes.spoken import KEY_WORDS
from geodata.errors import ConfiniaError, Refused
from geodata.model.keys import PublicKey


class MakeKey(QWidget):
    """The sheet that makes a key of the project's side. `said` carries news as sentences."""

    place_asked = Signal()
    said = Signal(str)

    def __init__(self, session: Session, jobs: JobRunner) -> None:
        """Make keys for the session's side; the place comes back through `place.choose`."""
        super().__init__()
        self._session, self._jobs, self._busy = session, jobs, False
        self._made: Written | None = None
        self.place = FileRow(
            self.tr("The file of the secret key"), self.tr("&Choose\u2026"), self.tr("where the secret key will lie")
        )
        self.label, self.first, self.second = QLineEdit(), QLineEdit(), QLineEdit()
        self.trouble, self.result = label("", wrap=True), label("", wrap=True)
        self.make = button(self.tr("&Make the key"), self.carry_out, primary=True)
        self.aloud, self.pin = ReadAloudButton(), button(self.tr("&Pin it in this project"), self._pin, "pin")
        self._arrange()
        self.renew()

    def renew(self) -> None:
        """Be ready for another key; what was made is no longer shown."""
        self._made = None
        self.result.setText("")
        for part in (self.aloud, self.pin):
            part.hide()
        self._allow()

    def carry_out(self) -> None:
        """Make the key; the passphrase is forgotten at once."""
        path = self.place.path
        if path is None or not self.make.isEnabled():
            return
        self.renew()
        self._busy = True
        secret = Secret(path, self.first.text())
        for edit in (self.first, self.second):
            edit.clear()
        self._jobs.run(
            pair_made,
            secret,
            self._session.project.settings.side,
            self.label.text(),
            done=partial(self._show, path),
            failed=self._refuse,
            ended=self._release,
            label=self.tr("Making the key"),
        )

    def why_not(self) -> str:
        """Return why no key can be made from what is typed, empty when one can."""
        if not self.first.text():
            return self.tr(
                "Several words that only you know are better than one with signs in it. Nobody can bring back a "
                "forgotten passphrase."
            )
        try:
            check_passphrase(self.first.text())
        except Refused as problem:
            return problem.sentence
        if self.first.text() != self.second.text():
            return self.tr("The two passphrases are not the same yet.") if self.second.text() else ""
        return ""

    def _show(self, path: Path, made: tuple[Path, Written]) -> None:
        public, key = made
        self._made = key
        held = PublicKey(text=key.text, side=self._session.project.settings.side, label=key.label)
        told = self.tr(
            "Made {0}, the secret key: keep it, and its passphrase elsewhere. Made {1}, the public key: give it to the "
            "other side, and read its twelve words aloud."
        )
        self.result.setText(told.format(path.name, public.name))
        self.result.setToolTip(f"{path}\n{public}")
        self.aloud.tell(named(held), held.fingerprint, KEY_WORDS)
        for part in (self.aloud, self.pin):
            part.show()
        self.place.choose(None)
        self.aloud.setFocus()

    def _pin(self) -> None:
        if self._made is not None:
            side, whence = self._session.project.settings.side, self.tr("made on this machine")
            self._session.hand_over(
                key_pinned,
                self._made,
                side,
                self._made.label,
                whence,
                done=self._tell_pinned,
                failed=self._refuse,
                label=self.tr("Pinning the key"),
            )

    def _tell_pinned(self, key: PublicKey) -> None:
        self.pin.hide()
        self.said.emit(self.tr("Pinned: {0}.").format(named(key)))

    def _refuse(self, problem: ConfiniaError) -> None:
        self.trouble.setText(problem.sentence)

    def _release(self) -> None:
        self._busy = False
        self.make.setEnabled(False)

    def _allow(self) -> None:
        self.trouble.setText(self.why_not())
        twice = bool(self.first.text()) and self.first.text() == self.second.text()
        good = twice and not self.why_not() and self.place.path is not None
        self.make.setEnabled(good and self._session.is_open and not self._busy)

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        told = self.tr(
            "A key has two halves. The secret one stays with its holder, locked with a passphrase; the public one goes "
            "to the other side. They are files as minisign makes them, so nobody has to trust this program."
        )
        column.addWidget(label(told, "muted", wrap=True))
        column.addLayout(self._form())
        column.addWidget(self.trouble)
        row = flat(QHBoxLayout(), GRID)
        row.addStretch(1)
        row.addWidget(self.make)
        column.addLayout(row)
        column.addWidget(self.result)
        after = flat(QHBoxLayout(), GRID)
        after.addWidget(self.aloud)
        after.addWidget(self.pin)
        after.addStretch(1)
        column.addLayout(after)
        column.addStretch(1)

    def _form(self) -> QFormLayout:
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setVerticalSpacing(GRID)
        self.label.setPlaceholderText(self.tr("a name or an office, for the other side to read"))
        names = (self.tr("&Whose key it is"), self.tr("&Passphrase"), self.tr("&Again"))
        side = self._session.project.settings.side
        form.addRow(self.tr("For"), label(self.tr("side {0}, whose project this is").format(side)))
        form.addRow(self.tr("Secret key"), self.place)
        for name, edit in zip(names, (self.label, self.first, self.second), strict=True):
            edit.setAccessibleName(name.replace("&", ""))
            edit.textChanged.connect(lambda _: self._allow())
            form.addRow(name, edit)
        for edit in (self.first, self.second):
            edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.place.asked.connect(self.place_asked)
        self.place.chosen.connect(self._allow)
        return form
