"""Two change sets under different joint profiles: what each profile says, and the way on for each side."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from desktop.dialogs.profile_apart import ProfilesApart as ApartTable
from desktop.panels.parts import GRID, button, flat, label
from desktop.review.reading import ProfilesApart
from geodata.changes.documents.document import profile_of
from geodata.model.status import Side


class ProfilesBoard(QFrame):
    """Both profiles side by side. `adopt_asked` carries the file whose profile the open project may adopt."""

    adopt_asked = Signal(object)  # Path

    def __init__(self) -> None:
        """Start with nothing to show."""
        super().__init__()
        self._apart: ProfilesApart | None = None
        self._side: Side | None = None
        self.setProperty("card", "true")
        self.table = ApartTable()
        self.told = label("", wrap=True)
        self.adopt = button(
            self.tr("See the other side\u2019s profile beside this project\u2019s\u2026"), self._ask, "compare"
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        said = self.tr("They were made under different joint profiles, so their numbers do not compare yet.")
        column.addWidget(label(said, "title", wrap=True))
        column.addWidget(self.table)
        column.addWidget(self.told)
        row = flat(QHBoxLayout())
        row.addWidget(self.adopt)
        row.addStretch(1)
        column.addLayout(row)

    def show_apart(self, apart: ProfilesApart, side: Side | None) -> None:
        """Show where the profiles of two change sets differ; `side` is whose project is open."""
        self._apart, self._side = apart, side
        a, b = profile_of(apart.a.document), profile_of(apart.b.document)
        self.table.show_profiles(a, b, (self.tr("A"), self.tr("B")))
        self.table.setVisible(a != b)
        self.told.setText(self._way_on(a.grid == b.grid))
        self.adopt.setVisible(side is not None and a != b and a.grid == b.grid)
        if side is not None:
            self.adopt.setText(self.tr("See {0}\u2019s profile beside this project\u2019s\u2026").format(side.other))

    def _way_on(self, same_grid: bool) -> str:
        apart = self._apart
        if apart is not None and profile_of(apart.a.document) == profile_of(apart.b.document):
            return apart.sentence
        if not same_grid:
            return self.tr(
                "Their coordinates are on different grids. The side that changes over starts a new project on the "
                "other profile and loads its sources again; then both hand over on one joint base."
            )
        return self.tr(
            "Agree on one of the two. The side whose profile is not taken opens its project, adopts the "
            "other\u2019s (File, Joint profile) and hands its change set over again; A and B can both do so."
        )

    def _ask(self) -> None:
        if self._apart is not None and self._side is not None:
            other = self._apart.b if self._side is Side.A else self._apart.a
            self.adopt_asked.emit(other.path)
