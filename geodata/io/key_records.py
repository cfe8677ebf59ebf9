"""Key records handed over and taken: the next link of a side's chain, and what it does to the pinned keys."""

from pathlib import Path

from msgspec.structs import replace

from geodata.changes.documents.document import decoded
from geodata.changes.documents.key_record import Act, KeyRecord, key_after, key_record
from geodata.changes.members import Signature
from geodata.errors import DocumentRefused
from geodata.io.documents import write_document
from geodata.io.handover import chain_reached
from geodata.io.keys_noted import noted_as
from geodata.io.signed_files import read_opened
from geodata.io.store import Store
from geodata.model.keys import PublicKey


def next_key_record(store: Store, text: str, act: Act, replaces: str = "", reason: str = "") -> tuple[KeyRecord, bool]:
    """Return the record that brings a key of the project's side, and whether it is the one that left last.

    Raise DocumentRefused for a record that cannot be.
    """
    key = PublicKey(text=text, side=store.settings.side)
    reached = chain_reached(store)
    made = key_record(key, act, replaces, reason, reached.sequence + 1, reached.sha256)
    sent = store.exports()
    last = decoded(sent[-1].data) if sent else None
    if isinstance(last, KeyRecord) and replace(made, sequence=last.sequence, previous=last.previous) == last:
        return last, True
    return made, False


def write_key_record(
    store: Store, path: Path, text: str, act: Act, replaces: str = "", reason: str = ""
) -> tuple[KeyRecord, bool]:
    """Write the record to a file, to be signed there, and remember that it left; return it as `next_key_record` does.

    Raise DocumentRefused or FileTrouble.
    """
    record, again = next_key_record(store, text, act, replaces, reason)
    write_document(path, record)
    if not again:
        store.add_export(record.sequence, record.sha256, record.data)
    return record, again


def take_key_record(store: Store, path: Path) -> tuple[PublicKey, ...]:
    """Take the key record in a file into the pinned keys of a project, and return those that stand otherwise since.

    Raise DocumentRefused for another document, SignatureRefused when it is not signed as it must be or brings a key
    that a person has to pin first, FileTrouble.
    """
    held = read_opened(path)
    if not isinstance(held.document, KeyRecord):
        raise DocumentRefused(f"{path.name} is no key record.")
    return take_record(store, held.document, held.members.signatures)


def take_record(store: Store, record: KeyRecord, signatures: tuple[Signature, ...]) -> tuple[PublicKey, ...]:
    """Take a key record that was read into the pinned keys; return and raise as `take_key_record` does."""
    before = store.pinned_keys()
    after = key_after(before, record, signatures)
    changed = tuple(key for key in after if key not in before)
    if changed:
        store.take_keys(changed, noted_as(record))
    return changed
