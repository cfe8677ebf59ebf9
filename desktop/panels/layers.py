"""The layers panel: what the map shows, in which order and how strongly."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListView,
    QMenu,
    QSlider,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from desktop.dialogs.figures import count
from desktop.icons import icon
from desktop.map.canvas import MapCanvas
from desktop.panels.layer_list import CountRole, LayerList, LayerRole
from desktop.panels.parts import GRID, empty_state, flat, label
from desktop.panels.swatch import HEIGHT, WIDTH

_EYE = 16
_REFERENCE = "reference:"


class LayersPanel(QWidget):
    """The list of layers with a slider for the opacity of the one that is current."""

    load_asked = Signal()
    remove_asked = Signal(str)  # the name of a layer that lies beneath

    def __init__(self, canvas: MapCanvas) -> None:
        """Follow and steer a map."""
        super().__init__()
        self._canvas = canvas
        self.model = LayerList(canvas)
        self.view = _LayerView(self.model)
        self.view.setAccessibleName(self.tr("Layers, the topmost first"))
        self.opacity = QSlider(Qt.Orientation.Horizontal)
        self.opacity.setRange(0, 100)
        self.opacity.setAccessibleName(self.tr("Opacity of the layer"))
        self._percent = label("", "small")
        self._pages = QStackedWidget()
        self._arrange()
        self.view.selectionModel().currentChanged.connect(lambda *_: self._follow())
        self.view.menu_asked.connect(self._menu)
        self.view.activated.connect(lambda index: canvas.zoom_to_layer(index.data(LayerRole)))
        self.opacity.valueChanged.connect(self._fade)
        self.model.modelReset.connect(self._turn)
        self._turn()

    def _arrange(self) -> None:
        filled = QWidget()
        column = flat(QVBoxLayout(filled))
        column.addWidget(self.view, 1)
        row = QHBoxLayout()
        row.setContentsMargins(2 * GRID, GRID // 2, 2 * GRID, GRID // 2)
        row.setSpacing(GRID)
        row.addWidget(label(self.tr("Opacity"), "small"))
        row.addWidget(self.opacity, 1)
        row.addWidget(self._percent)
        column.addLayout(row)
        empty = empty_state(
            self.tr("Nothing is loaded yet."),
            self.tr("Drop a file with border lines, routes or a backdrop onto the window, or use File > Load a layer."),
        )
        self._pages.addWidget(empty)
        self._pages.addWidget(filled)
        flat(QVBoxLayout(self)).addWidget(self._pages)

    def _turn(self) -> None:
        self._pages.setCurrentIndex(1 if self.model.rowCount() else 0)
        if self.model.rowCount() and not self.view.currentIndex().isValid():
            self.view.setCurrentIndex(self.model.index(0))

    def _follow(self) -> None:
        index = self.view.currentIndex()
        if not index.isValid():
            return
        percent = round(self.model.layer(index.row()).opacity * 100)
        self.opacity.blockSignals(True)
        self.opacity.setValue(percent)
        self.opacity.blockSignals(False)
        self._percent.setText(f"{percent}\u202f%")

    def _fade(self, percent: int) -> None:
        index = self.view.currentIndex()
        if index.isValid():
            self.model.fade(index.row(), percent / 100)
            self._percent.setText(f"{percent}\u202f%")

    def _menu(self, place: QPoint, row: int) -> None:
        layer = self.model.layer(row)
        menu = QMenu(self)
        menu.addAction(icon("zoom-all"), self.tr("Show all of it"), lambda: self._canvas.zoom_to_layer(layer.id))
        told = self.tr("Hide") if layer.visible else self.tr("Show")
        menu.addAction(icon("hidden"), told, lambda: self.model.show_layer(row, not layer.visible))
        menu.addAction(icon("up"), self.tr("To the top"), lambda: self.model.move(row, 0))
        menu.addAction(icon("down"), self.tr("To the bottom"), lambda: self.model.move(row, self.model.rowCount()))
        if layer.id.startswith(_REFERENCE):
            menu.addSeparator()
            told = self.tr("Take out of the project")
            menu.addAction(icon("close"), told, lambda: self.remove_asked.emit(layer.id.removeprefix(_REFERENCE)))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(place)


class _LayerView(QListView):
    """The list itself: Space shows and hides, Alt and an arrow moves a layer, a click on the eye as well."""

    menu_asked = Signal(QPoint, int)

    def __init__(self, model: LayerList) -> None:
        super().__init__()
        self._layers = model
        self.setModel(model)
        self.setItemDelegate(_LayerRow(self))
        self.setDragDropMode(QListView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._ask_for_menu)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.currentIndex().row()
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 2}.get(Qt.Key(event.key()), 0)
        if row >= 0 and step and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._layers.move(row, row + step)
        elif row >= 0 and event.key() == Qt.Key.Key_Space:
            self._layers.show_layer(row, not self._layers.layer(row).visible)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        index = self.indexAt(at)
        if index.isValid() and eye_of(self.visualRect(index)).contains(at):
            self._layers.show_layer(index.row(), not self._layers.layer(index.row()).visible)
        else:
            super().mousePressEvent(event)

    def _ask_for_menu(self, at: QPoint) -> None:
        index = self.indexAt(at)
        if index.isValid():
            self.menu_asked.emit(self.viewport().mapToGlobal(at), index.row())


def eye_of(row: QRect) -> QRect:
    """Return where in a row a click shows and hides the layer."""
    return QRect(row.right() - _EYE - GRID, row.center().y() - _EYE // 2, _EYE, _EYE).adjusted(-4, -4, 4, 4)


class _LayerRow(QStyledItemDelegate):
    """Paints a row: swatch, title, count, eye."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(160, option.fontMetrics.height() + GRID)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        rect, palette = option.rect, option.palette
        under = option.state & QStyle.StateFlag.State_MouseOver
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, palette.highlight())
        elif under:
            painter.fillRect(rect, palette.midlight())
        if picture := index.data(Qt.ItemDataRole.DecorationRole):
            top = rect.center().y() - HEIGHT // 2 + 1
            picture.paint(painter, rect.left() + 2 * GRID, top, WIDTH, HEIGHT)
        shown = index.data(Qt.ItemDataRole.CheckStateRole) is Qt.CheckState.Checked
        group = QPalette.ColorGroup.Active if shown else QPalette.ColorGroup.Disabled
        right = rect.right() - _EYE - 2 * GRID
        middle = Qt.AlignmentFlag.AlignVCenter
        figures = count(index.data(CountRole))
        painter.setPen(palette.color(group, QPalette.ColorRole.PlaceholderText))
        painter.drawText(QRect(rect.left(), rect.top(), right - rect.left(), rect.height()), _RIGHT, figures)
        left = rect.left() + 2 * GRID + WIDTH + GRID
        room = right - left - option.fontMetrics.horizontalAdvance(figures) - GRID
        text = option.fontMetrics.elidedText(index.data(), Qt.TextElideMode.ElideRight, room)
        painter.setPen(palette.color(group, QPalette.ColorRole.Text))
        painter.drawText(QRect(left, rect.top(), room, rect.height()), middle, text)
        if under or not shown or option.state & QStyle.StateFlag.State_HasFocus:
            eye = eye_of(rect).adjusted(4, 4, -4, -4)
            icon("visible" if shown else "hidden").paint(painter, eye)


_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
