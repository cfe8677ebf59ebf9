"""The public keys with which a side signs, as a project pins them."""

import base64
import binascii
from enum import StrEnum
from hashlib import sha256

from msgspec import Struct

from geodata.errors import InvalidFeature
from geodata.model.status import Side

LONGEST_LABEL = 200
"""Characters in the words that say whose key it is."""

_PRIME = 2**255 - 19
_ORDER_8 = 0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7
_SMALL = {0, 1, _PRIME - 1, _PRIME, _PRIME + 1, _ORDER_8, _PRIME - _ORDER_8}
"""The y of points of the curve whose order divides 8 (and two other ways to write them): anything verifies with such
a key, so that whoever holds it could say later that something else was signed."""


class KeyState(StrEnum):
    """Whether a key may sign what comes next."""

    ACTIVE = "active"
    RETIRED = "retired"
    LOST = "lost"


class PublicKey(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One public key of a side.

    `text` is the key as minisign writes it, "RW" and 54 letters of base64; `label` says in words whose it is. `since`
    is the sha256 of the key record that brought it, empty for one that a person pinned. It holds for the documents of
    its side numbered from `first` to `last`, None while there is no end. Raises InvalidFeature.
    """

    text: str
    side: Side
    label: str = ""
    state: KeyState = KeyState.ACTIVE
    since: str = ""
    first: int = 0
    last: int | None = None

    def __post_init__(self) -> None:
        """Refuse a key that cannot be."""
        check_key(self.text)
        check_label(self.label)

    @property
    def id(self) -> str:
        """The number of the key as minisign tells it: 16 hexadecimal digits, in small letters."""
        return key_id(self.text)

    @property
    def raw(self) -> bytes:
        """The 32 bytes of the key itself."""
        return base64.b64decode(self.text)[10:]

    @property
    def fingerprint(self) -> str:
        """The sha256 of the 32 bytes of the key: what is read aloud in words before a key is pinned."""
        return sha256(self.raw).hexdigest()

    def holds_at(self, number: int) -> bool:
        """Whether the side's document of that number in its chain may be signed with it."""
        return self.first <= number and (self.last is None or number <= self.last)


def key_id(text: str) -> str:
    """Return the number of a key written by minisign: 16 hexadecimal digits, in small letters."""
    return base64.b64decode(text)[9:1:-1].hex()


def check_key(text: str) -> None:
    """Raise InvalidFeature for a text that is not a public key as minisign writes it."""
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, ValueError):
        data = b""
    if len(data) != 42 or data[:2] != b"Ed" or base64.b64encode(data).decode() != text:
        raise InvalidFeature("This is not a public key as minisign writes it; ask for the file with the ending .pub.")
    if int.from_bytes(data[10:], "little") & (2**255 - 1) in _SMALL:
        raise InvalidFeature("With this public key anything would verify, so it proves nothing; ask for another key.")


def check_label(label: str) -> None:
    """Raise InvalidFeature for words about a key that are too long or hold control signs."""
    if len(label) > LONGEST_LABEL:
        raise InvalidFeature(f"The label of a key is longer than {LONGEST_LABEL} characters.")
    if not label.isprintable():
        raise InvalidFeature("The label of a key is one line without control signs.")
