"""Views: which part of the plane is on the screen, and at which scale. Frozen; every movement makes another."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from desktop.map.plane import HALF_ROUND, Floats, ground_scale, to_degrees, to_plane

Box = tuple[float, float, float, float]
"""Least x, least y, greatest x, greatest y."""

CLOSEST = 0.002
"""Plane metres per pixel beyond which nothing is drawn larger."""
FARTHEST = 2 * HALF_ROUND / 256
"""Plane metres per pixel at which the whole world is 256 pixels wide."""
METRES_PER_SCREEN_PIXEL = 0.00028  # the standardised pixel of OGC 06-042 (WMS 1.3.0), 7.2.4.6.9


@dataclass(frozen=True, slots=True)
class View:
    """A window on the plane: centre in plane metres, plane metres per logical pixel, size in logical pixels."""

    x: float = 0.0
    y: float = 0.0
    mpp: float = FARTHEST
    width: int = 1
    height: int = 1

    def to_screen(self, plane: Floats) -> Floats:
        """Return (n, 2) pixels, y downwards, of (n, 2) plane metres."""
        return (plane - (self.x, self.y)) * (1 / self.mpp, -1 / self.mpp) + (self.width / 2, self.height / 2)

    def from_screen(self, pixels: Floats) -> Floats:
        """Return (n, 2) plane metres of (n, 2) pixels."""
        return (pixels - (self.width / 2, self.height / 2)) * (self.mpp, -self.mpp) + (self.x, self.y)

    def place(self, px: float, py: float) -> tuple[float, float]:
        """Return longitude and latitude in degrees at a pixel."""
        (degrees,) = to_degrees(self.from_screen(np.array([[px, py]])))
        return float(degrees[0]), float(degrees[1])

    def pixel(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Return the pixel of a place in degrees."""
        (xy,) = self.to_screen(to_plane(np.array([[longitude, latitude]])))
        return float(xy[0]), float(xy[1])

    @property
    def box(self) -> Box:
        """The part of the plane that is seen."""
        half_x, half_y = self.width / 2 * self.mpp, self.height / 2 * self.mpp
        return self.x - half_x, self.y - half_y, self.x + half_x, self.y + half_y

    @property
    def ground_mpp(self) -> float:
        """Metres on the ground per pixel at the centre."""
        return self.mpp * ground_scale(self.y)

    @property
    def scale(self) -> float:
        """The denominator of the scale at the centre, for a pixel of 0.28 mm."""
        return self.ground_mpp / METRES_PER_SCREEN_PIXEL

    def zoomed_about(self, px: float, py: float, factor: float) -> Self:
        """Return the view `factor` times larger in which the place under a pixel stays where it is."""
        mpp = min(max(self.mpp / factor, CLOSEST), FARTHEST)
        step_x, step_y = (px - self.width / 2) * (self.mpp - mpp), (py - self.height / 2) * (self.mpp - mpp)
        return replace(self, x=self.x + step_x, y=self.y - step_y, mpp=mpp)

    def panned(self, dx: float, dy: float) -> Self:
        """Return the view in which everything stands `dx`, `dy` pixels further right and down."""
        return replace(self, x=_on_globe(self.x - dx * self.mpp), y=_on_globe(self.y + dy * self.mpp))

    def resized(self, width: int, height: int) -> Self:
        """Return the view with the same centre and scale in another size."""
        return replace(self, width=max(width, 1), height=max(height, 1))

    def grown(self, margin_x: int, margin_y: int) -> Self:
        """Return the view that shows so many pixels more on each side."""
        return self.resized(self.width + 2 * margin_x, self.height + 2 * margin_y)

    def fitted(self, box: Box, padding: float = 32.0) -> Self:
        """Return the view in which a box of plane metres just fits, with pixels of air around it."""
        width, height = max(self.width - 2 * padding, 1.0), max(self.height - 2 * padding, 1.0)
        mpp = max((box[2] - box[0]) / width, (box[3] - box[1]) / height)
        mpp = min(max(mpp, 250 * CLOSEST), FARTHEST)  # a single point is shown with what lies around it
        return replace(self, x=(box[0] + box[2]) / 2, y=(box[1] + box[3]) / 2, mpp=mpp)

    def centred(self, x: float, y: float) -> Self:
        """Return the view with another centre in plane metres."""
        return replace(self, x=x, y=y)

    def following(self, other: "View") -> Self:
        """Return the view at the other's centre and scale in one's own size: how two maps stay linked."""
        return replace(self, x=other.x, y=other.y, mpp=other.mpp)

    def covers(self, other: "View") -> bool:
        """Whether all that `other` shows is within this view."""
        mine, theirs = self.box, other.box
        slack = 0.01 * self.mpp
        low = mine[0] <= theirs[0] + slack and mine[1] <= theirs[1] + slack
        return low and mine[2] >= theirs[2] - slack and mine[3] >= theirs[3] - slack

    def meets(self, other: "View") -> bool:
        """Whether the two show anything in common."""
        mine, theirs = self.box, other.box
        return mine[0] < theirs[2] and theirs[0] < mine[2] and mine[1] < theirs[3] and theirs[1] < mine[3]


def box_around(boxes: Sequence[Box]) -> Box | None:
    """Return the box around boxes, or None around none."""
    if not boxes:
        return None
    low, high = np.min(boxes, axis=0), np.max(boxes, axis=0)
    return float(low[0]), float(low[1]), float(high[2]), float(high[3])


def box_of_degrees(degrees: Box) -> Box:
    """Return the box of plane metres of a box in degrees."""
    (low, high) = to_plane(np.array(degrees, dtype=np.float64).reshape(2, 2))
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])


def _on_globe(metres: float) -> float:
    return min(max(metres, -HALF_ROUND), HALF_ROUND)
