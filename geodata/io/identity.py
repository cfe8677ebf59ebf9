"""Identifiers made from a source, so that both sides make the same of the same file."""

import hashlib
from collections.abc import Callable
from uuid import UUID

from geodata.model.feature import Kind

_NAMESPACE = UUID("6f0d9b0e-6a55-5a0c-9d2e-7c1f4b8e2a31")


def identity_of(sha256: str, layer: str, kind: Kind) -> Callable[[str], str]:
    """Return what makes a UUID (version 5, RFC 9562) of a source identifier; uuid5 takes a second for 100,000."""
    start = hashlib.sha1(_NAMESPACE.bytes + f"{sha256}\n{layer}\n".encode())

    def identity(source_id: str) -> str:
        whole = start.copy()
        whole.update(f"{source_id}\n{kind.value}".encode())
        text = whole.hexdigest()
        variant = "89ab"[int(text[16], 16) & 3]
        return f"{text[:8]}-{text[8:12]}-5{text[13:16]}-{variant}{text[17:20]}-{text[20:32]}"

    return identity
