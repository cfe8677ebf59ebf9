"""Debian's minisign and this program: each signs with the other's keys and checks what the other signed."""

import random
from pathlib import Path

import pytest

from geodata.changes.container import identity
from geodata.changes.members import Signature
from geodata.changes.signing.keys import public_key_of, unlocked
from geodata.changes.signing.signing import checked, signature_of, trusted_comment
from geodata.errors import Refused
from geodata.model.keys import PublicKey
from geodata.model.status import Side
from tests.geodata.signing_keys import PASSPHRASE, key, minisign, needs_minisign, pair, signature

pytestmark = needs_minisign

DOCUMENT = '{"document":"changes","title":"Сарысу"}'.encode()
COMMENT = trusted_comment("changes", identity(DOCUMENT), Side.A)
VERIFY = ("-V", "-m", "document.json", "-x", "s.minisig", "-p", "a.pub")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "document.json").write_bytes(DOCUMENT)
    (tmp_path / "a.pub").write_text(f"untrusted comment: a\n{key().text}\n", "utf-8")
    (tmp_path / "a.key").write_bytes(pair()[0])
    (tmp_path / "s.minisig").write_bytes(signature(DOCUMENT).data)
    return tmp_path


def test_minisign_verifies_our_signature(folder: Path):
    done = minisign(folder, *VERIFY)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == ["Signature and comment signature verified", f"Trusted comment: {COMMENT}"]


def test_minisign_signs_with_our_secret_key_and_writes_the_same_bytes(folder: Path):
    arguments = ("-S", "-s", "a.key", "-m", "document.json", "-x", "again.minisig", "-t", COMMENT)
    done = minisign(folder, *arguments, said=f"{PASSPHRASE}\n")
    assert done.returncode == 0, done.stderr
    assert (folder / "again.minisig").read_bytes() == signature(DOCUMENT).data


def test_minisign_does_not_open_our_secret_key_with_another_passphrase(folder: Path):
    assert minisign(folder, "-S", "-s", "a.key", "-m", "document.json", said="another\n").returncode != 0


def test_we_sign_with_a_key_that_minisign_made(folder: Path):
    made = minisign(folder, "-G", "-p", "b.pub", "-s", "b.key", said=f"{PASSPHRASE}\n" * 2)
    assert made.returncode == 0, made.stderr
    secret, public = (folder / "b.key").read_bytes(), public_key_of((folder / "b.pub").read_bytes())
    assert public.side is None
    signed = signature_of(DOCUMENT, "base", identity(DOCUMENT), Side.B, secret, PASSPHRASE)
    checked(signed, DOCUMENT, "base", identity(DOCUMENT), PublicKey(text=public.text, side=Side.B))
    (folder / "s.minisig").write_bytes(signed.data)
    assert minisign(folder, *VERIFY[:-1], "b.pub").returncode == 0
    told = f"minisign public key {int(signed.key_id, 16):X}"  # it leaves noughts in front out
    assert told == (folder / "b.pub").read_text("utf-8").splitlines()[0].removeprefix("untrusted comment: ")


def test_a_key_of_minisign_without_a_passphrase_is_refused(folder: Path):
    assert minisign(folder, "-G", "-W", "-p", "c.pub", "-s", "c.key").returncode == 0
    with pytest.raises(Refused, match="has no passphrase"):
        unlocked((folder / "c.key").read_bytes(), PASSPHRASE)


def test_we_verify_what_minisign_signed_with_its_own_key(folder: Path):
    assert minisign(folder, "-G", "-W", "-p", "c.pub", "-s", "c.key").returncode == 0
    done = minisign(folder, "-S", "-s", "c.key", "-m", "document.json", "-x", "c.minisig", "-t", COMMENT)
    assert done.returncode == 0, done.stderr
    public = PublicKey(text=public_key_of((folder / "c.pub").read_bytes()).text, side=Side.A)
    made = Signature(Side.A, public.id, (folder / "c.minisig").read_bytes())
    assert checked(made, DOCUMENT, "changes", identity(DOCUMENT), public) is made


def test_minisign_refuses_any_bit_that_differs_in_what_is_signed(folder: Path):
    chance = random.Random(4)
    for bit in chance.sample(range(8 * len(DOCUMENT)), 40):
        changed = bytearray(DOCUMENT)
        changed[bit // 8] ^= 1 << bit % 8
        (folder / "document.json").write_bytes(changed)
        assert minisign(folder, *VERIFY).returncode != 0, bit
    (folder / "document.json").write_bytes(DOCUMENT)
    data = signature(DOCUMENT).data
    for bit in chance.sample(signed_bits(data), 80):
        changed = bytearray(data)
        changed[bit // 8] ^= 1 << bit % 8
        (folder / "s.minisig").write_bytes(changed)
        assert minisign(folder, *VERIFY).returncode != 0, bit


def signed_bits(data: bytes) -> list[int]:
    """Return the places of the bits that minisign looks at: not those of the first line, nor of the ends of lines of
    base64, of which it does not read the last bits. Our reader wants these as they are, too.
    """
    first, second, third, fourth, _ = (len(line) + 1 for line in data.split(b"\n"))
    spans = [(first, first + second - 3), (first + second, first + second + third)]
    spans.append((first + second + third, first + second + third + fourth - 4))
    return [bit for start, stop in spans for bit in range(8 * start, 8 * stop)]
