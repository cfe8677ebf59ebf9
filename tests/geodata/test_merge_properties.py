"""The merge: nothing wins by coming later, nothing is lost, and what is woven in holds together."""

from hypothesis import given

from geodata.changes.base import layers_of
from geodata.changes.changeset import deltas_of
from geodata.changes.delta import apply
from geodata.changes.document import document_of, packed
from geodata.changes.merge import merge, merged_layers, state_hash
from tests.geodata.merge_laws import check_laws
from tests.geodata.worlds import world, worlds


@given(worlds())
def test_every_law_of_merging_holds_whatever_the_sides_did(made):
    check_laws(world(*made))


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
