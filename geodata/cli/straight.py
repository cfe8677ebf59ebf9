"""The verb about what is straight between two vertices: where it matters and nobody said, and saying it."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geodata.cli.output import counted, metres, say, say_json, say_table
from geodata.cli.project import JSON, PROJECT

if TYPE_CHECKING:
    from geodata.model.profile import JointProfile
    from geodata.reports.straightness import LineFeature, Straightness

_TAKEN_BACK = ("none", "open")


@click.command()
@PROJECT
@click.argument("line", required=False)
@click.option(
    "--state",
    "value",
    help="What its legs are: geodesic, natural, or the EPSG code in which they are straight; none takes it back.",
)
@click.option("--all", "every", is_flag=True, help="State it of every line that states nothing yet.")
@JSON
def straight(project: Path, line: str | None, value: str | None, every: bool, as_json: bool) -> None:
    """List the legs of PROJECT on which it matters what straight means and nobody said; or say it, with --state.

    LINE is a segment, route or alternative line, by UUID or source identifier. A leg matters where the geodesic and a
    straight line lie farther apart than rounding (T1 of the joint profile). No line is ever bent by what is stated.
    """
    if value is None:
        _list(project, line, as_json)
    else:
        _state(project, line, value, every, as_json)


def _list(project: Path, line: str | None, as_json: bool) -> None:
    from geodata.io.store_copy import opened_to_read
    from geodata.reports.straightness import line_named, straightness

    with opened_to_read(project) as store:
        held = store.load()
    found = straightness(held, [line_named(held, line)] if line else None)
    profile = held.settings.profile
    if as_json:
        say_json(_json(found, profile))
    else:
        _say(found, profile)


def _state(project: Path, line: str | None, value: str, every: bool, as_json: bool) -> None:
    from geodata.changes.gestures import state_straight
    from geodata.errors import Refused
    from geodata.geometry.straight import check_stated
    from geodata.io.store import Store
    from geodata.reports.straightness import called, line_named

    if (line is None) is not every:
        raise Refused("Name one line to state it of, or give --all for every line that states nothing yet.")
    wanted = "" if value.strip().lower() in _TAKEN_BACK else check_stated(value)
    with Store.open(project) as store:
        held = store.load()
        lines = [line_named(held, line)] if line else _open(held)
        deltas = [delta for each in lines for delta in state_straight(held, each, wanted)]
        told = called(lines[0]) if len(lines) == 1 else counted(len(lines), "line")
        if deltas:
            store.commit(f"State what is straight in {told}: {wanted or 'nothing'}", deltas)
    if as_json:
        say_json({"straight": wanted, "changed": len(deltas)})
    elif deltas:
        say(f"Stated of {told}: {wanted or 'nothing'}.")
    else:
        say("Nothing changed.")


def _open(held: Any) -> list["LineFeature"]:
    """The lines that state nothing yet and may be stated of by this side."""
    from geodata.model.variant import Variant
    from geodata.reports.straightness import line_features

    side = held.settings.side
    own = (each for each in line_features(held) if not isinstance(each, Variant) or each.proposed_by is side)
    return [each for each in own if not each.straight and not (held.settings.base and not isinstance(each, Variant))]


def _json(found: list["Straightness"], profile: "JointProfile") -> dict[str, Any]:
    from geodata.geometry.measure import length
    from geodata.model.feature import kind_of

    return {
        "length_method": profile.method,
        "more_than_m": metres(profile.tolerances.rounding_mm),
        "lines": [
            {
                "id": each.feature.id,
                "kind": kind_of(each.feature).value,
                "source_id": each.feature.source_id,
                "straight": each.feature.straight,
                "length_m": metres(length(each.feature.line)),
                "longer_as_stated_m": None if each.longer_mm is None else metres(each.longer_mm),
                "doubts": [
                    {
                        "leg": doubt.leg,
                        "at_m": metres(doubt.at_mm),
                        "length_m": metres(doubt.length_mm),
                        "apart_m": metres(doubt.apart_mm),
                        "straight_in": doubt.system,
                    }
                    for doubt in each.doubts
                ],
            }
            for each in found
        ],
    }


def _say(found: list["Straightness"], profile: "JointProfile") -> None:
    from geodata.model.feature import kind_of
    from geodata.reports.straightness import called

    stated = [each for each in found if not each.open]
    in_doubt = [each for each in found if each.open]
    if stated:
        rows = [
            (called(each.feature), kind_of(each.feature), each.feature.straight, _longer(each.longer_mm))
            for each in stated
        ]
        say_table(("line", "kind", "straight in", "longer as stated, m"), rows)
        say()
    limit = f"{metres(profile.tolerances.rounding_mm):g} m (T1)"
    if not in_doubt:
        say(f"No leg lies more than {limit} apart for which nobody said what is straight.")
        return
    rows_in_doubt = [
        (called(each.feature), kind_of(each.feature), doubt.leg, metres(doubt.at_mm), metres(doubt.length_mm),
         metres(doubt.apart_mm), f"{doubt.name} ({doubt.system[:40]})")
        for each in in_doubt for doubt in each.doubts
    ]  # fmt: skip
    say_table(("line", "kind", "leg", "from m", "length m", "apart m", "if straight in"), rows_in_doubt)
    legs = counted(len(rows_in_doubt), "leg")
    say(f"On {legs} of {counted(len(in_doubt), 'line')} it matters more than {limit}; lengths are {profile.method}.")
    say("State which is meant with --state; until then each leg is taken as the geodesic.")


def _longer(millimetres: int | None) -> float | str:
    return "cannot be said" if millimetres is None else metres(millimetres)
