"""The laws of working papers and of the rebase over numbered cases with redrawn lines, splits and removals too."""

from random import Random

import pytest

from geodata.changes.delta import apply
from geodata.changes.documents.base import base_of, layers_of
from geodata.changes.documents.changeset import change_set, deltas_of
from geodata.changes.documents.merge_document import merged_layers
from geodata.changes.merging.merge import merge
from geodata.changes.papers.carrying import Carry
from geodata.changes.papers.papers import by_hash, invert, laid_on
from geodata.changes.papers.pick import pick, taken_apart
from geodata.changes.papers.rebase import plan
from geodata.changes.papers.squash import squash
from geodata.errors import Refused
from geodata.model.project import Project, Settings
from geodata.model.status import Side
from tests.geodata.three_ways import case

CASES = range(120)
SETTINGS = Settings(title="Valley", side=Side.A)


def following(base, layers):
    """The next base, that holds these layers."""
    return base_of(Project(SETTINGS, layers), base.number + 1, base.sha256)


def test_what_was_done_is_taken_back_to_the_byte_in_every_case():
    for number in CASES:
        found = case(number)
        inverse = invert(found.base, found.a)
        assert laid_on(found.base, by_hash([found.a]), inverse) == layers_of(found.base), number
        assert squash(found.base, [inverse, found.a]).document.changes == (), number
        again = invert(found.base, inverse, by_hash([found.a]))
        assert again.changes == found.a.changes, number


def test_what_is_picked_by_chance_and_the_rest_are_the_whole_in_every_case():
    parts = 0
    for number in CASES:
        found, chance = case(number), Random(number)
        opened = taken_apart(found.base, found.a)
        chosen = {bit for bit in opened.bits if chance.random() < 0.4}
        apart = pick(found.base, opened, [chosen.__contains__])
        assert squash(found.base, [apart.rest, apart.document]).document.changes == found.a.changes, number
        parts += bool(apart.document.changes and apart.rest.changes)
    assert parts > len(CASES) // 4


def test_two_parts_that_start_from_the_same_base_are_the_whole_or_are_refused_in_every_case():
    whole = 0
    for number in CASES:
        found, chance = case(number), Random(number)
        opened = taken_apart(found.base, found.a)
        chosen = {bit for bit in opened.bits if chance.random() < 0.5}
        one = pick(found.base, opened, [chosen.__contains__]).document
        other = pick(found.base, opened, [chosen.__contains__], others=True).document
        try:
            together = squash(found.base, [one, other]).document
        except Refused:
            continue
        assert together.changes == found.a.changes, number
        assert together.data == squash(found.base, [other, one]).document.data, number
        whole += 1
    assert whole > len(CASES) * 9 // 10


def test_papers_picked_apart_and_squashed_in_any_grouping_come_to_the_same():
    for number in CASES:
        found, chance = case(number), Random(number)
        opened = taken_apart(found.base, found.a)
        first = pick(found.base, opened, [lambda bit: chance.random() < 0.3])  # noqa: B023  # asked at once
        papers = by_hash([first.document])
        second = pick(
            found.base,
            taken_apart(found.base, first.rest, papers),
            [lambda bit: chance.random() < 0.5],  # noqa: B023
            papers,
        )
        one, two, three = first.document, second.document, second.rest
        together = squash(found.base, [three, one, two]).document
        late = squash(found.base, [two, three], papers).document
        assert together.changes == squash(found.base, [one, late]).document.changes == found.a.changes, number


def test_a_rebase_loses_nothing_and_what_it_carries_fits_the_new_base_in_every_case():
    seen = set()
    for number in CASES:
        found, layers = case(number), layers_of(case(number).base)
        merged = merged_layers(merge(found.base, found.a, found.b).document, found.base)
        for new in (apply(layers, deltas_of(found.b, layers)), merged):
            planned = plan(found.base, [following(found.base, new)], found.a)
            out = [each.id for each in planned.of(Carry.STUCK)]
            if out:
                with pytest.raises(Refused, match="cannot be carried"):
                    planned.deltas()
            settings = Settings(title="Valley", side=Side.A, base=planned.new.sha256, base_number=2)
            deltas_of(change_set(planned.deltas(out), settings), layers_of(planned.new))
            left = planned.left_out(out)
            keys = {delta.key for delta in deltas_of(left, layers)} if left else set()
            assert {each.carried.bit.key for each in planned.of(Carry.STUCK)} <= keys, number
            assert len(planned.moved) == len(taken_apart(found.base, found.a).bits), number
            seen |= {each.carry for each in planned.moved}
    assert seen == set(Carry)


def test_a_rebase_to_what_both_would_say_is_empty_and_to_the_same_is_whole_in_every_case():
    for number in CASES:
        found, layers = case(number), layers_of(case(number).base)
        own = deltas_of(found.a, layers)
        assert plan(found.base, [following(found.base, apply(layers, own))], found.a).deltas() == [], number
        assert plan(found.base, [following(found.base, layers)], found.a).deltas() == own, number
