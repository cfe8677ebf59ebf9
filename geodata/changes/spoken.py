"""A hash as words to read aloud: one word for each byte, the same concept in four languages.

One side may read in Armenian and the other check in Azerbaijani or Russian, by what the words mean. The list is
`resources/words/fingerprint.txt`, and `resources/formats/words.md` says how to do the same by hand.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from geodata.errors import NotFound, Refused
from geodata.resources import resource

LANGUAGES = ("en", "ru", "hy", "az")
"""In the order of the columns of the list."""

DOCUMENT_WORDS = 6
"""Words of a document or a base: 48 bits, against a slip and a mix-up."""

KEY_WORDS = 12
"""Words of a key: 96 bits, against somebody who searches for a key with the same words."""

MOST_WORDS = 32
_SHA256 = re.compile(r"[0-9a-f]{64}")
_DOT_ABOVE = "\N{COMBINING DOT ABOVE}"


def spoken(sha256_hex: str, words: int, language: str = "en") -> tuple[str, ...]:
    """Return the first `words` bytes of a hash, one word a byte.

    Raise Refused for what is no SHA-256, for fewer than 1 or more than 32 words, or for another language.
    """
    if not _SHA256.fullmatch(sha256_hex):
        raise Refused("A SHA-256 is 64 digits, 0 to 9 and a to f; copy it whole.")
    if not 1 <= words <= MOST_WORDS:
        raise Refused(f"A hash has {MOST_WORDS} bytes; ask for 1 to {MOST_WORDS} words.")
    listed = _listed(language)
    return tuple(listed[byte] for byte in bytes.fromhex(sha256_hex)[:words])


def heard(words: Iterable[str], language: str = "") -> bytes:
    """Return the bytes that words stand for, whatever their case and the spaces around them.

    Without a language each word may be in any: none means different things in two of them. Raise NotFound, naming the
    word that is not in the list and the nearest ones; Refused for another language.
    """
    return bytes(_byte(word, language) for word in words)


def _byte(word: str, language: str) -> int:
    for one in (language,) if language else LANGUAGES:
        found = _bytes(one).get(_plain(word))
        if found is not None:
            return found
    near = _nearest(word, language)
    remedy = f"listen again: the nearest are {', '.join(near)}." if near else "listen again, or ask for the digits."
    raise NotFound(f'"{word.strip()}" is not one of the words; {remedy}')


def _nearest(word: str, language: str) -> list[str]:
    from difflib import get_close_matches

    known = {_plain(like): like for one in ((language,) if language else LANGUAGES) for like in _listed(one)}
    return [known[plain] for plain in get_close_matches(_plain(word), known, n=3, cutoff=0.5)]


def _plain(word: str) -> str:
    """The word without what differs between keyboards: case, both kinds of i, and the two dots of ё.

    `"I".lower()` is i, but in Azerbaijani it is the capital of ı; so both are held to be one letter.
    """
    folded = unicodedata.normalize("NFC", word.strip().casefold().replace(_DOT_ABOVE, ""))
    return folded.replace("ı", "i").replace("ё", "е")


@cache
def _listed(language: str) -> tuple[str, ...]:
    if language not in LANGUAGES:
        raise Refused(f"There are words in {', '.join(LANGUAGES)}, none in {language}.")
    column = LANGUAGES.index(language)
    lines = resource("words", "fingerprint.txt").read_text(encoding="utf-8").splitlines()
    return tuple(line.split("\t")[column] for line in lines)


@cache
def _bytes(language: str) -> dict[str, int]:
    return {_plain(word): byte for byte, word in enumerate(_listed(language))}
