"""The keys that a project has pinned: each change is a further row, and nothing is overwritten."""

import sqlite3
from collections.abc import Iterable
from datetime import UTC, datetime

import msgspec
from msgspec import Struct

from geodata.changes.codec import canonical
from geodata.errors import FileDamaged, InvalidFeature, NotFound, Refused
from geodata.io import geopackage
from geodata.model.keys import KeyState, PublicKey
from geodata.model.status import Side

TABLE = "confinia_keys"


class Noted(Struct, frozen=True, kw_only=True):
    """What a project noted of a key: when in UTC, on what ground, and how the key stands since."""

    written: str
    whence: str
    key: PublicKey


def pin(db: sqlite3.Connection, key: PublicKey, whence: str) -> PublicKey:
    """Pin a key of a side and return it; one that is pinned already stays as it is.

    Raise Refused for a key that cannot be pinned.
    """
    for held in keys(db):
        if held.text == key.text and held.side is not key.side:
            raise Refused(f"Key {key.id} is pinned as one of side {held.side} already; one key is of one side.")
        if held.id == key.id and held.text != key.text:
            raise Refused(f"Another key is pinned under the number {key.id}; ask the other side for a new one.")
        if held.text == key.text:
            return _still_good(held)
    take(db, (key,), whence)
    return key


def retire(db: sqlite3.Connection, key_id: str, last: int, whence: str) -> PublicKey:
    """Let a key hold for documents up to the number `last` only; raise NotFound, or Refused where it ended already."""
    found = next((key for key in keys(db) if key.id == key_id), None)
    if found is None:
        raise NotFound(f"No key {key_id} is pinned in this project.")
    retired = msgspec.structs.replace(_still_good(found), state=KeyState.RETIRED, last=last)
    take(db, (retired,), whence)
    return retired


def take(db: sqlite3.Connection, after: Iterable[PublicKey], whence: str) -> None:
    """Note how keys stand, those that stand otherwise than before; the table is made when it is first needed."""
    if not geopackage.has_table(db, TABLE):
        columns = "key_id TEXT NOT NULL, written TEXT NOT NULL, whence TEXT NOT NULL, data BLOB NOT NULL"
        geopackage.create_attribute_table(
            db, TABLE, columns, "Confinia: the keys of both sides, in the order of events"
        )
    before = set(keys(db))
    now = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    rows = [(key.id, now, whence, canonical(key)) for key in after if key not in before]
    db.executemany(f"INSERT INTO {TABLE} (key_id, written, whence, data) VALUES (?, ?, ?, ?)", rows)


def keys(db: sqlite3.Connection) -> tuple[PublicKey, ...]:
    """Return every key that was ever pinned as it stands now, in the order of pinning; raise FileDamaged."""
    standing: dict[tuple[Side, str], PublicKey] = {}
    for noted in history(db):
        standing[noted.key.side, noted.key.id] = noted.key
    return tuple(standing.values())


def history(db: sqlite3.Connection) -> list[Noted]:
    """Return everything noted of keys, in order; raise FileDamaged."""
    if not geopackage.has_table(db, TABLE):
        return []
    rows = db.execute(f"SELECT written, whence, data FROM {TABLE} ORDER BY fid").fetchall()
    try:
        return [
            Noted(written=written, whence=whence, key=msgspec.json.decode(data, type=PublicKey))
            for written, whence, data in rows
        ]
    except (msgspec.MsgspecError, InvalidFeature, UnicodeDecodeError, TypeError) as problem:
        raise FileDamaged(f"The keys kept in the project are not whole: {str(problem).rstrip('.')}.") from problem


def _still_good(key: PublicKey) -> PublicKey:
    if key.state is not KeyState.ACTIVE:
        raise Refused(f"Key {key.id} of side {key.side} is {key.state} and is not taken up again; ask for a new key.")
    return key
