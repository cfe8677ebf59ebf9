"""Edits: one operation of a change set between its two forms, the record that travels and the values we work with."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any

from msgspec import NODEFAULT, Struct
from msgspec.structs import fields, replace

from geodata.changes.codec import Record, canonical, record, value_of
from geodata.changes.delta import Delta
from geodata.errors import ConfiniaError, DocumentRefused
from geodata.model.feature import TRAVELLING, TYPES, Feature, Kind
from geodata.model.grid import JointGrid
from geodata.model.project import Layers
from geodata.model.segment import check_apart

_POSITIONS = frozenset({"position_a", "position_b"})

Values = Mapping[str, object]
"""Fields by name, as typed values."""


class Op(StrEnum):
    """What an operation does to a feature."""

    ADD = "add"
    MODIFY = "modify"
    DELETE = "delete"


class Change(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One operation as it travels: whole records for add and delete, only the changed fields for modify.

    A field that is absent from a record holds its default there.
    """

    op: Op
    kind: Kind
    id: str
    old: Record = {}
    new: Record = {}


@dataclass(frozen=True, slots=True)
class Edit:
    """One operation as values: `old` and `new` name the same fields; `old` is empty for add, `new` for delete.

    `number` is its place in the change set, from 1.
    """

    number: int
    op: Op
    kind: Kind
    id: str
    old: Values
    new: Values


def change_of(delta: Delta) -> Change:
    """Return a delta as it travels."""
    kind, id_ = delta.key
    if delta.old is None or delta.new is None:
        old = {} if delta.old is None else record(delta.old)
        new = {} if delta.new is None else record(delta.new)
        return Change(op=Op.DELETE if delta.new is None else Op.ADD, kind=kind, id=id_, old=old, new=new)
    names = [name for name in _fields(kind) if getattr(delta.old, name) != getattr(delta.new, name)]
    old, new = (_partly(kind, feature, names) for feature in (delta.old, delta.new))
    return Change(op=Op.MODIFY, kind=kind, id=id_, old=old, new=new)


def edit_of(number: int, change: Change, grid: JointGrid) -> Edit:
    """Return an operation as values on a grid; raise DocumentRefused for one that cannot be, naming its number."""
    try:
        old, new = _both(change, grid)
    except ConfiniaError as problem:
        raise DocumentRefused(f"Operation {number} ({change.op} {change.kind} {change.id}): {problem}") from problem
    return Edit(number, change.op, change.kind, change.id, old, new)


def delta_of(edit: Edit, layers: Layers) -> Delta:
    """Return the change that an edit makes to these layers; raise DocumentRefused when it does not start from them."""
    held = layers[edit.kind].get(edit.id)
    if edit.op is Op.ADD:
        if held is not None:
            raise DocumentRefused(f"{_named(edit)} adds what is in the base already.")
        return Delta(None, _feature(edit.kind, edit.new))
    if held is None:
        raise DocumentRefused(f"{_named(edit)} changes what is not in the base.")
    if any(getattr(held, name) != value for name, value in edit.old.items()):
        raise DocumentRefused(f"{_named(edit)} does not start from what is in the base.")
    return Delta(held, None if edit.op is Op.DELETE else replace(held, **edit.new))


def _named(edit: Edit) -> str:
    return f"Operation {edit.number} ({edit.op} {edit.kind.replace('_', ' ')} {edit.id})"


def _both(change: Change, grid: JointGrid) -> tuple[Values, Values]:
    if change.kind not in TRAVELLING:
        raise DocumentRefused("this kind of feature never leaves its project.")
    if change.op is Op.MODIFY:
        return _modified(change, grid)
    if (change.op is Op.ADD and change.old) or (change.op is Op.DELETE and change.new):
        raise DocumentRefused("an addition has nothing before it, a removal nothing after it.")
    plain = change.new or change.old
    if (plain.get("kind"), plain.get("id")) != (change.kind, change.id):
        raise DocumentRefused("the record is of another feature.")
    values = _values(value_of(plain, TYPES[change.kind], grid))
    if canonical(_feature(change.kind, values)) != canonical(plain):
        raise DocumentRefused("the record is not written in the canonical form.")
    return ({}, values) if change.op is Op.ADD else (values, {})


def _modified(change: Change, grid: JointGrid) -> tuple[Values, Values]:
    known = _fields(change.kind)
    names = sorted(change.old.keys() | change.new.keys())
    if not names or any(name not in known for name in names):
        raise DocumentRefused(f"only the fields {', '.join(known)} can be modified.")
    old, new = ({name: _value(known[name], name, side, grid) for name in names} for side in (change.old, change.new))
    for name in _POSITIONS & new.keys():
        check_apart(new[name], change.id)  # type: ignore[arg-type]  # the field says that these are standings
    if any(old[name] == new[name] for name in names):
        raise DocumentRefused("a field is named that does not change.")
    for values, plain in ((old, change.old), (new, change.new)):
        written = {name: value for name, value in values.items() if value != known[name].default}
        if canonical(written) != canonical(plain):
            raise DocumentRefused("a field is not written in the canonical form.")
    return old, new


def _value(field: Any, name: str, plain: Record, grid: JointGrid) -> object:
    if name in plain:
        return value_of(plain[name], field.type, grid)
    if field.default is NODEFAULT:
        raise DocumentRefused(f"the field {name} cannot be absent.")
    return field.default


@lru_cache(maxsize=len(Kind))
def _fields(kind: Kind) -> dict[str, Any]:
    return {field.name: field for field in fields(TYPES[kind]) if field.name != "id"}


def _values(feature: Feature) -> Values:
    return {name: getattr(feature, name) for name in feature.__struct_fields__}


def _feature(kind: Kind, values: Values) -> Feature:
    return TYPES[kind](**values)  # type: ignore[arg-type]


def _partly(kind: Kind, feature: Feature, names: list[str]) -> Record:
    known = _fields(kind)
    values = {name: getattr(feature, name) for name in names}
    return record({name: value for name, value in values.items() if value != known[name].default})
