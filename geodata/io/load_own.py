"""Tables of our own that another program wrote again: read field by field, so that nothing seems to have changed."""

from typing import Any

import msgspec

from geodata.errors import ConfiniaError
from geodata.io.export_tables import FORMULA
from geodata.io.load_fields import Fields, attributes, normalised, text_of
from geodata.io.load_report import Note, Refusal, Remark
from geodata.io.load_shapes import Shapes
from geodata.io.mapping import Mapping
from geodata.io.source_table import Format, RawTable, Value
from geodata.io.store_columns import Column, plain_columns
from geodata.model.feature import TYPES, Feature, Kind

_STRETCHES = (
    "segment_source_id from_m to_m picture note_a note_b reason_a reason_b sources_a sources_b"  # see export_view
)
DERIVED = frozenset({"fid", "kind", "name", "Name", "length_m", *_STRETCHES.split()})
"""Columns that other programs and our own exports add to a table; they say nothing that the fields do not."""


def own_fields(table: RawTable, mapping: Mapping, shapes: Shapes, kind: Kind) -> Fields:
    """Return the fields of a table of ours; rows whose values are none of ours are refused."""
    columns, remarks = normalised(table.columns)
    if table.layer.format is Format.CSV:
        columns = {heading: list(map(_without_apostrophe, values)) for heading, values in columns.items()}
    ids = [text_of(value) for value in columns[mapping.id]]
    found = Fields(ids, True, [text_of(value) for value in columns[mapping.uuid]], {}, remarks)
    for word, rows in sorted(other_kinds(table, kind).items()):
        are = "row is" if len(rows) == 1 else "rows are"
        said = f"{len(rows):,} {are} of the kind {word.replace('_', ' ')} and not looked at here."
        found.remarks.append(Remark(code=Note.KIND, sentence=said, rows=tuple(row + 1 for row in rows)))
    ours = {column.name: column for column in plain_columns(kind) if column.field != "id"}
    for name, column in ours.items():
        if name in columns:
            found.values[column.field] = _read(columns[name], column, kind, shapes)
    known = {*ours, *DERIVED, mapping.uuid, *(_other_columns() if "kind" in columns else ())}
    rest = {heading: values for heading, values in columns.items() if heading not in known}
    if rest:
        own = found.values["attributes"]
        found.values["attributes"] = [a + b for a, b in zip(own, attributes(rest, len(table)), strict=True)]
    return found


def other_kinds(table: RawTable, kind: Kind) -> dict[str, list[int]]:
    """Return the rows (from 0) that say they are of another kind, by kind: an export of everything has them."""
    others: dict[str, list[int]] = {}
    for row, value in enumerate(table.columns.get("kind", [])):
        if value not in (kind.value, None):
            others.setdefault(str(value), []).append(row)
    return others


def _read(values: list[Value], column: Column, kind: Kind, shapes: Shapes) -> list[Any]:
    """Return the values of one column as fields, the default where there is none; refuse rows with another value."""
    default = default_of(kind, column.field)
    result = []
    known: dict[Value, Any] = {None: default, "": default}
    for row, value in enumerate(values):
        if value not in known:
            try:
                known[value] = _given(value, column)
            except (ConfiniaError, msgspec.MsgspecError, ValueError, TypeError):
                known[value] = default
                shapes.refuse(row, Refusal.UNREADABLE, f"its {column.name} “{str(value)[:40]}” is none that is known")
        result.append(known[value])
    return result


def _given(value: Value, column: Column) -> Any:
    """A value as its column has it; tables that know text only (CSV) write numbers as text."""
    text = text_of(value)
    if column.sql == "INTEGER":
        return int(text)
    return column.read([text])[0]


def _without_apostrophe(value: Value) -> Value:
    """A cell as it was before an export kept spreadsheets from taking it for a formula."""
    return value[1:] if isinstance(value, str) and value[:1] == "'" and FORMULA.match(value) else value


def _other_columns() -> set[str]:
    """The columns of every kind: an export of everything has them all in each row."""
    return {column.name for kind in Kind for column in plain_columns(kind)}


def default_of(kind: Kind, field: str) -> Any:
    """Return the value that a field has where nothing is said."""
    type_: type[Feature] = TYPES[kind]
    named = type_.__struct_fields__[-len(type_.__struct_defaults__) :]
    return dict(zip(named, type_.__struct_defaults__, strict=True)).get(field)
