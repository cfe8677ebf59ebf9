"""What was sent and what was received: of each document whether it was acknowledged, or what became of it here."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QTableWidget, QTableWidgetItem, QVBoxLayout

from desktop.dialogs.columns import airy_rows, as_list
from desktop.dialogs.receiving_words import document_words, kind_called, outcome_word
from desktop.dialogs.said import Said
from desktop.jobs import JobRunner
from desktop.panels.parts import GRID, button, flat, label
from desktop.publish.previews import tried
from desktop.session import Session
from geodata.cancel import Progress
from geodata.changes.documents.chain import spelled
from geodata.changes.documents.receipt import Outcome
from geodata.changes.verifying.standing import Standing
from geodata.io.received import Sent, came, gaps, sent
from geodata.io.store import Store
from geodata.io.store_copy import documents_of
from geodata.io.store_documents import Kept

translate = QCoreApplication.translate

_MOST_ROWS = 6


@dataclass(frozen=True, slots=True)
class Exchange:
    """What left and what came, in order, and which numbers of the other side's chain are missing.

    `waiting` of those that left are not acknowledged: as the start page counts them, an unproved receipt does not do.
    """

    sent: tuple[Sent, ...]
    waiting: int
    came: tuple[Standing, ...]
    missing: tuple[tuple[int, int], ...]


def exchange_in(documents: Store, progress: Progress) -> Exchange:
    """Return what a project's documents tell of the exchange (a job), and close them; raise FileTrouble."""
    with documents:
        progress.step("Reading what was sent", 0, 2)
        left = tuple(sent(documents))
        known = {each.sha256 for each in documents.kept(Kept.ACKNOWLEDGED)}
        waiting = sum(each.sha256 not in known for each in left)
        progress.step("Reading what came", 1, 2)
        return Exchange(left, waiting, tuple(came(documents)), gaps(documents))


class ExchangeCard(QFrame):
    """Two lists: what this side sent, and what came from the other. `receive_asked` leads to receiving."""

    receive_asked = Signal()

    def __init__(self, session: Session, jobs: JobRunner) -> None:
        """Show what the session's project keeps."""
        super().__init__()
        self.setProperty("card", "true")
        self.setAccessibleName(self.tr("Sent and received"))
        self._session = session
        self._looking = jobs.latest(self.tr("Looking at what was sent and received"))
        self.said, self.missing = Said("muted"), Said()
        self.sent = _Listing(self.tr("Sent"), self.tr("what the other side says of it"))
        self.came = _Listing(self.tr("Received"), self.tr("what became of it here"))
        self._headings = label(self.tr("Sent"), "section"), label(self.tr("Received"), "section")
        self.verb = button(self.tr("&Receive\u2026"), self.receive_asked.emit, "load")
        self._arrange()

    def refresh(self) -> None:
        """Look at the documents anew."""
        if self._session.is_open and not self._session.busy:
            self._looking.run(tried, exchange_in, documents_of(self._session.store), done=self._show)

    def rest(self) -> bool:
        """Stop looking while nobody sees it; return whether it had not ended."""
        busy = self._looking.busy
        self._looking.cancel()
        return busy

    def _show(self, found: Exchange | str) -> None:
        if isinstance(found, str):
            self.said.setText(found)
            return
        self.sent.show_rows([(_called(one), one.sha256, _said(one)) for one in found.sent])
        self.came.show_rows([_came(one) for one in found.came])
        self._headings[0].setVisible(bool(found.sent))
        self._headings[1].setVisible(bool(found.came))
        empty = self.tr(
            "Nothing was handed over or received yet. What leaves from here is listed, until a receipt of the other "
            "side says that it arrived."
        )
        all_known = self.tr("Everything that was sent is acknowledged.")
        open_ = self.tr("{0} of {1} sent and not yet acknowledged.").format(found.waiting, len(found.sent))
        told = (open_ if found.waiting else all_known) if found.sent else ""
        self.said.setText(told if found.sent or found.came else empty)
        side = self._session.project.settings.side.other if self._session.is_open else ""
        gap = self.tr("Missing in the chain of side {0}: {1}.").format(side, spelled(found.missing))
        self.missing.setText(gap if found.missing else "")
        self.verb.setEnabled(self._session.can_write)

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        column.addWidget(label(self.tr("Sent and received"), "title"))
        column.addWidget(self.said)
        for heading, listing in zip(self._headings, (self.sent, self.came), strict=True):
            heading.hide()
            column.addWidget(heading)
            column.addWidget(listing)
        column.addWidget(self.missing)
        row = flat(QHBoxLayout(), GRID)
        row.addWidget(self.verb)
        row.addStretch(1)
        column.addLayout(row)


class _Listing(QTableWidget):
    """Documents, a row each: what it is, its hash, and what is to be said of it."""

    def __init__(self, name: str, about: str) -> None:
        super().__init__(0, 3)
        self.setHorizontalHeaderLabels([self.tr("document"), "sha256", about])
        as_list(self, name, (3, 2, 6))
        self.hide()

    def show_rows(self, rows: Sequence[tuple[str, str, str]]) -> None:
        """Show these documents."""
        self.setRowCount(len(rows))
        for row, (what, sha256, told) in enumerate(rows):
            for column, text in enumerate((what, sha256[:12], told)):
                item = QTableWidgetItem(text)
                item.setToolTip(sha256 if column == 1 else text)
                self.setItem(row, column, item)
        high = airy_rows(self) * min(len(rows), _MOST_ROWS)
        self.setFixedHeight(high + self.horizontalHeader().sizeHint().height() + 2 * self.frameWidth() + 2)
        self.setVisible(bool(rows))


def _called(one: Sent) -> str:
    return f"{kind_called(one.document)} {one.sequence}"


def _said(one: Sent) -> str:
    """What a receipt says of a document that left."""
    if one.outcome is None:
        return translate("Publish", "not acknowledged yet")
    word = outcome_word(one.outcome) + (f": {one.reason}" if one.reason else "")
    return word if one.proved else translate("Publish", "{0} (by a receipt without a good signature)").format(word)


def _came(one: Standing) -> tuple[str, str, str]:
    document = one.arrived.document
    why = one.why if one.outcome is not Outcome.ACCEPTED else ""
    return document_words(document), document.sha256, ". ".join(filter(None, (outcome_word(one.outcome), why)))
