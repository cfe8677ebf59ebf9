"""Comparing: both sides' change sets against their base, as items along the line. Symmetric: A is always side A."""

from collections.abc import Mapping

from geodata.changes.comparing.compare_claims import claims_of
from geodata.changes.comparing.compare_items import Agenda
from geodata.changes.comparing.compare_relations import field_of
from geodata.changes.comparing.comparison import POSITION, Comparison, Field, Item, Party
from geodata.changes.comparing.ground import Ground
from geodata.changes.documents.base import Base, layers_of
from geodata.changes.documents.changeset import ChangeSet
from geodata.changes.documents.comparable import check_comparable
from geodata.model.feature import Kind
from geodata.model.status import Side

_KINDS = [POSITION, *Kind]


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
