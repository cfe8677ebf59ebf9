"""The import gate: what a source does not say is asked, all of it at once, and what was answered is kept with it."""

from pathlib import Path

import pytest
import shapely
from msgspec.structs import replace

from geodata.changes import gestures
from geodata.changes.delta import Delta, apply
from geodata.changes.documents.base import base_of
from geodata.errors import Refused
from geodata.geometry.crs import OperationNeeded
from geodata.geometry.plausible import Code
from geodata.geometry.profiles import ready_profile
from geodata.io import mapping, sources
from geodata.io.load_preview import preview
from geodata.io.load_questions import Implausible, Unanswered
from geodata.io.load_report import Note
from geodata.io.loading import Loaded, load
from geodata.io.mapping import Mapping, Target
from geodata.io.statement import OF_A_SHEET, Question, Statement, missing
from geodata.io.store import Store
from geodata.model.feature import Kind
from geodata.model.profile import WGS84
from geodata.model.project import Project, Settings
from geodata.model.segment import Segment
from geodata.model.source import Method, Source, SourceKind
from geodata.model.status import Side
from tests.geodata.source_files import IDS, lines, project, write, write_csv

SEGMENTS = Mapping(target=Target.SEGMENTS, id="line_id")
POINTS = Mapping(target=Target.TURNING_POINTS, id="id")
SCAN = Statement(
    type=SourceKind.SCAN, title="Sheet of 1976", issuer="GUGK", sheet="К-38-103", scale=100_000, survey_year=1971,
    print_year=1976, duty_year=1979, method=Method.SCREEN, archive="f. 12", accuracy_mm=25_000,
)  # fmt: skip
CATALOGUE = [["id", "X", "Y"], ["1", "4543000", "8512000"], ["2", "4543100,5", "8512100"]]


def catalogue(folder: Path, rows: list[list[str]] = CATALOGUE) -> Path:
    """Write points as Soviet catalogues have them, X to the north."""
    return write_csv(folder / "points.csv", rows, ";")


def taken(into: Project, loaded: Loaded) -> Project:
    """Return the project after what was loaded went in."""
    return Project(into.settings, apply(into.layers, loaded.deltas))


def source(held: Project) -> Source:
    """Return the one source of a project."""
    (found,) = held.all(Source)
    return found


def test_everything_that_is_not_said_is_asked_at_once_with_the_way_to_answer(tmp_path: Path) -> None:
    with pytest.raises(Unanswered) as asked:
        load(catalogue(tmp_path), replace(POINTS, statement=Statement(type=SourceKind.SCAN)), project())
    assert asked.value.questions == (Question.CRS, Question.AXES, *OF_A_SHEET)
    options = ("--crs", "--axes", "--sheet", "--scale", "--print-year", "--duty-year", "--method", "--without")
    assert all(option in str(asked.value) for option in options)


def test_the_operation_is_asked_with_the_rest_and_for_the_place_of_the_data(tmp_path: Path) -> None:
    with pytest.raises(Unanswered) as asked:
        load(catalogue(tmp_path), replace(POINTS, crs="EPSG:28408"), project())
    assert asked.value.questions == (Question.AXES, Question.OPERATION)
    assert [each.operation.code for each in asked.value.candidates] == ["EPSG:1808", "EPSG:15865"]
    assert "north-east puts the first point at 41° 01' 15\" N 45° 08' 29\" E" in asked.value.sentence
    with pytest.raises(OperationNeeded):
        load(catalogue(tmp_path), replace(POINTS, crs="EPSG:28408", axes="north-east"), project())


@pytest.mark.parametrize(
    ("headings", "cells", "axes"),
    [
        (("lon", "lat"), ("45", "40"), "east-north"),
        (("easting", "northing"), ("45", "40"), "east-north"),
        (("Longitude", "LATITUDE"), ("45", "40"), "east-north"),
        (("x", "y"), ("45°30'00\"E", "40°30'00\"N"), "east-north"),
        (("x", "y"), ("40°30'00\"N", "45°30'00\"E"), "north-east"),
        (("x", "y"), ("45", "40"), ""),
        (("X", "Y"), ("8512000", "4543000"), ""),
    ],
)
def test_headings_and_letters_say_the_order_of_axes_but_x_and_y_do_not(
    tmp_path: Path, headings: tuple[str, str], cells: tuple[str, str], axes: str
) -> None:
    path = write_csv(tmp_path / "a.csv", [["id", *headings], ["1", *cells], ["2", *cells]])
    layer = sources.layer_of(path)
    assert layer.axes == axes
    assert (Question.AXES in missing(Statement(), layer, "EPSG:4326")) is not bool(axes)


def test_wkt_says_the_order_only_where_its_system_is_written_to_the_east_first(tmp_path: Path) -> None:
    layer = sources.layer_of(write_csv(tmp_path / "a.csv", [["id", "WKT"], ["1", "POINT (45 40)"]]))
    assert missing(Statement(), layer, "EPSG:32638") == ()
    assert missing(Statement(), layer, "EPSG:28408") == (Question.AXES,)
    assert missing(Statement(), layer, "EPSG:4326") == (Question.AXES,)
    assert missing(Statement(), layer, "EPSG:28408", "north-east") == ()
    assert missing(Statement(), layer) == (Question.CRS, Question.AXES)


@pytest.mark.parametrize("ending", ["gpkg", "geojson", "shp", "fgb", "kml"])
def test_what_a_format_says_is_not_asked(tmp_path: Path, ending: str) -> None:
    layer = sources.layers(write(tmp_path / f"a.{ending}", lines(), encoding="UTF-8") if ending == "shp"
                           else write(tmp_path / f"a.{ending}", lines()))[0]  # fmt: skip
    assert missing(Statement(), layer) == ()


def test_both_orders_of_axes_give_the_same_points(tmp_path: Path) -> None:
    known = replace(POINTS, crs="EPSG:28408", operation="EPSG:15865")
    north = load(catalogue(tmp_path), replace(known, axes="north-east"), project())
    turned = [[id_, y, x] for id_, x, y in CATALOGUE[1:]]
    path = write_csv(tmp_path / "turned.csv", [["id", "X", "Y"], *turned], ";")
    east = load(path, replace(known, axes="east-north"), project())
    assert [one.point for one in north.features] == [one.point for one in east.features]  # type: ignore[union-attr]
    assert north.origin.reading is not None
    assert north.origin.reading.axes == "north-east"


@pytest.mark.parametrize("fact", OF_A_SHEET)
def test_a_scan_without_one_of_its_facts_is_refused_until_that_is_stated_to_be_unknown(
    tmp_path: Path, fact: Question
) -> None:
    path = write(tmp_path / "sheet.gpkg", lines(), {"line_id": IDS})
    bare = replace(SCAN, **{fact.value: Method.UNSTATED if fact is Question.METHOD else None})
    with pytest.raises(Unanswered) as asked:
        load(path, replace(SEGMENTS, statement=bare), project())
    assert asked.value.questions == (fact,)
    loaded = load(path, replace(SEGMENTS, statement=replace(bare, without=(fact.value,))), project())
    assert loaded.origin.without == (fact.value,)
    assert len(loaded.features) == 4


def test_what_a_person_states_is_kept_with_the_source(tmp_path: Path) -> None:
    path = write(tmp_path / "sheet.gpkg", lines(), {"line_id": IDS})
    held = taken(project(), load(path, replace(SEGMENTS, statement=SCAN), project()))
    made = source(held)
    facts = (made.type, made.title, made.issuer, made.sheet, made.scale, made.survey_year, made.print_year)
    assert facts == (SourceKind.SCAN, "Sheet of 1976", "GUGK", "К-38-103", 100_000, 1971, 1976)
    assert (made.duty_year, made.method, made.accuracy_mm) == (1979, Method.SCREEN, 25_000)
    assert {segment.origin for segment in held.all(Segment)} == {made.id}
    assert made.reading is not None
    assert (made.reading.file, made.reading.layer, made.reading.rows) == ("sheet.gpkg", "sheet", 4)
    assert (made.reading.crs, made.reading.stated_by, made.reading.pipeline) == ("EPSG:4326", "file", "noop")
    assert made.reading.proj.count(".") == 2
    assert made.reading.epsg.startswith("v")
    assert str(tmp_path) not in str(made)


def test_a_file_that_says_all_needs_no_answer_and_the_missing_type_is_said_in_a_line(tmp_path: Path) -> None:
    loaded = load(write(tmp_path / "lines.gpkg", lines()), SEGMENTS, project())
    assert loaded.origin.type is SourceKind.OTHER
    assert loaded.origin.title == "lines.gpkg, lines"
    said = [one.sentence for one in loaded.report.remarks if one.code is Note.SOURCE]
    assert len(said) == 1
    assert "was not stated" in said[0]


def test_nothing_that_was_stated_of_one_file_is_remembered_for_the_next(tmp_path: Path) -> None:
    path = catalogue(tmp_path)
    layer = sources.layer_of(path)
    stated = replace(POINTS, layer=layer.name, crs="EPSG:28408", axes="north-east", operation="EPSG:15865",
                     statement=SCAN)  # fmt: skip
    assert load(path, stated, project()).report.refused == ()
    kept = mapping.written(stated, layer.crs)
    assert all(word not in kept.decode() for word in ("28408", "north-east", "15865", "К-38", "1979"))
    again = mapping.recalled(kept, layer, Target.TURNING_POINTS)
    assert again == replace(stated, crs="", axes="", operation="", statement=Statement())
    with pytest.raises(Unanswered):
        load(path, again, project())


def test_what_cannot_be_right_is_refused_until_a_person_insists_and_that_is_kept(tmp_path: Path) -> None:
    with pytest.raises(Implausible, match="far outside the area") as refused:
        load_south(tmp_path)
    assert [one.code for one in refused.value.findings] == [Code.OUTSIDE]
    assert "--take-as-stated outside-the-area" in refused.value.sentence
    loaded = load_south(tmp_path, Statement(as_stated=("outside-the-area",)))
    assert len(loaded.features) == 1
    assert loaded.origin.reading is not None
    assert loaded.origin.reading.as_stated == ("outside-the-area",)
    said = [one.sentence for one in loaded.report.remarks if one.code is Note.DOUBT]
    assert said[0].endswith("A person stated that it is right nevertheless.")


def load_south(folder: Path, statement: Statement = Statement()) -> Loaded:  # noqa: B008 - frozen
    """Load a line far south of the area of SK-42."""
    south = [shapely.LineString([(8_512_000, 1_000_000), (8_513_000, 1_000_000)])]
    path = write(folder / "south.gpkg", south, {"line_id": ["a"]}, crs="EPSG:28408")
    return load(path, replace(SEGMENTS, operation="EPSG:15865", statement=statement), project())


def test_a_preview_shows_doubts_and_asks_for_no_sheet(tmp_path: Path) -> None:
    path = catalogue(tmp_path)
    known = replace(POINTS, crs="EPSG:28408", operation="EPSG:15865", statement=Statement(type=SourceKind.SCAN))
    assert isinstance(preview(path, known, WGS84).trouble, Unanswered)
    swapped = preview(path, replace(known, axes="east-north"), WGS84)
    assert [one.code for one in swapped.findings] == [Code.AXES]
    right = preview(path, replace(known, axes="north-east"), WGS84)
    assert (right.trouble, right.findings) == (None, ())


def test_loading_again_makes_no_second_source(tmp_path: Path) -> None:
    path = write(tmp_path / "lines.gpkg", lines(), {"line_id": IDS})
    held = taken(project(), load(path, SEGMENTS, project()))
    again = load(path, SEGMENTS, held)
    assert (again.deltas, len(again.unchanged)) == ([], 4)
    assert again.origin == source(held)


def test_facts_stated_later_are_added_to_the_source_that_is_there(tmp_path: Path) -> None:
    path = write(tmp_path / "lines.gpkg", lines(), {"line_id": IDS})
    held = taken(project(), load(path, SEGMENTS, project()))
    later = load(path, replace(SEGMENTS, statement=SCAN), held)
    assert len(later.deltas) == 1
    assert later.label == "State the source Sheet of 1976"
    assert source(taken(held, later)).duty_year == 1979


def test_another_operation_is_another_source(tmp_path: Path) -> None:
    path = catalogue(tmp_path)
    known = replace(POINTS, crs="EPSG:28408", axes="north-east")
    ids = {load(path, replace(known, operation=pin), project()).origin.id for pin in ("EPSG:15865", "EPSG:1808")}
    assert len(ids) == 2


def test_what_an_update_changes_comes_from_the_new_file(tmp_path: Path) -> None:
    first = write(tmp_path / "a.gpkg", lines(), {"line_id": IDS})
    held = taken(project(), load(first, SEGMENTS, project()))
    moved = lines()
    moved[1] = shapely.LineString([(45.1, 40), (45.11, 40.03)])
    second = write(tmp_path / "b.gpkg", moved, {"line_id": IDS})
    held = taken(held, load(second, SEGMENTS, held, update=True))
    by_file = {one.id: one.title for one in held.all(Source)}
    files = [by_file[segment.origin] for segment in held.all(Segment)]
    assert files == ["a.gpkg, a", "b.gpkg, b", "a.gpkg, a", "a.gpkg, a"]


def test_a_table_of_ours_keeps_the_origin_that_it_had(tmp_path: Path) -> None:
    target = tmp_path / "project.gpkg"
    path = write(tmp_path / "lines.gpkg", lines(), {"line_id": IDS})
    with Store.create(target, Settings(title="T", side=Side.A)) as store:
        loaded = load(path, SEGMENTS, store.load())
        store.commit(loaded.label, loaded.deltas, originals=loaded.originals)
        held = store.load()
    layer = sources.layer_of(target, "segments")
    own = mapping.proposed(layer, Target.SEGMENTS)
    assert own.own
    again = load(target, own, held)
    assert (again.deltas, len(again.unchanged)) == ([], 4)
    bare = load(target, own, project())
    assert {segment.origin for segment in bare.features} == {bare.origin.id}  # type: ignore[union-attr]
    registered = Project(held.settings, {**held.layers, Kind.SEGMENT: {}})
    kept = load(target, own, registered)
    assert {segment.origin for segment in kept.features} == {source(held).id}  # type: ignore[union-attr]
    assert list(kept.originals) == []


def test_a_load_is_one_gesture_that_one_undo_takes_back(tmp_path: Path) -> None:
    path = write(tmp_path / "lines.gpkg", lines(), {"line_id": IDS})
    with Store.create(tmp_path / "p.gpkg", Settings(title="T", side=Side.A)) as store:
        loaded = load(path, SEGMENTS, store.load())
        store.commit(loaded.label, loaded.deltas, originals=loaded.originals)
        assert (store.counts()[Kind.SEGMENT], store.counts()[Kind.SOURCE]) == (4, 1)
        store.undo()
        assert set(store.counts().values()) == {0}
        assert load(path, SEGMENTS, store.load()).deltas == loaded.deltas
        store.redo()
        assert load(path, SEGMENTS, store.load()).deltas == []


@pytest.mark.parametrize("base", ["", "0" * 64])
def test_a_source_is_offered_by_a_side_only_once_there_is_a_joint_base(tmp_path: Path, base: str) -> None:
    into = Project(Settings(title="T", side=Side.B, base=base))
    loaded = load(write(tmp_path / "lines.gpkg", lines()), SEGMENTS, into)
    assert loaded.origin.offered_by is (Side.B if base else None)


def test_the_source_of_a_joint_base_is_no_sides_to_restate(tmp_path: Path) -> None:
    path = write(tmp_path / "lines.gpkg", lines(), {"line_id": IDS})
    held = taken(project(), load(path, SEGMENTS, project()))
    based = Project(replace(held.settings, base="0" * 64), held.layers)
    later = load(path, replace(SEGMENTS, statement=SCAN), based)
    assert later.deltas == []
    assert any("not this side's to change" in one.sentence for one in later.report.remarks)
    assert base_of(held).features


def test_a_projected_joint_profile_asks_no_operation_for_its_own_system(tmp_path: Path) -> None:
    profile = ready_profile("EPSG:28408", "EPSG:15865")
    into = Project(Settings(title="T", side=Side.A, profile=profile))
    loaded = load(catalogue(tmp_path), replace(POINTS, crs="EPSG:28408", axes="north-east"), into)
    assert [one.point for one in loaded.features] == [  # type: ignore[union-attr]
        (85_120_000_000, 45_430_000_000), (85_121_000_000, 45_431_005_000),
    ]  # fmt: skip
    degrees = write(tmp_path / "d.gpkg", lines(), {"line_id": IDS})
    assert len(load(degrees, SEGMENTS, into).features) == 4
    with pytest.raises(Refused, match="pins EPSG:15865"):
        load(degrees, replace(SEGMENTS, operation="EPSG:1808"), into)


def test_a_source_from_which_numbers_come_cannot_be_removed(tmp_path: Path) -> None:
    path = write(tmp_path / "lines.gpkg", lines(), {"line_id": IDS})
    held = taken(project(), load(path, SEGMENTS, project()))
    with pytest.raises(Refused, match="4 other features of this project refer to it"):
        gestures.remove(held, source(held))
    alone = Project(held.settings, {**held.layers, Kind.SEGMENT: {}})
    assert gestures.remove(alone, source(held)) == [Delta(source(held), None)]
    based = Project(replace(held.settings, base="0" * 64), alone.layers)
    with pytest.raises(Refused, match="came with the joint base"):
        gestures.remove(based, source(held))
