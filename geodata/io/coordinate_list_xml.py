"""The XML inside a workbook, read strictly bounded: no document type, no entities, no depth, no endless part.

A workbook comes from the other side's machine and is opened before anybody trusts it. The standard library's expat is
asked directly, so that a document type is refused at its first letter; whatever a part claims of its size, not a
byte more than the limit is unpacked.
"""

import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO
from xml.parsers import expat

from geodata.errors import FileForeign, FileTrouble, NotFound, Refused

LARGEST_PART = 256 << 20
"""Bytes of one unpacked part."""

LARGEST_RATIO = 200
"""How much smaller a part may be packed than it is; honest sheets come to 5 to 20."""

_FROM = 4 << 20  # small parts may repeat themselves as much as they like
_MOST_PARTS = 2000
_DEEPEST = 64
_CHUNK = 1 << 16
_OLE = b"\xd0\xcf\x11\xe0"

Started = Callable[[str, dict[str, str]], object]
Ended = Callable[[str], object]
Written = Callable[[str], object]


def opened(file: IO[bytes], name: str) -> zipfile.ZipFile:
    """Return a workbook opened; raise FileForeign for another kind of file, Refused for one with a password."""
    start = file.read(4)
    file.seek(0)
    if start == _OLE:
        raise FileForeign(
            f"{name} has a password, or is a workbook of the old kind (.xls); save it as .xlsx without a password."
        )
    try:
        book = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise FileForeign(f"{name} is no workbook, or a damaged one; save it again as .xlsx.") from None
    parts = book.infolist()
    if any(part.flag_bits & 1 for part in parts):
        raise Refused(f"{name} has a password; save it without one.")
    if len(parts) > _MOST_PARTS:
        raise Refused(f"{name} has {len(parts):,} parts inside; no list of coordinates needs them.")
    return book


def walk(book: zipfile.ZipFile, part: str, started: Started, ended: Ended, written: Written) -> None:
    """Read a part and call back for each element (without its prefix) with its attributes (as they are), and for text.

    Raise NotFound when there is no such part, Refused for one that unpacks to too much, FileTrouble for damaged XML.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    depth = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST:
            raise Refused(f"{part} in the workbook is nested more than {_DEEPEST} deep; no spreadsheet writes that.")
        started(_local(tag), attributes)

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        ended(_local(tag))

    def doctype(*_: object) -> None:
        raise Refused(f"{part} in the workbook declares a document type; no spreadsheet writes that. It was not read.")

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = written
    parser.StartDoctypeDeclHandler = doctype
    try:
        for chunk in _chunks(book, part):
            parser.Parse(chunk, False)  # expat takes it by place only
        parser.Parse(b"", True)
    except expat.ExpatError:
        raise FileTrouble(f"{part} in the workbook is damaged; save the workbook again.") from None


def _chunks(book: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    try:
        info = book.getinfo(part)
    except KeyError:
        raise NotFound(f"The workbook has no {part}; save it again as .xlsx.") from None
    if info.file_size > LARGEST_PART or info.file_size > max(_FROM, LARGEST_RATIO * info.compress_size):
        raise Refused(f"{part} in the workbook unpacks to {info.file_size:,} bytes; no list of coordinates needs them.")
    try:
        with book.open(info) as stream:  # gives no more than the size that was checked
            while chunk := stream.read(_CHUNK):
                yield chunk
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError) as problem:
        raise FileTrouble(f"{part} in the workbook is damaged; save the workbook again.") from problem
    except RuntimeError:  # what zipfile raises for a password
        raise Refused("The workbook has a password; save it without one.") from None


def _local(tag: str) -> str:
    return tag.rpartition(":")[2] if ":" in tag else tag


def read_bytes(path: Path, most: int) -> bytes:
    """Return the bytes of a file; raise NotFound, FileForeign, FileTrouble, or Refused for more than `most`."""
    if path.is_dir():
        raise FileForeign(f"{path} is a folder; name a file in it.")
    if not path.is_file():
        raise NotFound(f"There is no file {path}.")
    try:
        with path.open("rb") as file:
            data = file.read(most + 1)
    except OSError as problem:
        raise FileTrouble(f"{path.name} cannot be read: {problem.strerror}.") from problem
    if len(data) > most:
        raise Refused(f"{path.name} is longer than {most >> 20} MB; divide it.")
    return data
