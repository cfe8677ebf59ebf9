"""The chain of a side: gapless, each link naming the one before, agreeing with what the bases say of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from geodata.changes.documents.base import Head, base_of
from geodata.changes.documents.chain import (
    Link,
    check_begun,
    check_heads,
    doubled,
    head_of,
    link_of,
    missing,
    places,
    spelled,
)
from geodata.changes.documents.changeset import change_set
from geodata.errors import ChainBroken
from geodata.model.project import Settings
from geodata.model.status import Side
from tests.geodata.strategies import project, segment


def sha(number, content=0):
    return f"{number * 10 + content:064x}"


def link(number, content=0, before=0, side=Side.B):
    previous = sha(number - 1, before) if number > 1 else ""
    return Link(side, number, sha(number, content), previous, f"{side.lower()}{number}{'x' * content}")


CHAIN = [link(number) for number in range(1, 6)]


def reached(links, anchors=None):
    found = places(links, anchors or {})
    return [each.sequence for each in sorted(links, key=lambda each: each.sequence) if found[each.sha256].reached]


def told(links):
    return {sha256: (place.reached, place.why, str(place.problem)) for sha256, place in places(links, {}).items()}


def test_a_whole_chain_is_reached_from_its_beginning():
    assert reached(CHAIN) == [1, 2, 3, 4, 5]


def test_what_follows_a_gap_is_not_reached_and_says_what_is_missing():
    found = places([CHAIN[0], CHAIN[2], CHAIN[3]], {})
    assert found[CHAIN[2].sha256].why == "Number 2 of side B is missing before it."
    assert "missing or not settled" in found[CHAIN[3].sha256].why
    assert head_of([CHAIN[0], CHAIN[2]], found) == CHAIN[0]


def test_one_number_with_two_contents_is_an_alarm_that_names_both_and_neither_counts():
    other = link(2, 1)
    found = places([CHAIN[0], CHAIN[1], other, CHAIN[2]], {})
    assert reached([CHAIN[0], CHAIN[1], other, CHAIN[2]]) == [1]
    for each in (CHAIN[1], other):
        assert "b2 and b2x are both number 2 in the chain of side B" in str(found[each.sha256].problem)
    assert doubled([CHAIN[1], other]) == [(CHAIN[1], other)]


def test_a_link_that_names_another_before_it_breaks_the_chain():
    forged = link(2, before=7)
    assert "b2 names another document before it than b1." in str(places([CHAIN[0], forged], {})[forged.sha256].problem)
    assert reached([CHAIN[0], forged]) == [1]


def test_a_chain_goes_on_from_where_the_base_says_it_stood():
    assert reached(CHAIN[3:], {3: sha(3)}) == [4, 5]
    assert reached(CHAIN[1:], {3: sha(3)}) == [2, 3, 4, 5], "what came before is known by what names it"


def test_a_link_that_the_base_contradicts_is_refused():
    found = places([CHAIN[2], CHAIN[3]], {3: sha(3, 9)})
    assert "another number 3 of side B than the joint base names" in str(found[CHAIN[2].sha256].problem)
    assert "names another document before it than the joint base does" in str(found[CHAIN[3].sha256].problem)


@given(st.permutations([*CHAIN, link(3, 1), link(7)]), st.data())
def test_the_order_of_links_does_not_matter(order, data):
    some = data.draw(st.lists(st.sampled_from(order), unique=True))
    assert told(some) == told(sorted(some, key=lambda each: each.sha256))
    assert doubled(some) == doubled(list(reversed(some)))


@given(st.sets(st.integers(1, 30)))
def test_what_is_missing_and_what_is_there_is_everything_up_to_the_highest(numbers):
    gone = {number for first, last in missing(numbers) for number in range(first, last + 1)}
    assert gone.isdisjoint(numbers)
    assert gone | numbers == set(range(1, max(numbers, default=0) + 1))


def test_missing_numbers_are_told_in_runs():
    assert spelled(missing({1, 3, 8})) == "2, 4 to 7"


def test_a_working_paper_is_in_nobody_s_chain():
    made = change_set([], Settings(title="Valley", side=Side.A, base=sha(1), base_number=1))
    assert link_of(made) is not None
    assert link_of(replace(made, sequence=0, of=(made.sha256,))) is None


def base_with(*heads, number=1, previous=""):
    return base_of(project(segment(1)), number, previous, heads)


def head(sequence, content=0):
    return Head(side=Side.B, sequence=sequence, sha256=sha(sequence, content))


def test_a_further_base_knows_no_less_of_a_chain_than_the_one_before():
    first = base_with(head(3))
    check_heads("second", base_with(head(3), number=2, previous=first.sha256), "first", first)
    for heads, said in (
        ((), "says less"),
        ((head(2),), "says less"),
        ((head(3, 1),), "different documents as number 3"),
    ):
        with pytest.raises(ChainBroken, match=said):
            check_heads("second", base_with(*heads, number=2, previous=first.sha256), "first", first)


def test_a_change_set_cannot_start_from_a_base_made_after_it():
    with pytest.raises(ChainBroken, match="b3 is number 3 of side B, but when base"):
        check_begun(link(3), "base.confinia", base_with(head(3)))
    check_begun(link(4), "base.confinia", base_with(head(3)))
