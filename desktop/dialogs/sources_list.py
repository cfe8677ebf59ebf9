"""The sources of the register as a list to be ticked: what a position, a line or a note rests on."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QSizePolicy, QWidget

from desktop.dialogs.reading_words import reading_line
from desktop.dialogs.words import word
from geodata.model.project import Project
from geodata.model.source import Source
from geodata.model.status import Side

_ID = Qt.ItemDataRole.UserRole


class SourcesList(QListWidget):
    """One row for each source of a side, with a box to tick; Space ticks."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self.setAccessibleName(self.tr("Sources to cite"))
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)  # long titles end in an ellipsis
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_sources(self, project: Project | None) -> None:
        """Show the register of the project's own side; ticks stay."""
        ticked = set(self.ticked())
        self.clear()
        if project is None:
            return
        for source in sources_of(project, project.settings.side):
            item = QListWidgetItem(title_of(source))
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if source.id in ticked else Qt.CheckState.Unchecked)
            item.setData(_ID, source.id)
            item.setToolTip(title_of(source))
            self.addItem(item)

        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """As high as its rows, six at most."""
        row = self.sizeHintForRow(0) if self.count() else self.fontMetrics().height()
        return QSize(240, row * min(max(self.count(), 1), 6) + 2 * self.frameWidth() + 2)

    def minimumSizeHint(self) -> QSize:
        """Never less high than that."""
        return QSize(120, self.sizeHint().height())

    def ticked(self) -> tuple[str, ...]:
        """Return the ids of the sources that are ticked."""
        rows = (self.item(row) for row in range(self.count()))
        return tuple(str(item.data(_ID)) for item in rows if item.checkState() is Qt.CheckState.Checked)

    def tick(self, ids: tuple[str, ...]) -> None:
        """Tick these and no others."""
        for row in range(self.count()):
            item = self.item(row)
            item.setCheckState(Qt.CheckState.Checked if item.data(_ID) in ids else Qt.CheckState.Unchecked)


def sources_of(project: Project, side: Side) -> list[Source]:
    """Return the sources a side offers and those read before there was a joint base, by title."""
    return sorted((s for s in project.all(Source) if s.offered_by in (side, None)), key=lambda source: source.title)


def title_of(source: Source) -> str:
    """Return a source in one line: title, sheet, date; for one that coordinates were read from, how."""
    read = reading_line(source.reading) if source.reading is not None else ""
    last = source.date or read or word(source.type)
    facts = [source.title, source.sheet if source.sheet not in source.title else "", last]
    return " \u00b7 ".join(filter(None, facts))
