"""The bar to go to a place: coordinates in any form or a map sheet, typed or pasted, and how they are understood."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QFrame, QHBoxLayout, QLineEdit, QListWidget, QVBoxLayout

from desktop.map.canvas import MapCanvas
from desktop.models.whereabouts import OFFERED, Slot, Whereabouts, short_name
from desktop.panels.parts import GRID, button, flat, label
from geodata.errors import ConfiniaError
from geodata.geometry.crs import OperationNeeded
from geodata.geometry.sought import Sought, ring_of, understood
from geodata.geometry.systems import system_of

_WIDTH = 560
_MOST_SHOWN = 3


class GoToBar(QFrame):
    """Lies over the map; nothing waits for it. Enter goes to the chosen reading, Escape puts it away."""

    gone = Signal(float, float, object)  # longitude and latitude of WGS 84, and the (n, 2) outline of a sheet or None
    profile_asked = Signal()

    def __init__(self, canvas: MapCanvas, whereabouts: Whereabouts) -> None:
        """Stay hidden until it is opened."""
        super().__init__(canvas)
        self._canvas, self._whereabouts = canvas, whereabouts
        self.readings: list[Sought] = []
        self.setProperty("card", "true")
        self.setAccessibleName(self.tr("Go to coordinates"))
        self.box = QLineEdit()
        self.box.setPlaceholderText("41\u00b006'33.0\" N 45\u00b003'12.4\" E   X 4551234.57 Y 8512345.68   K-38-103")
        self.box.setAccessibleName(self.tr("Coordinates or map sheet"))
        self.system = QComboBox()
        self.system.setAccessibleName(self.tr("Reference system of what is typed"))
        self.found = QListWidget()
        self.found.setAccessibleName(self.tr("How it is understood"))
        self.found.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.found.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.found.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.said = label("", "muted", wrap=True)
        self.pin = button(self.tr("Joint profile\u2026"), self.profile_asked.emit)
        self._arrange()
        self.box.installEventFilter(self)
        canvas.installEventFilter(self)
        self.box.textChanged.connect(lambda _: self._understand())
        self.system.currentIndexChanged.connect(lambda _: self._understand())
        self.found.itemClicked.connect(lambda _: self.go())
        self.found.currentTextChanged.connect(self.box.setAccessibleDescription)
        whereabouts.changed.connect(self._follow)
        self.hide()

    def open(self, text: str = "") -> None:
        """Come into view over the map, with a text in it."""
        self._offer_systems()
        self.box.setText(text)
        self._understand()
        self.show()
        self.raise_()
        self.box.setFocus()
        self.box.selectAll()

    def put_away(self) -> None:
        """Go out of view and give the keys back to the map."""
        self.hide()
        self._canvas.setFocus()

    def go(self) -> None:
        """Go to the chosen reading; where nothing can be gone to, stay."""
        row = self.found.currentRow()
        if not 0 <= row < len(self.readings):
            return
        one, profile = self.readings[row], self._whereabouts.profile
        ring = ring_of(one.sheet, profile) if one.sheet else None
        self.put_away()
        self.gone.emit(*one.world(profile), ring)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.box and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._key(Qt.Key(event.key()))
        if watched is self._canvas and event.type() == QEvent.Type.Resize and not self.isHidden():
            self._fit()
        return super().eventFilter(watched, event)

    def _key(self, key: Qt.Key) -> bool:
        if key == Qt.Key.Key_Escape:
            self.put_away()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.go()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            step = 1 if key == Qt.Key.Key_Down else -1
            self.found.setCurrentRow(min(max(self.found.currentRow() + step, 0), self.found.count() - 1))
        else:
            return False
        return True

    def _arrange(self) -> None:
        row = flat(QHBoxLayout(), GRID)
        row.addWidget(self.box, 1)
        row.addWidget(self.system)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID, GRID, GRID, GRID)
        column.setSpacing(GRID // 2)
        column.addLayout(row)
        column.addWidget(self.found)
        column.addWidget(self.said)
        column.addWidget(self.pin, 0, Qt.AlignmentFlag.AlignLeft)

    def _offer_systems(self) -> None:
        """Offer the known systems and those chosen for the pointer; the first of these is proposed."""
        chosen = [self._whereabouts.shown(slot).code for slot in Slot]
        kept = self.system.currentData()
        offered = dict.fromkeys(self._whereabouts.code_of(code) for code in (*OFFERED[1:], *chosen))
        self.system.blockSignals(True)
        self.system.clear()
        for code in offered:
            self.system.addItem(short_name(system_of(code)), code)
            self.system.setItemData(self.system.count() - 1, system_of(code).name, Qt.ItemDataRole.ToolTipRole)
        first = kept if kept in offered else self._whereabouts.code_of(chosen[0])
        self.system.setCurrentIndex(self.system.findData(first))
        self.system.blockSignals(False)

    def _follow(self) -> None:
        if not self.isHidden():
            self._offer_systems()
            self._understand()

    def _understand(self) -> None:
        """Say how the text is understood, or the sentence why it is not."""
        self.readings, sentence, unpinned = [], "", ""
        self.found.clear()
        try:
            found = understood(self.box.text(), str(self.system.currentData())) if self.box.text().strip() else []
        except ConfiniaError as problem:
            found, sentence = [], problem.sentence
        for one in found:
            try:
                self.found.addItem(self._words(one, *one.world(self._whereabouts.profile)))
                self.readings.append(one)
            except OperationNeeded:
                unpinned = short_name(system_of(one.code))
            except ConfiniaError as problem:
                sentence = problem.sentence
        self.found.setCurrentRow(0)
        if len(self.readings) > 1:
            sentence = self.tr("There are several readings: choose with the arrow keys.")
        elif unpinned and not self.readings:
            told = self.tr("No operation is pinned between {0} and WGS 84, so this cannot be put on the map.")
            sentence = told.format(unpinned)
        self.said.setText(sentence)
        self.said.setVisible(bool(sentence))
        self.pin.setVisible(bool(unpinned))
        self._fit()

    def _words(self, one: Sought, longitude: float, latitude: float) -> str:
        """A reading in words: in both systems of the pointer, on which sheet, and what decided."""
        told = [self._whereabouts.tell(slot, longitude, latitude) for slot in Slot]
        lines = [f"{each.short}  {each.text or self.tr('no operation pinned')}" for each in told]
        sheet = one.sheet.designation if one.sheet else self._whereabouts.sheet(longitude, latitude)
        outside = self.tr("outside the area of the system") if one.outside else ""
        aside = [self.tr("sheet {0}").format(sheet) if sheet else "", one.because, outside]
        return "\n".join(filter(None, [*lines, " \u00b7 ".join(filter(None, aside))]))

    def _fit(self) -> None:
        shown = min(self.found.count(), _MOST_SHOWN)
        self.found.setVisible(shown > 0)
        height = sum(self.found.sizeHintForRow(row) for row in range(shown))
        self.found.setFixedHeight(height + 2)
        width = min(_WIDTH, self._canvas.width() - 8 * GRID)
        self.setFixedWidth(max(width, 280))
        self.adjustSize()
        self.move((self._canvas.width() - self.width()) // 2, GRID)
