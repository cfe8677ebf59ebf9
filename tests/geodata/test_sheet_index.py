"""The index from a line to the paper that shows it."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.errors import Refused
from geodata.geometry.crs import OperationNeeded
from geodata.geometry.measure import length
from geodata.geometry.profiles import ready_profile
from geodata.geometry.sheet_index import sheets_of_line
from geodata.geometry.sheets import Scale
from geodata.model.profile import WGS84
from tests.geodata.strategies import line

PINNED = ready_profile("EPSG:4326", "EPSG:15865")
places = st.tuples(st.integers(44_000, 47_000), st.integers(38_500, 41_500)).map(lambda at: (at[0] / 1e3, at[1] / 1e3))


@given(st.lists(places, min_size=2, max_size=6, unique=True), st.sampled_from([Scale.M1, Scale.K100, Scale.K25]))
def test_the_sheets_of_a_line_are_the_whole_line(degrees: list[tuple[float, float]], scale: Scale) -> None:
    drawn = line(*degrees)
    found = sheets_of_line(drawn, PINNED, scale)
    assert (found[0].start, found[-1].end) == (0, length(drawn))
    assert all(one.end == other.start for one, other in pairwise(found))
    assert all(one.start <= one.end for one in found)


def test_the_sheets_are_those_of_sk42_and_not_of_the_map() -> None:
    found = sheets_of_line(line((45.1, 41.0), (45.1, 40.9)), PINNED)
    assert [one.sheet.designation for one in found] == ["K-38-103", "K-38-115"]
    assert found[0].end == pytest.approx(10_000, abs=3000)  # 41 N of WGS 84 lies ten metres north of that of SK-42


def test_where_nothing_is_pinned_no_sheet_is_named() -> None:
    with pytest.raises(OperationNeeded):
        sheets_of_line(line((45.1, 41.2), (45.2, 41.2)), WGS84)
    with pytest.raises(Refused, match="south of the equator"):
        sheets_of_line(line((-12.0, -30.0), (-12.0, -31.0)), PINNED)
