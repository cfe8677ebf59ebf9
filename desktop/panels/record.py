"""The record panel: everything known of what is selected, and the four verbs that can be said of it."""

from PySide6.QtCore import QCoreApplication, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.models.tally import PICTURES, Tally
from desktop.panels.parts import GRID, Scrolled, button, emptied, flat, label, rule
from desktop.panels.record_origin import origin_parts
from desktop.panels.record_other import feature_parts, several_parts
from desktop.panels.record_segment import segment_parts
from desktop.panels.record_straight import straight_parts
from desktop.selection import Selection
from desktop.session import Session
from geodata.io.provenance import Provenance, where_from
from geodata.model.feature import Feature
from geodata.model.segment import Segment
from geodata.model.stretch import Stretch

translate = QCoreApplication.translate


class RecordPanel(QWidget):
    """The selected feature's record; with a stretch chosen, what is said of that stretch."""

    mark_asked = Signal()
    note_asked = Signal()
    source_asked = Signal()
    line_asked = Signal()
    origin_asked = Signal()

    def __init__(self, session: Session, selection: Selection, tally: Tally) -> None:
        """Follow the selection and the project."""
        super().__init__()
        self._session, self._selection, self._tally = session, selection, tally
        self.setAccessibleName(self.tr("Record"))
        self._inside = QWidget()
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(2 * GRID, GRID, 2 * GRID, 2 * GRID)
        self._column.setSpacing(GRID)
        self._verbs = self._buttons()
        self._arrange()
        for signal in (session.opened, session.closed, selection.changed, selection.stretch_chosen):
            signal.connect(self.refresh)
        session.changed.connect(lambda _: self.refresh())
        self.refresh()

    def refresh(self) -> None:
        """Say anew what is known of what is selected."""
        emptied(self._column)
        features = self._features()
        for part in self._parts(features):
            self._column.addWidget(part)
        self._column.addStretch(1)
        QTimer.singleShot(0, self._area, self._area.updateGeometry)  # what is new has its font only when it is shown
        one = len(features) == 1 and self._session.can_write
        segment = one and isinstance(features[0], Segment)
        for verb in (self.mark, self.source, self.line):
            verb.setEnabled(segment)
        self.note.setEnabled(one)
        self._verbs.setVisible(bool(features))

    def _buttons(self) -> QWidget:
        made = QWidget()
        column = flat(QVBoxLayout(made))
        column.addWidget(rule())
        row = QHBoxLayout()
        row.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        row.setSpacing(GRID)
        self.mark = button(self.tr("Mark\u2026"), self.mark_asked.emit, primary=True)
        self.note = button(self.tr("Note"), self.note_asked.emit)
        self.source = button(self.tr("Source"), self.source_asked.emit)
        self.line = button(self.tr("Line"), self.line_asked.emit)
        for verb in (self.mark, self.note, self.source, self.line):
            row.addWidget(verb)
        row.addStretch(1)
        column.addLayout(row)
        return made

    def _arrange(self) -> None:
        self._area = Scrolled(self._inside)
        column = flat(QVBoxLayout(self))
        column.addWidget(self._area, 1)
        column.addWidget(self._verbs)

    def _features(self) -> list[Feature]:
        kind = self._selection.kind
        if kind is None or not self._session.is_open:
            return []
        layer = self._session.project.layers[kind]
        return [layer[id_] for id_ in self._selection.ids if id_ in layer]

    def _parts(self, features: list[Feature]) -> list[QWidget]:
        if not features:
            return [_nothing_selected()]
        if len(features) > 1:
            sums = self._tally.parts([feature.id for feature in features]).sum(axis=0).tolist()
            return several_parts(self._session.project, features, dict(zip(PICTURES, sums, strict=True)))
        (feature,) = features
        project, session = self._session.project, self._session
        if isinstance(feature, Segment):
            parts = segment_parts(project, feature, self._selection.stretch, self._chooser(feature.id))
        else:
            parts = feature_parts(project, feature)
        parts += straight_parts(project, feature, session.state_straight, session.can_write)
        return parts + origin_parts(project, feature, self._read_again, self.origin_asked.emit)

    def _read_again(self, feature: Feature, whole: bool) -> Provenance | None:
        session = self._session
        return None if session.busy else where_from(session.store, session.project, feature, whole)

    def _chooser(self, segment: str) -> "_Chooser":
        return _Chooser(self._selection, segment)


class _Chooser:
    """Chooses stretches of one segment."""

    def __init__(self, selection: Selection, segment: str) -> None:
        self._selection, self._segment = selection, segment

    def __call__(self, stretch: Stretch) -> None:
        self._selection.choose_stretch(self._segment, stretch)


def _nothing_selected() -> QWidget:
    made = QWidget()
    column = flat(QVBoxLayout(made), GRID)
    column.addWidget(label(translate("Record", "Nothing is selected.")))
    told = translate(
        "Record",
        "Click a line on the map or a row in a table, or drag along the strip to choose a stretch; "
        "what is known of it will stand here.",
    )
    column.addWidget(label(told, "muted", wrap=True))
    return made
