"""What looks like one thing is proposed; a button records the own side's word, and nothing is said by itself."""

from collections.abc import Iterator

import pytest

from desktop.review.agenda import Tab
from desktop.review.pairs import sentence
from geodata.model.alias import Alias
from geodata.model.feature import Kind
from geodata.model.status import Side
from tests.desktop.review_desk import Desk, review_desk
from tests.geodata.strategies import id_of


@pytest.fixture
def desk(qtbot, tmp_path) -> Iterator[Desk]:
    with review_desk(qtbot, tmp_path) as found:
        found.compare()
        found.agenda.turn(Tab.PAIRS)
        yield found


def aliases(desk: Desk) -> list[Alias]:
    return list(desk.session.project.layers[Kind.ALIAS].values())


def test_a_pair_says_what_is_alike_and_that_nobody_said_so_yet(desk):
    (pair,) = desk.workspace.reviewed.comparison.proposals
    assert (pair.a, pair.b) == (id_of(41), id_of(42))
    assert sentence(pair) == "A's turning point 12 and B's 12 look like one thing (1.0\u202fm apart, same label)."
    assert desk.agenda.pairs.state.text().endswith("Nobody says so yet.")
    assert desk.comparing.fields.texts()["label"][1:] == ["12", "12"]
    assert all(id_ in desk.told() for id_ in (pair.a, pair.b))


def test_without_a_project_nothing_can_be_recorded(desk):
    assert not desk.agenda.pairs.say.isEnabled()
    desk.agenda.pairs.record()
    assert desk.agenda.pairs.state.text().endswith("Nobody says so yet.")


def test_the_button_records_the_word_of_the_projects_side_and_undo_takes_it_back(desk, qtbot):
    desk.open_project(Side.B)
    assert aliases(desk) == []
    assert "B" in desk.agenda.pairs.say.text()
    with qtbot.waitSignal(desk.workspace.said) as said:
        desk.agenda.pairs.say.click()
    assert "Recorded for B" in said.args[0]
    (held,) = aliases(desk)
    assert (held.by, held.pair) == (Side.B, (id_of(41), id_of(42)))
    assert desk.agenda.pairs.state.text().endswith("B says so, A not yet.")
    assert not desk.agenda.pairs.say.isEnabled()
    desk.session.undo()
    assert aliases(desk) == []
    assert desk.agenda.pairs.state.text().endswith("Nobody says so yet.")
    assert desk.agenda.pairs.say.isEnabled()


def test_choosing_a_pair_marks_both_places(desk):
    marked = [canvas.mark.place for canvas in desk.comparing.maps.panes.values()]
    assert marked[0] == pytest.approx((45.0, 40.8))
    assert marked[1] != marked[0]
    desk.agenda.turn(Tab.ITEMS)
    desk.comparing.items.choose(0)
    assert desk.comparing.maps.panes["A"].mark.place is None


def test_the_list_says_how_many_pairs_there_are(desk):
    assert desk.agenda.tabs.tabText(Tab.PAIRS) == "Pairs 1"
