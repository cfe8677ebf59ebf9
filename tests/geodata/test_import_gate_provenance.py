"""Each feature says where its numbers come from, and doing the reading again gives exactly the numbers that it has."""

import json
from pathlib import Path

import numpy as np
import pytest
import shapely
from click.testing import CliRunner
from msgspec.structs import replace

from geodata.changes import gestures
from geodata.changes.delta import Delta
from geodata.cli import cli
from geodata.errors import NotFound
from geodata.geometry.crs import Floats, pinned, transform_back
from geodata.geometry.profiles import ready_profile
from geodata.io import sources
from geodata.io.load_reference import load_reference
from geodata.io.loading import load
from geodata.io.mapping import Mapping, Target
from geodata.io.originals import Form
from geodata.io.provenance import Made, named_feature, where_from
from geodata.io.store import Store
from geodata.model.feature import Feature
from geodata.model.line import Line
from geodata.model.profile import WGS84, JointProfile
from geodata.model.project import Settings
from geodata.model.segment import Segment
from geodata.model.source import Source
from geodata.model.status import Side
from geodata.model.turning_point import TurningPoint
from geodata.model.variant import Variant
from tests.geodata.source_files import IDS, lines, write, write_csv

SEGMENTS = Mapping(target=Target.SEGMENTS, id="line_id")
POINTS = Mapping(target=Target.TURNING_POINTS, id="id")
PROFILES = {
    "degrees": WGS84,
    "zone 8": ready_profile("EPSG:28408", "EPSG:15865"),
    "UTM": ready_profile("EPSG:32638", "EPSG:1808"),
}
ON_EVERY_GRID = pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)


def uneven(count: int = 4) -> list[shapely.LineString]:
    """Return lines whose coordinates use every bit that a double has, near Goris."""
    chance = np.random.default_rng(4)
    steps = np.abs(chance.normal(0, 0.003, (count, 9, 2)))
    starts = np.array([[[46.4, 39.5 + i / 10]] for i in range(count)])
    return [shapely.LineString(xy) for xy in np.cumsum(steps, axis=1) + starts]


def zone8(shapes: list[shapely.LineString]) -> list[shapely.LineString]:
    """Return the same in Gauss-Krueger metres, east before north."""
    way = pinned("EPSG:28408", np.array([[8512000.0, 4543000.0]]), WGS84, "EPSG:15865")
    return [shapely.transform(shape, lambda xy: transform_back(xy, way)) for shape in shapes]


def store(path: Path, profile: JointProfile = WGS84) -> Store:
    """Return a new project on a joint profile."""
    return Store.create(path, Settings(title="T", side=Side.A, profile=profile))


def take(into: Store, path: Path, mapping: Mapping, update: bool = False) -> list[Feature]:
    """Load a file as the command line does and return what was taken."""
    layer = sources.layers(path)[0]
    loaded = load(path, replace(mapping, layer=layer.name), into.load(), update)
    into.commit(loaded.label, loaded.deltas, originals=loaded.originals)
    assert loaded.report.refused == ()
    return [delta.new for delta in loaded.deltas if delta.new and not isinstance(delta.new, Source)]


def files(folder: Path) -> dict[str, tuple[Path, Mapping]]:
    """Return lines and points in every format, with what has to be stated of each."""
    known = replace(SEGMENTS, operation="")
    columns = {"line_id": IDS}
    made = {
        ending: (write(folder / f"l.{ending}", uneven(), columns), known)
        for ending in ("gpkg", "geojson", "fgb", "kml")
    }
    made["shp"] = write(folder / "l.shp", uneven(), columns, encoding="UTF-8"), known
    gk = replace(known, crs="EPSG:28408", operation="EPSG:15865")
    made["gpkg in metres"] = write(folder / "m.gpkg", zone8(uneven()), columns, crs="EPSG:28408"), replace(gk, crs="")
    wkt = [["line_id", "WKT"], *([id_, shape.wkt] for id_, shape in zip(IDS, zone8(uneven()), strict=True))]
    made["WKT"] = write_csv(folder / "w.csv", wkt), replace(gk, axes="east-north")
    north = [["line_id", "WKT"], *([id_, shapely.transform(shape, lambda xy: xy[:, ::-1]).wkt]
             for id_, shape in zip(IDS, zone8(uneven()), strict=True))]  # fmt: skip
    made["WKT, X to the north"] = write_csv(folder / "n.csv", north), replace(gk, axes="north-east")
    cells = [["id", "X", "Y"], ["1", "4 543 000,125", "8512000.5"], ["2", "4543100,0001", "8512100"]]
    points = replace(POINTS, crs="EPSG:28408", operation="EPSG:15865", axes="north-east")
    made["X and Y"] = write_csv(folder / "p.csv", cells, ";"), points
    angles = [["id", "lat", "lon"], ["11", "39°30'12,3\"", "46°20'01,7\""], ["12", "39.51", "46.3"]]
    made["degrees"] = write_csv(folder / "d.csv", angles, ";"), replace(POINTS, crs="EPSG:4284", operation="EPSG:15865")
    return made


@ON_EVERY_GRID
def test_doing_every_reading_again_gives_exactly_the_numbers_that_are_stored(
    tmp_path: Path, profile: JointProfile
) -> None:
    for name, (path, mapping) in files(tmp_path).items():
        given = mapping if profile is WGS84 else replace(mapping, operation=_pin(mapping, profile))
        with store(tmp_path / f"{path.stem}.{path.suffix[1:]}.project.gpkg", profile) as into:
            features = take(into, path, given)
            project = into.load()
            for feature in features:
                told = where_from(into, project, feature, whole=True)
                assert (told.made, told.residual, told.residual_mm, told.unchanged) == (Made.READ, 0, 0, True), name
                assert told.coordinates is not None
                assert (
                    told.points == len(told.coordinates) == (len(feature.line) if isinstance(feature, Segment) else 1)
                )


def _pin(mapping: Mapping, profile: JointProfile) -> str:
    """What a profile pins already is not stated again."""
    return "" if mapping.operation else mapping.operation


def test_text_is_kept_as_it_stands_and_doubles_to_the_last_bit(tmp_path: Path) -> None:
    made = files(tmp_path)
    with store(tmp_path / "p.gpkg") as into:
        (first, _), (dms, _) = take(into, *made["X and Y"]), take(into, *made["degrees"])
        kept = [into.original(one.id, getattr(one, "origin", "")) for one in (first, dms)]
        assert [(one.form, one.text) for one in kept if one] == [
            (Form.CELLS, "4 543 000,125  8512000.5"), (Form.CELLS, "46°20'01,7\"  39°30'12,3\""),
        ]  # fmt: skip
        wkt = take(into, *made["WKT, X to the north"])[0]
        text = into.original(wkt.id, getattr(wkt, "origin", ""))
        assert text is not None
        written = shapely.transform(zone8(uneven())[0], lambda xy: xy[:, ::-1]).wkt
        assert text.data.decode() == written.removeprefix("LINESTRING (").removesuffix(")")
    with store(tmp_path / "q.gpkg") as into:
        line = take(into, *made["gpkg"])[0]
        held = into.original(line.id, getattr(line, "origin", ""))
        assert held is not None
        assert held.form is Form.XY
        assert (held.doubles == shapely.get_coordinates(uneven()[0])).all()


def test_each_part_and_every_height_is_kept(tmp_path: Path) -> None:
    parts = [
        shapely.MultiLineString([[(45, 40, 900.5), (45.1, 40, 901)], [(45.2, 40, 902), (45.3, 40.1, 903)]]),
        shapely.LineString([(46, 40, 1), (46.1, 40, 2)]),
    ]
    rows = [["line_id", "WKT"], ["a", "MULTILINESTRING Z ((45 40 1, 45.10 40 2), (45.2 40 3,45.3 4.01e1 4))"]]
    csv = write_csv(tmp_path / "m.csv", rows)
    with store(tmp_path / "p.gpkg") as into:
        made = take(into, write(tmp_path / "z.gpkg", parts, {"line_id": ["a", "b"]}), SEGMENTS)
        forms = [into.original(one.id, getattr(one, "origin", "")) for one in made]
        assert [(one.form, one.doubles[:, 2].tolist()) for one in forms if one] == [
            (Form.XYZ, [900.5, 901]), (Form.XYZ, [902, 903]), (Form.XYZ, [1, 2]),
        ]  # fmt: skip
    with store(tmp_path / "q.gpkg") as into:
        known = replace(SEGMENTS, crs="EPSG:4326", axes="east-north")
        second = take(into, csv, known)[1]
        kept = into.original(second.id, getattr(second, "origin", ""))
        assert kept is not None
        assert kept.data == b"45.2 40 3,45.3 4.01e1 4"
        assert where_from(into, into.load(), second).residual == 0


def test_long_lines_are_packed_and_come_out_the_same(tmp_path: Path) -> None:
    x = np.arange(5000) / 50_000
    long: Floats = np.column_stack([45 + x, 40 + np.sin(x * 300) / 100])
    with store(tmp_path / "p.gpkg") as into:
        (line,) = take(into, write(tmp_path / "l.gpkg", [shapely.LineString(long)], {"line_id": ["a"]}), SEGMENTS)
        told = where_from(into, into.load(), line, whole=True)
        assert (told.residual, told.points, len(told.coordinates or ())) == (0, 5000, 5000)
        assert len(where_from(into, into.load(), line).coordinates or ()) == 4


def test_a_feature_that_was_moved_since_says_by_how_much(tmp_path: Path) -> None:
    with store(tmp_path / "p.gpkg") as into:
        line = take(into, write(tmp_path / "l.gpkg", uneven(), {"line_id": IDS}), SEGMENTS)[0]
        assert isinstance(line, Segment)
        xy = line.line.xy.copy()
        xy[3, 1] += 1_000_000  # 0.001 degree of latitude
        moved = replace(line, line=Line(xy, line.line.grid))
        into.commit("Move", [Delta(line, moved)])
        told = where_from(into, into.load(), moved)
        assert (told.unchanged, told.residual) == (False, 1_000_000)
        assert told.residual_mm == pytest.approx(111_000, abs=100)
        shorter = replace(line, line=Line(xy[:5], line.line.grid))
        into.commit("Cut", [Delta(moved, shorter)])
        assert where_from(into, into.load(), shorter).residual is None
        into.undo()
        into.undo()
        assert where_from(into, into.load(), line).unchanged


def test_originals_outlive_undo_and_redo_and_a_second_load_keeps_one_of_each(tmp_path: Path) -> None:
    path = write(tmp_path / "l.gpkg", uneven(), {"line_id": IDS})
    with store(tmp_path / "p.gpkg") as into:
        line = take(into, path, SEGMENTS)[0]
        into.undo()
        into.redo()
        assert where_from(into, into.load(), line).unchanged
        into.undo()
        take(into, path, SEGMENTS)
        (count,) = into._db.execute("SELECT count(*) FROM confinia_originals").fetchone()
        assert count == 4


def test_both_readings_of_a_feature_are_kept_and_the_present_one_is_told(tmp_path: Path) -> None:
    with store(tmp_path / "p.gpkg") as into:
        first = take(into, write(tmp_path / "a.gpkg", uneven(), {"line_id": IDS}), SEGMENTS)[0]
        later = take(into, write(tmp_path / "b.gpkg", lines(), {"line_id": IDS}), SEGMENTS, update=True)[0]
        assert first.id == later.id
        told = where_from(into, into.load(), later)
        assert told.source is not None
        assert (told.source.title, told.residual) == ("b.gpkg, b", 0)
        into.undo()
        back = where_from(into, into.load(), first)
        assert back.source is not None
        assert (back.source.title, back.residual) == ("a.gpkg, a", 0)


def test_a_copy_keeps_them_and_a_project_without_any_opens(tmp_path: Path) -> None:
    with store(tmp_path / "p.gpkg") as into:
        line = take(into, write(tmp_path / "l.gpkg", uneven(), {"line_id": IDS}), SEGMENTS)[0]
        into.copy_to(tmp_path / "copy.gpkg")
    with Store.open(tmp_path / "copy.gpkg") as copy:
        assert where_from(copy, copy.load(), line).residual == 0
        copy._db.execute("DROP TABLE confinia_originals")
    with Store.open(tmp_path / "copy.gpkg", read_only=True) as old:
        told = where_from(old, old.load(), line)
        assert (told.made, told.coordinates, told.unchanged) == (Made.READ, None, None)


def test_what_merely_lies_beneath_keeps_none_and_makes_no_source(tmp_path: Path) -> None:
    path = write(tmp_path / "roads.gpkg", lines())
    with store(tmp_path / "p.gpkg") as into:
        into.add_reference(load_reference(path, Mapping(target=Target.REFERENCE), WGS84).layer)
        assert not list(into.load().all(Source))
        assert not into._db.execute("SELECT 1 FROM sqlite_master WHERE name = 'confinia_originals'").fetchall()


def test_what_was_made_by_hand_says_so(tmp_path: Path) -> None:
    with store(tmp_path / "p.gpkg") as into:
        line = take(into, write(tmp_path / "l.gpkg", uneven(), {"line_id": IDS}), SEGMENTS)[0]
        assert isinstance(line, Segment)
        project = into.load()
        drawn = gestures.draw_variant(project, line, Line(line.line.xy + np.array([0, 50_000]), line.line.grid), "A")
        into.commit("Draw", drawn)
        (variant,) = into.load().all(Variant)
        told = where_from(into, into.load(), variant)
        assert (told.made, told.source, told.coordinates) == (Made.BY_HAND, None, None)


def test_a_feature_is_named_by_any_of_its_identifiers(tmp_path: Path) -> None:
    with store(tmp_path / "p.gpkg") as into:
        line = take(into, write(tmp_path / "l.gpkg", uneven(), {"line_id": IDS}), SEGMENTS)[0]
        take(into, write_csv(tmp_path / "p.csv", [["id", "lat", "lon"], ["s-1", "40", "45"]]),
             replace(POINTS, crs="EPSG:4326"))  # fmt: skip
        project = into.load()
    assert named_feature(project, line.id) == line
    assert isinstance(named_feature(project, "s-2"), Segment)
    with pytest.raises(NotFound, match="2 features are called s-1: segment"):
        named_feature(project, "s-1")
    with pytest.raises(NotFound):
        named_feature(project, "")
    assert next(project.all(TurningPoint)).origin != line.origin  # type: ignore[union-attr]


def test_the_command_line_says_where_a_feature_comes_from(tmp_path: Path) -> None:
    made = files(tmp_path)
    target, csv = str(tmp_path / "p.gpkg"), str(made["X and Y"][0])
    run("new", target, "--side", "A")
    stated = ("--crs", "EPSG:28408", "--axes", "north-east", "--operation", "15865", "--source-type", "scan")
    sheet = ("--sheet", "К-38-103", "--scale", "100000", "--print-year", "1976", "--method", "digitised_on_screen")
    answer = json.loads(
        run("import", target, csv, "--as", "turning-points", *stated, *sheet, "--without", "duty-year", "--json")
    )
    assert (answer["taken"], answer["findings"], answer["origin"]["without"]) == (2, [], ["duty_year"])
    said = run("origin", target, "1")
    for part in ("p.csv", "EPSG:28408", "axes north-east", "EPSG:15865", "4.5 m", "PROJ ", "EPSG v", "К-38-103", "1976",
                 "not on the sheet duty year", "4 543 000,125  8512000.5", "to the last step"):  # fmt: skip
        assert part in said
    told = json.loads(run("origin", target, "1", "--all", "--json"))
    assert (told["residual"], told["unchanged"], told["source"]["reading"]["axes"]) == (0, True, "north-east")


def run(*arguments: str) -> str:
    """Return what a verb says."""
    done = CliRunner().invoke(cli, arguments, standalone_mode=False, catch_exceptions=False)
    assert not done.return_value
    return done.stdout
