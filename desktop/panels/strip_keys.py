"""The strip by keyboard: arrows move 100 m (Ctrl: 10 m), Shift extends, Alt goes from post to post, Enter marks."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from desktop.panels.strip_drag import Drag

if TYPE_CHECKING:
    from desktop.panels.strip import Strip

STEP, FINE_STEP = 100_000, 10_000
"""Millimetres the cursor moves with an arrow, and with Ctrl and an arrow."""

_SHIFT, _CTRL, _ALT = (
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
)


class StripKeys:
    """Where the keyboard's cursor stands on the run, and from where a stretch is extended."""

    def __init__(self, strip: "Strip") -> None:
        """Serve one strip."""
        self._strip = strip
        self.cursor: int | None = None
        self.space = False
        self._drag: Drag | None = None

    def clear(self) -> None:
        """Forget the cursor."""
        self.cursor = self._drag = None

    def release(self, event: QKeyEvent) -> None:
        """Notice that space is no longer held."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self.space = False

    def press(self, event: QKeyEvent) -> bool:
        """Do what a key says; return whether it says anything here."""
        plain = {
            Qt.Key.Key_Escape: self._strip.let_go,
            Qt.Key.Key_Plus: lambda: self._strip.zoom(1.5),
            Qt.Key.Key_Equal: lambda: self._strip.zoom(1.5),
            Qt.Key.Key_Minus: lambda: self._strip.zoom(1 / 1.5),
            Qt.Key.Key_0: self._strip.fit,
            Qt.Key.Key_PageUp: lambda: self._strip.turn_part(-1),
            Qt.Key.Key_PageDown: lambda: self._strip.turn_part(1),
            Qt.Key.Key_Return: self._strip.mark_asked.emit,
            Qt.Key.Key_Enter: self._strip.mark_asked.emit,
            Qt.Key.Key_Space: self._hold_space,
        }
        key = Qt.Key(event.key())
        if key in plain:
            plain[key]()
            return True
        to = self._target(key, event.modifiers())
        if to is None:
            return False
        self._move(to, bool(event.modifiers() & _SHIFT))
        return True

    def _hold_space(self) -> None:
        self.space = True

    def _target(self, key: Qt.Key, held: Qt.KeyboardModifier) -> int | None:
        here = self._here(bool(held & _SHIFT))
        sign = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(key)
        if sign is not None:
            if held & _ALT:
                return self._next_post(here, sign)
            return here + sign * (FINE_STEP if held & _CTRL else STEP)
        low, high = self._strip.run.reach(self._strip.run.index_at(min(here, self._strip.run.length - 1)))
        return {Qt.Key.Key_Home: low, Qt.Key.Key_End: high}.get(key)

    def _here(self, extending: bool) -> int:
        if self.cursor is not None:
            return self.cursor
        chosen = self._strip.model.chosen()
        if chosen is not None:
            return chosen[1] if extending else chosen[0]
        index = self._strip.model.selected_index()
        return self._strip.run.reach(index)[0] if index is not None else round(max(self._strip.view.first, 0))

    def _next_post(self, here: int, sign: int) -> int:
        posts = self._strip.model.posts
        found = posts.between(0, self._strip.run.length) if posts else []
        ahead = [post.at for post in found if (post.at - here) * sign > 0]
        return (min if sign > 0 else max)(ahead, default=here)

    def _move(self, to: int, extending: bool) -> None:
        run = self._strip.run
        if extending:
            to = self._extend(to)
        else:
            self._drag = None
            to = min(max(to, 0), run.length)
        self.cursor = to
        self._strip.show_span(to, to)

    def _extend(self, to: int) -> int:
        if self._drag is None:
            chosen = self._strip.model.chosen() if self.cursor is None else None
            start = chosen[0] if chosen else self._here(True)
            index = self._strip.model.selected_index()
            if index is None or not self._holds(index, start):
                index = self._strip.run.index_at(start)
            self._drag = self._strip.model.drag_from(index, start, 0)
        low, high = self._strip.run.reach(self._drag.index)
        to = min(max(to, low), high)
        self._drag.move(to, 0)
        self._strip.model.choose(self._drag)
        return to

    def _holds(self, index: int, at: int) -> bool:
        low, high = self._strip.run.reach(index)
        return low <= at <= high
