"""One measured figure, and how it is taken."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measurement:
    """What was measured, the figure with its unit, and the command or call that anyone may repeat."""

    what: str
    figure: str
    command: str


def spread(act: Callable[[], object], times: int = 7) -> str:
    """Median, least and most of the wall time of a call, in milliseconds, after one call that does not count."""
    act()
    took = []
    for _ in range(times):
        begun = time.perf_counter()
        act()
        took.append((time.perf_counter() - begun) * 1000)
    return f"{statistics.median(took):,.1f} ms ({min(took):,.1f} to {max(took):,.1f})"
