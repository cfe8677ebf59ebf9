"""Receiving what somebody altered on the way: what was laid beside a document neither displaces nor spoils it."""

import base64
from hashlib import sha256
from itertools import permutations

import pytest

from geodata.changes.delta import Delta
from geodata.changes.documents.changeset import change_set
from geodata.changes.documents.document import opened
from geodata.changes.documents.key_record import Act, key_record
from geodata.changes.members import MOST_SIGNATURES, Signature, sealed
from geodata.changes.signing.signing import read_signature
from geodata.io.received import came, receipt_now
from geodata.io.receiving import receive
from geodata.io.store_documents import Kept
from geodata.model.keys import KeyState
from geodata.model.source import Source
from geodata.model.status import Side
from tests.geodata.exchange import B_SETTINGS, chain, receiving_project, signed, signed_chain, state, written
from tests.geodata.signing_keys import key, signature
from tests.geodata.strategies import id_of


@pytest.fixture
def store(tmp_path):
    with receiving_project(tmp_path / "a.gpkg") as made:
        made.pin_key(key(Side.A), "the own key")
        yield made


def _both_ways(tmp_path, spoilt, good):
    """What came of each order of two copies of a document, and the states of the project."""
    for number, order in enumerate(permutations([spoilt, good])):
        with receiving_project(tmp_path / f"{number}.gpkg") as store:
            store.pin_key(key(Side.A), "the own key")
            for container in order:
                receive(store, written(tmp_path, [container]))
            yield [str(each.outcome) for each in came(store)], state(store)


def test_a_signature_of_another_document_laid_beside_a_good_one_spoils_nothing(tmp_path):
    document, good = chain()[0], signed_chain()[0]
    stray = signature(chain()[1].data, Side.A, 0, "changes")
    spoilt = sealed(document.data, [*opened(good).members.signatures, stray])
    (one, first), (other, second) = _both_ways(tmp_path, spoilt, good)
    assert one == other == ["accepted"]
    assert first == second


def test_a_document_signed_again_with_a_retired_key_is_accepted_by_the_new_one(tmp_path):
    fourth = chain()[3]
    with receiving_project(tmp_path / "a.gpkg") as store:
        receive(store, written(tmp_path, signed_chain()[:3]))
        receive(store, written(tmp_path, [signed(fourth, 0)], "old"))
        assert "refused" in [each.outcome for each in came(store)]
        receive(store, written(tmp_path, [signed(fourth, 1)], "new"))
        assert {each.outcome for each in came(store)} == {"accepted"}


def test_many_signatures_by_nobody_do_not_keep_the_good_one_out(tmp_path):
    document, good = chain()[0], signed_chain()[0]
    made = signature(document.data, Side.B, 7, "changes")
    crowd = [_renumbered(made, number) for number in range(MOST_SIGNATURES)]
    (one, first), (other, second) = _both_ways(tmp_path, sealed(document.data, crowd), good)
    assert one == other == ["accepted"]
    assert first == second


def test_a_stray_signature_does_not_keep_a_change_of_key_from_being_taken(store, tmp_path):
    files = signed_chain()
    record = opened(files[2])
    new = next(each for each in record.members.signatures if each.key_id == key(Side.B, 1).id)
    spoilt = [_spoilt(new), *(each for each in record.members.signatures if each is not new)]
    receive(store, written(tmp_path, [*files[:2], sealed(record.document.data, spoilt)], "spoilt"))
    receive(store, written(tmp_path, files))
    assert {each.outcome for each in came(store)} == {"accepted"}
    assert key(Side.B, 1).id in {each.id for each in store.pinned_keys() if each.state is KeyState.ACTIVE}


def test_two_changes_of_key_under_one_number_leave_the_keys_as_they_were_in_any_order(tmp_path):
    other = key_record(key(Side.B, 2), Act.CHANGE, key(Side.B).id, "Somebody else", 3, chain()[1].sha256)
    files = [*signed_chain(), signed(other, 0, 2)]
    found = set()
    for number, order in enumerate([files, files[::-1], [*files[:2], files[4], files[3], files[2]]]):
        with receiving_project(tmp_path / f"{number}.gpkg") as store:
            for place, container in enumerate(order):
                receive(store, written(tmp_path, [container], f"{number}-{place}-"))
            found.add(receipt_now(store).data)
            assert {each.id for each in store.pinned_keys() if each.holds_at(4)} == {key(Side.B).id}
    assert len(found) == 1


def test_a_change_of_key_counts_once_a_person_refuses_the_other_one_also_after_that_was_taken(store, tmp_path):
    second = chain()[1]
    other = key_record(key(Side.B, 2), Act.CHANGE, key(Side.B).id, "Somebody else", 3, second.sha256)
    receive(store, written(tmp_path, [*signed_chain()[:2], signed(other, 0, 2)], "first"))
    assert key(Side.B, 2).id in {each.id for each in store.pinned_keys() if each.state is KeyState.ACTIVE}
    (wrong,) = written(tmp_path, [signed(other, 0, 2)], "wrong")
    receive(store, written(tmp_path, signed_chain()))
    receive(store, [], {wrong: "Not theirs, said by telephone"})
    assert [each.outcome for each in came(store)].count("accepted") == 4
    assert {each.id for each in store.pinned_keys() if each.holds_at(4)} == {key(Side.A).id, key(Side.B, 1).id}
    receive(store, [], {wrong: ""})
    assert {each.id for each in store.pinned_keys() if each.holds_at(4)} == {key(Side.A).id, key(Side.B).id}


def test_a_key_that_a_person_retires_after_its_record_stays_retired(store, tmp_path):
    files = written(tmp_path, signed_chain())
    receive(store, files)
    store.retire_key(key(Side.B, 1).id, 4, "a person said so")
    receive(store, files)
    assert {each.id for each in store.pinned_keys() if each.holds_at(5)} == {key(Side.A).id}


def test_evidence_of_two_copies_that_is_too_much_for_one_file_leaves_the_project_whole(store, tmp_path, monkeypatch):
    monkeypatch.setattr("geodata.io.receiving.LARGEST_CONTAINER", 2**17 + 20_000)
    scans = [bytes([number]) * 9_000 for number in range(3)]
    cited = [
        Source(id=id_of(90 + at), title="S", offered_by=Side.B, sha256=sha256(scan).hexdigest())
        for at, scan in enumerate(scans)
    ]
    document = change_set([Delta(None, each) for each in cited], B_SETTINGS)
    copies = [sealed(document.data, (), {sha256(scan).hexdigest(): scan}) for scan in scans]
    for container in copies:
        receive(store, written(tmp_path, [container]))
    (held,) = store.kept(Kept.RECEIVED)
    assert 0 < len(opened(held.data).members.evidence) < 3


def _spoilt(good: Signature) -> Signature:
    """Another signature under the same name, that proves nothing."""
    lines = good.data.decode().split("\n")
    head = bytearray(base64.b64decode(lines[1]))
    head[10:74] = bytes(64)
    lines[1] = base64.b64encode(bytes(head)).decode()
    return Signature(good.side, good.key_id, "\n".join(lines).encode())


def _renumbered(made: Signature, number: int) -> Signature:
    """A signature that says of itself that another key made it."""
    lines = made.data.decode().split("\n")
    head = bytearray(base64.b64decode(lines[1]))
    head[2] = number
    lines[1] = base64.b64encode(bytes(head)).decode()
    data = "\n".join(lines).encode()
    renamed = Signature(made.side, bytes(head[9:1:-1]).hex(), data)
    assert read_signature(renamed).key_id == renamed.key_id
    return renamed
