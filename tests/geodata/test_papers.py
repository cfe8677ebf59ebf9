"""Working papers: a change set can be taken back, and several squashed, in any order."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from geodata.changes.delta import Delta, apply, diff
from geodata.changes.documents.base import base_of, layers_of
from geodata.changes.documents.changeset import change_set
from geodata.changes.documents.document import document_of, packed
from geodata.changes.documents.merge_document import state_hash
from geodata.changes.papers.papers import by_hash, invert, laid_on
from geodata.changes.papers.squash import Gone, squash
from geodata.errors import ChainBroken, DocumentRefused, NotFound, Refused
from geodata.model.feature import Kind
from geodata.model.project import Project, Settings
from geodata.model.status import Position, Side
from tests.geodata.strategies import annotation, layers_with, segment, standing
from tests.geodata.worlds import edits, world, worlds

quick = settings(max_examples=settings().max_examples // 3, suppress_health_check=[HealthCheck.too_slow])

S1, S2 = segment(1), segment(2)
BASE = base_of(Project(Settings(title="Valley", side=Side.A), layers_with(S1, S2)))
SETTINGS = Settings(title="Valley", side=Side.A, base=BASE.sha256, base_number=1)


def said(on, *standings):
    return Delta(on, replace(on, position_a=standings))


def made(*deltas, **fields):
    return replace(change_set(deltas, SETTINGS), **fields)


@quick
@given(worlds())
def test_base_and_a_change_set_and_its_inverse_are_the_base_to_the_byte(drawn):
    found = world(*drawn)
    inverse = invert(found.base, found.a)
    after = laid_on(found.base, by_hash([found.a]), inverse)
    assert after == layers_of(found.base)
    assert state_hash(after) == state_hash(layers_of(found.base))
    assert (inverse.of, inverse.after, inverse.sequence) == ((found.a.sha256,), (found.a.sha256,), 0)
    assert document_of(packed(inverse)).data == inverse.data


@quick
@given(worlds())
def test_the_inverse_of_the_inverse_has_the_changes_of_the_change_set(drawn):
    found = world(*drawn)
    inverse = invert(found.base, found.a)
    again = invert(found.base, inverse, by_hash([found.a]))
    assert again.changes == found.a.changes
    papers = by_hash([found.a, inverse])
    assert laid_on(found.base, papers, again) == laid_on(found.base, {}, found.a)


@quick
@given(worlds())
def test_a_change_set_squashed_with_its_inverse_is_empty_in_either_order(drawn):
    found = world(*drawn)
    inverse = invert(found.base, found.a)
    one, other = squash(found.base, [found.a, inverse]), squash(found.base, [inverse, found.a])
    assert one.document.changes == ()
    assert one.document.after == ()
    assert one.document.data == other.document.data


@quick
@given(worlds())
def test_a_change_set_squashed_alone_says_the_same(drawn):
    found = world(*drawn)
    assert squash(found.base, [found.a]).document.changes == found.a.changes


@st.composite
def runs_of_work(draw):
    """A world, and two further states that side A came to after its change set."""
    base, a, b = draw(worlds())
    first = apply(base, a)
    second = apply(first, draw(edits(first, Side.A)))
    return world(base, a, b), first, second, apply(second, draw(edits(second, Side.A)))


@quick
@given(runs_of_work())
def test_squashing_is_associative(drawn):
    found, first, second, third = drawn
    one = found.a
    two = after(one, diff(first, second))
    three = after(two, diff(second, third))
    together = squash(found.base, [three, one, two]).document
    early = squash(found.base, [one, two]).document
    assert together.changes == squash(found.base, [early, after(early, diff(second, third))]).document.changes
    late = squash(found.base, [two, three], by_hash([one])).document
    assert together.changes == squash(found.base, [one, late]).document.changes
    assert laid_on(found.base, {}, together) == laid_on(found.base, by_hash([one, two]), three)


def after(before, deltas):
    """A paper of the same side that is laid on another."""
    settings = Settings(title="Valley", side=before.side, base=before.base, base_number=1)
    fields = {"sequence": 0, "of": (before.sha256,), "after": (*before.after, before.sha256)}
    return replace(change_set(deltas, settings), **fields)


def test_the_work_of_two_technicians_is_combined_where_it_does_not_touch_the_same():
    one = made(said(S1, standing(0, 5000)))
    two = made(Delta(S1, replace(S1, section="North")), said(S2, standing(0, 900, Position.REJECTS)))
    together = squash(BASE, [one, two]).document
    assert together.data == squash(BASE, [two, one]).document.data
    held = laid_on(BASE, {}, together)[Kind.SEGMENT]
    assert held[S1.id] == replace(S1, section="North", position_a=(standing(0, 5000),))
    assert held[S2.id].position_a == (standing(0, 900, Position.REJECTS),)


def test_what_two_technicians_say_of_different_stretches_of_one_segment_is_combined():
    base = base_of(Project(SETTINGS, layers_with(replace(S1, position_a=(standing(8000, 9000),)), S2)))
    held = layers_of(base)[Kind.SEGMENT][S1.id]
    settings = replace(SETTINGS, base=base.sha256)
    north = change_set([Delta(held, replace(held, position_a=(standing(0, 5000), standing(8000, 9000))))], settings)
    south = change_set([Delta(held, replace(held, position_a=(standing(9000, 9500),), section="South"))], settings)
    together = squash(base, [south, north]).document
    assert laid_on(base, {}, together)[Kind.SEGMENT][S1.id] == replace(
        held, position_a=(standing(0, 5000), standing(9000, 9500)), section="South"
    )


def test_what_two_technicians_both_say_of_one_stretch_is_refused_by_name():
    one, two = made(said(S1, standing(0, 5000))), made(said(S1, standing(0, 6000)))
    with pytest.raises(Refused, match=f"both touch segment {S1.source_id}"):
        squash(BASE, [one, two])


def test_of_two_links_of_one_chain_the_later_stands_and_the_rest_is_told():
    note = annotation(7, S2.id, Side.A, "Ask again")
    first = made(said(S1, standing(0, 5000)), said(S2, standing(0, 900)), Delta(None, note))
    later = made(said(S1, standing(0, 6000)), said(S2, standing(0, 900)), sequence=2, previous=first.sha256)
    found = squash(BASE, [later, first])
    assert found.document.changes == later.changes
    assert [(gone.edit.id, gone.gone) for gone in found.no_longer] == [
        (S1.id, Gone.SUPERSEDED),
        (note.id, Gone.TAKEN_BACK),
    ]
    assert found.no_longer[0].by.number == 1


def test_links_that_may_or_may_not_be_of_one_chain_are_refused():
    first = made(said(S1, standing(0, 5000)))
    other = made(said(S2, standing(0, 900)))
    with pytest.raises(Refused, match="without those between"):
        squash(BASE, [first, replace(other, sequence=3, previous="0" * 64)])
    with pytest.raises(ChainBroken, match="another document before it"):
        squash(BASE, [first, replace(other, sequence=2, previous="0" * 64)])


def test_what_is_missing_beneath_a_paper_is_named():
    first = made(said(S1, standing(0, 5000)))
    inverse = invert(BASE, first)
    with pytest.raises(NotFound, match=first.sha256[:12]):
        laid_on(BASE, {}, inverse)
    with pytest.raises(Refused, match=first.sha256[:12]):
        squash(BASE, [inverse, made(said(S2, standing(0, 900)))], by_hash([first]))


def test_both_sides_are_not_squashed_and_a_change_set_of_another_state_is_refused():
    first = made(said(S1, standing(0, 5000)))
    theirs = change_set([], replace(SETTINGS, side=Side.B))
    with pytest.raises(Refused, match="both sides"):
        squash(BASE, [first, theirs])
    with pytest.raises(DocumentRefused, match="does not start from"):
        laid_on(BASE, {}, made(Delta(replace(S1, section="South"), replace(S1, section="North"))))
