"""The verb `split`: two claims out of files, taken apart in figures that add up."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from geodata.cli import cli
from geodata.errors import Refused


def line(path: Path, *places: tuple[float, float]) -> str:
    shape = {"type": "LineString", "coordinates": places}
    feature = {"type": "Feature", "properties": {"name": path.stem}, "geometry": shape}
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    return str(path)


@pytest.fixture
def both(tmp_path: Path) -> tuple[str, str]:
    a = line(tmp_path / "a.geojson", (45, 41), (45, 40.99), (45, 40.97), (45, 40.95))
    b = line(tmp_path / "b.geojson", (45, 40.95), (45, 40.97), (45.01, 40.98), (45, 40.99), (45, 41))
    return a, b


def ran(*arguments: str) -> str:
    done = CliRunner().invoke(cli, arguments, standalone_mode=False)
    if done.exception:
        raise done.exception
    return done.output


def test_the_parts_of_both_lines_add_up_in_one_answer(both):
    told = json.loads(ran("split", *both, "--within", "1", "--json"))
    assert [row["what"] for row in told["parts"]] == ["coincident", "between", "coincident"]
    assert told["parts"][0]["a"][-1]["to_m"] == told["parts"][1]["a"][0]["from_m"]
    assert told["between_ha"] == pytest.approx(93.3, abs=0.3)
    assert told["coincident_a_km"] == pytest.approx(told["coincident_b_km"], abs=1e-3)


def test_a_claim_drawn_in_several_lines_gives_the_same_figures_told_of_these_lines(both, tmp_path):
    pieces = [[(45, 40.97), (45, 40.95)], [(45, 40.97), (45, 40.99)], [(45, 41), (45, 40.99)]]
    shapes = [{"type": "LineString", "coordinates": piece} for piece in pieces]
    features = [{"type": "Feature", "properties": {}, "geometry": shape} for shape in shapes]
    several = tmp_path / "several.geojson"
    several.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    plain, told = (json.loads(ran("split", a, both[1], "--within", "1", "--json")) for a in (both[0], str(several)))
    assert [row["what"] for row in told["parts"]] == [row["what"] for row in plain["parts"]]
    for key in ("areas", "between_ha", "coincident_a_km", "coincident_b_km"):
        assert told[key] == pytest.approx(plain[key], abs=1e-5)
    assert [[one["line"] for one in row["a"]] for row in told["parts"]] == [[3, 2], [2], [2, 1]]


def test_the_answer_for_people_says_what_is_open_and_what_it_comes_to(both):
    told = ran("split", *both, "--within", "7.5")
    assert told.splitlines()[-1].startswith("Within 7.5 m: 3.3")
    assert "areas between the lines: 1, together" in told


def test_a_tolerance_that_would_swallow_a_border_is_refused(both):
    with pytest.raises(Refused, match=r"from 0 to 1,000 metres"):
        ran("split", *both, "--within", "5000")
