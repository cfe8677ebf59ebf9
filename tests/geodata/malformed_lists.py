"""The catalogue of malformed coordinate lists: what is wrong, the line on which it is, and a phrase of the reason."""

from typing import Any, NamedTuple

from geodata.io.axes import Axes
from geodata.io.coordinate_list_choices import Becomes, Through
from tests.geodata.workbooks import Cell, number, sheet, workbook, workbook_of


class Malformed(NamedTuple):
    """One list: its text or bytes, the line that is wrong (0: the whole), a phrase of the reason, what was stated."""

    content: str | bytes
    line: int
    phrase: str
    stated: dict[str, Any] = {}  # noqa: RUF012 - read only


A, B = "1;41.1010;45.0501", "2;41.1020;45.0502"
DMS = "1;41°06'33.0\";45°03'12.4\""
METRES = {"crs": "EPSG:28408", "axes": Axes.NORTH_EAST, "operation": "EPSG:15865"}
MARKERS = {"becomes": Becomes.MARKERS}
RING = {"through": Through.RING}
HEAD: list[str | Cell] = ["№", "B", "L"]


def rows(*lines: str, heading: str = "№;B;L") -> str:
    """Return a list of a heading and lines."""
    return "\n".join([heading, *lines])


def xy(*lines: str) -> str:
    """Return a list of metres."""
    return rows(*lines, heading="№;X;Y")


def high(*lines: str, heading: str = "№;B;L;H (БС77)") -> str:
    """Return a list with heights."""
    return rows(*lines, heading=heading)


def book(*lines: list[str | Cell], extra: str = "", **options: Any) -> bytes:
    """Return a workbook with a heading and one good line before others."""
    return workbook([HEAD, ["1", "41.1010", "45.0501"], *lines], extra, **options)


CELLS: dict[str, Malformed] = {
    "a cell is missing": Malformed(rows(A, "2;;45.0502"), 3, "the latitude is missing"),
    "the number is missing": Malformed(rows(A, ";41.1020;45.0502"), 3, "the number is missing"),
    "minutes are 61": Malformed(rows(DMS, "2;41°61'33.0\";45°03'12.4\""), 3, "61 minutes"),
    "seconds are 60.0": Malformed(rows(DMS, "2;41°06'33.0\";45°03'60.0\""), 3, "60 seconds"),
    "seconds are 100": Malformed(rows(DMS, "2;41°06'100\";45°03'12.4\""), 3, "100 seconds"),
    "seconds are negative": Malformed(rows(DMS, "2;41°06'-33.0\";45°03'12.4\""), 3, "minus inside"),
    "a latitude is beyond the pole": Malformed(rows(A, "2;91.5;45.0502"), 3, "more than 90 degrees"),
    "a longitude is beyond half the globe": Malformed(rows(A, "2;41.1020;181.5"), 3, "no angle"),
    "an E stands under latitude": Malformed(rows(DMS, "2;41°06'33\"E;45°03'12\"E"), 3, "is a longitude"),
    "a Cyrillic с.ш. stands under longitude": Malformed(rows(DMS, "2;41°06'33\";45°03'12\" с.ш."), 3, "is a latitude"),
    "a letter stands at both ends": Malformed(rows(DMS, "2;N41°06'33\"N;45°03'12\""), 3, "before and one behind"),
    "a minus and a letter": Malformed(rows(DMS, "2;-41°06'33\" N;45°03'12\""), 3, "minus and the letter"),
    "two decimal signs": Malformed(rows(A, "2;41.102.0;45.0502"), 3, "two decimal signs"),
    "a Cyrillic O for a zero": Malformed(rows(A, "2;41.1О20;45.0502"), 3, "letter О where a zero belongs"),
    "a Latin O for a zero": Malformed(rows(DMS, "2;41°O6'33\";45°03'12\""), 3, "letter O where a zero belongs"),
    "an l for a one": Malformed(rows(A, "2;4l.1020;45.0502"), 3, "not a coordinate"),
    "Arabic-Indic digits": Malformed(rows(A, "2;٤١.٢;45.0502"), 3, "another script"),
    "not a number": Malformed(rows(A, "2;NaN;45.0502"), 3, "stands for no number"),
    "infinity": Malformed(rows(A, "2;41.1020;inf"), 3, "stands for no number"),
    "a number beyond all floats": Malformed(rows(A, "2;1e999;45.0502"), 3, "no number"),
    "hexadecimal": Malformed(rows(A, "2;0x29;45.0502"), 3, "not a coordinate"),
    "words": Malformed(rows(A, "2;см. протокол;45.0502"), 3, "not a coordinate"),
    "metres under latitude": Malformed(rows(A, "2;4551234.57;45.0502"), 3, "or metres"),
    "minutes where the others have seconds": Malformed(
        rows(DMS, "2;41 06;45°03'12\""), 3, "ends at minutes, the others at seconds"
    ),
    "degrees left out as the same as above": Malformed(
        rows(DMS, "2;06 34.5;03 13.0"), 3, "ends at minutes, the others at seconds"
    ),
    "kilometres": Malformed(rows("1;4551.2345;8512.3456", heading="№;X, км;Y, км"), 1, "is in km", METRES),
    "gons": Malformed(rows("1;45.66;50.05", heading="№;B (gon);L (gon)"), 1, "is in gon"),
    "degrees under northing": Malformed(
        rows("1;4551234.57;8512345.68", "2;41.1020;8512345.68", heading="№;N;E"), 3, "in degrees", METRES
    ),
    "a comma that may group thousands": Malformed(
        rows("1;551,234;512,345", heading="№;N;E"), 2, "can be read as", {"crs": "EPSG:32638"}
    ),
    "seconds of 61 in a column of their own": Malformed(
        rows("1;41;06;33.0;45;03;61", heading="№;B °;';\";L °;';\""), 2, "end at 59"
    ),
    "minutes missing in a column of their own": Malformed(
        rows("1;41;;33.0;45;03;12", heading="№;B °;';\";L °;';\""), 2, "minutes of latitude are missing"
    ),
    "a minus in a column of seconds": Malformed(
        rows("1;41;06;-33.0;45;03;12", heading="№;B °;';\";L °;';\""), 2, "no number of sec"
    ),
    "an unknown type": Malformed(rows("1;41.1;45.05;wooden", heading="№;B;L;Тип"), 2, "no type known here"),
    "an accuracy without a unit": Malformed(rows("1;41.1;45.05;0.15", heading="№;B;L;accuracy"), 2, "no unit"),
}

HEIGHTS: dict[str, Malformed] = {
    "a height without a system": Malformed(rows("1;41.1;45.05;1200", heading="№;B;L;H"), 2, "no height system"),
    "a height that is no number": Malformed(high("1;41.1;45.05;высокая"), 2, "not a coordinate"),
    "a height in feet by its heading": Malformed(high("1;41.1;45.05;3900", heading="№;B;L;H (BK77), ft"), 2, "in feet"),
    "a height in feet by its cell": Malformed(high("1;41.1;45.05;3900 ft"), 2, "in feet"),
    "a height above all mountains": Malformed(high("1;41.1;45.05;12005"), 2, "no height in metres"),
    "a height that may be 1.234 or 1234": Malformed(high("1;41.1;45.05;1,234"), 2, "can be read as"),
    "a height in degrees": Malformed(high("1;41.1;45.05;41°06'"), 2, "no height in metres"),
}

TABLES: dict[str, Malformed] = {
    "a height system that is none": Malformed(
        rows("1;41.1;45.05;1200", heading="№;B;L;H"), 0, "no height system", {"height_system": "EPSG:28408"}
    ),
    "nothing at all": Malformed("", 0, "holds nothing"),
    "blank lines only": Malformed("\n \n\n", 0, "holds nothing"),
    "only a heading": Malformed("№;B;L\n", 1, "nothing stands below the heading"),
    "no heading and nothing stated": Malformed("1;41.1010;45.0501\n", 1, "no heading says"),
    "the heading stands twice": Malformed(rows(A, "№;B;L", B), 3, "heading stands here again"),
    "no column of coordinates": Malformed("№;Название\n1;Воскепар\n", 1, "no heading says"),
    "one column of coordinates": Malformed("№;B;H\n1;41.1;1200\n", 1, "none for the longitude"),
    "no column of numbers": Malformed("B;L\n41.1;45.05\n", 1, "no column holds the numbers"),
    "two columns of latitude": Malformed("№;B;B;L\n1;41.1;41.1;45\n", 1, "both hold the latitude"),
    "coordinates twice": Malformed("№;B;L;X;Y\n1;41;45;4551234;8512345\n", 1, "coordinates twice"),
    "a column without a heading": Malformed("№;B;L;\n1;41.1;45.05;?\n", 2, "column 4 has no heading"),
    "two columns of numbers": Malformed("№;Номер;B;L\n1;1;41.1;45.05\n", 1, "both hold the number"),
    "seconds before minutes": Malformed("№;B °;\";';L\n1;41;33;06;45\n", 1, "in this order"),
    "a row with too many cells": Malformed(rows(A, "2;41.1020;45.0502;12"), 3, "4 cells where there are 3"),
    "a row with too few cells": Malformed(rows(A, "2;41.1020"), 3, "2 cells where there are 3"),
    "a row of totals": Malformed(rows(A, B, "Итого;2;"), 4, "no point but a sum"),
    "a point above the heading": Malformed(f"{A}\n№;B;L\n{B}", 1, "a point stands above the heading"),
    "a footnote": Malformed(rows(A, B, "* по материалам 1978 года"), 4, "a title or a note"),
    "a quotation mark that is not closed": Malformed(rows(A, '"2;41.1020;45.0502'), 3, "not closed"),
    "a NUL": Malformed(rows(A, "2;41.1\x0020;45.0502"), 3, "NUL"),
    "letters lost before": Malformed(rows(A, "2\ufffd;41.1020;45.0502"), 3, "a letter was lost"),
    "cp1251 that nobody stated": Malformed("№;Широта;Долгота\n1;41;45\n".encode("cp1251"), 1, "state its encoding"),
    "UTF-16 without its mark": Malformed("B;L\n41;45\n".encode("utf-16-le"), 1, "NUL"),
    "an encoding that is none": Malformed(b"B;L\n41;45\n", 0, "is not known", {"encoding": "cp-nothing"}),
    "a cell of 40,000 signs": Malformed(rows(A, f"2;{'4' * 40_000};45.0502"), 3, "40,000 signs"),
    "a row of 400 cells": Malformed(rows(A, ";" * 400), 3, "401 cells"),
    "more than 100,000 rows": Malformed(rows(*["1;41;45"] * 100_001), 100_001, "more than 100,000 rows"),
}

TOGETHER: dict[str, Malformed] = {
    "a number twice": Malformed(rows(A, B, "1;41.1030;45.0503"), 4, "stands in line 2 already"),
    "a number twice, in another case": Malformed(rows("1a;41.1;45.05", "1A;41.2;45.06"), 3, "in line 2 already"),
    "a number twice, once in Cyrillic": Malformed(
        rows("12A;41.1;45.05", "12А;41.2;45.06"), 3, "in letters that look alike"
    ),
    "a number twice, once with a sign nobody sees": Malformed(
        rows("12;41.1;45.05", "1\u200b2;41.2;45.06"), 3, "in line 2 already"
    ),
    "a first point that closes no ring": Malformed(rows(A, B, A), 4, "state that the line is a ring"),
    "the same point twice in succession": Malformed(rows(A, "2;41.1010;45.0501"), 3, "same coordinates as 1"),
    "degrees and minutes among decimals": Malformed(rows(A, B, "3;41°06'33\";45.0503"), 4, "decimal degrees"),
    "latitude in decimals, longitude in seconds": Malformed(rows("1;41.1;45°03'12\""), 2, "the others of the list"),
    "degrees among metres": Malformed(
        xy("1;4551234;8512345", "2;4551334;8512445", "3;41.1;45.05"), 4, "decimal degrees", METRES
    ),
    "a zone prefix that one row lacks": Malformed(
        xy("1;4551234;8512345", "2;4551334;512445", "3;4551434;8512545"), 3, "lacks the zone prefix 8", METRES
    ),
    "rows in two zones": Malformed(
        xy("1;4551234;8512345", "2;4551334;8512445", "3;4551434;9512545"), 4, "in zone 9", METRES
    ),
    "a digit mistyped by hundreds of kilometres": Malformed(
        rows(A, B, "3;45.1030;45.0503", "4;41.1040;45.0504"), 4, "was a digit mistyped"
    ),
    "a longitude in the west of a list in the east": Malformed(
        rows(DMS, "2;41°06'34.0\";45°03'12.4\"W", "3;41°06'35.0\";45°03'12.4\""), 3, "was a digit mistyped"
    ),
    "a first point far from all others": Malformed(
        rows("1;31.1;45.05", "2;41.1020;45.0502", "3;41.1030;45.0503"), 2, "was a digit mistyped"
    ),
    "a post without its other": Malformed(
        rows("12/1;41.1;45.05", "12/2;41.1001;45.0501", "13/1;41.12;45.06"), 4, "13/2 is not in the list", MARKERS
    ),
    "posts of a pair far apart": Malformed(
        rows("12A;41.1;45.05", "12B;41.19;45.05"), 3, "km from the other post", MARKERS
    ),
    "a pair named that is not there": Malformed(
        rows("12;41.1;45.05;14", "13;41.2;45.05;", heading="№;B;L;pair"), 2, "14 is not in the list", MARKERS
    ),
    "a pair that one of both denies": Malformed(
        rows("1;41.1;45.05;2", "2;41.101;45.05;3", "3;41.102;45.05;2", heading="№;B;L;pair"), 2, "2 names 3", MARKERS
    ),
    "a post that is its own other": Malformed(
        rows("1;41.1;45.05;1", heading="№;B;L;pair"), 2, "other post of itself", MARKERS
    ),
    "a line through a pair": Malformed(
        rows("1A;41.1;45.05", "1B;41.101;45.05"), 2, "load the pairs as markers alone",
        {"becomes": Becomes.MARKERS, "through": Through.SEGMENT},
    ),
    "a line that crosses itself": Malformed(
        rows("1;41.1;45.1", "2;41.2;45.2", "3;41.2;45.1", "4;41.1;45.2"), 4, "are the points in order", RING
    ),
    "points of another zone than the system's": Malformed(
        xy("1;4551234;10512345", "2;4551334;10512445"), 0, "so they are of zone 10", METRES
    ),
    "points without the zone that the system has": Malformed(
        xy("1;4551234;512345", "2;4551334;512445"), 0, "lack the number of the zone", METRES
    ),
    "letters at X and Y that deny the axes stated": Malformed(
        xy("1;41.1 N;45.05 E", "2;45.06 E;41.2 N"), 3, "another order of axes", {"axes": Axes.NORTH_EAST}
    ),
    "two latitudes under X and Y": Malformed(
        xy("1;41.1 N;45.05 N"), 2, "a letter of the same axis", {"axes": Axes.NORTH_EAST}
    ),
    "X for Y": Malformed(
        xy("1;8512345;4551234", "2;8512445;4551334"), 0, "The axes are swapped", METRES
    ),
    "one point far outside the area of its system": Malformed(
        rows("1;41.1;45.05", "2;41.2;45.06", "3;-41.3;45.06"), 4, "far outside the area",
        {"crs": "EPSG:4284", "operation": "EPSG:15865"},
    ),
}  # fmt: skip

WORKBOOKS: dict[str, Malformed] = {
    "a formula": Malformed(book(["2", Cell("n", "41.1", "A1"), "45.0502"]), 3, "a formula stands in cell B (=A1)"),
    "an error": Malformed(book(["2", Cell("e", "#REF!"), "45.0502"]), 3, "the error #REF!"),
    "a number that became a date": Malformed(book([number("44969", 4), "41.1", "45.05"]), 3, "12 Feb"),
    "an angle that became a time": Malformed(book(["2", number("1.7123", 5), "45.05"]), 3, "made a date"),
    "a date as text of the format": Malformed(book([Cell("d", "2026-02-12"), "41.1", "45.05"]), 3, "a date stands"),
    "merged cells": Malformed(
        book(["2", "41.1020", "45.0502"], ["3", "41.103", "45.05"],
             extra='<mergeCells><mergeCell ref="A3:A4"/></mergeCells>'), 3, "A3:A4 are merged",
    ),
    "a hidden row": Malformed(
        workbook_of({"S": sheet([HEAD, ["1", "41.1", "45.05"], ["2", "41.2", "45.06"]], rows_hidden=(3,))}), 3, "hidden"
    ),
    "a truth for a number": Malformed(book(["2", Cell("b", "1"), "45.05"]), 3, "not a coordinate"),
    "only hidden sheets": Malformed(
        workbook_of({"S": sheet([HEAD, ["1", "41.1", "45.05"]])}, hidden=("S",)), 0, "no sheet in sight"
    ),
    "several sheets": Malformed(
        workbook_of({"A": sheet([HEAD, ["1", "41.1", "45.05"]]), "B": sheet([HEAD, ["1", "41", "45"]])}),
        0, "name one (--sheet-name): A, B",
    ),
    "a sheet that is not there": Malformed(book(), 0, "no sheet Лист2", {"sheet": "Лист2"}),
    "a password": Malformed(b"\xd0\xcf\x11\xe0" + bytes(600), 0, "has a password"),
    "half a workbook": Malformed(book()[:400], 0, "damaged"),
    "a ZIP that is no workbook": Malformed(
        workbook_of({"S": sheet([HEAD])}).replace(b"xl/workbook.xml", b"xl/workbooc.xml"), 0, "no workbook"
    ),
    "a part packed to a thousandth": Malformed(
        book(replaced={"xl/sharedStrings.xml": b"<sst>" + b" " * (30 << 20) + b"</sst>"}), 0, "unpacks to"
    ),
    "entities that multiply": Malformed(
        book(replaced={"xl/sharedStrings.xml": b'<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;">]><sst>&c;</sst>'}),
        0, "declares a document type",
    ),
    "elements without end": Malformed(
        book(replaced={"xl/sharedStrings.xml": b"<a>" * 5000 + b"</a>" * 5000}), 0, "nested more than"
    ),
    "broken XML": Malformed(book(replaced={"xl/sharedStrings.xml": b"<sst><si></sst>"}), 0, "is damaged"),
}  # fmt: skip

CATALOGUE = CELLS | HEIGHTS | TABLES | TOGETHER | WORKBOOKS
