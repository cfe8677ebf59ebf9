"""The look of everything around the map: Fusion with palettes of our own, one size of text, one family of icons.

appearance = Appearance(app)          one for the program; widgets that paint take it as an argument
appearance.wear(Theme.DARK)           palette, stylesheet and `changed`
icon("mark")                          resources/icons/mark.svg in the colour of the text it stands beside
"""

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QPalette
from PySide6.QtWidgets import QApplication

from desktop.icons import icon
from desktop.stylesheet import stylesheet
from geodata.resources import resource

__all__ = ["COLOURS", "Appearance", "Colours", "Theme", "icon"]

BASE_PIXELS = 13
_SMALLEST, _LARGEST = 10, 32


class Theme(StrEnum):
    """Which of the palettes the program wears."""

    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "high contrast"


@dataclass(frozen=True, slots=True)
class Colours:
    """The colours of one theme as #rrggbb; those of the line are in no flag and differ in grey as well."""

    panel: str
    ground: str
    text: str
    muted: str
    line: str
    hover: str
    chosen: str
    action: str
    on_action: str
    focus: str
    agreed: str
    disputed: str
    one_sided: str
    unexamined: str
    claim_a: str
    claim_b: str
    notice: str


COLOURS: dict[Theme, Colours] = {
    Theme.LIGHT: Colours(
        panel="#ffffff",
        ground="#fbfbf9",
        text="#1d2830",
        muted="#5b6770",
        line="#dfe4e7",
        hover="#f2f5f6",
        chosen="#e5ecef",
        action="#2f3e46",
        on_action="#ffffff",
        focus="#3d7389",
        agreed="#2f3e46",
        disputed="#a3216b",
        one_sided="#5b6770",
        unexamined="#9aa5ab",
        claim_a="#6a51a3",
        claim_b="#8a6d00",
        notice="#f4efe2",
    ),
    Theme.DARK: Colours(
        panel="#20262b",
        ground="#14181b",
        text="#e6eaec",
        muted="#a3adb3",
        line="#363e44",
        hover="#283036",
        chosen="#2f3a41",
        action="#cfd8dc",
        on_action="#14181b",
        focus="#7fb3c8",
        agreed="#cfd8dc",
        disputed="#e36bb0",
        one_sided="#a9b4ba",
        unexamined="#717d84",
        claim_a="#b39ddb",
        claim_b="#d6b656",
        notice="#343022",
    ),
    Theme.CONTRAST: Colours(
        panel="#000000",
        ground="#000000",
        text="#ffffff",
        muted="#e0e0e0",
        line="#8c8c8c",
        hover="#1f1f1f",
        chosen="#00415a",
        action="#ffffff",
        on_action="#000000",
        focus="#ffd400",
        agreed="#ffffff",
        disputed="#ff8fd0",
        one_sided="#d0d0d0",
        unexamined="#a8a8a8",
        claim_a="#cdb8ff",
        claim_b="#ffd75e",
        notice="#2b2500",
    ),
}


class Appearance(QObject):
    """What the program wears: one theme and one size of text for every window."""

    changed = Signal(object)  # Theme
    system_changed = Signal()  # the system asks for another theme

    def __init__(self, app: QApplication, text_size: int = 0) -> None:
        """Prepare style and fonts; nothing is worn before `wear`."""
        super().__init__(app)
        self._app = app
        self._theme = Theme.LIGHT
        app.setStyle("Fusion")
        self._system = max(BASE_PIXELS, QFontInfo(app.font()).pixelSize())
        self._family = app.font().family()
        self._extra = text_size
        app.styleHints().colorSchemeChanged.connect(lambda _: self.system_changed.emit())
        for name in ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"):
            QFontDatabase.addApplicationFont(str(resource("fonts", name)))

    @property
    def theme(self) -> Theme:
        """The theme worn."""
        return self._theme

    @property
    def colours(self) -> Colours:
        """The colours of the theme worn."""
        return COLOURS[self._theme]

    @property
    def pixels(self) -> int:
        """The size of plain text in pixels."""
        return min(max(self._system + self._extra, _SMALLEST), _LARGEST)

    @property
    def text_size(self) -> int:
        """Pixels added to the system's size of text."""
        return self._extra

    def wear(self, theme: Theme) -> None:
        """Put a theme on."""
        self._theme = theme
        self._app.setFont(self._font())
        self._app.setPalette(palette(COLOURS[theme]))
        self._app.setStyleSheet(stylesheet(COLOURS[theme], self.pixels))
        self.changed.emit(theme)

    def enlarge(self, pixels: int) -> None:
        """Make all text larger, or smaller with a negative number; 0 returns to the system's size."""
        self._extra = self._extra + pixels if pixels else 0
        self._extra = min(max(self._extra, _SMALLEST - self._system), _LARGEST - self._system)
        self.wear(self._theme)

    def of_the_system(self) -> Theme:
        """Return the theme that fits what the system asks for."""
        scheme = self._app.styleHints().colorScheme()
        return Theme.DARK if scheme is Qt.ColorScheme.Dark else Theme.LIGHT

    def _font(self) -> QFont:
        font = QFont()
        font.setFamilies([self._family, "DejaVu Sans"])
        font.setPixelSize(self.pixels)
        font.setFeature(QFont.Tag("tnum"), 1)  # figures of one width, so that columns stand
        return font


def palette(colours: Colours) -> QPalette:
    """Return the palette of a theme for the widgets that Fusion draws."""
    made = QPalette(QColor(colours.panel))
    roles = {
        QPalette.ColorRole.Window: colours.panel,
        QPalette.ColorRole.Base: colours.panel,
        QPalette.ColorRole.AlternateBase: colours.hover,
        QPalette.ColorRole.Button: colours.panel,
        QPalette.ColorRole.ToolTipBase: colours.panel,
        QPalette.ColorRole.WindowText: colours.text,
        QPalette.ColorRole.Text: colours.text,
        QPalette.ColorRole.ButtonText: colours.text,
        QPalette.ColorRole.ToolTipText: colours.text,
        QPalette.ColorRole.BrightText: colours.disputed,
        QPalette.ColorRole.PlaceholderText: colours.muted,
        QPalette.ColorRole.Highlight: colours.chosen,
        QPalette.ColorRole.HighlightedText: colours.text,
        QPalette.ColorRole.Accent: colours.focus,
        QPalette.ColorRole.Link: colours.focus,
        QPalette.ColorRole.LinkVisited: colours.muted,
        QPalette.ColorRole.Mid: colours.line,
        QPalette.ColorRole.Light: colours.hover,
        QPalette.ColorRole.Midlight: colours.hover,
        QPalette.ColorRole.Dark: colours.muted,
        QPalette.ColorRole.Shadow: colours.line,
    }
    for role, colour in roles.items():
        made.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(colours.unexamined))
    return made
