"""Text that fits where there is little room: shortened with an ellipsis, or broken anywhere and still copied whole."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QTextOption
from PySide6.QtWidgets import QLabel, QSizePolicy, QStyle, QStyleOption, QTextEdit

_LEAST = 8
"""Characters for which an elided label always asks room."""


class Elided(QLabel):
    """One line that ends in an ellipsis where the room ends; all of it stands in the tooltip and is read aloud."""

    def __init__(self, text: str = "", role: str = "") -> None:
        """Show `text` in a role of the stylesheet."""
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.setText(text)

    def setText(self, text: str) -> None:
        super().setText(text)
        self.setToolTip(text)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * _LEAST, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOption()
        option.initFrom(self)
        painter = QPainter(self)
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_Widget, option, painter, self)
        room = self.contentsRect()
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        colour = self.foregroundRole()
        place = self.alignment() | Qt.AlignmentFlag.AlignVCenter
        self.style().drawItemText(painter, room, place, self.palette(), self.isEnabled(), shown, colour)


class Copyable(QTextEdit):
    """Text to be read and copied that is as high as it needs; a long hash is broken anywhere, but copied in one."""

    def __init__(self, name: str) -> None:
        """Start empty; `name` is what the text is called when it is read aloud."""
        super().__init__()
        self.setReadOnly(True)
        self.setAccessibleName(name)
        self.setAcceptRichText(False)
        self.setProperty("copyable", "true")
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(0)
        self.document().documentLayout().documentSizeChanged.connect(lambda _: self._fit())
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def text(self) -> str:
        """Return the text shown."""
        return self.toPlainText()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def _fit(self) -> None:
        high = round(self.document().size().height()) + 2 * self.frameWidth()
        if high != self.height():
            self.setFixedHeight(high)
