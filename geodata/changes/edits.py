"""Edits: one operation of a change set between its two forms, the record that travels and the values we work with."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any

import msgspec
from msgspec import NODEFAULT, Struct
from msgspec.structs import fields, replace

from geodata.changes.codec import Record, canonical, record, value_of
from geodata.changes.delta import Delta
from geodata.changes.entries import KEYS, exchanged, laid
from geodata.changes.further import FIELD, check_whole, folded, unfolded
from geodata.changes.line_edit import LineEdit, check_line_edit, line_edit, redone
from geodata.errors import ConfiniaError, DocumentRefused
from geodata.model.feature import TRAVELLING, TYPES, Feature, Kind
from geodata.model.grid import JointGrid
from geodata.model.project import Layers
from geodata.model.segment import check_apart

_POSITIONS = frozenset({"position_a", "position_b"})
_FIXED = frozenset({"id", "kind", "line", FIELD})
"""Names that no modification puts among its fields, whatever the version: not what a feature is, nor its line whole."""

_NOTHING = object()
"""What is not there, not even as null."""

Values = Mapping[str, object]
"""Fields by name, as typed values."""


class Op(StrEnum):
    """What an operation does to a feature."""

    ADD = "add"
    MODIFY = "modify"
    DELETE = "delete"


class Change(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One operation as it travels: whole records for add and delete, only the changed fields for modify.

    A field that is absent from a record holds its default there. Of a field with several entries only those that go
    and those that come are named, and of a line the runs of points, in `line`.
    """

    op: Op
    kind: Kind
    id: str
    old: Record = {}
    new: Record = {}
    line: LineEdit | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    """One operation as values: `old` and `new` name the same fields; `old` is empty for add, `new` for delete.

    `number` is its place in the change set, from 1. When it modifies, fields with several entries hold only those that
    go or come, `further` an object of the fields not known here, and `line` the change of the line.
    """

    number: int
    op: Op
    kind: Kind
    id: str
    old: Values
    new: Values
    line: LineEdit | None = None

    @property
    def fields(self) -> frozenset[str]:
        """The names of the fields that it changes, or that a feature has which it adds or removes."""
        return frozenset(self.old) | frozenset(self.new) | ({"line"} if self.line else set())


def change_of(delta: Delta) -> Change:
    """Return a delta as it travels."""
    kind, id_ = delta.key
    if delta.old is None or delta.new is None:
        old = {} if delta.old is None else unfolded(record(delta.old))
        new = {} if delta.new is None else unfolded(record(delta.new))
        return Change(op=Op.DELETE if delta.new is None else Op.ADD, kind=kind, id=id_, old=old, new=new)
    names = changed_fields(delta.old, delta.new)
    old, new = _parts(kind, delta.old, delta.new, [name for name in names if name not in ("line", FIELD)])
    if FIELD in names:
        gone, come = further_apart(delta.old.further, delta.new.further)  # type: ignore[union-attr]
        old, new = {**old, **gone}, {**new, **come}
    line = line_edit(delta.old.line, delta.new.line) if "line" in names else None  # type: ignore[union-attr]
    return Change(op=Op.MODIFY, kind=kind, id=id_, old=old, new=new, line=line)


def changed_fields(old: Feature, new: Feature) -> list[str]:
    """Return the names of the fields in which two states of one feature differ, in the order of the type."""
    return [name for name in old.__struct_fields__ if name != "id" and getattr(old, name) != getattr(new, name)]


def further_apart(old: str, new: str) -> tuple[Record, Record]:
    """Return the fields not known here that go and those that come between two states of a feature."""
    before, after = (msgspec.json.decode(text) if text else {} for text in (old, new))
    gone, come = (
        {name: value for name, value in one.items() if not _same(other.get(name, _NOTHING), value)}
        for one, other in ((before, after), (after, before))
    )
    return gone, come


def edit_of(number: int, change: Change, grid: JointGrid, newer: bool = False) -> Edit:
    """Return an operation as values on a grid; raise DocumentRefused for one that cannot be, naming its number.

    In a document of a `newer` minor version fields may occur that this one does not know.
    """
    try:
        old, new = _both(change, grid, newer)
    except ConfiniaError as problem:
        which = f"Operation {number} ({change.op} {change.kind} {change.id[:40]})"
        raise DocumentRefused(f"{which}: {problem}") from problem
    return Edit(number, change.op, change.kind, change.id, old, new, change.line)


def delta_of(edit: Edit, layers: Layers) -> Delta:
    """Return the change that an edit makes to these layers; raise DocumentRefused when it does not start from them."""
    held = layers[edit.kind].get(edit.id)
    if edit.op is Op.ADD:
        if held is not None:
            raise DocumentRefused(f"{_named(edit)} adds what is in the base already.")
        return Delta(None, _feature(edit.kind, edit.new))
    if held is None:
        raise DocumentRefused(f"{_named(edit)} changes what is not in the base.")
    if edit.op is Op.DELETE:
        if any(getattr(held, name) != value for name, value in edit.old.items()):
            raise _elsewhere(edit)
        return Delta(held, None)
    return Delta(held, _modified_feature(edit, held))


def _modified_feature(edit: Edit, held: Feature) -> Feature:
    after: dict[str, object] = {}
    try:
        for name, value in edit.new.items():
            if name == FIELD:
                after[name] = _with_further(held.further, edit.old[name], value)  # type: ignore[union-attr]
            elif name in KEYS:
                after[name] = laid(name, getattr(held, name), edit.old[name], value)  # type: ignore[arg-type]
            elif getattr(held, name) != edit.old[name]:
                raise _elsewhere(edit)
            else:
                after[name] = value
        if edit.line is not None:
            after["line"] = redone(held.line, edit.line)  # type: ignore[union-attr]
        return replace(held, **after)
    except ConfiniaError as problem:
        raise problem if str(problem).startswith("Operation") else _elsewhere(edit, str(problem)) from problem


def _with_further(held: str, gone: Any, come: Any) -> str:
    before = msgspec.json.decode(held) if held else {}
    if any(not _same(before.get(name, _NOTHING), value) for name, value in gone.items()):
        raise DocumentRefused("A field that this version does not know is not as the change has it.")
    if any(name in before and name not in gone for name in come):
        raise DocumentRefused("A field that this version does not know is there already.")
    after = {**{name: value for name, value in before.items() if name not in gone}, **come}
    return canonical(after).decode() if after else ""


def _elsewhere(edit: Edit, why: str = "") -> DocumentRefused:
    return DocumentRefused(f"{_named(edit)} does not start from what is in the base.{' ' + why if why else ''}")


def _named(edit: Edit) -> str:
    return f"Operation {edit.number} ({edit.op} {edit.kind.replace('_', ' ')} {edit.id[:40]})"


def _both(change: Change, grid: JointGrid, newer: bool) -> tuple[Values, Values]:
    if change.kind not in TRAVELLING:
        raise DocumentRefused("this kind of feature never leaves its project.")
    if change.op is Op.MODIFY:
        return _modified(change, grid, newer)
    if (change.op is Op.ADD and change.old) or (change.op is Op.DELETE and change.new) or change.line is not None:
        raise DocumentRefused("an addition has nothing before it, a removal nothing after it.")
    plain = change.new or change.old
    if (plain.get("kind"), plain.get("id")) != (change.kind, change.id):
        raise DocumentRefused("the record is of another feature.")
    held = folded(plain, change.kind)
    if FIELD in held and not newer:
        raise DocumentRefused("the record has a field that this version of the format does not know.")
    values = _values(value_of(held, TYPES[change.kind], grid))
    if canonical(_feature(change.kind, values)) != canonical(held):
        raise DocumentRefused("the record is not written in the canonical form.")
    return ({}, values) if change.op is Op.ADD else (values, {})


def _modified(change: Change, grid: JointGrid, newer: bool) -> tuple[Values, Values]:
    known = _fields(change.kind)
    names = sorted(change.old.keys() | change.new.keys())
    unknown = [name for name in names if name not in known]
    if not (names or change.line) or (unknown and not newer) or not _FIXED.isdisjoint(names):
        raise DocumentRefused(f"only the fields {', '.join(known)} can be modified.")
    if change.line is not None:
        if "line" not in TYPES[change.kind].__struct_fields__:
            raise DocumentRefused("this kind of feature has no line.")
        check_line_edit(change.line)
    named = [name for name in names if name in known]
    old, new = ({name: _value(known[name], name, side, grid) for name in named} for side in (change.old, change.new))
    for name in _POSITIONS & new.keys():
        check_apart(new[name], change.id)  # type: ignore[arg-type]  # the field says that these are standings
    if any(old[name] == new[name] for name in named):
        raise DocumentRefused("a field is named that does not change.")
    for values, plain in ((old, change.old), (new, change.new)):
        written = {name: value for name, value in values.items() if value != known[name].default}
        if canonical(written) != canonical({name: value for name, value in plain.items() if name in known}):
            raise DocumentRefused("a field is not written in the canonical form.")
    if unknown:
        gone, come = ({name: side[name] for name in unknown if name in side} for side in (change.old, change.new))
        check_whole([gone, come])
        if any(_same(gone.get(name, _NOTHING), come.get(name, _NOTHING)) for name in unknown):
            raise DocumentRefused("a field is named that does not change.")
        old[FIELD], new[FIELD] = gone, come
    return old, new


def _same(one: Any, other: Any) -> bool:
    """Whether two values not known here are written alike; 1 and true are not, though Python calls them equal."""
    return one is other or (_NOTHING not in (one, other) and canonical(one) == canonical(other))


def _value(field: Any, name: str, plain: Record, grid: JointGrid) -> object:
    if name in plain:
        return value_of(plain[name], field.type, grid)
    if field.default is NODEFAULT:
        raise DocumentRefused(f"the field {name} cannot be absent.")
    return field.default


@lru_cache(maxsize=len(Kind))
def _fields(kind: Kind) -> dict[str, Any]:
    """The fields of a kind that stand in the records of a modification: a line is told of by its runs."""
    return {field.name: field for field in fields(TYPES[kind]) if field.name not in ("id", "line", FIELD)}


def _values(feature: Feature) -> Values:
    return {name: getattr(feature, name) for name in feature.__struct_fields__}


def _feature(kind: Kind, values: Values) -> Feature:
    return TYPES[kind](**values)  # type: ignore[arg-type]


def _parts(kind: Kind, old: Feature, new: Feature, names: list[str]) -> tuple[Record, Record]:
    """The changed fields on both sides as records, of those with several entries what goes and what comes."""
    known = _fields(kind)
    before: dict[str, Any] = {name: getattr(old, name) for name in names}
    after: dict[str, Any] = {name: getattr(new, name) for name in names}
    for name in KEYS.keys() & before.keys():
        before[name], after[name] = exchanged(name, before[name], after[name])
    first, second = (
        record({name: value for name, value in values.items() if value != known[name].default})
        for values in (before, after)
    )
    return first, second
