"""Parts: the smallest things an edit is made of, so that it can be told of each what became of it.

An addition or a removal is one part. A modification has one for each field; of names, attributes, sources and fields
that this version does not know, one for each entry.
"""

from collections.abc import Collection, Mapping
from typing import Any

import msgspec
from msgspec.structs import replace

from geodata.changes.codec import canonical
from geodata.changes.delta import Delta
from geodata.changes.edits import changed_fields
from geodata.changes.entries import KEYS
from geodata.changes.further import FIELD
from geodata.model.feature import Feature

WHOLE = "exists"
"""The part that tells whether a feature is there at all."""

_BY_ENTRY = ("names", "attributes", "sources", FIELD)

Held = Mapping[str, Any]


def parts_of(delta: Delta) -> tuple[str, ...]:
    """Return the names of the parts of a change: `WHOLE`, a field, or a field and an entry with a stroke between."""
    if delta.old is None or delta.new is None:
        return (WHOLE,)
    found: list[str] = []
    for name in changed_fields(delta.old, delta.new):
        before, after = (held(name, getattr(state, name)) for state in (delta.old, delta.new))
        if before is None or after is None:
            found.append(name)
            continue
        keys = [key for key in sorted(before.keys() | after.keys()) if before.get(key) != after.get(key)]
        found += [f"{name}/{key}" for key in keys] or [name]  # none differs: they only stand in another order
    return tuple(found)


def field_of(part: str) -> str:
    """Return the field that a part of a modification is of."""
    return part.partition("/")[0]


def taken(delta: Delta, parts: Collection[str]) -> Feature | None:
    """Return what a change makes of its feature when only these of its parts are done."""
    if not parts:
        return delta.old
    if delta.old is None or delta.new is None or len(parts) == len(parts_of(delta)):
        return delta.new
    values: dict[str, Any] = {}
    for name in dict.fromkeys(map(field_of, parts)):
        before, after = (getattr(state, name) for state in (delta.old, delta.new))
        keys = {part.partition("/")[2] for part in parts if part.startswith(f"{name}/")}
        values[name] = _with_entries(name, before, after, keys) if keys else after
    return replace(delta.old, **values)


def _with_entries(name: str, before: Any, after: Any, keys: Collection[str]) -> Any:
    """Return a field as before but for the entries with these keys, which are as they are after."""
    old, new = held(name, before) or {}, held(name, after) or {}
    if not any(old.get(key) != new.get(key) for key in (old.keys() | new.keys()) - set(keys)):
        return after
    entries = {key: entry for key, entry in old.items() if key not in keys}
    return joined(name, entries | {key: new[key] for key in keys if key in new}, before)


def held(name: str, value: Any) -> Held | None:
    """Return the entries of a field by the words of their keys, None where it cannot be taken entry by entry."""
    if name not in _BY_ENTRY:
        return None
    if name == FIELD:
        # as text: Python calls 1 and true equal, which would pass for an agreement
        return {key: (key, canonical(entry)) for key, entry in msgspec.json.decode(value).items()} if value else {}
    entries = {_word(KEYS[name](entry)): entry for entry in value}
    return entries if len(entries) == len(value) else None


def joined(name: str, entries: Mapping[str, Any], before: Any) -> Any:
    """Return the value of a field with these entries: those that it had before in their order, new ones by their keys.

    Which of two sides an entry came from is of no matter.
    """
    if name == FIELD:
        return canonical({key: msgspec.Raw(entry) for key, entry in entries.values()}).decode() if entries else ""
    order = [key for entry in before if (key := _word(KEYS[name](entry))) in entries]
    order += sorted(entries.keys() - set(order))
    if name == "sources":
        order.sort()
    return tuple(entries[key] for key in order)


def alike(one: Any, other: Any) -> bool:
    """Tell whether two values are the same as they are written: Python calls 1 and true equal, a document does not."""
    return bool(one == other) and canonical(one) == canonical(other)


def reordered(before: Held, after: Held) -> bool:
    """Tell whether entries that stay stand in another order; where new ones stand among them is of no matter."""
    return [key for key in before if key in after] != [key for key in after if key in before]


def _word(key: Any) -> str:
    return " ".join(key) if isinstance(key, tuple) else str(key)
