"""Documents on disk with the signatures beside them: adding one, and reading who signed."""

from pathlib import Path

from geodata.changes.documents.document import Document, Opened, kind_word, opened
from geodata.changes.members import Signature, sealed
from geodata.changes.signing.keys import side_of_secret
from geodata.changes.signing.signing import signature_of
from geodata.errors import DocumentRefused, Refused
from geodata.io.documents import read_container
from geodata.io.whole import write_whole
from geodata.model.status import Side


def read_opened(path: Path) -> Opened:
    """Return the document in a file with what lies beside it; raise as `read_document` does."""
    data = read_container(path)
    try:
        return opened(data)
    except DocumentRefused as problem:
        raise type(problem)(f"{path.name}: {problem}") from problem


def side_of(document: Document) -> Side | None:
    """Return the side whose document it is, None for one of both."""
    return getattr(document, "side", None)


def sign_file(path: Path, secret: bytes, passphrase: str, side: Side | None = None) -> tuple[Signature, bool]:
    """Add a side's signature to the document in a file; return it, and whether it was there already.

    Without `side` it is that of the document, else that of the key file. Raise Refused for another side's document or
    key, DocumentRefused for a document that is not whole, FileTrouble; the file is then as it was.
    """
    held = read_opened(path)
    document = held.document
    signer = _signer(side_of(document), side, side_of_secret(secret))
    made = signature_of(document.data, kind_word(document), document.sha256, signer, secret, passphrase)
    if made in held.members.signatures:
        return made, True
    others = [each for each in held.members.signatures if each.name != made.name]
    write_whole(path, sealed(document.data, [*others, made], held.members.evidence))
    return made, False


def _signer(of_document: Side | None, said: Side | None, of_key: Side | None) -> Side:
    signer = said or of_document or of_key
    if signer is None:
        raise Refused("Neither the document nor the key file says for which side it is signed; say so (--side).")
    if of_document is not None and signer is not of_document:
        raise Refused(f"The document is of side {of_document}, so that side signs it.")
    if of_key is not None and signer is not of_key:
        raise Refused(f"This is a secret key of side {of_key}; side {signer} signs with its own.")
    return signer
