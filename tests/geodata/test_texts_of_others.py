"""Texts of others on their way out: whatever stands in a name, no spreadsheet, browser or globe obeys it."""

import csv
import io
import json
import re
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from geodata.cancel import unwatched
from geodata.changes.comparing.compare import compare
from geodata.changes.delta import Delta
from geodata.changes.documents.base import base_of
from geodata.changes.documents.changeset import change_set
from geodata.errors import Refused
from geodata.io.export_tables import _cell, as_csv, as_kml
from geodata.io.export_view import Choice, view_of
from geodata.io.geojson import geojson
from geodata.io.load_own import _without_apostrophe
from geodata.model.names import Name, nfc
from geodata.model.project import Project, Settings
from geodata.model.status import Side
from geodata.reports.comparison_html import comparison_html
from tests.geodata.strategies import annotation, layers_with, segment, standing

EVIL = "=1+1<script>alert('x')</script>\"&amp;]]>\u202egnp\x01\x1b[31m\x0b\x85\nAll is well."
STEERING = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def project() -> Project:
    marked = replace(segment(1), names=(Name(text=EVIL),), position_a=(standing(0, 1000, note=EVIL),))
    layers = layers_with(marked, annotation(2, marked.id, text=EVIL))
    return Project(Settings(title=EVIL, side=Side.A), layers)


@given(st.text().map(nfc))
def test_a_cell_is_no_formula_and_comes_back_as_it_was(text: str) -> None:
    cell = _cell(text)
    assert cell[:1] not in tuple("=@\t\r\n＝＋－＠")
    assert cell[:1] not in tuple("+-") or re.fullmatch(r"[+-]\d+([.,]\d+)?", cell)
    assert _without_apostrophe(cell) == text


@pytest.mark.parametrize("text", ["=x", "'=x", "''=x", "'x", "-5", "'-5", "-5+cmd", "＝x", "\n=x", ""])
def test_apostrophes_before_a_formula_are_neither_lost_nor_gathered(text: str) -> None:
    assert _without_apostrophe(_cell(text)) == text


def test_a_table_a_globe_and_a_map_keep_the_text_and_their_form() -> None:
    view = view_of(project(), Choice(), unwatched())
    rows = list(csv.DictReader(io.StringIO(as_csv(view).decode("utf-8-sig"), newline="")))
    assert rows[0]["name"] == "'" + EVIL
    placemarks = ET.fromstring(as_kml(view)).iter("{http://www.opengis.net/kml/2.2}Placemark")
    assert str(next(mark[0].text for mark in placemarks)).startswith("=1+1<script>")
    assert {one["properties"].get("name") for one in json.loads(geojson(view))["features"]} >= {EVIL}


class Tags(HTMLParser):
    """The elements of a page, and the text of its title."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        """Note an element."""
        self.found.add(tag)


def test_a_page_runs_nothing_and_is_turned_by_nothing() -> None:
    base = base_of(Project(Settings(title=EVIL, side=Side.A), layers_with(segment(1))))
    sets = []
    for side in Side:
        settings = Settings(title=EVIL, side=side, base=base.sha256, base_number=1)
        field = "position_a" if side is Side.A else "position_b"
        marked = replace(segment(1), **{field: (standing(0, 1000, note=EVIL),)})
        sets.append(change_set([Delta(segment(1), marked)], settings, message=EVIL))
    page = comparison_html(compare(*sets, base))
    tags = Tags()
    tags.feed(page)
    assert tags.found.isdisjoint({"script", "b", "img", "iframe", "link"})
    assert not STEERING.search(page)
    assert "\u202e" not in page.partition("</title>")[0]
    assert re.findall("\u202e", re.sub(r"<bdi>.*?</bdi>", "", page, flags=re.DOTALL)) == []
    assert "://" not in page


@pytest.mark.parametrize("moment", ["yesterday", "-1", "99999999999999999"])
def test_a_moment_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, moment: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", moment)
    with pytest.raises(Refused, match="no number of seconds"):
        view_of(project(), Choice(), unwatched())


def test_a_window_says_what_is_asked_without_the_options_of_the_command_line():
    asked = Refused(
        "State its reference system (--crs), for example EPSG:4326, and its scale (--scale 100000); (a) or (b)."
    )
    assert asked.sentence == "State its reference system, for example EPSG:4326, and its scale; (a) or (b)."
    assert "(--crs)" in str(asked)
