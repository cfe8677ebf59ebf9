"""Gestures: what Qt's events mean on a map."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputDevice, QMouseEvent, QWheelEvent

from desktop.map.tools import Pointer

_NOTCHES_TO_DOUBLE = 2.0
_EIGHTHS_OF_A_DEGREE_IN_A_NOTCH = 120.0
_STEPS = {
    Qt.Key.Key_Left: (1.0, 0.0),
    Qt.Key.Key_Right: (-1.0, 0.0),
    Qt.Key.Key_Up: (0.0, 1.0),
    Qt.Key.Key_Down: (0.0, -1.0),
}
_FACTORS = {Qt.Key.Key_Plus: 1.5, Qt.Key.Key_Equal: 1.5, Qt.Key.Key_Minus: 1 / 1.5, Qt.Key.Key_Underscore: 1 / 1.5}


def pointer_of(event: QMouseEvent) -> Pointer:
    """Return where the pointer is, and which keys are held."""
    keys = event.modifiers()
    return Pointer(
        event.position().x(),
        event.position().y(),
        shift=bool(keys & Qt.KeyboardModifier.ShiftModifier),
        ctrl=bool(keys & Qt.KeyboardModifier.ControlModifier),
    )


def held(event: QMouseEvent) -> bool:
    """Return whether it is about the left button."""
    return event.button() == Qt.MouseButton.LeftButton


def is_scroll(event: QWheelEvent) -> bool:
    """Return whether two fingers move over a touchpad without Ctrl; everything else that turns is a zoom."""
    by_pad = event.device().type() == QInputDevice.DeviceType.TouchPad and not event.pixelDelta().isNull()
    return by_pad and not event.modifiers() & Qt.KeyboardModifier.ControlModifier


def wheel_factor(event: QWheelEvent) -> float:
    """Return how much larger the map becomes: two notches double it."""
    turn = event.angleDelta().y() or event.angleDelta().x()  # Alt turns the wheel sideways on some systems
    return float(2.0 ** (turn / _EIGHTHS_OF_A_DEGREE_IN_A_NOTCH / _NOTCHES_TO_DOUBLE))


def key_step(key: Qt.Key) -> tuple[float, float] | None:
    """Return which way an arrow moves the picture, or None for another key."""
    return _STEPS.get(key)


def key_factor(key: Qt.Key) -> float | None:
    """Return how much larger a key makes the map, or None for another key."""
    return _FACTORS.get(key)
