"""Fields of a newer minor version: kept as they came, written where they stood, understood by nobody here.

A newer minor version may add fields to features and to the document itself. A feature keeps its own in `further`, as
canonical JSON; in a document they stand among its other fields, as the version wrote them that knows them.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import msgspec

from geodata.changes.codec import Record, bare_of, canonical, check_amount, composed, record
from geodata.changes.container import FORMAT
from geodata.changes.delta import Delta
from geodata.errors import DocumentRefused
from geodata.model.feature import TYPES, Kind

WITH_FURTHER = f"{FORMAT}.1"
"""The format of a document that holds fields which this version does not know."""

FIELD = "further"


def unfolded(plain: Record) -> Record:
    """Return a feature's record as documents write it: what `further` holds among its other fields."""
    if not plain.get(FIELD):
        return plain
    rest = {name: value for name, value in plain.items() if name != FIELD}
    return {**rest, **msgspec.json.decode(plain[FIELD])}


def folded(plain: Record, kind: Kind) -> Record:
    """Return a feature's record as the type reads it: the fields it does not know in `further`.

    Raise DocumentRefused for a record that has a field of that name, or a fraction in one that is not known.
    """
    if FIELD in plain:
        raise DocumentRefused(f"A record has a field called {FIELD}, which is a name kept for another purpose.")
    known = known_fields(kind)
    unknown = {name: value for name, value in plain.items() if name not in known}
    if not unknown:
        return plain
    check_whole(unknown)
    rest = {name: value for name, value in plain.items() if name in known}
    return {**rest, FIELD: canonical(unknown).decode()}


@lru_cache(maxsize=len(Kind))
def known_fields(kind: Kind) -> frozenset[str]:
    """Return the names that stand in the record of a kind of feature."""
    return frozenset(TYPES[kind].__struct_fields__) - {FIELD} | {"kind"}


def check_whole(value: Any) -> None:
    """Raise DocumentRefused for a fraction anywhere in a value: readers do not agree on how those are written."""
    if isinstance(value, float):
        raise DocumentRefused("There is a number in it that is not whole.")
    for held in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        check_whole(held)


def has_further(deltas: Iterable[Delta]) -> bool:
    """Tell whether any of these changes has, before or after it, a field that this version does not know."""
    return any(getattr(state, FIELD, "") for delta in deltas for state in (delta.old, delta.new) if state is not None)


def tells_further(changes: Iterable[Any]) -> bool:
    """Tell whether any of these operations, as they travel, has a field that this version does not know."""
    return any((each.old.keys() | each.new.keys()) - known_fields(each.kind) for each in changes)


def document_bytes(document: Any) -> bytes:
    """Return the canonical bytes of a document with features, with their further fields where they belong."""
    if not any(feature.further for feature in document.features):
        return canonical(document)
    plain = record(document)
    return canonical({**plain, "features": [unfolded(feature) for feature in plain["features"]]})


def folded_document(data: bytes, known: frozenset[str]) -> tuple[bytes, bytes]:
    """Return a newer document as this version reads it, and the bytes it has without what it says of itself anew.

    `known` are the fields of the document. Raise DocumentRefused for what is not JSON, has fractions, or numbers that
    not every reader keeps.
    """
    check_amount(bare_of(data))
    try:
        plain = msgspec.json.decode(data)
        check_whole(plain)
        if canonical(plain) != data or not isinstance(plain, dict) or not composed(data):
            raise DocumentRefused("The document is not written in the canonical form, so its hash would mean nothing.")
        rest = {name: value for name, value in plain.items() if name in known}
        features = rest.get("features")
        if not isinstance(features, list):
            return canonical(rest), canonical(rest)
        read = [folded(feature, Kind(feature["kind"])) for feature in features]
    except (msgspec.MsgspecError, RecursionError, KeyError, TypeError, ValueError, AttributeError) as problem:
        raise DocumentRefused("The document has something in it that this version cannot read.") from problem
    return canonical({**rest, "features": read}), canonical(rest)
