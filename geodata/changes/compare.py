"""Comparing: both sides' change sets against their base, as items along the line. Symmetric: A is always side A."""

from collections.abc import Mapping

from geodata.changes.base import Base, layers_of
from geodata.changes.changeset import ChangeSet
from geodata.changes.compare_claims import claims_of
from geodata.changes.compare_items import Agenda
from geodata.changes.compare_relations import field_of
from geodata.changes.comparison import POSITION, Comparison, Field, Item, Party
from geodata.changes.ground import Ground
from geodata.errors import BaseMismatch, ProfileMismatch, Refused
from geodata.geometry.profiles import differences
from geodata.model.feature import Kind
from geodata.model.profile import JointProfile
from geodata.model.status import Side

_KINDS = [POSITION, *Kind]
_SAID = {"crs": "reference system", "names_a": "names of side A", "names_b": "names of side B"}


def compare(one: ChangeSet, other: ChangeSet, base: Base | None = None) -> Comparison:
    """Return the comparison of both sides' change sets; without the base there are no maps and no separation.

    The order of the two does not matter. Raise BaseMismatch when they do not start from the same base, Refused when
    they cannot be compared otherwise, DocumentRefused when one does not fit the base.
    """
    a, b = sorted((one, other), key=lambda changes: changes.side)
    check_comparable(a, b, base)
    ground = Ground(layers_of(base) if base is not None else None, a, b)
    still_open = {item.feature: item.id for item in reversed(base.open)} if base is not None else {}
    agenda = Agenda(ground, still_open)
    found = sorted(agenda.items(), key=lambda item: _place(ground, item))
    return Comparison(
        base=a.base,
        base_found=base is not None,
        base_number=base.number if base is not None else None,
        profile=a.profile,
        a=_party(a, agenda.changed),
        b=_party(b, agenda.changed),
        items=tuple(found),
        names=_names(ground, found),
        claims=claims_of(ground),
    )


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


def _place(ground: Ground, item: Item) -> tuple[object, ...]:
    """Where an item is called up: along the line from north to south, then from start to end; the placeless last."""
    field = item.fields[0].name if item.fields else ""  # not the verdict: neither side is called up first
    rest = (item.start or 0, item.end or 0, _KINDS.index(item.kind), item.feature, field)
    segment = ground.segment(item.segment) if item.segment else None
    if segment is not None:
        return (0, segment.order, -ground.north(segment), segment.source_id, segment.id, *rest)
    if item.segment:
        return (1, 0, 0, "", item.segment, *rest)
    return (2, _KINDS.index(item.kind), -(item.box.north if item.box else -(10**12)), item.label, *rest)


def _party(changes: ChangeSet, changed: Mapping[Side, int]) -> Party:
    return Party(
        side=changes.side,
        sequence=changes.sequence,
        sha256=changes.sha256,
        title=changes.title,
        role=changes.role,
        message=changes.message,
        operations=len(changes.changes),
        changed=changed[changes.side],
    )


def _names(ground: Ground, found: list[Item]) -> dict[str, str]:
    """The labels of the features that fields and items mention, so that nobody has to read an identifier."""
    mentioned = {item.segment for item in found} | {item.feature for item in found}
    mentioned |= {id_ for item in found for id_ in (*item.against, item.also)}
    mentioned |= {id_ for item in found for field in item.fields for id_ in _ids(field)}
    named = {}
    for id_ in sorted(mentioned - {""}):
        label = next((label for kind in Kind if (label := ground.label(kind, id_)) != id_), "")
        if label:
            named[id_] = label
    return named


def _ids(field: Field) -> list[str]:
    """The identifiers in one row: those of sources, and the one that a note or a line belongs to."""
    if field_of(field.name) not in ("sources", "target", "segment", "turning_point", "pair_of", "first", "second"):
        return []
    flat: list[object] = [field.base, field.a, field.b]
    for value in flat:  # grows while it is walked
        if isinstance(value, list | tuple):
            flat.extend(value)
        elif isinstance(value, dict):
            flat.extend(value.values())
    return [value for value in flat if isinstance(value, str)]
