"""What lies beside a document in its container: signatures and evidence, by the names that say which is which.

Neither is part of the document: its identity stays the sha256 of its own bytes, whoever signs it afterwards.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from geodata.changes.container import Unpacked, identity, pack
from geodata.errors import DocumentRefused, HashMismatch, SignatureRefused
from geodata.model.status import Side

MOST_SIGNATURES = 20
LARGEST_SIGNATURE = 2000
"""Bytes in one signature at most; ours have about 350."""

_SIGNATURE = re.compile(r"signature-([ab])-([0-9a-f]{16})\.minisig")
_EVIDENCE = re.compile(r"evidence-([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Signature:
    """A detached minisign signature of one side, not yet checked; `key_id` is 16 hexadecimal digits as minisign's."""

    side: Side
    key_id: str
    data: bytes

    @property
    def name(self) -> str:
        """The name of its member."""
        return f"signature-{self.side.lower()}-{self.key_id}.minisig"


@dataclass(frozen=True, slots=True)
class Members:
    """What lies beside a document: signatures in the order of their names, evidence by its sha256."""

    signatures: tuple[Signature, ...] = ()
    evidence: Mapping[str, bytes] = field(default_factory=dict)


def sorted_members(unpacked: Unpacked) -> Members:
    """Return what lies beside the document of a container, each by what it is.

    Raise DocumentRefused for a member that is neither, SignatureRefused for too many or too large signatures,
    HashMismatch for evidence that is not what its name says.
    """
    signatures: list[Signature] = []
    evidence: dict[str, bytes] = {}
    for name, data in sorted(unpacked.attachments.items()):
        if found := _SIGNATURE.fullmatch(name):
            signatures.append(_signature(Side(found[1].upper()), found[2], data))
        elif found := _EVIDENCE.fullmatch(name):
            evidence[found[1]] = _evidence(found[1], data)
        else:
            raise DocumentRefused(f"The container has a member that this version does not know: {name}.")
    _check_number(signatures)
    return Members(tuple(signatures), evidence)


def sealed(document: bytes, signatures: Iterable[Signature] = (), evidence: Mapping[str, bytes] | None = None) -> bytes:
    """Return the one container of a document with what belongs to it; raise as `sorted_members` does."""
    held = {one.name: one.data for one in signatures}
    held |= {f"evidence-{hash_}": data for hash_, data in (evidence or {}).items()}
    sorted_members(Unpacked(document, held))
    return pack(document, held)


def _signature(side: Side, key_id: str, data: bytes) -> Signature:
    if len(data) > LARGEST_SIGNATURE:
        raise SignatureRefused(f"A signature of side {side} is larger than {LARGEST_SIGNATURE:,} bytes.")
    return Signature(side, key_id, data)


def _check_number(signatures: list[Signature]) -> None:
    if len(signatures) > MOST_SIGNATURES:
        raise SignatureRefused(f"The document has {len(signatures):,} signatures; at most {MOST_SIGNATURES} are read.")


def _evidence(hash_: str, data: bytes) -> bytes:
    if identity(data) != hash_:
        raise HashMismatch(f"The evidence {hash_[:12]} does not match its name; the file was damaged or altered.")
    return data
