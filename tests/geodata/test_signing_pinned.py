"""Pinned keys stay in the project with everything that was noted of them."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from msgspec.structs import replace

from geodata.changes.documents.changeset import ChangeSet
from geodata.changes.documents.key_record import Act, key_after, key_record
from geodata.errors import DocumentRefused, FileDamaged, NotFound, Refused, SignatureRefused
from geodata.io.handover import next_changes
from geodata.io.key_records import take_key_record, write_key_record
from geodata.io.sample import create_sample
from geodata.io.signed_files import sign_file
from geodata.io.store import Store
from geodata.model.keys import KeyState, PublicKey
from geodata.model.project import Settings
from geodata.model.status import Side
from tests.geodata.signing_keys import PASSPHRASE, key, pair, signature

KEY, OTHER = key(Side.A), key(Side.B)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "a.gpkg"
    Store.create(path, Settings(title="Sarysu", side=Side.A)).close()
    return path


def test_a_project_from_before_there_were_keys_opens_and_takes_one(project: Path):
    with Store.open(project) as store:
        assert store.pinned_keys() == ()
        assert store.pin_key(KEY, "compared by telephone") == KEY
    with Store.open(project) as store:
        assert store.pinned_keys() == (KEY,)
        assert [noted.whence for noted in store.key_history()] == ["compared by telephone"]


def test_pinning_a_key_again_changes_nothing(project: Path):
    with Store.open(project) as store:
        store.pin_key(KEY, "first")
        assert store.pin_key(replace(KEY, label="other words"), "again") == KEY
        assert len(store.key_history()) == 1


def test_a_key_belongs_to_one_side(project: Path):
    with Store.open(project) as store:
        store.pin_key(KEY, "")
        with pytest.raises(Refused, match="one key is of one side"):
            store.pin_key(PublicKey(text=KEY.text, side=Side.B), "")


def test_a_retired_key_is_kept_and_not_taken_up_again(project: Path):
    with Store.open(project) as store:
        store.pin_key(KEY, "")
        store.pin_key(OTHER, "")
        store.retire_key(KEY.id, 4, "left the office")
        assert store.pinned_keys() == (replace(KEY, state=KeyState.RETIRED, last=4), OTHER)
        assert [noted.key for noted in store.key_history()] == [KEY, OTHER, store.pinned_keys()[0]]
        with pytest.raises(Refused, match="is retired"):
            store.pin_key(KEY, "")
        with pytest.raises(Refused, match="is retired"):
            store.retire_key(KEY.id, 9, "")


def test_a_key_that_nobody_pinned_cannot_be_retired(project: Path):
    with Store.open(project) as store, pytest.raises(NotFound, match="No key 0123"):
        store.retire_key("0123456789abcdef", 1, "")


def test_a_key_record_leaves_both_states_in_the_history(project: Path):
    record = key_record(key(Side.A, 1), Act.CHANGE, KEY.id, "turn of office", 3, "ab" * 32)
    signatures = [signature(record.data, Side.A, place, "keys") for place in (0, 1)]
    with Store.open(project) as store:
        store.pin_key(KEY, "")
        store.take_keys(key_after(store.pinned_keys(), record, signatures), f"key record {record.sequence}")
        store.take_keys(key_after(store.pinned_keys(), record, signatures), "once more")
        assert [held.state for held in store.pinned_keys()] == [KeyState.RETIRED, KeyState.ACTIVE]
        assert len(store.key_history()) == 3


def test_keys_that_another_program_damaged_are_told(project: Path):
    with Store.open(project) as store:
        store.pin_key(KEY, "")
    with closing(sqlite3.connect(project)) as db, db:
        db.execute('UPDATE confinia_keys SET data = \'{"text":"x","side":"A"}\'')
    with Store.open(project) as store, pytest.raises(FileDamaged, match="keys kept in the project are not whole"):
        store.pinned_keys()


def test_a_key_record_is_a_link_of_the_chain_and_change_sets_follow_it(tmp_path: Path):
    with Store.open(create_sample(tmp_path, Side.A)) as store:
        store.pin_key(KEY, "")
        file = tmp_path / "key.confinia"
        said = (key(Side.A, 1).text, Act.CHANGE, KEY.id, "turn of office")
        record, again = write_key_record(store, file, *said)
        assert not again
        assert record.previous == store.exports()[-2].sha256
        for place in (0, 1):
            sign_file(file, pair(Side.A, place)[0], PASSPHRASE)
        signed = file.read_bytes()
        assert write_key_record(store, file, *said) == (record, True)
        assert file.read_bytes() == signed
        assert [one.state for one in take_key_record(store, file)] == [KeyState.RETIRED, KeyState.ACTIVE]
        assert take_key_record(store, file) == ()
        after = next_changes(store, message="after the change of key").document
        assert isinstance(after, ChangeSet)
        assert (after.sequence, after.previous) == (record.sequence + 1, record.sha256)


def test_a_key_record_without_its_signatures_pins_nothing(tmp_path: Path):
    with Store.open(create_sample(tmp_path, Side.A)) as store:
        store.pin_key(KEY, "")
        file = tmp_path / "key.confinia"
        write_key_record(store, file, key(Side.A, 1).text, Act.CHANGE, KEY.id)
        with pytest.raises(SignatureRefused, match="does not carry the signature of the new key"):
            take_key_record(store, file)
        assert store.pinned_keys() == (KEY,)
        with pytest.raises(DocumentRefused, match="is no key record"):
            take_key_record(store, tmp_path / "base.confinia")
