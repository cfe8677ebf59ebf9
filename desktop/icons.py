"""Line icons: SVG files whose currentColor is the colour of the text they stand beside, in every theme."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QIconEngine, QPainter, QPaintEvent, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QWidget

from geodata.resources import resource

SIZE = 20


def icon(name: str) -> QIcon:
    """Return the icon of resources/icons/NAME.svg; raise NotFound when there is none."""
    _drawing(name)
    return QIcon(_LineIcon(name))


class Picture(QWidget):
    """An icon on its own, always in the colour of the text of the theme worn now."""

    def __init__(self, name: str, size: int = SIZE) -> None:
        """Show an icon at a size in pixels."""
        super().__init__()
        self._icon = icon(name)
        self.setFixedSize(size, size)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._icon.paint(painter, self.rect())
        painter.end()


class _LineIcon(QIconEngine):
    """Draws itself in the colour of the palette at the moment it is painted, so that it follows the theme."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        faded = mode is QIcon.Mode.Disabled
        group = QPalette.ColorGroup.Disabled if faded else QPalette.ColorGroup.Active
        colour = QGuiApplication.palette().color(group, QPalette.ColorRole.ButtonText).name()
        renderer = QSvgRenderer(QByteArray(_drawing(self._name).replace("currentColor", colour).encode()))
        renderer.render(painter, QRectF(rect))

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        pixmap = self._drawn(size * scale, mode, state)  # as many pixels as the screen has, also on a fine one
        pixmap.setDevicePixelRatio(scale)
        return pixmap

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self._drawn(size, mode, state)

    def _drawn(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(0, 0, size.width(), size.height()), mode, state)
        painter.end()
        return pixmap

    def clone(self) -> QIconEngine:
        return _LineIcon(self._name)


@lru_cache(maxsize=128)
def _drawing(name: str) -> str:
    return resource("icons", f"{name}.svg").read_text("utf-8")
