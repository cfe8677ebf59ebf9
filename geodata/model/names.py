"""What things are called: names belong to those who use them and are never keys."""

import re
import unicodedata

from msgspec import Struct

from geodata.errors import InvalidFeature

Scalar = str | int | bool | None
Attribute = tuple[str, Scalar]
"""A column of the source that has no field of ours, kept as it was: its heading and its value."""


_HALF = re.compile("[\ud800-\udfff]")  # what Python makes of bytes that are not in the encoding of the system


class Name(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One name as one side writes it; `used_by` is "A", "B" or empty for both, `language` an ISO 639-1 code."""

    text: str
    language: str = ""
    used_by: str = ""


def nfc(text: str) -> str:
    """Return `text` in Unicode NFC, the only form that enters a record; raise InvalidFeature for what is no text."""
    if text.isascii():
        return text
    if _HALF.search(text):
        raise InvalidFeature(f"“{_HALF.sub('�', text)[:60]}” holds signs that are no letters; write it again.")
    return unicodedata.normalize("NFC", text)


def names_of(text: str) -> tuple[Name, ...]:
    """Return the names for one plain text from a source; none for an empty one."""
    return (Name(text=nfc(text)),) if text.strip() else ()


def label_of(names: tuple[Name, ...], otherwise: str) -> str:
    """Return all names at once with equal weight, or `otherwise` where there is none."""
    return " / ".join(dict.fromkeys(name.text for name in names)) or otherwise
