"""Remedies: other readings of the same numbers against which nothing speaks, to be offered and never taken silently.

They are tried, not looked up: each system of the region and both orders of axes go through the same judgement as the
reading that a finding is about.
"""

from typing import NamedTuple

from geodata.errors import Refused
from geodata.geometry.crs import Floats, Operation, OperationNeeded, ReferenceSystem, pinned, reference_system
from geodata.geometry.plausible import Code, Finding
from geodata.geometry.plausible_held import Held, findings
from geodata.geometry.profiles import SOURCES
from geodata.io.axes import Axes
from geodata.model.profile import JointProfile

MOST = 2
"""Remedies offered for one finding: with more there is nothing probable about them."""

_OTHER_ORDER = {Axes.EAST_NORTH: Axes.NORTH_EAST, Axes.NORTH_EAST: Axes.EAST_NORTH}


class Remedy(NamedTuple):
    """Another reading: the reference system by its code, or empty where it stays, and the order of axes likewise.

    `as_file` takes both as the file says.
    """

    crs: str = ""
    axes: str = ""
    as_file: bool = False


def in_order(xy: Floats, axes: str) -> Floats:
    """Return (n, 2) coordinates of a file east before north."""
    return xy[:, ::-1] if axes == Axes.NORTH_EAST else xy


def operation_for(system: ReferenceSystem, xy: Floats, profile: JointProfile, pin: str = "") -> Operation:
    """Return what is pinned for a system, else the operation chosen, else the first: good to some metres."""
    try:
        return pinned(system.code, xy, profile)
    except OperationNeeded as asked:
        ways = [each.operation for each in asked.candidates]
        return next((way for way in ways if way.pin == pin), ways[0])


def judged(
    xy: Floats, system: ReferenceSystem, axes: str, profile: JointProfile, held: Held, pin: str = ""
) -> list[Finding]:
    """Return what speaks against a reading of (n, 2) coordinates as they are in the file."""
    ordered = in_order(xy, axes)
    found = findings(ordered, system, operation_for(system, ordered, profile, pin), profile, held)
    return [one for one in found if one.code is not Code.OPERATION or pin]


def remedies(
    about: Finding, xy: Floats, system: ReferenceSystem, axes: str, profile: JointProfile, held: Held
) -> tuple[Remedy, ...]:
    """Return the other readings against which nothing speaks, those that change less first; none for a mere remark."""
    if about.code in (Code.OPERATION, Code.EDGE):
        return ()
    other = _OTHER_ORDER[Axes(axes or Axes.EAST_NORTH)]
    tries = [Remedy(axes=other)]
    if about.code is not Code.AXES:
        codes = [code for code in SOURCES if code != system.code]
        tries += [Remedy(crs=code) for code in codes] + [Remedy(code, other) for code in codes]
    sound: list[Remedy] = []
    for each in tries:
        if len(sound) < MOST and _is_sound(each, xy, system, axes, profile, held):
            sound.append(each)
    return tuple(sound)


def _is_sound(tried: Remedy, xy: Floats, system: ReferenceSystem, axes: str, profile: JointProfile, held: Held) -> bool:
    known = reference_system(tried.crs) if tried.crs else system
    try:
        return not judged(xy, known, tried.axes or axes, profile, held)
    except Refused:
        return False
