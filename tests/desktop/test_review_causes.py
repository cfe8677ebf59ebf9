"""Why lines lie apart, in the review: one notice for what a layer shares, and an answer to what is asked of an item."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.jobs import JobRunner
from desktop.review.workspace import ReviewWorkspace
from desktop.session import Session
from geodata.changes.delta import Delta
from geodata.io.documents import write_document
from geodata.model.status import Side
from tests.geodata.shifted_world import shifted_world
from tests.geodata.strategies import annotation, id_of, layers_with, segment
from tests.geodata.worlds import World, world


@pytest.fixture
def desk(qtbot) -> Iterator[tuple[JobRunner, ReviewWorkspace]]:
    jobs = JobRunner()
    workspace = ReviewWorkspace(Session(jobs), jobs)
    qtbot.addWidget(workspace)
    workspace.resize(1400, 800)
    with qtbot.waitActive(workspace):
        workspace.show()
    yield jobs, workspace
    jobs.close()


def compared(desk, held: World, folder: Path) -> ReviewWorkspace:
    """Write the documents, compare, and wait until everything is drawn."""
    jobs, workspace = desk
    for name, document in (("base", held.base), ("a1", held.a), ("b1", held.b)):
        write_document(folder / f"{name}.confinia", document)
    workspace.compare(folder / "a1.confinia", folder / "b1.confinia")
    jobs.wait()
    return workspace


def test_a_displaced_layer_is_one_notice_above_the_items(desk, tmp_path):
    comparing = compared(desk, shifted_world(4), tmp_path).comparing
    assert comparing.items.model.rowCount() == 4
    assert comparing.items.hints.isVisible()
    assert comparing.items.hints.text().count("SK-42 coordinates were probably read as WGS 84") == 1
    assert "for 4 of these items" in comparing.items.hints.text()


def test_no_notice_stands_where_nothing_is_shared(desk, tmp_path):
    comparing = compared(desk, shifted_world(2, of_its_own=2), tmp_path).comparing
    assert not comparing.items.hints.isVisible()


def test_what_is_asked_with_a_key_is_answered_below_the_plot(desk, qtbot, tmp_path):
    jobs, _ = desk
    comparing = compared(desk, shifted_world(2), tmp_path).comparing
    assert not comparing.why.plot.isVisible()
    qtbot.keyClick(comparing.items.view, "W")
    jobs.wait()
    assert comparing.why.sentence.text().startswith("B lies 105 m east of A along ")
    assert comparing.why.plot.isVisible()
    assert "without the cause" in comparing.why.plot.accessibleDescription()


def test_another_item_opens_the_question_again(desk, qtbot, tmp_path):
    jobs, _ = desk
    comparing = compared(desk, shifted_world(2), tmp_path).comparing
    comparing.why.ask()
    jobs.wait()
    qtbot.keyClick(comparing.items.view, "J")
    assert comparing.why.sentence.text() == ""
    assert not comparing.why.plot.isVisible()
    assert comparing.why.question.isEnabled()


def test_nothing_is_asked_where_one_side_drew_nothing(desk, tmp_path):
    noted = world(layers_with(segment(1)), [Delta(None, annotation(41, id_of(1), Side.A, "Seen."))], [])
    comparing = compared(desk, noted, tmp_path).comparing
    assert not comparing.why.question.isEnabled()
