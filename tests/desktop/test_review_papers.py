"""Working papers from the review: some items with what they lean on, what takes a change set back, one of several."""

from collections.abc import Iterator

import pytest
from shiboken6 import isValid

from desktop.dialogs.papers import PaperDialog
from desktop.dialogs.papers_jobs import rest_of
from desktop.review.papers import Paper
from geodata.changes.papers.squash import squash
from geodata.io.documents import read_document
from geodata.model.status import Side
from tests.desktop.review_desk import Desk, made, review_desk


@pytest.fixture
def desk(qtbot, tmp_path) -> Iterator[Desk]:
    with review_desk(qtbot, tmp_path) as found:
        found.compare()
        yield found


@pytest.fixture
def asked(desk) -> Iterator:
    """Asks for a paper, and closes its dialog in the end."""
    shown: list[PaperDialog] = []

    def ask(paper: Paper) -> PaperDialog:
        shown.append(desk.workspace.make_paper(paper))
        desk.settle()
        return shown[-1]

    yield ask
    for dialog in shown:
        if isValid(dialog):
            dialog.reject()


def headings(dialog: PaperDialog) -> dict[str, int]:
    return {part.heading: len(part.lines) for part in dialog.made.preview}


def tick(desk: Desk, *kinds: str) -> None:
    model = desk.comparing.items.model
    model.tick([item for item in model.shown if item.kind in kinds], True)


def test_ticked_items_are_taken_into_a_paper_and_with_the_rest_they_are_the_change_set(desk, asked, tmp_path, qtbot):
    tick(desk, "variant")
    dialog = asked(Paper.PICK)
    counts = headings(dialog)
    assert counts["Chosen"] == 1
    dialog.form.rest.click()
    with qtbot.waitSignal(desk.workspace.place_asked) as place:
        dialog.verb.click()
    with qtbot.waitSignal(dialog.written) as said:
        place.args[1](tmp_path / "paper.confinia")
        desk.settle()
    paper, rest = read_document(tmp_path / "paper.confinia"), read_document(rest_of(tmp_path / "paper.confinia"))
    assert "paper-rest.confinia" in said.args[0]
    assert paper.of == (made().a.sha256,)
    assert squash(made().base, [paper, rest]).document.changes == made().a.changes


def test_without_ticks_the_items_that_the_filter_shows_are_taken(desk, asked, qtbot):
    desk.comparing.items.text.setText("ridge seen")
    qtbot.waitUntil(lambda: len(desk.comparing.items.model.shown) == 1)
    dialog = asked(Paper.PICK)
    assert headings(dialog)["Chosen"] == 1
    dialog.form.others.click()
    desk.settle()
    assert headings(dialog)["Chosen"] == len(made().a.changes) - 1


def test_the_other_sides_change_set_can_be_chosen(desk, asked):
    tick(desk, "annotation")
    dialog = asked(Paper.PICK)
    dialog.form.side.choose(Side.B)
    desk.settle()
    assert dialog.made is None
    assert "Side B changed nothing in these items" in dialog.said.text()
    assert not dialog.verb.isEnabled()


def test_a_change_set_is_taken_back(desk, asked, tmp_path):
    dialog = asked(Paper.INVERT)
    assert list(headings(dialog).values()) == [len(made().a.changes)]
    dialog.write(tmp_path / "back.confinia")
    desk.settle()
    paper = read_document(tmp_path / "back.confinia")
    assert (paper.draft, paper.after) == (True, (made().a.sha256,))


def test_several_become_one_and_one_alone_is_not_enough(desk, asked, tmp_path):
    back = asked(Paper.INVERT)
    back.write(tmp_path / "back.confinia")
    desk.settle()
    dialog = asked(Paper.SQUASH)
    assert "at least two files" in dialog.said.text()
    dialog.form.add([tmp_path / "back.confinia"])
    desk.settle()
    assert dialog.made.paper.changes == ()
    assert not dialog.verb.isEnabled()
    dialog.form.add([desk.files[1]])
    desk.settle()
    assert "both sides" in dialog.said.text()


def test_before_a_comparison_a_paper_is_refused_in_a_sentence(qtbot, tmp_path):
    with review_desk(qtbot, tmp_path) as desk:
        with qtbot.waitSignal(desk.workspace.said) as said:
            assert desk.workspace.make_paper(Paper.PICK) is None
        assert "Compare two change sets first" in said.args[0]
