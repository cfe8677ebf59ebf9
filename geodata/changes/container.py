"""The container of every document that travels: a ZIP that is written in one way only, so that it can be read in one.

Members lie one after another without compression, sorted by name, dated 1980, without comments or extra fields; then
the directory, then the end. `document.json` is the document, `manifest.json` lists the sha256 of every other member.
The reader does not trust a ZIP library: it walks the directory itself, and packing what it found must give the same
bytes. resources/formats/container.md describes each byte.
"""

import re
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Annotated

from msgspec import Meta, Struct

from geodata.changes.codec import canonical, decode
from geodata.errors import DocumentRefused, HashMismatch

FORMAT = "confinia/1"
"""The name of the format; another number after the stroke is another format, one after a dot a newer minor version."""

DOCUMENT, MANIFEST = "document.json", "manifest.json"

Sha256 = Annotated[str, Meta(pattern="^[0-9a-f]{64}$", max_length=64)]
Sha256OrNone = Annotated[str, Meta(pattern="^([0-9a-f]{64})?$", max_length=64)]
Number = Annotated[int, Meta(ge=1)]

MOST_MEMBERS = 1000
LARGEST_CONTAINER = 256 * 2**20
"""Bytes in one container at most."""

_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_FORMAT = re.compile(re.escape(FORMAT) + r"(?:\.([1-9][0-9]{0,3}))?")
_NEWER = re.compile(r"confinia/[0-9]")
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,119}")
_VERSION, _UNIX, _STORED, _NEW_YEAR_1980, _PLAIN_FILE = 20, 3 << 8, 0, 33, 0o100644 << 16


class Manifest(Struct, frozen=True, kw_only=True):
    """The list of members: the sha256 of each by its name."""

    format: str
    members: dict[str, Sha256]


@dataclass(frozen=True, slots=True)
class Unpacked:
    """What a container holds: the bytes of the document and, by name, what is attached to it."""

    document: bytes
    attachments: Mapping[str, bytes] = field(default_factory=dict)


def identity(document: bytes) -> str:
    """Return the sha256 by which a document is known: that of its own bytes, whatever it is packed with."""
    return sha256(document).hexdigest()


def pack(document: bytes, attachments: Mapping[str, bytes] | None = None) -> bytes:
    """Return the one container of a document and its attachments; raise DocumentRefused for a name not allowed."""
    members = {DOCUMENT: document, **(attachments or {})}
    if MANIFEST in members or DOCUMENT in (attachments or {}):
        raise DocumentRefused("An attachment cannot be called like the document or the manifest.")
    for name in members:
        _check_name(name.encode())
    listed = Manifest(format=FORMAT, members={name: identity(data) for name, data in members.items()})
    return b"".join(_parts({**members, MANIFEST: canonical(listed)}))


def unpack(data: bytes) -> Unpacked:
    """Return what a container holds; raise DocumentRefused or HashMismatch with the first thing that is wrong."""
    if data[:4] != b"PK\x03\x04":
        raise DocumentRefused("This is not a Confinia document.")
    if len(data) > LARGEST_CONTAINER:
        raise DocumentRefused(f"The document is larger than {LARGEST_CONTAINER >> 20} MB.")
    members = _members(data)
    for name in (DOCUMENT, MANIFEST):
        if name not in members:
            raise DocumentRefused(f"The container has no {name}, so it is not a Confinia document.")
    manifest = members.pop(MANIFEST)
    _check_manifest(manifest, members)
    if not _is_zipped({**members, MANIFEST: manifest}, data):
        raise _repacked()
    return Unpacked(members.pop(DOCUMENT), members)


def _check_manifest(data: bytes, members: Mapping[str, bytes]) -> None:
    manifest = decode(data, Manifest)
    if manifest.format != FORMAT:
        minor_of(manifest.format)
        raise DocumentRefused("The manifest names a format that no manifest has.")
    for name in sorted(members.keys() ^ manifest.members.keys()):
        where = "is not in the manifest" if name in members else "is in the manifest but not in the container"
        raise HashMismatch(f"The member {name!a} {where}.")
    for name, content in members.items():
        if identity(content) != manifest.members[name]:
            raise HashMismatch(f"The member {name} does not match its checksum; the file was damaged or altered.")


def minor_of(name: str) -> int:
    """Return the minor version that a format names; raise DocumentRefused for another format, or a newer major one."""
    if found := _FORMAT.fullmatch(name):
        return int(found[1] or 0)
    if _NEWER.match(name):
        raise DocumentRefused("The document was written by a newer version of Confinia; use that one to read it.")
    raise DocumentRefused("This is not a Confinia document.")


def _check_name(raw: bytes) -> str:
    name = raw.decode("ascii", "replace")
    if not _NAME.fullmatch(name):
        raise DocumentRefused(f"The container has a member with a name that is not allowed: {name[:80]!a}.")
    return name


def _members(data: bytes) -> dict[str, bytes]:
    """Walk the directory; every place it names must lie within the data."""
    count, at = _directory(data)
    members: dict[str, bytes] = {}
    claimed = 0
    for _ in range(count):
        if at + _CENTRAL.size > len(data):
            raise _broken()
        head = _CENTRAL.unpack_from(data, at)
        if head[0] != b"PK\x01\x02":
            raise _broken()
        size, name_length, start = head[9], head[10], head[16]
        name = _check_name(data[at + _CENTRAL.size : at + _CENTRAL.size + name_length])
        if name in members:
            raise DocumentRefused(f"The container has two members called {name}.")
        _check_plain(name, head)
        first, claimed = start + _LOCAL.size + name_length, claimed + size
        if first + size > len(data) or claimed > len(data):  # members that share their bytes would grow without end
            raise DocumentRefused(f"The member {name} claims more bytes than the file has.")
        members[name] = data[first : first + size]
        at += _CENTRAL.size + name_length
    return members


def _directory(data: bytes) -> tuple[int, int]:
    """Return how many members there are and where the directory starts."""
    if len(data) < _LOCAL.size + _CENTRAL.size + _END.size or data[-_END.size :][:4] != b"PK\x05\x06":
        raise _broken()
    count, start = _END.unpack(data[-_END.size :])[4], _END.unpack(data[-_END.size :])[6]
    if count > MOST_MEMBERS:
        raise DocumentRefused(f"The container claims {count:,} members; at most {MOST_MEMBERS:,} are read.")
    return count, start


def _check_plain(name: str, head: tuple[int, ...]) -> None:
    flags, method, packed, size, extra, comment = head[3], head[4], head[8], head[9], head[11], head[12]
    if flags & 1:
        raise DocumentRefused(f"The member {name} is encrypted; documents are sent readable.")
    if method != _STORED or packed != size:
        raise DocumentRefused(f"The member {name} is compressed; ask for the file as it was written.")
    if extra or comment:
        raise _repacked()


def _broken() -> DocumentRefused:
    return DocumentRefused("The file is cut short, or something was added to it; ask for it again.")


def _repacked() -> DocumentRefused:
    return DocumentRefused("The container was packed again by another program; ask for the file as it was written.")


def _is_zipped(members: Mapping[str, bytes], data: bytes) -> bool:
    """Whether these members make that container, found out without making it a second time."""
    at, held = 0, memoryview(data)
    for part in _parts(members):
        if held[at : at + len(part)] != part:
            return False
        at += len(part)
    return at == len(data)


def _parts(members: Mapping[str, bytes]) -> list[bytes]:
    parts, directory, at = [], [], 0
    for name, data in sorted(members.items()):
        raw, crc, size = name.encode(), zlib.crc32(data), len(data)
        common = (0, _STORED, 0, _NEW_YEAR_1980, crc, size, size, len(raw), 0)
        parts += [_LOCAL.pack(b"PK\x03\x04", _VERSION, *common), raw, data]
        directory += [_CENTRAL.pack(b"PK\x01\x02", _UNIX | _VERSION, _VERSION, *common, 0, 0, 0, _PLAIN_FILE, at), raw]
        at += _LOCAL.size + len(raw) + size
    tail = b"".join(directory)
    end = _END.pack(b"PK\x05\x06", 0, 0, len(members), len(members), len(tail), at, 0)
    return [*parts, tail, end]
