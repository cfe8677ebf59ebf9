"""The project file in trouble: no room on the disk, held by another program, half a step of a crash beside it."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from geodata.changes import gestures
from geodata.changes.delta import Delta
from geodata.errors import DocumentRefused, FileDamaged, FileTrouble, InvalidFeature, NotFound
from geodata.io import geopackage
from geodata.io.handover import write_base
from geodata.io.store import Store
from geodata.io.store_copy import opened_to_read
from geodata.io.views import write_view
from geodata.model.annotation import Annotation
from geodata.model.grid import WGS84_DEGREES
from geodata.model.line import Line
from geodata.model.project import Settings
from geodata.model.segment import Segment
from geodata.model.status import Side
from tests.geodata.source_files import fingerprint
from tests.geodata.strategies import segment

LIMITED = """
import resource, signal, sys
from pathlib import Path
from geodata.changes import gestures
from geodata.errors import FileTrouble
from geodata.io.store import Store
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
path, room = Path(sys.argv[1]), int(sys.argv[2])
resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
try:
    with Store.open(path) as store:
        store.commit("Write", gestures.write_note(store.load(), sys.argv[3], "x" * 9000))
except FileTrouble as problem:
    print(problem.sentence)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "valley.gpkg"
    with Store.create(path, Settings(title="Valley", side=Side.A)) as store:
        store.commit("Load", [Delta(None, segment(1))])
    return path


def with_room(path: Path, room: int) -> str:
    """Write a note where no file may grow beyond `room` bytes, and return what is said."""
    command = [sys.executable, "-c", LIMITED, path, str(room), segment(1).id]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.stderr == ""
    return done.stdout.strip()


@pytest.mark.skipif(sys.platform == "win32", reason="this system sets no limits")
def test_an_edit_that_was_written_is_not_denied_when_there_is_no_room_to_tidy_up(path: Path) -> None:
    said = with_room(path, path.stat().st_size)
    assert said.startswith("Every edit is kept, but there is no room to make one file of valley.gpkg again")
    assert path.with_name("valley.gpkg-wal").exists()
    with Store.open(path) as store:
        assert [note.text for note in store.load().all(Annotation)] == ["x" * 9000]
    assert not path.with_name("valley.gpkg-wal").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="this system sets no limits")
def test_an_edit_that_found_no_room_is_not_said_to_be_kept(path: Path) -> None:
    assert "Every edit is kept" not in with_room(path, 4096)
    with Store.open(path) as store:
        assert [entry.label for entry in store.history()] == ["Load"]


def test_a_project_that_cannot_be_made_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="There is no folder"):
        Store.create(tmp_path / "nowhere" / "a.gpkg", Settings(title="V", side=Side.A))
    with pytest.raises(FileTrouble):
        Store.create(tmp_path / "a.gpkg", Settings(title="V", side=Side.A), [segment(1), segment(1)])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("written", [False, True])
def test_a_project_that_another_program_holds_can_be_read_as_it_stands(path: Path, written: bool) -> None:
    with Store.open(path) as holder:
        if written:
            holder.commit("Write", gestures.write_note(holder.load(), segment(1).id, "A moment ago"))
        before = fingerprint(path.parent)
        with opened_to_read(path) as reader:
            assert len(list(reader.load().all(Annotation))) == written
        assert {name: stamp for name, stamp in fingerprint(path.parent).items() if "-shm" not in name} == before


def test_a_half_written_step_of_a_program_that_died_is_not_read(path: Path) -> None:
    code = (
        "import os, sqlite3, sys\n"
        "db = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "db.execute('PRAGMA cache_size = 1'); db.execute('PRAGMA cache_spill = 1'); db.execute('BEGIN EXCLUSIVE')\n"
        "db.execute(\"UPDATE confinia_settings SET value = zeroblob(100000) WHERE key = 'settings'\")\n"
        "db.execute('CREATE TABLE more (x)')\n"
        "for _ in range(200): db.execute('INSERT INTO more VALUES (randomblob(4000))')\n"
        "os._exit(0)\n"
    )
    subprocess.run([sys.executable, "-c", code, path], check=True)
    assert path.with_name("valley.gpkg-journal").stat().st_size > 0
    with opened_to_read(path) as reader:
        assert reader.settings.title == "Valley"
        assert len(list(reader.load().all(Segment))) == 1


def test_a_project_copied_while_its_log_was_in_use_is_read_without_a_trace(path: Path) -> None:
    db = sqlite3.connect(path)
    db.execute("PRAGMA journal_mode = WAL")
    db.close()
    before = fingerprint(path.parent)
    with opened_to_read(path) as reader:
        assert len(list(reader.load().all(Segment))) == 1
    assert fingerprint(path.parent) == before


def test_a_view_replaces_only_a_view_of_its_kind(tmp_path: Path) -> None:
    from geodata.reports.comparison_html import OPENING
    from geodata.reports.comparison_json import GEOJSON_OPENING

    foreign = {"mine.geojson": b'{"type":"FeatureCollection","features":[]}', "mine.html": b"<!doctype html>\n<p>Mine"}
    for name, data in foreign.items():
        (tmp_path / name).write_bytes(data)
        opening = (OPENING if name.endswith("html") else GEOJSON_OPENING).encode()
        with pytest.raises(FileTrouble, match="is something else"):
            write_view(tmp_path / name, opening + b"new", opening)
        assert (tmp_path / name).read_bytes() == data


def edited(path: Path, *statements: str) -> Path:
    """Edit a project as a program does that knows nothing of Confinia."""
    db = sqlite3.connect(path, isolation_level=None)
    geopackage.prepare(db)
    for statement in statements:
        db.execute(statement)
    db.close()
    return path


def test_a_row_that_was_given_another_identifier_elsewhere_is_gone_and_a_new_one_there(path: Path) -> None:
    edited(path, "UPDATE segments SET id = 'another'")
    with Store.open(path) as store:
        ids = sorted((delta.old is None, delta.key[1]) for delta in store.outside)
        assert ids == [(False, segment(1).id), (True, "another")]
        store.undo()
        assert [one.id for one in store.load().all(Segment)] == [segment(1).id]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("\"order\" = 'abc'", "its order is “abc”, which is not a whole number"),
        ("source_id = x'ff00'", "which is not text"),
        ("geom = NULL", "its geometry is missing"),
        ("delimitation = 'blah'", "'blah' is not a valid Delimitation"),
        ("position_a = '[1]'", "A record is not valid"),
    ],
)
def test_a_row_spoiled_elsewhere_is_named_and_the_file_left_as_it_is(path: Path, change: str, said: str) -> None:
    with Store.open(path) as store:
        store.commit("Load", [Delta(None, segment(2))])
    edited(path, f"UPDATE segments SET {change} WHERE id = '{segment(2).id}'")
    before = path.read_bytes()
    with pytest.raises(FileDamaged) as caught:
        Store.open(path)
    assert f"Row {segment(2).id} of table segments is not whole" in caught.value.sentence
    assert said in caught.value.sentence
    assert path.read_bytes() == before
    edited(path, f"DELETE FROM segments WHERE id = '{segment(2).id}'")
    with Store.open(path) as store:
        assert len(store.outside) == 1


def test_a_point_without_a_place_is_no_turning_point(path: Path) -> None:
    edited(path, "INSERT INTO turning_points (id) VALUES ('t')")
    with pytest.raises(FileDamaged, match="its geometry is missing"):
        Store.open(path)


def test_a_table_that_another_program_made_anew_is_not_trusted(path: Path) -> None:
    edited(
        path,
        "CREATE TABLE other AS SELECT * FROM segments",
        "DROP TABLE segments",
        "ALTER TABLE other RENAME TO segments",
    )
    with pytest.raises(FileDamaged, match="has made the table segments anew"):
        Store.open(path)


@pytest.mark.parametrize("value", ["'{}'", "x'ff'", "NULL", "'[1]'"])
def test_settings_that_are_none_are_said_to_be_damaged(path: Path, value: str) -> None:
    edited(path, f"UPDATE confinia_settings SET value = {value} WHERE key = 'settings'")
    with pytest.raises(FileDamaged, match="settings"), opened_to_read(path) as store:
        store.load()


def test_a_document_spoiled_inside_the_project_is_refused_when_it_is_needed(path: Path, tmp_path: Path) -> None:
    with Store.open(path) as store:
        write_base(store, tmp_path / "base.confinia")
    edited(path, "UPDATE confinia_documents SET data = 'x'")
    with Store.open(path) as store, pytest.raises(DocumentRefused):
        write_base(store, tmp_path / "again.confinia")


def test_what_numpy_makes_of_no_number_is_off_the_globe() -> None:
    with np.errstate(invalid="ignore"):
        broken = np.array([[np.nan, 40.0], [45.0, 41.0]]).astype(np.int64)
    with pytest.raises(InvalidFeature, match="outside the globe"):
        Line(broken, WGS84_DEGREES)
