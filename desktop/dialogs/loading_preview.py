"""The right of the load dialog: the first rows on a map and in a table, as they would be taken."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QSplitter, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from desktop.dialogs.colours import colours_of
from desktop.jobs import JobRunner
from desktop.map.canvas import MapCanvas
from desktop.map.layers import DrawLayer
from desktop.map.pick import Hit
from desktop.map.style import DARK, LIGHT, Look
from desktop.panels.parts import GRID, flat, label
from geodata.geometry.crs import Floats
from geodata.io.load_preview import Preview
from geodata.model.reference import Columns, Shape

_LOOKS = {Shape.LINE: Look.AGREED, Shape.POINT: Look.TURNING_POINT, Shape.AREA: Look.BACKDROP_AREA}
_FIRST = "first rows"
_LINE = "project"
_FAINT = 0.45
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
        self.said.setText("\n".join([first, *said]))

    def show_line(self, columns: Columns) -> None:
        """Show what the project holds already, faintly, below what is read."""
        made = DrawLayer.of(_LINE, self.tr("The project's line"), columns, Look.UNEXAMINED, pickable=False)
        self._line = made.faded(_FAINT) if len(columns) else None
        self._set([layer for layer in self.canvas.scene.layers if layer.id != _LINE])

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
        layer = DrawLayer.of(layer_id, self.tr("Preview"), columns, _LOOKS[columns.shape], ids)
        self._set([layer])
        self.canvas.highlight()
        self.canvas.hide_pointer()

    def _set(self, layers: list[DrawLayer]) -> None:
        self.canvas.set_layers([*([self._line] if self._line is not None else []), *layers])
        if any(len(layer.geometry) for layer in layers):
            self.canvas.zoom_to_all()

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
