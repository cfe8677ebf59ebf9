"""Signatures: what is signed stays what it was, to the bit, and a refusal says which of the two was altered."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.changes.container import Unpacked, identity, pack, unpack
from geodata.changes.members import MOST_SIGNATURES, Signature, sealed, sorted_members
from geodata.changes.signing.keys import Written, new_pair, public_key_of, side_of_secret, unlocked
from geodata.changes.signing.signing import check_all, checked, signature_of, trusted_comment
from geodata.errors import ConfiniaError, DocumentRefused, HashMismatch, InvalidFeature, Refused, SignatureRefused
from geodata.model.keys import PublicKey
from geodata.model.status import Side
from tests.geodata.signing_keys import PASSPHRASE, key, pair, signature

DOCUMENT = b'{"document":"changes","side":"A"}'


def check(made: Signature, document: bytes = DOCUMENT, kind: str = "changes", by: PublicKey | None = None) -> Signature:
    return checked(made, document, kind, identity(document), by or key())


def altered(made: Signature, data: bytes) -> Signature:
    return Signature(made.side, made.key_id, data)


def flipped(data: bytes):
    for bit in range(8 * len(data)):
        changed = bytearray(data)
        changed[bit // 8] ^= 1 << bit % 8
        yield bytes(changed)


def test_a_signature_is_good_for_its_document_and_key():
    made = signature(DOCUMENT)
    assert check(made) is made
    assert made.name == f"signature-a-{key().id}.minisig"


def test_the_same_key_and_document_give_the_same_bytes():
    again = signature_of(DOCUMENT, "changes", identity(DOCUMENT), Side.A, pair()[0], PASSPHRASE)
    assert again == signature(DOCUMENT)


def test_no_bit_of_the_document_may_differ():
    for other in flipped(DOCUMENT):
        with pytest.raises(SignatureRefused, match=r"another document, changes .*, or this one was altered since"):
            check(signature(DOCUMENT), other)


def test_no_bit_of_the_signature_may_differ():
    for data in flipped(signature(DOCUMENT).data):
        with pytest.raises(SignatureRefused):
            check(altered(signature(DOCUMENT), data))


def test_a_large_document_is_checked_like_a_small_one():
    large = DOCUMENT + bytes(10_000_000)
    made = signature(large)
    assert check(made, large) is made
    for at in (0, 4_999_999, len(large) - 1):
        with pytest.raises(SignatureRefused, match="or this one was altered since"):
            check(made, large[:at] + bytes([large[at] ^ 1]) + large[at + 1 :])


def test_a_document_altered_under_a_hash_that_was_not_counted_again_is_refused():
    with pytest.raises(SignatureRefused, match="does not fit the document"):
        checked(signature(DOCUMENT), DOCUMENT + b" ", "changes", identity(DOCUMENT), key())


@given(st.integers(0, 300), st.integers(1, 60))
def test_a_signature_cut_short_or_with_something_added_is_refused(at: int, count: int):
    data = signature(DOCUMENT).data
    for other in (data[: -min(count, len(data))], data + b"x" * count, data[:at] + data[at + count :]):
        with pytest.raises(SignatureRefused):
            check(altered(signature(DOCUMENT), other))


@given(st.binary(max_size=400) | st.text(max_size=400).map(str.encode))
def test_whatever_is_called_a_signature_gets_a_sentence(data: bytes):
    with pytest.raises(SignatureRefused, match="is not written as minisign writes one"):
        check(Signature(Side.A, key().id, data))


def test_another_key_of_the_side_is_refused():
    with pytest.raises(SignatureRefused, match="was made with another key"):
        check(signature(DOCUMENT), by=key(Side.A, 1))


def test_another_key_under_the_same_number_is_refused():
    raw = base64.b64decode(key().text)[:10] + key(Side.A, 1).raw
    forged = PublicKey(text=base64.b64encode(raw).decode(), side=Side.A)
    assert forged.id == key().id
    with pytest.raises(SignatureRefused, match=r"was altered, or key .* did not make it"):
        check(signature(DOCUMENT), by=forged)


def test_a_key_of_the_other_side_is_refused():
    same = PublicKey(text=key().text, side=Side.B)
    with pytest.raises(SignatureRefused, match="cannot be checked with a key of side B"):
        check(signature(DOCUMENT), by=same)


def test_a_signature_renamed_to_the_other_side_is_refused():
    made = signature(DOCUMENT)
    same = PublicKey(text=key().text, side=Side.B)
    with pytest.raises(SignatureRefused, match="was made for side A"):
        check(Signature(Side.B, made.key_id, made.data), by=same)


def test_a_signature_of_another_kind_of_document_is_refused():
    with pytest.raises(SignatureRefused, match="of another document, base"):
        check(signature(DOCUMENT, kind="base"))


def test_an_altered_comment_is_told_apart_from_an_altered_signature():
    data = signature(DOCUMENT).data
    with pytest.raises(SignatureRefused, match="The comment of the signature of side A was altered"):
        check(altered(signature(DOCUMENT), data.replace(b"side A", b"side B")))
    first, second, third, fourth, rest = data.split(b"\n")
    other = base64.b64encode(base64.b64decode(second)[:10] + bytes(64))
    with pytest.raises(SignatureRefused, match="The signature of side A was altered"):
        check(altered(signature(DOCUMENT), b"\n".join([first, other, third, fourth, rest])))


def test_comments_of_two_signatures_cannot_be_exchanged():
    mine, other = signature(DOCUMENT).data.split(b"\n"), signature(b"{}").data.split(b"\n")
    with pytest.raises(SignatureRefused, match="was altered"):
        check(altered(signature(DOCUMENT), b"\n".join([*mine[:2], *other[2:]])))


def test_the_name_and_the_inside_name_the_same_key():
    with pytest.raises(SignatureRefused, match="names another key inside than outside"):
        check(Signature(Side.A, "0" * 16, signature(DOCUMENT).data))


def test_the_comment_says_what_is_signed_whatever_the_minor_version():
    assert trusted_comment("changes", "ab" * 32, Side.B) == f"confinia/1 changes {'ab' * 32} for side B"


def test_who_signed_is_told_and_keys_that_nobody_pinned_stand_apart():
    signatures = [signature(DOCUMENT), signature(DOCUMENT, Side.A, 1), signature(DOCUMENT, Side.B)]
    found = check_all(signatures, DOCUMENT, "changes", identity(DOCUMENT), [key(), key(Side.B)])
    assert found.by == (key(), key(Side.B))
    assert found.unknown == (signatures[1],)


def test_a_signature_by_a_key_that_nobody_pinned_must_be_one_at_least():
    made = Signature(Side.A, "0" * 16, b"anything")
    with pytest.raises(SignatureRefused, match="not written as minisign"):
        check_all([made], DOCUMENT, "changes", identity(DOCUMENT), [])


# Beside the document in its container


def test_signing_leaves_the_identity_as_it_was():
    signatures = (signature(DOCUMENT), signature(DOCUMENT, Side.B))
    signed = unpack(sealed(DOCUMENT, signatures, {identity(b"map"): b"map"}))
    assert signed.document == DOCUMENT
    found = sorted_members(signed)
    assert found.signatures == signatures
    assert found.evidence == {identity(b"map"): b"map"}


def test_nothing_beside_a_document_is_the_container_it_had():
    assert sealed(DOCUMENT) == pack(DOCUMENT)


@pytest.mark.parametrize(
    "name",
    [
        "notes.txt",
        "signature-c-0123456789abcdef.minisig",
        "signature-a-0123456789abcde.minisig",
        "evidence-12",
        "a.sig",
    ],
)
def test_a_member_of_another_name_is_refused(name: str):
    with pytest.raises(DocumentRefused, match="a member that this version does not know"):
        sorted_members(Unpacked(DOCUMENT, {name: b""}))


def test_evidence_must_be_what_its_name_says():
    with pytest.raises(HashMismatch, match="does not match its name"):
        sealed(DOCUMENT, (), {identity(b"map"): b"another map"})


def test_signatures_are_bounded_in_number_and_size():
    many = [Signature(Side.A, f"{number:016x}", b"") for number in range(MOST_SIGNATURES + 1)]
    with pytest.raises(SignatureRefused, match="21 signatures; at most 20"):
        sealed(DOCUMENT, many)
    with pytest.raises(SignatureRefused, match="larger than 2,000 bytes"):
        sealed(DOCUMENT, [Signature(Side.A, "0" * 16, bytes(2001))])


# Keys


def test_a_secret_key_opens_with_its_passphrase_only():
    with unlocked(pair()[0], PASSPHRASE) as secret:
        assert secret.get_public_key().to_base64().decode() == key().text
    with pytest.raises(Refused, match="does not open this secret key") as refused:
        unlocked(pair()[0], "another")
    assert "another" not in str(refused.value)


@pytest.mark.parametrize("passphrase", ["", "   ", "a\nb", "\udcff", "x" * 1024])
def test_a_passphrase_that_locks_nothing_is_refused_without_repeating_it(passphrase: str):
    with pytest.raises(Refused) as refused:
        new_pair(passphrase, Side.A)
    assert refused.value.__context__ is None
    assert not passphrase.strip() or passphrase not in str(refused.value)


def test_a_public_key_goes_through_its_file():
    public = Written(key().text, Side.B, "глава группы, Ə")
    assert public_key_of(public.data) == public
    assert public_key_of(public.data.replace(b"\n", b"\r\n")) == public
    assert public_key_of(f"untrusted comment: whatever\n{key().text}".encode()) == Written(key().text)


def test_a_secret_key_says_whose_it_is():
    assert side_of_secret(pair(Side.B)[0]) is Side.B


@given(st.binary(max_size=400) | st.text(max_size=200).map(lambda text: f"untrusted comment: {text}\n{text}".encode()))
def test_whatever_is_called_a_key_gets_a_sentence(data: bytes):
    for read in (public_key_of, lambda data: unlocked(data, PASSPHRASE)):
        with pytest.raises(Refused):
            read(data)


def test_a_key_file_without_end_is_not_read():
    with pytest.raises(Refused, match="not the file of a public key"):
        public_key_of(b"untrusted comment: " + bytes(10**6))


def secret_with(**changed: bytes) -> bytes:
    comment, text, _ = pair()[0].split(b"\n")
    data = bytearray(base64.b64decode(text))
    places = {"lock": 2, "work": 38, "memory": 46}
    for name, value in changed.items():
        data[places[name] : places[name] + len(value)] = value
    return b"\n".join([comment, base64.b64encode(data), b""])


@pytest.mark.parametrize("which", ["work", "memory"])
def test_a_key_that_would_take_a_day_to_open_is_refused_at_once(which: str):
    with pytest.raises(Refused, match="more time and memory"):
        unlocked(secret_with(**{which: b"\xff" * 8}), PASSPHRASE)


def test_a_secret_key_that_nothing_locks_is_refused():
    with pytest.raises(Refused, match="has no passphrase"):
        unlocked(secret_with(lock=b"\0\0"), PASSPHRASE)


SMALL = [
    0,
    1,
    2**255 - 20,
    2**255 - 19,
    2**255 - 18,
    0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7,
]


@pytest.mark.parametrize("y", [*SMALL, *(y | 1 << 255 for y in SMALL)])
def test_a_key_with_which_anything_would_verify_is_refused(y: int):
    text = base64.b64encode(b"Ed" + bytes(8) + y.to_bytes(32, "little")).decode()
    with pytest.raises(InvalidFeature, match="anything would verify"):
        PublicKey(text=text, side=Side.A)


@pytest.mark.parametrize(
    "text", ["", "RW", "x" * 56, "я" * 56, key().text + "=", key().text[:-1], "RU" + key().text[2:]]
)
def test_a_text_that_is_no_key_is_refused(text: str):
    with pytest.raises(ConfiniaError, match="not a public key as minisign writes it"):
        PublicKey(text=text, side=Side.A)


@pytest.mark.parametrize("label", ["x" * 201, "two\nlines", "\u202e"])
def test_the_label_of_a_key_is_one_short_line(label: str):
    with pytest.raises(Refused, match="label"):
        new_pair(PASSPHRASE, Side.A, label)
