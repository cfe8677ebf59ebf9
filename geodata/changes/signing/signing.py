"""Signing a document and checking a signature: minisign's format, over the bytes of `document.json`.

A signature is four lines that are written in one way only, so that no bit of it can differ unnoticed: the second line
signs the document (its BLAKE2b, as minisign does by default), the fourth signs the second and the trusted comment. That
comment says which document it is and for which side, so the same key and document always give the same bytes. It proves
who exported a document, and nothing more. resources/formats/signatures.md describes each byte.
"""

import base64
import binascii
import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b

from geodata.changes.members import Signature
from geodata.changes.signing.keys import unlocked
from geodata.errors import Refused, SignatureRefused
from geodata.model.keys import KeyState, PublicKey
from geodata.model.status import Side

UNTRUSTED = "signature from minisign secret key"
"""The first line's words, which sign nothing: those of Debian's minisign, so that both write the same bytes."""

_FIRST, _THIRD = f"untrusted comment: {UNTRUSTED}", "trusted comment: "
_MAJOR = "confinia/1"
"""What the comment calls the format, whatever minor version the document is of."""

_COMMENT = re.compile(r"confinia/1 ([a-z]+) ([0-9a-f]{64}) for side ([AB])")
_PREHASHED = b"ED"


@dataclass(frozen=True, slots=True)
class Read:
    """The parts of a signature: 8 bytes of key number, two signatures of 64 bytes, and the trusted comment."""

    key_id: str
    of_document: bytes
    comment: str
    of_comment: bytes


@dataclass(frozen=True, slots=True)
class Signed:
    """Whose signatures of a document were checked and are good, and those by keys that nobody pinned."""

    by: tuple[PublicKey, ...] = ()
    unknown: tuple[Signature, ...] = ()


def trusted_comment(kind: str, sha256: str, side: Side) -> str:
    """Return the words that a signature of a document of that kind and hash signs with it."""
    return f"{_MAJOR} {kind} {sha256} for side {side}"


def signature_of(document: bytes, kind: str, sha256: str, side: Side, secret: bytes, passphrase: str) -> Signature:
    """Return the signature of a document for a side, with the secret key in a file's bytes; raise Refused."""
    with unlocked(secret, passphrase) as key:
        public = PublicKey(text=key.get_public_key().to_base64().decode(), side=side)
        made = key.sign(
            document, prehash=True, untrusted_comment=UNTRUSTED, trusted_comment=trusted_comment(kind, sha256, side)
        )
    signature = Signature(side, public.id, bytes(made) + b"\n")
    try:
        return checked(signature, document, kind, sha256, public)
    except SignatureRefused as problem:
        raise Refused("The two halves of this secret key do not belong together; make another key.") from problem


def checked(signature: Signature, document: bytes, kind: str, sha256: str, key: PublicKey) -> Signature:
    """Return a signature that is of this document and by this key; raise SignatureRefused with what is wrong.

    `kind` and `sha256` are those of the document. Whether the key held when it was signed, its chain says.
    """
    read = read_signature(signature)
    if signature.side is not key.side:
        raise SignatureRefused(f"{_named(signature)} cannot be checked with a key of side {key.side}.")
    if read.key_id != key.id:
        raise SignatureRefused(f"{_named(signature)} was made with another key than {key.id}.")
    digest = blake2b(document).digest()
    if not _is_by(key, read.of_comment, read.of_document + read.comment.encode()):
        whole = _is_by(key, read.of_document, digest)
        what = "The comment of the signature" if whole else "The signature"
        raise SignatureRefused(f"{what} of side {signature.side} was altered, or key {key.id} did not make it.")
    _check_comment(signature, read.comment, (kind, sha256))
    if not _is_by(key, read.of_document, digest):
        raise SignatureRefused(f"{_named(signature)} does not fit the document: one of the two was altered.")
    return signature


def check_all(
    signatures: Iterable[Signature], document: bytes, kind: str, sha256: str, known: Iterable[PublicKey]
) -> Signed:
    """Return who signed a document; raise SignatureRefused for the first signature that is not good.

    Of one by a key that is not known form and comment are checked: enough to find that it is of another document.
    """
    keys = {(key.side, key.id): key for key in known}
    by: list[PublicKey] = []
    unknown: list[Signature] = []
    for signature in signatures:
        read = read_signature(signature)
        key = keys.get((signature.side, signature.key_id))
        if key is None:
            _check_comment(signature, read.comment, (kind, sha256))
            unknown.append(signature)
            continue
        checked(signature, document, kind, sha256, key)
        by.append(key)
    return Signed(tuple(by), tuple(unknown))


def check_in_force(key: PublicKey, number: int) -> None:
    """Raise SignatureRefused unless a key holds for its side's document of that number, 0 for one in nobody's chain."""
    if key.holds_at(number) if number else key.state is KeyState.ACTIVE:
        return
    start = f"from {key.first} " if key.first else ""
    span = f"{start}on" if key.last is None else f"{start}up to {key.last}"
    which = f"number {number}" if number else "a working paper of today"
    raise SignatureRefused(
        f"Key {key.id} of side {key.side} holds for documents {span} and cannot sign {which}, which needs the key that "
        "holds for it."
    )


def read_signature(signature: Signature) -> Read:
    """Return the parts of a signature that is written as minisign writes it; raise SignatureRefused."""
    try:
        first, second, third, fourth, rest = signature.data.decode("ascii").split("\n")
        head, of_comment = base64.b64decode(second, validate=True), base64.b64decode(fourth, validate=True)
    except (ValueError, binascii.Error):
        raise _malformed(signature) from None
    again = (_FIRST, base64.b64encode(head).decode(), third, base64.b64encode(of_comment).decode(), "")
    if (first, second, third, fourth, rest) != again or not third.startswith(_THIRD) or not third.isprintable():
        raise _malformed(signature)
    if len(head) != 74 or head[:2] != _PREHASHED or len(of_comment) != 64:
        raise _malformed(signature)
    read = Read(head[9:1:-1].hex(), head[10:], third.removeprefix(_THIRD), of_comment)
    if read.key_id != signature.key_id:
        raise SignatureRefused(f"{_named(signature)} names another key inside than outside; it was altered or renamed.")
    return read


def _check_comment(signature: Signature, comment: str, wanted: tuple[str, str]) -> None:
    found = _COMMENT.fullmatch(comment)
    if found is None:
        raise SignatureRefused(f"{_named(signature)} does not say which document it is of; sign with Confinia's words.")
    if found[3] != signature.side:
        raise SignatureRefused(f"{_named(signature)} was made for side {found[3]}.")
    if (found[1], found[2]) != wanted:
        other = f"{found[1]} {found[2][:12]}"
        raise SignatureRefused(f"{_named(signature)} is of another document, {other}, or this one was altered since.")


def _is_by(key: PublicKey, signature: bytes, message: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(key.raw).verify(signature, message)
    except InvalidSignature:
        return False
    return True


def _named(signature: Signature) -> str:
    return f"The signature of side {signature.side} by key {signature.key_id}"


def _malformed(signature: Signature) -> SignatureRefused:
    return SignatureRefused(f"{_named(signature)} is not written as minisign writes one; it was damaged or altered.")
