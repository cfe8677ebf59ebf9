"""The map of the coordinate list dialog: the points where they would lie, the line through them, what is there."""

import numpy as np
from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.dialogs.colours import colours_of
from desktop.dialogs.coordinate_list_jobs import Look as Reading
from desktop.jobs import JobRunner
from desktop.map.canvas import MapCanvas
from desktop.map.layers import DrawLayer
from desktop.map.pick import Hit
from desktop.map.style import DARK, LIGHT, Look
from desktop.panels.parts import flat
from desktop.theme import COLOURS, Theme
from geodata.io.coordinate_list_choices import Becomes, Through
from geodata.model.reference import Columns

_POINTS, _LINE, _GROUND = "points", "line", "ground"
_AROUND = 0.15
"""Of the extent of the points, how much is seen around them."""

_LEAST = 0.002


class ListMap(QWidget):
    """Draws a list where it would lie. `picked` carries the place of a point in the list, from 0."""

    picked = Signal(int)

    def __init__(self, jobs: JobRunner) -> None:
        """Draw with `jobs`."""
        super().__init__()
        self.canvas = MapCanvas(jobs, self)
        self.canvas.setAccessibleName(self.tr("The points of the list on the map"))
        self.canvas.picked.connect(lambda hits, _: self._pick(hits))
        flat(QVBoxLayout(self)).addWidget(self.canvas)
        self._drawn: bytes = b""
        self._wear()

    def show_list(self, reading: Reading) -> None:
        """Draw a list, or nothing where it has no place yet."""
        layers, loaded = [], reading.loaded
        if len(reading.ground):
            layers.append(DrawLayer.of(_GROUND, self.tr("Segments"), reading.ground, Look.UNEXAMINED, pickable=False))
        if loaded is not None:
            xy = reading.columns.xy
            if loaded.choices.through is not Through.NONE:
                ring = loaded.choices.through is Through.RING
                line = Columns.of_lines([np.concatenate([xy, xy[:1]]) if ring else xy])
                layers.append(DrawLayer.of(_LINE, self.tr("Line"), line, Look.AGREED, pickable=False))
            look = Look.MARKER if loaded.choices.becomes is Becomes.MARKERS else Look.TURNING_POINT
            ids = [str(place) for place in range(len(xy))]
            numbers = [point.number for point in loaded.found.points]
            layers.append(DrawLayer.of(_POINTS, self.tr("Points"), reading.columns, look, ids, numbers))
        self.canvas.set_layers(layers)
        if loaded is not None:
            self._see(reading.columns.xy.tobytes(), reading)
        elif not self._drawn and len(reading.ground):
            self.canvas.zoom_to_all()

    def point_out(self, place: int) -> None:
        """Show one point of the list as selected; -1: none."""
        self.canvas.select([str(place)] if place >= 0 else [])

    def _see(self, drawn: bytes, reading: Reading) -> None:
        """Look at the points; not again when only other things were stated, so that a person may look around."""
        if drawn == self._drawn:
            return
        self._drawn = drawn
        (west, south), (east, north) = reading.columns.xy.min(axis=0), reading.columns.xy.max(axis=0)
        margin = max(_AROUND * max(east - west, north - south), _LEAST)
        self.canvas.zoom_to((float(west - margin), float(south - margin), float(east + margin), float(north + margin)))

    def _pick(self, hits: list[Hit]) -> None:
        if hits and hits[0].layer == _POINTS:
            self.picked.emit(int(hits[0].id))

    def _wear(self) -> None:
        self.canvas.set_theme(DARK if colours_of(self) is COLOURS[Theme.DARK] else LIGHT)

    def changeEvent(self, event: QEvent) -> None:
        """Follow another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._wear()
