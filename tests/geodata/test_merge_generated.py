"""Three-way cases by the thousand, each held against every law of merging. The benchmark `merge_cases` runs 100,000."""

import multiprocessing
from concurrent.futures import ProcessPoolExecutor

from tests.geodata.merge_laws import broken_laws

CASES = 20_000
_AT_ONCE = 250


def test_no_edit_is_lost_in_any_generated_case():
    with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as pool:
        found = pool.map(broken_laws, [range(start, start + _AT_ONCE) for start in range(0, CASES, _AT_ONCE)])
        assert [case for cases in found for case in cases] == []
