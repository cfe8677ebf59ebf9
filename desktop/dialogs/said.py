"""A sentence that takes no room while there is nothing to say."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel


class Said(QLabel):
    """A wrapping label in plain text that hides while it is empty."""

    def __init__(self, role: str = "") -> None:
        """Say nothing yet; `role` is one of the stylesheet's."""
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setWordWrap(True)
        self.setMinimumHeight(1)  # else a scroll area reserves the height of the narrowest way to wrap it
        self.hide()

    def setText(self, text: str) -> None:
        super().setText(text)
        self.setVisible(bool(text))
