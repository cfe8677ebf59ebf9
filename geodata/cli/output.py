"""How a verb answers: a table or sentences for people, one JSON value for programs."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

import click


def say_json(value: Any) -> None:
    """Print one JSON value: keys sorted, text as it is."""
    click.echo(json.dumps(value, ensure_ascii=False, sort_keys=True, indent=2))


def say_table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print rows in columns as wide as they need to be."""
    cells = [list(headings), *([_text(cell) for cell in row] for row in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(headings))]
    for row in cells:
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def metres(millimetres: int) -> float:
    """Return millimetres as metres, a number of three decimals."""
    return round(millimetres / 1000, 3)


def _text(cell: object) -> str:
    return f"{cell:.3f}" if isinstance(cell, float) else str(cell)
