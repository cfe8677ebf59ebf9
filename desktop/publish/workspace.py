"""The publish workspace: one card for each document, looked at anew whenever the project changes and it is shown."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.disclaimer import disclaimer
from desktop.jobs import JobRunner
from desktop.panels.parts import GRID, button, flat, label
from desktop.publish.base_card import BaseCard
from desktop.publish.card import Card
from desktop.publish.changes_card import ChangesCard
from desktop.publish.exchange import ExchangeCard
from desktop.publish.export_card import ExportCard
from desktop.publish.previews import export_previews
from desktop.session import Session
from geodata.io.export_view import Choice, Stamp
from geodata.io.exporting import Form

_WIDEST = 1200


class PublishWorkspace(QWidget):
    """Cards of what may leave.

    `place_asked` carries the Card and the suggested name of the file; the path goes to that card's `write`.
    `key_asked` carries the SealPart that takes a secret key, `files_asked` the EvidencePart to which files are
    attached; `key_chosen` the key with which this project signs from now on, or None.
    `keys_asked` leads to the keys, `receive_asked` to receiving, `review_asked` to the review workspace, where a
    comparison is made and saved.
    """

    place_asked = Signal(object, str)
    key_asked = Signal(object)
    key_chosen = Signal(object)
    files_asked = Signal(object)
    keys_asked = Signal()
    receive_asked = Signal()
    review_asked = Signal()

    def __init__(self, session: Session, jobs: JobRunner, parent: QWidget | None = None) -> None:
        """Write what the session holds; long work is done by `jobs`."""
        super().__init__(parent)
        self.setObjectName("publish")
        self.setAccessibleName(self.tr("Publish"))
        self._session, self._stale, self._gathering = session, True, False
        self._counting = jobs.latest(self.tr("Looking at the exports"))
        self.base, self.changes = BaseCard(session, jobs), ChangesCard(session, jobs)
        self.exchange = ExchangeCard(session, jobs)
        self.exchange.receive_asked.connect(self.receive_asked)
        self.exports = {form: ExportCard(session, jobs, form) for form in Form}
        self.cards: list[Card] = [self.base, self.changes, *self.exports.values()]
        for card in self.cards:
            card.place_asked.connect(self._asking(card))
        for document in (self.base, self.changes):
            document.key_asked.connect(self.key_asked)
            document.files_asked.connect(self.files_asked)
            document.seal.key_chosen.connect(self.use_key)
            document.seal.key_chosen.connect(self.key_chosen)
        for export in self.exports.values():
            export.count_asked.connect(self._count)
        for signal in (session.opened, session.closed, session.settings_changed):
            signal.connect(self.refresh)
        for signal in (session.opened, session.settings_changed):
            signal.connect(self._look_at_exchange)
        session.changed.connect(lambda _: self.refresh())
        session.closed.connect(lambda: self.use_key(None))
        self._arrange()

    def use_key(self, path: Path | None) -> None:
        """Offer a secret key on both documents, or none."""
        for document in (self.base, self.changes):
            if document.seal.file.path != path:
                document.seal.use(path)

    def refresh(self) -> None:
        """Look at the project anew, now or when it is shown next."""
        self._stale = True
        if self.isVisible():
            self._look()

    def showEvent(self, event: QShowEvent) -> None:
        """Look at the project anew if it changed meanwhile."""
        super().showEvent(event)
        self.exchange.refresh()
        if self._stale:
            self._look()

    def hideEvent(self, event: QHideEvent) -> None:
        """Look no further: what works for nobody keeps the map of another workspace waiting."""
        super().hideEvent(event)
        resting = [self._counting.busy, self.exchange.rest(), *(card.rest() for card in self.cards)]
        self._counting.cancel()
        self._stale = self._stale or any(resting)

    def _look_at_exchange(self) -> None:
        """What was sent and received does not change with the work, only with documents."""
        if self.isVisible():
            self.exchange.refresh()

    def _look(self) -> None:
        self._stale, self._gathering = False, True
        for card in self.cards:
            card.refresh()
        self._gathering = False
        self._count()

    def _count(self) -> None:
        """Count the rows of all exports, once for each choice."""
        if self._session.is_open and not self._gathering:
            choices = list(dict.fromkeys(card.choice for card in self.exports.values()))
            self._counting.run(export_previews, self._session.project, choices, done=self._show_counts)

    def _show_counts(self, found: dict[Choice, tuple[dict[str, int], Stamp]]) -> None:
        for card in self.exports.values() if self._session.is_open else ():
            if card.choice in found:
                card.show_counts(*found[card.choice])

    def _asking(self, card: Card) -> Callable[[str], None]:
        return lambda name: self.place_asked.emit(card, name)

    def _arrange(self) -> None:
        inside = QWidget()
        inside.setMaximumWidth(_WIDEST)
        column = QVBoxLayout(inside)
        column.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 3 * GRID)
        column.setSpacing(2 * GRID)
        head = flat(QHBoxLayout(), GRID)
        head.addWidget(label(self.tr("What may leave"), "huge"), 1)
        head.addWidget(button(self.tr("Signing ke&ys\u2026"), self.keys_asked.emit, "lock"))
        column.addLayout(head)
        told = self.tr("Every card shows exactly what would be in its file before it is written.")
        column.addWidget(label(told, "muted"))
        column.addLayout(self._grid())
        column.addWidget(label(disclaimer(), "small", wrap=True))
        column.addStretch(1)
        page = QWidget()
        outer = flat(QHBoxLayout(page))
        outer.addStretch(1)
        outer.addWidget(inside, _WIDEST)  # no alignment: it would ignore what the wrapped texts need in height
        outer.addStretch(1)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(page)
        flat(QVBoxLayout(self)).addWidget(area)

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(2 * GRID)
        grid.addWidget(self.base, 0, 0, 1, 2)
        grid.addWidget(self.changes, 1, 0, 1, 2)
        grid.addWidget(self.exchange, 2, 0, 1, 2)
        for place, card in enumerate(self.exports.values()):
            grid.addWidget(card, 3 + place // 2, place % 2)
        grid.addWidget(self._comparison(), 5, 0, 1, 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        return grid

    def _comparison(self) -> QFrame:
        made = QFrame()
        made.setProperty("card", "true")
        column = QVBoxLayout(made)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        column.addWidget(label(self.tr("Comparison of both sides"), "title"))
        told = self.tr("One HTML file that needs nothing else, or GeoJSON. It is made and saved in Review.")
        column.addWidget(label(told, "muted", wrap=True))
        column.addWidget(
            button(self.tr("Go to &Review"), self.review_asked.emit, "review"), 0, Qt.AlignmentFlag.AlignLeft
        )
        return made
