"""What key records did to the pinned keys, as a project notes it, so that it can be taken back.

Which of the other side's records count follows from all that came, each time anew: one that was taken and whose number
turns out to be given twice counts no more, as if both had come at once.
"""

from collections.abc import Iterable

from msgspec.structs import replace

from geodata.changes.documents.key_record import KeyRecord
from geodata.changes.verifying.proof import Keys
from geodata.io.store import Store
from geodata.model.keys import KeyState, PublicKey, key_id


def noted_as(record: KeyRecord, counts: bool = True) -> str:
    """Return how a project notes what a key record did to a key, or that it does not count any more."""
    undone = "" if counts else ", does not count any more: its number is not settled"
    return f"key record {record.sequence} of side {record.side}, {record.sha256[:12]}{undone}"


def keys_apart_from(store: Store, records: Iterable[KeyRecord]) -> tuple[PublicKey, ...]:
    """Return the pinned keys as they stand without what these key records did to them."""
    records = tuple(records)
    told = {noted_as(record, counts) for record in records for counts in (True, False)}
    by_hand = [noted.key for noted in store.key_history() if noted.whence not in told]
    return tuple({(key.side, key.id): key for key in by_hand}.values())


def keep_keys(store: Store, now: Keys, records: Iterable[KeyRecord]) -> None:
    """Let the pinned keys stand as these key records leave them, of which some may not count, or not any more."""
    pinned, stand = store.pinned_keys(), {(key.side, key.id): key for key in now.known}
    records = tuple(records)
    for held in pinned:
        if (held.side, held.id) not in stand:  # whose record does not count any more
            stand[held.side, held.id] = replace(held, state=KeyState.RETIRED, last=max(held.first - 1, 0))
    for key in stand.values():
        if key not in pinned:
            store.take_keys([key], _ground(key, now, records))


def _ground(key: PublicKey, now: Keys, records: Iterable[KeyRecord]) -> str:
    made = now.made.get(key)
    if made is not None:
        return noted_as(made)
    undone = next(each for each in records if key.id in (each.replaces, key_id(each.key)) and each.side is key.side)
    return noted_as(undone, counts=False)
