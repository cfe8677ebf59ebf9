"""The merge: nothing wins by coming later, nothing is lost, and what is woven in holds together."""

from collections import Counter

from hypothesis import given

from geodata.changes.base import layers_of
from geodata.changes.changeset import deltas_of
from geodata.changes.delta import apply, diff
from geodata.changes.document import document_of, packed
from geodata.changes.merge import merge, merged_layers, state_hash
from geodata.changes.parts import parts_of
from geodata.changes.weave import Fate
from geodata.model.status import Side
from tests.geodata.worlds import world, worlds


@given(worlds())
def test_merging_b_with_a_gives_the_bytes_of_merging_a_with_b(made):
    found = world(*made)
    assert merge(found.base, found.a, found.b).document.data == merge(found.base, found.b, found.a).document.data


@given(worlds())
def test_every_part_of_every_edit_has_one_fate_and_the_counts_add_up(made):
    found = world(*made)
    layers = layers_of(found.base)
    merged = merge(found.base, found.a, found.b)
    wanted = {
        (changes.side, delta.key, part)
        for changes in (found.a, found.b)
        for delta in deltas_of(changes, layers)
        for part in parts_of(delta)
    }
    assert Counter((told.side, told.key, told.part) for told in merged.fates) == Counter(wanted)
    for given_in, side in zip(merged.document.inputs, Side, strict=True):
        assert given_in.parts == sum(told.side is side for told in merged.fates)


@given(worlds())
def test_what_is_woven_in_is_the_base_with_exactly_the_parts_that_are_said_to_be(made):
    found = world(*made)
    layers = layers_of(found.base)
    merged = merge(found.base, found.a, found.b)
    after = merged_layers(merged.document, found.base)
    woven_in = {(delta.key, part) for delta in diff(layers, after) for part in parts_of(delta)}
    said = {(told.key, told.part) for told in merged.fates if told.fate in (Fate.APPLIED, Fate.AT_ONE)}
    assert woven_in == said


@given(worlds())
def test_a_merge_travels_and_comes_to_the_state_that_it_names(made):
    found = world(*made)
    document = merge(found.base, found.a, found.b).document
    read = document_of(packed(document))
    assert read.data == document.data
    assert state_hash(merged_layers(read, found.base)) == document.state


@given(worlds())
def test_with_nothing_from_the_other_side_everything_is_applied(made):
    base, a, _ = made
    found = world(base, a, [])
    merged = merge(found.base, found.a, found.b)
    layers = layers_of(found.base)
    assert not merged.document.open
    assert merged_layers(merged.document, found.base) == apply(layers, deltas_of(found.a, layers))
