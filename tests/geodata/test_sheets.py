"""Soviet map sheets: the sheet of a place, the place of a sheet, the sheets along a line."""

from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geodata.errors import Refused
from geodata.geometry.sheet_names import read_sheet
from geodata.geometry.sheets import (
    PARTS,
    Scale,
    enclosing,
    neighbours,
    outline,
    scale_of,
    sheet_of,
    sheets_along,
)
from tests.geodata.source_files import REGION

scales = st.sampled_from(list(Scale))
longitudes = st.integers(-180 * 3600, 180 * 3600 - 1).map(lambda seconds: seconds / 3600) | st.floats(-180, 179.9999)
latitudes = st.integers(1, 60 * 3600).map(lambda seconds: seconds / 3600) | st.floats(0.001, 60)


@pytest.mark.parametrize(
    ("scale", "name"),
    [
        (1_000_000, "K-38"), (500_000, "K-38-Г"), (300_000, "VIII-K-38"), (200_000, "K-38-XXVIII"),
        (100_000, "K-38-103"), (50_000, "K-38-103-В"), (25_000, "K-38-103-В-а"), (10_000, "K-38-103-В-а-1"),
    ],
)  # fmt: skip
def test_a_place_near_voskepar_lies_on_these_sheets(scale: int, name: str) -> None:
    assert sheet_of(45.0534, 41.1592, scale).designation == name


def test_the_sheets_of_the_region_are_where_the_tables_have_them() -> None:
    assert read_sheet("K-38").bounds == (42, 40, 48, 44)
    assert read_sheet("J-38").bounds == (42, 36, 48, 40)
    assert read_sheet("K-38-103").bounds == (45, 41, 45.5, 41 + 1 / 3)
    assert sheet_of(44.885, 39.714).designation == "J-38-006"  # Sadarak
    assert sheet_of(46.342, 39.511).designation == "J-38-021"  # Goris
    assert sheet_of(46.243, 38.901).designation == "J-38-045"  # Meghri
    assert sheet_of(45.225, 40.993).designation == "K-38-115"  # Barkhudarli


def test_a_sheet_owns_its_northern_and_its_western_edge() -> None:
    assert sheet_of(45, 41 + 1 / 3).designation == "K-38-103"
    assert sheet_of(45, 41).designation == "K-38-115"
    assert sheet_of(45.5, 41.1).designation == "K-38-104"
    assert sheet_of(45.0, 40.0).designation == "J-38-007"
    for noise in (-1e-10, 0, 1e-10):  # a hundredth of a millimetre decides nothing
        assert sheet_of(45 + noise, 41 + 40 / 60 + noise).designation == "K-38-091"


@given(longitudes, latitudes, scales)
def test_a_place_lies_within_its_sheet(longitude: float, latitude: float, scale: Scale) -> None:
    sheet = sheet_of(longitude, latitude, scale)
    west, south, east, north = sheet.bounds
    assert west - 1e-8 <= longitude <= east + 1e-8
    assert south - 1e-8 <= latitude <= north + 1e-8
    assert sheet_of(*sheet.centre, scale) == sheet


@given(longitudes, latitudes, scales)
def test_a_name_that_was_written_is_read_as_the_same_sheet(longitude: float, latitude: float, scale: Scale) -> None:
    sheet = sheet_of(longitude, latitude, scale)
    assert read_sheet(sheet.designation) == sheet
    assert read_sheet(sheet.designation.lower()).designation == sheet.designation


@given(longitudes, latitudes)
def test_every_sheet_lies_within_the_one_whose_name_it_continues(longitude: float, latitude: float) -> None:
    chain = [Scale.M1, Scale.K100, Scale.K50, Scale.K25, Scale.K10]
    for outer, inner in pairwise([sheet_of(longitude, latitude, scale) for scale in chain]):
        assert inner.designation.startswith(outer.designation)
        assert outer.west <= inner.west < inner.east <= outer.east
        assert outer.south <= inner.south < inner.north <= outer.north
        assert enclosing(inner, outer.scale) == outer


@given(longitudes, latitudes, scales)
def test_neighbours_meet_at_the_edge_and_know_one_another(longitude: float, latitude: float, scale: Scale) -> None:
    sheet = sheet_of(longitude, latitude, scale)
    around = neighbours(sheet)
    assert neighbours(around["E"])["W"] == sheet
    assert around["E"].north == sheet.north
    if "N" in around:
        assert (around["N"].south, around["N"].west) == (sheet.north, sheet.west)
        assert neighbours(around["N"])["S"] == sheet


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("К-38-103", "K-38-103"), ("k38103", "K-38-103"), ("K 38 103", "K-38-103"), ("K–38–103", "K-38-103"),
        ("J-38-8", "J-38-008"), ("J-38-08", "J-38-008"), ("К-38-ХХІІІ", "K-38-XXIII"), ("k-38-xxiii", "K-38-XXIII"),
        ("K-38-A", "K-38-А"), ("K-38-В", "K-38-В"), ("K-38-V", "K-38-V"), ("ix-k-38", "IX-K-38"),
        ("К-38-103-Аа1", "K-38-103-А-а-1"), ("К-38-103-А,а,1", "K-38-103-А-а-1"), ("K-38-103-V-g-4", "K-38-103-В-г-4"),
        ("K-38-103-D-c-2", "K-38-103-Г-в-2"), ("Л-36", "L-36"), ("K-1", "K-01"),
    ],
)  # fmt: skip
def test_a_name_is_normal_however_it_is_printed(written: str, normal: str) -> None:
    sheet = read_sheet(f" {written} ")
    assert (sheet.designation, sheet.printed) == (normal, written)


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("K-38-103-B", "may stand for Б, the second quarter .* or for В"),
        ("K-38-103-А-b", "may stand for Б"),
        ("K-38-B", "may stand for Б"),
        ("Н-38-1", r"the band H \(28 to 32 N\) or N \(52 to 56 N\)"),
        ("В-38", "may be the band B"),
        ("K1103", "may be K-01-103 or K-11-003; put dashes"),
        ("P-38", "above 60 N"),
        ("Р-38", "may be the band P"),
        ("Z-38", "no band"),
        ("K-61", "not the name"),
        ("K-00", "not the name"),
        ("K-38-145", "numbered from 1 to 144"),
        ("K-38-0", "numbered from 1 to 144"),
        ("K-38-XXXVII", "not the name"),
        ("K-38-IIII", "not the name"),
        ("X-K-38", "not the name"),
        ("IX-K-38-1", "not the name"),
        ("K-38-103-А-1", "quarter|not the name"),
        ("K-38-103-А-а-5", "not the name"),
        ("K-38-103-А-а-1-1", "not the name"),
        ("K-38-103-Ж", "quarters are А, Б, В, Г"),
        ("45.05", "does not begin like a map sheet"),
        ("Goris", "does not begin like a map sheet"),
        ("K-38; DROP", "not the name"),
        ("K-38-١٠٣", "not the name"),
        ("K-38-²", "not the name|quarter"),
        ("", "not the name"),
        ("K" * 100, "not the name"),
    ],
)
def test_what_names_no_sheet_or_two_is_refused(written: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        read_sheet(written)


@given(st.text("KКLJ38103АAаaББВвГ-XV 125", max_size=14))
def test_any_text_names_one_sheet_or_is_refused(text: str) -> None:
    try:
        sheet = read_sheet(text)
    except Refused:
        return
    assert read_sheet(sheet.designation).bounds == sheet.bounds


def test_where_sheets_have_other_names_it_is_said() -> None:
    for latitude in (0, -5, 60.1, 85):
        with pytest.raises(Refused, match="not named here"):
            sheet_of(45, latitude)
    with pytest.raises(Refused, match="nothing is known"):
        sheet_of(float("nan"), 41)
    with pytest.raises(Refused, match="the scales are 1 000 000"):
        scale_of(123)


def test_the_outline_of_a_sheet_stays_on_its_parallels() -> None:
    ring = outline(read_sheet("K-38-103"), 4)
    assert ring.shape == (17, 2)
    assert (ring[0] == ring[-1]).all()
    box = shapely.Polygon(ring)
    assert box.bounds == read_sheet("K-38-103").bounds
    assert box.exterior.is_ccw


@given(st.lists(st.tuples(st.floats(44, 47), st.floats(38.5, 41.5)), min_size=2, max_size=8), scales)
def test_the_passages_of_a_line_follow_one_another_without_a_gap(line: list[tuple[float, float]], scale: Scale) -> None:
    degrees = np.array(line)
    passages = sheets_along(degrees, scale)
    if not passages:
        assert np.ptp(degrees, axis=0).max() < 1e-6
        return
    assert (passages[0].start, passages[-1].end) == (0, len(line) - 1)
    for one, other in pairwise(passages):
        assert one.end == other.start
        assert one.sheet != other.sheet
    where = np.arange(len(line))
    for passage in passages:
        along = np.linspace(passage.start, passage.end, 9)
        west, south, east, north = passage.sheet.bounds
        longitudes, latitudes = (np.interp(along, where, degrees[:, axis]) for axis in (0, 1))
        assert ((longitudes > west - 1e-8) & (longitudes < east + 1e-8)).all()
        assert ((latitudes > south - 1e-8) & (latitudes < north + 1e-8)).all()


def test_a_line_that_comes_back_is_on_the_sheet_twice() -> None:
    line = np.array([(45.1, 41.2), (45.6, 41.2), (45.1, 41.1)])
    passages = sheets_along(line)
    assert [passage.sheet.designation for passage in passages] == ["K-38-103", "K-38-104", "K-38-103"]
    assert [(passage.start, passage.end) for passage in passages] == [(0, 0.8), (0.8, 1.2), (1.2, 2)]


def test_a_line_along_an_edge_is_on_one_sheet() -> None:
    line = np.array([(45.1, 41.0), (45.2, 41.0), (45.3, 41.0)])
    assert [passage.sheet.designation for passage in sheets_along(line)] == ["K-38-115"]


@pytest.mark.skipif(not REGION.exists(), reason="the regional data is not here")
def test_the_line_of_the_region_passes_the_sheets_that_were_listed_for_it() -> None:
    import pyogrio

    frame = pyogrio.read_dataframe(REGION, layer="boundary_ne_10m", where="pair = 'ARM-AZE'")
    found = {one.sheet.designation for line in frame.geometry for one in sheets_along(shapely.get_coordinates(line))}
    east = "K-38-103 K-38-115 K-38-116 K-38-127 K-38-128 K-38-140 J-38-008 J-38-009 J-38-021 J-38-022 J-38-033 J-38-034"
    west = "J-38-006 J-38-007 J-38-019 J-38-020 J-38-032 J-38-033 J-38-045 J-38-046 K-38-102"
    assert found == {*east.split(), *west.split()}


def test_every_scale_cuts_the_millionth_sheet_in_whole_seconds() -> None:
    for parts in PARTS.values():
        assert 4 * 3600 % parts == 0
        assert 6 * 3600 % parts == 0


def test_a_zone_and_a_number_written_in_one_are_read_where_one_reading_is_left() -> None:
    assert read_sheet("K-3812").designation == "K-38-012"
    with pytest.raises(Refused, match="may be K-03-081 or K-38-001"):
        read_sheet("K-381")


def test_two_sheets_named_at_once_are_not_taken_for_one_of_a_larger_scale() -> None:
    for name in ("K-38-103-А,Б", "K-38-103-А/Б", "K-38-103-а, б"):
        with pytest.raises(Refused, match="names two sheets"):
            read_sheet(name)


def test_a_line_over_180_degrees_takes_the_short_way() -> None:
    passages = sheets_along(np.array([(179.9, 43.9), (-179.9, 43.9)]))
    assert [each.sheet.designation for each in passages] == ["K-60-012", "K-01-001"]
    assert passages[0].end == pytest.approx(0.5)
