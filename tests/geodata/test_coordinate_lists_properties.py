"""Any list that is written in any form is read back within the digits that were written."""

from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from geodata.errors import ConfiniaError
from geodata.geometry.written import LATITUDE, LONGITUDE, Form, decimal, dms, metres
from geodata.io.coordinate_list import CoordinateList, read_list, table_of
from geodata.io.coordinate_list_choices import Choices
from geodata.io.coordinate_list_table import ListRefused
from tests.geodata.workbooks import workbook

HEADINGS = {
    Form.DMS: [("№", "B", "L"), ("Номер", "Широта", "Долгота"), ("Համար", "Լայնություն", "Երկայնություն")],
    Form.DECIMAL: [("Nömrə", "Enlik", "Uzunluq"), ("No.", "Latitude", "Longitude"), ("TP", "φ, °", "λ, °")],
    Form.METRES: [("№ п/п", "Север", "Восток"), ("No", "Northing (m)", "Easting (m)"), ("№", "X", "Y")],
}
DELIMITERS = ["\t", ";", "|"]


class Written(NamedTuple):
    """A list as written: its cells, form, the values meant, and the value of the last digit."""

    cells: list[list[str]]
    form: Form
    values: list[tuple[float, float]]
    step: float


@st.composite
def lists(draw: st.DrawFn) -> Written:
    """Draw a list of points near one another, in one form, with a heading in some language."""
    form, digits, comma = draw(st.sampled_from(list(Form))), draw(st.integers(0, 3)), draw(st.booleans())
    north, east = (4.5e6, 8.5e6) if form is Form.METRES else (41.0, 45.0)
    size, least = (20_000, 1.0) if form is Form.METRES else (0.2, 0.01)
    steps = st.lists(st.integers(1, 19), min_size=1, max_size=8, unique=True)
    values = [(north + size * step / 20 + least / 3, east + size * step / 40 + least / 7) for step in draw(steps)]
    letters = draw(st.booleans())
    step = {Form.DMS: 10.0**-digits / 3600, Form.DECIMAL: 10.0 ** -(digits + 4), Form.METRES: 10.0**-digits}[form]
    rows = [list(draw(st.sampled_from(HEADINGS[form])))]
    for place, (first, second) in enumerate(values, 1):
        cells = [_written(first, form, digits, LATITUDE * letters), _written(second, form, digits, LONGITUDE * letters)]
        rows.append([str(place), *(cell.replace(".", ",") if comma else cell for cell in cells)])
    return Written(rows, form, values, step)


def _written(value: float, form: Form, digits: int, letters: str) -> str:
    if form is Form.DMS:
        return dms(value, digits, letters)
    return decimal(value, digits + 4, letters) if form is Form.DECIMAL else metres(value, digits)


def _check(source: str | bytes, written: Written) -> None:
    found = read_list(table_of(source, Choices()), Choices())
    assert found.form is written.form
    assert [point.number for point in found.points] == [row[0] for row in written.cells[1:]]
    for point, (first, second), row in zip(found.points, written.values, written.cells[1:], strict=True):
        assert abs(point.first - first) <= written.step * 0.5000001
        assert abs(point.second - second) <= written.step * 0.5000001
        assert abs(point.precision / written.step - 1) < 1e-9
        assert point.as_read == f"{row[1]} {row[2]}"


@given(lists(), st.sampled_from(DELIMITERS), st.sampled_from(["\n", "\r\n", "\r"]), st.booleans())
def test_any_list_that_is_written_as_text_is_read_back(
    written: Written, delimiter: str, ending: str, quoted: bool
) -> None:
    rows = [[f'"{cell.replace(chr(34), chr(34) * 2)}"' if quoted else cell for cell in row] for row in written.cells]
    text = ending.join(delimiter.join(row) for row in rows)
    _check(text, written)
    _check(text.encode("utf-16"), written)


@given(lists())
def test_any_list_that_is_written_in_a_workbook_is_read_back(written: Written) -> None:
    _check(workbook([list(row) for row in written.cells]), written)


def outcome(source: str | bytes) -> CoordinateList | ConfiniaError:
    """What reading a list comes to: the list, or the foreseen refusal; anything else is a failure."""
    try:
        return read_list(table_of(source, Choices()), Choices())
    except ConfiniaError as problem:
        return problem


@given(lists(), st.data())
def test_a_list_with_one_spoilt_line_is_refused_for_that_line(written: Written, data: st.DataObject) -> None:
    line = data.draw(st.integers(1, len(written.cells) - 1))
    spoilt = [list(row) for row in written.cells]
    spoilt[line][data.draw(st.sampled_from([1, 2]))] = data.draw(
        st.sampled_from(["", "NaN", "#REF!", "4l", "41 61 00"])
    )
    for source in ("\n".join(";".join(row) for row in spoilt), workbook([list(row) for row in spoilt])):
        refused = outcome(source)
        assert isinstance(refused, ListRefused)
        assert {problem.line for problem in refused.problems} == {line + 1}


@given(st.text(max_size=300), st.sampled_from(["", "№;B;L\n", "N\tX\tY\n1\t4551234\t8512345\n"]))
def test_no_text_whatever_brings_the_reader_down(text: str, before: str) -> None:
    found = outcome(before + text)
    assert found.points if isinstance(found, CoordinateList) else found.sentence


@given(st.binary(max_size=400), st.sampled_from([b"", b"PK\x03\x04", b"\xff\xfe", "№;B;L\n".encode()]))
def test_no_bytes_whatever_bring_the_reader_down(data: bytes, before: bytes) -> None:
    found = outcome(before + data)
    assert found.points if isinstance(found, CoordinateList) else found.sentence


@given(st.integers(0, 3000), st.integers(0, 255))
def test_a_workbook_with_one_byte_changed_is_read_or_refused(place: int, byte: int) -> None:
    data = bytearray(workbook([["№", "B", "L"], ["1", "41.1", "45.05"], ["2", "41.2", "45.06"]]))
    data[place % len(data)] = byte
    found = outcome(bytes(data))
    assert found.points if isinstance(found, CoordinateList) else found.sentence
