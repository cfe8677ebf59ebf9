"""The names of Soviet map sheets as people and printers write them, read into the sheet that they name.

Cyrillic and Latin letters that look alike are one where that cannot be mistaken, dashes and spaces may be missing, and
numbers may have leading zeros. Where two readings remain, both are named and neither is taken.
"""

import re

from msgspec.structs import replace

from geodata.errors import Refused
from geodata.geometry.sheets import BANDS, HEIGHT, PARTS, QUARTERS, WIDTH, Scale, Sheet, roman, sheet_at
from geodata.geometry.written import quoted

_LONGEST = 40
_BAND = dict(zip(BANDS + "PQRSTUV", BANDS + "PQRSTUV", strict=True)) | {
    "А": "A", "Е": "E", "І": "I", "Ј": "J", "К": "K", "М": "M", "О": "O", "Т": "T",  # look like it and sound like it
    "Д": "D", "Ф": "F", "Г": "G", "Л": "L", "П": "P",  # sound like it and look like no other
}  # fmt: skip
_BAND_TWICE = {"В": "BV", "С": "CS", "Н": "HN", "Р": "PR"}  # look like the first, sound like the second
_QUARTER = {"А": 0, "A": 0, "Б": 1, "В": 2, "V": 2, "C": 2, "Г": 3, "G": 3, "D": 3}
_ROMAN = str.maketrans("ХІУ", "XIV")
_NUMERALS = {scale: {roman(one + 1): one for one in range(PARTS[scale] ** 2)} for scale in (Scale.K300, Scale.K200)}
_EXAMPLE = "write it like K-38-103-А-а-1"
_Cell = tuple[Scale, int, int]


def read_sheet(text: str) -> Sheet:
    """Return the sheet that a name means, with `printed` as it was written; raise Refused where it is none, or two.

    Understood are К-38, K-38-А (500k), IX-K-38 (300k), K-38-XXIII (200k), K-38-103 (100k) and its parts -А, -а, -1.
    """
    printed = text.strip()
    if len(printed) > _LONGEST or not re.fullmatch(r"(?:[0-9]|[^\W\d_]|[\s.,_/\u2010-\u2014-])+", printed):
        raise Refused(f"“{quoted(printed[:_LONGEST])}” is not the name of a map sheet; {_EXAMPLE}.")
    for one, other in re.findall(r"([^\W\d_])\s*[,/]\s*(?=([^\W\d_]))", printed):
        if one.isupper() is other.isupper():
            raise Refused(f"“{printed}” names two sheets, {one} and {other}; give one of them.")
    tokens: list[str] = re.findall(r"[0-9]+|[^\W\d_]+", printed)
    third = None
    if len(tokens) > 2 and tokens[0].isalpha() and tokens[1].isalpha():
        third = tokens.pop(0)
    if len(tokens) < 2 or len(tokens[0]) != 1 or not tokens[1].isdecimal():
        raise Refused(f"“{printed}” does not begin like a map sheet, with a letter and a number; {_EXAMPLE}.")
    band = _band(tokens[0], printed)
    ways = [way for way in _ways(tokens[1], tokens[2:]) if 1 <= int(way[0]) <= 60]
    found = [
        (int(zone), cell) for zone, rest in ways if (cell := _cell(third, rest, printed, len(ways) > 1)) is not None
    ]
    if len(found) > 1:
        readings = " or ".join(_sheet(band, *each, printed).designation for each in found)
        raise Refused(f"“{printed}” may be {readings}; put dashes between its parts.")
    if not found:
        raise Refused(f"“{printed}” is not the name of a map sheet; {_EXAMPLE}.")
    return _sheet(band, *found[0], printed)


def _band(letter: str, printed: str) -> int:
    written = letter.upper()
    if written in _BAND_TWICE:
        first, second = (f"{latin} ({_degrees(latin)})" for latin in _BAND_TWICE[written])
        raise Refused(f"The Cyrillic {written} of “{printed}” may be the band {first} or {second}; write it in Latin.")
    if written not in _BAND:
        raise Refused(f"“{printed}” begins with {letter}, which is the letter of no band of map sheets.")
    if _BAND[written] not in BANDS:
        raise Refused(f"“{printed}” lies above 60 N, where sheets are joined in pairs; those are not named here.")
    return BANDS.index(_BAND[written])


def _degrees(band: str) -> str:
    south = (BANDS + "PQRSTUV").index(band) * 4
    return f"{south} to {south + 4} N"


def _ways(digits: str, rest: list[str]) -> list[tuple[str, list[str]]]:
    """The ways to see a zone in the first digits: all of them, or some with the number of a sheet behind."""
    if len(digits) <= 2:
        return [(digits, rest)]
    return [(digits[:cut], [digits[cut:], *rest]) for cut in (1, 2)]


def _cell(third: str | None, rest: list[str], printed: str, run_on: bool) -> _Cell | None:
    """The scale, row and column of what follows the zone; None where it is nothing known.

    `run_on` says that the zone may end elsewhere, so that a number too large says nothing yet.
    """
    if third is not None:
        return _numbered(Scale.K300, _NUMERALS[Scale.K300].get(_numeral(third))) if not rest else None
    if not rest:
        return Scale.M1, 0, 0
    if not rest[0].isdecimal():
        return _lettered(rest, printed)
    number = int(rest[0])
    if not 1 <= number <= 144:
        if len(rest[0]) <= 3 and not run_on:
            raise Refused(f"“{printed}” has the number {number}; sheets of 1:100 000 are numbered from 1 to 144.")
        return None
    return _parts(_numbered(Scale.K100, number - 1), "".join(rest[1:]), printed)


def _lettered(rest: list[str], printed: str) -> _Cell | None:
    """A Roman number is a sheet of 1:200 000, a letter a quarter; V is five, as it is printed."""
    if len(rest) > 1:
        return None
    numeral = _NUMERALS[Scale.K200].get(_numeral(rest[0]))
    if numeral is not None:
        return _numbered(Scale.K200, numeral)
    return _numbered(Scale.K500, _quarter(rest[0], printed)) if len(rest[0]) == 1 else None


def _numeral(written: str) -> str:
    return written.upper().translate(_ROMAN)


def _numbered(scale: Scale, number: int | None) -> _Cell | None:
    return None if number is None else (scale, *divmod(number, PARTS[scale]))


def _parts(cell: _Cell | None, parts: str, printed: str) -> _Cell | None:
    """The quarter of the quarter of the quarter that follows the number of a sheet of 1:100 000."""
    if cell is None or not re.fullmatch(r"(?:[^\W\d_]{1,2}|[^\W\d_]{2}[1-4])?", parts):
        return None
    _, row, column = cell
    for scale, written in zip((Scale.K50, Scale.K25, Scale.K10), parts, strict=False):
        quarter = int(written) - 1 if written.isdecimal() else _quarter(written, printed)
        cell = scale, (row := row * 2 + quarter // 2), (column := column * 2 + quarter % 2)
    return cell


def _quarter(letter: str, printed: str) -> int:
    written = letter.upper()
    if written == "B":
        raise Refused(
            f"The Latin {letter} of “{printed}” may stand for Б, the second quarter (north-east), or for В, which "
            "looks like it, the third (south-west); write it in Cyrillic."
        )
    if written not in _QUARTER:
        raise Refused(f"“{printed}” has the quarter {letter}; quarters are {', '.join(QUARTERS)}.")
    return _QUARTER[written]


def _sheet(band: int, zone: int, cell: _Cell, printed: str) -> Sheet:
    scale, row, column = cell
    height, width = HEIGHT // PARTS[scale], WIDTH // PARTS[scale]
    return replace(
        sheet_at((band + 1) * HEIGHT - row * height, (zone - 31) * WIDTH + column * width, scale), printed=printed
    )
