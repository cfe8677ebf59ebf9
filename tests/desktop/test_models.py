"""The numbers and rows behind the tables: they add up, follow an edit, and sort and search in every script."""

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt

from desktop.jobs import JobRunner
from desktop.models.feature_table import Column, FeatureTable
from desktop.models.history import History
from desktop.models.sorting import containing, folded, sorted_rows
from desktop.models.tally import PICTURES, Tally, counted
from desktop.session import Session
from desktop.status_line import in_whole_metres, sums_text
from geodata.geometry.measure import length
from geodata.geometry.stretch import stretch
from geodata.model.project import Settings
from geodata.model.segment import Segment
from geodata.model.status import Picture, Position, Side, View
from tests.geodata.strategies import id_of, line, segment, standing


@pytest.fixture
def session(qapp, tmp_path) -> Iterator[Session]:
    jobs = JobRunner()
    made = Session(jobs)
    made.create(tmp_path / "p.gpkg", Settings(title="Valley", side=Side.A), (segment(1), segment(2)))
    yield made
    made.close()
    jobs.close()


def names() -> FeatureTable:
    return FeatureTable([Column("Name", lambda found: [one.source_id for one in found])])


def shown(table: FeatureTable) -> list[str]:
    return [table.index(row, 0).data() for row in range(table.rowCount())]


def called(*texts: str) -> list[Segment]:
    return [segment(number, source_id=text) for number, text in enumerate(texts, start=1)]


def test_the_four_parts_of_a_segment_are_its_length():
    said = standing(1000, 4000, Position.REJECTS), standing(6000, 9000)
    marked = segment(1, position_a=said, position_b=(standing(500, 7000),))
    (parts,) = counted([marked])
    assert dict(zip(PICTURES, parts.tolist(), strict=True)) == {
        Picture.AGREED: 1_000_000,
        Picture.DISPUTED: 3_000_000,
        Picture.ONE_SIDED: 4_500_000,
        Picture.UNEXAMINED: length(marked.line) - 8_500_000,
    }


def test_an_edit_moves_millimetres_from_one_sum_to_another_and_loses_none(session):
    jobs = JobRunner()
    tally = Tally(session, jobs)
    session.opened.emit()
    before = sum(tally.totals().values())
    recounted = []
    tally.changed.connect(recounted.append)
    one = session.project.segment("S-1")
    session.mark(one, stretch(one, 0, 1_234_567), View.AGREED)
    assert recounted == [[id_of(1)]]
    assert tally.totals()[Picture.ONE_SIDED] == 1_234_567
    assert sum(tally.totals().values()) == before
    session.undo()
    assert tally.totals()[Picture.ONE_SIDED] == 0
    jobs.close()


def test_many_segments_are_counted_by_a_job_and_come_to_the_same(qapp, tmp_path):
    jobs = JobRunner()
    session = Session(jobs)
    tally = Tally(session, jobs)
    many = tuple(segment(number, line=line((45, 41), (45, 41 - number / 1000))) for number in range(1, 301))
    session.create(tmp_path / "p.gpkg", Settings(title="Valley", side=Side.A), many)
    assert not tally.ready
    jobs.wait()
    assert tally.totals()[Picture.UNEXAMINED] == sum(length(one.line) for one in many)
    session.close()
    jobs.close()


@given(st.lists(st.integers(0, 10**12), min_size=1, max_size=6))
def test_what_is_shown_in_metres_adds_up(millimetres):
    metres = in_whole_metres(millimetres)
    assert sum(metres) == round(sum(millimetres) / 1000)
    assert all(abs(metre * 1000 - part) < 1000 for metre, part in zip(metres, millimetres, strict=True))


def test_sums_are_said_in_kilometres_with_their_total():
    totals = {Picture.AGREED: 12_684_000, Picture.DISPUTED: 3_310_400, Picture.ONE_SIDED: 0, Picture.UNEXAMINED: 600}
    told = "12.684 agreed \u00b7 3.310 disputed \u00b7 0.000 one-sided \u00b7 0.001 not examined = 15.995 km"
    assert sums_text(totals) == told


def test_names_that_end_in_numbers_are_sorted_by_them(qapp):
    table = names()
    table.fill(called("osm-10", "osm-2", "osm-1"))
    table.sort(0)
    assert shown(table) == ["osm-1", "osm-2", "osm-10"]
    table.sort(0, Qt.SortOrder.DescendingOrder)
    assert shown(table) == ["osm-10", "osm-2", "osm-1"]
    table.sort(-1)
    assert shown(table) == ["osm-10", "osm-2", "osm-1"]


def test_figures_are_sorted_by_size_and_equal_ones_keep_their_order():
    assert sorted_rows(np.array([30, 4, 30, 100], np.int64)).tolist() == [1, 0, 2, 3]


@pytest.mark.parametrize(
    ("text", "typed"), [("Արփի", "արփ"), ("Гюмри", "ГЮМ"), ("თბილისი", "ბილი"), ("İncə", "İNC"), ("Ǝ é", "e\u0301")]
)
def test_a_search_finds_letters_of_every_script_whatever_their_case(text, typed):
    assert containing([folded(text), folded("elsewhere")], typed).tolist() == [True, False]


def test_every_word_of_a_search_has_to_occur(qapp):
    table = names()
    table.fill(called("north 1", "north 2", "south 2"))
    table.search("2 north")
    assert shown(table) == ["north 2"]
    table.search("")
    assert table.rowCount() == 3


def test_search_and_choice_narrow_together_and_sorting_stays(qapp):
    table = names()
    table.fill(called("b1", "a2", "b2", "a1"))
    table.sort(0)
    table.search("a")
    table.show_only(np.array([True, True, True, False]))
    assert shown(table) == ["a2"]
    assert table.rows_of([id_of(2), id_of(3)]) == [0]


def test_a_revised_feature_is_shown_anew_and_found_by_its_new_name(qapp):
    table = names()
    table.fill(called("a1", "a2"))
    assert shown(table) == ["a1", "a2"]
    assert table.revise([segment(2, source_id="z9")])
    table.search("z")
    assert shown(table) == ["z9"]
    assert not table.revise([segment(7)])


def test_the_history_is_newest_first_and_knows_the_steps_to_each_gesture(session):
    one = session.project.segment("S-1")
    for end in (1_000_000, 2_000_000, 3_000_000):
        session.mark(session.project.segment("S-1"), stretch(one, 0, end), View.AGREED)
    history = History(session)
    history.follow()
    assert [history.index(row).data().split()[1] for row in range(3)] == ["0.000-3.000", "0.000-2.000", "0.000-1.000"]
    assert [history.steps_to(row) for row in range(3)] == [0, -1, -2]
    session.undo()
    session.undo()
    assert history.standing == 2
    assert [history.steps_to(row) for row in range(3)] == [2, 1, 0]
    assert (history.can_undo, history.can_redo) == (True, True)


def test_a_gesture_in_the_base_is_locked(session):
    one = session.project.segment("S-1")
    session.mark(one, stretch(one, 0, 1_000_000), View.AGREED)
    history = History(session)
    session.adopt_base("ab" * 32, 1, b"base")
    assert not history.can_undo
    assert not history.index(0).data(Qt.ItemDataRole.DecorationRole).isNull()
