"""The project file: what it holds, what it refuses, and that it loses nothing."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from geodata.changes import gestures
from geodata.changes.delta import Delta, apply
from geodata.changes.documents.base import base_of
from geodata.errors import FileDamaged, FileForeign, FileNewer, FileReadOnly, FileTrouble, NotFound
from geodata.geometry.stretch import stretch
from geodata.geometry.world import world_of
from geodata.io import geopackage
from geodata.io.store import Store
from geodata.model.annotation import Annotation, PrivateNote
from geodata.model.feature import Feature
from geodata.model.grid import WGS84_DEGREES
from geodata.model.line import Line
from geodata.model.marker import Marker
from geodata.model.names import Name
from geodata.model.profile import WGS84
from geodata.model.project import Settings
from geodata.model.reference import Columns, ReferenceLayer, Shape
from geodata.model.route import Mode, Route
from geodata.model.segment import Segment
from geodata.model.source import Source
from geodata.model.status import Side, View
from geodata.model.turning_point import TurningPoint
from geodata.model.variant import Variant

point_of = WGS84_DEGREES.point_of

LINE = Line([point_of(45, 41), point_of(45.1, 41.05), point_of(45.2, 41)], WGS84_DEGREES)
SEGMENT = Segment(
    id="s",
    source_id="04-2",
    line=LINE,
    names=(Name(text="Թասմեր", language="hy", used_by="A"), Name(text="Aşağı Küllü", language="az", used_by="B")),
    attributes=(("Станция", "Орден Брод"), ("თბილისი", 3), ("none", None)),
)
FEATURES: list[Feature] = [
    SEGMENT,
    TurningPoint(id="t", point=LINE.start, label="101", as_read="41 00 00.0 N", accuracy_mm=25_000),
    Marker(id="m", point=(1, -1), number="101/1"),
    Route(id="r", line=LINE, mode=Mode.RAIL, gauge_mm=1520),
    Source(id="q", title="Sheet", offered_by=Side.A, survey_year=1976, duty_year=1979),
    Annotation(id="n", target="s", by=Side.A, text="Ridge", stretch=stretch(SEGMENT, 1, 9)),
    PrivateNote(id="p", target="s", text="Ask the archive"),
    Variant(id="v", segment="s", stretch=stretch(SEGMENT, 1, 9), proposed_by=Side.B, line=LINE),
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "valley ç.gpkg"


def made(path: Path, features: list[Feature] | None = None) -> Store:
    store = Store.create(path, Settings(title="Valley", side=Side.A))
    store.commit("Load", [Delta(None, feature) for feature in features or FEATURES])
    return store


def mark(store: Store, start: int, end: int) -> None:
    held = store.load()
    segment = held.segment("s")
    store.commit("Mark", gestures.mark(held, segment, stretch(segment, start, end), View.AGREED, f"note {start}"))


def test_every_kind_of_feature_comes_back_as_it_was(path: Path) -> None:
    made(path).close()
    with Store.open(path) as store:
        held = store.load()
    assert {feature for layer in held.layers.values() for feature in layer.values()} == set(FEATURES)


def test_many_lines_come_back_to_the_last_unit(path: Path) -> None:
    rng = np.random.default_rng(1)
    lines = [world_of(WGS84).line_of(rng.uniform(-80, 80, (rng.integers(2, 30), 2))) for _ in range(700)]
    segments: list[Feature] = [Segment(id=f"{i}", line=line) for i, line in enumerate(lines)]
    made(path, segments).close()
    with Store.open(path) as store:
        assert [segment.line for segment in store.load().all(Segment)] == lines
    with closing(sqlite3.connect(path)) as db, db:
        assert db.execute("SELECT count(*) FROM rtree_segments_geom").fetchone() == (700,)


def test_undo_and_redo_go_through_the_journal_and_survive_closing(path: Path) -> None:
    store = made(path)
    states = [store.load()]
    for step in range(4):
        mark(store, step * 1000, step * 1000 + 500)
        states.append(store.load())
    store.close()
    for expected in reversed(states[:-1]):
        with Store.open(path) as store:
            assert store.undo()
            assert store.load() == expected
    for expected in states[1:]:
        with Store.open(path) as store:
            assert store.redo()
            assert store.load() == expected
    with Store.open(path) as store:
        assert store.redo() is None


def test_a_new_gesture_after_undo_forgets_what_was_taken_back(path: Path) -> None:
    with made(path) as store:
        mark(store, 0, 500)
        store.undo()
        mark(store, 2000, 2500)
        assert store.redo() is None
        assert [entry.label for entry in store.history()] == ["Load", "Mark"]


def test_the_base_is_the_working_state_with_the_journal_taken_back(path: Path) -> None:
    with made(path) as store:
        base = store.load()
        store.adopt_base("ab" * 32, 1, b"document")
        mark(store, 0, 500)
        mark(store, 100, 900)
        assert store.base_layers(store.load()) == base.layers
        assert len(store.changes()) == 1
        assert apply(base.layers, store.changes()) == store.load().layers


def test_what_led_to_the_base_cannot_be_taken_back(path: Path) -> None:
    with made(path) as store:
        store.adopt_base("ab" * 32, 1, b"document")
        assert store.undo() is None
        assert store.changes() == []
        assert [entry.fixed for entry in store.history()] == [True]


def test_edits_that_were_undone_leave_no_trace_in_the_changes(path: Path) -> None:
    with made(path) as store:
        store.adopt_base("ab" * 32, 1, b"document")
        mark(store, 0, 500)
        store.undo()
        assert store.changes() == []


def test_reference_layers_lie_in_the_same_file(path: Path) -> None:
    square = np.array([[45.0, 41.0], [45.1, 41.0], [45.1, 41.1], [45.0, 41.0]])
    water = ReferenceLayer(
        "Su / Ջուր", Columns(Shape.AREA, square, np.array([0, 4]), np.array([0])), ["Göl"], {"depth": [3]}
    )
    with made(path) as store:
        store.add_reference(water)
        store.add_reference(water)
    with Store.open(path) as store:
        (kept,) = store.references()
        assert (kept.name, kept.labels, kept.attributes) == (water.name, water.labels, water.attributes)
        assert {tuple(xy) for xy in kept.columns.xy} == {tuple(xy) for xy in square}
        store.remove_reference(water.name)
        assert store.references() == []


def test_a_closed_project_is_one_plain_file(path: Path) -> None:
    made(path).close()
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]
    assert path.read_bytes()[18:20] == b"\x01\x01"


def test_opening_a_project_and_closing_it_leaves_its_bytes_and_time(path: Path) -> None:
    made(path).close()
    before, stamp = path.read_bytes(), path.stat().st_mtime_ns
    with Store.open(path) as store:
        store.load()
    assert (path.read_bytes(), path.stat().st_mtime_ns) == (before, stamp)


def test_a_project_is_a_geopackage_that_gdal_reads_whole(path: Path) -> None:
    made(path).close()
    pyogrio = pytest.importorskip("pyogrio")
    layers = {name for name, _ in pyogrio.list_layers(path)}
    assert {"segments", "turning_points", "markers", "variants", "routes", "sources", "annotations"} <= layers
    info = pyogrio.read_info(path, layer="segments")
    assert (info["features"], info["geometry_type"], info["crs"]) == (1, "LineString", "EPSG:4326")


def test_another_programs_edit_keeps_the_spatial_index_in_step(path: Path) -> None:
    made(path).close()
    with Store.open(path) as store:
        held = store.load()
        deltas = [Delta(held.segment("s"), None)]
        store.commit("Remove", deltas)
    with closing(sqlite3.connect(path)) as db, db:
        assert db.execute("SELECT count(*) FROM rtree_segments_geom").fetchone() == (0,)


def written_by_another_program(path: Path, sql: str) -> None:
    with closing(sqlite3.connect(path)) as db, db:
        geopackage.prepare(db)
        db.execute(sql)


def test_what_another_program_changed_is_a_gesture_of_its_own(path: Path) -> None:
    made(path).close()
    with Store.open(path) as store:
        before = store.load()
        store.adopt_base("ab" * 32, 1, base_of(before).data)
    written_by_another_program(path, "UPDATE segments SET section = 'Velmora' WHERE id = 's'")
    written_by_another_program(path, "DELETE FROM markers")
    with Store.open(path) as store:
        assert [delta.key[1] for delta in store.outside] == ["s", "m"]
        assert store.history()[-1].label == "Edited in another program"
        assert [delta.feature.id for delta in store.changes()] == ["s", "m"]
        assert store.load().segment("s").section == "Velmora"
        assert store.undo()
        assert store.load().layers == before.layers
    with Store.open(path) as store:
        assert store.outside == []


def test_what_another_program_wrote_that_is_no_feature_is_said(path: Path) -> None:
    made(path).close()
    written_by_another_program(path, "UPDATE segments SET position_a = '[1]' WHERE id = 's'")
    with pytest.raises(FileDamaged, match="segments"):
        Store.open(path)


def refused(path: Path) -> FileTrouble:
    before = path.read_bytes() if path.is_file() else b""
    with pytest.raises(FileTrouble) as caught:
        Store.open(path)
    assert (path.read_bytes() if path.is_file() else b"") == before
    assert caught.value.sentence.endswith(".")
    return caught.value


def test_a_file_that_is_not_there_is_said_so(path: Path) -> None:
    with pytest.raises(NotFound, match="no file"):
        Store.open(path)


def test_a_folder_is_not_taken_for_a_missing_project(tmp_path: Path) -> None:
    with pytest.raises(FileForeign, match="is a folder"):
        Store.open(tmp_path)


def test_a_foreign_file_is_said_so_and_not_touched(path: Path) -> None:
    path.write_bytes(b"PK\3\4 something else entirely")
    assert isinstance(refused(path), FileForeign)


def test_a_geopackage_of_somebody_else_is_foreign(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("CREATE TABLE other (x)")
    assert "load its layers" in refused(path).sentence


def test_a_newer_project_is_said_so_and_not_touched(path: Path) -> None:
    made(path).close()
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE confinia_settings SET value = '99' WHERE key = 'format'")
    assert isinstance(refused(path), FileNewer)


def test_a_project_from_before_the_final_format_is_said_so_and_not_touched(path: Path) -> None:
    made(path).close()
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("ALTER TABLE segments RENAME COLUMN further TO of_old")
    problem = refused(path)
    assert isinstance(problem, FileForeign)
    assert "before its documents had their final format" in problem.sentence


def test_a_damaged_project_is_said_so_and_not_touched(path: Path) -> None:
    made(path).close()
    data = bytearray(path.read_bytes())
    data[4096:20000] = os.urandom(20000 - 4096)
    path.write_bytes(data)
    assert isinstance(refused(path), FileDamaged)


def test_a_truncated_project_is_said_so_and_not_touched(path: Path) -> None:
    made(path).close()
    path.write_bytes(path.read_bytes()[:30000])
    assert isinstance(refused(path), FileDamaged)


def test_a_project_open_elsewhere_is_said_to_be_locked(path: Path) -> None:
    with made(path):
        code = f"from geodata.io.store import Store; from pathlib import Path; Store.open(Path({str(path)!r}))"
        other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "FileLocked" in other.stderr
    assert "open in another program" in other.stderr


def test_a_project_cannot_be_made_over_another(path: Path) -> None:
    made(path).close()
    before = path.read_bytes()
    with pytest.raises(FileForeign, match="exists already"):
        Store.create(path, Settings(title="Other", side=Side.B))
    assert path.read_bytes() == before


def test_a_project_opened_for_reading_is_read_and_not_written(path: Path) -> None:
    made(path).close()
    before, stamp = path.read_bytes(), path.stat().st_mtime_ns
    with Store.open(path, read_only=True) as store:
        assert store.load().segment("04-2") == SEGMENT
        with pytest.raises(FileReadOnly):
            store.undo()
    assert (path.read_bytes(), path.stat().st_mtime_ns) == (before, stamp)


def test_a_gesture_that_fails_leaves_nothing_half_done(path: Path) -> None:
    with made(path) as store:
        before = store.load()
        ghost = Segment(id="ghost", line=LINE)
        good = Segment(id="good", line=LINE)
        with pytest.raises(Exception, match="does not hold"):
            store.commit("Broken", [Delta(None, good), Delta(ghost, None)])
        assert store.load() == before
        assert [entry.label for entry in store.history()] == ["Load"]


def test_a_copy_is_whole_and_independent(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.gpkg"
    with made(path) as store:
        expected = store.load()
        store.copy_to(copy)
    with Store.open(copy) as store:
        assert store.load() == expected
