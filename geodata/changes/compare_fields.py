"""Field by field: what both sides did to one feature, whatever its kind."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from geodata.changes.codec import record
from geodata.changes.comparison import Field, Verdict
from geodata.changes.edits import Edit, Op, Values
from geodata.changes.ground import Touched
from geodata.changes.line_edit import LineEdit, line_hash
from geodata.geometry.measure import length
from geodata.model.feature import Kind
from geodata.model.line import Line
from geodata.model.status import Side

EXISTS = "exists"
"""The field that tells whether a feature is there at all."""


@dataclass(frozen=True, slots=True)
class Group:
    """Fields of one feature with the same verdict."""

    verdict: Verdict
    fields: tuple[Field, ...]


def groups(a: Touched | None, b: Touched | None, leave_out: frozenset[str] = frozenset()) -> Iterator[Group]:
    """Yield what two sides did to one feature, by verdict; fields in `leave_out` are spoken of elsewhere."""
    if a is not None and b is not None and {a.edit.op, b.edit.op} != {Op.MODIFY}:
        yield _there_or_not(a.edit, b.edit)
        return
    for side, one in ((Side.A, a), (Side.B, b)):
        if one is not None and one.edit.op is not Op.MODIFY:
            yield Group(_only(side), _whole(one.edit, side))
            return
    yield from _modified(a, b, leave_out)


def plain(value: object) -> Any:
    """Return a value as JSON has it; a line as the number of its points, its length and its hash."""
    if isinstance(value, Line):
        return {
            "length_mm": length(value),
            "points": len(value),
            "sha256": line_hash(value),
        }
    if isinstance(value, LineEdit):
        return {"runs": len(value.runs), "sha256": value.sha256}
    return _listed(record(value))


def base_value(a: object, b: object) -> object:
    """Return the base's value where each side has its own: one value, or a record of both where they differ."""
    if a == b or b is None:
        return a
    return b if a is None else {"A": a, "B": b}


def _listed(value: Any) -> Any:
    """Tuples as lists, all the way down, as JSON would give them back."""
    if isinstance(value, dict):
        return {name: _listed(held) for name, held in value.items()}
    return [_listed(held) for held in value] if isinstance(value, list | tuple) else value


def _modified(a: Touched | None, b: Touched | None, leave_out: frozenset[str]) -> Iterator[Group]:
    """Fields that only one side touched and fields that both touched are different items of the agenda."""
    found: dict[Verdict, list[Field]] = {verdict: [] for verdict in Verdict}
    names = sorted({name for one in (a, b) if one is not None for name in one.edit.fields} - leave_out)
    for name in names:
        by_a, by_b = (one is not None and name in one.edit.fields for one in (a, b))
        base = _value((a if by_a else b), name, before=True)
        values = tuple(_value(one, name) if by else base for one, by in ((a, by_a), (b, by_b)))
        if by_a and by_b:
            verdict = Verdict.SAME if values[0] == values[1] else Verdict.DIFFERENT
        else:
            verdict = _only(Side.A if by_a else Side.B)
        found[verdict].append(Field(name, plain(base), plain(values[0]), plain(values[1])))
    for verdict, fields in found.items():
        if fields:
            yield Group(verdict, tuple(fields))


def _there_or_not(a: Edit, b: Edit) -> Group:
    """Both touched it and at least one added or removed it: one item, because the parts cannot be decided apart."""
    old = a.old or b.old
    there = Field(EXISTS, bool(old), a.op is not Op.DELETE, b.op is not Op.DELETE)
    names = sorted(a.new.keys() | b.new.keys())
    rows = [Field(name, *(plain(values.get(name)) for values in (old, a.new, b.new))) for name in names]
    same = a.op is b.op and _content(a) == _content(b)
    kept = [row for row in rows if row.a != row.b]
    return Group(Verdict.SAME if same else Verdict.DIFFERENT, (there, *kept))


def _content(edit: Edit) -> Values:
    """What an added feature says: two sides that read the same file offer the same source, each in its own name."""
    owner = "offered_by" if edit.kind is Kind.SOURCE else ""
    return {name: value for name, value in edit.new.items() if name != owner}


def _whole(edit: Edit, side: Side) -> tuple[Field, ...]:
    """Every field of a feature that one side added or removed; for the other side it stands as the base has it."""
    added = edit.op is Op.ADD
    rows = [_row(EXISTS, not added, added, side)]
    for name, value in (edit.new or edit.old).items():
        shown = plain(value)
        if name != "id" and shown not in ("", None, [], ()):
            rows.append(_row(name, None, shown, side) if added else _row(name, shown, None, side))
    return tuple(rows)


def _row(name: str, old: object, new: object, side: Side) -> Field:
    return Field(name, old, new, old) if side is Side.A else Field(name, old, old, new)


def _value(one: Touched | None, name: str, before: bool = False) -> object:
    """A field of one side: the whole of it with the base at hand, else what of it the edit names."""
    assert one is not None
    state = one.before if before else one.after
    if state is not None:
        return getattr(state, name)
    return one.edit.line if name == "line" else (one.edit.old if before else one.edit.new)[name]


def _only(side: Side) -> Verdict:
    return Verdict.ONLY_A if side is Side.A else Verdict.ONLY_B
