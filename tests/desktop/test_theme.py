"""The look: legible in every theme, told apart in grey, icons in the colour of the text beside them."""

import pytest
from PySide6.QtGui import QColor, QImage, QPalette

from desktop.icons import icon
from desktop.theme import COLOURS, Appearance, Colours, Theme
from geodata.resources import resource


def luminance(colour: str) -> float:
    """The relative luminance of WCAG 2."""
    parts = (channel / 255 for channel in QColor(colour).toTuple()[:3])
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """How well one colour stands off the other, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.fixture
def appearance(qapp):
    palette, font, style = QPalette(qapp.palette()), qapp.font(), qapp.style().objectName()
    yield Appearance(qapp)
    qapp.setStyleSheet("")
    qapp.setPalette(palette)
    qapp.setFont(font)
    qapp.setStyle(style)


@pytest.mark.parametrize("colours", COLOURS.values(), ids=list(Theme))
def test_words_can_be_read(colours: Colours):
    for name in ("text", "muted", "disputed", "agreed", "one_sided", "claim_a", "claim_b"):
        assert contrast(getattr(colours, name), colours.panel) >= 4.5, name
    assert contrast(colours.text, colours.chosen) >= 4.5
    assert contrast(colours.text, colours.notice) >= 4.5
    assert contrast(colours.on_action, colours.action) >= 4.5


@pytest.mark.parametrize("colours", COLOURS.values(), ids=list(Theme))
def test_neither_claim_outshines_the_other(colours: Colours):
    assert contrast(colours.claim_a, colours.claim_b) <= 1.35


def test_high_contrast_is_high():
    assert contrast(COLOURS[Theme.CONTRAST].text, COLOURS[Theme.CONTRAST].panel) >= 15


@pytest.mark.parametrize("name", sorted(path.stem for path in resource("icons").glob("*.svg")))
def test_every_icon_draws_something(qapp, name):
    image = icon(name).pixmap(20, 20).toImage().convertToFormat(QImage.Format.Format_ARGB32)
    drawn = sum(image.pixelColor(x, y).alpha() > 100 for x in range(20) for y in range(20))
    assert 10 < drawn < 250


def test_icons_follow_the_theme(appearance):
    def darkest(theme: Theme) -> int:
        appearance.wear(theme)
        image = icon("mark").pixmap(20, 20).toImage()
        solid = [image.pixelColor(x, y) for x in range(20) for y in range(20) if image.pixelColor(x, y).alpha() > 200]
        return min(colour.lightness() for colour in solid)

    assert darkest(Theme.LIGHT) < 80
    assert darkest(Theme.DARK) > 150


def test_text_grows_and_returns_to_what_the_system_asks_for(appearance):
    appearance.wear(Theme.LIGHT)
    plain = appearance.pixels
    assert plain >= 13
    appearance.enlarge(2)
    assert appearance.pixels == plain + 2
    appearance.enlarge(0)
    assert appearance.pixels == plain
