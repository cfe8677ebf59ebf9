"""One end of a stretch: typed as metres, kilometres or "TP 103 + 340 m", or picked from turning points."""

import re

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from desktop.dialogs.figures import metres, typed_metres
from geodata.errors import InvalidFeature
from geodata.geometry.measure import length, locate
from geodata.geometry.stretch import anchor, anchor_at_turning_point
from geodata.model.project import Project
from geodata.model.segment import Segment
from geodata.model.stretch import Anchor
from geodata.model.turning_point import TurningPoint

NEAR_M = 50.0
"""How far from the segment a turning point may stand and be offered."""

_MARGIN = 1_000_000  # steps of the grid: about 100 m
_OFFSET = re.compile(r"^(?P<label>.+?)(?:\s*\+\s*|\s+(?P<minus>-)\s*)(?P<offset>[\d.,\s]+(?:km|m)?)$", re.IGNORECASE)
_PREFIX = re.compile(r"^TP[\s-]*", re.IGNORECASE)

Known = dict[str, tuple[TurningPoint, int]]
"""Turning points by their label, with their chainage on the segment in millimetres."""


class PlaceEdit(QComboBox):
    """An end of a stretch on one segment. `edited` comes when a person changed it, not when it was set."""

    edited = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """Be called `name` to those who hear the window instead of seeing it."""
        super().__init__(parent)
        self._segment: Segment | None = None
        self._known: Known = {}
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setAccessibleName(name)
        self.setToolTip(self.tr("5000, 5 km, start, end, or TP 103 + 340 m"))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(12)
        line = self.lineEdit()
        assert line is not None
        line.setPlaceholderText(self.tr("5 km or TP 103 + 340 m"))
        line.textEdited.connect(lambda _: self.edited.emit())
        self.activated.connect(self._pick)

    def set_segment(self, segment: Segment | None, project: Project | None) -> None:
        """Offer the turning points of another segment; what is typed stays."""
        if segment is self._segment:
            return
        text = self.currentText()
        self._segment = segment
        self._known = turning_points_on(project, segment) if segment and project else {}
        self.blockSignals(True)
        self.clear()
        if segment is not None:
            self.addItem(self.tr("start"), self.tr("start"))
            for label, (_, at) in self._known.items():
                self.addItem(f"TP {label} \u00b7 {metres(at)}", f"TP {label}")
            self.addItem(self.tr("end"), self.tr("end"))
        self.setCurrentIndex(-1)
        self.setEditText(text)
        self.blockSignals(False)

    def set_anchor(self, place: Anchor | None) -> None:
        """Show a place as it was given: from a turning point, or as chainage."""
        self.setEditText("" if place is None else self._text(place))

    def place(self) -> Anchor:
        """Return the place; raise InvalidFeature with what to type instead."""
        segment, text = self._segment, self.currentText().strip()
        if segment is None:
            raise InvalidFeature(self.tr("Select a segment first."))
        if not text:
            raise InvalidFeature(self.tr("Type from where to where, or choose a turning point."))
        if text == self.tr("start"):
            return anchor(segment, 0)
        if text == self.tr("end"):
            return anchor(segment, length(segment.line))
        typed = typed_metres(text)
        return anchor(segment, typed) if typed is not None else self._from_turning_point(segment, text)

    def _from_turning_point(self, segment: Segment, text: str) -> Anchor:
        known, offset = self._named(text), 0
        match = _OFFSET.match(text)
        if known is None and match is not None:
            known = self._named(match["label"])
            offset = (typed_metres(match["offset"]) or 0) * (-1 if match["minus"] else 1)
        if known is None:
            said = self.tr("{0} is no place on this segment; type 5000, 5 km or TP 103 + 340 m.")
            raise InvalidFeature(said.format(f"\u201c{text}\u201d"))
        return anchor_at_turning_point(segment, known, offset)

    def _named(self, text: str) -> TurningPoint | None:
        label = text.strip()
        found = self._known.get(label) or self._known.get(_PREFIX.sub("", label))
        return found[0] if found else None

    def _text(self, place: Anchor) -> str:
        label = next((label for label, (tp, _) in self._known.items() if tp.id == place.turning_point), "")
        if not label:
            return metres(place.at, 3)
        sign = "-" if place.offset < 0 else "+"
        return f"TP {label} {sign} {metres(abs(place.offset), 3)}" if place.offset else f"TP {label}"

    def _pick(self, index: int) -> None:
        self.setEditText(str(self.itemData(index)))
        self.edited.emit()


def turning_points_on(project: Project, segment: Segment) -> Known:
    """Return the turning points within 50 m of a segment, in order along it."""
    xy = segment.line.xy
    low, high = xy.min(axis=0) - _MARGIN, xy.max(axis=0) + _MARGIN
    points = list(project.all(TurningPoint))
    places = np.array([point.point for point in points], dtype=np.int64).reshape(-1, 2)
    near = np.flatnonzero(((places >= low) & (places <= high)).all(axis=1))
    found = []
    for index in near.tolist():
        point = points[index]
        at, off = locate(segment.line, point.point)
        if off <= NEAR_M:
            found.append((at, point.label or point.source_id or point.id[:8], point))
    return {label: (point, at) for at, label, point in sorted(found, key=lambda row: row[0])}
