"""What goes beside a document that leaves: the signature of its side, and evidence that a source cites."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from geodata.changes.container import LARGEST_CONTAINER, identity
from geodata.changes.documents.document import Document, kind_word, opened
from geodata.changes.documents.evidence import cited
from geodata.changes.members import Members, Signature, sealed
from geodata.changes.signing.keys import side_of_secret
from geodata.changes.signing.signing import signature_of
from geodata.changes.verifying.proof import proved
from geodata.errors import DocumentRefused, FileForeign, FileTrouble, NotFound, Refused
from geodata.io.documents import read_container, write_container, write_document
from geodata.model.keys import PublicKey
from geodata.model.status import Side


@dataclass(frozen=True, slots=True)
class Seal:
    """The file of a secret key and what opens it; neither is ever shown."""

    secret: bytes = field(repr=False)
    passphrase: str = field(repr=False)


def container_of(
    document: Document,
    side: Side,
    seal: Seal | None = None,
    evidence: Mapping[str, bytes] | None = None,
    pinned: Iterable[PublicKey] = (),
) -> bytes:
    """Return the container of a document of a side, signed where there is a seal; raise as `signature_by` does."""
    signatures = [signature_by(document, side, seal, pinned)] if seal is not None else []
    container = sealed(document.data, signatures, evidence)
    if len(container) > LARGEST_CONTAINER:
        raise Refused(f"With its evidence the document would be larger than {LARGEST_CONTAINER >> 20} MB.")
    return container


def write_sealed(
    path: Path,
    document: Document,
    side: Side,
    seal: Seal | None,
    evidence: Mapping[str, bytes] | None = None,
    pinned: Iterable[PublicKey] = (),
) -> None:
    """Write a document of a side to a file, signed where there is a seal, with its evidence.

    Signatures beside the same document in that file stay, and evidence that the document cites itself. `pinned` are the
    keys of the project. Raise Refused, SignatureRefused, DocumentRefused or FileTrouble.
    """
    if seal is None and not evidence:
        write_document(path, document)
        return
    made = opened(container_of(document, side, seal, evidence, pinned)).members
    there = _members_there(path, document)
    signatures = {each.name: each for each in (*there.signatures, *made.signatures)}
    kept = {hash_: data for hash_, data in there.evidence.items() if hash_ in cited(document)}
    write_container(path, sealed(document.data, signatures.values(), {**kept, **made.evidence}))


def _members_there(path: Path, document: Document) -> Members:
    try:
        held = opened(read_container(path)) if path.is_file() else None
    except DocumentRefused:
        held = None
    return held.members if held is not None and held.document.data == document.data else Members()


def signature_by(document: Document, side: Side, seal: Seal, pinned: Iterable[PublicKey] = ()) -> Signature:
    """Return the signature of a side; raise Refused for another side's key, or one that does not open.

    Raise SignatureRefused for a pinned key that does not hold for the document: over there it would be refused.
    """
    of_key = side_of_secret(seal.secret)
    if of_key is not None and of_key is not side:
        raise Refused(f"This is a secret key of side {of_key}; side {side} signs with its own.")
    made = signature_of(document.data, kind_word(document), document.sha256, side, seal.secret, seal.passphrase)
    proved(document, [made], pinned)
    return made


def evidence_of(files: Iterable[Path], allowed: Mapping[str, str]) -> dict[str, bytes]:
    """Return the files by the hash under which they travel, which is all that is told of them.

    `allowed` are the hashes that may leave. Raise Refused naming a file that no source cites, NotFound or FileTrouble.
    """
    found: dict[str, bytes] = {}
    for file in files:
        data = read_evidence(file)
        hash_ = identity(data)
        if hash_ not in allowed:
            raise Refused(
                f"{file.name} is cited by no source in the document or in its base, so it stays here; enter it as a "
                "source first (source --file)."
            )
        found[hash_] = data
    return found


def read_evidence(file: Path) -> bytes:
    """Return the bytes of a file to be cited or to travel; raise FileForeign, Refused, NotFound or FileTrouble."""
    if file.is_dir():
        raise FileForeign(f"{file} is a folder; name a file in it.")
    try:
        if file.stat().st_size > LARGEST_CONTAINER:
            raise Refused(f"{file.name} is larger than {LARGEST_CONTAINER >> 20} MB and cannot travel in a document.")
        return file.read_bytes()
    except FileNotFoundError:
        raise NotFound(f"There is no file {file}.") from None
    except OSError as problem:
        raise FileTrouble(f"{file.name} cannot be read: {problem.strerror}.") from problem
