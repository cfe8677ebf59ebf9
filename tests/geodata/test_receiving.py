"""Receiving into a project: whole, in the chain, signed and fitting, in any order, and nothing taken silently."""

from itertools import permutations

import pytest
from msgspec.structs import replace

from geodata.changes.documents.base import Head, base_of
from geodata.changes.documents.changeset import change_set
from geodata.changes.documents.key_record import Act, key_record
from geodata.changes.members import sealed
from geodata.errors import ChainBroken, DocumentRefused, HashMismatch, Refused, SignatureRefused
from geodata.io.documents import write_container
from geodata.io.handover import heads_now, write_changes
from geodata.io.received import came, gaps
from geodata.io.receiving import receive
from geodata.io.store_documents import Kept
from geodata.model.keys import KeyState
from geodata.model.status import Side
from tests.geodata.exchange import (
    B_SETTINGS,
    BASE,
    chain,
    outcomes,
    receiving_project,
    signed,
    signed_chain,
    state,
    work,
    written,
)
from tests.geodata.signing_keys import key
from tests.geodata.strategies import project, segment


@pytest.fixture
def store(tmp_path):
    with receiving_project(tmp_path / "a.gpkg") as made:
        yield made


def test_a_whole_signed_chain_is_accepted_and_its_change_of_key_taken(store, tmp_path):
    taken = receive(store, written(tmp_path, signed_chain()))
    assert outcomes(taken) == ["accepted"] * 4
    assert [each.problem for each in taken] == [None] * 4
    states = {each.id: each.state for each in store.pinned_keys()}
    assert states == {key(Side.B).id: KeyState.RETIRED, key(Side.B, 1).id: KeyState.ACTIVE}


def test_receiving_again_changes_nothing_and_says_so(store, tmp_path):
    files = written(tmp_path, signed_chain())
    receive(store, files)
    before = state(store), store.path.stat().st_size
    taken = receive(store, files)
    assert all(each.again for each in taken)
    assert (state(store), store.path.stat().st_size) == before


def test_any_order_of_the_same_files_comes_to_the_same_state_and_receipt(tmp_path):
    files = written(tmp_path, signed_chain())
    found = set()
    for number, order in enumerate([*permutations(files)][::5]):
        with receiving_project(tmp_path / f"{number}.gpkg") as store:
            for file in order:
                receive(store, [file])
            receipt, (held, keys) = state(store)
            found.add((receipt, frozenset(held), frozenset(keys)))
    assert len(found) == 1


def test_what_follows_a_gap_is_received_and_accepted_once_the_gap_is_filled(store, tmp_path):
    first, second, _, _ = files = written(tmp_path, signed_chain())
    receive(store, files[2:])
    assert gaps(store) == ((1, 2),)
    assert {each.outcome for each in came(store)} == {"received"}
    assert "missing before it" in came(store)[0].why
    receive(store, [second])
    receive(store, [first])
    assert gaps(store) == ()
    assert {each.outcome for each in came(store)} == {"accepted"}


def test_a_document_by_an_unknown_key_is_received_but_not_accepted_until_the_key_is_pinned(tmp_path):
    with receiving_project(tmp_path / "a.gpkg", pinned=False) as store:
        files = written(tmp_path, signed_chain()[:1])
        (taken,) = receive(store, files)
        assert (outcomes([taken]), taken.problem) == (["received"], None)
        assert f"a key that is not pinned here ({key(Side.B).id})" in taken.note
        store.pin_key(key(Side.B), "compared by voice")
        assert outcomes(receive(store, files)) == ["accepted"]


def test_a_document_without_a_signature_is_received_and_no_more(store, tmp_path):
    taken = receive(store, written(tmp_path, [signed(chain()[0])]))
    assert (outcomes(taken), taken[0].note) == (["received"], "It carries no signature.")


def test_signatures_that_come_one_by_one_lie_together(store, tmp_path):
    record = chain()[2]
    files = written(tmp_path, [signed(record, 0), signed(record, 1), *signed_chain()[:2]])
    assert outcomes(receive(store, files))[:2] == ["accepted", "accepted"]
    assert len(next(iter(store.kept(Kept.RECEIVED))).data) > max(len(signed(record, 0)), len(signed(record, 1)))


def test_an_altered_signature_is_refused_and_does_not_displace_a_good_one(store, tmp_path):
    document = chain()[0]
    good = signed(document, 0)
    other = signed(chain()[1], 0)  # its signature, under the same name, beside this document
    from geodata.changes.documents.document import opened

    forged = sealed(document.data, opened(other).members.signatures)
    for order in ([forged, good], [good, forged]):
        for container in order:
            (taken,) = receive(store, written(tmp_path, [container]))
            assert isinstance(taken.problem, SignatureRefused) == (container is forged)
        assert [each.outcome for each in came(store)] == ["accepted"]


def test_one_number_with_another_content_is_an_alarm_that_names_both_and_replaces_nothing(store, tmp_path):
    first, second = chain()[0], replace(chain()[0], message="First week, corrected")
    receive(store, written(tmp_path, [signed(first, 0)]))
    (taken,) = receive(store, written(tmp_path, [signed(second, 0)]))
    assert isinstance(taken.problem, ChainBroken)
    assert first.sha256[:12] in str(taken.problem)
    assert second.sha256[:12] in str(taken.problem)
    assert {each.sha256 for each in store.kept(Kept.RECEIVED)} == {first.sha256, second.sha256}
    assert {each.outcome for each in came(store)} == {"refused"}, "neither counts while both claim the number"


def test_a_person_settles_it_by_refusing_one(store, tmp_path):
    first, second = chain()[0], replace(chain()[0], message="First week, corrected")
    one, two = written(tmp_path, [signed(first, 0), signed(second, 0)])
    receive(store, [one, two])
    taken = receive(store, [], {two: "Withdrawn by voice on the telephone"})
    assert isinstance(taken[0].problem, Refused)
    assert {each.arrived.document.sha256: str(each.outcome) for each in came(store)} == {
        first.sha256: "accepted",
        second.sha256: "refused",
    }
    receive(store, [], {two: ""})
    assert {each.outcome for each in came(store)} == {"refused"}, "the refusal was taken back"


def test_a_file_that_cannot_be_read_is_remembered_by_its_hash_and_harms_nothing(store, tmp_path):
    container = signed_chain()[0]
    (broken,) = written(tmp_path, [container])
    broken.write_bytes(container.replace(b"First week", b"First weak"))
    (taken,) = receive(store, [broken])
    assert isinstance(taken.problem, HashMismatch)
    assert receive(store, [broken])[0].again
    assert came(store) == []


def test_a_file_that_is_not_there_does_not_keep_the_others_out(store, tmp_path):
    (there,) = written(tmp_path, signed_chain()[:1])
    taken = receive(store, [tmp_path / "nothing.confinia", there])
    assert [each.problem is None for each in taken] == [True, False]
    assert [each.outcome for each in came(store)] == ["accepted"]


def test_a_change_set_that_does_not_fit_its_base_is_refused_with_the_reason(store, tmp_path):
    from geodata.changes.delta import Delta

    stale = segment(1, section="North")
    changes = change_set([Delta(stale, replace(stale, section="South"))], B_SETTINGS)
    (taken,) = receive(store, written(tmp_path, [signed(changes, 0)]))
    assert outcomes([taken]) == ["refused"]
    assert isinstance(taken.problem, DocumentRefused)
    assert "does not start from what is in the base" in taken.note


def test_a_change_set_on_a_base_that_is_not_here_waits(store, tmp_path):
    elsewhere = replace(chain()[0], base="a" * 64)
    (taken,) = receive(store, written(tmp_path, [signed(elsewhere, 0)]))
    assert (outcomes([taken]), taken.note) == (["received"], "Its base (aaaaaaaaaaaa) is not known here.")


def test_a_further_base_is_received_with_a_word_to_the_author_and_never_taken(store, tmp_path):
    further = base_of(project(segment(1)), 2, BASE.sha256)
    (taken,) = receive(store, written(tmp_path, [signed(further, 0)]))
    assert outcomes([taken]) == ["received"]
    assert "rebase" in taken.note
    assert store.settings.base == BASE.sha256


def test_two_further_bases_with_one_number_are_an_alarm(store, tmp_path):
    bases = [base_of(project(segment(number)), 2, BASE.sha256) for number in (1, 2)]
    taken = receive(store, written(tmp_path, [signed(base, 0) for base in bases]))
    assert all(isinstance(each.problem, ChainBroken) and "both joint base 2" in str(each.problem) for each in taken)


def test_a_base_that_contradicts_what_left_from_here_is_refused(store, tmp_path):
    write_changes(store, tmp_path / "a1.confinia")
    heads = (Head(side=Side.A, sequence=1, sha256="b" * 64),)
    (taken,) = receive(store, written(tmp_path, [signed(base_of(project(segment(1)), 2, BASE.sha256, heads), 0)]))
    assert isinstance(taken.problem, ChainBroken)


def test_documents_of_the_own_side_are_recognised(store, tmp_path):
    write_changes(store, tmp_path / "a1.confinia")
    (taken,) = receive(store, [tmp_path / "a1.confinia"])
    assert (taken.again, taken.problem, taken.note) == (True, None, "It was handed over from this project.")
    other = change_set([work(3000, Side.A)], replace(B_SETTINGS, side=Side.A))
    (taken,) = receive(store, written(tmp_path, [signed(other)], "other"))
    assert isinstance(taken.problem, ChainBroken)
    assert list(store.kept(Kept.RECEIVED)) == []


def test_a_further_base_says_how_far_the_other_side_s_accepted_chain_came(store, tmp_path):
    files = written(tmp_path, signed_chain())
    receive(store, [files[0], files[1], files[3]])
    assert heads_now(store) == (Head(side=Side.B, sequence=2, sha256=chain()[1].sha256),)
    receive(store, [files[2]])
    assert heads_now(store)[-1].sequence == 4


def test_evidence_that_nothing_cites_is_refused_and_not_kept(store, tmp_path):
    document = chain()[0]
    whole = sealed(document.data, [], {})
    junk = b"not cited"
    from hashlib import sha256

    path = tmp_path / "junk.confinia"
    write_container(path, sealed(document.data, [], {sha256(junk).hexdigest(): junk}))
    (taken,) = receive(store, [path])
    assert "cited by no source" in str(taken.problem)
    assert [each.data for each in store.kept(Kept.RECEIVED)] == [whole]


def test_a_key_record_that_waited_for_a_person_is_taken_once_the_key_is_pinned(store, tmp_path):
    lost = key_record(key(Side.B, 1), Act.LOSS, key(Side.B).id, "A stolen laptop", 2, chain()[0].sha256)
    files = written(tmp_path, [signed(chain()[0], 0), signed(lost, 1)])
    taken = receive(store, files)
    assert outcomes(taken) == ["accepted", "received"]
    assert "compare its words by voice and pin it" in taken[1].note
    store.pin_key(key(Side.B, 1), "compared by voice")
    assert outcomes(receive(store, files)) == ["accepted", "accepted"]
    assert {each.id: each.state for each in store.pinned_keys()}[key(Side.B).id] is KeyState.LOST
