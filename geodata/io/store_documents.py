"""The documents that a project keeps: the bases it started from and what it exported, byte for byte."""

import sqlite3
from dataclasses import dataclass

from geodata.io import geopackage
from geodata.io.store_opening import as_bytes

TABLE = "confinia_documents"


@dataclass(frozen=True, slots=True)
class Document:
    """A document the project keeps: the base it starts from, or a change set it exported."""

    sequence: int
    sha256: str
    data: bytes


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


def kept(db: sqlite3.Connection, role: str) -> list[Document]:
    """Return the documents of a role by their numbers."""
    sql = f"SELECT sequence, sha256, data FROM {TABLE} WHERE role = ? ORDER BY sequence, fid"
    return [Document(sequence, sha256, as_bytes(data)) for sequence, sha256, data in db.execute(sql, (role,))]
