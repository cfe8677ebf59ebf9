"""A panel in a window of its own: beside the map, never in its way; Escape closes it and what was typed stays."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFrame, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop.panels.parts import flat


class PanelWindow(QDialog):
    """Holds one panel; not modal, so that map, strip and tables stay in use while it is open."""

    def __init__(self, panel: QWidget, title: str, parent: QWidget | None = None) -> None:
        """Show `panel` under a title."""
        super().__init__(parent, Qt.WindowType.Tool)
        self.panel = panel
        self.setWindowTitle(title)
        self.setObjectName(f"window-{panel.objectName()}")
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(panel)
        flat(QVBoxLayout(self)).addWidget(area)
        for verb in panel.findChildren(QPushButton):
            verb.setAutoDefault(False)  # Enter belongs to the field that is being typed in
        hint = panel.sizeHint()
        self.resize(max(hint.width() + 24, 400), min(hint.height() + 24, 820))

    def bring(self) -> None:
        """Show it, in front, with the keyboard in its first field."""
        self.show()
        self.raise_()
        self.activateWindow()
        self.panel.setFocus(Qt.FocusReason.OtherFocusReason)
