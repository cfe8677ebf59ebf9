"""Pictures: the last one painted, moved and scaled until the next is ready, and when the next is asked for.

A picture reaches beyond the window on every side. While the map is dragged inside that margin nothing is painted at
all: a frame is one copy of memory. A picture in the making that shows nothing of the new view is stopped; one that is
still of use may end first, so that somebody who keeps moving is not kept waiting for ever.
"""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter

from desktop.jobs import JobRunner
from desktop.map.render import paint
from desktop.map.scene import Scene
from desktop.map.view import View

_MARGIN = 0.2  # of the window's width and height, on each side
_STILL_OF_USE = 2.0  # a picture at most so much larger or smaller than wanted is better than an older one


@dataclass(frozen=True, eq=False, repr=False)
class Picture:
    """An image and what it shows: the view (margin included), the scene and device pixels to a pixel."""

    image: QImage
    view: View
    scene: Scene
    ratio: float


class Pictures:
    """The pictures of one map: keeps the last, asks a worker for the next."""

    def __init__(self, jobs: JobRunner, ready: Callable[[], None]) -> None:
        self._channel = jobs.latest("Drawing the map")
        self._ready = ready
        self._picture: Picture | None = None
        self._asked: tuple[View, Scene, float] | None = None

    @property
    def last(self) -> Picture | None:
        """The last picture that was painted."""
        return self._picture

    def settled(self, view: View, scene: Scene, ratio: float) -> bool:
        """Whether the last picture will do for a view, and no other is in the making."""
        last = self._picture
        if last is None or self._channel.busy:
            return False
        return _will_do(last.view, last.scene, last.ratio, view, scene, ratio)

    def covers(self, view: View) -> bool:
        """Whether the last picture leaves no part of a view bare."""
        return self._picture is not None and self._picture.view.covers(view)

    def want(self, view: View, scene: Scene, ratio: float) -> None:
        """Ask for a picture of a view unless the last one, or the one in the making, will do."""
        if self._asked is not None and _will_do(*self._asked, view, scene, ratio):
            return
        margin_x, margin_y = round(view.width * _MARGIN), round(view.height * _MARGIN)
        wide = view.grown(margin_x, margin_y)
        keep = self._asked is not None and _is_of_use(self._asked[0], view) and self._asked[1] is scene
        self._asked = (wide, scene, ratio)
        self._channel.run(
            paint, scene, wide, ratio, done=lambda image: self._take(image, wide, scene, ratio), keep=keep
        )

    def draw(self, painter: QPainter, view: View) -> None:
        """Copy the last picture to where it belongs in a view."""
        picture = self._picture
        if picture is None:
            return
        factor = picture.view.mpp / view.mpp
        left = (picture.view.box[0] - view.box[0]) / view.mpp
        top = (view.box[3] - picture.view.box[3]) / view.mpp
        if abs(factor - 1) < 1e-9:
            ratio = picture.ratio
            painter.drawImage(QPointF(round(left * ratio) / ratio, round(top * ratio) / ratio), picture.image)
            return
        size_x, size_y = picture.view.width * factor, picture.view.height * factor
        painter.drawImage(QRectF(left, top, size_x, size_y), picture.image)

    def _take(self, image: QImage, view: View, scene: Scene, ratio: float) -> None:
        self._picture = Picture(image, view, scene, ratio)
        self._ready()

    def forget(self) -> None:
        """Stop what is in the making; the next `want` starts anew."""
        self._channel.cancel()
        self._asked = None


def _will_do(have: View, scene: Scene, ratio: float, view: View, wanted: Scene, wanted_ratio: float) -> bool:
    same = scene is wanted and ratio == wanted_ratio and abs(have.mpp / view.mpp - 1) < 1e-9
    slack_x, slack_y = round(view.width * _MARGIN / 2), round(view.height * _MARGIN / 2)
    return same and have.covers(view.grown(slack_x, slack_y))


def _is_of_use(have: View, view: View) -> bool:
    factor = have.mpp / view.mpp
    return have.meets(view) and 1 / _STILL_OF_USE < factor < _STILL_OF_USE
