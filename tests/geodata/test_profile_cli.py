"""The joint profile from the command line: chosen, shown, changed as far as it may be, compared and adopted."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from msgspec.structs import replace

from geodata.cli import cli
from geodata.errors import ConfiniaError, FileDamaged, ProfileMismatch
from geodata.geometry.profile_ready import made_ready
from geodata.geometry.profiles import profile_hash
from geodata.io.profile_files import write_profile
from geodata.model.profile import WGS84, Tolerances

GK8 = ("--profile", "sk42-gk8", "--operation", "EPSG:1808")
LINE = {"type": "LineString", "coordinates": [[45.0, 41.0], [45.0, 40.9]]}


def run(*arguments: object) -> Result:
    """The answer of a verb that must succeed."""
    done = CliRunner().invoke(cli, [str(each) for each in arguments], standalone_mode=False)
    if done.exception is not None:
        raise done.exception
    return done


def answer(*arguments: object) -> dict[str, object]:
    """The JSON answer of a verb."""
    said: dict[str, object] = json.loads(run(*arguments, "--json").stdout)
    return said


def refused(*arguments: object) -> str:
    """The sentence by which a verb refuses."""
    with pytest.raises(ConfiniaError) as problem:
        run(*arguments)
    return problem.value.sentence


@pytest.fixture
def project(tmp_path: Path) -> Path:
    run("new", tmp_path / "a.gpkg", "--side", "A")
    return tmp_path / "a.gpkg"


def loaded(project: Path) -> Path:
    layer = project.with_suffix(".geojson")
    layer.write_text(json.dumps({"type": "Feature", "properties": {"id": "1"}, "geometry": LINE}))
    run("import", project, layer, "--as", "segments")
    return project


def test_a_new_project_says_on_which_profile_it_stands(tmp_path: Path) -> None:
    plain = answer("new", tmp_path / "a.gpkg", "--side", "A")
    assert plain["crs"] == "EPSG:4326"
    plane = answer("new", tmp_path / "b.gpkg", "--side", "B", *GK8)
    assert plane["unit"] == "0.1 mm"
    assert plane["profile_sha256"] == profile_hash(made_ready("sk42-gk8", "EPSG:1808"))
    assert answer("info", tmp_path / "b.gpkg")["profile_sha256"] == plane["profile_sha256"]


def test_where_the_datum_changes_an_operation_has_to_be_chosen(tmp_path: Path) -> None:
    said = refused("new", tmp_path / "a.gpkg", "--side", "A", "--profile", "sk42-gk8")
    for code in ("15865", "1808", "5044", "1254"):
        assert f"EPSG:{code}" in said
    assert not (tmp_path / "a.gpkg").exists()


def test_the_ready_profiles_come_with_what_each_operation_does_at_a_place() -> None:
    said = answer("profile", "ready", "--at", "Tavush")
    assert [each["profile"] for each in said["profiles"]] == ["wgs84", "sk42-gk8", "utm38n"]
    by_code = {each["code"]: each for each in said["operations"]["Tavush"]}
    assert by_code["EPSG:15865"]["accuracy_m"] == 4.5
    assert by_code["EPSG:15865"]["offsets_m"]["EPSG:1808"] == pytest.approx(5.6, abs=0.1)
    assert by_code["EPSG:1254"]["accuracy_m"] is None
    assert not by_code["EPSG:5044"]["made_for_here"]
    assert "2.3 m from 5044" in run("profile", "ready", "--at", "45.03,41.05").stdout
    assert "no place" in refused("profile", "ready", "--at", "Atlantis")


def test_an_empty_project_can_be_put_on_any_profile_and_back(project: Path) -> None:
    before = answer("info", project)["profile_sha256"]
    wanted = ("--language", "hy", "--name-a", "hy=Ա", "--t1", 0.2, "--t3", 40, "--order", "by_alphabet")
    said = answer("profile", "set", project, "--crs", "EPSG:28408", "--operation", "EPSG:1808", *wanted)
    assert said["changed"]
    held = answer("profile", "show", project)["profile"]
    assert held["tolerances"] == {"rounding_mm": 200, "transformation_mm": 7000, "map_mm": 40000}
    assert held["names_a"] == [{"language": "hy", "text": "Ա"}]
    run("profile", "set", project, "--crs", "wgs84", "--t1", 0.1, "--t3", 50, "--order", "by_session")
    written = project.with_name("first.json")
    written.write_text(json.dumps({"crs": "EPSG:4326", "unit": "1e-9 degree", "ellipsoid": "WGS 84"}))
    run("profile", "set", project, "--from", written)
    assert answer("info", project)["profile_sha256"] == before
    taken = answer("profile", "show", project)["taken"]
    assert taken[0]["sha256"] == before == taken[-1]["sha256"]
    assert len(taken) == 4


def test_what_is_said_beside_a_file_is_laid_over_it(project: Path, tmp_path: Path) -> None:
    write_profile(tmp_path / "joint.json", replace(WGS84, tolerances=Tolerances(map_mm=90_000), languages=("hy",)))
    run("profile", "set", project, "--from", tmp_path / "joint.json", "--t1", 0.3)
    held = answer("profile", "show", project)["profile"]
    assert held["tolerances"] == {"rounding_mm": 300, "transformation_mm": 7000, "map_mm": 90_000}
    assert held["languages"] == ["hy"]


def test_with_coordinates_the_system_stays_and_the_rest_can_change(project: Path) -> None:
    loaded(project)
    assert "start a new project" in refused("profile", "set", project, "--crs", "utm38n")
    assert answer("profile", "set", project, "--operation", "EPSG:1808", "--t2", 6)["changed"]


def test_what_was_undone_does_not_come_back_on_another_grid(project: Path) -> None:
    loaded(project)
    run("undo", project)
    run("profile", "set", project, "--crs", "utm38n")
    assert "nothing" in run("redo", project).stdout.lower()
    loaded(project)
    (segment,) = json.loads(run("list", project, "segments", "--json").stdout)
    assert segment["length_m"] == pytest.approx(11_104.6, abs=1)


def test_after_a_joint_base_the_profile_is_only_adopted(project: Path, tmp_path: Path) -> None:
    loaded(project)
    base = tmp_path / "base.confinia"
    run("base", project, "-o", base)
    assert "adopts" in refused("profile", "set", project, "--t1", 0.2)
    run("new", tmp_path / "agreed.gpkg", "--side", "A")
    run("profile", "set", tmp_path / "agreed.gpkg", "--operation", "EPSG:1808", "--t1", 0.2)
    run("base", tmp_path / "agreed.gpkg", "-o", tmp_path / "agreed.confinia")
    assert answer("profile", "adopt", project, tmp_path / "agreed.confinia")["changed"]
    assert not answer("profile", "adopt", project, tmp_path / "agreed.confinia")["changed"]
    assert run("profile", "differences", project, tmp_path / "agreed.confinia").return_value == 0
    run("profile", "adopt", project, base)  # the way back
    assert run("profile", "differences", project, base).return_value == 0


def test_a_profile_on_another_grid_is_not_adopted_over_coordinates(project: Path, tmp_path: Path) -> None:
    run("new", tmp_path / "b.gpkg", "--side", "B", *GK8)
    run("base", tmp_path / "b.gpkg", "-o", tmp_path / "b.confinia")
    loaded(project)
    with pytest.raises(ProfileMismatch, match="Start a new project"):
        run("profile", "adopt", project, tmp_path / "b.confinia")


def test_two_profiles_are_laid_side_by_side(project: Path, tmp_path: Path) -> None:
    run("new", tmp_path / "b.gpkg", "--side", "B", *GK8)
    done = run("profile", "differences", project, tmp_path / "b.gpkg")
    assert done.return_value == 1
    assert "EPSG:28408" in done.stdout
    run("profile", "write", tmp_path / "b.gpkg", "-o", tmp_path / "b.json")
    assert run("profile", "differences", tmp_path / "b.json", tmp_path / "b.gpkg").return_value == 0


@pytest.mark.parametrize(
    ("options", "because"),
    [
        (("--crs", "EPSG:2230"), "cannot be a joint"),  # feet
        (("--crs", "EPSG:4978"), "cannot be a joint"),  # geocentric
        (("--crs", "EPSG:4979"), "cannot be a joint"),  # three axes
        (("--crs", "EPSG:9518"), "cannot be a joint"),  # with a height
        (("--crs", "EPSG:2053"), "cannot be a joint"),  # west and south
        (("--crs", "EPSG:999999"), "cannot be a joint"),
        (("--crs", "+proj=longlat +nadgrids=x"), "cannot be a joint"),
        (("--crs", "EPSG:28408"), "Choose one together"),
        (("--crs", "EPSG:28408", "--operation", "EPSG:1"), "not an operation"),
        (("--t1", 9), "do not rise"),
        (("--t1", -1), "above nought"),
        (("--language", "armenian"), "ISO 639-1"),
        (("--pin", "EPSG:4284"), "--pin is written like"),
        (("--pin", "EPSG:4284=proj=hgridshift grids=a.tif"), "needs a file"),
        (("--pin", "EPSG:4284=proj=defmodel model=a.json"), "needs a file"),
        (("--pin", "EPSG:4284=proj=pipeline step init=epsg:1"), "needs a file"),
        (("--pin", "EPSG:4284=noop"), "ballpark"),
        (("--pin", "EPSG:4284=proj=axisswap order=2,1"), "ballpark"),
        (("--pin", "EPSG:4326=EPSG:1808"), "not a published operation"),
    ],
)
def test_what_cannot_be_a_joint_profile_is_refused(project: Path, options: tuple[object, ...], because: str) -> None:
    before = answer("info", project)
    with pytest.raises(ConfiniaError) as problem:
        run("profile", "set", project, *options)
    assert because in problem.value.sentence
    assert answer("info", project) == before


@pytest.mark.parametrize("crs", ["/etc/passwd", "+proj=longlat +nadgrids=@x", "EPSG:4978", "GEOGCRS[" * 100])
def test_a_project_file_that_names_a_hostile_system_is_refused(project: Path, crs: str) -> None:
    with closing(sqlite3.connect(project)) as db, db:
        (held,) = db.execute("SELECT value FROM confinia_settings WHERE key = 'settings'").fetchone()
        settings = json.loads(held)
        settings["profile"] = {"crs": crs, "unit": "1e-9 degree", "ellipsoid": "WGS 84"}
        values = (json.dumps(settings).encode(),)
        db.execute("UPDATE confinia_settings SET value = ? WHERE key = 'settings'", values)
    for verb in (("info", project), ("profile", "show", project), ("list", project, "segments")):
        with pytest.raises(FileDamaged, match="not whole"):
            run(*verb)
