"""What leaves: signed, with evidence that is cited, previewed in full, and without what stays at home."""

import getpass
import json
from hashlib import sha256

import pytest
from msgspec.structs import replace

from geodata.changes.delta import Delta
from geodata.changes.documents.document import opened
from geodata.changes.members import sealed
from geodata.errors import FileForeign, NotFound, Refused, SignatureRefused
from geodata.io.evidence_files import write_evidence
from geodata.io.handover import next_changes, with_evidence, write_base, write_changes
from geodata.io.received import write_receipt
from geodata.io.sealing import Seal
from geodata.io.starting import start_project_from
from geodata.io.store import Store
from geodata.model.project import Settings
from geodata.model.source import Source
from geodata.model.status import Side
from geodata.reports.leaving import names_of, told, told_evidence
from tests.geodata.signing_keys import PASSPHRASE, key, pair
from tests.geodata.strategies import annotation, id_of, private_note, segment, standing

S1 = segment(1)
SHEET = b"\xff\xd8 the scan of a sheet, with what the camera wrote into it"
SECRETS = ("Ask the old shepherd", "Спросить пастуха", "Հարցնել հովվին", "Gizli qeyd ğüşçö")
UNDONE = "Never said in the end"
SEAL = Seal(pair(Side.A)[0], PASSPHRASE)


def source(data=SHEET):
    return Source(id=id_of(90), title="Sheet K-38-104", offered_by=Side.A, sha256=sha256(data).hexdigest())


@pytest.fixture
def store(tmp_path):
    """A project of side A in which something was said, cited, kept private and taken back."""
    notes = [private_note(70 + number, S1.id, text) for number, text in enumerate(SECRETS)]
    with Store.create(tmp_path / "home.gpkg", Settings(title="Valley", side=Side.A), (S1, segment(2), *notes)) as made:
        write_base(made, tmp_path / "base.confinia")
        made.commit("Cite", [Delta(None, source())])
        made.commit("Mark", [Delta(S1, replace(S1, position_a=(standing(0, 5000),)))])
        made.commit("Note", [Delta(None, annotation(80, S1.id, text=UNDONE))])
        made.undo()
        yield made


@pytest.fixture
def sheet(tmp_path):
    path = tmp_path / "secret-name-of-a-scan.jpg"
    path.write_bytes(SHEET)
    return path


def spellings(text):
    """A text as it could stand in bytes: in each encoding, escaped, and in pieces of a few letters."""
    found = {text.encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le")}
    found |= {json.dumps(text).encode(), json.dumps(text).encode()[1:-1], text.lower().encode(), text.upper().encode()}
    return found | {word.encode() for word in text.split() if len(word) > 4}


def test_nothing_that_stays_at_home_is_in_any_document(store, sheet, tmp_path):
    write_changes(store, tmp_path / "a1.confinia", seal=SEAL, attach=[sheet])
    write_receipt(store, tmp_path / "receipt.confinia", SEAL)
    with start_project_from(tmp_path / "fresh.gpkg", Side.B, tmp_path / "base.confinia"):
        pass
    at_home = [*SECRETS, UNDONE, str(tmp_path), sheet.name, "home.gpkg", PASSPHRASE]
    left = [tmp_path / name for name in ("base.confinia", "a1.confinia", "receipt.confinia", "fresh.gpkg")]
    for path in left:
        data = path.read_bytes()
        assert [text for text in at_home for spelt in spellings(text) if spelt in data] == [], path.name
    assert SHEET in left[1].read_bytes()
    assert any(SECRETS[0].encode() in path.read_bytes() for path in tmp_path.glob("home.gpkg*")), "it is at home"


def test_the_user_s_name_is_in_no_document(store, sheet, tmp_path, monkeypatch):
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.setenv(name, "ter-petrosyan-nobody")
    assert getpass.getuser() == "ter-petrosyan-nobody"
    write_changes(store, tmp_path / "a1.confinia", seal=SEAL, attach=[sheet])
    assert b"ter-petrosyan-nobody" not in (tmp_path / "a1.confinia").read_bytes()


def test_a_file_that_no_source_cites_is_named_and_does_not_leave(store, sheet, tmp_path):
    sheet.write_bytes(SHEET + b"!")
    with pytest.raises(Refused, match=r"secret-name-of-a-scan\.jpg is cited by no source"):
        write_changes(store, tmp_path / "a1.confinia", attach=[sheet])
    assert not (tmp_path / "a1.confinia").exists()
    assert store.exports() == []


def test_a_change_set_leaves_signed_and_with_its_evidence(store, sheet, tmp_path):
    write_changes(store, tmp_path / "a1.confinia", seal=SEAL, attach=[sheet])
    members = opened((tmp_path / "a1.confinia").read_bytes()).members
    assert [(each.side, each.key_id) for each in members.signatures] == [(Side.A, key(Side.A).id)]
    assert dict(members.evidence) == {sha256(SHEET).hexdigest(): SHEET}


def test_evidence_that_the_base_cites_may_go_with_a_change_set(store, sheet, tmp_path):
    write_base(store, tmp_path / "second.confinia", further=True)
    store.commit("Mark", [Delta(segment(2), replace(segment(2), position_a=(standing(0, 4000),)))])
    assert list(with_evidence(store, next_changes(store), [sheet]).evidence) == [sha256(SHEET).hexdigest()]


def test_the_key_of_the_other_side_signs_nothing_and_nothing_is_written(store, tmp_path):
    with pytest.raises(Refused, match="secret key of side B"):
        write_changes(store, tmp_path / "a1.confinia", seal=Seal(pair(Side.B)[0], PASSPHRASE))
    assert not (tmp_path / "a1.confinia").exists()
    assert store.exports() == []


def test_writing_again_under_another_key_keeps_the_signature_that_was_there(store, tmp_path):
    for place in (0, 1):
        write_changes(store, tmp_path / "a1.confinia", seal=Seal(pair(Side.A, place)[0], PASSPHRASE))
    assert len(opened((tmp_path / "a1.confinia").read_bytes()).members.signatures) == 2


def test_a_key_that_holds_no_longer_signs_nothing_that_leaves(store, tmp_path):
    store.pin_key(key(Side.A), "the own key")
    store.retire_key(key(Side.A).id, 0, "another person signs now")
    with pytest.raises(SignatureRefused, match="up to 0 and cannot sign number 1, which needs the key that holds"):
        write_changes(store, tmp_path / "a1.confinia", seal=SEAL)
    assert not (tmp_path / "a1.confinia").exists()
    assert store.exports() == []


def test_evidence_that_somebody_laid_into_the_file_does_not_leave_with_the_document(store, tmp_path):
    path, stray = tmp_path / "a1.confinia", b"a list of names"
    document = write_changes(store, path).document
    path.write_bytes(sealed(document.data, (), {sha256(stray).hexdigest(): stray}))
    write_changes(store, path, seal=SEAL)
    held = opened(path.read_bytes()).members
    assert len(held.signatures) == 1
    assert held.evidence == {}


def test_a_seal_never_shows_what_it_holds():
    assert PASSPHRASE not in repr(SEAL)
    assert "secret" not in repr(SEAL)


def test_the_preview_tells_every_value_that_leaves(store):
    leaving = next_changes(store, message="First week")
    text = "\n".join(told(leaving.document))
    for value in _values(json.loads(leaving.document.data)):
        assert str(value) in text, value
    assert "First week" in text
    assert "position_a: goes nothing" in text
    assert all(secret not in text for secret in (*SECRETS, UNDONE))


def test_the_preview_calls_features_by_their_names(store):
    leaving = next_changes(store)
    layers = store.load().layers
    names = names_of(feature for layer in layers.values() for feature in layer.values())
    lines = list(told(leaving.document, names))
    assert any(S1.source_id in line and S1.id in line and line.endswith("changed") for line in lines)
    assert any("Sheet K-38-104" in line and line.endswith("added") for line in lines)


def _values(plain):
    if isinstance(plain, dict):
        return [value for each in plain.values() for value in _values(each)]
    if isinstance(plain, list):
        return [value for each in plain for value in _values(each)]
    return [] if plain in ("add", "modify", "delete", True, False, None) else [plain]


def test_the_preview_says_that_evidence_leaves_as_it_is():
    lines = list(told_evidence({sha256(SHEET).hexdigest(): SHEET}, {sha256(SHEET).hexdigest(): "Sheet K-38-104"}))
    assert f'{len(SHEET)} bytes, cited by "Sheet K-38-104"' in lines[0]
    assert "exactly as it is" in lines[1]


def test_evidence_is_written_under_its_hash_and_never_over_anything(store, sheet, tmp_path):
    write_changes(store, tmp_path / "a1.confinia", attach=[sheet])
    folder = tmp_path / "evidence"
    with pytest.raises(NotFound):
        write_evidence(tmp_path / "a1.confinia", folder)
    folder.mkdir()
    assert [each.again for each in write_evidence(tmp_path / "a1.confinia", folder)] == [False]
    assert [each.again for each in write_evidence(tmp_path / "a1.confinia", folder)] == [True]
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {sha256(SHEET).hexdigest(): SHEET}
    (folder / sha256(SHEET).hexdigest()).write_bytes(b"mine")
    with pytest.raises(FileForeign, match="not touched"):
        write_evidence(tmp_path / "a1.confinia", folder)
    assert (folder / sha256(SHEET).hexdigest()).read_bytes() == b"mine"


def test_evidence_does_not_follow_a_link_out_of_the_folder(store, sheet, tmp_path):
    write_changes(store, tmp_path / "a1.confinia", attach=[sheet])
    folder, elsewhere = tmp_path / "evidence", tmp_path / "elsewhere"
    folder.mkdir()
    (folder / sha256(SHEET).hexdigest()).symlink_to(elsewhere)
    with pytest.raises(FileForeign):
        write_evidence(tmp_path / "a1.confinia", folder)
    assert not elsewhere.exists()
