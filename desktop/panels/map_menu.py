"""The menu on the map: what is under the pointer, and what can be done with it."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QMenu

from desktop.icons import icon
from desktop.map.canvas import MapCanvas
from desktop.map.pick import Hit
from desktop.models.whereabouts import Slot, Whereabouts
from desktop.selection import Selection
from geodata.model.feature import Kind

_MOST = 8
_KINDS = {kind.value for kind in Kind}


class MapMenu:
    """Opens where a map asks for a menu."""

    def __init__(
        self, canvas: MapCanvas, selection: Selection, verbs: Sequence[QAction | None], whereabouts: Whereabouts
    ) -> None:
        """Offer `verbs` below what is under the pointer; None draws a line."""
        self._canvas, self._selection, self._verbs = canvas, selection, list(verbs)
        self._whereabouts = whereabouts
        canvas.menu_requested.connect(self.open)

    def open(self, at: QPoint, hits: Sequence[Hit]) -> QMenu:
        """Show the menu at a place on the screen; what is nearest there is selected, so that the verbs mean it."""
        own = [hit for hit in hits if hit.layer in _KINDS]
        if own and own[0].id not in self._selection.ids:
            self._select(own[0])
        menu = QMenu(self._canvas)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for hit in own[1:_MOST]:
            told = self._canvas.tr("Select {0}").format(" / ".join(hit.label.splitlines()) or hit.id[:8])
            menu.addAction(icon("select"), told, partial(self._select, hit))
        menu.addSeparator()
        for verb in self._verbs:
            if verb is None:
                menu.addSeparator()
            else:
                menu.addAction(verb)
        menu.addSeparator()
        self._add_place(menu, at)
        menu.popup(at)
        return menu

    def _select(self, hit: Hit) -> None:
        self._selection.select(Kind(hit.layer), (hit.id,))

    def _add_place(self, menu: QMenu, at: QPoint) -> None:
        """Offer the place under the pointer, as both systems have it, and the name of its sheet."""
        pixel = self._canvas.mapFromGlobal(at)
        place = self._canvas.view.place(pixel.x(), pixel.y())
        told = [self._whereabouts.tell(slot, *place, fine=True) for slot in Slot]
        lines = "\n".join(f"{each.short}  {each.text}" for each in told if each.text)
        menu.addAction(self._canvas.tr("Copy coordinates"), partial(_copy, lines)).setEnabled(bool(lines))
        sheet = self._whereabouts.sheet(*place)
        if sheet:
            menu.addAction(self._canvas.tr("Copy sheet {0}").format(sheet), partial(_copy, sheet))


def _copy(text: str) -> None:
    QGuiApplication.clipboard().setText(text)
