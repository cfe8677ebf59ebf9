"""Canonical bytes: one way to write a value as JSON (RFC 8785 for ASCII keys and whole numbers), and only that is read.

Numbers are integers that every JSON reader keeps (at most 2^53 - 1), text is NFC, keys are sorted, members that hold
their default are left out. Reading decodes, encodes again and requires the same bytes: that refuses doubled keys, other
orders, white space and fractions at once.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import msgspec
import numpy as np

from geodata.errors import ConfiniaError, DocumentRefused, NotCanonical
from geodata.model.feature import Feature
from geodata.model.grid import JointGrid
from geodata.model.line import Line

T = TypeVar("T")
Record = dict[str, Any]
"""A feature as JSON has it."""

DEEPEST = 32
"""How deep a document may nest; ours nest nine deep."""

LARGEST = 2**53 - 1
"""The largest whole number that readers with floating-point numbers keep as it is."""

LARGEST_DOCUMENT = 96 * 2**20
"""Bytes of one document at most, without what lies beside it."""

MOST_VALUES = 6_000_000
"""How much a document may hold, so that reading it stays within a gigabyte: a comma counts once, a list twice, an
object four times; a text counts with the comma that divides it from the next."""

_QUOTED = re.compile(rb'"(?:[^"\\]+|\\.)*+"?', re.DOTALL)  # possessive: one that never ends is matched once
_LONG_NUMBER = re.compile(rb"[0-9]{16,}")
_DIGITS_AS_NOUGHTS = bytes.maketrans(b"123456789", b"000000000")
_STEPS = np.zeros(256, np.int8)
_STEPS[list(b"[{")], _STEPS[list(b"]}")] = 1, -1
_CHUNK = 1 << 20
_LONGEST_COMPLAINT = 400
"""Letters of what a parser says, which may have the document's own words in it."""


def _write(value: object) -> object:
    if isinstance(value, Line):
        return value.flat()
    raise NotImplementedError(type(value))


def _reader(grid: JointGrid | None) -> Callable[[type, object], object]:
    """Return what makes a line of its numbers, which mean nothing without the grid they are on."""

    def read(wanted: type, value: object) -> object:
        if wanted is Line and grid is not None and isinstance(value, list) and set(map(type, value)) <= {int}:
            return Line.of_flat(value, grid)
        raise ValueError("A line is a list of whole numbers.")

    return read


_encoder = msgspec.json.Encoder(enc_hook=_write, order="sorted")


def canonical(value: object) -> bytes:
    """Return the canonical JSON bytes of a struct, a record or plain values."""
    return _encoder.encode(value)


def record(value: object) -> Record:
    """Return a struct as a plain record: what `canonical` would write, as Python values."""
    plain: Record = msgspec.to_builtins(value, enc_hook=_write)
    return plain


def value_of(plain: object, type_: type[T], grid: JointGrid | None = None) -> T:
    """Return the value of a record, its lines on a grid; raise DocumentRefused with the place and the reason."""
    try:
        return msgspec.convert(plain, type_, dec_hook=_reader(grid))
    except (msgspec.ValidationError, ConfiniaError, ValueError, OverflowError) as problem:
        raise DocumentRefused(f"A record is not valid: {_told(problem)}.") from problem


def feature_of(plain: Mapping[str, Any], grid: JointGrid) -> Feature:
    """Return the feature that a record describes on a grid; raise DocumentRefused."""
    return value_of(plain, Feature, grid)  # type: ignore[arg-type]


def decode(data: bytes, type_: type[T], grid: JointGrid | None = None) -> T:
    """Return the value that canonical bytes describe, its lines on a grid; raise NotCanonical or DocumentRefused."""
    check_amount(bare_of(data))
    try:
        normal = composed(data)
        value = msgspec.json.decode(data, type=type_, dec_hook=_reader(grid))
    except (msgspec.MsgspecError, ConfiniaError, ValueError, OverflowError, RecursionError) as problem:
        raise DocumentRefused(f"The document cannot be read: {_told(problem)}.") from problem
    if canonical(value) != data or not normal:
        raise NotCanonical("The document is not written in the canonical form, so its hash would mean nothing.")
    return value


def _told(problem: Exception) -> str:
    """What went wrong, without more of the document's own words than a sentence bears."""
    text = str(problem).rstrip(".")
    return text if len(text) <= _LONGEST_COMPLAINT else f"{text[:_LONGEST_COMPLAINT]}…"


def bare_of(data: bytes) -> bytes:
    """Return a document without its texts: brackets, commas and numbers; raise DocumentRefused for one too large."""
    if len(data) > LARGEST_DOCUMENT:
        raise DocumentRefused(f"The document is larger than {LARGEST_DOCUMENT >> 20} MB.")
    if b"\\" in data:
        # from the left, as a parser reads, so that no quote inside a text is taken for its end
        data = data.replace(b"\\\\", b"__").replace(b'\\"', b"__")
    parts, inside = [], 0
    for start in range(0, len(data), _CHUNK):
        run = np.frombuffer(data, np.uint8, min(_CHUNK, len(data) - start), start)
        quotes = run == ord('"')
        texts = np.logical_xor.accumulate(quotes) ^ bool(inside)
        inside = int(texts[-1])
        parts.append(run[~(texts | quotes)].tobytes())
    return b"".join(parts)


def check_amount(bare: bytes) -> None:
    """Raise DocumentRefused for a document that nests too deep, holds too much or numbers that not every reader keeps.

    `bare` is the document without its texts; this comes before a parser sees it.
    """
    _check_depth(bare)
    if bare.count(b",") + 2 * bare.count(b"[") + 4 * bare.count(b"{") > MOST_VALUES:
        raise DocumentRefused("The document holds more than a document may; it was not read.")
    _check_numbers(bare)


def _check_depth(bare: bytes) -> None:
    depth = 0
    for start in range(0, len(bare), _CHUNK):
        run = np.cumsum(_STEPS[np.frombuffer(bare[start : start + _CHUNK], np.uint8)], dtype=np.int32)
        if depth + int(run.max()) > DEEPEST:
            raise DocumentRefused(f"The document nests deeper than {DEEPEST} levels.")
        depth += int(run[-1])


def _check_numbers(bare: bytes) -> None:
    if b"0" * 16 not in bare.translate(_DIGITS_AS_NOUGHTS):
        return
    for digits in _LONG_NUMBER.finditer(bare):
        if len(digits[0]) > 16 or int(digits[0]) > LARGEST:
            raise DocumentRefused("The document holds a number too large to be kept exactly by every reader.")


def composed(data: bytes) -> bool:
    """Tell whether every text is in Unicode NFC; the whole is asked first: that is quick and nearly always enough."""
    if unicodedata.is_normalized("NFC", data.decode()):
        return True
    return all(unicodedata.is_normalized("NFC", msgspec.json.decode(text[0])) for text in _QUOTED.finditer(data))
