"""Coordinates as people write them: degrees, minutes and seconds, decimal degrees, metres; read exactly, and written.

What is read is never guessed: a text that can be read in two ways, or in none, is refused with a sentence. No locale
has a say: a comma and a full stop are decimal signs alike, and thousands are grouped by spaces only. Numbers are turned
into floats once, correctly rounded, and rounded half up from the shortest decimal that stands for the float.
"""

import math
import re
from decimal import ROUND_HALF_UP, Context, Decimal
from enum import StrEnum

from msgspec import Struct

from geodata.errors import Refused

LONGEST = 80
"""Signs of one written number; nobody writes more, and nothing longer is looked into."""

THIN = "\u202f"
"""The narrow space that groups thousands: the same in every language, and never taken for a decimal sign."""

LATITUDE, LONGITUDE = "NS", "EW"
"""The letters at a latitude and at a longitude: the positive one first."""


class Form(StrEnum):
    """How a coordinate is written."""

    DMS = "dms"
    DECIMAL = "decimal"
    METRES = "metres"


class Number(Struct, frozen=True, kw_only=True):
    """One coordinate as it was written: degrees or metres by its form, negative for S and W.

    `precision` is the value of the last digit written, in degrees or metres; `letter` is N, S, E or W, or empty.
    """

    value: float
    form: Form
    precision: float
    letter: str = ""


_EXACT = Context(prec=60, rounding=ROUND_HALF_UP)
_SPACES = re.compile(r"[\s\u00a0\u2000-\u200a\u202f\u205f]+")
_MARKS = "\u200b\u200e\u200f\u202a\u202c\u2060\u2066\u2068\u2069\ufeff"
"""What programs put around a number to keep it upright; what turns its digits around is not among them."""

_SIGNS = str.maketrans(
    dict.fromkeys(_MARKS, "")
    | dict.fromkeys("º˚∘", "°")
    | dict.fromkeys("'’‘‛ʹʼ´`", "′")
    | dict.fromkeys('"”“„‟ʺ', "″")
    | dict.fromkeys("\u2010\u2011\u2012\u2013", "-")
    | {"\u2212": "-"}
)
_LETTERS = {
    "N": "N", "S": "S", "E": "E", "W": "W", "С": "N", "Ю": "S", "В": "E", "З": "W",
    "Е": "E",  # Cyrillic, and no abbreviation of anything: the Latin E was meant
    "СШ": "N", "ЮШ": "S", "ВД": "E", "ЗД": "W",
}  # fmt: skip
_LETTER = r"(?:[СсЮю]\. ?[Шш]\.?|[ВвЗз]\. ?[Дд]\.?|[СсЮю][Шш]|[ВвЗз][Дд]|[NSEWnsewСЮВЗЕсювзе])"
_BEFORE = re.compile(rf"({_LETTER}) ?(?=[-+.,0-9])")
_AFTER = re.compile(rf"(?<=[.0-9°′″ ]) ?({_LETTER})$")
_PLAIN = re.compile(r"([0-9]+(?:[.,][0-9]+|\.)?|[.,][0-9]+)(?:[eE]([+-]?[0-9]{1,3}))?")
_SCIENTIFIC = re.compile(r"[0-9](?:[.,][0-9]+)?")  # before a power of ten, as programs write it
_GROUPED = re.compile(r"([0-9]{1,3}(?: [0-9]{3})+)(?:[.,]([0-9]+))?")
_DEGREES = re.compile(r"([0-9]+(?:[.,][0-9]+)?) ?°")
_BETWEEN = r"(?: ?{0}(?: - |-| )?| ?: ?| - |-| )"  # a dash on one side of a space is the minus of another number
_SEXAGESIMAL = re.compile(
    rf"([0-9]{{1,3}}){_BETWEEN.format('°')}([0-9]{{1,2}})"
    rf"(?:(?P<minute>[.,][0-9]+)? ?′?|{_BETWEEN.format('′')}([0-9]{{1,2}})(?:″?[.,]([0-9]+))? ?″?)"
)
_EXAMPLES = "write it like 41°06'33.0\" N, 41.109167 or 4 551 234.57"


def read_number(text: str, letters: str = LATITUDE + LONGITUDE) -> Number:
    """Return a coordinate that people wrote: 41°06'33.0" N, 41 06 33,0, 41-06-33, 41d06m33s, 41,109167, 4 551 234,57.

    A plain number up to 180 is degrees, above it metres. `letters` are those that may stand at it, so that a latitude
    is not taken for a longitude. Raise Refused with a sentence that names what is wrong.
    """
    if len(text) > LONGEST:
        raise Refused(f"“{quoted(text[: LONGEST // 2])}…” is too long for a coordinate; {_EXAMPLES}.")
    if quick := _PLAIN.fullmatch(text):  # most are; this is ten times as fast
        return _plain(quick, False, text)
    plain, text = tidy(text), quoted(text)
    body, letter = _without_letter(plain, text)
    if letter and letter not in letters:
        raise Refused(f"“{text.strip()}” is a {_axis(letter)}, where a {_axis(letters[0])} is expected.")
    if letter and (power := _PLAIN.fullmatch(body)) and power[2]:
        raise Refused(_two_meanings(text))
    body, metres = _without_unit(body)
    sign, body = (body[0], body[1:].lstrip()) if body[:1] in ("-", "+") else ("", body)
    if sign == "-" and letter:
        raise Refused(f"“{text.strip()}” has a minus and the letter {letter}; keep one of them.")
    found = _unsigned(body, metres, text)
    _check_range(found, letter, text)
    value = -found.value if sign == "-" or letter in ("S", "W") else found.value
    return Number(value=value + 0.0, form=found.form, precision=found.precision, letter=letter)


def dms(degrees: float, seconds_decimals: int = 1, letters: str = "") -> str:
    """Return degrees as 41° 06' 33.0" N; `letters` ("NS", "EW") stand for the sign, without them it is a minus."""
    units = int(_rounded(_decimal(degrees) * 3600, seconds_decimals).scaleb(seconds_decimals))
    minutes, rest = divmod(abs(units), 60 * 10**seconds_decimals)
    whole, minute = divmod(minutes, 60)
    seconds = f"{rest:0{seconds_decimals + 2}}"
    if seconds_decimals:
        seconds = f"{seconds[:-seconds_decimals]}.{seconds[-seconds_decimals:]}"
    return _signed(f"{whole}° {minute:02}' {seconds}\"", units < 0, letters)


def decimal(degrees: float, places: int = 6, letters: str = "") -> str:
    """Return degrees as 41.109167, with "NS" or "EW" as 41.109167° N."""
    rounded = _rounded(_decimal(degrees), places)
    return _signed(f"{abs(rounded):f}" + ("°" if letters else ""), rounded < 0, letters)


def metres(value: float, decimals: int = 2) -> str:
    """Return metres as 4 551 234.57, thousands grouped by thin spaces."""
    rounded = _rounded(_decimal(value), decimals)
    return _signed(f"{abs(rounded):,f}".replace(",", THIN), rounded < 0, "")


def tidy(text: str) -> str:
    """Return a text with one sort of space, dash, prime and double prime, and ° ′ ″ for d, m and s."""
    plain = _SPACES.sub(" ", text.translate(_SIGNS)).strip().replace("′′", "″").replace("′ ′", "″")
    marked = re.sub(r"(?<=[0-9]) ?d ?(?=[0-9])", "°", plain)
    if marked == plain:
        return plain
    marked = re.sub(r"(?<=[0-9]) ?m(?![a-zа-я])", "′", marked)
    return re.sub(r"(?<=[0-9]) ?s(?![a-zа-я])", "″", marked)


def quoted(text: str) -> str:
    """Return a text as a sentence can quote it: in one line, without signs that hide something or turn it around."""
    plain = " ".join(text.split())
    return "".join(sign if sign.isprintable() else "" if sign in _MARKS else "\ufffd" for sign in plain)


def _two_meanings(text: str) -> str:
    return (
        f"“{text.strip()}” has an E that may mean east or a power of ten; write the number out, "
        "and put a space between two coordinates."
    )


def _without_letter(plain: str, text: str) -> tuple[str, str]:
    before, after = _BEFORE.match(plain), _AFTER.search(plain)
    if before and after:
        raise Refused(f"“{text.strip()}” has a letter before and one behind; keep one of them.")
    if before:
        return plain[before.end() :], _letter(before[1])
    return (plain[: after.start()].rstrip(), _letter(after[1])) if after else (plain, "")


def _letter(written: str) -> str:
    return _LETTERS[re.sub(r"[. ]", "", written).upper()]


def _axis(letter: str) -> str:
    return "latitude" if letter in LATITUDE else "longitude"


def _without_unit(body: str) -> tuple[str, bool]:
    bare = re.sub(r"(?<=[0-9.]) ?[mм]\.?$", "", body)
    return bare, bare != body


def _unsigned(body: str, metres: bool, text: str) -> Number:
    if found := _PLAIN.fullmatch(body):
        return _plain(found, metres, text)
    if found := _GROUPED.fullmatch(body):
        decimals = found[2] or ""
        value = float(f"{found[1].replace(' ', '')}.{decimals or 0}")
        return Number(value=value, form=Form.METRES, precision=_digit(len(decimals)))
    if not metres and (found := _DEGREES.fullmatch(body)):
        return Number(value=_float(found[1]), form=Form.DECIMAL, precision=_digit(_decimals(found[1])))
    if not metres and (found := _SEXAGESIMAL.fullmatch(body)):
        return _sexagesimal(found, text)
    raise Refused(_complaint(body, text.strip()))


def _plain(found: re.Match[str], metres: bool, text: str) -> Number:
    exponent = int(found[2] or 0)
    value = float(f"{found[1].replace(',', '.')}e{exponent}")
    if exponent > 300 or not math.isfinite(value):
        raise Refused(f"“{text.strip()}” is no number that a coordinate can have.")
    if found[2] and not (_SCIENTIFIC.fullmatch(found[1]) and (found[2][0] in "+-" or len(found[1]) > 1)):
        raise Refused(_two_meanings(text))
    form = Form.METRES if metres or value > 180 else Form.DECIMAL
    return Number(value=value, form=form, precision=_digit(_decimals(found[1]) - exponent))


def _sexagesimal(found: re.Match[str], text: str) -> Number:
    degrees, minutes, part, seconds, decimals = found.groups()
    for counted, called in ((minutes, "minutes"), (seconds, "seconds")):
        if counted and int(counted) > 59:
            raise Refused(f"“{text.strip()}” has {int(counted)} {called}; they end at 59.")
    whole = int(degrees) * 60 + int(minutes)
    digits = (part or "")[1:] if seconds is None else decimals or ""
    scale = 10 ** len(digits)
    if seconds is None:
        count, parts = whole * scale + int(digits or 0), 60
    else:
        count, parts = whole * 60 * scale + int(seconds + digits), 3600
    # a quotient of whole numbers is rounded once, and correctly
    return Number(value=count / (parts * scale), form=Form.DMS, precision=_digit(len(digits), parts))


def _check_range(found: Number, letter: str, text: str) -> None:
    if found.form is Form.METRES:
        if letter in ("S", "W"):
            raise Refused(f"“{text.strip()}” is in metres, which are counted to the north (N) and to the east (E).")
        return
    limit = 90 if letter and letter in LATITUDE else 180
    if found.value > limit:
        what = "a latitude" if limit == 90 else "an angle on the globe"
        raise Refused(f"“{text.strip()}” has more than {limit} degrees, which {what} cannot have.")


def _complaint(body: str, text: str) -> str:
    """What is wrong with a text that cannot be read."""
    if not body:
        return "There is no number here." if not text else f"“{text}” has no number."
    if body.lower() in ("nan", "inf", "infinity", "null", "none"):
        return f"“{text}” stands for no number; leave the place empty where there is none."
    if "\ufffd" in text:
        return f"“{text}” holds a sign that cannot be seen; type the coordinate instead of pasting it."
    if any(sign.isdigit() and not sign.isascii() for sign in body):
        return f"“{text}” has digits of another script; write them as 0 to 9."
    if re.search(r"[0-9][.,][0-9]*[.,]", body):
        return f"“{text}” has two decimal signs; keep one, and group thousands by spaces."
    if re.fullmatch(r"[0-9 .,]+", body):
        return (
            f"“{text}” has digits grouped neither in threes, as metres are, nor in twos, as minutes and seconds are; "
            f"{_EXAMPLES}."
        )
    if re.search(r"[0-9][.,][0-9]+ ?[°′] ?[0-9]", body):
        return f"“{text}” has decimals before its last part; only the last part can have them."
    return f"“{text}” is not a coordinate; {_EXAMPLES}."


def _digit(decimals: int, parts: int = 1) -> float:
    return float(f"1e{-decimals}") if parts == 1 else 1 / (parts * 10**decimals)


def _decimals(digits: str) -> int:
    return len(digits.replace(",", ".").partition(".")[2])


def _float(digits: str) -> float:
    return float(digits.replace(",", "."))


def _decimal(value: float) -> Decimal:
    if not math.isfinite(value):
        raise Refused("Where nothing is known no coordinate can be written.")
    return Decimal(repr(float(value)))


def _rounded(value: Decimal, decimals: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), context=_EXACT)


def _signed(digits: str, negative: bool, letters: str) -> str:
    if letters:
        return f"{digits} {letters[1] if negative else letters[0]}"
    return f"-{digits}" if negative else digits
