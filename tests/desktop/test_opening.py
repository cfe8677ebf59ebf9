"""Opening: all that is read is read by the job; what takes long comes later and finds things as they are then."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from desktop.jobs import JobRunner
from desktop.models.feature_table import Column, FeatureTable
from desktop.opening import opened_project
from desktop.panels.strip import Strip
from desktop.panels.strip_run import Lane, run_of
from desktop.selection import Selection
from desktop.session import Session
from geodata.cancel import unwatched
from geodata.errors import FileLocked
from geodata.geometry.stretch import stretch, whole
from geodata.io.store import Store
from geodata.model.reference import Columns, ReferenceLayer, Shape
from geodata.model.status import View
from tests.desktop.whole_program import project_file
from tests.geodata.strategies import id_of, segment


def layer(name: str, easting: float = 45.0) -> ReferenceLayer:
    """A lake."""
    shore = np.array([[easting, 41.0], [45.1, 41.0], [45.1, 41.1], [easting, 41.0]])
    return ReferenceLayer(name, Columns(Shape.AREA, shore, np.array([0, 4]), np.array([0])), ["Lake"], {})


@pytest.fixture
def session(qapp, tmp_path: Path) -> Iterator[Session]:
    jobs = JobRunner()
    path = project_file(tmp_path)
    with Store.open(path) as store:
        store.add_reference(layer("lakes"))
    made = Session(jobs)
    made.open(path)
    yield made
    made.close()
    jobs.close()


def test_layers_that_lie_beneath_are_read_with_the_project_and_not_again(session):
    assert [one.name for one in session.references()] == ["lakes"]
    assert session.references()[0] is session.references()[0]
    session.add_reference(layer("rivers"))
    session.add_reference(layer("lakes", 45.05))
    assert sorted(one.name for one in session.references()) == ["lakes", "rivers"]
    assert sorted(one.name for one in session.store.references()) == ["lakes", "rivers"]
    session.remove_reference("rivers")
    assert [one.name for one in session.references()] == ["lakes"]
    session.close()
    assert session.references() == []


def test_a_long_part_is_laid_out_by_a_job_with_what_was_said_meanwhile(session, qtbot, monkeypatch):
    monkeypatch.setattr("desktop.panels.strip_model.MANY", 1)
    jobs = JobRunner()
    strip = Strip(session, Selection(), jobs)
    qtbot.addWidget(strip)
    assert not strip.run.segments
    south = session.project.segment("S-2")
    session.mark(south, whole(south), View.AGREED)
    jobs.wait()
    assert strip.run.segments == (session.project.segment("S-1"), session.project.segment("S-2"))
    assert len(strip.run.lanes[Lane.A]) == 3
    assert strip.view.last >= strip.run.length
    session.close()
    assert not strip.run.segments
    jobs.close()


def test_a_strip_that_is_being_laid_out_when_the_project_closes_stays_empty(session, qtbot, monkeypatch):
    monkeypatch.setattr("desktop.panels.strip_model.MANY", 1)
    jobs = JobRunner()
    strip = Strip(session, Selection(), jobs)
    qtbot.addWidget(strip)
    session.close()
    jobs.wait()
    assert not strip.run.segments
    jobs.close()


def test_what_is_said_anew_stands_on_the_strip_as_if_all_were_laid_out_again(session, qtbot):
    strip = Strip(session, Selection())
    qtbot.addWidget(strip)
    north = session.project.segment("S-1")
    for start, end, view in ((0, 2_000_000, View.DISPUTED), (1_000_000, 4_000_000, View.AGREED)):
        session.mark(session.project.segment("S-1"), stretch(north, start, end), view)
        again = run_of(strip.run.name, strip.run.segments, session.project)
        for lane in Lane:
            shown, wanted = strip.run.lanes[lane], again.lanes[lane]
            assert shown.starts.tolist() == wanted.starts.tolist()
            assert shown.ends.tolist() == wanted.ends.tolist()
            assert shown.said.tolist() == wanted.said.tolist()


def test_a_screenful_of_a_table_computes_no_more_than_it_shows(qapp):
    asked = []

    def values(found):
        asked.append(len(found))
        return [one.source_id for one in found]

    table = FeatureTable([Column("Segment", values)])
    table.fill([segment(number) for number in range(1, 500)])
    assert [table.index(row, 0).data() for row in range(20)] == [f"S-{row + 1}" for row in range(20)]
    assert set(asked) == {1}
    table.sort(0)
    assert max(asked) == 499
    assert table.rows_of([id_of(3), id_of(900)]) == [table.rows_of([id_of(3)])[0]]


def test_a_project_that_another_program_holds_can_be_read_as_it_stands(session):
    north = session.project.segment("S-1")
    session.mark(north, stretch(north, 0, 1_000_000), View.DISPUTED)
    path = session.store.path
    with pytest.raises(FileLocked):
        opened_project(path, False, unwatched())
    beside = opened_project(path, True, unwatched())
    assert beside.project.layers == session.project.layers
    assert beside.store.read_only
    assert [entry.label for entry in beside.store.history()] == [entry.label for entry in session.history()]
    assert [layer.name for layer in beside.references] == ["lakes"]
    beside.store.close()
    assert session.mark(session.project.segment("S-1"), whole(north), View.AGREED)


def test_on_a_full_disk_a_gesture_is_refused_in_a_sentence_and_the_project_still_closes(session, qtbot):
    north = session.project.segment("S-1")
    assert session.mark(north, whole(north), View.AGREED)
    path, marked = session.store.path, session.project
    (pages,) = session.store._db.execute("PRAGMA page_count").fetchone()
    session.store._db.execute(f"PRAGMA max_page_count = {pages}")
    with qtbot.waitSignal(session.refused) as said:
        session.write_note(north.id, "Seen from the road. " * 900)
    assert "The disk is full" in said.args[0]
    assert session.project is marked
    session.close()
    assert not session.is_open
    with Store.open(path) as store:
        assert store.load().layers == marked.layers
