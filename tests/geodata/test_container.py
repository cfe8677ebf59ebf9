"""One container for each document: what is packed comes out, and everything else is refused with a sentence."""

import io
import struct
import zipfile
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.changes.container import MOST_MEMBERS, identity, pack, unpack
from geodata.errors import DocumentRefused, HashMismatch

DOCUMENT = b'{"document":"changes"}'
PACKED = pack(DOCUMENT)
member_names = st.from_regex(r"[a-z0-9][a-z0-9._-]{0,20}", fullmatch=True).filter(
    lambda name: name not in ("document.json", "manifest.json")
)


@given(st.binary(max_size=50), st.dictionaries(member_names, st.binary(max_size=50), max_size=4))
def test_what_was_packed_comes_out(document, attachments):
    unpacked = unpack(pack(document, attachments))
    assert (unpacked.document, dict(unpacked.attachments)) == (document, attachments)


@given(st.dictionaries(member_names, st.binary(max_size=50), max_size=4))
def test_the_order_in_which_attachments_come_does_not_matter(attachments):
    assert pack(DOCUMENT, attachments) == pack(DOCUMENT, dict(reversed(attachments.items())))


@given(st.dictionaries(member_names, st.binary(max_size=50), max_size=4))
def test_any_unzipper_opens_it(attachments):
    with zipfile.ZipFile(io.BytesIO(pack(DOCUMENT, attachments))) as opened:
        assert opened.testzip() is None
        assert opened.read("document.json") == DOCUMENT
        assert opened.namelist() == sorted(["document.json", "manifest.json", *attachments])
        assert {info.date_time for info in opened.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {info.create_system for info in opened.infolist()} == {3}


def test_a_document_is_known_by_its_own_bytes():
    assert identity(DOCUMENT) == sha256(DOCUMENT).hexdigest()
    assert identity(unpack(pack(DOCUMENT, {"sheet.tif": b"scan"})).document) == identity(DOCUMENT)


def test_a_container_that_is_cut_short_is_refused():
    for cut in range(len(PACKED)):
        with pytest.raises(DocumentRefused):
            unpack(PACKED[:cut])


@settings(max_examples=1000)
@given(st.integers(0, len(PACKED) * 8 - 1))
def test_a_container_with_one_bit_flipped_is_refused(bit):
    flipped = bytearray(PACKED)
    flipped[bit // 8] ^= 1 << bit % 8
    with pytest.raises(DocumentRefused) as refusal:
        unpack(bytes(flipped))
    assert refusal.value.sentence.endswith(".")


@given(st.data(), st.binary(min_size=1, max_size=8))
def test_a_container_with_something_put_in_is_refused(data, more):
    at = data.draw(st.integers(0, len(PACKED)))
    with pytest.raises(DocumentRefused):
        unpack(PACKED[:at] + more + PACKED[at:])


@given(st.binary(max_size=200), st.sampled_from([b"", b"PK\x03\x04"]), st.sampled_from([b"", PACKED[-22:]]))
def test_arbitrary_bytes_are_refused(noise, before, after):
    with pytest.raises(DocumentRefused):
        unpack(before + noise + after)


def _zip(members, compression=zipfile.ZIP_STORED, change=lambda info: None):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as made:
        for name, data in members:
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type, info.create_system, info.external_attr = compression, 3, 0o100644 << 16
            change(info)
            made.writestr(info, data)
    return held.getvalue()


def _members(data=PACKED):
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        return [(name, opened.read(name)) for name in opened.namelist()]


def test_the_container_is_what_a_plain_zip_writer_makes_of_the_same_members():
    assert _zip(_members()) == PACKED


def _refusal(data):
    with pytest.raises(DocumentRefused) as refusal:
        unpack(data)
    return refusal.value.sentence


def test_an_altered_document_does_not_match_its_checksum():
    altered = dict(_members()) | {"document.json": b'{"document":"changed"}'}
    with pytest.raises(HashMismatch, match=r"document\.json does not match its checksum"):
        unpack(_zip(sorted(altered.items())))


def test_swapped_members_do_not_match_their_checksums():
    members = dict(_members(pack(DOCUMENT, {"a.tif": b"one", "b.tif": b"two"})))
    members["a.tif"], members["b.tif"] = members["b.tif"], members["a.tif"]
    with pytest.raises(HashMismatch, match=r"a\.tif"):
        unpack(_zip(sorted(members.items())))


def test_a_member_that_nobody_listed_is_refused():
    with pytest.raises(HashMismatch, match=r"'extra\.txt' is not in the manifest"):
        unpack(_zip(sorted([*_members(), ("extra.txt", b"hello")])))


def test_a_listed_member_that_is_missing_is_refused():
    members = [pair for pair in _members(pack(DOCUMENT, {"a.tif": b"one"})) if pair[0] != "a.tif"]
    with pytest.raises(HashMismatch, match="in the manifest but not in the container"):
        unpack(_zip(members))


@pytest.mark.parametrize("missing", ["document.json", "manifest.json"])
def test_a_container_without_its_two_members_is_refused(missing):
    members = [pair for pair in _members(pack(DOCUMENT, {"a.tif": b"one"})) if pair[0] != missing]
    assert missing in _refusal(_zip(members))


def test_compressed_members_are_refused_before_they_grow():
    bomb = _zip([("document.json", b"0" * 10_000_000), *_members()[1:]], zipfile.ZIP_DEFLATED)
    assert len(bomb) < 20_000
    assert "compressed" in _refusal(bomb)


@pytest.mark.parametrize(
    "name", ["../document.json", "/etc/passwd", "c:\\x", "folder/", "a/b", "Document.json", "", ".hidden", "x" * 200]
)
def test_names_that_lead_elsewhere_are_refused(name):
    assert "not allowed" in _refusal(_zip([*_members(), (name, b"")]))
    with pytest.raises(DocumentRefused):
        pack(DOCUMENT, {name: b""})


def test_two_members_of_one_name_are_refused():
    with pytest.warns(UserWarning, match="Duplicate"):
        doubled = _zip([*_members(), _members()[0]])
    assert "two members called document.json" in _refusal(doubled)


def test_a_member_that_is_a_link_is_refused():
    assert "packed again" in _refusal(
        _zip(_members(), change=lambda info: setattr(info, "external_attr", 0o120777 << 16))
    )


@pytest.mark.parametrize(
    "change",
    [
        lambda info: setattr(info, "comment", b"hello"),
        lambda info: setattr(info, "extra", b"\x01\x00\x02\x00ab"),
        lambda info: setattr(info, "date_time", (2025, 1, 1, 0, 0, 0)),
        lambda info: setattr(info, "create_system", 0),
    ],
)
def test_a_container_that_was_packed_in_another_way_is_refused(change):
    assert "ask for the file as it was written" in _refusal(_zip(_members(), change=change))


def test_members_in_another_order_are_refused():
    assert "packed again" in _refusal(_zip(reversed(_members())))


def _with_directory_entry(at, layout, value):
    start = PACKED.index(b"PK\x01\x02")
    changed = bytearray(PACKED)
    struct.pack_into(layout, changed, start + at, value)
    return bytes(changed)


def test_an_encrypted_member_is_refused():
    assert "encrypted" in _refusal(_with_directory_entry(8, "<H", 1))


def test_a_member_that_claims_two_gigabytes_is_refused():
    claimed = bytearray(_with_directory_entry(20, "<I", 2**31))
    struct.pack_into("<I", claimed, PACKED.index(b"PK\x01\x02") + 24, 2**31)
    assert "claims more bytes than the file has" in _refusal(bytes(claimed))


def test_members_that_share_their_bytes_are_refused_before_they_grow():
    members = _members(pack(DOCUMENT, {f"{number}.tif": b"x" * 1000 for number in range(3)}))
    shared = bytearray(_zip(members))
    entries = [at for at in range(len(shared)) if shared[at : at + 4] == b"PK\x01\x02"]
    for at in entries[1:3]:
        struct.pack_into("<II", shared, at + 20, 1500, 1500)
    assert "claims more bytes than the file has" in _refusal(bytes(shared))


def test_a_container_that_claims_many_members_is_refused():
    claimed = bytearray(PACKED)
    struct.pack_into("<H", claimed, len(claimed) - 12, 65_000)
    assert f"at most {MOST_MEMBERS:,}" in _refusal(bytes(claimed))


def test_a_container_of_a_newer_format_is_refused():
    members = dict(_members())
    members["manifest.json"] = members["manifest.json"].replace(b"confinia/1", b"confinia/2")
    assert "newer version" in _refusal(_zip(sorted(members.items())))


def test_another_file_is_not_taken_for_a_document():
    assert _refusal(b"SQLite format 3\x00" + bytes(100)) == "This is not a Confinia document."


@pytest.mark.parametrize("name", ["document.json", "manifest.json"])
def test_an_attachment_cannot_take_the_place_of_the_document(name):
    with pytest.raises(DocumentRefused):
        pack(DOCUMENT, {name: b"other"})
