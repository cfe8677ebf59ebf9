"""Finding a document, such as a joint base, by its sha256 among the files beside another."""

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from geodata.changes.container import identity, unpack
from geodata.changes.documents.base import Base
from geodata.changes.documents.document import Document, decoded
from geodata.errors import ConfiniaError
from geodata.io.documents import read_container

ENDING = ".confinia"
_MOST_FILES = 200
_LARGEST = 128 * 2**20


def find_base(sha256: str, beside: Iterable[Path]) -> Base | None:
    """Return the base with this hash from the folders in which `beside` lie, None when it is not there."""
    found = find_document(sha256, beside)
    return found if isinstance(found, Base) else None


def find_document(sha256: str, beside: Iterable[Path]) -> Document | None:
    """Return the document with this hash from the folders in which `beside` lie, None when it is not there.

    At most 200 files are looked at; one that cannot be read or is not what it says is passed over.
    """
    for path in islice(_candidates(beside), _MOST_FILES):
        try:
            inside = unpack(read_container(path)).document
            document = decoded(inside) if identity(inside) == sha256 else None
        except ConfiniaError:
            continue
        if document is not None:
            return document
    return None


def _candidates(beside: Iterable[Path]) -> Iterator[Path]:
    """Documents in the same folders, those that are called a base first."""
    known = {path.absolute() for path in beside}
    for folder in dict.fromkeys(path.parent for path in sorted(known)):
        try:
            found = [
                path for path in folder.iterdir() if path.suffix == ENDING and path not in known and path.is_file()
            ]
        except OSError:
            continue
        for path in sorted(found, key=lambda path: ("base" not in path.name.lower(), path.name)):
            if path.stat().st_size <= _LARGEST:
                yield path
