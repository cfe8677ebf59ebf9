"""Order and search in columns: figures by size, texts that end in a number by its size, in every script."""

import unicodedata
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Rows = npt.NDArray[np.int64]
Truths = npt.NDArray[np.bool_]

_DIGITS = "0123456789"
_LONGEST = 12


def folded(text: str) -> str:
    """Return `text` as it is compared: composed and without case."""
    plain = text if text.isascii() else unicodedata.normalize("NFC", text)
    plain = plain.casefold()
    return plain if plain.isascii() else unicodedata.normalize("NFC", plain)


def sorted_rows(values: Sequence[object] | npt.NDArray[np.int64]) -> Rows:
    """Return the rows in ascending order of their values; equal ones keep their order."""
    if isinstance(values, np.ndarray):
        return np.argsort(values, kind="stable").astype(np.int64)
    keys = _keys([str(value) for value in values])
    return np.fromiter(sorted(range(len(keys)), key=keys.__getitem__), np.int64, len(keys))


def containing(haystack: Sequence[str], needle: str) -> Truths:
    """Return (rows,) which of the folded texts contain every word of a search."""
    found = np.ones(len(haystack), np.bool_)
    for word in folded(needle).split():
        found &= np.fromiter((word in text for text in haystack), np.bool_, len(haystack))
    return found


def _keys(texts: list[str]) -> list[str]:
    """The texts with the number at their end padded, so that osm-2 comes before osm-10."""
    return [_key(folded(text)) for text in texts]


def _key(text: str) -> str:
    stem = text.rstrip(_DIGITS)
    return stem + text[len(stem) :].zfill(_LONGEST) if len(stem) < len(text) else text
