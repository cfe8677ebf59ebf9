"""A secret key to sign with: its file, and the passphrase, which is handed out once and kept nowhere."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QLineEdit, QWidget

from desktop.dialogs.file_row import FileRow
from desktop.dialogs.keys_jobs import Secret
from desktop.panels.parts import GRID, flat


class SecretRow(QWidget):
    """`changed` with every letter; `file.asked` asks for the file."""

    changed = Signal()

    def __init__(self, what: str) -> None:
        """Ask for the secret key that is called `what`."""
        super().__init__()
        self.file = FileRow(what, self.tr("Choose\u2026"), self.tr("the file of a secret key"))
        self.passphrase = QLineEdit()
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self.passphrase.setPlaceholderText(self.tr("asked each time, never kept"))
        self.passphrase.setAccessibleName(self.tr("{0}: passphrase").format(what))
        form = flat(QFormLayout(self), GRID)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(what, self.file)
        form.addRow(self.tr("Passphrase"), self.passphrase)
        self.file.chosen.connect(self.changed)
        self.passphrase.textChanged.connect(lambda _: self.changed.emit())

    @property
    def complete(self) -> bool:
        """Whether there is both a file and a passphrase."""
        return self.file.path is not None and bool(self.passphrase.text())

    def taken(self) -> Secret | None:
        """Hand both out; the passphrase stands here no longer."""
        if self.file.path is None or not self.passphrase.text():
            return None
        made = Secret(self.file.path, self.passphrase.text())
        self.passphrase.clear()
        return made
