"""The verb that says why two lines lie apart. It reads, and corrects nothing."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geodata.cli.output import say, say_json, say_table
from geodata.cli.project import JSON
from geodata.cli.two_lines import WHAT_A_LINE_IS, found_lines, two_lines

if TYPE_CHECKING:
    from geodata.geometry.displacement_findings import Diagnosis
    from geodata.io.drawn_lines import Found


@click.command(
    epilog=f"{WHAT_A_LINE_IS} Exit codes: 0 answered; 2 not found, or something must be stated; 3 a file cannot be "
    "used."
)
@two_lines
@JSON
def diagnose(line_a: Path, line_b: Path, as_json: bool, **said: str) -> None:
    """Say why LINE_B lies where it does against LINE_A: which mistake would displace it so, or that none would.

    The answer is a hint for both sides alike. Nothing is corrected and nothing is written.
    """
    from geodata.geometry.displacement import diagnose_layers

    one, other = found_lines(line_a, line_b, said)
    found = diagnose_layers(one.shapes, other.shapes, one.grid)
    if as_json:
        say_json(_plain(found, one, other))
    else:
        _say(found, one, other)


def _say(found: "Diagnosis", a: "Found", b: "Found") -> None:
    from geodata.geometry.displacement_words import metres, name, remarks, sentence

    for side, one in (("A", a), ("B", b)):
        held = f"{len(one.lines):,} lines" if len(one.lines) != 1 else "1 line"
        held = held if one.lines else f"{len(one.points):,} points"
        say(f"{side}  {one.name}: {held}" + (f", from {one.how}" if one.how else ""))
    say()
    say(sentence(found))
    for remark in remarks(found):
        say(remark)
    say()
    rows = [("as they are", metres(found.before.rms), metres(found.before.largest), "")]
    rows += [
        (name(one), metres(one.left.rms), metres(one.left.largest), "fits" if one.fits else "")
        for one in found.considered
    ]
    say_table(("EXPLANATION", "LEAVES", "AT MOST", ""), rows)


def _plain(found: "Diagnosis", a: "Found", b: "Found") -> dict[str, Any]:
    import msgspec

    from geodata.geometry.displacement_words import remarks, sentence

    answer: dict[str, Any] = msgspec.to_builtins(found)
    return {
        **answer,
        "a": a.name,
        "b": b.name,
        "distance": round(found.distance, 4),
        "azimuth": round(found.azimuth, 2),
        "explained": round(found.explained, 6),
        "sentence": sentence(found),
        "remarks": remarks(found),
    }
