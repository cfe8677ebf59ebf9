"""The verb that says why two lines lie apart. It reads, and corrects nothing."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from geodata.cli.output import say, say_json, say_table
from geodata.cli.project import JSON

if TYPE_CHECKING:
    from geodata.geometry.displacement_findings import Diagnosis
    from geodata.io.drawn_lines import Found

F = TypeVar("F", bound=Callable[..., Any])

LINE = click.Path(path_type=Path)


def _both(flag: str, what: str) -> Callable[[F], F]:
    """Add an option for each of the two lines."""

    def add(command: F) -> F:
        for side in ("b", "a"):
            command = click.option(f"--{flag}-{side}", default="", help=f"{what} of LINE_{side.upper()}.")(command)
        return command

    return add


@click.command(
    epilog="A LINE is a file of lines or points, a project or a base (its segments), a change set, or one feature of "
    "these by its identifier: PROJECT#ID. Exit codes: 0 answered; 2 not found, or something must be stated; 3 a file "
    "cannot be used."
)
@click.argument("line_a", type=LINE)
@click.argument("line_b", type=LINE)
@_both("layer", "Layer")
@_both("id", "Identifier of the feature, in any column,")
@_both("crs", "Reference system, where the file states none,")
@_both("operation", "Pinned operation, e.g. EPSG:15865,")
@JSON
def diagnose(line_a: Path, line_b: Path, as_json: bool, **said: str) -> None:
    """Say why LINE_B lies where it does against LINE_A: which mistake would displace it so, or that none would.

    The answer is a hint for both sides alike. Nothing is corrected and nothing is written.
    """
    from geodata.geometry.displacement import diagnose_layers
    from geodata.io.drawn_lines import Wanted, found_in, profile_in

    a, b = (
        Wanted(
            path=path,
            layer=said[f"layer_{side}"],
            id_=said[f"id_{side}"],
            crs=said[f"crs_{side}"],
            operation=said[f"operation_{side}"],
        )
        for path, side in ((line_a, "a"), (line_b, "b"))
    )
    profile = profile_in(line_a) or profile_in(line_b)
    one, other = found_in(a, profile), found_in(b, profile)
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
