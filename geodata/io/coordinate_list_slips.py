"""Slips of the pen and of the spreadsheet in one written coordinate, which reading it by itself does not show."""

import re

from geodata.geometry.written import Form, Number
from geodata.io.coordinate_list_words import Role

THOUSANDS = re.compile(r"[+-]?\d{1,3},\d{3}")
"""What can be read with a decimal comma or with one that groups thousands."""

DECIMAL_COMMA = re.compile(r"\d{4,},\d|\d,\d{1,2}(?!\d)|\d,\d{4,}|\d[\s\u00a0\u2009\u202f]\d{3},\d")
"""A comma that can group no thousands."""

_INNER_MINUS = re.compile(r"(?<=\d)[°º′'’\"″\s]+[-\u2212](?=\d)")
_SECONDS = re.compile(r"\D*\d{1,3}[°º\s:]+\d{1,3}['’′\s:]+(\d{3,})(?:[.,]\d+)?\D*")
_ZERO = re.compile(r"[OoОоՕօ]")


def slip(text: str, role: Role, decimal_comma: bool) -> str:
    """What is wrong with a coordinate beyond what reading it by itself could tell."""
    if any(sign.isdigit() for sign in text) and _ZERO.search(text):
        return f"“{text}” has the letter {_ZERO.search(text)[0]} where a zero belongs"  # type: ignore[index]
    if len(_INNER_MINUS.findall(text)) == 1:
        return f"“{text}” has a minus inside; only the whole angle can have one"
    metric = role in (Role.X, Role.Y, Role.NORTHING, Role.EASTING)
    if not metric and (many := _SECONDS.fullmatch(text)):
        return f"“{text}” has {many[1]} seconds; they end at 59"
    if metric and not decimal_comma and THOUSANDS.fullmatch(text):
        return two_ways(text)
    return ""


def two_ways(text: str) -> str:
    """Say that a comma may be a decimal sign or group thousands."""
    whole, _, rest = text.partition(",")
    return f"“{text}” can be read as {whole}.{rest} and as {whole}{rest}; write it with a full stop, or without a sign"


def misplaced(number: Number, text: str, role: Role) -> str:
    """Return why a number cannot stand in its column, empty when it can."""
    if role in (Role.LATITUDE, Role.LONGITUDE):
        if number.form is Form.METRES:
            return f"“{text}” is no angle: more than 180 degrees, or metres"
        if role is Role.LATITUDE and abs(number.value) > 90:
            return f"“{text}” is more than 90 degrees; are latitude and longitude swapped?"
    elif role in (Role.NORTHING, Role.EASTING) and number.form is not Form.METRES:
        return f"“{text}” is in degrees, where metres are expected"
    return ""
