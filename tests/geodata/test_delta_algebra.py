"""One algebra for undo, journal, export and comparison, proved by properties."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.changes.delta import Delta, apply, diff, inverse, net
from geodata.errors import InvalidFeature, StaleDelta
from geodata.model.feature import Kind
from geodata.model.project import no_layers
from tests.geodata.strategies import features, layers, layers_with, runs, segment, standing


@given(layers, layers)
def test_a_difference_leads_from_one_state_to_the_other_and_back(base, current):
    deltas = diff(base, current)
    assert apply(base, deltas) == current
    assert apply(current, [~delta for delta in reversed(deltas)]) == base


@given(layers)
def test_a_state_does_not_differ_from_itself(base):
    assert diff(base, base) == []


@given(st.data(), layers)
def test_a_run_of_changes_can_be_taken_back(data, base):
    run = data.draw(runs(base))
    assert apply(apply(base, run), inverse(run)) == base


@given(st.data(), layers)
def test_what_a_run_comes_to_is_the_difference_it_made(data, base):
    run = data.draw(runs(base))
    assert net(run) == diff(base, apply(base, run))


@given(st.data(), layers)
def test_what_a_run_comes_to_has_one_change_for_each_feature(data, base):
    run = data.draw(runs(base))
    once = net(run)
    assert len({delta.key for delta in once}) == len(once)
    assert net(once) == once


@given(st.data(), layers)
def test_changes_taken_back_leave_no_trace(data, base):
    run = data.draw(runs(base))
    assert net(run + inverse(run)) == []


@given(st.data(), layers)
def test_the_changes_of_a_run_may_be_summed_up_in_parts(data, base):
    run = data.draw(runs(base))
    half = len(run) // 2
    assert net(net(run[:half]) + net(run[half:])) == net(run)


@given(features, st.none() | features)
def test_a_change_taken_back_twice_is_the_change(old, new):
    same_feature = new is not None and (type(new), new.id) == (type(old), old.id)
    delta = Delta(old, new if same_feature else None)
    assert ~~delta == delta
    assert (~delta).key == delta.key


@given(st.data(), layers)
def test_applying_changes_leaves_the_state_it_started_from_as_it_was(data, base):
    before = {kind: dict(layer) for kind, layer in base.items()}
    apply(base, data.draw(runs(base)))
    assert base == before


def test_a_change_that_starts_from_something_else_is_refused():
    held, imagined = segment(1), segment(1, section="North")
    with pytest.raises(StaleDelta, match="is not what this change starts from"):
        apply(layers_with(held), [Delta(imagined, segment(1, section="South"))])


def test_adding_what_is_already_there_is_refused():
    with pytest.raises(StaleDelta):
        apply(layers_with(segment(1)), [Delta(None, segment(1))])


def test_removing_what_is_not_there_is_refused():
    with pytest.raises(StaleDelta):
        apply(no_layers(), [Delta(segment(1), None)])


def test_a_change_of_nothing_is_no_change():
    with pytest.raises(InvalidFeature):
        Delta(None, None)


def test_a_change_keeps_to_one_feature():
    with pytest.raises(InvalidFeature):
        Delta(segment(1), segment(2))


def test_changes_come_by_kind_and_identifier():
    current = layers_with(segment(3), segment(1), segment(2, position_a=(standing(0, 5000),)))
    assert [delta.key for delta in diff(no_layers(), current)] == [
        (Kind.SEGMENT, segment(number).id) for number in (1, 2, 3)
    ]
