"""The layers of a map as a list, the topmost first: order by drag, visibility by a tick, all of it the map's own."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractListModel, QMimeData, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPalette

from desktop.map.canvas import MapCanvas
from desktop.map.layers import DrawLayer
from desktop.map.scene import Scene
from desktop.map.style import Look, Stroke, Theme
from desktop.panels.swatch import swatch

LayerRole = Qt.ItemDataRole.UserRole
CountRole = Qt.ItemDataRole.UserRole + 1
Index = QModelIndex | QPersistentModelIndex

_MIME = "application/x-confinia-layer"


class LayerList(QAbstractListModel):
    """What the map draws, row by row from the top."""

    def __init__(self, canvas: MapCanvas) -> None:
        """Follow a map."""
        super().__init__(canvas)
        self._canvas = canvas
        self._layers: list[DrawLayer] = []
        self._theme = ""
        canvas.scene_changed.connect(self.refresh)

    def refresh(self) -> None:
        """Take over what the map draws now."""
        scene = self._canvas.scene
        layers = list(reversed(scene.layers))
        if layers == self._layers and scene.theme.name == self._theme:
            return
        same = [layer.id for layer in layers] == [layer.id for layer in self._layers]
        self._theme = scene.theme.name
        if same:
            self._layers = layers
            self.dataChanged.emit(self.index(0), self.index(max(len(layers) - 1, 0)))
        else:
            self.beginResetModel()
            self._layers = layers
            self.endResetModel()

    def layer(self, row: int) -> DrawLayer:
        """Return the layer in a row."""
        return self._layers[row]

    def row_of(self, id_: str) -> int:
        """Return the row of a layer, -1 when there is none."""
        return next((row for row, layer in enumerate(self._layers) if layer.id == id_), -1)

    def show_layer(self, row: int, visible: bool) -> None:
        """Show or hide a layer."""
        self._put(row, self._layers[row].shown(visible))

    def fade(self, row: int, opacity: float) -> None:
        """Give a layer another opacity, 0 to 1."""
        self._put(row, self._layers[row].faded(opacity))

    def move(self, row: int, to: int) -> None:
        """Put a layer before the row `to`, counted before it leaves its own."""
        if to in (row, row + 1) or not 0 <= to <= len(self._layers):
            return
        self.beginMoveRows(QModelIndex(), row, row, QModelIndex(), to)
        layer = self._layers.pop(row)
        self._layers.insert(to - (to > row), layer)
        self.endMoveRows()
        self._draw()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._layers)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        layer = self._layers[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return layer.title
        if role == CountRole:
            return layer.count
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if layer.visible else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.DecorationRole and layer.looks:
            ratio = QGuiApplication.primaryScreen().devicePixelRatio()
            return QIcon(swatch(self._scene.theme, _shown(layer, self._scene.theme), ratio))
        if role == Qt.ItemDataRole.ForegroundRole and not layer.visible:
            return QGuiApplication.palette().brush(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text)
        return layer.id if role == LayerRole else None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole:
            return False
        self.show_layer(index.row(), Qt.CheckState(value) is Qt.CheckState.Checked)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        return (
            Qt.ItemFlag.ItemIsEnabled
            | Qt.ItemFlag.ItemIsSelectable
            | Qt.ItemFlag.ItemIsUserCheckable
            | Qt.ItemFlag.ItemIsDragEnabled
        )

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        return [_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        data = QMimeData()
        data.setData(_MIME, str(indexes[0].row()).encode())
        return data

    def dropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index) -> bool:
        if not data.hasFormat(_MIME):
            return False
        to = row if row >= 0 else parent.row() if parent.isValid() else len(self._layers)
        self.move(int(data.data(_MIME).toStdString()), to)
        return False  # the row has moved already; the view must not take it out

    @property
    def _scene(self) -> Scene:
        return self._canvas.scene

    def _put(self, row: int, layer: DrawLayer) -> None:
        self._layers[row] = layer
        self.dataChanged.emit(self.index(row), self.index(row))
        self._draw()

    def _draw(self) -> None:
        self._canvas.show_scene(self._scene.with_layers(tuple(reversed(self._layers))))


def _shown(layer: DrawLayer, theme: Theme) -> list[Look]:
    """The two looks that stand for a layer: of the line the weightiest, of anything else those of most features."""
    counts = np.bincount(layer.codes, minlength=len(layer.looks))
    present = np.flatnonzero(counts)
    styles = [theme.styles[look] for look in layer.looks]
    if not len(present):
        return [layer.looks[-1]]
    if not all(isinstance(style, Stroke) for style in styles):
        return [layer.looks[int(counts.argmax())]]
    if any(isinstance(style, Stroke) and style.casing for style in styles):
        return [layer.looks[code] for code in present[-2:]]
    return [layer.looks[code] for code in sorted(np.argsort(-counts, kind="stable")[: min(2, len(present))])]
