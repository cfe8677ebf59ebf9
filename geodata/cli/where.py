"""The verb that says where a written place lies: in several reference systems at once, and on which map sheet."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geodata.cli.output import say, say_json, say_table
from geodata.cli.project import INPUT, JSON

if TYPE_CHECKING:
    from geodata.geometry.sought import Sought
    from geodata.model.profile import JointProfile

CRS = click.option("--crs", required=True, help="Reference system in which it is written, e.g. EPSG:28408.")
PROFILE = click.option(
    "--profile",
    type=INPUT,
    help="Project, joint base, change set or JSON whose joint profile says how systems lie to one another.",
)
OPERATION = click.option(
    "--operation", default="", help="Pinned operation for what no profile says, e.g. EPSG:15865, or a PROJ pipeline."
)
SCALE = click.option("--scale", type=int, default=100_000, show_default=True, help="Scale of the map sheet, as 100000.")

_NOT_PINNED = "no operation pinned; state --operation or --profile"
_SHOWN = ("EPSG:4326", "EPSG:4284", "EPSG:28408", "EPSG:32638")


@click.command()
@click.argument("text")
@CRS
@click.option("--in", "shown", multiple=True, help="Reference system to say it in; may be given again.")
@PROFILE
@OPERATION
@SCALE
@JSON
def where(
    text: str, crs: str, shown: tuple[str, ...], profile: Path | None, operation: str, scale: int, as_json: bool
) -> None:
    """Say where TEXT lies: two coordinates in any form in which people write them, or the name of a map sheet.

    Where the order of the numbers is not said, both orders are answered.
    """
    from geodata.geometry.sought import understood

    joint = profile_of(profile)
    found = understood(text, crs)
    answers = [_answer(one, shown or _SHOWN, joint, operation, scale) for one in found]
    if as_json:
        say_json(answers)
        return
    for number, answer in enumerate(answers):
        if number:
            say()
        told = filter(None, [answer["because"], "outside the area of the system" if answer["outside"] else ""])
        say(f"Reading {number + 1} of {len(answers)}" + "".join(f"; {part}" for part in told))
        rows = [(one["crs"], one["name"], one["written"], one["operation"]) for one in answer["systems"]]
        say_table(("crs", "system", "place", "operation"), rows)
        say(f"sheet 1:{answer['scale']}: {answer['sheet']}")


def profile_of(path: Path | None) -> "JointProfile":
    """Return the joint profile in a file, or the one that pins nothing where none is named."""
    from geodata.model.profile import WGS84

    if path is None:
        return WGS84
    from geodata.io.profile_files import read_profile

    return read_profile(path)


def _answer(
    one: "Sought", shown: tuple[str, ...], profile: "JointProfile", operation: str, scale: int
) -> dict[str, Any]:
    return {
        "because": one.because,
        "outside": one.outside,
        "scale": int(one.sheet.scale) if one.sheet else scale,
        "sheet": _sheet(one, profile, operation, scale),
        "systems": [_in_system(one, code, profile, operation) for code in dict.fromkeys((one.code, *shown))],
    }


def _sheet(one: "Sought", profile: "JointProfile", operation: str, scale: int) -> str:
    """The name of its sheet, or why it has none."""
    from geodata.errors import Refused
    from geodata.geometry.crs import OperationNeeded

    try:
        return (one.sheet or one.sheet_of(scale, profile, operation)).designation
    except OperationNeeded:
        return _NOT_PINNED
    except Refused as problem:
        return problem.sentence


def _in_system(one: "Sought", code: str, profile: "JointProfile", operation: str) -> dict[str, Any]:
    """The place in a system, or the sentence why it cannot be said there."""
    from geodata.errors import Refused
    from geodata.geometry.crs import OperationNeeded
    from geodata.geometry.systems import system_of, way_between

    system = system_of(code)
    try:
        way = way_between(one.code, system.code, profile, operation)
    except Refused as problem:
        said = _NOT_PINNED if isinstance(problem, OperationNeeded) else problem.sentence
        return {"crs": system.code, "name": system.name, "written": said, "operation": ""}
    east, north = way.carry_one(one.east, one.north)
    return {
        "crs": system.code,
        "name": system.name,
        "written": system.written(east, north, fine=True),
        "operation": way.by,
        "east": east,
        "north": north,
    }
