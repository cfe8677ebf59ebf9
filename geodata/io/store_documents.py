"""The documents that a project keeps, byte for byte: bases, what it handed over, what it received, receipts of both."""

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from geodata.errors import Refused
from geodata.io import geopackage
from geodata.io.store_opening import as_bytes

TABLE = "confinia_documents"


class Kept(StrEnum):
    """Why a project keeps something; what the bytes are, beside the hash of a document.

    Bases, exports and what an author left out of a rebase are the bytes of the document alone. What was received, and
    receipts that came, are whole containers with all signatures that were seen. Of a file that could not be read only
    the reason is kept, under the hash of its bytes; likewise of a document that a person refuses, and of one that the
    other side acknowledged.
    """

    BASE = "base"
    EXPORT = "export"
    RECEIVED = "received"
    RECEIPT_IN = "receipt_in"
    RECEIPT_OUT = "receipt_out"
    UNREAD = "unread"
    REFUSAL = "refusal"
    ACKNOWLEDGED = "acknowledged"
    LEFT_OUT = "left_out"


@dataclass(frozen=True, slots=True)
class Document:
    """A document the project keeps: the base it starts from, a change set it exported, one that came."""

    sequence: int
    sha256: str
    data: bytes


Row = tuple[Kept, Document]


def create(db: sqlite3.Connection) -> None:
    """Make the table."""
    columns = "role TEXT NOT NULL, sequence INTEGER NOT NULL, sha256 TEXT NOT NULL, data BLOB NOT NULL"
    geopackage.create_attribute_table(db, TABLE, columns, "Confinia: base and exported change sets")


def keep(db: sqlite3.Connection, role: str, document: Document) -> None:
    """Keep a document in a role."""
    db.execute(
        f"INSERT INTO {TABLE} (role, sequence, sha256, data) VALUES (?, ?, ?, ?)",
        (role, document.sequence, document.sha256, document.data),
    )


def put(db: sqlite3.Connection, rows: Iterable[Row]) -> None:
    """Keep documents in their roles, each in the place of one with its hash; one without bytes is taken out."""
    for role, document in rows:
        db.execute(f"DELETE FROM {TABLE} WHERE role = ? AND sha256 = ?", (role, document.sha256))
        if document.data:
            keep(db, role, document)


def keep_export(db: sqlite3.Connection, document: Document) -> None:
    """Keep a document that left; raise Refused for a number that is not the next of the side's chain."""
    last = next(newest(db, Kept.EXPORT), None)
    if last is not None and document.sequence != last.sequence + 1:
        raise Refused("Change sets and key records are numbered without a gap.")
    keep(db, Kept.EXPORT, document)


def kept(db: sqlite3.Connection, role: str) -> list[Document]:
    """Return the documents of a role by their numbers."""
    sql = f"SELECT sequence, sha256, data FROM {TABLE} WHERE role = ? ORDER BY sequence, fid"
    return [Document(sequence, sha256, as_bytes(data)) for sequence, sha256, data in db.execute(sql, (role,))]


def newest(db: sqlite3.Connection, role: str) -> Iterator[Document]:
    """Return the documents of a role from the highest number down, each read only when it is asked for."""
    rows = db.execute(f"SELECT fid FROM {TABLE} WHERE role = ? ORDER BY sequence DESC, fid DESC", (role,)).fetchall()
    for (fid,) in rows:
        row = db.execute(f"SELECT sequence, sha256, data FROM {TABLE} WHERE fid = ?", (fid,)).fetchone()
        yield Document(row[0], row[1], as_bytes(row[2]))


def is_there(db: sqlite3.Connection) -> bool:
    """Tell whether a database has the table."""
    return geopackage.has_table(db, TABLE)


def unacknowledged(db: sqlite3.Connection) -> list[tuple[int, str]]:
    """Return number and hash of each document that left and of which no receipt came, without reading one."""
    sql = (
        f"SELECT sequence, sha256 FROM {TABLE} WHERE role = ? AND sha256 NOT IN "
        f"(SELECT sha256 FROM {TABLE} WHERE role = ?) ORDER BY sequence"
    )
    return [(int(number), str(sha256)) for number, sha256 in db.execute(sql, (Kept.EXPORT, Kept.ACKNOWLEDGED))]
