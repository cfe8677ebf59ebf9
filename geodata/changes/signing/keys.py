"""Keys on their way: pairs as minisign writes them, the secret half locked with a passphrase.

Both files are those of Debian's `minisign`, so that either side can sign and verify without this program. Passphrases
and secret bytes never stand in a message.
"""

import base64
import re
import struct
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geodata.errors import InvalidFeature, Refused
from geodata.model.keys import check_key, check_label, key_id
from geodata.model.status import Side

if TYPE_CHECKING:
    from minisign import SecretKey

LARGEST_KEY_FILE = 4000
"""Bytes that are read of a key file at most; those of minisign have about 300."""

LONGEST_PASSPHRASE = 1023
"""Bytes of a passphrase: what Debian's minisign reads."""

_COMMENT = "untrusted comment: "
_OURS = re.compile(r"confinia public key [0-9A-F]{16} of side ([AB])(?:, (.*))?|confinia secret key of side ([AB])")
_LOCKED = struct.Struct("<6s32sQQ104s")
_SCRYPT = b"EdScB2"
_WORK, _MEMORY = 2**22, 2**27
"""What opening a key costs: scrypt with N = 2^17, r = 8, p = 1, so 128 MB and half a second."""

_MOST_WORK, _MOST_MEMORY = 2**25, 2**30
"""The costs of keys that minisign makes itself, and the most that is spent on a key of others."""


@dataclass(frozen=True, slots=True)
class Written:
    """A public key as its file has it: the text of the key, and the side and label that it claims, nothing proved."""

    text: str
    side: Side | None = None
    label: str = ""

    @property
    def data(self) -> bytes:
        """The bytes of a file with this key."""
        whose = f" of side {self.side}" + (f", {self.label}" if self.label else "") if self.side else ""
        return f"{_COMMENT}confinia public key {key_id(self.text).upper()}{whose}\n{self.text}\n".encode()


def new_pair(passphrase: str, side: Side, label: str = "") -> tuple[bytes, Written]:
    """Return a new key pair of a side: the file of the locked secret key, and the public key; raise Refused."""
    from minisign import KeyPair

    label = unicodedata.normalize("NFC", label.strip())
    _checked_words(label)
    check_passphrase(passphrase)
    pair = KeyPair.generate()
    public = Written(pair.public_key.to_base64().decode(), side, label)
    with pair.secret_key as secret:
        with _enough_memory():
            secret.encrypt(passphrase, opslimit=_WORK, memlimit=_MEMORY)
        secret.untrusted_comment = f"confinia secret key of side {side}"
        return bytes(secret) + b"\n", public


def check_passphrase(passphrase: str) -> None:
    """Raise Refused for a passphrase with which nothing may be locked."""
    if not passphrase.strip():
        raise Refused("A secret key needs a passphrase; an empty one would leave it open to whoever finds the file.")
    try:
        size = len(passphrase.encode())
    except UnicodeEncodeError:
        size = -1  # said outside, so that the passphrase does not travel with the failure
    if size < 0 or not passphrase.isprintable():
        raise Refused("The passphrase holds signs that cannot be typed on every keyboard; choose letters and words.")
    if size > LONGEST_PASSPHRASE:
        raise Refused(f"The passphrase is longer than {LONGEST_PASSPHRASE:,} bytes.")


def public_key_of(data: bytes) -> Written:
    """Return the public key in the bytes of a file; raise Refused for anything else."""
    comment, text = _two_lines(data, "public")
    try:
        check_key(text)
    except InvalidFeature as problem:
        raise Refused(str(problem)) from problem
    found = _OURS.fullmatch(comment)
    if found is None or found[1] is None:
        return Written(text)
    label = unicodedata.normalize("NFC", found[2] or "")
    _checked_words(label)
    return Written(text, Side(found[1]), label)


def side_of_secret(data: bytes) -> Side | None:
    """Return the side whose secret key it is, None where the file does not say; raise Refused for no secret key."""
    _checked_secret(data)
    comment, _ = _two_lines(data, "secret")
    found = _OURS.fullmatch(comment)
    return Side(found[3]) if found is not None and found[3] else None


def unlocked(data: bytes, passphrase: str) -> "SecretKey":
    """Return a secret key ready to sign, to be used with `with`; raise Refused with what is wrong."""
    from minisign import Error, SecretKey

    check_passphrase(passphrase)
    text = _checked_secret(data)
    key: SecretKey = SecretKey.from_base64(text)
    if not key.is_encrypted():
        raise _open_to_all()
    try:
        with _enough_memory():
            key.decrypt(passphrase)
    except Error:
        raise Refused("The passphrase does not open this secret key; try again, or take the other key.") from None
    return key


def _checked_secret(data: bytes) -> str:
    """Return the key itself once it is known what opening it costs."""
    _, text = _two_lines(data, "secret")
    try:
        algorithms, _, work, memory, _ = _LOCKED.unpack(base64.b64decode(text, validate=True))
    except (ValueError, struct.error):
        raise _no_key("secret") from None
    if algorithms == b"Ed\0\0B2":
        raise _open_to_all()
    if algorithms != _SCRYPT:
        raise _no_key("secret")
    if work > _MOST_WORK or memory > _MOST_MEMORY:
        raise Refused("Opening this secret key would take more time and memory than minisign ever asks for.")
    return text


def _two_lines(data: bytes, which: str) -> tuple[str, str]:
    try:
        lines = data[: LARGEST_KEY_FILE + 1].decode().splitlines()
    except UnicodeDecodeError:
        raise _no_key(which) from None
    if len(data) > LARGEST_KEY_FILE or len(lines) != 2 or not lines[0].startswith(_COMMENT):
        raise _no_key(which)
    return lines[0].removeprefix(_COMMENT), lines[1]


def _no_key(which: str) -> Refused:
    return Refused(f"This is not the file of a {which} key; Confinia and minisign write one with two lines.")


def _open_to_all() -> Refused:
    return Refused("This secret key has no passphrase; give it one with `minisign -C -s FILE`, then sign.")


@contextmanager
def _enough_memory() -> Iterator[None]:
    """Say so when the machine cannot do what the lock of a key asks for."""
    try:
        yield
    except MemoryError:
        raise Refused("This machine has not enough free memory to open the key; close other programs first.") from None


def _checked_words(label: str) -> None:
    try:
        check_label(label)
    except InvalidFeature as problem:
        raise Refused(str(problem)) from problem
