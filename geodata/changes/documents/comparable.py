"""Whether documents can be laid side by side at all: one base, one joint profile, one grid.

It stands apart from comparing, so that verifying a file need not load what compares lines.
"""

from geodata.changes.documents.base import Base
from geodata.changes.documents.changeset import ChangeSet
from geodata.errors import BaseMismatch, ProfileMismatch, Refused
from geodata.geometry.profiles import differences
from geodata.model.profile import JointProfile

_SAID = {"crs": "reference system", "names_a": "names of side A", "names_b": "names of side B"}


def check_comparable(a: ChangeSet, b: ChangeSet, base: Base | None) -> None:
    """Raise Refused, BaseMismatch or ProfileMismatch when A's and B's change sets cannot be laid side by side."""
    if a.side is b.side:
        raise Refused(f"Both change sets are side {a.side}'s; name one of each side.")
    if a.base != b.base:
        raise BaseMismatch(
            f"The change sets start from different bases: A's from {a.base[:12]}, B's from {b.base[:12]}. "
            "Compare change sets that start from the same base: the author of the one on the earlier base, and nobody "
            "else, can carry it to the later one in the own project (rebase) and hand it over again."
        )
    if a.after or b.after:
        raise Refused("A working paper that is laid on other change sets is squashed with them first.")
    if a.profile != b.profile:
        raise ProfileMismatch(_profiles_apart(a, b))
    if base is not None and base.sha256 != a.base:
        raise BaseMismatch(f"The base given is {base.sha256[:12]}, but both change sets start from {a.base[:12]}.")
    if base is not None and base.profile.grid != a.profile.grid:
        raise ProfileMismatch(grids_apart("Both change sets", a.profile, "their base", base.profile))


def grids_apart(name: str, profile: JointProfile, base_name: str, base_profile: JointProfile) -> str:
    """Return what is to be said when a document's numbers are on another joint grid than its base's."""
    here, there = (f"{each.crs[:40]} by {each.unit}" for each in (profile, base_profile))
    return (
        f"{name} and {base_name} are under another joint profile, with another grid ({here}; {there}), so that their "
        "numbers mean other places. A project keeps the grid of its base."
    )


def _profiles_apart(a: ChangeSet, b: ChangeSet) -> str:
    apart = differences(a.profile, b.profile)
    told = "; ".join(f"{_SAID.get(name, name)}: A {first}, B {second}" for name, first, second in apart)
    return (
        f"The change sets were made under different joint profiles, so their numbers do not compare ({told}). One side "
        "adopts the other's profile and hands its change set over again."
    )
