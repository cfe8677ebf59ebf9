"""Figures: lengths and chainages as people read them, always with their unit, and as people type them."""

import re

from geodata.geometry.written import THIN

_TYPED = re.compile(r"^\s*(-?[\d\s\u00a0\u202f]+(?:[.,]\d+)?)\s*(km|m)?\s*$", re.IGNORECASE)


def metres(millimetres: int, decimals: int = 2) -> str:
    """Return millimetres as metres: 3 310.42 m."""
    return f"{millimetres / 1000:,.{decimals}f}".replace(",", THIN) + THIN + "m"


def kilometres(millimetres: int, decimals: int = 3) -> str:
    """Return millimetres as kilometres: 12.684 km."""
    return f"{millimetres / 1_000_000:,.{decimals}f}".replace(",", THIN) + THIN + "km"


def area(square_metres: float) -> str:
    """Return square metres as people read them: 8 123 m², 12.345 ha, 3.456 km²."""
    if square_metres < 10_000:
        told, unit = f"{square_metres:,.0f}", "m²"
    elif square_metres < 1_000_000:
        told, unit = f"{square_metres / 10_000:,.3f}", "ha"
    else:
        told, unit = f"{square_metres / 1_000_000:,.3f}", "km²"
    return told.replace(",", THIN) + THIN + unit


def hectares(square_metres: float) -> str:
    """Return square metres as hectares, however many they are: 52.71 ha."""
    decimals = 2 if square_metres >= 1000 else 4
    return f"{square_metres / 10_000:,.{decimals}f}".replace(",", THIN) + THIN + "ha"


def azimuth(degrees: float) -> str:
    """Return degrees from north to the east as people read them: 087.3°."""
    return f"{round(degrees, 1) % 360:05.1f}°"


def count(number: int) -> str:
    """Return a whole number with its thousands grouped."""
    return f"{number:,}".replace(",", THIN)


def typed_metres(text: str) -> int | None:
    """Return the millimetres of "5000", "5 000 m", "5.2 km" or "5,2 km", or None when it is no length."""
    match = _TYPED.match(text)
    if match is None:
        return None
    number = "".join(match[1].split()).replace(",", ".")
    if number in ("", "-"):
        return None
    return round(float(number) * (1_000_000 if (match[2] or "m").lower() == "km" else 1000))
