"""Who signs what is written: the file of a secret key, or nobody. The passphrase is handed out once and never kept."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.dialogs.file_row import FileRow
from desktop.dialogs.key_words import proves
from desktop.dialogs.keys_jobs import Secret
from desktop.panels.parts import GRID, button, flat, label
from geodata.io.key_files import read_secret_key
from geodata.io.sealing import Seal


class SealPart(QWidget):
    """`key_asked` asks for the file of a key, which comes back through `take`; `key_chosen` carries it, or None."""

    key_asked = Signal()
    key_chosen = Signal(object)
    changed = Signal()

    def __init__(self) -> None:
        """Leave it unsigned until a key is chosen, and say so."""
        super().__init__()
        self.file = FileRow(self.tr("Key to sign with"), self.tr("Sign with a &key\u2026"), self.tr("no key chosen"))
        self.passphrase, self.drop = QLineEdit(), button(self.tr("Leave it unsigned"), lambda: self.take(None))
        self.said = label("", "muted", wrap=True)
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self.passphrase.setAccessibleName(self.tr("Passphrase of the key"))
        self.passphrase.setPlaceholderText(self.tr("passphrase, asked each time and never kept"))
        row = flat(QHBoxLayout(), GRID)
        row.addWidget(self.file, 1)
        row.addWidget(self.drop)
        column = flat(QVBoxLayout(self), GRID // 2)
        column.addLayout(row)
        column.addWidget(self.passphrase)
        column.addWidget(self.said)
        self.file.asked.connect(self.key_asked)
        self.passphrase.textChanged.connect(lambda _: self._follow())
        self.use(None)

    @property
    def ready(self) -> bool:
        """Whether it can be written: unsigned, or with a passphrase typed."""
        return self.file.path is None or bool(self.passphrase.text())

    def take(self, path: Path | None) -> None:
        """Sign with another key from now on, or not at all, because somebody chose so."""
        self.use(path)
        self.key_chosen.emit(path)
        (self.passphrase if path else self.file.verb).setFocus()

    def use(self, path: Path | None) -> None:
        """Offer a key that was chosen before; one that is gone is not offered."""
        self.passphrase.clear()
        self.file.choose(path if path is not None and path.is_file() else None)
        self._follow()

    def secret(self) -> Secret | None:
        """Hand the key and its passphrase out, once; None where it stays unsigned."""
        if self.file.path is None:
            return None
        made = Secret(self.file.path, self.passphrase.text())
        self.passphrase.clear()
        return made

    def _follow(self) -> None:
        signs = self.file.path is not None
        self.passphrase.setVisible(signs)
        self.drop.setVisible(signs)
        unsigned = self.tr("Unsigned: whoever receives it cannot tell who exported it.")
        waiting = self.tr("Type the passphrase, or leave it unsigned.")
        self.said.setText((proves() if self.ready else f"{proves()} {waiting}") if signs else unsigned)
        self.changed.emit()


def seal_of(secret: Secret | None) -> Seal | None:
    """Return what signs, None for nobody (inside a job); raise Refused, NotFound or FileTrouble."""
    return None if secret is None else Seal(read_secret_key(secret.path), secret.passphrase)
