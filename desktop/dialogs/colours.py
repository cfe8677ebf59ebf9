"""Colours for widgets that paint: those of the theme whose palette the widget wears."""

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QWidget

from desktop.theme import COLOURS, Colours, Theme

_BY_PANEL = {colours.panel: colours for colours in COLOURS.values()}


def colours_of(widget: QWidget) -> Colours:
    """Return the colours of the theme worn, or of the one that fits a palette which is not ours."""
    window = widget.palette().color(QPalette.ColorRole.Window)
    fitting = Theme.DARK if window.lightness() < 128 else Theme.LIGHT
    return _BY_PANEL.get(window.name(), COLOURS[fitting])


def faded(colour: str, alpha: int) -> QColor:
    """Return a colour that lets what lies beneath shine through; `alpha` from 0 to 255."""
    made = QColor(colour)
    made.setAlpha(alpha)
    return made
