"""Two joint profiles side by side: only what they say differently, in the same words for both."""

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from desktop.panels.parts import GRID
from geodata.geometry.profiles import differences, profile_hash
from geodata.model.profile import JointProfile

translate = QCoreApplication.translate

_MOST_ROWS = 10


class ProfilesApart(QTableWidget):
    """What two profiles say differently, a row each: what it is about, and what either says."""

    def __init__(self) -> None:
        """Start with nothing to compare."""
        super().__init__()
        self.setAccessibleName(self.tr("What the two joint profiles say differently"))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.verticalHeader().hide()
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_profiles(self, one: JointProfile, other: JointProfile, names: tuple[str, str]) -> None:
        """Show where they differ; `names` say whose each is."""
        rows = [(self.tr("hash"), profile_hash(one), profile_hash(other)), *differences(one, other)]
        self.clear()
        self.setColumnCount(3)
        self.setRowCount(len(rows))
        self.setHorizontalHeaderLabels([self.tr("What"), *names])
        for row, (what, *texts) in enumerate(rows):
            for column, text in enumerate((in_words(what), *texts)):
                item = QTableWidgetItem(text if len(text) < _LONG else f"{text[:_LONG]}\u2026")
                item.setToolTip(text)
                item.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
                self.setItem(row, column, item)
        self._fit()

    def _fit(self) -> None:
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        self.ensurePolished()
        self.resizeRowsToContents()
        height = sum(self.rowHeight(row) for row in range(min(self.rowCount(), _MOST_ROWS)))
        self.setMinimumHeight(height + header.sizeHint().height() + GRID)


_LONG = 300


def in_words(field: str) -> str:
    """Return what a difference is about in the words of the window."""
    known = {
        "crs": translate("ProfilesApart", "Reference system"),
        "unit": translate("ProfilesApart", "Coordinate unit"),
        "ellipsoid": translate("ProfilesApart", "Ellipsoid"),
        "tolerances": translate("ProfilesApart", "Tolerances"),
        "languages": translate("ProfilesApart", "Languages"),
        "names_a": translate("ProfilesApart", "Names of side A"),
        "names_b": translate("ProfilesApart", "Names of side B"),
        "order": translate("ProfilesApart", "Order of the names"),
    }
    return known.get(field, field[:1].upper() + field[1:])
