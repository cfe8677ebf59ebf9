"""The history panel: every gesture, the newest first; a double-click steps back or forth to it."""

from PySide6.QtCore import QModelIndex, QSize, Qt
from PySide6.QtWidgets import QListView, QStackedWidget, QVBoxLayout, QWidget

from desktop.models.history import History
from desktop.panels.parts import empty_state, flat
from desktop.session import Session


class HistoryPanel(QWidget):
    """The undo stack of the open project, which survives closing it."""

    def __init__(self, session: Session) -> None:
        """Follow a session."""
        super().__init__()
        self._session = session
        self.model = History(session)
        self.view = QListView()
        self.view.setAccessibleName(self.tr("History"))
        self.view.setModel(self.model)
        self.view.setWordWrap(True)
        self.view.setResizeMode(QListView.ResizeMode.Adjust)
        self.view.setLayoutMode(QListView.LayoutMode.Batched)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setProperty("airy", "true")
        self.view.setIconSize(QSize(14, 14))
        self.view.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.view.activated.connect(self.step_to)
        self._pages = QStackedWidget()
        self._pages.addWidget(
            empty_state(
                self.tr("Nothing has been done yet."),
                self.tr("Every gesture will stand here and can be taken back, also tomorrow."),
            )
        )
        self._pages.addWidget(self.view)
        flat(QVBoxLayout(self)).addWidget(self._pages)
        self.model.modelReset.connect(self._turn)

    def step_to(self, index: QModelIndex) -> None:
        """Take back, or bring back, until the gesture in this row is the last that stands."""
        steps = self.model.steps_to(index.row())
        for _ in range(abs(steps)):
            if steps < 0:
                self._session.undo()
            else:
                self._session.redo()

    def _turn(self) -> None:
        self._pages.setCurrentIndex(1 if self.model.rowCount() else 0)
