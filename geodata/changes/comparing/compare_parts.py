"""The parts of one side's edits, each with its value before and after: what fields are compared by.

They are the same whether the base is at hand or not.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from geodata.changes.comparing.ground import Touched
from geodata.changes.edits import Op
from geodata.changes.further import FIELD
from geodata.changes.parts import WHOLE, held

Values = tuple[object, object]
"""Before and after."""


def parts_told(one: Touched) -> dict[str, Values]:
    """Return the parts of an operation, named as `parts.parts_of` names them, with what is known of their values."""
    if one.edit.op is not Op.MODIFY:
        return {WHOLE: (one.edit.op is Op.DELETE, one.edit.op is Op.ADD)}
    return {part: values for name in sorted(one.edit.fields) for part, values in _of_field(one, name)}


def value_of_entry(part: str, value: Any) -> object:
    """Return what an entry of a field says, without what it is called by."""
    field = part.partition("/")[0]
    return value[1] if field in ("attributes", FIELD) and value is not None and "/" in part else value


def whole_field(one: Touched, name: str) -> Values:
    """Return the whole of a field before and after, as far as it is known."""
    if one.before is not None and one.after is not None:
        return getattr(one.before, name), getattr(one.after, name)
    return (one.edit.line, one.edit.line) if name == "line" else (one.edit.old[name], one.edit.new[name])


def _of_field(one: Touched, name: str) -> Iterator[tuple[str, Values]]:
    before, after = whole_field(one, name)
    gone, come = (_entries(name, value) for value in (before, after))
    if gone is None or come is None:
        yield name, (before, after)
        return
    changed = [key for key in sorted(gone.keys() | come.keys()) if gone.get(key) != come.get(key)]
    for key in changed:
        yield f"{name}/{key}", (gone.get(key), come.get(key))
    if not changed:  # they only stand in another order
        yield name, (before, after)


def _entries(name: str, value: Any) -> Mapping[str, Any] | None:
    if name == FIELD and isinstance(value, dict):  # as the edit has it, where the base is not known
        return {key: (key, entry) for key, entry in value.items()}
    return held(name, value)
