"""A comparison for reading: JSON with keys that stay, GeoJSON by the book, HTML that is safe to open."""

import json
import re
from html.parser import HTMLParser

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from msgspec.structs import replace

from geodata.changes.comparing.compare import compare
from geodata.changes.comparing.comparison import Verdict
from geodata.changes.delta import Delta
from geodata.model.disclaimer import DISCLAIMER
from geodata.model.status import Position, Side
from geodata.model.turning_point import TurningPoint
from geodata.reports.comparison_html import comparison_html
from geodata.reports.comparison_json import comparison_geojson, comparison_json, geojson_text
from geodata.reports.comparison_words import verdict_words
from geodata.resources import resource
from tests.geodata.strategies import annotation, id_of, layers_with, segment, standing, variant
from tests.geodata.worlds import world, worlds

S1 = segment(1)
POINT = TurningPoint(id=id_of(8), point=(45_000_000_000, 41_000_000_000), label="TP 101", segment=S1.id)
quick = settings(max_examples=settings().max_examples // 4, suppress_health_check=[HealthCheck.too_slow])

EVIL = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</style><style>*{display:none}",
    "javascript:alert(1)",
    "=HYPERLINK(1)",
    "\u202eevil",
    "&lt;b&gt;",
]


def example():
    """A comparison in which each verdict, a line of either side, a moved point and a note occur."""
    a = replace(S1, position_a=(standing(0, 5000, note="Sheet read jointly"), standing(9000, 9500)))
    b = replace(
        S1, position_b=(standing(0, 4200), standing(4200, 5000, Position.REJECTS, "Ridge"), standing(12_000, 13_000))
    )
    east, further = (replace(POINT, point=(45_000_000_000 + step, 41_000_000_000)) for step in (1_000_000, 2_000_000))
    by_a = [Delta(None, variant(20, 14_000, 18_000, Side.A, S1)), Delta(None, annotation(40, S1.id))]
    by_b = [Delta(None, variant(21, 15_000, 19_000, Side.B, S1))]
    held = world(
        layers_with(S1, POINT),
        [Delta(S1, a), Delta(POINT, east), *by_a],
        [Delta(S1, b), Delta(POINT, further), *by_b],
    )
    return compare(held.a, held.b, held.base)


def hostile():
    """A comparison in which every text is an attempt to break out of the page."""
    text = " ".join(EVIL)
    named = segment(1, source_id=text, section=text)
    a = replace(named, position_a=(standing(0, 5000, note=text, on=named),), part=text)
    held = world(layers_with(named), [Delta(named, a), Delta(None, annotation(40, named.id, text=text))], [])
    told = replace(held.a, title=text, message=text)
    return compare(told, replace(held.b, title=text), held.base)


class Page(HTMLParser):
    """The tags and attributes of a page, and what it says."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.attributes, self.said = [], [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data):
        self.said.append(data)


# --- JSON ---


def test_json_says_lengths_in_kilometres_and_separation_in_metres():
    told = comparison_json(example())
    assert told["totals"]["same"] == {"count": 1, "length_km": 4.2}
    assert told["totals"]["all"]["length_km"] == pytest.approx(6.5)
    assert told["largest_separation"]["separation_m"] > 1000
    assert told["disclaimer"] == DISCLAIMER


def test_json_is_json():
    told = comparison_json(example())
    assert json.loads(json.dumps(told, allow_nan=False)) == told


@quick
@given(worlds())
def test_json_is_as_its_schema_says_and_its_totals_add_up(made):
    held = world(*made)
    told = comparison_json(compare(held.a, held.b, held.base))
    assert json.loads(json.dumps(told, allow_nan=False)) == told
    jsonschema.validate(told, json.loads(resource("formats", "comparison.schema.json").read_text(encoding="utf-8")))
    parts = [told["totals"][verdict.value] for verdict in Verdict]
    assert sum(part["count"] for part in parts) == told["totals"]["all"]["count"] == len(told["items"])
    assert sum(part["length_km"] for part in parts) == pytest.approx(told["totals"]["all"]["length_km"])
    assert told["differs"] == any(item["verdict"] != "same" for item in told["items"])


# --- GeoJSON ---


def test_geojson_has_each_line_once_and_both_where_they_differ():
    features = comparison_geojson(example())["features"]
    by_kind = {}
    for feature in features:
        by_kind.setdefault(feature["properties"]["kind"], []).append(feature["properties"]["line"])
    assert by_kind == {
        "position": ["both"] * 4,
        "turning_point": ["A", "B"],
        "variant": ["A", "B"],
        "annotation": ["both"],
    }


@quick
@given(worlds())
def test_geojson_is_as_rfc_7946_wants_it(made):
    held = world(*made)
    comparison = compare(held.a, held.b, held.base)
    told = json.loads(geojson_text(comparison))
    assert told == json.loads(json.dumps(comparison_geojson(comparison)))
    assert told["type"] == "FeatureCollection"
    assert "crs" not in told
    assert len({feature["id"] for feature in told["features"]}) == len(told["features"])
    assert {feature["properties"]["id"] for feature in told["features"]} == {item.id for item in comparison.items}
    for feature in told["features"]:
        shape = feature["geometry"]
        for x, y in (
            [] if shape is None else shape["coordinates"] if shape["type"] == "LineString" else [shape["coordinates"]]
        ):
            assert -180 <= x <= 180
            assert -90 <= y <= 90


# --- HTML ---


def test_the_page_needs_nothing_else():
    page = comparison_html(example())
    tags = Page(page).tags
    assert not {"script", "link", "img", "iframe", "object", "base", "form"} & set(tags)
    assert "default-src 'none'; style-src 'unsafe-inline'" in page
    assert not re.search(r"https?:|url\(|@import", page)


@pytest.mark.parametrize("make", [example, hostile])
def test_nothing_in_the_page_can_run(make):
    page = Page(comparison_html(make()))
    assert "script" not in page.tags
    assert "img" not in page.tags
    assert not [name for name, _ in page.attributes if name.startswith("on")]
    assert all(value.startswith("#") for name, value in page.attributes if name in ("href", "src"))


def test_texts_stand_in_the_page_as_they_were_written():
    said = "".join(Page(comparison_html(hostile())).said)
    for text in EVIL:
        assert text in said


def test_a_text_cannot_close_the_style():
    assert comparison_html(hostile()).count("</style>") == 1


def test_the_page_is_the_same_each_time():
    assert comparison_html(example()) == comparison_html(example())


def test_the_page_has_every_item_with_its_operations_and_numbers_that_add_up():
    comparison = example()
    page = comparison_html(comparison)
    for item in comparison.items:
        assert page.count(f'<article id="{item.id}"') == 1
        assert page.count(f'href="#{item.id}"') >= 1
    assert "<td>6.500 km</td>" in page
    assert DISCLAIMER in page


def test_each_verdict_has_a_word_and_a_mark_of_its_own():
    page = comparison_html(example())
    for verdict in Verdict:
        assert f'class="mark {verdict.value}"' in page
    assert "Same on both sides: agreed" in page
    assert "Both, and different: A agreed, B disputed" in page


def test_without_the_base_the_page_says_what_is_missing():
    held = world(layers_with(S1), [Delta(S1, replace(S1, position_a=(standing(0, 5000),)))], [])
    assert "The base itself was not at hand" in comparison_html(compare(held.a, held.b))


def test_without_changes_the_page_says_so():
    held = world(layers_with(S1), [], [])
    page = comparison_html(compare(held.a, held.b, held.base))
    assert "Neither side changed anything" in page


@quick
@given(worlds())
def test_every_comparison_makes_a_page(made):
    held = world(*made)
    comparison = compare(held.a, held.b, held.base)
    page = Page(comparison_html(comparison))
    assert page.tags.count("article") == len(comparison.items)
    assert all(verdict_words(item) for item in comparison.items)


def test_several_lines_of_one_side_stand_in_one_row():
    marked = {"attributes": (("sheet", "7"),)}
    lines = [variant(20, 0, 2000, Side.A, S1, **marked), variant(21, 3000, 5000, Side.A, S1)]
    held = world(
        layers_with(S1),
        [Delta(None, line) for line in lines],
        [Delta(None, variant(22, 1000, 4000, Side.B, S1, **marked))],
    )
    page = comparison_html(compare(held.a, held.b, held.base))
    assert page.count("<article") == 1
    assert "3 points, " in page
    assert "sheet: 7" in page
