"""Coordinates as people write them, read and written."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.errors import Refused
from geodata.geometry.written import LATITUDE, LONGITUDE, Form, decimal, dms, metres, read_number

NORTH = 41 + Fraction(6, 60) + Fraction(33, 3600)


@pytest.mark.parametrize(
    "text",
    [
        "41°06'33.0\"", "41 06 33.0", "41-06-33,0", "41°06′33.0″N", "N41°06'33.0\"", "41d06m33.0s", "41°06′33″,0",
        "41º 6’ 33.0”", "41°06'33,0''", "41:06:33.0", "41°06'33.0\" с.ш.", "С 41°06′33.0″", "41° 06' 33.0\" с. ш.",
        "41\u00a006\u202f33,0", "\u200e41°06'33.0\"n", "41d06m33.0sN", "+41–06–33.0",
    ],
)  # fmt: skip
def test_degrees_minutes_and_seconds_are_read_in_every_dress(text: str) -> None:
    found = read_number(text)
    assert (found.value, found.form) == (float(NORTH), Form.DMS)
    assert found.precision == pytest.approx(0.1 / 3600)


@pytest.mark.parametrize(
    ("text", "value", "form", "precision"),
    [
        ("45.5", 45.5, Form.DECIMAL, 0.1),
        ("41,109167", 41.109167, Form.DECIMAL, 1e-6),
        ("-0.5", -0.5, Form.DECIMAL, 0.1),
        ("\u22120,50", -0.5, Form.DECIMAL, 0.01),
        ("41.5°", 41.5, Form.DECIMAL, 0.1),
        ("1e-3", 0.001, Form.DECIMAL, 0.001),
        ("4.55E+06", 4_550_000.0, Form.METRES, 10_000),
        ("\u202a41.5\u202c", 41.5, Form.DECIMAL, 0.1),
        ("4551234.57", 4551234.57, Form.METRES, 0.01),
        ("4 551 234,57", 4551234.57, Form.METRES, 0.01),
        ("8\u202f512\u00a0000,250", 8512000.25, Form.METRES, 0.001),
        ("4\u2009551\u2009234", 4551234.0, Form.METRES, 1),
        ("150 м", 150.0, Form.METRES, 1),
        ("41°06.55'", float(Fraction("41") + Fraction("6.55") / 60), Form.DMS, 0.01 / 60),
        ("41°06'", 41.1, Form.DMS, 1 / 60),
        ("0 00 01", float(Fraction(1, 3600)), Form.DMS, 1 / 3600),
    ],
)
def test_a_number_says_its_form_and_the_value_of_its_last_digit(
    text: str, value: float, form: Form, precision: float
) -> None:
    found = read_number(text)
    assert (found.value, found.form, found.letter) == (value, form, "")
    assert found.precision == pytest.approx(precision, rel=1e-12)


@pytest.mark.parametrize(
    ("text", "letter", "positive"),
    [("41°N", "N", True), ("41 S", "S", False), ("E 45", "E", True), ("45w", "W", False), ("41°06′ ю.ш.", "S", False),
     ("В45°03'", "E", True), ("45°03' в.д.", "E", True), ("З 45", "W", False), ("45 Е", "E", True),
     ("512345 E", "E", True), ("N 4551234", "N", True), ("41 сш", "N", True)],
)  # fmt: skip
def test_the_letter_of_an_axis_is_latin_whoever_wrote_it(text: str, letter: str, positive: bool) -> None:
    found = read_number(text)
    assert (found.letter, found.value > 0) == (letter, positive)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "no number"),
        ("nan", "stands for no number"),
        ("Infinity", "stands for no number"),
        ("1e999", "no number that a coordinate can have"),
        ("0e999", "no number that a coordinate can have"),
        ("41 60 00", "60 minutes; they end at 59"),
        ("41 06 60", "60 seconds; they end at 59"),
        ("41°06'75.5\"", "75 seconds"),
        ("N41°06'33\"N", "letter before and one behind"),
        ("-41 N", "a minus and the letter N"),
        ("1,234.5", "two decimal signs"),
        ("4.551.234,57", "two decimal signs"),
        ("41.06.33", "two decimal signs"),
        ("4 551 23", "grouped neither in threes"),
        ("41 06 33 12", "grouped neither in threes"),
        ("٤١", "another script"),
        ("41٤", "another script"),
        ("４１", "another script"),
        ("41.5°06'", "decimals before its last part"),
        ("41°06.5'33\"", "decimals before its last part"),
        ("91 N", "more than 90 degrees"),
        ("90°00'00.1\" S", "more than 90 degrees"),
        ("180 00 01", "more than 180 degrees"),
        ("181°", "more than 180 degrees"),
        ("S 4551234", "counted to the north"),
        ("41 C", "not a coordinate"),
        ("1_000", "not a coordinate"),
        ("4l.5", "not a coordinate"),
        ("41E45", "an E that may mean east or a power of ten"),
        ("45E41 N", "an E that may mean east or a power of ten"),
        ("41E-45", "an E that may mean east or a power of ten"),
        ("N5E-45", "an E that may mean east or a power of ten"),
        ("41 -06", "not a coordinate"),
        ("\u202e1.14", "“\ufffd1.14” holds a sign that cannot be seen"),
        ("41\x00", "holds a sign that cannot be seen"),
        ("0x29", "not a coordinate"),
        ("N", "not a coordinate"),
        ("9" * 5000, "too long"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_is_wrong(text: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        read_number(text)


def test_a_latitude_is_not_taken_for_a_longitude() -> None:
    assert read_number("45°30'00\"E", LONGITUDE).value == 45.5
    with pytest.raises(Refused, match="is a latitude, where a longitude is expected"):
        read_number("40°30'00\"N", LONGITUDE)
    with pytest.raises(Refused, match="is a longitude, where a latitude is expected"):
        read_number("45 в.д.", LATITUDE)


@pytest.mark.parametrize(
    ("degrees", "decimals", "letters", "written"),
    [
        (41.10916666666667, 1, "NS", "41° 06' 33.0\" N"),
        (59.99999, 2, "", "59° 59' 59.96\""),
        (59.99999, 1, "", "60° 00' 00.0\""),
        (41 + 59.96 / 3600, 1, "NS", "41° 01' 00.0\" N"),
        (179 + 59 / 60 + 59.99 / 3600, 2, "EW", "179° 59' 59.99\" E"),
        (179 + 59 / 60 + 59.99 / 3600, 1, "EW", "180° 00' 00.0\" E"),
        (-0.5, 0, "NS", "0° 30' 00\" S"),
        (-0.5, 0, "", "-0° 30' 00\""),
        (-1e-9, 1, "EW", "0° 00' 00.0\" E"),
    ],
)
def test_seconds_are_rounded_and_carried(degrees: float, decimals: int, letters: str, written: str) -> None:
    assert dms(degrees, decimals, letters) == written


def test_decimals_and_metres_are_written_as_they_stand() -> None:
    assert decimal(41.109167) == "41.109167"
    assert decimal(-45.0000005, 6, "EW") == "45.000001° W"
    assert decimal(-1e-9) == "0.000000"
    assert decimal(2.675, 2) == "2.68"  # the float lies below, the number that was written does not
    assert metres(4551234.57) == "4\u202f551\u202f234.57"
    assert metres(999999.996) == "1\u202f000\u202f000.00"
    assert metres(-1234.5, 0) == "-1\u202f235"
    with pytest.raises(Refused, match="Where nothing is known"):
        dms(float("nan"))


@given(st.integers(-180 * 36000, 180 * 36000))
def test_what_is_written_in_tenths_of_a_second_is_read_back(tenths: int) -> None:
    degrees = float(Fraction(tenths, 36000))
    for letters in ("", "EW"):
        found = read_number(dms(degrees, 1, letters))
        assert (found.value, found.form) == (degrees, Form.DMS)


@given(st.integers(-180 * 10**9, 180 * 10**9))
def test_every_step_of_the_grid_is_written_and_read_back(units: int) -> None:
    degrees = units / 10**9
    found = read_number(decimal(degrees, 9))
    assert (found.value, found.form, found.precision) == (degrees, Form.DECIMAL, 1e-9)
    assert round(read_number(dms(degrees, 6)).value * 10**9) == units


@given(st.integers(181 * 10**4, 10**12))
def test_metres_are_written_and_read_back(units: int) -> None:
    found = read_number(metres(units / 10**4, 4))
    assert (found.value, found.form, found.precision) == (units / 10**4, Form.METRES, 1e-4)


@given(st.text(max_size=20))
def test_any_other_text_is_refused_and_nothing_else(text: str) -> None:
    try:
        found = read_number(text)
    except Refused:
        return
    assert any(sign in "0123456789" for sign in text)
    assert abs(found.value) < 1e300
