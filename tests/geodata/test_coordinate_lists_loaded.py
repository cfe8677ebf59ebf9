"""Coordinate lists in a project: turning points, markers and lines, in one gesture, each naming its reading."""

import hashlib
from pathlib import Path

import pytest

from geodata.errors import Refused
from geodata.geometry.crs import OperationNeeded
from geodata.io.axes import Axes
from geodata.io.coordinate_list_choices import Becomes, Choices, Through
from geodata.io.coordinate_list_loading import WRITTEN_TO, LoadedList, load_list
from geodata.io.coordinate_list_table import ListRefused
from geodata.io.load_questions import Implausible
from geodata.io.store import Store
from geodata.model.grid import Unit
from geodata.model.marker import Marker, MarkerKind
from geodata.model.profile import WGS84, JointProfile
from geodata.model.project import Project, Settings
from geodata.model.segment import Segment
from geodata.model.source import Source
from geodata.model.status import Side
from geodata.model.turning_point import TurningPoint, TurningPointKind
from geodata.resources import resource
from tests.geodata.source_files import project

FIRST, SECOND = "41°06'33.0\"", "45°03'12.4\""
SK42 = {"crs": "EPSG:28408", "operation": "EPSG:15865"}
METRES = "№\tX, м\tY, м\tH, м (БС77)\n1\t4 551 234,57\t8 512 345,68\t1 200,5\n2\t4 551 334,57\t8 512 445,68\t1 201,0\n"


def load(source: Path | str | bytes, **stated: object) -> LoadedList:
    """Load a list into an empty project, by default as WGS 84."""
    return load_list(source, Choices(**{"crs": "EPSG:4326", **stated}), project())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("word", "kind"),
    [("main", MarkerKind.MAIN), ("Основной", MarkerKind.MAIN), ("հիմնական", MarkerKind.MAIN), ("əsas", MarkerKind.MAIN),
     ("промежуточный", MarkerKind.INTERMEDIATE), ("միջանկյալ", MarkerKind.INTERMEDIATE),
     ("Aralıq", MarkerKind.INTERMEDIATE), ("вспомогательный", MarkerKind.AUXILIARY),
     ("ՕԺԱՆԴԱԿ", MarkerKind.AUXILIARY), ("KÖMƏKÇİ", MarkerKind.AUXILIARY)],
)  # fmt: skip
def test_types_in_four_languages_are_understood(word: str, kind: MarkerKind) -> None:
    marker = load(f"№;B;L;Тип\n1;41.1;45.05;{word}", becomes=Becomes.MARKERS).features[1]
    assert isinstance(marker, Marker)
    assert marker.type is kind


def test_x_and_y_leave_open_which_goes_to_the_north_and_both_readings_are_shown() -> None:
    with pytest.raises(Refused) as refused:
        load(METRES, **SK42)
    assert "north-east puts 1 at 41° 05' 42\" N 45° 08'" in refused.value.sentence
    assert "east-north puts 1 at 54°" in refused.value.sentence
    assert "outside the area" in refused.value.sentence
    assert "in Soviet catalogues X is north" in refused.value.sentence


def test_a_person_may_insist_on_what_seems_implausible_and_that_is_kept() -> None:
    text = "№;X;Y\n1;4551234;512345\n2;4551334;512445\n"
    with pytest.raises(Implausible) as refused:
        load(text, axes=Axes.NORTH_EAST, **SK42)
    assert [finding.code for finding in refused.value.findings] == ["zone-prefix-missing"]
    assert "--take-as-stated zone-prefix-missing" in refused.value.sentence
    source = load(text, axes=Axes.NORTH_EAST, as_stated=("zone-prefix-missing",), **SK42).features[0]
    assert isinstance(source, Source)
    assert source.reading is not None
    assert source.reading.as_stated == ("zone-prefix-missing",)


def test_the_axes_that_are_stated_are_those_that_are_read() -> None:
    north_first = load(METRES, axes=Axes.NORTH_EAST, **SK42)
    text = METRES.replace("X, м\tY, м", "Y, м\tX, м")
    swapped = load(text.replace("X", "?").replace("Y", "X").replace("?", "Y"), axes=Axes.NORTH_EAST, **SK42)
    assert (north_first.place.degrees == swapped.place.degrees).all()
    stated = load(METRES.replace("X, м\tY, м", "Northing (m)\tEasting (m)"), **SK42)
    assert (north_first.place.degrees == stated.place.degrees).all()


def test_letters_at_x_and_y_say_which_goes_to_the_north() -> None:
    loaded = load("№;X;Y\n1;45.05 E;41.1 N\n2;45.06 E;41.2 N\n")
    assert loaded.place.degrees.tolist() == [[45.05, 41.1], [45.06, 41.2]]
    assert loaded.place.axes is Axes.EAST_NORTH


@pytest.mark.parametrize("heading", ["№;X (север);Y (восток)", "№;X north;Y east", "№;Northing X, m;Easting Y, m"])
def test_headings_of_x_and_y_may_say_which_goes_to_the_north(heading: str) -> None:
    text = f"{heading}\n1;4551234.57;8512345.68\n"
    assert load(text, **SK42).place.xy.tolist() == [[8512345.68, 4551234.57]]


def test_the_operation_is_asked_for_and_pinned() -> None:
    with pytest.raises(OperationNeeded) as asked:
        load(METRES, crs="EPSG:28408", axes=Axes.NORTH_EAST)
    assert "EPSG:15865" in [candidate.operation.pin for candidate in asked.value.candidates]


def test_a_turning_point_keeps_what_the_list_says_as_it_says_it() -> None:
    loaded = load("№;B;L;H (БС77);accuracy (m);Тип;Место\n7;41,1;45,05;1 644,8;0,15;стык;Сев. склон")
    point = loaded.features[1]
    assert isinstance(point, TurningPoint)
    assert (point.label, point.as_read, point.height, point.height_system) == ("7", "41,1 45,05", "1 644,8", "БС77")
    assert (point.accuracy_mm, point.type, point.point) == (
        150,
        TurningPointKind.TRIPOINT,
        (45_050_000_000, 41_100_000_000),
    )
    assert dict(point.attributes) == {WRITTEN_TO: "0.1°", "Место": "Сев. склон"}


def test_the_digits_of_the_list_are_no_accuracy() -> None:
    point = load(f"№;B;L\n1;{FIRST};{SECOND}").features[1]
    assert isinstance(point, TurningPoint)
    assert point.accuracy_mm is None
    assert dict(point.attributes) == {WRITTEN_TO: "0.1″"}


@pytest.mark.parametrize(
    "text",
    [
        "№;B;L\n12/1;41.1;45.05\n12/2;41.1001;45.0501\n13;41.12;45.06",
        "№;B;L\n12А;41.1;45.05\n12Б;41.1001;45.0501\n13;41.12;45.06",
        "№;B;L\n12-A;41.1;45.05\n12-B;41.1001;45.0501\n13;41.12;45.06",
        "№;B;L;пара\n12;41.1;45.05;12а\n12а;41.1001;45.0501;\n13;41.12;45.06;",
        "№;B1;L1;B2;L2\n12;41.1;45.05;41.1001;45.0501",
        "№;Широта А;Долгота А;Широта Б;Долгота Б\n12;41.1;45.05;41.1001;45.0501",
        "№;B (A);L (A);B (B);L (B)\n12;41.1;45.05;41.1001;45.0501",
    ],
)
def test_both_posts_of_a_pair_name_one_another(text: str) -> None:
    markers = [one for one in load(text, becomes=Becomes.MARKERS).features if isinstance(one, Marker)]
    assert [markers[0].pair_of, markers[1].pair_of] == [markers[1].id, markers[0].id]
    assert not any(one.pair_of for one in markers[2:])
    assert markers[0].point != markers[1].point


def test_numbers_that_count_on_are_no_pairs() -> None:
    text = "№;B;L\n" + "\n".join(f"11/{n};41.1{n};45.05" for n in range(1, 4))
    assert not any(one.pair_of for one in load(text, becomes=Becomes.MARKERS).features if isinstance(one, Marker))
    both = "№;B;L\n11/1;41.1;45.05\n11/2;41.11;45.05\n"
    loaded = load(both, becomes=Becomes.MARKERS, single=True)
    assert not any(one.pair_of for one in loaded.features if isinstance(one, Marker))


def test_a_line_goes_through_the_points_in_the_order_of_the_list() -> None:
    loaded = load("№;B;L\n9;41.3;45.0\n8;41.2;45.1\n7;41.1;45.0\n", through=Through.SEGMENT)
    _, segment, *points = loaded.features
    assert isinstance(segment, Segment)
    assert [point.point for point in points if isinstance(point, TurningPoint)] == [
        (int(x), int(y)) for x, y in segment.line.xy
    ]
    assert {point.segment for point in points if isinstance(point, TurningPoint)} == {segment.id}
    assert "Numbers do not ascend at line 3 (8), and at one more line; the order is kept." in loaded.found.remarks


def test_a_ring_closes_whether_or_not_the_list_repeats_its_first_point() -> None:
    text = "№;B;L\n1;41.1;45.0\n2;41.2;45.1\n3;41.1;45.2\n4;41.05;45.1\n"
    open_, closed = load(text, through=Through.RING), load(text + "1;41.1;45.0\n", through=Through.RING)
    lines = [one.line for loaded in (open_, closed) for one in loaded.features if isinstance(one, Segment)]
    assert lines[0] == lines[1]
    assert lines[0].closed
    assert len(closed.features) == 6


def test_a_list_becomes_both_and_each_marker_knows_its_turning_point() -> None:
    _, turning, marker = load("№;B;L\n1;41.1;45.0\n", becomes=Becomes.BOTH).features
    assert isinstance(marker, Marker)
    assert (marker.turning_point, marker.number) == (turning.id, "1")


def test_both_sides_make_the_same_of_the_same_list(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_bytes(METRES.encode())
    here, there = load(METRES, axes=Axes.NORTH_EAST, **SK42), load(file, axes=Axes.NORTH_EAST, **SK42)
    assert [each.id for each in here.features] == [each.id for each in there.features]
    assert here.features[1:] == there.features[1:]


def test_a_list_loads_as_one_gesture_and_a_second_time_not_at_all(tmp_path: Path) -> None:
    choices = Choices(crs="EPSG:28408", axes=Axes.NORTH_EAST, operation="EPSG:15865", through=Through.SEGMENT)
    with Store.create(tmp_path / "valley.gpkg", Settings(title="Valley", side=Side.A)) as store:
        loaded = load_list(METRES, choices, store.load())
        store.commit(loaded.label, loaded.deltas, originals=loaded.originals)
        assert [step.label for step in store.history()] == ["Load 2 turning points and 1 segment from pasted text"]
        again = load_list(METRES, choices, store.load())
        assert (again.deltas, len(again.unchanged)) == ([], 3)
        kept = [store.original(each.id, getattr(each, "origin", "")) for each in loaded.features[1:]]
        points = ["4 551 234,57\t8 512 345,68", "4 551 334,57\t8 512 445,68"]
        assert [one.data.decode() for one in kept if one] == ["\n".join(points), *points]
        with pytest.raises(Refused, match="with other content"):
            load_list(METRES, Choices(crs="EPSG:28408", axes=Axes.NORTH_EAST, operation="EPSG:1808"), store.load())
        store.undo()
        assert not sum(store.counts().values())


def test_a_number_that_the_project_has_is_said_with_its_distance() -> None:
    held = load("№;B;L\n1;41.1;45.0\n")
    world = project()
    layers = {kind: dict(features) for kind, features in world.layers.items()}
    for delta in held.deltas[1:]:
        assert isinstance(delta.new, TurningPoint)
        layers[next(kind for kind in layers if kind.value == "turning_point")][delta.new.id] = delta.new
    other = load_list("№;B;L\n1;41.1001;45.0\n", Choices(crs="EPSG:4326"), type(world)(world.settings, layers))
    assert other.remarks == ("One number is in the project already: 1 stands 11.11 m away. Both are kept.",)


def test_points_far_apart_are_taken_when_a_person_says_so() -> None:
    text = "№;B;L\n1;41.1;45.0\n2;45.1;45.0\n"
    with pytest.raises(ListRefused, match="was a digit mistyped"):
        load(text)
    assert len(load(text, far_apart=True).features) == 3


@pytest.mark.parametrize(("file", "count"), [("field-11.csv", 12), ("markers.csv", 18), ("turning-points.csv", 77)])
def test_the_lists_of_the_sample_are_read(file: str, count: int) -> None:
    becomes = Becomes.MARKERS if file == "markers.csv" else Becomes.TURNING_POINTS
    loaded = load(resource("sample") / "lists" / file, becomes=becomes)
    assert len(loaded.features) == count + 1
    assert loaded.found.precision == pytest.approx(0.1 / 3600)


def test_every_feature_of_a_list_says_where_its_numbers_come_from() -> None:
    source, *features = load(
        METRES, axes=Axes.NORTH_EAST, through=Through.SEGMENT, becomes=Becomes.BOTH, **SK42
    ).features
    assert isinstance(source, Source)
    reading = source.reading
    assert reading is not None
    assert (reading.file, reading.rows, reading.crs, reading.axes) == ("", 2, "EPSG:28408", "north-east")
    assert (reading.operation, reading.accuracy_mm, reading.stated_by) == ("EPSG:15865", 4500, "person")
    assert reading.sha256 == hashlib.sha256(METRES.encode()).hexdigest()
    assert "proj=pipeline" in reading.pipeline
    assert reading.proj
    assert reading.epsg
    assert [getattr(each, "origin", "") for each in features] == [source.id] * 5


def test_the_order_of_the_axes_is_that_of_the_list() -> None:
    source = load("№;L;B\n1;45.05;41.1\n").features[0]
    assert isinstance(source, Source)
    assert source.reading is not None
    assert source.reading.axes == "east-north"


@pytest.mark.parametrize(
    "zone", [WGS84, JointProfile(crs="EPSG:32638", unit=Unit.TENTH_MILLIMETRE, ellipsoid="WGS 84")]
)
def test_a_list_lands_on_the_grid_of_the_joint_profile(zone: JointProfile) -> None:
    world = Project(Settings(title="Test", side=Side.A, profile=zone))
    loaded = load_list(f"№;B;L\n1;{FIRST};{SECOND}", Choices(crs="EPSG:4326"), world)
    point = loaded.features[1]
    assert isinstance(point, TurningPoint)
    assert point.point == zone.grid.point_of(45 + 3 / 60 + 12.4 / 3600, 41 + 6 / 60 + 33 / 3600)
    assert loaded.place.world[0] == pytest.approx([45.05344444444, 41.10916666667], abs=1e-8)


def test_what_was_understood_is_said_in_words() -> None:
    said = " ".join(load(METRES, axes=Axes.NORTH_EAST, **SK42).found.understood)
    assert "number from “№”, x from “X, м”, y from “Y, м”, height from “H, м (БС77)”" in said
    assert "in metres, written to 0.01 m" in said
    assert "Heights: БС77" in said


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (METRES, "EPSG:28408"),
        ("СК-42, 8 зона\n№;X;Y\n1;4551234;512345\n", "EPSG:28468"),
        ("Система координат 1942 г., зона 8\n№;X;Y\n1;4551234;8512345\n", "EPSG:28408"),
        ("UTM, WGS-84, zone 38\n№;N;E\n1;4551234;512345\n", "EPSG:32638"),
        ("Каталог (СК-42)\n№;B;L\n1;41.1;45.05\n", "EPSG:4284"),
        ("WGS 84\n№;B;L\n1;41.1;45.05\n", "EPSG:4326"),
        ("№;B (EPSG:4284);L\n1;41.1;45.05\n", "EPSG:4284"),
        ("№;B;L\n1;41.1;45.05\n", "for example"),
    ],
)
def test_what_a_list_says_of_its_reference_system_is_proposed_but_not_taken(text: str, code: str) -> None:
    with pytest.raises(Refused, match=r"state it \(--crs\)") as refused:
        load(text, crs="")
    assert code in refused.value.sentence


@pytest.mark.parametrize(
    "text",
    [
        "Каталог координат, СК-42\n№;B;L\n1;41.1;45.05\n",
        "№;B (СК-42);L (СК-42)\n1;41.1;45.05\n",
        "№;B;L;Система\n1;41.1;45.05;WGS-84\n2;41.1;45.051;СК-42\n",
    ],
)
def test_a_list_that_names_another_datum_than_it_is_read_in_is_not_taken_unless_a_person_insists(text: str) -> None:
    with pytest.raises(Implausible, match="but the list is read as WGS 84"):
        load(text)
    assert load(text, as_stated=("not-as-the-file-says",)).features


def test_a_title_that_names_the_datum_it_is_read_in_or_a_mere_year_stops_nothing() -> None:
    assert load("Протокол 1942 года\n№;B;L\n1;41.1;45.05\n").features
    assert load("СК-42\n№;B;L\n1;41.1;45.05\n", crs="EPSG:4284", operation="EPSG:15865").features
    assert load("Пересчитано из СК-42 в WGS-84\n№;B;L\n1;41.1;45.05\n").features
