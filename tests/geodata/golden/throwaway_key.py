"""A throw-away key for golden files: everybody can read its secret half here, so that what it signed proves nothing.

The signature is put together as minisign's documentation tells, not by the program, so that the two check each other.
"""

import base64
from hashlib import blake2b, sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from geodata.changes.members import Signature
from geodata.model.keys import PublicKey
from geodata.model.status import Side

SECRET = sha256(b"confinia golden files, a throw-away key").digest()
NUMBER = bytes.fromhex("00000000c0ffee01")
"""The number of the key, as its bytes stand in the files; minisign shows them the other way round."""

_KEY = Ed25519PrivateKey.from_private_bytes(SECRET)
PUBLIC = PublicKey(
    text=base64.b64encode(b"Ed" + NUMBER + _KEY.public_key().public_bytes_raw()).decode(),
    side=Side.A,
    label="Throw-away",
)


def signed(document: bytes, kind: str) -> Signature:
    """Return the signature of a document for side A; the same bytes each time."""
    head = _KEY.sign(blake2b(document).digest())
    comment = f"confinia/1 {kind} {sha256(document).hexdigest()} for side A"
    lines = (
        "untrusted comment: signature from minisign secret key",
        base64.b64encode(b"ED" + NUMBER + head).decode(),
        f"trusted comment: {comment}",
        base64.b64encode(_KEY.sign(head + comment.encode())).decode(),
        "",
    )
    return Signature(Side.A, PUBLIC.id, "\n".join(lines).encode())
