"""The verbs about places and map sheets."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from geodata.changes.delta import Delta
from geodata.cli import cli
from geodata.errors import Refused
from geodata.geometry.crs import OperationNeeded
from geodata.geometry.profiles import ready_profile
from geodata.io.profile_files import write_profile
from geodata.io.profile_keeping import set_profile
from geodata.io.starting import start_project
from geodata.io.store import Store
from geodata.model.status import Side
from tests.geodata.strategies import line, segment


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(one) for one in arguments], catch_exceptions=False)


def answer(*arguments: object) -> Any:
    return json.loads(run(*arguments, "--json").output)


def test_a_sheet_is_told_as_it_is_printed_and_in_its_normal_form() -> None:
    (told,) = answer("sheet", "К-38-103-Аа1")
    assert (told["sheet"], told["printed"], told["scale"]) == ("K-38-103-А-а-1", "К-38-103-Аа1", 10_000)
    assert told["bounds"] == [45.0, 41 + 17.5 / 60, 45.0625, 41 + 20 / 60]
    assert told["neighbours"]["W"] == "K-38-102-Б-б-2"
    assert "K-38-091" in run("sheet", "K-38-103").output


def test_the_sheet_of_a_place_on_sk42_needs_no_operation_and_that_of_another_does() -> None:
    (told,) = answer("sheet", "--at", "41.11 N 45.05 E", "--crs", "EPSG:4284", "--scale", 50_000)
    assert told["sheet"] == "K-38-103-В"
    with pytest.raises(OperationNeeded):
        run("sheet", "--at", "41.11 N 45.05 E", "--crs", "EPSG:4326")
    place = ("sheet", "--at", "41.11 N 45.05 E", "--crs", "EPSG:4326", "--operation", "EPSG:15865")
    assert answer(*place)[0]["sheet"] == "K-38-103"


def test_the_system_of_a_place_is_never_assumed() -> None:
    assert run("sheet", "--at", "41.11 N 45.05 E").exit_code == 2
    assert run("sheet").exit_code == 2
    assert run("where", "41.11 N 45.05 E").exit_code == 2


def test_the_outline_of_a_sheet_is_drawn_in_wgs_84_by_a_named_operation() -> None:
    told = json.loads(run("sheet", "K-38-103", "--geojson", "--operation", "EPSG:15865").output)
    ring = told["features"][0]["geometry"]["coordinates"][0]
    assert ring[0] == ring[-1] == pytest.approx([44.99875, 40.99991], abs=1e-4)
    with pytest.raises(OperationNeeded):
        run("sheet", "K-38-103", "--geojson")


def test_a_written_place_is_told_in_several_systems() -> None:
    asked = ("where", "X 4552788.80 Y 8504594.34", "--crs", "EPSG:28408", "--in", "EPSG:4326", "--operation", 15865)
    (told,) = answer(*asked)
    assert told["sheet"] == "K-38-103"
    assert [(one["crs"], one["operation"]) for one in told["systems"]] == [
        ("EPSG:28408", ""),
        ("EPSG:4326", "EPSG:15865"),
    ]
    assert told["systems"][1]["written"] == "45° 03' 12.4000\" E  41° 06' 33.0000\" N"
    assert "X and Y say so" in run(*asked).output


def test_both_orders_are_told_and_what_is_not_pinned_is_said() -> None:
    told = answer("where", "41.11 45.05", "--crs", "EPSG:4326")
    assert len(told) == 2
    said = {one["crs"]: one["written"] for one in told[0]["systems"]}
    assert said["EPSG:28408"].startswith("no operation pinned")
    assert told[0]["sheet"].startswith("no operation pinned")
    assert run("where", "41.11 45.05", "--crs", "EPSG:4326").output.count("Reading") == 2
    with pytest.raises(Refused, match="does not hold two coordinates"):
        run("where", "Goris", "--crs", "EPSG:4326")


def test_a_joint_profile_says_how_the_systems_lie(tmp_path: Path) -> None:
    profile, path = ready_profile("EPSG:28408", "EPSG:1808"), tmp_path / "line.gpkg"
    write_profile(tmp_path / "profile.json", profile)
    start_project(path, Side.A, "Line").close()
    with Store.open(path) as store:
        set_profile(store, profile)
    for file in (tmp_path / "profile.json", path):
        (told,) = answer("where", "41.11 N 45.05 E", "--crs", "EPSG:4326", "--in", "EPSG:28408", "--profile", file)
        assert told["systems"][1]["operation"] == "EPSG:1808"
        assert told["sheet"] == "K-38-103"
        with pytest.raises(Refused, match="pins EPSG:1808"):
            run("sheet", "--at", "41.11 N 45.05 E", "--crs", 4326, "--profile", file, "--operation", 15865)


def test_the_sheets_along_a_segment_are_told_by_chainage(tmp_path: Path) -> None:
    path = tmp_path / "line.gpkg"
    with start_project(path, Side.A, "sheets") as store:
        drawn = segment(1, line=line((45.1, 41.2), (45.6, 41.2), (45.6, 40.9)))
        store.commit("Draw", [Delta(None, drawn)])
    told = answer("sheets", path, "S-1", "--operation", "EPSG:15865")
    assert [one["sheet"] for one in told["sheets"]] == ["K-38-103", "K-38-104", "K-38-116"]
    rows = told["sheets"]
    assert rows[0]["from_km"] == 0
    assert [one["to_km"] for one in rows[:-1]] == [one["from_km"] for one in rows[1:]]
    assert rows[0]["to_km"] == pytest.approx(33.4, abs=0.2)
    assert "K-38-104" in run("sheets", path, "S-1", "--operation", "EPSG:15865").output
    with pytest.raises(OperationNeeded):
        run("sheets", path, "S-1")


def test_the_operations_to_choose_from_are_those_of_the_place() -> None:
    with pytest.raises(OperationNeeded, match=r"EPSG:1808 .* EPSG:15865 ") as needed:
        CliRunner().invoke(
            cli,
            ["sheet", "--at", "41.11 N 45.05 E", "--crs", "EPSG:4326"],
            catch_exceptions=False,
            standalone_mode=False,
        )
    assert [each.operation.code for each in needed.value.candidates] == ["EPSG:1808", "EPSG:15865"]
