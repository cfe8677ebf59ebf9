"""Swatches: a look in the legend is what the map draws, at the scale of the map."""

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage

from desktop.map.style import ALL, DARK, FEW, LIGHT, Look, Stroke
from desktop.panels.swatch import HEIGHT, WIDTH, swatch

pytestmark = pytest.mark.usefixtures("qapp")
FAR = FEW * 2


def picture(looks, theme=LIGHT, ground_mpp=1.0) -> QImage:
    return swatch(theme, looks, 1.0, ground_mpp).toImage()


def inked(image: QImage, y: int) -> str:
    return "".join("#" if image.pixelColor(x, y).alpha() > 128 else "." for x in range(image.width()))


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_every_look_has_a_swatch_of_its_own_at_every_scale(theme):
    for ground_mpp in (1.0, ALL * 2, FAR):
        pictures = [picture((look,), theme, ground_mpp) for look in Look]
        assert all(image.size().width() == WIDTH and image.size().height() == HEIGHT for image in pictures)
        assert all(_marks(image) for image in pictures)


def test_a_disputed_line_has_the_dashes_of_the_map():
    assert inked(picture((Look.DISPUTED,)), HEIGHT // 2)[1:25] == "########....########...."


def test_a_line_has_the_colour_and_width_of_the_map():
    image, style = picture((Look.AGREED,)), LIGHT.styles[Look.AGREED]
    assert isinstance(style, Stroke)
    column = np.array([image.pixelColor(WIDTH // 2, y).alphaF() for y in range(HEIGHT)])
    assert column.sum() == pytest.approx(style.width, abs=0.1)
    assert image.pixelColor(WIDTH // 2, HEIGHT // 2) == QColor(LIGHT.slate)


def test_a_turning_point_is_a_ring_near_and_a_dot_far_away():
    near, far = picture((Look.TURNING_POINT,)), picture((Look.TURNING_POINT,), ground_mpp=FAR)
    wide = [sum("#" in inked(image, y) for y in range(HEIGHT)) for image in (near, far)]
    assert wide[0] > 8 >= wide[1] > 2


def test_two_looks_stand_one_above_the_other():
    image = picture((Look.AGREED, Look.DISPUTED))
    assert image.pixelColor(3, 4) == QColor(LIGHT.slate)
    assert image.pixelColor(3, 12) == QColor(LIGHT.mulberry)


def _marks(image: QImage) -> int:
    return sum(image.pixelColor(x, y).alpha() > 40 for x in range(WIDTH) for y in range(HEIGHT))
