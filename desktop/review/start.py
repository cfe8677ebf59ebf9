"""The empty state of the review, which teaches: what is needed, where it comes from, and what was chosen so far."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.dialogs.read_aloud import ReadAloudButton
from desktop.dialogs.words import word
from desktop.panels.parts import GRID, Scrolled, button, flat, label
from desktop.review.profiles import ProfilesBoard
from desktop.review.reading import Arrived, ProfilesApart
from geodata.changes.documents.base import Base
from geodata.changes.documents.changeset import ChangeSet
from geodata.model.status import Side

_WIDEST = 900


class ReviewStart(QWidget):
    """Two places for two change sets. `asked` carries the Side whose file is to be chosen.

    `adopt_asked` carries the file whose joint profile is to be adopted.
    """

    asked = Signal(object)
    adopt_asked = Signal(object)  # Path

    def __init__(self) -> None:
        """Show both places empty."""
        super().__init__()
        self._told: dict[Side, QLabel] = {}
        self._aloud = {side: ReadAloudButton() for side in Side}
        self.said = label("", wrap=True)
        self.profiles = ProfilesBoard()
        self.profiles.adopt_asked.connect(self.adopt_asked)
        self.profiles.hide()
        inside = QWidget()
        inside.setMaximumWidth(_WIDEST)
        column = QVBoxLayout(inside)
        column.setSpacing(2 * GRID)
        column.addStretch(2)
        column.addWidget(label(self.tr("Compare both sides' change sets"), "huge"))
        told = self.tr(
            "Choose one change set of each side, or drop both files here. They must start from the same joint base; "
            "which of the two is A and which is B, the files say themselves. Nothing is changed by comparing."
        )
        column.addWidget(label(told, "muted", wrap=True))
        row = flat(QHBoxLayout(), 2 * GRID)
        for side in Side:
            row.addWidget(self._place(side), 1)
        column.addLayout(row)
        column.addWidget(self.said)
        column.addWidget(self.profiles)
        column.addStretch(3)
        page = QWidget()
        outer = QHBoxLayout(page)
        outer.addStretch(1)
        outer.addWidget(inside, 6)
        outer.addStretch(1)
        flat(QVBoxLayout(self)).addWidget(Scrolled(page))

    def show_arrived(self, held: dict[Side, Arrived], base: Arrived | None) -> None:
        """Say what was chosen so far."""
        for side, told in self._told.items():
            told.setText(_facts(held[side]) if side in held else self.tr("No change set of {0} yet.").format(side))
            self._aloud[side].setVisible(side in held)
            if side in held:
                self._aloud[side].tell(self.tr("Change set of side {0}").format(side), held[side].document.sha256)
        if base is not None and isinstance(base.document, Base):
            said = self.tr("Joint base {0} is at hand, sha256 {1}.")
            self.said.setText(said.format(base.document.number, base.document.sha256[:12]))

    def say(self, sentence: str) -> None:
        """Say what kept two documents from being compared."""
        self.profiles.hide()
        self.said.setText(sentence)

    def show_profiles(self, apart: ProfilesApart, side: Side | None) -> None:
        """Lay both profiles side by side, and say what each side can do; `side` is whose project is open."""
        self.said.setText("")
        self.profiles.show_apart(apart, side)
        self.profiles.show()

    def _place(self, side: Side) -> QFrame:
        made = QFrame()
        made.setProperty("card", "true")
        column = QVBoxLayout(made)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        column.addWidget(label(self.tr("Side {0}").format(side), f"side-{side.lower()}"))
        told = self._told[side] = label(self.tr("No change set of {0} yet.").format(side), "muted", wrap=True)
        told.setMinimumHeight(4 * told.fontMetrics().height())
        column.addWidget(told)
        choose = button(self.tr("Choose {0}'s file\u2026").format(side), lambda: self.asked.emit(side), "open")
        row = flat(QHBoxLayout())
        row.addWidget(choose)
        row.addWidget(self._aloud[side])
        row.addStretch(1)
        self._aloud[side].hide()
        column.addLayout(row)
        return made


def _facts(arrived: Arrived) -> str:
    changes = arrived.document
    if not isinstance(changes, ChangeSet):
        return arrived.path.name
    facts = [
        f"{arrived.path.name} \u00b7 {changes.sequence}",
        f"{word(changes.role)}: {changes.message}" if changes.message else word(changes.role),
        f"sha256 {changes.sha256[:12]} \u00b7 base {changes.base[:12]}",
    ]
    return "\n".join(facts)
