"""Receipts: what came and what became of it, the same bytes for the same state, and matched to what was sent."""

from hashlib import sha256

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from geodata.changes.documents.document import opened
from geodata.changes.documents.receipt import Entry, Outcome, receipt
from geodata.changes.members import sealed
from geodata.changes.verifying.verify import Checked, verified
from geodata.errors import ChainBroken, FileForeign, FileLocked, NotFound
from geodata.io.handover import write_changes
from geodata.io.received import receipt_now, sent, unacknowledged, write_receipt
from geodata.io.receiving import receive
from geodata.io.sealing import Seal
from geodata.io.store_documents import Kept
from geodata.model.status import Side
from tests.geodata.exchange import BASE, chain, receiving_project, signed, signed_chain, work, written
from tests.geodata.signing_keys import PASSPHRASE, key, pair


@pytest.fixture
def store(tmp_path):
    with receiving_project(tmp_path / "a.gpkg") as made:
        yield made


def test_a_receipt_names_each_document_with_what_became_of_it(store, tmp_path):
    files = written(tmp_path, signed_chain())
    files[3].write_bytes(files[3].read_bytes()[:-1])
    receive(store, [files[0], files[2], files[3]], {files[0]: "The message names a map we do not have"})
    made = receipt_now(store)
    assert (made.side, made.title) == (Side.A, "Valley")
    by_hash = {entry.sha256: entry for entry in made.entries}
    refused = by_hash[chain()[0].sha256]
    assert (refused.document, refused.side, refused.sequence) == ("changes", "B", 1)
    assert (refused.outcome, refused.reason) == (Outcome.REFUSED, "The message names a map we do not have")
    assert by_hash[chain()[2].sha256].outcome is Outcome.RECEIVED
    unread = by_hash[sha256(files[3].read_bytes()).hexdigest()]
    assert (unread.document, unread.side, unread.outcome) == ("", "", Outcome.REFUSED)
    assert ".confinia" not in made.data.decode(), "no name of a file leaves"


def test_writing_the_receipt_twice_gives_the_same_bytes_and_keeps_it_once(store, tmp_path):
    receive(store, written(tmp_path, signed_chain()))
    seal = Seal(pair(Side.A)[0], PASSPHRASE)
    for name in ("1", "2"):
        write_receipt(store, tmp_path / name, seal)
    assert (tmp_path / "1").read_bytes() == (tmp_path / "2").read_bytes()
    assert [each.key_id for each in opened((tmp_path / "1").read_bytes()).members.signatures] == [key(Side.A).id]
    assert len(list(store.kept(Kept.RECEIPT_OUT))) == 1


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_order_in_any_portions_gives_the_same_receipt(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("orders")
    doubled = signed(replace(chain()[1], message="Second week, corrected"), 0)
    files = written(folder, [*signed_chain()[:3], doubled, signed_chain()[3][:-1]])
    some = data.draw(st.lists(st.sampled_from(files), unique=True))
    found = []
    for number, order in enumerate([some, data.draw(st.permutations(some))]):
        with receiving_project(folder / f"{number}.gpkg") as held:
            start = 0
            while start < len(order):
                step = data.draw(st.integers(1, len(order) - start))
                receive(held, order[start : start + step])
                start += step
            found.append(receipt_now(held).data)
    assert found[0] == found[1]


def receipt_of_b(*documents, outcome=Outcome.ACCEPTED, **more):
    entries = [
        Entry(
            sha256=more.get("sha256", document.sha256),
            document="changes",
            side="A",
            sequence=more.get("sequence", document.sequence),
            outcome=outcome,
            reason=more.get("reason", ""),
        )
        for document in documents
    ]
    return receipt(Side.B, "Valley", entries)


def handed_over(store, tmp_path):
    store.commit("Mark", [work(5000, Side.A)])
    return write_changes(store, tmp_path / "a1.confinia").document


def test_what_was_sent_stays_unacknowledged_until_a_receipt_names_it(store, tmp_path):
    changes = handed_over(store, tmp_path)
    assert store.unacknowledged() == [(1, changes.sha256)]
    assert [each.outcome for each in sent(store)] == [None]
    (taken,) = receive(store, written(tmp_path, [signed(receipt_of_b(changes), 0)], "receipt"))
    assert (taken.note, taken.problem) == ("It names 1 of the documents handed over from here.", None)
    assert store.unacknowledged() == []
    assert [(each.outcome, each.proved) for each in sent(store)] == [(Outcome.ACCEPTED, True)]


def test_a_receipt_that_nobody_signed_says_so(store, tmp_path):
    changes = handed_over(store, tmp_path)
    (taken,) = receive(store, written(tmp_path, [signed(receipt_of_b(changes))], "receipt"))
    assert "no good signature" in taken.note
    assert [each.proved for each in sent(store)] == [False]


def test_a_receipt_without_a_signature_takes_nothing_off_the_list_once_a_key_is_pinned(tmp_path):
    with receiving_project(tmp_path / "a.gpkg", pinned=False) as store:
        changes = handed_over(store, tmp_path)
        files = written(tmp_path, [signed(receipt_of_b(changes))], "receipt")
        receive(store, files)
        assert store.unacknowledged() == []
        store.pin_key(key(Side.B), "compared by voice")
        receive(store, files)
        assert store.unacknowledged() == [(1, changes.sha256)]
        receive(store, written(tmp_path, [signed(receipt_of_b(changes), 0)], "signed"))
        assert store.unacknowledged() == []


def test_a_receipt_for_a_number_that_never_left_is_an_alarm(store, tmp_path):
    changes = handed_over(store, tmp_path)
    beyond = receipt_of_b(changes, sequence=77, sha256="d" * 64)
    (taken,) = receive(store, written(tmp_path, [signed(beyond, 0)], "receipt"))
    assert isinstance(taken.problem, ChainBroken)
    assert "dddddddddddd as number 77 of side A, which did not leave from here" in str(taken.problem)


def test_a_receipt_of_a_project_with_another_title_says_so(store, tmp_path):
    changes = handed_over(store, tmp_path)
    other = replace(receipt_of_b(changes), title="Another valley")
    (taken,) = receive(store, written(tmp_path, [signed(other, 0)], "receipt"))
    assert "another title, “Another valley”" in taken.note


def test_a_refusal_is_told_with_its_reason_whatever_other_receipts_say(store, tmp_path):
    changes = handed_over(store, tmp_path)
    refusing = receipt_of_b(changes, outcome=Outcome.REFUSED, reason="Another sheet")
    files = written(tmp_path, [signed(one, 0) for one in (receipt_of_b(changes), refusing)], "receipt")
    receive(store, files)
    assert [(each.outcome, each.reason) for each in sent(store)] == [(Outcome.REFUSED, "Another sheet")]


def test_a_receipt_for_another_content_under_our_number_is_an_alarm(store, tmp_path):
    changes = handed_over(store, tmp_path)
    other = receipt_of_b(changes, sha256="c" * 64)
    (taken,) = receive(store, written(tmp_path, [signed(other, 0)], "receipt"))
    assert isinstance(taken.problem, ChainBroken)
    assert "cccccccccccc" in str(taken.problem)
    assert changes.sha256[:12] in str(taken.problem)
    assert store.unacknowledged() == [(1, changes.sha256)]


def test_a_receipt_with_an_altered_signature_acknowledges_nothing(store, tmp_path):
    changes = handed_over(store, tmp_path)
    good, other = signed(receipt_of_b(changes), 0), receipt_of_b(changes, outcome=Outcome.RECEIVED)
    forged = sealed(other.data, opened(good).members.signatures)
    receive(store, written(tmp_path, [forged], "receipt"))
    assert store.unacknowledged() == [(1, changes.sha256)]


def test_what_is_unacknowledged_is_known_without_opening_the_project(tmp_path):
    with receiving_project(tmp_path / "a.gpkg") as held:
        changes = handed_over(held, tmp_path)
        with pytest.raises(FileLocked):
            unacknowledged(held.path)
    before = held.path.read_bytes()
    assert unacknowledged(held.path) == ((1, changes.sha256),)
    assert held.path.read_bytes() == before
    with pytest.raises(NotFound):
        unacknowledged(tmp_path / "nothing.gpkg")
    (tmp_path / "notes.gpkg").write_bytes(b"notes")
    with pytest.raises(FileForeign):
        unacknowledged(tmp_path / "notes.gpkg")


def test_a_receipt_is_never_in_a_receipt(store, tmp_path):
    changes = handed_over(store, tmp_path)
    receive(store, written(tmp_path, [signed(receipt_of_b(changes), 0)], "receipt"))
    assert receipt_now(store).entries == ()


def test_verify_lays_a_receipt_beside_what_it_names(store, tmp_path):
    changes = handed_over(store, tmp_path)
    good = verified([Checked("a1", changes), Checked("r", receipt_of_b(changes)), Checked("base", BASE)])
    assert "r: side B accepted a1." in [each.sentence for each in good.links]
    bad = verified([Checked("a1", changes), Checked("r", receipt_of_b(changes, sha256="c" * 64))])
    assert bad.exit_code == 10
    assert bad.problem.sentence == "r names another content for number 1 of side A than a1."
