"""100,000 generated three-way cases, each held against every law of merging."""

import multiprocessing
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from measurement import Measurement

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.geodata.merge_laws import broken_laws

CASES = 100_000
_AT_ONCE = 1000


def measurements() -> Iterator[Measurement]:
    """Return how many cases break a law, and how long it took on two cores."""
    begun = time.perf_counter()
    with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as pool:
        starts = range(0, CASES, _AT_ONCE)
        broken = [case for found in pool.map(broken_laws, [range(n, n + _AT_ONCE) for n in starts]) for case in found]
    how = "python tests/benchmarks/run.py merge_cases"
    yield Measurement(f"cases of {CASES:,} that break a law", f"{len(broken):,} {broken[:5] or ''}".strip(), how)
    yield Measurement("all of them, in two processes", f"{time.perf_counter() - begun:,.0f} s", how)
