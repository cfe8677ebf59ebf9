"""Which part of the run the strip shows: from chainage to pixel and back, zoom about a point, scroll, fit."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

CLOSEST = 20.0
"""Millimetres of the line in one pixel at the closest."""

_STEPS = (1, 2, 5)


@dataclass(frozen=True, slots=True)
class StripView:
    """`first` is the run's millimetre at pixel `left`, `scale` the millimetres in a pixel, `width` how many there are.

    Values: a move makes another view. A view never leaves the run of `length` millimetres.
    """

    length: float
    left: float
    width: float
    first: float = 0.0
    scale: float = 1.0

    def fitted(self) -> "StripView":
        """Return the view of the whole run."""
        return StripView(self.length, self.left, self.width, 0.0, self.widest)

    @property
    def widest(self) -> float:
        """The scale at which the whole run is in sight."""
        return max(self.length / max(self.width, 1.0), CLOSEST)

    @property
    def last(self) -> float:
        """The run's millimetre at the right edge."""
        return self.first + self.width * self.scale

    def x(self, at: float) -> float:
        """Return the pixel of a place of the run."""
        return self.left + (at - self.first) / self.scale

    def xs(self, at: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
        """Return the pixels of (n,) places."""
        return np.asarray(self.left + (at - self.first) / self.scale, dtype=np.float64)

    def at(self, x: float) -> float:
        """Return the place of the run at a pixel, the nearest end beyond it."""
        return min(max(self.first + (x - self.left) * self.scale, 0.0), self.length)

    def zoomed(self, factor: float, about: float) -> "StripView":
        """Return the view `factor` times closer, the place at pixel `about` kept where it is."""
        scale = min(max(self.scale / factor, CLOSEST), self.widest)
        here = self.first + (about - self.left) * self.scale
        return self._kept(here - (about - self.left) * scale, scale)

    def scrolled(self, pixels: float) -> "StripView":
        """Return the view moved along by so many pixels."""
        return self._kept(self.first + pixels * self.scale, self.scale)

    def resized(self, left: float, width: float) -> "StripView":
        """Return the view for another size; what was whole stays whole."""
        whole = self.scale >= self.widest
        view = StripView(self.length, left, width, self.first, self.scale)
        return view.fitted() if whole else view._kept(self.first, self.scale)

    def starting(self, first: float) -> "StripView":
        """Return the view from a place of the run on."""
        return self._kept(first, self.scale)

    def around(self, start: float, end: float) -> "StripView":
        """Return the view of a stretch with a fifth of it on either side."""
        span = max(end - start, 1.0)
        scale = min(max(span * 1.4 / max(self.width, 1.0), CLOSEST), self.widest)
        return self._kept((start + end) / 2 - self.width * scale / 2, scale)

    def showing(self, start: float, end: float) -> "StripView":
        """Return this view if the stretch is in sight, else one moved, and widened where needed, to show it."""
        if start >= self.first and end <= self.last:
            return self
        if end - start > (self.last - self.first) * 0.9:
            return self.around(start, end)
        return self._kept((start + end) / 2 - self.width * self.scale / 2, self.scale)

    def ticks(self) -> tuple[int, list[int]]:
        """Return the step of the kilometre axis and its places in sight, both in millimetres."""
        wanted = 110.0 * self.scale
        power = 1
        while power * 10 <= wanted:
            power *= 10
        step = next((power * n for n in _STEPS if power * n >= wanted), power * 10)
        first = -(-int(self.first) // step) * step
        return step, list(range(first, int(min(self.last, self.length)) + 1, step))

    def _kept(self, first: float, scale: float) -> "StripView":
        scale = min(scale, self.widest)
        most = max(self.length - self.width * scale, 0.0)
        return StripView(self.length, self.left, self.width, min(max(first, 0.0), most), scale)
