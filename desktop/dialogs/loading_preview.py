"""The right of the load dialog: the first rows on a map and in a table, as they would be taken."""

import math

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QSplitter, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from desktop.dialogs.colours import colours_of
from desktop.jobs import JobRunner
from desktop.map.canvas import MapCanvas
from desktop.map.layers import DrawLayer
from desktop.map.pick import Hit
from desktop.map.style import DARK, LIGHT, Look
from desktop.map.view import Box
from desktop.panels.parts import GRID, flat, label
from geodata.geometry.crs import Floats
from geodata.io.load_preview import Preview
from geodata.model.reference import Columns, Shape

_LOOKS = {Shape.LINE: Look.AGREED, Shape.POINT: Look.TURNING_POINT, Shape.AREA: Look.BACKDROP_AREA}
_FIRST = "first rows"
_LINE = "project"
_FAINT = 0.45
_NEAREST = 100.0
_METRES = 111_320.0  # in a degree of latitude
_CLOSE = 0.005
"""Degrees around a place that is zoomed to."""


class PreviewPane(QWidget):
    """Map and table of the first rows; picking a line on the map goes to its row, and a row to its line."""

    def __init__(self, jobs: JobRunner) -> None:
        """Draw with `jobs`."""
        super().__init__()
        self.canvas = MapCanvas(jobs, self)
        self.canvas.setAccessibleName(self.tr("The first rows on the map"))
        self._line: DrawLayer | None = None
        self._held = self._shown = Columns.of_lines([])
        self._far = False
        self.table = QTableWidget()
        self.said = label("", "muted", wrap=True)
        self.canvas.picked.connect(lambda hits, _: self._go_to_row(hits))
        self.table.currentCellChanged.connect(lambda row, *_: self._light(row))
        self._arrange()
        self._wear()

    def show_preview(self, preview: Preview | str, still: list[str], places: Floats) -> None:
        """Show other rows, or say why there are none.

        Before what is `still` asked is answered nothing is drawn but `places`, (n, 2) degrees where they would lie.
        """
        if isinstance(preview, str):
            self._clear(preview)
            return
        self._fill(preview)
        self._draw(Columns.of_points(places) if preview.trouble and len(places) else preview.columns)
        said = [one.sentence for one in preview.report.remarks]
        if preview.trouble is not None:
            drawn = self.tr("Places as they are read so far; the rows when this is answered: {0}.")
            waits = drawn if len(places) else self.tr("They are drawn when this is answered: {0}.")
            waits = waits.format(", ".join(still))
            said = [waits if still else preview.trouble.sentence]
        many = self.tr("The first {0} rows.").format(len(preview.cells))
        first = self.tr("The only row.") if len(preview.cells) == 1 else many
        if self._far:
            said.append(self.tr("The cross is where the project's line lies."))
        self.said.setText("\n".join([first, *said]))

    def show_line(self, columns: Columns) -> None:
        """Show what the project holds already, faintly, below what is read."""
        self._held = columns
        made = DrawLayer.of(_LINE, self.tr("The project's line"), columns, Look.UNEXAMINED, pickable=False)
        self._line = made.faded(_FAINT) if len(columns) else None
        self._set([layer for layer in self.canvas.scene.layers if layer.id != _LINE])

    def _look(self) -> None:
        """See what is read and, of the project's line, what lies near; both where they lie far apart."""
        read, held = _box(self._shown), _box(self._held)
        self._far = read is not None and held is not None and not _meet(_wider(read), held)
        if read is None:
            return
        if held is None or not self._far:
            self.canvas.zoom_to(_wider(read) if held is not None else read)
            return
        self.canvas.zoom_to_all()
        self.canvas.show_pointer((held[0] + held[2]) / 2, (held[1] + held[3]) / 2)  # else nobody sees it from afar

    def see_beside(self, metres: float) -> None:
        """See one place so near that what is read and the project's line, so many metres off, lie well apart."""
        if len(self._shown.xy):
            longitude, latitude = self._shown.xy[len(self._shown.xy) // 2].tolist()
            room = max(3 * metres, _NEAREST) / _METRES
            wide = room / math.cos(math.radians(min(abs(latitude), 89.0)))
            self.canvas.zoom_to((longitude - wide, latitude - room, longitude + wide, latitude + room))

    def zoom_to(self, longitude: float, latitude: float) -> None:
        """See a place, such as that of a row that was refused."""
        self.canvas.zoom_to((longitude - _CLOSE, latitude - _CLOSE, longitude + _CLOSE, latitude + _CLOSE))
        self.canvas.show_pointer(longitude, latitude)

    def draw_taken(self, columns: Columns) -> None:
        """Draw all that would be taken."""
        self._draw(columns, "taken")
        self.said.setText(self.tr("On the map is all that would be taken; the table shows the first rows."))

    def _clear(self, sentence: str) -> None:
        self.table.setRowCount(0)
        self.table.setColumnCount(0)
        self._draw(Columns.of_lines([]))
        self.said.setText(sentence)

    def _fill(self, preview: Preview) -> None:
        refused = {row.row - 1: row.sentence for row in preview.report.refused}
        self.table.setUpdatesEnabled(False)
        self.table.setColumnCount(len(preview.headings))
        self.table.setHorizontalHeaderLabels(preview.headings)
        self.table.setRowCount(len(preview.cells))
        faded = QColor(colours_of(self).unexamined)
        for row, cells in enumerate(preview.cells):
            for column, text in enumerate(cells):
                cell = QTableWidgetItem(text)
                if row in refused:
                    cell.setForeground(faded)
                    cell.setToolTip(refused[row])
                self.table.setItem(row, column, cell)
        self.table.resizeColumnsToContents()
        self.table.setUpdatesEnabled(True)

    def _draw(self, columns: Columns, layer_id: str = _FIRST) -> None:
        ids = [str(row) for row in range(int(columns.rows.max()) + 1)] if len(columns) else []
        self._shown = columns
        layer = DrawLayer.of(layer_id, self.tr("Preview"), columns, _LOOKS[columns.shape], ids)
        self.canvas.highlight()
        self._set([layer])

    def _set(self, layers: list[DrawLayer]) -> None:
        self.canvas.set_layers([*([self._line] if self._line is not None else []), *layers])
        self.canvas.hide_pointer()
        self._look()

    def _go_to_row(self, hits: list[Hit]) -> None:
        if hits and hits[0].layer == _FIRST:
            self.table.selectRow(int(hits[0].id))

    def _light(self, row: int) -> None:
        self.canvas.select([str(row)] if row >= 0 else [])

    def _arrange(self) -> None:
        self.table.setAccessibleName(self.tr("The first rows as they are in the file"))
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setShowGrid(False)
        self.table.setTabKeyNavigation(False)  # else Tab never leaves it
        self.table.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + GRID)
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.addWidget(self.canvas)
        splitter.addWidget(self.table)
        splitter.setSizes([380, 200])
        splitter.setHandleWidth(1)
        column = flat(QVBoxLayout(self), GRID)
        column.addWidget(splitter, 1)
        column.addWidget(self.said)

    def _wear(self) -> None:
        self.canvas.set_theme(DARK if self.palette().window().color().lightness() < 128 else LIGHT)

    def changeEvent(self, event: QEvent) -> None:
        """Follow another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._wear()


def _box(columns: Columns) -> Box | None:
    """West, south, east and north of all that is drawn, in degrees."""
    if not len(columns.xy):
        return None
    (west, south), (east, north) = columns.xy.min(axis=0).tolist(), columns.xy.max(axis=0).tolist()
    return west, south, east, north


def _wider(box: Box) -> Box:
    """A box with as much room around it as a layer that lies a little off would need."""
    west, south, east, north = box
    room = max(_CLOSE, (east - west) / 8, (north - south) / 8)
    return west - room, south - room, east + room, north + room


def _meet(one: Box, other: Box) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]
