"""Places as people write them: what decides the order of two coordinates, and what does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.errors import Refused
from geodata.geometry.written import Form, decimal, dms, metres
from geodata.geometry.written_place import Order, read_place


@pytest.mark.parametrize(
    "text",
    [
        "41°06'36.0\" N, 45°03'00.0\" E", "45°03'00.0\" E 41°06'36.0\" N", "N41°06'36\"E45°03'00\"", "41.11N 45.05E",
        "41°06'36\"N45°03'00\"E", "B 41 06 36 L 45 03 00", "В = 41°06'36\" L = 45°03'00\"", "L 45,05; B 41,11",
        "φ 41.11 λ 45.05", "широта 41,11 долгота 45,05", "lat: 41.11, lon: 45.05", "С 41°06′36″, В 45°03′00″",
        "41°06′36″ с.ш., 45°03′00″ в.д.", "(41.11 N, 45.05)", "41.11; 45.05 E",
        "N41.11E45.05", "B\t41.11\nL\t45.05",
    ],
)  # fmt: skip
def test_letters_and_headings_say_which_is_which(text: str) -> None:
    place = read_place(text)
    assert place.order is not Order.UNKNOWN
    assert place.because
    assert place.readings == ((45.05, 41.11),)


@pytest.mark.parametrize(
    "text",
    [
        "41.11, 45.05", "41.11,45.05", "41.11/45.05", "41,11, 45,05", "41,11 45,05", "41,11,45,05", "41.11\t45.05",
        "41.11 | 45.05", "41.11\u202845.05", "В 41.11; 45.05", "41.11/в 45.05",
        "41 06 36 45 03 00", "41 06 36.0, 45 03 00.0", "41d06m36s 45d03m00s", "x 41.11 y 45.05", "41°06'36\"; 45.05°",
    ],
)  # fmt: skip
def test_nothing_is_assumed_where_both_orders_are_possible(text: str) -> None:
    place = read_place(text)
    assert (place.order, place.because) == (Order.UNKNOWN, "")
    assert place.readings == ((45.05, 41.11), (41.11, 45.05))


@pytest.mark.parametrize(
    "text",
    ["X 4551234.57 Y 8512345.68", "Y=8512345,68; X=4551234,57", "X4551234.57Y8512345.68",
     "Х 4 551 234,57 У 8 512 345,68",
     "N 4551234.57 E 8512345.68", "8512345.68 E 4551234.57 N"],
)  # fmt: skip
def test_x_counts_to_the_north_in_metres(text: str) -> None:
    place = read_place(text)
    assert place.metres
    assert place.readings == ((8512345.68, 4551234.57),)


def test_a_short_place_is_not_taken_for_a_power_of_ten() -> None:
    for text in ("N41E45", "41N45E", "N41E045", "45E41N"):
        assert read_place(text).readings == ((45, 41),)


def test_a_minus_after_a_space_begins_another_number() -> None:
    assert read_place("41 -45").readings == ((-45, 41), (41, -45))
    assert read_place("41°06'33\" -45°03'12\"").readings[0][0] < 0


def test_what_was_pasted_is_quoted_in_one_line() -> None:
    for text in ("\n" * 1000 + "7" * 1000, "a\nb\nc", "\u202eG\u2067oris"):
        with pytest.raises(Refused) as caught:
            read_place(text)
        assert caught.value.sentence.isprintable()


def test_x_is_what_the_system_calls_x() -> None:
    assert read_place("X 512345 Y 4551234", x_north=False).readings == ((512345, 4551234),)
    assert read_place("X 512345 Y 4551234", x_north=None).order is Order.UNKNOWN
    assert read_place("N 4551234 E 512345", x_north=None).readings == ((512345, 4551234),)


def test_two_numbers_in_metres_are_offered_in_both_orders() -> None:
    for text in ("4551234 8512345", "4 551 234 8 512 345", "4551234; 8512345"):
        place = read_place(text)
        assert (place.order, place.first.form) == (Order.UNKNOWN, Form.METRES)
        assert place.readings == ((8512345, 4551234), (4551234, 8512345))


def test_what_no_latitude_can_be_decides() -> None:
    assert read_place("120.5, 41.1").readings == ((120.5, 41.1),)
    assert read_place("41.1 120.5").readings == ((120.5, 41.1),)
    assert read_place("41.1 120.5").because == "a latitude ends at 90 degrees"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Two coordinates make a place"),
        ("41.1", "is one coordinate"),
        ("41 45", "is one coordinate"),
        ("4551234,8512345", "is one coordinate"),
        ("X 41 06", "is one coordinate"),
        ("41 N 45 N", "count to the north or south"),
        ("В 41, В 45", "count to the east or west"),
        ("95, 120", "latitude of more than 90"),
        ("41 E, 95 N", "more than 90 degrees"),
        ("4551234, 45.05", "one in metres"),
        ("1;2;3", "holds 3 numbers"),
        ("lat 41 E, 45", "its heading and its letter do not fit"),
        ("41.1 45.0x", "“45.0x” is not a coordinate"),
        ("41°66' N; 45 E", "66 minutes"),
        ("Goris", "does not hold two coordinates"),
        ("41.1, 45.05, 1200", "does not hold two coordinates"),
        ("7" * 500, "too long"),
    ],
)
def test_what_is_no_place_is_refused_with_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        read_place(text)


degrees = st.integers(-90 * 36000, 90 * 36000).map(lambda tenths: tenths / 36000)


@given(degrees, degrees, st.sampled_from([", ", "; ", " ", "\t", ""]))
def test_what_the_program_writes_it_reads(latitude: float, longitude: float, between: str) -> None:
    ((east, north),) = read_place(dms(latitude, 1, "NS") + between + dms(longitude, 1, "EW")).readings
    assert (round(east * 36000), round(north * 36000)) == (round(longitude * 36000), round(latitude * 36000))
    ((east, north),) = read_place(decimal(longitude, 9, "EW") + between + decimal(latitude, 9, "NS")).readings
    assert (east, north) == (round(longitude, 9), round(latitude, 9))


@given(st.integers(1_000_000, 9_999_999), st.integers(1_000_000, 99_999_999))
def test_metres_in_groups_are_kept_apart(north: int, east: int) -> None:
    place = read_place(f"{metres(north, 1)} {metres(east, 1)}")
    assert place.readings == ((east, north), (north, east))


@given(st.text(max_size=30))
def test_any_text_is_a_place_or_refused(text: str) -> None:
    try:
        place = read_place(text)
    except Refused:
        return
    assert place.readings
