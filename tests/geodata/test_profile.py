"""The separation of two lines along one of them."""

import numpy as np

from geodata.geometry.measure import distance, profile, separation
from tests.geodata.strategies import line

ALONG = line((45.0, 41.0), (45.0, 40.9))
BESIDE = line((45.01, 41.0), (45.0, 40.95), (45.0, 40.9))


def test_the_profile_runs_from_start_to_end_in_steps_of_at_most_the_asked_length():
    where, apart = profile(ALONG, BESIDE, step=50.0)
    assert where[0] == 0.0
    assert abs(where[-1] - distance(ALONG.start, ALONG.end, ALONG.grid)) < 1e-6
    assert np.diff(where).max() <= 50.0
    assert len(where) == len(apart)


def test_where_the_lines_are_one_they_are_not_apart():
    where, apart = profile(ALONG, BESIDE)
    assert apart[where > 5600].max() < 0.05
    assert apart[0] > 700


def test_the_largest_of_the_profile_is_the_separation():
    where, apart = profile(ALONG, BESIDE)
    assert separation(ALONG, BESIDE) == (apart.max(), where[apart.argmax()])
