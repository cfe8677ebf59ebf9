"""Fields that hold several entries: a change of one names only the entries that go and those that come."""

from collections import deque
from collections.abc import Callable, Sequence
from typing import Any

from geodata.errors import DocumentRefused
from geodata.model.names import Name
from geodata.model.segment import Standing

Entries = tuple[Any, ...]


def _start(entry: Standing) -> int:
    return entry.stretch.start.at


def _heading(entry: Sequence[Any]) -> Any:
    return entry[0]


def _user(entry: Name) -> tuple[str, str]:
    return entry.language, entry.used_by


def _itself(entry: str) -> str:
    return entry


KEYS: dict[str, Callable[[Any], Any]] = {
    "position_a": _start,
    "position_b": _start,
    "names": _user,
    "attributes": _heading,
    "sources": _itself,
}
"""The fields that hold entries, and what makes a new entry take the place of an old one."""

_ORDERED = {"position_a", "position_b", "sources"}
"""Fields whose entries stand in the order of their keys; in the others each stands where it was put."""


def exchanged(name: str, old: Entries, new: Entries) -> tuple[Entries, Entries]:
    """Return the entries that go and those that come, so that `laid` makes `new` of `old` with them."""
    before, after = set(old), set(new)
    gone = tuple(entry for entry in old if entry not in after)
    come = tuple(entry for entry in new if entry not in before)
    return (gone, come) if laid(name, old, gone, come) == new else (old, new)


def laid(name: str, held: Entries, gone: Entries, come: Entries) -> Entries:
    """Return the entries of a field after a change; raise DocumentRefused when one that goes is not there.

    One that comes takes the place of one with its key that goes, or stands last; positions and sources are in the
    order of their keys. Where nothing stays, what comes stands as it was written.
    """
    going = set(gone)
    if not going <= set(held):
        raise DocumentRefused(f"What is to be taken out of {name} is not in it.")
    if going.issuperset(held):
        return come
    key = KEYS[name]
    waiting: dict[Any, deque[Any]] = {}
    for entry in come:
        waiting.setdefault(key(entry), deque()).append(entry)
    found = []
    for entry in held:
        if entry not in going:
            found.append(entry)
        elif place := waiting.get(key(entry)):
            found.append(place.popleft())
    left = {id(entry) for entries in waiting.values() for entry in entries}
    found += [entry for entry in come if id(entry) in left]
    return tuple(sorted(found, key=key)) if name in _ORDERED else tuple(found)
