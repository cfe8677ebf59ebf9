"""Key records: a key is changed with both keys, a lost one is replaced only after words were compared by voice."""

import base64

import pytest
from msgspec.structs import replace

from geodata.changes.documents.key_record import Act, KeyRecord, checked_key_record, key_after, key_record
from geodata.changes.members import Signature
from geodata.errors import DocumentRefused, SignatureRefused
from geodata.model.keys import KeyState, PublicKey
from geodata.model.status import Side
from tests.geodata.signing_keys import key, signature

OLD, NEW, THIRD, OTHER = key(Side.A, 0), key(Side.A, 1), key(Side.A, 2), key(Side.B)
BEFORE = "ab" * 32


def record(act: Act, new: PublicKey = NEW, sequence: int = 5, replaces: str = OLD.id) -> KeyRecord:
    return key_record(new, act, "" if act is Act.FIRST else replaces, "turn of office", sequence, BEFORE)


def by(made: KeyRecord, *places: int) -> list[Signature]:
    return [signature(made.data, Side.A, place, "keys") for place in places]


def test_a_change_signed_with_both_keys_is_taken():
    made = record(Act.CHANGE)
    old, other, new = key_after((OLD, OTHER), made, by(made, 0, 1))
    assert (old.state, old.last, old.holds_at(5), old.holds_at(6)) == (KeyState.RETIRED, 5, True, False)
    assert (new.id, new.state, new.since, new.holds_at(4), new.holds_at(5)) == (
        NEW.id,
        KeyState.ACTIVE,
        made.sha256,
        False,
        True,
    )
    assert other == OTHER


@pytest.mark.parametrize(("place", "missing"), [(0, "the new key"), (1, "the old key")])
def test_a_change_signed_with_one_key_is_refused(place: int, missing: str):
    made = record(Act.CHANGE)
    with pytest.raises(SignatureRefused, match=missing):
        key_after((OLD,), made, by(made, place))


def test_a_change_of_a_key_that_nobody_pinned_is_refused():
    made = record(Act.CHANGE)
    with pytest.raises(SignatureRefused, match="vouches for nothing"):
        key_after((OTHER,), made, by(made, 0, 1))


def test_a_record_that_was_taken_changes_nothing_also_much_later():
    made = record(Act.CHANGE)
    after = key_after((OLD,), made, by(made, 0, 1))
    assert key_after(after, made, by(made, 0, 1)) == after
    later = record(Act.CHANGE, THIRD, 9, NEW.id)
    further = key_after(after, later, by(later, 1, 2))
    assert key_after(further, made, by(made, 0, 1)) == further


@pytest.mark.parametrize("sequence", [5, 6, 7])
def test_a_retired_key_brings_no_other_key(sequence: int):
    made = record(Act.CHANGE)
    after = key_after((OLD,), made, by(made, 0, 1))
    stolen = record(Act.CHANGE, THIRD, sequence)
    with pytest.raises(SignatureRefused, match="is retired already"):
        key_after(after, stolen, by(stolen, 0, 2))


def test_a_loss_is_taken_only_when_the_new_key_was_pinned_by_a_person():
    made = record(Act.LOSS)
    with pytest.raises(SignatureRefused, match="compare its words by voice and pin it"):
        key_after((OLD,), made, by(made, 1))
    old, new = key_after((OLD, NEW), made, by(made, 1))
    assert (old.state, old.holds_at(4), old.holds_at(5)) == (KeyState.LOST, True, False)
    assert (new.state, new.since) == (KeyState.ACTIVE, made.sha256)
    assert key_after((old, new), made, by(made, 1)) == (old, new)


def test_a_lost_key_is_not_taken_up_again():
    made = record(Act.LOSS)
    after = key_after((OLD, NEW), made, by(made, 1))
    back = record(Act.CHANGE, OLD, 6, NEW.id)
    with pytest.raises(SignatureRefused, match="is lost and cannot be taken up again"):
        key_after(after, back, by(back, 0, 1))


def test_a_first_key_is_pinned_by_a_person_before_its_record_is_taken():
    made = record(Act.FIRST)
    with pytest.raises(SignatureRefused, match="is the first: compare its words"):
        key_after((), made, by(made, 1))
    (new,) = key_after((NEW,), made, by(made, 1))
    assert (new.since, new.first) == (made.sha256, 0)


def test_a_record_with_an_altered_signature_is_refused():
    made = record(Act.CHANGE)
    first, second = by(made, 0, 1)
    with pytest.raises(SignatureRefused, match="altered"):
        key_after((OLD,), made, [first, replace_data(second)])


def replace_data(one: Signature) -> Signature:
    return Signature(one.side, one.key_id, one.data.replace(b"side A", b"side B"))


def test_another_key_under_a_pinned_number_is_refused():
    text = base64.b64encode(base64.b64decode(NEW.text)[:10] + THIRD.raw).decode()
    made = record(Act.CHANGE, PublicKey(text=text, side=Side.A))
    with pytest.raises(SignatureRefused, match="Another key of side A is pinned under the number"):
        key_after((OLD, NEW), made, by(made, 0, 1))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"sequence": 1}, "number does not agree"),
        ({"previous": ""}, "number does not agree"),
        ({"act": Act.FIRST}, "A first key replaces none"),
        ({"replaces": ""}, "says which key it replaces"),
        ({"replaces": NEW.id}, "replaces a key with itself"),
        ({"key": "RW" + "/" * 54}, "holds no key"),
        ({"reason": "x" * 2001}, "longer than 2,000"),
    ],
)
def test_a_record_that_cannot_be_is_refused(changes: dict[str, object], words: str):
    with pytest.raises(DocumentRefused, match=words):
        checked_key_record(replace(record(Act.CHANGE), **changes))
