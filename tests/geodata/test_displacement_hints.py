"""What many items of a comparison share is one hint to both sides, and takes nothing from the items."""

import json

import numpy as np
import pytest
import shapely
from click.testing import CliRunner

from geodata.changes.comparing.compare import compare
from geodata.changes.comparing.compare_hints import hinted
from geodata.changes.documents.base import layers_of
from geodata.changes.documents.changeset import deltas_of
from geodata.cli import cli
from geodata.geometry.displacement_signatures import Cause
from geodata.io.documents import write_document
from geodata.reports.comparison_html import comparison_html
from geodata.reports.comparison_json import comparison_json
from tests.geodata.displaced import wandering
from tests.geodata.shifted_world import shifted_world
from tests.geodata.source_files import write
from tests.geodata.strategies import layers_with, segment
from tests.geodata.worlds import mirrored_delta, mirrored_layers, world


@pytest.fixture(scope="module")
def held():
    return shifted_world(5)


@pytest.fixture(scope="module")
def found(held):
    return hinted(compare(held.a, held.b, held.base))


def test_a_displaced_layer_is_one_hint_and_every_item_stays(held, found):
    plain = compare(held.a, held.b, held.base)
    assert found.items == plain.items
    assert [hint.diagnosis.cause for hint in found.hints] == [Cause.DATUM]
    assert set(found.hints[0].items) == {item.id for item in found.items}


def test_only_the_items_that_share_it_are_named():
    held = shifted_world(7, of_its_own=3)
    found = hinted(compare(held.a, held.b, held.base))
    labels = {item.id: item.label for item in found.items}
    assert [hint.diagnosis.cause for hint in found.hints] == [Cause.DATUM]
    assert sorted(labels[id_] for id_ in found.hints[0].items) == ["S-1", "S-2", "S-3", "S-4"]


def test_lines_that_genuinely_differ_give_no_hint():
    held = shifted_world(4, of_its_own=4)
    assert hinted(compare(held.a, held.b, held.base)).hints == ()


def test_exchanging_the_sides_mirrors_the_hint(held, found):
    layers = layers_of(held.base)
    a, b = ([mirrored_delta(delta) for delta in deltas_of(one, layers)] for one in (held.a, held.b))
    glass = world(mirrored_layers(layers), b, a)
    other = hinted(compare(glass.a, glass.b, glass.base))
    assert other.hints[0].diagnosis == found.hints[0].diagnosis.mirrored


def test_the_hint_stands_in_the_json_and_above_the_page(found):
    told = json.loads(json.dumps(comparison_json(found)))
    assert told["hints"][0]["cause"] == "datum"
    assert told["hints"][0]["operations"] == ["EPSG:15865"]
    page = comparison_html(found)
    assert page.count("A hint to both sides: B lies 105 m east of A") == 1
    assert page.index("A hint to both sides") < page.index("In numbers")


def test_the_verb_compare_says_the_hint_once(held, tmp_path):
    for name, document in (("base", held.base), ("a", held.a), ("b", held.b)):
        write_document(tmp_path / f"{name}.confinia", document)
    answer = CliRunner().invoke(cli, ["compare", str(tmp_path / "b.confinia"), str(tmp_path / "a.confinia")])
    assert answer.exit_code == 0
    assert answer.output.count("A hint to both sides, for 5 items: B lies 105 m east of A") == 1


def test_the_verb_diagnose_reads_files_and_documents(held, tmp_path):
    chance = np.random.default_rng(3)
    numbers = wandering(chance, 40, (45.2, 40.9))
    line = write(tmp_path / "a.gpkg", [shapely.LineString(numbers)], {"line_id": ["s-1"]}, crs="EPSG:4284")
    said = ["diagnose", str(line), str(line), "--operation-a", "EPSG:15865", "--operation-b", "EPSG:1808"]
    answer = CliRunner().invoke(cli, said)
    assert answer.exit_code == 0, answer.output
    assert "A was probably converted by EPSG:15865 and B by EPSG:1808" in answer.output
    write_document(tmp_path / "a.confinia", held.a)
    write_document(tmp_path / "b.confinia", held.b)
    both = ["diagnose", str(tmp_path / "a.confinia"), str(tmp_path / "b.confinia"), "--json"]
    told = json.loads(CliRunner().invoke(cli, both).output)
    assert (told["cause"], told["operations"], told["in_b"]) == ("datum", ["EPSG:15865"], True)
    assert told["sentence"].startswith("B lies 105 m east of A")


def test_the_verb_diagnose_asks_for_what_a_file_does_not_say(tmp_path):
    csv = tmp_path / "a.csv"
    csv.write_text("easting,northing\n8516957,4529577\n8525345,4540707\n", encoding="utf-8")
    answer = CliRunner().invoke(cli, ["diagnose", str(csv), str(csv)])
    assert answer.exception is not None
    assert "does not say its reference system" in str(answer.exception)


def test_one_feature_of_a_base_is_named_by_its_identifier(tmp_path):
    base = tmp_path / "base.confinia"
    write_document(base, world(layers_with(segment(1)), [], []).base)
    answer = CliRunner().invoke(cli, ["diagnose", f"{base}#S-1", str(base)])
    assert "B is the same as A, number for number." in answer.output
    missing = CliRunner().invoke(cli, ["diagnose", f"{base}#S-9", str(base)])
    assert "holds no line" in str(missing.exception)
