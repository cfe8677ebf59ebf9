"""What is selected: one for the map, the tables and the strip, so that they can never disagree."""

from PySide6.QtCore import QObject, Signal

from geodata.model.feature import Kind
from geodata.model.stretch import Stretch


class Selection(QObject):
    """The selected features of one kind, and the stretch chosen along the first of them."""

    changed = Signal()
    stretch_chosen = Signal()
    shown = Signal(object)  # list[str]: ids that somebody asked to be brought into view

    def __init__(self, parent: QObject | None = None) -> None:
        """Start with nothing selected."""
        super().__init__(parent)
        self._kind: Kind | None = None
        self._ids: tuple[str, ...] = ()
        self._stretch: Stretch | None = None

    @property
    def kind(self) -> Kind | None:
        """The kind of what is selected."""
        return self._kind

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of what is selected, the one last picked first."""
        return self._ids

    @property
    def first(self) -> str | None:
        """The id that the record shows."""
        return self._ids[0] if self._ids else None

    @property
    def stretch(self) -> Stretch | None:
        """The stretch chosen along the first segment."""
        return self._stretch

    def select(self, kind: Kind | None, ids: tuple[str, ...]) -> None:
        """Select these; the stretch is let go of."""
        if (kind, ids) == (self._kind, self._ids):
            return
        self._kind, self._ids, self._stretch = (kind if ids else None), ids, None
        self.changed.emit()

    def clear(self) -> None:
        """Select nothing."""
        self.select(None, ())

    def choose_stretch(self, segment: str, stretch: Stretch | None) -> None:
        """Choose a stretch of a segment, selecting it."""
        self.select(Kind.SEGMENT, (segment,))
        if stretch != self._stretch:
            self._stretch = stretch
            self.stretch_chosen.emit()

    def show(self, ids: list[str]) -> None:
        """Ask the map to bring features into view."""
        self.shown.emit(ids)
