"""Field by field, entry by entry: what both sides did to one feature, whatever its kind."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from geodata.changes.codec import record
from geodata.changes.comparing.compare_parts import Values, parts_told, value_of_entry, whole_field
from geodata.changes.comparing.comparison import Field, Verdict
from geodata.changes.comparing.ground import Touched
from geodata.changes.edits import Edit, Op
from geodata.changes.edits import Values as Record
from geodata.changes.line_edit import LineEdit, line_hash
from geodata.changes.parts import WHOLE
from geodata.geometry.measure import length
from geodata.model.feature import Kind
from geodata.model.line import Line
from geodata.model.status import Side

EXISTS = WHOLE
"""The field that tells whether a feature is there at all."""

PLACED = frozenset({"line", "point"})
"""The fields that say where a feature is; what both sides did to these is an item of its own."""


@dataclass(frozen=True, slots=True)
class Group:
    """Fields of one feature with the same verdict, and the names of the parts of each side's edit."""

    verdict: Verdict
    fields: tuple[Field, ...]
    parts: Mapping[Side, tuple[str, ...]] = field(default_factory=dict)

    @property
    def changed(self) -> frozenset[str]:
        """The fields that either side changed."""
        return frozenset(name.partition("/")[0] for names in self.parts.values() for name in names)


def groups(a: Touched | None, b: Touched | None, leave_out: frozenset[str] = frozenset()) -> Iterator[Group]:
    """Yield what two sides did to one feature, by verdict; fields in `leave_out` are spoken of elsewhere.

    What both changed differently is one group of where the feature is, and one of the rest.
    """
    if a is not None and b is not None and {a.edit.op, b.edit.op} != {Op.MODIFY}:
        yield _there_or_not(a, b)
        return
    for side, one in ((Side.A, a), (Side.B, b)):
        if one is not None and one.edit.op is not Op.MODIFY:
            yield Group(_only(side), _whole(one.edit, side), {side: (WHOLE,)})
            return
    if any(one is not None and not one.edit.fields <= leave_out for one in (a, b)):
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


def as_one(a: Touched, b: Touched) -> Group:
    """Return what two features come to, one of each side, that both sides say to be one: their fields, side by side."""
    before = Field(EXISTS, False, True, True)
    states = [_content(one.edit, dict(_all(one))) for one in (a, b)]
    names = sorted(states[0].keys() | states[1].keys())
    rows = [Field(name, None, *(plain(state.get(name)) for state in states)) for name in names]
    same = all(row.a == row.b for row in rows)
    kept = [row for row in rows if row.a != row.b]
    parts = {side: tuple(parts_told(one)) for side, one in ((Side.A, a), (Side.B, b))}
    return Group(Verdict.SAME if same else Verdict.DIFFERENT, (before, *kept), parts)


def _all(one: Touched) -> Iterable[tuple[str, object]]:
    state = one.after
    names = () if state is None else state.__struct_fields__
    return ((name, getattr(state, name)) for name in names if name not in ("id", "by", "proposed_by"))


def _listed(value: Any) -> Any:
    """Tuples as lists, all the way down, as JSON would give them back."""
    if isinstance(value, dict):
        return {name: _listed(held) for name, held in value.items()}
    return [_listed(held) for held in value] if isinstance(value, list | tuple) else value


def _modified(a: Touched | None, b: Touched | None, leave_out: frozenset[str]) -> Iterator[Group]:
    """Fields that only one side touched and fields that both touched are different items of the agenda."""
    touched = {Side.A: a, Side.B: b}
    known = {side: {} if one is None else parts_told(one) for side, one in touched.items()}
    told = {
        side: {part: values for part, values in parts.items() if part not in leave_out} for side, parts in known.items()
    }
    if a is not None and b is not None:
        _put_together(told, {Side.A: a, Side.B: b})
    found: dict[tuple[Verdict, bool], list[Field]] = {}
    for name in sorted(told[Side.A].keys() | told[Side.B].keys()):
        row, verdict = _row_of(name, told[Side.A].get(name), told[Side.B].get(name))
        found.setdefault((verdict, verdict is Verdict.DIFFERENT and name in PLACED), []).append(row)
    for verdict, placed in ((verdict, placed) for verdict in Verdict for placed in (True, False)):
        if rows := found.get((verdict, placed)):
            names = {row.name for row in rows}
            parts = {side: _named(known[side], frozenset(names & told[side].keys())) for side in Side}
            yield Group(verdict, tuple(rows), parts)


def _put_together(told: Mapping[Side, dict[str, Values]], touched: Mapping[Side, Touched]) -> None:
    """Where one side put the entries of a field in another order, the whole field is held against the other's."""
    for side in Side:
        other = told[side.other]
        for name in list(told[side]):
            entries = [part for part in other if part.startswith(f"{name}/")]
            for part in entries:
                del other[part]
            if entries:
                other[name] = whole_field(touched[side.other], name)


def _named(known: Mapping[str, Values], names: frozenset[str]) -> tuple[str, ...]:
    """The parts of an edit that stand in some rows, each under its own name or that of the whole field."""
    return tuple(part for part in known if part in names or part.partition("/")[0] in names)


def _row_of(name: str, a: Values | None, b: Values | None) -> tuple[Field, Verdict]:
    either = a or b
    assert either is not None
    base = value_of_entry(name, either[0])
    values = [base if one is None else value_of_entry(name, one[1]) for one in (a, b)]
    row = Field(name, plain(base), *(plain(value) for value in values))
    if a is None or b is None:
        return row, _only(Side.B if a is None else Side.A)
    return row, Verdict.SAME if values[0] == values[1] else Verdict.DIFFERENT


def _there_or_not(one: Touched, other: Touched) -> Group:
    """Both touched it and at least one added or removed it: one item, because the parts cannot be decided apart."""
    a, b = one.edit, other.edit
    there = Field(EXISTS, bool(a.op is not Op.ADD), a.op is not Op.DELETE, b.op is not Op.DELETE)
    if Op.MODIFY in (a.op, b.op):
        rows = list(_changed_and_gone(one, other))
    else:
        names = sorted(a.new.keys() | b.new.keys())
        rows = [Field(name, None, *(plain(values.get(name)) for values in (a.new, b.new))) for name in names]
    same = a.op is b.op and _content(a, a.new) == _content(b, b.new)
    kept = [row for row in rows if row.a != row.b]
    parts = {side: tuple(parts_told(each)) for side, each in ((Side.A, one), (Side.B, other))}
    return Group(Verdict.SAME if same else Verdict.DIFFERENT, (there, *kept), parts)


def _changed_and_gone(a: Touched, b: Touched) -> Iterator[Field]:
    """What one side changed of a feature that the other removed."""
    modified = a if a.edit.op is Op.MODIFY else b
    for name in sorted(modified.edit.fields):
        before, after = (plain(value) for value in whole_field(modified, name))
        yield Field(name, before, *(after if one is modified else None for one in (a, b)))


def _content(edit: Edit, values: Record) -> dict[str, object]:
    """What an added feature says: two sides that read the same file offer the same source, each in its own name."""
    owner = "offered_by" if edit.kind is Kind.SOURCE else ""
    return {name: value for name, value in values.items() if name != owner}


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


def _only(side: Side) -> Verdict:
    return Verdict.ONLY_A if side is Side.A else Verdict.ONLY_B
