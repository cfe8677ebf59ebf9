"""A place that was typed, understood in a stated system."""

import pytest

from geodata.errors import Refused
from geodata.geometry.crs import OperationNeeded
from geodata.geometry.profiles import ready_profile
from geodata.geometry.sheet_names import read_sheet
from geodata.geometry.sought import ring_of, understood
from geodata.model.profile import WGS84

PINNED = ready_profile("EPSG:4326", "EPSG:15865")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("41.10917 N 45.05344 E", "EPSG:4326"),
        ("X 4552788.80 Y 8504594.34", "EPSG:28408"),
        ("4552788.80 8504594.34", "EPSG:28408"),
        ("8 504 594,34; 4 552 788,80", "EPSG:28408"),
        ("E 504487.34 N 4550877.09", "EPSG:32638"),
        ("X 504487.34 Y 4550877.09", "EPSG:32638"),
        ("41°06'33.33\" N 45°03'16.91\" E", "EPSG:4284"),
    ],
)
def test_a_place_is_found_however_it_is_written(text: str, code: str) -> None:
    (found,) = understood(text, code)
    assert found.world(PINNED) == pytest.approx((45.05344, 41.10917), abs=1e-5)
    assert found.because
    assert not found.outside
    assert found.sheet_of(100_000, PINNED).designation == "K-38-103"


def test_both_orders_are_offered_where_both_are_possible() -> None:
    found = understood("41.1 45.05", "EPSG:4326")
    assert [(one.east, one.north, one.because) for one in found] == [(45.05, 41.1, ""), (41.1, 45.05, "")]


def test_the_area_of_a_system_decides_where_only_one_order_lies_in_it() -> None:
    (found,) = understood("8504594 4552788", "EPSG:28408")
    assert found.because == "the other order lies outside the area of Pulkovo 1942 / Gauss-Kruger zone 8"


def test_a_place_outside_the_area_of_the_system_says_so() -> None:
    (found,) = understood("X 4552788 Y 504594", "EPSG:28408")  # without the number of the zone
    assert found.outside


def test_degrees_are_not_taken_for_metres() -> None:
    with pytest.raises(Refused, match=r"written in degrees, and .* counts in metres"):
        understood("41.1 N 45.05 E", "EPSG:28408")
    with pytest.raises(Refused, match="written in metres, and WGS 84 counts in degrees"):
        understood("4552788 504594", "EPSG:4326")


def test_a_sheet_is_a_place_of_sk42_in_whatever_system_one_is() -> None:
    (found,) = understood("к-38-103", "EPSG:32638")
    assert found.sheet is not None
    assert (found.code, found.sheet.designation, found.sheet.printed) == ("EPSG:4284", "K-38-103", "к-38-103")
    with pytest.raises(OperationNeeded):
        found.world(WGS84)
    ring = ring_of(read_sheet("K-38-103"), PINNED)
    assert ring[0].tolist() == pytest.approx([44.9987, 40.9999], abs=1e-4)  # a hundred metres west of 45 E


def test_what_can_be_a_place_and_a_sheet_is_offered_as_both() -> None:
    found = understood("N 41, 45", "EPSG:4326")
    assert [one.sheet.designation if one.sheet else "" for one in found] == ["", "N-41-045"]


def test_the_sentence_is_about_what_was_meant() -> None:
    for text, sentence in (
        ("K-38-103-B", "may stand for Б"),
        ("K-38-200", "numbered from 1 to 144"),
        ("41 66 00 N; 45 E", "66 minutes"),
        ("Goris", "does not hold two coordinates"),
        ("N 41°06'33\"", "is one coordinate"),
    ):
        with pytest.raises(Refused, match=sentence):
            understood(text, "EPSG:4326")


def test_numbers_beyond_the_end_of_a_projection_are_no_place() -> None:
    for text in ("X 99999999 Y 8512345", "X 4551234 Y 85123450", "X -99999999 Y 8512345"):
        with pytest.raises(Refused, match="lie off the globe"):
            understood(text, "EPSG:28408")


def test_the_outline_of_a_sheet_beside_180_degrees_is_no_belt_around_the_world() -> None:
    for name in ("K-60-144", "K-01-001"):
        ring = ring_of(read_sheet(name), PINNED)
        assert ring[:, 0].max() - ring[:, 0].min() < 0.51


def test_a_system_counted_from_another_meridian_has_its_area_there() -> None:
    (found,) = understood("6 S 0 E", "EPSG:4813")  # Jakarta, from the meridian of Jakarta
    assert not found.outside
    (found,) = understood("6 S 106.8 E", "EPSG:4813")
    assert found.outside
