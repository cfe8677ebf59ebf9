"""How a verb answers: a table or sentences for people, one JSON value for programs."""

import json
import sys
from collections.abc import Iterable, Sequence
from io import TextIOWrapper
from typing import Any

import click

_SHOWN = (
    {sign: 0x2400 + sign for sign in range(32)}
    | dict.fromkeys([*range(0x7F, 0xA0), *range(0x2028, 0x202F), *range(0x2066, 0x206A)], 0xFFFD)
)  # fmt: skip
"""Signs that move the cursor, end a line or turn the direction of what follows, and what is shown for them."""


WIDEST_CELL = 80
"""Letters of one cell in a table for people; what is longer ends in an ellipsis, and is whole in the JSON."""


def speak_to_anyone() -> None:
    """Write UTF-8 into files and pipes, and nothing that a terminal cannot show as a failure."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")


def say(sentence: str = "") -> None:
    """Print one line; what is in a name cannot pass for a line of its own."""
    click.echo(shown(sentence))


def say_trouble(sentence: str) -> None:
    """Print one line on stderr."""
    click.echo(shown(sentence), err=True)


def shown(text: str) -> str:
    """Return text of others as one harmless line: its control signs are seen, not obeyed."""
    return text if text.isprintable() else text.translate(_SHOWN)


def say_json(value: Any) -> None:
    """Print one JSON value: keys sorted, text as it is."""
    click.echo(json.dumps(value, ensure_ascii=False, sort_keys=True, indent=2))


def say_table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print rows in columns as wide as they need to be."""
    cells = [list(headings), *([_text(cell) for cell in row] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = ("  ".join(map(str.ljust, row, widths)).rstrip() for row in cells)
    click.echo("\n".join(lines))


def metres(millimetres: int) -> float:
    """Return millimetres as metres, a number of three decimals."""
    return round(millimetres / 1000, 3)


def counted(number: int, kind: str) -> str:
    """Return "1 turning point", "4,892 routes": a number of features of a kind in words."""
    word = kind.replace("_", " ")
    return f"{number:,} {word}" if number == 1 else f"{number:,} {plural(word)}"


def plural(word: str) -> str:
    """Return "stretches", "aliases", "routes"."""
    return word + ("es" if word.endswith(("ch", "s")) else "s")


def _text(cell: object) -> str:
    if isinstance(cell, float):
        return f"{cell:.3f}"
    text = shown(str(cell))
    return text if len(text) <= WIDEST_CELL else text[: WIDEST_CELL - 1] + "…"
