"""The merge: nothing wins by coming later, nothing is lost, and what is woven in holds together."""

from hypothesis import given, settings

from geodata.changes.delta import apply
from geodata.changes.documents.base import base_of, layers_of
from geodata.changes.documents.changeset import deltas_of
from geodata.changes.documents.document import document_of, packed
from geodata.changes.documents.merge_document import merged_layers, state_hash
from geodata.changes.merging.merge import merge
from geodata.model.feature import TRAVELLING, Kind
from geodata.model.project import Project, Settings
from geodata.model.status import Delimitation, Demarcation, LegalForce, Side
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


@settings(max_examples=40)
@given(worlds())
def test_what_neither_side_touched_is_to_the_unit_as_the_base_has_it(made):
    base, a, b = made
    found = world(base, a, b)
    after = merged_layers(merge(found.base, found.a, found.b).document, found.base)
    touched = {delta.key for delta in (*a, *b)}
    for kind in TRAVELLING:
        assert {id_: each for id_, each in after[kind].items() if (kind, id_) not in touched} == {
            id_: each for id_, each in base[kind].items() if (kind, id_) not in touched
        }


@settings(max_examples=40)
@given(worlds())
def test_a_merge_of_nothing_leaves_the_base_as_it_is_to_the_byte(made):
    found = world(made[0], [], [])
    document = merge(found.base, found.a, found.b).document
    assert (document.changes, document.open) == ((), ())
    again = base_of(Project(Settings(title="Valley", side=Side.B), merged_layers(document, found.base)))
    assert again.data == found.base.data


@settings(max_examples=40)
@given(worlds())
def test_no_merge_moves_what_only_both_chairs_decide(made):
    found = world(*made)
    after = merged_layers(merge(found.base, found.a, found.b).document, found.base)[Kind.SEGMENT]
    before = made[0][Kind.SEGMENT]
    for id_, each in after.items():
        assert _decided(each) == (_decided(before[id_]) if id_ in before else _decided(None))


def _decided(segment):
    fields = ("delimitation", "legal_force", "demarcation")
    return (
        tuple(getattr(segment, name) for name in fields)
        if segment is not None
        else (Delimitation.UNEXAMINED, LegalForce.NONE, Demarcation.NONE)
    )
