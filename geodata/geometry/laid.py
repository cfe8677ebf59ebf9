"""The lines of one side laid end to end, so that many stretches of them are cut out at once."""

import numpy as np

from geodata.geometry.apart import Floats, Paths, places_at
from geodata.geometry.coincide_contacts import Way
from geodata.geometry.coincide_parts import Span


class Laid:
    """Ways one after another, each ring twice, so that a stretch may run over its beginning; places told in metres."""

    def __init__(self, ways: list[Way]) -> None:
        laps = [2 if way.closed else 1 for way in ways]
        sizes = [way.length * lap + 1 for way, lap in zip(ways, laps, strict=True)]
        self.ellipsoid = ways[0].ellipsoid
        self._base = np.append(0.0, np.cumsum(sizes))
        self._along = np.concatenate(
            [way.along + base + lap * way.length for way, base, times in zip(ways, self._base, laps, strict=False)
             for lap in range(times)]
        )  # fmt: skip
        self._xy = np.concatenate([way.xy for way, times in zip(ways, laps, strict=True) for _ in range(times)])

    def ends(self, spans: list[Span]) -> tuple[Floats, Floats]:
        """Return from and to where stretches of the lines lie here, (n,) metres each."""
        base = self._base[[span.line for span in spans]]
        return base + [span.start / 1000 for span in spans], base + [span.end / 1000 for span in spans]

    def at(self, metres: Floats) -> Floats:
        """Return (n, 2) degrees of places."""
        return places_at(self._xy, self._along, metres)

    def stretches(self, starts: Floats, ends: Floats) -> Paths:
        """Return what lies between (n,) and (n,) places: both of them, and the vertices on the way."""
        return Paths.cut_out(self._xy, self._along, starts, ends)
