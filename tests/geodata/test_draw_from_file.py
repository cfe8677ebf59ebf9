"""A side's own line out of a file: it says where its numbers come from, whichever way the file walks it."""

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from geodata.changes.delta import Delta
from geodata.cli import cli
from geodata.errors import Refused
from geodata.io.handover import write_base, write_changes
from geodata.io.starting import start_project
from geodata.io.store import Store
from geodata.model.status import Side
from geodata.model.variant import Variant
from tests.geodata.strategies import segment

HELD = segment(1)
BESIDE = HELD.line.degrees() + np.array([[0.0, 0.0], [0.002, 0.0], [0.002, 0.0], [0.0, 0.0]])


def line_file(path: Path, *lines: np.ndarray) -> Path:
    features = [
        {
            "type": "Feature",
            "properties": {"line_id": f"L-{n}"},
            "geometry": {"type": "LineString", "coordinates": xy.tolist()},
        }
        for n, xy in enumerate(lines)
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "a.gpkg"
    with start_project(path, Side.A, "Valley") as store:
        store.commit("Load", [Delta(None, HELD)])
        write_base(store, tmp_path / "base.confinia")
    return path


def ran(*arguments: object) -> str:
    done = CliRunner().invoke(cli, [str(one) for one in arguments], standalone_mode=False)
    if done.exception:
        raise done.exception
    return done.output


@pytest.mark.parametrize("turned", [False, True], ids=["onward", "backward"])
def test_a_line_out_of_a_file_says_where_its_numbers_come_from(project: Path, tmp_path: Path, turned: bool):
    file = line_file(tmp_path / "ours.geojson", BESIDE[::-1] if turned else BESIDE)
    told = json.loads(ran("draw", project, "S-1", file, "--label", "sheet", "--json"))
    with Store.open(project, read_only=True) as store:
        (variant,) = store.load().all(Variant)
    assert variant.origin == told["origin"]
    assert variant.proposed_by is Side.A
    said = json.loads(ran("origin", project, variant.id, "--json"))
    assert (said["residual"], said["unchanged"]) == (0, True)
    assert "ours.geojson" in json.dumps(said)


def test_the_source_travels_with_the_line_and_goes_with_its_undo(project: Path, tmp_path: Path):
    file = line_file(tmp_path / "ours.geojson", BESIDE)
    ran("draw", project, "S-1", file)
    with Store.open(project) as store:
        write_changes(store, tmp_path / "a1.confinia")
        store.undo()
        held = store.load()
    assert not list(held.all(Variant))
    assert not any(held.layers["source"].values())
    assert "fits" in ran("verify", tmp_path / "base.confinia", tmp_path / "a1.confinia")


def test_two_lines_of_one_file_have_one_source(project: Path, tmp_path: Path):
    file = line_file(tmp_path / "ours.geojson", BESIDE[:3], BESIDE[1:])
    for name in ("L-0", "L-1"):
        ran("draw", project, "S-1", file, "--id", name)
    with Store.open(project, read_only=True) as store:
        held = store.load()
    assert len({variant.origin for variant in held.all(Variant)}) == 1
    assert len(held.layers["source"]) == 1


def test_of_several_lines_one_has_to_be_named(project: Path, tmp_path: Path):
    file = line_file(tmp_path / "ours.geojson", BESIDE, BESIDE + 0.001)
    with pytest.raises(Refused, match=r"2 lines that fit; name one of them \(--id\): L-0, L-1"):
        ran("draw", project, "S-1", file)
