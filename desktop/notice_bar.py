"""The notice bar: one sentence at the top of the window, with what can be done about it; nothing waits for it."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QWidget

from desktop.icons import Picture, icon
from desktop.panels.parts import GRID, button, emptied, label

_FLEETING_MS = 8000


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that can be done about what a notice says."""

    text: str
    slot: Callable[[], object]


class NoticeBar(QFrame):
    """Says one thing at a time; the next takes its place. News go by themselves, troubles stay until read."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Stay hidden until there is something to say."""
        super().__init__(parent)
        self.setObjectName("notice")
        self.setAccessibleName(self.tr("Notice"))
        self._sentence = ""
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(2 * GRID, GRID // 2, GRID, GRID // 2)
        self._row.setSpacing(GRID)
        self._timer = QTimer(self, interval=_FLEETING_MS, singleShot=True)
        self._timer.timeout.connect(self.hide)
        self.hide()

    @property
    def sentence(self) -> str:
        """What is said, empty when nothing is."""
        return self._sentence if not self.isHidden() else ""

    def trouble(self, sentence: str, *offers: Offer) -> None:
        """Say what went wrong; it stays until it is put away or something else is said."""
        self._say("warning", sentence, offers)
        self._timer.stop()

    def news(self, sentence: str, *offers: Offer) -> None:
        """Say what was done; it goes away by itself."""
        self._say("info", sentence, offers)
        self._timer.start()

    def forget_news(self) -> None:
        """Put news away that another gesture has overtaken; troubles stay."""
        if self._timer.isActive():
            self._timer.stop()
            self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def _say(self, icon_name: str, sentence: str, offers: tuple[Offer, ...]) -> None:
        emptied(self._row)
        self._sentence = sentence
        self._row.addWidget(Picture(icon_name))
        self._row.addWidget(label(sentence, wrap=True), 1)
        for offer in offers:
            self._row.addWidget(button(offer.text, self._taking(offer)))
        self._row.addWidget(self._close())
        self.show()

    def _taking(self, offer: Offer) -> Callable[[], object]:
        def take() -> None:
            self.hide()
            offer.slot()

        return take

    def _close(self) -> QToolButton:
        made = QToolButton()
        made.setIcon(icon("close"))
        made.setAccessibleName(self.tr("Put the notice away"))
        made.setToolTip(self.tr("Put away (Esc)"))
        made.clicked.connect(self.hide)
        return made
