"""The columns of a source as fields of ours, a whole column at a time; what has no field of ours is kept as it is."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from geodata.io.load_report import Note, Refusal, Remark, rows_in_words
from geodata.io.load_shapes import Shapes
from geodata.io.load_words import BY_HEADING, MARKERS, MODES, STATES, TURNING_POINTS, plain
from geodata.io.mapping import Mapping, Target
from geodata.io.source_table import RawTable, Value
from geodata.model.names import Attribute, Name, Scalar, nfc
from geodata.model.reference import Shape
from geodata.model.route import Mode, RouteState

LONGEST_TEXT = 10_000
"""Letters in one value; a longer one is a mistake of the export, or no text."""

_LARGEST = 2**53
_LABEL = {Target.ROUTES: "code", Target.TURNING_POINTS: "label", Target.MARKERS: "number"}
_TYPES: dict[Target, dict[str, Any]] = {
    Target.TURNING_POINTS: dict(TURNING_POINTS),
    Target.MARKERS: dict(MARKERS),
}


@dataclass
class Fields:
    """What the rows say: identifiers, and under each field of ours one value for each row.

    `identified` says that the identifiers are the source's own and not made of row numbers; `uuids` is empty text
    where a row has none of ours.
    """

    ids: list[str]
    identified: bool
    uuids: list[str]
    values: dict[str, list[Any]] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)


def fields_of(table: RawTable, mapping: Mapping, shapes: Shapes) -> Fields:
    """Return the mapped columns of a table; rows whose values cannot be taken are refused in `shapes`."""
    columns, remarks = normalised(table.columns)
    refuse_long_text(columns, shapes)
    ids, notes = identifiers(columns, mapping, table)
    uuids = [text_of(value) for value in columns[mapping.uuid]] if mapping.uuid else [""] * len(table)
    found = Fields(ids, bool(mapping.id), uuids, {}, remarks + notes)
    for name in ("part", "section", "height", "height_system"):
        if heading := getattr(mapping, name):
            found.values[name] = [text_of(value) for value in columns[heading]]
    if mapping.label:
        found.values[_LABEL[mapping.target]] = [text_of(value) for value in columns[mapping.label]]
    if mapping.order:
        found.values["order"] = _orders(columns[mapping.order], shapes)
    if mapping.names:
        found.values["names"] = _names(columns, mapping)
    worded = _worded(columns, mapping, found)
    if table.as_read and mapping.target.shape is Shape.POINT:
        found.values["as_read"] = list(map(nfc, table.as_read))
    if mapping.statement.straight and mapping.target.shape is Shape.LINE:
        found.values["straight"] = [mapping.statement.straight] * len(table)
    used = {*mapping.columns().values()} - worded
    found.values["attributes"] = attributes({k: v for k, v in columns.items() if k not in used}, len(table))
    return found


def identifiers(columns: dict[str, list[Value]], mapping: Mapping, table: RawTable) -> tuple[list[str], list[Remark]]:
    """Return an identifier for each row: the source's own, else one of layer and row number, and say so."""
    name = table.layer.name
    if not mapping.id:
        said = f"No column of identifiers was named, so rows are called {name}-1, {name}-2, ... by their number."
        return [f"{name}-{row + 1}" for row in range(len(table))], [Remark(code=Note.NO_IDENTIFIER, sentence=said)]
    ids = [text_of(value) for value in columns[mapping.id]]
    missing = [row + 1 for row, text in enumerate(ids) if not text.strip()]
    if not missing:
        return ids, []
    said = f"Column {mapping.id} is empty in {rows_in_words(missing)}, called {name}-{missing[0]} by number."
    remark = Remark(code=Note.NO_IDENTIFIER, sentence=said, rows=tuple(missing))
    return [text if text.strip() else f"{name}-{row + 1}" for row, text in enumerate(ids)], [remark]


def attributes(columns: dict[str, list[Value]], count: int) -> list[tuple[Attribute, ...]]:
    """Return the columns that have no field of ours as attributes of each row, in the order of the source."""
    if not columns:
        return [()] * count
    kept = [[(heading, _scalar(value)) for value in values] for heading, values in columns.items()]
    return list(zip(*kept, strict=True))


def shortest(number: float) -> str:
    """Return a number as its shortest decimal text, without an exponent: 0.1, 12, 0.0000001."""
    return format(Decimal(repr(number)), "f").removesuffix(".0")


def normalised(columns: dict[str, list[Value]]) -> tuple[dict[str, list[Value]], list[Remark]]:
    """Return the columns with their text in NFC, and say where that changed something."""
    result, changed = {}, set()
    for heading, values in columns.items():
        if all(not isinstance(value, str) or value.isascii() for value in values):
            result[heading] = values
            continue
        fresh = [nfc(value) if isinstance(value, str) else value for value in values]
        changed |= {row + 1 for row, (old, new) in enumerate(zip(values, fresh, strict=True)) if old != new}
        result[heading] = fresh
    if not changed:
        return result, []
    rows = tuple(sorted(changed))
    said = f"Letters composed of several signs were written as one (Unicode NFC) in {rows_in_words(rows)}."
    return result, [Remark(code=Note.NORMALISED, sentence=said, rows=rows)]


def refuse_long_text(columns: dict[str, list[Value]], shapes: Shapes) -> None:
    """Refuse the rows that hold a text longer than LONGEST_TEXT."""
    for heading, values in columns.items():
        for row, value in enumerate(values):
            if isinstance(value, str) and len(value) > LONGEST_TEXT:
                said = f"its {heading} has {len(value):,} letters; the most is {LONGEST_TEXT:,}"
                shapes.refuse(row, Refusal.LONG_TEXT, said)


def text_of(value: Value) -> str:
    """Return a value as text: nothing for None, the shortest decimal for a number."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return shortest(value) if isinstance(value, float) else str(value)


def _scalar(value: Value) -> Scalar:
    if isinstance(value, float):
        return shortest(value)
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= _LARGEST:
        return str(value)  # JSON readers keep no larger whole numbers
    return value


def _orders(values: list[Value], shapes: Shapes) -> list[int]:
    orders = []
    for row, value in enumerate(values):
        text = text_of(value).strip()
        try:
            orders.append(int(text) if text else 0)
        except ValueError:
            shapes.refuse(row, Refusal.UNREADABLE, f"its order “{text[:40]}” is not a whole number")
            orders.append(0)
    return orders


def _names(columns: dict[str, list[Value]], mapping: Mapping) -> list[tuple[Name, ...]]:
    listed = []
    for each in mapping.names:
        known: dict[str, tuple[Name, ...]] = {"": ()}
        for text in {text_of(value) for value in columns[each.column]} - {""}:
            name = Name(text=text, language=each.language, used_by=each.used_by)
            known[text] = (name,) if text.strip() else ()
        listed.append([known[text_of(value)] for value in columns[each.column]])
    return [sum(row, ()) for row in zip(*listed, strict=True)]


def _worded(columns: dict[str, list[Value]], mapping: Mapping, found: Fields) -> set[str]:
    """Take the columns of closed words; return those whose words were not ours, so that they are kept as well."""
    kept = set()
    if mapping.mode:
        fallback = BY_HEADING.get(plain(mapping.mode), Mode.OTHER)
        kept |= _words(columns, mapping.mode, "mode", MODES, fallback, found, plain(mapping.mode) not in BY_HEADING)
    if mapping.state:
        said = plain(mapping.state) not in BY_HEADING
        kept |= _words(columns, mapping.state, "state", STATES, RouteState.UNKNOWN, found, said)
    if mapping.type and mapping.target in _TYPES:
        words = _TYPES[mapping.target]
        kept |= _words(columns, mapping.type, "type", words, next(iter(words.values())), found, said=True)
    return kept


def _words(
    columns: dict[str, list[Value]], heading: str, name: str, words: dict[str, Any], otherwise: Any, found: Fields,
    said: bool,
) -> set[str]:  # fmt: skip
    texts = [text_of(value) for value in columns[heading]]
    known = {text: words.get(plain(text), otherwise) for text in set(texts)}
    found.values[name] = [known[text] for text in texts]
    strange = sorted(text for text in known if text and plain(text) not in words)
    if strange and said:
        listed = ", ".join(f"“{text[:30]}”" for text in strange[:5]) + (" and others" if len(strange) > 5 else "")
        sentence = f"Column {heading} holds {listed}, taken as “{otherwise.value}”; the words themselves are kept."
        found.remarks.append(Remark(code=Note.WORD, sentence=sentence))
    return {heading} if any(text != word.value for text, word in known.items()) else set()
