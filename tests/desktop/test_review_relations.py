"""Each item says what it is to the two sides; the list is filtered by that, by verdict and by words, and ticked."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter

from desktop.review.fields import emphasised
from desktop.review.relations import ORDER, relation_meaning, relation_word
from desktop.review.scenes import Pane, changed_vertices
from desktop.review.signs import draw_sign
from desktop.theme import COLOURS, Theme
from geodata.changes.comparing.comparison import Relation, Verdict
from geodata.model.status import Side
from tests.desktop.review_desk import Desk, review_desk


@pytest.fixture
def desk(qtbot, tmp_path) -> Iterator[Desk]:
    with review_desk(qtbot, tmp_path) as found:
        found.compare()
        yield found


def rows(desk: Desk) -> list[str]:
    model = desk.comparing.items.model
    return [model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(model.rowCount())]


def go_to(desk: Desk, relation: Relation, kind: str = "") -> None:
    items = desk.comparing.items
    shown = items.model.shown
    items.choose(next(row for row, one in enumerate(shown) if one.relation is relation and kind in ("", one.kind)))


def test_every_relation_is_said_in_words_of_its_own(desk):
    assert len({relation_word(each) for each in Relation}) == len({relation_meaning(each) for each in Relation}) == 9
    assert set(ORDER) == set(Relation)
    told = "\n".join(rows(desk))
    for relation in {item.relation for item in desk.workspace.reviewed.comparison.items}:
        if relation is not Relation.ONE_SIDE:
            assert relation_word(relation) in told


def test_the_signs_of_the_relations_differ_in_shape_alone():
    grey = COLOURS[Theme.LIGHT]
    drawn = set()
    for relation in Relation:
        picture = QImage(16, 16, QImage.Format.Format_Alpha8)
        picture.fill(0)
        painter = QPainter(picture)
        draw_sign(painter, picture.rect().toRectF(), relation, Verdict.ONLY_A, grey)
        painter.end()
        drawn.add(bytes(picture.constBits()))
    assert len(drawn) == len(Relation)


def test_a_relation_that_is_not_chosen_is_not_listed(desk, qtbot):
    heading, items = desk.comparing.heading, desk.comparing.items
    before = len(items.model.shown)
    qtbot.mouseClick(heading.relations[Relation.ONE_SIDE], Qt.MouseButton.LeftButton)
    assert 0 < len(items.model.shown) < before
    assert Relation.ONE_SIDE not in {item.relation for item in items.model.shown}


def test_only_relations_that_are_there_are_offered_and_their_counts_add_up(desk):
    comparison = desk.workspace.reviewed.comparison
    offered = {each for each, way in desk.comparing.heading.relations.items() if not way.isHidden()}
    assert offered == {item.relation for item in comparison.items}
    assert sum(total.count for total in comparison.relations.values()) == comparison.total.count


def test_words_typed_find_items_by_what_they_say(desk, qtbot):
    items = desk.comparing.items
    items.text.setText("RIDGE seen")
    qtbot.waitUntil(lambda: len(items.model.shown) == 1)
    assert items.model.shown[0].kind == "annotation"
    items.text.setText("no such word")
    qtbot.waitUntil(lambda: not items.model.shown)
    assert items.all.isVisible()
    items.all.click()
    assert len(items.model.shown) == desk.workspace.reviewed.comparison.total.count


def test_the_space_bar_ticks_the_item_and_ctrl_a_all_that_are_shown(desk, qtbot):
    items = desk.comparing.items
    items.choose(1)
    qtbot.keyClick(items.view, Qt.Key.Key_Space)
    assert items.model.chosen == [items.model.item(1)]
    qtbot.keyClick(items.view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert items.model.chosen == items.model.shown
    qtbot.keyClick(items.view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert not items.model.chosen


def test_what_each_side_did_to_a_line_is_said_and_its_vertices_are_on_its_map(desk):
    go_to(desk, Relation.GEOMETRY, "segment")
    desk.settle()
    item = desk.comparing.items.current()
    assert desk.told().count("moved, up to") == 2
    assert "1 vertex in 1 range" in desk.told()
    for side, pane in ((Side.A, Pane.A), (Side.B, Pane.B)):
        (vertex,) = changed_vertices(item, side).tolist()
        layer = desk.comparing.maps.panes[pane].scene.layer(f"vertices-{side}")
        assert len(layer) == 1
        assert vertex[1] == pytest.approx(40.95)
        assert (vertex[0] > 45.1) is (side is Side.A)


def test_the_vertices_go_with_the_item(desk):
    go_to(desk, Relation.GEOMETRY, "segment")
    go_to(desk, Relation.SAME_FIELD, "turning_point")
    assert not len(desk.comparing.maps.panes[Pane.A].scene.layer("vertices-A"))


def test_the_differing_part_of_two_values_stands_out():
    (a,), (b,) = emphasised("–", "Act 117 of 1938", "Act 117 of 1939")
    assert ("Act 117 of 1938"[a[0] : sum(a)], "Act 117 of 1939"[b[0] : sum(b)]) == ("1938", "1939")
    assert emphasised("one", "two", "two") == ((), ())
    assert emphasised("height 1", "height 2", "–") == (((7, 1),), ())


def test_an_item_of_which_one_removed_what_the_other_changed_says_so(desk):
    go_to(desk, Relation.DELETE_EDIT)
    assert "removed against changed" in desk.told()
    assert desk.comparing.fields.texts()["is there"][1:] == ["no", "yes"]
