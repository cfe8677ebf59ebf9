"""Where the pointer is: in two systems side by side and by its map sheet; each is a button that chooses another."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QToolButton, QWidget, QWidgetAction

from desktop.models.whereabouts import JOINT, OFFERED, Shown, Slot, Whereabouts, short_name
from desktop.panels.parts import GRID, flat
from geodata.errors import Refused
from geodata.geometry.sheets import Scale
from geodata.geometry.systems import system_of
from geodata.geometry.written import THIN, Form

_WIDEST = (45.0888888, 41.0888888)
_LONGEST_SHEET = "K-38-103-А-а-1"


class PointerField(QWidget):
    """Two places and a sheet, each with its menu."""

    profile_asked = Signal()

    def __init__(self, whereabouts: Whereabouts) -> None:
        """Tell places as `whereabouts` has them chosen."""
        super().__init__()
        self._whereabouts = whereabouts
        self._place: tuple[float, float] | None = None
        self.slots = {slot: self._button(partial(self._fill, slot)) for slot in Slot}
        self.sheet = self._button(self._fill_scales)
        row = flat(QHBoxLayout(self), GRID // 2)
        for one in (*self.slots.values(), self.sheet):
            row.addWidget(one)
        whereabouts.changed.connect(self.follow)
        self.follow()

    def show_place(self, longitude: float, latitude: float) -> None:
        """Tell a place of the map, in degrees of WGS 84."""
        if not self._whereabouts.is_open:
            return
        self._place = longitude, latitude
        for slot, button in self.slots.items():
            told = self._whereabouts.tell(slot, longitude, latitude)
            button.setText(f"{told.short}  {told.text if told.pinned else self._not_pinned()}")
        self.sheet.setText(self._whereabouts.sheet(longitude, latitude) or "\u2013")

    def forget_place(self) -> None:
        """The pointer is nowhere on the map: only the systems are named."""
        self._place = None
        for slot, button in self.slots.items():
            button.setText(short_name(self._whereabouts.system(slot)))
        self.sheet.setText(self.tr("sheet"))

    def follow(self) -> None:
        """Take what is chosen now, and as much room as it needs at most; without a project nothing is to be told."""
        self.setVisible(self._whereabouts.is_open)
        if not self._whereabouts.is_open:
            return
        for slot, button in self.slots.items():
            shown, system = self._whereabouts.shown(slot), self._whereabouts.system(slot)
            told = self._whereabouts.tell(slot, *_WIDEST)
            _make_room(button, f"{told.short}  {told.text if told.pinned else self._not_pinned()}0")
            by = self._whereabouts.by(shown.code)
            named = self.tr("{0}, by {1}").format(system.name, by) if by else system.name
            button.setToolTip(self.tr("{0} ({1}). Click to choose another system.").format(named, system.code[:40]))
            button.setAccessibleName(self.tr("Pointer in {0}").format(system.name))
        _make_room(self.sheet, _LONGEST_SHEET if self._whereabouts.scale < Scale.K100 else _LONGEST_SHEET[:8] + "000")
        tip = self.tr("Map sheet {0} of SK-42. Click to choose another scale.")
        self.sheet.setToolTip(tip.format(scale_text(self._whereabouts.scale)))
        self.sheet.setAccessibleName(self.tr("Map sheet under the pointer"))
        if self._place is None:
            self.forget_place()
        else:
            self.show_place(*self._place)

    def shorten(self, short: bool) -> None:
        """Leave the second system and the sheet out where there is little room."""
        self.slots[Slot.SECOND].setVisible(not short)
        self.sheet.setVisible(not short)

    @property
    def whole_width(self) -> int:
        """The pixels it needs for everything."""
        if self.isHidden():
            return 0
        parts = (*self.slots.values(), self.sheet)
        return sum(one.minimumWidth() for one in parts) + (len(parts) - 1) * GRID // 2

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            QTimer.singleShot(0, self, self.follow)  # once the buttons have their new fonts

    def menu_of(self, slot: Slot) -> QMenu:
        """Return the menu of a place, filled as it would be shown."""
        menu = self.slots[slot].menu()
        menu.aboutToShow.emit()
        return menu

    def _button(self, fill: Callable[[QMenu], None]) -> QToolButton:
        made = QToolButton()
        made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        menu = QMenu(made)
        menu.aboutToShow.connect(lambda: fill(menu))
        made.setMenu(menu)
        made.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        made.customContextMenuRequested.connect(lambda _: made.showMenu())
        return made

    def _not_pinned(self) -> str:
        return self.tr("no operation pinned")

    def _fill(self, slot: Slot, menu: QMenu) -> None:
        """Offer the systems, any other by its code, and the forms of degrees."""
        menu.clear()
        shown = self._whereabouts.shown(slot)
        group = QActionGroup(menu)
        offered = OFFERED if shown.code in OFFERED else (*OFFERED, shown.code)
        for code in offered:
            action = menu.addAction(self._name_of(code), partial(self._choose, slot, Shown(code, shown.form)))
            action.setCheckable(True)
            action.setChecked(code == shown.code)
            group.addAction(action)
        menu.addAction(_Other(menu, partial(self._choose_other, slot)))
        menu.addSeparator()
        forms = {Form.DMS: self.tr("Degrees, minutes, seconds"), Form.DECIMAL: self.tr("Decimal degrees")}
        degrees = QActionGroup(menu)
        for form, name in forms.items():
            action = menu.addAction(name, partial(self._choose, slot, Shown(shown.code, form)))
            action.setCheckable(True)
            action.setChecked(form is shown.form)
            action.setEnabled(self._whereabouts.system(slot).geographic)
            degrees.addAction(action)
        menu.addSeparator()
        menu.addAction(self.tr("Joint profile\u2026"), self.profile_asked.emit)

    def _fill_scales(self, menu: QMenu) -> None:
        menu.clear()
        group = QActionGroup(menu)
        for scale in Scale:
            action = menu.addAction(scale_text(scale), partial(self._whereabouts.choose_scale, scale))
            action.setCheckable(True)
            action.setChecked(scale is self._whereabouts.scale)
            group.addAction(action)

    def _name_of(self, code: str) -> str:
        system = system_of(self._whereabouts.code_of(code))
        named = self.tr("Joint system: {0}").format(system.name) if code == JOINT else f"{system.name}  ({system.code})"
        return named if self._whereabouts.is_pinned(code) else f"{named}  \u00b7 {self._not_pinned()}"

    def _choose(self, slot: Slot, shown: Shown) -> None:
        self._whereabouts.choose(slot, shown)

    def _choose_other(self, slot: Slot, text: str) -> str:
        """Choose a system by its code; return the sentence why not, empty when it was chosen."""
        try:
            system = system_of(text.strip())
            self._whereabouts.choose(slot, Shown(system.code, self._whereabouts.shown(slot).form))
        except Refused as problem:
            return problem.sentence
        return ""


def _make_room(button: QToolButton, text: str) -> None:
    """Give a button the width of its widest text, so that nothing moves while the pointer does."""
    button.ensurePolished()
    button.setFixedWidth(button.fontMetrics().horizontalAdvance(text) + GRID)


class _Other(QWidgetAction):
    """A box in the menu for the code of any other system; Enter chooses it."""

    def __init__(self, menu: QMenu, choose: Callable[[str], str]) -> None:
        super().__init__(menu)
        self._menu, self._choose = menu, choose
        self.box = QLineEdit()
        self.box.setPlaceholderText(self.tr("Other: EPSG code"))
        self.box.setAccessibleName(self.tr("EPSG code of another system"))
        self.box.returnPressed.connect(self._take)
        framed = QWidget()
        row = QHBoxLayout(framed)
        row.setContentsMargins(GRID, GRID // 2, GRID, GRID // 2)
        row.addWidget(self.box)
        self.setDefaultWidget(framed)

    def _take(self) -> None:
        refused = self._choose(self.box.text())
        if refused:
            self.box.clear()
            self.box.setPlaceholderText(refused)
            self.box.setToolTip(refused)
        else:
            self._menu.close()


def scale_text(scale: Scale) -> str:
    """Return a scale as it is written on a sheet."""
    return f"1{THIN}:{THIN}{int(scale):,}".replace(",", THIN)
