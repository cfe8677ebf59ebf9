"""The small parts that panels are made of: labels by role, chips, cards, rows of a name and a figure, empty states."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop.icons import SIZE, icon

L = TypeVar("L", bound=QLayout)
_LOWEST = 80

GRID = 8
"""Pixels: every distance is a multiple of it or half of it."""


def label(text: str, role: str = "", wrap: bool = False) -> QLabel:
    """Return a plain-text label; `role` is one of the stylesheet's: heading, title, muted, small, side-a, side-b."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("role", role)
    made.setWordWrap(wrap)
    if wrap:
        made.setMinimumHeight(1)  # else a scroll area reserves the height of the narrowest way to wrap it
    return made


def readable(text: str, role: str = "") -> QLabel:
    """Return a wrapping label whose text can be selected and copied."""
    made = label(text, role, wrap=True)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


def chip(text: str, picture: str = "") -> QLabel:
    """Return a rounded label; `picture` is the word for a status, which gives it its colour beside its text."""
    made = label(text)
    made.setProperty("chip", "true")
    made.setProperty("picture", picture)
    made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
    return made


def rule() -> QFrame:
    """Return a thin line between two parts."""
    made = QFrame()
    made.setProperty("rule", "true")
    made.setFixedHeight(1)
    return made


def figures(name: str, value: str, method: str = "") -> QWidget:
    """Return one row: a name on the left, a figure with its unit on the right; the method beside it may break."""
    made = QWidget()
    row = flat(QHBoxLayout(made), GRID)
    row.addWidget(label(name, "muted"))
    row.addStretch(1)
    shown = label(value)
    shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    row.addWidget(shown)
    if method:
        row.addWidget(_Breaking(method))
    return made


class _Breaking(QLabel):
    """A muted label on one line where there is room for it, else on several."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", "muted")
        self.setWordWrap(True)

    def sizeHint(self) -> QSize:
        wide = self.fontMetrics().horizontalAdvance(self.text()) + 1
        return QSize(wide, super().sizeHint().height())


def fact(name: str, value: str) -> QWidget:
    """Return one row: a name on the left, what is known of it on the right, in several lines where it is long."""
    made = QWidget()
    row = flat(QHBoxLayout(made), GRID)
    row.addWidget(label(name, "muted"), 0, Qt.AlignmentFlag.AlignTop)
    shown = readable(value)
    shown.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
    shown.setAccessibleName(f"{name}: {value}")
    row.addWidget(shown, 1)
    return made


def card(*inside: QWidget) -> QFrame:
    """Return a frame around a few widgets, one below the other."""
    made = QFrame()
    made.setProperty("card", "true")
    column = QVBoxLayout(made)
    column.setContentsMargins(10, GRID, 10, GRID)
    column.setSpacing(GRID // 2)
    for widget in inside:
        column.addWidget(widget)
    return made


def button(text: str, slot: Callable[[], object], icon_name: str = "", primary: bool = False) -> QPushButton:
    """Return a push button; `primary` is for the one that people mostly came for."""
    made = QPushButton(text)
    made.setProperty("primary", "true" if primary else "false")
    made.setAutoDefault(primary)
    if icon_name:
        made.setIcon(icon(icon_name))
        made.setIconSize(QSize(SIZE, SIZE))
    made.clicked.connect(lambda _=False: slot())
    return made


def flat(layout: L, spacing: int = 0) -> L:
    """Return the layout without margins."""
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(spacing)
    return layout


def empty_state(title: str, text: str, *offers: QWidget) -> QWidget:
    """Return what an empty panel says: what will stand here and how it comes to be."""
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
    column.setSpacing(GRID)
    column.addWidget(label(title, wrap=True))
    column.addWidget(label(text, "muted", wrap=True))
    if offers:
        row = flat(QHBoxLayout(), GRID)
        for offer in offers:
            row.addWidget(offer)
        row.addStretch(1)
        column.addLayout(row)
    column.addStretch(1)
    return made


class Scrolled(QScrollArea):
    """A panel that is scrolled up and down, never sideways: it is given the width it needs."""

    def __init__(self, panel: QWidget) -> None:
        """Show `panel`, which also takes the keyboard."""
        super().__init__()
        self._panel = panel
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(panel)
        self.setFocusProxy(panel)

    def minimumSizeHint(self) -> QSize:
        bar = self.verticalScrollBar().sizeHint().width()
        return QSize(self._panel.minimumSizeHint().width() + bar, _LOWEST)


def within_screen(window: QWidget, wanted: QSize) -> QSize:
    """Return a size for a window, as wanted but no larger than the screen has room for with a frame around it."""
    room = window.screen().availableGeometry().size() - QSize(2 * GRID, 5 * GRID)
    return wanted.boundedTo(room).expandedTo(window.minimumSizeHint().boundedTo(room))


def emptied(layout: QLayout) -> None:
    """Take everything out of a layout."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            emptied(inner)
