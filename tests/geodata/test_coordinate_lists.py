"""Coordinate lists as commissions write them: four languages, text and workbooks, degrees and metres."""

import re
from pathlib import Path

import pytest

from geodata.errors import ConfiniaError, Refused
from geodata.geometry.written import Form
from geodata.io.coordinate_list import CoordinateList, read_list, table_of
from geodata.io.coordinate_list_choices import Choices
from geodata.io.coordinate_list_table import ListRefused
from tests.geodata.workbooks import Cell, number, sheet, workbook, workbook_of

FIRST, SECOND = "41°06'33.0\"", "45°03'12.4\""


def read(source: Path | str | bytes, **stated: object) -> CoordinateList:
    """Read a list with what is stated of it."""
    choices = Choices(**stated)  # type: ignore[arg-type]
    return read_list(table_of(source, choices), choices)


@pytest.mark.parametrize(
    "heading",
    [
        "№;B;L;H (Балтийская 1977), м;Тип",
        "№ п/п;Широта;Долгота;Высота (Балтийская 1977);Тип знака",
        "НОМЕР ТОЧКИ;ШИРОТА B;ДОЛГОТА L;ОТМЕТКА, М, Балтийская 1977;ВИД",
        "Հ/Հ;Լայնություն;Երկայնություն;Բարձրություն, մ (Балтийская 1977);Տեսակ",
        "Կետի №;ԼԱՅՆՈՒԹՅՈՒՆ;ԵՐԿԱՅՆՈՒԹՅՈՒՆ;Նիշ (Балтийская 1977);Տիպ",
        "Sıra №;Enlik;Uzunluq;Hündürlük, m (Балтийская 1977);Növ",
        "NÖQTƏ;ENLİK;UZUNLUQ;YÜKSƏKLİK [Балтийская 1977];TİP",
        "No.;Latitude;Longitude;Height (m), Балтийская 1977;Type",
        "TP;φ;λ;h [Балтийская 1977];kind",
        "N;В;L;Н (Балтийская 1977);type",  # Cyrillic letters that look like B and H
        "number;LAT;LONG;elevation (Балтийская 1977);type",
    ],
)
def test_headings_in_four_languages_are_understood(heading: str) -> None:
    found = read(f"{heading}\n101;{FIRST};{SECOND};1644,8;основной\n")
    point = found.points[0]
    assert (point.number, point.height, point.height_system, point.type) == ("101", "1644,8", "Балтийская 1977", "main")
    assert [point.first, point.second] == pytest.approx([41 + 6 / 60 + 33 / 3600, 45 + 3 / 60 + 12.4 / 3600], abs=1e-12)
    assert (found.form, point.as_read) == (Form.DMS, f"{FIRST} {SECOND}")


@pytest.mark.parametrize("parted", ["\t", ";", "|", ",", "   "])
def test_any_usual_delimiter_parts_the_cells(parted: str) -> None:
    lines = [["№", "B", "L"], ["1", "41 06 33.0", "45 03 12.4"], ["2", "41 06 34.0", "45 03 13.4"]]
    found = read("\n".join(parted.join(line) for line in lines))
    assert [point.number for point in found.points] == ["1", "2"]
    assert found.points[1].as_read == "41 06 34.0 45 03 13.4"


@pytest.mark.parametrize(
    ("text", "as_read"),
    [
        ("N B L\n1 41,5 45,2\n2 41,6 45,3", "41,5 45,2"),
        ("N,B,L\n1,41 06 33.0,45 03 12.4\n", "41 06 33.0 45 03 12.4"),
        ('N,B,L\n1,"41,5","45,2"\n2,"41,6","45,3"\n', "41,5 45,2"),
        ("№;B;L\r\n1;41,5;45,2\r2;41,6;45,3\n", "41,5 45,2"),
        ("N B L\n1 41° 06' 33.0\" N 45° 03' 12.4\" E\n", "41° 06' 33.0\" N 45° 03' 12.4\" E"),
        ('№;"B,\n°";"L\n(долгота)"\n1;41,5;45,2\n', "41,5 45,2"),
        ('№\tB\tL\n1\t"41°06\'33.0"""\t45°03\'12.4"\n', "41°06'33.0\" 45°03'12.4\""),
    ],
)
def test_decimal_commas_quotes_and_mixed_line_ends_are_told_apart(text: str, as_read: str) -> None:
    assert read(text).points[0].as_read == as_read


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_an_encoding_that_shows_itself_need_not_be_stated(encoding: str) -> None:
    assert read("№;Широта;Долгота\n1;41;45\n".encode(encoding)).points[0].first == 41


def test_an_encoding_is_stated_where_it_does_not_show_itself() -> None:
    data = "№;Широта;Долгота;Название\n1;41;45;Воскепар\n".encode("cp1251")
    assert read(data, encoding="cp1251").points[0].attributes == (("Название", "Воскепар"),)


def test_an_angle_may_stand_in_three_columns_under_a_heading_of_two_rows() -> None:
    text = "№|Широта|||Долгота|||H\n|°|'|\"|°|'|\"|м\n1|2|3|4|5|6|7|8\n1|41|06|33,0|45|03|12,4|1200\n"
    found = read(text, height_system="Baltic 1977")
    assert found.points[0].first == 41 + 6 / 60 + 33 / 3600
    assert found.points[0].as_read == "41 06 33,0 45 03 12,4"
    assert found.points[0].precision == pytest.approx(0.1 / 3600)
    assert any("numbers the columns" in remark for remark in found.remarks)


def test_titles_above_the_heading_are_passed_over_and_said() -> None:
    found = read("Каталог координат поворотных точек\n\n№;B;L\n1;41.1;45.05\n")
    assert found.points[0].line == 4
    assert found.remarks == ("Title passed over: “Каталог координат поворотных точек”.",)


def test_columns_are_stated_where_there_is_no_heading() -> None:
    found = read("7  41 06 33.0  x  45 03 12.4", columns=("number", "latitude", "-", "longitude"))
    assert (found.points[0].number, found.points[0].as_read) == ("7", "41 06 33.0 45 03 12.4")
    with pytest.raises(Refused, match="2 columns are stated, but the list has 4"):
        read("7  41 06 33.0  x  45 03 12.4", columns=("latitude", "longitude"))
    with pytest.raises(Refused, match="is not what a column can hold"):
        read("7  41 06 33.0", columns=("number", "breadth"))


def test_a_heading_in_words_not_known_is_passed_over_where_the_columns_are_stated() -> None:
    text = "Pkt.;Rechts;Hoch\n1;8512345.5;4551234.5\n"
    found = read(text, columns=("number", "easting", "northing"))
    assert [point.line for point in found.points] == [2]
    assert found.remarks == ("Title passed over: “Pkt.  Rechts  Hoch”.",)


def test_a_height_system_is_stated_in_words_or_by_its_code() -> None:
    text = "№;B;L;H\n1;41.1;45.05;1200\n"
    assert read(text, height_system="EPSG:5705").points[0].height_system == "EPSG:5705"
    assert read(text, height_system="Baltic 1977").points[0].height_system == "Baltic 1977"
    with pytest.raises(Refused, match="no height system"):
        read(text, height_system="EPSG:4326")


def test_numbers_of_a_workbook_keep_the_zeros_that_it_shows() -> None:
    rows: list[list[str | Cell]] = [["№", "B", "L", "H (BK77)"]]
    rows += [[number("1"), number("41.100000000000001", 3), number("45.05", 3), number("1200.0", 1)]]
    found = read(workbook(rows))
    assert found.points[0].as_read == "41.1000 45.0500"
    assert (found.points[0].number, found.points[0].height) == ("1", "1200.0")
    assert found.points[0].precision == 0.0001


def test_digits_that_a_workbook_keeps_but_does_not_show_are_read_and_said() -> None:
    rows: list[list[str | Cell]] = [["№", "B", "L"], ["1", number("41.1234567", 2), number("45.05", 2)]]
    found = read(workbook(rows))
    assert found.points[0].cells == ("41.1234567", "45.05")
    assert "B2 of the workbook holds more digits than it shows; all digits were read." in found.remarks


def test_a_workbook_may_merge_its_heading_and_hide_other_sheets() -> None:
    rows: list[list[str | Cell]] = [
        ["№", "Широта", "", "", "Долгота", "", ""], ["", "°", "'", '"', "°", "'", '"'],
        ["1", "41", "6", "33.0", "45", "3", "12.4"],
    ]  # fmt: skip
    merged = '<mergeCells><mergeCell ref="A1:A2"/><mergeCell ref="B1:D1"/><mergeCell ref="E1:G1"/></mergeCells>'
    found = read(workbook_of({"Лист1": sheet(rows, merged), "Old": sheet([["x"]])}, hidden=("Old",)))
    assert found.points[0].first == 41 + 6 / 60 + 33 / 3600
    assert found.table.sheet == "Лист1"
    assert "The hidden sheet Old was not looked at." in found.remarks


def test_the_elements_of_a_sheet_may_have_a_prefix() -> None:
    plain = sheet([["№", "B", "L"], ["1", "41.1", number("45.05")]])
    prefixed = re.sub(r"<(/?)(?=[a-z])", r"<\1x:", plain.replace("xmlns=", "xmlns:x="))
    assert read(workbook_of({"A": prefixed})).points == read(workbook_of({"A": plain})).points


def test_shared_strings_and_a_named_sheet_are_read() -> None:
    text = [Cell("s", str(index)) for index in range(3)]
    table: list[list[str | Cell]] = [[*text], ["1", "41.1", "45.05"]]
    data = workbook_of({"A": sheet(table), "B": sheet([["№", "B", "L"], ["9", "41", "45"]])}, strings=["№", "B", "L"])
    assert read(data, sheet="A").points[0].number == "1"
    assert read(data, sheet="B").points[0].number == "9"


def test_commas_are_decimal_when_the_list_shows_it_or_a_person_says_so() -> None:
    text = "№;N;E;H (BK77)\n1;4551234,5;512345,5;1200,125\n"
    assert read(text).points[0].height == "1200,125"
    alone = "№;B;L;H (BK77)\n1;41.1;45.0;1,234\n"
    with pytest.raises(ListRefused, match="can be read as"):
        read(alone)
    assert read(alone, decimal_comma=True).points[0].height == "1,234"


def test_a_folder_and_a_file_that_is_not_there_are_named(tmp_path: Path) -> None:
    for place, phrase in ((tmp_path, "is a folder"), (tmp_path / "no.csv", "There is no file")):
        with pytest.raises(ConfiniaError, match=phrase):
            read(place)


@pytest.mark.parametrize(
    "heading",
    ["№;Координаты;;Прим.\n;B;L;", "Каталог;;;\n№ знака;Координаты;;Прим.\n;B;L;", "№;Координаты;;Прим.\n;B;L\n;°;°"],
)
def test_a_heading_of_merged_cells_goes_on_in_the_row_below(heading: str) -> None:
    found = read(f"{heading}\n101;41.1;45.05;камень\n")
    assert [(point.number, point.first, point.second) for point in found.points] == [("101", 41.1, 45.05)]
    assert found.points[0].attributes == (("Прим.", "камень"),)


def test_a_heading_of_merged_cells_is_understood_in_a_workbook() -> None:
    rows: list[list[str | Cell]] = [["№", "Координаты", ""], ["", "B", "L"], ["101", number("41.1"), number("45.05")]]
    merged = '<mergeCells><mergeCell ref="A1:A2"/><mergeCell ref="B1:C1"/></mergeCells>'
    assert [point.number for point in read(workbook(rows, merged)).points] == ["101"]


def test_the_sign_of_a_unit_may_stand_at_the_letter() -> None:
    found = read("№;B°;B';B″;L°;L';L″\n1;41;6;33.0;45;3;12.4\n")
    assert found.points[0].first == pytest.approx(41 + 6 / 60 + 33 / 3600, abs=1e-12)


@pytest.mark.parametrize("dash", ["—", "–", "-"])
def test_a_dash_stands_for_no_height(dash: str) -> None:
    found = read(f"№;B;L;H (БС77), м\n1;41.1;45.05;{dash}\n2;41.2;45.06;12,5\n")
    assert [point.height for point in found.points] == ["", "12,5"]


@pytest.mark.parametrize(
    "heading", ["Կետի համարը;Լայնություն;Երկայնություն", "Nöqtənin №-si;En dairəsi;Uzunluq dairəsi"]
)
def test_numbers_are_found_under_words_with_their_endings(heading: str) -> None:
    assert [point.number for point in read(f"{heading}\n7;41.1;45.05\n").points] == ["7"]


@pytest.mark.parametrize(("minutes", "said"), [((10, 22, 35, 41, 53, 59), True), ((10, 22, 35, 41, 53, 78), False)])
def test_decimals_that_look_like_minutes_and_seconds_are_remarked(minutes: tuple[int, ...], said: bool) -> None:
    found = read("№;B;L\n" + "".join(f"{at};41.{each}336;45.{each}124\n" for at, each in enumerate(minutes, 1)))
    assert any("were they minutes and seconds" in remark for remark in found.remarks) is said
