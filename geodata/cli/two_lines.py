"""What the verbs ask that hold one line against another: two lines, each out of anything that holds some."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from geodata.io.drawn_lines import Found

F = TypeVar("F", bound=Callable[..., Any])

LINE = click.Path(path_type=Path)

WHAT_A_LINE_IS = (
    "A LINE is a file of lines or points, a project or a base (its segments), a change set, or one feature of these by "
    "its identifier: PROJECT#ID."
)

_OPTIONS = (
    ("operation", "Pinned operation, e.g. EPSG:15865,"),
    ("crs", "Reference system, where the file states none,"),
    ("id", "Identifier of the feature, in any column,"),
    ("layer", "Layer"),
)


def two_lines(command: F) -> F:
    """Add the arguments LINE_A and LINE_B, and for each what a person may have to say of it."""
    for flag, what in _OPTIONS:
        for side in ("b", "a"):
            command = click.option(f"--{flag}-{side}", default="", help=f"{what} of LINE_{side.upper()}.")(command)
    for name in ("line_b", "line_a"):
        command = click.argument(name, type=LINE)(command)
    return command


def found_lines(line_a: Path, line_b: Path, said: dict[str, str]) -> "tuple[Found, Found]":
    """Return what both name, on one grid: that of the joint profile which either of them has."""
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
    return found_in(a, profile), found_in(b, profile)
