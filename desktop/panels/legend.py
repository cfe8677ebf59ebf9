"""The legend: what can be seen on the map at this moment, each look with its word and as it is drawn at this scale."""

import math

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from desktop.map.canvas import MapCanvas
from desktop.map.style import Look, Spot, Theme, words
from desktop.panels.parts import flat
from desktop.panels.swatch import HEIGHT, WIDTH, swatch

_ORDER = {look: place for place, look in enumerate(Look)}


class LegendPanel(QWidget):
    """What is in view, in words."""

    def __init__(self, canvas: MapCanvas) -> None:
        """Follow what a map shows."""
        super().__init__()
        self._canvas = canvas
        self._shown: tuple[tuple[Look, ...], str, int] = ((), "", 0)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Legend: what is in view"))
        self.list.setIconSize(QSize(WIDTH, HEIGHT))
        self.list.setProperty("airy", "true")
        self.list.setSelectionMode(QListWidget.SelectionMode.NoSelection)
        self.list.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        flat(QVBoxLayout(self)).addWidget(self.list)
        canvas.drawn.connect(self.refresh)

    def refresh(self) -> None:
        """Say anew what is in view."""
        scene, view = self._canvas.scene, self._canvas.view
        looks = {look for layer in scene.visible for look in layer.looks_in(view.box)}
        seen = (look for look in looks if not _is_gone(scene.theme, look, view.ground_mpp))
        shown = tuple(sorted(seen, key=_ORDER.__getitem__))
        now = (shown, scene.theme.name, round(2 * math.log2(view.ground_mpp)))
        if now == self._shown:
            return
        self._shown = now
        self.list.clear()
        said = words()
        ratio = self.devicePixelRatioF()
        for text in dict.fromkeys(said[look] for look in shown):
            look = next(one for one in shown if said[one] == text)
            item = QListWidgetItem(QIcon(swatch(scene.theme, (look,), ratio, view.ground_mpp)), text)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled)
            self.list.addItem(item)
        if not shown:
            self._say_nothing()

    def _say_nothing(self) -> None:
        item = QListWidgetItem(self.tr("Nothing is in view here."))
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        self.list.addItem(item)


def _is_gone(theme: Theme, look: Look, ground_mpp: float) -> bool:
    """Whether such points are not drawn at a scale."""
    style = theme.styles[look]
    return isinstance(style, Spot) and ground_mpp > style.gone_from
