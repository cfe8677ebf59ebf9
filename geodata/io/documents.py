"""Documents on disk: read with a limit, written so that a half-written one is never under its name."""

from pathlib import Path

from geodata.changes.container import DOCUMENT, LARGEST_CONTAINER, pack, unpack
from geodata.changes.documents.base import Base
from geodata.changes.documents.changeset import ChangeSet
from geodata.changes.documents.document import Document, called, document_of, packed
from geodata.changes.documents.merge_document import Merge
from geodata.errors import DocumentRefused, FileForeign, FileTrouble, NotFound
from geodata.io.whole import write_whole

_START = pack(b"")[: 30 + len(DOCUMENT)]
"""How a container begins: its first member's header, of which the middle differs, and that member's name."""


def read_document(path: Path) -> Document:
    """Return the base or change set in a file, checked by itself.

    Raise NotFound, FileTrouble, or DocumentRefused with the file's name and the first thing wrong with it.
    """
    data = read_container(path)
    try:
        return document_of(data)
    except DocumentRefused as problem:
        raise type(problem)(f"{path.name}: {problem}") from problem


def read_base(path: Path) -> Base:
    """Return the joint base in a file; raise as `read_document` does, and DocumentRefused for a change set."""
    document = read_document(path)
    if not isinstance(document, Base):
        raise DocumentRefused(f"{path.name} is {called(document)}, not a joint base.")
    return document


def read_change_set(path: Path) -> ChangeSet:
    """Return the change set in a file; raise as `read_document` does, and DocumentRefused for a joint base."""
    document = read_document(path)
    if not isinstance(document, ChangeSet):
        raise DocumentRefused(f"{path.name} is {called(document)}, not a change set.")
    return document


def read_merge(path: Path) -> Merge:
    """Return the merge in a file; raise as `read_document` does, and DocumentRefused for anything else."""
    document = read_document(path)
    if not isinstance(document, Merge):
        raise DocumentRefused(f"{path.name} is {called(document)}, not a merge.")
    return document


def read_container(path: Path) -> bytes:
    """Return the bytes of a file that is no larger than a document may be; raise NotFound or FileTrouble."""
    if path.is_dir():
        raise FileForeign(f"{path} is a folder; name a document in it.")
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_CONTAINER + 1)
    except FileNotFoundError:
        raise NotFound(f"There is no file {path}.") from None
    except OSError as problem:
        raise FileTrouble(f"{path.name} cannot be read: {problem.strerror}.") from problem
    if len(data) > LARGEST_CONTAINER:
        raise FileForeign(f"{path.name} is larger than any document of Confinia ({LARGEST_CONTAINER >> 20} MB).")
    return data


def write_document(path: Path, document: Document) -> None:
    """Write a document under a name: whole and read back, or not at all; an earlier one of its sort is replaced.

    A file that holds this document already stays as it is, with the signatures beside it. Raise FileForeign when
    something else, or a document of another sort or side, has that name, FileTrouble when it cannot be written.
    """
    _check_replaceable(path, document)
    if not _holds(path, document):
        write_whole(path, packed(document))


def write_container(path: Path, container: bytes) -> None:
    """Write the container of a document under a name; raise as `write_document` does."""
    if path.exists():
        _check_replaceable(path, document_of(container))
    write_whole(path, container)


def _holds(path: Path, document: Document) -> bool:
    try:
        return path.exists() and unpack(read_container(path)).document == document.data
    except DocumentRefused:
        return False


def _check_replaceable(path: Path, document: Document) -> None:
    if path.is_dir():
        raise FileForeign(f"{path.name} is a folder; name a file.")
    if not path.exists():
        return
    try:
        with path.open("rb") as file:
            start = file.read(len(_START))
    except OSError as problem:
        raise FileTrouble(f"{path.name} cannot be read: {problem.strerror}.") from problem
    if start and (start[:4], start[30:]) != (_START[:4], _START[30:]):
        raise FileForeign(f"{path.name} exists and is not a Confinia document; it was not touched.")
    try:
        there = read_document(path)
    except DocumentRefused:
        return  # damaged, or cut short
    if _sort(there) != _sort(document):
        raise FileForeign(f"{path.name} is {called(there)}; it was not touched. Choose another name.")


def _sort(document: Document) -> tuple[object, ...]:
    """What a document may take the place of: an earlier one of the same kind and side."""
    return type(document), getattr(document, "side", None), getattr(document, "draft", None)
