"""Loading beside what is there: rows that the project has already, remembered mappings, first looks, layers beneath."""

from pathlib import Path
from typing import Any

import pytest
import shapely
from msgspec.structs import replace

from geodata.cancel import CancelToken, Progress
from geodata.changes.delta import apply
from geodata.errors import Cancelled, NotFound, Refused
from geodata.geometry.measure import length
from geodata.io import load_reference, mapping, sources
from geodata.io.load_preview import preview
from geodata.io.load_report import Note, Refusal
from geodata.io.loading import Loaded, load
from geodata.io.mapping import Mapping, NameColumn, Target
from geodata.model.names import Name
from geodata.model.profile import WGS84
from geodata.model.project import Project
from geodata.model.reference import Shape
from geodata.model.segment import Standing
from geodata.model.status import Delimitation, Position
from geodata.model.stretch import Anchor, Stretch
from tests.geodata.source_files import IDS, NAMES, lines, project, write, write_csv

SEGMENTS = Mapping(target=Target.SEGMENTS, id="line_id", names=(NameColumn(column="name"),))
POINTS = Mapping(target=Target.TURNING_POINTS, id="id", label="id")


def taken(into: Project, loaded: Loaded) -> Project:
    """Return the project after what was loaded went in."""
    return Project(into.settings, apply(into.layers, loaded.deltas))


def of_wkt(folder: Path, *rows: str, crs: str = "EPSG:4326", as_what: Mapping = SEGMENTS) -> Loaded:
    """Load rows of WKT, the first one called r-1."""
    table = [["line_id", "name", "WKT"]] + [[f"r-{i + 1}", "", wkt] for i, wkt in enumerate(rows)]
    return load(write_csv(folder / "rows.csv", table), replace(as_what, crs=crs, axes="east-north"), project())


def reasons(loaded: Loaded) -> list[Refusal]:
    """Return why rows were refused, in order."""
    return [row.reason for row in loaded.report.refused]


def remarks(loaded: Loaded) -> dict[Note, str]:
    """Return what else is said."""
    return {remark.code: remark.sentence for remark in loaded.report.remarks}


def test_what_is_in_the_project_already_is_not_taken_twice(tmp_path: Path) -> None:
    path = write(tmp_path / "lines.gpkg", lines())
    held = taken(project(), load(path, SEGMENTS, project()))
    again = load(path, SEGMENTS, held)
    assert (len(again.features), len(again.unchanged), len(again.different)) == (0, 4, 0)
    elsewhere = load(write(tmp_path / "copy.geojson", lines()), SEGMENTS, held)
    assert (len(elsewhere.features), len(elsewhere.unchanged)) == (0, 4)


def test_other_content_is_taken_only_when_updating(tmp_path: Path) -> None:
    held = taken(project(), load(write(tmp_path / "lines.gpkg", lines()), SEGMENTS, project()))
    renamed = write(tmp_path / "renamed.gpkg", lines(), {"line_id": IDS, "name": ["Ridge", *NAMES[1:]]})
    loaded = load(renamed, SEGMENTS, held)
    assert reasons(loaded) == [Refusal.IN_PROJECT]
    assert "with other content: names" in loaded.report.refused[0].sentence
    assert not loaded.deltas
    assert len(loaded.different) == 1
    updated = load(renamed, SEGMENTS, held, update=True)
    assert not updated.report.refused
    assert taken(held, updated).segment("s-1").names == (Name(text="Ridge"),)


def marked(held: Project, name: str) -> Project:
    """Return the project with a position of each side on a segment, and a joint status."""
    old = held.segment(name)
    ends = (Anchor(at=0, point=old.line.start), Anchor(at=length(old.line), point=old.line.end))
    said = (Standing(stretch=Stretch(start=ends[0], end=ends[1]), position=Position.ACCEPTS),)
    new = replace(old, position_a=said, position_b=said, delimitation=Delimitation.AGREED_EXPERT)
    layers = {kind: dict(features) for kind, features in held.layers.items()}
    layers[next(kind for kind in layers if kind == "segment")][old.id] = new
    return Project(held.settings, layers)


def test_a_plain_file_leaves_positions_and_joint_status_alone(tmp_path: Path) -> None:
    path = write(tmp_path / "lines.gpkg", lines())
    held = marked(taken(project(), load(path, SEGMENTS, project())), "s-1")
    assert len(load(path, SEGMENTS, held, update=True).unchanged) == 4
    moved = lines()
    moved[0] = shapely.LineString([(45, 40), (45.5, 40.5)])
    loaded = load(write(tmp_path / "moved.gpkg", moved), SEGMENTS, held, update=True)
    assert reasons(loaded) == [Refusal.PROTECTED]
    assert "positions rest on the line" in loaded.report.refused[0].sentence


def test_a_mapping_that_names_a_missing_column_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "lines.gpkg", lines())
    with pytest.raises(NotFound, match="has no column number; its columns are: line_id, name"):
        load(path, replace(SEGMENTS, section="number"), project())


def test_loading_can_be_stopped(tmp_path: Path) -> None:
    token = CancelToken()
    seen: list[str] = []

    def watch(what: str, done: int, total: int) -> None:
        seen.append(what)
        token.cancel()

    with pytest.raises(Cancelled):
        load(write(tmp_path / "lines.gpkg", lines()), SEGMENTS, project(), progress=Progress(watch, token))
    assert seen == ["Reading lines.gpkg"]


def test_a_mapping_is_remembered_for_files_of_the_same_shape(tmp_path: Path) -> None:
    first = sources.layer_of(write(tmp_path / "week1.shp", lines(), crs=None, encoding="UTF-8"))
    later = sources.layer_of(write(tmp_path / "week2.gpkg", lines()))
    assert mapping.key_of(first, Target.SEGMENTS) == mapping.key_of(later, Target.SEGMENTS)
    assert mapping.key_of(first, Target.SEGMENTS) != mapping.key_of(later, Target.ROUTES)
    known = replace(SEGMENTS, names=(NameColumn(column="name", language="hy"),), crs="EPSG:28408", layer="week1")
    recalled = mapping.recalled(mapping.written(known), later, Target.SEGMENTS)
    assert recalled == replace(known, layer="week2", crs="")
    other = sources.layer_of(write(tmp_path / "other.gpkg", lines(), {"nr": IDS}))
    assert mapping.recalled(mapping.written(known), other, Target.SEGMENTS) == mapping.proposed(other, Target.SEGMENTS)
    assert mapping.recalled(b"{", later, Target.SEGMENTS) == mapping.proposed(later, Target.SEGMENTS)


def test_a_first_look_shows_rows_on_the_map_and_in_a_table(tmp_path: Path) -> None:
    shapes = [*lines(3), None]
    path = write(tmp_path / "lines.gpkg", shapes, geometry_type="LineString")
    look = preview(path, SEGMENTS, WGS84, limit=4)
    assert look.headings == ["line_id", "name"]
    assert look.cells[0] == ["s-1", NAMES[0]]
    assert look.columns.rows.tolist() == [0, 1, 2]
    assert look.columns.xy[3].tolist() == [45.1, 40.0]
    assert [row.reason for row in look.report.refused] == [Refusal.NULL]
    bare = preview(write(tmp_path / "bare.shp", lines(), crs=None, encoding="UTF-8"), SEGMENTS, WGS84)
    assert bare.trouble is not None
    assert "reference system" in bare.trouble.sentence
    assert len(bare.cells) == 4


def test_a_reference_layer_keeps_every_column_and_names_what_cannot_be_drawn(tmp_path: Path) -> None:
    areas = [
        shapely.box(45, 40, 46, 41).difference(shapely.box(45.2, 40.2, 45.4, 40.4)),
        None,
        shapely.box(46, 40, 47, 41),
    ]
    path = write(tmp_path / "areas.gpkg", areas, {"name": NAMES[:3], "n": [1, 2, 3]}, geometry_type="Polygon")
    known = Mapping(target=Target.REFERENCE, names=(NameColumn(column="name"),))
    loaded = load_reference.load_reference(path, known, WGS84)
    assert loaded.layer.columns.shape is Shape.AREA
    assert loaded.layer.columns.rows.tolist() == [0, 0, 1]
    assert loaded.layer.labels == [NAMES[0], NAMES[2]]
    assert loaded.layer.attributes["n"] == [1, 3]
    assert [row.reason for row in loaded.report.refused] == [Refusal.NULL]


def test_a_guess_takes_no_column_for_identifiers_that_repeats_itself(tmp_path: Path) -> None:
    columns: dict[str, list[Any]] = {"number": [1, 1, 2, 2], "code": IDS, "name": NAMES}
    layer = sources.layer_of(write(tmp_path / "guess.gpkg", lines(), columns))
    assert mapping.proposed(layer, Target.SEGMENTS).id == "code"
    assert mapping.proposed(layer, Target.SEGMENTS).columns() == {"id": "code", "name": "name"}


def test_what_was_loaded_is_counted_in_words() -> None:
    assert Target.TURNING_POINTS.counted(1) == "1 turning point"
    assert Target.ROUTES.counted(4892) == "4,892 routes"
    assert Target.REFERENCE.counted(1) == "1 row to lie beneath"


def test_where_a_file_lies_is_stated_for_that_file_alone(tmp_path: Path) -> None:
    first = write_csv(tmp_path / "zone8.csv", [["no", "x", "y"], ["1", "8512000", "4543000"]])
    later = write_csv(tmp_path / "zone9.csv", [["no", "x", "y"], ["2", "9512000", "4543000"]])
    stated = mapping.proposed(sources.layer_of(first), Target.TURNING_POINTS)
    stated = replace(stated, id="no", crs="EPSG:28408", axes="east-north", operation="EPSG:15865")
    assert load(first, stated, project()).report.refused == ()
    again = mapping.recalled(mapping.written(stated), sources.layer_of(later), Target.TURNING_POINTS)
    assert (again.id, again.crs, again.axes, again.operation) == ("no", "", "", "")
    with pytest.raises(Refused, match="does not say its reference system"):
        load(later, again, project())


def test_an_operation_is_remembered_for_the_reference_system_it_was_pinned_for(tmp_path: Path) -> None:
    pinned = write(tmp_path / "a.gpkg", lines(), crs="EPSG:28408")
    same, other = write(tmp_path / "b.gpkg", lines(), crs="EPSG:28408"), write(tmp_path / "c.gpkg", lines())
    layers = [sources.layer_of(path) for path in (pinned, same, other)]
    known = replace(mapping.proposed(layers[0], Target.SEGMENTS), operation="EPSG:15865")
    kept = mapping.written(known, layers[0].crs)
    again = [mapping.recalled(kept, layer, Target.SEGMENTS).operation for layer in layers]
    assert again == ["EPSG:15865", "EPSG:15865", ""]
